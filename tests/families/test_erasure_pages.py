import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from families.models import Erasure, Parent
from partnerships import registry
from tests.factories import ParentFactory, SessionFactory, StructureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def parent(centre):
    return ParentFactory(family__structure=centre, first_name="Samira", last_name="Benali")


def page(parent):
    return f"/familles/parents/{parent.pk}/oublier/"


def write(centre, log):
    return SessionFactory(workshop__programme__lead=centre, log=log)


def test_what_surely_names_them_is_ticked_and_what_may_is_not(signed_in, centre, parent):
    sure, maybe = write(centre, "Samira Benali aide."), write(centre, "Une Samira est passée.")

    form = signed_in.get(page(parent)).context["form"]

    assert [(mention.target, ticked) for mention, ticked in form.places] == [
        (sure, True),
        (maybe, False),
    ]
    assert [mention.excerpt for mention, _ticked in form.places] == [
        "Samira Benali aide.",
        "Une Samira est passée.",
    ]


def test_a_long_text_shows_what_stands_around_the_name(signed_in, centre, parent):
    write(centre, "a" * 200 + " Samira " + "b" * 200)

    (mention, _ticked), *_others = signed_in.get(page(parent)).context["form"].places

    assert mention.excerpt.startswith("…aaa")
    assert mention.excerpt.endswith("bbb…")


def test_the_person_is_forgotten_and_the_text_that_was_ticked_changes(signed_in, centre, parent):
    sure, other = write(centre, "Samira Benali aide."), write(centre, "Samira la voisine.")
    texts = [f"workshops.session:{sure.pk}:log"]

    answer = signed_in.post(page(parent), {"reason": "asked", "texts": texts}, follow=True)

    assert [str(message) for message in answer.context["messages"]] == [
        "C’est fait : cette personne est oubliée."
    ]
    assert Parent.objects.named().count() == 0
    sure.refresh_from_db()
    other.refresh_from_db()
    assert (sure.log, other.log) == ("[…] aide.", "Samira la voisine.")
    assert Erasure.objects.get().reason == "asked"


def test_a_reason_is_asked_and_what_was_ticked_is_kept(signed_in, centre, parent):
    maybe = write(centre, "Une Samira est passée.")

    answer = signed_in.post(page(parent), {"texts": [f"workshops.session:{maybe.pk}:log"]})

    assert answer.context["form"].places[0][1] is True
    assert "reason" in answer.context["form"].errors
    assert Parent.objects.named().count() == 1


def test_sent_twice_it_acts_once(signed_in, parent):
    sent = {"reason": "mistake", "once": "6f0c3c1e-8c56-4d0b-9a3e-6a3f3f0a0001"}

    answers = [signed_in.post(page(parent), sent).url for _time in range(2)]

    assert answers == ["/familles/", "/familles/"]
    assert Erasure.objects.count() == 1


def test_the_last_of_a_household_is_told_what_goes_with_them(signed_in, parent):
    alone = "Dernière personne de son foyer"

    assert alone in signed_in.get(page(parent)).content.decode()
    ParentFactory(family=parent.family)
    assert alone not in signed_in.get(page(parent)).content.decode()


def test_the_page_costs_the_same_however_many_texts(signed_in, centre, parent):
    """One query a kind of text: the number of texts and of people changes nothing."""
    counts = []
    for _time in (1, 2):
        write(centre, "Samira Benali")
        with CaptureQueriesContext(connection) as seen:
            signed_in.get(page(parent))
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_all_the_texts_of_a_structure_are_asked():
    assert len(registry.texts.ask(StructureFactory())) >= 20
