"""Nothing that an outlook is given is lost: it acts, or is refused by its name."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

import wattlas
from wattlas.errors import InputError
from wattlas.parameters import outlook_quantity
from wattlas.parameters.outlook import METHODS
from wattlas.projection import crossing, need
from wattlas.projection.assumptions import Drawn, assumptions
from wattlas.projection.crossing import BASES, yearly_limits
from wattlas.projection.demand import own_base_twh
from wattlas.projection.sample import Frame, block, with_highest_hour

INPUTS = assumptions().items
SETTINGS = {
    "region": "china",
    "to": 2039,
    "method": "stock",
    "draws": 32,
    "seed": 7,
}


SOME = 8
"""Draws of each case: what binds in few of them binds in one."""
CORRELATION = "correlation.growth"
PROGRAMMES = tuple(name for name in INPUTS if name.startswith("units_per_year."))
NOT_OF_ROWS = (CORRELATION, "patience.years", *PROGRAMMES)
"""Inputs that order draws, are one whole number for all, or a programme for all."""
COMES = {name: 1 for name in INPUTS if name.startswith("chance.")}
"""An option that comes in few draws may move no percentile: here all come."""


@pytest.fixture(autouse=True)
def without_swings(monkeypatch):
    """Leave out what each input is worth: an input must be seen without that."""
    monkeypatch.setattr("wattlas.projection.run.swings", lambda *_: ())


def moved(name: str, by: float) -> float:
    """Return another value that an input may have, so many times its own."""
    item, limits = INPUTS[name], outlook_quantity(name)
    value = item.mid * by if item.mid else 1.0
    # Whole years are moved by one.
    value = item.mid + 1.0 if item.unit == "year" else value
    return value if value <= limits.high else item.mid / by


def outlook(**given) -> object:
    """Return what an outlook says, without the list of its inputs."""
    found = wattlas.outlook(**({"to": 2040, "draws": 16} | given))
    return replace(found, inputs={}, sources=())


def crossed(scope: str, overrides: dict[str, float] | None = None) -> object:
    """Return what the years of a crossing rest on; whole years hide a little."""
    crossing(growth=1.3, draws=16, scope=scope, overrides=overrides)
    drawn = assumptions(overrides).draw(16, 1)
    years = np.arange(2026.0, 2101.0).reshape(1, -1, 1)
    limits = {name: array.sum() for name, array in yearly_limits(drawn, years).items()}
    own = (np.sum(drawn[BASES[scope]]), np.sum(drawn["generation_growth.world"]))
    return limits, own


def needed(**given) -> object:
    """Return what an energy needs."""
    return need(twh=9000, by=2040, draws=16, **given).to_dict()


def rows_moved(names: list[str]) -> Drawn:
    """Return inputs in rows, some draws of each case: all as drawn, then one moved.

    An option that has a chance comes in every case, but in that of its chance.
    """
    drawn, cases = assumptions(COMES).draw(SOME, 1), len(names) + 1
    values: dict[str, object] = dict(drawn)
    for case, name in enumerate(names, start=1):
        by = moved(name, 1.1) / INPUTS[name].mid if INPUTS[name].mid else None
        key = name.replace("chance.", "exists.")
        column = np.resize(np.ravel(drawn[key]), (cases, SOME))
        if key != name:
            column[case] = 0.0
        else:
            column[case] = column[case] * by if by else column[case] + 0.1
        values[key] = column.reshape(-1, 1, 1)
    return Drawn(values)


@pytest.mark.parametrize("method", METHODS)
def test_no_input_of_an_outlook_is_ignored(method):
    """Law: an input that is set changes a quantity, or is refused by its name.

    All inputs at once, in rows of their own: what no row reads is what is refused.
    """
    names = [n for n in INPUTS if n not in NOT_OF_ROWS]
    values, rows = rows_moved(names), (len(names) + 1) * SOME
    frame = Frame((method,), tuple(range(2025, 2041)), rows, 0)
    found = with_highest_hour(block(values, frame, rows), "world").samples[method]
    read = values.read | {n.replace("exists.", "chance.") for n in values.read}
    found = found | {"base": own_base_twh(method, values)}
    moves = np.zeros(len(names), dtype=bool)
    for x in found.values():
        if np.shape(x)[0] == rows:
            cases = np.reshape(x, (len(names) + 1, -1))
            moves |= np.any(cases[1:] != cases[0], axis=1)
    lost = [n for n, acts in zip(names, moves, strict=True) if n in read and not acts]
    assert lost == []
    for name in (n for n in names if n not in read):
        with pytest.raises(InputError, match=re.escape(name)):
            outlook(method=method, overrides={name: moved(name, 1.1)})


@pytest.mark.parametrize("name", NOT_OF_ROWS)
def test_what_is_of_all_rows_changes_what_is_said(name):
    """Law: the same of what is no column of draws."""
    given = {name: 0.0 if name == CORRELATION else moved(name, 1.1)}
    assert outlook(overrides=given) != outlook()


ASKED = {
    **{f"crossing of {s}": (partial(crossed, s), 1.1) for s in BASES},
    **{f"need of {s}": (partial(needed, scope=s), 1.1) for s in BASES},
}
"""Ways to ask, and how far an input is moved so that it must be seen."""


def seen_where_all_comes(ask, name: str, by: float) -> bool:
    """Say whether an input changes what is said where every option comes."""
    return ask(overrides=COMES | {name: moved(name, by)}) != ask(overrides=COMES)


@pytest.mark.parametrize("way", ASKED)
def test_no_input_is_ignored(way):
    """Law: an input that is set changes what is said, or is refused by its name."""
    (ask, by), lost = ASKED[way], []
    before = ask()
    for name in INPUTS:
        try:
            after = ask(overrides={name: moved(name, by)})
        except InputError as error:
            if name not in str(error):
                lost.append(f"{name}: {error}")
            continue
        if after == before and not seen_where_all_comes(ask, name, by):
            lost.append(name)
    assert lost == []


@pytest.mark.parametrize("name", SETTINGS)
def test_no_setting_is_ignored(name):
    """Law: the same of each setting of an outlook."""
    assert outlook(**{name: SETTINGS[name]}) != outlook()


def test_what_another_method_reads_is_refused():
    """Bad input: the whole sentence."""
    with pytest.raises(InputError) as error:
        outlook(method="stock", overrides={"users.limit": 8})
    assert str(error.value) == (
        "users.limit would change nothing of what AI asks for and gets by stock: leave "
        "it out."
    )


def test_a_base_that_is_given_twice():
    """Bad input: by its option and by its name."""
    with pytest.raises(InputError) as error:
        crossing(base_twh=93, overrides={"base_twh.ai": 90}, draws=16)
    assert str(error.value) == (
        "base_twh.ai is given twice: as an option and by its name."
    )
