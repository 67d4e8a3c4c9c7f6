"""Users with one role in one structure."""

from partnerships import models as partnerships
from tests.factories.ground import MembershipFactory, UserFactory
from tests.factories.work import TeamMemberFactory


def member(role, structure, **user):
    """A user with one role in one structure."""
    return MembershipFactory(role=role, structure=structure, user=UserFactory(**user)).user


def coordinator(structure, **user):
    return member(partnerships.Membership.Role.COORDINATOR, structure, **user)


def facilitator(structure, *workshops_run, **user):
    """A facilitator of the structure, in the team of the workshops named."""
    someone = member(partnerships.Membership.Role.FACILITATOR, structure, **user)
    for workshop in workshops_run:
        TeamMemberFactory(workshop=workshop, user=someone, structure=structure)
    return someone


def partner(structure, **user):
    return member(partnerships.Membership.Role.PARTNER, structure, **user)


def observer(structure, **user):
    return member(partnerships.Membership.Role.OBSERVER, structure, **user)
