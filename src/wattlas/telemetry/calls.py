"""What a client's answer says of its call: the model, and the tokens that it used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

HARMLESS = (
    ArithmeticError, AttributeError, ImportError, LookupError, OSError, RuntimeError,
    TypeError, ValueError,
)  # fmt: skip
"""What reading an answer may raise: it never reaches the caller."""
USAGE = ("usage", "usage_metadata")
MODEL = ("model", "model_version")
HOLDERS = ("message", "response", "data")
"""Where a piece of a stream may hold a whole answer."""


@dataclass
class Reading:
    """What is known of one call so far: pieces of a stream add to it."""

    model: str = ""
    usage: dict[str, Any] = field(default_factory=dict)
    is_google: bool = False

    def add(self, answer: Any) -> None:
        """Take what an answer, or a piece of one, says.

        Counts of a stream replace earlier ones: they are of all that came.
        """
        for part in _parts(answer):
            for name in USAGE:
                usage = _plain(_get(part, name))
                if usage:
                    self.is_google = name == USAGE[1]
                    self.usage |= usage
            for name in MODEL:
                model = _get(part, name)
                if isinstance(model, str) and model:
                    self.model = model

    def columns(self) -> dict[str, Any]:
        """Return the call as a row of a log."""
        name = USAGE[1] if self.is_google else USAGE[0]
        return {"model": self.model or None, name: self.usage}


def _parts(answer: Any) -> Iterator[Any]:
    """Yield an answer, and what it holds that may be one."""
    yield answer
    for name in HOLDERS:
        inner = _get(answer, name)
        if inner is not None and not isinstance(inner, str | bytes | list):
            yield inner


def _get(thing: Any, name: str) -> Any:
    if isinstance(thing, Mapping):
        return thing.get(name)
    return getattr(thing, name, None)


def _plain(usage: Any) -> dict[str, Any]:
    """Return an object of usage as plain values, without those that are not there."""
    dump = getattr(usage, "model_dump", None)
    found = dump() if callable(dump) else usage
    if not isinstance(found, Mapping):
        return {}
    return {
        str(name): _plain(value) if isinstance(value, Mapping) else value
        for name, value in found.items()
        if value is not None
    }
