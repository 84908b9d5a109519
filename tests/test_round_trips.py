"""Every kind of record reads back what it writes, on every example, and is shown."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import wattlas
from wattlas import plain, projection
from wattlas.errors import InputError
from wattlas.estimation.side_by_side import compare_hardware
from wattlas.metering.machine import this_machine
from wattlas.metering.simulated import simulated_session
from wattlas.plain import Plain
from wattlas.reconcile.compare import Beside, Comparison, Implied
from wattlas.reconcile.runs import Answer, RunList, RunSummary
from wattlas.records import Range, walk
from wattlas.report import saved
from wattlas.report.paint.markdown import document_markdown
from wattlas.report.words.language import language

STUDIES = ("bloom", "bloom-serving", "chatgpt-2023", "deepseek-v3", "gpt-3")
STUDIES += ("llama-3.1-405b",)
CLAIMS = ("ai-electricity-2023", "claims-2023-2026")
CHIPS = ("a100-sxm4-80gb", "h100-sxm")
CHIP = {"hardware": "h100-sxm", "country": "fr", "draws": 64}
FEW = {"draws": 64, "to": 2030}

SCENARIOS = Path(__file__).parent / "projection" / "scenarios.iamc.csv"


def again(record: Plain) -> Plain:
    """Return the record that a record's JSON text stands for."""
    return saved.read_record(json.loads(record.to_json()))


def measured() -> Plain:
    """Return what a simulated machine measured in three seconds."""
    session, clock = simulated_session("two-gpus")
    begin = session.snapshot()
    clock.advance(3.0)
    found = session.measurement("run", begin, session.snapshot())
    return replace(found, work={"tokens": 100.0}, truth_j=2400.0)


RUN = RunSummary(
    **{"run": "9b8a", "name": "train", "project": "p", "user": "ada", "host": "h"},
    **{
        "rank": 0,
        "ranks": 1,
        "tags": {"team": "a"},
        "origin": "",
        "t0": 0.0,
        "t1": 9.0,
    },
    has_ended=True,
    exit_code=0,
    energy_j=Range(1.0, 2.0, 3.0),
    **{"methods": ("model",), "windows": (), "problems": (), "disagreeing": ()},
)
"""A run of a ledger, as `ledger list` has it."""
MAKERS = {
    "train": lambda: wattlas.train(model="bloom", hardware="h100-sxm", country="fr"),
    "serve": lambda: wattlas.serve(model="deepseek-v3", hardware="h100-sxm"),
    "generate": lambda: wattlas.generate(model="sdxl", **CHIP),
    "finetune": lambda: wattlas.finetune(model="llama-3.1-8b", samples=1e4, **CHIP),
    "rl": lambda: wattlas.rl(model="llama-3.1-8b", prompts=100, **CHIP),
    "agent": lambda: wattlas.agent(model="llama-3.1-8b", calls=20, **CHIP),
    "embed": lambda: wattlas.embed(model="bge-m3", items=1e6, **CHIP),
    "classify": lambda: wattlas.classify(model="resnet-50", items=1e6, **CHIP),
    "transcribe": lambda: wattlas.transcribe(model="whisper", audio="9 h", **CHIP),
    "speak": lambda: wattlas.speak(model="xtts", characters=1e5, **CHIP),
    "hardware-comparison": lambda: compare_hardware(
        [wattlas.train(model="bloom", hardware=chip) for chip in CHIPS]
    ),
    "deploy": lambda: wattlas.deploy(
        model="llama-3.1-8b", hardware="h100-sxm", requests_per_second=50, draws=64
    ),
    "advice": lambda: wattlas.advise(
        model="llama-3.1-8b", hardware="h100-sxm", country="us", draws=64
    ),
    "server": lambda: wattlas.server(server="4 x 1800 W", against="2 x 800..1200 W"),
    "requests": lambda: (
        wattlas.estimate_requests(
            {"prompt_tokens": [100.0, 10.0], "output_tokens": [50.0, 0.0]},
            model="llama-3.1-70b",
            hardware="h100-sxm",
        ).summary
    ),
    "outlook": lambda: projection.with_context([wattlas.outlook(**FEW)])[0],
    "outlook-cases": lambda: wattlas.OutlookCases(
        tuple(replace(wattlas.outlook(**FEW), case=name) for name in ("a", "b"))
    ),
    "outlook-inputs": lambda: projection.OutlookInputs(wattlas.outlook(**FEW).inputs),
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
    "validate": wattlas.validate,
    "runs": lambda: RunList((RUN,)),
    "ledger-query": lambda: Answer(("user", "joules"), (("ada", 1.5), (None, 2))),
    "comparison": lambda: Comparison(
        (Beside("it_energy_kwh", Range(1.0, 2.0, 3.0), Range(2.0, 2.5, 3.0)),),
        (Implied("pue", 1.3, 1.1, 1.2, 1.5, "1"),),
        0.5,
    ),
}
"""A small record of every kind whose record no example file makes."""


VERBS = {
    "check": ("check", "Training GPT-3 took 1,287 MWh"),
    "forecasts": ("outlook", "forecasts"),
    "backtest": ("outlook", "backtest"),
    "server": ("estimate", "server", "4 x 1800 W", "--against", "2 x 800..1200 W"),
}
"""What prints the record that the maker of the same name returns."""


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_prints_what_the_function_returns(run, name):
    """Law: `--json` is `to_dict` of the function's record, field by field."""
    printed = json.loads(run(*VERBS[name], "--json").stdout)
    assert printed == json.loads(MAKERS[name]().to_json())


ELSEWHERE = {
    "metered": "tests/reconcile/test_bill.py",
    "study": "tests/test_round_trips.py",
    "plan": "tests/planning/test_plan.py",
    "plan-cases": "tests/planning/test_cases.py",
    "scenarios": "tests/planning/test_scenarios.py",
    "request-run": "tests/estimation/test_request_run.py",
    "check-file": "tests/test_round_trips.py",
    "ledger": "tests/reconcile/test_bill.py",
    "serving-measurement": "tests/metering/test_serving_meter.py",
}
"""Kinds of records that other tests make and read back, with the file of the test."""


def test_no_kind_of_record_is_left_out(root):
    """Law: of every kind that a report is made of, a record is read back."""
    assert saved.KINDS.keys() - MAKERS.keys() - ELSEWHERE.keys() == set()
    for file in ELSEWHERE.values():
        text = (root / file).read_text(encoding="utf-8")
        assert re.search(r"from_json|from_dict|read_record|again\(", text), file


@pytest.fixture(scope="module", params=MAKERS)
def record(request):
    return MAKERS[request.param]()


def test_every_record_reads_back_what_it_writes(record):
    """Law: record to JSON text to record is the same record, and the same text."""
    found = again(record)
    assert found == record
    assert found.to_json() == record.to_json()


@pytest.mark.parametrize("code", ["en", "zh"])
def test_every_record_is_shown_without_computing(record, code):
    """Law: a saved record gives blocks and Markdown as the living one does."""
    say = language(code)
    written = document_markdown(saved.saved_document(again(record)), say)
    assert written == document_markdown(saved.saved_document(record), say)


def test_every_record_is_a_table(record):
    """Law: tidy rows have the same columns from a saved record; pandas takes them."""
    pytest.importorskip("pandas")
    table, other = record.to_pandas(), again(record).to_pandas()
    assert list(table.columns) == list(other.columns)
    assert len(table) == len(other)


@pytest.mark.parametrize("name", STUDIES)
def test_studies_of_the_examples_read_back(root, name):
    """Law: as above, for every example that needs no plan."""
    found = wattlas.run(root / "examples" / f"{name}.yaml")
    assert again(found) == found


@pytest.mark.parametrize("name", CLAIMS)
def test_claims_of_the_examples_read_back(root, name):
    """Law: as above, for every file of claims."""
    found = wattlas.check_file(root / "examples" / "claims" / f"{name}.yaml")
    assert again(found) == found


def test_a_derivation_is_a_graph():
    """Law: a step that several need is written once, and shared again when read."""
    made = wattlas.serve(model="deepseek-v3", hardware="h100-sxm")
    steps = made.to_dict()["derivation"]["steps"]
    tree = [step for result in made.derivation for step in walk(result)]
    assert len(steps) == len({id(step) for step in tree}) < len(tree)
    read = [step for result in again(made).derivation for step in walk(result)]
    assert len({id(step) for step in read}) == len(steps)


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"schema": 1}, "^Estimate is of schema 1"),
        ({"kind": "cake"}, "^kind must be one of train"),
        (
            {"derivation": {"steps": 1, "results": []}},
            "^Estimate.derivation.steps must be a list, got 1",
        ),
        ({"given": {"pue": {"low": 1}}}, "^Estimate.given.pue lacks 'name'"),
    ],
)
def test_what_is_no_record_is_refused(changes, match):
    """Law: one sentence says where a saved record is amiss."""
    data = wattlas.train(chip_hours=10, hardware="h100-sxm").to_dict() | changes
    with pytest.raises(InputError, match=match):
        saved.read_record(data)


def test_samples_are_not_written():
    """Law: draws stay in memory; the record says nothing of them."""
    made = wattlas.train(chip_hours=10, hardware="h100-sxm")
    assert made.samples
    assert "samples" not in made.to_dict()
    assert plain.json_data(made.to_json())["schema"] == 3


def test_money_at_a_price_that_is_given_is_read_back():
    """Law: a price of the user's own has no year, and neither have the costs."""
    run = wattlas.train(
        energy="5 MWh", boundary="it", pue=1.1, price="0.1 EUR/kWh", draws=64
    )
    assert run.results["electricity_cost"].year == ""
    assert wattlas.Estimate.from_json(run.to_json()) == run
