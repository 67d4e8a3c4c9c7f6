"""« Aujourd’hui »: what each floor knows of this person’s day and of what waits for them."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships import registry

WEEK = dt.timedelta(days=7)
# Groups of things to do that a home shows whole.
FEW = 6


@dataclass(frozen=True)
class Day:
    today: dt.date
    now: list[registry.Appointment]
    later: list[registry.Appointment]
    # Heading → things to do under it, the most pressing first.
    due: dict[str, list[registry.Due]]

    @property
    def pressing(self):
        """What is late or broken, and what else fits before one gives up reading."""
        return {kind: things for kind, things in self.due.items() if kind not in self.patient}

    @property
    def patient(self):
        """The groups after the first ones where nothing is late: folded, never lost."""
        rest = list(self.due.items())[FEW:]
        calm = {kind: things for kind, things in rest if not any(map(self.is_late, things))}
        return calm if len(calm) > 1 else {}

    @property
    def patient_number(self):
        return sum(len(things) for things in self.patient.values())

    def is_late(self, thing):
        return thing.is_broken or bool(thing.due_on and thing.due_on < self.today)

    @property
    def sentence(self):
        """« Deux séances aujourd’hui. Trois choses vous attendent. », in words for what is few."""
        waiting = sum(len(things) for things in self.due.values())
        day = (
            ngettext(
                "%(count)s rendez-vous aujourd’hui.",
                "%(count)s rendez-vous aujourd’hui.",
                len(self.now),
            )
            if self.now
            else _("Rien de prévu aujourd’hui.")
        )
        todo = (
            ngettext("%(count)s chose vous attend.", "%(count)s choses vous attendent.", waiting)
            if waiting
            else _("Tout est à jour.")
        )
        return " ".join(
            [
                day % {"count": in_words(len(self.now), is_feminine=False)},
                todo % {"count": in_words(waiting, is_feminine=True)},
            ]
        )


def in_words(number, *, is_feminine):
    """From one to ten in words that open a sentence; above, figures."""
    words = [
        *("", _("Une") if is_feminine else _("Un"), _("Deux"), _("Trois"), _("Quatre"), _("Cinq")),
        *(_("Six"), _("Sept"), _("Huit"), _("Neuf"), _("Dix")),
    ]
    return words[number] if 0 < number < len(words) else str(number)


def day_of(user, today):
    """The person’s day and week, and what is due, gathered from every floor."""
    appointments = sorted(
        registry.diary.ask(user, today, today + WEEK),
        key=lambda each: (each.on, each.starts_at or dt.time.min),
    )
    return Day(
        today=today,
        now=[each for each in appointments if each.on == today],
        later=[each for each in appointments if each.on > today],
        due=registry.waiting(user, today),
    )
