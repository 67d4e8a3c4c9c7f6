"""A table of participants: who is known, who is new, what is refused, and what is never taken."""

import datetime as dt

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from families.models import Parent
from partnerships.models import AuditEvent, ImportFile, Term
from tests.factories import (
    EnrolmentFactory,
    SchoolingFactory,
    TerritoryFactory,
    WaitingFactory,
    WorkshopFactory,
    coordinator,
)
from tests.workshops.tables import (
    confirm,
    csv,
    deposit,
    group_of_the_season,
    parent_of,
    remarks,
    school_of,
    warnings,
    xlsx,
)
from workshops.models import Enrolment, TableImport, Waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def workshop():
    return group_of_the_season()


@pytest.fixture
def user(client, workshop):
    user = coordinator(workshop.programme.lead)
    client.force_login(user)
    return user


def test_people_are_told_then_created_with_what_is_kept_of_them(client, workshop, user):
    lead = workshop.programme.lead
    school_of(workshop, "École élémentaire Jules-Verne", level="elementary")
    commune = TerritoryFactory(kind="commune", name="Ville-Neuve", official_code="59999")
    near = TerritoryFactory(kind="neighbourhood", name="Les Tilleuls", parent=commune)
    arabic = Term.objects.get(vocabulary="language", label="Arabe")
    file = xlsx(
        [
            *("NOM", "Prénom", "Date de naissance", "Civilité", "Tél. portable", "Mail"),
            *("Quartier", "QPV", "École", "Classe", "Nb enfants", "Langue", "Date d’inscription"),
        ],
        [
            *("BENALI", "Samira", dt.date(1985, 3, 12), "Mme", "06.12.34.56.78", "s@exemple.test"),
            *("Les tilleuls", "oui", "Jules Verne", "CE1", 2, "Arabe", dt.date(2025, 10, 6)),
        ],
        ["Koné", "Awa", "1990", "F", None, None, None, "non", None, None, None, None, None],
    )

    response = deposit(client, workshop, file, kind="people")
    preview = response.context["preview"]

    assert preview.sentence == "2 personnes, toutes nouvelles ; 2 inscriptions".replace(
        " ;", "\u00a0;"
    )
    assert [meaning for _title, meaning in preview.understood][:3] == [
        *("nom", "prénom", "année de naissance")
    ]
    assertContains(response, "seule l’année est gardée")
    assertContains(response, "inscription le lundi 6\u00a0octobre 2025")
    assert Parent.objects.count() == 0

    response = confirm(client, workshop, response)

    assertRedirects(response, f"/imports/{TableImport.objects.get().pk}/")
    samira = Parent.objects.get(first_name="Samira")
    assert (samira.last_name, samira.birth_year, samira.gender) == ("BENALI", 1985, "f")
    assert (samira.phone, samira.email) == ("0612345678", "s@exemple.test")
    assert (samira.family.structure, samira.family.neighbourhood) == (lead, near)
    assert (samira.family.lives_in_qpv, samira.family.qpv_source) == ("yes", "declared")
    assert list(samira.family.languages.all()) == [arabic]
    schooling = samira.family.schoolings.get()
    assert (schooling.level, schooling.children, schooling.school_year) == ("elementary", 2, 2025)
    assert sorted(workshop.enrolments.values_list("parent__first_name", "enrolled_on")) == [
        ("Awa", dt.date(2026, 3, 10)),
        ("Samira", dt.date(2025, 10, 6)),
    ]
    assert samira.search_key == "samira benali"


def test_who_is_known_is_enrolled_and_not_changed(client, workshop, user):
    known = parent_of(workshop, first_name="Samira", last_name="Benali", phone="0612345678")
    WaitingFactory(workshop=workshop, parent=known, asked_on="2026-01-05")
    file = csv("Participant;Téléphone;Mail", "benali samira;06 12 34 56 78;s@exemple.test")

    response = deposit(client, workshop, file, kind="people")
    confirm(client, workshop, response)

    known.refresh_from_db()
    assert (Parent.objects.count(), known.email) == (1, "")
    assert Enrolment.objects.get().parent == known
    assert Waiting.objects.count() == 0
    assert TableImport.objects.get().counts == {"known": 1, "new": 0, "enrolments": 1}
    families = AuditEvent.objects.filter(object_type="workshops.workshop")
    assert [line.family for line in families] == [known.family_id]


def test_a_school_tells_one_homonym_from_another(client, workshop, user):
    verne, hugo = school_of(workshop, "École Jules-Verne"), school_of(workshop, "École Hugo")
    of_verne, of_hugo = (
        parent_of(workshop, first_name="Samira", last_name="Benali") for _each in range(2)
    )
    SchoolingFactory(family=of_verne.family, school=verne)
    SchoolingFactory(family=of_hugo.family, school=hugo)
    file = csv("Prénom;Nom;École;Classe", "Samira;Benali;École Hugo;CP")

    response = deposit(client, workshop, file, kind="people")
    confirm(client, workshop, response)

    assert Enrolment.objects.get().parent == of_hugo


def test_two_people_of_that_name_are_to_settle(client, workshop, user):
    for _each in range(2):
        parent_of(workshop, first_name="Samira", last_name="Benali")
    file = csv("Prénom;Nom;Tél", "Samira;Benali;", "Awa;Koné;")

    response = deposit(client, workshop, file, kind="people")

    assert remarks(response) == [
        (
            "ligne 2, colonne « Nom » : 2 personnes connues ont ce nom : Samira Benali ; "
            "Samira Benali. Dites laquelle par son téléphone ou l’école des enfants, ou écrivez "
            "« oui » dans une colonne « Nouvelle personne »."
        )
    ]
    assert response.context["confirmation"] is None


def test_another_telephone_is_to_settle_and_a_new_person_may_be_said(client, workshop, user):
    parent_of(workshop, first_name="Samira", last_name="Benali", phone="0612345678")
    line = "Samira;Benali;0699999999"

    refused = deposit(client, workshop, csv("Prénom;Nom;Tél", line), kind="people")
    said = csv("Prénom;Nom;Tél;Nouvelle personne", f"{line};oui", "Awa;Koné;;non")
    confirm(client, workshop, deposit(client, workshop, said, kind="people"))

    assert "avec un autre téléphone (Samira Benali)" in remarks(refused)[0]
    assert Parent.objects.filter(search_key="samira benali").count() == 2


def test_names_that_look_alike_are_told_and_never_merged(client, workshop, user):
    parent_of(workshop, first_name="Samira", last_name="Benali")
    file = csv("Prénom;Nom", "Samira;Benalli", "Karim;Haddad", "Karim;Hadad")

    response = deposit(client, workshop, file, kind="people")

    assert warnings(response) == [
        (
            "ligne 2, colonne « Nom » : Samira Benalli ressemble à Samira Benali, qui est déjà là : "
            "est-ce la même personne ?"
        ),
        (
            "ligne 4, colonne « Nom » : Karim Hadad ressemble à Karim Haddad, qui est déjà là : "
            "est-ce la même personne ?"
        ),
    ]
    assert response.context["preview"].ticket


def test_a_known_name_with_another_school_is_told(client, workshop, user):
    school_of(workshop, "École Hugo", level="elementary")
    known = parent_of(workshop, first_name="Samira", last_name="Benali")
    SchoolingFactory(family=known.family)
    file = csv("Prénom;Nom;École", "Samira;Benali;École Hugo")

    response = deposit(client, workshop, file, kind="people")

    assert "avec une autre école" in warnings(response)[0]


@pytest.mark.parametrize(
    ("header", "cell", "told"),
    [
        ("Tél", "0612", "n’est pas un numéro de téléphone"),
        ("Mail", "samira@", "adresse"),
        ("Date de naissance", "12/13/1985", "n’est pas un jour qui existe"),
        ("Année de naissance", "2024", "n’est pas possible"),
        ("Sexe", "?", "écrivez F ou H"),
        ("Classe", "Z9", "n’est pas une classe connue"),
        ("Nombre d’enfants", "beaucoup", "comptez de 1 à 20"),
        ("QPV", "peut-être", "écrivez oui ou non"),
        ("École", "École inconnue", "n’est pas une école partenaire"),
        ("Atelier", "Couture", "n’est pas un atelier de ce programme"),
        ("Date d’inscription", "2026-12-01", "cette date est à venir"),
        ("Date d’inscription", "hier", "n’est pas une date"),
        ("Nouvelle personne", "bof", "écrivez oui ou non"),
        ("Mail", "a" * 250 + "@exemple.test", ""),
        ("Téléphone", "1 85 03 59 999 123 45", "n’est pas un numéro de téléphone"),
        ("Remarque", "1 84 12 2b 451 025", "numéro de sécurité sociale"),
    ],
)
def test_a_cell_that_means_nothing_is_named_by_line_and_column(
    client, workshop, user, header, cell, told
):
    file = csv(f"Prénom;Nom;{header}", "Awa;Koné;", f"Samira;Benali;{cell}")

    response = deposit(client, workshop, file, kind="people")

    assert len(remarks(response)) == 1
    assert remarks(response)[0].startswith(f"ligne 3, colonne « {header} » : ")
    assert told in remarks(response)[0]
    assert Parent.objects.count() == 0


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("Prénom;Nom", "123;!!"), "ligne 2, colonne « Nom » : « !! » n’est pas un nom."),
        (("Prénom;Nom;Tél", ";;0612345678"), "il manque le nom de la personne."),
        (("Prénom;Nom", f"{'A' * 61};Koné"), "dépasse 60 lettres"),
        (("Participant;Tél", ";0612345678"), "il manque le nom de la personne."),
        (("Prénom;Nom", "Awa;Koné", "AWA;kone"), "cette personne est déjà à la ligne 2."),
    ],
)
def test_a_line_needs_somebody_once(client, workshop, user, lines, told):
    response = deposit(client, workshop, csv(*lines), kind="people")

    assert told in remarks(response)[0]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("N° de sécurité sociale", "numéros de sécurité sociale"),
        ("NIR", "numéros de sécurité sociale"),
    ],
)
def test_a_column_of_social_security_numbers_refuses_the_file(client, workshop, user, header, told):
    file = csv(f"Prénom;Nom;{header}", "Awa;Koné;1")

    response = deposit(client, workshop, file, kind="people")

    assertContains(response, told)
    assert ImportFile.objects.count() == 0


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("Prénom de l’enfant", "le nom des enfants n’est jamais gardé ici"),
        ("Élève", "le nom des enfants n’est jamais gardé ici"),
        ("Allergies", "la santé ne regarde pas les ateliers"),
        ("Religion", "la religion et les opinions ne regardent pas les ateliers"),
        ("Nationalité", "l’origine ne regarde pas les ateliers"),
        ("N° allocataire CAF", "le numéro d’allocataire et les ressources"),
        ("Adresse", "seul le quartier est gardé"),
        ("Couleur", "ce titre n’est pas connu"),
    ],
)
def test_what_is_never_kept_is_left_aside_with_its_reason(client, workshop, user, header, reason):
    file = csv(f"Prénom;Nom;{header}", "Awa;Koné;CANARI")

    response = deposit(client, workshop, file, kind="people")

    ((title, why),) = response.context["preview"].ignored
    assert (title, why[: len(reason)]) == (header, reason)
    assertNotContains(response, "CANARI")


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ("Nom;Tél", [("Nom", "prénom et nom")]),
        ("Participant;Prénom;Nom;Tél", [("Prénom", "prénom"), ("Nom", "nom")]),
        ("Participant;Nom;Tél", [("Participant", "prénom et nom")]),
        ("Nom du parent;Prénom du parent;Tél", [("Nom du parent", "nom")]),
    ],
)
def test_names_are_read_in_one_place(client, workshop, user, headers, told):
    values = {"Nom": "Koné", "Prénom": "Awa", "Participant": "Awa Koné", "Tél": "0612345678"}
    cells = [values[header.split()[0]] for header in headers.split(";")]

    response = deposit(client, workshop, csv(headers, ";".join(cells)), kind="people")

    understood = response.context["preview"].understood
    assert set(told) <= set(understood)
    assert (
        response.context["preview"]
        .samples[0]
        .startswith("Koné" if headers == "Nom;Tél" else "Awa Koné")
    )


def test_a_second_column_of_the_same_thing_is_left_aside(client, workshop, user):
    file = csv("Prénom;Nom;Tél;Portable", "Awa;Koné;0612345678;0699999999")

    response = deposit(client, workshop, file, kind="people")

    assert response.context["preview"].ignored == [("Portable", "«\u00a0Tél\u00a0» le dit déjà")]


def test_a_table_without_names_is_refused(client, workshop, user):
    response = deposit(client, workshop, csv("Tél;Mail", "0612345678;"), kind="people")

    assertContains(response, "Aucune colonne ne donne le nom des personnes.")


def test_from_a_programme_each_line_says_its_workshop(client, workshop, user):
    other = WorkshopFactory(programme=workshop.programme, title="Parcours numérique")
    file = csv(
        "Participant;Atelier",
        *("Awa Koné;Café des parents", "Awa Koné;parcours numerique", "Rim Bah;"),
    )

    response = deposit(client, workshop.programme, file)
    response = confirm(client, workshop.programme, response)

    awa = Parent.objects.get(first_name="Awa")
    assert Parent.objects.count() == 2
    assert set(awa.enrolments.values_list("workshop", flat=True)) == {workshop.pk, other.pk}
    assert TableImport.objects.get().workshop is None


def test_from_a_workshop_another_is_refused(client, workshop, user):
    WorkshopFactory(programme=workshop.programme, title="Parcours numérique")
    file = csv("Participant;Atelier", "Awa Koné;Parcours numérique")

    response = deposit(client, workshop, file, kind="people")

    assert "depuis la page du programme" in remarks(response)[0]


def test_what_is_all_known_changes_nothing(client, workshop, user):
    known = parent_of(workshop, first_name="Awa", last_name="Koné")
    EnrolmentFactory(workshop=workshop, parent=known)

    response = deposit(client, workshop, csv("Participant;Tél", "Awa Koné;"), kind="people")

    assertContains(response, "Rien à importer")
    assert ImportFile.objects.count() == 0


@pytest.mark.parametrize("rows", [2, 40])
def test_writing_people_costs_the_same_however_many(
    client, workshop, user, django_assert_num_queries, rows
):
    names = [f"Parent{chr(97 + row % 26)} Nom{chr(97 + row // 26)}" for row in range(rows)]
    file = csv("Participant;Sexe", *(f"{name};F" for name in names))
    response = deposit(client, workshop, file, kind="people")

    with django_assert_num_queries(27):
        confirm(client, workshop, response)

    assert Enrolment.objects.count() == rows
