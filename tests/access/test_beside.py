"""Doors that no line of the table can show: an address, an answer and a word are not enough."""

import re

import pytest
from django.urls import reverse

from partnerships.french import money
from partnerships.views.logos import structure_logo
from tests.access import test_matrix as matrix
from tests.access.reading import canaries

ask, built, _django_db_helper = matrix.ask, matrix.built, matrix._django_db_helper
pytestmark = pytest.mark.django_db


def page(url, held="", method="GET", query=""):
    return {"url": url, "object": held, "query": query, "method": method}


def test_an_administrator_does_not_confirm_what_another_one_sent(ask):
    answer = ask(
        "admin",
        page("admin:partnerships_school_process_import", method="POST"),
        "A",
        ticket="CANARI-A-depot",
    )

    assert answer["Location"] == reverse("admin:partnerships_school_import")


def test_the_directory_shows_nothing_to_strangers_were_one_of_its_pages_left_open(ask):
    """Every page turns them away before its own door: here one forgot to."""
    with pytest.MonkeyPatch.context() as somebody:
        somebody.setattr(structure_logo, "login_required", False, raising=False)

        answer = ask("anonymous", page("partnerships:structure_logo", "centre.pk"), "A")

    assert answer.status_code == 404


def test_the_amount_of_a_grant_is_told_to_whoever_answers_for_it(ask):
    sheet, amount = page("evaluation:action_sheet_detail", "sheet.pk"), money(9000)

    told = [role for role in matrix.ROLES if amount in ask(role, sheet, "A").seen]

    assert told == ["coordination"]


def test_an_administrator_is_asked_for_no_programme_where_somebody_else_coordinates(ask):
    step = page("first_steps_programme")

    asked = [role for role in matrix.ROLES if 'name="title"' in ask(role, step, "A").seen]

    assert asked == ["coordination"]


def test_what_another_typed_is_not_one_s_own_to_correct(ask):
    """Once the voices are read, every party sees it: only whoever typed it has that page."""
    typed = page("evaluation:contribution_edit", "read.pk")

    assert {ask(role, typed, "A").status_code for role in matrix.ROLES[1:]} == {404}


def test_a_partner_reads_what_the_centre_wrote_and_does_not_write_it(ask):
    pages = [
        page("partnerships:difficulty_edit", "raised.pk"),
        page("partnerships:request_edit", "wanted.pk"),
    ]

    assert [ask("ecole", each, "A").status_code for each in pages] == [403, 403]


def test_somebody_noted_without_a_function_is_for_those_who_work(ask):
    unplaced = page("partnerships:contact_detail", "unplaced.pk")

    seen = [role for role in matrix.ROLES if ask(role, unplaced, "A").status_code == 200]

    assert seen == ["animation", "coordination", "voisin"]


def test_a_partner_decides_for_its_own_side_alone(ask):
    step = page("partnerships:decision_create", "partnership.pk")
    choice = re.compile(r"<option[^>]*>\s*Centre A")

    offered = [role for role in matrix.ROLES if choice.search(ask(role, step, "A").seen)]

    assert offered == ["animation", "coordination"]


def test_a_search_of_people_stops_at_one_s_own_centre(ask):
    for scope in ("known", "met"):
        field = page("families:person_search", method="POST", query=f"?champ=parent&parmi={scope}")
        for role, own in (("coordination", "a"), ("voisin", "b")):
            answer = ask(role, field, "A", **{"parent-q": "canari"})

            assert (role, {side for side, _word in canaries(answer.seen)}) == (role, {own})


def test_whoever_belongs_to_one_structure_speaks_in_its_name_and_no_other(ask):
    pages = [
        page("families:referral_create"),
        page("workshops:idea_create", "programme.pk"),
        page("workshops:slot_create", "planned.pk"),
        page("workshops:remark_create", "planned.pk"),
    ]
    chosen = re.compile(r'name="(sender|structure)"')

    asked = [
        (role, each["url"])
        for each in pages
        for role in matrix.ROLES
        if chosen.search(ask(role, each, "A").seen)
    ]

    assert asked == []
