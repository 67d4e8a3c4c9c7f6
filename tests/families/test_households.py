import datetime as dt

import pytest

from families.forms.households import FamilyForm, ParentForm
from families.models import Family, Parent, Schooling
from partnerships.models import AuditEvent
from tests.factories import (
    AttendanceFactory,
    EnrolmentFactory,
    FamilyFactory,
    HeldSessionFactory,
    ParentFactory,
    PartnershipFactory,
    SchoolFactory,
    SchoolingFactory,
    StructureFactory,
    TermFactory,
    TerritoryFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
)
from tests.reading import said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def centre():
    return StructureFactory(commune="Lille")


@pytest.fixture
def user(centre):
    return coordinator(centre)


@pytest.fixture
def signed_in(client, user):
    client.force_login(user)
    return client


def lines():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", "object_type", "fields"))


# -- The page of a household --------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_long_the_history(
    signed_in, centre, django_assert_num_queries, number
):
    parent = ParentFactory(family__structure=centre)
    for _ in range(number):
        SchoolingFactory(family=parent.family)
        AttendanceFactory(
            parent=parent, session=HeldSessionFactory(workshop__programme__lead=centre)
        )

    with django_assert_num_queries(14):
        response = signed_in.get(parent.get_absolute_url())

    assert len(response.context["history"].presences) == number


def test_the_page_tells_who_how_to_reach_them_and_what_they_took_part_in(signed_in, centre):
    family = FamilyFactory(
        structure=centre,
        lives_in_qpv="yes",
        qpv_source="address",
        informed_on=dt.date(2025, 9, 3),
        informed_how="paper",
        is_interpreter_needed=True,
    )
    parent = ParentFactory(family=family, first_name="Samira", phone="0612345678")
    ParentFactory(family=family, first_name="Karim", email="karim@exemple.test")
    held = HeldSessionFactory(
        workshop__programme__lead=centre, workshop__title="Café", date=dt.date(2026, 3, 8)
    )
    AttendanceFactory(parent=parent, session=held)
    AttendanceFactory(
        parent=parent,
        session=HeldSessionFactory(workshop=held.workshop, date=dt.date(2026, 3, 9)),
        status="absent",
    )

    response = signed_in.get(family.get_absolute_url())

    page = " ".join(response.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())
    assert "<h1>Karim, Samira</h1>" in page
    assert "1 rencontre, la dernière il y a 2 jours." in page
    assert [presence.title for presence in response.context["history"].presences] == ["Café"]
    for words in ["06 12 34 56 78", "karim@exemple.test", "vérifié à l’adresse", "interprète"]:
        assert words in page
    assert "3 septembre 2025" in page


def test_a_long_history_is_folded(signed_in, centre):
    parent = ParentFactory(family__structure=centre)
    workshop = WorkshopFactory(programme__lead=centre)
    for day in range(1, 11):
        AttendanceFactory(
            parent=parent,
            session=HeldSessionFactory(workshop=workshop, date=dt.date(2026, 1, day)),
        )

    page = signed_in.get(parent.get_absolute_url()).content.decode()

    assert "2025-2026\N{NO-BREAK SPACE}: 10 fois, 20\N{NO-BREAK SPACE}h en tout" in page
    assert page.index("5\N{NO-BREAK SPACE}janvier") < page.index("Toute cette année")
    assert page.index("4\N{NO-BREAK SPACE}janvier") > page.index("Toute cette année")


def test_a_facilitator_sees_those_of_the_household_they_meet(client, centre):
    workshop = WorkshopFactory(programme__lead=centre)
    met = EnrolmentFactory(workshop=workshop, parent__first_name="Samira").parent
    ParentFactory(family=met.family, first_name="Karim")
    client.force_login(facilitator(centre, workshop))

    page = client.get(met.get_absolute_url()).content.decode()

    assert "<h1>Samira</h1>" in page
    assert "Karim" not in page


@pytest.mark.parametrize(
    "url",
    [
        "/familles/{family}/",
        "/familles/{family}/modifier/",
        "/familles/{family}/parents/nouveau/",
        "/familles/{family}/ecoles/nouvelle/",
        "/familles/parents/{parent}/modifier/",
    ],
)
def test_a_foreign_household_does_not_exist(signed_in, url):
    foreign = ParentFactory()

    response = signed_in.get(url.format(family=foreign.family_id, parent=foreign.pk))
    absent = signed_in.get(url.format(family=10**9, parent=10**9))

    assert (response.status_code, absent.status_code) == (404, 404)


# -- Corrections -------------------------------------------------------------------------------


def test_correcting_a_parent_writes_what_changed(signed_in, centre, user):
    parent = ParentFactory(family__structure=centre, first_name="Samira", phone="0612345678")
    url = f"/familles/parents/{parent.pk}/modifier/"

    response = signed_in.post(url, {"first_name": "Samyra", "phone": "06 12 34 56 78"}, follow=True)

    parent.refresh_from_db()
    assert (parent.first_name, parent.phone, parent.search_key) == (
        "Samyra",
        "0612345678",
        "samyra",
    )
    assert said(response) == ["La fiche de Samyra est corrigée."]
    assert lines() == [("changed", "families.parent", ["first_name"])]
    assert AuditEvent.objects.get().structure == centre


def test_two_people_correcting_different_things_lose_nothing(signed_in, centre):
    parent = ParentFactory(family__structure=centre, first_name="Samira")
    url = f"/familles/parents/{parent.pk}/modifier/"
    Parent.objects.filter(pk=parent.pk).update(phone="0700000000")

    form = signed_in.get(url).context["form"]
    Parent.objects.filter(pk=parent.pk).update(email="samira@exemple.test")
    signed_in.post(url, {"first_name": "Samyra", "phone": form["phone"].value(), "email": ""})

    parent.refresh_from_db()
    assert (parent.first_name, parent.phone) == ("Samyra", "0700000000")


def test_a_correction_that_clashes_with_another_is_refused(centre, user):
    parent = ParentFactory(family__structure=centre, first_name="Samira")
    form = ParentForm({"first_name": "Samira", "age_band": "26-59"}, instance=parent, user=user)
    assert form.is_valid()

    # Somebody else writes in the meantime.
    Parent.objects.filter(pk=parent.pk).update(birth_year=1990)

    assert form.save() is None
    assert form.errors == {
        "age_band": ["Donnez l’année de naissance ou la tranche d’âge, pas les deux."]
    }


def test_a_household_that_moved_meanwhile_is_refused_beside_the_field(centre, user):
    qpv = TerritoryFactory(kind="qpv")
    centre.territories.add(qpv)
    family = FamilyFactory(structure=centre, lives_in_qpv="yes", qpv_source="declared")
    sent = {"lives_in_qpv": "yes", "qpv_source": "declared", "qpv": qpv.pk}
    form = FamilyForm(sent, instance=family, user=user)
    assert form.is_valid()

    Family.objects.filter(pk=family.pk).update(lives_in_qpv="no")

    assert form.save() is None
    assert list(form.errors) == ["qpv"]


def test_nothing_changed_leaves_no_line(signed_in, centre):
    parent = ParentFactory(family__structure=centre, first_name="Samira")

    signed_in.post(f"/familles/parents/{parent.pk}/modifier/", {"first_name": "Samira"})

    assert lines() == []


def test_one_more_adult_in_the_household(signed_in, centre):
    family = ParentFactory(family__structure=centre, first_name="Samira").family
    url = f"/familles/{family.pk}/parents/nouveau/"
    shown = signed_in.get(url)

    compared = signed_in.post(url, {"first_name": "Samira"})
    response = signed_in.post(url, {"first_name": "Karim"}, follow=True)

    assert shown.status_code == 200
    assert compared.context["form"].found[0].parent.family == family
    assert [str(parent) for parent in family.parents.all()] == ["Karim", "Samira"]
    assert response.redirect_chain == [(family.get_absolute_url(), 302)]


def test_correcting_the_household(signed_in, centre):
    family = ParentFactory(family__structure=centre).family
    language = TermFactory(vocabulary="language")
    url = f"/familles/{family.pk}/modifier/"
    shown = signed_in.get(url)

    response = signed_in.post(
        url,
        {"lives_in_qpv": "no", "qpv_source": "address", "languages": [language.pk]},
        follow=True,
    )

    family.refresh_from_db()
    assert "Langues parlées" in shown.content.decode()
    assert (family.lives_in_qpv, list(family.languages.all())) == ("no", [language])
    assert said(response) == ["Le foyer est corrigé."]
    assert lines() == [("changed", "families.family", ["languages", "lives_in_qpv", "qpv_source"])]


def test_a_household_keeps_its_structure(signed_in, centre):
    family = ParentFactory(family__structure=centre).family

    signed_in.post(f"/familles/{family.pk}/modifier/", {"structure": StructureFactory().pk})

    family.refresh_from_db()
    assert family.structure == centre


def test_a_neighbourhood_is_named_only_for_those_who_live_in_one(signed_in, centre):
    family = ParentFactory(
        family__structure=centre, family__lives_in_qpv="yes", family__qpv_source="declared"
    ).family
    qpv = TerritoryFactory(kind="qpv")
    centre.territories.add(qpv)
    family.qpv = qpv
    family.save()

    response = signed_in.post(
        f"/familles/{family.pk}/modifier/",
        {"lives_in_qpv": "no", "qpv_source": "declared", "qpv": qpv.pk},
    )

    assert response.context["form"].errors == {
        "qpv": ["Un quartier prioritaire n’est nommé que si la famille y habite."]
    }


# -- Schools of the children --------------------------------------------------------------------


def test_schools_are_proposed_partners_first(signed_in, centre):
    partner = SchoolFactory(structure__name="École B", structure__commune="Roubaix")
    PartnershipFactory(parties=[centre, partner.structure])
    SchoolFactory(structure__name="École A", structure__commune="Lille")
    SchoolFactory(structure__name="École C", structure__commune="Tourcoing")
    family = ParentFactory(family__structure=centre).family
    url = f"/familles/{family.pk}/ecoles/nouvelle/"

    def proposed(response):
        _empty, *groups = response.context["form"].fields["school"].choices
        return [(str(title), [name for _pk, name in options]) for title, options in groups]

    assert proposed(signed_in.get(url)) == [
        ("Écoles partenaires", ["École B (Roubaix)"]),
        ("Dans la commune", ["École A (Lille)"]),
    ]
    assert proposed(signed_in.get(url, {"q": "tourcoing"}))[0] == (
        "Trouvées",
        ["École C (Tourcoing)"],
    )


def test_a_search_says_what_it_found(signed_in, centre):
    SchoolFactory(structure__name="Collège Émile", structure__commune="Tourcoing")
    family = ParentFactory(family__structure=centre).family
    url = f"/familles/{family.pk}/ecoles/nouvelle/"

    found, nothing = [
        signed_in.get(url, {"q": text}).content.decode() for text in ("emile", "introuvable")
    ]

    assert "1 établissement trouvé, en tête de la liste." in found
    assert "Aucun établissement ne correspond à" in nothing


def test_a_school_without_commune_goes_by_its_name(signed_in, centre):
    school = SchoolFactory(structure__name="École B", structure__commune="")
    PartnershipFactory(parties=[centre, school.structure])
    family = ParentFactory(family__structure=centre).family

    page = signed_in.get(f"/familles/{family.pk}/ecoles/nouvelle/").content.decode()

    assert f'<option value="{school.pk}">École B</option>' in page


def test_a_school_is_added_once_a_year_and_level(signed_in, centre):
    family = ParentFactory(family__structure=centre).family
    school = SchoolFactory(structure__name="École du Parc")
    url = f"/familles/{family.pk}/ecoles/nouvelle/"
    sent = {"school": school.pk, "level": "elementary", "children": "2", "school_year": "2025"}

    first = signed_in.post(url, sent, follow=True)
    second = signed_in.post(url, sent)

    assert Schooling.objects.get().children == 2
    assert said(first) == ["École du Parc est notée."]
    assert second.context["form"].errors == {
        "level": ["Ce niveau de cet établissement est déjà noté."]
    }


def test_a_school_is_taken_back(signed_in, centre):
    schooling = SchoolingFactory(family__structure=centre, school__structure__name="École")

    response = signed_in.post(f"/familles/ecoles/{schooling.pk}/retirer/", follow=True)

    assert Schooling.objects.count() == 0
    assert said(response) == ["École n’est plus notée pour ce foyer."]
    assert lines() == [("deleted", "families.schooling", [])]


def test_a_school_is_not_taken_back_by_reading_nor_by_strangers(signed_in, centre):
    mine, foreign = SchoolingFactory(family__structure=centre), SchoolingFactory()

    answers = [
        signed_in.get(f"/familles/ecoles/{mine.pk}/retirer/").status_code,
        signed_in.post(f"/familles/ecoles/{foreign.pk}/retirer/").status_code,
    ]

    assert answers == [405, 404]
    assert Schooling.objects.count() == 2
