"""In which programme something of a family happened, for the pages of the floor below."""

import datetime as dt

from families.models import SupportMeeting
from partnerships.french import day
from partnerships.registry import Frame
from workshops.models import Programme, ReferralContext, SupportContext

# What was done at the end of a season is sometimes noted a few weeks later.
STILL_NOTED = dt.timedelta(days=60)


def frames(user, today):
    """The programmes of this season this person sees; those they lead or those of their partners."""
    programmes = Programme.objects.visible_to(user).filter(
        starts_on__lte=today, ends_on__gte=today - STILL_NOTED
    )
    for programme in programmes.order_by("sort_key", "pk"):
        yield frame_of(programme)._replace(is_over=programme.ends_on < today)


def frames_of(thing):
    """The programme it is part of, none when nobody said."""
    context = getattr(thing, "context", None)
    if context and context.programme:
        yield frame_of(context.programme)


def frame_of(programme):
    return Frame(
        key=f"programme-{programme.pk}",
        label=programme.title,
        structure=programme.lead_id,
        attach=attaching(programme),
        detach=detach,
    )


def born_of(session):
    """Where a referral was prompted; one is not sent to it."""

    def attach(referral):
        rows, one = rows_of(referral)
        rows.update_or_create(**one, defaults={"session": session})

    def forget(referral):
        rows, one = rows_of(referral)
        rows.filter(**one).update(session=None)

    return Frame(
        key=f"session-{session.pk}",
        label=f"{session}, {day(session.date)}",
        structure=session.workshop.programme.lead_id,
        attach=attach,
        detach=forget,
    )


def attaching(programme):
    def attach(thing):
        rows, one = rows_of(thing)
        rows.update_or_create(**one, defaults={"programme": programme})

    return attach


def detach(thing):
    """A support is then of no programme; a referral keeps the session where it was born."""
    rows, one = rows_of(thing)
    if rows.model is ReferralContext:
        rows.filter(**one).update(programme=None)
    else:
        rows.filter(**one).delete()


def rows_of(thing):
    if isinstance(thing, SupportMeeting):
        return SupportContext.objects, {"support": thing}
    return ReferralContext.objects, {"referral": thing}
