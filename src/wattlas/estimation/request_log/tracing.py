"""Links of the chain noted as operations on arrays, each once, in its shortest form.

A chain that is called with `Traced` values says which operations lead to its results:
numbers are reckoned at once, the same operation is noted once, and what adds nothing or
multiplies by one is left out. Rounding may differ in the last digits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite, log
from typing import Any, TypeAlias

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

Operand: TypeAlias = "Traced | float"
Function: TypeAlias = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """A function of earlier values; a `link` is called by names, as a whole."""

    function: Function
    operands: tuple[Operand, ...]
    names: tuple[str, ...] = ()

    @property
    def is_link(self) -> bool:
        """Whether it is a link that is no plain arithmetic."""
        return bool(self.names)


class Trace:
    """The operations of a chain, in the order of their making.

    Examples
    --------
    >>> trace = Trace()
    >>> x = trace.input("x")
    >>> (x * 2.0 * 3.0 + 0.0).number, (6.0 * x).number, len(trace.operations)
    (2, 2, 3)
    """

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self.inputs: dict[str, Traced] = {}
        self._known: dict[tuple[Any, ...], Traced] = {}

    def input(self, name: str) -> Traced:
        """Return a value that each row has its own of."""
        found = self.inputs[name] = self._noted(Operation(np.positive, (), (name,)))
        return found

    def step(self, function: Function, /, **inputs: Any) -> Any:
        """Call a link: a caller of steps, which notes what is no plain arithmetic."""
        try:
            return function(**inputs)
        except TypeError:
            if not any(isinstance(value, Traced) for value in inputs.values()):
                raise
        return self._noted(Operation(function, tuple(inputs.values()), tuple(inputs)))

    def apply(self, function: Function, *operands: Operand) -> Operand:
        """Return the value of an operation, in its shortest form."""
        if not any(isinstance(operand, Traced) for operand in operands):
            return float(function(*operands))
        shortened = _SHORTENED.get(function)
        found = shortened(self, *operands) if shortened else None
        if found is not None:
            return found
        if function in _COMMUTING:  # numbers last
            operands = tuple(sorted(operands, key=_place, reverse=True))
        return self._noted(Operation(function, operands))

    def of(self, value: Traced) -> Operation:
        """Return the operation that a value comes from."""
        return self.operations[value.number]

    def _noted(self, operation: Operation) -> Traced:
        key = operation.function, tuple(map(_key, operation.operands)), operation.names
        if key not in self._known:
            self._known[key] = Traced(self, len(self.operations))
            self.operations.append(operation)
        return self._known[key]


class Traced(NDArrayOperatorsMixin):
    """A value of every row: arithmetic with it is noted, not done."""

    __slots__ = ("number", "trace")

    def __init__(self, trace: Trace, number: int) -> None:
        self.trace = trace
        self.number = number

    def __array_ufunc__(
        self, function: Any, method: str, *operands: Any, **options: Any
    ) -> Any:
        """Note an operation of numpy."""
        if method != "__call__" or options:
            return NotImplemented
        return self.trace.apply(function, *map(_operand, operands))

    def __array_function__(
        self, function: Any, types: Any, operands: Any, options: Any
    ) -> Any:
        """Note a choice between two values; others are no plain arithmetic."""
        if function is not np.where or options or len(operands) != 3:
            return NotImplemented
        chooser, first, second = map(_operand, operands)
        if isinstance(chooser, Traced):
            return self.trace.apply(np.where, chooser, first, second)
        return first if chooser else second

    def __array__(self, *_: Any, **__: Any) -> Any:
        """Refuse to be an array: there are no numbers yet."""
        raise TypeError("no numbers yet")

    def __bool__(self) -> bool:
        """Refuse to choose a way: rows may differ."""
        raise TypeError("rows may differ")


def _operand(value: Any) -> Operand:
    return value if isinstance(value, Traced) else float(value)


def _key(operand: Any) -> Any:
    return ("row", operand.number) if isinstance(operand, Traced) else operand


def _place(operand: Operand) -> int:
    return operand.number if isinstance(operand, Traced) else -1


def _add(trace: Trace, x: Operand, y: Operand) -> Operand | None:
    if not isinstance(x, Traced):
        return trace.apply(np.add, y, x)
    if isinstance(y, Traced):
        return None
    return x if y == 0 else _merged(trace, np.add, x, y)


def _subtract(trace: Trace, x: Operand, y: Operand) -> Operand | None:
    return None if isinstance(y, Traced) else trace.apply(np.add, x, -y)


def _multiply(trace: Trace, x: Operand, y: Operand) -> Operand | None:
    if not isinstance(x, Traced):
        return trace.apply(np.multiply, y, x)
    if isinstance(y, Traced):
        return None
    if y == 0:
        return 0.0
    if y == 1:
        return None if _is_truth(trace, x) else x
    return _merged(trace, np.multiply, x, y)


def _divide(trace: Trace, x: Operand, y: Operand) -> Operand | None:
    if isinstance(y, Traced):
        return None if isinstance(x, Traced) or x else 0.0
    inverse = 1.0 / y if y else 0.0
    usable = isfinite(inverse) and inverse != 0
    return trace.apply(np.multiply, x, inverse) if usable else None


def _negative(trace: Trace, x: Operand) -> Operand | None:
    return trace.apply(np.multiply, x, -1.0)


def _power(trace: Trace, x: Operand, y: Operand) -> Operand | None:
    """Return a power by cheaper operations, where there are some."""
    if isinstance(y, Traced):
        return None if isinstance(x, Traced) or x <= 0 else _exponential(trace, x, y)
    if not isinstance(x, Traced):
        return None
    if y in _ROOTS:
        for _ in range(_ROOTS[y]):
            x = trace.apply(np.sqrt, x)
        return x
    if y in (2.0, 4.0, 8.0):
        half = trace.apply(np.power, x, y / 2)
        return trace.apply(np.multiply, half, half)
    if y == 3.0:
        return trace.apply(np.multiply, trace.apply(np.multiply, x, x), x)
    if y == 1 / 3:
        return trace.apply(np.cbrt, x)
    return x if y == 1.0 else None


def _exponential(trace: Trace, base: float, y: Traced) -> Operand:
    """Return a power of a number; what underflows is next to nothing."""
    exponent = trace.apply(np.multiply, y, log(base))
    return trace.apply(np.exp, trace.apply(np.maximum, exponent, NEXT_TO_NOTHING))


def _merged(trace: Trace, function: Function, x: Traced, y: float) -> Operand | None:
    """Return one operation for two of the same with a number each."""
    before = trace.of(x)
    if before.function is not function or isinstance(before.operands[-1], Traced):
        return None
    first, number = before.operands
    both = float(function(number, y))
    if not isfinite(both) or (function is np.multiply and both == 0):
        return None
    return trace.apply(function, first, both)


def _is_truth(trace: Trace, x: Traced) -> bool:
    """Say whether a value is true or false: times one it becomes a number."""
    return trace.of(x).function in COMPARISONS


NEXT_TO_NOTHING = -700.0
"""The exponent of 1e-304: below it processors are slow."""
COMPARISONS = frozenset({np.greater, np.greater_equal, np.less, np.less_equal})
_COMMUTING = frozenset({np.add, np.multiply, np.maximum, np.minimum})
_ROOTS = {0.5: 1, 0.25: 2, 0.125: 3}
"""Powers that are roots of roots, and how many."""
_SHORTENED: dict[Any, Callable[..., Operand | None]] = {
    np.add: _add,
    np.subtract: _subtract,
    np.multiply: _multiply,
    np.divide: _divide,
    np.negative: _negative,
    np.power: _power,
}
