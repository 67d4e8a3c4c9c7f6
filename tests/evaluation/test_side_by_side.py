"""Equal voices (reliability G28): no voice weighs more for its kind, its place or its number."""

import random
from dataclasses import replace

import pytest

from evaluation.models import Contribution, Rating
from evaluation.side_by_side import Answer, Column, Speaker, grid_of, read
from tests.evaluation.reviewing import all_gave, called, gave, opened
from tests.factories import (
    CriterionFactory,
    FeedbackFactory,
    RatingFactory,
    ReplyFactory,
    SurveyFactory,
)
from tests.reading import plain

ROLES = ["École", "Centre", "Parents", "Enfants", "Mairie", "Association"]
CRITERIA = [(10, "Réciprocité"), (20, "Bienveillance"), (30, "Agir ensemble")]


def speaker_of(draw):
    said = draw.sample(Contribution.WORDS, draw.randint(0, len(Contribution.WORDS)))
    rated = draw.sample(CRITERIA, draw.randint(0, len(CRITERIA)))
    return Speaker(
        name=draw.choice(["", f"Personne {draw.randint(1, 99)}"]),
        words={word: f"Mot {draw.randint(1, 9)}" for word in said},
        levels={key: draw.randint(1, 4) for key, _title in rated},
    )


def review_of(seed):
    """From two to six voices of none to four people."""
    draw = random.Random(seed)
    names = draw.sample(ROLES, draw.randint(2, len(ROLES)))
    return [
        Column(key, name, tuple(speaker_of(draw) for _each in range(draw.randint(0, 4))))
        for key, name in enumerate(names, start=1)
    ]


def result(grid):
    """What is shared, by voice and whatever the place of each."""
    passages = {
        line.name: {cell.column.key: [(each.words) for each in cell.said] for cell in line.cells}
        for line in grid.passages
    }
    levels = {
        line.key: {level.column.key: level.value for level in line.levels} for line in grid.criteria
    }
    order = [(line.key, line.gap, line.is_apart) for line in grid.criteria]
    return passages, levels, order, set(grid.missing)


def renamed(columns):
    """The same people under other names of roles."""
    names = {column.key: ROLES[column.key % len(ROLES)] for column in columns}
    return [replace(column, name=names[column.key]) for column in columns]


def doubled(columns, draw):
    """A second person says the same as the first, in one voice or another."""
    found = []
    for column in columns:
        more = column.speakers
        if len(more) == 1 and draw.random() < 0.7:
            more = (*more, replace(more[0], name=""))
        found.append(replace(column, speakers=more))
    return found


def test_no_voice_weighs_more_than_another_in_200_reviews():
    for seed in range(200):
        columns, draw = review_of(seed), random.Random(seed)
        shared = result(read(columns, CRITERIA))
        moved = draw.sample(columns, len(columns))

        assert result(read(moved, CRITERIA)) == shared
        assert result(read(doubled(columns, draw), CRITERIA)) == shared
        assert result(read(renamed(columns), CRITERIA))[:3] == shared[:3]


def test_people_of_one_voice_may_speak_in_any_order_in_200_reviews():
    for seed in range(200):
        columns, draw = review_of(seed), random.Random(seed)
        mixed = [
            replace(each, speakers=tuple(draw.sample(each.speakers, len(each.speakers))))
            for each in columns
        ]

        first, second = read(columns, CRITERIA), read(mixed, CRITERIA)

        assert result(second)[1:] == result(first)[1:]


def test_a_gap_of_two_is_said_first_and_with_both_sides_in_200_reviews():
    apart = 0
    for seed in range(200):
        grid = read(review_of(seed), CRITERIA)
        known = [line.is_apart for line in grid.criteria]
        assert known == sorted(known, reverse=True)
        for line in grid.criteria:
            assert line.is_apart == (line.gap >= 2)
            if line.is_apart:
                named = [name for _level, names in line.sides for name in names]
                values = {level.column.name: level.value for level in line.levels}
                ends = {values[name] for name in named}
                assert (max(ends), min(ends)) == (max(line.answered), min(line.answered))
                apart += 1
    assert apart > 50


def test_the_order_is_the_one_drawn_whoever_speaks():
    columns = [Column(2, "Parents"), Column(1, "École"), Column(3, "Centre")]

    grid = read(columns, CRITERIA)

    assert [cell.column.name for cell in grid.passages[0].cells] == ["Parents", "École", "Centre"]
    assert [level.column.name for level in grid.criteria[0].levels] == [
        "Parents",
        "École",
        "Centre",
    ]


def levelled(*levels, name="Parents"):
    people = tuple(Speaker(levels={10: level}) for level in levels)
    return Column(1, name, people)


@pytest.mark.parametrize(
    ("levels", "label", "spread"),
    [
        ((3,), "plutôt", ""),
        ((3, 3, 1), "plutôt", "de « pas du tout » à « plutôt » selon les personnes"),
        ((2, 3), "entre « un peu » et « plutôt »", ""),
        ((), "", ""),
    ],
)
def test_a_voice_answers_with_the_middle_of_its_people(levels, label, spread):
    criterion = read([levelled(*levels)], CRITERIA[:1]).criteria[0]

    level = criterion.levels[0]

    assert (plain(level.label), plain(level.spread)) == (label, spread)


def test_both_sides_of_a_difference_are_told():
    columns = [levelled(1, name="Parents"), levelled(4, name="École"), levelled(4, name="Centre")]
    columns.append(levelled(2, name="Mairie"))

    grid = read(columns, CRITERIA)

    assert grid.apart[0].sides == [
        ("pas du tout", ["Parents"]),
        ("tout à fait", ["Centre", "École"]),
    ]
    assert [line.title for line in grid.unanswered] == ["Bienveillance", "Agir ensemble"]


def test_the_same_words_are_heard_once_with_all_who_signed_them():
    people = (
        Speaker(name="Awa", words={"worked": "Le jeudi."}),
        Speaker(name="Nadia", words={"worked": " Le jeudi. "}, source="post-it"),
        Speaker(words={"worked": "La salle."}),
    )

    said = read([Column(1, "Parents", people)], []).passages[0].cells[0].said

    assert [(each.words, each.by, each.source) for each in said] == [
        ("Le jeudi.", "Awa et Nadia", "post-it"),
        ("La salle.", "", ""),
    ]


def test_what_is_not_sorted_has_a_line_when_somebody_wrote_there():
    empty = read([Column(1, "Parents")], [])
    full = read([Column(1, "Parents", (Speaker(words={"unsorted": "En vrac"}),))], [])

    assert "unsorted" not in [line.name for line in empty.passages]
    assert full.passages[-1].name == "unsorted"


def test_answers_stand_beside_what_they_answer():
    told = Answer(7, "École", "Nous avons changé de salle.")
    answers = {(1, "worked"): (told,), (1, "criterion-10"): (told,)}

    grid = read([levelled(2)], CRITERIA, answers)

    assert grid.passages[0].cells[0].answers == (told,)
    assert grid.criteria[0].levels[0].answers == (told,)
    assert grid.passages[1].cells[0].answers == ()


@pytest.mark.parametrize(("number", "is_wide"), [(3, False), (4, True)])
def test_more_than_three_voices_need_a_wide_sheet(number, is_wide):
    assert read([Column(key, str(key)) for key in range(number)], []).is_wide == is_wide


# -- From what was handed in -------------------------------------------------------------------


@pytest.mark.django_db
def test_nothing_is_read_under_seal():
    table = all_gave(called())

    assert grid_of(table.review).columns == ()


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
def test_opened_the_columns_stand_in_the_order_drawn_and_names_only_when_signed():
    table = called()
    gave(table.voices.school, "Trois mères osent entrer.", spoken_by="Mme Lefort", is_signed=False)
    gave(table.voices.school, "La salle est prête.", spoken_by="M. Caron", minutes=15)
    gave(table.voices.parents, "On n’a plus honte.", spoken_by="Groupe du jeudi", source="38-58")
    gave(table.voices.centre)

    grid = grid_of(opened(table).review)

    worked = grid.passages[0].cells
    assert [cell.column.name for cell in worked] == ["Parents", "Centre", "École"]
    assert [(each.words, each.by) for each in worked[2].said] == [
        ("Trois mères osent entrer.", ""),
        ("La salle est prête.", "M. Caron"),
    ]
    assert (worked[0].said[0].by, worked[0].said[0].source) == ("Groupe du jeudi", "38-58")
    assert grid.columns[2].minutes == 15
    assert grid.missing == []


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
def test_levels_and_answers_are_read_with_their_criteria():
    table = called()
    criterion = CriterionFactory()
    table.review.criteria.add(criterion)
    for voice, level in [(table.voices.school, 4), (table.voices.centre, 1)]:
        RatingFactory(contribution=gave(voice), criterion=criterion, level=level)
    gave(table.voices.parents)
    opened(table)
    ReplyFactory(voice=table.voices.school, about=table.voices.centre, words="Parlons-en.")
    ReplyFactory(
        voice=table.voices.parents, about=table.voices.centre, words="Oui.", spoken_by="Awa"
    )

    grid = grid_of(table.review)

    centre = next(c for c in grid.passages[0].cells if c.column.name == "Centre")
    assert grid.apart[0].gap == Rating.Level.YES - Rating.Level.NO
    assert [(each.voice, plain(each.told)) for each in centre.answers] == [
        ("École", ""),
        ("Parents", "Awa, saisi par un compte fermé"),
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
def test_a_closed_survey_speaks_without_a_name(settings):
    settings.SMALL_CELL = 5
    table = called()
    gave(table.voices.centre)
    gave(table.voices.school)
    survey = SurveyFactory(voice=table.voices.parents, closed=True)
    for _each in range(6):
        FeedbackFactory(survey=survey)

    grid = grid_of(opened(table).review)

    assert grid.has_surveys
    assert grid.columns[0].surveys[0].respondents == 6
    assert grid.missing == []


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
def test_reading_costs_the_same_whatever_is_said(django_assert_num_queries):
    table = all_gave(called())
    opened(table)
    with django_assert_num_queries(6):
        grid_of(table.review)

    for voice in vars(table.voices).values():
        for number in range(3):
            RatingFactory(contribution=gave(voice, f"Encore {number}"))

    with django_assert_num_queries(6):
        grid_of(table.review)
