"""Two years after the last contact, and a month after it was announced, a family is forgotten."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from families.actions import retention
from families.models import Family, Parent, Referral
from families.retention import endings, named_families
from partnerships import registry
from partnerships.models import AuditEvent
from tests.factories import (
    AttendanceFactory,
    HeldSessionFactory,
    ParentFactory,
    ReferralFactory,
    ReferralLinkFactory,
    SessionFactory,
    StructureFactory,
    SupportMeetingFactory,
    coordinator,
    facilitator,
)

pytestmark = pytest.mark.django_db
CAME = dt.date(2026, 3, 10)


def on(day):
    return time_machine.travel(dt.datetime.combine(day, dt.time(9), tzinfo=dt.UTC), tick=False)


def family_seen(day, centre=None):
    """A household whose only contact is a session of that day."""
    parent = ParentFactory(family__structure=centre or StructureFactory())
    lead = parent.family.structure
    session = HeldSessionFactory(workshop__programme__lead=lead, date=day)
    AttendanceFactory(session=session, parent=parent)
    return parent.family


def night(day, **options):
    with on(day):
        return retention.pass_time(today=timezone.localdate(), **options)


def test_nothing_is_announced_more_than_a_month_before():
    family_seen(CAME)

    passed = night(dt.date(2028, 2, 8))

    assert (passed.announced, passed.forgotten) == ([], [])


def test_announced_a_month_before_then_forgotten_the_day_it_is_due():
    family = family_seen(CAME)

    night(dt.date(2028, 2, 9))
    family.refresh_from_db()
    assert family.warned_on == dt.date(2028, 2, 9)
    assert night(dt.date(2028, 3, 9)).forgotten == []
    assert Parent.objects.named().count() == 1

    night(dt.date(2028, 3, 10))

    assert Parent.objects.named().count() == 0
    line = AuditEvent.objects.filter(verb="erased", object_type="families.parent").get()
    assert (line.actor, line.family) == (None, family.pk)


def test_announced_late_it_still_has_its_month():
    family_seen(CAME)
    night(dt.date(2029, 1, 1))

    assert night(dt.date(2029, 1, 30)).forgotten == []
    assert len(night(dt.date(2029, 1, 31)).forgotten) == 1


def test_a_contact_since_takes_the_announcement_back():
    family = family_seen(CAME)
    night(dt.date(2028, 2, 20))
    SupportMeetingFactory(parent=family.parents.get(), held_on=dt.date(2028, 2, 25))

    passed = night(dt.date(2028, 4, 1))

    family.refresh_from_db()
    assert (passed.announced, passed.forgotten, family.warned_on) == ([], [], None)


def test_kept_for_a_reason_then_forgotten_all_the_same():
    family = family_seen(CAME)
    boss = coordinator(family.structure)
    today = dt.date(2028, 2, 20)
    night(today)
    with on(today):
        retention.keep(
            family=family, until=dt.date(2028, 9, 30), because="Suivi", today=today, by=boss
        )

    assert night(dt.date(2028, 8, 30)).announced == []
    assert len(night(dt.date(2028, 9, 15)).announced) == 1
    assert len(night(dt.date(2028, 10, 15)).forgotten) == 1
    family.refresh_from_db()
    assert (family.kept_until, family.kept_because) == (None, "")


@pytest.mark.parametrize(
    ("until", "because", "field"),
    [
        (CAME, "Suivi", "kept_until"),
        (dt.date(2028, 3, 11), "Suivi", "kept_until"),
        (dt.date(2026, 9, 1), " ", "kept_because"),
    ],
)
def test_it_is_kept_neither_for_ever_nor_without_a_reason(until, because, field):
    family = family_seen(CAME)

    with pytest.raises(ValidationError) as refusal:
        retention.keep(family=family, until=until, because=because, today=CAME, by=None)

    assert list(refusal.value.error_dict) == [field]


def test_without_any_date_it_is_announced_at_once():
    ParentFactory()

    (ending,) = night(CAME).announced

    assert (ending.last_on, ending.ends_on) == (None, dt.date(2026, 4, 9))


def test_the_delay_is_that_of_the_installation(settings):
    settings.RETENTION_MONTHS = 6
    family_seen(CAME)

    assert len(night(dt.date(2026, 9, 1)).announced) == 1


def test_a_rehearsal_writes_nothing(capsys):
    family = family_seen(CAME)
    soon = family_seen(dt.date(2026, 3, 25))
    family.warned_on = dt.date(2028, 1, 1)
    family.save()

    with on(dt.date(2028, 3, 10)):
        call_command("forget_families", "--dry-run")

    assert capsys.readouterr().out.splitlines() == [
        f"À annoncer : foyer {soon.pk}",
        f"À oublier : foyer {family.pk}",
        "Annoncées : 1. Oubliées : 1. Orientations : 0.",
    ]
    assert Parent.objects.named().count() == 2
    assert Family.objects.filter(warned_on=None).count() == 1


def test_the_coordinators_alone_are_written_to_and_nobody_is_named():
    centre = StructureFactory()
    parent = family_seen(CAME, centre).parents.get()
    family_seen(CAME, centre)
    coordinator(centre, email="nadia@exemple.test")
    facilitator(centre)
    coordinator(StructureFactory())

    with on(dt.date(2028, 2, 20)):
        call_command("forget_families")

    (letter,) = mail.outbox
    assert letter.to == ["nadia@exemple.test"]
    assert "2 familles" in letter.body
    assert "21 mars 2028" in letter.body.replace("\xa0", " ")
    assert parent.first_name not in letter.body


def test_vouchers_of_people_nobody_registered_are_forgotten_too():
    old = ReferralFactory(valid_until=CAME, made_on=CAME, wish="un mot")
    ReferralLinkFactory(referral=old)
    ReferralFactory(valid_until=CAME + dt.timedelta(days=1), made_on=CAME)

    with on(dt.date(2028, 3, 10)):
        call_command("forget_families")
        assert Referral.objects.filter(forgotten_on=None).count() == 1

        # As a restored backup would have it.
        Referral.objects.filter(pk=old.pk).update(forgotten_on=None, first_name="Ana")
        call_command("replay_erasures")

    old.refresh_from_db()
    assert (old.first_name, old.status, old.links.count()) == ("", "requested", 0)


# -- The pages of the coordinators ---------------------------------------------------------------


@pytest.fixture
def signed_in(client, centre):
    with on(dt.date(2028, 2, 20)):
        client.force_login(coordinator(centre))
        yield client


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    signed_in, centre, number, django_assert_num_queries
):
    for _time in range(number):
        family_seen(CAME, centre)
    family_seen(CAME)

    with django_assert_num_queries(14):
        answer = signed_in.get("/familles/oublis/")

    assert len(answer.context["endings"]) == number
    assert "Dernier contact le 10 mars 2026" in answer.content.decode().replace("\xa0", " ")


def test_an_empty_list_says_so(signed_in):
    assert (
        "Aucune fiche n’arrive à son terme" in signed_in.get("/familles/oublis/").content.decode()
    )


def test_a_coordinator_keeps_a_household(signed_in, centre):
    family = family_seen(CAME, centre)

    answer = signed_in.post(
        f"/familles/{family.pk}/garder/",
        {"kept_until": "2028-06-30", "kept_because": "Parcours en cours"},
        follow=True,
    )

    family.refresh_from_db()
    assert (family.kept_until, family.kept_because) == (dt.date(2028, 6, 30), "Parcours en cours")
    assert "Fiche gardée jusqu’au" in answer.content.decode()
    assert endings(named_families(), dt.date(2028, 2, 20)) == []


def test_a_day_too_far_is_refused_beside_the_field(signed_in, centre):
    family = family_seen(CAME, centre)

    answer = signed_in.post(
        f"/familles/{family.pk}/garder/", {"kept_until": "2040-01-01", "kept_because": "Suivi"}
    )

    assert list(answer.context["form"].errors) == ["kept_until"]


def test_what_was_announced_waits_on_the_home_page(signed_in, centre):
    family = family_seen(CAME, centre)
    user = centre.memberships.get().user
    assert registry.due.ask(user, dt.date(2028, 2, 20)) == []

    night(dt.date(2028, 2, 20))

    (due,) = registry.due.ask(user, dt.date(2028, 2, 20))
    assert (due.title, due.url) == (
        "1 famille sans contact depuis longtemps",
        "/familles/oublis/",
    )
    assert due.due_on == dt.date(2028, 3, 21)
    page = signed_in.get(family.get_absolute_url()).content.decode()
    assert "cette fiche sera bientôt oubliée" in page


def test_a_household_set_aside_is_neither_announced_nor_waited_for(centre):
    user = coordinator(centre)
    kept = family_seen(dt.date(2028, 2, 1), centre).parents.get()
    family = family_seen(CAME, centre)
    family.warned_on = dt.date(2028, 2, 10)
    family.save()

    family.parents.update(merged_into=kept)

    assert family not in [each.family for each in night(dt.date(2028, 2, 20)).announced]
    assert registry.due.ask(user, dt.date(2028, 2, 20)) == []


def test_a_session_to_come_is_no_contact(centre):
    family = family_seen(CAME, centre)
    AttendanceFactory(
        parent=family.parents.get(),
        session=SessionFactory(workshop__programme__lead=centre, date=dt.date(2028, 5, 1)),
    )

    assert len(night(dt.date(2028, 2, 20)).announced) == 1
