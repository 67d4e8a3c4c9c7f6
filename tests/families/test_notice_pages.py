"""Preparing, publishing, reading and printing the notice; telling each family."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from families.models import Family, Notice
from families.registrations import notices as registered
from partnerships.models import AuditEvent
from tests.factories import (
    EnrolmentFactory,
    FamilyFactory,
    NoticeFactory,
    NoticeTextFactory,
    ParentFactory,
    StructureFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
    partner,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def centre():
    return StructureFactory(name="Centre du Parc", phone="0320000001")


@pytest.fixture
def signed_in(client, boss):
    client.force_login(boss)
    return client


@pytest.fixture
def notice(centre):
    """The second version, in force since January; the first is of September."""
    NoticeFactory(structure=centre, version=1, published_on=dt.date(2025, 9, 1))
    notice = NoticeFactory(structure=centre, version=2, published_on=dt.date(2026, 1, 5))
    NoticeTextFactory(notice=notice, language="fr", title="Vos droits", body="Bonjour.")
    NoticeTextFactory(notice=notice, language="ar", title="حقوقكم", body="مرحبا.")
    return notice


def told(centre, day, notice=None, **parent):
    family = FamilyFactory(
        structure=centre, informed_on=day, informed_how="paper" if day else "", notice=notice
    )
    ParentFactory(family=family, **parent)
    return family


def words(response):
    return " ".join(response.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def said(response):
    return [str(message) for message in response.context["messages"]]


# -- Versions ------------------------------------------------------------------------------------


def test_the_first_version_is_prepared_written_read_over_and_published(signed_in, centre, today):
    before = words(signed_in.get("/familles/information/"))
    made = signed_in.post(f"/familles/information/preparer/{centre.pk}/", follow=True)
    notice = Notice.objects.get()
    url = notice.get_absolute_url()
    signed_in.post(
        f"{url}ar/modifier/", {"title": "حقوقكم", "body": "مرحبا.", "read_over_by": "Nour"}
    )
    asked = words(signed_in.get(f"{url}publier/"))
    published = words(signed_in.post(f"{url}publier/", follow=True))

    assert "Aucune notice pour l’instant" in before
    assert said(made) == ["La version 1 est en préparation."]
    assert asked.count("À faire relire par une personne qui parle cette langue") == 3
    assert "Relu par Nour" in asked
    assert "Publiée le 10 mars 2026 : elle ne change plus." in published
    assert Notice.objects.get().published_on == today


def test_publishing_says_how_many_families_will_be_told_again(signed_in, centre, notice):
    told(centre, dt.date(2026, 1, 6), notice)
    told(centre, None)
    draft = NoticeFactory(structure=centre, version=3, published_on=None)

    page = words(signed_in.get(f"{draft.get_absolute_url()}publier/"))

    assert "1 famille déjà informée sera à informer de nouveau." in page


def test_a_refused_publication_says_why(signed_in, centre):
    draft = NoticeTextFactory(
        notice__structure=centre, notice__published_on=None, body="Téléphone […]"
    ).notice

    response = signed_in.post(f"{draft.get_absolute_url()}publier/", follow=True)

    assert said(response) == ["Complétez d’abord ce qui est noté […]\N{NO-BREAK SPACE}: Français."]
    assert Notice.objects.get().published_on is None


def test_a_second_preparation_is_refused_in_words(signed_in, centre):
    NoticeFactory(structure=centre, published_on=None)

    response = signed_in.post(f"/familles/information/preparer/{centre.pk}/", follow=True)

    assert said(response) == ["Une nouvelle version est déjà en préparation."]


def test_one_starts_again_from_the_proposed_texts(signed_in, centre, notice):
    signed_in.post(f"/familles/information/preparer/{centre.pk}/", {"afresh": "1"})

    draft = Notice.objects.get(version=3)
    assert draft.texts.get(language="fr").title == "Vos informations et vos droits"


def test_a_version_in_preparation_is_given_up(signed_in, centre):
    draft = NoticeFactory(structure=centre, published_on=None)

    response = signed_in.post(f"{draft.get_absolute_url()}abandonner/", follow=True)

    assert said(response) == ["Cette version est abandonnée."]
    assert Notice.objects.count() == 0


def test_the_french_text_is_not_asked_who_read_it_over(signed_in, centre):
    draft = NoticeTextFactory(notice__structure=centre, notice__published_on=None).notice

    page = words(signed_in.get(f"{draft.get_absolute_url()}fr/modifier/"))
    refused = signed_in.post(f"{draft.get_absolute_url()}fr/modifier/", {"title": "", "body": "x"})

    assert "read_over_by" not in page
    assert list(refused.context["form"].errors) == ["title"]


def test_a_text_published_meanwhile_is_not_rewritten(signed_in, centre, notice):
    for page in ("fr/modifier/", "publier/", "abandonner/"):
        response = signed_in.post(f"{notice.get_absolute_url()}{page}", {"title": "x", "body": "x"})

        assert response.status_code == 403


def test_a_facilitator_reads_the_notice_and_changes_nothing(client, centre, notice):
    client.force_login(facilitator(centre))

    page = words(client.get(notice.get_absolute_url()))
    created = client.post(f"/familles/information/preparer/{centre.pk}/")

    assert "Dans chaque langue" in page
    assert "Publier cette version" not in page
    assert created.status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_versions_cost_the_same_however_many(
    signed_in, centre, django_assert_num_queries, number
):
    for version in range(number):
        NoticeTextFactory(notice__structure=centre, notice__version=version)

    with django_assert_num_queries(7):
        signed_in.get("/familles/information/")


# -- Reading and printing ------------------------------------------------------------------------


def test_arabic_is_read_from_right_to_left_and_says_it_is_to_be_read_over(signed_in, notice):
    page = words(signed_in.get(f"{notice.get_absolute_url()}ar/"))

    assert '<article class="told prose" lang="ar" dir="rtl"> <h1>حقوقكم</h1>' in page
    assert "À faire relire par une personne qui parle cette langue" in page


def test_a_language_nobody_wrote_does_not_exist(signed_in, notice):
    assert signed_in.get(f"{notice.get_absolute_url()}xx/").status_code == 404


@pytest.mark.parametrize(("query", "pages", "warnings"), [("", 2, 1), ("?langue=fr", 1, 0)])
def test_one_prints_a_language_or_all_of_them(signed_in, notice, query, pages, warnings):
    response = signed_in.get(f"{notice.get_absolute_url()}imprimer/{query}")

    reader = PdfReader(io.BytesIO(response.content))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert len(reader.pages) == pages
    assert text.count("Traduction à relire par un locuteur") == warnings
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("Naskh" in font for font in fonts) == (pages == 2)


# -- Families ------------------------------------------------------------------------------------


def test_families_told_of_an_older_version_are_to_be_told_again(centre, boss, notice):
    first = Notice.objects.get(version=1)
    older = told(centre, dt.date(2025, 10, 1), first)
    unknown = told(centre, dt.date(2025, 10, 1))
    told(centre, dt.date(2026, 2, 1), notice)
    never = told(centre, None)
    told(centre, dt.date(2025, 10, 1), first, first_name="", erased_on=dt.date(2026, 1, 1))
    told(StructureFactory(), dt.date(2025, 10, 1))

    families = Family.objects.visible_to(boss)

    assert set(families.told_of_an_older_version()) == {older, unknown}
    assert set(families.to_inform()) == {older, unknown, never}


def test_before_the_first_notice_nobody_is_to_be_told_again(centre, boss):
    told(centre, dt.date(2025, 10, 1))

    assert list(Family.objects.visible_to(boss).told_of_an_older_version()) == []


def test_the_home_of_the_coordinator_counts_them_once(centre, boss, notice, today):
    told(centre, dt.date(2025, 10, 1))
    family = told(centre, dt.date(2025, 10, 1))
    ParentFactory(family=family)
    workshop = WorkshopFactory(programme__lead=centre)
    EnrolmentFactory(workshop=workshop, parent=family.parents.first())

    [due] = registered.due(boss, today)

    assert due.detail == "2 familles ont entendu une version plus ancienne."
    assert list(registered.due(facilitator(centre, workshop), today)) == []
    assert list(registered.due(coordinator(StructureFactory()), today)) == []


def test_one_tap_says_that_a_family_was_told(signed_in, centre, notice, today):
    family = told(centre, None, first_name="Samira")

    listed = words(signed_in.get("/familles/information/a-donner/"))
    response = signed_in.post(
        f"/familles/{family.pk}/informer/", {"list": "1", "how": "spoken"}, follow=True
    )

    family.refresh_from_db()
    assert "Jamais informée" in listed
    assert "Toutes les familles sont informées" in words(response)
    assert (family.informed_on, family.informed_how, family.notice) == (today, "spoken", notice)
    event = AuditEvent.objects.get()
    assert (event.verb, event.family, event.fields) == (
        "changed",
        family.pk,
        ["informed_how", "informed_on", "notice"],
    )


def test_from_its_page_one_comes_back_to_the_family(signed_in, centre, notice):
    family = told(centre, dt.date(2025, 10, 1), Notice.objects.get(version=1))

    before = words(signed_in.get(family.get_absolute_url()))
    after = signed_in.post(f"/familles/{family.pk}/informer/", {"how": "cri"}, follow=True)

    assert "À informer de la nouvelle version" in before
    assert after.request["PATH_INFO"] == family.get_absolute_url()
    assert "À informer de la nouvelle version" not in words(after)
    assert "le 10 mars 2026, dite de vive voix, version 2" in words(after)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_to_inform_costs_the_same(
    signed_in, centre, notice, django_assert_num_queries, number
):
    for _ in range(number):
        told(centre, dt.date(2025, 10, 1), Notice.objects.get(version=1))

    with django_assert_num_queries(7):
        response = signed_in.get("/familles/information/a-donner/")

    assert len(response.context["page"]) == number


def test_the_list_of_parents_shows_and_filters_the_new_version(signed_in, centre, notice):
    told(centre, dt.date(2025, 10, 1), first_name="Olga")
    told(centre, dt.date(2026, 2, 1), notice, first_name="Samira")

    page = signed_in.get("/familles/")
    filtered = signed_in.get("/familles/", {"only": "outdated"})

    assert words(page).count('<p class="sign wait">') == 1
    assert [str(parent) for parent in filtered.context["page"]] == ["Olga"]


def test_who_registers_or_corrects_a_family_links_the_version_of_that_day(
    signed_in, centre, notice
):
    data = {"first_name": "Samira", "informed_how": "paper"}
    data |= {"school": "", "level": "", "children": "1", "school_year": "2025"}
    signed_in.post("/familles/nouvelle/", data)
    family = Family.objects.get()
    signed_in.post(
        f"/familles/{family.pk}/modifier/", {"informed_how": "paper", "informed_on": "2025-10-02"}
    )

    assert family.notice == notice
    family.refresh_from_db()
    assert family.notice.version == 1


@pytest.mark.parametrize("page", ["information/", "information/a-donner/"])
def test_a_school_finds_no_such_page(client, page):
    client.force_login(partner(StructureFactory()))

    assert client.get(f"/familles/{page}").status_code == 404
