"""A cell about somebody, however a spreadsheet wrote it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from families.models import Qpv
from workshops.imports import cells
from workshops.imports.columns import field_of
from workshops.imports.results import MOST_MISTAKES, Reading


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (cells.read_phone, "06 12.34-56 78", "0612345678"),
        (cells.read_phone, "612345678", "0612345678"),
        (cells.read_phone, "+33 (0)6 12 34 56 78", "0612345678"),
        (cells.read_birth_year, "1985", 1985),
        (cells.read_birth_year, dt.date(1985, 3, 12), 1985),
        (cells.read_birth_year, dt.datetime.combine(dt.date(1985, 3, 12), dt.time(8)), 1985),
        (cells.read_birth_year, "12/03/85", 1985),
        (cells.read_birth_year, "12/03/1985", 1985),
        (cells.read_birth_year, "31118", 1985),
        (cells.read_gender, "Mme", "f"),
        (cells.read_gender, "M.", "m"),
        (cells.read_gender, "NR", ""),
        (cells.read_level, "CE1", "elementary"),
        (cells.read_level, "CM2 B", "elementary"),
        (cells.read_level, "6ème", "college"),
        (cells.read_level, "5èmeC", "college"),
        (cells.read_level, "grande section", "nursery"),
        (cells.read_level, "Tle", "lycee"),
        (cells.read_yes, "Oui", True),
        (cells.read_yes, "0", False),
        (cells.read_qpv, "on ne sait pas", Qpv.UNKNOWN),
        (cells.read_qpv, "x", Qpv.YES),
        (cells.read_day, "46031", dt.date(2026, 1, 9)),
        (cells.read_day, "9/1/26", dt.date(2026, 1, 9)),
        (cells.read_day, "2026-01-09", dt.date(2026, 1, 9)),
        (
            cells.read_day,
            dt.datetime.combine(dt.date(2026, 1, 9), dt.time(14)),
            dt.date(2026, 1, 9),
        ),
        (cells.read_children, "2", 2),
        (cells.read_email, "l'amie@exemple.test", "l'amie@exemple.test"),
    ],
)
def test_a_cell_is_read_however_it_is_written(read, cell, value):
    assert read(cell) == value


@pytest.mark.parametrize(
    ("read", "cell"),
    [
        (cells.read_birth_year, "1899"),
        (cells.read_day, "31/02/2026"),
        (cells.read_level, ""),
        (cells.read_children, "21"),
    ],
)
def test_what_cannot_be_is_refused(read, cell):
    with pytest.raises(ValidationError):
        read(cell)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("N° de tél.", "phone"),
        ("TELEPHONE DU PARENT", "phone"),
        ("Adresse e-mail", "email"),
        ("Né(e) le", "birth_year"),
        ("H/F", "gender"),
        ("du", None),
        ("", None),
    ],
)
def test_a_title_is_read_whatever_its_signs_and_its_tail(title, name):
    assert field_of(title) == name


def test_mistakes_stop_being_told_when_nobody_reads_them():
    reading = Reading()

    for line in range(MOST_MISTAKES + 5):
        reading.refuse(line, "Tél", "faux")

    assert len(reading.mistakes) == MOST_MISTAKES
