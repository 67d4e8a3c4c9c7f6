"""A word to a group: by e-mail, or a text to send from one’s own telephone."""

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.forms.base import PlainForm
from workshops.actions import messages
from workshops.models import GroupMessage

Channel = GroupMessage.Channel


class MessageForm(PlainForm):
    channel = forms.ChoiceField(
        label=_("Comment"),
        choices=[
            (Channel.EMAIL, _("par e-mail")),
            (Channel.COPIED, _("par SMS, de mon téléphone")),
        ],
        widget=forms.RadioSelect,
    )
    subject = forms.CharField(label=_("Objet de l’e-mail"), max_length=150, required=False)
    words = forms.CharField(
        label=_("Message"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Chacun le reçoit seul : personne ne voit qui d’autre est inscrit."),
    )

    def __init__(self, *args, workshop, **kwargs):
        self.workshop = workshop
        self.reached = messages.reach(workshop, timezone.localdate())
        channel = Channel.EMAIL if self.reached.by_email else Channel.COPIED
        initial = {"channel": channel, "subject": str(workshop)}
        super().__init__(*args, initial=initial, **kwargs)

    def layout(self):
        return Layout("channel", "subject", "words")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("channel") == Channel.EMAIL and not cleaned.get("subject"):
            self.add_error("subject", _("Un e-mail a un objet."))
        return cleaned

    def act(self):
        given = {
            "workshop": self.workshop,
            "words": self.cleaned_data["words"],
            "reached": self.reached,
            "by": self.user,
        }
        if self.cleaned_data["channel"] == Channel.COPIED:
            return messages.copy(**given)
        return messages.send(subject=self.cleaned_data["subject"], **given)
