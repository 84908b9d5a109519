"""Values of a request log: what is possible, and what names stand for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from wattlas import facts
from wattlas.errors import InputError, Message
from wattlas.estimation import lookup
from wattlas.estimation.api_names import format_in, read_api_name
from wattlas.estimation.input_values import check_limits
from wattlas.estimation.model_paths import (
    FILE_ENDINGS,
    looks_like_path,
    names_file,
)
from wattlas.estimation.model_refusals import refuse_file
from wattlas.estimation.request_log.columns import Codes, Floats, Numbers, Words
from wattlas.estimation.request_log.names import OF_API, REQUIRED
from wattlas.estimation.request_log.problems import Problems
from wattlas.estimation.request_log.table import RequestColumns
from wattlas.estimation.served_models import find_served_model
from wattlas.parameters.own_chips import ENDINGS
from wattlas.records import Input

MOST_KEPT_NAMES = 4096
"""Names whose keys are kept, as batch after batch asks for them."""
MOST_TOKENS = 2.0**53
"""Up to this floats count one by one: a larger number is no count of tokens."""
MOST_UNKNOWN_NAMES = 100
"""Further unknown names in one column: it is not the column that it is taken for."""


def check_numbers(columns: RequestColumns, problems: Problems) -> dict[str, Floats]:
    """Return the values of the columns of numbers; note what is not possible.

    Raises
    ------
    InputError
        If one value was given for all rows and is not possible.
    """
    problems.add_each(columns.wrong)
    for name, column in columns.numbers.items():
        if column.single:
            found = Problems()
            _check_values(name, Numbers(column.values[:1], {}), found)
            for problem in found.records():
                raise InputError(problem.said or problem.reason)
        else:
            _check_values(name, column, problems)
    values = {name: column.values for name, column in columns.numbers.items()}
    prompt, cached = values["prompt_tokens"], values["cached_prompt_tokens"]
    problems.add(
        np.flatnonzero((cached > prompt) & (prompt >= 0)).tolist(),
        lambda row: Message(
            "cached_prompt_tokens are part of prompt_tokens: at most {most:g}, got "
            "{cached:g}.",
            most=prompt[row],
            cached=cached[row],
        ),
    )
    return values


def resolve_words(
    columns: RequestColumns, problems: Problems
) -> tuple[dict[str, Codes], dict[str, list[str]]]:
    """Return codes and keys of the columns of words; note what is unknown."""
    codes, keys = {}, {}
    for name, column in columns.words.items():
        codes[name], keys[name] = _resolved(name, column, problems)
    for name in (*REQUIRED, OF_API):
        if name in columns.words and not columns.words[name].is_filled:
            empty = columns.words[name].codes < 0
            if name == OF_API:  # the chip of a closed model is inferred
                empty &= ~_closed(codes["model"], keys["model"])
            said = Message("{name} is empty.", name=name)
            problems.add(np.flatnonzero(empty).tolist(), said)
    if "precision" not in columns.words:
        _note_formats(columns.words["model"], problems)
    return codes, keys


def _closed(codes: Codes, keys: Sequence[str]) -> NDArray[np.bool_]:
    """Return which rows have a model whose architecture is not published."""
    closed = [facts.find("undisclosed", key) is not None for key in keys]
    return np.array([*closed, False], np.bool_)[codes]


def _note_formats(column: Words, problems: Problems) -> None:
    """Note rows whose model says a format of weights that no table has."""
    for code, word in enumerate(column.names):
        _, unread = format_in(word)
        if unread and read_api_name(word) is not None:
            said = Message(
                "{name!r} says weights in {format}, which is not known: give "
                "precision.",
                name=word,
                format=unread,
            )
            problems.add_model(np.flatnonzero(column.codes == code).tolist(), said)


def _check_values(name: str, column: Numbers, problems: Problems) -> None:
    values, unread = column.values, column.unread
    for row, text in unread.items():
        if text:
            no_number = "{name} must be a number, got {value!r}."
            problems.add([row], Message(no_number, name=name, value=text))
    empty = np.isnan(values)
    if name != "batch":  # an empty batch is not given
        rows = np.flatnonzero(empty).tolist()
        is_empty = Message("{name} is empty.", name=name)
        problems.add([r for r in rows if not unread.get(r)], is_empty)
    reasons = _reasons(name, values[~empty] if empty.any() else values)
    rows = np.flatnonzero(np.isin(values, list(reasons))).tolist() if reasons else []
    problems.add(rows, lambda row: reasons[values[row]])


def _reasons(name: str, values: Floats) -> dict[float, Message]:
    """Return why values are outside what `serve` allows, by value."""
    if not values.size:
        return {}
    whole = name == "batch" or bool((values == np.floor(values)).all())
    if whole and not (_outside(name, values.min()) or _outside(name, values.max())):
        return {}
    reasons = {value: _outside(name, value) for value in np.unique(values).tolist()}
    return {value: reason for value, reason in reasons.items() if reason}


def _outside(name: str, value: float) -> Message | None:
    # A log may hold requests without an answer, which `serve` refuses.
    given = name == "batch"
    if value < 0 and not given:
        return Message(
            "{name} must be >= 0, got {value:g}.",
            name=name,
            value=value,
        )
    if not given and np.isfinite(value) and value % 1:
        return Message(
            "{name} must be a whole number, got {value:.10g}.",
            name=name,
            value=value,
        )
    if not given and MOST_TOKENS < value < np.inf:
        return Message(
            "{name} must be at most {most:g}, got {value:g}.",
            name=name,
            most=MOST_TOKENS,
            value=value,
        )
    try:
        check_limits(Input(name, value, value, value, "fixed", "1", "given", given))
    except InputError as error:
        return error.message
    return None


def _resolved(name: str, column: Words, problems: Problems) -> tuple[Codes, list[str]]:
    keys: dict[str, int] = {}
    codes = []
    unknown = 0
    for code, word in enumerate(column.names):
        near = unknown < MOST_UNKNOWN_NAMES
        key, refusal = _key_of(name, word, near, column.single) if word else ("", None)
        if refusal is not None:
            if column.single:
                raise type(refusal)(refusal.message)
            unknown += 1
            rows = np.flatnonzero(column.codes == code).tolist()
            if name == "model":
                problems.add_model(rows, refusal.message)
            elif unknown > MOST_UNKNOWN_NAMES:
                raise InputError(_too_many(name))
            else:
                problems.add(rows, refusal.message)
        codes.append(keys.setdefault(key, len(keys)) if key else -1)
    renumbered = np.array([*codes, -1], np.int32)
    return renumbered[column.codes], list(keys)


def _key_of(
    name: str, word: str, near: bool, given: bool
) -> tuple[str, InputError | None]:
    """Return the key of a word, else why it has none; a file must be `given`."""
    # What a file holds may change; what the tables hold does not.
    ends = word.endswith(FILE_ENDINGS)
    of_file = name == "model" and (ends or (given and names_file(word)))
    return (_looked_up if of_file else _known)(name, word, near, given)


def _looked_up(
    name: str, word: str, near: bool, given: bool
) -> tuple[str, InputError | None]:
    try:
        if name == "model" and not given:
            refuse_file(word)
            if looks_like_path(word):
                return lookup.find_named_model(word).name, None
        return _key(name, word, near), None
    except InputError as error:
        return "", error.with_traceback(None)


_known = lru_cache(MOST_KEPT_NAMES)(_looked_up)


def _key(name: str, word: str, near: bool) -> str:
    """Return the key of a word; look for `near` names where it is not known."""
    if name == "model":
        if not near and not lookup.is_known(word):
            raise InputError(
                "No model named {word!r}. Names: wattlas facts models.",
                word=word,
            )
        return find_served_model(word).name
    if name == "hardware" and word.strip().lower().endswith(ENDINGS):
        raise InputError(OWN_MACHINE, name=name)
    table = {"hardware": "hardware", "country": "countries"}.get(name, f"{name}s")
    return facts.resolve(table, word)


OWN_MACHINE = (
    "{name} is a machine of your own, and a request log takes chips of the tables by "
    "their names. Estimate it as a service: wattlas estimate serve."
)
"""Why a log has no machine that a file or fields describe."""


def _too_many(name: str) -> Message:
    return Message(
        "Over {most_unknown_names} names in the column {name} are unknown. Is "
        "it the right column? Names: wattlas facts.",
        most_unknown_names=MOST_UNKNOWN_NAMES,
        name=name,
    )
