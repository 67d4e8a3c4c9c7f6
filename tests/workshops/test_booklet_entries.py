"""The pages of a booklet: ticked among what the sessions left, edited, put in order, taken out."""

import datetime as dt

import pytest
from django.utils import timezone

from tests import factories as make
from tests.reading import said as told
from tests.reading import text
from tests.workshops.booklets import advice, cafe, page, said, theme, url
from workshops.models import Booklet, BookletEntry, Quote
from workshops.views import booklet_entries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def place():
    return cafe()


@pytest.fixture
def booklet(place):
    return make.BookletFactory(programme=place.programme, title="Paroles et astuces")


@pytest.fixture(autouse=True)
def boss(client, place):
    client.force_login(place.boss)
    return place.boss


def agreed(place, words="Merci", **fields):
    return make.QuoteFactory(
        session=place.session, words=words, agreed_on=dt.date(2026, 2, 3), **fields
    )


def printed(booklet):
    return list(booklet.entries.kept().order_by("order").values_list("text", flat=True))


# -- Choosing ------------------------------------------------------------------------------------


def test_what_is_ticked_becomes_pages(client, place, booklet):
    one, two = advice(place), agreed(place)
    advice(place, "Laissé")

    answer = client.post(
        url("booklet_choose", booklet), {"advice": [one.pk], "quotes": [two.pk]}, follow=True
    )
    again = client.post(url("booklet_choose", booklet), {"advice": [one.pk]}, follow=True)

    assert answer.redirect_chain == [(url("entry_list", booklet), 302)]
    assert told(answer) == ["2 pages ajoutées, à la fin de leur chapitre."]
    assert told(again) == ["Tout ce que vous avez coché y était déjà."]
    assert printed(booklet) == ["Éteindre les écrans.", "Merci"]


def test_what_is_there_already_is_marked_and_what_was_taken_out_too(client, place, booklet):
    page(booklet, place, "Un")
    page(booklet, place, "Deux", removed_at=timezone.now())
    said(booklet, place, "Trois", agreed_on=dt.date(2026, 2, 3))
    advice(place, "Quatre")

    answer = client.get(url("booklet_choose", booklet))

    assert [
        (each.is_quote, each.is_chosen, each.entry is not None)
        for each in answer.context["gleanings"]
    ] == [(True, True, True), (False, False, False), (False, False, True), (False, True, True)]
    assert text(answer).count("déjà dans le recueil") == 2
    assert text(answer).count("retiré du recueil") == 1


def test_words_without_agreement_are_counted_and_never_offered(client, place, booklet):
    waits = make.QuoteFactory(session=place.session, words="Pas encore")

    answer = client.get(url("booklet_choose", booklet))
    forced = client.post(url("booklet_choose", booklet), {"quotes": [waits.pk]})

    assert "Des paroles d’une séance attendent un accord" in text(answer)
    assert f'href="{place.session.get_absolute_url()}#paroles"' in text(answer)
    assert "Pas encore" not in text(answer)
    assert forced.status_code == 200
    assert printed(booklet) == []


def test_nothing_ticked_is_said_and_advice_of_others_is_refused(client, place, booklet):
    other = make.AdviceFactory()

    nothing = client.post(url("booklet_choose", booklet), {"once": ""})
    foreign = client.post(url("booklet_choose", booklet), {"advice": [other.pk]})

    assert "Cochez d’abord ce que vous voulez y mettre." in text(nothing)
    assert foreign.context["form"].errors.keys() == {"advice"}
    assert printed(booklet) == []


def test_the_form_sent_twice_adds_once(client, place, booklet):
    sent = {"advice": [advice(place).pk], "once": "b0a0c0de-0000-4000-8000-000000000001"}

    answers = [client.post(url("booklet_choose", booklet), sent) for _each in range(2)]

    assert [answer.url for answer in answers] == [url("entry_list", booklet)] * 2
    assert len(printed(booklet)) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Merci", "Repas, ailleurs", "Sommeil"]),
        ("theme={sleep}", ["Sommeil"]),
        ("theme={meals}", ["Merci", "Repas, ailleurs"]),
        ("workshop={other}", ["Repas, ailleurs"]),
        ("whose=quotes", ["Merci"]),
        ("whose=school", ["Repas, ailleurs"]),
        ("first=2026-02-05", ["Repas, ailleurs"]),
        ("last=2026-02-05", ["Merci", "Sommeil"]),
        ("first=hier", ["Merci", "Repas, ailleurs", "Sommeil"]),
    ],
)
def test_one_filters_by_theme_workshop_whose_and_period(client, place, booklet, query, found):
    sleep, meals = theme("Sommeil"), theme("Repas")
    place.workshop.themes.add(meals)
    other = make.HeldSessionFactory(workshop__programme=place.programme, date=dt.date(2026, 2, 10))
    advice(place, "Sommeil", theme=sleep, whose="parents")
    make.AdviceFactory(session=other, text="Repas, ailleurs", theme=meals, whose="school")
    agreed(place)
    keys = {"sleep": sleep.pk, "meals": meals.pk, "other": other.workshop_id}

    answer = client.get(f"{url('booklet_choose', booklet)}?{query.format(**keys)}")

    words = [
        each.source.words if each.is_quote else each.source.text
        for each in answer.context["gleanings"]
    ]
    assert sorted(words) == found


def test_a_long_list_is_cut_in_pages(client, place, booklet, monkeypatch):
    monkeypatch.setattr(booklet_entries, "PER_PAGE", 2)
    for number in range(3):
        advice(place, f"Conseil {number}")

    last = client.get(f"{url('booklet_choose', booklet)}?page=2")

    assert [each.source.text for each in last.context["gleanings"]] == ["Conseil 0"]


@pytest.mark.parametrize("count", [1, 3])
def test_choosing_costs_the_same_however_much_there_is(
    client, place, booklet, count, django_assert_num_queries
):
    for _each in range(count):
        session = make.HeldSessionFactory(workshop__programme=place.programme)
        make.AdviceFactory(session=session, theme=theme(f"T{session.pk}"))
        make.QuoteFactory(session=session, agreed_on=session.date)
        make.QuoteFactory(session=session)

    with django_assert_num_queries(13):
        client.get(url("booklet_choose", booklet))


def test_nothing_to_choose_says_where_it_comes_from(client, place, booklet):
    nothing = text(client.get(url("booklet_choose", booklet)))
    filtered = text(client.get(f"{url('booklet_choose', booklet)}?whose=school"))

    assert "Les séances n’ont encore rien laissé" in nothing
    assert "Rien de tel dans ce programme" in filtered


# -- The bench -----------------------------------------------------------------------------------


def test_the_bench_says_what_is_left_out_and_who_may_be_recognised(client, place, booklet):
    come = make.ParentFactory(family__structure=place.centre, first_name="Samia", last_name="")
    make.AttendanceFactory(session=place.session, parent=come)
    page(booklet, place, "Comme dit Samia.")
    said(booklet, place, "Pas dit oui", parent=come)
    gone = page(booklet, place, "Retirée", removed_at=timezone.now())

    answer = text(client.get(url("entry_list", booklet)))

    assert "On peut y reconnaître quelqu’un : « Samia »." in answer
    assert "Personne n’a noté son accord pour être citée" in answer
    assert f'href="/familles/{come.family_id}/"' in answer
    assert f'action="{url("entry_restore", booklet, gone)}"' in answer


@pytest.mark.parametrize("count", [1, 3])
def test_the_bench_costs_the_same_however_many_pages(
    client, place, booklet, count, django_assert_num_queries
):
    for _each in range(count):
        session = make.HeldSessionFactory(workshop__programme=place.programme)
        parent = make.AttendanceFactory(session=session).parent
        quote = make.QuoteFactory(session=session, parent=parent)
        make.BookletEntryFactory(
            booklet=booklet, advice=None, quote=quote, theme=theme(f"T{session.pk}")
        )

    with django_assert_num_queries(10):
        client.get(url("entry_list", booklet))


def test_an_empty_bench_says_where_pages_come_from(client, booklet):
    assert "Rien n’y entre tout seul" in text(client.get(url("entry_list", booklet)))


def test_pages_and_chapters_move_by_their_buttons(client, place, booklet):
    sleep, meals = theme("Sommeil"), theme("Repas")
    one = page(booklet, place, "S1", theme=sleep, order=1)
    page(booklet, place, "S2", theme=sleep, order=2)
    page(booklet, place, "R1", theme=meals, order=3)

    moved = client.post(url("entry_move", booklet, one), {"down": "1"})
    client.post(url("chapter_move", booklet, meals), {"up": "1"})
    unknown = client.post(url("chapter_move", booklet, theme("Autre")), {"up": "1"})

    assert moved.url == f"{url('entry_list', booklet)}#page-{one.pk}"
    assert printed(booklet) == ["R1", "S2", "S1"]
    assert unknown.status_code == 404


def test_a_page_is_taken_out_and_put_back_as_it_was_edited(client, place, booklet):
    entry = page(booklet, place, "Réécrit", order=1)
    page(booklet, place, "Autre", order=2)

    out = client.post(url("entry_remove", booklet, entry), follow=True)
    without = printed(booklet)
    back = client.post(url("entry_restore", booklet, entry), follow=True)

    assert told(out) == ["La page est retirée. Pour la remettre : « Retirées », en bas."]
    assert without == ["Autre"]
    assert told(back)[-1] == "La page est remise."
    assert printed(booklet) == ["Réécrit", "Autre"]


def test_a_published_booklet_only_loses_pages(client, place, booklet):
    kept = page(booklet, place, "Gardée", order=1, theme=theme("Sommeil"))
    out = page(booklet, place, "Retirée", order=2, theme=kept.theme)
    source = advice(place, "Encore")
    Booklet.objects.update(published_on=dt.date(2026, 3, 1))
    seen = client.get(url("entry_edit", booklet, kept)).context["form"]["seen"].value()

    client.post(url("entry_remove", booklet, out))
    refused = [
        client.post(url(name, booklet, *things), sent, follow=True)
        for name, things, sent in (
            ("entry_restore", [out], {}),
            ("entry_move", [kept], {"up": "1"}),
            ("chapter_move", [kept.theme], {"up": "1"}),
            ("booklet_choose", [], {"advice": [source.pk]}),
            ("entry_edit", [kept], {"text": "Autre", "seen": seen}),
            ("booklet_edit", [], {"title": "Autre", "seen": "?"}),
        )
    ]

    sentence = "Ce recueil est publié : reprenez-le en brouillon avant de le modifier."
    assert [sentence in text(answer) for answer in refused] == [True] * 6
    assert printed(booklet) == ["Gardée"]
    assert "Choisir d’autres pages" not in text(client.get(url("entry_list", booklet)))


# -- One page ------------------------------------------------------------------------------------


def edit(client, booklet, entry, **sent):
    """What the form holds, as its page shows it, with what somebody changes."""
    form = client.get(url("entry_edit", booklet, entry)).context["form"]
    shown = {field.name: field.value() or "" for field in form}
    return client.post(url("entry_edit", booklet, entry), shown | sent)


def test_a_page_is_rewritten_and_the_session_keeps_its_words(client, place, booklet):
    entry = said(booklet, place, "Ben voilà, merci.", agreed_on=dt.date(2026, 2, 3))
    sleep = theme("Sommeil")

    answer = edit(client, booklet, entry, text="Merci.", label="un papa", theme=sleep.pk)

    entry.refresh_from_db()
    assert answer.url == f"{url('entry_list', booklet)}#page-{entry.pk}"
    assert (entry.text, entry.label, entry.theme) == ("Merci.", "un papa", sleep)
    assert Quote.objects.get().words == "Ben voilà, merci."
    assert "Ben voilà, merci." in text(client.get(url("entry_edit", booklet, entry)))


def test_a_name_is_asked_about_before_it_is_saved(client, place, booklet):
    come = make.ParentFactory(family__structure=place.centre, first_name="Samia")
    make.AttendanceFactory(session=place.session, parent=come)
    entry = page(booklet, place, "On respire.")

    asked = edit(client, booklet, entry, text="Samia respire.")
    before = printed(booklet)
    cleaned = edit(client, booklet, entry, text="Samia respire.", without="1")
    still = printed(booklet)
    edit(client, booklet, entry, text="Samia respire.", anyway="1")

    assert "On peut reconnaître quelqu’un : « Samia »." in text(asked)
    assert "Enregistrer tel quel" in text(asked)
    assert cleaned.context["form"]["text"].value() == "[…] respire."
    assert "Enregistrer tel quel" not in text(cleaned)
    assert (before, still) == (["On respire."], ["On respire."])
    assert printed(booklet) == ["Samia respire."]


def test_two_editors_of_a_page_lose_nothing(client, place, booklet):
    entry = page(booklet, place, "Avant")
    form = client.get(url("entry_edit", booklet, entry)).context["form"]
    BookletEntry.objects.update(text="Le texte d’une collègue")
    mine = {"text": "Le mien", "label": "", "theme": ""}

    first = client.post(url("entry_edit", booklet, entry), mine | {"seen": form["seen"].value()})
    kept = printed(booklet)
    seen = first.context["form"]["seen"].value()
    client.post(url("entry_edit", booklet, entry), mine | {"seen": seen})

    assert "Quelqu’un l’a modifié pendant que vous écriviez." in text(first)
    assert "Le texte d’une collègue" in text(first)
    assert kept == ["Le texte d’une collègue"]
    assert printed(booklet) == ["Le mien"]


def test_a_chapter_no_longer_proposed_stays_on_its_pages(client, place, booklet):
    old = make.TermFactory(vocabulary="theme", label="Ancien", is_active=False)
    entry = page(booklet, place, "Avant", theme=old)

    edit(client, booklet, entry, text="Après")

    entry.refresh_from_db()
    assert (entry.text, entry.theme) == ("Après", old)


def test_a_page_of_another_booklet_is_not_found(client, place, booklet):
    other = page(make.BookletFactory(programme=place.programme), place)

    assert client.get(url("entry_edit", booklet, other)).status_code == 404
