"""The pages of the team around a survey: opened, counted, closed, reread, read."""

import datetime as dt

import pytest
from django.urls import reverse

from evaluation.models import Feedback, Survey, Tally
from partnerships import registry
from tests import factories as make
from tests.reading import said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_november")]


@pytest.fixture
def survey(programme):
    return make.SurveyFactory(programme=programme, skill="teacher")


@pytest.fixture
def read(programme, boss):
    """Closed, reread, and said by six."""
    survey = make.SurveyFactory(
        programme=programme,
        skill="teacher",
        closed=True,
        closed_by=boss,
        reread_at=dt.datetime(2027, 6, 16, tzinfo=dt.UTC),
    )
    make.FeedbackFactory.create_batch(5, survey=survey, before=1, after=3)
    make.FeedbackFactory(survey=survey, face=1, before=2, after=1)
    make.FeedbackFactory(survey=survey, face=None, words="شكرا", language="ar")
    make.FeedbackFactory(survey=survey, face=None, words=Feedback.HIDDEN)
    return survey


def page_of(survey, name="detail"):
    return reverse(f"evaluation:survey_{name}", args=[survey.pk])


@pytest.fixture
def signed(client, boss):
    client.force_login(boss)
    return client


@pytest.fixture
def teacher(programme):
    school = make.SchoolFactory().structure
    programme.partnerships.add(make.PartnershipFactory(parties=[programme.lead, school]))
    return make.partner(school)


# -- Opening --------------------------------------------------------------------------------------


def opening(programme, **sent):
    url = reverse("evaluation:survey_create", args=[programme.pk])
    days = {"starts_on": "2026-11-20", "ends_on": "2026-12-20"}
    return url, {"audience": "parents", **days, **sent}


def test_it_is_opened_from_the_page_of_a_workshop(signed, programme):
    workshop = make.WorkshopFactory(programme=programme)
    url, sent = opening(programme, workshop=workshop.pk, skill="online")

    offered = signed.get(workshop.get_absolute_url())
    form = signed.get(f"{url}?atelier={workshop.pk}").context["form"]
    answer = signed.post(url, sent, follow=True)

    survey = Survey.objects.get()
    assert f"{url}?atelier={workshop.pk}" in text(offered)
    assert form["workshop"].value() == str(workshop.pk)
    assert answer.redirect_chain[0][0] == page_of(survey)
    assert (survey.workshop, survey.skill, str(survey)) == (workshop, "online", str(workshop))
    assert f"/avis/{survey.code}/" in text(answer)


def test_only_parents_and_children_of_a_sealed_review_are_offered(signed, programme):
    partnership = make.PartnershipFactory(parties=[programme.lead])
    programme.partnerships.add(partnership)
    review = make.ReviewFactory(partnership=partnership, title="Bilan de juin")
    parents = make.ParentsVoiceFactory(review=review)
    make.VoiceFactory(review=review, kind="centre", structure=programme.lead)
    make.ParentsVoiceFactory(review__partnership=partnership, review__opened=True)
    make.ParentsVoiceFactory()
    url, sent = opening(programme, voice=parents.pk)

    form = signed.get(url).context["form"]
    signed.post(url, sent)

    assert [label for value, label in form.fields["voice"].choices][1:] == [
        "parents, Bilan de juin"
    ]
    survey = Survey.objects.get()
    assert survey.voice == parents
    assert "Lu comme la voix des parents dans « Bilan de juin »" in text(
        signed.get(page_of(survey))
    )


def test_what_is_refused_is_said_beside_its_question(signed, programme):
    url, sent = opening(programme, audience="children", skill="online", ends_on="2026-01-01")

    form = signed.post(url, sent).context["form"]
    sent["ends_on"] = "2026-12-20"
    again = signed.post(url, sent).context["form"]

    assert (list(form.errors), list(again.errors)) == (["ends_on"], ["skill"])
    assert not Survey.objects.exists()


def test_once_open_only_its_days_change(signed, survey):
    form = signed.get(page_of(survey, "edit")).context["form"]

    answer = signed.post(
        page_of(survey, "edit"), {"starts_on": "2026-09-01", "ends_on": "2026-12-24"}
    )

    survey.refresh_from_db()
    assert list(form.fields) == ["starts_on", "ends_on"]
    assert (answer.status_code, survey.ends_on, survey.skill) == (
        302,
        dt.date(2026, 12, 24),
        "teacher",
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_many(signed, programme, number, django_assert_num_queries):
    make.SurveyFactory.create_batch(
        number, programme=programme, workshop=make.WorkshopFactory(programme=programme)
    )

    with django_assert_num_queries(5):
        page = signed.get(reverse("evaluation:survey_list", args=[programme.pk]))

    assert len(page.context["surveys"]) == number


def test_the_list_says_where_each_stands(signed, programme):
    url = reverse("evaluation:survey_list", args=[programme.pk])
    empty = text(signed.get(url))
    for fields in (
        {"closed": True},
        {"ends_on": dt.date(2026, 11, 19)},
        {"starts_on": dt.date(2026, 12, 1)},
        {},
    ):
        make.SurveyFactory(programme=programme, **fields)

    page = text(signed.get(url))

    assert "Aucun avis n’a encore été demandé." in empty
    states = ("Fermé le 15 juin 2027", "À fermer", "S’ouvre le 1er décembre 2026", "> Ouvert<")
    assert [state for state in states if state not in page.replace("</svg> ", "</svg>> ")] == []


# -- While it is open -----------------------------------------------------------------------------


def test_an_open_survey_shows_no_number_but_the_paper(signed, survey, boss):
    before = text(signed.get(page_of(survey))).split("<main")[1]
    make.FeedbackFactory.create_batch(6, survey=survey, words="Bien")

    after = text(signed.get(page_of(survey))).split("<main")[1]
    make.TallyFactory(survey=survey, number=37)
    counted = text(signed.get(page_of(survey)))

    assert before.split("</main>")[0] == after.split("</main>")[0]
    assert "Comment c’était, bien</dt><dd>37</dd>" in counted


def test_out_of_its_days_the_page_says_what_to_do(signed, programme):
    late = make.SurveyFactory(programme=programme, ends_on=dt.date(2026, 11, 19))
    early = make.SurveyFactory(programme=programme, starts_on=dt.date(2026, 12, 1))

    pages = [text(signed.get(page_of(survey))) for survey in (late, early)]

    assert "Il reste à fermer pour lire" in pages[0]
    assert "à partir du 1er décembre 2026" in pages[1]


def test_paper_is_counted_by_hand_and_words_are_lines(signed, survey):
    sent = {"face_3": "5", "face_1": "0", "before_1": "4", "words": " Bien \n\nTrop  court\n"}

    answer = signed.post(page_of(survey, "count"), sent | {"language": "pt"}, follow=True)
    form = signed.get(page_of(survey, "count")).context["form"]

    assert said(answer) == ["C’est compté. Les mots se sont mêlés aux autres."]
    assert list(Tally.objects.values_list("question", "value", "number")) == [
        ("before", 1, 4),
        ("face", 3, 5),
    ]
    assert set(Feedback.objects.values_list("words", "language")) == {
        ("Bien", "pt"),
        ("Trop court", "pt"),
    }
    assert (form["face_3"].value(), form["face_1"].value(), form["words"].value()) == (
        5,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("sent", "name", "sentence"),
    [
        ({"face_3": "-1"}, "face_3", "supérieure ou égale à 0"),
        ({"face_3": "1001"}, "face_3", "inférieure ou égale à 1000"),
        ({"words": "a" * 501}, "words", "plus de 500 caractères"),
        ({"words": "1 85 05 78 006 084 91"}, "words", "numéro de sécurité sociale"),
    ],
)
def test_a_count_that_makes_no_sense_is_refused(signed, survey, sent, name, sentence):
    page = signed.post(page_of(survey, "count"), {"language": "fr"} | sent)

    assert sentence in " ".join(page.context["form"].errors[name])
    assert "Rien n’est enregistré" in text(page)
    assert not Tally.objects.exists()


def test_children_and_plain_surveys_count_faces_only(signed, programme):
    survey = make.SurveyFactory(programme=programme, audience="children")

    form = signed.get(page_of(survey, "count")).context["form"]

    assert list(form.fields) == ["face_3", "face_2", "face_1", "words", "language"]


# -- Closing and rereading ------------------------------------------------------------------------


def test_closing_asks_first_then_leads_to_rereading(signed, survey):
    asked = signed.get(page_of(survey, "close"))
    answer = signed.post(page_of(survey, "close"), follow=True)
    late = signed.post(page_of(survey, "close"), follow=True)

    survey.refresh_from_db()
    assert "Il se ferme pour toujours" in text(asked)
    assert answer.redirect_chain[0][0] == page_of(survey, "reread")
    assert survey.closed_at
    assert "Il n’y a pas de mot à relire" in text(answer)
    assert said(late) == ["Ce recueil est déjà fermé."]


def test_words_are_shared_once_reread_without_those_that_name(signed, survey, client, teacher):
    Survey.objects.update(closed_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    for place in range(5):
        make.FeedbackFactory(survey=survey, face=None, words=f"Merci {place} fois")
    named = Feedback.objects.get(words="Merci 3 fois")
    before = text(signed.get(page_of(survey)))

    reread = text(signed.get(page_of(survey, "reread")))
    signed.post(page_of(survey, "reread"), {"hidden": [named.pk, "x"]})
    again = text(signed.get(page_of(survey, "reread")))
    client.force_login(teacher)
    page = text(client.get(page_of(survey)))

    assert "Les mots attendent d’être relus" in before
    assert "Merci 3 fois" not in before
    assert "Merci 3 fois" in reread
    assert "Mot caché" in again
    assert [place for place in range(5) if f"Merci {place} fois" in page] == [0, 1, 2, 4]
    assert "1 mot caché" in page


def test_a_partner_changes_nothing_and_an_open_survey_is_not_reread(
    client, teacher, boss, survey, read
):
    client.force_login(boss)
    shut = [client.get(page_of(survey, "reread")), client.get(page_of(read, "count"))]
    client.force_login(teacher)
    names = ("edit", "count", "close")
    refused = [client.post(page_of(survey, name)) for name in names]
    refused.append(client.get(opening(survey.programme)[0]))

    assert {answer.status_code for answer in shut + refused} == {403}


def test_a_partner_reads_the_sums_and_the_words_and_changes_nothing(client, teacher, read):
    client.force_login(teacher)

    page = text(client.get(page_of(read)))

    assert "Au moins 6 personnes ont répondu" in page
    assert "<strong>5</strong> bien" in page
    assert "<strong>5</strong> sur 6 personnes y arrivent mieux qu’avant, 1 moins bien" in page
    assert '<li lang="ar" dir="rtl">شكرا</li>' in page
    assert "Relire" not in page


def test_words_that_wait_are_said_to_wait(client, teacher, read):
    Survey.objects.update(reread_at=None)
    client.force_login(teacher)

    page = text(client.get(page_of(read)))

    assert "Ils sont relus avant d’être partagés" in page
    assert "شكرا" not in page


def test_too_few_answers_say_so_and_nothing_else(signed, read):
    Feedback.objects.filter(face=3).delete()

    pages = text(signed.get(page_of(read))) + text(signed.get(page_of(read, "reread")))

    assert "Trop peu de réponses pour être lues" in pages
    assert "شكرا" not in pages


def test_each_question_answered_by_too_few_says_so(signed, programme):
    survey = make.SurveyFactory(
        programme=programme,
        skill="teacher",
        closed=True,
        reread_at=dt.datetime(2027, 6, 16, tzinfo=dt.UTC),
    )
    make.FeedbackFactory.create_batch(3, survey=survey)
    make.FeedbackFactory.create_batch(2, survey=survey, face=None, before=1)
    make.FeedbackFactory.create_batch(5, survey=survey, face=None, after=1)

    page = text(signed.get(page_of(survey)))

    assert page.count("Trop peu de personnes ont répondu à cette question") == 1
    assert '<td class="num">–</td><td class="num">5</td>' in page
    assert "Personne n’a écrit de mot" in page


def test_a_voice_is_read_when_the_review_opens(signed, read):
    voice = make.ParentsVoiceFactory()
    Survey.objects.update(voice=voice)

    sealed = text(signed.get(page_of(read)))
    type(voice.review).objects.update(
        opened_at=dt.datetime(2026, 11, 19, tzinfo=dt.UTC), figures={}
    )
    opened = text(signed.get(page_of(read)))

    assert "elles se lisent avec les autres" in sealed
    assert "Au moins" not in sealed
    assert "Au moins 6 personnes" in opened


# -- What the house is told -----------------------------------------------------------------------


def test_a_survey_past_its_end_is_to_be_closed(programme, boss, teacher):
    late = make.SurveyFactory(programme=programme, ends_on=dt.date(2026, 11, 19))
    make.SurveyFactory(programme=programme, ends_on=dt.date(2026, 11, 20))
    make.SurveyFactory(programme=programme, ends_on=dt.date(2026, 11, 1), closed=True)
    today = dt.date(2026, 11, 20)

    told = [
        [due for due in registry.due.ask(user, today) if due.kind == "Avis à fermer"]
        for user in (boss, teacher)
    ]

    assert [(due.url, due.due_on, due.verb) for due in told[0]] == [
        (late.get_absolute_url(), dt.date(2026, 11, 19), "Fermer")
    ]
    assert told[1] == []
