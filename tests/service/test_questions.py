"""The table of questions: every surface is drawn from it."""

from __future__ import annotations

import pytest

from wattlas.parameters.verbs import VERBS
from wattlas.report.saved import SCHEMAS
from wattlas.service.answers import ANSWERS
from wattlas.service.questions import QUESTIONS, TOOLS

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


def test_no_answer_is_asked_by_nothing():
    assert {q.answer for q in QUESTIONS.values()} == set(ANSWERS)


def test_tools_are_those_that_models_are_promised():
    named = {"estimate_training", "estimate_serving", "estimate_requests"}
    assert set(TOOLS) == named | {"compare_sites", "plan", "check_claim", "facts"}
