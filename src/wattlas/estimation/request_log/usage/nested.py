"""Nested cells of a log, opened into columns that are named by their path."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from wattlas.plain.text import each_once

DOT = "."


def opened_columns(
    columns: Mapping[str, Any], wanted: Callable[[str], bool]
) -> tuple[dict[str, Any], set[str]]:
    """Return columns with objects opened to paths, and the names of what was opened.

    A cell may be an object, an object as JSON text, or attributes as OTLP writes them.
    A column of objects in which no path is wanted stays as it is.

    >>> log = {"model": ["bloom"], "usage": [{"total_tokens": 5, "at": {"x": 1}}]}
    >>> opened_columns(log, lambda path: path.endswith("tokens"))[0]
    {'model': ['bloom'], 'usage.total_tokens': [5], 'usage.at.x': [1]}
    """
    flat: dict[str, Any] = {}
    opened: set[str] = set()
    for name, column in columns.items():
        paths = _paths(name, column) if _holds_objects(column) else {}
        if any(map(wanted, paths)):
            flat |= paths
            opened.add(name)
        else:
            flat[name] = column
    return flat, opened


def spans_of(row: Mapping[str, Any]) -> Iterator[dict[str, Any]] | None:
    """Yield the spans of an OTLP object, or return None where it is none.

    >>> span = {"name": "chat", "attributes": []}
    >>> list(spans_of({"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}))
    [{'name': 'chat', 'attributes': {}}]
    """
    resources = row.get("resourceSpans", row.get("resource_spans"))
    return None if resources is None else _spans(resources)


def _spans(resources: Any) -> Iterator[dict[str, Any]]:
    for resource in _dicts(resources):
        scopes = resource.get("scopeSpans", resource.get("scope_spans"))
        for scope in _dicts(scopes):
            for span in _dicts(scope.get("spans")):
                yield span | {"attributes": _attributes(span.get("attributes", []))}


def _dicts(items: Any) -> Iterator[dict[str, Any]]:
    yield from (item for item in items or () if isinstance(item, dict))


def _holds_objects(column: Any) -> bool:
    """Say whether the first cell that is there is an object, or text of one."""
    kind = str(getattr(column, "type", ""))
    if kind:  # of Arrow
        return kind.startswith(NESTED) or ("string" in kind and _is_text_of(column))
    if isinstance(column, list | tuple):
        return _first_is_object(column)
    if str(getattr(column, "dtype", "")) in ("object", "str", "string"):
        return _first_is_object(column.tolist())
    return False


NESTED = ("struct", "map", "list", "large_list", "fixed_size_list")
"""How the types of Arrow begin whose cells hold others."""
FIRST_CELLS = 64


def _is_text_of(column: Any) -> bool:
    """Say whether the first text of a column of Arrow that is there is an object."""
    if column.null_count == len(column):
        return False
    for start in range(0, len(column), FIRST_CELLS):
        cells = column.slice(start, FIRST_CELLS).to_pylist()
        if any(cells):
            return _first_is_object(cells)
    return False


def _first_is_object(cells: Any) -> bool:
    first = next((cell for cell in cells if cell not in (None, "")), None)
    return _object(first) is not None


def _object(cell: Any) -> dict[str, Any] | None:
    """Return a cell as an object, or None where it is none."""
    if isinstance(cell, str) and cell.lstrip().startswith("{"):
        try:
            cell = json.loads(cell, object_pairs_hook=each_once)
        except (ValueError, RecursionError):
            return None
    if isinstance(cell, list) and cell and all(_is_pair(item) for item in cell):
        return _attributes(cell)
    return cell if isinstance(cell, dict) else None


def _is_pair(item: Any) -> bool:
    return isinstance(item, dict) and item.keys() == {"key", "value"}


def _attributes(pairs: Any) -> dict[str, Any]:
    """Return attributes by name, from the pairs of OTLP or as they are."""
    if isinstance(pairs, dict):
        return pairs
    return {pair["key"]: _value(pair["value"]) for pair in pairs if _is_pair(pair)}


def _value(value: Any) -> Any:
    if not isinstance(value, dict) or len(value) != 1:
        return value
    ((kind, inner),) = value.items()
    # OTLP writes integers of 64 bits as text.
    return int(inner) if kind in ("intValue", "int_value") else inner


def _paths(name: str, column: Any) -> dict[str, list[Any]]:
    cells = column if isinstance(column, list | tuple) else _list_of(column)
    paths: dict[str, list[Any]] = {}
    for row, cell in enumerate(cells):
        for path, value in _leaves(name, _object(cell)):
            paths.setdefault(path, [None] * len(cells))[row] = value
    return paths


def _list_of(column: Any) -> list[Any]:
    read = getattr(column, "to_pylist", None) or column.tolist
    cells: list[Any] = read()
    return cells


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    inner = _by_modality(value) or _object(value)
    if inner is None:
        if value is not None and not isinstance(value, list | dict):
            yield path, value
        return
    for name, item in inner.items():
        yield from _leaves(f"{path}{DOT}{name}", item)


def _by_modality(value: Any) -> dict[str, Any] | None:
    """Return a list of counts by modality, as Gemini writes it, by their names."""
    if not isinstance(value, list) or not value:
        return None
    if not all(isinstance(item, dict) and "modality" in item for item in value):
        return None
    counts = ((i["modality"], i.get("tokenCount", i.get("token_count"))) for i in value)
    return {str(modality): count for modality, count in counts}
