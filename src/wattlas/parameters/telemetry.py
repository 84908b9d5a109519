"""What may be given to a receiver of spans."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from wattlas.parameters.declaration import Parameter
from wattlas.parameters.places import Currency

LISTEN = "127.0.0.1:4318"


@dataclass(frozen=True, kw_only=True)
class WatchOptions:
    """What answers of models do not say."""

    hardware: Annotated[
        str | None,
        Parameter(help="The chip of all calls; else inferred.", table="hardware"),
    ] = None
    site: Annotated[
        str | None, Parameter(help="The site of all calls.", table="sites")
    ] = None
    country: Annotated[
        str | None, Parameter(help="The country of all calls.", table="countries")
    ] = None
    currency: Currency = None


@dataclass(frozen=True, kw_only=True)
class OtlpOptions(WatchOptions):
    """Where spans come from and go to, and what they do not say."""

    listen: Annotated[
        str, Parameter(help="HOST:PORT on which OTLP over HTTP is received.")
    ] = LISTEN
    forward: Annotated[
        str | None,
        Parameter(help="Another receiver, as http://HOST:PORT: spans go on to it."),
    ] = None
    store: Annotated[
        Path | None,
        Parameter(help="A .otlp file to which spans are added.", path=True),
    ] = None
