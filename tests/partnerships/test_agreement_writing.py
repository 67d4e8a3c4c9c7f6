import datetime as dt
import uuid

import pytest

from partnerships.actions import agreements
from partnerships.models import AuditEvent
from tests.factories import (
    SchoolFactory,
    StructureFactory,
    facilitator,
)
from tests.partnerships.agreeing import (
    accepted_by,
    again,
    form_of,
    head,
    rewritten,
    url,
    with_pen,
)
from tests.reading import plain, said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def signed_in(client, table):
    client.force_login(table.boss)
    return client


# -- Writing -----------------------------------------------------------------------------------


def test_one_takes_the_pen_before_writing(signed_in, agreement):
    refused = signed_in.get(url(agreement, "ecrire"), follow=True)
    taken = signed_in.post(url(agreement, "plume"))
    opened = signed_in.get(taken.url)

    assert said(refused) == ["Prenez d’abord la plume : les autres voient qui écrit."]
    assert taken.url == url(agreement, "ecrire")
    assert opened.status_code == 200
    assert "Vous avez la plume depuis 9 h 30" in text(signed_in.get(url(agreement)))


def test_the_others_see_who_has_the_pen_and_may_take_it_over(client, table, agreement):
    with_pen(agreement, by=table.boss)
    client.force_login(head(table))

    page = text(client.get(url(agreement)))
    refused = client.post(url(agreement, "plume"), follow=True)
    client.post(url(agreement, "plume"), {"reason": "Je corrige la salle."})

    assert "Nadia O. a la plume depuis 9 h 30" in page
    assert "dites en une phrase pourquoi" in said(refused)[0]
    assert again(agreement).pen_reason == "Je corrige la salle."
    assert "« Je corrige la salle. »" in text(client.get(url(agreement)))


def test_the_pen_is_put_down_without_writing(signed_in, table, agreement):
    with_pen(agreement, by=table.boss)

    signed_in.post(url(agreement, "plume"), {"drop": "1"})

    assert again(agreement).pen is None


def test_writing_makes_a_version_and_asks_everybody_again(signed_in, table, agreement):
    with_pen(agreement, by=table.boss)
    accepted_by(agreement, table.centre, table.school, by=table.boss)
    key = f"{table.centre.pk}-expects"

    response = signed_in.post(
        url(agreement, "ecrire"),
        form_of(agreement, **{key: "Un mot\r\nen trois langues"}),
        follow=True,
    )

    standings = response.context["standings"]
    assert said(response) == ["Version 3 enregistrée : chaque partie doit l’accepter de nouveau."]
    assert [each.is_accepted for each in standings] == [False, False]
    titles = [plain(change.title) for change in standings[0].changes]
    assert titles == ["Centre : ce que nous attendons"]
    expectation = agreement.expectations.get(structure=table.centre)
    assert expectation.expects == "Un mot\nen trois langues"


def test_saving_the_same_words_asks_nothing_of_anybody(signed_in, table, agreement):
    accepted_by(agreement, table.centre, by=table.boss)

    response = signed_in.post(url(agreement, "ecrire"), form_of(agreement), follow=True)

    assert said(response) == ["Rien n’a changé : les acceptations restent."]
    assert again(agreement).version == 2


def test_a_partner_writes_its_own_side_only(client, table, agreement):
    helene = head(table)
    client.force_login(helene)
    with_pen(agreement, by=helene)
    shown = client.get(url(agreement, "ecrire"))
    sent = form_of(agreement, objectives="Autre chose")
    sent[f"{table.school.pk}-brings"] = "La salle 12"
    sent[f"{table.centre.pk}-brings"] = "Tout le reste"

    client.post(url(agreement, "ecrire"), sent)

    now = again(agreement)
    sides = {each.structure: each.brings for each in now.expectations.all()}
    assert [str(form.instance) for form in shown.context["writing"].forms] == ["École"]
    assert now.objectives == "Ouvrir l’école aux parents."
    assert sides == {table.school: "La salle 12", table.centre: ""}


def test_a_facilitator_writes_the_whole(client, table, agreement):
    someone = facilitator(table.centre)
    client.force_login(someone)

    client.post(url(agreement, "ecrire"), form_of(agreement, rhythm="Le lundi."))

    assert again(agreement).rhythm == "Le lundi."


def test_a_party_that_came_later_finds_its_place(signed_in, table, agreement):
    late = SchoolFactory(structure__name="Collège").structure
    table.partnership.parties.create(structure=late)

    signed_in.post(url(agreement, "ecrire"), form_of(agreement, **{f"{late.pk}-brings": "Le CDI"}))

    assert agreement.expectations.get(structure=late).brings == "Le CDI"


def test_two_writers_lose_nothing(signed_in, table, agreement):
    mine = form_of(agreement, objectives="Mes objectifs.", charter="")
    rewritten(agreement, table, objectives="Leurs objectifs.", rhythm="Le jeudi.")

    shown = signed_in.post(url(agreement, "ecrire"), mine)
    page = text(shown)
    both = form_of(again(agreement), objectives="Nos objectifs.")
    signed_in.post(url(agreement, "ecrire"), both)

    writing = shown.context["writing"]
    assert writing.conflicts == [("Objectifs partagés", "Leurs objectifs.")]
    assert "rien n’est perdu" in page
    assert "Leurs objectifs." in page
    assert "Mes objectifs." in page
    # What I had not touched is theirs, and my next sending knows their version.
    assert writing.forms[0]["rhythm"].value() == "Le jeudi."
    assert 'name="seen" value="3"' in page
    assert (again(agreement).objectives, again(agreement).version) == ("Nos objectifs.", 4)


def test_words_that_do_not_meet_are_put_together(signed_in, table, agreement):
    mine = form_of(agreement, charter="La charte")
    rewritten(agreement, table, rhythm="Le jeudi.", kind="ctg")

    shown = signed_in.post(url(agreement, "ecrire"), mine)

    writing = shown.context["writing"]
    assert writing.conflicts == []
    assert "Ses mots et les vôtres sont réunis" in text(shown)
    values = [writing.forms[0][name].value() for name in ("charter", "rhythm", "kind")]
    assert values == ["La charte", "Le jeudi.", "ctg"]


def test_a_kind_changed_by_two_is_shown_by_its_name(signed_in, table, agreement):
    mine = form_of(agreement, kind="security")
    rewritten(agreement, table, kind="ctg")

    shown = signed_in.post(url(agreement, "ecrire"), mine)

    assert shown.context["writing"].conflicts == [
        ("Nature", "convention territoriale globale (CTG)")
    ]


def test_saving_while_another_has_the_pen_keeps_the_words_and_asks_why(signed_in, table, agreement):
    with_pen(agreement, by=head(table))
    sent = form_of(agreement, rhythm="Le jeudi.")

    refused = signed_in.post(url(agreement, "ecrire"), sent)
    kept = text(refused)
    signed_in.post(url(agreement, "ecrire"), sent | {"reason": "Elle est en classe."})

    assert "Hélène Vasseur a la plume : dites en une phrase" in kept
    assert "Pourquoi reprendre la plume maintenant ?" in kept
    assert "Le jeudi." in kept
    assert again(agreement).rhythm == "Le jeudi."


def test_an_engagement_that_ends_before_it_starts_is_said_beside_it(signed_in, agreement):
    response = signed_in.post(url(agreement, "ecrire"), form_of(agreement, committed_until=2020))

    assert response.context["writing"].forms[0].errors == {
        "committed_until": ["Cet engagement finit avant l’année de l’accord."]
    }


def test_a_kind_that_exists_already_is_refused_above_the_form(signed_in, table, agreement):
    agreements.draft(partnership=table.partnership, school_year=2025, kind="ctg", by=table.boss)

    response = signed_in.post(url(agreement, "ecrire"), form_of(agreement, kind="ctg"))

    assert response.context["writing"].forms[0].non_field_errors() == [
        "Cet accord existe déjà pour cette année scolaire."
    ]


def test_a_number_that_has_no_place_here_is_pointed_out(signed_in, agreement):
    response = signed_in.post(
        url(agreement, "ecrire"), form_of(agreement, rhythm="2 95 10 99 126 111 93"), follow=True
    )

    assert "numéro de sécurité sociale" in said(response)[1]


# -- Saying yes --------------------------------------------------------------------------------


def test_each_accepts_for_its_own_party(client, table, agreement):
    client.force_login(head(table))

    own = client.post(url(agreement, "accepter", table.school.pk), {"seen": 2}, follow=True)
    other = client.post(url(agreement, "accepter", table.centre.pk), {"seen": 2})
    nobody = client.post(url(agreement, "accepter", StructureFactory().pk), {"seen": 2})

    assert said(own) == ["École a accepté l’accord."]
    assert (other.status_code, nobody.status_code) == (403, 404)
    acceptance = agreement.acceptances.get()
    assert (acceptance.structure, acceptance.version) == (table.school, 2)
    assert acceptance.told == "par Hélène Vasseur"


@pytest.mark.parametrize("seen", ["1", "", "abc"])
def test_one_accepts_what_one_has_read(signed_in, table, agreement, seen):
    response = signed_in.post(
        url(agreement, "accepter", table.centre.pk), {"seen": seen}, follow=True
    )

    assert "a changé pendant que vous le lisiez" in said(response)[0]
    assert agreement.acceptances.count() == 0


def test_a_yes_said_elsewhere_is_noted_with_who_said_it_and_how(signed_in, table, agreement):
    page = url(agreement, "au-nom-de", table.school.pk)
    shown = signed_in.get(page)

    response = signed_in.post(
        page,
        {
            "spoken_by": "Mme Lefort, directrice",
            "said_on": "2026-03-06",
            "how": "meeting",
            "seen": 2,
            "once": str(uuid.uuid4()),
        },
        follow=True,
    )

    acceptance = agreement.acceptances.get()
    assert "Accepter au nom de École" in text(shown)
    assert said(response) == ["Noté, au nom de École."]
    assert acceptance.accepted_on == dt.date(2026, 3, 6)
    assert plain(acceptance.told) == (
        "Mme Lefort, directrice a dit oui de vive voix ; noté par Nadia Ostrowski "
        "au nom de École, le 10 mars"
    )
    assert AuditEvent.objects.filter(verb="accepted").get().actor == table.boss


def test_a_yes_of_tomorrow_is_refused_beside_its_day(signed_in, table, agreement):
    response = signed_in.post(
        url(agreement, "au-nom-de", table.school.pk),
        {"spoken_by": "Elle", "said_on": "2026-03-11", "how": "phone", "seen": 2},
    )

    assert response.context["form"].errors == {"said_on": ["Ce jour n’est pas encore venu."]}


def test_nobody_speaks_for_those_who_sign_in_nor_without_coordinating(client, table, agreement):
    page = url(agreement, "au-nom-de", table.school.pk)
    client.force_login(facilitator(table.centre))
    facilitators = client.get(page).status_code
    head(table)
    client.force_login(table.boss)

    assert (facilitators, client.get(page).status_code) == (403, 403)
