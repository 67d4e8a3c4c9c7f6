"""The pages of a booklet: begun, read, published and taken back; and its brochure."""

import datetime as dt
import io

import pytest
from django.utils import timezone
from pypdf import PdfReader

from families.actions import erasure
from partnerships import registry
from partnerships.models import AuditEvent
from tests import factories as make
from tests.access.reading import text_of
from tests.reading import plain, text
from tests.reading import said as told
from tests.workshops.booklets import cafe, page, said, theme, url
from workshops import booklet_document
from workshops.models import Booklet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def place():
    return cafe()


@pytest.fixture
def booklet(place):
    return make.BookletFactory(programme=place.programme, title="Paroles et astuces")


@pytest.fixture
def boss(client, place):
    client.force_login(place.boss)
    return place.boss


def publish(booklet):
    Booklet.objects.filter(pk=booklet.pk).update(published_on=dt.date(2026, 3, 1))
    booklet.refresh_from_db()


def lines():
    found = AuditEvent.objects.filter(object_type="workshops.booklet").order_by("pk")
    return [(line.verb, line.actor, line.structure, line.fields) for line in found]


# -- Who reads -----------------------------------------------------------------------------------


def test_a_draft_is_read_by_the_centre_and_a_published_one_by_its_partners(client, place, booklet):
    page(booklet, place)
    readers = [
        place.boss,
        make.facilitator(place.centre),
        make.partner(place.school),
        make.partner(make.SchoolFactory().structure),
        make.observer(place.school),
    ]

    answers = []
    for is_published in (False, True):
        if is_published:
            publish(booklet)
        for user in readers:
            client.force_login(user)
            answers.append(client.get(url("booklet_detail", booklet)).status_code)

    assert answers == [200, 200, 404, 404, 404] + [200, 200, 200, 404, 404]


def test_partners_find_on_the_programme_what_is_published_and_nothing_of_drafts(
    client, place, booklet
):
    make.BookletFactory(programme=place.programme, title="En cours")
    client.force_login(make.partner(place.school))
    before = text(client.get(url("booklet_list", place.programme)))
    publish(booklet)

    after = text(client.get(url("booklet_list", place.programme)))
    programme = text(client.get(place.programme.get_absolute_url()))

    assert "Aucun recueil pour l’instant" in before
    assert "Il paraîtra ici quand Centre Les Tisserands l’aura publié." in before
    assert "Paroles et astuces" in after
    assert "publié le 1er mars" in after
    assert "En cours" not in after + programme
    assert "Paroles et astuces" in programme
    assert "Commencer un recueil" not in after


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_pages(
    client, boss, place, booklet, count, django_assert_num_queries
):
    for _each in range(count):
        other = make.HeldSessionFactory(workshop__programme=place.programme)
        source = make.AdviceFactory(session=other)
        make.BookletEntryFactory(booklet=booklet, advice=source, theme=theme(f"T{other.pk}"))
        consent = make.ConsentFactory(parent__family__structure=place.centre)
        said(booklet, place, "Merci", parent=consent.parent)

    with django_assert_num_queries(6):
        client.get(url("booklet_detail", booklet))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_booklets(
    client, boss, place, count, django_assert_num_queries
):
    make.BookletFactory.create_batch(count, programme=place.programme)

    with django_assert_num_queries(5):
        response = client.get(url("booklet_list", place.programme))

    assert len(response.context["booklets"]) == count


def test_the_page_tells_words_whose_and_whence_and_never_who_nor_what_the_log_holds(
    client, boss, place, booklet
):
    place.session.log, place.session.heard = "Le journal", "Entendu"
    place.session.questions = "Questions"
    place.session.save()
    consent = make.ConsentFactory(
        parent__family__structure=place.centre, parent__first_name="Rim", parent__last_name="Sadi"
    )
    said(
        booklet,
        place,
        "J’ose entrer.",
        parent=consent.parent,
        label="une maman",
        theme=theme("École"),
    )

    answer = text(client.get(url("booklet_detail", booklet)))

    assert "J’ose entrer." in answer
    assert "<b>Une maman</b>" in answer
    assert "Café des parents, février 2026" in answer
    assert [
        word for word in ("Rim", "Sadi", "Le journal", "Entendu", "Questions") if word in answer
    ] == []


def test_what_people_write_is_shown_as_they_wrote_it(client, boss, place, booklet):
    page(booklet, place, "<b>Gras</b> & co")

    assert "&lt;b&gt;Gras&lt;/b&gt; &amp; co" in text(client.get(url("booklet_detail", booklet)))


def test_an_empty_booklet_says_what_to_do_first(client, boss, booklet):
    mine = text(client.get(url("booklet_detail", booklet)))
    client.force_login(make.facilitator(booklet.programme.lead))

    assert "Choisir les premières pages" in mine
    assert "Il est en préparation." in text(client.get(url("booklet_detail", booklet)))


# -- Beginning, changing, giving up --------------------------------------------------------------


def test_a_booklet_is_begun_then_filled(client, boss, place):
    answer = client.post(
        url("booklet_create", place.programme),
        {"title": "Paroles", "subtitle": "", "foreword": "Bienvenue 1 85 05 78 006 084 91"},
        follow=True,
    )

    booklet = Booklet.objects.get()
    assert told(answer)[0] == "Le recueil est commencé. Choisissez ce qu’il contiendra."
    assert len(told(answer)) == 2
    assert answer.redirect_chain[0][0] == url("booklet_choose", booklet)
    assert (booklet.title, booklet.created_by) == ("Paroles", boss)
    assert lines() == [("created", boss, place.centre, [])]


def test_two_booklets_of_a_programme_do_not_bear_one_title(client, boss, place, booklet):
    answer = client.post(url("booklet_create", place.programme), {"title": booklet.title})

    assert "Un recueil de ce programme porte déjà ce titre." in text(answer)
    assert Booklet.objects.get() == booklet


def test_the_cover_is_changed(client, boss, booklet):
    seen = client.get(url("booklet_edit", booklet)).context["form"]["seen"].value()

    answer = client.post(
        url("booklet_edit", booklet), {"title": "Astuces", "seen": seen}, follow=True
    )

    booklet.refresh_from_db()
    assert told(answer) == ["La couverture et le mot d’accueil sont enregistrés."]
    assert booklet.title == "Astuces"


def test_what_another_wrote_meanwhile_is_shown_and_not_lost(client, boss, booklet):
    seen = client.get(url("booklet_edit", booklet)).context["form"]["seen"].value()
    Booklet.objects.update(foreword="Le texte d’une collègue")
    mine = {"title": booklet.title, "foreword": "Le mien"}

    first = client.post(url("booklet_edit", booklet), {**mine, "seen": seen})
    kept = Booklet.objects.get().foreword
    seen_again = first.context["form"]["seen"].value()
    client.post(url("booklet_edit", booklet), {**mine, "seen": seen_again})

    assert "Quelqu’un l’a modifié pendant que vous écriviez." in text(first)
    assert "Le texte d’une collègue" in text(first)
    assert "Le mien" in text(first)
    assert kept == "Le texte d’une collègue"
    assert Booklet.objects.get().foreword == "Le mien"


def test_a_draft_is_given_up_and_a_published_one_is_not(client, boss, place, booklet):
    page(booklet, place)
    publish(booklet)
    asked = client.get(url("booklet_delete", booklet))
    refused = client.post(url("booklet_delete", booklet), follow=True)
    Booklet.objects.update(published_on=None)

    done = client.post(url("booklet_delete", booklet), follow=True)

    assert "Supprimer ce brouillon ?" in text(asked)
    assert told(refused) == [
        "Ce recueil est publié : reprenez-le en brouillon avant de le modifier."
    ]
    assert told(done) == ["Le brouillon est supprimé ; les séances gardent ce qui y est noté."]
    assert place.session.advice.count() == 1
    assert lines() == [("deleted", boss, place.centre, [])]


# -- Publishing ----------------------------------------------------------------------------------


def test_publishing_says_who_will_read_and_what_to_read_again(client, boss, place, booklet):
    come = make.ParentFactory(family__structure=place.centre, first_name="Samia")
    make.AttendanceFactory(session=place.session, parent=come)
    page(booklet, place, "Samia éteint les écrans.")
    said(booklet, place, "Samia attend.")

    asked = text(client.get(url("booklet_publish", booklet)))
    done = client.post(url("booklet_publish", booklet), follow=True)

    booklet.refresh_from_db()
    assert "École du Fil-d’Or" in asked
    assert "« Samia »" in asked
    assert "dans : Samia éteint les écrans." in asked
    assert "Une parole ne paraîtra pas : son accord manque." in asked
    assert told(done) == ["Le recueil est publié : vos partenaires peuvent le lire."]
    assert booklet.published_on == timezone.localdate()
    assert lines() == [("changed", boss, place.centre, ["published_on"])]


def test_a_programme_alone_publishes_for_itself(client, boss, place, booklet):
    place.programme.partnerships.clear()

    asked = text(client.get(url("booklet_publish", booklet)))

    assert "Personne d’autre que vous" in asked


def test_a_booklet_that_has_nothing_to_read_is_not_published(client, boss, place, booklet):
    said(booklet, place, "Sans accord")

    answer = client.post(url("booklet_publish", booklet), follow=True)

    assert told(answer) == ["Ce recueil n’a encore aucune page à lire : choisissez-en d’abord."]
    assert Booklet.objects.get().published_on is None


def test_a_published_booklet_is_taken_back(client, boss, place, booklet):
    publish(booklet)

    asked = text(client.get(url("booklet_withdraw", booklet)))
    client.post(url("booklet_withdraw", booklet))
    twice = client.post(url("booklet_withdraw", booklet), follow=True)

    assert "Ne le liront plus : École du Fil-d’Or." in asked
    assert (
        told(twice)[-1] == "Le recueil est repris en brouillon : vos partenaires ne le lisent plus."
    )
    assert Booklet.objects.get().published_on is None
    assert len(lines()) == 1


def test_the_history_of_the_partnership_tells_a_booklet_once_published(place, booklet):
    def happenings(user):
        found = registry.history.ask(place.partnership, user)
        return [(each.on, each.detail, each.url) for each in found if each.title == booklet.title]

    partner = make.partner(place.school)
    before = happenings(partner)
    publish(booklet)

    assert before == []
    assert happenings(partner) == [
        (dt.date(2026, 3, 1), "Recueil de conseils publié.", booklet.get_absolute_url())
    ]


# -- The brochure --------------------------------------------------------------------------------


def brochure(client, booklet):
    response = client.get(url("booklet_pdf", booklet))
    return PdfReader(io.BytesIO(response.content)), " ".join(plain(text_of(response)).split())


def test_the_brochure_is_tagged_and_folds(client, boss, place, booklet):
    for chapter in ("Sommeil", "Repas"):
        page(booklet, place, f"À propos de {chapter}", theme=theme(chapter))

    pdf, words = brochure(client, booklet)

    size = pdf.pages[0].mediabox
    assert (round(size.width / 72 * 25.4), round(size.height / 72 * 25.4)) == (148, 210)
    assert len(pdf.pages) % 4 == 0
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "fr"
    assert pdf.metadata.title == "Paroles et astuces"
    assert "Brouillon : à relire avant de le donner." in words
    assert "Café des parents, février 2026" in words
    assert "1 séance le 3 février 2026" in words
    assert lines() == [("exported", boss, place.centre, ["pdf"])]


def test_the_brochure_of_a_whole_number_of_sheets_has_no_page_for_notes(
    client, boss, place, booklet
):
    page(booklet, place, theme=theme("Sommeil"))
    Booklet.objects.update(foreword="Bonjour", published_on=dt.date(2026, 3, 1))
    full, words = brochure(client, booklet)
    Booklet.objects.update(foreword="")

    short, more = brochure(client, booklet)

    # Cover, contents, foreword, one chapter and the back make five.
    assert (len(full.pages), "Mes notes" in words) == (8, True)
    assert (len(short.pages), "Mes notes" in more) == (4, False)
    assert "Mars 2026" in more


def test_withdrawn_words_and_forgotten_people_leave_the_brochure(client, boss, place, booklet):
    consents = [make.ConsentFactory(parent__family__structure=place.centre) for _each in range(2)]
    said(booklet, place, "Jemesensmoinsseule", parent=consents[0].parent)
    said(booklet, place, "Joseentrer", parent=consents[1].parent)
    page(booklet, place, "Eteindre")
    publish(booklet)
    client.force_login(make.partner(place.school))
    before = brochure(client, booklet)[1]

    consents[0].ended_at = timezone.now()
    consents[0].save()
    erasure.erase(parent=consents[1].parent, reason="asked", by=None)
    after = brochure(client, booklet)[1]
    read = text(client.get(url("booklet_detail", booklet)))

    words = ("Jemesensmoinsseule", "Joseentrer", "Eteindre")
    assert [word for word in words if word in before] == list(words)
    assert [word for word in words if word in after] == ["Eteindre"]
    assert [word for word in words if word in read] == ["Eteindre"]


def test_an_empty_booklet_and_endless_words_are_printed_too(client, boss, place, booklet):
    empty = brochure(client, booklet)[1]
    page(booklet, place, "m" * 1000, label="n" * 80)

    pdf, _words = brochure(client, booklet)

    assert "Ce recueil n’a encore aucune page" in empty
    assert len(pdf.pages) == 8


@pytest.mark.parametrize("count", [1, 3])
def test_the_brochure_asks_as_much_however_many_pages(
    place, booklet, count, django_assert_num_queries
):
    for _each in range(count):
        consent = make.ConsentFactory(parent__family__structure=place.centre)
        said(booklet, place, "Merci", parent=consent.parent)

    with django_assert_num_queries(5):
        booklet_document.content(booklet)
