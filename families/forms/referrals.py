"""A person shown the way: who, towards what, who says so, and what they agreed to."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.actions import referral_letters as letters
from families.actions import referrals as actions
from families.forms.finders import PersonField
from families.lookalikes import lookalikes
from families.models import Parent, Referral
from families.referrals import Told, worded
from partnerships import registry
from partnerships.forms.base import ActingForm, DateField, Finder, PhoneField, PlainForm, beside
from partnerships.models import Party, Structure, Tenure
from partnerships.validators import fold

MOST_FOUND = 20
Status = Referral.Status


class ReferralForm(ActingForm, forms.ModelForm):
    """Whoever has records chooses somebody; a school writes a first name, and sees no record."""

    mended_by = {
        "referral_agreed_when_and_how": "agreed_how",
        "referral_names_somebody_until_forgotten": "first_name",
    }

    person = PersonField(label=_("Quelqu’un que vous connaissez"), required=False)
    destination = forms.ChoiceField(label=_("Vers"))

    class Meta:
        model = Referral
        fields = [
            "first_name",
            "last_name",
            "contact_by",
            "phone",
            "email",
            "availability",
            "toward",
            "first_meeting",
            "wish",
            "asked_on",
            "sender",
            "prescriber_name",
            "prescriber_function",
            "prescriber_email",
            "agreed_how",
            "agreed_on",
        ]
        field_classes = {"phone": PhoneField, "agreed_on": DateField, "asked_on": DateField}
        widgets = {"agreed_how": forms.RadioSelect, "contact_by": forms.RadioSelect}
        help_texts = {
            "toward": _("Le service, l’atelier ; vide : le nom du programme."),
            "first_meeting": _("Le jour, l’heure et le lieu, si vous les connaissez."),
            "availability": _("Par exemple : le matin, après l’école."),
            "asked_on": _("Si la demande est plus ancienne que l’orientation."),
            "prescriber_email": _("Pour avoir des nouvelles ; vide : à votre adresse."),
            "agreed_on": _("Vide : aujourd’hui."),
        }

    def __init__(self, *args, parent=None, origin=None, text="", towards="", **kwargs):
        super().__init__(*args, **kwargs)
        self.parent, self.origin = parent, origin
        self.frames = {
            frame.key: frame
            for frame in registry.frames.ask(self.user, timezone.localdate())
            if not frame.is_over
        }
        self.fields["destination"].choices = [("", "---------"), *self.destinations(text)]
        self.fields["destination"].initial = towards
        self.ask_who()
        self.ask_by_whom()
        self.fields["contact_by"].choices = Referral.ContactBy.choices
        self.fields["agreed_how"].choices = [
            *Referral.AgreedHow.choices,
            ("", _("pas encore : le bon s’imprime pour être signé, rien ne part")),
        ]

    def destinations(self, text):
        """Programmes of today, partners, and for those who work, the whole directory by name."""
        leads = Structure.objects.in_bulk({frame.structure for frame in self.frames.values()})
        yield (
            _("Programmes"),
            [
                (key, f"{frame.label} ({leads[frame.structure]})")
                for key, frame in self.frames.items()
            ],
        )
        partners = Party.objects.partners_of(self.user)
        near = Structure.objects.visible_to(self.user).filter(pk__in=partners).in_name_order()
        yield _("Structures partenaires"), [option(structure) for structure in near]
        if text and self.user.rights.works_in:
            found = Structure.objects.visible_to(self.user).exclude(pk__in=partners)
            found = found.search(fold(text)).in_name_order()[:MOST_FOUND]
            yield _("Trouvées dans l’annuaire"), [option(structure) for structure in found]

    def ask_who(self):
        """Somebody of one’s own records; a name to write is for those without one."""
        if self.parent:
            for name in ("person", "first_name", "last_name"):
                del self.fields[name]
            self.initial |= {"phone": self.parent.phone, "email": self.parent.email}
            if not self.parent.phone:
                self.initial["contact_by"] = "email" if self.parent.email else "sender"
        elif self.user.rights.works_in:
            self.fields["person"].offer(self.user, scope="met")
        else:
            del self.fields["person"]

    def ask_by_whom(self):
        rights = self.user.rights
        senders = Structure.objects.filter(pk__in=rights.belongs_to).in_name_order()
        self.fields["sender"].queryset = senders
        if len(senders) == 1:
            del self.fields["sender"]
            self.instance.sender = senders[0]
        held = Tenure.objects.current().filter(
            contact__account=self.user, structure__in=rights.belongs_to
        )
        self.initial["prescriber_name"] = self.user.get_full_name()
        self.initial["prescriber_function"] = next(
            iter(held.values_list("function", flat=True)), ""
        )

    def layout(self):
        return Layout(
            Fieldset(_("Qui"), *self.who(), "contact_by", beside("phone", "email"), "availability"),
            Fieldset(
                _("Vers quoi"),
                "destination",
                self.aside(
                    _("Préciser : le service, le rendez-vous, son souhait"),
                    *("toward", "first_meeting", "wish"),
                ),
            ),
            Fieldset(
                _("Qui oriente"),
                *self.present("sender"),
                beside("prescriber_name", "prescriber_function"),
                self.aside(
                    _("Une autre adresse pour les nouvelles, une demande plus ancienne"),
                    *("prescriber_email", "asked_on"),
                ),
            ),
            Fieldset(_("L’accord de la personne"), "agreed_how", "agreed_on"),
        )

    def aside(self, legend, *names):
        """What may wait stands behind a line, but for what was written or refused there."""
        is_open = any(self[name].value() or self[name].errors for name in names)
        template = "bootstrap5/layout/fieldset.html" if is_open else "partials/folded.html"
        return Fieldset(legend, *names, template=template)

    def who(self):
        """The names of somebody without a record stand behind a line, where there is a choice."""
        if self.parent:
            return []
        if "person" not in self.fields:
            return [beside("first_name", "last_name")]
        names = self.aside(_("Quelqu’un qui n’a pas de fiche"), "first_name", "last_name")
        return ["person", names]

    def clean(self):
        cleaned = super().clean()
        person = self.parent or cleaned.get("person")
        self.name(person, cleaned)
        for contact in ("phone", "email"):
            self.check_contact(contact, person, cleaned)
        if cleaned.get("agreed_how") and not cleaned.get("agreed_on"):
            cleaned["agreed_on"] = timezone.localdate()
        elif not cleaned.get("agreed_how"):
            cleaned["agreed_on"] = None
        if (cleaned.get("prescriber_email") or "").lower() == self.user.email:
            cleaned["prescriber_email"] = ""
        return cleaned

    def name(self, person, cleaned):
        """From the record; else as it was written, and one of the two there must be."""
        typed = cleaned.get("first_name")
        if person:
            self.instance.parent = person
            self.instance.first_name = cleaned["first_name"] = person.first_name
            self.instance.last_name = cleaned["last_name"] = person.last_name
        elif not typed and "first_name" in self.fields and "person" not in self.errors:
            self.add_error("first_name", _("Donnez au moins un prénom."))
        self.refuse_nir("first_name", "last_name")

    def check_contact(self, name, person, cleaned):
        """Only the way that was chosen is shared: the other stays in the record."""
        if cleaned.get("contact_by") != name:
            cleaned[name] = ""
        elif name not in self.errors:
            cleaned[name] = cleaned.get(name) or getattr(person, name, "")
            if not cleaned[name]:
                self.add_error(name, _("Notez-le, ou choisissez « par la personne qui oriente »."))

    def act(self):
        referral, key = self.instance, self.cleaned_data["destination"]
        frame = self.frames.get(key)
        if frame:
            referral.receiver_id = frame.structure
            referral.toward = referral.toward or frame.label
        else:
            referral.receiver_id = int(key.removeprefix("structure-"))
        frames = [each for each in (frame, self.origin) if each]
        return actions.create(referral=referral, frames=frames, by=self.user)


def option(structure):
    name = f"{structure} ({structure.commune})" if structure.commune else str(structure)
    return f"structure-{structure.pk}", name


class AgreementForm(PlainForm):
    """The person said yes: when, and how."""

    agreed_how = forms.ChoiceField(
        label=_("Comment"), choices=Referral.AgreedHow.choices, widget=forms.RadioSelect
    )
    agreed_on = DateField(label=_("Quand"), initial=timezone.localdate)

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, **kwargs)
        self.referral = referral

    def act(self):
        return actions.record_agreement(referral=self.referral, by=self.user, **self.cleaned_data)


class LetterForm(PlainForm):
    """To whom the link goes."""

    email = forms.EmailField(label=_("Adresse e-mail"), max_length=254)

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, initial={"email": referral.receiver.email}, **kwargs)
        self.referral = referral

    def act(self):
        """The link and its token."""
        email = self.cleaned_data["email"]
        return letters.send(referral=self.referral, email=email, by=self.user)


class RefusalForm(PlainForm):
    refusal = forms.ChoiceField(
        label=_("Pourquoi"), choices=Referral.Refusal.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, **kwargs)
        self.referral = referral

    def act(self):
        return actions.refuse(
            referral=self.referral,
            by=self.user,
            answered_by=str(self.user),
            **self.cleaned_data,
        )


NEWCOMER, NOBODY = "new", "none"


class ArrivalForm(PlainForm):
    """The person came: already known there, somebody new, or nobody to note."""

    record = forms.ChoiceField(label=_("Sa fiche chez vous"), widget=forms.RadioSelect)

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, **kwargs)
        self.referral = referral
        self.known = {str(parent.pk): (parent, schools) for parent, schools in self.candidates()}
        self.fields["record"].choices = [
            *((key, named(*known)) for key, known in self.known.items()),
            (NEWCOMER, _("ouvrir une fiche, avec son nom et de quoi la joindre")),
            (NOBODY, _("ne rien noter d’elle : elle est venue, c’est tout")),
        ]
        self.fields["record"].initial = next(iter(self.known), NEWCOMER)

    def candidates(self):
        """The record it was made from when it is ours; else those who bear almost that name."""
        referral = self.referral
        own = Parent.objects.findable_in(referral.receiver).filter(pk=referral.parent_id)
        if own:
            return [(own[0], "")]
        found = lookalikes(name=str(referral), structure=referral.receiver, user=self.user)
        return [(like.parent, like.schools) for like in found]

    def act(self):
        key = self.cleaned_data["record"]
        parent, _schools = self.known.get(key, (None, ""))
        return actions.come(
            referral=self.referral,
            by=self.user,
            answered_by=str(self.user),
            received_as=parent,
            is_newcomer=key == NEWCOMER,
        )


def named(parent, schools):
    return f"{parent} ({schools})" if schools else str(parent)


class LinkForm(PlainForm):
    """Somebody without an account answers; the button says what."""

    spoken_by = forms.CharField(
        label=_("Votre nom et votre fonction"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    refusal = forms.ChoiceField(
        label=_("Pourquoi"), choices=Referral.Refusal.choices, required=False
    )
    said = forms.ChoiceField(required=False)

    def __init__(self, *args, link, **kwargs):
        super().__init__(*args, user=None, **kwargs)
        self.link = link
        is_accepted = link is not None and link.referral.status == Status.ACCEPTED
        pair = (Status.CAME, Status.NO_SHOW) if is_accepted else (Status.ACCEPTED, Status.REFUSED)
        self.fields["said"].choices = [(status.value, status.label) for status in pair]

    def layout(self):
        return Layout("spoken_by")

    def clean_said(self):
        if not (said := self.cleaned_data["said"]):
            raise ValidationError(_("Touchez l’une des réponses."))
        return said

    def act(self):
        """(said, the next link and its token or nothing)."""
        said = self.cleaned_data["said"]
        refusal = self.cleaned_data["refusal"] if said == Status.REFUSED else ""
        return said, letters.answer(
            link=self.link, said=said, spoken_by=self.cleaned_data["spoken_by"], refusal=refusal
        )


class ReferralFinder(Finder):
    state = forms.ChoiceField(
        label=_("État"), required=False, choices=[("", _("tous")), *Told.choices]
    )
    way = forms.ChoiceField(
        label=_("Sens"),
        required=False,
        choices=[("", _("tous")), ("sent", _("faites")), ("received", _("reçues"))],
    )

    def prepare(self):
        if not self.user.rights.works_in:
            del self.fields["way"]

    def filter(self, referrals):
        """The words of a partner for everybody: a filter tells nobody more than a line does."""
        if state := self.cleaned_data.get("state"):
            referrals = referrals.filter(worded(state))
        every = Referral.objects
        sides = {"sent": every.sent_by, "received": every.received_by}
        if way := self.cleaned_data.get("way"):
            keys = sides[way](self.user).order_by().values("pk")
            referrals = referrals.filter(pk__in=keys)
        return referrals.search(self.folded)
