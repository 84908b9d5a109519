"""What is sent, as options: contents in place of files, every name and type checked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Any, get_args

from wattlas.errors import InputError, UnknownOptionError
from wattlas.parameters.declaration import Declared
from wattlas.parameters.keywords import options_of
from wattlas.plain import shortened
from wattlas.plain.text import depth, each_once, json_fault
from wattlas.service.questions import FILES, Content, Question
from wattlas.service.sent_files import SentFiles, is_description, name_sent

DEEPEST = 40
"""How deep lists and objects of what is sent may stand in each other."""
TWICE = "{name} is given more than once."
TOO_DEEP = "{name} is nested too deep to be read."
NEXT_PAIR = re.compile(r"[\s,;]+(?=[^\s=,;]+\s*=)")
"""What stands between pairs: only what comes before another NAME=."""
PAIR = re.compile(r"\s*(?P<name>[^=]+?)\s*=\s*(?P<value>.*\S)\s*", re.DOTALL)


def read_json(body: bytes, name: str = "body") -> dict[str, Any]:
    """Return the object that a body is, or a field by its name.

    Raises
    ------
    InputError
        If it is no JSON object in UTF-8, gives a name twice, is nested too deep, or
        holds a number that is not finite.
    """
    try:
        data = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=each_once,
            parse_constant=_refuse_constant,
            parse_float=_finite,
        )
        json.dumps(data, ensure_ascii=False).encode()
    except RecursionError as error:
        raise InputError(TOO_DEEP, name=name) from error
    except ValueError as error:
        raise InputError(
            "{name} is no JSON: {fault}.", name=name, fault=json_fault(error)
        ) from error
    if depth(data) > DEEPEST:
        raise InputError(TOO_DEEP, name=name)
    if not isinstance(data, dict):
        raise InputError(
            "{name} must be an object with the parameters by name, got {shown}.",
            name=name,
            shown=shortened(data),
        )
    return data


def _refuse_constant(word: str) -> float:
    raise InputError(
        "{word} is no number of JSON (a config.json that has it is sent as text)",
        word=word,
    )


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise InputError("{number} is too large", number=text[:20])
    return value


def options_given(question: Question, given: Mapping[str, Any], folder: Path) -> Any:
    """Return the options of a question, contents written to files of a folder.

    Raises
    ------
    InputError
        If a name is unknown, a value of another type, or a file is named.
    """
    known = {name: value for name, value in given.items() if value is not None}
    for name in known:
        if name in question.absent:
            raise UnknownOptionError(
                "{name} names a file or a machine, which is not taken here. Leave it "
                "out.",
                name=name,
            )
    contents = {
        name: CONTENTS[content](name, known.pop(name), folder)
        for name, content in question.contents.items()
        if name in known
    }
    return options_of(question.options, question.verb, known, contents)


def query_given(question: Question, pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return what the query of an address gives, of the types that are declared.

    An empty value is as if it were not there. An entry of a mapping is written
    ``overrides.NAME=VALUE`` or ``overrides=NAME=VALUE``, several with spaces or
    commas. What cannot be read as its type stays text, and is refused where types are
    checked.

    Raises
    ------
    InputError
        If a name, or one of a mapping, is given more than once; or an entry of a
        mapping has no value.

    >>> from wattlas.service.questions import QUESTIONS
    >>> pairs = [("to", "2040"), ("overrides", "pue.now=1.2")]
    >>> query_given(QUESTIONS["outlook"], pairs)
    {'to': 2040, 'overrides': {'pue.now': '1.2'}}
    """
    fields, found = question.fields, dict[str, Any]()
    for written, text in pairs:
        if not text.strip():
            continue
        name, _, inner = written.partition(".")
        item = fields.get(name)
        value = _typed(item, text, inner) if item is not None else text
        if isinstance(value, dict) and isinstance(found.get(name), dict):
            value = _each_once(found[name], value)
        elif name in found:
            raise InputError(TWICE, name=name)
        found[name] = value
    return found


def _each_once(known: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Return the entries of two mappings, which have none in common."""
    for name in more:
        if name in known:
            raise InputError(TWICE, name=name)
    return known | more


def _typed(item: Declared, text: str, inner: str) -> Any:
    """Return the text of a query as the type of its field."""
    if inner:
        return {inner: text}
    kinds = _plain_types(item.type)
    if item.type is bool:
        return {"true": True, "on": True, "false": False}.get(text, text)
    if Mapping in _origins(item.type):
        return _pairs(item.name, text)
    if item.parameter.commas and not is_description(text):
        words = [word.strip() for word in text.split(",") if word.strip()]
        return [_number(w, float) for w in words] if float in kinds else words
    if kinds & {int, float} and str not in kinds:
        return _number(text, int if int in kinds else float)
    return text


def _pairs(name: str, text: str) -> dict[str, Any]:
    """Return entries of a mapping that are written as NAME=VALUE."""
    entries: dict[str, Any] = {}
    for written in NEXT_PAIR.split(text.strip(" ,;")):
        found = PAIR.fullmatch(written)
        if found is None:
            raise InputError(
                "{name} takes NAME=VALUE, got {text!r}.", name=name, text=text
            )
        entries = _each_once(entries, {found["name"]: found["value"]})
    return entries


def _number(text: str, kind: Callable[[str], Any]) -> Any:
    try:
        return kind(text)
    except ValueError:
        return text


def _plain_types(hint: Any) -> set[Any]:
    inner = get_args(hint)
    return {k for part in inner for k in _plain_types(part)} if inner else {hint}


def _origins(hint: Any) -> set[Any]:
    own = {getattr(hint, "__origin__", None)}
    return own.union(*(_origins(part) for part in get_args(hint)))


def _model(name: str, value: Any, folder: Path) -> Any:
    return SentFiles(folder).model(name, value)


def _machine(name: str, value: Any, folder: Path) -> str:
    return SentFiles(folder).chips(name, value)


def _name(name: str, value: Any, _: Path) -> str:
    return name_sent(name, value, alone=True)


def _log(name: str, value: Any, folder: Path) -> Any:
    """Return a request log as columns, or the file of its text."""
    if isinstance(value, str):
        ending = {"{": ".jsonl", "[": ".json"}.get(value.lstrip()[:1], ".csv")
        file = Path(f"log{ending}")
        (folder / file).write_text(value, encoding="utf-8")
        return file
    if isinstance(value, dict) and all(isinstance(v, list) for v in value.values()):
        return value
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        file = Path("log.jsonl")
        lines = (json.dumps(row, ensure_ascii=False) for row in value)
        (folder / file).write_text("\n".join(lines), encoding="utf-8")
        return file
    raise InputError(
        "{name} must be CSV or JSON lines as text, a list of rows, or an object of "
        "columns, got {shown}.",
        name=name,
        shown=shortened(value),
    )


def _study(name: str, value: Any, folder: Path) -> Any:
    """Return a study's plain data or YAML text, which names no file."""
    from wattlas.service.studies import study_sent

    return study_sent(name, value, folder)


def _text(name: str, value: Any, _: Path) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InputError(
            "{name} must be text, got {shown}.", name=name, shown=shortened(value)
        )
    return value


def _scenarios(name: str, value: Any, folder: Path) -> Path:
    """Return the file of scenarios that are sent as CSV."""
    (file,) = FILES[Content.SCENARIOS]
    (folder / file).write_text(_text(name, value, folder), encoding="utf-8")
    return Path(file)


def _claim(name: str, value: Any, _: Path) -> Any:
    if not isinstance(value, dict):
        raise InputError(
            "{name} must be a claim with its statement, quantities and relations, got "
            "{shown}.",
            name=name,
            shown=shortened(value),
        )
    return value


CONTENTS: Mapping[Content, Callable[[str, Any, Path], Any]] = {
    Content.MODEL: _model,
    Content.MACHINE: _machine,
    Content.NAME: _name,
    Content.LOG: _log,
    Content.SCENARIOS: _scenarios,
    Content.STUDY: _study,
    Content.TEXT: _text,
    Content.CLAIM: _claim,
}
"""What turns the content that is sent into what the function of Python takes."""
