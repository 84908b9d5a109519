"""Programs of rows: the same numbers as the chain, whatever the chain is."""

import threading

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wattlas.chain.footprint import sum_of_stages
from wattlas.estimation.recorder import plain_step
from wattlas.estimation.request_log.group import Settings, group_at
from wattlas.estimation.request_log.grouping import Configuration
from wattlas.estimation.request_log.program import CHUNK_ROWS, Program
from wattlas.estimation.request_log.row_chain import ROW_INPUTS, RowInputs
from wattlas.estimation.request_log.tracing import Trace
from wattlas.estimation.serving_chain import serving_chain

EQUAL = 1e-12
NUMBERS = st.sampled_from([0.0, 1.0, 0.5, 2.0, 3.0, 1e-9, 1e9, 7.25])
POWERS = st.sampled_from([0.5, 0.125, 0.25, 1 / 3, 1.0, 1.2, 2.0, 3.0, 4.0, 8.0])
BINARY = [np.add, np.multiply, np.divide, np.maximum, np.minimum]


def within(low, high, value):
    """Return a value within two numbers."""
    return np.minimum(np.maximum(value, low), high)


@st.composite
def expressions(draw, depth=5):
    """Return a function of x and y, of operations that keep what is known of both.

    A difference of numbers that are nearly the same would not.
    """
    if depth == 0 or draw(st.integers(0, 5)) == 0:
        leaf = draw(st.one_of(st.sampled_from(["x", "y"]), NUMBERS))
        return lambda v: v[leaf] if isinstance(leaf, str) else leaf
    first, second = (draw(expressions(depth=depth - 1)) for _ in range(2))
    power = draw(POWERS)
    base = draw(st.sampled_from([0.25, 0.911, 1.0, 3.0]))
    function = draw(st.sampled_from(BINARY))
    return draw(
        st.sampled_from(
            [
                lambda v: function(first(v), second(v)),
                lambda v: np.exp(-within(0.0, 9.0, first(v))),
                lambda v: within(1e-9, 1e9, first(v)) ** power,
                lambda v: base ** within(0.0, 99.0, first(v)),
                lambda v: np.where(first(v) > 2.0, second(v), 1.75),
                lambda v: (first(v) > 2.0) * 1.0 + second(v),
            ]
        )
    )


def results_of(program, numbers, rows):
    """Return what a program gives, as arrays of all rows."""
    found = {}
    for part, values in program.over(numbers, rows):
        for name, value in values.items():
            at = found.setdefault(name, np.full(len(rows), np.nan))
            at[np.searchsorted(rows, part)] = value
    return found


@settings(max_examples=40)
@given(expressions(), st.lists(st.floats(0, 50), min_size=1, max_size=5))
def test_a_program_gives_what_its_operations_give(expression, values):
    """What is left out or put together changes no number but in its last digits."""
    numbers = {"x": np.array(values), "y": np.array(values[::-1]) + 0.25}
    with np.errstate(all="ignore"):
        wanted = expression(numbers) * np.ones(len(values))
        assume(np.isfinite(wanted).all())
        assume((wanted[wanted != 0] > 1e-100).all())
        program = Program(lambda _, v: {"found": expression(v)}, ["x", "y"])
        found = results_of(program, numbers, np.arange(len(values)))["found"]
    assert np.allclose(found, wanted, rtol=1e-11, atol=0)


@pytest.mark.parametrize(
    "difference",
    [
        lambda x, y: x - 3.0,
        lambda x, y: 3.0 - x,
        lambda x, y: y - x,
        lambda x, y: x - y - x,
        lambda x, y: (1 - x) * y + x * y,
        lambda x, y: x - 0.0,
        lambda x, y: 0.0 / (x + 1.0),
        lambda x, y: -(x - y),
    ],
)
def test_differences_are_those_of_numbers(difference):
    numbers = {"x": np.array([0.0, 1.0, 20.0]), "y": np.array([5.0, 0.5, 7.0])}
    program = Program(lambda _, v: {"found": difference(v["x"], v["y"])}, ["x", "y"])
    found = results_of(program, numbers, np.arange(3))["found"]
    assert found.tolist() == pytest.approx(difference(**numbers), rel=EQUAL)


def test_a_link_that_chooses_by_its_rows_is_called_with_them():
    """What is no plain arithmetic runs as it stands."""

    def sorted_share(x, scale):
        return np.cumsum(np.asarray(x, dtype=float)) * scale if x[0] > 1 else x

    def chain(step, v):
        return {"found": step(sorted_share, x=v["x"] * 2.0, scale=3.0)}

    found = results_of(Program(chain, ["x"]), {"x": np.arange(1.0, 4.0)}, np.arange(3))
    assert found["found"].tolist() == [6.0, 18.0, 36.0]


def test_an_error_of_a_link_without_rows_is_raised():
    def no_numbers(x):
        return x + "no number"

    with pytest.raises(TypeError):
        Trace().step(no_numbers, x=1.0)


def test_rows_of_all_chunks_come_once_and_threads_do_not_meet():
    """Arrays are used again by one thread: another has its own."""
    program = Program(lambda _, v: {"found": v["x"] * 2.0 + 1.0}, ["x"])
    rows = np.arange(0, 5 * CHUNK_ROWS + 3, 2)
    numbers = {"x": np.arange(5.0 * CHUNK_ROWS + 3)}
    first = program.over(numbers, rows)
    next(first)
    other = []
    thread = threading.Thread(
        target=lambda: other.append(results_of(program, {"x": numbers["x"] * 7}, rows))
    )
    thread.start()
    thread.join()
    assert (other[0]["found"] == rows * 14.0 + 1).all()
    assert (results_of(program, numbers, rows)["found"] == rows * 2.0 + 1).all()


GROUPS = [
    ("llama-3.1-8b", "h100-sxm", None),
    ("deepseek-v3", "h200", "fr"),
    ("gpt-5", None, None),
    ("mixtral-8x7b", "a100-sxm-80gb", "us"),
    ("gemma-3-27b", "l40s", None),
    ("gpt-oss-120b", "b200", "de"),
]


@pytest.mark.parametrize(("model", "hardware", "country"), GROUPS)
@pytest.mark.parametrize("kind", ["plain", "cached", "batch", "long"])
def test_rows_take_what_the_chain_of_serving_gives(model, hardware, country, kind):
    """Links of dense, sparse and inferred models, with and without a place."""
    draw = np.random.default_rng(7)
    prompt, output = draw.integers(0, 5000, 99) * 1.0, draw.integers(0, 900, 99) * 1.0
    if kind == "long":
        prompt *= 20
    batch = draw.integers(1, 99, 99) * 1.0 if kind == "batch" else None
    cached = np.floor(prompt * 0.3) if kind == "cached" else np.broadcast_to(0.0, 99)
    medians = {
        "prompt_tokens": 2000.0,
        "cached_prompt_tokens": 0.0,
        "output_tokens": 400.0,
        "batch": None if batch is None else 32.0,
    }
    configuration = Configuration(
        model, hardware, None, country, None, batch is not None
    )
    group = group_at(configuration, medians, Settings("USD", 16, 1))
    given_batch = np.broadcast_to(np.nan, 99) if batch is None else batch
    numbers = dict(zip(ROW_INPUTS, (prompt, cached, output, given_batch), strict=True))
    inputs = RowInputs(prompt, cached, output, batch)
    shared = {item.name: item.mid for item in group.estimate.inputs}
    own = {**vars(inputs), "batch": group.replica.batch(inputs), "requests": 1.0}
    with np.errstate(divide="ignore"):
        wanted = sum_of_stages(
            serving_chain(
                plain_step, {**shared, **own}, group.replica.architecture
            ).stages.values()
        )
    rows = np.arange(99)
    found = {name: np.full(99, np.nan) for name in wanted}
    for part, values in group.chain.results(numbers, rows, batch is not None):
        for name, value in values.items():
            found[name][part] = value
    assert found.keys() == group.estimate.results.keys()
    for name, values in wanted.items():
        assert np.allclose(found[name], values, rtol=EQUAL, atol=0), name


@pytest.mark.parametrize(("model", "hardware", "country"), GROUPS)
def test_a_row_takes_the_same_whatever_stands_beside_it(model, hardware, country):
    """Law: to the last digit: beside longer rows, and where others have a cache."""
    medians = {"prompt_tokens": 500.0, "cached_prompt_tokens": 0.0}
    medians |= {"output_tokens": 300.0, "batch": None}
    configuration = Configuration(model, hardware, None, country, None, False)
    group = group_at(configuration, medians, Settings("USD", 16, 1))

    def taken(prompt, cached):
        prompt = np.array(prompt) * 1.0
        rows = len(prompt)
        spread = (cached, np.full(rows, 77.0), np.broadcast_to(np.nan, rows))
        numbers = dict(zip(ROW_INPUTS, (prompt, *spread), strict=True))
        found = {}
        for part, values in group.chain.results(numbers, np.arange(rows), False):
            found |= {
                r: {n: np.array(v)[k] for n, v in values.items()}
                for k, r in enumerate(part.tolist())
            }
        return found[0]

    alone = taken([501.0], np.broadcast_to(0.0, 1))
    assert taken([501.0, 9e6, 2.0], np.broadcast_to(0.0, 3)) == alone
    assert taken([501.0, 600.0, 2.0], np.array([0.0, 300.0, 1.0])) == alone
