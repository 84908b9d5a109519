"""Refusals over a service: fields, not options; what was sent, not files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st

from wattlas.errors import InputError
from wattlas.report import words
from wattlas.report.paint.text import said
from wattlas.report.words.language import language
from wattlas.service.given import read_json
from wattlas.service.models.brief import brief
from wattlas.service.questions import QUESTIONS
from wattlas.service.tasks import answered
from wattlas.service.web.screens import Shown, result_html
from wattlas.service.wording import heard

ZH = Path(words.__file__).parent / "zh.po"
OF_A_TERMINAL = re.compile(
    r"(?<![\w-])(?<!pip install )(?<!nvidia-smi )--[a-z]|"
    rf"wattlas (?:facts|parameters|{'|'.join(QUESTIONS)})\b"
)
WITH_MODEL = {"model": "llama-3.1-8b", "hardware": "h100-sxm"}


@pytest.mark.parametrize("code", ["en", "zh"])
def test_no_sentence_says_options_or_commands(code):
    """Law: whatever is refused is refused in the words of who asked."""
    told = heard(language(code))
    # Every sentence of an error is in the catalogue: another test holds that.
    with ZH.open("rb") as file:
        sentences = {str(message.id) for message in read_po(file) if message.id}
    assert sum(OF_A_TERMINAL.search(text) is not None for text in sentences) > 100
    left = {text for text in sentences if OF_A_TERMINAL.search(told.translated(text))}
    assert left == set()


@pytest.mark.parametrize("verb", [v for v, q in QUESTIONS.items() if not q.job])
def test_an_option_is_the_field_of_its_question(verb):
    """Law: what a refusal says to give is a field that may be given."""
    question = QUESTIONS[verb]
    told = heard(language("en"))
    for name, item in question.fields.items():
        flags = item.parameter.flags or (f"--{name.replace('_', '-')}",)
        for flag in flags:
            if flag.startswith("--"):
                assert told(f"Give {flag}.") == f"Give {name}."


LINES = st.lists(
    st.sampled_from(
        ["prompt_tokens,output_tokens", "1,2", "1,x", '{"prompt_tokens": 1}', "{", "[",
         "[]", "{}", '[{"a": 1}]', "", "\x00", '"', "a;b", "-1,2", "\ufeff", "null",
         '{"prompt_tokens": 1, "output_tokens": 1e400}', '{"a": 1, "a": 2}', "[1]"]
    ),
    max_size=4,
)  # fmt: skip


@settings(max_examples=20)
@given(st.one_of(LINES.map("\n".join), LINES, st.text(max_size=20)))
def test_a_refused_log_names_the_field_and_no_path(log):
    """Law: whoever sent text sent no file, and is told of none."""
    found = answered("estimate requests", {"table": log, **WITH_MODEL}, (), print)
    if hasattr(found, "detail"):
        sentence = str(found.detail)
        assert not re.search(r"/tmp|log\.(?:csv|json)", sentence), sentence


@pytest.mark.parametrize(
    ("verb", "name", "sent"),
    [
        ("estimate serve", "model", '{"model_type": "llama", "a": 1, "a": 2}'),
        ("estimate serve", "model", '{"model_type": [}'),
        ("estimate serve", "model", {"model_type": "bert", "hidden_size": 8}),
        ("estimate embed", "model", {"model_type": "vit", "hidden_size": 8}),
        ("estimate serve", "model", {"model_type": "gpt2", "n_layer": "x"}),
        ("estimate train", "model", {"model_type": "gpt2", "n_embd": 8}),
        ("estimate serve", "hardware", {"name": "mine"}),
        ("estimate serve", "hardware", "name: mine\nname: other"),
        ("estimate serve", "hardware", "name: h100-sxm\nmemory: ["),
        ("facts", "key", '{"model_type": [}'),
    ],
)
def test_a_content_that_cannot_be_read_is_called_by_its_field(verb, name, sent):
    more = {"table": "models"} if verb == "facts" else WITH_MODEL
    found = answered(verb, more | {name: sent}, (), print)
    assert (found.field, found.status) == (name, 400)
    assert str(found.detail).startswith(name)


def test_a_deployment_that_none_serves_says_why_of_the_field():
    sent = {"model": {"model_type": "no_such"}, "hardware": "h100-sxm"}
    found = answered("estimate deploy", {**sent, "requests_per_second": 1}, (), print)
    assert (found.field, found.status) == ("model", 400)


@pytest.mark.parametrize("name", ["prompt_tokens", "site"])
def test_a_column_is_no_object(name):
    """Law: an object is not gone through by its names as if they were rows."""
    rows = [{"output_tokens": 5}]
    given = {"table": rows, "prompt_tokens": 5, **WITH_MODEL, name: {"name": "mine"}}
    found = answered("estimate requests", given, (), print)
    assert (found.status, found.field) == (400, name)
    assert "must be" in str(found.detail)


@pytest.mark.parametrize(
    ("verb", "name"), [("estimate finetune", "teacher"), ("estimate requests", "model")]
)
def test_a_name_alone_is_asked_for_where_no_content_is_taken(verb, name):
    """Law: no refusal asks for what the next one refuses."""
    sent = {"table": [{"prompt_tokens": 1}]} if verb.endswith("requests") else {}
    found = answered(verb, sent | {name: "x.json"}, (), print)
    assert "give a name" in str(found.detail)


def test_a_key_needs_its_table():
    """Law: what is given is used or refused."""
    found = answered("facts", {"key": "h100-sxm"}, (), print)
    assert (found.status, found.field) == (400, "key")


def test_a_text_too_long_for_one_statement_is_an_article():
    """Law: what is sent as text may be an article, also on one line."""
    found = answered("check", {"claim": "BLOOM took 433 MWh. " * 300}, (), print)
    assert [c.verdict for c in found.claims] == ["right_within_range"] or found.claims


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff", b'{"a": NaN}', b'{"a": 1e999}', b'{"a": 1, "a": 2}', b"[1]",
     b"[" * 5000, b'{"a": ' + b"9" * 5000 + b"}", b'"\\ud800"'],
)  # fmt: skip
def test_a_malformed_body_is_refused_in_one_language(body):
    """Law: Chinese has no English words in a row: what stands there are names."""
    with pytest.raises(InputError) as caught:
        read_json(body)
    sentence = said(caught.value.message, language("zh"))
    assert not re.search(r"[A-Za-z]{2,} [a-z]{2,}", sentence), sentence


@pytest.mark.parametrize("code", ["en", "zh"])
def test_ways_to_save_are_said_as_fields(code):
    """Law: on a page and to a model, what to give is fields, no options."""
    sent = {"model": "llama-3.1-8b", "hardware": "h100-sxm", "draws": 16}
    sent |= {"requests_per_day": "1M", "country": "us", "compare": "precision"}
    found = answered("estimate advise", sent, (), print)
    told = heard(language(code))
    page = result_html(Shown("advise", (("compare", "precision"),), found), told)
    for text in (brief(found, told, explain=False), page):
        assert "precision fp8" in text
        assert not OF_A_TERMINAL.search(text)
