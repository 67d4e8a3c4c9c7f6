"""What is decided together of each action: continue, adapt, extend, stop."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from evaluation.actions import openings, verdicts
from evaluation.models import Verdict
from partnerships.models import Decision, Meeting
from tests.evaluation.reviewing import (
    accepted,
    all_gave,
    called,
    decided,
    head,
    opened,
    url,
    written,
)
from tests.factories import (
    ContactFactory,
    ProgrammeFactory,
    TenureFactory,
    WorkshopFactory,
    coordinator,
)
from tests.reading import plain, said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def table():
    return opened(all_gave(called()))


def refusal_of(act, **asked):
    with pytest.raises(ValidationError) as refused:
        act(**asked)
    return plain(" ".join(refused.value.messages))


# -- Deciding ----------------------------------------------------------------------------------


def test_a_decision_joins_what_is_to_do_on_that_side(table):
    contact = ContactFactory(first_name="Nadia", last_name="O.")
    who = {"owner": contact, "due_on": dt.date(2026, 4, 3)}

    verdict = Verdict(
        review=table.review, subject="L’invitation", choice="adapt", words="plus courte"
    )
    verdicts.decide(verdict=verdict, side=table.centre, by=table.boss, **who)

    decision = Decision.objects.get()
    assert plain(decision.what) == "L’invitation : adapter, plus courte"
    assert (decision.side, decision.owner, decision.due_on) == (table.centre, *who.values())
    assert (decision.meeting, decision.decided_on) == (Meeting.objects.get(), dt.date(2026, 3, 10))
    assert verdict.decision == decision


def test_a_decision_of_a_meeting_to_come_is_taken_today():
    table = opened(all_gave(called()), held_on=dt.date(2026, 3, 20))

    decided(table)

    assert Decision.objects.get().decided_on == dt.date(2026, 3, 10)


def test_without_its_meeting_one_still_decides(table):
    Meeting.objects.all().delete()
    table.review.refresh_from_db()

    decided(table)

    assert Decision.objects.get().decided_on == dt.date(2026, 3, 10)


def test_each_decision_asks_every_party_again(table):
    written(table)
    accepted(table)
    decided(table)

    assert openings.unaccepted(table.review) == ["École", "Centre"]
    assert openings.is_shared(table.review) is False


def test_a_subject_is_decided_once(table):
    decided(table)
    known = Verdict(review=table.review, subject="L’invitation", choice="stop")

    refused = refusal_of(verdicts.decide, verdict=known, side=table.centre, by=table.boss)

    assert refused == "Ce bilan décide déjà de cela."
    assert Decision.objects.count() == 1


def test_a_decision_revised_follows_in_the_to_do_list(table):
    verdict = decided(table)

    who = {"side": table.school, "owner": None, "due_on": None}
    verdicts.revise(verdict=verdict, values={"choice": "stop"}, who=who, by=table.boss)

    decision = Decision.objects.get()
    assert (plain(decision.what), decision.side) == ("L’invitation : arrêter", table.school)
    table.review.refresh_from_db()
    assert table.review.version == 3


def test_a_line_taken_away_elsewhere_stays_away(table):
    verdict = decided(table)
    Decision.objects.all().delete()
    verdict.refresh_from_db()

    who = {"side": table.school, "owner": None, "due_on": None}
    verdicts.revise(verdict=verdict, values={"choice": "stop"}, who=who, by=table.boss)

    assert Decision.objects.count() == 0
    assert plain(verdict.sentence(**verdict.kept())) == "L’invitation : arrêter"


def test_a_decision_withdrawn_is_no_more_to_do_unless_done(table):
    kept, gone = decided(table, "Le jeudi"), decided(table, "Le vendredi")
    Decision.objects.filter(pk=kept.decision_id).update(done_on=dt.date(2026, 3, 10))

    for verdict in (kept, gone):
        verdict.refresh_from_db()
        verdicts.withdraw(verdict=verdict, by=table.boss)

    assert list(Decision.objects.values_list("pk", flat=True)) == [kept.decision_id]
    assert Verdict.objects.count() == 0


def test_a_long_decision_is_cut_in_the_to_do_list(table):
    verdict = Verdict(review=table.review, subject="S" * 200, choice="stop", words="m" * 300)

    verdicts.decide(verdict=verdict, side=table.centre, by=table.boss)

    assert len(Decision.objects.get().what) == 300


def test_nothing_is_decided_once_closed(table):
    written(table)
    accepted(table)
    openings.close(review=table.review, opens_next=False, by=table.boss)
    late = Verdict(review=table.review, subject="Trop tard", choice="stop")

    refused = refusal_of(verdicts.decide, verdict=late, side=table.centre, by=table.boss)

    assert refused == "Ce bilan est clos : il ne change plus."


def test_what_was_accepted_is_what_is_shown_even_if_its_line_moves(client, table):
    decided(table, due_on=dt.date(2026, 4, 3))
    Decision.objects.update(due_on=dt.date(2026, 6, 30))
    client.force_login(table.boss)

    page = text(client.get(url(table)))

    assert "pour le 3 avril 2026" in page
    assert "30 juin" not in page


# -- The page of a decision ------------------------------------------------------------------------


def sent(table, **changed):
    return {"subject": "Le vendredi soir", "choice": "stop", "who": str(table.centre.pk)} | changed


def test_a_workshop_gives_its_name_to_what_is_decided(client, table):
    programme = ProgrammeFactory(lead=table.centre)
    programme.partnerships.add(table.partnership)
    workshop = WorkshopFactory(programme=programme, host=table.school, title="Café des parents")
    client.force_login(table.boss)

    done = client.post(
        url(table, "decisions", "nouvelle"),
        sent(table, workshop=workshop.pk, subject=""),
        follow=True,
    )

    assert said(done) == ["C’est noté : chaque partie accepte le bilan de nouveau."]
    assert Verdict.objects.get().subject == "Café des parents"


def test_one_says_what_one_decides_of(client, table):
    client.force_login(table.boss)

    page = client.post(url(table, "decisions", "nouvelle"), sent(table, subject=""))

    assert "Dites de quoi vous décidez" in text(page)


def test_a_school_decides_for_its_own_side(client, table):
    user = head(table)
    client.force_login(user)
    address = url(table, "decisions", "nouvelle")

    foreign = client.post(address, sent(table))
    own = client.post(address, sent(table, who=str(table.school.pk)), follow=True)

    assert foreign.status_code == 200
    assert said(own) == ["C’est noté : chaque partie accepte le bilan de nouveau."]
    assert Decision.objects.get().side == table.school


def test_the_page_of_a_decision_keeps_who_and_when(client, table):
    tenure = TenureFactory(structure=table.centre)
    verdict = decided(table, owner=tenure.contact, due_on=dt.date(2026, 4, 3))
    client.force_login(table.boss)
    address = f"/bilans/decisions/{verdict.pk}/"

    page = text(client.get(address))
    who = f"{table.centre.pk}-{tenure.contact.pk}"
    client.post(address, sent(table, subject="L’invitation", choice="extend", who=who))

    verdict.refresh_from_db()
    assert 'value="2026-04-03"' in page
    assert f'value="{who}" selected' in page
    assert (verdict.choice, verdict.decision.owner) == ("extend", tenure.contact)


def test_a_decision_is_taken_back_from_its_page(client, table):
    verdict = decided(table)
    client.force_login(table.boss)

    done = client.post(f"/bilans/decisions/{verdict.pk}/retirer/", follow=True)

    assert said(done) == ["Ce n’est plus décidé : chaque partie accepte de nouveau."]


def test_under_seal_nothing_is_decided(client):
    table = called()
    client.force_login(table.boss)

    assert client.get(url(table, "decisions", "nouvelle")).status_code == 403


def test_decisions_of_others_do_not_exist(client, table):
    verdict = decided(table)
    client.force_login(coordinator(WorkshopFactory().programme.lead))

    assert client.get(f"/bilans/decisions/{verdict.pk}/").status_code == 404
