"""One session and those that follow it: called off, moved or taken back together, or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.french import when
from partnerships.models import User
from partnerships.transactions import atomic_again
from workshops.actions import sessions
from workshops.actions.sessions import Place
from workshops.models import Session


def following(session: Session) -> list[Session]:
    """The later planned ones of its workshop, on the same weekday and at the same hour."""
    return list(alike(session).planned())


def called_off_with(session: Session) -> list[Session]:
    """The later ones that were called off for the same reason."""
    status = Session.Status.CANCELLED
    return list(alike(session).filter(status=status, cancel_reason=session.cancel_reason))


def alike(session):
    later = session.workshop.sessions.filter(
        date__gt=session.date,
        date__iso_week_day=session.date.isoweekday(),
        starts_at=session.starts_at,
    )
    return later.order_by("date", "pk")


@atomic_again
def cancel(*, session: Session, others: Sequence[Session] = (), reason: str, by: User) -> int:
    """How many will not take place, for one reason; refuses what any of them refuses."""
    return each([session, *others], lambda one: sessions.cancel(session=one, reason=reason, by=by))


@atomic_again
def reopen(*, session: Session, others: Sequence[Session] = (), reason: str, by: User) -> int:
    """How many are open again; refuses what any of them refuses."""
    return each([session, *others], lambda one: sessions.reopen(session=one, reason=reason, by=by))


@atomic_again
def move(
    *, session: Session, to: Place, others: Sequence[Session] = (), reason: str = "", by: User
) -> int:
    """How many moved: what changes for the first changes for the others, each in its own week.

    Modules stay where they are, but for the first. Refuses what any of them refuses.
    """
    places = dict(moves(session, to, others))
    return each(
        [session, *others],
        lambda one: sessions.move(session=one, to=places[one], reason=reason, by=by),
    )


def moves(
    session: Session, to: Place, others: Sequence[Session] = ()
) -> list[tuple[Session, Place]]:
    """[(a session, where it would go)], this one first; nothing is written."""
    shift = to.date - session.date
    changed = {
        name: getattr(to, name)
        for name in ("starts_at", "ends_at", "place", "school")
        if getattr(to, name) != getattr(session, name)
    }
    return [
        (session, to),
        *(
            (other, replace(place_of(other), date=other.date + shift, **changed))
            for other in others
        ),
    ]


def place_of(session: Session) -> Place:
    """Where it stands now."""
    return Place(**{field.name: getattr(session, field.name) for field in fields(Place)})


def each(sessions_, act: Callable[[Session], object]) -> int:
    """In the order of their keys, so that two people who do so wait for each other."""
    for session in sorted(sessions_, key=lambda one: one.pk):
        try:
            act(session)
        except ValidationError as refusal:
            if len(sessions_) == 1:
                raise
            raise ValidationError(
                _("Rien n’est changé. %(day)s : %(why)s"),
                code="one",
                params={"day": when(session.date).capitalize(), "why": refusal.messages[0]},
            ) from refusal
    return len(sessions_)
