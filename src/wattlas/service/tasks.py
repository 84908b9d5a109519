"""A question with what it is given, and the reply to it: work for a process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import chdir
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wattlas.errors import Message, WattlasError
from wattlas.plain import json_text
from wattlas.report.words.language import language
from wattlas.service.answers import ANSWERS, Answer, Say
from wattlas.service.forms import FORMS
from wattlas.service.given import options_given, query_given
from wattlas.service.problems import MEDIA_TYPE, Problem, problem_of
from wattlas.service.questions import QUESTIONS


@dataclass(frozen=True)
class Reply:
    """What is sent back: a status of HTTP, the type of the body, the body."""

    status: int
    media_type: str
    body: bytes


def refusal(problem: Problem, code: str) -> Reply:
    """Return the reply that says a problem in a language."""
    text = json_text(problem.to_dict(language(code)))
    return Reply(problem.status, MEDIA_TYPE, text.encode())


@dataclass(frozen=True)
class Task:
    """A question: its verb, what is given, the form of the reply and its language.

    `given` are values by name, or `query` the pairs of an address.
    """

    verb: str
    given: Mapping[str, Any] = field(default_factory=dict)
    query: tuple[tuple[str, str], ...] = ()
    form: str = "json"
    language: str = "en"

    def reply(self, say: Say) -> Reply:
        """Return the reply; what is wrong with the question is a reply too."""
        found = answered(self.verb, self.given, self.query, say)
        if isinstance(found, Problem):
            return refusal(found, self.language)
        try:
            media_type, body = FORMS[self.form](found, language(self.language))
        except WattlasError as error:
            problem = problem_of(error, QUESTIONS[self.verb], self.given)
            return refusal(problem, self.language)
        return Reply(200, media_type, body)


def answered(
    verb: str,
    given: Mapping[str, Any],
    query: Iterable[tuple[str, str]],
    say: Say,
) -> Answer | Problem:
    """Return the answer to a question, or what is wrong with it.

    It is answered in a folder of its own, to which contents are written and from which
    nothing of another question is seen.
    """
    question = QUESTIONS[verb]
    with TemporaryDirectory() as folder, chdir(folder):
        try:
            given = {**given, **query_given(question, tuple(query))}
            options = options_given(question, given, Path(folder))
            return ANSWERS[question.answer](options, say)
        except WattlasError as error:
            return problem_of(error, question, given)


BUSY = Problem(
    503,
    Message("As many questions wait as can: ask again in a few seconds."),
)
TOO_LONG = Problem(
    504,
    Message(
        "The answer takes longer than is allowed here: ask for less, such as fewer "
        "draws, or on your own machine."
    ),
)
FAILED = Problem(
    500,
    Message("The answer failed: this is an error of the program. Please report it."),
)
