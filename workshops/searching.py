"""What the workshops answer to a search: programmes, workshops, the sessions of a day, advice."""

from collections.abc import Iterator

from django.db.models import F
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from partnerships.french import clock, span_of_days, when
from partnerships.models import User
from partnerships.registry import Found, Hit
from partnerships.seeking import Sought, hit, once_each, saying
from workshops.models import Advice, Programme, Session, Workshop


def found(user: User, sought: Sought) -> Iterator[Found]:
    yield from sessions(user, sought)
    yield from workshops(user, sought)
    yield from programmes(user, sought)
    yield from advice(user, sought)


def sessions(user, sought):
    """« demain », « 12 mars », « mars 2027 »: words that are no day find no session."""
    if not (days := sought.days):
        return
    rows = Session.objects.visible_to(user).between(*days).select_related("workshop", "module")
    span = {"scope": "all", "first": days.first.isoformat(), "last": days.last.isoformat()}
    yield from sought.finds(
        "seances",
        _("Séances"),
        rows.order_by("date", "starts_at", "pk"),
        lambda each: hit(each, f"{when(each.date).capitalize()}, {clock(each.starts_at)}"),
        f"{reverse('workshops:session_list')}?{urlencode(span)}",
    )


def workshops(user, sought):
    """By their title; those of seasons over too, after the others."""
    rows = Workshop.objects.visible_to(user).filter(saying(sought.words, "title"))
    rows = once_each(rows).select_related("programme")
    yield from sought.finds(
        "ateliers",
        _("Ateliers"),
        rows.order_by("-programme__starts_on", "title", "pk"),
        lambda each: hit(each, str(each.programme)),
    )


def programmes(user, sought):
    rows = Programme.objects.visible_to(user).filter(saying(sought.words, "title", "scheme__label"))
    yield from sought.finds(
        "programmes",
        _("Programmes"),
        once_each(rows).order_by("-starts_on", "title", "pk"),
        lambda each: hit(each, span_of_days(each.starts_on, each.ends_on)),
    )


def advice(user, sought):
    """What was noted at the sessions whose sheet this person keeps, the latest first."""
    if not user.rights.works_in:
        return
    rows = Advice.objects.visible_to(user).filter(saying(sought.words, "text"))
    yield from sought.finds(
        "conseils",
        _("Conseils des ateliers"),
        rows.select_related("session__workshop", "session__module").order_by(
            F("session__date").desc(), "-pk"
        ),
        lambda each: Hit(
            title=shortened(each.text),
            url=each.session.get_absolute_url(),
            detail=f"{each.session}, {when(each.session.date)}",
        ),
    )


def shortened(text, most=110):
    """One line of it, cut between two words."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + "…"
