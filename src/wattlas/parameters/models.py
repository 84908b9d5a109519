"""Which model a question is about, and how strictly its configuration is read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

from wattlas.parameters.declaration import Parameter

Model: TypeAlias = Annotated[
    str | Path | None,
    Parameter(
        help="A model (wattlas facts models), a config.json or a GGUF file.",
        table="models",
        path=True,
        examples=("llama-3.1-8b", "llama-3.1-70b"),
    ),
]

AcceptUnread: TypeAlias = Annotated[
    bool,
    Parameter(
        help="Read a config.json in spite of a kind or fields that are not known: "
        "they are listed, and the range is wider.",
        examples=(True,),
    ),
]
