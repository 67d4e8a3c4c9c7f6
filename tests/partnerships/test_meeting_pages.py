"""Meetings: noted in a minute, corrected, sent to those who came."""

import datetime as dt
import uuid

import pytest

from partnerships.models import AuditEvent, Decision, Meeting, Presence
from tests.factories import (
    ContactFactory,
    DecisionFactory,
    MeetingFactory,
    PresenceFactory,
    TenureFactory,
)
from tests.reading import said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def sent(here, *decisions, initial=0, **values):
    """The page as a browser sends it; a decision is (what, who, due) with more after."""
    data = {
        "purpose": "Préparer la rentrée",
        "held_on": "2026-03-09",
        "kind": "formal",
        f"more_{here.school.pk}": "",
        f"more_{here.centre.pk}": "",
        "parents": "",
        "decisions-TOTAL_FORMS": len(decisions),
        "decisions-INITIAL_FORMS": initial,
    }
    for number, (what, who, due, *more) in enumerate(decisions):
        row = {"what": what, "who": who, "due_on": due, **(more[0] if more else {})}
        data |= {f"decisions-{number}-{name}": value for name, value in row.items()}
    return data | values


def note(client, here, *decisions, **values):
    url = f"/partenariats/{here.partnership.pk}/rencontres/nouvelle/"
    return client.post(url, sent(here, *decisions, **values), follow=True)


# -- Noting ------------------------------------------------------------------------------------


def test_whoever_notes_the_meeting_is_already_ticked(client, here):
    page = client.get(f"/partenariats/{here.partnership.pk}/rencontres/nouvelle/")

    form = page.context["form"]
    assert form[f"named_{here.centre.pk}"].value() == [here.guide.pk]
    assert form["held_on"].value() == dt.date(2026, 3, 10)
    assert page.context["decisions"][0]["who"].value() == str(here.centre.pk)


def test_the_good_moments_of_the_school_are_recalled(client, here):
    url = f"/partenariats/{here.partnership.pk}/rencontres/nouvelle/"
    unknown = text(client.get(url))
    here.school.school.meeting_slots = "Le midi."
    here.school.school.save()

    known = text(client.get(url))

    assert "Bons moments" not in unknown
    assert "Bons moments pour se voir, École : Le midi." in known


def test_a_meeting_is_noted_with_who_came_and_what_was_decided(client, here):
    response = note(
        client,
        here,
        ("Traduire l’invitation", f"{here.centre.pk}-{here.guide.pk}", "2026-03-13"),
        ("Ouvrir la salle", str(here.school.pk), ""),
        ("", str(here.centre.pk), ""),
        **{
            f"named_{here.school.pk}": [here.head.pk],
            f"named_{here.centre.pk}": [here.guide.pk],
            f"more_{here.school.pk}": 2,
            "parents": 3,
            "slot": "noon",
            "venue": "school",
            "asked_by": here.school.pk,
        },
    )

    meeting = Meeting.objects.get()
    rows = Presence.objects.order_by("pk").values_list("structure", "contact", "number")
    assert said(response) == ["La rencontre est notée."]
    assert (meeting.slot, meeting.venue, meeting.asked_by) == ("noon", "school", here.school)
    assert meeting.recorded_by == here.boss
    assert list(rows) == [
        (here.school.pk, here.head.pk, 1),
        (here.school.pk, None, 2),
        (here.centre.pk, here.guide.pk, 1),
        (None, None, 3),
    ]
    assert list(
        meeting.decisions.order_by("pk").values_list("what", "side", "owner", "decided_on")
    ) == [
        ("Traduire l’invitation", here.centre.pk, here.guide.pk, dt.date(2026, 3, 9)),
        ("Ouvrir la salle", here.school.pk, None, dt.date(2026, 3, 9)),
    ]
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", "object_type")) == [
        ("created", "partnerships.meeting"),
        ("created", "partnerships.decision"),
        ("created", "partnerships.decision"),
    ]


def test_the_page_of_a_meeting_tells_all_of_it(client, here):
    response = note(
        client,
        here,
        ("Ouvrir la salle", f"{here.school.pk}-{here.head.pk}", "2026-03-08"),
        **{f"named_{here.school.pk}": [here.head.pk], "parents": 3, "minutes": 45},
    )

    page = text(response)
    for words in [
        "Réunion, lundi 9 mars 2026.",
        "<strong>École</strong> : Hélène Vasseur",
        "<strong>Parents</strong> : 3 personnes",
        "45 min",
        "Hélène Vasseur (École), pour le 8 mars.",
        "2 jours de retard",
        "pas envoyé",
    ]:
        assert words in page


def test_the_same_page_sent_twice_notes_one_meeting(client, here):
    key = str(uuid.uuid4())

    answers = [note(client, here, once=key) for _ in range(2)]

    assert Meeting.objects.count() == 1
    assert answers[0].redirect_chain == answers[1].redirect_chain


def test_without_javascript_the_button_brings_a_row_more(client, here):
    response = note(client, here, ("Ouvrir", str(here.school.pk), ""), more="1")

    assert Meeting.objects.count() == 0
    assert [row["what"].value() for row in response.context["decisions"]] == ["Ouvrir", None]
    assert response.context["form"].errors == {}


@pytest.mark.parametrize("total", ["x", "", "9999"])
def test_a_forged_number_of_rows_breaks_nothing(client, here, total):
    response = note(client, here, **{"decisions-TOTAL_FORMS": total, "more": "1"})

    assert response.status_code == 200
    assert Meeting.objects.count() == 0


def test_what_is_missing_is_said_beside_it_and_nothing_is_written(client, here):
    response = note(client, here, ("", str(here.school.pk), "2026-03-20"), purpose="")

    assert list(response.context["form"].errors) == ["purpose"]
    assert Meeting.objects.count() == 0

    response = note(client, here, ("", str(here.school.pk), "2026-03-20"))

    assert "Décision 1, Quoi : " in text(response)
    assert Meeting.objects.count() == 0


def test_a_presence_out_of_proportion_is_refused(client, here):
    response = note(client, here, parents=501)

    assert list(response.context["form"].errors) == ["parents"]


def test_nobody_from_elsewhere_sits_at_the_table(client, here):
    foreign = TenureFactory().contact

    response = note(
        client,
        here,
        ("Venir", f"{here.school.pk}-{foreign.pk}", ""),
        **{f"named_{here.school.pk}": [foreign.pk]},
    )

    assert list(response.context["form"].errors) == [f"named_{here.school.pk}"]
    assert list(response.context["decisions"].errors[0]) == ["who"]


def test_somebody_who_left_is_not_proposed(client, here):
    gone = ContactFactory(last_name="Partie")
    TenureFactory(
        contact=gone,
        structure=here.school,
        ends_on=dt.date(2026, 1, 31),
        end_reason="retired",
    )

    page = text(client.get(f"/partenariats/{here.partnership.pk}/rencontres/nouvelle/"))

    assert "Partie" not in page
    assert "Hélène Vasseur, directrice" in page


# -- A partner writes its own side ---------------------------------------------------------------


def test_a_partner_notes_a_meeting_and_promises_for_its_own_side_only(client, here):
    client.force_login(here.teacher)

    refused = note(client, here, ("Payer", str(here.centre.pk), ""))
    accepted = note(client, here, ("Ouvrir la salle", str(here.school.pk), ""))

    assert list(refused.context["decisions"].errors[0]) == ["who"]
    assert Meeting.objects.get().recorded_by == here.teacher
    assert Decision.objects.get().side == here.school
    assert "Corriger" in text(accepted)


def test_a_partner_corrects_its_own_meetings_and_only_reads_the_others(client, here):
    own = MeetingFactory(partnership=here.partnership, recorded_by=here.teacher)
    theirs = MeetingFactory(partnership=here.partnership, recorded_by=here.boss)
    promise = DecisionFactory(partnership=here.partnership, meeting=own, side=here.centre)
    client.force_login(here.teacher)

    page = client.get(f"/rencontres/{own.pk}/modifier/")

    assert [row.instance.pk for row in page.context["decisions"]] == [None]
    assert client.get(f"/rencontres/{theirs.pk}/modifier/").status_code == 403
    assert client.post(f"/rencontres/{theirs.pk}/effacer/").status_code == 403
    assert "Corriger" not in text(client.get(theirs.get_absolute_url()))
    assert "C’est fait" not in text(client.get(own.get_absolute_url()))
    assert promise.what in text(client.get(own.get_absolute_url()))


def test_a_meeting_of_others_does_not_exist(client, here):
    meeting = MeetingFactory(partnership=here.partnership, recorded_by=here.stranger)
    client.force_login(here.stranger)

    urls = ["", "modifier/", "compte-rendu/"]
    found = [client.get(f"{meeting.get_absolute_url()}{url}").status_code for url in urls]

    assert found == [404] * 3
    assert client.post(f"{meeting.get_absolute_url()}effacer/").status_code == 404
    assert note(client, here).status_code == 404


# -- Correcting ----------------------------------------------------------------------------------


def test_correcting_moves_people_and_decisions_with_the_day(client, here):
    meeting = MeetingFactory(partnership=here.partnership, held_on=dt.date(2026, 3, 9))
    gone = ContactFactory(last_name="Partie")
    TenureFactory(
        contact=gone, structure=here.school, ends_on=dt.date(2026, 3, 9), end_reason="left"
    )
    kept = PresenceFactory(meeting=meeting, structure=here.school, contact=gone)
    PresenceFactory(meeting=meeting, structure=here.centre, number=2)
    PresenceFactory(meeting=meeting, structure=None, number=4)
    first, second = [
        DecisionFactory(
            partnership=here.partnership,
            meeting=meeting,
            side=here.centre,
            owner=owner,
            what=what,
            decided_on=dt.date(2026, 3, 9),
        )
        for what, owner in (("Traduire", here.guide), ("Payer", None))
    ]
    url = f"{meeting.get_absolute_url()}modifier/"

    shown = client.get(url).context["form"]
    response = client.post(
        url,
        sent(
            here,
            ("Traduire en turc", f"{here.centre.pk}-{here.guide.pk}", "", {"id": first.pk}),
            ("Payer", str(here.centre.pk), "", {"id": second.pk, "DELETE": "on"}),
            ("Relire", str(here.school.pk), ""),
            initial=2,
            held_on="2026-03-08",
            **{f"named_{here.school.pk}": [gone.pk], f"more_{here.centre.pk}": 3, "parents": 4},
        ),
        follow=True,
    )

    assert shown["parents"].value() == 4
    assert shown[f"more_{here.centre.pk}"].value() == 2
    assert shown[f"named_{here.school.pk}"].value() == [gone.pk]
    assert said(response) == ["La rencontre est à jour."]
    assert list(meeting.decisions.order_by("pk").values_list("what", "decided_on")) == [
        ("Traduire en turc", dt.date(2026, 3, 8)),
        ("Relire", dt.date(2026, 3, 8)),
    ]
    rows = meeting.presences.order_by("pk").values_list("pk", "structure", "number")
    assert rows[0] == (kept.pk, here.school.pk, 1)
    assert [(structure, number) for _pk, structure, number in rows] == [
        (here.school.pk, 1),
        (None, 4),
        (here.centre.pk, 3),
    ]


def test_a_meeting_noted_by_mistake_goes_and_its_decisions_stay(client, here):
    meeting = MeetingFactory(partnership=here.partnership)
    decision = DecisionFactory(partnership=here.partnership, meeting=meeting, side=here.centre)

    response = client.post(f"{meeting.get_absolute_url()}effacer/", follow=True)

    decision.refresh_from_db()
    assert decision.meeting is None
    assert said(response) == ["La rencontre est effacée ; ses décisions restent."]
    assert AuditEvent.objects.get().verb == "deleted"


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_page_costs_the_same_however_many_people_and_decisions(
    client, here, django_assert_num_queries, number
):
    meeting = MeetingFactory(partnership=here.partnership)
    for _ in range(number):
        PresenceFactory(meeting=meeting, structure=here.school, contact=ContactFactory())
        DecisionFactory(partnership=here.partnership, meeting=meeting, side=here.centre)

    with django_assert_num_queries(11):
        response = client.get(meeting.get_absolute_url())

    assert len(response.context["decisions"]) == number
