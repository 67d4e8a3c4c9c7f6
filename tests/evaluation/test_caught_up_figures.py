"""What is caught up in another group, by figures worked out by hand.

A pathway of three modules of one hour, finished with 80 % of the minutes: 144. Group A: Awa, there
for modules 1 and 2, absent at module 3, that she catches up at group B on 24 November. Group B:
Zoé, always there. Awa counts for A whatever she did at B; the session of B counts who came to it.
"""

import datetime as dt
from types import SimpleNamespace

import pytest

from config.bench import statement
from evaluation.evidence import evidence_of
from evaluation.figures import Figures, Scope
from tests import factories as make
from workshops import certificates
from workshops.models import Attendance, Enrolment

pytestmark = pytest.mark.django_db

WEEK = dt.timedelta(days=7)
START = {"A": dt.date(2026, 11, 3), "B": dt.date(2026, 11, 10)}
CAUGHT_UP = dt.date(2026, 11, 24)


@pytest.fixture(params=["one programme", "two programmes"])
def story(request):
    """The two groups in one programme, or each in its own of the same structure."""
    pathway = make.PathwayFactory()
    modules = [make.ModuleFactory(pathway=pathway, order=n, planned_minutes=60) for n in (1, 2, 3)]
    first = make.ProgrammeFactory(lead=pathway.structure)
    second = first if request.param == "one programme" else make.ProgrammeFactory(lead=first.lead)
    followed = {"format": "cohort", "pathway": pathway}
    a = make.WorkshopFactory(programme=first, title="Groupe A", **followed)
    b = make.WorkshopFactory(programme=second, title="Groupe B", **followed)
    held = {
        (name, module.order): make.HeldSessionFactory(
            workshop=group, module=module, date=START[name] + place * WEEK, delivered_minutes=60
        )
        for name, group in (("A", a), ("B", b))
        for place, module in enumerate(modules)
    }
    awa = make.EnrolmentFactory(workshop=a, parent__first_name="Awa")
    zoe = make.EnrolmentFactory(workshop=b, parent__first_name="Zoé")
    for (name, order), session in held.items():
        whose = awa if name == "A" else zoe
        status = "absent" if (name, order) == ("A", 3) else "present"
        make.AttendanceFactory(session=session, parent=whose.parent, status=status)
    make.AttendanceFactory(session=held["B", 3], parent=awa.parent, cohort=a)
    return SimpleNamespace(**locals())


def figures_of(story, *workshops, programmes=None, until=dt.date(2027, 8, 31)):
    return Figures.of(
        Scope(
            programmes or tuple(dict.fromkeys([story.first, story.second])),
            dt.date(2026, 9, 1),
            until,
            workshops=frozenset(each.pk for each in workshops) or None,
        )
    )


def numbers(figures):
    names = ["unique_parents", "participations", "participant_hours", "pathways_completed"]
    return [figures.measure(name).value for name in names]


def test_the_season_counts_each_parent_once_and_two_pathways(story):
    figures = figures_of(story)

    assert numbers(figures) == [2, 6, 360, 2]
    assert figures.completions == {
        (story.a.pk, story.awa.parent_id): "2026-11-24",
        (story.b.pk, story.zoe.parent_id): "2026-11-24",
    }
    assert [(line.group.title, line.parents) for line in figures.groups()] == [
        ("Groupe A", 1),
        ("Groupe B", 1),
    ]


def test_the_figures_of_one_group_keep_what_was_caught_up_elsewhere(story):
    ours, theirs = figures_of(story, story.a), figures_of(story, story.b)

    assert numbers(ours) == [1, 2, 120, 1]
    assert ours.completions == {(story.a.pk, story.awa.parent_id): "2026-11-24"}
    assert numbers(theirs) == [2, 4, 240, 1]
    assert theirs.completions == {(story.b.pk, story.zoe.parent_id): "2026-11-24"}


def test_one_programme_among_two_keeps_it_too(story):
    asked = figures_of(story, programmes=(story.first,))

    narrowed = figures_of(story).only(story.first)

    assert narrowed.completions == asked.completions
    assert numbers(narrowed) == numbers(asked)
    assert (story.a.pk, story.awa.parent_id) in asked.completions


def test_it_is_finished_the_day_it_was_caught_up(story):
    before = figures_of(story, until=CAUGHT_UP - dt.timedelta(days=1))

    assert before.measure("pathways_completed").value == 0


def test_the_certificate_says_the_same_hours_as_the_figures(story):
    enrolments = Enrolment.objects.with_parent().with_attendance()

    found = certificates.of(story.a, [story.awa])
    ours = enrolments.filter(workshop=story.a)
    theirs = enrolments.filter(workshop=story.b)

    assert [(each.minutes, len(each.parts)) for each in found] == [(180, 3)]
    assert [(each.minutes_followed, each.modules_followed) for each in ours] == [(180, 3)]
    assert certificates.finished(story.a, ours) == [story.awa]
    assert certificates.finished(story.b, theirs) == [story.zoe]


@pytest.mark.parametrize(("threshold", "finished"), [(66, "2026-11-10"), (67, "2026-11-24")])
def test_a_threshold_of_modules_counts_each_once(story, threshold, finished):
    story.pathway.completion_by, story.pathway.completion_threshold = "modules", threshold
    story.pathway.save()
    again = make.HeldSessionFactory(
        workshop=story.a, module=story.modules[0], date=dt.date(2026, 11, 5)
    )
    make.AttendanceFactory(session=again, parent=story.awa.parent)
    make.AttendanceFactory(
        session__workshop=story.a, session__date=dt.date(2026, 11, 6), parent=story.awa.parent
    )

    figures = figures_of(story)

    assert figures.completions[story.a.pk, story.awa.parent_id] == finished
    told = Enrolment.objects.filter(pk=story.awa.pk).with_parent().with_attendance()
    assert certificates.finished(story.a, told) == [story.awa]


def test_two_modules_of_three_are_not_enough_for_80_percent(story):
    story.pathway.completion_by = "modules"
    story.pathway.save()
    Attendance.objects.exclude(cohort__pk=story.b.pk).filter(workshop=story.b).delete()

    figures = figures_of(story)

    assert list(figures.completions) == [(story.b.pk, story.zoe.parent_id)]
    told = Enrolment.objects.filter(pk=story.awa.pk).with_parent().with_attendance()
    assert certificates.finished(story.a, told) == []


@pytest.mark.parametrize("counts", ["minutes", "modules"])
def test_the_statement_of_the_reference_tells_the_same(story, counts):
    story.pathway.completion_by = counts
    story.pathway.save()
    for programme in {story.first, story.second}:
        scope = Scope((programme,), dt.date(2026, 9, 1), dt.date(2027, 8, 31))

        assert statement.figures(statement.ask(scope)) == statement.told(Figures.of(scope))


def test_the_evidence_names_who_finished_and_when(story):
    figures = figures_of(story)
    reader = make.coordinator(story.first.lead)

    table = evidence_of(figures.measure("pathways_completed"), figures, reader)

    assert [[cell.text for cell in row][:2] for row in table.rows] == [
        ["Awa", "Groupe A"],
        ["Zoé", "Groupe B"],
    ]


def test_it_costs_no_query_more(story, django_assert_num_queries):
    with django_assert_num_queries(5):
        figures_of(story)


def test_a_school_narrows_what_is_caught_up_as_all_the_rest(story):
    school = make.SchoolFactory()
    Attendance.objects.filter(workshop=story.a).update(school=school)
    scope = Scope(
        (story.first,),
        dt.date(2026, 9, 1),
        dt.date(2027, 8, 31),
        workshops=frozenset([story.a.pk]),
        schools=frozenset([school.pk]),
    )

    figures = Figures.of(scope)

    assert (figures.measure("participations").value, figures.completions) == (2, {})
