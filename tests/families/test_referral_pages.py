"""A referral on its pages: what each side reads of it, and does about it."""

import pytest

from families.actions import referrals as actions
from families.models import Parent, Referral
from tests.access.reading import masked, text_of
from tests.factories import (
    ParentFactory,
)
from tests.families.oriented import (
    LIST,
    accepted,
    answering,
    closed,
    draft,
    errors,
    page_of,
    requested,
    said,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


# -- The sender ----------------------------------------------------------------------------------


def test_the_agreement_is_noted_on_the_page(client, sides):
    referral = draft(sides)
    client.force_login(sides.head)

    response = client.post(
        f"{referral.get_absolute_url()}accord/",
        {"agreed_how": "paper", "agreed_on": "2026-03-09"},
        follow=True,
    )

    referral.refresh_from_db()
    assert said(response) == ["L’accord est noté\xa0: Centre social peut la lire dès maintenant."]
    assert (referral.status, referral.agreed_how) == ("requested", "paper")


def test_an_agreement_without_a_manner_is_not_noted(client, sides):
    referral = draft(sides)
    client.force_login(sides.head)

    client.post(f"{referral.get_absolute_url()}accord/", {"agreed_on": "2026-03-09"})

    assert Referral.objects.get().status == "draft"


def test_an_agreement_noted_meanwhile_is_told(client, sides):
    referral = requested(sides)
    client.force_login(sides.head)

    response = client.post(
        f"{referral.get_absolute_url()}accord/",
        {"agreed_how": "paper", "agreed_on": "2026-03-09"},
        follow=True,
    )

    assert said(response) == ["L’accord du parent est déjà noté."]


def test_withdrawing_asks_first(client, sides):
    referral = requested(sides)
    client.force_login(sides.head)
    asked = client.get(f"{referral.get_absolute_url()}retirer/")
    before = Referral.objects.get().status

    response = client.post(f"{referral.get_absolute_url()}retirer/", follow=True)

    assert "Cela ne s’annule pas." in text_of(asked)
    assert (before, Referral.objects.get().status) == ("requested", "withdrawn")
    assert "plus rien ne se voit ailleurs" in said(response)[0]


@pytest.mark.parametrize("how", ["refused", "missed", "expired"])
def test_a_school_learns_nothing_from_withdrawing_what_is_closed(client, sides, how):
    closed(sides, how)
    client.force_login(sides.head)
    referral = Referral.objects.get()

    response = client.post(f"{referral.get_absolute_url()}retirer/", follow=True)

    assert said(response) == ["Cette orientation est close\xa0: rien n’est enregistré."]


def test_what_is_closed_looks_the_same_to_a_school_whatever_closed_it(client, sides):
    client.force_login(sides.head)
    pages = set()
    for how in ("refused", "missed", "expired"):
        Referral.objects.all().delete()
        closed(sides, how)
        referral = Referral.objects.get()
        page = client.get(referral.get_absolute_url())
        page.seen = text_of(page).replace(referral.number, "…")
        pages.add(masked(page))

    assert len(pages) == 1
    assert "Close, #\xa0mars" in pages.pop()


def test_a_school_reads_received_and_not_who_answered(client, sides):
    referral = accepted(sides)
    client.force_login(sides.head)

    page = page_of(client, referral)

    assert "Reçue, 10\xa0mars" in page
    assert "Nadia Ostrowski" not in page


def test_a_centre_reads_the_reason_of_a_refusal(client, sides):
    referral = requested(sides, sender=sides.centre, receiver=sides.other, by=sides.boss)
    actions.refuse(referral=referral, refusal="full", by=sides.stranger, answered_by="Paul")
    client.force_login(sides.boss)

    page = page_of(client, referral)

    assert "plus de place" in page
    assert "Paul" in page


def test_what_nobody_answered_in_time_says_so_before_it_is_marked(client, sides):
    referral = requested(sides, sender=sides.centre, receiver=sides.other, by=sides.boss)
    Referral.objects.update(made_on="2025-09-01", valid_until="2025-12-01")
    client.force_login(sides.boss)

    page = page_of(client, referral)

    assert "Expirée, 1er\xa0décembre" in page
    assert "Envoyer un lien" not in page


@pytest.mark.parametrize("page", ["lien", "retirer", "accord"])
def test_whoever_receives_acts_on_nothing_of_the_sender(client, sides, page):
    referral = requested(sides)
    client.force_login(sides.boss)

    assert client.post(f"{referral.get_absolute_url()}{page}/").status_code == 403


@pytest.mark.parametrize("page", ["accepter", "refuser", "venue", "sans-suite"])
def test_whoever_sends_answers_nothing(client, sides, page):
    referral = requested(sides)
    client.force_login(sides.head)

    assert client.post(f"{referral.get_absolute_url()}{page}/").status_code == 403


def test_a_facilitator_withdraws_what_they_made_and_may_see_it_still(client, sides):
    referral = requested(sides, sender=sides.centre, receiver=sides.other, by=sides.leader)
    client.force_login(sides.leader)

    response = client.post(f"{referral.get_absolute_url()}retirer/")

    assert response.url == referral.get_absolute_url()


# -- The receiver --------------------------------------------------------------------------------


def test_before_answering_one_reads_a_first_name_and_an_initial(client, sides):
    referral = requested(sides, wish="Le soir")
    client.force_login(sides.boss)

    page = page_of(client, referral)

    assert "Samira B." in page
    assert "Le soir" in page
    assert "Bellamine" not in page
    assert "06" not in page.split("record")[1].split("</dl>")[0]


def test_accepting_shows_whom_to_call(client, sides):
    referral = requested(sides)
    client.force_login(sides.boss)

    page = client.post(f"{referral.get_absolute_url()}accepter/", follow=True)

    assert said(page) == ["Acceptée. Prenez contact\xa0; puis dites ici si la personne est venue."]
    assert "Samira Bellamine" in text_of(page)
    assert "06\xa012\xa034\xa056\xa078" in text_of(page)


def test_the_second_to_answer_is_told(client, sides):
    referral = requested(sides)
    client.force_login(sides.leader)
    actions.refuse(referral=referral, refusal="full", **answering(sides))

    response = client.post(f"{referral.get_absolute_url()}accepter/", follow=True)

    assert said(response) == [
        "Déjà répondu le 10\xa0mars\xa0: «\xa0refusée\xa0», par Nadia Ostrowski."
    ]


def test_refusing_asks_why(client, sides):
    referral = requested(sides)
    client.force_login(sides.boss)
    empty = client.post(f"{referral.get_absolute_url()}refuser/", {"refusal": ""})

    client.post(f"{referral.get_absolute_url()}refuser/", {"refusal": "full"})

    assert "refusal" in errors(empty)
    assert Referral.objects.get().refusal == "full"


def test_a_refusal_that_comes_second_is_told_on_its_form(client, sides):
    referral = accepted(sides)
    client.force_login(sides.boss)

    response = client.post(f"{referral.get_absolute_url()}refuser/", {"refusal": "full"})

    assert "Déjà répondu" in text_of(response)


def test_who_came_is_one_of_those_known_here(client, sides):
    known = ParentFactory(family__structure=sides.centre, first_name="Samira", last_name="Belamine")
    referral = accepted(sides)
    client.force_login(sides.boss)
    page = text_of(client.get(f"{referral.get_absolute_url()}venue/"))

    client.post(f"{referral.get_absolute_url()}venue/", {"record": known.pk})

    assert "Samira Belamine" in page
    assert Referral.objects.get().received_as == known


def test_who_came_is_somebody_new(client, sides):
    referral = accepted(sides)
    client.force_login(sides.boss)

    response = client.post(f"{referral.get_absolute_url()}venue/", {"record": "new"}, follow=True)

    parent = Parent.objects.get()
    assert (str(parent), parent.family.structure) == ("Samira Bellamine", sides.centre)
    assert parent.get_absolute_url() in text_of(response)


def test_who_came_may_stay_unnoted(client, sides):
    referral = accepted(sides)
    client.force_login(sides.boss)

    client.post(f"{referral.get_absolute_url()}venue/", {"record": "none"})

    assert (Referral.objects.get().status, Parent.objects.count()) == ("came", 0)


def test_a_record_of_elsewhere_is_no_choice(client, sides):
    elsewhere = ParentFactory(family__structure=sides.other, first_name="Samira")
    referral = accepted(sides)
    client.force_login(sides.boss)

    response = client.post(f"{referral.get_absolute_url()}venue/", {"record": elsewhere.pk})

    assert "record" in errors(response)


def test_within_one_centre_the_record_is_the_one_it_was_made_from(client, sides):
    parent = ParentFactory(family__structure=sides.centre)
    inside = accepted(sides, sender=sides.centre, parent=parent, by=sides.boss)
    client.force_login(sides.boss)

    client.post(f"{inside.get_absolute_url()}venue/", {"record": parent.pk})

    assert Referral.objects.get().received_as == parent


def test_an_arrival_said_twice_is_told(client, sides):
    referral = actions.come(referral=accepted(sides), **answering(sides))
    client.force_login(sides.boss)

    response = client.post(f"{referral.get_absolute_url()}venue/", {"record": "none"})

    assert "Déjà répondu" in text_of(response)


def test_nobody_came(client, sides):
    referral = accepted(sides)
    client.force_login(sides.boss)

    response = client.post(f"{referral.get_absolute_url()}sans-suite/", follow=True)

    assert "Si la personne vient plus tard" in said(response)[0]
    assert "Elle est venue" in text_of(response)


def test_a_withdrawal_meanwhile_leads_back_to_the_list(client, sides):
    """The page was open; at the next request there is nothing to see."""
    referral = requested(sides)
    client.force_login(sides.boss)
    actions.withdraw(referral=referral, by=sides.head)

    assert client.post(f"{referral.get_absolute_url()}accepter/").status_code == 404


# -- The voucher ---------------------------------------------------------------------------------


def test_the_voucher_says_who_and_where_and_never_why(client, sides):
    referral = draft(
        sides, wish="Apprendre le français", toward="Accueil", first_meeting="Lundi à 9 h"
    )
    client.force_login(sides.head)

    response = client.get(f"{referral.get_absolute_url()}bon/")
    text = " ".join(text_of(response).split())

    assert response["Content-Type"] == "application/pdf"
    assert all(
        word in text
        for word in (referral.number, "Samira Bellamine", "Lundi à 9 h", "10 juin 2026", "Cachet")
    )
    assert "Apprendre" not in text


def test_a_receiver_prints_it_once_it_accepted(client, sides):
    referral = requested(sides)
    client.force_login(sides.boss)
    before = client.get(f"{referral.get_absolute_url()}bon/").status_code
    client.post(f"{referral.get_absolute_url()}accepter/")

    assert (before, client.get(f"{referral.get_absolute_url()}bon/").status_code) == (403, 200)


def test_what_is_over_is_not_printed(client, sides):
    referral = actions.withdraw(referral=requested(sides), by=sides.head)
    client.force_login(sides.head)

    assert client.get(f"{referral.get_absolute_url()}bon/").status_code == 403


# -- The list ------------------------------------------------------------------------------------


def names(response):
    return [str(read.referral.first_name) for read in response.context["rows"]]


def test_the_list_says_first_what_waits(client, sides):
    requested(sides, first_name="Attend")
    accepted(sides, first_name="Acceptée")
    client.force_login(sides.boss)

    page = client.get(LIST)

    assert [read.referral.first_name for read in page.context["waiting"]] == ["Attend"]
    assert sorted(names(page)) == ["Acceptée", "Attend"]


def test_the_list_is_filtered_by_state_and_way_and_searched(client, sides):
    requested(sides, first_name="Envoyée")
    closed(sides, "refused")
    requested(
        sides, first_name="Ailleurs", sender=sides.centre, receiver=sides.other, by=sides.boss
    )
    late = requested(sides, first_name="Tardive", sender=sides.centre, by=sides.boss)
    Referral.objects.filter(pk=late.pk).update(made_on="2025-09-01", valid_until="2025-12-01")
    client.force_login(sides.boss)

    def found(**filters):
        return sorted(names(client.get(LIST, filters)))

    assert found(state="closed") == ["Samira", "Tardive"]
    assert found(state="sent") == ["Ailleurs", "Envoyée"]
    assert found(way="sent") == ["Ailleurs", "Tardive"]
    assert found(way="received") == ["Envoyée", "Samira"]
    assert found(q="ailleurs") == ["Ailleurs"]
    assert found(q="personne") == []


def test_an_empty_list_says_what_it_is_for(client, sides):
    client.force_login(sides.head)

    assert "Aucune orientation pour l’instant" in text_of(client.get(LIST))


def test_the_list_asks_the_same_whatever_its_length(client, sides, django_assert_num_queries):
    client.force_login(sides.boss)
    client.get(LIST)
    counts = []
    for number in (1, 3):
        while Referral.objects.count() < number:
            requested(sides)
        with django_assert_num_queries(6):
            counts.append(client.get(LIST).status_code)

    assert counts == [200, 200]
