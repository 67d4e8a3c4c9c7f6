"""What every page may say: where one can go, and whether the data is invented."""

from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from config.guide import HELP
from config.welcome import welcome_of

# The bar of a phone holds three places and the menu.
NEAR = 3


class Place(NamedTuple):
    """An entry of the navigation: its page, the pages it covers, and the rights that open it."""

    label: str
    page: str
    covers: tuple[str, ...]
    rights: tuple[str, ...] = ()
    # Pages among those it covers that have a place of their own.
    but: tuple[str, ...] = ()


# In the order they are shown; without rights, for everybody. An entry without a page is left out.
PLACES = [
    # The home of partners and observers is their own page.
    Place(_("Aujourd’hui"), "home", ("home", "evaluation:my_structure", "evaluation:observatory")),
    Place(
        _("Ateliers"),
        "workshops:session_list",
        ("workshops:", "evaluation:survey"),
        ("facilitates", "coordinates"),
        ("workshops:session_refer", "workshops:calendar", "workshops:feed"),
    ),
    Place(
        _("Partenaires"),
        "partnerships:partnership_list",
        ("partnerships:",),
        ("facilitates", "coordinates", "partners"),
        # One’s own, reached from the menu of the account, and what serves everywhere.
        (
            *("partnerships:device", "partnerships:job_"),
            *("partnerships:glossary", "partnerships:who_sees_what"),
        ),
    ),
    Place(
        _("Calendrier"),
        "workshops:calendar_detail",
        ("workshops:calendar", "workshops:feed"),
        ("facilitates", "coordinates", "partners"),
    ),
    Place(
        _("Familles"),
        "families:parent_list",
        ("families:",),
        ("facilitates", "coordinates"),
        ("families:referral",),
    ),
    Place(
        _("Orientations"),
        "families:referral_list",
        ("families:referral", "workshops:session_refer"),
        ("facilitates", "coordinates", "partners"),
    ),
    Place(
        _("Bilans"),
        "evaluation:review_list",
        ("evaluation:review", "evaluation:voice", "evaluation:contribution"),
        ("facilitates", "coordinates", "partners"),
    ),
    Place(
        _("Subventions"),
        "evaluation:grant_list",
        (
            *("evaluation:grant", "evaluation:indicator", "evaluation:target"),
            *("evaluation:programme_dashboard", "evaluation:evidence", "evaluation:reading"),
            *("evaluation:senacs", "evaluation:clas", "evaluation:local_diagnosis"),
        ),
        ("coordinates",),
    ),
    Place(
        _("Rapports"),
        "evaluation:report_list",
        (
            *("evaluation:report", "evaluation:action_sheet", "evaluation:sheet_part"),
            *("evaluation:strategic_plan", "evaluation:axis", "evaluation:objective"),
        ),
        ("coordinates", "partners", "observes"),
    ),
]


@dataclass(frozen=True)
class Entry:
    """A place as one page shows it."""

    label: str
    url: str
    current: str
    is_near: bool


def entries(request):
    """The places of whoever asks, in order; none for somebody who is not signed in."""
    if not request.user.is_authenticated:
        return []
    here = getattr(request.resolver_match, "view_name", "")
    found = []
    for place in PLACES:
        if opens(place, request.user.rights) and (url := url_of(place.page)):
            found.append(Entry(place.label, url, current(place, here), len(found) < NEAR))
    return found


def opens(place, rights):
    return not place.rights or any(getattr(rights, name) for name in place.rights)


def url_of(page):
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""


def current(place, here):
    """The value of aria-current: this very page, a page of that place, or nothing."""
    if place.page == here:
        return "page"
    is_covered = here.startswith(place.covers) and not here.startswith(place.but)
    return "true" if is_covered else ""


def help_of(request):
    """« À quoi sert cette page ? », for whoever is signed in, where somebody wrote it."""
    if not request.user.is_authenticated:
        return None
    return HELP.get(getattr(request.resolver_match, "view_name", ""))


def site(request):
    """The context processor of every page; nothing is asked of the database until it is shown."""
    return {
        "is_demo": settings.DEMO,
        "places": SimpleLazyObject(lambda: entries(request)),
        "session_seconds": settings.SESSION_IDLE,
        "page_help": SimpleLazyObject(lambda: help_of(request)),
        "welcome": SimpleLazyObject(lambda: welcome_of(request.user)),
    }
