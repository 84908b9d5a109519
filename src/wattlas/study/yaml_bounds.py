"""What a YAML text may hold at most, told before anything is made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from wattlas.errors import Message, StudyError

LONGEST = 200_000
"""How many characters a YAML text may have."""
DEEPEST = 50
"""How deep lists and mappings may stand in each other."""
MOST = 20_000
"""How many values a YAML text may hold, each as often as it is repeated."""
_BRACKET = re.compile(r"[\[\]{}]")


def check_yaml_bounds(text: str, path: str, kind: str) -> None:
    """Refuse YAML that is too long, too deep, or makes very much of a little.

    Raises
    ------
    StudyError
        If it is; or if it has tags, which have no meaning.
    ruamel.yaml.error.YAMLError
        If it is no YAML.

    >>> check_yaml_bounds("a: [[1], [2]]", "mine.yaml", "a study")
    >>> check_yaml_bounds("a: " + "[" * 60, "mine.yaml", "a study")
    Traceback (most recent call last):
    wattlas.errors.StudyError: mine.yaml, line 1: is nested too deep: give 50 levels ...
    """
    from ruamel.yaml import YAML

    if len(text) > LONGEST:
        raise StudyError(
            "{path}: is too long: give {most:,} characters at most.",
            path=path,
            most=LONGEST,
        )
    _check_brackets(text, path)
    _Counted(path, kind).check(YAML().parse(text))


def _check_brackets(text: str, path: str) -> None:
    """Refuse very many open brackets, of which a parser takes long to see the depth."""
    level = 0
    for found in _BRACKET.finditer(text):
        level = level + 1 if found[0] in "[{" else max(level - 1, 0)
        if level > DEEPEST:
            raise _too_deep(path, text.count("\n", 0, found.start()) + 1)


class _Counted:
    """The values of a text as its events come, and how many each name stands for."""

    def __init__(self, path: str, kind: str) -> None:
        self._path, self._kind = path, kind
        self._count = 0
        self._open: list[tuple[str | None, int]] = []
        self._named: dict[str, int] = {}

    def check(self, events: Iterable[Any]) -> None:
        from ruamel.yaml.events import (
            AliasEvent,
            CollectionEndEvent,
            CollectionStartEvent,
            ScalarEvent,
        )

        for event in events:
            line = event.start_mark.line + 1
            if isinstance(event, CollectionStartEvent | ScalarEvent):
                self._refuse_tag(event, line)
                self._count += 1
            if isinstance(event, CollectionStartEvent):
                self._open.append((event.anchor, self._count - 1))
                self._named |= {event.anchor: MOST} if event.anchor else {}
            elif isinstance(event, ScalarEvent) and event.anchor:
                self._named[event.anchor] = 1
            elif isinstance(event, CollectionEndEvent):
                name, before = self._open.pop()
                self._named |= {name: self._count - before} if name else {}
            elif isinstance(event, AliasEvent):
                self._count += self._named.get(event.anchor, 1)
            self._check(line)

    def _check(self, line: int) -> None:
        if len(self._open) > DEEPEST:
            raise _too_deep(self._path, line)
        if self._count > MOST:
            raise StudyError(
                "{path}, line {line}: holds too much, with what is repeated by "
                "reference (*name): give {most:,} values at most.",
                path=self._path,
                line=line,
                most=MOST,
            )

    def _refuse_tag(self, event: Any, line: int) -> None:
        if event.tag is not None:
            raise StudyError(
                "{path}, line {line}: YAML tags (!name) have no meaning in {kind}.",
                path=self._path,
                line=line,
                kind=Message(self._kind),
            )


def _too_deep(path: str, line: int) -> StudyError:
    return StudyError(
        "{path}, line {line}: is nested too deep: give {most} levels at most.",
        path=path,
        line=line,
        most=DEEPEST,
    )
