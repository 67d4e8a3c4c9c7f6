"""Two doors that no line of the table can show, for nobody comes to them by an address alone."""

import pytest
from django.urls import reverse

from partnerships.views.logos import structure_logo
from tests.access import test_matrix as matrix

ask, built, _django_db_helper = matrix.ask, matrix.built, matrix._django_db_helper
pytestmark = pytest.mark.django_db
CONFIRM = {
    "url": "admin:partnerships_school_process_import",
    "object": "",
    "query": "",
    "method": "POST",
}
LOGO = {
    "url": "partnerships:structure_logo",
    "object": "centre.pk",
    "query": "",
    "method": "GET",
}


def test_an_administrator_does_not_confirm_what_another_one_sent(ask):
    answer = ask("admin", CONFIRM, "A", ticket="CANARI-A-depot")

    assert answer["Location"] == reverse("admin:partnerships_school_import")


def test_the_directory_shows_nothing_to_strangers_were_one_of_its_pages_left_open(ask):
    """Every page turns them away before its own door: here one forgot to."""
    with pytest.MonkeyPatch.context() as somebody:
        somebody.setattr(structure_logo, "login_required", False, raising=False)

        answer = ask("anonymous", LOGO, "A")

    assert answer.status_code == 404
