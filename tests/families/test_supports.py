import datetime as dt

import pytest
from django.urls import reverse

from families.models import SupportMeeting
from partnerships.models import AuditEvent
from tests.factories import (
    ParentFactory,
    ProgrammeFactory,
    SchoolFactory,
    SchoolingFactory,
    StructureFactory,
    TermFactory,
    coordinator,
    partner,
)
from tests.families.supporting import SECRET, TODAY, create, said, support

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def parent(centre):
    return ParentFactory(
        family__structure=centre, family__lives_in_qpv="yes", family__qpv_source="declared"
    )


# -- Noting one ----------------------------------------------------------------------------------


def test_a_meeting_keeps_what_figures_need_to_know_of_the_parent_that_day(client, ines, parent):
    topic = TermFactory(vocabulary="support_topic")

    response = create(client, ines, parent, topic=topic.pk, shared_note=" Rendez-vous pris. ")

    meeting = SupportMeeting.objects.get()
    assert response.url == meeting.get_absolute_url()
    assert (meeting.minutes, meeting.topic, meeting.shared_note) == (45, topic, "Rendez-vous pris.")
    assert (meeting.author, meeting.structure) == (ines, parent.family.structure)
    assert (meeting.family_key, meeting.lives_in_qpv) == (parent.family_id, "yes")


def test_its_line_in_the_journal_says_whose_it_is_and_nothing_of_it(client, ines, parent):
    create(client, ines, parent, confidential_note=SECRET)

    line = AuditEvent.objects.get()
    assert (line.verb, line.object_type, line.fields) == ("created", "families.supportmeeting", [])
    assert (line.family, line.structure) == (parent.family_id, parent.family.structure)


def test_another_duration_is_typed_and_wins(client, ines, parent):
    create(client, ines, parent, other_minutes="80")

    assert SupportMeeting.objects.get().minutes == 80


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"minutes": ""}, "minutes"),
        ({"minutes": "", "other_minutes": "2000"}, "other_minutes"),
        ({"held_on": "2026-03-11"}, "held_on"),
        ({"held_on": ""}, "held_on"),
        ({"kind": "gossip"}, "kind"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(client, ines, parent, changes, field):
    response = create(client, ines, parent, shared_note="gardé", **changes)

    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["shared_note"].value() == "gardé"
    assert not SupportMeeting.objects.exists()


def test_a_box_ticked_under_an_empty_note_shares_nothing(client, ines, parent):
    create(client, ines, parent, is_shared_with_coordinator="on")

    assert not SupportMeeting.objects.get().is_shared_with_coordinator


def test_a_number_that_looks_like_a_nir_is_warned_about(client, ines, parent):
    response = create(client, ines, parent, confidential_note="1 84 12 2b 451 025")

    page = client.get(response.url)
    assert "numéro de sécurité sociale" in " ".join(said(page))


def test_the_only_programme_is_chosen_in_advance_and_counts_it(client, ines, parent, centre):
    programme = ProgrammeFactory(
        lead=centre, starts_on=TODAY - dt.timedelta(days=99), ends_on=TODAY
    )
    client.force_login(ines)
    page = client.get(reverse("families:support_create", args=[parent.pk]))
    key = page.context["form"]["frame"].value()

    create(client, ines, parent, frame=key)

    assert SupportMeeting.objects.get().context.programme == programme


def test_several_programmes_are_asked_about(client, ines, parent, centre):
    for _ in range(2):
        ProgrammeFactory(lead=centre, starts_on=TODAY, ends_on=TODAY)
    client.force_login(ines)

    page = client.get(reverse("families:support_create", args=[parent.pk]))

    assert page.context["form"]["frame"].value() is None
    response = create(client, ines, parent, frame="")
    assert list(response.context["form"].errors) == ["frame"]


def test_the_schools_of_the_children_come_first(client, ines, parent):
    schooling = SchoolingFactory(family=parent.family)
    SchoolFactory()
    client.force_login(ines)

    page = client.get(reverse("families:support_create", args=[parent.pk]))

    assert page.context["form"].fields["school"].choices[1] == (
        "L’école des enfants",
        [(schooling.school.pk, str(schooling.school))],
    )


def test_an_interpreter_is_ticked_for_a_family_that_needs_one(client, ines, centre):
    parent = ParentFactory(family__structure=centre, family__is_interpreter_needed=True)
    client.force_login(ines)

    page = client.get(reverse("families:support_create", args=[parent.pk]))

    assert page.context["form"]["is_interpreted"].value()


def test_one_notes_meetings_with_the_people_of_ones_own_structure(client, ines, parent):
    elsewhere = ParentFactory()
    gone = ParentFactory(family__structure=parent.family.structure, first_name="", erased_on=TODAY)

    answers = [create(client, ines, other).status_code for other in (elsewhere, gone)]
    school = create(client, partner(StructureFactory()), parent).status_code

    assert (answers, school) == ([404, 404], 404)


def test_whom_one_met_is_then_among_ones_families(client, ines, parent):
    client.force_login(ines)
    before = client.get(parent.get_absolute_url()).status_code
    create(client, ines, parent)

    after = client.get(parent.get_absolute_url())

    assert (before, after.status_code) == (404, 200)
    assert "1 rencontre individuelle, 45" in after.content.decode()
    assert [presence.title for presence in after.context["history"].presences] == ["Accompagnement"]


# -- With whom -----------------------------------------------------------------------------------


def test_somebody_is_found_by_a_name_nearly_right(client, ines, centre):
    fatima = ParentFactory(family__structure=centre, first_name="Fatima")
    ParentFactory(first_name="Fatima")
    client.force_login(ines)

    page = client.get(reverse("families:support_choose"), {"q": "fatma"})

    assert page.context["found"] == [fatima]


def test_before_one_looks_nobody_is_shown(client, ines, parent):
    client.force_login(ines)

    page = client.get(reverse("families:support_choose"))

    assert (page.context["found"], parent.first_name in page.content.decode()) == ([], False)


# -- The list ------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_long(
    client, centre, parent, ines, django_assert_num_queries, number
):
    for _ in range(number):
        support(parent, ines, confidential_note=SECRET)
    client.force_login(coordinator(centre))

    with django_assert_num_queries(8):
        page = client.get(reverse("families:support_list"))

    assert page.context["totals"] == {"number": number, "minutes": 45 * number}


def test_the_list_is_searched_and_filtered(client, centre, parent, ines):
    boss = coordinator(centre)
    other = ParentFactory(family__structure=centre, first_name="Zoé")
    letter = TermFactory(vocabulary="support_topic", label="Lire un mot de l’école")
    mediation = support(other, boss, kind="mediation", topic=letter)
    mine = support(parent, boss)
    support(parent, ines)
    client.force_login(boss)
    url = reverse("families:support_list")

    found = [
        list(client.get(url, wanted).context["page"])
        for wanted in (
            {"q": "zoe"},
            {"kind": "mediation"},
            {"topic": letter.pk},
            {"whose": "mine"},
            {"q": "rien"},
        )
    ]

    assert found == [[mediation], [mediation], [mediation], [mine, mediation], []]


def test_an_empty_list_says_what_to_note(client, ines):
    client.force_login(ines)

    page = client.get(reverse("families:support_list"))

    assert "notez-le en une minute" in page.content.decode()
