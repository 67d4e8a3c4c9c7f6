"""Programmes, pathways and workshops as people read them."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import (
    AttendanceFactory,
    EnrolmentFactory,
    HeldSessionFactory,
    ModuleFactory,
    PartnershipFactory,
    PathwayFactory,
    ProgrammeFactory,
    SchoolFactory,
    SessionFactory,
    TeamMemberFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
    partner,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
SEASON = {"starts_on": "2025-09-01", "ends_on": "2026-08-31"}


@pytest.fixture
def programme():
    return ProgrammeFactory(**SEASON)


def get(client, user, page, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"workshops:{page}", args=args), query)


def a_partner_of(programme):
    school = SchoolFactory().structure
    programme.partnerships.add(PartnershipFactory(parties=[programme.lead, school]))
    return partner(school)


class TestProgrammes:
    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_costs_the_same_however_many(self, client, django_assert_num_queries, count):
        lead = ProgrammeFactory.create_batch(count, **SEASON, lead=PathwayFactory().structure)[
            0
        ].lead
        client.force_login(coordinator(lead))

        with django_assert_num_queries(5):
            response = client.get(reverse("workshops:programme_list"))

        assert len(response.context["current"]) == count

    def test_seasons_that_ended_stand_apart(self, client, programme):
        past = ProgrammeFactory(
            lead=programme.lead, starts_on="2024-09-01", ends_on="2025-08-31", title="Avant"
        )
        ProgrammeFactory(**SEASON)

        context = get(client, coordinator(programme.lead), "programme_list").context

        assert (list(context["current"]), list(context["past"])) == ([programme], [past])

    def test_many_programmes_are_read_page_by_page_or_sought(self, client, programme):
        lead, boss = programme.lead, coordinator(programme.lead)
        ProgrammeFactory.create_batch(40, **SEASON, lead=lead)
        sought = ProgrammeFactory(**SEASON, lead=lead, title="Été des familles")
        ended = ProgrammeFactory(lead=lead, starts_on="2024-09-01", ends_on="2025-08-31", title="A")
        client.force_login(boss)

        first = client.get("/programmes/").context
        last = client.get("/programmes/?page=2").context
        found = client.get("/programmes/?q=ete").context
        none = client.get("/programmes/?q=rien")

        assert (len(first["current"]), first["past"]) == (40, [])
        assert (len(last["current"]), last["past"]) == (2, [ended])
        assert (found["current"], found["past"]) == ([sought], [])
        assertContains(none, "Aucun programme ne répond à ces mots.")

    def test_an_empty_list_says_what_a_programme_is(self, client):
        response = get(client, coordinator(PathwayFactory().structure), "programme_list")

        assertContains(response, "Un programme réunit les ateliers d’une saison")

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_page_costs_the_same_however_many_workshops(
        self, client, django_assert_num_queries, programme, count
    ):
        for _number in range(count):
            pathway = ModuleFactory().pathway
            workshop = WorkshopFactory(programme=programme, format="cohort", pathway=pathway)
            HeldSessionFactory(workshop=workshop)
        client.force_login(coordinator(programme.lead))

        with django_assert_num_queries(14):
            response = client.get(programme.get_absolute_url())

        assert len(response.context["lines"]) == count

    def test_the_page_says_what_was_delivered_and_planned(self, client, programme):
        workshop = WorkshopFactory(programme=programme)
        HeldSessionFactory(workshop=workshop, delivered_minutes=90)
        SessionFactory(workshop=workshop)

        response = get(client, a_partner_of(programme), "programme_detail", programme.pk)

        assertContains(response, "1\u00a0h\u00a030 sur\u00a04\u00a0h")
        assertContains(response, "1 tenue, 1 prévue")

    def test_seasons_lead_to_one_another(self, client, programme):
        before = ProgrammeFactory(lead=programme.lead, starts_on="2024-09-01", ends_on="2025-08-31")
        programme.previous = before
        programme.save()
        user = coordinator(programme.lead)

        assertContains(
            get(client, user, "programme_detail", programme.pk), before.get_absolute_url()
        )
        assertContains(
            get(client, user, "programme_detail", before.pk), programme.get_absolute_url()
        )

    def test_a_foreign_programme_does_not_exist(self, client, programme):
        user = coordinator(ProgrammeFactory().lead)

        assert get(client, user, "programme_detail", programme.pk).status_code == 404


class TestPathways:
    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_costs_the_same_however_many(self, client, django_assert_num_queries, count):
        structure = PathwayFactory.create_batch(count, structure=ProgrammeFactory().lead)[
            0
        ].structure
        client.force_login(coordinator(structure))

        with django_assert_num_queries(4):
            response = client.get(reverse("workshops:pathway_list"))

        assert len(response.context["pathways"]) == count

    def test_an_empty_list_says_what_a_pathway_is(self, client):
        response = get(client, coordinator(ProgrammeFactory().lead), "pathway_list")

        assertContains(response, "Un parcours dit les modules")

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_page_costs_the_same_however_many_modules(
        self, client, django_assert_num_queries, count
    ):
        pathway = PathwayFactory()
        ModuleFactory.create_batch(count, pathway=pathway)
        for _number in range(count):
            programme = ProgrammeFactory(lead=pathway.structure)
            WorkshopFactory(programme=programme, format="cohort", pathway=pathway)
        client.force_login(coordinator(pathway.structure))

        with django_assert_num_queries(6):
            response = client.get(pathway.get_absolute_url())

        assert response.context["threshold"].modules == len(response.context["workshops"]) == count

    def test_the_page_adds_up_what_is_planned(self, client):
        pathway = PathwayFactory(completion_threshold=75)
        for order, minutes in enumerate([150, 150, 150, 150, 130, 130, 130], start=1):
            ModuleFactory(pathway=pathway, order=order, planned_minutes=minutes)

        response = get(client, coordinator(pathway.structure), "pathway_detail", pathway.pk)

        assertContains(response, "7 modules, 16\u00a0h\u00a030")
        assertContains(response, "75\u00a0% des heures prévues, soit 12\u00a0h\u00a023")

    def test_a_pathway_without_module_says_so(self, client):
        pathway = PathwayFactory()

        response = get(client, coordinator(pathway.structure), "pathway_detail", pathway.pk)

        assertContains(response, "pas encore de module")
        assertContains(response, "Aucun groupe pour l’instant")

    def test_a_foreign_pathway_does_not_exist(self, client):
        user = coordinator(ProgrammeFactory().lead)

        assert get(client, user, "pathway_detail", PathwayFactory().pk).status_code == 404


class TestWorkshops:
    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_costs_the_same_however_many(
        self, client, django_assert_num_queries, programme, count
    ):
        for workshop in WorkshopFactory.create_batch(count, programme=programme):
            SessionFactory(workshop=workshop)
        client.force_login(coordinator(programme.lead))

        with django_assert_num_queries(6):
            response = client.get(reverse("workshops:workshop_list"))

        assert len(response.context["page"]) == count

    def test_the_list_is_filtered_by_title_form_programme_and_season(self, client, programme):
        cafe = WorkshopFactory(programme=programme, title="Café des parents", format="cafe")
        other = WorkshopFactory(programme=programme, title="Couture")
        past = WorkshopFactory(
            programme__lead=programme.lead,
            programme__starts_on="2024-09-01",
            programme__ends_on="2025-08-31",
        )
        user = coordinator(programme.lead)

        def found(**query):
            return list(get(client, user, "workshop_list", **query).context["page"])

        assert found() == [cafe, other]
        assert found(title="café") == [cafe]
        assert found(format="cafe") == [cafe]
        assert found(season="all") == [cafe, other, past]
        assert found(programme=past.programme.pk) == [past]
        assert found(programme="0", season="all") == [cafe, other, past]

    def test_an_empty_list_says_what_to_do(self, client, programme):
        user = coordinator(programme.lead)

        assertContains(get(client, user, "workshop_list"), "Voir les programmes")
        assertContains(get(client, user, "workshop_list", title="x"), "Voir tous les ateliers")

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_page_costs_the_same_however_much_it_shows(
        self, client, django_assert_num_queries, programme, count
    ):
        module = ModuleFactory()
        ModuleFactory.create_batch(count - 1, pathway=module.pathway)
        workshop = WorkshopFactory(programme=programme, format="cohort", pathway=module.pathway)
        workshop.schools.add(*SchoolFactory.create_batch(count))
        for _number in range(count):
            session = HeldSessionFactory(workshop=workshop, module=module, school=SchoolFactory())
            AttendanceFactory(session=session, parent=EnrolmentFactory(workshop=workshop).parent)
            TeamMemberFactory(workshop=workshop)
        client.force_login(coordinator(programme.lead))

        with django_assert_num_queries(17):
            response = client.get(workshop.get_absolute_url())

        assert len(response.context["enrolments"]) == count

    def test_who_keeps_the_sheets_reads_the_names(self, client, programme):
        workshop = WorkshopFactory(programme=programme, capacity=1)
        HeldSessionFactory(workshop=workshop)
        for name in ("Canari", "Merle"):
            EnrolmentFactory(workshop=workshop, enrolled_on="2025-10-01", parent__first_name=name)

        response = get(
            client, facilitator(programme.lead, workshop), "workshop_detail", workshop.pk
        )

        assertContains(response, "Canari")
        assertContains(response, "2 inscrits pour 1 place")
        assertContains(response, "Plus d’inscrits que de places")

    def test_the_others_read_how_many(self, client, programme):
        workshop = WorkshopFactory(programme=programme)
        EnrolmentFactory(workshop=workshop, enrolled_on="2025-10-01", parent__first_name="Canari")
        EnrolmentFactory(workshop=workshop, left_on="2026-01-05", enrolled_on="2025-10-01")
        colleague = facilitator(programme.lead)

        for user in (colleague, a_partner_of(programme)):
            response = get(client, user, "workshop_detail", workshop.pk)

            assertNotContains(response, "Canari")
            assertContains(response, "1 personne inscrite")

    def test_what_each_person_followed_is_counted(self, client, programme):
        workshop = WorkshopFactory(programme=programme)
        parent = EnrolmentFactory(workshop=workshop).parent
        for status in ("present", "late", "absent"):
            session = HeldSessionFactory(workshop=workshop, delivered_minutes=90)
            AttendanceFactory(session=session, parent=parent, status=status)
        AttendanceFactory(parent=parent)
        AttendanceFactory(session=SessionFactory(workshop=workshop), parent=parent)

        response = get(client, coordinator(programme.lead), "workshop_detail", workshop.pk)

        [enrolment] = response.context["enrolments"]
        assert (enrolment.times_present, enrolment.minutes_followed) == (2, 180)

    def test_a_foreign_workshop_does_not_exist(self, client):
        user = coordinator(ProgrammeFactory().lead)

        assert get(client, user, "workshop_detail", WorkshopFactory().pk).status_code == 404
