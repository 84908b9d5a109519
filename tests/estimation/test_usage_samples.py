"""Logs as programs export them, whole: the counts of each by hand."""

from __future__ import annotations

import json

import pytest

from wattlas.errors import InputError
from wattlas.estimation.request_log.files import read_requests
from wattlas.estimation.request_log.table import read_columns

OPENAI_DETAILS = {
    "prompt_tokens_details": {"cached_tokens": 100, "audio_tokens": 0},
    "completion_tokens_details": {
        "reasoning_tokens": 600,
        "audio_tokens": 0,
        "accepted_prediction_tokens": 0,
        "rejected_prediction_tokens": 0,
    },
}
LITELLM = {
    "request_id": "chatcmpl-1",
    "call_type": "acompletion",
    "api_key": "88dc",
    "spend": 0.0012,
    "total_tokens": 1300,
    "prompt_tokens": 500,
    "completion_tokens": 800,
    "startTime": "2026-11-02T10:00:00.000Z",
    "model": "m",
    "model_id": "abc123",
    "model_group": "group",
    "custom_llm_provider": "openai",
    "user": "ann",
    "metadata": json.dumps(
        {
            "user_api_key": "88dc",
            "usage_object": {
                "prompt_tokens": 500,
                "completion_tokens": 800,
                "total_tokens": 1300,
                **OPENAI_DETAILS,
            },
        }
    ),
    "cache_hit": "False",
    "request_tags": "[]",
    "status": "success",
}
BEDROCK_LOG = {
    "schemaType": "ModelInvocationLog",
    "schemaVersion": "1.0",
    "timestamp": "2026-11-02T10:00:00Z",
    "accountId": "123",
    "identity": {"arn": "arn:aws:iam::123:user/ann"},
    "region": "us-east-1",
    "requestId": "r1",
    "operation": "Converse",
    "modelId": "m",
    "input": {
        "inputContentType": "application/json",
        "inputTokenCount": 120,
        "cacheReadInputTokenCount": 1000,
        "cacheWriteInputTokenCount": 0,
    },
    "output": {
        "outputContentType": "application/json",
        "outputBodyJson": {
            "usage": {
                "inputTokens": 120,
                "outputTokens": 40,
                "totalTokens": 1160,
                "cacheReadInputTokens": 1000,
                "cacheWriteInputTokens": 0,
            },
            "metrics": {"latencyMs": 900},
        },
        "outputTokenCount": 40,
    },
}
ANTHROPIC_BATCH = {
    "custom_id": "a",
    "result": {
        "type": "succeeded",
        "message": {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": "m",
            "content": [{"type": "text", "text": "x"}],
            "stop_reason": "end_turn",
            "usage": {
                "input_tokens": 20,
                "cache_creation_input_tokens": 50,
                "cache_read_input_tokens": 900,
                "cache_creation": {
                    "ephemeral_5m_input_tokens": 0,
                    "ephemeral_1h_input_tokens": 50,
                },
                "output_tokens": 80,
                "server_tool_use": {"web_search_requests": 1},
                "service_tier": "batch",
            },
        },
    },
}
AZURE = {
    "time": "2026-11-02T10:00:00Z",
    "resourceId": "/SUBSCRIPTIONS/X",
    "category": "RequestResponse",
    "properties": json.dumps(
        {
            "modelName": "m",
            "modelVersion": "2024-08-06",
            "modelDeploymentName": "chat",
            "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
        }
    ),
}
SAMPLES = {
    "mistral": (
        {
            "id": "cmpl-1",
            "object": "chat.completion",
            "model": "m",
            "created": 1764500000,
            "usage": {
                "prompt_tokens": 16,
                "completion_tokens": 34,
                "total_tokens": 50,
                "prompt_audio_seconds": None,
            },
        },
        (16, 0, 34),
    ),
    "litellm": (LITELLM, (500, 100, 800)),
    "bedrock-invocation-log": (BEDROCK_LOG, (1120, 1000, 40)),
    "anthropic-batch": (ANTHROPIC_BATCH, (970, 900, 80)),
    "gemini-batch": (
        {
            "key": "r1",
            "response": {
                "modelVersion": "m",
                "responseId": "q",
                "usageMetadata": {
                    "promptTokenCount": 30,
                    "candidatesTokenCount": 20,
                    "thoughtsTokenCount": 200,
                    "totalTokenCount": 250,
                    "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 30}],
                },
            },
        },
        (30, 0, 220),
    ),
    "openrouter": (
        {
            "id": "gen-1",
            "provider": "DeepInfra",
            "model": "m",
            "usage": {
                "prompt_tokens": 500,
                "completion_tokens": 800,
                "total_tokens": 1300,
                "cost": 0.0003,
                "is_byok": False,
                "cost_details": {"upstream_inference_cost": None},
                **OPENAI_DETAILS,
            },
        },
        (500, 100, 800),
    ),
    "reasoning-outside": (
        {
            "model": "m",
            "usage": {
                "prompt_tokens": 500,
                "completion_tokens": 800,
                "total_tokens": 1900,
                **OPENAI_DETAILS,
            },
        },
        (500, 100, 1400),
    ),
    "vllm": (
        {
            "id": "chatcmpl-9",
            "object": "chat.completion",
            "model": "m",
            "usage": {
                "prompt_tokens": 42,
                "total_tokens": 62,
                "completion_tokens": 20,
                "prompt_tokens_details": None,
            },
            "prompt_logprobs": None,
            "kv_transfer_params": None,
        },
        (42, 0, 20),
    ),
    "vllm-span": (
        {
            "name": "llm_request",
            "attributes": {
                "gen_ai.response.model": "m",
                "gen_ai.request.id": "cmpl-1",
                "gen_ai.request.max_tokens": 16,
                "gen_ai.request.n": 1,
                "gen_ai.usage.prompt_tokens": 6,
                "gen_ai.usage.completion_tokens": 16,
                "gen_ai.latency.time_in_queue": 0.001,
                "gen_ai.latency.e2e": 0.2,
            },
        },
        (6, 0, 16),
    ),
    "ollama": (
        {
            "model": "m",
            "created_at": "2026-11-02T10:00:00Z",
            "done": True,
            "prompt_eval_count": 26,
            "prompt_eval_duration": 130079000,
            "eval_count": 290,
            "eval_duration": 4232710000,
        },
        (26, 0, 290),
    ),
    "cohere": (
        {
            "model": "m",
            "finish_reason": "COMPLETE",
            "usage": {
                "billed_units": {"input_tokens": 5, "output_tokens": 418},
                "tokens": {"input_tokens": 71, "output_tokens": 418},
            },
        },
        (71, 0, 418),
    ),
    "azure": (AZURE, (11, 0, 7)),
}
"""A line of each export, and its prompt, cached part and output by hand."""


def columns_of(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return read_columns(read_requests(path), {"hardware": "h100-sxm"})


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("ending", ["jsonl", "log"])
def test_a_line_of_an_export_counts_as_by_hand(tmp_path, name, ending):
    """By hand: nothing of it is lost, counted twice or taken for a model."""
    line, expected = SAMPLES[name]
    columns = columns_of(tmp_path / f"log.{ending}", [line])
    assert not columns.wrong
    assert not columns.left_out
    names = ("prompt_tokens", "cached_prompt_tokens", "output_tokens")
    assert tuple(columns.numbers[n].values[0] for n in names) == expected
    model = columns.words["model"]
    assert [model.names[code] for code in model.codes] == ["m"]


def test_what_a_batch_did_not_answer_is_told(tmp_path):
    """By hand: errored, expired and cancelled requests beside one that succeeded."""
    failed = [
        {"custom_id": kind, "result": {"type": kind}}
        for kind in ("errored", "expired", "canceled")
    ]
    columns = columns_of(tmp_path / "log.jsonl", [ANTHROPIC_BATCH, *failed])
    assert {row: str(told) for row, told in columns.left_out.items()} == {
        1: "The request failed: errored.",
        2: "The request failed: expired.",
        3: "The request failed: canceled.",
    }


def test_langfuse_leaves_what_is_no_generation(tmp_path):
    """By hand: a span around it and an embedding beside it."""
    rows = [
        {"id": "o1", "type": "SPAN", "provided_model_name": "", "usage_details": {}},
        {
            "id": "o2",
            "type": "GENERATION",
            "start_time": "2026-11-02 10:00:00.100000",
            "provided_model_name": "m",
            "usage_details": {
                "input": 400,
                "input_cached_tokens": 100,
                "output": 90,
                "output_reasoning_tokens": 10,
                "total": 600,
            },
            "cost_details": {"input": 0.001, "total": 0.002},
        },
        {"id": "o3", "type": "EMBEDDING", "usage_details": {"input": 4, "total": 4}},
    ]
    columns = columns_of(tmp_path / "log.jsonl", rows)
    assert sorted(columns.left_out) == [0, 2]
    assert columns.numbers["prompt_tokens"].values[1] == 500
    assert columns.numbers["output_tokens"].values[1] == 100


def test_rates_of_an_engine_are_no_requests(tmp_path):
    """Bad input: the line that vLLM prints every ten seconds."""
    path = tmp_path / "vllm.log"
    path.write_text(
        "INFO 11-02 10:00:00 [loggers.py:118] Engine 000: Avg prompt throughput: "
        "120.1 tokens/s, Avg generation throughput: 40.2 tokens/s, Running: 2 reqs\n"
    )
    with pytest.raises(InputError, match=r"vllm\.log holds lines of text"):
        read_requests(path)


@pytest.mark.parametrize("ending", [".json", ".jsonl"])
def test_a_benchmark_gives_a_request_for_each_of_its_lengths(tmp_path, ending):
    """By hand: what `vllm bench serve --save-detailed` writes, one request failed."""
    run = {
        "date": "20261102-100000",
        "backend": "vllm",
        "model_id": "m",
        "num_prompts": 3,
        "request_rate": "inf",
        "completed": 2,
        "total_input_tokens": 350,
        "total_output_tokens": 200,
        "input_lens": [100, 250, 300],
        "output_lens": [120, 80, 0],
        "ttfts": [0.1, 0.1, 0.0],
        "errors": ["", "", "timeout"],
    }
    path = tmp_path / f"run{ending}"
    path.write_text(json.dumps(run) + "\n")
    columns = read_columns(read_requests(path), {"hardware": "h100-sxm"})
    assert columns.numbers["prompt_tokens"].values[:2].tolist() == [100, 250]
    assert columns.numbers["output_tokens"].values[:2].tolist() == [120, 80]
    assert columns.words["model"].names == ("m",)
    assert sorted(columns.left_out) == [2]
    for change, match in (
        ({"total_input_tokens": 351}, "total_input_tokens is 351, and its requests"),
        ({"output_lens": [120, 80]}, "same number of rows"),
    ):
        path.write_text(json.dumps(run | change) + "\n")
        with pytest.raises(InputError, match=match):
            read_requests(path)
