"""People of the directory: found, read, taken away as a list."""

import datetime as dt

import pytest

from partnerships.models import AuditEvent
from tests.factories import (
    ContactFactory,
    StructureFactory,
    TenureFactory,
    TerritoryFactory,
    ThreadFactory,
    UserFactory,
    facilitator,
    observer,
    partner,
)
from tests.reading import said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "partnership")]
TODAY = dt.date(2026, 3, 10)


def listed(client, **filters):
    return [str(contact) for contact in client.get("/contacts/", filters).context["page"]]


def person(first, last, structure, function="directrice", **tenure):
    contact = ContactFactory(first_name=first, last_name=last)
    return TenureFactory(contact=contact, structure=structure, function=function, **tenure)


# -- The list ----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_many_people(
    signed_in, school, django_assert_num_queries, number
):
    for _ in range(number):
        TenureFactory(structure=school)
        StructureFactory().territories.add(TerritoryFactory())

    with django_assert_num_queries(8):
        response = signed_in.get("/contacts/")

    assert len(response.context["page"]) == number


@pytest.mark.parametrize("typed", ["helene", "VASSEUR", "educatrice", "ecole", "vasseur ecole"])
def test_people_are_found_by_name_function_and_structure(signed_in, school, typed):
    person("Hélène", "Vasseur", school, "éducatrice")
    person("Paul", "Autre", StructureFactory(name="Mairie"), "agent")

    assert listed(signed_in, q=typed) == ["Hélène Vasseur"]


def test_family_names_are_sorted_without_accents(signed_in, school):
    for last in ["Zola", "Élan", "Espoir", "Abeille"]:
        person("Camille", last, school)

    assert [name.split()[1] for name in listed(signed_in)] == ["Abeille", "Élan", "Espoir", "Zola"]


def test_the_list_is_filtered(signed_in, school):
    district = TerritoryFactory(name="Les Filatures")
    school.territories.add(district)
    town = StructureFactory(kind="town")
    person("Clé", "Ici", school, is_key_person=True)
    person("Agent", "Mairie", town)
    person("Ancien", "Parti", school, ends_on=dt.date(2026, 1, 1), end_reason="retired")

    assert listed(signed_in) == ["Clé Ici", "Agent Mairie"]
    assert listed(signed_in, is_key="on") == ["Clé Ici"]
    assert listed(signed_in, is_partner="on") == ["Clé Ici"]
    assert listed(signed_in, kind="town") == ["Agent Mairie"]
    assert listed(signed_in, territory=district.pk) == ["Clé Ici"]
    assert listed(signed_in, has_left="on") == ["Clé Ici", "Agent Mairie", "Ancien Parti"]


def test_an_empty_list_says_what_to_do(signed_in):
    empty, nothing, filtered = (
        text(signed_in.get("/contacts/", query)) for query in ({}, {"q": "zoé"}, {"is_key": "on"})
    )

    assert "Commencez par la personne que vous appelez en premier" in empty
    assert "/contacts/nouveau/?nom=zo%C3%A9" in nothing
    assert "Personne ne répond à ces filtres" in filtered


def test_people_are_for_those_who_belong_to_a_partnership(client, centre, school):
    tenure = TenureFactory(structure=school)
    pages = ["/contacts/", f"/contacts/{tenure.contact_id}/", "/quartiers/", "/contacts/nouveau/"]

    def statuses(user):
        client.force_login(user)
        return {client.get(page).status_code for page in pages}

    assert statuses(partner(school)) == {200}
    assert statuses(facilitator(centre)) == {200}
    assert statuses(observer(centre)) == {404}
    assert statuses(UserFactory()) == {404}


# -- Export --------------------------------------------------------------------------------------


def test_the_list_goes_out_as_it_is_filtered_and_leaves_a_line(signed_in, centre, school):
    person("Hélène", "Vasseur", school, "=directrice", is_key_person=True)
    person("Paul", "Autre", StructureFactory())
    ContactFactory(last_name="Nouvelle")

    csv = signed_in.get("/contacts/exporter/", {"q": "vasseur"})

    lines = b"".join(csv.streaming_content).decode("utf-8-sig").splitlines()
    event = AuditEvent.objects.get(verb="exported")
    assert [line.split(";")[:4] for line in lines[1:]] == [
        ["Vasseur", "Hélène", "'=directrice", "École"]
    ]
    assert (event.structure, "phone" in event.fields) == (centre, True)


@pytest.mark.parametrize(
    ("format", "start"), [("pdf", b"%PDF-"), ("xlsx", b"PK"), ("autre", b"\xef\xbb\xbf")]
)
def test_the_list_goes_out_in_three_formats(signed_in, school, format, start):
    TenureFactory(structure=school, is_key_person=True)
    TenureFactory(structure=school)
    ContactFactory()

    response = signed_in.get("/contacts/exporter/", {"format": format})

    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert body.startswith(start)


def test_a_partner_does_not_take_the_list_away(client, school):
    client.force_login(partner(school))

    assert client.get("/contacts/exporter/").status_code == 403


# -- The page of a person ------------------------------------------------------------------------


def test_the_page_tells_how_to_reach_and_where_the_person_was(signed_in, centre, school):
    contact = ContactFactory(
        first_name="Hélène",
        last_name="Vasseur",
        phone="0612345678",
        other_phone="0320000001",
        email="helene@exemple.test",
        reach_note="Avant 8 h 30",
        introduced_by="Le chef de projet",
        checked_on=dt.date(2026, 2, 1),
    )
    now = TenureFactory(contact=contact, structure=school, is_key_person=True, time="personal")
    follower = TenureFactory(contact__last_name="Suite")
    TenureFactory(
        contact=contact,
        structure=StructureFactory(name="Avant"),
        function="adjointe",
        starts_on=dt.date(2020, 9, 1),
        ends_on=dt.date(2024, 8, 31),
        end_reason="moved",
        successor=follower,
    )
    ThreadFactory(partnership=school.partnerships.get(), tenure=now)
    ThreadFactory(tenure=TenureFactory(contact=contact, structure=StructureFactory()))

    response = signed_in.get(contact.get_absolute_url())

    page = text(response)
    for words in [
        "06 12 34 56 78",
        "03 20 00 00 01",
        "helene@exemple.test",
        "Avant 8 h 30",
        "Le chef de projet",
        "Vérifiée le 1er février 2026",
        "sur son temps personnel",
        "Du 1er septembre 2020 au 31 août 2024",
        "Mutation, autre poste.",
        "Suite a pris la suite.",
    ]:
        assert words in page
    # The thread of a partnership of others is theirs to know.
    assert [str(thread.partnership) for thread in response.context["threads"]] == [
        str(school.partnerships.get())
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_long_the_career(
    signed_in, school, django_assert_num_queries, number
):
    contact = ContactFactory()
    for year in range(number):
        tenure = TenureFactory(
            contact=contact,
            structure=school,
            function=f"fonction {year}",
            starts_on=dt.date(2020 + year, 1, 1),
        )
        ThreadFactory(partnership=school.partnerships.get(), tenure=tenure)

    with django_assert_num_queries(8):
        response = signed_in.get(contact.get_absolute_url())

    assert len(response.context["present"]) == number


@pytest.mark.parametrize(
    ("checked_on", "sentence"),
    [
        (dt.date(2025, 3, 9), "Vérifiée le 9 mars 2025 : à vérifier de nouveau"),
        (None, "Jamais vérifiée"),
    ],
)
def test_an_old_record_shows_its_age(signed_in, checked_on, sentence):
    contact = ContactFactory(checked_on=checked_on)

    assert sentence in text(signed_in.get(contact.get_absolute_url()))


def test_one_touch_says_the_record_is_right(signed_in, school):
    contact = TenureFactory(structure=school).contact

    response = signed_in.post(f"/contacts/{contact.pk}/verifier/", follow=True)

    contact.refresh_from_db()
    assert contact.checked_on == TODAY
    assert said(response) == ["La fiche est notée vérifiée aujourd’hui."]
    assert AuditEvent.objects.get().structure == school


# -- The page of a structure -----------------------------------------------------------------------


def test_the_page_of_a_structure_says_whom_to_call(signed_in, school):
    school.phone = "0320000009"
    school.save()
    person("Deuxième", "Là", school, "enseignante", starts_on=dt.date(2020, 9, 1))
    person("Première", "Clé", school, is_key_person=True)
    person("Ancienne", "Partie", school, ends_on=dt.date(2025, 7, 4), end_reason="retired")

    response = signed_in.get(school.get_absolute_url())

    page = text(response)
    assert [str(tenure.contact) for tenure in response.context["people"]] == [
        "Première Clé",
        "Deuxième Là",
    ]
    assert [str(tenure.contact) for tenure in response.context["former"]] == ["Ancienne Partie"]
    assert page.index("Première Clé") < page.index("Deuxième Là") < page.index("Standard")
    assert f"/contacts/nouveau/?structure={school.pk}" in page


def test_whoever_is_in_no_partnership_reads_no_name(client, school):
    person("Première", "Clé", school)
    client.force_login(observer(StructureFactory()))

    page = text(client.get(school.get_absolute_url()))

    assert "Première" not in page


# -- Neighbourhoods --------------------------------------------------------------------------------


def test_neighbourhoods_say_where_nobody_is(signed_in, centre, school):
    town = TerritoryFactory(kind="commune", name="Lille")
    known, empty = (
        TerritoryFactory(name=name, parent=town) for name in ("Les Filatures", "Le Vide")
    )
    TerritoryFactory(name="Ailleurs")
    mairie = StructureFactory(name="Mairie", kind="town")
    for structure in (centre, school, mairie):
        structure.territories.add(known)
    person("Hélène", "Vasseur", school)

    response = signed_in.get("/quartiers/")

    first, second = response.context["neighbourhoods"]
    assert (first.territory, first.is_empty) == (empty, True)
    assert (second.territory, second.peopled, second.unknown) == (known, [school], [centre, mairie])
    assert "médiathèque" in second.missing
    assert "école" not in " ".join(map(str, second.missing))
    assert "Aucune structure connue." in text(response)


@pytest.mark.parametrize("number", [1, 3])
def test_neighbourhoods_cost_the_same_however_many(
    signed_in, centre, django_assert_num_queries, number
):
    for _ in range(number):
        district = TerritoryFactory()
        centre.territories.add(district)
        StructureFactory().territories.add(district)

    with django_assert_num_queries(7):
        response = signed_in.get("/quartiers/")

    assert len(response.context["neighbourhoods"]) == number


def test_without_a_neighbourhood_the_page_says_why(signed_in):
    assert "Aucun quartier autour de vous" in text(signed_in.get("/quartiers/"))
