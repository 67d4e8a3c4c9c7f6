"""What a coordinator writes: programmes, pathways, workshops and teams."""

import datetime as dt

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories import (
    MembershipFactory,
    ModuleFactory,
    PartnershipFactory,
    PathwayFactory,
    ProgrammeFactory,
    SchoolFactory,
    SessionFactory,
    StructureFactory,
    TeamMemberFactory,
    TermFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
    observer,
    partner,
)
from workshops.models import Programme, Workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def programme():
    return ProgrammeFactory(starts_on="2025-09-01", ends_on="2026-08-31")


@pytest.fixture
def user(client, programme):
    user = coordinator(programme.lead)
    client.force_login(user)
    return user


def url(page, *args):
    return reverse(f"workshops:{page}", args=args)


def errors(response):
    return {name: list(found) for name, found in response.context["form"].errors.items()}


PAGES = {
    "programme_edit": ProgrammeFactory,
    "programme_renew": ProgrammeFactory,
    "workshop_create": ProgrammeFactory,
    "pathway_edit": PathwayFactory,
    "workshop_edit": WorkshopFactory,
    "team_edit": WorkshopFactory,
}


@pytest.mark.parametrize("page", PAGES)
def test_a_foreign_page_does_not_exist(client, user, page):
    assert client.get(url(page, PAGES[page]().pk)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_who_reads_without_coordinating_is_told_no(client, programme, page):
    workshop = WorkshopFactory(
        programme=programme,
        format="cohort",
        pathway=PathwayFactory(structure=programme.lead),
    )
    target = {ProgrammeFactory: programme, PathwayFactory: workshop.pathway}.get(
        PAGES[page], workshop
    )
    client.force_login(facilitator(programme.lead, workshop))

    assert client.get(url(page, target.pk)).status_code == 403


@pytest.mark.parametrize("page", ["programme_create", "pathway_create"])
@pytest.mark.parametrize("role", [facilitator, partner, observer])
def test_only_a_coordinator_creates(client, page, role):
    client.force_login(role(StructureFactory()))

    assert client.get(url(page)).status_code == 403


class TestProgramme:
    def answers(self, **changes):
        return {
            "title": "Ateliers relais",
            "starts_on": "2025-09-01",
            "ends_on": "2026-08-31",
            "description": "",
            "diagnosis": "",
        } | changes

    def test_it_is_created_for_the_school_year(self, client, user, programme):
        initial = client.get(url("programme_create")).context["form"].initial

        assert initial["starts_on"] == dt.date(2025, 9, 1)
        assert initial["ends_on"] == dt.date(2026, 8, 31)

    def test_the_structure_is_not_asked_of_who_coordinates_one(self, client, user, programme):
        partnership = PartnershipFactory(parties=[programme.lead])

        response = client.post(url("programme_create"), self.answers(partnerships=[partnership.pk]))

        created = Programme.objects.get(title="Ateliers relais")
        assertRedirects(response, created.get_absolute_url())
        assert created.lead == programme.lead
        assert list(created.partnerships.all()) == [partnership]

    def test_the_structure_is_asked_of_who_coordinates_two(self, client, user, programme):
        other = MembershipFactory(user=user).structure

        client.post(url("programme_create"), self.answers(lead=other.pk))
        response = client.post(url("programme_create"), self.answers(lead=StructureFactory().pk))

        assert Programme.objects.get(title="Ateliers relais").lead == other
        assert list(errors(response)) == ["lead"]

    def test_the_same_form_sent_twice_creates_one(self, client, user):
        answers = self.answers(once="7a1c2f0e-0000-4000-8000-000000000001")

        for _time in range(2):
            client.post(url("programme_create"), answers)

        assert Programme.objects.filter(title="Ateliers relais").count() == 1

    def test_a_refusal_stands_beside_its_field(self, client, user):
        response = client.post(
            url("programme_create"), self.answers(starts_on="2026-09-01", ends_on="2026-08-31")
        )

        assert errors(response) == {"ends_on": ["La fin ne peut pas précéder le début."]}

    def test_a_season_already_open_is_said_beside_the_title(self, client, user, programme):
        response = client.post(url("programme_create"), self.answers(title=programme.title))

        assert errors(response) == {"title": ["Ce programme existe déjà pour cette saison."]}

    def test_correcting_it_keeps_the_partnerships_one_cannot_see(self, client, user, programme):
        theirs = PartnershipFactory()
        programme.partnerships.add(theirs)

        response = client.post(
            url("programme_edit", programme.pk),
            self.answers(title="Nouveau titre", partnerships=[theirs.pk]),
        )

        assertRedirects(response, programme.get_absolute_url())
        programme.refresh_from_db()
        assert programme.title == "Nouveau titre"
        assert list(programme.partnerships.all()) == [theirs]

    def test_a_social_security_number_is_noticed(self, client, user, programme):
        response = client.post(
            url("programme_edit", programme.pk),
            self.answers(description="2 69 05 49 588 157 80"),
            follow=True,
        )

        assertContains(response, "numéro de sécurité sociale")

    def test_the_next_season_carries_the_ticked_workshops(self, client, user, programme):
        workshop = WorkshopFactory(programme=programme)
        WorkshopFactory(
            programme=programme, format="cohort", pathway=PathwayFactory(structure=programme.lead)
        )
        page = url("programme_renew", programme.pk)

        initial = client.get(page).context["form"].initial
        response = client.post(
            page,
            {
                "title": programme.title,
                "starts_on": "2026-09-01",
                "ends_on": "2027-08-31",
                "workshops": [workshop.pk],
            },
        )

        assert (initial["starts_on"], initial["ends_on"]) == (
            dt.date(2026, 9, 1),
            dt.date(2027, 8, 31),
        )
        assert list(initial["workshops"]) == [workshop]
        season = Programme.objects.get(previous=programme)
        assertRedirects(response, season.get_absolute_url())
        assert [copy.title for copy in season.workshops.all()] == [workshop.title]

    def test_the_next_season_follows_and_lasts_as_long(self, client, user, programme):
        odd = ProgrammeFactory(lead=programme.lead, starts_on="2026-05-01", ends_on="2027-05-31")

        initial = client.get(url("programme_renew", odd.pk)).context["form"].initial

        assert (initial["starts_on"], initial["ends_on"]) == (
            dt.date(2027, 6, 1),
            dt.date(2028, 6, 30),
        )

    def test_a_second_next_season_is_refused_in_words(self, client, user, programme):
        ProgrammeFactory(lead=programme.lead, previous=programme)

        response = client.post(
            url("programme_renew", programme.pk),
            {"title": "Encore", "starts_on": "2026-09-01", "ends_on": "2027-08-31"},
        )

        assert errors(response) == {"__all__": ["Ce programme a déjà sa saison suivante."]}
        assertNotContains(client.get(programme.get_absolute_url()), "Ouvrir la saison suivante")


class TestWorkshop:
    def answers(self, programme, **changes):
        return {
            "title": "Café des parents",
            "format": "cafe",
            "objective": "",
            "initiative": "",
            "host": programme.lead_id,
            "place": "préau",
            "capacity": "",
        } | changes

    def test_it_is_created_among_the_partners_of_the_programme(self, client, user, programme):
        school = SchoolFactory(structure__kind="school")
        SchoolFactory(structure__kind="school")
        programme.partnerships.add(PartnershipFactory(parties=[programme.lead, school.structure]))
        theme = TermFactory()
        page = url("workshop_create", programme.pk)

        fields = client.get(page).context["form"].fields
        response = client.post(
            page,
            self.answers(
                programme, schools=[school.pk], themes=[theme.pk], host=school.structure.pk
            ),
        )

        assert set(fields["host"].queryset) == {programme.lead, school.structure}
        assert list(fields["schools"].queryset) == [school]
        assert "pathway" not in fields
        workshop = Workshop.objects.get()
        assertRedirects(response, workshop.get_absolute_url())
        assert (workshop.host, list(workshop.schools.all())) == (school.structure, [school])
        assert list(workshop.themes.all()) == [theme]

    def test_a_group_follows_a_pathway_and_nothing_else_does(self, client, user, programme):
        pathway = PathwayFactory(structure=programme.lead)
        page = url("workshop_create", programme.pk)
        why = "Un parcours en groupe suit un parcours\u00a0; les autres formes n’en suivent pas."

        without = client.post(page, self.answers(programme, format="cohort"))
        needless = client.post(page, self.answers(programme, pathway=pathway.pk))
        client.post(page, self.answers(programme, format="cohort", pathway=pathway.pk))

        assert errors(without) == errors(needless) == {"pathway": [why]}
        assert Workshop.objects.get().pathway == pathway

    def test_two_workshops_of_a_programme_have_two_titles(self, client, user, programme):
        WorkshopFactory(programme=programme, title="Café des parents")

        response = client.post(url("workshop_create", programme.pk), self.answers(programme))

        assert errors(response) == {"title": ["Un atelier de ce programme porte déjà ce titre."]}

    def test_correcting_it_keeps_its_own_host_and_schools(self, client, user, programme):
        school = SchoolFactory(structure__kind="school")
        workshop = WorkshopFactory(programme=programme, host=school.structure)
        workshop.schools.add(school)

        response = client.post(
            url("workshop_edit", workshop.pk),
            self.answers(programme, schools=[school.pk], host=school.structure.pk),
        )

        assertRedirects(response, workshop.get_absolute_url())
        workshop.refresh_from_db()
        assert (workshop.title, workshop.host) == ("Café des parents", school.structure)
        assert list(workshop.schools.all()) == [school]

    def test_its_pathway_stays_once_followed(self, client, user, programme):
        module = ModuleFactory(pathway__structure=programme.lead)
        workshop = WorkshopFactory(programme=programme, format="cohort", pathway=module.pathway)
        SessionFactory(workshop=workshop, module=module)
        other = PathwayFactory(structure=programme.lead)

        response = client.post(
            url("workshop_edit", workshop.pk),
            self.answers(programme, format="cohort", pathway=other.pk),
        )

        assert errors(response) == {
            "pathway": [
                "Des séances suivent déjà les modules de ce parcours\u00a0: il ne change plus."
            ]
        }


class TestTeam:
    @pytest.fixture
    def workshop(self, programme):
        return WorkshopFactory(programme=programme)

    def choices(self, client, workshop):
        field = client.get(url("team_edit", workshop.pk)).context["form"].fields["colleague"]
        return [(choice.user, choice.structure) for choice in field.queryset]

    def test_colleagues_of_the_lead_and_of_its_partners_may_join(
        self, client, user, programme, workshop
    ):
        association = StructureFactory()
        programme.partnerships.add(PartnershipFactory(parties=[programme.lead, association]))
        theirs = facilitator(association, first_name="Zoé")
        partner(association)
        MembershipFactory(ends_on="2025-12-31", structure=association)
        facilitator(StructureFactory())

        assert self.choices(client, workshop) == [
            (user, programme.lead),
            (theirs, association),
        ]

    def test_somebody_with_two_roles_is_proposed_once(self, client, user, programme, workshop):
        MembershipFactory(user=user, structure=programme.lead, role="facilitator")

        assert self.choices(client, workshop) == [(user, programme.lead)]

    def test_somebody_joins_then_leaves(self, client, user, programme, workshop):
        page = url("team_edit", workshop.pk)
        membership = user.memberships.get()

        joined = client.post(page, {"colleague": membership.pk, "is_volunteer": "on"})
        member = workshop.team.get()
        nobody_left = client.get(page)
        left = client.post(url("team_remove", workshop.pk, member.pk))

        assertRedirects(joined, page)
        assertRedirects(left, page)
        assert (member.user, member.is_volunteer) == (user, True)
        assertContains(nobody_left, "Tout le monde est déjà dans l’équipe.")
        assert not workshop.team.exists()

    def test_a_member_of_another_team_is_not_there(self, client, user, workshop):
        other = TeamMemberFactory()

        assert client.post(url("team_remove", workshop.pk, other.pk)).status_code == 404

    def test_a_facilitator_does_not_change_the_team(self, client, programme, workshop):
        client.force_login(facilitator(programme.lead, workshop))
        member = workshop.team.get()

        assert client.post(url("team_remove", workshop.pk, member.pk)).status_code == 403
        assert workshop.team.get() == member
