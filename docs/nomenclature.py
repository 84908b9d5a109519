"""The page of symbols, names, units and terms, from the program itself: `make docs`."""

from __future__ import annotations

from collections.abc import Iterable

from wattlas.parameters import QUANTITIES, declared
from wattlas.parameters.verbs import VERBS
from wattlas.records import RESULT_UNITS
from wattlas.report.words import en

TERMS = {
    "boundary": "What a figure includes: chip (accelerator boards) < IT (servers, all "
    "behind the PUE meter) < facility (IT x PUE) < life cycle (with making the chips).",
    "stage": "What the energy was for: training, development, idle, serving.",
    "user inputs": "What the user gave, and took the place of a default.",
    "defaults": "What was taken from the tables, with its source.",
    "sensitivity": "Share of the variance of a result's ranks that an input causes.",
    "total cost including hardware": "Electricity and the hours of chips together.",
    "measure": "One way in which a plan saves, alone: hours, sites, chips, contracts.",
    "added cost if removed": "What the optimised plan costs more without a measure.",
    "optimised plan": "The plan with every measure that the study allows.",
    "spatial load shifting": "Work moves to other sites.",
    "temporal load shifting": "Work moves to other hours.",
    "hardware choice": "Work moves to other chips.",
    "marginal cost": "What one more kWh for the servers would cost.",
    "shadow price": "What one more of a limit (MW, tonne, m3) would save.",
    "hourly (24/7) CFE score": "Carbon-free energy over use, matched hour by hour.",
    "annual volumetric matching": "Carbon-free energy over use, matched over the year.",
    "non-firm options": "What may come late or never: not counted on.",
    "break-even cost": "The cost at which an option that is not chosen would enter.",
    "Pareto front": "The plans of which none is better in both of two objectives.",
    "marginal abatement cost": "What the next tonne less costs on that front.",
    "exported": "Electricity that is sold to the grid.",
    "curtailed": "Electricity that could have been made and was not.",
    "aggregated time steps": "Hours that are solved together where a plan is sized.",
    "time-aggregation error": "What every hour costs over what such steps promise.",
    "integrality gap": "What whole units and runs cost over split ones.",
    "optimality gap": "What a plan may cost over the best there is, at most.",
    "demand": "What work asks for, whether or not supply can serve it.",
    "delayed": "Demand that is served in a later year.",
    "unmet": "Demand that is not served.",
    "first binding constraint": "The limit of supply that stops a growth first.",
}
"""Printed terms of the field, each with its meaning."""

HEAD = """# Nomenclature

Names carry quantity, boundary and unit: `facility_energy_kwh`. One unit per quantity
inside: kWh, kW, h, kgCO2e, L; J, W and s in the meter and in the physics of a token.
Fractions are 0 to 1, times are UTC and hour-beginning. What may be given, and its
limits, also prints `wattlas parameters`.
"""


def nomenclature_page() -> str:
    """Return the page."""
    terms = ((term, meaning) for term, meaning in TERMS.items())
    parts = [
        HEAD,
        "## Printed terms\n\n" + _table(("term", "meaning"), terms),
        "## Results\n\n" + _table(("name", "printed", "unit"), _results()),
        "## Parameters\n\n" + _table(("name", "verbs", "unit", "what"), _parameters()),
        "## Quantities\n\n"
        "Of numbers that are given or set: what is allowed, and what is usual.\n\n"
        + _table(("name", "unit", "meaning", "allowed", "usual"), _quantities()),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _results() -> Iterable[tuple[str, ...]]:
    for name, unit in RESULT_UNITS.items():
        yield f"`{name}`", en.RESULTS[name], unit or "money"


def _parameters() -> Iterable[tuple[str, ...]]:
    """Yield each parameter once, with the verbs that take it."""
    verbs: dict[str, list[str]] = {}
    said: dict[str, tuple[str, str]] = {}
    for verb, options in VERBS.items():
        for name, item in declared(options).items():
            verbs.setdefault(name, []).append(verb)
            unit = item.parameter.limits.unit if item.quantity else ""
            said.setdefault(name, (unit, item.parameter.help))
    for name in sorted(verbs):
        unit, help_text = said[name]
        yield f"`{name}`", ", ".join(verbs[name]), unit, help_text


def _quantities() -> Iterable[tuple[str, ...]]:
    for name, item in sorted(QUANTITIES.items()):
        usual = "" if item.usual is None else f"{item.usual[0]:g} to {item.usual[1]:g}"
        yield f"`{name}`", item.unit, item.meaning, str(item.allowed), usual


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
