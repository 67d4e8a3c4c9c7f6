import pytest

from partnerships.models import AuditEvent, Party
from tests.factories import (
    PartnershipFactory,
    StructureFactory,
    TermFactory,
    facilitator,
    partner,
)
from tests.reading import said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def side(partnership, structure):
    return partnership.parties.get(structure=structure)


# -- Keeping it --------------------------------------------------------------------------------


def test_those_who_work_in_it_keep_it_up_to_date(client, centre, partnership):
    client.force_login(facilitator(centre))
    url = f"/partenariats/{partnership.pk}/modifier/"
    shown = client.get(url)
    sent = {"name": partnership.name, "stage": "dormant", "ends_on": "2020-01-01"}

    refused = client.post(url, sent)
    response = client.post(url, sent | {"starts_on": "2019-01-01"}, follow=True)

    partnership.refresh_from_db()
    assert shown.status_code == 200
    assert refused.context["form"].errors == {"ends_on": ["La fin ne peut pas précéder le début."]}
    assert partnership.stage == "dormant"
    assert said(response) == ["Le partenariat est à jour."]
    assert AuditEvent.objects.get().fields == ["ends_on", "stage", "starts_on"]


def test_a_partner_writes_its_own_side_and_nothing_else(client, centre, school, partnership):
    client.force_login(partner(school))
    mine, theirs = side(partnership, school), side(partnership, centre)
    role = TermFactory(vocabulary="party_role")

    page = text(client.get(partnership.get_absolute_url()))
    response = client.post(
        f"/parties/{mine.pk}/modifier/",
        {"complementarity": "Une salle.", "roles": [role.pk], "is_occasional": "on"},
        follow=True,
    )
    refused = [
        client.get(f"/parties/{theirs.pk}/modifier/"),
        client.get(f"/partenariats/{partnership.pk}/modifier/"),
        client.get(f"/partenariats/{partnership.pk}/parties/"),
        client.post(f"/parties/{mine.pk}/retirer/"),
    ]

    mine.refresh_from_db()
    assert f"/parties/{mine.pk}/modifier/" in page
    assert f"/parties/{theirs.pk}/modifier/" not in page
    assert "Ajouter une partie" not in page
    assert (mine.complementarity, list(mine.roles.all()), mine.is_occasional) == (
        "Une salle.",
        [],
        False,
    )
    assert said(response) == ["Ce qu’apporte École est noté."]
    assert [answer.status_code for answer in refused] == [403] * 4


def test_those_who_work_in_it_give_each_side_its_role(signed_in, school, partnership):
    party = side(partnership, school)
    role = TermFactory(vocabulary="party_role", label="Tient la porte")
    url = f"/parties/{party.pk}/modifier/"

    shown = text(signed_in.get(url))
    signed_in.post(url, {"limits": "Les devoirs.", "roles": [role.pk]})

    party.refresh_from_db()
    assert "Retirer du partenariat" in shown
    assert (party.limits, list(party.roles.all())) == ("Les devoirs.", [role])


def test_a_structure_joins_a_partnership(signed_in, centre, partnership):
    association = StructureFactory(name="Association")
    url = f"/partenariats/{partnership.pk}/parties/"

    found = text(signed_in.get(url, {"q": "asso"}))
    response = signed_in.post(url, {"structure": association.pk})
    again = signed_in.post(url, {"structure": association.pk}, follow=True)
    absent = [signed_in.post(url, {"structure": value}).status_code for value in ("", "999999")]

    party = side(partnership, association)
    assert f'value="{association.pk}"' in found
    assert response.url == f"/parties/{party.pk}/modifier/"
    assert said(again)[-1] == "Cette structure est déjà dans le partenariat."
    assert absent == [404, 404]
    assert Party.objects.count() == 3


def test_a_structure_added_by_mistake_is_taken_back(signed_in, centre, partnership):
    third = PartnershipFactory(parties=[StructureFactory(name="Association")]).parties.get()
    Party.objects.filter(pk=third.pk).update(partnership=partnership)

    mine = signed_in.post(f"/parties/{side(partnership, centre).pk}/retirer/", follow=True)
    theirs = signed_in.post(f"/parties/{third.pk}/retirer/", follow=True)

    assert "Votre structure ne s’en retire pas ainsi" in said(mine)[0]
    assert said(theirs) == ["Association n’est plus dans le partenariat."]
    assert partnership.parties.count() == 2


def test_a_partnership_keeps_two_parties(signed_in, school, partnership):
    url = f"/parties/{side(partnership, school).pk}/retirer/"

    response = signed_in.post(url, follow=True)

    assert "Un partenariat tient à deux parties au moins" in said(response)[0]
    assert partnership.parties.count() == 2


# -- What holds it, and with whom ----------------------------------------------------------------


def test_schemes_and_actors_are_said_beside_the_levers(signed_in, partnership):
    scheme = TermFactory(vocabulary="scheme", label="CLAS bis", definition="Un contrat")
    actor = TermFactory(vocabulary="actor", label="Gardiens du square")
    sent = {"name": partnership.name, "stage": partnership.stage, "schemes": [scheme.pk]}

    signed_in.post(f"/partenariats/{partnership.pk}/modifier/", sent | {"actors": [actor.pk]})
    page = text(signed_in.get(partnership.get_absolute_url()))

    assert 'CLAS bis <span class="meta">(Un contrat)</span>' in page
    assert "Gardiens du square" in page
    assert AuditEvent.objects.get().fields == ["actors", "schemes", "starts_on"]


def test_a_social_centre_says_its_own_roles(signed_in, centre, partnership):
    party = side(partnership, centre)
    role = TermFactory(vocabulary="centre_role", label="Garant du goûter")

    signed_in.post(f"/parties/{party.pk}/modifier/", {"centre_roles": [role.pk]})
    page = text(signed_in.get(partnership.get_absolute_url()))

    assert "1 rôle de centre social" in page
    assert "Garant du goûter" in page


def test_the_roles_of_a_centre_are_for_centres(client, signed_in, centre, school, partnership):
    def fields(structure):
        return client.get(f"/parties/{side(partnership, structure).pk}/modifier/").context["form"]

    at_work = ["centre_roles" in fields(structure).fields for structure in (centre, school)]
    client.force_login(partner(centre))
    reading = "centre_roles" in fields(centre).fields

    assert (at_work, reading) == ([True, False], False)
