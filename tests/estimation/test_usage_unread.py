"""Fields of usage of no known kind: told, never lost, and no stop for other rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattlas.errors import InputError
from wattlas.estimation.request_log.estimate import estimate_requests
from wattlas.estimation.request_log.table import read_columns

CHAT = {"model": "llama-3.1-8b", "hardware": "h100-sxm"}
USAGE = {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150}
HOLDERS = ("", "prompt_tokens_details", "completion_tokens_details", "more")
LEAVES = ("quantum_tokens", "hologramTokens", "tokens_of_smell")


def held(holder, name, value):
    """Return usage with a field, in an object of it or not."""
    return USAGE | ({holder: {name: value}} if holder else {name: value})


def read(*usages):
    """Return what a log of such usage is read as."""
    return read_columns({"usage": list(usages), **CHAT}, {})


@given(st.sampled_from(HOLDERS), st.sampled_from(LEAVES), st.integers(1, 9999))
def test_tokens_of_an_unknown_kind_are_the_problem_of_their_row(holder, name, value):
    """Law: nested, they stop the row that has them; 0 of them stops nothing."""
    found = read(USAGE, held(holder, name, value), held(holder, name, 0))
    assert list(found.wrong) == [1]
    assert name in str(found.wrong[1])
    assert not read(held(holder, name, 0)).wrong
    path = ".".join(filter(None, ("usage", holder, name)))
    log = {"usage": [USAGE, held(holder, name, value)], **CHAT}
    assert not read_columns(log, {}, (path,)).wrong


@pytest.mark.parametrize("cells", [[0, 0], [0.0, None], ["0", ""]])
def test_a_column_of_nothing_but_0_stops_nothing(cells):
    """Law: of a table, only tokens that are there stop it; wherever they stand."""
    log = {"prompt_tokens": [9, 9], "output_tokens": [9, 9], "draft_tokens": cells}
    read = estimate_requests(log, **CHAT)
    assert read.summary.columns_unused == ("draft_tokens",)
    with pytest.raises(InputError, match="The column draft_tokens looks like tokens"):
        estimate_requests(log | {"draft_tokens": [cells[0], 4]}, **CHAT)


SHAPES = {
    "perplexity": (
        USAGE | {"citation_tokens": 900, "num_search_queries": 3},
        (100, 50), {"usage.citation_tokens", "usage.num_search_queries"},
    ),
    "perplexity that reasoned, in no total": (
        USAGE | {"citation_tokens": 900, "reasoning_tokens": 7000},
        (100, 7050), {"usage.citation_tokens"},
    ),
    "openrouter": (
        held("prompt_tokens_details", "video_tokens", 0), (100, 50), set(),
    ),
    "gemini that only thought": (
        {"promptTokenCount": 100, "thoughtsTokenCount": 900, "totalTokenCount": 1000},
        (100, 900), set(),
    ),
    "gemini with an image": (
        {"promptTokenCount": 100, "candidatesTokenCount": 50,
         "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 60},
                                 {"modality": "IMAGE", "tokenCount": 40}]},
        (100, 50), {"usage.promptTokensDetails.IMAGE"},
    ),
    "anthropic with a search": (
        {"input_tokens": 100, "output_tokens": 50, "cost": 0.1,
         "server_tool_use": {"web_search_requests": 2, "web_fetch_requests": 0}},
        (100, 50), {"usage.server_tool_use.web_search_requests"},
    ),
    "openai with a prediction": (
        held("completion_tokens_details", "rejected_prediction_tokens", 30),
        (100, 50), {"usage.completion_tokens_details.rejected_prediction_tokens"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("usage", "counts", "unused"), SHAPES.values(), ids=SHAPES)
def test_what_is_not_counted_is_said(usage, counts, unused):
    """By hand: shapes of usage as they are reported, and what nothing rests on."""
    columns = read(usage)
    assert not columns.wrong
    names = ("prompt_tokens", "output_tokens")
    assert tuple(columns.numbers[n].values[0] for n in names) == counts
    assert set(columns.unused) == unused
