import datetime as dt
import io

import openpyxl
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from evaluation.actions import strategic_plans as actions
from evaluation.models import StrategicAxis, StrategicObjective, StrategicPlan
from evaluation.strategic_plans import consolidated, years_of
from partnerships.models import AuditEvent
from tests import factories as make
from tests.evaluation.pages import get, post, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(centre):
    return make.StrategicPlanFactory(holder=centre, title="Schéma")


@pytest.fixture
def objective(plan):
    axis = make.StrategicAxisFactory(plan=plan, number=2, title="RENDRE L’OFFRE LISIBLE")
    return make.StrategicObjectiveFactory(axis=axis, number=3, title="Favoriser les solidarités")


def errors(response):
    return {field: list(said) for field, said in response.context["form"].errors.items()}


# -- The tree ------------------------------------------------------------------------------------


def test_a_plan_is_begun_then_its_axes_then_their_objectives(client, centre, boss):
    typed = {"title": "Schéma", "starts_on": "2021-01-01", "ends_on": "2026-12-31"}

    get(client, boss, "strategic_plan_create")
    post(client, boss, "strategic_plan_create", holder=centre.pk, **typed)
    plan = StrategicPlan.objects.get()
    form = get(client, boss, "axis_create", plan.pk).context["form"]
    post(client, boss, "axis_create", plan.pk, number=2, title="RENDRE L’OFFRE LISIBLE")
    axis = StrategicAxis.objects.get()
    address = ("objective_create", plan.pk, axis.pk)
    response = post(client, boss, *address, number=3, title="Favoriser les solidarités")

    assert form.initial["number"] == 1
    assert response.url == plan.get_absolute_url()
    assert str(StrategicObjective.objects.get()) == "2.3 - Favoriser les solidarités"
    lines = AuditEvent.objects.order_by("pk").values_list("verb", "structure")
    assert list(lines) == [("created", centre.pk)] * 3


def test_the_next_number_is_proposed_and_one_that_is_taken_refused(client, plan, objective, boss):
    form = get(client, boss, "axis_create", plan.pk).context["form"]
    axis = post(client, boss, "axis_create", plan.pk, number=2, title="Encore")
    address = ("objective_create", plan.pk, objective.axis_id)
    aim = post(client, boss, *address, number=3, title="Encore")

    assert form.initial["number"] == 3
    assert errors(axis) == {"number": ["Cet axe existe déjà dans le plan."]}
    assert errors(aim) == {"number": ["Cet objectif existe déjà dans l’axe."]}


def test_a_plan_whose_structure_one_does_not_coordinate_is_not_begun(client, boss):
    stranger = make.StructureFactory()
    typed = {"title": "Schéma", "starts_on": "2021-01-01", "ends_on": "2026-12-31"}

    response = post(client, boss, "strategic_plan_create", holder=stranger.pk, **typed)

    assert list(response.context["form"].errors) == ["holder"]
    with pytest.raises(ValidationError):
        actions.begin(plan=make.StrategicPlanFactory.build(holder=stranger), by=boss)


def test_a_plan_its_axes_and_its_objectives_are_renamed(client, plan, objective, boss):
    axis, dates = objective.axis, {"starts_on": "2021-01-01", "ends_on": "2026-12-31"}

    get(client, boss, "strategic_plan_edit", plan.pk)
    post(client, boss, "strategic_plan_edit", plan.pk, title="Convention", **dates)
    get(client, boss, "axis_edit", plan.pk, axis.pk)
    post(client, boss, "axis_edit", plan.pk, axis.pk, number=2, title="Relier")
    get(client, boss, "objective_edit", plan.pk, objective.pk)
    post(client, boss, "objective_edit", plan.pk, objective.pk, number=4, title="Aider")

    plan.refresh_from_db()
    objective = StrategicObjective.objects.get()
    assert (str(plan), str(objective.axis), str(objective)) == (
        "Convention",
        "2 - Relier",
        "2.4 - Aider",
    )


def test_what_a_sheet_answers_to_is_not_removed(client, plan, objective, boss):
    make.ActionSheetFactory(holder=plan.holder, objective=objective)
    client.force_login(boss)
    pages = [
        text_of(client.post(reverse(f"evaluation:{name}", args=args), follow=True))
        for name, args in [
            ("objective_delete", [plan.pk, objective.pk]),
            ("axis_delete", [plan.pk, objective.axis_id]),
            ("strategic_plan_delete", [plan.pk]),
        ]
    ]

    assert "Des fiches action répondent à cet objectif" in pages[0]
    assert "Cet axe a des objectifs : retirez-les d’abord." in pages[1]
    assert "Des fiches action répondent à ce plan" in pages[2]
    assert (StrategicAxis.objects.count(), StrategicObjective.objects.count()) == (1, 1)


def test_what_nothing_answers_to_is_removed(client, plan, objective, boss):
    post(client, boss, "objective_delete", plan.pk, objective.pk)
    post(client, boss, "axis_delete", plan.pk, objective.axis_id)
    page = get(client, boss, "strategic_plan_delete", plan.pk)
    response = post(client, boss, "strategic_plan_delete", plan.pk)

    assert "Supprimer ce plan ?" in text_of(page)
    assert response.url == reverse("evaluation:action_sheet_list")
    assert StrategicPlan.objects.count() == 0


def test_a_plan_reads_as_the_tree_of_its_objectives(client, plan, objective, boss):
    """EVA-011 … ATE-016: axis › objective › sheet."""
    sheet = make.ActionSheetFactory(
        holder=plan.holder, objective=objective, code="PA 2.3.3", title="Conforter"
    )
    make.StrategicAxisFactory(plan=plan, number=3, title="Vide")

    page = text_of(get(client, boss, "strategic_plan_detail", plan.pk))

    places = [
        page.index(words)
        for words in (
            "2 - RENDRE L’OFFRE LISIBLE",
            "2.3 - Favoriser les solidarités",
            "PA 2.3.3 - Conforter",
            "3 - Vide",
            "Pas encore d’objectif.",
        )
    ]
    assert sorted(places) == places
    assert (
        sheet.get_absolute_url()
        in get(client, boss, "strategic_plan_detail", plan.pk).content.decode()
    )


def test_a_plan_without_an_axis_says_what_to_do(client, plan, boss):
    page = text_of(get(client, boss, "strategic_plan_detail", plan.pk))

    assert "Ce plan n’a pas encore d’axe." in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_tree_costs_the_same_whatever_its_size(
    client, plan, boss, count, django_assert_num_queries
):
    for number in range(count):
        axis = make.StrategicAxisFactory(plan=plan, number=number + 1)
        for place in range(count):
            aim = make.StrategicObjectiveFactory(axis=axis, number=place + 1)
            make.ActionSheetFactory.create_batch(count, holder=plan.holder, objective=aim)
    client.force_login(boss)

    with django_assert_num_queries(9):
        client.get(reverse("evaluation:strategic_plan_detail", args=[plan.pk]))


# -- Who reads -----------------------------------------------------------------------------------


def test_the_centres_a_federation_observes_answer_to_its_plan(client, centre, boss):
    federation = make.StructureFactory()
    make.ObservationFactory(observer=federation, observed=centre)
    plan = make.StrategicPlanFactory(holder=federation)
    aim = make.StrategicObjectiveFactory(axis__plan=plan)
    sheet = make.ActionSheetFactory(holder=centre, objective=aim)
    watcher, stranger = make.observer(federation), make.coordinator(make.StructureFactory())

    ours = get(client, boss, "strategic_plan_detail", plan.pk)
    above = get(client, watcher, "strategic_plan_detail", plan.pk)
    elsewhere = get(client, stranger, "strategic_plan_detail", plan.pk)

    assert ours.context["is_writer"] is False
    assert str(sheet) in text_of(above)
    assert (above.context["is_writer"], elsewhere.status_code) == (False, 404)


def test_a_partner_of_the_programme_reads_the_sheet_and_not_the_plan(client, plan, objective):
    school = make.StructureFactory()
    programme = make.ProgrammeFactory(lead=plan.holder)
    programme.partnerships.add(make.PartnershipFactory(parties=[plan.holder, school]))
    sheet = make.ActionSheetFactory(holder=plan.holder, objective=objective)
    sheet.programmes.add(programme)

    page = get(client, make.partner(school), "action_sheet_detail", sheet.pk)

    assert "Schéma" in text_of(page)
    assert plan.get_absolute_url() not in page.content.decode()
    assert "Modifier" not in text_of(page)


# -- The table -------------------------------------------------------------------------------------


def read(response):
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    return [
        [(cell or "").replace("\u00a0", " ") for cell in row]
        for row in sheet.iter_rows(values_only=True)
    ]


def test_the_table_puts_actions_and_results_side_by_side(client, plan, objective, boss):
    programme = make.ProgrammeFactory(lead=plan.holder)
    sheet = make.ActionSheetFactory(holder=plan.holder, objective=objective, title="Relier")
    sheet.programmes.add(programme)
    target = make.TargetFactory(
        indicator=make.IndicatorFactory(programme=programme, title="Parents"), value=100
    )
    make.SheetItemFactory(sheet=sheet, title="Échanger")
    make.ExpectedResultFactory(sheet=sheet, words="Entraide", obtained="Trois mères")
    make.ExpectedResultFactory(sheet=sheet, order=2, words="Combien", indicator=target.indicator)
    make.StrategicObjectiveFactory(axis=objective.axis, number=4, title="Seul")
    make.ActionSheetFactory(holder=plan.holder, objective=objective, title="Vide", code="Z")

    headers, *rows = read(get(client, boss, "strategic_plan_table", plan.pk))

    place = ["2 - RENDRE L’OFFRE LISIBLE", "2.3 - Favoriser les solidarités"]
    known = [*place, "Relier", "Centre des Quais"]
    assert headers[6:] == ["Résultat attendu", "Indicateur", "Visé", "Obtenu"]
    assert rows == [
        [*known, "Échanger", "2021 à 2026", "Entraide", "", "", "Trois mères"],
        [
            *known,
            *("", "2021 à 2026", "Combien", "Parents"),
            *("100 (du 1er septembre 2026 au 31 août 2027)", "0"),
        ],
        [*place, "Z - Vide", "Centre des Quais", "", "2021 à 2026", "", "", "", ""],
        [place[0], "2.4 - Seul", *[""] * 8],
    ]
    assert AuditEvent.objects.get(verb="exported").fields == ["xlsx"]


def test_the_table_also_comes_as_csv(client, plan, objective, boss):
    response = get(client, boss, "strategic_plan_table", plan.pk, format="csv")

    assert "2.3 - Favoriser les solidarités" in b"".join(response.streaming_content).decode()


# -- Year by year ----------------------------------------------------------------------------------


def test_the_years_of_a_plan_are_those_that_have_begun(plan):
    plan.ends_on = dt.date(2027, 6, 30)

    with time_machine.travel(dt.datetime(2023, 3, 1, 12, tzinfo=dt.UTC)):
        begun = years_of(plan)
    with time_machine.travel(dt.datetime(2029, 3, 1, 12, tzinfo=dt.UTC)):
        whole = years_of(plan)

    assert begun == [(dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in (2021, 2022, 2023)]
    assert whole[-1] == (dt.date(2027, 1, 1), dt.date(2027, 6, 30))


def came(programme, year, *parents):
    session = make.HeldSessionFactory(
        workshop=make.WorkshopFactory(programme=programme), date=dt.date(year, 3, 10)
    )
    for parent in parents:
        make.AttendanceFactory(session=session, parent=parent)


def followed(plan, objective, programme, **indicator):
    sheet = make.ActionSheetFactory(holder=programme.lead, objective=objective)
    indicator = make.IndicatorFactory(programme=programme, **indicator)
    make.ExpectedResultFactory(sheet=sheet, indicator=indicator)
    return indicator


def test_different_people_are_recounted_over_years_and_never_summed(plan, objective, boss):
    """EVA-018: who came two years counts once in each, and once in all."""
    programme = make.ProgrammeFactory(
        lead=plan.holder, starts_on=plan.starts_on, ends_on=plan.ends_on
    )
    ana, bob = make.ParentFactory.create_batch(2, family__structure=plan.holder)
    came(programme, 2021, ana, bob)
    came(programme, 2022, ana)
    followed(plan, objective, programme)

    with time_machine.travel(dt.datetime(2022, 12, 1, 12, tzinfo=dt.UTC)):
        (line,) = consolidated(plan, boss)

    assert (line.values, line.total, line.structures) == (["2", "1"], "2", 1)


def test_an_indicator_of_one_school_counts_its_sessions_alone(plan, objective, boss):
    programme = make.ProgrammeFactory(
        lead=plan.holder, starts_on=plan.starts_on, ends_on=plan.ends_on
    )
    came(programme, 2021, *make.ParentFactory.create_batch(2, family__structure=plan.holder))
    followed(plan, objective, programme, title="Tous")
    followed(plan, objective, programme, title="Café", format="cafe")

    with time_machine.travel(dt.datetime(2021, 12, 1, 12, tzinfo=dt.UTC)):
        whole, part = consolidated(plan, boss)

    assert (whole.values, part.values) == (["2"], ["0"])
    assert part.definition.endswith("café des parents")


def test_over_several_structures_different_people_are_at_most_so_many(client, centre):
    federation = make.StructureFactory()
    plan = make.StrategicPlanFactory(holder=federation)
    aim = make.StrategicObjectiveFactory(axis__plan=plan)
    for structure in (centre, make.StructureFactory()):
        make.ObservationFactory(observer=federation, observed=structure)
        programme = make.ProgrammeFactory(
            lead=structure, starts_on=plan.starts_on, ends_on=plan.ends_on
        )
        came(programme, 2021, make.ParentFactory(family__structure=structure))
        followed(plan, aim, programme, title="Parents")
        followed(plan, aim, programme, title="Pères", measure="fathers")

    watcher = make.observer(federation)
    with time_machine.travel(dt.datetime(2021, 12, 1, 12, tzinfo=dt.UTC)):
        parents, fathers = consolidated(plan, watcher)
        page = text_of(get(client, watcher, "strategic_plan_detail", plan.pk))

    assert [value.replace("\u00a0", " ") for value in parents.values] == ["au plus 2"]
    assert parents.structures == 2
    # Of few people, nothing is told from outside.
    assert (fathers.values, fathers.total) == (["masqué"], "masqué")
    assert "Parents 2 structures au plus 2 au plus 2" in page


def test_what_is_entered_is_told_structure_by_structure(plan, objective, boss):
    mine = make.ProgrammeFactory(lead=plan.holder)
    other = make.ProgrammeFactory(lead=plan.holder)
    told = {"kind": "entered", "measure": "", "title": "Repas", "unit": "repas"}
    done = {"status": "published", "checked_at": dt.datetime(2022, 1, 5, tzinfo=dt.UTC)}
    dates = {"starts_on": dt.date(2021, 1, 1), "ends_on": dt.date(2021, 12, 31)}
    first = followed(plan, objective, mine, **told)
    make.ReadingFactory(indicator=first, value=12, **dates, **done)
    with time_machine.travel(dt.datetime(2022, 2, 1, 12, tzinfo=dt.UTC)):
        (alone,) = consolidated(plan, boss)
        second = followed(plan, objective, other, **told)
        make.ReadingFactory(indicator=second, value=9, **dates, **done)
        make.ReadingFactory(indicator=second, value=7)
        (both,) = consolidated(plan, boss)

    assert [value.replace("\u00a0", " ") for value in alone.values] == ["12 repas", ""]
    assert [value.replace("\u00a0", " ") for value in both.values] == [
        "12 repas (Centre des Quais) ; 9 repas (Centre des Quais)",
        "",
    ]
    assert both.total == ""
