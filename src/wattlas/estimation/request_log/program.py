"""A chain of links as a list of operations on arrays: made once, run on many rows.

What the rows share is reckoned once, what leads to no result is left out, and few
arrays are used again and again, so that they stay in the processor's cache.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from wattlas.chain.types import Value
from wattlas.estimation.request_log.columns import Floats
from wattlas.estimation.request_log.grouping import Rows
from wattlas.estimation.request_log.tracing import (
    COMPARISONS,
    Function,
    Trace,
    Traced,
)

CHUNK_ROWS = 8_192
"""Rows computed at once: their arrays stay in the processor's cache."""
Chain: TypeAlias = Callable[[Callable[..., Any], Mapping[str, Any]], Mapping[str, Any]]
"""Calls links by a caller of steps for inputs by name; returns results by name."""
_SLOW_WITH_NUMBERS = frozenset({np.maximum, np.minimum})
"""Operations that are twice as fast with an array of the number."""


@dataclass(frozen=True, slots=True)
class _Task:
    """A function, where its operands are held, and where its value is to be."""

    function: Function
    operands: tuple[int, ...]
    names: tuple[str, ...]
    place: int
    fills: bool

    def run(self, held: list[Any]) -> None:
        given = [held[place] for place in self.operands]
        if self.fills:
            self.function(*given, out=held[self.place])
        elif self.names:
            held[self.place] = self.function(
                **dict(zip(self.names, given, strict=True))
            )
        else:
            held[self.place] = self.function(*given)


class _Places:
    """Where values are held: arrays that are used again first, then all else."""

    def __init__(self) -> None:
        self.arrays = 0
        self.others: list[Any] = []
        self._free: list[int] = []
        self._of_others: dict[Any, int] = {}

    def array(self) -> int:
        """Return the place of an array that nothing needs any more."""
        if self._free:
            return self._free.pop()
        self.arrays += 1
        return self.arrays - 1

    def free(self, place: int) -> None:
        """Take back the place of an array that nothing needs any more."""
        if place >= 0:
            self._free.append(place)

    def other(self, value: Any, *, spread: bool = False) -> int:
        """Return the place of something that stays, counted down from -1.

        A number that is `spread` is held as an array of it.
        """
        key = (value, spread) if isinstance(value, float) else id(value)
        if key not in self._of_others:
            self.others.append((value, spread))
            self._of_others[key] = -len(self.others)
        return self._of_others[key]

    def held(self, rows: int) -> list[Any]:
        """Return what is held, for a number of rows."""
        arrays = [array[:rows] for array in _ARRAYS.first(self.arrays)]
        others = (
            np.full(rows, value) if spread else value for value, spread in self.others
        )
        return [*arrays, *reversed(list(others))]


class _Arrays(threading.local):
    """The arrays of a thread, which one program after another uses."""

    def __init__(self) -> None:
        self._all: list[Floats] = []

    def first(self, count: int) -> list[Floats]:
        """Return so many of them."""
        while len(self._all) < count:
            self._all.append(np.empty(CHUNK_ROWS))
        return self._all[:count]


_ARRAYS = _Arrays()


class Program:
    """The operations that lead from inputs of rows to results.

    Parameters
    ----------
    chain : callable
        Calls links by a caller of steps for inputs by name; returns results by name.
    names : iterable
        The inputs that rows differ in.

    Examples
    --------
    >>> program = Program(lambda step, rows: {"twice": rows["x"] * 2.0}, ["x"])
    >>> found = program.over({"x": np.arange(3.0)}, np.array([2, 0]))
    >>> [(rows.tolist(), values["twice"].tolist()) for rows, values in found]
    [([2, 0], [4.0, 0.0])]
    """

    def __init__(self, chain: Chain, names: Iterable[str]) -> None:
        trace = Trace()
        inputs = {name: trace.input(name) for name in names}
        self._results = dict(chain(trace.step, inputs))
        self._places = _Places()
        self._place_of: dict[int, int] = {}
        last = _last_needs(trace, self._results.values())
        self._inputs = {}
        for name, value in inputs.items():
            if value.number in last:
                self._inputs[name] = self._hold(value.number)
        taken = set(self._place_of)
        self._tasks = [
            self._task(trace, number, last)
            for number in sorted(last)
            if number not in taken
        ]

    def over(
        self, numbers: Mapping[str, Floats], rows: Rows
    ) -> Iterator[tuple[Rows, dict[str, Value]]]:
        """Yield the results of some rows, in parts.

        What comes next in the thread takes their place: keep a copy.
        """
        size = min(CHUNK_ROWS, len(rows))
        whole = self._places.held(size)
        for start in range(0, len(rows), CHUNK_ROWS):
            part = rows[start : start + size]
            held = whole if len(part) == size else self._places.held(len(part))
            for name, place in self._inputs.items():
                np.take(numbers[name], part, out=held[place], mode="clip")
            for task in self._tasks:
                task.run(held)
            yield part, {n: self._result(v, held) for n, v in self._results.items()}

    def _hold(self, number: int) -> int:
        self._place_of[number] = self._places.array()
        return self._place_of[number]

    def _task(self, trace: Trace, number: int, last: Mapping[int, int]) -> _Task:
        operation = trace.operations[number]
        spread = operation.function in _SLOW_WITH_NUMBERS
        operands = tuple(
            self._place_of[operand.number]
            if isinstance(operand, Traced)
            else self._places.other(operand, spread=spread)
            for operand in operation.operands
        )
        fills = (
            isinstance(operation.function, np.ufunc)
            and operation.function not in COMPARISONS
        )
        for place in {
            self._place_of[o.number]
            for o in operation.operands
            if isinstance(o, Traced) and last[o.number] == number
        }:
            self._places.free(place)
        place = self._hold(number) if fills else self._places.other(operation)
        self._place_of[number] = place
        return _Task(operation.function, operands, operation.names, place, fills)

    def _result(self, value: Any, held: list[Any]) -> Value:
        is_number = not isinstance(value, Traced)
        found: Value = value if is_number else held[self._place_of[value.number]]
        return found


def _last_needs(trace: Trace, results: Iterable[Any]) -> dict[int, int]:
    """Return the operations that results need, and which needs each last."""
    last = {v.number: len(trace.operations) for v in results if isinstance(v, Traced)}
    for number in range(len(trace.operations) - 1, -1, -1):
        if number in last:
            for operand in trace.operations[number].operands:
                if isinstance(operand, Traced):
                    last.setdefault(operand.number, number)
    return last
