"""Every parameter of every verb, given what can be: finite ranges, or one sentence."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from math import isfinite
from random import Random

import numpy as np
import pytest

import wattlas
from wattlas import projection
from wattlas.errors import InputError, WattlasError
from wattlas.parameters import declared
from wattlas.parameters.verbs import VERBS
from wattlas.records import Range

TRIES = 60
SMALL = {"draws": 64}
CHIP = {"hardware": "h100-sxm", **SMALL}
LAYOUT = {"chips": 1, "tensor_parallel": 1}
LOG = {"prompt_tokens": [100.0], "output_tokens": [5.0]}
CALLS = {
    "estimate train": (
        wattlas.train,
        {"model": "llama-3.1-8b", "tokens": 1e12, "site": "oregon", **CHIP},
    ),
    "estimate serve": (
        wattlas.serve,
        {"model": "llama-3.1-8b", "batch": 16, "country": "fr", **LAYOUT, **CHIP},
    ),
    "estimate finetune": (
        wattlas.finetune,
        {"model": "llama-3.1-8b", "samples": 1e4, "country": "us", **CHIP},
    ),
    "estimate rl": (
        wattlas.rl,
        {"model": "llama-3.1-8b", "prompts": 1e4, "country": "us", **CHIP},
    ),
    "estimate agent": (wattlas.agent, {"model": "llama-3.1-8b", "calls": 9, **CHIP}),
    "estimate embed": (wattlas.embed, {"model": "bge-m3", "items": 1e6, **CHIP}),
    "estimate classify": (
        wattlas.classify,
        {"model": "resnet-50", "items": 1e6, "hours_on": 9, **CHIP},
    ),
    "estimate transcribe": (
        wattlas.transcribe,
        {"model": "whisper", "audio": "9 h", **CHIP},
    ),
    "estimate speak": (wattlas.speak, {"model": "xtts", "characters": 1e5, **CHIP}),
    "estimate image": (wattlas.generate, {"model": "flux.1-dev", **CHIP}),
    "estimate server": (wattlas.server, {"server": "4 x 1800 W"}),
    "estimate requests": (
        wattlas.estimate_requests,
        {"table": LOG, "model": "llama-3.1-8b", **CHIP},
    ),
    "outlook": (wattlas.outlook, {"to": 2028, **SMALL}),
    "outlook cross": (wattlas.crossing, SMALL),
    "outlook what-if": (projection.what_if, {"changes": {"chips": 12}, **SMALL}),
    "outlook efficiency": (projection.efficiency, {"rate": 1.2, **SMALL}),
    "outlook presets": (projection.presets, {"of": "iea", **SMALL}),
    "outlook price": (projection.price, {"region": "pjm", "to": 2027, **SMALL}),
    "outlook fleets": (projection.fleets, SMALL),
    "outlook peak": (projection.peak, {"region": "pjm", "to": 2027, **SMALL}),
    "outlook need": (projection.need, {"twh": 1000, "by": 2030, **SMALL}),
}
"""What makes a record of a verb, and the least that it is given."""
NUMBERS = (0, -1, 1e-300, 1e12, 1e308, -1e308, 1.5, float("nan"), float("inf"))
TEXTS = ("", "x", "1e400", "1..0", "1e-300..1e300", "-5 W", "5 apples")
OTHERS = (True, [], [1], {}, (1, 2), Decimal("1.5"), object(), b"x", 1 + 2j)
ARRAYS = (np.array([1.0, 2.0]), np.float64(2), np.int64(2), np.float32(2))
NAMED = ("experts", "dense_efficiency", "limit_sharpness", "head_parameters", "layers")


def ranges(value):
    """Yield every range in a record."""
    if isinstance(value, Range):
        yield value
    elif is_dataclass(value):
        names = (f.name for f in fields(value) if f.name != "samples")
        yield from ranges([getattr(value, name) for name in names])
    elif isinstance(value, list | tuple | Mapping):
        inner = value.values() if isinstance(value, Mapping) else value
        for item in inner:
            yield from ranges(item)


def refused(verb, **given):
    """Return the sentence that refuses what is given, '' where a result is whole."""
    function, least = CALLS[verb]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = function(**least | given)
    except WattlasError as error:
        return str(error)
    found = getattr(found, "summary", found)
    for each in ranges(found):
        never = verb == "outlook cross"
        assert never or all(map(isfinite, (each.low, each.mid, each.high)))
        assert each.low <= each.mid <= each.high, given
    return ""


@pytest.mark.parametrize("verb", CALLS)
def test_whatever_is_given_ends_in_a_result_or_a_sentence(verb):
    """Law: no value, of whatever size or type, ends in a traceback or in no number."""
    names = list(declared(VERBS[verb]))
    values = (*NUMBERS, *TEXTS, *OTHERS, *ARRAYS)
    tries = [(name, value) for name in names for value in values]
    for name, value in Random(3).sample(tries, min(TRIES, len(tries))):
        assert "\n" not in refused(verb, **{name: value}), (name, value)


@pytest.mark.parametrize("verb", ["estimate train", "estimate serve", "estimate image"])
def test_whatever_is_set_by_name_ends_in_a_result_or_a_sentence(verb):
    """Law: the same of every input of the chain that the tables have."""
    function, least = CALLS[verb]
    names = [i.name for i in function(**least).inputs if not i.given]
    values = (0, -1, 1e-300, 1e12, 1e308, 1.5, "1e-300..1e300")
    tries = [(name, value) for name in (*names, *NAMED) for value in values]
    for name, value in Random(4).sample(tries, TRIES // 4):
        said = refused(verb, overrides={name: value})
        assert "\n" not in said, (name, value)


@pytest.mark.parametrize(
    ("verb", "given", "sentence"),
    [
        ("estimate train", {"pue": [1.2]}, "pue must be a number, got [1.2]."),
        ("estimate train", {"site": 3}, "site must be text, got 3."),
        ("estimate train", {"accept_unread": 1}, "accept_unread must be true or false"),
        ("estimate train", {"draws": 1.5}, "draws must be a whole number, got 1.5."),
        (
            "estimate train",
            {"overrides": "pue"},
            "overrides must be a mapping of names",
        ),
        ("estimate train", {"chips": 1.5}, "chips must be a whole number (chips that"),
        ("estimate serve", {"chips": 8.5}, "chips_per_replica must be a whole number"),
        (
            "estimate serve",
            {"model": "mixtral-8x7b", "overrides": {"experts": 1e12}, "chips": 2},
            "experts must be 1 to 10000 (experts of a layer), got 1e+12.",
        ),
        ("outlook", {"method": 1}, "method must be text or a list of names, got 1."),
        ("outlook cross", {"growth": []}, "growth is empty: give a factor per year"),
        ("outlook cross", {"shares": []}, "shares is empty: give a share of"),
        ("outlook need", {"twh": 1e308}, "twh must be > 0 and at most 1e+06"),
        ("estimate train", {"pue": "1e400"}, "pue must be a finite number, got inf."),
    ],
)
def test_what_cannot_be_is_said(verb, given, sentence):
    """Bad input: the name, what is allowed, what was given."""
    assert refused(verb, **given).startswith(sentence)


def test_what_is_given_twice_is_refused():
    """Bad input: by place and by name."""
    with pytest.raises(InputError, match="has table twice: give it once"):
        wattlas.estimate_requests(LOG, table=LOG)


def test_few_draws_give_a_range_that_holds_its_centre():
    """Law: low <= mid <= high, however few the draws; one draw has no range."""
    found = wattlas.train(chip_hours=1e6, hardware="h100-sxm", draws=16)
    with pytest.raises(InputError, match="fewer give no 5-95 % range"):
        wattlas.train(chip_hours=1e6, hardware="h100-sxm", draws=1)
    assert all(r.low <= r.mid <= r.high for r in ranges(found))
