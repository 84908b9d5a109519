"""Tools of MCP, called by the official client."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys

import pytest

import wattlas
from wattlas import facts
from wattlas.parameters import declared
from wattlas.service.models.brief import ROOM, ROOM_EXPLAINED
from wattlas.service.models.tools import (
    ABOUT,
    FAMILIES,
    MORE,
    tool_schemas,
)
from wattlas.service.questions import QUESTIONS, TOOLS

STUDY = {
    "title": "T",
    "model": "llama-3.1-8b",
    "train": {"tokens": "1T", "hardware": "h100"},
    "sites": ["oslo", "dublin"],
}
PLAN = {
    "title": "T",
    "year": 2027,
    "load": {"it_power": "10 MW", "shape": "flat"},
    "sites": ["dallas"],
    "power": ["grid", "solar"],
    "plan": {"objective": "cost", "matching": {"basis": "annual", "share": 0.5}},
}
CLAIM = {
    "statement": "GPT-3 took 1,287 MWh to train.",
    "relations": [
        {
            "kind": "figure",
            "subject": "gpt-3",
            "quantity": "training_energy_kwh",
            "value": "1,287 MWh",
        }
    ],
}
CALLS = {
    "facts": {"table": "hardware", "key": "h100"},
    "estimate_training": {
        "model": "bloom",
        "hardware": "a100",
        "country": "fr",
        "tokens": "366B",
    },
    "estimate_serving": {
        "model": "llama-3.1-70b",
        "hardware": "h100",
        "requests_per_day": "1M",
        "country": "us",
    },
    "estimate_requests": {
        "table": [{"prompt_tokens": 200, "output_tokens": 50}],
        "model": "llama-3.1-8b",
        "hardware": "h100",
    },
    "estimate_other_work": {
        "work": "embed",
        "model": "bge-m3",
        "hardware": "l4",
        "items": "10M",
        "tokens": 256,
        "country": "us",
    },
    "outlook": {"question": "need", "twh": 1000, "by": 2030, "draws": 256},
    "compare_sites": {"study": STUDY},
    "check_claim": {"claim": "Training GPT-3 took 12,870 MWh."},
    "plan": {"study": PLAN, "explore": True},
}
"""A call of each tool, as a model makes it."""


@pytest.fixture(scope="module")
def answers():
    """What the client gets: every tool called, resources read, mistakes made."""
    return asyncio.run(_conversation())


SERVER = "from wattlas.cli.main import main; main()"
"""`wattlas`, as a client begins it by its command."""


async def _conversation():
    from mcp import StdioServerParameters
    from mcp.client import Client

    steps = []
    words = ["-c", SERVER, "mcp", "--processes", "1"]
    server = StdioServerParameters(command=sys.executable, args=words)

    async def heard(progress, total, message):
        steps.append(message)

    async with Client(server) as client:
        found = {"tools": (await client.list_tools()).tools}
        for name, arguments in CALLS.items():
            found[name] = await client.call_tool(
                name, arguments, progress_callback=heard
            )
        mistakes = [
            ("estimate_training", {"modle": "bloom"}),
            ("estimate_serving", {"model": "/etc/x.json"}),
            ("check_claim", {"claim": "x", "language": "fr"}),
            ("no_tool", {}),
            ("estimate_other_work", {"work": "embedding"}),
            ("estimate_other_work", {"work": "embed", "audio": "1 h"}),
            ("outlook", {}),
            ("outlook", {"question": "peak", "region": "pjm", "twh": 1000}),
        ]
        found["mistakes"] = [await client.call_tool(*call) for call in mistakes]
        found["explained"] = await client.call_tool(
            "estimate_training", CALLS["estimate_training"] | {"explain": True}
        )
        found["chinese"] = await client.call_tool(
            "estimate_training", CALLS["estimate_training"] | {"language": "zh"}
        )
        found["typed"] = await client.call_tool("check_claim", {"typed": CLAIM})
        uris = ("facts/hardware/h100-sxm", "schema/estimate", "schema/claims")
        found["resources"] = {
            uri: json.loads(
                (await client.read_resource(f"wattlas://{uri}")).contents[0].text
            )
            for uri in uris
        }
        found["listed"] = (await client.list_resources()).resources
    return found | {"steps": steps}


def text_of(result):
    return result.content[0].text


CUT = "### What the plan's power is worth"
"""Where the page leaves the answer of a plan: what follows it is as long again."""


def test_the_transcript_of_the_docs_is_this_conversation(answers, golden):
    """Golden: what a client called and got of every tool, as docs/mcp.md prints it."""
    parts = []
    for name, arguments in CALLS.items():
        call = json.dumps(arguments, ensure_ascii=False)
        said, cut, _ = text_of(answers[name]).partition(CUT)
        parts += [f"> {name} {call}", "", said.rstrip(), "…" if cut else "", ""]
    wrong = {"modle": "bloom"}
    said = text_of(answers["mistakes"][0]).partition(" It has:")[0]
    parts += [f"> estimate_training {json.dumps(wrong)}", "", f"(refused) {said}"]
    golden("mcp.txt", "\n".join(parts) + "\n")


def test_the_same_over_http_with_the_token():
    """Law: over HTTP the tools are those of stdio, and all of it needs the token."""
    words = [sys.executable, "-c", SERVER, "mcp", "--http", "--processes", "1"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as server:
        line = server.stderr.readline()
        address = re.search(r"http://[^,]+", line)[0]
        token = re.search(r"Bearer (\S+)", line)[1]
        try:
            tools, answer, barred = asyncio.run(_over_http(address, token))
        finally:
            server.terminate()
    assert tools == set(ABOUT)
    assert "h100-sxm" in answer
    assert barred == [401, 401, 421]


async def _over_http(address, token):
    import httpx2
    from mcp.client import Client
    from mcp.client.streamable_http import streamable_http_client

    ask = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    own = {"authorization": f"Bearer {token}"}
    headers = [{}, {"authorization": "Bearer wrong"}, {**own, "host": "evil.example"}]
    async with (
        httpx2.AsyncClient(headers=own, timeout=60) as http,
        Client(streamable_http_client(address, http_client=http)) as client,
    ):
        tools = {tool.name for tool in (await client.list_tools()).tools}
        answer = text_of(await client.call_tool("facts", CALLS["facts"]))
    async with httpx2.AsyncClient(timeout=60) as http:
        replies = [await http.post(address, json=ask, headers=h) for h in headers]
    return tools, answer, [reply.status_code for reply in replies]


@pytest.mark.parametrize("name", ABOUT)
def test_every_tool_answers_in_brief(answers, name):
    """Law: each answer has figures, fits its room, and is no error."""
    result = answers[name]
    assert not result.is_error, text_of(result)
    assert len(text_of(result)) <= ROOM + 200
    assert re.search(r"\d", text_of(result))


def test_an_estimate_says_range_boundary_and_sources(answers):
    """By the record: the headline is that of Python, with its range."""
    own = wattlas.train(**CALLS["estimate_training"])
    text = text_of(answers["estimate_training"])
    assert f"{own.results['facility_energy_kwh'].mid / 1000:.0f}" in text.replace(
        ",", ""
    )
    assert "Boundary of the headline: facility" in text
    assert all(source.key in text for source in own.sources)


@pytest.mark.parametrize("name", sorted(set(ABOUT) - {"facts", "check_claim"}))
def test_every_figure_is_quoted_with_boundary_and_sources(answers, name):
    """Law: what a model needs to quote a figure stands in every answer, uncut."""
    text = text_of(answers[name])
    assert "Boundary of the headline: facility." in text
    keys = re.search(r"^Sources: (.+)\.$", text, re.MULTILINE)[1].split(", ")
    assert len(keys) >= 3
    assert set(keys) <= set(facts.keys("sources"))


def test_the_derivation_comes_when_it_is_asked_for(answers):
    short, long = answers["estimate_training"], answers["explained"]
    assert len(text_of(short)) < len(text_of(long)) <= ROOM_EXPLAINED + 200


def test_the_answer_is_said_in_chinese(answers):
    assert "训练" in text_of(answers["chinese"])


def test_a_mistake_is_answered_in_a_sentence(answers):
    """Law: what is wrong reaches the model as a sentence, with the nearest name."""
    said = [text_of(m) for m in answers["mistakes"]]
    assert all(m.is_error for m in answers["mistakes"])
    assert "Did you mean 'model'?" in said[0]
    assert "file" in said[1]
    assert all(sentence.endswith(".") for sentence in said)


def test_a_typed_claim_is_judged(answers):
    assert "right" in text_of(answers["typed"]).lower()


def test_a_plan_tells_how_it_goes_on(answers):
    assert any("Sizing" in step for step in answers["steps"])


def test_schemas_are_the_declaration(answers):
    """Law: a tool takes what is declared, and how it is to be told."""
    schemas = {tool.name: tool.input_schema for tool in answers["tools"]}
    assert schemas == json.loads(json.dumps(dict(tool_schemas())))
    for name, question in TOOLS.items():
        names = set(schemas[name]["properties"]) - set(MORE)
        assert names == set(question.fields)
        assert names <= set(declared(question.options))


LEFT_TO_REST = {"ledger sum"}


def test_every_question_is_asked_by_a_tool():
    """Law: a verb that is added as a question is a tool's too."""
    several = {
        q.verb for family in FAMILIES.values() for q in family.questions.values()
    }
    assert several | {q.verb for q in TOOLS.values()} == set(QUESTIONS) - LEFT_TO_REST
    assert set(ABOUT) == {*TOOLS, *FAMILIES}


@pytest.mark.parametrize("name", FAMILIES)
def test_a_tool_of_several_questions_has_all_their_fields(name):
    """Law: each field of each question, as many as it takes, and which is asked."""
    family, fields = FAMILIES[name], dict(tool_schemas())[name]["properties"]
    known = {n: i for q in family.questions.values() for n, i in q.fields.items()}
    assert set(fields) - set(MORE) - {family.argument} == set(known)
    assert family.argument not in known
    for n, item in known.items():
        if item.quantity and item.parameter.commas:
            assert "array" in fields[n]["type"]


def test_resources_are_facts_and_schemas(answers):
    read = answers["resources"]
    assert read["facts/hardware/h100-sxm"]["key"] == "h100-sxm"
    assert "$defs" in read["schema/estimate"]
    assert {str(r.uri) for r in answers["listed"]} >= {"wattlas://facts/models"}
