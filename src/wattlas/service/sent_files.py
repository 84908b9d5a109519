"""Contents that the program takes from files: written into the question's folder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wattlas.errors import InputError
from wattlas.estimation.model_paths import looks_like_path
from wattlas.parameters.own_chips import ENDINGS
from wattlas.plain import shortened
from wattlas.service.questions import CONFIGS, MACHINES

HARDWARE, MODEL = "hardware", "model"
"""The fields that take chips and models, of a question and of a study."""
SECTIONS = ("train", "serve", "deploy")
"""The sections of a study that name chips."""
CHIPS = re.compile(r"\{[^{}]*\}|[^,{}\s][^,{}]*")
"""One of several chips with commas: a name, or a machine in braces."""


class SentFiles:
    """The files of what one question sends.

    Their names are relative to the folder, in which the question is answered.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._free = {HARDWARE: list(MACHINES), MODEL: list(CONFIGS)}

    def model(self, field: str, value: Any) -> str | Path:
        """Return a model by its name, or the file in which its configuration stands.

        As text it is read as a file is: makers write Infinity, which no JSON has.

        Raises
        ------
        InputError
            If it is neither, or more are sent than are read.
        """
        if isinstance(value, str) and value.lstrip().startswith("{"):
            return self._written(MODEL, field, value)
        if isinstance(value, dict):
            return self._written(MODEL, field, json.dumps(value))
        return name_sent(field, value)

    def chips(self, field: str, value: Any) -> str:
        """Return chips with commas: their names, or the files of machines.

        Raises
        ------
        InputError
            If one is neither, or more machines are sent than are read.
        """
        return ",".join(str(self._chip(field, one)) for one in chips_in(value))

    def _chip(self, field: str, value: Any) -> str | Path:
        if isinstance(value, str) and is_description(value):
            return self._written(HARDWARE, field, value)
        if isinstance(value, dict):
            return self._written(HARDWARE, field, json.dumps(value))
        if not isinstance(value, str) or not value.strip():
            raise InputError(
                "{name} must be the name of a chip, or the fields of your own, got "
                "{shown}.",
                name=field,
                shown=shortened(value),
            )
        return name_sent(field, value)

    def in_study(self, study: dict[str, Any]) -> bool:
        """Put files in place of the contents in a study; say whether it has any."""
        found = False
        if is_content(study.get(MODEL)):
            study[MODEL] = str(self.model(MODEL, study[MODEL]))
            found = True
        sections: list[Any] = [study[s] for s in SECTIONS if _has_chips(study.get(s))]
        for section in sections:
            chips = list(chips_in(section[HARDWARE]))
            if any(map(is_content, chips)):
                section[HARDWARE] = [str(self._chip(HARDWARE, one)) for one in chips]
                found = True
        cases = study.get("cases")
        each = cases.values() if isinstance(cases, dict) else ()
        return any([found, *(self.in_study(c) for c in each if isinstance(c, dict))])

    def _written(self, kind: str, field: str, text: str) -> Path:
        if not self._free[kind]:
            raise InputError(
                "{name} has more than {most} of your own: send fewer at once.",
                name=field,
                most=len(MACHINES if kind == HARDWARE else CONFIGS),
            )
        file = Path(self._free[kind].pop(0))
        (self._folder / file).write_text(text, encoding="utf-8")
        return file


def _has_chips(section: Any) -> bool:
    return isinstance(section, dict) and HARDWARE in section


def is_content(value: Any) -> bool:
    """Say whether a value describes a machine or a model, in place of naming it.

    >>> is_content({"name": "mine", "memory": 48}), is_content("h100-sxm")
    (True, False)
    """
    return isinstance(value, dict) or (isinstance(value, str) and is_description(value))


def is_description(text: str) -> bool:
    """Say whether a text describes a machine or a model, in place of naming it.

    >>> is_description("{name: mine, memory: 48}"), is_description("h100-sxm,b200-sxm")
    (True, False)
    """
    return text.lstrip().startswith("{") or ": " in text or "\n" in text.strip()


def chips_in(value: Any) -> Iterator[Any]:
    """Yield each of several chips: of a list, or of a text with commas.

    >>> list(chips_in("h100, {name: mine, memory: 48}"))
    ['h100', '{name: mine, memory: 48}']
    """
    if isinstance(value, list | tuple):
        yield from value
    elif isinstance(value, str) and CHIPS.search(value) and not _is_block(value):
        yield from (found[0].strip() for found in CHIPS.finditer(value))
    else:
        yield value


def _is_block(text: str) -> bool:
    """Say whether a text is YAML in lines: all of it describes one machine."""
    return "{" not in text and is_description(text)


def name_sent(field: str, value: Any, *, alone: bool = False) -> str:
    """Return a name, which is that of no file; `alone` where no content is taken.

    Raises
    ------
    InputError
        If it is none.
    """
    if not isinstance(value, str) or not value.strip():
        raise InputError(
            "{name} must be a name, got {shown}.", name=field, shown=shortened(value)
        )
    parts = [part.strip() for part in value.split(",")]
    if any(p.lower().endswith(ENDINGS) or looks_like_path(p) for p in parts):
        raise InputError(
            "{name} names a file, which is not read here: give a name of the tables."
            if alone
            else "{name} names a file, which is not read here: send its content.",
            name=field,
        )
    return value
