"""The named inputs of one estimate: given by the user or taken from the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from wattlas import draws, facts
from wattlas.chain.types import Value
from wattlas.errors import (
    ContradictionError,
    InputError,
    Message,
    Several,
    UnknownNameError,
    unknown_name,
)
from wattlas.estimation.input_values import (
    check_limits,
    exact,
    input_from_fact,
    input_from_quantity,
    parse_given,
)
from wattlas.notes import Note
from wattlas.parameters import QUANTITIES, Given
from wattlas.parameters import quantity as limits_of
from wattlas.records import Fact, Input

TOGETHER = "together"
"""Label of the draw by which inputs that differ together are chosen."""


class Inputs:
    """Collects the inputs of one estimate, with what is absent and why."""

    def __init__(self, overrides: Mapping[str, Given] | None = None) -> None:
        self._overrides = dict(overrides or {})
        self._used: set[str] = set()
        self._items: dict[str, Input] = {}
        self.absent: dict[str, str] = {}
        self.notes: list[Note] = []
        self.kept: set[str] = set()
        self.replaced: dict[str, Input] = {}
        self.joint: Mapping[str, NDArray[np.float64]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._items

    def __getitem__(self, name: str) -> Input:
        return self._items[name]

    @property
    def items(self) -> tuple[Input, ...]:
        """Every input, in the order in which it was added."""
        return tuple(self._items.values())

    def mids(self) -> dict[str, Value]:
        """Return the central value of each input, by name."""
        return {name: item.mid for name, item in self._items.items()}

    def draw(self, n: int, seed: int) -> dict[str, Value]:
        """Return n draws of each inexact input and the value of each exact one."""
        arrays = draws.draw(self._items.values(), n, seed)
        drawn: dict[str, Value] = {
            name: _within_limits(name, arrays[item.label])
            if item.label in arrays
            else item.mid
            for name, item in self._items.items()
        }
        return drawn | self._draw_together(n, seed)

    def _draw_together(self, n: int, seed: int) -> dict[str, Value]:
        if not self.joint:
            return {}
        ways = len(next(iter(self.joint.values())))
        rank = Input(TOGETHER, 0.5, 0.05, 0.95, "uniform", "1", "assumed")
        way = (draws.draw([rank], n, seed)[TOGETHER] * ways).astype(int)
        chosen = np.clip(way, 0, ways - 1)
        return {name: values[chosen] for name, values in self.joint.items()}

    def add_together(
        self, ways: Sequence[Mapping[str, float]], given: Set[str], note: str
    ) -> None:
        """Add inputs that differ together: one of the ways, each as likely as others.

        The first way is the central one; the user gave the `given` ones. What the user
        set by name stays as it is.
        """
        for name, mid in ways[0].items():
            values = [way[name] for way in ways]
            item = Input(name, mid, mid, mid, "fixed", "1", "assumed", note=note)
            if name in given:
                item = replace(item, source="given", given=True, note="")
            self.add(item)
            if name not in self._overrides and len(set(values)) > 1:
                low, high = min(values), max(values)
                self.replace(
                    replace(self._items[name], shape="uniform", low=low, high=high)
                )
                self.joint = {**self.joint, name: np.array(values)}

    def set_by_name(self, name: str) -> Given:
        """Return what the user set for an input by its name, or None."""
        return self._overrides.get(name)

    def add(self, item: Input) -> None:
        """Add an input; raise InputError if its value is not possible.

        An input of the tables gives way to what the user set by its name.
        """
        self._items[item.name] = self._as_set(item)

    def _as_set(self, item: Input) -> Input:
        """Return an input, or what the user set by its name, if it is possible."""
        key = item.label if item.label in self._overrides else item.name
        value = self._overrides.get(key)
        if value is not None and item.given:
            raise ContradictionError(
                "{name} is given twice: as an option and by its name.",
                name=key,
            )
        if key != item.name and item.name in self._overrides:
            raise ContradictionError(
                "{name} and {key} are both set: set one.", name=item.name, key=key
            )
        if value is not None:
            self.replaced[item.name] = item
            item = _overridden(item, value)
        self._used.add(key)
        check_limits(item)
        return item

    def exact(self, name: str, use: str) -> float:
        """Return an input that is one number, no range; `use` says why.

        Raises
        ------
        InputError
            If the user gave a range.
        """
        item = self._items[name]
        if not item.exact:
            raise InputError(
                "{name} {use} and takes no range, got {low:g} to {high:g}: give one "
                "value at a time.",
                name=name,
                use=Message(use),
                low=item.low,
                high=item.high,
            )
        return item.mid

    def replace(self, item: Input) -> None:
        """Put an input in the place of the one of its name, without asking again."""
        check_limits(item)
        self._items[item.name] = item

    def keep(self, *names: str) -> None:
        """Keep inputs in the record that the chain itself does not read."""
        self.kept.update(names)

    def check_overrides(self) -> None:
        """Raise an error if the user set an input that is not there.

        One that other questions have would not be used; any other is no name.
        """
        for name in sorted(self._overrides.keys() - self._used):
            if name.partition("@")[0] in QUANTITIES:
                raise ContradictionError(
                    "{name} would not be used: with what else is given, nothing of "
                    "this estimate rests on it. Leave it out.",
                    name=name,
                )
            listing = Message("leave it out, and the result prints its inputs")
            raise UnknownNameError(unknown_name("input", name, self._items, listing))

    def give(
        self,
        name: str,
        value: Given,
        unit: str,
        shape: str = "lognormal",
        needs_unit: bool = False,
    ) -> bool:
        """Add an input that the user gave; return False if it was not given."""
        if value is None:
            return False
        parsed = parse_given(name, value, unit, needs_unit=needs_unit)
        self.add(input_from_quantity(name, parsed, unit, shape))
        return True

    def take(self, name: str, fact: Fact, place: str = "") -> None:
        """Add an input from the tables."""
        self.add(input_from_fact(name, fact, place))

    def give_or_take(
        self, name: str, value: Given, fact: Fact, place: str = ""
    ) -> None:
        """Add what the user gave, else the fact. The fact sets unit and shape."""
        shape = "lognormal" if fact.shape == "fixed" else fact.shape
        if not self.give(name, value, fact.unit, shape):
            self.take(name, fact, place)

    def constant(
        self, name: str, group: str, value: Given = None, place: str = ""
    ) -> None:
        """Add what the user gave, else the constant of a group of the chain.

        `place` names what the constant belongs to (a chip), where two of one name
        must be drawn apart.
        """
        self.give_or_take(name, value, facts.number("constants", group, name), place)

    def fitted(self, name: str, group: str) -> None:
        """Add a fitted constant as exact: what a fit misses is in an error of its own.

        Its interval stands in the table; drawing it too would count the error twice.
        """
        self.take(name, exact(facts.number("constants", group, name)))

    def extrapolated(self, link: str) -> Input:
        """Add and return the error of a link outside of where it was fitted.

        One input for each link, so that their errors are drawn apart.
        """
        fact = facts.number("constants", "fits", "extrapolation_error")
        item = self._as_set(input_from_fact("extrapolation_error", fact, link))
        self._items[item.label] = item
        self.keep(item.name)
        return item

    def is_absent(self, name: str, reason: str) -> None:
        """Note that an input is absent, and the code of the reason."""
        self.absent[name] = reason


def _overridden(item: Input, value: float | int | str) -> Input:
    unit = item.unit
    money = unit.partition("/")[0].isupper() and len(unit.partition("/")[0]) == 3
    parsed = parse_given(item.name, value, f"money{unit[3:]}" if money else unit)
    if parsed.currency and parsed.currency != unit[:3]:
        raise InputError(
            "{name}: give it in {unit} here, got {currency}.",
            name=item.name,
            unit=unit[:3],
            currency=parsed.currency,
        )
    shape = "lognormal" if item.shape == "fixed" else item.shape
    return input_from_quantity(item.name, parsed, unit, shape, item.place)


def _within_limits(name: str, array: Value) -> Value:
    """Return draws that stay inside what is possible: a range may end at a limit."""
    limits = limits_of(name)
    return np.clip(array, limits.low, limits.high)


def refuse_unused(options: object, names: Iterable[str], because: str) -> None:
    """Raise ContradictionError if an option is given that nothing would read."""
    given = [name for name in names if getattr(options, name) is not None]
    if given:
        raise ContradictionError(
            "{given} would not be used {because}. Leave it out.",
            given=Several(given, " and "),
            because=Message(because),
        )
