"""How a record holds the inputs that it rests on: by label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wattlas.errors import InputError
from wattlas.plain import Codec
from wattlas.plain.reading import read
from wattlas.records.figures import Input


def given_first(inputs: Iterable[Input]) -> tuple[Input, ...]:
    """Return inputs in the order in which records hold them."""
    return tuple(sorted(inputs, key=lambda item: not item.given))


def _write_inputs(record: Any) -> dict[str, Any]:
    return {
        "given": {i.label: i.to_dict() for i in record.inputs if i.given},
        "assumed": {i.label: i.to_dict() for i in record.inputs if not i.given},
    }


def _read_inputs(
    data: Mapping[str, Any], path: str, _: Mapping[str, Any]
) -> tuple[Input, ...]:
    given, assumed = (_labelled(data, key, path) for key in ("given", "assumed"))
    for key, items, is_given in (("given", given, True), ("assumed", assumed, False)):
        for item in items:
            if item.given is not is_given:
                raise InputError(
                    "{path}.{key}.{label}.given must be {is_given}: it stands under "
                    "{key}.",
                    path=path,
                    key=key,
                    label=item.label,
                    is_given=str(is_given).lower(),
                )
    return (*given, *assumed)


def _labelled(data: Mapping[str, Any], key: str, path: str) -> tuple[Input, ...]:
    """Return the inputs under a key; each stands under its own label."""
    if key not in data:
        raise InputError(
            "{path} lacks {key!r}: the record is not whole.",
            path=path,
            key=key,
        )
    found: Mapping[str, Input] = read(Mapping[str, Input], data[key], f"{path}.{key}")
    for label, item in found.items():
        if label != item.label:
            raise InputError(
                "{path}.{key}.{label} has the name and place of {label_2!r}: they "
                "must be those of its label.",
                path=path,
                key=key,
                label=label,
                label_2=item.label,
            )
    return tuple(found.values())


INPUTS = Codec(
    {"given": Mapping[str, Input], "assumed": Mapping[str, Input]},
    _write_inputs,
    _read_inputs,
)
"""Inputs by label, those that the user gave first."""

NAMED_INPUTS = Codec(
    {"inputs": Mapping[str, Input]},
    lambda record: {"inputs": {i.label: i.to_dict() for i in record.inputs}},
    lambda data, path, _: _labelled(data, "inputs", path),
)
"""Inputs by label, in their order."""
