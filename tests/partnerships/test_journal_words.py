"""The journal is read by people: no name of the code in it."""

import pytest

from families import exports
from partnerships import contact_lists
from partnerships.journal import labels_of


@pytest.mark.parametrize("columns", [exports.FIELDS, contact_lists.FIELDS])
def test_the_columns_of_a_table_that_went_out_are_said_in_words(columns):
    told = labels_of("partnerships.structure", columns)

    assert [label for label in told if "_" in label or label in columns[:3]] == []


def test_what_no_record_holds_keeps_its_name():
    assert labels_of("partnerships.structure", ["phone", "nothing_of_ours", "last_contact"]) == [
        "téléphone",
        "nothing_of_ours",
        "dernier contact",
    ]
