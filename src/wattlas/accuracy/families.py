"""Classes of measurements: families of models, kinds, batches, vintages.

Rows of one family are not independent: precisions and tunes of one architecture are
left out together. A family is read off the layers, never off a name: tokens, a vision
encoder and the length of windows and contexts are what a tune may change.
"""

from __future__ import annotations

from wattlas.chain.architecture import Architecture
from wattlas.estimation.generators import Generator

BATCH_CLASSES = (
    (16.0, "to-16"),
    (96.0, "16-96"),
    (400.0, "96-400"),
    (float("inf"), "over-400"),
)
"""Largest batch of each class, and its name."""

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


def vintage(year: float | None) -> int:
    """Return the vintage of an engine of a year; the newest where it is not known."""
    if year is None:
        return VINTAGES[-1]
    return int(min(max(year, VINTAGES[0]), VINTAGES[-1]))
