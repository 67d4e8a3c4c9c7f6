"""What is still to be learnt, in one touch."""

import datetime as dt

import pytest

from families.forms.completing import QpvForm
from families.models import Family
from partnerships.models import AuditEvent
from tests.factories import (
    AttendanceFactory,
    FamilyFactory,
    HeldSessionFactory,
    ParentFactory,
    SchoolingFactory,
    StructureFactory,
    coordinator,
    partner,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
URL = "/familles/a-completer/"


def unknown(centre, **values):
    return ParentFactory(family__structure=centre, **values).family


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_long(signed_in, centre, django_assert_num_queries, number):
    for _time in range(number):
        SchoolingFactory(family=unknown(centre))

    with django_assert_num_queries(7):
        response = signed_in.get(URL)

    assert len(response.context["page"]) == number


def test_only_households_nobody_knows_the_place_of_the_last_seen_first(signed_in, centre):
    old, recent = unknown(centre, first_name="Ana"), unknown(centre, first_name="Zoé")
    session = HeldSessionFactory(workshop__programme__lead=centre, date=dt.date(2026, 3, 8))
    AttendanceFactory(session=session, parent=recent.parents.get())
    known = unknown(centre)
    Family.objects.filter(pk=known.pk).update(lives_in_qpv="no", qpv_source="declared")
    FamilyFactory(structure=centre)
    unknown(StructureFactory())

    assert list(signed_in.get(URL).context["page"]) == [recent, old]


def test_nothing_to_complete_is_said(signed_in):
    assert "Rien à compléter" in signed_in.get(URL).content.decode()


def test_one_touch_is_enough_and_completes_the_past(signed_in, centre):
    family = unknown(centre)
    row = AttendanceFactory(
        parent=family.parents.get(),
        session=HeldSessionFactory(workshop__programme__lead=centre),
    )

    response = signed_in.post(
        f"/familles/{family.pk}/quartier/",
        {"lives_in_qpv": "yes", "qpv_source": "address"},
        follow=True,
    )

    family.refresh_from_db()
    row.refresh_from_db()
    assert (family.lives_in_qpv, family.qpv_source, row.lives_in_qpv) == ("yes", "address", "yes")
    assert list(response.context["page"]) == []
    assert AuditEvent.objects.get().family == family.pk


def test_what_is_not_an_answer_is_refused(signed_in, centre):
    family = unknown(centre)

    response = signed_in.post(f"/familles/{family.pk}/quartier/", {}, follow=True)

    assert "Dites oui ou non" in response.content.decode()
    assert AuditEvent.objects.count() == 0


def test_a_household_deleted_meanwhile_is_refused(centre):
    family = FamilyFactory(structure=centre)
    form = QpvForm(
        {"lives_in_qpv": "no", "qpv_source": "declared"}, family=family, user=coordinator(centre)
    )
    Family.objects.filter(pk=family.pk).delete()

    assert form.is_valid()
    assert form.save() is None


def test_a_school_finds_no_such_page(client, centre):
    client.force_login(partner(centre))

    assert client.get(URL).status_code == 404
