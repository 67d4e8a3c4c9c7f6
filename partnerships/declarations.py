"""What each field holds of a person, said once: <app>/data/fields.tsv, one line a field.

Everything that forgets, hands out or describes personal data reads these lines, so that a new
field joins by one line, and a field nobody declared is refused by the tests.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.apps import apps
from django.db.models import Field, Model, Q, QuerySet


class Nature(StrEnum):
    # Says who somebody is.
    IDENTIFIES = "identifies"
    # Tells something of somebody, or is a free text that may.
    EXPOSES = "exposes"
    # Kept to count, and says nothing once the name is gone.
    FIGURE = "figure"
    # Keys, versions, facts of structures and of actions.
    TECHNICAL = "technical"


class Whose(StrEnum):
    PARENT = "parent"
    HOUSEHOLD = "household"
    # People of the directory, and those who sign in.
    CONTACT = "contact"
    ACCOUNT = "account"
    # Free words: nobody knows beforehand who they speak of.
    ANYONE = "anyone"
    NOBODY = ""


class Fate(StrEnum):
    """What becomes of it when the person is forgotten; of a household, when its last one is."""

    BLANK = "blank"
    RENEW = "renew"
    # The whole row goes, or only if no figure counts it.
    DELETE = "delete"
    PRUNE = "prune"
    KEEP = "keep"
    # Searched for the name, and shown to the coordinator who reads it again.
    REREAD = "reread"
    # Searched for the name, and emptied without anybody reading it.
    PURGE = "purge"
    NOTHING = ""


@dataclass(frozen=True)
class Declaration:
    model: type[Model]
    name: str
    nature: Nature
    whose: Whose
    # Paths from the model to a parent (or, of a household, to its parents).
    reach: tuple[str, ...]
    fate: Fate

    @property
    def field(self) -> Field:
        return self.model._meta.get_field(self.name)

    @property
    def is_personal(self) -> bool:
        return self.nature in (Nature.IDENTIFIES, Nature.EXPOSES)

    def rows_of(self, parent: Model) -> QuerySet:
        """The rows of this model that are of that parent, by any of its paths."""
        condition = Q(pk__in=[])
        for path in self.reach:
            condition |= Q(**{path: parent.pk})
        return self.model._default_manager.filter(condition).distinct()


def declared(app: str) -> Iterator[Declaration]:
    """What an app says of its own fields."""
    config = apps.get_app_config(app)
    with open(f"{config.path}/data/fields.tsv", encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter="\t"):
            model, _, name = line["field"].partition(".")
            yield Declaration(
                model=config.get_model(model),
                name=name,
                nature=Nature(line["nature"]),
                whose=Whose(line["whose"]),
                reach=tuple(line["reach"].split()),
                fate=Fate(line["erasure"]),
            )
