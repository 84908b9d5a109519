"""What the figures of an estimate owe each other."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum
from typing import TYPE_CHECKING

from wattlas.plain.agreement import alike
from wattlas.records.figures import GIVEN, RESULT_UNITS, Results

if TYPE_CHECKING:
    from wattlas.records.estimate import Estimate

Disagreements = Iterator[tuple[str, str]]
_NAMES = ("model", "hardware", "site", "country")
_INSIDE = (
    ("chip_energy_kwh", "it_energy_kwh"),
    ("it_energy_kwh", "facility_energy_kwh"),
    ("electricity_cost", "total_cost"),
    ("facility_carbon_kgco2e", "lifecycle_carbon_kgco2e"),
)
"""Results of which the second holds the first and more."""


def disagreements(estimate: Estimate) -> Disagreements:
    """Yield each field of an estimate that contradicts others, and how."""
    for name in _NAMES:
        if not isinstance(estimate.subject.get(name), str | None):
            yield f"subject.{name}", "must be text or null"
    every = {"results": estimate.results}
    every |= {f"stages.{name}": found for name, found in estimate.stages.items()}
    every |= {f"per.{name}": found for name, found in estimate.per.items()}
    for path, results in every.items():
        yield from _of_results(results, path)
    yield from _sums(estimate)
    yield from _of_a_unit(estimate)
    yield from _absent(estimate)
    yield from _derived(estimate)
    yield from _causes(estimate)


def _of_results(results: Results, path: str) -> Disagreements:
    for name, value in results.items():
        if name not in RESULT_UNITS:
            yield f"{path}.{name}", f"is none of {', '.join(RESULT_UNITS)}"
            continue
        unit = RESULT_UNITS[name]
        if unit and value.low < 0:
            yield f"{path}.{name}.low", f"must be >= 0 {unit}, got {value.low:g}"
        # A price that is given is of no known year.
        if bool(unit) == bool(value.currency) or (unit and value.year):
            held = "neither, for it is no money" if unit else "that of the money"
            yield f"{path}.{name}.currency", f"must be {held}"
    for inner, outer in _INSIDE:
        if inner in results and outer in results:
            less, more = results[inner].mid, results[outer].mid
            if less > more and not alike(less, more):
                yield f"{path}.{outer}.mid", f"is less than {inner}, which it holds"


def _sums(estimate: Estimate) -> Disagreements:
    """Yield results that are not the sums over the stages."""
    for name, value in estimate.results.items():
        parts = [found[name] for found in estimate.stages.values() if name in found]
        if not parts:
            yield f"results.{name}", "stands in no stage"
        elif len(estimate.stages) == 1 and value != parts[0]:
            yield f"results.{name}", "is not that of the only stage"
        elif not alike(value.mid, fsum(part.mid for part in parts)):
            yield (
                f"results.{name}.mid",
                f"is {value.mid:g} and the stages add up to "
                f"{fsum(part.mid for part in parts):g}",
            )


def _of_a_unit(estimate: Estimate) -> Disagreements:
    """Yield uses whose results are not one share of the whole."""
    for use, found in estimate.per.items():
        if found.keys() != estimate.results.keys():
            yield f"per.{use}", "must have the names of results"
            continue
        shares = [
            found[name].mid / whole.mid
            for name, whole in estimate.results.items()
            if whole.mid
        ]
        for name, whole in estimate.results.items():
            if shares and not alike(found[name].mid, whole.mid * shares[0]):
                yield f"per.{use}.{name}", "is not the share of results that others are"


def _absent(estimate: Estimate) -> Disagreements:
    for name in estimate.absent:
        if name in estimate.results:
            yield f"absent.{name}", "stands in results"
    headline = f"{estimate.boundary}_energy_kwh"
    if estimate.results and headline not in estimate.results:
        yield "boundary", f"needs {headline} in results"
    for name in RESULT_UNITS:
        if name not in {*estimate.results, *estimate.absent}:
            yield f"results.{name}", "is missing, and absent does not say why"


def _derived(estimate: Estimate) -> Disagreements:
    """Yield an energy that is derived and that no stage has."""
    name = "facility_energy_kwh"
    known = [found[name].mid for found in estimate.stages.values() if name in found]
    for step in estimate.derivation:
        if step.name == name and not any(alike(step.value, mid) for mid in known):
            yield "derivation", f"gives {name} of {step.value:g}, which no stage has"


def _causes(estimate: Estimate) -> Disagreements:
    labels = {item.label for item in estimate.inputs}
    for label, share in estimate.width.items():
        if label not in labels:
            yield f"width.{label}", "is the label of no input"
        if not 0 <= share <= 1:
            yield f"width.{label}", f"must be a share from 0 to 1, got {share:g}"
    known = [source.key for source in estimate.sources]
    for item in estimate.inputs:
        if item.source not in (GIVEN, *known):
            yield "sources", f"lacks {item.source!r}, which {item.label} rests on"
    if len(set(known)) < len(known):
        yield "sources", "names one source twice"
