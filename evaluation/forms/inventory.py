"""What one keeps of the local diagnosis: a year, a place, a theme."""

from django.utils.translation import gettext_lazy as _

from evaluation.forms.narrowing import NarrowingForm
from evaluation.inventory import around
from partnerships.calendar import school_year_bounds
from partnerships.forms.base import asked_by_get
from partnerships.models import Territory


class InventoryForm(NarrowingForm):
    helper = asked_by_get("year", "territory", "theme", button=_("Voir ce diagnostic"))

    def __init__(self, data, *, user, years):
        places = Territory.objects.around(list(around(user)))
        super().__init__(data, years=years, places=places)
        self.is_valid()

    @property
    def asked(self):
        """What inventory() is asked with."""
        return {
            "year": self.year_asked,
            "period": school_year_bounds(self.year_asked),
            "territory": self.cleaned_data.get("territory"),
            "theme": self.cleaned_data.get("theme"),
        }
