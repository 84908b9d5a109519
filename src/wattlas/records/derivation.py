"""A derivation: how figures came about, step by step, and how a record holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wattlas.errors import InputError
from wattlas.plain import Codec, Plain, written
from wattlas.plain.agreement import alike
from wattlas.plain.reading import read
from wattlas.records.figures import Input


@dataclass(frozen=True, init=False)
class Step(Plain):
    """One step of a derivation: a chain function at the central inputs.

    `formula` is the expression that gives the value, in the names of the inputs; ''
    where the function iterates. It may be given as a function, which is called when
    the formula is first read: few derivations are.

    >>> Step("facility_energy_kwh", lambda: "it_energy_kwh * pue", "", 1.2, ()).formula
    'it_energy_kwh * pue'
    """

    name: str
    formula: str
    meaning: str
    value: float
    inputs: tuple[tuple[str, float | str, Step | Input | None], ...] = field(
        default=(), metadata=written(skip=True)
    )
    """Name, value and origin of each; steps are shared, so a derivation is a graph."""

    def __init__(
        self,
        name: str,
        formula: str | Callable[[], str],
        meaning: str,
        value: float,
        inputs: tuple[tuple[str, float | str, Step | Input | None], ...] = (),
    ) -> None:
        """Take the fields; a formula that is a function is kept until it is read."""
        vars(self).update(name=name, meaning=meaning, value=value, inputs=inputs)
        vars(self)["formula" if isinstance(formula, str) else "_formula"] = formula

    def __getattr__(self, name: str) -> str:
        """Return the formula when it is first read."""
        if name != "formula" or "_formula" not in vars(self):
            raise AttributeError(name)
        text: str = vars(self).pop("_formula")()
        vars(self)["formula"] = text
        return text


def walk(step: Step) -> Iterator[Step]:
    """Yield a derivation's steps, the result first."""
    yield step
    for _, _, parent in step.inputs:
        if isinstance(parent, Step):
            yield from walk(parent)


@dataclass(frozen=True)
class Origin(Plain):
    """An input of a step as a record holds it.

    `step` is the place of the step that it comes from, `input` the label of its input.
    """

    name: str
    value: float | str
    step: int | None = field(default=None, metadata=written(omit=True))
    input: str = field(default="", metadata=written(omit=True))


@dataclass(frozen=True)
class FlatStep(Plain):
    """A step as a record holds it: its inputs are places and labels."""

    name: str
    formula: str
    meaning: str
    value: float
    inputs: tuple[Origin, ...]


@dataclass(frozen=True)
class Graph(Plain):
    """A derivation as a record holds it: each step once, after those that it needs."""

    steps: tuple[FlatStep, ...]
    results: tuple[int, ...]


def _write_derivation(record: Any) -> dict[str, Any]:
    """Return a graph of steps as a list: each step once, its parents before it."""
    order: dict[int, Step] = {}

    def visit(step: Step) -> None:
        if id(step) in order:
            return
        for _, _, parent in step.inputs:
            if isinstance(parent, Step):
                visit(parent)
        order[id(step)] = step

    for result in record.derivation:
        visit(result)
    places = {key: place for place, key in enumerate(order)}
    steps = tuple(_flat(step, places) for step in order.values())
    results = tuple(places[id(s)] for s in record.derivation)
    return {"derivation": Graph(steps, results).to_dict()}


def _flat(step: Step, places: Mapping[int, int]) -> FlatStep:
    origins = (_origin(*item, places) for item in step.inputs)
    return FlatStep(step.name, step.formula, step.meaning, step.value, tuple(origins))


def _origin(
    name: str,
    value: float | str,
    origin: Step | Input | None,
    places: Mapping[int, int],
) -> Origin:
    plain = value if isinstance(value, str) else float(value)
    if isinstance(origin, Step):
        return Origin(name, plain, places[id(origin)])
    return Origin(name, plain, input=origin.label if origin is not None else "")


def _read_derivation(
    data: Mapping[str, Any], path: str, fields: Mapping[str, Any]
) -> tuple[Step, ...]:
    place = f"{path}.derivation"
    if "derivation" not in data:
        raise InputError(
            "{path} lacks 'derivation': the record is not whole.",
            path=path,
        )
    graph: Graph = read(Graph, data["derivation"], place)
    inputs = {i.label: i for i in fields["inputs"]}
    steps: list[Step] = []
    for number, flat in enumerate(graph.steps):
        where = f"{place}.steps[{number}].inputs"
        origins = tuple(
            (origin.name, origin.value, _found(origin, steps, inputs, f"{where}[{i}]"))
            for i, origin in enumerate(flat.inputs)
        )
        steps.append(Step(flat.name, flat.formula, flat.meaning, flat.value, origins))
    for number, result in enumerate(graph.results):
        _check_step(result, steps, f"{place}.results[{number}]")
    return tuple(steps[result] for result in graph.results)


def _found(
    origin: Origin, steps: list[Step], inputs: Mapping[str, Input], path: str
) -> Step | Input | None:
    """Return where an input of a step comes from; its value must be that one's."""
    if origin.step is not None:
        _check_step(origin.step, steps, f"{path}.step")
        step = steps[origin.step]
        _check_value(origin, step.value, f"derivation.steps[{origin.step}]", path)
        return step
    if not origin.input:
        return None
    if origin.input not in inputs:
        raise InputError(
            "{path}.input must be the label of an input of the record, got {input!r}.",
            path=path,
            input=origin.input,
        )
    _check_value(origin, inputs[origin.input].mid, origin.input, path)
    return inputs[origin.input]


def _check_step(place: int, steps: list[Step], path: str) -> None:
    if not 0 <= place < len(steps):
        raise InputError(
            "{path} must be the place of a step before it, from 0 to {steps_count}, "
            "got {place}.",
            path=path,
            steps_count=len(steps) - 1,
            place=place,
        )


def _check_value(origin: Origin, value: float, source: str, path: str) -> None:
    if not alike(origin.value, value):
        raise InputError(
            "{path}.value is {value}, and {source} says {value_2}.",
            path=path,
            value=origin.value,
            source=source,
            value_2=value,
        )


DERIVATION = Codec({"derivation": Graph}, _write_derivation, _read_derivation)
"""A derivation as a flat list of steps, whose inputs are places in it, or labels."""
