"""Making a referral: by a school, from a family, from a session; and what the form recalls."""

import datetime as dt

import pytest

from families.models import Parent, Referral
from tests.access.reading import text_of
from tests.factories import (
    AgreementFactory,
    AttendanceFactory,
    EnrolmentFactory,
    HeldSessionFactory,
    ParentFactory,
    ProgrammeFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
    observer,
    partner,
)
from tests.families.oriented import (
    LIST,
    NEW,
    TODAY,
    errors,
    said,
    typed,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


# -- Making one ----------------------------------------------------------------------------------


def test_a_school_writes_a_first_name_and_sees_no_family(client, sides):
    ParentFactory(family__structure=sides.centre, first_name="Zohra")
    client.force_login(sides.head)

    page = client.get(NEW)

    assert "person" not in page.context["form"].fields
    assert "Zohra" not in text_of(page)


def test_a_school_makes_a_draft_to_have_signed(client, sides):
    client.force_login(sides.head)

    response = client.post(NEW, typed(sides), follow=True)

    referral = Referral.objects.get()
    assert said(response) == [
        "Le bon est prêt à faire signer. Rien ne part avant l’accord de la personne."
    ]
    assert (referral.sender, referral.receiver, referral.made_by) == (
        sides.school,
        sides.centre,
        sides.head,
    )
    assert (referral.status, referral.phone, referral.agreed_on) == ("draft", "0612345678", None)


def test_with_the_agreement_it_is_read_at_once(client, sides):
    client.force_login(sides.head)

    response = client.post(NEW, typed(sides, agreed_how="spoken"), follow=True)

    referral = Referral.objects.get()
    assert said(response) == ["C’est noté. Centre social peut la lire dès maintenant."]
    assert (referral.status, referral.agreed_on) == ("requested", TODAY)


def test_a_partner_refers_to_its_partners_only(client, sides):
    client.force_login(sides.head)

    response = client.post(NEW, typed(sides, destination=f"structure-{sides.other.pk}"))

    assert list(errors(response)) == ["destination"]


def test_a_partner_does_not_search_the_directory(client, sides):
    client.force_login(sides.head)

    assert "Centre voisin" not in text_of(client.get(NEW, {"q": "voisin"}))


def test_those_who_work_refer_to_anybody_of_the_directory(client, sides):
    client.force_login(sides.boss)
    found = text_of(client.get(NEW, {"q": "voisin"}))

    client.post(f"{NEW}?q=voisin", typed(sides, destination=f"structure-{sides.other.pk}"))

    assert "Centre voisin" in found
    assert Referral.objects.get().receiver == sides.other


def test_somebody_is_sent_to_a_programme_and_its_lead_receives(client, sides):
    programme = ProgrammeFactory(
        title="Outils numériques", lead=sides.centre, starts_on=TODAY, ends_on=TODAY
    )
    programme.partnerships.add(sides.partnership)
    client.force_login(sides.head)

    client.post(NEW, typed(sides, destination=f"programme-{programme.pk}"))

    referral = Referral.objects.get()
    assert (referral.receiver, referral.toward, referral.context.programme) == (
        sides.centre,
        "Outils numériques",
        programme,
    )


def test_nobody_is_sent_to_a_programme_that_is_over(client, sides):
    yesterday = TODAY - dt.timedelta(days=1)
    programme = ProgrammeFactory(
        lead=sides.centre, starts_on=TODAY - dt.timedelta(days=90), ends_on=yesterday
    )
    client.force_login(sides.boss)

    keys = dict(client.get(NEW).context["form"].fields["destination"].choices[1][1])

    assert f"programme-{programme.pk}" not in keys


def test_from_a_family_page_the_person_is_known(client, sides):
    parent = ParentFactory(
        family__structure=sides.centre, first_name="Zohra", last_name="Mekki", email="z@e.test"
    )
    client.force_login(sides.boss)

    client.post(
        f"{NEW}?parent={parent.pk}",
        typed(sides, destination=f"structure-{sides.school.pk}", contact_by="email", email=""),
    )

    referral = Referral.objects.get()
    assert (referral.parent, str(referral)) == (parent, "Zohra Mekki")
    assert (referral.email, referral.phone) == ("z@e.test", "")


@pytest.mark.parametrize(
    ("known", "by"),
    [({"phone": "0612345678"}, "phone"), ({"email": "z@e.test"}, "email"), ({}, "sender")],
)
def test_the_way_to_reach_somebody_is_the_one_already_known(client, sides, known, by):
    parent = ParentFactory(family__structure=sides.centre, **known)
    client.force_login(sides.boss)

    page = client.get(NEW, {"parent": parent.pk})

    form = page.context["form"]
    assert form["contact_by"].value() == by
    assert "first_name" not in form.fields
    assert str(parent) in text_of(page)


def test_a_telephone_that_is_none_is_said_once(client, sides):
    client.force_login(sides.head)

    response = client.post(NEW, typed(sides, phone="12"))

    assert len(errors(response)["phone"]) == 1


def test_a_parent_of_others_is_nobody(client, sides):
    parent = ParentFactory(family__structure=sides.other)
    client.force_login(sides.boss)

    statuses = [client.get(NEW, {"parent": key}).status_code for key in (parent.pk, "x", "99999")]

    assert statuses == [404, 404, 404]


def test_somebody_found_by_name_brings_their_telephone(client, sides):
    parent = ParentFactory(family__structure=sides.centre, phone="0611111111")
    client.force_login(sides.boss)

    client.post(
        NEW,
        typed(
            sides,
            first_name="",
            phone="",
            person=parent.pk,
            destination=f"structure-{sides.school.pk}",
        ),
    )

    assert Referral.objects.get().phone == "0611111111"


def test_without_a_way_to_reach_the_person_it_is_said(client, sides):
    client.force_login(sides.head)

    response = client.post(NEW, typed(sides, phone=""))

    assert errors(response)["phone"] == [
        "Notez-le, ou choisissez «\xa0par la personne qui oriente\xa0»."
    ]


@pytest.mark.parametrize("user", ["head", "boss"])
def test_somebody_has_a_first_name(client, sides, user):
    client.force_login(getattr(sides, user))
    towards = sides.centre if user == "head" else sides.school

    response = client.post(NEW, typed(sides, first_name="", destination=f"structure-{towards.pk}"))

    assert errors(response)["first_name"] == ["Donnez au moins un prénom."]


def test_a_social_security_number_is_no_name(client, sides):
    client.force_login(sides.head)

    response = client.post(NEW, typed(sides, first_name="1 85 05 78 006 084 91"))

    assert "sécurité sociale" in errors(response)["first_name"][0]


def test_a_social_security_number_elsewhere_is_pointed_out(client, sides):
    client.force_login(sides.head)

    response = client.post(NEW, typed(sides, availability="185057800608491"), follow=True)

    assert "sécurité sociale" in said(response)[1]


def test_an_agreement_of_tomorrow_is_refused_beside_the_form(client, sides):
    client.force_login(sides.head)

    response = client.post(NEW, typed(sides, agreed_how="paper", agreed_on="2026-03-11"))

    assert "Ce jour n’est pas encore venu." in text_of(response)
    assert Referral.objects.count() == 0


def test_ones_own_address_is_not_kept_it_leaves_with_the_account(client, sides):
    client.force_login(sides.head)

    client.post(NEW, typed(sides, prescriber_email="HEAD@ecole.test"))

    assert Referral.objects.get().prescriber_email == ""


def test_somebody_of_two_structures_says_for_which_one(client, sides):
    both = partner(sides.school)
    both.memberships.create(structure=sides.other, role="coordinator", starts_on="2025-01-01")
    client.force_login(both)

    client.post(NEW, typed(sides, sender=sides.other.pk))

    assert Referral.objects.get().sender == sides.other


def test_the_form_recalls_who_may_be_referred(client, sides):
    AgreementFactory(
        partnership=sides.partnership, school_year=2025, who_may_be_referred="Tout parent de CP."
    )
    AgreementFactory(
        partnership=sides.partnership, school_year=2024, who_may_be_referred="Autrefois."
    )
    client.force_login(sides.head)

    page = text_of(client.get(NEW))

    assert "Tout parent de CP." in page
    assert "Autrefois." not in page
    assert 'href="tel:119"' in page
    assert "N’écrivez jamais de diagnostic" in page


def test_without_such_an_agreement_it_asks_for_one(client, sides):
    client.force_login(sides.head)

    assert "Aucun accord de cette année ne dit encore" in text_of(client.get(NEW))


def test_the_same_form_sent_twice_makes_one(client, sides):
    client.force_login(sides.head)
    key = "0b7b4e0c-9a86-4f4a-9c3d-111111111111"

    for _ in range(2):
        client.post(NEW, typed(sides, once=key))

    assert Referral.objects.count() == 1


@pytest.mark.parametrize("address", [NEW, LIST])
def test_whoever_speaks_for_no_structure_finds_nothing(client, sides, address):
    client.force_login(observer(sides.centre))

    assert client.get(address).status_code == 404


# -- From a session ------------------------------------------------------------------------------


@pytest.fixture
def workshop(sides):
    return WorkshopFactory(programme__lead=sides.centre, programme__title="Café")


def test_a_session_prompts_it_among_those_who_came(client, sides, workshop):
    from_session = held(workshop)
    client.force_login(facilitator(sides.centre, workshop))
    page = text_of(client.get(f"/seances/{from_session.pk}/orienter/"))
    parent = Parent.objects.get(first_name="Venue")

    towards = {"destination": f"structure-{sides.other.pk}", "contact_by": "sender"}
    client.post(
        f"/seances/{from_session.pk}/orienter/{parent.pk}/?q=voisin", typed(sides, **towards)
    )

    referral = Referral.objects.get()
    assert "Venue" in page
    assert "Excusée" not in page
    assert (referral.parent, referral.context.session) == (parent, from_session)


def held(workshop):
    session = HeldSessionFactory(workshop=workshop)
    for name, status in [("Venue", "present"), ("Excusée", "excused")]:
        person = EnrolmentFactory(
            workshop=workshop,
            parent__first_name=name,
            parent__family__structure=workshop.programme.lead,
        ).parent
        AttendanceFactory(session=session, parent=person, status=status)
    return session


def test_nobody_is_referred_from_a_session_they_missed(client, sides, workshop):
    session = held(workshop)
    client.force_login(coordinator(sides.centre))
    missed = Parent.objects.get(first_name="Excusée")

    assert client.get(f"/seances/{session.pk}/orienter/{missed.pk}/").status_code == 404


def test_a_session_of_others_prompts_nothing(client, sides, workshop):
    client.force_login(sides.stranger)

    assert client.get(f"/seances/{held(workshop).pk}/orienter/").status_code == 404


def test_a_sheet_without_anybody_says_so(client, sides):
    session = HeldSessionFactory(workshop__programme__lead=sides.centre)
    client.force_login(sides.boss)

    assert "Personne n’est noté" in text_of(client.get(f"/seances/{session.pk}/orienter/"))
