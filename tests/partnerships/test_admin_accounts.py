import datetime as dt

import pytest
from django.contrib.auth.models import Permission

from partnerships.models import User
from tests.factories import StaffFactory, UserFactory
from tests.partnerships.editing import lines, page, save

pytestmark = pytest.mark.django_db


def test_an_account_is_created_without_a_password(client, staff):
    empty = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}

    client.post(
        page(User, "add"), {"email": "nadia@exemple.test", "is_active": "on", **empty}, follow=True
    )

    nadia = User.objects.get(email="nadia@exemple.test")
    assert not nadia.has_usable_password()
    assert lines() == [("created", "partnerships.user", ["email"])]


def clerk(client, *permissions):
    """Somebody who administers with a few rights only."""
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return user


def test_only_who_holds_every_right_makes_an_administrator(client):
    clerk(client, "view_user", "change_user")
    colleague = UserFactory()

    save(client, colleague, first_name="Nadia", is_staff="on", is_superuser="on")

    colleague.refresh_from_db()
    assert (colleague.first_name, colleague.is_staff, colleague.is_superuser) == (
        "Nadia",
        False,
        False,
    )


def test_the_account_of_an_administrator_is_closed_to_a_clerk(client):
    clerk(client, "view_user", "change_user")
    administrator = StaffFactory()

    response = client.post(page(User, "change", administrator.pk), {"email": "moi@exemple.test"})

    assert response.status_code == 403


@pytest.mark.parametrize(
    ("last_login", "status"), [(None, 200), (dt.datetime(2026, 1, 5, tzinfo=dt.UTC), 403)]
)
def test_an_account_that_served_is_never_deleted(client, staff, last_login, status):
    user = UserFactory(last_login=last_login)

    response = client.get(page(User, "delete", user.pk))

    assert response.status_code == status


def test_accounts_are_deactivated_together_except_ones_own(client, staff):
    colleagues = UserFactory.create_batch(2)
    chosen = [user.pk for user in [staff, *colleagues]]

    response = client.post(
        page(User), {"action": "deactivate", "_selected_action": chosen}, follow=True
    )

    assert "2 comptes désactivés" in response.text
    assert list(User.objects.filter(is_active=True)) == [staff]
    assert lines() == [("changed", "partnerships.user", ["is_active"])] * 2
