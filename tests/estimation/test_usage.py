"""Usage as programs report it: every dialect of one request counts the same."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattlas import facts
from wattlas.errors import InputError
from wattlas.estimation.request_log.estimate import estimate_requests
from wattlas.estimation.request_log.files import read_requests
from wattlas.estimation.request_log.table import read_columns
from wattlas.estimation.request_log.usage.fields import PART_OF

CHAT = {"model": "llama-3.1-8b", "hardware": "h100-sxm"}


@st.composite
def requests(draw):
    """A request: fresh, cached and written prompt, answer and reasoning. [token]"""
    numbers = st.integers(1, 20_000)
    names = ("fresh", "cached", "written", "answer", "reasoning")
    return {name: draw(numbers) for name in names}


def whole(r):
    """Return the counts of a request: prompt, cached part, output."""
    prompt = r["fresh"] + r["cached"] + r["written"]
    return [prompt, r["cached"], r["answer"] + r["reasoning"]]


def openai_chat(r):
    """As the chat completions of OpenAI report it."""
    prompt, cached, output = whole(r)
    return {
        "model": "m",
        "usage": {
            "prompt_tokens": prompt,
            "completion_tokens": output,
            "total_tokens": prompt + output,
            "prompt_tokens_details": {
                "cached_tokens": cached,
                "cache_write_tokens": r["written"],
                "audio_tokens": 0,
            },
            "completion_tokens_details": {
                "reasoning_tokens": r["reasoning"],
                "rejected_prediction_tokens": 0,
            },
        },
    }


def openai_batch(r):
    """As a line of a batch's output holds it."""
    body = openai_chat(r)
    answer = {"status_code": 200, "request_id": "x", "body": body}
    return {"id": "b", "custom_id": "c", "response": answer, "error": None}


def openai_responses(r):
    """As the responses of OpenAI report it, without a total."""
    prompt, cached, output = whole(r)
    return {
        "model": "m",
        "max_output_tokens": 99_999,
        "usage": {
            "input_tokens": prompt,
            "input_tokens_details": {
                "cached_tokens": cached,
                "cache_write_tokens": r["written"],
            },
            "output_tokens": output,
            "output_tokens_details": {"reasoning_tokens": r["reasoning"]},
        },
    }


def anthropic(r):
    """As messages of Anthropic report it: the cache lies beside the input."""
    return {
        "model": "m",
        "type": "message",
        "usage": {
            "input_tokens": r["fresh"],
            "cache_creation_input_tokens": r["written"],
            "cache_read_input_tokens": r["cached"],
            "cache_creation": {"ephemeral_5m_input_tokens": r["written"]},
            "output_tokens": r["answer"] + r["reasoning"],
            "output_tokens_details": {"thinking_tokens": r["reasoning"]},
        },
    }


def gemini(r):
    """As Gemini reports it: thoughts and tool results lie beside."""
    prompt, cached, output = whole(r)
    return {
        "modelVersion": "m",
        "usageMetadata": {
            "promptTokenCount": prompt - r["written"],
            "toolUsePromptTokenCount": r["written"],
            "cachedContentTokenCount": cached,
            "candidatesTokenCount": r["answer"],
            "thoughtsTokenCount": r["reasoning"],
            "totalTokenCount": prompt + output,
            "promptTokensDetails": [{"modality": "TEXT", "tokenCount": prompt}],
        },
    }


def bedrock(r):
    """As a conversation of Bedrock reports it."""
    prompt, cached, output = whole(r)
    return {
        "modelId": "m",
        "usage": {
            "inputTokens": r["fresh"],
            "outputTokens": output,
            "totalTokens": prompt + output,
            "cacheReadInputTokens": cached,
            "cacheWriteInputTokens": r["written"],
        },
        "metrics": {"latencyMs": 500},
    }


def span_attributes(r):
    """As spans name it: every detail is a part of its count."""
    prompt, cached, output = whole(r)
    return {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "m-latest",
        "gen_ai.response.model": "m",
        "gen_ai.request.max_tokens": 4096,
        "gen_ai.usage.input_tokens": prompt,
        "gen_ai.usage.output_tokens": output,
        "gen_ai.usage.cache_read.input_tokens": cached,
        "gen_ai.usage.cache_creation.input_tokens": r["written"],
        "gen_ai.usage.reasoning.output_tokens": r["reasoning"],
    }


def otlp(r):
    """As OTLP writes a span in JSON: integers of 64 bits are text."""
    pairs = [
        {
            "key": key,
            "value": {"intValue": str(value)}
            if isinstance(value, int)
            else {"stringValue": value},
        }
        for key, value in span_attributes(r).items()
    ]
    span = {"name": "chat m", "spanId": "00f0", "attributes": pairs}
    http = {"name": "POST", "spanId": "00f1", "attributes": []}
    return {"resourceSpans": [{"scopeSpans": [{"spans": [span, http]}]}]}


def langfuse(r):
    """As an export of observations holds it, as JSON text: parts beside each other."""
    usage = {"input": r["fresh"] + r["written"], "input_cached_tokens": r["cached"]}
    usage |= {"output": r["answer"], "output_reasoning_tokens": r["reasoning"]}
    usage["total"] = sum(usage.values())
    return {
        "type": "GENERATION",
        "provided_model_name": "m",
        "usage_details": json.dumps(usage),
    }


def langfuse_api(r):
    """As its interface answers: parts beside each other, and counts that hold them."""
    table = langfuse(r)
    parts = json.loads(table["usage_details"])
    prompt = parts["input"] + parts["input_cached_tokens"]
    output = parts["output"] + parts["output_reasoning_tokens"]
    total = parts["total"]
    return {
        "type": "GENERATION",
        "model": "m",
        "usage": {"input": prompt, "output": output, "total": total, "unit": "TOKENS"},
        "usageDetails": parts,
        "promptTokens": prompt,
        "completionTokens": output,
        "totalTokens": total,
    }


def langchain(r, count, lifetime):
    """As LangChain reports an answer of Anthropic: all inside the input."""
    prompt, cached, output = whole(r)
    details = {"cache_read": cached, "cache_creation": count * r["written"]}
    details |= {"ephemeral_5m_input_tokens": lifetime * r["written"]}
    details |= {"ephemeral_1h_input_tokens": 0}
    usage = {"input_tokens": prompt, "output_tokens": output}
    usage |= {"total_tokens": prompt + output, "input_token_details": details}
    usage |= {"output_token_details": {"reasoning": r["reasoning"]}}
    return {"model": "m", "usage_metadata": usage}


def langchain_counts(r):
    """As it is where no lifetimes are told: they are 0."""
    return langchain(r, 1, 0)


def langchain_lifetimes(r):
    """As it writes lifetimes: in the place of the count."""
    return langchain(r, 0, 1)


def langchain_both(r):
    """As it is with both."""
    return langchain(r, 1, 1)


def litellm(r):
    """As LiteLLM reports an answer of Anthropic: in its own fields and in theirs."""
    prompt, cached, output = whole(r)
    lifetimes = {"ephemeral_5m_input_tokens": 0}
    lifetimes |= {"ephemeral_1h_input_tokens": r["written"]}
    details = {"cached_tokens": cached, "cache_creation_tokens": r["written"]}
    details |= {"cache_creation_token_details": lifetimes}
    usage = {"prompt_tokens": prompt, "completion_tokens": output}
    usage |= {"total_tokens": prompt + output, "prompt_tokens_details": details}
    usage |= {"cache_read_input_tokens": cached}
    usage |= {"cache_creation_input_tokens": r["written"]}
    return {"model": "m", "usage": usage}


def deepseek(r):
    """As DeepSeek reports it: the prompt in two parts, in the cache and not."""
    prompt, _, output = whole(r)
    usage = {"prompt_tokens": prompt, "completion_tokens": output}
    usage |= {"total_tokens": prompt + output}
    usage |= {"prompt_cache_hit_tokens": r["cached"]}
    usage |= {"prompt_cache_miss_tokens": prompt - r["cached"]}
    usage |= {"completion_tokens_details": {"reasoning_tokens": r["reasoning"]}}
    return {"model": "m", "usage": usage}


DIALECTS = (
    openai_chat,
    langchain_counts,
    langchain_lifetimes,
    langchain_both,
    litellm,
    deepseek,
    openai_batch,
    openai_responses,
    anthropic,
    gemini,
    bedrock,
    span_attributes,
    otlp,
    langfuse,
    langfuse_api,
)


def counted(rows, path):
    """Return model, prompt, cached and output of the rows that are requests."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    columns = read_columns(read_requests(path), {"hardware": "h100-sxm"})
    assert not columns.wrong
    kept = [row for row in range(columns.rows) if row not in columns.left_out]
    names = ("prompt_tokens", "cached_prompt_tokens", "output_tokens")
    values = np.array([columns.numbers[name].values[kept] for name in names])
    model = columns.words["model"]
    assert {model.names[code] for code in model.codes[kept]} == {"m"}
    return values.T.tolist()


@given(requests())
def test_every_dialect_of_a_request_counts_the_same(tmp_path_factory, request_):
    """Law: what is inside a count and what is added to it is known of each program."""
    path = tmp_path_factory.mktemp("logs") / "log.jsonl"
    for dialect in DIALECTS:
        assert counted([dialect(request_)], path) == [whole(request_)], dialect


@given(st.lists(requests(), min_size=len(DIALECTS), max_size=len(DIALECTS)))
def test_dialects_stand_beside_each_other_in_a_log(tmp_path_factory, rows):
    """Law: rows do not change how others are read."""
    path = tmp_path_factory.mktemp("logs") / "log.jsonl"
    mixed = [dialect(row) for dialect, row in zip(DIALECTS, rows, strict=True)]
    assert counted(mixed, path) == [whole(row) for row in rows]


def test_a_spend_log_holds_the_cache_inside_whatever_it_is_called():
    """By hand: prompt_tokens and total say so, though the field is Anthropic's."""
    usage = {"prompt_tokens": 900, "completion_tokens": 50, "total_tokens": 950}
    usage["cache_read_input_tokens"] = 800
    log = {
        "model": ["llama-3.1-8b"],
        "model_id": ["hash-of-a-deployment"],
        "prompt_tokens": [900],
        "completion_tokens": [50],
        "total_tokens": [950],
        "metadata": [json.dumps({"usage_object": usage, "user": "someone"})],
    }
    columns = read_columns(log, {"hardware": "h100-sxm"})
    assert columns.numbers["prompt_tokens"].values.tolist() == [900]
    assert columns.numbers["cached_prompt_tokens"].values.tolist() == [800]


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        # the total says that reasoning lies outside
        ({"output": 100, "reasoning_tokens": 900, "total_tokens": 1500}, (500, 1000)),
        # it is larger than what it would be a part of
        ({"output": 100, "reasoning_tokens": 900}, (500, 1000)),
        # neither: as it is documented
        ({"output": 1000, "reasoning_tokens": 900}, (500, 1000)),
        # as other gateways do it, with the cache in no total
        ({"output": 20, "cache_read_input_tokens": 40, "total_tokens": 520}, (500, 20)),
        # a raw count of an emitter of spans: the cache is larger than the input
        ({"output": 9, "cache_read.input_tokens": 700}, (1200, 9)),
    ],
)
def test_what_the_numbers_say_goes_before_what_is_documented(row, counts):
    """By hand: reasoning and cache, inside and beside."""
    log = {"prompt_tokens": [500], "output_tokens": [row["output"]], **CHAT}
    log |= {f"usage.{name}": [value] for name, value in row.items() if name != "output"}
    numbers = read_columns(log, {}).numbers
    found = (numbers[n].values[0] for n in ("prompt_tokens", "output_tokens"))
    assert tuple(found) == counts


@pytest.mark.parametrize("part", sorted(PART_OF))
def test_no_part_is_ignored(part):
    """Law: a part that cannot lie inside its count changes the count."""
    keys = facts.keys("usage_fields")
    named = [k for k in keys if facts.row("usage_fields", k)["role"] == part]
    assert named
    for name in named:
        log = {"prompt_tokens": [10], "output_tokens": [10], f"usage.{name}": [25]}
        numbers = read_columns(log, CHAT).numbers
        assert numbers[PART_OF[part]].values.tolist() == [35], name


def test_totals_that_do_not_add_up_are_told():
    """Bad input: the row, its parts and its total."""
    log = {"prompt_tokens": [500, 5], "output_tokens": [100, 5]}
    log["total_tokens"] = [601, 10]
    with pytest.raises(InputError, match=r"do not add up to the total of 601: 500 pr"):
        estimate_requests(log, **CHAT)
    assert estimate_requests(log, **CHAT, skip_bad=True).rows_bad == 1


def test_two_columns_that_differ_are_told():
    """Bad input: neither is chosen in silence."""
    usage = [{"prompt_tokens": 5, "completion_tokens": 7}]
    log = {"prompt_tokens": [6], "usage": usage}
    with pytest.raises(InputError, match=r"usage\.prompt_tokens says 5 where another"):
        estimate_requests(log, **CHAT)


@pytest.mark.parametrize("value", ["many", -3])
def test_a_part_that_is_no_count_is_told(value):
    """Bad input: the column and its value."""
    log = {"prompt_tokens": [9], "output_tokens": [9], "reasoning_tokens": [value]}
    with pytest.raises(InputError, match=r"reasoning_tokens must be (a number|>= 0)"):
        estimate_requests(log, **CHAT)


@pytest.mark.parametrize("name", ["draft_tokens", "acceptedDraftTokens", "tokensExtra"])
def test_a_column_that_looks_like_tokens_stops_with_its_name(name):
    """Law: no tokens are lost; the column is renamed or left aside by name."""
    log = {"prompt_tokens": [9], "output_tokens": [9], name: [4]}
    with pytest.raises(InputError, match=f"The column {name} looks like tokens"):
        estimate_requests(log, **CHAT)
    table = estimate_requests(log, **CHAT, ignore_columns=[name])
    assert table.summary.columns_unused == (name,)
    with pytest.raises(InputError, match=r"no column draft to ignore"):
        estimate_requests(log, **CHAT, ignore_columns="draft")


def test_what_is_no_inference_adds_nothing(tmp_path):
    """Law: agents, failures and stored answers leave totals as they were."""
    names = ("fresh", "cached", "written", "answer", "reasoning")
    chat = span_attributes(dict.fromkeys(names, 50))
    chat |= {"gen_ai.response.model": CHAT["model"]}
    agent = chat | {"gen_ai.operation.name": "invoke_agent"}
    tool = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search"}
    stored = chat | {"cache_hit": "True"}
    failed = {"response": {"status_code": 500, "body": None}, "error": "x"}
    path = tmp_path / "log.jsonl"

    def total(*rows):
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        table = estimate_requests(path, hardware="h100-sxm")
        assert {p.kind for p in table.problems} <= {"none"}
        return table.totals["facility_energy_kwh"].mid, table.rows_bad

    alone, _ = total(chat)
    assert total(chat, agent, tool, stored, failed) == (pytest.approx(alone), 4)


def test_pieces_and_sums_are_refused():
    """Bad input: their counts are of no single request."""
    piece = {"type": "message_delta", "usage": {"output_tokens": 3}}
    start = {"type": "message_start", "message": {"usage": {"input_tokens": 9}}}
    log = {"type": [], "usage": [], "message": []}
    for row in (start, piece):
        for name, cells in log.items():
            cells.append(row.get(name))
    with pytest.raises(InputError, match=r"pieces of streams"):
        estimate_requests(log, **CHAT)
    summed = {"input_tokens": [9], "output_tokens": [9], "num_model_requests": [4]}
    with pytest.raises(InputError, match=r"sums up several requests"):
        estimate_requests(summed, **CHAT)
    bucket = {"start_time": 1, "results": [{n: its[0] for n, its in summed.items()}]}
    for log, path in (
        ({"results": [bucket["results"]]}, "results"),
        ({"object": ["page"], "data": [[bucket]]}, "data.results"),
    ):
        told = rf"{path}\.num_model_requests sums up several requests"
        with pytest.raises(InputError, match=told):
            estimate_requests(log, hardware="h100")


def test_a_model_that_is_not_published_is_the_problem_of_its_row():
    """Law: the others are estimated, and the row is told."""
    models = ["llama-3.1-8b", "doubao", "no-such-model-at-all"]
    log = {"prompt_tokens": [9, 9, 9], "output_tokens": [9, 9, 9], "model": models}
    table = estimate_requests(log, hardware="h100-sxm")
    assert [(p.row, p.kind) for p in table.problems] == [(2, "model"), (3, "model")]
    alone = estimate_requests(prompt_tokens=9, output_tokens=9, **CHAT)
    assert table.totals == alone.totals
    with pytest.raises(InputError, match=r"No row is left"):
        estimate_requests(
            log | {"model": [*models[1:], "reka-core"]}, hardware="h100-sxm"
        )


def test_what_is_read_is_written_beside_what_was_given(tmp_path):
    """Law: columns of the log stay as they were; counts are columns of their own."""
    log = tmp_path / "log.csv"
    log.write_text("prompt_tokens,output_tokens,reasoning_tokens\n500,100,900\n")
    out = tmp_path / "out.csv"
    estimate_requests(log, **CHAT).write(out)
    (row,) = csv.DictReader(out.read_text(encoding="utf-8").splitlines())
    assert row["output_tokens"] == "100"
    assert row["counted_output_tokens"] == "1000"


def grouped_log(folder, cells):
    """Return a log whose prompts are written so, with semicolons between cells."""
    path = folder / "log.csv"
    lines = "".join(f"{cell};7\n" for cell in cells)
    path.write_text("prompt_tokens;output_tokens\n" + lines, encoding="utf-8")
    return path


@given(st.lists(st.integers(0, 3_000_000), min_size=2, max_size=20))
def test_digits_in_groups_are_the_number(tmp_path_factory, tokens):
    """Law: with semicolons, 1.234 and 1,234 are read as 1234."""
    folder = tmp_path_factory.mktemp("logs")
    told = [*tokens, 1234]  # shows what the separator is for
    for separator in ".,":
        cells = [f"{n:,}".replace(",", separator) for n in told]
        numbers = read_requests(grouped_log(folder, cells))["prompt_tokens"]
        assert numbers.values.tolist() == told


@pytest.mark.parametrize("cells", [["1.000"], ["2,000", "12,000"], ["1.234", "2,500"]])
def test_digits_that_can_be_read_in_two_ways_are_refused(tmp_path, cells):
    """Bad input: nothing shows whether 1.000 is one or a thousand."""
    with pytest.raises(InputError, match=r"in two ways|for the same"):
        read_requests(grouped_log(tmp_path, cells))


@pytest.mark.parametrize("cell", ["12.5", "1.234", "0,5"])
def test_part_of_a_token_is_refused(tmp_path, cell):
    """Bad input: tokens are whole, in any file."""
    path = tmp_path / "log.csv"
    path.write_text(f'prompt_tokens,output_tokens\n"{cell}",7\n')
    with pytest.raises(InputError, match=r"prompt_tokens must be a (whole )?number"):
        estimate_requests(path, **CHAT)
    with pytest.raises(InputError, match=r"must be a whole number, got 2\.5"):
        estimate_requests({"prompt_tokens": [2.5], "output_tokens": [1]}, **CHAT)


def counted_output(log):
    """Return the counted answers of a log of columns."""
    return read_columns(log | CHAT, {}).numbers["output_tokens"].values.tolist()


def test_what_one_row_proves_of_a_column_holds_for_the_others():
    """Law: a column says one thing; where rows prove both, it is as documented."""
    log = {"prompt_tokens": [100, 100], "completion_tokens": [20, 20]}
    log["reasoning_tokens"] = [15, 150]
    assert counted_output(log) == [35, 170]
    both = {name: [*cells, cells[0]] for name, cells in log.items()}
    assert counted_output(both | {"total_tokens": [120, None, None]}) == [20, 170, 20]


def test_a_total_of_a_cloud_may_leave_its_cache_out():
    """By hand: Bedrock's input is what the cache did not hold, whatever the total."""
    usage = {"inputTokens": 100, "outputTokens": 20, "totalTokens": 120}
    usage |= {"cacheReadInputTokens": 30, "cacheWriteInputTokens": 10}
    columns = read_columns({"usage": [usage], **CHAT}, {})
    assert columns.numbers["prompt_tokens"].values.tolist() == [140]
    roles = {r.column: r.role for r in columns.readings}
    assert roles["usage.totalTokens"] == "total-without-parts"


INSIDE = ("cached", "cache-write", "cache-write-part")


@given(
    st.sampled_from(["input_token_details", "promptTokensDetails", "x_tokens_details"]),
    st.sampled_from(
        [k for k in facts.keys("usage_fields")
         if facts.row("usage_fields", k)["role"] in INSIDE and "." not in k]
    ),
    st.integers(1, 9000), st.integers(0, 9000), st.integers(1, 900),
)  # fmt: skip
def test_what_details_hold_is_inside_the_total(details, name, part, fresh, output):
    """Law: a total that the counts give is not read as if it left a part out."""
    usage = {"input_tokens": part + fresh, "output_tokens": output}
    usage |= {"total_tokens": part + fresh + output, details: {name: part}}
    columns = read_columns({"usage": [usage], **CHAT}, {})
    assert not columns.wrong
    assert columns.numbers["prompt_tokens"].values.tolist() == [part + fresh]


def test_parts_of_what_is_written_to_a_cache_count():
    """By hand: where the count is absent its parts by lifetime stand for it."""
    parts = {"ephemeral_5m_input_tokens": 40, "ephemeral_1h_input_tokens": 10}
    usage = {"input_tokens": 100, "output_tokens": 20, "cache_creation": parts}
    columns = read_columns({"usage": [usage], **CHAT}, {})
    assert columns.numbers["prompt_tokens"].values.tolist() == [150]
    usage |= {"cache_creation_input_tokens": 60}
    assert read_columns({"usage": [usage], **CHAT}, {}).wrong


def test_an_answer_that_is_told_twice_counts_once(tmp_path):
    """Law: chunks whose counts grow, and spans exported again, are one request."""
    row = {"id": "a", "model": "m", "usage": {"prompt_tokens": 22}}
    rows = [row | {"usage": row["usage"] | {"completion_tokens": n}} for n in (1, 7)]
    other = rows[1] | {"id": "b"}
    path = tmp_path / "log.jsonl"
    assert counted([*rows, other], path) == [[22, 0, 7], [22, 0, 7]]


@pytest.mark.parametrize(
    "mark",
    [
        {"status": "failure"},
        {"error": {"code": "batch_expired"}},
        {"level": "ERROR"},
        {"status_code": 500},
    ],
)
def test_a_call_that_failed_is_told_and_not_counted(mark):
    """Law: whatever the mark, as long as nothing was answered."""
    good = {"model": CHAT["model"], "prompt_tokens": 9, "output_tokens": 9}
    rows = [good, good | {"output_tokens": 0} | mark]
    log = {name: [row.get(name) for row in rows] for name in {*rows[1]}}
    table = estimate_requests(log, hardware="h100-sxm")
    assert [(p.row, p.kind) for p in table.problems] == [(2, "none")]


@pytest.mark.parametrize("name", ["requests", "count", "num_model_requests"])
def test_rows_that_stand_for_many_requests_are_refused(name):
    """Bad input: their context is of no request; a count of one is a request."""
    log = {"prompt_tokens": [100], "output_tokens": [20], **CHAT}
    with pytest.raises(InputError, match=r"sums up several requests"):
        estimate_requests(log | {name: [1000]})
    assert estimate_requests(log | {name: [1]}).rows_bad == 0


def test_joined_names_are_read_as_paths():
    """Law: usage_prompt_tokens is usage.prompt_tokens, and so are its parts."""
    nested = openai_chat(dict.fromkeys(("fresh", "cached", "written"), 5)
                         | {"answer": 7, "reasoning": 3})  # fmt: skip
    flat = {f"usage_{name}": [value] for name, value in nested["usage"].items()
            if isinstance(value, int)}  # fmt: skip
    flat["usage_prompt_tokens_details_cached_tokens"] = [5]
    numbers = read_columns(flat | CHAT, {}).numbers
    found = [float(numbers[name].values[0]) for name in numbers if name != "batch"]
    assert sorted(found) == [5, 10, 15]


def test_a_row_that_sums_up_the_others_is_told():
    """Law: a total at the end of an export doubles nothing."""
    log = {"prompt_tokens": [100, 50, 150], "output_tokens": [20, 5, 25], **CHAT}
    table = estimate_requests(log)
    assert [(p.row, p.kind) for p in table.problems] == [(3, "none")]
    assert estimate_requests(log | {"output_tokens": [20, 5, 26]}).rows_bad == 0


def test_nothing_that_was_given_is_lost_in_what_is_written(tmp_path):
    """Law: columns named as results, and objects, are there and can be read again."""
    usage = {"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18}
    log = {"usage": [usage, usage | {"note": "x"}], "chip_hours": [77, 78], **CHAT}
    out = tmp_path / "out.csv"
    estimate_requests(log).write(out)
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert [row["log_chip_hours"] for row in rows] == ["77", "78"]
    assert json.loads(rows[0]["usage"])["completion_tokens"] == 9


@pytest.mark.parametrize("around", ["{}", '{{"data": {}}}'])
def test_a_list_of_objects_is_a_log(tmp_path, around):
    """Law: an export as one JSON list is the same log as its lines."""
    row = openai_chat(dict.fromkeys(("fresh", "cached", "written", "answer"), 5)
                      | {"reasoning": 2})  # fmt: skip
    path = tmp_path / "log.json"
    path.write_text(around.format(json.dumps([row, row])), encoding="utf-8")
    columns = read_columns(read_requests(path), {"hardware": "h100-sxm"})
    assert columns.numbers["output_tokens"].values.tolist() == [7, 7]


def test_one_value_for_all_rows_stands_anywhere():
    """Law: a name or a number beside columns is that of each row, before them too."""
    usage = {"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18}
    log = {**CHAT, "count": 1, "usage": [usage, usage]}
    assert estimate_requests(log).rows == 2
    with pytest.raises(InputError, match=r"sums up several requests"):
        estimate_requests(log | {"count": 1000})
