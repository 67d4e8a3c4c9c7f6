"""« Chercher une personne », in any form, without JavaScript."""

import pytest
from django import forms

from families.forms.finders import PersonField
from tests.factories import (
    EnrolmentFactory,
    ParentFactory,
    SchoolingFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
SEARCH = "/familles/personnes/?champ=parent&parmi=known"


class ExampleForm(forms.Form):
    parent = PersonField(label="Parent")
    topic = forms.CharField(label="Sujet", required=False)

    def __init__(self, *args, user, scope="known", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].offer(user, scope=scope)


@pytest.fixture
def samira(centre):
    return ParentFactory(family__structure=centre, first_name="Samira", last_name="Bellamine")


def test_what_is_typed_comes_back_with_the_people_found(centre, samira):
    SchoolingFactory(family=samira.family, school__structure__name="École du Parc")
    ParentFactory(first_name="Samira", last_name="d’ailleurs")
    data = {"parent-q": "bellamine sam", "topic": "le cahier de liaison"}

    form = ExampleForm(data, user=coordinator(centre))

    assert not form.is_valid()
    assert form.errors["parent"] == ["Choisissez la personne parmi celles trouvées."]
    page = str(form)
    assert page.count('type="radio"') == 1
    assert f'value="{samira.pk}"' in page
    assert "École du Parc" in page
    assert "le cahier de liaison" in page


def test_whoever_is_chosen_is_the_value(centre, samira):
    form = ExampleForm({"parent": samira.pk, "parent-q": ""}, user=coordinator(centre))

    assert form.is_valid()
    assert form.cleaned_data["parent"] == samira
    assert form.has_changed()


def test_searching_again_forgets_the_first_choice(centre, samira):
    other = ParentFactory(family__structure=centre, first_name="Olga")
    data = {"parent": samira.pk, "parent-q": "olga", "parent-find": "1"}

    form = ExampleForm(data, user=coordinator(centre))

    assert not form.is_valid()
    assert f'value="{other.pk}"' in str(form)
    assert "checked" not in str(form)


def test_a_close_spelling_is_proposed(centre, samira):
    form = ExampleForm({"parent-q": "Samirra Belamine"}, user=coordinator(centre))

    assert f'value="{samira.pk}"' in str(form)


def test_somebody_chosen_on_the_page_before_is_ticked(centre, samira):
    form = ExampleForm(initial={"parent": samira.pk}, user=coordinator(centre))

    assert f'value="{samira.pk}" checked' in str(form)


@pytest.mark.parametrize("typed", ["", "abc", "9" * 30])
def test_nobody_is_refused(centre, typed):
    form = ExampleForm({"parent": typed}, user=coordinator(centre))

    assert form.errors["parent"] == ["Ce champ est obligatoire."]


def test_nobody_of_another_structure_is_accepted(centre):
    stranger = ParentFactory()

    form = ExampleForm({"parent": stranger.pk}, user=coordinator(centre))

    assert "parent" in form.errors
    assert str(stranger) not in str(form)


def test_only_those_one_meets_when_the_form_asks_so(centre, samira):
    workshop = WorkshopFactory(programme__lead=centre)
    met = EnrolmentFactory(workshop=workshop).parent
    user = facilitator(centre, workshop)

    assert ExampleForm({"parent": met.pk}, user=user, scope="met").is_valid()
    assert not ExampleForm({"parent": samira.pk}, user=user, scope="met").is_valid()
    assert ExampleForm({"parent": samira.pk}, user=user).is_valid()


def test_nobody_found_leads_to_the_registration(centre):
    page = str(ExampleForm({"parent-q": "Zélie"}, user=coordinator(centre)))

    assert "/familles/nouvelle/?q=Z%C3%A9lie" in page


def test_people_appear_while_one_types(client, centre, samira):
    client.force_login(coordinator(centre))

    page = client.post(SEARCH, {"parent-q": "sami"}).content.decode()

    assert f'name="parent" value="{samira.pk}"' in page


def test_there_is_no_other_scope(client, centre):
    client.force_login(coordinator(centre))

    assert client.post("/familles/personnes/?champ=parent&parmi=all").status_code == 404


def test_signs_alone_find_nobody(client, centre, samira):
    client.force_login(coordinator(centre))

    page = client.post(SEARCH, {"parent-q": "!?"}).content.decode()

    assert "radio" not in page
