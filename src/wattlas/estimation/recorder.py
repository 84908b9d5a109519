"""Calls the links of the chain and keeps how each result came about.

Numbers of the central chain carry their origin with them, so that a derivation links
what was really passed, whatever a later link calls it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Protocol

from wattlas.chain.architecture import Architecture
from wattlas.chain.types import Value
from wattlas.estimation.fitted import Call, fitted_bounds
from wattlas.estimation.formula import formula_text
from wattlas.records import Input, Step


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
    """Calls links and records each as a `Step`, linked to the steps before it.

    `calls` are all calls in their order, with the ranges that their links were fitted
    on.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def __call__(self, function: Callable[..., Value], /, **inputs: Any) -> Value:
        """Call a link; its result knows the formula, the inputs and their origins."""
        noted = {
            name: _Shape(value) if isinstance(value, Architecture) else value
            for name, value in inputs.items()
        }
        result = float(function(**noted))
        self.calls.append(Call(function, inputs, fitted_bounds(inputs)))
        step = Step(
            name=function.__name__,
            formula=partial(formula_text, function, frozenset(inputs)),
            meaning=_meaning_of(function),
            value=result,
            inputs=tuple(shown for item in noted.items() for shown in _shown(*item)),
        )
        return Tracked.of(result, step)


class _Shape:
    """A model's shape that notes what a link reads of it: inputs of the formula."""

    def __init__(self, architecture: Architecture) -> None:
        self.shape = architecture
        self.seen: dict[str, float] = {}

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.shape, name)
        self.seen[name] = float(value)
        return value


def step_of(value: Any) -> Step | None:
    """Return the step that made a number, or None for an input or a plain number."""
    origin = getattr(value, "origin", None)
    return origin if isinstance(origin, Step) else None


def _shown(
    name: str, value: Any
) -> Iterator[tuple[str, float | str, Step | Input | None]]:
    """Yield an input with its origin; a shape by its name and by what was read."""
    if not isinstance(value, _Shape):
        yield name, float(value), getattr(value, "origin", None)
        return
    yield name, value.shape.name, None
    for part, number in value.seen.items():
        yield f"{name}.{part}", number, None


def _meaning_of(function: Callable[..., Any]) -> str:
    return (function.__doc__ or "").strip().splitlines()[0]


class Overlaid(Mapping[str, Value]):
    """Inputs of the chain with some that follow from others laid over them."""

    def __init__(self, under: Mapping[str, Value], over: dict[str, Value]) -> None:
        self._under, self._over = under, over

    def __getitem__(self, name: str) -> Value:
        return self._over[name] if name in self._over else self._under[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**dict.fromkeys(self._under), **self._over})

    def __len__(self) -> int:
        return len(set(self._under) | set(self._over))
