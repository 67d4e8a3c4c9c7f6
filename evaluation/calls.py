"""When a joint review is to be called, whose voice is awaited, and when all have spoken."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.models import Review, Voice
from partnerships import french
from partnerships.calendar import first_year
from partnerships.models import Partnership, User
from partnerships.querysets import PartnershipQuerySet
from partnerships.registry import Appointment, Due
from workshops.models import Workshop

# From May on, before people leave (EVA-034); until the end of December, a year that is over may
# still be told together.
FIRST_MONTH, LAST_MONTH = 5, 12
# Of one partnership or workshop, on its page; to call, on the home page.
SHOWN = 3


def year_to_review(today: dt.date) -> int | None:
    """The school year to speak of on that day, by its first year; none from January to April."""
    if not FIRST_MONTH <= today.month <= LAST_MONTH:
        return None
    return today.year - 1


def year_proposed(today: dt.date) -> int:
    """When nothing else says which: the year to review, or the one we are in."""
    return year_to_review(today) or first_year(today)


def to_call(partnerships: PartnershipQuerySet, today: dt.date) -> list[Partnership]:
    """Those running that lived that school year, and whose review nobody has called."""
    year = year_to_review(today)
    if year is None:
        return []
    called = Review.objects.called_for(year).order_by().values("partnership")
    found = partnerships.running().exclude(pk__in=called)
    return [
        each
        for each in found.sorted_by_name()
        if not each.is_over and each.starts_on and first_year(each.starts_on) <= year
    ]


# -- The page of a partnership, and of a workshop -----------------------------------------------


def reviews_of(thing: Partnership | Workshop, user: User):
    """The three latest reviews made of it, then calling another, for those who may."""
    of = "workshop" if isinstance(thing, Workshop) else "partnership"
    for review in Review.objects.visible_to(user).filter(**{of: thing})[:SHOWN]:
        yield Due(
            kind="",
            title=str(review),
            detail=standing(review),
            verb=_("Voir"),
            url=review.get_absolute_url(),
        )
    if may_call(thing, user):
        yield Due(
            kind="",
            title="",
            detail=_("Dire ensemble ce que cela a donné, et décider de la suite."),
            verb=_("Appeler un bilan"),
            url=address_to_call(thing),
        )


def may_call(thing, user):
    if isinstance(thing, Workshop):
        return bool(user.rights.works_in)
    return any(party.structure_id in user.rights.works_in for party in thing.parties.all())


def standing(review):
    if review.is_sealed:
        return _("Les voix se déposent, sous pli.")
    if review.closed_at:
        return _("Clos le %(day)s.") % {"day": french.day(review.closed_at)}
    return _("Ouvert le %(day)s, à conclure.") % {"day": french.day(review.opened_at)}


def address_to_call(thing):
    if isinstance(thing, Workshop):
        return f"{reverse('evaluation:review_choose')}?atelier={thing.pk}"
    return reverse("evaluation:review_call", args=[thing.pk])


# -- The home page -----------------------------------------------------------------------------


def reviews_to_call(user: User, today: dt.date):
    """For those who coordinate a party: people are lost when nobody comes back to it (EVA-034)."""
    awaited = to_call(Partnership.objects.coordinated_by(user), today)
    for partnership in awaited[:SHOWN]:
        yield Due(
            kind=_("Bilans à appeler"),
            title=str(partnership),
            detail=_("Se retrouver pour dire ce que l’année %(year)s a donné.") % of_year(today),
            verb=_("Appeler"),
            url=reverse("evaluation:review_call", args=[partnership.pk]),
        )
    if others := len(awaited[SHOWN:]):
        sentence = ngettext("%(count)d autre partenariat", "%(count)d autres partenariats", others)
        yield Due(
            kind=_("Bilans à appeler"),
            title=sentence % {"count": others},
            detail=_("Leur année %(year)s attend aussi.") % of_year(today),
            verb=_("Voir"),
            url=reverse("evaluation:review_list"),
        )


def of_year(today):
    year = year_proposed(today)
    return {"year": f"{year}-{year + 1}"}


def voices_awaited(user: User, today: dt.date):
    """One’s own voice, while nobody of the structure has handed anything in."""
    voices = Voice.objects.spoken_by(user).filter(review__opened_at__isnull=True)
    awaited = voices.exclude(pk__in=Voice.objects.given().order_by().values("pk"))
    for voice in awaited.select_related("review__partnership").order_by("review", "pk"):
        until = voice.review.answers_until
        yield Due(
            kind=_("Bilans partagés"),
            title=str(voice.review),
            detail=said_of(voice.review, until),
            verb=_("Répondre"),
            url=reverse("evaluation:voice_give", args=[voice.pk]),
            due_on=until,
        )


def diary(user: User, first: dt.date, last: dt.date):
    """The meetings at which voices will be opened; once they are, the meeting tells it itself."""
    found = Review.objects.visible_to(user).sealed().filter(meets_on__range=(first, last))
    for review in found.select_related("partnership").order_by("meets_on", "meets_at", "pk"):
        yield Appointment(
            on=review.meets_on,
            starts_at=review.meets_at,
            ends_at=None,
            title=str(review),
            url=review.get_absolute_url(),
            lines=tuple(filter(None, [str(review.partnership), review.place])),
        )


def said_of(review, until):
    if until is None:
        return _("Votre voix est attendue. %(where)s") % {"where": review.partnership}
    return _("Votre voix est attendue jusqu’au %(day)s. %(where)s") % {
        "day": french.day(until),
        "where": review.partnership,
    }


def reviews_to_open(user: User, today: dt.date):
    """Everybody has spoken: nothing holds the envelopes shut any more."""
    found = Review.objects.writable_by(user).sealed().with_voices()
    for review in found.select_related("partnership").order_by("pk"):
        if review.voices_number and review.voices_in == review.voices_number:
            yield Due(
                kind=_("Bilans partagés"),
                title=str(review),
                detail=_("Tout le monde a répondu : les plis peuvent s’ouvrir."),
                verb=_("Ouvrir"),
                url=review.get_absolute_url(),
                due_on=review.meets_on,
            )
