import datetime as dt

import pytest

from partnerships import registry
from tests.factories import (
    ProgrammeFactory,
    ReferralContextFactory,
    ReferralFactory,
    SessionFactory,
    StructureFactory,
    SupportMeetingFactory,
    coordinator,
)
from workshops.models import ReferralContext, SupportContext

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = dt.date(2026, 3, 10)


@pytest.fixture
def centre():
    return StructureFactory()


@pytest.fixture
def programme(centre):
    return season(centre, TODAY)


def season(centre, ends_on, **fields):
    return ProgrammeFactory(lead=centre, starts_on=dt.date(2025, 9, 1), ends_on=ends_on, **fields)


def keys(frames):
    return [frame.key for frame in frames]


def test_what_happens_may_be_part_of_the_programmes_of_this_season(centre, programme):
    late = season(centre, TODAY - dt.timedelta(days=60), title="Avant")
    season(centre, TODAY - dt.timedelta(days=61))
    ProgrammeFactory(lead=centre, starts_on=TODAY + dt.timedelta(days=1))
    ProgrammeFactory(starts_on=TODAY, ends_on=TODAY)

    frames = registry.frames.ask(coordinator(centre), TODAY)

    assert keys(frames) == [f"programme-{late.pk}", f"programme-{programme.pk}"]
    assert (frames[0].label, frames[0].structure) == ("Avant", centre.pk)


def test_a_support_is_part_of_one_programme_then_another_then_none(centre, programme):
    support = SupportMeetingFactory(parent__family__structure=centre)
    other = season(centre, TODAY)
    first, second = sorted(
        registry.frames.ask(coordinator(centre), TODAY), key=lambda frame: frame.key
    )

    first.attach(support)
    second.attach(support)
    attached = SupportContext.objects.get()
    second.detach(support)

    assert attached.programme == max(programme, other, key=lambda each: str(each.pk))
    assert not SupportContext.objects.exists()


def test_a_referral_keeps_the_session_where_it_was_born(centre, programme):
    context = ReferralContextFactory(programme=None, session=SessionFactory())
    (frame,) = registry.frames.ask(coordinator(centre), TODAY)

    frame.attach(context.referral)
    attached = ReferralContext.objects.get()
    frame.detach(context.referral)

    assert (attached.programme, attached.session) == (programme, context.session)
    assert ReferralContext.objects.get().programme is None


def test_what_something_is_part_of_is_said_once_somebody_said_so(centre, programme):
    referral = ReferralFactory()
    before = registry.frames_of.ask(referral)
    context = ReferralContextFactory(referral=referral, programme=programme)

    after = keys(registry.frames_of.ask(context.referral))

    assert (before, after) == ([], [f"programme-{programme.pk}"])
