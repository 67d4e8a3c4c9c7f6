"""What a session leaves: advice and words, for whoever keeps its sheet and nobody else."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partnerships.models import AuditEvent
from tests.factories import (
    AdviceFactory,
    AttendanceFactory,
    BookletEntryFactory,
    ConsentFactory,
    ParentFactory,
    PartnershipFactory,
    QuoteFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    UserFactory,
    coordinator,
    facilitator,
    partner,
)
from tests.reading import said, text
from workshops.actions import advice as actions
from workshops.models import Advice, BookletEntry, Quote, Session

pytestmark = pytest.mark.django_db
NIR = "Mme D., 1 85 05 78 006 084 91"


def url(name, thing):
    return reverse(f"workshops:{name}", args=[thing.pk])


def lines(row):
    found = AuditEvent.objects.filter(object_type=f"workshops.{row}").order_by("pk")
    return [(line.verb, line.family, sorted(line.fields)) for line in found]


def came(session, **names):
    family = {"family__structure": session.workshop.programme.lead}
    return AttendanceFactory(session=session, parent=ParentFactory(**family, **names)).parent


def asked(parent, state):
    return ConsentFactory(parent=parent, purpose="quote", state=state)


# -- Advice --------------------------------------------------------------------------------------


def test_an_advice_is_kept_and_shown_on_the_page_of_its_session(client, nadia, session):
    theme = TermFactory(vocabulary="theme", label="Le sommeil")
    data = {"text": "Le téléphone dort dehors.", "whose": "parents", "theme": theme.pk}

    answer = client.post(url("advice_create", session), data, follow=True)

    advice = Advice.objects.get()
    assert (advice.session, advice.whose, advice.added_by) == (session, "parents", nadia)
    assert said(answer) == ["Le conseil est gardé."]
    assert "Le téléphone dort dehors." in text(answer)
    assert "Plusieurs parents, Le sommeil" in text(answer)
    assert lines("advice") == [("created", None, [])]
    assert answer.redirect_chain == [(f"/seances/{session.pk}/#conseils", 302)]


def test_proposed_while_closing_it_goes_back_there(client, nadia, session):
    AttendanceFactory(session=session)
    closing = client.get(url("session_close", session))

    answer = client.post(
        f"{url('advice_create', session)}?retour=cloture", {"text": "Oui.", "whose": "parent"}
    )

    assert f"{url('advice_create', session)}?retour=cloture" in closing.content.decode()
    assert answer.url == url("session_close", session)


def test_an_advice_is_corrected_in_what_changed(client, nadia, session):
    advice = AdviceFactory(session=session, text="Avant.", whose="parent")
    entry = BookletEntryFactory(advice=advice, text="Imprimé.")

    answer = client.post(
        url("advice_edit", advice), {"text": "Après.", "whose": "parent"}, follow=True
    )

    advice.refresh_from_db()
    entry.refresh_from_db()
    assert (advice.text, entry.text) == ("Après.", "Imprimé.")
    assert said(answer) == ["Le conseil est corrigé."]
    assert lines("advice") == [("changed", None, ["text"])]


@pytest.mark.parametrize(("printed", "told"), [(True, True), (False, False)])
def test_an_advice_is_taken_out_once_one_said_so(client, nadia, session, printed, told):
    advice = AdviceFactory(session=session, text="À retirer.")
    if printed:
        BookletEntryFactory(advice=advice)

    asked_first = client.get(url("advice_delete", advice))
    answer = client.post(url("advice_delete", advice), follow=True)

    assert ("Un recueil l’imprime" in text(asked_first)) == told
    assert said(answer) == ["Le conseil est retiré."]
    assert (Advice.objects.count(), BookletEntry.objects.count()) == (0, 0)
    assert lines("advice") == [("deleted", None, [])]


@pytest.mark.parametrize(
    ("name", "data", "field"),
    [
        ("advice_create", {"whose": "parent"}, "text"),
        ("quote_create", {"label": "une maman"}, "words"),
        ("quote_create", {"words": "Oui."}, "label"),
    ],
)
def test_a_number_of_social_security_is_refused(client, nadia, session, name, data, field):
    answer = client.post(url(name, session), data | {field: NIR})

    assert "Ceci est un numéro de sécurité sociale" in text(answer)
    assert (Advice.objects.count(), Quote.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["advice_create", "quote_create"])
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"status": "cancelled", "cancel_reason": "Neige"},
            "Cette séance est annulée : rien ne s’y est dit.",
        ),
        (
            {"date": dt.date(2027, 1, 5)},
            "Cette séance n’a pas encore eu lieu : vous le noterez après.",
        ),
    ],
)
def test_nothing_is_left_by_a_session_that_did_not_take_place(
    client, nadia, session, name, fields, sentence
):
    Session.objects.filter(pk=session.pk).update(**fields)
    data = {"text": "Un.", "whose": "parent", "words": "Un."}

    answer = client.post(url(name, session), data)
    page = text(client.get(session.get_absolute_url()))

    assert sentence in text(answer)
    assert (Advice.objects.count(), Quote.objects.count()) == (0, 0)
    assert "Ajouter un conseil" not in page


# -- Words ---------------------------------------------------------------------------------------


def test_words_of_somebody_who_agreed_are_kept_in_their_journal(client, nadia, session):
    parent = came(session, first_name="Samira", last_name="Benali")
    asked(parent, "given")

    form = text(client.get(url("quote_create", session)))
    data = {"words": "J’ose entrer.", "parent": parent.pk, "label": "une maman de CP"}
    answer = client.post(url("quote_create", session), data, follow=True)

    quote = Quote.objects.get()
    assert "Samira Benali (d’accord)" in form
    assert (quote.parent, quote.label, quote.added_by) == (parent, "une maman de CP", nadia)
    assert said(answer) == ["La parole est gardée."]
    assert '<p class="written">« J’ose entrer. »</p>' in text(answer)
    assert "Une maman de CP (Samira B.)" in text(answer)
    assert b"<s>" not in answer.content
    assert lines("quote") == [("created", parent.family_id, [])]
    assert answer.redirect_chain == [(f"/seances/{session.pk}/#paroles", 302)]


def test_words_of_somebody_nobody_asked_are_struck_and_say_what_is_missing(client, nadia, session):
    parent = came(session)

    data = {"words": "J’ose entrer.", "parent": parent.pk}
    answer = client.post(url("quote_create", session), data, follow=True)

    assert said(answer) == [
        "La parole est gardée.",
        "Sans accord noté, ces mots ne seront imprimés dans aucun recueil.",
    ]
    assert "On ne lui a pas encore demandé" in text(answer)
    ask = reverse("families:consent_create", args=[parent.pk, "quote"])
    assert f'href="{ask}"' in answer.content.decode()
    assert client.get(ask).status_code == 200
    assert "<s>" in answer.content.decode()


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("refused", "Cette personne ne veut pas être citée"),
        ("withdrawn", "Cette personne a retiré son accord"),
    ],
)
def test_words_are_struck_once_the_person_says_no(client, nadia, session, state, sentence):
    parent = came(session)
    QuoteFactory(session=session, parent=parent, words="J’ose entrer.")
    asked(parent, state)

    page = client.get(session.get_absolute_url())

    assert sentence in text(page)
    assert "Noter sa réponse" not in text(page)


@pytest.mark.parametrize("state", ["refused", "withdrawn"])
def test_whoever_does_not_want_to_be_quoted_is_not(client, nadia, session, state):
    parent = came(session)
    asked(parent, state)

    data = {"words": "J’ose entrer.", "parent": parent.pk}
    answer = client.post(url("quote_create", session), data)

    assert "gardez plutôt l’idée, sans son nom, comme un conseil" in text(answer)
    assert not Quote.objects.exists()


@pytest.mark.parametrize(("agreed_on", "is_struck"), [("2026-03-10", False), ("", True)])
def test_words_of_somebody_without_a_name_need_a_yes_on_the_spot(
    client, nadia, session, agreed_on, is_struck
):
    data = {"words": "J’ose entrer.", "label": "un papa", "agreed_on": agreed_on}

    answer = client.post(url("quote_create", session), data, follow=True)

    assert ("Son accord n’est pas noté" in text(answer)) == is_struck
    assert ("<s>" in answer.content.decode()) == is_struck
    assert lines("quote") == [("created", None, [])]


@pytest.mark.parametrize(
    ("status", "day", "sentence"),
    [
        ("present", "2026-03-10", "L’accord d’une personne connue se note sur sa fiche, pas ici."),
        ("absent", "", "Sélectionnez un choix valide."),
        (None, "2027-03-10", "Ce jour n’est pas encore venu."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(client, nadia, session, status, day, sentence):
    row = AttendanceFactory(session=session, status=status or "present")
    data = {"words": "Oui.", "parent": row.parent_id if status else "", "agreed_on": day}

    answer = client.post(url("quote_create", session), data)

    assert sentence in text(answer)
    assert not Quote.objects.exists()


def test_whoever_left_the_sheet_meanwhile_is_refused_too(nadia, session):
    quote = Quote(session=session, parent=ParentFactory(), words="Oui.")

    with pytest.raises(ValidationError, match="n’est pas notée présente"):
        actions.add_quote(quote=quote, by=nadia)


def test_words_said_by_somebody_else_are_told_in_the_journal_of_both(client, nadia, session):
    before, after = came(session), came(session)
    quote = QuoteFactory(session=session, parent=before, words="Avant.")

    data = {"words": "Après.", "parent": after.pk}
    answer = client.post(url("quote_edit", quote), data, follow=True)

    quote.refresh_from_db()
    assert (quote.parent, quote.words) == (after, "Après.")
    assert said(answer)[0] == "La parole est corrigée."
    fields = ["parent", "words"]
    assert lines("quote") == [
        ("changed", before.family_id, fields),
        ("changed", after.family_id, fields),
    ]


def test_words_without_a_name_get_one(client, nadia, session):
    parent = came(session)
    quote = QuoteFactory(session=session)

    client.post(url("quote_edit", quote), {"words": quote.words, "parent": parent.pk})

    assert lines("quote") == [("changed", parent.family_id, ["parent"])]


def test_words_are_corrected_though_the_person_was_taken_off_the_sheet(client, nadia, session):
    quote = QuoteFactory(session=session, parent=ParentFactory(), words="Avant.")

    client.post(url("quote_edit", quote), {"words": "Après.", "parent": quote.parent_id})

    quote.refresh_from_db()
    assert quote.words == "Après."


def test_words_are_not_given_to_somebody_who_does_not_want(client, nadia, session):
    parent = came(session)
    asked(parent, "refused")
    quote = QuoteFactory(session=session)

    answer = client.post(url("quote_edit", quote), {"words": quote.words, "parent": parent.pk})

    quote.refresh_from_db()
    assert "ne veut pas être citée : gardez plutôt" in text(answer)
    assert quote.parent is None


def test_words_are_taken_out_and_leave_their_booklets(client, nadia, session):
    quote = QuoteFactory(session=session, parent=came(session))
    BookletEntryFactory(advice=None, quote=quote, text="Imprimé.")

    asked_first = client.get(url("quote_delete", quote))
    answer = client.post(url("quote_delete", quote), follow=True)

    assert "Un recueil l’imprime : elle en part aussi." in text(asked_first)
    assert said(answer) == ["La parole est retirée."]
    assert (Quote.objects.count(), BookletEntry.objects.count()) == (0, 0)
    assert lines("quote") == [("deleted", quote.parent.family_id, [])]


# -- Who reads it --------------------------------------------------------------------------------


def test_only_whoever_keeps_the_sheet_reads_what_it_leaves(client, session):
    lead = session.workshop.programme.lead
    partnership = PartnershipFactory(parties=[lead])
    session.workshop.programme.partnerships.add(partnership)
    school = SchoolFactory()
    partnership.parties.create(structure=school.structure)
    before = {"workshop": session.workshop, "date": dt.date(2026, 3, 3)}
    SessionFactory(questions="Motdavant", **before)
    Session.objects.filter(pk=session.pk).update(
        log="Motfait", heard="Motdit", questions="Motrepris"
    )
    advice = AdviceFactory(session=session, text="Motconseil")
    quote = QuoteFactory(session=session, words="Motparole")
    people = {
        coordinator(lead): 200,
        facilitator(lead, session.workshop): 200,
        facilitator(lead): 404,
        partner(school.structure): 404,
        UserFactory(): 404,
    }

    for user, status in people.items():
        client.force_login(user)
        page = client.get(session.get_absolute_url()).content.decode()
        words = ("Motdavant", "Motfait", "Motdit", "Motrepris", "Motconseil", "Motparole")
        assert {word in page for word in words} == {status == 200}
        for name, thing in (
            *(("advice_create", session), ("quote_create", session)),
            *(("advice_edit", advice), ("advice_delete", advice)),
            *(("quote_edit", quote), ("quote_delete", quote)),
        ):
            assert client.get(url(name, thing)).status_code == status


def test_the_page_reads_in_the_order_of_the_session(client, nadia, session):
    Session.objects.filter(pk=session.pk).update(log="Un", heard="Deux", questions="Trois")
    AdviceFactory(session=session)
    QuoteFactory(session=session)

    page = text(client.get(session.get_absolute_url()))

    titles = [
        *("Ce qui s’est fait", "Ce que les parents ont dit", "À reprendre la prochaine fois"),
        *("Conseils à garder", "Paroles</h3>"),
    ]
    places = [page.index(title) for title in titles]
    assert places == sorted(places)


def test_nothing_personal_stands_in_a_title(client, nadia, session):
    quote = QuoteFactory(session=session, parent=came(session, last_name="Canari"), words="Canari")

    for name in ("quote_edit", "quote_delete"):
        page = client.get(url(name, quote)).content.decode()
        title = page[page.index("<title>") : page.index("</title>")]
        assert "Canari" not in title
