"""What a booklet says today: by chapter, with where it comes from, and only with an agreement."""

import datetime as dt

import pytest
from django.utils import timezone

from families.actions import erasure
from families.models import Consent
from partnerships.models import Term
from tests import factories as make
from tests.workshops.booklets import advice, cafe, page, said, theme
from workshops import booklets, gleanings
from workshops.actions import booklets as actions
from workshops.models import BookletEntry
from workshops.namesakes import Watch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def place():
    return cafe()


@pytest.fixture
def booklet(place):
    return make.BookletFactory(programme=place.programme)


def printed(booklet):
    return [entry.text for entry in booklets.to_print(booklet)]


# -- Chapters ------------------------------------------------------------------------------------


def test_chapters_come_in_the_order_of_their_first_page_and_the_rest_last(place, booklet):
    sleep, meals = theme("Sommeil"), theme("Repas")
    page(booklet, place, "Sans thème", order=1)
    page(booklet, place, "Repas 1", order=2, theme=meals)
    page(booklet, place, "Sommeil 1", order=3, theme=sleep)
    page(booklet, place, "Repas 2", order=4, theme=meals)

    found = booklets.chapters(booklets.to_print(booklet))

    assert [(chapter.title, [each.entry.text for each in chapter.pages]) for chapter in found] == [
        ("Repas", ["Repas 1", "Repas 2"]),
        ("Sommeil", ["Sommeil 1"]),
        ("Et aussi", ["Sans thème"]),
    ]
    assert [chapter.key for chapter in found] == [meals.pk, sleep.pk, 0]


def test_pages_without_any_theme_are_one_chapter(place, booklet):
    page(booklet, place)

    assert [chapter.title for chapter in booklets.chapters(booklets.to_print(booklet))] == [
        "Conseils et paroles"
    ]


@pytest.mark.parametrize(
    ("length", "size"), [(130, "short"), (131, "medium"), (420, "medium"), (421, "long")]
)
def test_few_words_are_set_larger(place, booklet, length, size):
    entry = page(booklet, place, "m" * length)

    assert booklets.Page(entry).size == size


def test_a_page_says_the_workshop_and_the_month_and_nothing_of_the_day(place, booklet):
    assert booklets.Page(page(booklet, place)).place == "Café des parents, février 2026"


def test_origins_count_what_was_held_the_first_to_begin_first(place, booklet):
    make.HeldSessionFactory(workshop=place.workshop, date=dt.date(2026, 3, 3))
    make.SessionFactory(workshop=place.workshop, date=dt.date(2026, 4, 7))
    older = make.HeldSessionFactory(
        workshop__programme=place.programme, workshop__title="Jouer", date=dt.date(2025, 12, 2)
    )
    source = make.AdviceFactory(session=older)
    make.BookletEntryFactory(booklet=booklet, advice=source)
    page(booklet, place)

    found = booklets.origins(booklets.to_print(booklet))

    assert [(str(each.workshop), each.number, each.first, each.last) for each in found] == [
        ("Jouer", 1, dt.date(2025, 12, 2), dt.date(2025, 12, 2)),
        ("Café des parents", 2, dt.date(2026, 2, 3), dt.date(2026, 3, 3)),
    ]


def test_around_it_stand_who_makes_it_then_who_supports_it(place):
    town = make.StructureFactory(name="Mairie")
    support = Term.objects.get(vocabulary="party_role", label="Financeur")
    party = place.partnership.parties.create(structure=town)
    party.roles.add(support)
    grant = make.GrantFactory(holder=place.centre, funder__name="Fondation Mains")
    grant.programmes.add(place.programme)

    makers, thanked = booklets.around(place.programme)

    assert [each.name for each in makers] == ["Centre Les Tisserands", "École du Fil-d’Or"]
    assert [each.name for each in thanked] == ["Mairie", "Fondation Mains"]


# -- Agreements ----------------------------------------------------------------------------------


def test_words_leave_the_booklet_as_soon_as_the_agreement_is_withdrawn(place, booklet):
    consent = make.ConsentFactory(parent__family__structure=place.centre, purpose="quote")
    said(booklet, place, "Je me sens moins seule.", parent=consent.parent)
    before = printed(booklet)

    consent.ended_at = timezone.now()
    consent.save()
    make.ConsentFactory(parent=consent.parent, purpose="quote", state="withdrawn")

    assert before == ["Je me sens moins seule."]
    assert printed(booklet) == []


def test_words_leave_the_booklet_with_whoever_is_forgotten(place, booklet):
    consent = make.ConsentFactory(parent__family__structure=place.centre, purpose="quote")
    said(booklet, place, "Je me sens moins seule.", parent=consent.parent)

    erasure.erase(parent=consent.parent, reason="asked", by=None)

    assert printed(booklet) == []
    assert list(booklet.entries.all()) == []


def test_whoever_prepares_it_reads_why_words_are_left_out(place, booklet):
    parents = {state: make.ParentFactory() for state in Consent.State.values}
    for state, parent in parents.items():
        make.ConsentFactory(parent=parent, purpose="quote", state=state)
        said(booklet, place, state, parent=parent)
    gone = make.ConsentFactory(purpose="quote").parent
    gone.merged_into = make.ParentFactory()
    gone.save()
    said(booklet, place, "set aside", parent=gone)
    said(booklet, place, "unsaid", parent=make.ParentFactory())
    said(booklet, place, "spot")
    said(booklet, place, "agreed there", agreed_on=dt.date(2026, 2, 3))
    page(booklet, place, "advice")

    found = {entry.text: entry.held_by for entry in booklets.to_edit(booklet)}

    assert found == {
        "given": "",
        "refused": "refused",
        "withdrawn": "withdrawn",
        "set aside": "given",
        "unsaid": "unsaid",
        "spot": "spot",
        "agreed there": "",
        "advice": "",
    }
    assert printed(booklet) == ["given", "agreed there", "advice"]
    assert all(key in booklets.WITHHELD for key in found.values() if key)


# -- What one may choose -------------------------------------------------------------------------


def test_only_advice_and_agreed_words_of_the_programme_are_offered(place, booklet):
    kept = advice(place)
    elsewhere = make.AdviceFactory(session__workshop__programme__lead=place.centre)
    agreed = make.QuoteFactory(session=place.session, agreed_on=dt.date(2026, 2, 3))
    waits = make.QuoteFactory(session=place.session)

    assert list(gleanings.advice_of(place.programme, place.boss)) == [kept]
    assert list(gleanings.quotes_of(place.programme, place.boss)) == [agreed]
    assert list(gleanings.waiting(place.programme, place.boss)) == [waits.session]
    assert elsewhere.session != waits.session


# -- Names ---------------------------------------------------------------------------------------


@pytest.fixture
def watch(place):
    come = make.ParentFactory(
        family__structure=place.centre, first_name="Léa", last_name="Roux", phone="0612345678"
    )
    make.AttendanceFactory(session=place.session, parent=come)
    make.ParentFactory(family__structure=place.centre, first_name="Aya", last_name="Ben Ali")
    make.ParentFactory(family__structure=place.centre, first_name="Rose", last_name="")
    make.ParentFactory(first_name="Zoé", last_name="Ailleurs")
    return Watch(place.centre, [place.session])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Comme dit lea, on respire.", ["lea"]),
        ("Demander à Mme Roux ou à Léa Roux.", ["Mme Roux", "Léa Roux"]),
        ("Aya a raison, aya aussi.", []),
        ("Aya Ben-Ali et madame Ben Ali.", ["Aya Ben-Ali", "madame Ben Ali"]),
        ("BEN ALI Aya", ["BEN ALI Aya"]),
        ("Une rose, un roulé, Zoé Ailleurs.", []),
        ("Écrire à aide@exemple.fr, ou au 06 99 88 77 66.", ["aide@exemple.fr", "06 99 88 77 66"]),
        ("Rien.", []),
    ],
)
def test_whoever_may_be_recognised_is_found_in_the_words(place, watch, text, names):
    assert watch.names(place.session, text) == names


def test_names_are_replaced_and_the_rest_stays(place, watch):
    text = "Léa Roux dit : « appelez Aya Ben Ali au 0612345678 »."

    assert watch.without(text, place.session) == "[…] dit : « appelez […] au […] »."


def test_names_of_another_sheet_are_not_looked_for(place, watch):
    other = make.HeldSessionFactory(workshop=place.workshop)

    assert Watch(place.centre, [other]).names(other, "Comme dit Léa.") == []


@pytest.mark.parametrize("count", [1, 3])
def test_names_cost_the_same_however_many_sessions(place, django_assert_num_queries, count):
    sessions = [place.session, *make.HeldSessionFactory.create_batch(count - 1)]
    for session in sessions:
        make.AttendanceFactory(session=session)

    with django_assert_num_queries(4):
        Watch(place.centre, sessions)


# -- Choosing and writing ------------------------------------------------------------------------


def test_what_is_chosen_becomes_pages_at_the_end_of_their_chapters(place, booklet):
    sleep, meals = theme("Sommeil"), theme("Repas")
    page(booklet, place, "Déjà là", theme=sleep, order=1)
    page(booklet, place, "Après", theme=meals, order=2)
    place.workshop.themes.add(meals)
    one = advice(place, "Dormir", theme=sleep, whose="professional")
    two = make.QuoteFactory(
        session=place.session, words="Merci", label="un papa", agreed_on=dt.date(2026, 2, 3)
    )

    actions.choose(booklet=booklet, advice=[one], quotes=[two], by=place.boss)

    assert list(
        booklet.entries.order_by("order").values_list("text", "label", "theme", "order")
    ) == [
        ("Déjà là", "", sleep.pk, 1),
        ("Dormir", "un professionnel", sleep.pk, 2),
        ("Après", "", meals.pk, 3),
        ("Merci", "un papa", meals.pk, 4),
    ]


def test_words_whose_agreement_left_meanwhile_are_not_taken(place, booklet):
    quote = make.QuoteFactory(session=place.session)

    assert actions.choose(booklet=booklet, advice=[], quotes=[quote], by=place.boss) == []
    assert list(booklet.entries.all()) == []


def test_choosing_twice_adds_once_and_what_was_taken_out_comes_back_as_edited(place, booklet):
    source = advice(place)
    [entry] = actions.choose(booklet=booklet, advice=[source], quotes=[], by=place.boss)
    again = actions.choose(booklet=booklet, advice=[source], quotes=[], by=place.boss)
    BookletEntry.objects.update(text="Réécrit", removed_at=timezone.now())

    back = actions.choose(booklet=booklet, advice=[source], quotes=[], by=place.boss)

    assert again == []
    assert back == [entry]
    assert printed(booklet) == ["Réécrit"]


def test_advice_of_no_theme_follows_its_workshop_or_stands_apart(place, booklet):
    source = advice(place, whose="parents")

    [entry] = actions.choose(booklet=booklet, advice=[source], quotes=[], by=place.boss)

    assert (entry.theme, entry.label) == (None, "plusieurs parents")


def test_another_chapter_takes_the_page_to_its_end(place, booklet):
    sleep, meals = theme("Sommeil"), theme("Repas")
    moving = page(booklet, place, "Un", theme=sleep, order=1)
    page(booklet, place, "Deux", theme=meals, order=2)

    seen = actions.stamp(moving)
    actions.write(entry=moving, values={"theme": meals}, seen=seen, by=place.boss)

    assert printed(booklet) == ["Deux", "Un"]
    assert moving.original == "Un"


# -- Order ---------------------------------------------------------------------------------------


def test_a_page_moves_within_its_chapter_and_no_further(place, booklet):
    sleep = theme("Sommeil")
    pages = [page(booklet, place, str(n), theme=sleep, order=n) for n in (1, 2, 3)]

    actions.move(entry=pages[2], is_up=True, by=place.boss)
    actions.move(entry=pages[0], is_up=True, by=place.boss)
    actions.move(entry=pages[1], is_up=False, by=place.boss)

    assert printed(booklet) == ["1", "3", "2"]


def test_a_page_taken_out_meanwhile_does_not_move(place, booklet):
    page(booklet, place, "1", order=1)
    out = page(booklet, place, "2", order=2, removed_at=timezone.now())

    actions.move(entry=out, is_up=True, by=place.boss)

    assert printed(booklet) == ["1"]


def test_a_chapter_moves_with_its_pages_and_never_after_the_rest(place, booklet):
    sleep, meals = theme("Sommeil"), theme("Repas")
    page(booklet, place, "S1", theme=sleep, order=1)
    page(booklet, place, "S2", theme=sleep, order=2)
    page(booklet, place, "R1", theme=meals, order=3)
    page(booklet, place, "–", order=4)

    actions.move_chapter(booklet=booklet, theme=meals, is_up=True, by=place.boss)
    first = printed(booklet)
    actions.move_chapter(booklet=booklet, theme=sleep, is_up=False, by=place.boss)
    actions.move_chapter(booklet=booklet, theme=theme("Autre"), is_up=True, by=place.boss)

    assert first == ["R1", "S1", "S2", "–"]
    assert printed(booklet) == first
