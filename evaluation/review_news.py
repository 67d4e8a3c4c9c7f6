"""What joint reviews tell the pages that gather everything: history, evidence, home."""

import datetime as dt

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.actions import openings
from evaluation.models import Review
from partnerships import text_news
from partnerships.french import day, in_a_row, number
from partnerships.models import Partnership, User
from partnerships.registry import Due, Happening, Line, Strand
from partnerships.standings import around_the_table, standings


def history(partnership: Partnership, user: User):
    """When each review was called, opened, closed."""
    reviews = (
        Review.objects.visible_to(user)
        .of(partnership)
        .annotate(decided=Count("verdicts", distinct=True))
    )
    for review in reviews.order_by("called_at", "pk"):
        yield happening(review, review.called_at, _("%(review)s : appelé"))
        if review.opened_at:
            yield happening(review, review.opened_at, _("%(review)s : les voix sont ouvertes"))
        if review.closed_at:
            yield happening(review, review.closed_at, _("%(review)s : clos"), decisions(review))


def happening(review, at, title, detail=""):
    return Happening(
        on=timezone.localdate(at),
        title=title % {"review": review},
        detail=detail,
        url=review.get_absolute_url(),
        strand=Strand.REVIEW,
    )


def decisions(review):
    sentence = ngettext(
        "%(count)s décision prise ensemble", "%(count)s décisions prises ensemble", review.decided
    )
    return sentence % {"count": number(review.decided)} if review.decided else ""


def proofs(partnership: Partnership, user: User):
    """Each review that was opened: its voices, its decisions, who accepted it."""
    reviews = Review.objects.visible_to(user).of(partnership).filter(opened_at__isnull=False)
    reviews = reviews.annotate(decided=Count("verdicts", distinct=True)).with_story()
    reviews = list(reviews.order_by("opened_at", "pk"))
    missing = openings.missing_of(reviews) if reviews else {}
    for review in reviews:
        said = [voices(missing[review.pk]), decisions(review), accepted(review)]
        yield Line(
            str(review),
            detail=". ".join(filter(None, said)),
            before=day(review.opened_at, "year"),
        )


def voices(missing):
    if missing:
        return _("Incomplet : il y manque la voix de %(names)s") % {
            "names": openings.called(missing)
        }
    return _("Toutes les voix y sont")


def accepted(review):
    if openings.is_shared(review):
        return _("Accepté par chaque partie")
    return _("Pas encore accepté par %(names)s") % {"names": in_a_row(openings.unaccepted(review))}


def due(user: User, today: dt.date):
    """Whose yes one waits for; and what all have accepted, which is still to be closed."""
    reviews = list(
        Review.objects.visible_to(user)
        .open()
        .with_standing()
        .order_by("partnership__sort_key", "pk")
    )
    yield from text_news.due(
        user, reviews, accept=_("Bilans à valider"), relaunch=_("Bilans à relancer")
    )
    for review in reviews:
        if is_to_close(review, user):
            yield Due(
                kind=_("Bilans à clore"),
                title=str(review.partnership),
                detail=_("%(review)s : chaque partie l’a accepté.") % {"review": review},
                verb=_("Clore"),
                url=review.get_absolute_url(),
            )


def is_to_close(review, user):
    """For whoever coordinates a party: everybody may close it, somebody has to be asked."""
    if review.is_blank or not around_the_table(review) & user.rights.coordinates:
        return False
    return all(each.is_accepted for each in standings(review))
