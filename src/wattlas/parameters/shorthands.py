"""Short ways of writing a part of a study: a name alone, one for a list."""

from __future__ import annotations

from typing import Any


def as_site(value: Any) -> Any:
    """Return a site by its name alone as a section."""
    return {"use": value} if isinstance(value, str) else value


def as_option(value: Any) -> Any:
    """Return a power option written as a name, {name: {...}} or {use: name, ...}."""
    if isinstance(value, str):
        return {"use": value}
    if isinstance(value, dict) and len(value) == 1 and "use" not in value:
        ((name, fields),) = value.items()
        return {"use": name, **fields} if isinstance(fields, dict) else value
    return value


def as_list(value: Any) -> Any:
    """Return a value that stands alone as a list of one."""
    return value if isinstance(value, list) else [value]


def as_shares(value: Any) -> Any:
    """Return names as equal shares; what are shares already stays."""
    names = [value] if isinstance(value, str) else value
    return dict.fromkeys(names, 1 / len(names)) if isinstance(names, list) else names
