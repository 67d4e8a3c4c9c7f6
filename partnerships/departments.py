"""Départements by code; source: code officiel géographique, Insee."""

import csv
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent / "data" / "departments.csv"


@cache
def names() -> dict[str, str]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file, delimiter=";")}


def department_of(code: str) -> str:
    """« Nord (59) », from the code of a commune, else from a postal code; "" when nobody can say.

    Postal codes do not part the two départements of Corsica: 20000 says nothing.
    """
    found = next((code[:size] for size in (2, 3) if code[:size] in names()), "")
    return f"{names()[found]} ({found})" if found else ""
