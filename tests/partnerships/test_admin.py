import datetime as dt

import pytest
from django.urls import reverse

from partnerships.models import AuditEvent, Membership, School, Structure, Term
from tests.factories import (
    MembershipFactory,
    ModuleFactory,
    ObservationFactory,
    PartnershipFactory,
    PartyFactory,
    PathwayFactory,
    ProgrammeFactory,
    SchoolFactory,
    StructureFactory,
    TermFactory,
    TerritoryFactory,
    UserFactory,
    coordinator,
)
from tests.partnerships.editing import lines, page, save

pytestmark = pytest.mark.django_db

FACTORIES = {
    "structure": StructureFactory,
    "school": SchoolFactory,
    "territory": TerritoryFactory,
    "observation": ObservationFactory,
    "user": UserFactory,
    "membership": MembershipFactory,
    "partnership": PartnershipFactory,
    "term": TermFactory,
    "programme": ProgrammeFactory,
    "pathway": PathwayFactory,
}


# -- Who enters --------------------------------------------------------------------------------


def test_whoever_has_not_signed_in_is_sent_to_the_one_sign_in_page(client):
    response = client.get("/admin/partnerships/structure/", follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_the_sign_in_page_leads_back_to_where_one_was_going(client):
    response = client.get(reverse("admin:login"), {"next": "/admin/partnerships/term/"})

    assert response.url == f"{reverse('account_login')}?next=/admin/partnerships/term/"


def test_an_administrator_who_is_there_already_does_not_sign_in_again(client, staff):
    response = client.get(reverse("admin:login"))

    assert response.url == reverse("admin:index")


def test_whoever_does_not_administer_finds_nothing(client):
    client.force_login(coordinator(StructureFactory()))

    response = client.get("/admin/", follow=True)

    assert response.status_code == 404


def test_the_administration_knows_no_family_no_sheet_and_no_grant(client, staff):
    groups = client.get(reverse("admin:index")).context["app_list"]

    names = {model["object_name"].lower() for group in groups for model in group["models"]}
    assert names == {*FACTORIES, "schoolholiday", "auditevent"}


def test_signing_out_leads_back_to_the_sign_in_page(client, staff):
    response = client.post(reverse("admin:logout"))

    assert response.url == reverse("account_login")
    assert client.get("/admin/").status_code == 302


def test_the_password_is_changed_where_everybody_does(client, staff):
    response = client.get(reverse("admin:password_change"))

    assert response.url == reverse("account_change_password")


# -- What is read ------------------------------------------------------------------------------


def test_the_index_reads_by_what_things_are_for(client, staff):
    response = client.get(reverse("admin:index"))

    groups = [str(group["name"]) for group in response.context["app_list"]]
    assert groups == [
        "Annuaire",
        "Comptes et droits",
        "Partenariats et programmes",
        "Listes et calendrier",
        "Traces",
    ]


def test_the_page_of_an_application_is_the_index(client, staff):
    response = client.get("/admin/partnerships/")

    assert response.url == reverse("admin:index")


@pytest.mark.parametrize("name", FACTORIES)
def test_a_list_costs_the_same_however_long(client, staff, django_assert_max_num_queries, name):
    FACTORIES[name]()
    address = page(FACTORIES[name]._meta.model)
    client.get(address)
    costs = []

    for _more in range(2):
        with django_assert_max_num_queries(40) as asked:
            response = client.get(address)
        costs.append(len(asked.captured_queries))
        FACTORIES[name].create_batch(2)

    assert response.status_code == 200
    assert costs == [costs[0]] * 2


@pytest.mark.parametrize("name", FACTORIES)
def test_every_form_opens(client, staff, name):
    thing = FACTORIES[name]()

    answers = [
        client.get(page(type(thing), "add"), follow=True).status_code,
        client.get(page(type(thing), "change", thing.pk)).status_code,
    ]

    assert answers == [200, 200]


@pytest.mark.parametrize("words", ["ecole cezanne", "CÉZANNE lille", "0599001N", "059 9001n"])
@pytest.mark.parametrize("model", [Structure, School])
def test_a_school_is_found_without_accents_or_by_its_code(client, staff, model, words):
    wanted = SchoolFactory(structure__name="École Paul-Cézanne", uai="0599001N")
    SchoolFactory(structure__name="École Jules-Verne", structure__commune="Roubaix")

    response = client.get(page(model), {"q": words})

    assert [found.pk for found in response.context["cl"].result_list] == [wanted.pk]


def test_a_structure_is_found_by_its_siret(client, staff):
    wanted = StructureFactory(siret="73282932000074")
    StructureFactory()

    response = client.get(page(Structure), {"q": "732 829 320 00074"})

    assert list(response.context["cl"].result_list) == [wanted]


@pytest.mark.parametrize(
    ("answer", "expected"), [("oui", [True]), ("non", [False]), ("", [True, False])]
)
def test_roles_are_filtered_by_those_underway(client, staff, answer, expected):
    MembershipFactory()
    MembershipFactory(ends_on=dt.date(2021, 8, 31))

    response = client.get(page(Membership), {"en_cours": answer} if answer else {})

    found = sorted(
        (row.ends_on is None for row in response.context["cl"].result_list), reverse=True
    )
    assert found == expected


def test_the_journal_is_read_only(client, staff):
    StructureFactory()

    answers = [
        client.get(page(AuditEvent)).status_code,
        client.get(page(AuditEvent, "add")).status_code,
    ]

    assert answers == [200, 403]


def test_the_history_of_an_object_is_its_lines_of_the_journal(client, staff):
    structure = StructureFactory()
    save(client, structure, name="Centre des Tanneurs")
    AuditEvent.objects.create(verb="created", object_type="gone.model", object_id="1")

    response = client.get(page(Structure, "history", structure.pk), follow=True)

    found = [str(event) for event in response.context["cl"].result_list]
    assert found == [f"modifié : partnerships.structure {structure.pk}"]
    assert '<td class="field-what">structure</td>' in response.text
    assert '<td class="field-fields_named">nom</td>' in response.text
    assert "gone.model" in response.text


def test_the_journal_names_what_is_gone_as_it_was_called(client, staff):
    AuditEvent.objects.create(
        verb="changed",
        object_type="partnerships.school",
        object_id="1",
        fields=["was_public", "uai"],
    )

    response = client.get(page(AuditEvent))

    assert '<td class="field-fields_named">was_public, UAI</td>' in response.text


# -- What is written ---------------------------------------------------------------------------


def test_changing_a_structure_leaves_one_line_with_the_names_of_the_fields(client, staff):
    structure = StructureFactory()

    response = save(client, structure, name="Centre des Tanneurs", phone="0320000000")

    assert response.status_code == 302
    event = AuditEvent.objects.get()
    assert (event.actor, event.structure) == (staff, structure)
    assert lines() == [("changed", "partnerships.structure", ["name", "phone"])]


@pytest.mark.parametrize(
    ("factory", "change", "holder"),
    [
        (ObservationFactory, {"ends_on": "2026-08-31"}, "observed"),
        (ProgrammeFactory, {"title": "Ateliers relais"}, "lead"),
        (PathwayFactory, {"title": "Numérique"}, "structure"),
        (SchoolFactory, {"academie": "Lille"}, "structure"),
    ],
)
def test_a_line_belongs_to_the_structure_it_is_about(client, staff, factory, change, holder):
    thing = factory()

    save(client, thing, **change)

    event = AuditEvent.objects.get()
    assert (event.fields, event.structure) == (list(change), getattr(thing, holder))


def test_a_line_about_a_party_is_that_party_s(client, staff):
    party = PartyFactory()

    save(client, party.partnership, **{"parties-0-limits": "Pas le dimanche"})

    event = AuditEvent.objects.get()
    assert (event.object_type, event.structure) == ("partnerships.party", party.structure)


def test_a_line_about_a_module_is_that_of_whoever_holds_the_pathway(client, staff):
    module = ModuleFactory(planned_minutes=60)

    save(client, module.pathway, **{"modules-0-planned_minutes": 90})

    event = AuditEvent.objects.get()
    assert (event.fields, event.structure) == (["planned_minutes"], module.pathway.structure)


def test_saving_without_a_change_leaves_no_line(client, staff):
    structure = StructureFactory()

    save(client, structure)

    assert lines() == []


def test_a_role_given_changed_and_taken_away_leaves_a_line_each_time(client, staff):
    structure = StructureFactory()
    user = UserFactory()
    row = {"user": user.pk, "role": "facilitator", "starts_on": "01/09/2025"}

    save(client, structure, **inline("memberships", row))
    membership = Membership.objects.get()
    save(client, structure, **{"memberships-0-role": "coordinator"})
    save(client, structure, **{"memberships-0-DELETE": "on"})

    assert lines() == [
        ("created", "partnerships.membership", []),
        ("changed", "partnerships.membership", ["role"]),
        ("deleted", "partnerships.membership", []),
    ]
    assert not Membership.objects.filter(pk=membership.pk).exists()


def inline(prefix, row):
    cells = {f"{prefix}-0-{name}": value for name, value in row.items()}
    return cells | {f"{prefix}-TOTAL_FORMS": 1}


def test_deleting_leaves_a_line_which_outlives_the_structure(client, staff):
    structure = StructureFactory()

    client.post(page(Structure, "delete", structure.pk), {"post": "yes"})

    assert lines(object_id=structure.pk, structure=None) == [
        ("deleted", "partnerships.structure", [])
    ]


def test_a_list_edited_in_place_leaves_a_line_for_each_change(client, staff):
    Term.objects.all().delete()
    first, second = TermFactory(order=1), TermFactory(order=2)
    rows = {
        "form-TOTAL_FORMS": 2,
        "form-INITIAL_FORMS": 2,
        "form-0-id": first.pk,
        "form-0-order": 5,
        "form-0-is_active": "on",
        "form-1-id": second.pk,
        "form-1-order": 2,
        "form-1-is_active": "on",
        "_save": "1",
    }

    client.post(page(Term), rows)

    assert lines() == [("changed", "partnerships.term", ["order"])]


def test_adding_a_school_asks_for_its_structure_on_the_same_page(client, staff):
    response = client.get(page(School, "add"), follow=True)

    inlines = response.context["inline_admin_formsets"]
    assert response.redirect_chain[0][0] == "/admin/partnerships/structure/add/?kind=school"
    assert [len(inline.formset.forms) for inline in inlines] == [1, 0]
