"""What is printed: a poster, forms to cut out, and the address on the sheet that people sign."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from evaluation import survey_papers, survey_words
from partnerships import qr, registry
from tests import factories as make
from workshops import signin

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_november")]

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def survey(programme):
    return make.SurveyFactory(programme=programme, skill="online")


def printed(client, survey, name, language=""):
    response = client.get(
        reverse(f"evaluation:survey_{name}", args=[survey.pk]), {"langue": language}
    )
    pages = PdfReader(io.BytesIO(response.content)).pages
    return response, [page.extract_text() for page in pages]


def test_the_poster_says_where_to_answer_and_until_when(client, boss, survey):
    client.force_login(boss)

    response, pages = printed(client, survey, "poster")

    words = " ".join(pages[0].split())
    assert (len(pages), response["Content-Type"]) == (1, "application/pdf")
    assert f"testserver/avis/{survey.code}/" in words.replace(" ", "")
    assert "Donnez votre avis" in words
    assert "31/08/2027" in words


def test_a_sheet_of_forms_is_one_page_with_four_of_them(client, boss, survey):
    client.force_login(boss)

    _response, pages = printed(client, survey, "paper", "tr")

    assert [page.count("Nasıldı?") for page in pages] == [4]
    assert pages[0].count("Okulla") == 0
    assert pages[0].count("internetten takip") == 4


def test_arabic_papers_are_written_with_our_naskh(client, boss, survey):
    client.force_login(boss)
    response = client.get(reverse("evaluation:survey_paper", args=[survey.pk]), {"langue": "ar"})

    fonts = PdfReader(io.BytesIO(response.content)).pages[0]["/Resources"]["/Font"]

    names = " ".join(str(font.get_object()["/BaseFont"]) for font in fonts.values())
    assert "Naskh" in names
    assert len(PdfReader(io.BytesIO(response.content)).pages) == 1


def test_a_poster_opens_in_its_own_language_the_french_one_in_that_of_the_telephone():
    url = "https://exemple.test/avis/abc/"

    addresses = [survey_papers.address(url, survey_words.Tongue(code)) for code in ("fr", "ar")]

    assert addresses == [url, f"{url}?langue=ar"]


def test_a_code_is_drawn_without_asking_anybody():
    drawing = qr.drawn("https://exemple.test/avis/abc/")

    assert drawing.startswith("data:image/svg+xml;base64,")
    assert drawing != qr.drawn("https://exemple.test/avis/abd/")


# -- The sheet people sign ------------------------------------------------------------------------


def session_of(programme, **fields):
    workshop = make.WorkshopFactory(programme=programme)
    return make.SessionFactory(workshop=workshop, date=TODAY, **fields)


def opinion(session):
    return signin.sheets_of([session], "https://exemple.test{}".format)[0].opinion


def test_the_sheet_gives_the_address_of_its_workshop_first(programme):
    session = session_of(programme)
    make.SurveyFactory(programme=programme, starts_on=TODAY)
    own = make.SurveyFactory(programme=programme, workshop=session.workshop)
    other = session_of(programme)

    address, drawing = opinion(session)

    assert address == f"exemple.test/avis/{own.code}/"
    assert drawing == qr.drawn(f"https://exemple.test/avis/{own.code}/")
    assert opinion(other)[0] != address


@pytest.mark.parametrize(
    "fields",
    [
        {"closed": True},
        {"audience": "children"},
        {"ends_on": dt.date(2026, 11, 19)},
        {"starts_on": dt.date(2026, 11, 21)},
    ],
)
def test_nothing_is_printed_of_what_parents_cannot_answer_that_day(programme, fields):
    make.SurveyFactory(programme=programme, **fields)

    assert opinion(session_of(programme)) is None


def test_the_sheet_bears_the_address_and_stays_one_page(client, boss, programme):
    session = session_of(programme)
    survey = make.SurveyFactory(programme=programme)
    client.force_login(boss)

    response = client.get(reverse("workshops:session_signin", args=[session.pk]))

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages]
    assert len(pages) == 1
    assert f"testserver/avis/{survey.code}/" in "".join(pages[0].split())


def test_an_opinion_is_asked_of_the_programme_it_is_of(programme):
    make.SurveyFactory()

    assert registry.opinions.ask(programme) == []
