"""Logs of requests: every row as `serve` has it, totals as the sum of the rows."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattlas.errors import ContradictionError, InputError, UnknownNameError
from wattlas.estimation import serve
from wattlas.estimation.request_log.columns import words_of
from wattlas.estimation.request_log.estimate import estimate_requests

CHAT = {"model": "llama-3.1-8b", "hardware": "h100-sxm"}
TOKENS = {"prompt_tokens": [200, 4000, 0, 37], "output_tokens": [50, 900, 1, 1100]}
CONFIGURATIONS = [
    {"model": "llama-3.1-70b", "hardware": "h100-sxm", "site": "dublin"},
    {"model": "bloom-176b", "hardware": "a100-sxm4-80gb", "country": "fr", "batch": 16},
    {"model": "deepseek-v3", "hardware": "h200-sxm", "site": "qingyang", "batch": 128},
    {"model": "mixtral-8x7b", "hardware": "h100-sxm", "precision": "fp8"},
    {"model": "gemma-3-27b", "hardware": "b200-sxm", "country": "de", "batch": 7.5},
    {"model": "nemotron-nano-9b-v2", "hardware": "a100-sxm4-80gb"},
    {"model": "gpt-oss-120b", "hardware": "h100-sxm", "batch": 1},
]


def mids_of_serve(**inputs) -> dict[str, float]:
    """Return the results of one request as `serve` has them."""
    results = serve(**inputs, draws=16).per["request"]
    return {name: value.mid for name, value in results.items()}


def replica_of(table, row: int) -> dict[str, float]:
    """Return layout and batch of the replica that serves a row of a log."""
    group = table.groups[table.group_of_row[row]]
    mids = {i.name: i.mid for i in group.estimate.inputs}
    degrees = ("data_parallel", "pipeline_parallel", "expert_parallel")
    found = {name: mids[name] for name in degrees if name in mids}
    if not group.replica.architecture.experts:
        found.pop("expert_parallel", None)
    batch = mids.get("batch") or mids["batch_limit"] * mids["running_share"]
    return {**found, "chips": mids["chips_per_replica"], "batch": max(batch, 1.0)}


@pytest.mark.parametrize("configuration", CONFIGURATIONS, ids=lambda c: c["model"])
def test_a_row_is_what_serve_says_of_the_request(configuration):
    """Law: the same links at the same inputs, one request at a time or all at once.

    One replica serves all rows of a group, so `serve` is given its layout.
    """
    cached = [0, 1000, 0, 37]
    table = estimate_requests(TOKENS, **configuration, cached_prompt_tokens=cached)
    for row in range(4):
        tokens = {name: values[row] for name, values in TOKENS.items()}
        asked = {**configuration, **tokens, **replica_of(table, row)}
        one = mids_of_serve(**asked, cached_prompt_tokens=cached[row])
        assert {n: c[row] for n, c in table.columns.items()} == pytest.approx(one, 1e-9)


@settings(max_examples=25, deadline=None)
@given(
    prompt=st.integers(0, 200_000),
    output=st.integers(1, 50_000),
    batch=st.none() | st.floats(0.5, 2048),
)
def test_any_length_and_batch_gives_the_row_of_serve(prompt, output, batch):
    """Law: replicas grow with context and batch alike; what fits none is refused."""
    request = {"prompt_tokens": prompt, "output_tokens": output, "batch": batch}
    try:
        one = mids_of_serve(**CHAT, **request)
    except InputError:
        with pytest.raises(InputError):
            estimate_requests(**CHAT, **request)
        return
    table = estimate_requests(**CHAT, **request, draws=16)
    assert {n: c[0] for n, c in table.columns.items()} == pytest.approx(one, rel=1e-9)


def test_low_and_high_of_one_row_are_those_of_serve():
    """Law: a group of one row is estimated at that row, with the same draws."""
    request = {"prompt_tokens": 500, "output_tokens": 300, "site": "dublin"}
    one = serve(**CHAT, **request, draws=256).per["request"]
    table = estimate_requests(**CHAT, **request, draws=256)
    for name, wanted in one.items():
        assert table.low(name) == pytest.approx([wanted.low], rel=1e-9)
        assert table.high(name) == pytest.approx([wanted.high], rel=1e-9)
        total = table.totals[name]
        got = total.low, total.mid, total.high
        assert got == pytest.approx((wanted.low, wanted.mid, wanted.high), rel=1e-9)


def mixed_log(rows: int = 300) -> dict[str, np.ndarray]:
    pick = np.random.default_rng(7)
    return {
        "model": pick.choice(["llama-3.1-8b", "Llama 3.1 70B", "mixtral-8x7b"], rows),
        "hardware": pick.choice(["h100-sxm", "A100"], rows),
        "site": pick.choice(["dublin", "qingyang"], rows),
        "batch": pick.choice([np.nan, 8.0, 64.0], rows),
        "prompt_tokens": pick.integers(0, 4000, rows),
        "output_tokens": pick.integers(1, 1000, rows),
    }


def test_totals_are_the_sums_of_the_rows():
    """Law: the parts add up; low and high lie on the two sides."""
    table = estimate_requests(mixed_log())
    assert sum(group.rows for group in table.groups) == table.rows == 300
    for name, total in table.totals.items():
        assert total.mid == pytest.approx(table.columns[name].sum(), rel=1e-12)
        assert total.low < total.mid < total.high
        assert (table.low(name) <= table.columns[name]).all()
        assert (table.columns[name] <= table.high(name)).all()


def test_a_mixed_log_has_the_rows_of_its_single_requests():
    """Law: beside the replica that they share, rows do not change each other.

    Costs are all in USD here.
    """
    log = mixed_log(24)
    table = estimate_requests(log)
    for row in range(24):
        one = {name: values[row] for name, values in log.items()}
        shared = replica_of(table, row)
        shared["batch"] = shared["batch"] if np.isnan(one["batch"]) else one["batch"]
        one |= shared
        plain = {n: v.item() if hasattr(v, "item") else v for n, v in one.items()}
        wanted = mids_of_serve(**plain, currency="USD")
        assert {n: c[row] for n, c in table.columns.items()} == pytest.approx(wanted)


def test_the_order_of_rows_does_not_matter():
    """Law: rows move with their results, and totals stay."""
    log = mixed_log()
    order = np.random.default_rng(8).permutation(300)
    table = estimate_requests(log)
    moved = estimate_requests({name: values[order] for name, values in log.items()})
    for name, column in table.columns.items():
        assert moved.columns[name] == pytest.approx(column[order], rel=1e-12)
        assert moved.high(name) == pytest.approx(table.high(name)[order], rel=1e-12)
        for side in ("low", "mid", "high"):
            got = getattr(moved.totals[name], side)
            assert got == pytest.approx(getattr(table.totals[name], side), rel=1e-9)


def test_groups_that_share_their_inputs_do_not_average_out():
    """By hand: two equal groups with the same draws have twice the range of one.

    Were they drawn apart, the range would be narrower by a root of two.
    """
    log = {"precision": ["", "bf16"], "prompt_tokens": [500] * 2}
    request = CHAT | {"output_tokens": 300, "country": "fr"}
    both = estimate_requests(log, **request)
    one = estimate_requests(prompt_tokens=500, **request)
    assert len(both.groups) == 2
    for name, total in both.totals.items():
        single = one.totals[name].scaled(2)
        assert (total.low, total.high) == pytest.approx((single.low, single.high))


def test_an_answer_of_no_tokens_still_reads_the_prompt():
    """Law: the first token comes with the prompt; each further one takes more."""
    table = estimate_requests(**CHAT, prompt_tokens=900, output_tokens=[0, 1, 2])
    none, one, two = table.columns["chip_energy_kwh"]
    assert none > 0
    assert none == pytest.approx(one, rel=1e-3)
    assert two > one


def test_a_result_that_some_rows_lack_is_counted():
    """Law: a row without a place has energy, no carbon; the rest is summed."""
    table = estimate_requests(TOKENS, **CHAT, site=["dublin", "", "dublin", None])
    carbon = table.columns["facility_carbon_kgco2e"]
    assert np.isnan(carbon).tolist() == [False, True, False, True]
    assert table.absent["facility_carbon_kgco2e"] == 2
    assert table.absent.keys() == {
        "electricity_cost",
        "total_cost",
        "facility_carbon_kgco2e",
        "lifecycle_carbon_kgco2e",
        "site_water_l",
        "grid_water_l",
    }
    total = table.totals["facility_carbon_kgco2e"].mid
    assert total == pytest.approx(np.nansum(carbon), rel=1e-12)


def test_a_result_that_no_row_has_is_no_column():
    """Law: absent is not zero, and not nan either."""
    table = estimate_requests(TOKENS, **CHAT)
    assert "facility_carbon_kgco2e" not in table.columns
    assert table.absent == {}


def test_costs_in_two_currencies_are_added_in_usd():
    """Law: money adds up in one currency only; with one place it stays its own."""
    both = estimate_requests(TOKENS, **CHAT, site=["dublin", "qingyang"] * 2)
    assert both.totals["electricity_cost"].currency == "USD"
    assert any(n.code == "currency" for g in both.groups for n in g.estimate.notes)
    alone = estimate_requests(TOKENS, **CHAT, site="qingyang")
    assert alone.totals["electricity_cost"].currency == "CNY"
    wanted = estimate_requests(TOKENS, **CHAT, site="qingyang", currency="EUR")
    assert wanted.totals["total_cost"].currency == "EUR"


KINDS = ["lists", "objects", "arrow", "arrow categories", "pandas", "polars"]


def _arrow_kind(name: str, column):
    return column.dictionary_encode() if name == "model" else column.combine_chunks()


def as_kind(kind: str, log: dict[str, np.ndarray]):
    lists = {name: values.tolist() for name, values in log.items()}
    lists["batch"] = [None if b != b else b for b in lists["batch"]]
    if kind == "objects":
        return {name: np.array(values, object) for name, values in lists.items()}
    if kind == "lists":
        return lists
    if kind.startswith("arrow"):
        table = pytest.importorskip("pyarrow").table(lists)
        if kind == "arrow":
            return table
        columns = zip(table.column_names, table.columns, strict=True)
        return {n: _arrow_kind(n, column) for n, column in columns}
    return pytest.importorskip(kind).DataFrame(lists)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_table_gives_the_same_rows(kind):
    """Law: arrays, lists, Arrow tables and DataFrames are read alike."""
    log = mixed_log(40)
    wanted = estimate_requests(log).columns["total_cost"]
    got = estimate_requests(as_kind(kind, log)).columns["total_cost"]
    assert got == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_categories_and_empty_cells_of_data_frames_are_read(library):
    """By hand: the second cell is empty, the third is as the first."""
    module = pytest.importorskip(library)
    cells = ["h100", None, "h100", "a100"]
    kind = "category" if library == "pandas" else module.Categorical
    for column in (module.Series(cells), module.Series(cells, dtype=kind)):
        words = words_of(column, "hardware", 4)
        named = [words.names[code] if code >= 0 else None for code in words.codes]
        assert named == cells


def test_rows_that_cannot_be_used_are_refused_with_their_numbers():
    """By hand: rows count from 1, each with what is wrong, and how to go on."""
    log = {"prompt_tokens": [10, -5, 10, 10], "output_tokens": [20, 20, np.nan, 20]}
    with pytest.raises(InputError) as error:
        estimate_requests(log, **CHAT, batch=[1, 1, 1, 0])
    assert str(error.value) == (
        "3 of 4 rows cannot be used. Row 2: prompt_tokens must be >= 0, got -5. "
        "Row 3: output_tokens is empty. Row 4: batch must be 1 to 1e+06 "
        "(requests or items at once), got 0. "
        "Correct them, or set skip_bad to go on without them."
    )


def test_the_first_five_problems_are_told_and_the_others_counted():
    """By hand: seven rows with six problems; equal ones are told once."""
    values = [-1, -2, -3, -4, -5, -6, -1, 10]
    with pytest.raises(InputError) as error:
        estimate_requests({"prompt_tokens": values}, **CHAT, output_tokens=9)
    message = str(error.value)
    assert message.startswith("7 of 8 rows cannot be used. Row 1 and 1 more: ")
    assert "got -5. And 1 other problems. Correct them" in message


def test_bad_rows_stay_without_results_when_skipped():
    """Law: they keep their place as nan, are listed, and add nothing to totals."""
    log = {
        "gpu": ["h100-sxm", "h1000", "h100-sxm", "", "v100-sxm2"],
        "prompt_tokens": [10, 10, "many", 10, 10],
        "precision": [None, None, None, None, "fp8"],
    }
    table = estimate_requests(log, model="bloom", output_tokens=20, skip_bad=True)
    assert table.rows_bad == table.summary.to_dict()["rows_bad"] == 4
    assert [(p.row, p.line, p.reason) for p in table.problems] == [
        (2, None, "No chip named 'h1000'. Did you mean 'h100' or 'v100' or 'p100'? "
         "List all: wattlas facts hardware."),
        (3, None, "prompt_tokens must be a number, got 'many'."),
        (4, None, "hardware is empty."),
        (5, None, "v100-sxm2 has no fp8 arithmetic; it has fp32, bf16, fp16, mxfp4, "
         "int4. Choose one of these with --precision."),
    ]  # fmt: skip
    energy = table.columns["facility_energy_kwh"]
    assert np.isnan(energy).tolist() == [False, True, True, True, True]
    total = table.totals["facility_energy_kwh"].mid
    assert total == pytest.approx(energy[0], rel=1e-12)


def test_a_row_that_no_replica_holds_leaves_the_others_alone():
    """Law: too long a context is a problem of that row; the group goes on."""
    request = CHAT | {"output_tokens": 9, "batch": 32}
    table = estimate_requests(**request, prompt_tokens=[9000, 2e8], skip_bad=True)
    assert table.problems[0].reason.startswith(
        "The model does not fit: weights take 16.1 GB and a request "
    )
    alone = estimate_requests(**request, prompt_tokens=9000)
    assert table.totals == alone.totals


def test_rows_too_long_for_the_usual_replica_have_one_of_their_own():
    """By hand: 131 kB a token: 600,000 tokens are 79 GB, more than one chip's 72 GB."""
    prompts = [500] * 9 + [600_000]
    table = estimate_requests(**CHAT, prompt_tokens=prompts, output_tokens=10)
    chips = [replica_of(table, row)["chips"] for row in (0, 9)]
    assert chips[0] == 1 < chips[1]
    assert [group.rows for group in table.groups] == [9, 1]


def test_what_is_given_for_all_rows_is_refused_once():
    """Bad input: a name or value that was given is no problem of a million rows."""
    with pytest.raises(UnknownNameError, match=r"^No model named 'blom'\."):
        estimate_requests(TOKENS, model="blom", hardware="h100-sxm")
    with pytest.raises(InputError, match=r"^batch must be 1 to .*, got -1\.$"):
        estimate_requests(TOKENS, **CHAT, batch=-1)
    with pytest.raises(InputError, match=r"^batch is one number for each request"):
        estimate_requests(TOKENS, **CHAT, batch="8..16")


@pytest.mark.parametrize(
    ("table", "more", "message"),
    [
        ({"input_tokens": [5], "outptu_tokens": [5]}, {},
         "The log has no column output_tokens (or completion_tokens, generated_tokens, "
         "output_token_count ...); it has input_tokens, outptu_tokens. Did you mean "
         "'outptu_tokens'? Rename a column, or give output_tokens."),
        (None, {"prompt_tokens": 5},
         "output_tokens is missing: give it, or a log with that column."),
        ({"prompt_tokens": [5, 6], "output_tokens": [5]}, {},
         "Columns must have the same number of rows, got prompt_tokens 2, "
         "output_tokens 1."),
        ({"prompt_tokens": [], "output_tokens": []}, {}, "The log has no rows."),
        ([1, 2], {},
         "A log is a file, a mapping of columns, an Arrow table or a DataFrame, got "
         "list."),
        ({"prompt_tokens": [[5]], "output_tokens": np.ones((1, 1))}, {},
         "output_tokens must have one dimension, got 2."),
        ({"prompt_tokens": np.array(["2025-01-01"], "M8[D]"), "output_tokens": [1]}, {},
         "prompt_tokens must be numbers, got datetime64[D]."),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_is_one_sentence(table, more, message):
    """Bad input: what is wrong, what there is, what to do."""
    with pytest.raises(InputError) as error:
        estimate_requests(table, **CHAT, **more)
    assert str(error.value) == message


def test_what_is_given_twice_contradicts_itself():
    """Bad input: neither the column nor the argument wins in silence."""
    with pytest.raises(ContradictionError, match=r"^model is given and is a column"):
        estimate_requests({"model_name": ["bloom"], **TOKENS}, **CHAT)
    with pytest.raises(ContradictionError, match="both mean output_tokens"):
        estimate_requests({"completion_tokens": [1], **TOKENS}, **CHAT)


def test_a_column_of_nothing_but_unknown_names_is_asked_about():
    """Bad input: it is likely the wrong column."""
    names = [f"request-{n}" for n in range(150)]
    with pytest.raises(InputError, match=r"^Over 100 names in the column site are"):
        estimate_requests(**CHAT, prompt_tokens=5, output_tokens=5, site=names)


def test_the_record_is_plain_data():
    """Law: groups say what was given and assumed for them; it goes through JSON."""
    table = estimate_requests(mixed_log(30))
    record = json.loads(json.dumps(table.summary.to_dict(), allow_nan=False))
    assert record["kind"] == "requests"
    assert record["totals"]["total_cost"]["currency"] == "USD"
    group = record["groups"][0]
    assert {"pue@dublin", "energy_error"} <= group["assumed"].keys()
    assert "prompt_tokens" not in group["given"]
    assert group["medians"]["prompt_tokens"] > 0
    assert record["sources"]


def test_the_azure_trace_is_read_as_it_is_published(shared_data):
    """Reference: 8,819 requests of a code service, 2023-11-16 (Patel et al. 2024).

    The total is that of every request on the replica of them all: here for three of
    them by `serve`.
    """
    path = shared_data / "traces" / "AzureLLMInferenceTrace_code.csv"
    table = estimate_requests(path, **CHAT, country="us")
    assert (table.rows, table.rows_bad, len(table.groups)) == (8819, 0, 1)
    for row, prompt, output in [(0, 4808, 10), (1, 3180, 8), (8818, 549, 173)]:
        asked = {**CHAT, **replica_of(table, row), "country": "us"}
        one = mids_of_serve(**asked, prompt_tokens=prompt, output_tokens=output)
        got = {name: column[row] for name, column in table.columns.items()}
        assert got == pytest.approx(one, rel=1e-9)
