"""Opening a survey, counting paper, closing it, rereading its words; and no answer out of place."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from evaluation import opinions
from evaluation.actions import surveys as actions
from evaluation.models import Feedback, FeedbackReceipt, Survey, Tally
from partnerships.models import AuditEvent
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def survey(programme):
    return make.SurveyFactory(programme=programme, skill="online")


def journal():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", "object_type", "fields"))


def answered(survey, key="une clé", **said):
    return actions.answer(survey=survey, key=key, **{"face": 3, "today": TODAY} | said)


def refused(act, **details):
    with pytest.raises(ValidationError) as refusal:
        act(**details)
    return " ".join(refusal.value.messages)


# -- Opening --------------------------------------------------------------------------------------


def test_it_is_opened_by_who_works_in_the_lead_and_leaves_a_line(programme):
    worker = make.facilitator(programme.lead)
    survey = make.SurveyFactory.build(programme=programme)

    opened = actions.ask(survey=survey, by=worker)
    actions.ask(survey=opened, by=make.coordinator(programme.lead))

    assert (opened.created_by, len(opened.code)) == (worker, 12)
    assert journal() == [
        ("created", "evaluation.survey", []),
        ("changed", "evaluation.survey", []),
    ]


def voice_of(programme, kind="parents", **review):
    partnership = make.PartnershipFactory(parties=[programme.lead])
    programme.partnerships.add(partnership)
    return make.ParentsVoiceFactory(
        kind=kind, review=make.ReviewFactory(partnership=partnership, **review)
    )


def test_it_may_speak_for_a_voice_of_a_sealed_review(programme, boss):
    voice = voice_of(programme)

    survey = actions.ask(survey=make.SurveyFactory.build(programme=programme, voice=voice), by=boss)

    assert list(voice.surveys.all()) == [survey]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (lambda programme: {"programme": make.ProgrammeFactory()}, "ne porte pas ce programme"),
        (lambda programme: {"workshop": make.WorkshopFactory()}, "d’un autre programme"),
        (lambda programme: {"audience": "children", "skill": "school"}, "Aux enfants"),
        (
            lambda programme: {"closed_at": dt.datetime(2026, 10, 1, tzinfo=dt.UTC)},
            "Ce recueil est fermé",
        ),
        (lambda programme: {"voice": voice_of(programme, "children")}, "pas celle de ceux qui"),
        (lambda programme: {"voice": voice_of(programme, opened=True)}, "déjà ouvertes"),
        (lambda programme: {"voice": make.ParentsVoiceFactory()}, "d’un autre partenariat"),
        (lambda programme: {"ends_on": dt.date(2020, 1, 1)}, "précéder le début"),
    ],
)
def test_what_makes_no_sense_is_refused(programme, boss, fields, sentence):
    survey = make.SurveyFactory.build(**{"programme": programme} | fields(programme))

    assert sentence in refused(actions.ask, survey=survey, by=boss)
    assert not Survey.objects.exists()


# -- An answer ------------------------------------------------------------------------------------


def test_what_is_ticked_and_what_is_written_are_two_rows(survey):
    answered(survey, face=1, before=1, after=2, words="Merci", language="tr")

    rows = Feedback.objects.order_by("words").values_list(
        "face", "before", "after", "words", "language"
    )
    assert list(rows) == [(1, 1, 2, "", "fr"), (None, None, None, "Merci", "tr")]
    assert journal() == []


def test_a_form_sent_twice_counts_once(survey):
    found = [answered(survey, key=key) for key in ("a" * 32, "a" * 32, "b" * 32)]

    assert (found, Feedback.objects.count()) == ([True, False, True], 2)
    assert FeedbackReceipt.objects.filter(key__contains="aaa").count() == 0


def test_without_a_comparison_nothing_is_compared(programme):
    survey = make.SurveyFactory(programme=programme)

    answered(survey, before=1, after=3)

    assert list(Feedback.objects.values_list("face", "before", "after")) == [(3, None, None)]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"face": None}, "Répondez à une question au moins."),
        ({"face": 4}, "Choisissez une des trois réponses."),
        ({"words": "a" * 501}, "500 caractères"),
        ({"words": "Olá", "language": "xx"}, "n’est pas un choix valide"),
        ({"today": dt.date(2026, 8, 31)}, "n’est pas ouvert"),
        ({"today": dt.date(2027, 9, 1)}, "n’est pas ouvert"),
    ],
)
def test_an_answer_that_cannot_be_counted_is_refused_whole(survey, said, sentence):
    details = {"survey": survey, "key": "clé", "face": 3, "today": TODAY} | said

    assert sentence in refused(actions.answer, **details)
    assert not Feedback.objects.exists()
    assert not FeedbackReceipt.objects.exists()


def test_the_last_day_counts_and_a_closed_survey_does_not(survey, boss):
    answered(survey, key="dernier jour", today=dt.date(2027, 8, 31))
    actions.close(survey=survey, by=boss)

    sentence = refused(actions.answer, survey=survey, key="après", face=3, today=TODAY)

    assert (sentence, Feedback.objects.count()) == ("Ce recueil n’est pas ouvert.", 1)


# -- Paper ----------------------------------------------------------------------------------------


def counted(survey, by, numbers=None, **said):
    actions.count(survey=survey, numbers=numbers or {("face", 3): 4}, by=by, **said)


def test_paper_replaces_what_was_counted_and_leaves_a_line_without_words(survey, boss):
    counted(survey, boss, {("face", 3): 4, ("face", 1): 2, ("before", 1): 5})

    counted(survey, boss, {("face", 3): 6, ("face", 2): 0}, words=["Bien", "Court"], language="pt")

    tallies = Tally.objects.values_list("question", "value", "number", "entered_by")
    assert list(tallies) == [("face", 3, 6, boss.pk)]
    assert set(Feedback.objects.values_list("words", "language", "face")) == {
        ("Bien", "pt", None),
        ("Court", "pt", None),
    }
    assert [fields for _verb, _about, fields in journal()] == [
        ["tallies"],
        ["tallies", "feedbacks"],
    ]
    assert str(survey.tallies.get()) == "comment c’était, bien : 6"


def test_a_tally_of_before_says_its_own_scale():
    assert make.TallyFactory(question="after", value=1).answer == "je ne sais pas"


def test_paper_that_makes_no_sense_is_refused_and_the_former_stays(survey, programme, boss):
    counted(survey, boss)
    plain = make.SurveyFactory(programme=programme)

    sentences = [
        refused(counted, survey=survey, by=boss, numbers={("face", 3): 1001}),
        refused(counted, survey=survey, by=boss, numbers={("face", 4): 1}),
        refused(counted, survey=survey, by=boss, words=["a" * 501]),
        refused(counted, survey=plain, by=boss, numbers={("before", 1): 3}),
    ]

    assert "1 000" in sentences[0].replace("\u00a0", " ").replace("\u202f", " ")
    assert "ne compare pas" in sentences[3]
    assert Tally.objects.get().number == 4


def test_nothing_is_added_to_a_closed_survey(survey, boss):
    actions.close(survey=survey, by=boss)

    assert "ne compte plus rien" in refused(counted, survey=survey, by=boss)


# -- Closing and rereading ------------------------------------------------------------------------


def test_closing_is_for_good_and_forgets_which_forms_were_sent(survey, boss):
    answered(survey)

    closed = actions.close(survey=survey, by=boss)

    assert (closed.closed_by, bool(closed.closed_at)) == (boss, True)
    assert not FeedbackReceipt.objects.exists()
    assert "déjà fermé" in refused(actions.close, survey=survey, by=boss)
    assert journal() == [("closed", "evaluation.survey", [])]


def test_words_that_name_somebody_are_hidden_for_good(survey, boss):
    for place in range(5):
        answered(survey, key=f"clé {place}", words=f"Mot {place}", language="tr")
    survey = actions.close(survey=survey, by=boss)
    other = make.FeedbackFactory(words="D’un autre recueil", face=None)
    named = Feedback.objects.get(words="Mot 3")

    number = actions.share_words(survey=survey, hidden=[named.pk, other.pk, 12], by=boss)
    again = actions.share_words(survey=survey, hidden=[named.pk], by=boss)

    result = opinions.results(survey)
    assert (number, again, result.hidden_words, len(result.words)) == (1, 0, 1, 4)
    assert not Feedback.objects.filter(words="Mot 3").exists()
    assert Feedback.objects.get(pk=other.pk).words == "D’un autre recueil"
    assert [fields for _verb, _about, fields in journal()[1:]] == [
        ["reread_at", "feedbacks"],
        ["reread_at"],
    ]
    assert str(named.pk) not in str(list(AuditEvent.objects.values()))


def test_words_are_not_reread_before_closing(survey, boss):
    answered(survey, words="Bien")

    details = {"survey": survey, "hidden": [], "by": boss}
    assert "une fois le recueil fermé" in refused(actions.share_words, **details)
