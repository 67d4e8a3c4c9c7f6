"""The form without an account: its languages, what it counts, what it answers when it is shut."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from evaluation import survey_words
from evaluation.actions import surveys as actions
from evaluation.forms.opinions import OpinionForm
from evaluation.models import Feedback, Survey
from partnerships import throttle
from tests import factories as make
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_november")]

KEY = "k" * 32


@pytest.fixture
def survey():
    return make.SurveyFactory(skill="online", programme__title="Parents et écrans")


def url_of(survey, language="", name="give"):
    query = f"?langue={language}" if language else ""
    return reverse(f"evaluation:opinion_{name}", args=[survey.code]) + query


def send(client, survey, language="", **said):
    return client.post(url_of(survey, language), {"key": KEY, **said})


# -- Languages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "accepted", "code"),
    [
        ("ar", "fr-FR,fr;q=0.9", "ar"),
        ("", "tr-TR,tr;q=0.9,en;q=0.5", "tr"),
        ("", "wo, pt-BR;q=0.7, en;q=0.8", "en"),
        ("xx", "", "fr"),
        ("", "de-DE, pl;q=0.5", "fr"),
        ("", "en;q=rien, pt", "pt"),
    ],
)
def test_the_language_is_the_one_asked_then_that_of_the_telephone(
    client, survey, asked, accepted, code
):
    page = client.get(url_of(survey, asked), HTTP_ACCEPT_LANGUAGE=accepted)

    assert page.context["tongue"].code == code
    assert f'<html lang="{code}"' in page.content.decode()


@pytest.mark.parametrize("language", survey_words.Language.values)
@pytest.mark.parametrize("audience", Survey.Audience.values)
def test_every_language_says_everything_for_every_survey(language, audience):
    french = survey_words.written("fr")

    words = survey_words.written(language)

    assert words.keys() == french.keys()
    assert words[audience].keys() == french[audience].keys()
    assert set(words["skills"]) == set(Survey.Skill.values)
    assert [words["until"].count("{day}"), words["early_more"].count("{day}")] == [1, 1]


def test_arabic_reads_from_right_to_left_and_french_names_stay_french(client, survey):
    page = client.get(url_of(survey, "ar")).content.decode()

    assert '<html lang="ar" dir="rtl">' in page
    assert '<p class="lede" lang="fr"><bdi dir="ltr">Parents et écrans</bdi></p>' in page
    assert "بدون اسمكم" in page


def test_belonging_is_felt_and_the_rest_is_known(survey):
    felt = make.SurveyFactory.build(skill="welcome", programme=survey.programme)

    answers = [
        [word for _value, word in survey_words.words_of(each, "fr")["cans"]]
        for each in (survey, felt)
    ]

    assert answers == [["Je ne sais pas", "Un peu", "Je sais"], ["Non", "Un peu", "Oui"]]


# -- The form -------------------------------------------------------------------------------------


def test_it_has_no_menu_and_asks_three_things(client, survey):
    page = client.get(url_of(survey))

    names = [
        name for name in ("face", "before", "after", "words") if f'name="{name}"' in text(page)
    ]
    assert names == ["face", "before", "after", "words"]
    assert "<nav" in text(page)
    assert '<a href="/' not in text(page).split("<main")[1]
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page.headers["Cache-Control"]


def test_children_are_asked_how_it_was_and_nothing_to_compare(client):
    survey = make.SurveyFactory(audience="children")

    page = text(client.get(url_of(survey)))

    assert "Ton avis" in page
    assert 'name="before"' not in page


def test_each_page_has_a_key_of_its_own(client, survey):
    keys = {client.get(url_of(survey)).context["form"].own_key for _ in range(2)}

    assert len(keys) == 2


def test_an_answer_is_counted_and_thanked_in_its_language(client, survey):
    answer = send(client, survey, "tr", face=1, before=1, after=2, words=" Güzel   oldu ")

    thanks = client.get(answer["location"])
    assert answer["location"] == url_of(survey, "tr", "thanks")
    assert "Teşekkürler!" in text(thanks)
    assert url_of(survey, "tr") in text(thanks)
    assert list(Feedback.objects.order_by("words").values_list("face", "words", "language")) == [
        (1, "", "fr"),
        (None, "Güzel oldu", "tr"),
    ]


def test_a_double_click_counts_once_and_is_thanked_twice(client, survey):
    answers = [send(client, survey, face=3) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Feedback.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"key": KEY},
        {"key": KEY, "words": "   "},
        {"key": "court", "face": "3"},
        {"face": "3"},
        {"key": KEY, "face": "9"},
    ],
)
def test_what_cannot_be_counted_comes_back_with_one_sentence(client, survey, sent):
    page = client.post(url_of(survey), sent)

    assert page.status_code == 200
    assert "Répondez à une question au moins" in text(page)
    assert not Feedback.objects.exists()


def test_a_form_that_lost_its_key_comes_back_with_one_and_what_was_ticked(client, survey):
    page = client.post(url_of(survey), {"face": "2", "words": "Bien", "before": "1"})

    again = page.context["form"]
    assert len(again.own_key) == 32
    assert [is_chosen for *_face, is_chosen in again.faces] == [False, True, False]
    assert ">Bien</textarea>" in text(page)
    assert text(page).count(" checked") == 2


def test_more_words_than_there_is_room_for_lose_only_their_end(client, survey):
    send(client, survey, words="a" * 600)

    assert len(Feedback.objects.get().words) == 500


# -- Shut, unknown, too early, too many -----------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "status", "french", "portuguese"),
    [
        ({"closed": True}, 410, "C’est fini", "Já terminou"),
        ({"ends_on": dt.date(2026, 11, 19)}, 410, "C’est fini", "Já terminou"),
        ({"starts_on": dt.date(2026, 12, 1)}, 403, "C’est trop tôt", "Ainda é cedo"),
    ],
)
def test_out_of_its_days_it_says_so_in_the_language_and_in_french(
    client, fields, status, french, portuguese
):
    survey = make.SurveyFactory(**fields)

    pages = [client.get(url_of(survey, "pt")), send(client, survey, "pt", face=3)]

    assert [page.status_code for page in pages] == [status, status]
    assert portuguese in text(pages[0])
    assert french in text(pages[0])
    assert not Feedback.objects.exists()


def test_in_french_it_says_so_once(client):
    survey = make.SurveyFactory(starts_on=dt.date(2026, 12, 1))

    page = text(client.get(url_of(survey)))

    assert page.count("C’est trop tôt") == 2  # the title of the tab, and of the page
    assert "01/12/2026" in page


def test_closed_while_it_was_filled_in_is_late_and_counts_nothing(survey):
    words = survey_words.words_of(survey, "fr")
    form = OpinionForm({"key": KEY, "face": 3}, survey=survey, words=words, language="fr")
    actions.close(survey=survey, by=make.coordinator(survey.programme.lead))

    assert (form.is_valid(), form.save(), form.is_late) == (True, False, True)
    assert not Feedback.objects.exists()


def test_an_unknown_code_says_so_and_many_wait(client, survey):
    unknown = reverse("evaluation:opinion_give", args=["inconnu"])

    pages = [client.get(f"{unknown}?langue=ar") for _ in range(throttle.TRIES + 1)]
    thanks = client.get(f"{unknown}merci/")

    assert [page.status_code for page in (*pages[-2:], thanks)] == [404, 429, 429]
    assert "هذا العنوان لا يعمل" in text(pages[0])
    assert "Cette adresse ne marche pas" in text(pages[0])


def test_an_address_that_sends_too_much_waits_and_loses_nothing(client, survey, monkeypatch):
    monkeypatch.setattr(throttle, "ANSWERS", 2)
    for number in range(2):
        client.post(url_of(survey), {"key": f"{number}" * 32, "face": 3})

    page = client.post(url_of(survey), {"key": KEY, "face": 1, "words": "Merci"})

    assert page.status_code == 429
    assert "dans dix minutes" in text(page)
    assert ">Merci</textarea>" in text(page)
    assert Feedback.objects.count() == 2


def test_addresses_are_counted_anew_every_ten_minutes(client, survey, monkeypatch):
    monkeypatch.setattr(throttle, "ANSWERS", 1)
    statuses = []
    for number, minute in enumerate((1, 9, 11)):
        with time_machine.travel(dt.datetime(2026, 11, 20, 9, minute, tzinfo=dt.UTC)):
            sent = client.post(url_of(survey), {"key": f"{number}" * 32, "face": 3})
        statuses.append(sent.status_code)

    assert statuses == [302, 429, 302]


def test_who_thanks_after_the_end_offers_no_other_form(client):
    survey = make.SurveyFactory(closed=True)

    page = text(client.get(url_of(survey, name="thanks")))

    assert "Merci !" in page
    assert "Une autre personne" not in page
