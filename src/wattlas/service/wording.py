"""Sentences where no command line is: fields for options, questions for commands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Any

from wattlas import facts
from wattlas.errors import Message, Several, WattlasError
from wattlas.parameters.declaration import declared
from wattlas.parameters.verbs import VERBS
from wattlas.report.words.language import Language
from wattlas.report.words.service import THE_RECORD, THE_SCHEMA
from wattlas.service.questions import QUESTIONS

_OPTION = re.compile(
    r"(?<![\w-])(?<!pip install )(?<!nvidia-smi )--(?P<name>[a-z][a-z0-9-]*)"
)
"""An option of ours; those of other programs are typed where they run."""
_LISTED = re.compile(r"wattlas (?:parameters\b(?: \{\w+\})?|facts hardware --template)")
_TABLES = "|".join((*facts.TABLES, "sources"))
_PLACE = r"(?:\{\w+\}|[A-Z]{2,}\b)"
_FACTS = re.compile(
    rf"wattlas facts(?: (?P<table>(?:{_TABLES})\b|{_PLACE})(?: (?P<key>{_PLACE}))?)?"
)
_VERBS = "|".join(sorted(QUESTIONS, key=len, reverse=True))
_ASKED = re.compile(rf"wattlas (?P<verb>{_VERBS})\b")
_RECORD = "json"
"""The option that prints a record, which is what a service answers."""


@dataclass(frozen=True)
class Heard(Language):
    """A language as it is heard over a service: no option or command of a terminal.

    >>> from wattlas.report.words.language import ENGLISH
    >>> heard(ENGLISH)("Leave --hours-on out. List all: wattlas facts models.")
    'Leave hours_on out. List all: facts?table=models.'
    """

    def translated(self, text: str, context: str = "") -> str:
        """Return a message in the language, in the words of a service."""
        said = super().translated(text, context)
        if "--" not in said and "wattlas " not in said:
            return said
        said = _LISTED.sub(lambda _: super(Heard, self).translated(THE_SCHEMA), said)
        said = _ASKED.sub(_question_named, _FACTS.sub(_facts_named, said))
        return _OPTION.sub(self._field_named, said)

    def _field_named(self, found: re.Match[str]) -> str:
        name = found["name"]
        if name == _RECORD:
            return super().translated(THE_RECORD)
        return _FIELDS.get(name, name.replace("-", "_"))

    def __hash__(self) -> int:
        return hash(self.code)


@cache
def heard(say: Language) -> Language:
    """Return a language as those hear it who ask a service."""
    return Heard(say.code, say.catalogue)


def _fields() -> Iterator[tuple[str, str]]:
    for options in VERBS.values():
        for name, item in declared(options).items():
            for flag in item.parameter.flags:
                yield flag.lstrip("-"), name


_FIELDS = dict(_fields())
"""The fields whose options have names of their own, by the option."""


def _facts_named(found: re.Match[str]) -> str:
    given = [f"{name}={found[name]}" for name in ("table", "key") if found[name]]
    return f"facts?{'&'.join(given)}" if given else "facts"


def _question_named(found: re.Match[str]) -> str:
    return QUESTIONS[found["verb"]].path


def as_sent(message: Message, fields: Mapping[str, str]) -> Message:
    """Return a message with fields in place of the files that hold what was sent.

    `fields` are those by the name of their file.

    >>> from pathlib import Path
    >>> said = Message("{path} is empty.", path=Path("/tmp/x/log.csv"))
    >>> print(as_sent(said, {"log.csv": "table"}))
    table is empty.
    """
    values = {n: _value_as_sent(v, fields) for n, v in message.values.items()}
    return Message(message.text, **values)


def _value_as_sent(value: Any, fields: Mapping[str, str]) -> Any:
    if isinstance(value, WattlasError):
        value = value.message
    if isinstance(value, Message):
        return as_sent(value, fields)
    if isinstance(value, Several):
        names = (_value_as_sent(name, fields) for name in value.names)
        return Several(names, value.between)
    if isinstance(value, str | PurePath):
        return fields.get(PurePath(value).name, value)
    return value
