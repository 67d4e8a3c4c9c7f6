"""The national calendar of school holidays, as it is published or as we carry it."""

import re
from collections import Counter

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as now_in
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partnerships import calendar
from partnerships.models import SchoolHoliday, Zone
from partnerships.resources.columns import Column, choice, read_date, read_text
from partnerships.resources.files import CHUNK, FileResource, Known
from partnerships.validators import fold

Population = SchoolHoliday.Population
SEASONS = {"d’Hiver": "d’hiver", "de Printemps": "de printemps", "d’Été": "d’été"}


def read_name(value):
    """« Vacances d'Hiver » is written « Vacances d’hiver »."""
    name = read_text(value)
    for capital, plain in SEASONS.items():
        name = name.replace(capital, plain)
    return name


def read_day(value):
    """A date, or an instant at midnight in Paris that the ministry writes in UTC (domain.md 4.5)."""
    if isinstance(value, str) and not re.match(r"\d{1,2}/", value):
        return calendar.read_day(read_text(value))
    return read_date(value)


def population_of(text):
    """None when the holiday is that of some pupils only: lycées, one island…"""
    words = fold(text)
    if words.startswith("guadeloupe"):
        return Population.ALL
    known = {"": Population.ALL, "eleves": Population.PUPILS, "enseignants": Population.TEACHERS}
    known |= {fold(str(label)): value for value, label in Population.choices}
    return known.get(words)


class SchoolHolidayResource(FileResource):
    """Known by zone, name, school year and whether it is the teachers’ own.

    The file has a line per académie: those of a zone become one. Source: domain.md 4.5.
    """

    zone = Column("zone", _("Zone"), "zones", read=choice(Zone))
    name = Column("name", _("Nom"), "description", "name", read=read_name)
    starts_on = Column(
        "starts_on",
        _("Premier jour"),
        "date_de_debut",
        "start_date",
        "first_day",
        "starts_on",
        read=read_day,
    )
    returns_on = Column(
        "returns_on",
        _("Jour de la reprise"),
        "date_de_fin",
        "end_date",
        "back_to_school_day",
        "returns_on",
        read=read_day,
    )
    population = Column("population", _("Pour"), "population", read=population_of)

    required = ["zone", "name", "starts_on", "returns_on"]

    class Meta:
        model = SchoolHoliday
        name = _("vacances scolaires")
        fields = ["zone", "name", "starts_on", "returns_on", "population"]
        import_id_fields = ["zone", "name", "starts_on"]
        instance_loader_class = Known
        use_bulk = True
        skip_diff = True
        store_instance = True
        batch_size = CHUNK

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.left_out = Counter()

    def key(self, row):
        try:
            starts_on = read_day(row[self.title("starts_on")])
        except ValidationError:
            return None
        teachers = population_of(self.cell(row, "population")) == Population.TEACHERS
        return self.key_of(self.cell(row, "zone"), self.cell(row, "name"), starts_on, teachers)

    def key_of(self, zone, name, starts_on, teachers):
        return zone, fold(name), calendar.school_year(starts_on), teachers

    def fetch(self, keys):
        found = SchoolHoliday.objects.filter(zone__in={zone for zone, *_rest in keys})
        return {
            self.key_of(
                holiday.zone,
                holiday.name,
                holiday.starts_on,
                holiday.population == Population.TEACHERS,
            ): holiday
            for holiday in found
        }

    def describe(self, holiday):
        """« Vacances de Noël, zone B : du samedi 20 décembre 2025, reprise le lundi 5 janvier 2026 »."""
        words = now_in(
            "%(name)s, %(zone)s : à partir du %(starts_on)s, reprise le %(returns_on)s (%(who)s)"
        )
        return words % {
            "name": holiday.name,
            "zone": holiday.get_zone_display(),
            "starts_on": date_format(holiday.starts_on, "l j F Y"),
            "returns_on": date_format(holiday.returns_on, "l j F Y"),
            "who": holiday.get_population_display(),
        }

    def prepare(self, row):
        zone = calendar.read_zone(self.cell(row, "zone"))
        row[self.title("zone")] = zone or self.cell(row, "zone")

    def leave_out(self, row):
        """Why a line that is right has no place here."""
        zone = calendar.read_zone(self.cell(row, "zone"))
        if zone and zone not in Zone.values:
            return _("zones que la plateforme ne connaît pas")
        if population_of(self.cell(row, "population")) is None:
            return _("vacances d’une partie seulement des élèves ou d’un territoire")
        if self.has_no_return(row):
            return _("sans jour de la reprise, qui n’est pas encore publié")
        return ""

    def has_no_return(self, row):
        """« Début des vacances d’été » comes out before the day of return is known."""
        try:
            starts_on, text = read_day(row[self.title("starts_on")]), row[self.title("returns_on")]
            return not text or read_day(text) <= starts_on
        except ValidationError:
            return False

    def merge(self, rows, lines):
        kept = []
        for row, line in zip(rows, lines, strict=True):
            if reason := self.leave_out(row):
                self.left_out[str(reason)] += 1
            else:
                kept.append((row, line))
        if not kept:
            raise ValidationError(self.notes())
        return super().merge([row for row, _line in kept], [line for _row, line in kept])

    def twin(self, first, second):
        dates = [
            (row[self.title("starts_on")], row[self.title("returns_on")]) for row in (first, second)
        ]
        if dates[0] == dates[1]:
            return ""
        return _(
            "d’autres dates que plus haut pour les mêmes vacances ; les premières sont gardées."
        )

    def notes(self):
        return [
            ngettext(
                "%(count)d ligne laissée de côté : %(reason)s.",
                "%(count)d lignes laissées de côté : %(reason)s.",
                count,
            )
            % {"count": count, "reason": reason}
            for reason, count in self.left_out.items()
        ]
