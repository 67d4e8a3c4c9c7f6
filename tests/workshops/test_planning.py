"""The actions that prepare programmes, pathways, workshops and teams."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from partnerships.models import AuditEvent
from tests.factories import (
    EnrolmentFactory,
    ModuleFactory,
    PartnershipFactory,
    PathwayFactory,
    ProgrammeFactory,
    SchoolFactory,
    SessionFactory,
    TeamMemberFactory,
    TermFactory,
    UserFactory,
    WorkshopFactory,
)
from workshops.actions import planning
from workshops.models import Module, Pathway, Programme, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory()


def journal(target):
    return [(event.verb, event.fields) for event in AuditEvent.objects.filter(object_id=target.pk)]


class TestProgrammes:
    def test_creating_notes_who_did_it_for_the_lead(self, by):
        partnership = PartnershipFactory()
        programme = ProgrammeFactory.build(lead=PathwayFactory().structure)

        planning.create_programme(programme=programme, partnerships=[partnership], by=by)

        assert list(programme.partnerships.all()) == [partnership]
        event = AuditEvent.objects.get()
        assert (event.verb, event.actor, event.structure) == ("created", by, programme.lead)

    def test_the_same_season_twice_is_refused(self, by):
        programme = ProgrammeFactory()
        twin = Programme(
            lead=programme.lead,
            title=programme.title,
            starts_on=programme.starts_on,
            ends_on=programme.ends_on,
        )

        with pytest.raises(ValidationError, match="existe déjà"):
            planning.create_programme(programme=twin, by=by)

    def test_changing_writes_only_what_was_changed(self, by):
        programme = ProgrammeFactory(description="avant")

        planning.change_programme(programme=programme, values={"title": "Après"}, by=by)

        programme.refresh_from_db()
        assert (programme.title, programme.description) == ("Après", "avant")
        assert journal(programme) == [("changed", ["title"])]


class TestRenewal:
    def renew(self, programme, by, **changes):
        details = {
            "title": programme.title,
            "starts_on": dt.date(2027, 9, 1),
            "ends_on": dt.date(2028, 8, 31),
        }
        return planning.renew_programme(programme=programme, by=by, **details | changes)

    def test_the_project_the_chosen_workshops_and_their_teams_go_on(self, by):
        programme = ProgrammeFactory(
            description="Le projet", scheme=TermFactory(vocabulary="scheme")
        )
        programme.partnerships.add(PartnershipFactory())
        workshop = WorkshopFactory(programme=programme, place="préau", capacity=12)
        workshop.themes.add(TermFactory())
        workshop.schools.add(SchoolFactory())
        member = TeamMemberFactory(workshop=workshop, is_volunteer=True)
        WorkshopFactory(programme=programme)

        season = self.renew(programme, by, workshops=[workshop])

        assert (season.previous, season.description) == (programme, "Le projet")
        assert list(season.partnerships.all()) == list(programme.partnerships.all())
        [copy] = season.workshops.all()
        assert (copy.title, copy.place, copy.capacity) == (workshop.title, "préau", 12)
        assert list(copy.themes.all()) == list(workshop.themes.all())
        assert list(copy.schools.all()) == list(workshop.schools.all())
        [again] = copy.team.all()
        assert (again.user, again.structure, again.is_volunteer) == (
            member.user,
            member.structure,
            True,
        )

    def test_neither_sessions_nor_enrolments_go_on(self, by):
        workshop = WorkshopFactory()
        SessionFactory(workshop=workshop)
        EnrolmentFactory(workshop=workshop)

        season = self.renew(workshop.programme, by, workshops=[workshop])

        copy = season.workshops.get()
        assert not copy.sessions.exists()
        assert not copy.enrolments.exists()

    def test_a_season_has_one_next_season(self, by):
        programme = ProgrammeFactory()
        self.renew(programme, by)

        with pytest.raises(ValidationError, match="déjà sa saison suivante"):
            self.renew(programme, by, title="Encore")

    def test_the_next_season_comes_after(self, by):
        programme = ProgrammeFactory(starts_on="2026-09-01")
        programme.refresh_from_db()

        with pytest.raises(ValidationError, match="commence après"):
            self.renew(programme, by, starts_on=dt.date(2026, 9, 1))


class TestPathways:
    def test_a_pathway_is_written_with_its_modules(self, by):
        pathway = Pathway(structure=ProgrammeFactory().lead, title="Numérique")
        modules = [
            Module(order=1, title="Cliquer", planned_minutes=150),
            Module(order=2, title="Pronote", kind="thematic", planned_minutes=130),
        ]

        planning.write_pathway(pathway=pathway, modules=modules, by=by)

        assert [str(module) for module in pathway.modules.order_by("order")] == [
            "Cliquer",
            "Pronote",
        ]
        assert journal(pathway) == [("created", [])]

    def test_two_modules_may_change_places(self, by):
        first = ModuleFactory(order=1)
        second = ModuleFactory(order=2, pathway=first.pathway)
        first.order, second.order = 2, 1

        planning.write_pathway(pathway=first.pathway, modules=[first, second], by=by)

        assert list(first.pathway.modules.order_by("order")) == [second, first]
        assert journal(first.pathway) == [("changed", [])]

    def test_two_modules_at_one_place_are_named(self, by):
        pathway = PathwayFactory()
        modules = [
            Module(order=3, title="Cliquer", planned_minutes=60),
            Module(order=3, title="Pronote", planned_minutes=60),
        ]

        with pytest.raises(ValidationError, match="Cliquer.*Pronote.* ont la même place, 3"):
            planning.write_pathway(pathway=pathway, modules=modules, by=by)

    def test_a_module_that_sessions_follow_changes_its_title_and_is_never_removed(self, by):
        module = ModuleFactory(title="Cliquer")
        workshop = WorkshopFactory(format="cohort", pathway=module.pathway)
        SessionFactory(workshop=workshop, module=module)

        with pytest.raises(ValidationError, match="Cliquer.* a déjà des séances"):
            planning.write_pathway(pathway=module.pathway, modules=[], removed=[module], by=by)
        module.title = "Allumer"
        planning.write_pathway(pathway=module.pathway, modules=[module], by=by)

        assert [str(module) for module in module.pathway.modules.all()] == ["Allumer"]

    def test_a_module_that_nobody_followed_is_removed(self, by):
        module = ModuleFactory()

        planning.write_pathway(pathway=module.pathway, modules=[], removed=[module], by=by)

        assert not module.pathway.modules.exists()


class TestWorkshops:
    def test_creating_keeps_themes_and_schools(self, by):
        programme = ProgrammeFactory()
        workshop = Workshop(programme=programme, title="Café", format="cafe", host=programme.lead)
        theme, school = TermFactory(), SchoolFactory()

        planning.create_workshop(workshop=workshop, themes=[theme], schools=[school], by=by)

        assert list(workshop.themes.all()) == [theme]
        assert list(workshop.schools.all()) == [school]
        assert journal(workshop) == [("created", [])]

    def test_the_pathway_of_a_group_changes_until_sessions_follow_it(self, by):
        module = ModuleFactory()
        workshop = WorkshopFactory(format="cohort", pathway=module.pathway)
        values = {"pathway": PathwayFactory()}

        planning.change_workshop(workshop=workshop, values=values, by=by)
        SessionFactory(workshop=workshop, module=ModuleFactory(pathway=values["pathway"]))

        with pytest.raises(ValidationError, match="il ne change plus"):
            planning.change_workshop(workshop=workshop, values={"pathway": module.pathway}, by=by)
        workshop.refresh_from_db()
        assert workshop.pathway == values["pathway"]

    def test_somebody_joins_the_team_once(self, by):
        workshop, user = WorkshopFactory(), UserFactory()
        details = {"workshop": workshop, "user": user, "structure": workshop.programme.lead}

        member = planning.add_to_team(**details, is_volunteer=True, by=by)

        assert member.is_volunteer
        assert journal(workshop) == [("changed", [f"team-{user.pk}"])]
        with pytest.raises(ValidationError, match="déjà dans l’équipe"):
            planning.add_to_team(**details, by=by)

    def test_leaving_the_team_is_noted(self, by):
        member = TeamMemberFactory()

        planning.remove_from_team(member=member, by=by)

        assert not member.workshop.team.exists()
        assert journal(member.workshop) == [("changed", [f"team-{member.user.pk}"])]
