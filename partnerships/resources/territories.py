"""Priority neighbourhoods (QPV), with the communes and départements they are in."""

import re

from django.utils.translation import gettext as now_in
from django.utils.translation import gettext_lazy as _

from partnerships.models import Territory
from partnerships.resources.columns import Column, checked, read_text
from partnerships.resources.files import CHUNK, FileResource, Known
from partnerships.validators import compact, validate_qpv_code

Kind = Territory.Kind


class NeighbourhoodResource(FileResource):
    """Known by their official code; those of 2015 (QP…) and of 2024 (QN…) live side by side.

    A neighbourhood is in its commune or, when it straddles several, in its département.
    Source: the list of the ANCT, domain.md 4.4.
    """

    official_code = Column(
        "official_code",
        _("Code officiel"),
        "code_qp",
        "code_qpv",
        read=checked(compact, validate_qpv_code),
    )
    name = Column("name", _("Nom"), "lib_qp", "nom_qp")
    parent = Column("parent", _("Dans"), read=lambda place: place)

    hints = {
        "+communes": ["insee_com", "code_commune", "code_insee"],
        "+commune_names": ["lib_com", "nom_commune"],
        "+department": ["insee_dep", "code_departement"],
        "+department_name": ["lib_dep", "nom_departement"],
    }
    required = ["official_code", "name"]

    class Meta:
        model = Territory
        name = _("quartiers prioritaires (QPV)")
        fields = ["official_code", "name", "parent"]
        import_id_fields = ["official_code"]
        instance_loader_class = Known
        use_bulk = True
        skip_diff = True
        store_instance = True
        batch_size = CHUNK

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.places = {}

    def key(self, row):
        return compact(self.cell(row, "official_code")) or None

    def fetch(self, keys):
        found = Territory.objects.select_related("parent")
        found = found.filter(kind=Kind.QPV, official_code__in=keys)
        return {territory.official_code: territory for territory in found}

    def init_instance(self, row=None):
        return Territory(kind=Kind.QPV)

    def describe(self, territory):
        where = now_in("dans %(place)s") % {"place": territory.parent} if territory.parent else ""
        return ", ".join(filter(None, [f"{territory.name} ({territory.official_code})", where]))

    # -- Where it is -----------------------------------------------------------------------------

    def prepare(self, row):
        """An own « Dans » column of an export is left to what codes say."""
        row[self.title("parent")] = place_of(row)

    def before_import(self, dataset, **kwargs):
        super().before_import(dataset, **kwargs)
        places = list(dict.fromkeys(filter(None, dataset[self.title("parent")])))
        self.places = self.found_or_new(places)

    def found_or_new(self, places):
        """{place: territory} of the communes and départements named by the file."""
        steps = {(kind, code): name for place in places for kind, code, name in place}
        holders = {place[-1][:2]: place[0][:2] for place in places if len(place) > 1}
        codes = [code for _kind, code in steps]
        known = {}
        for start in range(0, len(codes), CHUNK):
            found = Territory.objects.filter(official_code__in=codes[start : start + CHUNK])
            known |= {(place.kind, place.official_code): place for place in found}
        for kind in (Kind.DEPARTMENT, Kind.COMMUNE):
            new = [
                Territory(kind=kind, official_code=code, name=name, parent=known.get(holder))
                for (its_kind, code), name in steps.items()
                for holder in [holders.get((kind, code))]
                if its_kind == kind and (kind, code) not in known
            ]
            Territory.objects.bulk_create(new, batch_size=CHUNK)
            known |= {(place.kind, place.official_code): place for place in new}
        return {place: known[place[-1][:2]] for place in places}

    def before_import_row(self, row, row_number=None, **kwargs):
        super().before_import_row(row, row_number=row_number, **kwargs)
        row[self.title("parent")] = self.places.get(row[self.title("parent")], "")


def place_of(row):
    """From the largest to the smallest: (kind, code, name); nothing when the file does not say."""
    departments = steps(row, Kind.DEPARTMENT, "+department", "+department_name")
    communes = steps(row, Kind.COMMUNE, "+communes", "+commune_names")
    place = departments[:1] + (communes if len(communes) == 1 else [])
    return tuple(place) or ""


def steps(row, kind, codes, names):
    """« ="13055;13070" » and « Marseille; La Penne » are two communes."""
    codes = [code.strip(' ="') for code in re.split("[;,]", str(row.get(codes, "")))]
    names = [read_text(name) for name in str(row.get(names, "")).split(";")]
    if len(codes) != len(names) or not all(codes + names):
        return []
    # A spreadsheet ate the zero of 01 or of 01053.
    width = 2 if kind == Kind.DEPARTMENT else 5
    return [(kind, code.zfill(width), name[:150]) for code, name in zip(codes, names, strict=True)]
