"""Fields of a configuration, which notes what was read of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wattlas.chain.huggingface.names import OTHER_NAMES, irrelevant, switched_off
from wattlas.errors import InputError

LARGEST = 1e15
"""A whole number that is larger counts nothing that a model has."""


class LacksFieldError(Exception):
    """A configuration lacks a field that its kind of model needs."""


class Config:
    """A configuration or a part of one: every field is read, irrelevant, or left over.

    A field that is null is not there. Fields that other families spell otherwise are
    found under each of their names.

    Examples
    --------
    >>> c = Config({"n_embd": 768, "use_cache": True, "flux": 3})
    >>> c.whole("hidden_size"), dict(c.left_over())
    (768, {'flux': 3})
    """

    def __init__(
        self,
        values: Mapping[str, Any],
        defaults: Mapping[str, Any] | None = None,
        family: str = "",
        path: str = "",
    ) -> None:
        self._values = {k: v for k, v in values.items() if v is not None}
        self._defaults = dict(defaults or {})
        self._of_class = frozenset(self._defaults)
        self._seen: set[str] = set()
        self._parts: dict[str, Config] = {}
        self.family = family
        self.path = path

    def has(self, *names: str) -> bool:
        """Say whether one of these fields is there, by any of its names."""
        return any(self._value(name) is not None for name in names)

    def value(self, name: str, default: Any = None) -> Any:
        """Return a field as it stands, its class's default, or this default."""
        for spelling in self._spellings(name):
            self._seen.add(spelling)
        found = self._value(name)
        return default if found is None else found

    def whole(self, name: str, default: int | None = None, least: int = 0) -> int:
        """Return a whole number that is not less than the least: not negative."""
        value = self.value(name, default)
        if value is None:
            raise LacksFieldError(name)
        wanted = f"a whole number from {least}" if least else "a whole number"
        return self._checked(name, value, wanted, least)

    def wholes(self, name: str, least: int = 0) -> list[int]:
        """Return a list of whole numbers; an absent one is empty."""
        listed, wanted = self.value(name), "a list of whole numbers"
        if listed is None:
            return []
        if not isinstance(listed, list):
            raise self.wrong(name, listed, wanted)
        return [self._checked(name, value, wanted, least) for value in listed]

    def words(self, name: str) -> list[str]:
        """Return a list of words, or the letters of a text; an absent one is empty."""
        listed = self.value(name)
        if listed is None:
            return []
        words = list(listed) if isinstance(listed, list | str) else [listed]
        if not all(isinstance(word, str) for word in words):
            raise self.wrong(name, listed, "a list of kinds of layers")
        return words

    def of_layer(self, name: str, index: int) -> int:
        """Return the whole number that a list has for a layer."""
        listed = self.wholes(name)
        if index >= len(listed):
            raise self.wrong(name, self.value(name), "a list of an entry a layer")
        return listed[index]

    def number(self, name: str, default: float) -> float:
        """Return a finite number that is not negative."""
        value = self.value(name, default)
        if not _is_number(value) or not 0 <= value <= LARGEST:
            raise self.wrong(name, value, "a number")
        return float(value)

    def _checked(self, name: str, value: Any, wanted: str, least: int) -> int:
        if not _is_number(value) or not least <= value <= LARGEST or value % 1:
            raise self.wrong(name, value, wanted)
        return int(value)

    def flag(self, name: str, default: bool = False) -> bool:
        """Return a truth value."""
        value = self.value(name, default)
        if not isinstance(value, bool | int):
            raise self.wrong(name, value, "true or false")
        return bool(value)

    def each(self, name: str, count: int) -> list[Any] | None:
        """Return a list with one entry a layer, or None; entries beyond are cut off.

        A list may have more entries than layers: they are those of drafts.
        """
        value = self.value(name)
        if value is None:
            return None
        if not isinstance(value, list | str) or len(value) < count:
            raise self.wrong(name, value, f"a list of {count} entries, one a layer")
        return list(value[:count])

    def part(self, name: str) -> Config | None:
        """Return a configuration inside this one, or None."""
        value = self.value(name)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            raise self.wrong(name, value, "an object")
        if name not in self._parts:
            path = f"{self.path}{name}."
            self._parts[name] = Config(value, None, self.family, path)
        return self._parts[name]

    def layer(self, index: int) -> Config:
        """Return the configuration of one layer: its own fields before the shared.

        `per_layer_config` holds what a layer has of its own, by its number.
        """
        own = self._values.get("per_layer_config")
        if not isinstance(own, Mapping):
            return self
        self._seen.add("per_layer_config")
        values = next((v for k, v in own.items() if int(k) == index), None)
        return _Layer(self, values) if values else self

    def complete(self, **values: Any) -> None:
        """Add fields that follow from others, where they are not said."""
        self._defaults |= {k: v for k, v in values.items() if not self.has(k)}

    def defaulted(self, names: Iterable[str]) -> list[str]:
        """Return those of some fields that are not said, as the class has them."""
        absent = [n for n in names if n in self._of_class and not self._says(n)]
        return [f"{name}={self._defaults[name]}" for name in absent]

    def _says(self, name: str) -> bool:
        spellings = (name, *OTHER_NAMES.get(name, ()))
        return any(spelling in self._values for spelling in spellings)

    def idle(self, *names: str) -> None:
        """Note fields as known that this configuration does not need."""
        for name in names:
            self._seen.update((name, *OTHER_NAMES.get(name, ())))

    def idle_whole(self) -> None:
        """Note every field as known."""
        self._seen.update(self._values)

    def raw(self) -> Mapping[str, Any]:
        """Return the fields as they stand, without those that are null."""
        return self._values

    def left_over(self, without: Iterable[str] = ()) -> Iterator[tuple[str, Any]]:
        """Yield the fields that were not read and are not known to be irrelevant."""
        for name, value in self._values.items():
            if name not in self._seen and not irrelevant(name):
                yield self.path + name, value
        for name, part in self._parts.items():
            if name not in without:
                yield from part.left_over()

    def matters(self, without: Iterable[str] = ()) -> list[str]:
        """Return the fields left over that could matter, with their values.

        Parts by the names in `without` are read elsewhere.
        """
        return [
            f"{name}={_short(value)}"
            for name, value in self.left_over(without)
            if not switched_off(value)
        ]

    def wrong(self, name: str, value: Any, wanted: str) -> InputError:
        """Return the error that names a field, its value and what is allowed."""
        return InputError(
            "Cannot read a config with model_type '{family}': {path}{name} must be "
            "{wanted}, got {short}.",
            family=self.family,
            path=self.path,
            name=name,
            wanted=wanted,
            short=_short(value),
        )

    def _value(self, name: str) -> Any:
        for spelling in (name, *OTHER_NAMES.get(name, ())):
            if spelling in self._values:
                return self._values[spelling]
        return self._defaults.get(name)

    def _spellings(self, name: str) -> list[str]:
        """Return the names under which a field stands with the value that is used."""
        value = self._value(name)
        names = (name, *OTHER_NAMES.get(name, ()))
        return [n for n in names if self._values.get(n) == value and value is not None]


class _Layer(Config):
    """One layer of a configuration, with fields of its own."""

    def __init__(self, shared: Config, own: Mapping[str, Any]) -> None:
        super().__init__(own, None, shared.family, shared.path)
        self._shared = shared

    def has(self, *names: str) -> bool:
        return super().has(*names) or self._shared.has(*names)

    def value(self, name: str, default: Any = None) -> Any:
        shared = self._shared.value(name, default)
        return super().value(name, shared)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _short(value: Any) -> str:
    """Return a value in at most a line.

    >>> _short([1] * 99)
    '[1, 1, 1, 1, 1, 1, 1, 1, 1, 1...'
    """
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:29]}..."
