"""What blocks, how it was lifted; and the small services that open doors."""

import datetime as dt
from collections.abc import Mapping

from partnerships.actions.changes import change, create, delete
from partnerships.models import Difficulty, Service, User


def raise_difficulty(*, difficulty: Difficulty, by: User) -> Difficulty:
    """Normal life of a partnership: said, it can be lifted (PAR-093, PAR-094)."""
    return create(difficulty, by=by, structure=difficulty.raised_by)


def change_difficulty(
    *, difficulty: Difficulty, values: Mapping[str, object], by: User
) -> Difficulty:
    return change(difficulty, values=values, by=by, structure=difficulty.raised_by)


def lift(*, difficulty: Difficulty, on: dt.date, how: str, by: User) -> Difficulty:
    """Refuses (ValidationError) a day before it was raised, and no word of how."""
    values = {"lifted_on": on, "lifted_how": how}
    return change(difficulty, values=values, by=by, structure=difficulty.raised_by)


def take_up_again(*, difficulty: Difficulty, by: User) -> Difficulty:
    """It came back: what was tried stays, it is open again."""
    values = {"lifted_on": None, "lifted_how": ""}
    return change(difficulty, values=values, by=by, structure=difficulty.raised_by)


def note_service(*, service: Service, by: User) -> Service:
    """« Périphériques mais essentiels pour le bon fonctionnement de l’école » (PAR-072)."""
    return create(service, by=by, structure=service.given_by)


def change_service(*, service: Service, values: Mapping[str, object], by: User) -> Service:
    return change(service, values=values, by=by, structure=service.given_by)


def remove_service(*, service: Service, by: User) -> None:
    delete(service, by=by, structure=service.given_by)
