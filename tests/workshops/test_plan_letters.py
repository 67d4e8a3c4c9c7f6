"""The letter of a plan: read, remarked and accepted on a phone without an account."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError

from partnerships.actions import asking
from tests.access.reading import text_of
from tests.factories import PlanLinkFactory, StructureFactory, coordinator
from tests.reading import plain, said, text
from tests.workshops.preparing import again, begun, rewritten, slot, url
from workshops.actions import plans
from workshops.models import PlanComment, PlanLink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
YES = {"spoken_by": "Mme Lefort, directrice", "seen": 2}


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def plan(table):
    plan = begun(table)
    slot(plan, table.boss)
    return again(plan)


@pytest.fixture
def letter(client, table, plan):
    """The address that the letter carries, sent from the page."""
    client.force_login(table.boss)
    client.post(url(plan, "lien", table.school.pk), {"email": "direction@ecole.test"})
    client.logout()
    return re.search(r"/plan/[\w-]{43}/", mail.outbox[-1].body)[0]


def test_the_letter_says_of_what_and_opens_the_plan_without_an_account(client, letter):
    page = text(client.get(letter))

    assert plain(mail.outbox[0].subject) == "Jouer aux maths : à lire et à accepter"
    assert "programme « Relais »" in plain(mail.outbox[0].body)
    for words in ("Oser compter.", "Mardi 7 avril", "J’accepte ce plan", "Qui fait quoi"):
        assert words in plain(page)
    assert "Prendre la plume" not in page
    assert client.get(letter)["X-Robots-Tag"] == "noindex, nofollow"


def test_a_yes_by_letter_is_told_to_those_who_sent_it(client, table, plan, letter):
    thanks = client.post(letter, YES)
    later = client.get(letter)

    acceptance = plan.acceptances.get()
    assert "Merci, c’est accepté" in text(thanks)
    assert acceptance.told == "par Mme Lefort, directrice, avec le lien reçu"
    assert mail.outbox[-1].to == [table.boss.email]
    assert later.status_code == 404


def test_a_remark_by_letter_leaves_the_letter_usable(client, table, plan, letter):
    client.post(f"{letter}remarque/", {"words": "Plutôt le jeudi."}, follow=True)
    response = client.post(f"{letter}remarque/", {"words": "Plutôt le jeudi."}, follow=True)
    empty = client.post(f"{letter}remarque/", {"words": ""}, follow=True)

    remark = PlanComment.objects.get()
    assert said(response) == ["Votre remarque est notée : merci."]
    assert said(empty) == ["Ce champ est obligatoire."]
    assert (remark.structure, remark.author) == (table.school, None)
    assert "Plutôt le jeudi." in text(response)
    assert "(par le lien reçu)" in text(response)
    assert client.post(letter, YES).status_code == 200


def test_nobody_is_flooded_with_remarks(table, plan):
    link, _token = asking.send(text=plan, structure=table.school, email="a@b.test", by=table.boss)
    for place in range(10):
        plans.remark_by_link(link=link, words=f"Et {place} ?")

    with pytest.raises(ValidationError, match="attendent d’être lues"):
        plans.remark_by_link(link=link, words="Et encore ?")


def test_a_plan_that_changed_is_read_again(client, table, plan, letter):
    rewritten(plan, table, audience="Tous.")

    page = text(client.post(letter, YES))

    assert "a changé pendant que vous le lisiez" in page
    assert 'name="seen" value="3"' in page


def left_out(client, table, plan):
    plans.leave_out(share=plan.shares.get(structure=table.school), by=table.boss)
    return "La structure à qui ce lien fut envoyé ne prépare plus cet atelier."


def over(client, table, plan):
    table.programme.ends_on = table.programme.starts_on
    table.programme.save()
    return "Ce programme est terminé : il n’y a plus rien à accepter."


def revoked(client, table, plan):
    client.force_login(table.boss)
    client.post(f"/plans/liens/{PlanLink.objects.get().pk}/annuler/")
    return "Ce lien a été annulé, ou remplacé par un plus récent."


@pytest.mark.parametrize("happens", [left_out, over, revoked], ids=lambda each: each.__name__)
def test_a_dead_letter_says_why_and_leaks_nothing(client, table, plan, letter, happens):
    sentence = happens(client, table, plan)

    for answer in (
        client.get(letter),
        client.post(letter, YES),
        client.post(f"{letter}remarque/", {"words": "Encore ?"}),
    ):
        assert answer.status_code == 404
        assert sentence in plain(text(answer))
        assert "Oser compter." not in text_of(answer)
    assert (plan.acceptances.count(), PlanComment.objects.count()) == (0, 0)


def test_a_letter_is_cancelled_by_those_who_may_send_it_alone(client, plan):
    link = PlanLinkFactory(plan=plan, structure=StructureFactory())
    client.force_login(coordinator(StructureFactory()))

    assert client.post(f"/plans/liens/{link.pk}/annuler/").status_code == 404
