"""A school, a centre that receives, another one: who shows whom the way."""

import datetime as dt
from types import SimpleNamespace

import time_machine

from families.actions import referrals
from families.models import Referral
from tests.access.reading import text_of
from tests.factories import (
    PartnershipFactory,
    SchoolFactory,
    StructureFactory,
    coordinator,
    facilitator,
    partner,
)

TODAY = dt.date(2026, 3, 10)


def around():
    """École du Fil refers to the Centre; the Voisin has nothing to do with it."""
    school = SchoolFactory(structure__name="École du Fil").structure
    centre = StructureFactory(name="Centre social")
    other = StructureFactory(name="Centre voisin")
    partnership = PartnershipFactory(name="École et Centre", parties=[school, centre])
    return SimpleNamespace(
        school=school,
        centre=centre,
        other=other,
        partnership=partnership,
        head=partner(school, first_name="Hélène", last_name="Vasseur", email="head@ecole.test"),
        boss=coordinator(centre, first_name="Nadia", last_name="Ostrowski"),
        leader=facilitator(centre, first_name="Inès", last_name="Carpentier"),
        stranger=coordinator(other, first_name="Paul", last_name="Lemaître"),
    )


AGREED = {"agreed_on": TODAY, "agreed_how": "spoken"}


def draft(sides, **fields):
    """Samira Bellamine, whom the school would like to send to the centre."""
    given = {
        "sender": sides.school,
        "receiver": sides.centre,
        "first_name": "Samira",
        "last_name": "Bellamine",
        "phone": "0612345678",
        "prescriber_name": "Hélène Vasseur",
    }
    by = fields.pop("by", sides.head)
    return referrals.create(referral=Referral(**given | fields), by=by)


def requested(sides, **fields):
    return draft(sides, **AGREED | fields)


def accepted(sides, **fields):
    return referrals.accept(
        referral=requested(sides, **fields), by=sides.boss, answered_by=str(sides.boss)
    )


def status(referral):
    """As the database has it."""
    return Referral.objects.get(pk=referral.pk).status


def answering(sides):
    return {"by": sides.boss, "answered_by": "Nadia Ostrowski"}


def later(days):
    return time_machine.travel(dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC) + dt.timedelta(days))


# -- Pages

NEW = "/familles/orientations/nouvelle/"
LIST = "/familles/orientations/"


def typed(sides, **more):
    return {
        "first_name": "Samira",
        "contact_by": "phone",
        "phone": "06 12 34 56 78",
        "destination": f"structure-{sides.centre.pk}",
        "prescriber_name": "Hélène Vasseur",
    } | more


def said(response):
    return [str(message) for message in response.context["messages"]]


def errors(response):
    return response.context["form"].errors


def page_of(client, referral):
    return text_of(client.get(referral.get_absolute_url()))


def closed(sides, how):
    if how == "refused":
        referrals.refuse(referral=requested(sides), refusal="full", **answering(sides))
    elif how == "missed":
        referrals.miss(referral=accepted(sides), **answering(sides))
    else:
        requested(sides)
        Referral.objects.update(status="expired")
