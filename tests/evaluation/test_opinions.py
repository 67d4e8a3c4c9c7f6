"""What a closed survey says, and all that it does not."""

import datetime as dt
from collections import Counter

import pytest

from evaluation import opinions
from evaluation.models import Feedback, Survey
from tests import factories as make

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2027, 6, 16, 12, tzinfo=dt.UTC)
GOOD, FAIR, BAD = Feedback.Face.GOOD, Feedback.Face.FAIR, Feedback.Face.BAD


@pytest.fixture
def survey():
    return make.SurveyFactory(closed=True, skill="online", reread_at=NOON)


def answered(survey, number, **ticked):
    make.FeedbackFactory.create_batch(number, survey=survey, **{"face": None} | ticked)


def wrote(survey, *lines, language="fr"):
    for line in lines:
        make.FeedbackFactory(survey=survey, face=None, words=line, language=language)


def counted(survey, question, **numbers):
    for value, number in numbers.items():
        make.TallyFactory(survey=survey, question=question, value=value[1:], number=number)


# -- What it says ---------------------------------------------------------------------------------


def test_telephones_and_paper_are_added_up(survey):
    answered(survey, 4, face=GOOD, before=1, after=3)
    answered(survey, 2, face=BAD, before=2, after=2)
    answered(survey, 1, before=3, after=1)
    counted(survey, "face", v3=5, v2=1)
    counted(survey, "before", v1=6)

    result = opinions.results(survey)

    assert result.respondents == 13
    assert result.faces == Counter({GOOD: 9, BAD: 2, FAIR: 1})
    assert (result.before, result.after) == (
        Counter({1: 10, 2: 2, 3: 1}),
        Counter({3: 4, 2: 2, 1: 1}),
    )
    assert result.change == opinions.Change(up=4, same=2, down=1)
    assert not result.is_hidden
    assert (result.programme, result.workshop) == (survey.programme, None)
    assert result.audience == "parents"


def test_before_or_now_alone_changes_nothing(survey):
    answered(survey, 5, before=1)
    answered(survey, 5, after=3)

    result = opinions.results(survey)

    assert (result.before.total(), result.after.total(), result.change.total) == (5, 5, 0)


def test_words_come_in_the_order_of_a_key_drawn_by_lot(survey):
    wrote(survey, "Un", "Deux", "Trois", "Quatre")
    wrote(survey, "شكرا", language="ar")

    words = opinions.results(survey).words

    assert [line.key for line in words] == sorted(line.key for line in words)
    assert {line.text for line in words} == {"Un", "Deux", "Trois", "Quatre", "شكرا"}
    assert {line.text for line in words if line.direction == "rtl"} == {"شكرا"}


def test_words_that_named_somebody_are_counted_and_not_shown(survey):
    wrote(survey, "Un", "Deux", "Trois", "Quatre", Feedback.HIDDEN)

    result = opinions.results(survey)

    assert (result.respondents, len(result.words), result.hidden_words) == (5, 4, 1)


# -- What it does not say -------------------------------------------------------------------------


def test_an_open_survey_says_nothing():
    survey = make.SurveyFactory()
    answered(survey, 30, face=GOOD)

    assert opinions.results(survey) is None
    assert opinions.tallied([survey.programme]) == []


def test_words_wait_to_be_reread(survey):
    answered(survey, 5, face=GOOD)
    wrote(survey, "Merci Nadia")
    Survey.objects.update(reread_at=None)

    result = opinions.results(survey)

    assert (result.faces, result.words, result.hidden_words) == (Counter({GOOD: 5}), (), 0)


@pytest.mark.parametrize("number", [0, 4])
def test_too_few_say_nothing_at_all(survey, number):
    answered(survey, number, face=BAD, before=1, after=1)
    wrote(survey, *["Un mot"] * number)

    result = opinions.results(survey)

    assert result == opinions.Results(survey)
    assert result.is_hidden


def test_who_counted_the_paper_cannot_know_the_few_others(survey):
    answered(survey, 4, face=BAD)
    counted(survey, "face", v3=6)

    result = opinions.results(survey)

    assert (result.respondents, result.faces) == (6, Counter({GOOD: 6}))


def test_few_on_paper_and_few_on_telephones_are_too_few(survey):
    answered(survey, 4, face=BAD)
    counted(survey, "face", v3=4)

    assert opinions.results(survey).is_hidden


def test_each_question_is_answered_by_enough_or_by_nobody(survey):
    answered(survey, 5, face=GOOD)
    answered(survey, 4, face=GOOD, before=1, after=1)

    result = opinions.results(survey)

    assert result.faces == Counter({GOOD: 9})
    assert (result.before, result.after, result.change.total) == (Counter(), Counter(), 0)


def test_the_threshold_is_a_setting(survey, settings):
    settings.SMALL_CELL = 10
    answered(survey, 9, face=GOOD)

    assert opinions.results(survey).is_hidden


# -- Who reads it ---------------------------------------------------------------------------------


def test_a_voice_reads_its_closed_surveys(survey):
    voice = make.ParentsVoiceFactory()
    Survey.objects.filter(pk=survey.pk).update(voice=voice)
    make.SurveyFactory(voice=voice)
    make.SurveyFactory(closed=True)
    answered(survey, 5, face=GOOD)
    wrote(survey, "Bien")

    (result,) = opinions.results_of_voice(voice)

    assert (result.survey, result.words[0].text) == (survey, "Bien")


def test_a_survey_is_sealed_with_the_review_it_speaks_in(survey):
    sealed = make.SurveyFactory(voice=make.ParentsVoiceFactory())
    opened = make.SurveyFactory(voice=make.ParentsVoiceFactory(review__opened=True))

    found = [opinions.is_sealed(each) for each in (survey, sealed, opened)]

    assert found == [False, True, False]


@pytest.mark.parametrize("number", [1, 3])
def test_measures_read_them_all_in_three_queries(django_assert_num_queries, number):
    surveys = make.SurveyFactory.create_batch(
        number, closed=True, workshop=make.WorkshopFactory(), reread_at=NOON
    )
    for survey in surveys:
        answered(survey, 5, face=GOOD)
        wrote(survey, "Jamais lu ici")
        counted(survey, "face", v1=2)
    make.SurveyFactory(closed=True, programme=surveys[0].programme)
    programmes = [survey.programme for survey in surveys]

    with django_assert_num_queries(3):
        found = opinions.tallied(programmes)
        shown = [(each.workshop.pk, each.programme.pk, each.faces[GOOD]) for each in found]

    assert len(shown) == number
    assert {(each.respondents, each.words) for each in found} == {(7, ())}
