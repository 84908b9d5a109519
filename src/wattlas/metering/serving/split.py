"""Joules of a prompt token and of an output token: two unknowns of one meter.

Over windows of different mix they come apart by least squares; the energy of the whole
bounds each of them in any case.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from wattlas.records import Range

LEAST_WINDOWS = 8
SPREAD = 0.05
"""Windows whose mixes differ by less than this share tell nothing of two unknowns."""
ERRORS = 3.0
"""So many standard errors of the slope are in the range."""


@dataclass(frozen=True)
class Window:
    """What was drawn and done in a stretch: joules, prompt and output tokens."""

    joules: float
    prompt: float
    output: float


@dataclass(frozen=True)
class Split:
    """Energy of a token of the prompt that was computed, and of the output. [J]"""

    prompt_j: Range | None
    output_j: Range | None
    is_regressed: bool


def split_of(
    energy: Range, prompt: float, output: float, windows: Sequence[Window]
) -> Split:
    """Return the energy of each kind of token, by windows where they tell it.

    >>> prompts, outputs = [5, 9, 2, 7, 6, 1, 8, 4], [3, 1, 8, 2, 5, 9, 4, 7]
    >>> windows = [Window(2.0 * p + 9.0 * o, p, o) for p, o in zip(prompts, outputs)]
    >>> total = sum(w.joules for w in windows)
    >>> found = split_of(Range(total, total, total), 42, 39, windows)
    >>> round(found.prompt_j.mid, 6), round(found.output_j.mid, 6)
    (2.0, 9.0)
    """
    slope = _slope(energy.mid, prompt, output, windows)
    if slope is None:
        return _untold(energy, prompt, output)
    middle, error = slope
    ends = (middle - error, middle, middle + error)
    low, mid, high = (min(max(v, 0.0), energy.mid / prompt) for v in ends)
    of_prompt = Range(
        low * energy.low / energy.mid, mid, high * energy.high / energy.mid
    )
    of_output = Range(
        max(energy.low - high * prompt, 0.0) / output,
        (energy.mid - mid * prompt) / output,
        (energy.high - low * prompt) / output,
    )
    return Split(of_prompt, of_output, is_regressed=True)


def _untold(energy: Range, prompt: float, output: float) -> Split:
    """Return what tokens may have drawn, each kind from nothing to all of it."""
    tokens = prompt + output

    def bounds(count: float) -> Range | None:
        if count <= 0:
            return None
        low = energy.low / count if count == tokens else 0.0
        return Range(low, energy.mid / tokens, energy.high / count)

    return Split(bounds(prompt), bounds(output), is_regressed=False)


def _slope(
    joules: float, prompt: float, output: float, windows: Sequence[Window]
) -> tuple[float, float] | None:
    """Return the joules of a prompt token with its error; None where nothing tells.

    The sum over windows is the whole: ``E_k - E O_k / O = a (P_k - P O_k / O)``.
    """
    if prompt <= 0 or output <= 0 or joules <= 0:
        return None
    busy = [w for w in windows if w.prompt + w.output > 0]
    xs = [w.prompt - prompt * w.output / output for w in busy]
    ys = [w.joules - joules * w.output / output for w in busy]
    spread = math.sqrt(sum(x * x for x in xs))
    if len(busy) < LEAST_WINDOWS or spread <= SPREAD * prompt / math.sqrt(len(busy)):
        return None
    slope = sum(x * y for x, y in zip(xs, ys, strict=True)) / spread**2
    left = sum((y - slope * x) ** 2 for x, y in zip(xs, ys, strict=True))
    error = math.sqrt(left / (len(busy) - 1)) / spread
    return slope, ERRORS * error
