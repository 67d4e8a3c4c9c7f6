"""What parents agree to: answers noted, kept, withdrawn; and the doors of the uses."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from families import consents
from families.actions import consents as actions
from families.models import Consent, Parent
from partnerships.models import AuditEvent
from tests.factories import (
    ConsentFactory,
    NoticeFactory,
    ParentFactory,
    PartnershipFactory,
    SchoolFactory,
    StructureFactory,
    partner,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
DAY = dt.date(2026, 2, 3)


@pytest.fixture
def centre():
    return StructureFactory(name="Centre")


@pytest.fixture
def signed_in(client, boss):
    client.force_login(boss)
    return client


@pytest.fixture
def parent(centre):
    return ParentFactory(family__structure=centre, first_name="Samira")


@pytest.fixture
def mission():
    return StructureFactory(name="Mission locale", kind="training")


def answer(parent, by, **values):
    how = {"purpose": "quote", "state": "given", "how": "paper", "said_on": DAY}
    return actions.record(parent=parent, by=by, **how | values)


def refused(act, *arguments, **values):
    with pytest.raises(ValidationError) as refusal:
        act(*arguments, **values)
    return " ".join(refusal.value.messages)


def words(response):
    return " ".join(response.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


# -- Answers -------------------------------------------------------------------------------------


def test_an_answer_says_what_when_how_by_whom_and_of_which_version(parent, boss, centre):
    notice = NoticeFactory(structure=centre, published_on=dt.date(2026, 1, 5))

    consent = answer(parent, boss)

    kept = Consent.objects.get()
    assert (kept, kept.notice, kept.recorded_by, kept.ended_at) == (consent, notice, boss, None)
    event = AuditEvent.objects.get()
    assert (event.verb, event.family, event.structure, event.fields) == (
        "accepted",
        parent.family_id,
        centre,
        ["quote"],
    )


def test_a_new_answer_ends_the_former_and_rewrites_none(parent, boss):
    answer(parent, boss)
    answer(parent, boss, state="refused", said_on=DAY)
    answer(parent, boss, purpose="image", state="refused")

    history = Consent.objects.filter(purpose="quote").order_by("pk")
    assert [row.state for row in history] == ["given", "refused"]
    assert [row.ended_at is None for row in history] == [False, True]
    assert [str(row) for row in history] == [
        "paroles citées\N{NO-BREAK SPACE}: donné",
        "paroles citées\N{NO-BREAK SPACE}: refusé",
    ]


def test_an_answer_of_tomorrow_or_older_than_the_last_is_refused(parent, boss, today):
    answer(parent, boss)

    tomorrow = refused(answer, parent, boss, said_on=today + dt.timedelta(days=1))
    older = refused(answer, parent, boss, said_on=DAY - dt.timedelta(days=1))

    assert tomorrow == "Ce jour n’est pas encore venu."
    assert older.startswith("Une réponse plus récente est déjà notée")
    assert Consent.objects.count() == 1


def test_a_sharing_names_another_structure(parent, boss, centre):
    with_itself = refused(answer, parent, boss, purpose="sharing", structure=centre)
    with_nobody = refused(answer, parent, boss, purpose="sharing")

    assert with_itself.startswith("Cette structure tient déjà la fiche")
    assert with_nobody == "Un partage nomme la structure, et lui seul."


def test_what_is_withdrawn_is_not_withdrawn_again(parent, boss):
    consent = answer(parent, boss)
    actions.withdraw(consent=consent, how="message", by=boss)

    assert refused(actions.withdraw, consent=consent, how="message", by=boss) == (
        "Cet accord n’est déjà plus en vigueur."
    )


# -- Doors ---------------------------------------------------------------------------------------


def may(parent, purpose, structure=None):
    found = consents.agreeing_to(Parent.objects.filter(pk=parent.pk), purpose, structure)
    return found.exists()


@pytest.mark.parametrize("purpose", ["quote", "image"])
def test_only_a_yes_in_force_opens_the_door(parent, purpose):
    other = ConsentFactory(parent__family=parent.family, purpose=purpose).parent

    unasked = may(parent, purpose)
    consent = ConsentFactory(parent=parent, purpose=purpose, state="refused")
    refused = may(parent, purpose)
    Consent.objects.filter(pk=consent.pk).update(state="given")
    given = may(parent, purpose)
    Consent.objects.filter(pk=consent.pk).update(ended_at="2026-03-01T00:00Z")

    assert (unasked, refused, given, may(parent, purpose)) == (False, False, True, False)
    assert list(consents.agreeing_to(Parent.objects.order_by("pk"), purpose)) == [other]


def test_a_sharing_opens_to_the_structure_it_names_alone(parent, mission):
    ConsentFactory(parent=parent, purpose="sharing", structure=mission)

    doors = [may(parent, "sharing", structure) for structure in (mission, StructureFactory())]

    assert doors == [True, False]


# -- Pages ---------------------------------------------------------------------------------------


def test_the_page_of_the_family_says_each_answer(signed_in, parent, mission):
    NoticeFactory(structure=parent.family.structure, published_on=dt.date(2026, 1, 5))
    ConsentFactory(parent=parent, purpose="quote", state="withdrawn", said_on=DAY)
    ConsentFactory(parent=parent, purpose="sharing", structure=mission, said_on=DAY)

    page = words(signed_in.get(parent.get_absolute_url()))

    assert 'Photos et vidéos</strong> <p class="meta">pas encore demandé' in page
    assert "Partage de ses coordonnées avec Mission locale" in page
    assert (page.count(">Noter<"), page.count(">Redemander<"), page.count(">Retirer<")) == (1, 1, 1)


def test_one_notes_an_answer(signed_in, parent, today):
    form = words(signed_in.get(f"/familles/parents/{parent.pk}/accords/quote/"))
    data = {"state": "refused", "how": "spoken", "said_on": today.isoformat()}
    response = signed_in.post(f"/familles/parents/{parent.pk}/accords/quote/", data, follow=True)

    assert "Ce qu’un oui permet : Citer ses mots" in form
    assert 'name="structure"' not in form
    assert "C’est noté : paroles citées : refusé." in words(response)
    assert Consent.objects.get().state == "refused"


def test_one_notes_with_whom_to_share(signed_in, parent, centre, mission):
    school = SchoolFactory(structure__name="École partenaire").structure
    PartnershipFactory(parties=[centre, school])
    far = SchoolFactory(structure__name="École lointaine").structure

    url = f"/familles/parents/{parent.pk}/accords/sharing/"
    form = signed_in.get(f"{url}?structure={mission.pk}").context["form"]
    data = {"state": "given", "how": "paper", "said_on": "2026-03-09", "structure": mission.pk}
    signed_in.post(url, data)
    refused = signed_in.post(url, data | {"structure": far.pk})

    assert list(form.fields["structure"].queryset) == [school, mission]
    assert form["structure"].value() == str(mission.pk)
    assert Consent.objects.get().subject == "partage de ses coordonnées avec Mission locale"
    assert list(refused.context["form"].errors) == ["structure"]


def test_a_refusal_of_the_action_is_said_on_the_form(signed_in, parent):
    data = {"state": "given", "how": "spoken", "said_on": "2026-03-11"}

    response = signed_in.post(f"/familles/parents/{parent.pk}/accords/image/", data)

    assert response.context["form"].errors == {"said_on": ["Ce jour n’est pas encore venu."]}


def test_an_agreement_is_withdrawn_in_two_taps_and_dead_at_once(signed_in, parent):
    consent = ConsentFactory(parent=parent, purpose="quote", said_on=DAY)
    before = may(parent, "quote")

    first = words(signed_in.get(f"/familles/accords/{consent.pk}/retirer/"))
    second = signed_in.post(
        f"/familles/accords/{consent.pk}/retirer/", {"how": "spoken"}, follow=True
    )

    assert "ses paroles ne paraissent plus" in first
    assert "C’est noté : paroles citées : retiré." in words(second)
    assert (before, may(parent, "quote")) == (True, False)
    assert list(consents.agreeing_to(Parent.objects.named(), "quote")) == []
    assert AuditEvent.objects.get().verb == "cancelled"


def test_a_second_withdrawal_says_that_it_is_done(signed_in, parent, boss):
    consent = ConsentFactory(parent=parent, said_on=DAY)
    actions.withdraw(consent=consent, how="spoken", by=boss)

    response = signed_in.post(f"/familles/accords/{consent.pk}/retirer/", {"how": "spoken"})

    assert response.context["form"].non_field_errors() == ["Cet accord n’est déjà plus en vigueur."]


def test_the_history_keeps_every_answer(signed_in, parent, boss):
    answer(parent, boss)
    answer(parent, boss, state="refused", said_on=DAY + dt.timedelta(days=1))
    ConsentFactory(parent__family=parent.family)

    page = words(signed_in.get(f"/familles/parents/{parent.pk}/accords/"))

    assert page.index("Refusé") < page.index("Donné")
    assert (page.count("réponse en vigueur"), page.count("remplacé depuis")) == (1, 1)


def test_a_history_without_answers_says_that_silence_is_no(signed_in, parent):
    page = words(signed_in.get(f"/familles/parents/{parent.pk}/accords/"))

    assert "Sans réponse, c’est non." in page


@pytest.mark.parametrize("url", ["parents/{}/accords/", "parents/{}/accords/quote/"])
def test_people_of_others_have_no_answers(client, signed_in, url):
    foreign = signed_in.get("/familles/" + url.format(ParentFactory().pk))
    client.force_login(partner(StructureFactory()))
    of_a_school = client.get("/familles/" + url.format(ParentFactory().pk))

    assert (foreign.status_code, of_a_school.status_code) == (404, 404)


def test_there_is_no_other_use(signed_in, parent):
    assert signed_in.get(f"/familles/parents/{parent.pk}/accords/vote/").status_code == 404


# -- Whoever is left alone -----------------------------------------------------------------------


def test_who_is_left_alone_is_shown_so_and_leaves_no_number_in_an_export(signed_in, parent):
    data = {"first_name": "Samira", "phone": "0612345678", "is_left_alone": "on"}
    signed_in.post(f"/familles/parents/{parent.pk}/modifier/", data)
    ParentFactory(family=parent.family, first_name="Karim", phone="0687654321")

    page = words(signed_in.get(parent.get_absolute_url()))
    listed = words(signed_in.get("/familles/"))
    filtered = signed_in.get("/familles/", {"only": "left_alone"})
    export = b"".join(signed_in.get("/familles/export/", {"format": "csv"})).decode()

    assert "Ne souhaite pas être contacté" in page
    assert ("0612345678" in listed, "0687654321" in listed) == (False, True)
    assert [str(parent) for parent in filtered.context["page"]] == ["Samira"]
    assert "Karim;;0687654321;;non" in export
    assert "Samira;;;;oui" in export
