"""What stands in the query of an address, read as the fields that it gives."""

from __future__ import annotations

import pytest

from wattlas.errors import InputError
from wattlas.service.given import query_given
from wattlas.service.questions import QUESTIONS

PAIRS = ["chips=12 smr=20", "chips=12, smr=20", " chips = 12;smr =20 "]


@pytest.mark.parametrize("text", PAIRS)
def test_a_field_takes_several_changes(text):
    """Law: entries of a mapping stand in one field, or each in its own."""
    question = QUESTIONS["outlook what-if"]
    each = [("changes", "chips=12"), ("changes.smr", "20")]
    assert query_given(question, [("changes", text)]) == query_given(question, each)


TWICE = [
    [("changes", "chips=12 chips=13")],
    [("changes", "chips=12"), ("changes.chips", "13")],
    [("by", "2030"), ("by", "2031")],
]


@pytest.mark.parametrize("pairs", TWICE)
def test_nothing_is_given_twice(pairs):
    with pytest.raises(InputError, match=r"^(chips|by) is given more than once\.$"):
        query_given(QUESTIONS["outlook what-if"], pairs)
