"""« Qui voit quoi » says what the access test checks, and nothing else."""

import pytest
from django.urls import reverse

from partnerships import who_sees_what


def of(label):
    return next(each for each in who_sees_what.subjects() if each.label == label)


def test_who_reads_and_who_writes_comes_from_the_table():
    family = of("La fiche d’une famille")

    assert family.writers == ("qui anime", "la coordination")
    assert family.readers == ()
    assert family.others == (
        "l’école partenaire",
        "un autre centre",
        "un financeur, une fédération",
        "l’administration technique",
    )


def test_one_page_may_be_read_in_one_state_only():
    assert "l’école partenaire" in of("Les rapports émis").readers
    assert "l’école partenaire" in of("Les rapports en cours d’écriture").others


def test_a_list_shows_another_centre_its_own_only():
    assert "un autre centre" in of("Le journal : qui a vu, modifié, exporté quoi").others


def test_a_page_that_is_not_in_the_table_is_a_fault():
    with pytest.raises(LookupError):
        who_sees_what.asked([], "families:family_detail", "GET")


def test_everybody_may_read_it_even_a_parent_without_an_account(db, client):
    page = client.get(reverse("partnerships:who_sees_what"))

    assert page.status_code == 200
    assert "Pas par l’école" in page.content.decode()


def test_each_kind_of_page_about_people_is_told():
    """A page of one household, parent, referral or support belongs to a subject."""
    told = {line["read"].split(" ")[0] for line in who_sees_what.rows("who_sees_what.tsv")}
    pages = {
        line["url"]
        for line in who_sees_what.rows("access.tsv")
        if line["url"].startswith("families:") and line["url"].endswith("_detail")
    }

    assert pages <= told
