import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from partnerships.models import AuditEvent, School, Structure
from partnerships.resources import SchoolResource
from partnerships.resources.directory import ordinary
from tests.factories import SchoolFactory, StructureFactory, uai
from tests.partnerships.taking import changes, counts, refusals, take, take_file

pytestmark = pytest.mark.django_db

DIRECTORY, PLACES, POSITION = (
    "annuaire-education_2026-05.csv",
    "geolocalisation_2024-12.csv",
    "ecoles_ips_2022-2023.csv",
)


# -- Schools: the files as they are published ----------------------------------------------------


@pytest.mark.parametrize("name", [DIRECTORY, PLACES, POSITION])
def test_a_second_import_of_the_same_file_changes_nothing(name):
    first, _result = take_file(SchoolResource, name)
    written = AuditEvent.objects.count()

    second, _result = take_file(SchoolResource, name)

    assert counts(first) == (40, 0, 0)
    assert counts(second) == (0, 0, 40)
    assert (School.objects.count(), AuditEvent.objects.count()) == (40, written)


def facts(code):
    school = School.objects.select_related("structure").get(uai=code)
    structure = school.structure
    return {
        "name": structure.name,
        "level": school.level,
        "sector": school.sector,
        "network": school.priority_network,
        "place": (structure.address, structure.postal_code, structure.commune),
        "commune_code": structure.commune_code,
        "phone": structure.phone,
        "email": structure.email,
        "siret": structure.siret,
        "zone": structure.holiday_zone,
        "academie": school.academie,
        "circonscription": school.circonscription,
        "source": structure.source,
        "recorded_on": structure.recorded_on,
        "kind": structure.kind,
    }


def test_the_national_directory_gives_a_school_all_it_knows():
    take_file(SchoolResource, DIRECTORY)

    assert facts("0940176F") == {
        "name": "Ecole élémentaire Robert Doisneau",
        "level": "elementary",
        "sector": "public",
        "network": "",
        "place": ("Allée du Puits", "94260", "Fresnes"),
        "commune_code": "94034",
        "phone": "0172045505",
        "email": "ce.0940176F@ac-creteil.fr",
        "siret": "21940034800195",
        "zone": "C",
        "academie": "Créteil",
        "circonscription": "Fresnes",
        "source": "Annuaire de l’éducation",
        "recorded_on": dt.date(2026, 5, 27),
        "kind": "school",
    }


def test_the_file_of_places_speaks_with_other_words():
    take_file(SchoolResource, PLACES)

    found = facts("0596833G")
    assert (found["name"], found["level"], found["zone"]) == ("Collège Nina Simone", "college", "B")
    assert (found["place"][1:], found["recorded_on"]) == (("59000", "Lille"), None)


def test_a_file_all_in_capitals_is_written_in_ordinary_case():
    take_file(SchoolResource, POSITION)

    found = facts("0590180A")
    assert found["name"] == "École élémentaire Jean Mermoz"
    assert found["place"] == ("", "", "Villeneuve d’Ascq")
    assert (found["academie"], found["zone"], found["sector"]) == ("Lille", "B", "public")
    assert found["recorded_on"] == dt.date(2022, 9, 1)


def test_levels_and_networks_follow_the_columns_of_the_directory():
    take_file(SchoolResource, DIRECTORY)

    levels = set(School.objects.order_by().values_list("level", flat=True))
    networks = set(School.objects.order_by().values_list("priority_network", flat=True))
    assert levels == {"nursery", "elementary", "primary"}
    assert networks == {"", "REP", "REP+"}


def test_an_import_costs_the_same_number_of_queries_however_long(django_assert_max_num_queries):
    costs = []

    for size in (2, 30):
        rows = "".join(f"{uai(700000 + size * 100 + n)};École {n}\n" for n in range(size))
        with django_assert_max_num_queries(40) as asked:
            take(SchoolResource, f"UAI;Nom\n{rows}")
        costs.append(len(asked.captured_queries))

    assert costs[0] == costs[1]


# -- Schools: what is kept, what is refused ------------------------------------------------------

JULES, MARIE = uai(590001), uai(590002)


def school(**structure):
    fields = {f"structure__{name}": value for name, value in structure.items()}
    return SchoolFactory(uai=JULES, **fields)


def test_what_a_file_does_not_say_is_left_untouched():
    mine = school(name="École Jules-Verne", phone="0320000000", mission="Lire")

    resource, _result = take(
        SchoolResource, f"UAI;Nom;Commune\n{JULES};École Jules-Verne;Roubaix\n"
    )

    mine.structure.refresh_from_db()
    assert changes(resource)[0] == ("Commune", "Lille", "Roubaix")
    assert (mine.structure.phone, mine.structure.mission) == ("0320000000", "Lire")
    assert mine.structure.search_key == "ecole jules verne roubaix"
    assert AuditEvent.objects.get().fields == ["commune", "source"]


def test_a_blank_cell_erases_nothing_but_the_network_it_states():
    mine = school(name="École Jules-Verne", phone="0320000000")
    School.objects.update(priority_network="REP")

    take(
        SchoolResource,
        f"UAI;Nom;Telephone;Appartenance_Education_Prioritaire\n{JULES};École Jules-Verne;;\n",
    )

    mine.refresh_from_db()
    assert (mine.structure.phone, mine.priority_network) == ("0320000000", "")


def test_an_older_file_completes_a_record_and_replaces_nothing():
    mine = school(name="École Jules-Verne", recorded_on=dt.date(2026, 5, 27))

    resource, _result = take(
        SchoolResource,
        f"rentree_scolaire;uai;nom;ips;telephone\n2022-2023;{JULES};ECOLE J VERNE;90;0320000000\n",
    )

    mine.structure.refresh_from_db()
    assert (mine.structure.name, mine.structure.phone) == ("École Jules-Verne", "0320000000")
    assert mine.structure.recorded_on == dt.date(2026, 5, 27)
    assert "1 fiche est plus récente que ce fichier" in resource.notes()[0]


def test_a_file_without_a_date_takes_the_date_away_from_what_it_changes():
    mine = school(name="École J. Verne", recorded_on=dt.date(2026, 5, 27), source="Annuaire")

    take(SchoolResource, f"UAI;Nom\n{JULES};École Jules-Verne\n", name="mes écoles.csv")

    mine.structure.refresh_from_db()
    assert (mine.structure.source, mine.structure.recorded_on) == ("mes écoles.csv", None)


def test_the_same_facts_from_another_source_are_no_change():
    school(name="École Jules-Verne", source="Annuaire")

    resource, _result = take(SchoolResource, f"UAI;Nom\n{JULES};École Jules-Verne\n")

    assert counts(resource) == (0, 0, 1)


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("SIREN_SIRET", "21120288800042", "n’est pas un SIRET"),
        ("Telephone", "12", "n’est pas un numéro de téléphone"),
        ("Mail", "ecole chez exemple", "adresse"),
        ("Code_postal", "F-59000", "n’est pas un code postal"),
        ("Code_commune", "Lille", "n’est pas un code INSEE"),
        ("Statut_public_prive", "mixte", "ne fait pas partie"),
        ("Appartenance_Education_Prioritaire", "REP++", "n’est pas un réseau"),
        ("etat", "EN TRAVAUX", "n’est pas un état connu"),
        ("Web", "pas une adresse", "URL"),
    ],
)
def test_a_doubtful_value_is_left_out_with_a_warning_at_its_line(column, value, words):
    resource, result = take(SchoolResource, f"UAI;Nom;{column}\n{JULES};École;{value}\n")

    (warning,) = resource.warnings
    assert (warning.line, words in warning.text) == (2, True)
    assert warning.text.endswith("La valeur n’est pas reprise.")
    assert (refusals(resource, result), School.objects.count()) == ([], 1)


def test_a_bad_row_refuses_the_whole_file_with_its_line_and_its_reason():
    content = f"UAI;Nom\n{JULES};École\n0590001Z;Fausse\n;Sans code\n{MARIE};\n"

    resource, result = take(SchoolResource, content)

    lines = refusals(resource, result)
    assert [line for line, _text in lines] == [3, 4, 5]
    assert "« 0590001Z » n’est pas un UAI" in lines[0][1]
    assert lines[1][1] == "UAI : la cellule est vide."
    assert lines[2][1] == "Nom : la cellule est vide."
    assert Structure.objects.count() == School.objects.count() == 0


def test_a_text_too_long_for_its_field_refuses_its_row():
    resource, result = take(SchoolResource, f"UAI;Nom\n{JULES};{'É' * 201}\n")

    assert [line for line, _text in refusals(resource, result)] == [2]
    assert School.objects.count() == 0


def test_two_lines_about_one_school_become_one_with_a_warning():
    content = f"UAI;Nom;Telephone\n{JULES};Collège;\n{JULES};Lycée;0320000000\n"

    resource, _result = take(SchoolResource, content)

    found = facts(JULES)
    assert (found["name"], found["phone"]) == ("Collège", "0320000000")
    assert [(warning.line, warning.text) for warning in resource.warnings] == [
        (3, "déjà lu plus haut dans le fichier : les deux lignes n’en font qu’une.")
    ]


@pytest.mark.parametrize("code", [JULES.lower(), f" {JULES} ", JULES[1:], f'="{JULES}"'])
def test_a_uai_is_recognised_as_spreadsheets_spoil_it(code):
    mine = school(name="Ancien nom")
    quoted = code.replace('"', '""')

    take(SchoolResource, f'UAI;Nom\n"{quoted}";Nouveau nom\n')

    mine.structure.refresh_from_db()
    assert (School.objects.count(), mine.structure.name) == (1, "Nouveau nom")


@pytest.mark.parametrize("etat", ["OUVERT", "A FERMER", "1"])
def test_a_school_that_will_close_is_still_open(etat):
    take(SchoolResource, f"UAI;Nom;etat\n{JULES};École;{etat}\n")

    assert School.objects.get().is_open


def test_a_school_that_closed_is_marked_so():
    school(name="École")

    resource, _result = take(SchoolResource, f"UAI;Nom;etat\n{JULES};École;FERMÉ\n")

    assert not School.objects.get().is_open
    assert changes(resource)[0] == ("Ouvert", "oui", "non")


def test_the_zeros_a_spreadsheet_ate_come_back():
    take(
        SchoolResource,
        f"UAI;Nom;Code_postal;Code_commune;Adresse_1;Adresse_2\n{JULES};É;1000;1053;1 rue A;BP 2\n",
    )

    found = facts(JULES)
    assert (found["place"][:2], found["commune_code"]) == (("1 rue A, BP 2", "01000"), "01053")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (f"UAI;Ville\n{JULES};Lille\n", "Il manque la colonne « Nom »"),
        ("Nom;Ville\nÉcole;Lille\n", "Il manque la colonne « UAI »"),
        (
            f"UAI;Nom;Code postal;Code_postal\n{JULES};École;59000;59000\n",
            "Deux colonnes veulent dire la même chose : « Code postal » et « Code_postal ».",
        ),
    ],
)
def test_a_header_that_cannot_be_right_is_refused_in_words(content, sentence):
    with pytest.raises(ValidationError) as refused:
        take(SchoolResource, content)

    assert refused.value.messages[0].startswith(sentence)


@pytest.mark.parametrize(
    ("capitals", "ordinary_case"),
    [
        ("ECOLE PRIMAIRE LA FONTAINE", "École primaire La Fontaine"),
        (
            "ECOLE ELEMENTAIRE D AVESNES LES AUBERT RPI 29",
            "École élémentaire d’Avesnes les Aubert RPI 29",
        ),
        ("GROUPE SCOLAIRE JEAN-MACE", "Groupe scolaire Jean-Mace"),
        ("NOISY LE GRAND", "Noisy le Grand"),
        ("Collège Nina Simone", "Collège Nina Simone"),
    ],
)
def test_capitals_become_ordinary_case_without_inventing_accents(capitals, ordinary_case):
    assert ordinary(capitals) == ordinary_case


def test_a_school_found_by_its_name_alone_is_no_school_of_ours():
    StructureFactory(name="École Jules-Verne", kind=Structure.Kind.ASSOCIATION)

    take(SchoolResource, f"UAI;Nom\n{JULES};École Jules-Verne\n")

    assert Structure.objects.filter(name="École Jules-Verne").count() == 2
