"""A logo: chosen by its structure, shown to whoever signed in, printed where the name stands."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from partnerships import convention, files
from partnerships.actions import directory
from partnerships.actions.changes import Gone
from partnerships.models import AuditEvent, Structure, Term
from tests.factories import (
    AgreementFactory,
    AgreementVersionFactory,
    PartyFactory,
    StaffFactory,
    StructureFactory,
    coordinator,
    observer,
)
from tests.partnerships.lived import table
from tests.partnerships.papers import HTML, PDF, picture, sent
from tests.reading import said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def here(client):
    here = table()
    client.force_login(here.boss)
    here.url = f"/structures/{here.centre.pk}/logo/"
    return here


def with_logo(structure):
    structure.logo.save("", ContentFile(files.read_logo(sent(picture("PNG"))).content))
    return structure


def choose(client, structure, content):
    sending = {"paper": sent(content, "logo.png", "image/png")}
    return client.post(f"/structures/{structure.pk}/logo/choisir/", sending, follow=True)


def lines(structure):
    found = AuditEvent.objects.filter(object_type="partnerships.structure")
    return [(line.verb, line.fields) for line in found.filter(object_id=str(structure.pk))]


def test_a_structure_chooses_its_logo_and_everybody_sees_it(client, here):
    before = text(client.get(here.centre.get_absolute_url()))

    answer = choose(client, here.centre, picture(size=(1200, 300)))

    assert said(answer) == ["Le logo est enregistré : il s’imprimera à côté du nom."]
    assert f'<img class="logo" src="{here.url}" alt="">' in text(answer)
    assert 'class="logo"' not in before
    assert lines(here.centre) == [("changed", ["logo"])]
    client.force_login(observer(StructureFactory()))
    shown = client.get(here.url)
    assert shown.content.startswith(b"\x89PNG")
    assert shown["Content-Type"] == "image/png"
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Content-Disposition" not in shown


def test_the_former_logo_leaves_no_file(client, here, django_capture_on_commit_callbacks):
    former = with_logo(here.centre).logo.name

    with django_capture_on_commit_callbacks(execute=True):
        choose(client, here.centre, picture(color="red"))

    here.centre.refresh_from_db()
    assert here.centre.logo.name != former
    assert default_storage.listdir("logos")[1] == [here.centre.logo.name.removeprefix("logos/")]


def test_a_logo_is_taken_away_with_its_file(client, here, django_capture_on_commit_callbacks):
    with_logo(here.centre)
    asked = text(client.get(f"{here.url}choisir/"))

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{here.url}retirer/", follow=True)

    assert "Changer le logo" in asked
    assert said(answer) == ["Le logo est retiré : le nom s’imprimera à sa place."]
    assert default_storage.listdir("logos")[1] == []
    assert client.get(here.url).status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (HTML, "Ce fichier n’est ni un PDF, ni une image JPEG ou PNG"),
        (PDF, "Un logo est une image : envoyez un PNG ou un JPEG, pas un PDF."),
    ],
)
def test_what_is_no_image_is_refused(client, here, content, sentence):
    answer = choose(client, here.centre, content)

    assert sentence in text(answer)
    assert Structure.objects.exclude(logo="").count() == 0


def test_a_logo_whose_file_is_lost_is_not_there(client, here):
    default_storage.delete(with_logo(here.centre).logo.name)

    assert client.get(here.url).status_code == 404


def test_a_structure_deleted_meanwhile_leaves_no_file(client, here, media_root):
    ghost = Structure(pk=987654, name="Partie")

    with pytest.raises(Gone):
        directory.put_logo(structure=ghost, logo=files.SafeFile(b"dessin", files.PNG), by=here.boss)

    assert [path for path in media_root.rglob("*") if path.is_file()] == []


def test_a_logo_removed_of_a_structure_that_is_gone_is_said(client, here, monkeypatch):
    def gone(**details):
        raise Gone("Parti.")

    monkeypatch.setattr(directory, "remove_logo", gone)

    assert said(client.post(f"{here.url}retirer/", follow=True)) == ["Parti."]


def test_who_may_choose_the_logo_of_whom(client, here):
    funder = StructureFactory(kind="foundation")
    observer(funder)
    spoken_for = StructureFactory()
    coordinator(spoken_for)
    pages = [here.centre, funder, spoken_for]

    def answers(user):
        client.force_login(user)
        return [client.get(f"/structures/{each.pk}/logo/choisir/").status_code for each in pages]

    assert answers(here.boss) == [200, 200, 403]
    assert answers(here.animator) == [403, 403, 403]
    assert answers(here.teacher) == [403, 403, 403]
    assert answers(StaffFactory()) == [200, 200, 200]


def test_the_page_of_a_funder_proposes_its_logo(client, here):
    funder = StructureFactory(kind="foundation")

    page = text(client.get(funder.get_absolute_url()))
    own = text(client.get(f"/structures/{here.centre.pk}/modifier/"))

    assert f'href="/structures/{funder.pk}/logo/choisir/">Ajouter son logo' in page
    assert f'href="/structures/{here.centre.pk}/logo/choisir/">Ajouter un logo' in own


def test_the_convention_shows_logos_and_thanks_those_who_support(here):
    with_logo(here.centre)
    helper = StructureFactory(name="Fondation du Quai")
    party = PartyFactory(partnership=here.partnership, structure=helper)
    party.roles.set(Term.objects.filter(vocabulary="party_role", label__in=["Soutien", "Anime"]))
    agreement = AgreementFactory(partnership=here.partnership)
    AgreementVersionFactory(agreement=agreement)

    content = convention.content(agreement)

    logo = files.data_uri(here.centre.logo)
    assert logo.startswith("data:image/png;base64,")
    assert content["marks"] == [("École", ""), ("Centre", logo)]
    assert content["thanked"] == [("Fondation du Quai", "")]
    assert convention.answer(agreement).content.startswith(b"%PDF-")


def test_a_partnership_of_supporters_alone_still_shows_them(here):
    for party in here.partnership.parties.all():
        party.roles.set(Term.objects.filter(vocabulary="party_role", label="Financeur"))
    agreement = AgreementFactory(partnership=here.partnership)
    AgreementVersionFactory(agreement=agreement)

    content = convention.content(agreement)

    assert len(content["marks"]) == len(content["thanked"]) == 2
