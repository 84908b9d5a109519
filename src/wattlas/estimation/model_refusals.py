"""Names of models that are known, and of no language model that can be looked up."""

from __future__ import annotations

import re
from functools import cache

from wattlas import facts
from wattlas.errors import Message, Several, UnknownNameError
from wattlas.estimation.api_names import network_named
from wattlas.estimation.model_paths import FILE_ENDINGS
from wattlas.estimation.moving_names import name_and_day, periods_of


def refuse_file(name: str) -> None:
    """Refuse the path of a file where a name alone is taken.

    Raises
    ------
    UnknownNameError
        If the name is a path: what others wrote never opens a file.
    """
    if name.endswith(FILE_ENDINGS):
        raise UnknownNameError(
            "No model named {name!r}: what a row, a span or an answer names is never "
            "opened as a file. Give a file of your own with --model.",
            name=name,
        )


TABLES = ("models", "undisclosed")
_VERSION = re.compile(r"-v?(?P<version>\d+(?:\.\d+)?)(?:-|$)")
"""What a key has behind the name of its family; a size has a letter behind it."""


@cache
def family(name: str) -> tuple[str, ...]:
    """Return the models that a name without a version may mean, none where it is one's.

    >>> family("mistral-large")
    ('mistral-large-1', 'mistral-large-2', 'mistral-large-3')
    >>> family("bloom"), family("gpt-4")
    ((), ())
    """
    plain = re.split(r"[/.]", name.strip().lower())[-1].replace(" ", "-")
    if any(c.isdigit() for c in plain) or any(plain in facts.keys(t) for t in TABLES):
        return ()
    keys = [k for t in TABLES for k in facts.keys(t) if k.startswith(f"{plain}-")]
    found = [(m["version"], k) for k in keys if (m := _VERSION.match(k[len(plain) :]))]
    versions = {version for version, _ in found}
    return tuple(key for _, key in sorted(found)) if len(versions) > 1 else ()


def refuse_family(name: str) -> None:
    """Refuse the name of a family, where its versions are models of their own.

    Raises
    ------
    UnknownNameError
        If the name says no version, and the tables have several.
    """
    keys = family(name)
    if keys:
        raise UnknownNameError(
            "{name!r} names a family of models: give the version that answered, from "
            "{first} to {last}.",
            name=name,
            first=keys[0],
            last=keys[-1],
        )


def refuse_moving(name: str) -> None:
    """Refuse a name that moves from model to model.

    Raises
    ------
    UnknownNameError
        If it does: with the periods that are known, else for it says latest.
    """
    alias, day = name_and_day(name)
    periods = periods_of(alias)
    if periods and day:
        raise UnknownNameError(
            "What {alias!r} stood for on {day} is not known: its table goes from "
            "{first} to {last}. Give the model that answered.",
            alias=alias,
            day=day,
            first=periods[0].first_day,
            last=periods[-1].last_day,
        )
    if periods:
        raise UnknownNameError(
            "{name!r} moves from model to model: give the time of each request, or a "
            "period by its first day, {periods}.",
            name=name,
            periods=Several([period.key for period in periods]),
        )
    if "latest" in name.lower():
        raise UnknownNameError(
            "{name!r} moves from model to model: give the one that answered, by its "
            "version or date.",
            name=name,
        )


def refuse_undisclosed(name: str) -> None:
    """Refuse a model whose maker publishes no architecture, with the reason.

    Raises
    ------
    UnknownNameError
        If the name is that of one.
    """
    key = facts.find("undisclosed", name)
    if key is None:
        return
    row = facts.row("undisclosed", key)
    raise UnknownNameError(
        "{name} cannot be estimated by name: {reason}. Give --model a config.json of "
        "the architecture that you suppose.",
        name=row["name"],
        reason=Message(row["reason"].rstrip(".")),
    )


VERBS_OF_NETWORKS = {
    "text": "embed or classify",
    "image": "embed or classify",
    "row": "classify",
    "audio": "transcribe",
    "speech": "speak",
}
"""By what a network reads: the verbs that estimate it."""


def refuse_network(name: str) -> None:
    """Refuse a network that does not chat, with the verb that it is estimated with.

    Raises
    ------
    UnknownNameError
        If the name is that of a network, and of no language model.
    """
    key = network_named(name)
    if key is not None and facts.find("models", name) is None:
        raise UnknownNameError(
            "{key} is no language model: it is estimated with {verb}, and its training "
            "with train and samples. Language models: wattlas facts models.",
            key=key,
            verb=VERBS_OF_NETWORKS[facts.row("networks", key)["reads"]],
        )


def refuse_generator(name: str) -> None:
    """Refuse a model of images or videos, with the verb that it is estimated with.

    Raises
    ------
    UnknownNameError
        If the name is that of one.
    """
    key = facts.find("generators", name)
    if key is None:
        return
    raise UnknownNameError(
        "{key} makes images or videos, not text: it is estimated with image or "
        "video, in Python with generate. Language models: wattlas facts models.",
        key=key,
    )
