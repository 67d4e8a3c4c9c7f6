"""Taking turns, ratios and the table of bin/bench."""

from itertools import count

from config.bench.lines import Line, compare, table, take_turns, versus


def test_figure_and_reference_take_turns_and_the_first_to_go_changes():
    order = []

    take_turns(lambda: order.append("f") or 1, lambda: order.append("r") or 1, 3)

    # Once each for nothing, then three rounds.
    assert "".join(order) == "fr" + "rf" + "fr" + "rf"


def test_the_ratio_is_that_of_the_same_moment():
    line = versus("4", "quoi", "sqlite", [2, 20, 3], [1, 10, 2], limit=1.9)

    assert (line.ratio, line.allowed, line.held) == ("2.00", "≤ 1.90", False)
    assert (line.figure, line.reference) == ("3000 ms", "2000 ms")


def test_a_ratio_as_large_as_allowed_holds():
    seconds = count(1)

    line = compare("1", "quoi", "", lambda: next(seconds), lambda: 10, limit=0.35, rounds=3)

    # The first of each was for nothing: 2, 3, 4 against 10.
    assert (line.ratio, line.held) == ("0.30", True)


def test_the_table_is_aligned_and_says_what_is_missed():
    lines = [
        Line("1", "feuille", "sqlite", "9.1 ms", "3.0 ms", "3.03", "≤ 2.00", False),
        Line("5", "croissance", "", "9.1 ms", "", "", "≤ 1.15", None),
    ]

    heads, ruler, missed, told = table(lines).splitlines()

    assert len({len(heads), len(ruler), len(missed), len(told)}) == 1
    assert missed.endswith("| ≤ 2.00 | NON  |")
    assert told.endswith("| ≤ 1.15 |      |")
