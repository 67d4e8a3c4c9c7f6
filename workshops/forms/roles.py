"""What the page of roles sends: for each parent two answers, and what the page showed of each."""

import re

from django.http import QueryDict

from workshops.actions.attendance import Written
from workshops.actions.roles import Part
from workshops.forms.sheet import duration, number_of


def parts_of(data: QueryDict) -> dict[int, Part]:
    """{parent: Part}; nonsense is passed on for the action to refuse."""
    names = (re.fullmatch(r"role-(\d{1,18})", name, re.ASCII) for name in data)
    return {int(match[1]): part_of(data, match[1]) for match in names if match}


def part_of(data, pk):
    minutes, shown = data.get(f"minutes-{pk}", ""), data.get(f"seen-minutes-{pk}", "")
    return Part(
        role=Written(data[f"role-{pk}"], data.get(f"seen-role-{pk}", "")),
        minutes=Written(
            duration(minutes) if minutes.strip() else None,
            number_of(shown) if shown else None,
        ),
    )
