"""What may be given to check claims, look facts up, and see how wrong we are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from wattlas.parameters.declaration import Parameter
from wattlas.parameters.models import AcceptUnread

LIMIT = 300
"""Sentences of an article that are checked; more are counted and said."""


@dataclass(frozen=True, kw_only=True)
class CheckOptions:
    """A claim or a file of them."""

    claim: Annotated[
        str | None,
        Parameter(
            help="A sentence in quotes, a .yaml of claims, an article (.txt .md "
            ".html .pdf .docx), or - for standard input.",
            positional=True,
        ),
    ] = None
    typed: Annotated[
        Path | None,
        Parameter(
            help="A JSON or YAML file of claims that any reader has typed.",
            path=True,
        ),
    ] = None
    reader: Annotated[
        str | None,
        Parameter(
            help="A language model that reads the sentence, which is sent to it: "
            "openai:URL#MODEL.",
            address=True,
        ),
    ] = None
    only: Annotated[
        str | None, Parameter(help="One claim of a file, by its id or number.")
    ] = None
    limit: Annotated[
        int,
        Parameter(
            help="The most sentences of an article to check.", quantity="sentences"
        ),
    ] = LIMIT


@dataclass(frozen=True, kw_only=True)
class FactsOptions:
    """Which facts are shown."""

    table: Annotated[
        str | None, Parameter(help="A table; none lists them.", positional=True)
    ] = None
    key: Annotated[
        str | None,
        Parameter(
            help="A key, an alias or a name; of models also a config.json.",
            positional=True,
        ),
    ] = None
    find: Annotated[str | None, Parameter(help="Only rows with this text.")] = None
    accept_unread: AcceptUnread = False


@dataclass(frozen=True, kw_only=True)
class ValidateOptions:
    """Files of measurements, and what a prediction may know of them."""

    inference: Annotated[
        Path | None, Parameter(help="A CSV file of measured serving.", path=True)
    ] = None
    training: Annotated[
        Path | None,
        Parameter(help="A CSV file of published training runs.", path=True),
    ] = None
    labs: Annotated[
        Path | None,
        Parameter(help="A CSV file of other laboratories' measurements.", path=True),
    ] = None
    closed: Annotated[
        Path | None,
        Parameter(
            help="A CSV file of open models with prices, to be treated as closed.",
            path=True,
        ),
    ] = None
    architectures: Annotated[
        list[Path] | None,
        Parameter(help="Models that the tables lack (CSV); repeatable.", path=True),
    ] = None
    given: Annotated[
        str | None,
        Parameter(help="Columns that a prediction may use: model,gpu,..."),
    ] = None
    predictions: Annotated[
        Path | None, Parameter(help="Folder for every prediction (CSV).", path=True)
    ] = None
    refit: Annotated[bool, Parameter(help="Show what a refit would change.")] = False


@dataclass(frozen=True, kw_only=True)
class ParametersOptions:
    """Of which verb the parameters are shown."""

    verb: Annotated[
        list[str] | None,
        Parameter(
            help="A verb such as train, outlook cross or study; none: all.",
            positional=True,
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class CompletionOptions:
    """The shell that completes words."""

    shell: Annotated[
        str,
        Parameter(
            help="The shell that completes.",
            choices=("bash", "zsh", "fish"),
            positional=True,
        ),
    ]
