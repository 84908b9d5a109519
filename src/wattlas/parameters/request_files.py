"""How a log of many files is worked: by what, whose rows they are, to which folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from wattlas.parameters.declaration import Parameter
from wattlas.parameters.requests import RequestsOptions

RUNNERS = ("threads", "spark")


@dataclass(frozen=True, kw_only=True)
class RequestRunOptions:
    """What works a log of many Parquet files, and by which columns it is added up."""

    user_column: Annotated[
        str | None,
        Parameter(
            help="Many files: the column of users; else one of a usual name.",
            examples=("team", "client"),
        ),
    ] = None
    time_column: Annotated[
        str | None,
        Parameter(
            help="Many files: the column of times; else one of a usual name.",
            examples=("sent", "answered"),
        ),
    ] = None
    runner: Annotated[
        str,
        Parameter(
            help="Many files: what works them: threads or spark.", choices=RUNNERS
        ),
    ] = "threads"
    master: Annotated[
        str | None,
        Parameter(
            help="Where Spark runs: local[2], spark://host:7077 ...", address=True
        ),
    ] = None
    threads: Annotated[
        int | None,
        Parameter(
            help="Many files: threads; else one for each core.", quantity="workers"
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class RequestFilesOptions(RequestRunOptions, RequestsOptions):
    """A log of many Parquet files, and the folder for what its requests take."""

    output: Annotated[
        Path | str | None,
        Parameter(
            help="The folder for rows and totals: a new one, an empty one, or one that "
            "was begun with the same.",
            path=True,
        ),
    ] = None
    force: Annotated[
        bool, Parameter(help="Begin the folder anew, whatever it was begun with.")
    ] = False
