"""The whole story in the order it happened."""

import datetime as dt
from functools import cached_property

from django.db import transaction

from config.demo import (
    action_sheets,
    advice,
    agreements,
    answers,
    bilans,
    booklets,
    budgets,
    cast,
    doubles,
    farewell,
    groups,
    meetings,
    money,
    neighbour,
    notices,
    observed,
    opinions,
    orientations,
    pathway,
    people,
    plans,
    relais,
    reviews,
    signatures,
    supports,
    tables,
    ties,
    together,
    watched,
)
from config.demo.days import Days
from partnerships.models import School, User
from workshops.models import Programme


class Stage:
    """Who and what is on stage: the acts of the story hand it to each other."""

    def __init__(self, today):
        self.today = today
        self.days = Days(today)
        self.made = cast.structures()
        self.users = cast.accounts(self.made)
        self.held = cast.partnerships(self.made, today - dt.timedelta(days=400))
        self.parents = cast.parents(self.made["centre"], self.schools, today, 56)

    @cached_property
    def schools(self):
        keys = ("college", "fil", "navette", "bobines")
        return [School.objects.get(structure=self.made[key]) for key in keys]

    def programme(self, title, *, partners, **fields):
        programme = Programme.objects.create(title=title, lead=self.made["centre"], **fields)
        programme.partnerships.set({self.held[key] for key in partners})
        return programme


def is_told():
    return User.objects.filter(is_demo=True).exists()


@transaction.atomic
def tell(today):
    """Load the story as it stands on that day; refused on a database that holds it already."""
    stage = Stage(today)
    people.tell(stage)
    farewell.tell(stage)
    stage.digital = pathway.tell(stage)
    stage.talking = relais.tell(stage)
    together.tell(stage)
    groups.tell(stage)
    meetings.tell(stage)
    ties.tell(stage)
    agreements.tell(stage)
    doubles.tell(stage)
    neighbour.tell(stage)
    orientations.tell(stage)
    notices.tell(stage)
    plans.tell(stage)
    advice.tell(stage)
    booklets.tell(stage)
    tables.tell(stage)
    supports.tell(stage)
    bilans.tell(stage)
    reviews.tell(stage)
    money.tell(stage, stage.digital, stage.talking)
    budgets.tell(stage)
    answers.tell(stage)
    signatures.tell(stage)
    action_sheets.tell(stage)
    opinions.tell(stage)
    observed.tell(stage)
    watched.tell(stage)
    return stage
