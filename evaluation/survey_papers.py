"""What is printed of a survey: a poster to hang, and forms to cut out for who answers with a pen."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from evaluation import survey_words
from evaluation.models import Survey
from evaluation.survey_words import Tongue
from partnerships import documents, qr

# Of the same form on a sheet of paper.
COPIES = range(4)


def address(url: str, tongue: Tongue) -> str:
    """A poster in French opens in the language of the telephone; the others in their own."""
    is_french = tongue.code == survey_words.Language.FRENCH
    return url if is_french else f"{url}?langue={tongue.code}"


def poster(survey: Survey, url: str, tongue: Tongue) -> HttpResponse:
    """A PDF: `url` is the whole address of the form."""
    code = qr.drawn(address(url, tongue))
    more = {"qr": code, "url": url, "bare": bare(url)}
    return printed("evaluation/survey_poster.html", _("Affiche"), survey, tongue, more)


def forms(survey: Survey, tongue: Tongue) -> HttpResponse:
    """A PDF of one page, to copy and cut."""
    return printed("evaluation/survey_paper.html", _("Avis"), survey, tongue, {"copies": COPIES})


def bare(url: str) -> str:
    """As one types it."""
    return url.partition("://")[2]


def printed(template, title, survey, tongue, more):
    words = survey_words.words_of(survey, tongue.code)
    context = {"survey": survey, "words": words, "tongue": tongue, **more}
    title = f"{title} {survey}"
    lead = str(survey.programme.lead)
    pdf = documents.render_pdf(template, context, title=title, author=lead)
    return documents.pdf_response(pdf, f"{title} {tongue.code}", inline=True)
