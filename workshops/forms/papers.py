"""Which sessions to print the sheets of, all at once."""

from crispy_forms.layout import Layout
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.forms.base import DateField, PlainForm
from workshops import signin
from workshops.models import Session


class PeriodForm(PlainForm):
    """Its save() gives the sessions planned between two days, of every workshop of a programme."""

    starts_on = DateField(label=_("Du"), initial=timezone.localdate)
    ends_on = DateField(label=_("Au"))

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme

    def layout(self):
        return Layout("starts_on", "ends_on")

    def act(self):
        """Refuses a period without a session, and more sessions than one file takes."""
        starts_on, ends_on = self.cleaned_data["starts_on"], self.cleaned_data["ends_on"]
        found = Session.objects.loggable_by(self.user).planned().between(starts_on, ends_on)
        found = found.filter(workshop__programme=self.programme)
        sessions = list(found.order_by("date", "starts_at", "pk")[: signin.MOST + 1])
        if not sessions:
            raise ValidationError(_("Aucune séance n’est prévue entre ces deux jours."))
        if len(sessions) > signin.MOST:
            raise ValidationError(
                _("Plus de %(most)s séances : choisissez une période plus courte."),
                params={"most": signin.MOST},
            )
        return sessions
