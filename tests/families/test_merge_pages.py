"""Deciding whether two records are one person: side by side, then one, then two again."""

import uuid

import pytest

from families.actions import merges
from families.models import Merge, Parent, Separation
from partnerships.models import AuditEvent
from tests.factories import (
    EnrolmentFactory,
    MergeFactory,
    ParentFactory,
    SchoolingFactory,
    SeparationFactory,
    StructureFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
    partner,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
URL = "/familles/doublons/"


def person(centre, **values):
    return ParentFactory(family__structure=centre, **values)


def compare_url(first, second):
    return f"{URL}{first.pk}/{second.pk}/"


def text(response):
    return response.content.decode()


# -- The list ------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_many_pairs(
    signed_in, centre, django_assert_num_queries, number
):
    for name in ("Olga Kovalenko", "Samira Benali", "Wei Zhang")[:number]:
        first, last = name.split()
        for _twin in range(2):
            SchoolingFactory(family=person(centre, first_name=first, last_name=last).family)

    with django_assert_num_queries(8):
        response = signed_in.get(URL)

    assert len(response.context["pairs"]) == number


def test_an_empty_list_says_what_to_do(signed_in):
    assert "Aucune fiche en double en vue" in text(signed_in.get(URL))


def test_a_colleague_may_not_and_a_school_finds_nothing(client, centre):
    client.force_login(facilitator(centre))
    assert client.get(URL).status_code == 403
    client.force_login(partner(centre))
    assert client.get(URL).status_code == 404


def test_two_people_disappear_from_the_list(signed_in, centre):
    one, two = person(centre, first_name="Olga"), person(centre, first_name="Olga")

    response = signed_in.post(f"{compare_url(one, two)}distinctes/", follow=True)

    assert "Olga et Olga sont deux personnes" in text(response)
    assert response.context["pairs"] == []
    assert Separation.objects.count() == 1


def test_two_people_said_by_mistake_are_proposed_again(signed_in, centre):
    one, two = person(centre, first_name="Olga"), person(centre, first_name="Olga")
    signed_in.post(f"{compare_url(one, two)}distinctes/")
    (said,) = signed_in.get(f"{URL}distinctes/").context["page"]

    response = signed_in.post(f"{URL}distinctes/{said.pk}/revenir/", follow=True)

    assert [pair.people for pair in response.context["pairs"]] == [(one, two)]
    lines = AuditEvent.objects.filter(object_type="families.separation", verb="deleted")
    assert set(lines.values_list("family", flat=True)) == {one.family_id, two.family_id}


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_two_people_costs_the_same_whatever_its_length(
    signed_in, centre, django_assert_num_queries, number
):
    for _pair in range(number):
        SeparationFactory(first=person(centre), second=person(centre))

    with django_assert_num_queries(5):
        response = signed_in.get(f"{URL}distinctes/")

    assert len(response.context["page"]) == number


def test_nobody_forgotten_is_among_those_said_to_be_two(signed_in, centre):
    gone = person(centre)
    SeparationFactory(first=gone, second=person(centre))
    Parent.objects.filter(pk=gone.pk).update(
        first_name="", last_name="", phone="", email="", erased_on="2026-03-01"
    )

    response = signed_in.get(f"{URL}distinctes/")

    assert "Aucune fiche dite distincte" in text(response)


# -- Side by side --------------------------------------------------------------------------------


def test_the_filled_and_the_latest_value_is_proposed(signed_in, centre):
    one = person(centre, first_name="Fatou", phone="0611111111", email="f@exemple.test")
    two = person(centre, first_name="Fatoumata", phone="0622222222", gender="f", birth_year=1980)
    two.family.lives_in_qpv, two.family.qpv_source = "yes", "declared"
    two.family.save()

    form = signed_in.get(compare_url(two, one)).context["form"]

    assert {name: int(field.initial) for name, field in form.fields.items()} == {
        "first_name": two.pk,
        "phone": two.pk,
        "email": one.pk,
        "gender": two.pk,
        "age": two.pk,
        "qpv": two.pk,
    }
    assert [label for _key, label in form.fields["qpv"].choices] == [
        "non renseigné",
        "oui (dit par la famille)",
    ]


def test_what_says_more_is_proposed_even_when_it_is_older(signed_in, centre):
    one = person(centre, first_name="Ousmane", last_name="Diallo", birth_year=1990)
    two = person(centre, first_name="Ousmane", last_name="D.", age_band="26-59")

    form = signed_in.get(compare_url(one, two)).context["form"]

    assert [int(field.initial) for field in form.fields.values()] == [one.pk, one.pk]


def test_the_page_says_what_will_happen(signed_in, centre):
    one = person(centre, first_name="Olga", last_name="Kovalenko", phone="0611111111")
    two = person(centre, first_name="Olga", last_name="Kovalenko", age_band="26-59")
    EnrolmentFactory(parent=two, workshop__programme__lead=centre)

    page = text(signed_in.get(compare_url(one, two)))

    assert "1 inscription\N{NO-BREAK SPACE}: tout ira sur la fiche de Olga Kovalenko." in page
    assert "26 à 59 ans" in page
    assert "Pareil sur les deux fiches" in page
    assert Merge.objects.count() == 0


def test_who_lives_with_somebody_is_the_record_that_stays(signed_in, centre):
    one, two = person(centre, first_name="Olga"), person(centre, first_name="Olga")
    ParentFactory(family=two.family, first_name="Ivan")

    page = signed_in.get(compare_url(one, two))

    assert page.context["comparison"].kept == two
    assert [words for _key, words in page.context["form"].fields["household"].choices] == [
        *("seul(e)", "avec Ivan"),
    ]


def test_two_records_of_one_household_have_one_household(signed_in, centre):
    one = person(centre, first_name="Olga")
    two = ParentFactory(family=one.family, first_name="Olga")

    page = signed_in.get(compare_url(one, two))

    assert page.context["form"].fields == {}
    assert "Rien ne les distingue" in text(page)
    assert not page.context["comparison"].joins_households


# -- Uniting -------------------------------------------------------------------------------------


def test_uniting_keeps_what_was_chosen_and_offers_to_undo(signed_in, centre):
    one = person(centre, first_name="Fatou", phone="0611111111")
    two = person(centre, first_name="Fatoumata")

    response = signed_in.post(
        compare_url(one, two), {"first_name": two.pk, "phone": one.pk}, follow=True
    )

    merge = Merge.objects.get()
    assert response.redirect_chain[0][0] == f"/familles/{one.family_id}/?reunion={merge.pk}"
    assert "Les deux fiches n’en font plus qu’une." in text(response)
    assert f'action="/familles/reunions/{merge.pk}/separer/"' in text(response)
    one.refresh_from_db()
    assert (one.first_name, one.phone) == ("Fatoumata", "0611111111")


def test_the_chosen_household_is_that_of_the_record_that_stays(signed_in, centre):
    one, two = person(centre, first_name="Olga"), person(centre, first_name="Olga")
    ParentFactory(family=two.family, first_name="Ivan")

    signed_in.post(compare_url(one, two), {"household": one.pk})

    assert Merge.objects.get().kept == one


def test_a_missing_answer_is_asked_again(signed_in, centre):
    one, two = person(centre, first_name="Fatou"), person(centre, first_name="Fatoumata")

    response = signed_in.post(compare_url(one, two), {"once": str(uuid.uuid4())})

    assert list(response.context["form"].errors) == ["first_name"]
    assert Merge.objects.count() == 0


def test_the_same_form_sent_twice_acts_once(signed_in, centre):
    one, two = person(centre, first_name="Olga"), person(centre, first_name="Olga")
    data = {"once": str(uuid.uuid4())}

    answers = [signed_in.post(compare_url(one, two), data).url for _time in range(2)]

    assert answers[0] == answers[1]
    assert Merge.objects.count() == 1


def test_who_comes_second_is_led_to_the_record_that_stays(signed_in, centre):
    one, two = person(centre, first_name="Olga"), person(centre, first_name="Olga")
    merges.merge(kept=one, set_aside=two, by=None)

    response = signed_in.post(compare_url(one, two), {}, follow=True)

    assert response.redirect_chain == [(f"/familles/{one.family_id}/", 302)]
    assert "déjà réunies" in text(response)


def test_records_of_two_structures_one_coordinates_are_refused(client, centre):
    other = StructureFactory()
    user = coordinator(centre)
    coordinator_there = coordinator(other)
    coordinator_there.memberships.update(user=user)
    client.force_login(user)
    one, two = person(centre, first_name="Olga"), person(other, first_name="Olga")

    response = client.post(compare_url(one, two), {"once": str(uuid.uuid4())})

    assert "tenues par deux structures" in text(response)


def test_a_colleague_who_meets_them_may_not(client, centre):
    workshop = WorkshopFactory(programme__lead=centre)
    one, two = (EnrolmentFactory(workshop=workshop).parent for _number in range(2))
    client.force_login(facilitator(centre, workshop))

    assert client.get(compare_url(one, two)).status_code == 403
    assert client.get(f"{URL}{one.pk}/").status_code == 403
    assert "Réunir avec" not in text(client.get(one.get_absolute_url()))


def test_a_record_is_not_compared_with_itself(signed_in, centre):
    one = person(centre)

    assert signed_in.get(compare_url(one, one)).status_code == 404


# -- Choosing the other record ---------------------------------------------------------------------


def test_another_record_is_searched_for(signed_in, centre):
    one, two = person(centre, first_name="Olga"), person(centre, first_name="Volha")

    found = signed_in.post(f"{URL}{one.pk}/", {"twin-q": "volha"})
    chosen = signed_in.post(f"{URL}{one.pk}/", {"twin": two.pk})
    oneself = signed_in.post(f"{URL}{one.pk}/", {"twin": one.pk})

    assert f'value="{two.pk}"' in text(found)
    assert chosen.url == compare_url(one, two)
    assert "twin" in oneself.context["form"].errors


# -- Undoing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_merges_costs_the_same(signed_in, centre, django_assert_num_queries, number):
    for _time in range(number):
        MergeFactory(kept__family__structure=centre, set_aside__family__structure=centre)

    with django_assert_num_queries(5):
        response = signed_in.get("/familles/reunions/")

    assert len(response.context["page"]) == number


def test_no_merge_yet_says_where_to_look(signed_in):
    assert "Aucune fiche réunie" in text(signed_in.get("/familles/reunions/"))


def test_undoing_brings_the_other_record_back(signed_in, centre):
    one, two = person(centre, first_name="Olga"), person(centre, first_name="Volha")
    merge = merges.merge(kept=one, set_aside=two, by=None)

    response = signed_in.post(f"/familles/reunions/{merge.pk}/separer/", follow=True)
    again = signed_in.post(f"/familles/reunions/{merge.pk}/separer/", follow=True)

    assert response.redirect_chain == [(f"/familles/{two.family_id}/", 302)]
    assert "de nouveau séparées" in text(response)
    assert "Ces fiches sont déjà séparées." in text(again)
    assert "séparées le" in text(again)
    assert list(Parent.objects.named().order_by("pk")) == [one, two]


@pytest.mark.parametrize("key", ["abc", "999999"])
def test_an_address_that_means_nothing_offers_nothing(signed_in, centre, key):
    family = person(centre).family

    response = signed_in.get(f"/familles/{family.pk}/?reunion={key}")

    assert response.context["merged"] is None
