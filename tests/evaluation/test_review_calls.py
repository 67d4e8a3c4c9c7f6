"""Calling a joint review, preparing it, giving it up; who is reminded of what, and when."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError

from evaluation.actions import reviews
from evaluation.models import Contribution, Review, Voice
from partnerships.models import AuditEvent
from tests.evaluation.calling import called, given, noted, opened
from tests.factories import (
    CriterionFactory,
    PartnershipFactory,
    PartyFactory,
    ProgrammeFactory,
    StructureFactory,
    WorkshopFactory,
    coordinator,
    partner,
)
from tests.partnerships.agreeing import around_a_table
from tests.reading import plain, said, text

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 10)


@pytest.fixture
def table(today):
    return called()


def refused(act, **asked):
    with pytest.raises(ValidationError) as refusal:
        act(**asked)
    return [plain(message) for message in refusal.value.messages]


# -- Calling -----------------------------------------------------------------------------------


def test_each_party_has_one_voice_and_so_have_parents_and_children(today):
    table = around_a_table()
    PartyFactory(
        partnership=table.partnership, structure=StructureFactory(kind="association", name="Rive")
    )

    called(people=["parents", "children"], table=table)

    voices = {(voice.kind, str(voice)) for voice in table.review.voices.all()}
    assert voices == {
        ("centre", "Centre"),
        ("school", "École"),
        ("other", "Rive"),
        ("parents", "parents"),
        ("children", "enfants"),
    }
    line = AuditEvent.objects.get(object_type="evaluation.review")
    assert (line.verb, line.actor) == ("created", table.boss)


def test_places_are_drawn_by_lot_whatever_the_kind(today):
    """Out of 60 draws each of four voices is first at least once: 1 chance in 10 million not to."""
    table = called(people=["parents", "children"])
    first = set()

    for _draw in range(60):
        reviews.draw(table.review)
        voices = list(table.review.voices.all())
        assert [voice.place for voice in voices] == [1, 2, 3, 4]
        first.add(voices[0].kind)

    assert first == {"centre", "school", "parents", "children"}


def test_a_partnership_that_is_over_calls_no_review(today):
    table = around_a_table(stage="closed")

    found = refused(called, table=table)

    assert found == ["Ce partenariat est terminé : il n’appelle plus de bilan."]


def test_one_voice_alone_shares_nothing(today):
    table = around_a_table()
    table.partnership.parties.get(structure=table.school).delete()

    found = refused(called, table=table, people=())

    assert found == ["Un bilan partagé réunit au moins deux voix."]
    assert not Review.objects.exists()


def test_the_workshop_is_one_of_the_partnership(today):
    table = around_a_table()
    ours = ProgrammeFactory(lead=table.centre)
    ours.partnerships.add(table.partnership)
    workshop = WorkshopFactory(programme=ours)

    found = refused(called, table=table, workshop=WorkshopFactory())

    assert found == ["Cet atelier n’est pas de ce partenariat."]
    assert called(table=table, workshop=workshop).review.workshop == workshop


def test_answers_are_not_awaited_in_the_past_nor_after_the_meeting(today):
    yesterday, tomorrow = dt.date(2026, 3, 9), dt.date(2026, 3, 11)

    table = around_a_table()

    past = refused(called, table=table, answers_until=yesterday)
    late = refused(called, table=table, answers_until=tomorrow, meets_on=TODAY)

    assert past == ["Ce jour est déjà passé."]
    assert late == ["Chaque voix est attendue avant la rencontre, pas après."]


def test_twenty_criteria_at_most(today):
    found = refused(called, criteria=CriterionFactory.create_batch(21))

    assert found == ["Choisissez-en 20 au plus : au-delà, personne ne va au bout."]


def test_the_same_review_is_not_called_twice(table):
    found = refused(called, table=table)

    assert found == ["Ce bilan est déjà appelé pour cette année scolaire."]


# -- Preparing ---------------------------------------------------------------------------------


def prepare(table, people=("parents",), **values):
    return reviews.prepare(review=table.review, values=values, people=people, by=table.boss)


def test_dates_and_criteria_change_while_it_is_sealed(table):
    criterion, meets_on = CriterionFactory(), dt.date(2026, 6, 2)

    prepare(table, meets_on=meets_on, criteria=[criterion])

    review = Review.objects.get()
    assert (review.meets_on, list(review.criteria.all())) == (meets_on, [criterion])


def test_a_party_that_came_since_gets_its_voice_and_the_lot_is_drawn_again(table):
    PartyFactory(partnership=table.partnership, structure=StructureFactory(name="Rive"))

    prepare(table)

    voices = list(table.review.voices.all())
    assert {str(voice) for voice in voices} == {"Centre", "École", "Rive", "parents"}
    assert [voice.place for voice in voices] == [1, 2, 3, 4]


def test_nothing_new_draws_no_lot(table):
    before = list(table.review.voices.values_list("pk", "place"))

    prepare(table, place="Mairie")

    assert list(table.review.voices.values_list("pk", "place")) == before


def test_a_structure_that_left_keeps_the_voice_it_gave_and_loses_an_empty_one(table):
    other = PartyFactory(partnership=table.partnership, structure=StructureFactory(name="Rive"))
    prepare(table)
    head = partner(table.school)
    given(Voice.objects.get(kind="school"), head)
    table.partnership.parties.filter(structure=table.school).delete()
    other.delete()

    prepare(table)

    assert {str(voice) for voice in table.review.voices.all()} == {"Centre", "École", "parents"}


def test_people_who_began_to_write_are_not_silenced(table):
    noted(table.voices["parents"], table.boss, hands_in=False)

    found = refused(prepare, table=table, people=())

    assert found == ["On a commencé à écrire pour « parents » : cette voix reste."]


def test_children_who_said_nothing_may_be_left_out(today):
    table = called(people=["parents", "children"])

    prepare(table, people=["parents"])

    assert {voice.kind for voice in table.review.voices.all()} == {"centre", "school", "parents"}


def test_what_is_asked_changes_no_more_once_somebody_has_handed_in(table):
    given(table.voices["centre"], table.boss)

    found = refused(prepare, table=table, criteria=[CriterionFactory()])

    assert found == ["Une voix est déjà déposée : on ne change plus ce qui est demandé."]


def test_nothing_is_prepared_once_open(table):
    opened(table.review)

    found = refused(prepare, table=table, place="Mairie")

    assert found == ["Les voix sont ouvertes : on ne change plus ce qui fut demandé."]


# -- Giving up ---------------------------------------------------------------------------------


def test_a_review_called_by_mistake_goes_with_its_drafts(client, table):
    given(table.voices["centre"], table.boss, hands_in=False)
    client.force_login(table.boss)
    url = f"/bilans/{table.review.pk}/abandonner/"

    asked = client.get(url)
    response = client.post(url, follow=True)

    assert "Abandonner ce bilan ?" in text(asked)
    assert said(response) == ["Le bilan est abandonné : rien n’en reste."]
    assert (Review.objects.count(), Contribution.objects.count()) == (0, 0)


def test_it_is_not_given_up_once_a_voice_is_in(client, table):
    given(table.voices["centre"], table.boss)
    client.force_login(table.boss)

    response = client.post(f"/bilans/{table.review.pk}/abandonner/", follow=True)

    assert said(response) == [
        "Une voix est déjà déposée : ce bilan ne s’abandonne plus, il se tient."
    ]
    assert Review.objects.count() == 1


# -- The form ----------------------------------------------------------------------------------


def sent(**fields):
    values = {
        "title": "Bilan de l’année 2025-2026",
        "workshop": "",
        "school_year": "2025",
        "starts_on": "2025-09-01",
        "ends_on": "2026-08-31",
        "people": ["parents", "children"],
    }
    return values | fields


@pytest.fixture
def asked(client, today):
    """Who calls, and the page to call it."""
    table = around_a_table()
    client.force_login(table.boss)
    table.url = f"/partenariats/{table.partnership.pk}/bilans/appeler/"
    return table


def test_the_form_proposes_the_year_and_eight_criteria(client, asked):
    form = client.get(asked.url).context["form"]

    assert plain(form["title"].value()) == "Bilan de l’année 2025-2026"
    assert form["school_year"].value() == 2025
    assert (form["starts_on"].value(), form["ends_on"].value()) == (
        dt.date(2025, 9, 1),
        dt.date(2026, 8, 31),
    )
    assert len(form["criteria"].value()) == 8
    assert form["people"].value() == ["parents", "children"]


def test_calling_seats_everybody_and_leads_to_the_envelopes(client, asked):
    response = client.post(asked.url, sent(), follow=True)

    review = Review.objects.get()
    assert said(response) == ["Le bilan est appelé : donnez votre voix, et prévenez les autres."]
    assert response.redirect_chain[0][0] == f"/bilans/{review.pk}/"
    assert review.called_by == asked.boss
    assert review.voices.count() == 4


def test_another_year_takes_the_title_and_the_days_along(client, asked):
    client.post(asked.url, sent(school_year="2024"))

    review = Review.objects.get()
    assert plain(review.title) == "Bilan de l’année 2024-2025"
    assert (review.starts_on, review.ends_on) == (dt.date(2024, 9, 1), dt.date(2025, 8, 31))


def test_a_title_of_one_s_own_stays(client, asked):
    client.post(asked.url, sent(school_year="2024", title="Notre bilan"))

    assert Review.objects.get().title == "Notre bilan"


def test_a_refusal_is_said_beside_its_field(client, asked):
    response = client.post(asked.url, sent(answers_until="2026-03-01", school_year="1999"))
    past = client.post(asked.url, sent(answers_until="2026-03-01"))

    assert "school_year" in response.context["form"].errors
    assert past.context["form"].errors == {"answers_until": ["Ce jour est déjà passé."]}
    assert not Review.objects.exists()


def test_the_next_one_asks_what_the_last_one_asked(client, asked):
    criterion = CriterionFactory()
    called(table=asked, criteria=[criterion])

    form = client.get(asked.url).context["form"]

    assert form["criteria"].value() == [criterion.pk]


def test_in_autumn_the_year_that_is_over_is_proposed_until_it_was_called(client, today):
    table = around_a_table()
    url = f"/partenariats/{table.partnership.pk}/bilans/appeler/"
    with time_machine.travel(dt.datetime(2026, 10, 6, 9, tzinfo=dt.UTC)):
        client.force_login(table.boss)

        before = client.get(url).context["form"]["school_year"].value()
        called(table=table)
        after = client.get(url).context["form"]["school_year"].value()

    assert (before, after) == (2025, 2026)


def test_from_a_workshop_one_chooses_with_whom_then_speaks_of_it(client, asked):
    ours = ProgrammeFactory(lead=asked.centre)
    ours.partnerships.add(asked.partnership)
    PartnershipFactory(name="Ailleurs", parties=[asked.centre])
    workshop = WorkshopFactory(programme=ours, title="Le café")

    choice = client.get(f"/bilans/appeler/?atelier={workshop.pk}")
    form = client.get(f"{asked.url}?atelier={workshop.pk}").context["form"]

    assert list(choice.context["page"]) == [asked.partnership]
    assert form["workshop"].value() == workshop.pk
    assert plain(form["title"].value()) == "Bilan de l’atelier « Le café »"
    assert client.get("/bilans/appeler/?atelier=x").status_code == 404


def test_among_many_partnerships_one_seeks_by_the_name_of_a_party(client, asked):
    PartnershipFactory.create_batch(40, parties=[asked.centre])
    school = StructureFactory(name="École Éluard")
    sought = PartnershipFactory(name="Ailleurs", parties=[asked.centre, school])

    first = client.get("/bilans/appeler/")
    found = client.get("/bilans/appeler/?q=eluard")
    none = client.get("/bilans/appeler/?q=personne")

    assert len(first.context["page"]) == 40
    assert 'name="q"' in first.content.decode()
    assert list(found.context["page"]) == [sought]
    assert "Aucun partenariat ne répond à ces mots." in text(none)


def test_without_a_partnership_one_is_told_what_to_do_first(client, today):
    client.force_login(coordinator(StructureFactory()))

    assert "ouvrez d’abord un partenariat" in text(client.get("/bilans/appeler/"))


def test_a_partner_speaks_and_calls_nothing(client, asked):
    client.force_login(partner(asked.school))

    assert client.get(asked.url).status_code == 403
    assert client.get("/bilans/appeler/").status_code == 404


def test_preparing_by_the_page(client, table):
    client.force_login(table.boss)
    url = f"/bilans/{table.review.pk}/preparer/"
    values = sent(title="Bilan de juin", people=["parents"], place="Mairie")

    shown = client.get(url).context["form"]
    response = client.post(url, values, follow=True)
    refused = client.post(url, values | {"answers_until": "2020-01-01"})

    review = Review.objects.get()
    assert shown["people"].value() == ["parents"]
    assert said(response) == ["Le bilan est à jour."]
    assert (review.title, review.place) == ("Bilan de juin", "Mairie")
    assert refused.context["form"].errors == {"answers_until": ["Ce jour est déjà passé."]}
    assert "Bilan de juin" in text(refused)


def test_a_criterion_taken_off_the_list_stays_where_it_was_chosen(client, today):
    criterion = CriterionFactory(is_active=False)
    table = called(criteria=[criterion])
    client.force_login(table.boss)

    form = client.get(f"/bilans/{table.review.pk}/preparer/").context["form"]

    assert criterion in form.fields["criteria"].queryset
