"""What went wrong, as RFC 9457 has it: a sentence, its field and the nearest name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wattlas import facts
from wattlas.errors import (
    InputError,
    Message,
    MissingExtraError,
    MissingFactError,
    NoPlanError,
    SolverError,
    UnknownOptionError,
    WattlasError,
    cut,
    nearest_names,
)
from wattlas.report.paint.text import said
from wattlas.report.words.language import Language
from wattlas.report.words.service import PROBLEMS
from wattlas.service.questions import Question
from wattlas.service.wording import as_sent, heard

MEDIA_TYPE = "application/problem+json"
STATUS: Mapping[type[WattlasError], int] = {
    InputError: 400,
    MissingFactError: 422,
    NoPlanError: 422,
    SolverError: 422,
    MissingExtraError: 501,
}
"""The status of each kind of error; of one below it in the tree, that of its kind."""


@dataclass(frozen=True)
class Problem:
    """A refusal: its status, its sentence, the field that it is of, and near names.

    `verb` is that of the question which is refused, '' where none is.
    """

    status: int
    detail: Message
    field: str = ""
    nearest: tuple[str, ...] = ()
    verb: str = ""

    def to_dict(self, say: Language) -> dict[str, Any]:
        """Return the problem as plain data, said in a language."""
        say = heard(say) if self.verb else say
        found: dict[str, Any] = {
            "type": "about:blank",
            "title": say(PROBLEMS[self.status]),
            "status": self.status,
            "detail": said(self.detail, say),
        }
        if self.field:
            found["field"] = self.field
        if self.nearest:
            found["nearest"] = list(self.nearest)
        return found


def problem_of(
    error: WattlasError, question: Question, given: Mapping[str, Any]
) -> Problem:
    """Return the problem of an error: the field is the one that the sentence names."""
    status = next(s for kind, s in STATUS.items() if isinstance(error, kind))
    message = as_sent(error.message, question.files)
    values = message.values
    if isinstance(error, UnknownOptionError) and "known" in values:
        key, of_question = str(values["key"]), values["name"] == question.verb
        known = question.fields if of_question else values["known"].names
        field = cut(key) if of_question else _field(message, question, given)
        near = tuple(nearest_names(key, known))
        return Problem(status, message, field, near, question.verb)
    field = _field(message, question, given)
    near = _nearest(field, question, given)
    return Problem(status, message, field, near, question.verb)


def _field(message: Message, question: Question, given: Mapping[str, Any]) -> str:
    """Return the field whose name or value stands in a sentence, or ''.

    A sentence may begin with a field without a place for its name; what stands in a
    study is of that field.
    """
    first, _, _ = message.text.partition(" ")
    said_there = [*(v for v in message.values.values() if isinstance(v, str)), first]
    by_name = (word for word in said_there if word in question.fields)
    by_value = (n for n, v in given.items() if isinstance(v, str) and v in said_there)
    whole = "study" if "study" in given else ""
    return next(by_name, next(by_value, whole))


def _nearest(
    field: str, question: Question, given: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return the names nearest to what a field was given, where it takes names."""
    item, value = question.fields.get(field), given.get(field)
    if item is None or not isinstance(value, str):
        return ()
    return tuple(nearest_names(value, _known(item.parameter)))


def _known(parameter: Any) -> Iterable[str]:
    if parameter.choices:
        known: Iterable[str] = parameter.choices
        return known
    return facts.keys(parameter.table) if parameter.table else ()
