"""The accounts whose pages are looked at: those of the demonstration, or of a new installation."""

import io

from django.core.management import call_command

from partnerships.models import Membership, Structure, User
from tests.contact_sheet import walk


def demonstration():
    call_command("demo_data", stdout=io.StringIO())
    users = {user.email.partition("@")[0]: user for user in User.objects.filter(is_demo=True)}
    return {role: users.get(role) for role in walk.ROLES}


def newcomers():
    """A structure of each kind, its accounts, and nothing else."""
    centre, school, funder = (
        Structure.objects.create(kind=kind, name=name, holiday_zone="B")
        for kind, name in (
            ("social_centre", "Centre social tout neuf"),
            ("other", "Partenaire tout neuf"),
            ("foundation", "Fondation toute neuve"),
        )
    )
    accounts = {"anonymous": None, "voisin": None}
    for role, (kind, structure) in {
        "coordination": ("coordinator", centre),
        "animation": ("facilitator", centre),
        "ecole": ("partner", school),
        "financeur": ("observer", funder),
        "admin": (None, None),
    }.items():
        accounts[role] = User.objects.create(
            email=f"{role}@neuf.example", is_staff=not kind, is_superuser=not kind
        )
        if kind:
            Membership.objects.create(user=accounts[role], structure=structure, role=kind)
    del accounts["voisin"]
    return accounts
