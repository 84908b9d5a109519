"""The law of records: what is written is read back equal, or refused in a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, make_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattlas.errors import InputError
from wattlas.plain import SCHEMA, Plain, json_text, written
from wattlas.plain.reading import read
from wattlas.plain.writing import write

FINITE = st.floats(allow_nan=False, allow_infinity=False)
SCALARS = {
    str: st.text(max_size=5),
    int: st.integers(),
    float: FINITE,
    bool: st.booleans(),
}


@dataclass(frozen=True)
class Leaf(Plain):
    """A record in a record."""

    x: float
    word: str = ""


LEAVES = st.builds(Leaf, FINITE, st.text(max_size=5))
HINTS = st.deferred(
    lambda: st.one_of(
        st.sampled_from(list(SCALARS.items())),
        st.just((Leaf, LEAVES)),
        HINTS.map(lambda h: (tuple[h[0], ...], st.lists(h[1], max_size=3).map(tuple))),
        HINTS.map(lambda h: (h[0] | None, st.none() | h[1])),
        HINTS.map(
            lambda h: (
                Mapping[str, h[0]],
                st.dictionaries(st.text(max_size=3), h[1], max_size=3),
            )
        ),
        HINTS.map(
            lambda h: (
                Mapping[float, h[0]],
                st.dictionaries(FINITE, h[1], max_size=3),
            )
        ),
        st.tuples(HINTS, HINTS).map(
            lambda two: (tuple[two[0][0], two[1][0]], st.tuples(two[0][1], two[1][1]))
        ),
        st.just((Leaf | str | int | float | None, UNION)),
        st.just((frozenset[str], st.frozensets(st.text(max_size=3), max_size=3))),
    )
)
UNION = st.one_of(LEAVES, st.text(max_size=5), st.integers(), FINITE, st.none())


@st.composite
def records(draw):
    """Draw a value of a record type that is drawn too."""
    drawn = draw(st.lists(HINTS, min_size=1, max_size=4))
    named = [(f"field_{i}", hint) for i, (hint, _) in enumerate(drawn)]
    cls = make_dataclass("Drawn", named, bases=(Plain,), frozen=True)
    return cls(*(draw(values) for _, values in drawn))


@given(records())
def test_what_is_written_is_read_back(record):
    """Law: record to JSON text to record is the same record, of any type."""
    again = type(record).from_json(record.to_json())
    assert again == record
    assert again.to_json() == record.to_json()


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | FINITE | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
))  # fmt: skip
def test_json_text_says_its_data(data):
    """Law: lists of numbers on one line change no value, whatever stands in a text."""
    assert json.loads(json_text(data)) == data


def test_numbers_of_numpy_are_written_as_numbers():
    """By hand: 1.5 and 3 of numpy, in a field, a union and an open value."""
    assert write(float, np.float64(1.5)) == 1.5
    assert type(write(float, np.float32(1.5))) is float
    assert type(write(int, np.int64(3))) is int
    assert type(write(str | float, np.float64(1.5))) is float
    assert type(write(Any, np.float64(1.5))) is float


@dataclass(frozen=True)
class Holder(Plain):
    """A record that stands for itself, with every way of writing."""

    KINDS = ("holder",)
    SHOWN = ("double",)

    x: float = field(metadata=written("value"))
    leaf: Leaf
    note: str = field(default="", metadata=written(omit=True))
    draws: Any = field(default=None, compare=False, metadata=written(skip=True))
    file: Path = Path("a/b")

    @property
    def double(self) -> float:
        """Twice the value."""
        return 2 * self.x


def data(**changes):
    return Holder(1.0, Leaf(2.0), draws=[1]).to_dict() | changes


def test_names_exceptions_and_properties():
    """By hand: another name, what is left out, what is shown and not read."""
    assert data() == {
        "schema": SCHEMA,
        "kind": "holder",
        "value": 1.0,
        "leaf": {"x": 2.0, "word": ""},
        "file": "a/b",
        "double": 2.0,
    }
    assert Holder.from_dict(data()) == Holder(1.0, Leaf(2.0))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": "1"}, 'Holder.value must be a number, got "1".'),
        ({"value": True}, "Holder.value must be a number, got true."),
        ({"value": None}, "Holder.value must be a number, got null."),
        ({"leaf": {"x": [1]}}, "Holder.leaf.x must be a number, got [1]."),
        ({"leaf": 3}, "Holder.leaf must be an object, got 3."),
        (
            {"double": 9},
            "Holder.double does not follow from the rest: that gives 2.0, got 9.",
        ),
        ({"colour": 1}, "Holder has no field 'colour'; take it out."),
        ({"file": 1}, "Holder.file must be text, got 1."),
        ({"kind": "plan"}, "Holder is of kind 'plan', not holder."),
        (
            {"schema": 1},
            "Holder is of schema 1, and this version reads schema 3: make the record "
            "anew with the command that wrote it.",
        ),
    ],
)
def test_what_is_amiss_is_refused_where_it_stands(changes, sentence):
    """Law: one sentence with the path, the value and what is allowed."""
    with pytest.raises(InputError) as caught:
        Holder.from_dict(data(**changes))
    assert str(caught.value) == sentence


def test_what_is_missing_is_refused():
    """Law: a record that is not whole is none."""
    record = data()
    del record["leaf"]["word"]
    with pytest.raises(InputError, match=r"^Holder.leaf lacks 'word'"):
        Holder.from_dict(record)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_not_written(value):
    """Law: JSON has neither nan nor infinities; a record says why it lacks a value."""
    with pytest.raises(InputError, match=r"^Leaf.x is -?(nan|inf): a record holds"):
        Leaf(value).to_dict()


@pytest.mark.parametrize("text", ["", "[1]", "{", "[" * 100_000, '{"a": 1, "a": 2}'])
def test_what_is_no_record_is_refused(text):
    """Law: a file that is no JSON object is refused, not tried."""
    with pytest.raises(InputError, match=r"^A record is"):
        Leaf.from_json(text)


@dataclass(frozen=True)
class Twig(Plain):
    """Another record, alike to `Leaf`."""

    x: float
    word: str = ""


def test_records_of_a_union_are_told_apart():
    """Law: of several types the name stands beside."""
    written_data = write(Leaf | Twig, Twig(1.0))
    assert written_data == {"type": "Twig", "x": 1.0, "word": ""}
    assert read(Leaf | Twig, written_data) == Twig(1.0)
