"""Schools, from the national directory, its sister files, and what people write themselves."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as now_in
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partnerships.calendar import zone_of
from partnerships.models import School, Structure, Zone
from partnerships.resources.columns import Column, checked, choice, read_date, read_text
from partnerships.resources.directory import (
    five_digits,
    level_of,
    read_academy,
    read_circonscription,
    read_name,
    read_network,
    read_sector,
    read_state,
    validate_postal_code,
    web_address,
)
from partnerships.resources.files import CHUNK, FileResource, Known
from partnerships.validators import (
    normalise_phone,
    normalise_siret,
    normalise_uai,
    validate_commune_code,
    validate_phone,
    validate_siret,
    validate_uai,
)

# Each file is known by one of its headers; the text is what the record will say of its source.
SOURCES = {
    "ips": _("Indices de position sociale dans les écoles"),
    "identifiant_de_l_etablissement": _("Annuaire de l’éducation"),
    "numero_uai": _("Adresse et géolocalisation des établissements d’enseignement"),
    "code_etablissement": _("Adresse et géolocalisation des établissements d’enseignement"),
}


class SchoolResource(FileResource):
    """Known by their UAI; a school is a structure and what a school has besides.

    A file older than the record fills what is blank and replaces nothing. Source: domain.md 4.8.
    """

    uai = Column(
        "uai",
        _("UAI"),
        "identifiant_de_l_etablissement",
        "numero_uai",
        "code_etablissement",
        "code_uai",
        read=checked(normalise_uai, validate_uai),
    )
    name = Column(
        "structure__name",
        _("Nom"),
        "nom_etablissement",
        "appellation_officielle",
        "nom_de_l_etablissement",
        "nom_de_l_etablissment",
        read=read_name,
    )
    level = Column("level", _("Niveau"), read=choice(School.Level))
    sector = Column(
        "sector",
        _("Secteur"),
        "statut_public_prive",
        "secteur_public_prive_libe",
        "secteur_public_prive",
        read=read_sector,
        is_doubtful=True,
    )
    priority_network = Column(
        "priority_network",
        _("Éducation prioritaire"),
        "appartenance_education_prioritaire",
        read=read_network,
        is_doubtful=True,
        blank_speaks=True,
    )
    address = Column("structure__address", _("Adresse"), "adresse_1", "adresse_uai")
    postal_code = Column(
        "structure__postal_code",
        _("Code postal"),
        "code_postal_uai",
        read=checked(five_digits, validate_postal_code),
        is_doubtful=True,
    )
    commune = Column(
        "structure__commune",
        _("Commune"),
        "nom_commune",
        "libelle_commune",
        "nom_de_la_commune",
        read=read_name,
    )
    commune_code = Column(
        "structure__commune_code",
        _("Code de la commune"),
        "code_commune",
        "code_insee_de_la_commune",
        read=checked(five_digits, validate_commune_code),
        is_doubtful=True,
    )
    phone = Column(
        "structure__phone",
        _("Téléphone"),
        read=checked(normalise_phone, validate_phone),
        is_doubtful=True,
    )
    email = Column(
        "structure__email",
        _("Adresse e-mail"),
        "mail",
        read=checked(str.strip, validate_email),
        is_doubtful=True,
    )
    website = Column(
        "structure__website",
        _("Site"),
        "web",
        read=checked(web_address, URLValidator(schemes=["http", "https"])),
        is_doubtful=True,
    )
    siret = Column(
        "structure__siret",
        _("SIRET"),
        "siren_siret",
        read=checked(normalise_siret, validate_siret),
        is_doubtful=True,
    )
    academie = Column("academie", _("Académie"), "libelle_academie", read=read_academy)
    holiday_zone = Column(
        "structure__holiday_zone", _("Zone de vacances"), read=choice(Zone), is_doubtful=True
    )
    circonscription = Column(
        "circonscription", _("Circonscription"), "nom_circonscription", read=read_circonscription
    )
    is_open = Column(
        "is_open",
        _("Ouvert"),
        "etat",
        "etat_etablissement_libe",
        "etat_etablissement",
        read=read_state,
        is_doubtful=True,
    )
    source = Column("structure__source", _("Source de la fiche"))
    recorded_on = Column(
        "structure__recorded_on", _("Fiche à jour au"), "date_maj_ligne", read=read_date
    )

    hints = {
        "+address": ["adresse_2"],
        "+nursery": ["ecole_maternelle"],
        "+elementary": ["ecole_elementaire"],
        "+nature": ["code_nature", "nature_uai"],
        "+kind": ["libelle_nature", "nature_uai_libe", "nature"],
        "+type": ["type_etablissement"],
        "+autumn": ["rentree_scolaire"],
    }
    required = ["uai", "name"]

    class Meta:
        model = School
        name = _("établissements scolaires")
        fields = [
            "uai",
            "name",
            "level",
            "sector",
            "priority_network",
            "address",
            "postal_code",
            "commune",
            "commune_code",
            "phone",
            "email",
            "website",
            "siret",
            "academie",
            "holiday_zone",
            "circonscription",
            "is_open",
            "source",
            "recorded_on",
        ]
        import_id_fields = ["uai"]
        instance_loader_class = Known
        use_bulk = True
        skip_diff = True
        store_instance = True
        batch_size = CHUNK

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.older = 0

    def key(self, row):
        return normalise_uai(self.cell(row, "uai")) or None

    def fetch(self, keys):
        schools = School.objects.select_related("structure").filter(uai__in=keys)
        return {school.uai: school for school in schools}

    def init_instance(self, row=None):
        kind = Structure.Kind.SCHOOL
        return School(structure=Structure(kind=kind), level=School.Level.OTHER)

    def parts(self, school):
        return [school.structure, school]

    def describe(self, school):
        """« École Jules-Ferry (0940204L), école élémentaire, public, à Maisons-Alfort, zone C »."""
        structure = school.structure
        place = (
            now_in("à %(commune)s") % {"commune": structure.commune} if structure.commune else ""
        )
        facts = [
            f"{structure.name} ({school.uai})",
            school.get_level_display(),
            school.get_sector_display(),
            place,
            school.priority_network,
            structure.get_holiday_zone_display(),
        ]
        return ", ".join(str(fact) for fact in facts if fact)

    # -- What follows from other cells -----------------------------------------------------------

    def prepare(self, row):
        self.complete(row, "level", self.level_in(row))
        zone = zone_of(self.cell(row, "academie"))
        self.complete(row, "holiday_zone", zone if zone in Zone.values else "")
        self.complete(row, "source", self.source_of_file())
        self.complete(row, "recorded_on", first_of_september(row.get("+autumn", "")))
        more = read_text(row.get("+address", ""))
        if more and self.cell(row, "address"):
            row[self.title("address")] = f"{self.cell(row, 'address')}, {more}"

    def complete(self, row, name, value):
        """Only where the file has no such column: what it says itself comes first."""
        row.setdefault(self.title(name), value)

    def level_in(self, row):
        level = level_of(
            nursery=row.get("+nursery", ""),
            elementary=row.get("+elementary", ""),
            nature=row.get("+nature", ""),
            words=f"{row.get('+kind', '')} {row.get('+type', '')} {self.cell(row, 'name')}",
        )
        return level or ""

    def source_of_file(self):
        known = (text for header, text in SOURCES.items() if header in self.headers)
        return str(next(known, self.file_name))[:150]

    # -- Which of the two is right: the record or the file ---------------------------------------

    def after_init_instance(self, instance, new, row, **kwargs):
        super().after_init_instance(instance, new, row, **kwargs)
        recorded, said = instance.structure.recorded_on, self.date_in(row)
        self.is_older = bool(recorded and said and said < recorded)
        self.older += self.is_older
        self.is_dated = said is not None

    def date_in(self, row):
        try:
            return read_date(row[self.title("recorded_on")])
        except ValidationError:
            return None

    def is_left_alone(self, field, instance, row):
        kept = self.is_older and field.get_value(instance) not in ("", None)
        return kept or super().is_left_alone(field, instance, row)

    def differences(self, instance):
        """Another source for the same facts is no change; facts without a date lose the old one."""
        found = super().differences(instance)
        if set(found) <= {self.fields["source"]}:
            return {}
        if not self.is_dated and instance.structure.recorded_on:
            instance.structure.recorded_on = None
            found = super().differences(instance)
        return found

    def notes(self):
        if not self.older:
            return []
        sentence = ngettext(
            "%(count)d fiche est plus récente que ce fichier : elle est complétée, sans rien y "
            "remplacer.",
            "%(count)d fiches sont plus récentes que ce fichier : elles sont complétées, sans rien "
            "y remplacer.",
            self.older,
        )
        return [sentence % {"count": self.older}]


def first_of_september(school_year):
    """« 2022-2023 » is what was true at the start of that school year."""
    start = str(school_year)[:4]
    return date(int(start), 9, 1) if start.isdigit() else ""
