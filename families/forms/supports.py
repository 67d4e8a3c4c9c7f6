"""A meeting with one parent, noted in a minute; the confidential note stays folded."""

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.actions import supports as actions
from families.forms.households import school_choices
from families.models import Schooling, SupportMeeting
from partnerships import french, registry
from partnerships.forms.base import ActingForm, DateField, Finder, beside
from partnerships.models import School, Term

QUICK = {15: _("15 min"), 30: _("30 min"), 45: _("45 min"), 60: _("1 h")}
MOST_MINUTES = 1440
# No programme at all.
NONE = "none"
RULED = {"class": "ruled", "rows": 2, "autocomplete": "off"}


class SupportForm(ActingForm, forms.ModelForm):
    """For `parent`; its instance is a meeting already noted, or a new one."""

    mended_by = {
        "support_lasts": "other_minutes",
        "support_shares_a_note_that_exists": "is_shared_with_coordinator",
    }

    minutes = forms.TypedChoiceField(
        label=_("Durée"),
        choices=list(QUICK.items()),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    other_minutes = forms.IntegerField(
        label=_("Une autre durée, en minutes"),
        min_value=1,
        max_value=MOST_MINUTES,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    frame = forms.ChoiceField(
        label=_("Dans quel programme"),
        help_text=_("Il compte alors dans les chiffres de ce programme, sans le nom."),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = SupportMeeting
        fields = [
            *("kind", "held_on", "minutes", "topic", "school", "is_interpreted"),
            *("shared_note", "confidential_note", "is_shared_with_coordinator"),
        ]
        field_classes = {"held_on": DateField}
        widgets = {
            "kind": forms.RadioSelect,
            "shared_note": forms.Textarea(attrs=RULED),
            "confidential_note": forms.Textarea(attrs=RULED | {"rows": 5}),
        }
        help_texts = {
            "shared_note": _(
                "Lue par la coordination et par celles et ceux qui suivent ce parent. Des faits "
                "courts : ni santé, ni justice, ni papiers."
            ),
            "confidential_note": _(
                "Vous êtes seul ou seule à la lire, avec la coordination si vous cochez la case "
                "ci-dessous ; si vous quittez la structure, la coordination peut la reprendre. La "
                "personne dont vous parlez a le droit de la lire."
            ),
        }

    def __init__(self, *args, parent, **kwargs):
        super().__init__(*args, **kwargs)
        self.parent = parent
        # What somebody else wrote meanwhile: [(label, words)].
        self.theirs = []
        self.fields["topic"].queryset = Term.objects.of(Term.Vocabulary.SUPPORT_TOPIC)
        self.offer_schools()
        self.offer_frames()
        self.recall()

    def offer_schools(self):
        """Those of the children first, then the partners and the commune."""
        family = self.parent.family
        schools = School.objects.open()
        self.fields["school"].queryset = schools
        own = schools.filter(pk__in=Schooling.objects.filter(family=family).values("school"))
        own = [(school.pk, str(school)) for school in own.in_name_order()]
        known = {pk for pk, _name in own}
        groups = [(_("L’école des enfants"), own)] if own else []
        for title, options in school_choices([family.structure]):
            others = [option for option in options if option[0] not in known]
            groups += [(title, others)] if others else []
        self.fields["school"].choices = [("", _("aucun")), *groups]

    def offer_frames(self):
        """The programmes of the structure; the only one is chosen in advance."""
        structure = self.parent.family.structure_id
        offered = registry.frames.ask(self.user, timezone.localdate())
        now = registry.frames_of.ask(self.instance) if self.instance.pk else []
        frames = [*now, *(frame for frame in offered if frame.structure == structure)]
        self.frames = {frame.key: frame for frame in frames}
        if not self.frames:
            del self.fields["frame"]
            return
        # « None » is an answer too: what is forgotten is asked again, for it counts in figures.
        choices = [(frame.key, frame.label) for frame in self.frames.values()]
        choices.append((NONE, _("aucun programme")))
        if now or self.instance.pk:
            self.initial["frame"] = now[0].key if now else NONE
        elif len(self.frames) == 1:
            self.initial["frame"] = choices[0][0]
        else:
            choices.insert(0, ("", "---------"))
        self.fields["frame"].choices = choices

    def recall(self):
        self.initial["seen"] = self.instance.version
        self.initial["held_on"] = self.initial.get("held_on") or timezone.localdate()
        if not self.instance.pk:
            self.initial["minutes"] = None
            self.initial["is_interpreted"] = self.parent.family.is_interpreter_needed
        elif self.instance.minutes not in QUICK:
            self.initial["other_minutes"] = self.initial.pop("minutes")

    def layout(self):
        return Layout(
            "seen",
            Fieldset(
                _("La rencontre"),
                "kind",
                beside("held_on", "topic"),
                InlineRadios("minutes"),
                "other_minutes",
            ),
            Fieldset(
                _("Avec qui, dans quel cadre"),
                "school",
                "is_interpreted",
                *self.present("frame"),
            ),
            Fieldset(_("À transmettre à l’équipe"), "shared_note"),
            self.confided(),
        )

    def confided(self):
        """Folded until somebody wants it, or wrote in it."""
        names = ("confidential_note", "is_shared_with_coordinator")
        is_open = any(self[name].value() or name in self.errors for name in names)
        template = "bootstrap5/layout/fieldset.html" if is_open else "partials/folded.html"
        return Fieldset(_("Note confidentielle"), *names, template=template)

    def clean(self):
        """The other duration, when there is one, is the duration."""
        cleaned = super().clean()
        if cleaned.get("other_minutes"):
            cleaned["minutes"] = cleaned["other_minutes"]
        elif not cleaned.get("minutes") and "other_minutes" not in self.errors:
            self.add_error("minutes", _("Dites combien de temps, à peu près."))
        if not cleaned.get("confidential_note"):
            cleaned["is_shared_with_coordinator"] = False
        return cleaned

    def values(self):
        """All of it: the action writes what differs from what is kept."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def act(self):
        frame = self.frames.get(self.cleaned_data.get("frame"))
        if not self.instance.pk:
            return actions.note(
                support=self.instance, parent=self.parent, frame=frame, by=self.user
            )
        return actions.correct(
            support=self.instance,
            values=self.values(),
            seen=self.cleaned_data["seen"],
            frame=frame,
            by=self.user,
        )

    def refuse(self, refusal):
        """Two hands on one meeting: what the other wrote is shown, mine stays in the form."""
        if isinstance(refusal, actions.Outdated):
            return self.compare()
        return super().refuse(refusal)

    def compare(self):
        fresh = SupportMeeting.objects.select_related("topic", "school__structure").get(
            pk=self.instance.pk
        )
        self.theirs = [
            (self.fields[name].label, shown(fresh, name))
            for name, value in self.values().items()
            if getattr(fresh, name) != value
        ]
        self.data = self.data.copy()
        self.data["seen"] = fresh.version


def shown(support, name):
    """A value as people read it."""
    value = getattr(support, name)
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if name == "held_on":
        return french.when(value)
    display = getattr(support, f"get_{name}_display", None)
    return display() if display else value


class Whose(TextChoices):
    MINE = "mine", _("les miens")


class SupportFinder(Finder):
    """The list of meetings, by a parent’s name, by kind, by topic, by whoever had them."""

    kind = forms.ChoiceField(
        label=_("Nature"),
        required=False,
        choices=[("", _("toutes")), *SupportMeeting.Kind.choices],
    )
    topic = forms.ModelChoiceField(
        Term.objects.none(), label=_("Sujet"), required=False, empty_label=_("tous")
    )
    whose = forms.ChoiceField(
        label=_("Menés par"), required=False, choices=[("", _("l’équipe")), *Whose.choices]
    )

    def prepare(self):
        self.fields["topic"].queryset = Term.objects.of(Term.Vocabulary.SUPPORT_TOPIC)

    def filter(self, supports):
        wanted = self.cleaned_data
        if kind := wanted.get("kind"):
            supports = supports.filter(kind=kind)
        if topic := wanted.get("topic"):
            supports = supports.filter(topic=topic)
        if wanted.get("whose"):
            supports = supports.filter(author=self.user)
        for word in self.folded.split():
            supports = supports.filter(parent__search_key__contains=word)
        return supports
