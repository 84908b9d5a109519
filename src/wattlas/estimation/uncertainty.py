"""The range of a prediction: the errors of its class, and of what no row measured.

The one model of what measurements leave open. An estimate draws from it, and
`wattlas validate` scores it: a class says how far rows of its kind lie from their
predictions with their family left out, and each part of a question that measurements do
not know, such as the laboratory, adds a further error of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import exp, log, sqrt

from wattlas import facts
from wattlas.chain.architecture import Architecture
from wattlas.estimation.engines import NEWEST, Engine
from wattlas.estimation.inputs import Inputs
from wattlas.records import Input

BATCH_CLASSES = (
    (16.0, "to-16"),
    (96.0, "16-96"),
    (400.0, "96-400"),
    (float("inf"), "over-400"),
)
"""Largest batch of each class, and its name."""
LABORATORY, ENGINE, CHIP, ARCHITECTURE = UNSEEN = (
    "laboratory",
    "engine",
    "chip",
    "architecture",
)
"""What measurements may not know of a question."""
QUANTITIES = ("energy", "power", "time")
CLASS, TERM = "residuals", "unseen"
"""Groups of constants: errors of a class, and of what is not known."""
OTHERS = "labs"
"""Class of all rows of the laboratories that `validate --labs` scores."""
FITTED_ON = "NVIDIA"
"""Maker of the chips whose software constants without a generation are of."""


@dataclass(frozen=True)
class Distance:
    """How far a question lies from what was measured.

    `classes` name the rows that are like it, the narrowest first; `unseen` what of it
    no row has.
    """

    classes: tuple[str, ...]
    unseen: tuple[str, ...] = (LABORATORY,)

    def bounds(self, quantity: str) -> tuple[float, float]:
        """Return low and high of measured over predicted: 5 and 95 %. [1]

        Errors of one side add as squares of their logarithms.

        Examples
        --------
        >>> near, far = Distance(("2025",), ()), Distance(("2025",), ("chip",))
        >>> far.bounds("time")[0] < near.bounds("time")[0] < 1
        True
        """
        parts = [
            class_bounds(self.classes, quantity),
            *(term_bounds(name, quantity) for name in self.unseen),
        ]
        low = sqrt(sum(log(part[0]) ** 2 for part in parts))
        high = sqrt(sum(log(part[1]) ** 2 for part in parts))
        return exp(-low), exp(high)


@cache
def class_bounds(classes: tuple[str, ...], quantity: str) -> tuple[float, float]:
    """Return low and high of measured over predicted of the narrowest class known.

    >>> class_bounds(("no-such-class",), "energy")
    (0.5, 2.0)
    """
    keys = [f"{CLASS}-{name}" for name in classes]
    found = (facts.find_number("constants", k, f"{quantity}_ratio") for k in keys)
    fact = next((f for f in found if f is not None), None)
    fact = fact or facts.number("constants", CLASS, f"{quantity}_ratio")
    return fact.low, fact.high


@cache
def term_bounds(name: str, quantity: str) -> tuple[float, float]:
    """Return low and high of the further error of what no row has."""
    fact = facts.number("constants", f"{TERM}-{name}", f"{quantity}_ratio")
    return fact.low, fact.high


def serving_distance(
    engine: Engine,
    architecture: Architecture,
    hardware: str,
    precision: str,
    batch: float | None = None,
) -> Distance:
    """Return how far a service lies from what was measured.

    The laboratory is never one that measured: it is the reader's own.
    """
    kind = architecture_class(architecture)
    generation = facts.row("hardware", hardware)["generation"]
    profile = _profile_with_rows(engine)
    software = generation if engine.knows(generation) else None
    known = {
        LABORATORY: False,
        ENGINE: engine.measured and engine.is_fitted and engine.knows_format(precision),
        CHIP: _knows_software(engine, hardware),
        ARCHITECTURE: _has_kind(profile, kind) and _are_measured(architecture),
    }
    names = class_names(profile, kind, batch, software)
    if not profile.isdigit():
        names = (*names, OTHERS)
    return Distance(names, tuple(n for n in UNSEEN if not known[n]))


def class_names(
    profile: str, kind: str, batch: float | None = None, software: str | None = None
) -> tuple[str, ...]:
    """Return the classes of an engine's rows, the narrowest first.

    `software` is the generation of chips whose own software runs.

    >>> class_names("2025", "moe", 8.0)
    ('2025-moe-to-16', '2025-moe', '2025')
    """
    names = [f"{profile}-{kind}", profile]
    if batch is not None:
        names.insert(0, f"{profile}-{kind}-{batch_class(batch)}")
    if software is not None:
        names.insert(0, f"{profile}-{software}")
    return tuple(names)


def _profile_with_rows(engine: Engine) -> str:
    """Return the profile whose residuals an engine has: its own or that of its like."""
    if _has_rows(engine.of_rows):
        return engine.of_rows
    return OTHERS if engine.is_fitted else NEWEST


def _has_kind(profile: str, kind: str) -> bool:
    """Say whether rows of an engine, or of its like, have a kind of architecture."""
    like = profile if profile.isdigit() else OTHERS
    return _has_rows(f"{like}-{kind}")


def _has_rows(name: str) -> bool:
    return bool(facts.numbers("constants", f"{CLASS}-{name}"))


def _knows_software(engine: Engine, hardware: str) -> bool:
    """Say whether constants were fitted with the software that runs on a chip."""
    row = facts.row("hardware", hardware)
    return row["vendor"] == FITTED_ON or engine.knows(row["generation"])


def _are_measured(architecture: Architecture) -> bool:
    """Say whether rows have layers of every kind that an architecture has."""
    kinds = {mixer.kind for mixer in architecture.mixers}
    kinds |= {network.kind for network in architecture.networks}
    keys = {kind.lower().replace(" ", "-") for kind in kinds}
    return keys <= set(facts.keys("measured_layers"))


def generation_distance(makes: str) -> Distance:
    """Return how far the making of images or videos lies from what was measured."""
    return Distance((makes,))


def add_errors(inputs: Inputs, distance: Distance) -> None:
    """Add the error of each quantity as an input, as far as the distance says."""
    told = ", ".join((distance.classes[-1], *(f"unseen {n}" for n in distance.unseen)))
    for quantity in QUANTITIES:
        low, high = distance.bounds(quantity)
        note = f"Measured over predicted {quantity}, 5 to 95 %: {told}"
        shape = "fixed" if low == high else "lognormal"
        error = f"{quantity}_error"
        inputs.add(Input(error, 1.0, low, high, shape, "1", "residuals-fit", note=note))


def architecture_class(architecture: Architecture) -> str:
    """Return ``moe``, ``hybrid`` (with state-space layers) or ``dense``."""
    if architecture.experts:
        return "moe"
    return "hybrid" if architecture.state_layers else "dense"


def batch_class(batch: float) -> str:
    """Return the class of a batch.

    >>> batch_class(16), batch_class(17), batch_class(1024)
    ('to-16', '16-96', 'over-400')
    """
    return next(name for most, name in BATCH_CLASSES if batch <= most)
