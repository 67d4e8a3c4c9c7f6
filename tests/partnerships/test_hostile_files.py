"""Goal G5: whatever is sent, an answer in words, within 5 seconds and 200 MiB."""

import random
import subprocess
import sys
import time

import pytest
from django.core.exceptions import ValidationError

from partnerships.spreadsheets import read_table
from tests.partnerships import handmade, hostile

# Of work, whatever else the machine is doing.
SECONDS = 5
MEGABYTES = 200


def outcome(file):
    """The code of the refusal, after checking that it speaks; None when the file is read."""
    try:
        read_table(file.data, name=file.name)
    except ValidationError as error:
        sentence = error.messages[0]
        assert file.name.rpartition("/")[2] in sentence
        assert "%(" not in sentence
        assert len(sentence) < 400
        return error.code
    return None


@pytest.mark.parametrize(
    "file", [*hostile.ordinary(), *hostile.cells()], ids=lambda file: file.label
)
def test_a_hostile_file_is_refused_in_words(file):
    assert outcome(file) == file.code


@pytest.mark.deep
def test_every_hostile_file_meets_its_answer_in_time():
    files = hostile.every_file()
    answers, slow = {}, {}
    for file in files:
        started = time.process_time()
        answers[file.label] = outcome(file)
        taken = time.process_time() - started
        if taken > SECONDS:
            slow[file.label] = taken

    assert len(files) > 100
    assert answers == {file.label: file.code for file in files}
    assert slow == {}


# VmHWM starts again with the program; ru_maxrss would remember the tests it was forked from.
MEASURE = """
import pathlib, re, sys
from django.conf import settings
settings.configure(USE_I18N=False)
from partnerships.spreadsheets import read_table
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
data, name = sys.stdin.buffer.read(), sys.argv[1]
before = peak()
try:
    read_table(data, name=name)
except Exception as error:
    assert type(error).__name__ == "ValidationError", error
print((peak() - before) // 1024)
"""


@pytest.mark.deep
def test_no_hostile_file_takes_more_than_200_megabytes():
    grown = {}
    for file in hostile.every_file():
        answer = subprocess.run(
            [sys.executable, "-c", MEASURE, file.name],
            input=file.data,
            capture_output=True,
            check=True,
        )
        grown[file.label] = int(answer.stdout)

    assert max(grown.values()) > 10
    assert {label: size for label, size in grown.items() if size > MEGABYTES} == {}


def mutants(data, count, seed):
    dice = random.Random(seed)
    for _turn in range(count):
        mutant = bytearray(data)
        for _byte in range(dice.randint(1, 8)):
            mutant[dice.randrange(len(mutant))] = dice.randrange(256)
        yield bytes(mutant)


@pytest.mark.deep
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", handmade.workbook()),
        ("a.csv", 'Nom;Ville\r\n"Œuvré";Lille\r\nNadia;"Lomme; 59"\r\n'.encode()),
    ],
    ids=["xlsx", "csv"],
)
def test_500_random_mutations_never_escape_the_guard(name, data):
    for mutant in mutants(data, 500, seed=26):
        outcome(hostile.Hostile("mutant", name, mutant, None))
