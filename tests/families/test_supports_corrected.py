import datetime as dt

import pytest
from django.urls import reverse

from families.forms.supports import SupportForm
from families.models import SupportMeeting
from tests.factories import (
    EnrolmentFactory,
    ParentFactory,
    ProgrammeFactory,
    StructureFactory,
    SupportContextFactory,
    WorkshopFactory,
    coordinator,
)
from tests.families.supporting import SECRET, edit, lines, sent, support

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def parent(centre):
    return ParentFactory(
        family__structure=centre, family__lives_in_qpv="yes", family__qpv_source="declared"
    )


# -- Reading and correcting ----------------------------------------------------------------------


def test_reading_one_leaves_the_same_line_whether_there_is_a_note_or_not(client, parent, ines):
    client.force_login(ines)
    for note in ("", SECRET):
        meeting = support(parent, ines, confidential_note=note)
        client.get(meeting.get_absolute_url())
        client.get(reverse("families:support_edit", args=[meeting.pk]))

    assert lines() == [("read", "families.supportmeeting", ["notes"])] * 4


def test_no_browser_nor_proxy_keeps_the_page(client, parent, ines):
    meeting = support(parent, ines, confidential_note=SECRET)
    client.force_login(ines)

    page = client.get(meeting.get_absolute_url())

    assert page.headers["Cache-Control"] == "no-store, private"
    assert SECRET in page.content.decode()


def test_its_author_alone_corrects_it(client, parent, ines, centre):
    EnrolmentFactory(workshop=WorkshopFactory(programme__lead=centre), parent=parent)
    meeting = support(parent, ines)

    boss = edit(client, coordinator(centre), meeting, minutes="60").status_code
    stranger = edit(client, coordinator(StructureFactory()), meeting).status_code
    edit(client, ines, meeting, minutes="60", confidential_note=SECRET)

    meeting.refresh_from_db()
    assert (boss, stranger, meeting.minutes, meeting.version) == (403, 404, 60, 2)
    assert lines()[-1] == (
        "changed",
        "families.supportmeeting",
        ["held_on", "minutes", "notes"],
    )


def test_an_unusual_duration_comes_back_where_it_was_typed(client, parent, ines):
    meeting = support(parent, ines, minutes=80)
    client.force_login(ines)

    form = client.get(reverse("families:support_edit", args=[meeting.pk])).context["form"]

    assert (form["other_minutes"].value(), form["minutes"].value()) == (80, None)


def test_saving_without_a_change_leaves_no_line(client, parent, ines):
    meeting = support(parent, ines)

    edit(client, ines, meeting, held_on=meeting.held_on.isoformat())

    meeting.refresh_from_db()
    assert (meeting.version, lines()) == (1, [])


def test_two_hands_on_one_meeting_lose_no_word(client, parent, ines):
    meeting = support(parent, ines, shared_note="Le texte des autres", is_interpreted=True)
    SupportMeeting.objects.update(version=2)

    first = edit(client, ines, meeting, shared_note="Mon texte")
    form = first.context["form"]
    again = edit(client, ines, meeting, shared_note="Les deux", seen=form.data["seen"])

    assert first.status_code == 200
    assert form["shared_note"].value() == "Mon texte"
    assert [(label, words) for label, words in form.theirs if label == "Note partagée"] == [
        ("Note partagée", "Le texte des autres")
    ]
    assert ("Avec un interprète", "oui") in form.theirs
    assert again.status_code == 302
    assert SupportMeeting.objects.get().shared_note == "Les deux"


def test_the_kind_somebody_else_chose_is_shown_in_words(client, parent, ines):
    meeting = support(parent, ines, kind="mediation", version=2)

    response = edit(client, ines, meeting)

    assert response.context["form"].theirs == [
        ("Nature", "médiation"),
        ("Date", "samedi 7\N{NO-BREAK SPACE}mars"),
    ]


def test_a_meeting_moves_to_another_programme_or_to_none(client, parent, ines, centre):
    ended = ProgrammeFactory(
        lead=centre, starts_on=dt.date(2024, 9, 1), ends_on=dt.date(2025, 6, 30)
    )
    meeting = support(parent, ines)
    SupportContextFactory(support=meeting, programme=ended)
    client.force_login(ines)
    form = client.get(reverse("families:support_edit", args=[meeting.pk])).context["form"]

    same = {"held_on": meeting.held_on.isoformat()}
    edit(client, ines, meeting, frame=form["frame"].value(), **same)
    kept = SupportMeeting.objects.get().context.programme
    edit(client, ines, meeting, frame="none", **same)

    assert (kept, lines()[-1][2]) == (ended, ["frame"])
    assert not hasattr(SupportMeeting.objects.get(), "context")


def test_a_meeting_of_no_programme_is_put_in_one(client, parent, ines, centre):
    programme = ProgrammeFactory(lead=centre, starts_on="2025-09-01", ends_on="2026-07-31")
    meeting = support(parent, ines)
    client.force_login(ines)
    form = client.get(reverse("families:support_edit", args=[meeting.pk])).context["form"]

    edit(
        client,
        ines,
        meeting,
        frame=f"programme-{programme.pk}",
        held_on=meeting.held_on.isoformat(),
    )

    assert form["frame"].value() == "none"
    assert SupportMeeting.objects.get().context.programme == programme


def test_a_new_year_may_be_another_age_band(client, ines, centre):
    parent = ParentFactory(family__structure=centre, birth_year=1990)
    meeting = support(parent, ines, age_band="26-59")

    edit(client, ines, meeting, held_on="2015-12-01")

    assert SupportMeeting.objects.get().age_band == parent.age_band_in(2015)


def test_one_noted_by_mistake_goes_after_a_question(client, parent, ines):
    meeting = support(parent, ines)
    client.force_login(ines)
    url = reverse("families:support_delete", args=[meeting.pk])

    question = client.get(url)
    still = SupportMeeting.objects.count()
    client.post(url)

    assert (question.status_code, still, SupportMeeting.objects.count()) == (200, 1, 0)
    assert lines()[-1] == ("deleted", "families.supportmeeting", [])


def test_one_deleted_meanwhile_says_so_and_keeps_the_words(parent, ines):
    meeting = support(parent, ines)
    form = SupportForm(sent(shared_note="Gardé"), instance=meeting, parent=parent, user=ines)
    assert form.is_valid()
    SupportMeeting.objects.all().delete()

    assert form.save() is None
    assert "effacé pendant que vous écriviez" in str(form.non_field_errors())
