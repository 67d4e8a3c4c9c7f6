"""The figures of the documents come out of the sheets, whatever the day it is loaded."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db.models import Sum

from config.demo import public_data, story
from evaluation.models import Report, ReportComment
from families.models import Parent
from partnerships.models import Document, School, Structure, Term, User
from workshops import certificates, places
from workshops.models import (
    Advice,
    Attendance,
    Guest,
    Programme,
    Quote,
    Session,
    SignedSheet,
    Whose,
    Workshop,
)
from workshops.quotes import printable

DAY = dt.date(2026, 11, 20)
# A story takes a second to tell: any day of the year must do, and two are told in a hurry.
DAYS = [
    DAY,
    dt.date(2027, 8, 15),
    *(
        pytest.param(day, marks=pytest.mark.deep)
        for day in (dt.date(2026, 9, 1), dt.date(2027, 2, 28), dt.date(2026, 12, 25))
    ),
]


@pytest.fixture(autouse=True)
def _on_that_day():
    """Whatever the clock of this machine says."""
    with time_machine.travel(dt.datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Europe/Paris"))):
        yield


def tell(today):
    public_data.load()
    story.tell(today)
    return Programme.objects.get(title="Parents et outils numériques")


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_pathway_reaches_34_parents_in_9_groups(db, today):
    programme = tell(today)

    came = Attendance.objects.filter(programme=programme).taken_part()

    assert came.values("parent").distinct().count() == 34
    assert came.values("workshop").distinct().count() == 9
    assert came.aggregate(last=Sum("counted_minutes"))["last"] > 0
    assert programme.starts_on < today < programme.ends_on


def test_one_group_of_nine_parents_had_15_h_30_of_16_h_30(db):
    programme = tell(DAY)

    group = programme.workshops.get(title__startswith="Groupe 2,")

    assert group.enrolments.count() == 9
    assert group.sessions.held().aggregate(all=Sum("delivered_minutes"))["all"] == 15 * 60 + 30
    assert group.pathway.modules.aggregate(all=Sum("planned_minutes"))["all"] == 16 * 60 + 30
    assert [module.kind for module in group.pathway.modules.all()] == ["basic"] * 4 + [
        "thematic"
    ] * 3


def test_the_last_sheet_of_that_group_is_signed_and_its_people_have_their_hours(db):
    programme = tell(DAY)
    group = programme.workshops.get(title__startswith="Groupe 2,")

    enrolments = list(group.enrolments.with_parent().with_attendance())
    found = certificates.of(group, enrolments)

    assert SignedSheet.objects.get().session == group.sessions.held().last()
    assert len(found) == 9
    assert max(each.minutes for each in found) == 15 * 60 + 30
    assert 0 < len(certificates.finished(group, enrolments)) < 9


def test_the_workshops_leave_advice_of_many_and_words_of_those_who_agreed(db):
    tell(DAY)

    advice = Advice.objects.all()
    of_parents = Quote.objects.exclude(parent=None)

    assert advice.count() == 17
    assert len({each.theme_id for each in advice}) == 11
    assert {each.whose for each in advice} == set(Whose.values)
    assert printable(Quote.objects.all()).count() == 5
    unsaid = Quote.objects.exclude(pk__in=printable(Quote.objects.all()))
    assert sorted(each.label for each in unsaid) == ["un papa", "un papa de petite section"]
    for quote in of_parents:
        assert quote.session.attendances.taken_part().filter(parent=quote.parent).exists()
    today = Session.objects.with_carried().get(date=DAY, workshop__title__startswith="Groupe 9,")
    assert today.carried.questions.startswith("Trois personnes ont perdu")


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_a_sheet_waits_today_with_nine_people_already_known(db, today):
    tell(today)

    session = Session.objects.get(date=today, workshop__title__startswith="Groupe 9,")

    expected = session.workshop.enrolments.values("parent")
    known = Attendance.objects.taken_part().filter(parent__in=expected)
    assert session.status == Session.Status.PLANNED
    assert expected.count() == known.values("parent").distinct().count() == 9


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_somebody_caught_up_somebody_will_and_a_place_is_free(db, today):
    programme = tell(today)
    theirs = programme.workshops.get(title__startswith="Groupe 5,")
    there = programme.workshops.get(title__startswith="Groupe 9,")
    nadia = User.objects.get(email="coordination@demo.example")

    caught_up = Attendance.objects.filter(cohort=theirs).exclude(workshop=theirs).get()
    guest = Guest.objects.filter(enrolment__workshop=theirs).get()

    assert (caught_up.workshop, caught_up.module.order) == (there, 2)
    assert (guest.session.workshop, guest.session.module.order) == (there, 5)
    assert guest.session.date > today
    assert [str(each.title)[:13] for each in places.due(nadia, today)] == ["1 place libre"]


def test_nothing_is_held_after_today_nor_on_a_holiday(db):
    today = DAY
    tell(today)

    assert Session.objects.held().filter(date__gte=today).count() == 0
    assert Session.objects.filter(date__month=12, date__day=25).count() == 0
    assert Session.objects.filter(date=dt.date(2026, 4, 6)).count() == 0


def test_no_official_code_is_invented(db):
    tell(DAY)

    invented = Structure.objects.filter(source="Données inventées")

    assert School.objects.filter(structure__in=invented).exclude(uai="").count() == 0
    assert invented.exclude(siret="").count() == 0
    assert School.objects.exclude(uai="").count() > 60


def test_the_neighbour_shares_nobody_with_the_story(db):
    tell(DAY)
    centre = Structure.objects.get(name="Centre social Les Tisserands")

    theirs = Workshop.objects.exclude(programme__lead=centre)

    assert (
        Parent.objects.filter(enrolments__workshop__in=theirs, family__structure=centre).count()
        == 0
    )


def test_the_command_prints_the_accounts_and_tells_the_story_once(db, settings, capsys):
    settings.DEMO = True

    call_command("demo_data", today=DAY)
    call_command("demo_data", today=DAY)

    first, report = Report.objects.issued().order_by("version")
    assert User.objects.filter(is_demo=True).count() == 8
    assert report in Report.objects.visible_to(User.objects.get(email="financeur@demo.example"))
    assert (first.version, report.version) == (1, 2)
    assert report.figures["changes"]["sections"] == ["La suite"]
    assert report.figures["changes"]["figures"]
    assert len(report.figures["quotes"]) == 4
    assert [remark.is_return for remark in ReportComment.objects.all()] == [True]
    assert capsys.readouterr().out.count("animation@demo.example") == 2


def test_the_partners_keep_a_diagnosis_and_a_charter_and_print_their_logos(db, settings):
    settings.DEMO = True

    call_command("demo_data", today=DAY)

    kept = Document.objects.order_by("added_at")
    assert [(each.kind, each.media_type) for each in kept] == [
        ("diagnosis", "application/pdf"),
        ("charter", "application/pdf"),
    ]
    assert str(kept.last().agreement) == "Accord 2026-2027"
    assert Structure.objects.exclude(logo="").count() == 3
    supporters = Report.objects.issued().latest("version").figures["thanked"]
    assert [name for name, _logo in supporters] == [
        "Association Rive d’Ici",
        "Mairie de quartier des Filatures",
    ]


def test_the_command_starts_again_when_asked(transactional_db, settings):
    settings.DEMO = True
    call_command("demo_data", today=DAY)
    earlier = dt.date(2026, 9, 1)

    call_command("demo_data", today=earlier, reset=True)

    assert Session.objects.filter(date=earlier).exists()
    assert Term.objects.of("lever").count() == 33


def test_the_command_refuses_a_real_installation(db, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo_data", today=DAY)
