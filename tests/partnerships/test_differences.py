import pytest

from partnerships.differences import Change, Piece, changes, pieces


@pytest.mark.parametrize(
    ("before", "after", "read"),
    [
        ("Le mardi midi.", "Le jeudi soir.", "Le [-mardi midi-][+jeudi soir+]."),
        ("", "Neuf", "[+Neuf+]"),
        ("Vieux", "", "[-Vieux-]"),
        ("Pareil", "Pareil", "Pareil"),
        ("Une semaine avant.", "Une semaine avant, écrit.", "Une semaine avant[+, écrit+]."),
        ("Un\nDeux", "Un\nDeux\nTrois", "Un\nDeux[+\nTrois+]"),
    ],
)
def test_two_texts_are_read_in_one(before, after, read):
    marks = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}

    found = pieces(before, after)

    assert "".join(marks[piece.kind].format(piece.text) for piece in found) == read


def test_nothing_of_either_text_is_lost():
    before, after = "le mardi midi  chez nous", "le jeudi, midi et soir chez vous"

    found = pieces(before, after)

    assert "".join(each.text for each in found if each.kind != "added") == before
    assert "".join(each.text for each in found if each.kind != "removed") == after


def test_only_the_passages_that_differ_are_told_in_reading_order():
    titles = {"a": "Premier", "b": "Deuxième", "c": "Troisième"}

    found = changes({"a": "x", "b": "y"}, {"a": "x", "b": "z", "c": "w"}, titles)

    assert found == [
        Change("Deuxième", [Piece("removed", "y"), Piece("added", "z")]),
        Change("Troisième", [Piece("added", "w")]),
    ]
