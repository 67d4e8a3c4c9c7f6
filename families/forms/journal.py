"""What one asks the journal: who, what, of which household, between which days."""

from django import forms
from django.utils.translation import gettext_lazy as _

from families.models import Family
from partnerships.forms.base import DateField, Finder
from partnerships.models import AuditEvent, Membership, User

# What people ask for: several verbs of the journal under one word.
WORDS = {
    "seen": (_("a vu"), [AuditEvent.Verb.READ]),
    "written": (
        _("a écrit ou changé"),
        [
            *(AuditEvent.Verb.CREATED, AuditEvent.Verb.CHANGED, AuditEvent.Verb.IMPORTED),
            *(AuditEvent.Verb.CLOSED, AuditEvent.Verb.REOPENED, AuditEvent.Verb.CANCELLED),
            AuditEvent.Verb.MERGED,
        ],
    ),
    "exported": (_("a exporté"), [AuditEvent.Verb.EXPORTED]),
    "erased": (_("a effacé"), [AuditEvent.Verb.DELETED, AuditEvent.Verb.ERASED]),
}


class JournalFinder(Finder):
    who = forms.ModelChoiceField(
        User.objects.none(), label=_("Qui"), required=False, empty_label=_("tout le monde")
    )
    what = forms.ChoiceField(
        label=_("Quoi"),
        required=False,
        choices=[("", _("tout")), *((key, word) for key, (word, _verbs) in WORDS.items())],
    )
    family = forms.ModelChoiceField(Family.objects.none(), required=False, widget=forms.HiddenInput)
    since = DateField(label=_("Depuis le"), required=False)
    until = DateField(label=_("Jusqu’au"), required=False)

    def prepare(self):
        roles = Membership.objects.visible_to(self.user)
        self.fields["who"].queryset = User.objects.filter(pk__in=roles.order_by().values("user"))
        self.fields["family"].queryset = Family.objects.visible_to(self.user)

    @property
    def household(self):
        return self.cleaned_data.get("family")

    def filter(self, events):
        wanted = self.cleaned_data
        if who := wanted.get("who"):
            events = events.filter(actor=who)
        if what := wanted.get("what"):
            events = events.filter(verb__in=WORDS[what][1])
        if household := self.household:
            events = events.filter(family=household.pk)
        if since := wanted.get("since"):
            events = events.filter(at__date__gte=since)
        if until := wanted.get("until"):
            events = events.filter(at__date__lte=until)
        return events
