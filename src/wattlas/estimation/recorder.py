"""Calls the links of the chain and keeps how each result came about.

Numbers of the central chain carry their origin with them, so that a derivation links
what was really passed, whatever a later link calls it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
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


def inputs_named(v: Mapping[str, Value], names: str) -> dict[str, Value]:
    """Return the inputs of these names, separated by spaces."""
    return {name: v[name] for name in names.split()}


class Tracked(float):
    """A number of the central chain that knows the input or the step it comes from."""

    origin: Step | Input

    @classmethod
    def of(cls, value: float, origin: Step | Input) -> Tracked:
        """Return the number with its origin."""
        number = cls(value)
        number.origin = origin
        return number


class TrackedInputs(dict[str, Value]):
    """The central values of inputs, each with its origin; keeps which were read."""

    def __init__(self, inputs: Iterable[Input]) -> None:
        super().__init__({i.name: Tracked.of(i.mid, i) for i in inputs})
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Value:
        self.read.add(name)
        return super().__getitem__(name)


class Recorder:
    """Calls links and records each as a `Step`, linked to the steps before it."""

    def __call__(self, function: Callable[..., Value], /, **inputs: Any) -> Value:
        """Call a link; its result knows the formula, the inputs and their origins."""
        result = float(function(**inputs))
        step = Step(
            name=function.__name__,
            formula=formula_of(function),
            meaning=_meaning_of(function),
            value=result,
            inputs=tuple((name, *_shown(value)) for name, value in inputs.items()),
        )
        return Tracked.of(result, step)


def step_of(value: Any) -> Step | None:
    """Return the step that made a number, or None for an input or a plain number."""
    origin = getattr(value, "origin", None)
    return origin if isinstance(origin, Step) else None


def _shown(value: Any) -> tuple[float | str, Step | Input | None]:
    if isinstance(value, Architecture):
        return value.name, None
    return float(value), getattr(value, "origin", None)


def formula_of(function: Callable[..., Any]) -> str:
    """Return the equation in a link's docstring: its first double-backtick literal."""
    match = _FORMULA.search(function.__doc__ or "")
    return " ".join(match[1].split()) if match else ""


def _meaning_of(function: Callable[..., Any]) -> str:
    return (function.__doc__ or "").strip().splitlines()[0]
