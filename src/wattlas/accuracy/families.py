"""Classes of measurements: families of models, kinds, batches, vintages.

Rows of one family are not independent: precisions and tunes of one architecture are
left out together. A family is read off the layers, never off a name: tokens, a vision
encoder and the length of windows and contexts are what a tune may change.
"""

from __future__ import annotations

from wattlas.chain.architecture import Architecture
from wattlas.estimation.generators import Generator

VINTAGES = (2023, 2024, 2025)
"""Years of serving engines that measurements tell apart; newer ones are the last."""


def family(architecture: Architecture) -> str:
    """Return what the tunes and precisions of one text model share.

    >>> from dataclasses import replace
    >>> from wattlas.chain.counts import TINY
    >>> family(TINY) == family(replace(TINY, name="tiny-thinking", vocab_size=17))
    True
    """
    a = architecture
    parts = [f"{m.kind}:{m.layers}:{m.weights:g}:{m.kv_heads}" for m in a.mixers]
    parts += [f"{n.kind}:{n.layers}:{n.weights:g}:{n.experts}" for n in a.networks]
    return "-".join([str(a.layers), str(a.hidden_size), *parts])


def generator_family(generator: Generator) -> str:
    """Return what the versions of one image or video model share."""
    columns = ("kind", "blocks", "hidden_size", "patch", "denoiser_parameters_billion")
    return "-".join(generator.row.get(column, "") for column in columns)


def vintage(year: float | None) -> int:
    """Return the vintage of an engine of a year; the newest where it is not known."""
    if year is None:
        return VINTAGES[-1]
    return int(min(max(year, VINTAGES[0]), VINTAGES[-1]))
