"""Names as providers write them: read by rules, never guessed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattlas import facts
from wattlas.errors import InputError, UnknownNameError
from wattlas.estimation.api_names import TABLES, read_api_name
from wattlas.estimation.lookup import find_model
from wattlas.estimation.model_refusals import family
from wattlas.estimation.names_read import names_read
from wattlas.estimation.networks import find_network
from wattlas.estimation.request_log.estimate import estimate_requests
from wattlas.estimation.serve import estimate_serving
from wattlas.estimation.served_models import find_served_model
from wattlas.parameters import ServeOptions

OPEN = sorted(
    key
    for key in facts.keys("models")
    if re.search(r"\d[bm]$|a\d+b$", key) and "stral-" not in key
)
"""Keys that end in a size, of families in which a date makes no other model."""

READ = {
    "vertex_ai/gemini-2.5-pro-preview-05-06": "gemini-2.5-pro",
    "gemini/gemini-2.5-flash-preview-04-17": "gemini-2.5-flash",
    "mistral/mistral-medium-2505": "mistral-medium-3",
    "nvidia_nim/nvidia/llama-3.1-nemotron-70b-instruct": "llama-3.1-70b",
    "mistral-small-2506": "mistral-small-3.1",
    "mistral/mistral-small-2501": "mistral-small-24b",
    "open-mistral-nemo-2407": "mistral-nemo",
    "vertex_ai/codestral-2405": "codestral-22b",
    "meta.llama3-1-70b-instruct-v1:0": "llama-3.1-70b",
    "us.meta.llama3-2-1b-instruct-v1:0": "llama-3.2-1b",
    "bedrock/us-west-2/deepseek.v3.2": "deepseek-v3.2",
    "arn:aws:bedrock:us-east-1::foundation-model/meta.llama3-8b-instruct-v1:0": (
        "llama-3-8b"
    ),
    "accounts/fireworks/models/llama-v3p1-8b-instruct": "llama-3.1-8b",
    "replicate/meta/llama-3-70b-instruct": "llama-3-70b",
    "cloudflare/@cf/meta/llama-3.2-1b-instruct": "llama-3.2-1b",
    "groq/llama-3.3-70b-versatile": "llama-3.3-70b",
    "llama-3.1-8b-instant": "llama-3.1-8b",
    "deepseek/deepseek-r1:free": "deepseek-r1",
    "openrouter/qwen/qwen3-235b-a22b-thinking-2507": "qwen3-235b-a22b",
    "kimi-k2-instruct-0905": "kimi-k2",
    "gpt-oss:120b-cloud": "gpt-oss-120b",
    "llama3.1:70b": "llama-3.1-70b",
    "databricks-meta-llama-3-1-8b-instruct": "llama-3.1-8b",
    "gpt-4o-2024-08-06": "gpt-4o",
    "ft:gpt-4o-mini-2024-07-18:org:name:id": "gpt-4o-mini",
    "gemini-1.5-pro-002": "gemini-1.5-pro",
    "gemini-1.5-flash-8b-001": "gemini-1.5-flash-8b",
    "xai/grok-3-mini-fast-beta": "grok-3-mini",
    "watsonx/ibm/granite-3-8b-instruct": "granite-3.0-8b",
    "azure/global/gpt-4o-2024-11-20": "gpt-4o",
    "jp.anthropic.claude-haiku-4-5-20251001-v1:0": "claude-haiku-4.5",
    "claude-3-5-haiku@20241022": "claude-3.5-haiku",
    "vertex_ai/jamba-1.5-large@001": "jamba-1.5-large",
    "models/gemini-2.5-pro": "gemini-2.5-pro",
}

NOT_READ = (
    "llama-3.1-9b",  # no such size
    "llama-8b",  # of which generation
    "code-llama-99b",
    "mistral-small-2402",  # a date makes another model there
    "ministral-8b-2512",
    "gemini-pro-latest",  # moves
    "qwen3-embedding-8b",
    "llama-guard-3-8b",
    "gpt-4o-audio-preview",
    "claude-opus-9",
    "azure/my-deployment",
    "openrouter/auto",
)


@pytest.mark.parametrize(("written", "key"), READ.items())
def test_names_of_providers_are_read(written, key):
    """By hand: routers, regions, dates, tags, fine-tunes, accounts."""
    read = read_api_name(written)
    assert read is not None
    assert read.key == key


@pytest.mark.parametrize("written", NOT_READ)
def test_what_names_no_model_of_the_tables_is_none(written):
    """Law: a name is never taken for one that is only like it."""
    assert read_api_name(written) is None


WRAPPED = (
    "{}",
    "together_ai/org/{}",
    "accounts/x/models/{}",
    "us.vendor.{}-v1:0",
    "eu.vendor.{}-instruct-v2:0",
    "{}:free",
    "router/y/{}:nitro",
    "{}-Instruct",
    "{}-instruct-2507",
    "{}-20250101",
    "{}@20250101",
    "x/{}-hf",
)


@given(st.sampled_from(OPEN), st.sampled_from(WRAPPED), st.sampled_from("-_ "))
def test_what_is_around_a_name_changes_nothing(key, around, separator):
    """Law: each model is found under any wrapping, whatever parts its words."""
    read = read_api_name(around.format(key.replace("-", separator)))
    assert read is not None
    assert (read.table, read.key) == ("models", key)


@given(st.sampled_from(OPEN), st.integers(1, 999), st.sampled_from(WRAPPED))
def test_another_size_is_another_model(key, size, around):
    """Law: what is read has the size that is written."""
    written = re.sub(r"\d+(?:\.\d+)?(?=[bm]$)", str(size), key)
    read = read_api_name(around.format(written))
    if read is not None and written != key:
        assert {str(size)} <= set(re.findall(r"\d+(?:\.\d+)?", read.key))


@pytest.mark.parametrize(
    ("written", "precision", "unread"),
    [
        ("Meta-Llama-3.1-70B-Instruct-FP8", "fp8", ""),
        ("llama3.1:8b-instruct-q4_K_M", "int4", ""),
        ("llama-3.1-8b-awq", "int4", ""),
        ("llama3.1:8b-instruct-q5_K_M", "bf16", "q5_k_m"),
    ],
)
def test_a_format_in_a_name_is_used_or_told(written, precision, unread):
    """Law: a number format that a name says is that of the weights, or is said."""
    options = ServeOptions(
        model=written, hardware="h100-sxm", prompt_tokens=50, output_tokens=50
    )
    estimate = estimate_serving(options)
    assert estimate.subject["precision"] == precision
    codes = {note.code: note.values for note in estimate.notes}
    assert codes["name-read"]["name"] == written
    assert codes.get("format-unread", {}).get("format", "") == unread
    log = {"model": [written], "prompt_tokens": [50], "output_tokens": [50]}
    if unread:
        with pytest.raises(InputError, match=r"q5_k_m, which is not known"):
            estimate_requests(log, hardware="h100-sxm")
        return
    table = estimate_requests(log, hardware="h100-sxm")
    assert table.groups[0].estimate.subject["precision"] == precision


def test_a_moving_name_is_refused():
    """Bad input: which model answered depends on the day."""
    with pytest.raises(UnknownNameError, match=r"moves from model to model"):
        find_model("mistral/mistral-large-latest")


def test_names_of_the_tables_do_not_mean_two():
    """Law: a key of a model is read as itself."""
    for key in facts.keys("models"):
        read = read_api_name(key)
        assert read is None or read.key == key, key


AFTER_AT = ("evil", "", "x", "..", "prod", "1", "us", "my-org", "latest", "2024-13-45")
KEPT_AFTER_AT = ("default", "us-east-1", "us-central1", "europe-west4", "us-gov-east-1",
                 "20240806", "2024-08-06", "001")  # fmt: skip


@pytest.mark.parametrize("name", ["llama-3.1-8b", "gpt-4o", "claude-sonnet-4"])
def test_only_regions_and_dates_stand_behind_an_at(name):
    """Law: what is no region, date or default behind @ makes another name."""
    meant = read_api_name(name).key
    assert all(read_api_name(f"{name}@{part}").key == meant for part in KEPT_AFTER_AT)
    others = [part for part in AFTER_AT if part not in ("us", *KEPT_AFTER_AT)]
    assert [p for p in others if read_api_name(f"{name}@{p}")] == []


@pytest.mark.parametrize("mark", "@!#$%&*=?;,'\"<>|~^")
def test_no_mark_is_read_over(mark):
    """Law: a name with a mark that no name has is none, wherever it stands."""
    name = "llama-3.1-8b"
    for at in range(1, len(name) + 1):
        assert read_api_name(name[:at] + mark + name[at:]) is None


@pytest.mark.parametrize("prefix", ["", "x/", "anthropic.", "openrouter/x/"])
def test_a_family_is_no_model(prefix):
    """Law: a name that several versions continue is refused with what to give."""
    keys = [k for table in TABLES for k in facts.keys(table)]
    heads = {m[1] for k in keys if (m := re.match(r"([^\d]+)-\d+(?:\.\d+)?(?:-|$)", k))}
    families = [head for head in heads if family(head)]
    assert {"claude", "grok", "mistral-large", "claude-opus"} <= set(families)
    assert names_read(families) == {}
    for name in families:
        for find in (find_model, find_served_model):
            with pytest.raises(UnknownNameError, match="names a family of models"):
                find(prefix + name)
    for key in keys:
        assert family(key) == ()


def test_no_picture_is_told_as_another():
    """Law: where a model of pictures has a version, its aliases say no other."""
    for key in facts.keys("undisclosed"):
        row = facts.row("undisclosed", key)
        own = set(re.findall(r"\d+", key + row["name"]))
        if "image or video" not in row["reason"] or not own:
            continue
        for alias in facts.aliases("undisclosed", key):
            assert set(re.findall(r"\d", alias)) <= set("".join(own)), alias


def test_every_name_that_is_no_key_is_shown():
    """Law: what an alias stands for is shown, a key's own name is not."""
    for table in TABLES:
        for key in facts.keys(table):
            assert names_read([key]) == {}
    read = names_read(["gpt-35-turbo", "mistral-large-2512", "gpt-4o-2024-08-06"])
    assert read == {
        "gpt-35-turbo": "gpt-3.5-turbo",
        "mistral-large-2512": "mistral-large-3",
        "gpt-4o-2024-08-06": "gpt-4o",
    }


NO_VERSION = re.compile(r"20\d\d-?\d\d-?\d\d|\d{3,}|\d+k\b")
"""Dates, numbers of a day, and the length of a context."""
GENERIC = ("midjourney", "kling", "seedream", "spark", "sora", "moonshot-v1")
"""Keys of a service whose versions are told apart by nothing that is published."""


def versions(name):
    plain = re.sub(r"(?<=\d)-(?=\d)", ".", NO_VERSION.sub("", name.lower()))
    return {f"{float(v):g}" for v in re.findall(r"\d+(?:\.\d+)?", plain)}


def test_no_version_of_a_closed_model_is_read_as_another():
    """Law: a name says no number that the model it stands for has not."""
    for key in facts.keys("undisclosed"):
        if key in (*GENERIC, "resnet-18", "gemini-apps", "qwen-max"):
            continue  # of one shape, of studies, or named by its date alone
        own = versions(key) | versions(facts.row("undisclosed", key)["name"])
        for alias in facts.aliases("undisclosed", key):
            said = versions(alias.replace("gpt-35", "gpt-3.5")) - {"6"}
            assert said <= own, (alias, key)


@pytest.mark.parametrize("change", [1, 2, 10])
def test_another_number_is_never_a_sibling(change):
    """Law: a key of an open model with another number is no model, or one named so."""
    for key in facts.keys("models"):
        for number in re.finditer(r"\d+", key):
            name = key[: number.start()] + f"{int(number[0]) + change}"
            name += key[number.end() :]
            try:
                found = find_model(name).key
            except InputError:
                continue
            names = [found, facts.row("models", found).get("name", "")]
            names += facts.aliases("models", found)
            spelled = {re.sub(r"[^a-z0-9]", "", n.lower()) for n in names}
            said = re.sub(r"[^a-z0-9]", "", name)
            assert any(said in n for n in spelled), (name, found)


@pytest.mark.parametrize(
    ("name", "precision", "unread"),
    [
        ("bartowski/Meta-Llama-3.1-8B-Instruct-GGUF", "bf16", "gguf"),
        ("bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M", "int4", ""),
        ("hugging-quants/Meta-Llama-3.1-8B-Instruct-AWQ-INT4", "int4", ""),
        ("llama3.1:8b-instruct-q4_K_M", "int4", ""),
        ("unsloth/Llama-3.2-1B-Instruct-bnb-4bit", "int4", ""),
    ],
)
def test_a_repository_of_files_says_no_format(name, precision, unread):
    """By hand: GGUF is a kind of file, and what stands in it another matter."""
    model = find_model(name)
    assert (model.weight_precision, model.unread_format) == (precision, unread)


def test_a_closed_name_that_nobody_has_is_answered_with_near_ones():
    with pytest.raises(UnknownNameError, match=r"Did you mean 'claude-sonnet-5'"):
        find_model("claude-sonnet-5-9")


TAGGED = sorted({k for k in OPEN if re.fullmatch(r"[a-z0-9.-]+-\d+(\.\d+)?b", k)})


@pytest.mark.parametrize("key", TAGGED)
def test_a_tag_of_ollama_without_a_format_is_in_4_bits(key):
    """Law: NAME:SIZE is Ollama's, in its usual 4 bits; a format that is said counts."""
    name, _, size = key.rpartition("-")
    own = facts.row("models", key).get("weight_precision") or "bf16"
    bits = facts.number("precisions", own, "bytes_per_weight").value
    usual = "int4" if bits >= 1 else own
    for tag in (f"{name}:{size}", f"ollama/{name}:{size}", f"{name}:{size}-instruct"):
        model = find_model(tag)
        assert (model.key, model.weight_precision) == (key, usual)
        assert model.is_of_ollama == (bits >= 1)
        assert names_read([tag]) == {tag: model.name}
    said = find_model(f"{name}:{size}-q8_0")
    assert said.weight_precision == "int8"
    assert not said.is_of_ollama
    for other in (key, f"org/{key}", f"org/{key}:free", f"{name}:{size}-cloud"):
        assert find_model(other).weight_precision == own


def test_the_format_of_a_tag_is_said_and_yields_to_what_is_given():
    asked = {"hardware": "m4-max", "draws": 40}
    own = estimate_serving(ServeOptions(model="llama3.1:8b", **asked))
    given = estimate_serving(
        ServeOptions(model="llama3.1:8b", precision="bf16", **asked)
    )
    assert own.subject["precision"] == "int4"
    assert "format-of-ollama" in {note.code for note in own.notes}
    assert given.subject["precision"] == "bf16"
    assert "format-of-ollama" not in {note.code for note in given.notes}


NETWORKS = facts.keys("networks")


@pytest.mark.parametrize("key", NETWORKS)
def test_networks_have_the_names_that_hosts_give_them(key):
    """Law: a maker, a route and the tag latest name no other network; a size does."""
    size = re.fullmatch(r"(.*)-([0-9.]+[bm])", key)
    tagged = [f"{size[1]}:{size[2]}"] if size else []
    for name in (f"org/{key}", f"{key}:latest", f"ollama/{key}:latest", *tagged):
        assert find_network(name).key == key
    for other in (f"{key}-9999", f"{key}:7777b", f"x{key}"):
        with pytest.raises(UnknownNameError):
            find_network(other)
