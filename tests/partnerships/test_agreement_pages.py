import datetime as dt
import re
import uuid

import pytest

from partnerships import convention
from partnerships.actions import accord, agreements, asking
from partnerships.forms.agreements import StepsForm
from partnerships.models import Agreement, AuditEvent
from tests.factories import (
    DocumentFactory,
    PartnershipFactory,
    SchoolFactory,
    StructureFactory,
    TenureFactory,
    TermFactory,
    coordinator,
    observer,
)
from tests.partnerships.agreeing import (
    accepted_by,
    again,
    head,
    rewritten,
    url,
    with_pen,
    written,
)
from tests.reading import said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def signed_in(client, table):
    client.force_login(table.boss)
    return client


# -- Reading -----------------------------------------------------------------------------------


def test_the_page_reads_as_one_text_with_a_place_for_each_party(signed_in, table, agreement):
    agreements.write(
        agreement=agreement,
        seen=2,
        words={"charter": "La charte", "committed_until": 2028},
        sides={table.school.pk: {"brings": "La salle 12", "will_not_do": "Convoquer"}},
        by=table.boss,
    )

    page = text(signed_in.get(url(agreement)))

    assert "<h1>Accord 2025-2026</h1>" in page
    assert "Version 3. Engagement pris jusqu’en 2028." in page
    for words in ["Ouvrir l’école aux parents.", "La charte", "La salle 12", "Convoquer"]:
        assert words in page
    assert page.index('<ul class="sides">') < page.index("<h3>École</h3>")
    assert page.index("<h3>École</h3>") < page.index("<h3>Centre</h3>")
    assert "Il reste à dire : ce que nous constatons ensemble, façon de fonctionner" in page


def test_each_party_says_where_it_stands(signed_in, table, agreement):
    accepted_by(agreement, table.centre, by=table.boss)
    accepted_by(agreement, table.school, by=head(table))
    rewritten(agreement, table, rhythm="Le jeudi midi.")
    agreement.versions.filter(number=3).update(
        written_at=dt.datetime(2026, 3, 7, 12, tzinfo=dt.UTC)
    )
    accord.accept(text=agreement, structure=table.centre, seen=3, by=table.boss)

    page = text(signed_in.get(url(agreement)))

    assert 'Accepté le 10 mars</p> <p class="meta">Par Nadia Ostrowski' in page
    assert "Attendu depuis 3 jours" in page
    assert "Version 2 acceptée le 10 mars" in page
    assert "Depuis la version 2 qu’elle a acceptée, la version 3 change :" in page
    assert re.search(r"Le <del>.*retiré :.*mardi.*</del><ins>.*ajouté :.*jeudi.*</ins> midi", page)


def test_a_new_agreement_has_nothing_to_accept_yet(signed_in, table):
    agreement = agreements.draft(
        partnership=table.partnership, school_year=2025, kind="ctg", by=table.boss
    )

    page = text(signed_in.get(url(agreement)))
    answer = signed_in.post(url(agreement, "accepter", table.centre.pk), {"seen": 1}, follow=True)

    assert "<h1>Convention territoriale globale (CTG) 2025-2026</h1>" in page
    assert "Rien n’est encore écrit : il n’y a rien à accepter." in page
    assert said(answer) == ["Rien n’est encore écrit : prenez la plume d’abord."]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_much_was_written(
    signed_in, table, agreement, django_assert_num_queries, number
):
    for place in range(number):
        agreement = rewritten(agreement, table, rhythm=f"Le {place}")
        accepted_by(agreement, table.centre, by=table.boss)
        asking.send(text=agreement, structure=table.school, email=f"a{place}@b.test", by=table.boss)

    with django_assert_num_queries(14):
        response = signed_in.get(url(agreement))

    assert len(response.context["links"]) == number


def test_the_agreement_of_others_does_not_exist(client, agreement):
    client.force_login(coordinator(StructureFactory()))
    stranger = client.get(url(agreement)).status_code
    client.force_login(observer(agreement.partnership.structures.first()))

    assert (stranger, client.get(url(agreement)).status_code) == (404, 404)


# -- Beginning ---------------------------------------------------------------------------------


def test_a_coordinator_opens_an_agreement_and_has_the_pen(signed_in, table):
    page = f"/partenariats/{table.partnership.pk}/accord/"
    shown = text(signed_in.get(page))

    response = signed_in.post(
        page, {"school_year": 2026, "kind": "tripartite", "once": str(uuid.uuid4())}
    )

    made = Agreement.objects.get()
    assert '<option value="2025" selected>2025-2026</option>' in shown
    assert response.url == url(made, "ecrire")
    assert (made.school_year, made.kind, made.version) == (2026, "tripartite", 1)
    assert made.pen == table.boss
    assert made.versions.get().content["sides"].keys() == {
        str(table.centre.pk),
        str(table.school.pk),
    }


def test_a_second_agreement_of_the_year_is_refused(signed_in, table, agreement):
    response = signed_in.post(
        f"/partenariats/{table.partnership.pk}/accord/", {"school_year": 2025, "kind": "yearly"}
    )

    assert response.context["form"].non_field_errors() == [
        "Cet accord existe déjà pour cette année scolaire."
    ]


# -- Steps, and what follows -------------------------------------------------------------------


def test_a_dated_step_asks_nothing_again(signed_in, table, agreement):
    accepted_by(agreement, table.centre, by=table.boss)
    shown = signed_in.get(url(agreement, "etapes"))

    response = signed_in.post(
        url(agreement, "etapes"),
        {"politically_approved_on": "2026-02-03", "inspector_approved_on": ""},
        follow=True,
    )

    assert shown.status_code == 200
    assert "3 février 2026" in text(response)
    assert [each.is_accepted for each in response.context["standings"]] == [False, True]
    assert AuditEvent.objects.latest("pk").fields == ["politically_approved_on"]


def test_next_year_starts_from_this_one_and_asks_every_yes_again(signed_in, table, agreement):
    agreements.write(
        agreement=agreement,
        seen=2,
        words={"committed_until": 2025},
        sides={table.school.pk: {"brings": "La salle 12"}},
        by=table.boss,
    )
    accepted_by(again(agreement), table.centre, table.school, by=table.boss)

    response = signed_in.post(url(agreement, "suite"), {"outcome": "renewed"}, follow=True)
    same = text(response)
    following = again(agreement).next
    rewritten(following, table, rhythm="Le jeudi midi.")
    changed = text(signed_in.get(url(following)))

    assert (following.school_year, following.committed_until) == (2026, None)
    assert following.objectives == "Ouvrir l’école aux parents."
    assert following.expectations.get(structure=table.school).brings == "La salle 12"
    assert following.acceptances.count() == 0
    assert "les objectifs sont-ils encore les vôtres" not in same
    assert "<dt>Engagement pris jusqu’en</dt>" in same
    assert "<dt>Rythme et déroulement</dt>" in changed
    assert again(agreement).outcome == "renewed"


def test_the_same_words_as_last_year_are_questioned(signed_in, table, agreement):
    response = signed_in.post(url(agreement, "suite"), {"outcome": "renewed"}, follow=True)

    assert "les objectifs sont-ils encore les vôtres" in text(response)


def test_an_agreement_may_not_be_carried_on(signed_in, agreement):
    response = signed_in.post(url(agreement, "suite"), {"outcome": "not_renewed"}, follow=True)

    assert said(response) == ["C’est noté : l’accord n’est pas reconduit."]
    assert "Non reconduit." in text(response)


@pytest.mark.parametrize("outcome", ["renewed", "not_renewed"])
def test_an_agreement_carried_on_is_not_concluded_again(signed_in, agreement, outcome):
    signed_in.post(url(agreement, "suite"), {"outcome": "renewed"})

    response = signed_in.post(url(agreement, "suite"), {"outcome": outcome}, follow=True)

    assert said(response)[-1] == "Cet accord est déjà reconduit."


def test_a_new_year_skips_a_year_already_carried_on(table, agreement):
    agreements.renew(agreement=agreement, by=table.boss)
    Agreement.objects.filter(school_year=2026).update(school_year=2028)

    between = agreements.draft(
        partnership=table.partnership, school_year=2027, kind="yearly", by=table.boss
    )

    assert (between.previous, between.objectives) == (None, "Ouvrir l’école aux parents.")


# -- A partnership that is over ----------------------------------------------------------------


def test_what_is_over_is_read_and_no_longer_written(signed_in, table, agreement):
    table.partnership.stage = "closed"
    table.partnership.save()

    statuses = [
        signed_in.get(url(agreement)).status_code,
        signed_in.post(url(agreement, "plume")).status_code,
        signed_in.get(url(agreement, "ecrire")).status_code,
        signed_in.post(url(agreement, "accepter", table.centre.pk), {"seen": 2}).status_code,
        signed_in.get(url(agreement, "lien", table.school.pk)).status_code,
        signed_in.post(url(agreement, "suite")).status_code,
        signed_in.get(url(agreement, "etapes")).status_code,
    ]

    assert statuses == [200, 403, 403, 403, 403, 403, 403]
    assert "Le partenariat est terminé : on le lit" in text(signed_in.get(url(agreement)))


def test_an_act_that_comes_after_the_end_is_refused(signed_in, table, agreement):
    form = {"school_year": 2026, "kind": "yearly"}
    table.partnership.starts_on, table.partnership.ends_on = (
        dt.date(2025, 1, 1),
        dt.date(2026, 3, 9),
    )
    table.partnership.save()

    response = signed_in.post(f"/partenariats/{table.partnership.pk}/accord/", form)

    assert response.context["form"].non_field_errors() == [
        "Ce partenariat est terminé\N{NO-BREAK SPACE}: son accord ne change plus."
    ]


# -- On paper, and on the page of the partnership ----------------------------------------------


def test_the_convention_is_a_pdf(signed_in, table, agreement):
    accepted_by(agreement, table.centre, by=table.boss)
    rewritten(agreement, table, rhythm="Le jeudi.")
    agreement.politically_approved_on = agreement.inspector_approved_on = dt.date(2026, 1, 8)
    agreement.save()

    response = signed_in.get(f"{url(agreement)}convention.pdf")

    assert response.content.startswith(b"%PDF-")
    assert "accord-2025-2026" in response["Content-Disposition"]


def test_the_convention_says_the_roles_of_the_centre(table, agreement):
    party = table.partnership.parties.get(structure=table.centre)
    role = TermFactory(vocabulary="centre_role", label="Garant du goûter")
    party.centre_roles.add(role)

    said = convention.content(Agreement.objects.with_story().get(pk=agreement.pk))

    assert [(side, list(roles)) for side, roles in said["centre_roles"]] == [(table.centre, [role])]


def test_the_page_of_the_partnership_holds_the_ledger(signed_in, table, agreement):
    accepted_by(agreement, table.centre, by=table.boss)

    page = text(signed_in.get(table.partnership.get_absolute_url()))

    assert '<h3 id="accord">Accord 2025-2026</h3>' in page
    assert f'href="{url(agreement, "lien", table.school.pk)}"' in page
    assert f'href="{url(agreement, "lien", table.centre.pk)}"' not in page
    assert "Attendu depuis aujourd’hui" in page


def test_last_year_s_agreement_is_shown_until_this_year_s_is_written(signed_in, table):
    written(table, year=2023)
    written(table, year=2024)

    page = text(signed_in.get(table.partnership.get_absolute_url()))

    assert '<h3 id="accord">Accord 2024-2025</h3>' in page
    assert ">Accord 2023-2024</a>" in page
    assert "Écrire l’accord de cette année" in page


def test_a_partnership_without_an_agreement_says_what_one_is(signed_in, table):
    page = text(signed_in.get(table.partnership.get_absolute_url()))

    assert '<h3 id="accord">Commencer par un diagnostic local</h3>' in page
    assert (
        f'href="/partenariats/{table.partnership.pk}/documents/nouveau/?nature=diagnosis"' in page
    )
    assert f'href="/partenariats/{table.partnership.pk}/accord/"' in page


def test_a_diagnosis_leads_to_the_agreement(signed_in, table):
    DocumentFactory(partnership=table.partnership)
    diagnosis = DocumentFactory(partnership=table.partnership, kind="diagnosis")

    page = text(signed_in.get(table.partnership.get_absolute_url()))

    assert "Pas encore écrit : ce que chacun apporte, attend, et ne fera pas." in page
    assert f'href="/documents/{diagnosis.pk}/">Le diagnostic est là pour le commencer' in page
    assert f'href="/partenariats/{table.partnership.pk}/accord/"' in page


def test_an_agreement_just_opened_says_so_on_the_partnership(signed_in, table):
    agreements.draft(partnership=table.partnership, school_year=2025, kind="yearly", by=table.boss)

    assert "Ouvert, rien n’y est encore écrit." in text(
        signed_in.get(table.partnership.get_absolute_url())
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_ledger_costs_the_same_however_many_parties(
    signed_in, table, django_assert_num_queries, number
):
    parties = [table.centre, *(SchoolFactory().structure for _ in range(number))]
    table.partnership = PartnershipFactory(parties=parties)
    agreement = written(table)
    accepted_by(agreement, *parties, by=table.boss)

    with django_assert_num_queries(45):
        response = signed_in.get(table.partnership.get_absolute_url())

    assert len(response.context["ledger"].standings) == number + 1


def test_somebody_known_there_is_proposed_for_the_letter(signed_in, table, agreement):
    for place, name in enumerate(["directrice", "secrétaire"]):
        TenureFactory(
            structure=table.school,
            is_key_person=not place,
            contact__last_name=name,
            contact__email=f"{place}@ecole.test",
        )

    page = text(signed_in.get(url(agreement, "lien", table.school.pk)))

    assert 'value="0@ecole.test"' in page
    assert "secrétaire (1@ecole.test)" in page


def test_the_pen_of_a_closed_account_is_nobody_s(table, agreement):
    helene = head(table)
    with_pen(agreement, by=helene)
    accepted_by(agreement, table.school, by=helene)

    helene.delete()

    assert accord.pen_holder(again(agreement)) is None
    assert agreement.acceptances.get().told == "par un compte fermé"


def test_a_step_dated_after_the_end_is_refused(table, agreement):
    form = StepsForm({"politically_approved_on": "2026-02-03"}, instance=agreement, user=table.boss)
    agreement.partnership.stage = "closed"

    saved = form.is_valid() and form.save()

    assert saved is None
    assert form.non_field_errors() == [
        "Ce partenariat est terminé\N{NO-BREAK SPACE}: son accord ne change plus."
    ]
