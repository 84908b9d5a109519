"""A configuration of a trainer: its fields, and which of them were read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wattlas.errors import InputError
from wattlas.parameters.finetuning import FinetuneOptions

YES = frozenset({"true", "yes", "on", "auto", "unsloth", "offload", "offload_disk"})
NO = frozenset({"false", "no", "off", ""})
"""Words that stand for true and false: how activations are recomputed, too."""


class TrainerFile:
    """The fields of a configuration, and which of them were read."""

    def __init__(self, data: Mapping[str, Any], options: FinetuneOptions) -> None:
        self.data, self.options = data, options
        self.used: set[str] = set()

    def first(self, *names: str) -> Any:
        """Return the first field that is there, or None."""
        for name in names:
            if self.data.get(name) is not None:
                self.used.add(name)
                return self.data[name]
        return None

    def number(self, *names: str) -> float | None:
        """Return a field that is a number above 0, or None where it is not there."""
        value = self.first(*names)
        if value is None:
            return None
        said = next(name for name in names if self.data.get(name) is not None)
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            raise InputError(
                "{config}: {name} must be a number above 0, got {value!r}.",
                config=self.options.config,
                name=said,
                value=value,
            )
        return float(value)


def truth(read: TrainerFile, *names: str) -> bool | None:
    """Return whether a field is true, or None where it is not there."""
    value = read.first(*names)
    word = str(value).lower()
    if value is None or word in YES | NO:
        return None if value is None else word in YES
    raise InputError(
        "{config}: {name} must be true or false, got {value!r}.",
        config=read.options.config,
        name=next(name for name in names if read.data.get(name) is not None),
        value=value,
    )
