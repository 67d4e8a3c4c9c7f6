import datetime as dt
import uuid

import pytest

from families.forms.households import Arrival
from families.models import Family, Parent, Schooling
from partnerships.models import AuditEvent
from tests.factories import (
    ParentFactory,
    SchoolFactory,
    SchoolingFactory,
    StructureFactory,
    TermFactory,
    TerritoryFactory,
    coordinator,
    facilitator,
)
from tests.reading import said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
NEW = "/familles/nouvelle/"
EMPTY = {"children": "1", "school_year": "2025", "lives_in_qpv": "unknown"}


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


# -- A newcomer --------------------------------------------------------------------------------


def test_a_first_name_is_enough(signed_in, centre):
    response = signed_in.post(NEW, EMPTY | {"first_name": " Éloïse "}, follow=True)

    parent = Parent.objects.get()
    assert (str(parent), parent.family.structure) == ("Éloïse", centre)
    assert parent.registered_on == parent.family.registered_on == dt.date(2026, 3, 10)
    assert response.redirect_chain == [(parent.get_absolute_url(), 302)]
    assert said(response) == ["La fiche de Éloïse est ouverte."]
    assert lines() == [("created", "families.family", []), ("created", "families.parent", [])]


def test_everything_one_may_note_at_once(signed_in, centre):
    school = SchoolFactory(structure__commune="Lille")
    language = TermFactory(vocabulary="language")
    qpv = TerritoryFactory(kind="qpv")
    centre.territories.add(qpv)

    signed_in.post(
        NEW,
        EMPTY
        | {
            "first_name": "Aïssatou",
            "last_name": "Sarr",
            "phone": "+33 6 12 34 56 78",
            "birth_year": "1990",
            "gender": "f",
            "is_relay": "on",
            "school": school.pk,
            "level": "elementary",
            "children": "2",
            "lives_in_qpv": "yes",
            "qpv_source": "declared",
            "qpv": qpv.pk,
            "languages": [language.pk],
            "is_interpreter_needed": "on",
            "informed_how": "paper",
        },
    )

    parent = Parent.objects.get()
    family, schooling = parent.family, Schooling.objects.get()
    assert (parent.phone, parent.birth_year, parent.is_relay) == ("0612345678", 1990, True)
    assert (family.lives_in_qpv, family.qpv, list(family.languages.all())) == (
        "yes",
        qpv,
        [language],
    )
    # Without a date, the information was given today.
    assert (family.informed_how, family.informed_on) == ("paper", dt.date(2026, 3, 10))
    assert (schooling.family, schooling.school, schooling.children) == (family, school, 2)


def test_the_same_form_sent_twice_registers_one(signed_in):
    sent = EMPTY | {"first_name": "Samira", "once": str(uuid.uuid4())}

    answers = [signed_in.post(NEW, sent), signed_in.post(NEW, sent)]

    assert Parent.objects.count() == 1
    assert answers[0].url == answers[1].url


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"first_name": ""}, "first_name", "Ce champ est obligatoire."),
        (
            {"first_name": "2 85 05 78 006 084 41"},
            "first_name",
            "Ceci est un numéro de sécurité sociale : il n’a pas sa place ici.",
        ),
        (
            {"birth_year": "1990", "age_band": "26-59"},
            "age_band",
            "Donnez l’année de naissance ou la tranche d’âge, pas les deux.",
        ),
        ({"birth_year": "1066"}, "birth_year", "Cette année de naissance n’est pas possible."),
        (
            {"phone": "12"},
            "phone",
            (
                "« 12 » n’est pas un numéro de téléphone : 10 chiffres, "
                "ou + et l’indicatif d’un autre pays."
            ),
        ),
    ],
)
def test_what_is_wrong_of_a_parent_is_said_beside_it(signed_in, sent, field, sentence):
    response = signed_in.post(NEW, EMPTY | {"first_name": "Samira"} | sent)

    assert response.context["arrival"].parent.errors == {field: [sentence]}
    assert Parent.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        (
            {"lives_in_qpv": "yes"},
            "qpv_source",
            (
                "Dites comment on sait si la famille habite un quartier prioritaire, "
                "ou laissez « on ne sait pas »."
            ),
        ),
        (
            {"informed_on": "2026-01-05"},
            "informed_how",
            "L’information donnée a une date et une manière, ou ni l’une ni l’autre.",
        ),
    ],
)
def test_what_is_wrong_of_a_household_is_said_beside_it(signed_in, sent, field, sentence):
    response = signed_in.post(NEW, EMPTY | {"first_name": "Samira"} | sent)

    assert response.context["arrival"].family.errors == {field: [sentence]}


def test_a_source_without_an_answer_is_left_out(signed_in):
    signed_in.post(NEW, EMPTY | {"first_name": "Samira", "qpv_source": "declared"})

    assert Family.objects.get().qpv_source == ""


def test_a_school_without_its_level_is_said(signed_in):
    school = SchoolFactory(structure__commune="Lille")

    response = signed_in.post(NEW, EMPTY | {"first_name": "Samira", "school": school.pk})

    assert list(response.context["arrival"].schooling.errors) == ["level"]


def test_nothing_of_a_refused_newcomer_is_left(user):
    arrival = Arrival(EMPTY | {"first_name": "Samira"}, user=user)
    assert arrival.is_valid()
    arrival.parent.instance.birth_year = 1066

    assert arrival.save() is None
    assert list(arrival.parent.errors) == ["birth_year"]
    assert Family.objects.count() == 0


def test_what_was_looked_for_is_already_typed(signed_in):
    page = signed_in.get(NEW, {"q": "Zélie Roussel"}).content.decode()

    assert 'value="Zélie"' in page
    assert 'value="Roussel"' in page


def test_who_works_in_two_structures_says_for_which(client, centre, user):
    other = StructureFactory()
    workers = facilitator(other)
    workers.memberships.update(user=user)
    client.force_login(user)

    unsaid = client.post(NEW, EMPTY | {"first_name": "Samira"})
    elsewhere = client.post(
        NEW, EMPTY | {"first_name": "Samira", "structure": StructureFactory().pk}
    )
    client.post(NEW, EMPTY | {"first_name": "Samira", "structure": other.pk})

    assert list(unsaid.context["arrival"].family.errors) == ["structure"]
    assert list(elsewhere.context["arrival"].family.errors) == ["structure"]
    assert Family.objects.get().structure == other


# -- Somebody who looks like somebody -----------------------------------------------------------


def test_a_lookalike_is_shown_before_a_second_record_is_made(signed_in, centre):
    known = ParentFactory(family__structure=centre, first_name="Samira", last_name="Benali")
    school = SchoolFactory(structure__name="École du Parc")
    for year in (2024, 2025):
        SchoolingFactory(family=known.family, school=school, school_year=year)
    sent = EMPTY | {"first_name": "samira", "last_name": "Ben Ali"}

    response = signed_in.post(NEW, sent)

    page = response.content.decode()
    assert Parent.objects.count() == 1
    assert known.get_absolute_url() in page
    assert "<small>École du Parc</small>" in page
    assert response.context["arrival"].parent.other_than == str(known.pk)

    signed_in.post(NEW, sent | {"other_than": str(known.pk)})

    assert Parent.objects.count() == 2


def test_somebody_of_another_structure_is_never_proposed(signed_in):
    ParentFactory(first_name="Samira")

    signed_in.post(NEW, EMPTY | {"first_name": "Samira"})

    assert Parent.objects.count() == 2


def test_lookalikes_come_while_one_types(signed_in, centre):
    known = ParentFactory(family__structure=centre, first_name="Samira")
    url = "/familles/ressemblances/"

    found = signed_in.get(url, {"first_name": "samir"}).content.decode()
    chosen = signed_in.get(url, {"first_name": "samira", "structure": centre.pk}).content.decode()
    elsewhere = [
        signed_in.get(url, {"first_name": "samira", "structure": value}).content.decode().strip()
        for value in (StructureFactory().pk, "²", "abc")
    ]

    assert known.get_absolute_url() in found
    assert known.get_absolute_url() in chosen
    assert elsewhere == ["", "", ""]


def test_a_facilitator_learns_no_more_than_name_and_school(client, centre):
    known = ParentFactory(family__structure=centre, first_name="Samira", phone="0612345678")
    client.force_login(facilitator(centre))

    page = client.post(NEW, EMPTY | {"first_name": "Samira"}).content.decode()

    assert "école non notée" in page
    assert known.get_absolute_url() not in page
    assert "0612345678" not in page
    assert "Ajoutez cette personne depuis la feuille d’une séance" in page


def test_a_facilitator_registers_somebody_they_will_meet(client, centre):
    client.force_login(facilitator(centre))

    response = client.post(NEW, EMPTY | {"first_name": "Samira"}, follow=True)

    assert Parent.objects.get().family.structure == centre
    assert response.redirect_chain == [("/familles/", 302)]
    assert said(response) == [
        "La fiche de Samira est ouverte.",
        "Sa fiche s’ouvrira ici dès que cette personne sera inscrite à l’un de vos ateliers.",
    ]
