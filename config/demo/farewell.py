"""A family nobody has seen for two years: its record is announced, and will soon be forgotten."""

import datetime as dt

from django.conf import settings

from families.models import Family, Parent
from partnerships.calendar import months_after


def tell(stage):
    met_on = months_after(stage.today, -settings.RETENTION_MONTHS) + dt.timedelta(days=12)
    family = Family.objects.create(
        structure=stage.made["centre"],
        registered_on=met_on,
        informed_on=met_on,
        informed_how="spoken",
        warned_on=stage.today - dt.timedelta(days=18),
    )
    Parent.objects.create(
        family=family, first_name="Odile", last_name="Wacquez", registered_on=met_on
    )
