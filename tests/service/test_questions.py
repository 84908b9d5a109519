"""The table of questions: every surface is drawn from it."""

from __future__ import annotations

import pytest

from wattlas.errors import InputError
from wattlas.parameters import declared
from wattlas.parameters.verbs import VERBS
from wattlas.report.saved import SCHEMAS
from wattlas.service.answers import ANSWERS
from wattlas.service.given import options_given
from wattlas.service.questions import QUESTIONS, TOOLS, Content

NOT_ASKED = {
    "place",
    "study",
    "measure",
    "measure node",
    "measure serve",
    "otlp",
    "doctor",
    "validate",
    "web",
    "mcp",
}
"""Verbs of this machine or of the developer, and parts of others."""


def test_every_verb_is_a_question():
    """Law: a verb that is added is asked over HTTP too, or is named here."""
    assert set(QUESTIONS) | NOT_ASKED >= set(VERBS)
    assert not set(QUESTIONS) & NOT_ASKED


@pytest.mark.parametrize("verb", QUESTIONS)
def test_every_question_has_its_answer_and_schema(verb):
    question = QUESTIONS[verb]
    assert question.answer in ANSWERS
    assert set(question.records) <= set(SCHEMAS)
    assert set(question.contents) <= set(question.fields)


@pytest.mark.parametrize("verb", QUESTIONS)
def test_what_a_question_needs_can_be_sent(verb):
    """Law: no parameter that is needed names a file for which nothing is sent."""
    question = QUESTIONS[verb]
    needed = {n for n, item in declared(question.options).items() if item.required}
    assert needed <= set(question.fields)


def test_no_answer_is_asked_by_nothing():
    assert {q.answer for q in QUESTIONS.values()} == set(ANSWERS)


def test_tools_are_those_that_models_are_promised():
    named = {"estimate_training", "estimate_serving", "estimate_requests"}
    assert set(TOOLS) == named | {"compare_sites", "plan", "check_claim", "facts"}


FILES = ("config.json", "model.gguf", "chip.yaml", "h100-sxm,chip.yml")


@pytest.mark.parametrize("verb", [v for v in QUESTIONS if v.startswith("estimate")])
def test_no_name_that_is_sent_is_that_of_a_file(verb, tmp_path):
    """Law: what the command line may take as a file is refused, whatever its field."""
    question = QUESTIONS[verb]
    texts = {Content.MODEL, Content.NAME}
    open_to_files = [n for n, f in question.fields.items() if f.parameter.path]
    for name in open_to_files:
        assert name in question.contents, f"{verb}: {name} could name a file"
    for name, content in question.contents.items():
        for file in FILES if content in texts else ():
            with pytest.raises(InputError, match="names a file"):
                options_given(question, {name: file}, tmp_path)
