"""A record that was changed by hand is refused where it stands, or shown as before."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

import wattlas
from wattlas import plain, projection
from wattlas.errors import InputError
from wattlas.estimation.side_by_side import compare_hardware
from wattlas.metering.machine import this_machine
from wattlas.metering.simulated import simulated_session
from wattlas.report import saved
from wattlas.report.paint.markdown import document_markdown
from wattlas.report.words.language import ENGLISH

CHIPS = ("a100-sxm4-80gb", "h100-sxm")
CHANGES, LEAST, WORK = 120, 25, 60_000
"""How many changes of a record are tried, fewer of a long one; the same every time."""
NAN, INFINITE = float("nan"), float("inf")

SCENARIOS = Path(__file__).parents[1] / "projection" / "scenarios.iamc.csv"


def measured():
    """Return what a simulated machine measured in three seconds."""
    session, clock = simulated_session("two-gpus")
    begin = session.snapshot()
    clock.advance(3.0)
    found = session.measurement("run", begin, session.snapshot())
    return replace(found, work={"tokens": 100.0})


MAKERS = {
    "train": lambda: wattlas.train(
        model="bloom", hardware="h100-sxm", country="fr", development_factor=0.5
    ),
    "energy": lambda: wattlas.train(energy="433 MWh", boundary="chip", country="cn"),
    "serve": lambda: wattlas.serve(
        model="llama-3.1-8b", hardware="h100-sxm", requests_per_day=1e6, site="oregon"
    ),
    "generate": lambda: wattlas.generate(model="flux.1-dev", hardware="h100-sxm"),
    "hardware-comparison": lambda: compare_hardware(
        [wattlas.train(model="bloom", hardware=chip) for chip in CHIPS]
    ),
    "deploy": lambda: wattlas.deploy(
        model="llama-3.1-8b", hardware="h100-sxm", requests_per_second=50, draws=64
    ),
    "advice": lambda: wattlas.advise(
        model="llama-3.1-8b", hardware="h100-sxm", compare="precision", draws=64
    ),
    "server": lambda: wattlas.server(server="4 x 1800 W", against="2 x 800..1200 W"),
    "requests": lambda: (
        wattlas.estimate_requests(
            {"prompt_tokens": [100.0, 10.0], "output_tokens": [50.0, 0.0]},
            model="llama-3.1-70b",
            hardware="h100-sxm",
        ).summary
    ),
    "outlook": lambda: wattlas.outlook(draws=64, to=2027),
    "crossing": lambda: wattlas.crossing(growth=(1.001, 2.1), draws=64),
    "need": lambda: projection.need(twh=1000, by=2030, draws=64),
    "outlook-what-if": lambda: projection.what_if(changes={"chips": 12}, draws=16),
    "outlook-efficiency": lambda: projection.efficiency(rate=1.2, draws=16),
    "outlook-presets": lambda: projection.presets(of="iea", draws=16),
    "outlook-price": lambda: projection.price(region="pjm", to=2027, draws=16),
    "outlook-fleets": lambda: projection.fleets(draws=16),
    "outlook-compare": lambda: projection.compare(file=SCENARIOS, draws=16),
    "outlook-peak": lambda: projection.peak(region="pjm", to=2027, draws=16),
    "forecasts": projection.forecasts,
    "backtest": wattlas.backtest,
    "check": lambda: wattlas.check("Training GPT-3 took 1,287 MWh"),
    "doctor": lambda: this_machine().record,
    "measurement": measured,
}


def places(data, path=()):
    """Yield the path of every value in plain data."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in pairs:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from places(value, (*path, key))


def wrong(value):
    """Yield what cannot stand in place of a value, with the name of the change."""
    other = {} if isinstance(value, list) else []
    yield from (("type", other), ("type", [[[other]]]))
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield "type", 1.5
    else:
        yield from (("type", True), ("type", "x"), ("not finite", NAN))
        yield from (("not finite", INFINITE), ("not finite", 10**400))
    if isinstance(value, dict):
        yield from _wrong_of(value)


def _wrong_of(value):
    ends = [value.get(end) for end in ("low", "mid", "high")]
    if all(isinstance(end, int | float) for end in ends):
        low, _, high = ends
        if low != high:
            yield "swapped", value | {"low": high, "high": low}
        yield "low > mid", value | {"low": abs(high) * 2 + 1}
        yield "mid > high", value | {"mid": abs(high) * 3 + 1}


def odd(value):
    """Yield what may stand in place of a value, or may not."""
    yield "null", None
    if isinstance(value, str):
        yield from (("empty", ""), ("code", "no-such-code"), ("code", "a:b"))
    elif isinstance(value, dict | list):
        yield "empty", type(value)()
    elif isinstance(value, int | float):
        numbers = (-value or -1, 0, 1e308, value * 10 or 10)
        yield from (("number", number) for number in numbers)
    if isinstance(value, dict):
        first = next(iter(value.values()), 1)
        yield "extra", value | {"no-such-field": first}
    if isinstance(value, list):
        yield from (("short", value[:-1]), ("twice", value + value[-1:]))


def changed(data, path, value, *, delete=False):
    """Return data with one value changed, or without it."""
    again = json.loads(json.dumps(data))
    inside = again
    for key in path[:-1]:
        inside = inside[key]
    if delete:
        del inside[path[-1]]
    else:
        inside[path[-1]] = value
    return again


def value_at(data, path):
    for key in path:
        data = data[key]
    return data


def page(data):
    return document_markdown(saved.saved_document(saved.read_record(data)), ENGLISH)


def outcome(data):
    """Return the page of a record, or None and the sentence that refuses it."""
    try:
        return page(data), ""
    except InputError as error:
        return None, str(error).replace("\n", "NOT ONE LINE")


def some(tries, seed):
    """Return some of many changes, the same every time."""
    count = max(LEAST, min(CHANGES, WORK // len(tries)))
    return Random(seed).sample(tries, min(count, len(tries)))


def is_open(path):
    """Say whether any text may stand there: a relation as it was read, names, paths."""
    return "read" in path or path[-1] in ("values", "tags", "value")


@pytest.fixture(scope="module", params=MAKERS)
def data(request):
    return json.loads(MAKERS[request.param]().to_json())


def test_what_a_value_cannot_be_is_refused_where_it_stands(data):
    """Law: another type, no number, a range out of order: one sentence with a path."""
    tries = [
        (path, kind, new)
        for path in places(data)
        for kind, new in wrong(value_at(data, path))
    ]
    before = page(data)
    for path, kind, new in some(tries, 1):
        shown, said = outcome(changed(data, path, new))
        assert shown in (None, before) or is_open(path), (path, kind, new)
        named = any(str(key) in said for key in path[-3:])
        assert named or shown is not None, (path, said)


def test_no_change_ends_in_anything_but_a_page_or_a_sentence(data):
    """Law: whatever is deleted, emptied, negated, renamed or repeated."""
    tries = [
        (path, new, kind == "delete")
        for path in places(data)
        for kind, new in (*odd(value_at(data, path)), ("delete", None))
    ]
    for path, new, delete in some(tries, 2):
        shown, said = outcome(changed(data, path, new, delete=delete))
        assert (shown is None) == bool(said), path


@pytest.mark.parametrize(
    ("path", "new", "sentence"),
    [
        (("basis",), "cake", r"^Estimate\.basis must be one of 'run'"),
        (
            ("notes",),
            [{"code": "layout", "values": {"layout": "x"}}],
            r"^Estimate\.notes\[0\]\.code needs chips, batch, token_ms",
        ),
        (("boundary",), "chips", r"^Estimate\.boundary needs chips_energy_kwh"),
        (("results", "chip_hours", "mid"), 3e5, r"^Estimate\.results\.chip_hours"),
        (
            ("results", "it_energy_kwh"),
            {"low": 1.0, "mid": 1.0, "high": 1.0},
            r"^Estimate\.results\.facility_energy_kwh|^Estimate\.results\.it_energy",
        ),
        (("width", "pue@fr"), 1.5, r"^Estimate\.width\.pue@fr must be a share"),
        (("sources",), [], r"^Estimate\.sources lacks"),
        (("assumed", "pue@fr", "mid"), 1.3, r"derivation\.steps\[\d+\]\.inputs\[\d\]"),
        (("derivation", "results"), [99], r"^Estimate\.derivation\.results\[0\] must"),
        (("absent", "chip_hours"), "no-price", r"^Estimate\.absent\.chip_hours"),
        (("assumed", "pue@fr", "name"), "x", r"^Estimate\.assumed\.pue@fr has"),
    ],
)
def test_figures_that_contradict_each_other_are_refused(path, new, sentence):
    """Bad input: a sum, a boundary, a cause, a source, a step that does not follow."""
    made = wattlas.train(model="bloom", hardware="h100-sxm", country="fr")
    with pytest.raises(InputError, match=sentence):
        saved.read_record(changed(made.to_dict(), path, new))


def test_a_byte_order_mark_changes_nothing():
    """Law: what an editor puts before a text is no part of it."""
    made = wattlas.train(chip_hours=10, hardware="h100-sxm")
    assert saved.read_saved("\ufeff" + made.to_json()) == made


def test_what_is_nested_too_deep_is_refused():
    """Bad input: lists in lists, as text and as data."""
    made = wattlas.check("Training GPT-3 took 1,287 MWh").to_dict()
    deep: list = []
    for _ in range(900):
        deep = [deep]
    made["about"] = {"deep": deep}
    with pytest.raises(InputError, match="is nested 90"):
        saved.read_record(made)
    with pytest.raises(InputError, match="A record is JSON, and this is not"):
        plain.json_data("[" * 100_000)


@pytest.mark.parametrize("data", [None, [], "x", 1, {"kind": []}, {"schema": 2}])
def test_what_is_no_record_is_refused(data):
    """Bad input: no object, no kind, a kind that is no text."""
    with pytest.raises(InputError):
        saved.read_record(data)
