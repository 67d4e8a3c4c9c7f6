import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from evaluation.actions import sheets as actions
from evaluation.models import ActionSheet, ExpectedResult, SheetItem, SheetSection
from evaluation.sheets import Reader, outline_of
from partnerships.models import AuditEvent
from tests import factories as make
from tests.evaluation.pages import get, post, text_of

pytestmark = pytest.mark.django_db

RHONE = [
    "DIAGNOSTIC",
    "DÉFINITIONS ET PRINCIPES D’ACTION",
    "PUBLICS ET TERRITOIRES",
    "PILOTAGE / COORDINATION",
    "PARTENAIRES IMPLIQUÉS",
    "RESSOURCES ET FINANCEMENTS",
    "ACTIONS",
    "ÉCHÉANCES",
    "RÉSULTATS ATTENDUS + INDICATEURS D’ÉVALUATION",
]


@pytest.fixture
def sheet(programme, boss):
    blank = make.ActionSheetFactory.build(holder=programme.lead, code="PA 2.3.3", title="Conforter")
    return actions.begin(sheet=blank, programmes=[programme], by=boss)


def section_of(sheet, key):
    return sheet.sections.get(key=key)


def titles(sheet):
    return list(sheet.sections.order_by("order").values_list("title", flat=True))


def said(refused):
    return " ".join(refused.value.messages).replace("\u00a0", " ")


# -- Beginning ---------------------------------------------------------------------------------


def test_a_sheet_has_the_headings_of_the_rhone_plan_in_their_order(sheet):
    assert titles(sheet) == RHONE
    assert str(sheet) == "PA 2.3.3 - Conforter"


def test_the_sheet_of_a_social_centre_has_sixteen_numbered_parts(programme, boss):
    blank = make.ActionSheetFactory.build(holder=programme.lead, template="social_centre")

    sheet = actions.begin(sheet=blank, programmes=[], by=boss)

    passages = Reader(sheet, boss).passages
    assert [passage.number for passage in passages] == [*range(1, 17)]
    assert [passage.section.title for passage in passages][:2] == [
        "Intitulé et objectif général",
        "Objectifs spécifiques",
    ]
    assert passages[-1].section.title == "Objectifs de développement durable (ODD)"


def test_a_sheet_is_begun_from_its_form(client, programme, boss):
    objective = make.StrategicObjectiveFactory(axis__plan__holder=programme.lead)
    typed = {
        "template": "family_services",
        "holder": programme.lead_id,
        "code": "PA 1",
        "title": "Relier",
        "objective": objective.pk,
        "starts_on": "2021-01-01",
        "ends_on": "2026-12-31",
        "programmes": [programme.pk],
    }

    page = get(client, boss, "action_sheet_create", objectif=objective.pk)
    response = post(client, boss, "action_sheet_create", **typed)

    made = ActionSheet.objects.get()
    assert page.context["form"]["objective"].value() == str(objective.pk)
    assert response.url == reverse("evaluation:action_sheet_detail", args=[made.pk])
    assert (made.objective, list(made.programmes.all())) == (objective, [programme])
    line = AuditEvent.objects.get()
    assert (line.verb, line.object_type) == ("created", "evaluation.actionsheet")


def test_a_title_of_the_same_dates_is_refused_beside_it(client, sheet, boss):
    typed = {
        "template": "family_services",
        "holder": sheet.holder_id,
        "title": sheet.title,
        "starts_on": sheet.starts_on,
        "ends_on": sheet.ends_on,
    }

    response = post(client, boss, "action_sheet_create", **typed)

    assert response.context["form"].errors == {"title": ["Cette fiche existe déjà."]}


def test_only_who_coordinates_the_holder_begins_one(programme, boss):
    blank = make.ActionSheetFactory.build(holder=make.StructureFactory())

    with pytest.raises(ValidationError) as refused:
        actions.begin(sheet=blank, programmes=[], by=boss)

    assert said(refused) == "Vous ne coordonnez pas la structure qui porte cette fiche."


def test_a_programme_the_holder_has_no_part_in_is_refused(sheet, boss):
    other = make.ProgrammeFactory(title="Ailleurs")

    with pytest.raises(ValidationError) as refused:
        actions.revise(sheet=sheet, values={"programmes": [other]}, by=boss)

    assert said(refused) == (f"« Ailleurs » se fait sans {sheet.holder} : choisissez-en un autre.")


def test_a_programme_of_a_partner_may_be_followed(sheet, boss):
    partnership = make.PartnershipFactory(parties=[sheet.holder, make.StructureFactory()])
    programme = make.ProgrammeFactory()
    programme.partnerships.add(partnership)

    actions.revise(sheet=sheet, values={"programmes": [programme]}, by=boss)
    actions.revise(sheet=sheet, values={"title": "Relier"}, by=boss)

    assert list(sheet.programmes.all()) == [programme]


def test_the_settings_of_a_sheet_are_corrected(client, sheet, boss):
    typed = {"code": "", "title": "Relier", "starts_on": "2021-01-01", "ends_on": "2026-12-31"}

    get(client, boss, "action_sheet_edit", sheet.pk)
    post(client, boss, "action_sheet_edit", sheet.pk, **typed)
    refused = post(client, boss, "action_sheet_edit", sheet.pk, **typed | {"title": ""})

    sheet.refresh_from_db()
    assert str(sheet) == "Relier"
    # What was refused does not rename the page.
    assert "Relier" in text_of(refused)


def test_deleting_a_sheet_asks_first_and_leaves_its_programme(client, sheet, programme, boss):
    page = get(client, boss, "action_sheet_delete", sheet.pk)
    response = post(client, boss, "action_sheet_delete", sheet.pk)

    assert "Supprimer cette fiche ?" in text_of(page)
    assert response.url == reverse("evaluation:action_sheet_list")
    assert (ActionSheet.objects.count(), programme.pk is not None) == (0, True)


# -- Writing -----------------------------------------------------------------------------------


def test_a_heading_is_written_and_the_journal_says_so(client, sheet, boss):
    section = section_of(sheet, "diagnosis")
    typed = {"title": section.title, "body": "Un constat.", "version": 1}

    page = get(client, boss, "sheet_part_edit", sheet.pk, "rubriques", section.pk)
    response = post(client, boss, "sheet_part_edit", sheet.pk, "rubriques", section.pk, **typed)

    section.refresh_from_db()
    assert outline_of("family_services").heading("diagnosis").hint in text_of(page)
    assert response.url == sheet.get_absolute_url()
    assert (section.body, section.version) == ("Un constat.", 2)
    assert AuditEvent.objects.latest("pk").fields == ["title", "body"]


def test_two_people_writing_one_heading_lose_nothing(client, sheet, boss):
    section = section_of(sheet, "diagnosis")
    actions.write(section=section, title=section.title, body="Le sien.", version=1, by=boss)
    address = ("sheet_part_edit", sheet.pk, "rubriques", section.pk)
    typed = {"title": section.title, "body": "Le mien.", "version": 1}

    conflict = post(client, boss, *address, **typed)
    again = conflict.context["form"]["version"].value()
    post(client, boss, *address, **typed | {"version": again})

    section.refresh_from_db()
    assert "Le texte enregistré entre-temps" in text_of(conflict)
    assert "Le sien." in text_of(conflict)
    assert "Le mien." in text_of(conflict)
    assert (section.body, section.version) == ("Le mien.", 3)


def test_a_heading_without_a_title_is_refused_without_a_conflict(client, sheet, boss):
    section = section_of(sheet, "diagnosis")
    address = ("sheet_part_edit", sheet.pk, "rubriques", section.pk)

    response = post(client, boss, *address, title="", body="x", version=1)

    assert list(response.context["form"].errors) == ["title"]
    assert "entre-temps" not in text_of(response)


def test_a_number_of_social_security_is_pointed_out(client, sheet, boss):
    section = section_of(sheet, "diagnosis")
    address = ("sheet_part_edit", sheet.pk, "rubriques", section.pk)
    typed = {"title": "T", "body": "Le 2 95 10 99 126 111 93", "version": 1}
    client.force_login(boss)

    url = reverse("evaluation:sheet_part_edit", args=address[1:])
    page = client.post(url, typed, follow=True)

    assert "semble contenir un numéro de sécurité sociale" in text_of(page)


def test_headings_are_added_moved_and_removed(client, sheet, boss):
    post(client, boss, "sheet_part_add", sheet.pk, "rubriques", title="À RETENIR")
    added = sheet.sections.get(title="À RETENIR")
    post(client, boss, "sheet_part_move", sheet.pk, "rubriques", added.pk, up="1")
    moved = titles(sheet)
    # At the top, nothing moves.
    first = section_of(sheet, "diagnosis")
    post(client, boss, "sheet_part_move", sheet.pk, "rubriques", first.pk, up="1")
    post(client, boss, "sheet_part_move", sheet.pk, "rubriques", first.pk, down="1")
    post(client, boss, "sheet_part_remove", sheet.pk, "rubriques", added.pk)

    assert moved == [*RHONE[:-1], "À RETENIR", RHONE[-1]]
    assert titles(sheet) == [RHONE[1], RHONE[0], *RHONE[2:]]
    orders = sheet.sections.order_by("order").values_list("order", flat=True)
    assert list(orders) == [*range(1, 10)]


def test_a_heading_without_a_title_is_not_added(client, sheet, boss):
    response = post(client, boss, "sheet_part_add", sheet.pk, "rubriques", title="")

    assert response.status_code == 200
    assert titles(sheet) == RHONE


def test_a_heading_of_the_template_comes_back_as_it_was(sheet, boss):
    actions.remove(part=section_of(sheet, "steering"), by=boss)

    actions.add_section(sheet=sheet, title="PILOTAGE / COORDINATION", by=boss)

    assert section_of(sheet, "steering").order == 9


@pytest.mark.parametrize(
    ("key", "filled", "sentence"),
    [
        ("diagnosis", None, "Cette rubrique n’est pas vide : effacez son texte d’abord."),
        ("actions", make.SheetItemFactory, "Cette rubrique n’est pas vide : retirez ses lignes"),
        ("results", make.ExpectedResultFactory, "Cette rubrique n’est pas vide : retirez ses"),
    ],
)
def test_a_heading_that_holds_something_is_not_removed(client, sheet, boss, key, filled, sentence):
    section = section_of(sheet, key)
    if filled:
        filled(sheet=sheet)
    else:
        SheetSection.objects.filter(pk=section.pk).update(body="Un constat.")
    url = reverse("evaluation:sheet_part_remove", args=[sheet.pk, "rubriques", section.pk])
    client.force_login(boss)

    page = client.post(url, follow=True)

    assert sentence in text_of(page)
    assert titles(sheet) == RHONE


def test_a_kind_of_part_that_does_not_exist_is_absent(client, sheet, boss):
    assert get(client, boss, "sheet_part_add", sheet.pk, "annexes").status_code == 404


# -- Actions and results -------------------------------------------------------------------------


def test_an_action_has_its_workshops(client, sheet, programme, boss):
    workshop = make.WorkshopFactory(programme=programme, title="Café des parents")
    make.WorkshopFactory(title="Ailleurs")
    typed = {"title": "Appuyer les échanges.", "body": "", "workshops": [workshop.pk]}

    form = get(client, boss, "sheet_part_add", sheet.pk, "actions").context["form"]
    post(client, boss, "sheet_part_add", sheet.pk, "actions", **typed)
    page = text_of(get(client, boss, "action_sheet_detail", sheet.pk))

    assert list(form.fields["workshops"].queryset) == [workshop]
    assert "ACTION 1" in page
    assert "Appuyer les échanges. Ateliers : Café des parents" in page


def test_an_action_is_corrected_and_another_kept(client, sheet, boss):
    first, second = make.SheetItemFactory(sheet=sheet), make.SheetItemFactory(sheet=sheet, order=2)

    page = get(client, boss, "sheet_part_edit", sheet.pk, "actions", first.pk)
    typed = {"title": "Relier", "body": "Peu à peu."}
    post(client, boss, "sheet_part_edit", sheet.pk, "actions", first.pk, **typed)

    assert "workshops" not in page.context["form"].fields
    assert list(SheetItem.objects.order_by("order").values_list("title", flat=True)) == [
        "Relier",
        second.title,
    ]


def test_the_only_action_may_be_taken_out(client, sheet, boss):
    item = make.SheetItemFactory(sheet=sheet)

    post(client, boss, "sheet_part_remove", sheet.pk, "actions", item.pk)

    assert SheetItem.objects.count() == 0


def test_an_expected_result_needs_no_number(client, sheet, boss):
    """EVA-013, EVA-014: two lines of the client’s own sheet count nothing."""
    typed = {"words": "Entraide entre familles.", "obtained": "Trois mères se relaient."}

    post(client, boss, "sheet_part_add", sheet.pk, "resultats", **typed)

    result = ExpectedResult.objects.get()
    page = text_of(get(client, boss, "action_sheet_detail", sheet.pk))
    assert (result.order, result.indicator) == (1, None)
    assert "Entraide entre familles." in page
    assert "Trois mères se relaient." in page


def test_the_indicator_of_another_programme_counts_no_result(sheet, boss):
    other = make.IndicatorFactory(title="Ailleurs")
    result = make.ExpectedResultFactory.build(sheet=sheet, indicator=other)

    with pytest.raises(ValidationError) as refused:
        actions.add(part=result, by=boss)

    assert said(refused) == (
        "« Ailleurs » est l’indicateur d’un programme que cette fiche ne suit pas."
    )


def test_the_figure_of_a_result_opens_on_its_evidence_for_the_coordination(client, season):
    target = make.TargetFactory(indicator__programme=season.programme, value=4)
    sheet = make.ActionSheetFactory(holder=season.programme.lead)
    sheet.programmes.add(season.programme)
    make.SheetSectionFactory(sheet=sheet, key="results")
    make.ExpectedResultFactory(sheet=sheet, indicator=target.indicator)
    boss, member = make.coordinator(sheet.holder), make.facilitator(sheet.holder)

    ours = get(client, boss, "action_sheet_detail", sheet.pk)
    theirs = get(client, member, "action_sheet_detail", sheet.pk)

    assert "au moins 4 sur 4 du 1er septembre 2026 au 31 août 2027" in text_of(ours)
    address = reverse("evaluation:evidence", args=[season.programme.pk, "unique_parents"])
    assert f"{address}?starts_on=2026-09-01&amp;ends_on=2027-08-31" in ours.content.decode()
    assert "au moins 4 sur 4" in text_of(theirs)
    assert "preuves" not in theirs.content.decode()


def test_what_was_published_of_an_indicator_in_words_stands_beside_its_result(client, sheet, boss):
    indicator = make.IndicatorFactory(
        programme=sheet.programmes.get(), kind="entered", measure="", unit="familles"
    )
    make.ReadingFactory(indicator=indicator, value=99)
    make.ReadingFactory(
        indicator=indicator,
        value=12,
        starts_on=dt.date(2026, 1, 1),
        status="published",
        checked_at=dt.datetime(2026, 12, 31, tzinfo=dt.UTC),
    )
    make.ExpectedResultFactory(sheet=sheet, indicator=indicator)

    page = text_of(get(client, boss, "action_sheet_detail", sheet.pk))

    assert "12 familles" in page
    assert "99" not in page
