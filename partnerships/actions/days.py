"""What is noted has happened: a day to come is refused, in one sentence for everybody."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _


def refuse_tomorrow(**days: dt.date | None) -> None:
    """Refuses (ValidationError), beside its field, each day that has not come yet."""
    today = timezone.localdate()
    if late := [name for name, day in days.items() if day and day > today]:
        raise ValidationError(dict.fromkeys(late, _("Ce jour n’est pas encore venu.")))
