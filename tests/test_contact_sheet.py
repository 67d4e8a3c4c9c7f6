"""bin/contact-sheet comes to every page, and says what it should not have found."""

import pytest
from django.utils import timezone

from tests.contact_sheet import drafts, letters, pictures, walk, whose
from tests.contact_sheet.pictures import Taken
from tests.contact_sheet.walk import Page

BEGUN = {"families:notice_publish", "partnerships:job_detail", "workshops:message_detail"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts(settings, today):
    settings.DEMO = True
    accounts = whose.demonstration()
    drafts.begun(accounts["coordination"], timezone.localdate())
    return accounts


def test_pages_behind_a_letter_or_a_draft_are_shown(accounts):
    anybody, boss = walk.Walker(None), walk.Walker(accounts["coordination"])

    for url in letters.written(accounts):
        anybody.look(walk.name_of(url), url)
    for page in BEGUN:
        boss.probe(page)

    told = {"evaluation:voice_open", "evaluation:opinion_give", "evaluation:opinion_thanks"}
    assert told <= set(anybody.found)
    assert set(boss.found) == BEGUN


def test_a_page_is_taken_as_the_account_it_is_made_for():
    pages = {
        role: [Page("workshops:session_sheet", role, "/"), Page("help", role, f"/{role}")]
        for role in ("coordination", "animation", "admin")
    }

    taken = walk.of_main_roles(pages)

    assert [(page.name, page.role) for page in taken] == [
        ("help", "coordination"),
        ("workshops:session_sheet", "animation"),
    ]


def test_what_is_wrong_with_a_page_is_said_and_nothing_else():
    good = Page("help", "admin", "/aide/")
    lost = Page("error 404", "coordination", "/nulle-part/")
    shots = [
        Taken(good, 200, 0.1, [], [], {}),
        Taken(lost, 404, 0.1, [], ["404 (Not Found)"], {}),
        Taken(good, 500, 2.0, [360], [], {}),
    ]

    lines = pictures.said(shots, ["workshops:message_detail"])

    assert lines == [
        "✗ help (admin) /aide/: answers 500; wider than 360; took 2.0 s",
        "✗ workshops:message_detail: nobody comes to it by a link",
    ]


@pytest.mark.deep
def test_every_page_that_somebody_gets_is_come_to(accounts):
    _found, unreached = walk.everything(accounts, list(letters.written(accounts)))

    assert unreached == []
