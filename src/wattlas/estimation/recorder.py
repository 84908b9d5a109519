"""Calls the links of the chain and keeps how each result came about.

A link's parameters carry the names of the quantities, so a result is found again as
the input of a later link by its name and value; what no link made is an input.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from wattlas.chain.architecture import Architecture
from wattlas.chain.types import Value
from wattlas.records import Input, Step

_FORMULA = re.compile(r"``(.+?)``", re.DOTALL)


class StepCaller(Protocol):
    """Calls one link: `step(function, **inputs)`."""

    def __call__(self, function: Callable[..., Value], /, **inputs: Any) -> Value:
        """Return the link's result for the inputs."""


def plain_step(function: Callable[..., Value], /, **inputs: Any) -> Value:
    """Call a link without keeping anything: for draws and bulk paths."""
    return function(**inputs)


class Recorder:
    """Calls links and records each as a `Step`, linked to the steps before it."""

    def __init__(self, inputs: Mapping[str, Input]) -> None:
        self._inputs = inputs
        self._made: dict[tuple[str, float], Step] = {}

    def __call__(self, function: Callable[..., Value], /, **inputs: Any) -> Value:
        """Call a link and keep its formula, inputs and result."""
        result = function(**inputs)
        step = Step(
            name=function.__name__,
            formula=formula_of(function),
            meaning=_meaning_of(function),
            value=float(result),
            inputs=tuple(
                (name, *self._shown(name, value)) for name, value in inputs.items()
            ),
        )
        self._made[step.name, step.value] = step
        return result

    def step_of(self, name: str, value: float) -> Step | None:
        """Return the step that made a result, or None."""
        made = self._made.get((name, value))
        if made is not None:
            return made
        return next((s for (_, v), s in self._made.items() if v == value != 0), None)

    def _shown(self, name: str, value: Any) -> tuple[float | str, Step | Input | None]:
        if isinstance(value, Architecture):
            return value.name, None
        return float(value), self._origin(name, float(value))

    def _origin(self, name: str, value: float) -> Step | Input | None:
        known = self._inputs.get(name)
        if known is not None and known.mid == value:
            return known
        return self.step_of(name, value) or self._renamed(value)

    def _renamed(self, value: float) -> Input | None:
        """Return the one input of this value, which the link calls otherwise."""
        same = [i for i in self._inputs.values() if i.mid == value != 0]
        return same[0] if len(same) == 1 else None


def formula_of(function: Callable[..., Any]) -> str:
    """Return the equation in a link's docstring: its first double-backtick literal."""
    match = _FORMULA.search(function.__doc__ or "")
    return " ".join(match[1].split()) if match else ""


def _meaning_of(function: Callable[..., Any]) -> str:
    return (function.__doc__ or "").strip().splitlines()[0]
