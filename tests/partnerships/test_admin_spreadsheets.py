import io

import pytest
from django.contrib.auth.models import Permission
from openpyxl import load_workbook

from partnerships.models import (
    AuditEvent,
    Membership,
    Observation,
    Partnership,
    School,
    SchoolHoliday,
    Structure,
    Term,
    Territory,
    User,
)
from tests.factories import (
    SchoolFactory,
    StructureFactory,
    UserFactory,
)
from tests.partnerships.taking import DATA
from tests.partnerships.test_imports import address, confirm, upload
from workshops.models import Pathway, Programme

pytestmark = pytest.mark.django_db

XLSX, CSV = "0", "1"
LISTS = [
    AuditEvent,
    Membership,
    Observation,
    Partnership,
    Pathway,
    Programme,
    School,
    SchoolHoliday,
    Structure,
    Term,
    Territory,
    User,
]


def download(client, model, format, query=""):
    return client.post(f"{address('export', model)}{query}", {"format": format, "resource": "0"})


def cells(response):
    """The lines of a CSV, cut."""
    text = response.content.decode("utf-8-sig")
    return [line.split(";") for line in text.split("\r\n") if line]


# -- Out ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.model_name)
@pytest.mark.parametrize("format", [XLSX, CSV])
def test_every_list_goes_out_in_both_formats(client, staff, model, format):
    SchoolFactory()

    page = client.get(address("export", model))
    response = download(client, model, format)

    assert page.status_code == 200
    assert response["Content-Disposition"].startswith('attachment; filename="')


def test_an_export_is_the_list_as_it_is_filtered(client, staff):
    StructureFactory(name="Fondation", kind=Structure.Kind.FOUNDATION)
    StructureFactory.create_batch(2)

    page = client.get(f"{address('export', Structure)}?kind__exact=foundation")
    response = download(client, Structure, CSV, "?kind__exact=foundation")

    assert "1 ligne, celles de la liste telle que vous l’avez filtrée." in page.text
    assert [line[0] for line in cells(response)] == ["nom", "Fondation"]


def test_an_export_speaks_the_words_of_the_page(client, staff):
    SchoolFactory(structure__name="École", structure__commune="Lille", level="college")

    response = download(client, School, CSV)

    title, line = cells(response)
    facts = dict(zip(title, line, strict=True))
    assert (facts["Niveau"], facts["Zone de vacances"], facts["Ouvert"]) == (
        "collège",
        "zone B",
        "oui",
    )


def test_the_journal_goes_out_in_the_words_of_the_page(client, staff):
    AuditEvent.objects.create(
        verb="changed",
        object_type="partnerships.contact",
        object_id="1",
        fields=["phone", "is_former"],
    )

    title, line = cells(download(client, AuditEvent, CSV))

    facts = dict(zip(title, line, strict=True))
    assert (facts["action"], facts["objet"]) == ("modifié", "contact")
    assert facts["champs"] == "téléphone, is_former"


PAYLOADS = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\u200b=1+1", "＝1+1"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_exported_cell_can_run(client, staff, payload):
    StructureFactory(name=payload)

    text = download(client, Structure, CSV)
    book = load_workbook(io.BytesIO(download(client, Structure, XLSX).content))

    assert cells(text)[1][0] == f"'{payload}"
    assert "f" not in {cell.data_type for row in book.active for cell in row}
    assert Structure.objects.get().name == payload


def test_an_export_leaves_a_line_which_says_how_much_and_not_what_was_searched(client, staff):
    StructureFactory.create_batch(2, commune="Roubaix")

    download(client, Structure, XLSX, "?q=roubaix")

    event = AuditEvent.objects.get()
    assert (event.verb, event.actor, event.object_type) == (
        "exported",
        staff,
        "partnerships.structure",
    )
    assert (event.object_id, event.fields, event.reason) == ("", ["q"], "xlsx, 2")


def test_a_format_that_does_not_exist_is_refused_on_the_page(client, staff):
    response = download(client, Structure, "7")

    assert response.status_code == 200
    assert "Sélectionnez un choix valide" in response.text
    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_an_export_costs_the_same_however_long(client, staff, django_assert_num_queries, count):
    SchoolFactory.create_batch(count)
    download(client, School, CSV)

    with django_assert_num_queries(4):
        download(client, School, CSV)


@pytest.mark.parametrize("format", [XLSX, CSV])
@pytest.mark.parametrize(
    ("model", "name"),
    [
        (School, "annuaire-education_2026-05.csv"),
        (SchoolHoliday, "calendrier-scolaire_national.csv"),
    ],
)
def test_what_went_out_comes_back_without_a_change(client, staff, model, name, format):
    content = (DATA / name).read_bytes()
    confirm(client, upload(client, content, name, model).context["preview"].ticket, model)
    exported = download(client, model, format)

    response = upload(
        client, exported.content, f"liste.{'xlsx' if format == XLSX else 'csv'}", model
    )

    assert "Rien à changer" in response.text


def test_only_who_may_look_exports(client):
    clerk = UserFactory(is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename="view_school"))
    client.force_login(clerk)

    answers = [client.get(address("export", model)).status_code for model in (School, Structure)]

    assert answers == [200, 403]


# -- In ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("permissions", "status"),
    [
        (["view_school"], 403),
        (["view_school", "change_school"], 403),
        (["view_school", "change_school", "add_school"], 200),
    ],
)
def test_only_who_may_add_and_change_imports(client, permissions, status):
    clerk = UserFactory(is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(clerk)

    answers = [client.get(address("import")).status_code, confirm(client, "x").status_code]

    assert answers == [status, status]


def test_opening_the_confirmation_by_its_address_does_nothing(client, staff):
    assert client.get(address("process_import")).status_code == 405


@pytest.mark.parametrize(
    ("model", "name", "count"),
    [
        (Territory, "listeqp2024-cog2024.csv", 16),
        (SchoolHoliday, "calendrier-scolaire_national.csv", 15),
    ],
)
def test_the_other_lists_import_the_same_way(client, staff, model, name, count):
    content = (DATA / name).read_bytes()

    confirm(client, upload(client, content, name, model).context["preview"].ticket, model)
    second = upload(client, content, name, model)

    assert "Rien à changer" in second.text
    assert model.objects.count() == count


def test_the_calendar_says_how_far_it_is_known(client, staff, django_assert_num_queries):
    content = (DATA / "calendrier-scolaire_national.csv").read_bytes()
    confirm(
        client,
        upload(client, content, "c.csv", SchoolHoliday).context["preview"].ticket,
        SchoolHoliday,
    )

    response = client.get(address("changelist", SchoolHoliday))

    lasts = {zone.label: zone.last for zone in response.context["published"]}
    assert lasts["zone A"] is None
    assert lasts["zone B"].name == "Pont de l’Ascension"
    assert "calendrier non publié" in response.text
