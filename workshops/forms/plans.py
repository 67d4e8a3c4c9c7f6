"""Writing the plan of a workshop by several hands, its slots, and remarks beside it."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.base import ActingForm, CarefulForm, DateField, PlainForm
from partnerships.forms.texts import Writing, ruled
from partnerships.models import Structure
from workshops import parties
from workshops.actions import plans
from workshops.forms.fields import HourInput
from workshops.forms.planning import WorkshopForm
from workshops.forms.schedule import NEXT_DAY, hours
from workshops.models import Plan, PlanComment, PlanShare, PlanSlot


class WordsForm(CarefulForm, forms.ModelForm):
    class Meta:
        model = Plan
        fields = [*Plan.WORDS]
        widgets = {word: ruled() for word in Plan.WORDS}

    def layout(self):
        return Layout(Fieldset(_("Pour qui, avec quoi"), *self.fields))


class ShareForm(CarefulForm, forms.ModelForm):
    """What one party does."""

    class Meta:
        model = PlanShare
        fields = ["does"]
        widgets = {"does": ruled()}
        help_texts = {"does": _("Qui vient, qui prévient les familles, qui range.")}

    def layout(self):
        return Layout(Fieldset(str(self.instance.structure), "does"))


class PlanWriting(Writing):
    def bound(self, plan, data):
        found = []
        if self.powers.writes_all:
            of_workshop = {"instance": plan.workshop, "programme": plan.setting}
            found += [
                WorkshopForm(data, user=self.user, **of_workshop),
                WordsForm(data, instance=plan),
            ]
        for share in plan.sides():
            if share.structure_id in self.powers.writes:
                found.append(ShareForm(data, instance=share, prefix=str(share.structure_id)))
        return found

    def act(self, **known):
        workshop, words, shares = {}, {}, {}
        for form in self.forms:
            if isinstance(form, ShareForm):
                shares[form.instance.structure_id] = form.cleaned_data["does"]
            elif isinstance(form, WordsForm):
                words = form.cleaned_data
            else:
                workshop = form.values()
        return plans.write(plan=self.text, workshop=workshop, words=words, shares=shares, **known)


class AmongThem:
    """In whose name one speaks, asked only of whoever may speak for several."""

    def ask_whose(self, plan, user):
        own = [each for each in plan.parties() if each.pk in user.rights.belongs_to]
        self.instance.plan = plan
        self.fields["structure"].queryset = Structure.objects.filter(
            pk__in=[each.pk for each in own]
        )
        self.fields["structure"].label = _("Au titre de")
        self.fields["structure"].required = True
        if len(own) == 1:
            self.instance.structure = own[0]
            del self.fields["structure"]


class SlotForm(AmongThem, ActingForm, forms.ModelForm):
    mended_by = {"plan_slot_once": "meets_on", "plan_slot_lasts": "ends_at"}

    class Meta:
        model = PlanSlot
        fields = ["meets_on", "starts_at", "ends_at", "structure"]
        field_classes = {"meets_on": DateField}
        widgets = {"starts_at": HourInput(), "ends_at": HourInput()}
        help_texts = {"ends_at": NEXT_DAY}

    def __init__(self, *args, plan, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.ask_whose(plan, user)
        # As the last one proposed: only the day changes most of the time.
        if last := plan.slots.order_by("-pk").first():
            self.initial = {"starts_at": last.starts_at, "ends_at": last.ends_at} | self.initial

    def layout(self):
        return Layout("meets_on", hours(), *self.present("structure"))

    def act(self):
        return plans.propose_slot(slot=self.instance, by=self.user)


class RemarkForm(AmongThem, ActingForm, forms.ModelForm):
    about = forms.ChoiceField(label=_("À propos de"), required=False)

    class Meta:
        model = PlanComment
        fields = ["about", "words", "structure"]
        widgets = {"words": ruled()}

    def __init__(self, *args, plan, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.ask_whose(plan, user)
        whole = ("", _("tout le plan"))
        self.fields["about"].choices = [whole, *plan.titles().items()]

    def act(self):
        return plans.remark(comment=self.instance, by=self.user)


class LetterRemarkForm(PlainForm):
    """Somebody without an account says what should change."""

    words = forms.CharField(label=_("Votre remarque"), max_length=1000, widget=ruled())

    def __init__(self, *args, link, **kwargs):
        super().__init__(*args, user=None, **kwargs)
        self.link = link

    def act(self):
        return plans.remark_by_link(link=self.link, words=self.cleaned_data["words"])


class InviteForm(PlainForm):
    structure = forms.ModelChoiceField(
        Structure.objects.none(), label=_("Structure"), empty_label=_("à choisir")
    )

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan
        seated = [each.pk for each in plan.parties()]
        found = parties.around(plan.setting).exclude(pk__in=seated)
        self.fields["structure"].queryset = found

    def act(self):
        return plans.invite(plan=self.plan, by=self.user, **self.cleaned_data)
