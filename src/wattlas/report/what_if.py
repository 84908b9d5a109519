"""The panel of a page on which one input is moved, without a server."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from wattlas.records import RESULT_UNITS, Range
from wattlas.report.answer import result_cards
from wattlas.report.blocks import Card
from wattlas.report.names import placement_name
from wattlas.report.paint.text import text_of, unit_text
from wattlas.report.table import Piece, ranged, word
from wattlas.report.words.inputs import input_name
from wattlas.report.words.language import Language
from wattlas.report.words.what_if import WHAT_IF
from wattlas.workflow.what_if import Moved, WhatIf

SAID = ("from", "study", "exact", "computed", "between")
"""Sentences that the script fills in."""


@dataclass(frozen=True)
class Control:
    """An input of the panel: its name, unit, source, and the ends of its slider."""

    name: str
    unit: str
    source: str
    value: float
    low: float
    high: float

    @property
    def at(self) -> float:
        """Where the slider stands before it is moved: a share of its way."""
        return (self.value - self.low) / (self.high - self.low)


@dataclass(frozen=True)
class Panel:
    """What fills the panel: sentences, inputs, cards, and what the script reads."""

    about: Piece
    controls: tuple[Control, ...]
    cards: tuple[Card, ...]
    data: str


def panel_of(found: WhatIf, say: Language) -> Panel | None:
    """Return the panel of a placement; None where no input of it can be moved."""
    if not found.inputs:
        return None
    cards = dict(result_cards(found.placement.total))
    controls = tuple(_control(moved, say) for moved in found.inputs)
    data = {
        "said": {name: say(WHAT_IF[name]) for name in SAID},
        "inputs": [_points(moved, found, list(cards)) for moved in found.inputs],
    }
    about = word(WHAT_IF["one"], name=placement_name(found.placement))
    return Panel(about, controls, tuple(cards.values()), _inert(data))


def script() -> str:
    """Return the script of the panel."""
    folder = resources.files("wattlas.report.paint")
    return (folder / "what_if.js").read_text(encoding="utf-8")


def script_hash(text: str) -> str:
    """Return the hash by which a page allows this script, and no other.

    >>> script_hash("1;")
    "'sha256-CImjRDTlhukYQ2AnxOi0wzgPhGQ3Mb3rVwJK24dFz1M='"
    """
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _control(moved: Moved, say: Language) -> Control:
    item = moved.item
    return Control(
        text_of(input_name(item.name, item.place), say),
        "" if item.unit == "1" else unit_text(item.unit, say),
        text_of(item.source, say),
        item.mid,
        moved.values[0],
        moved.values[-1],
    )


def _points(moved: Moved, found: WhatIf, names: list[str]) -> dict[str, Any]:
    """Return an input's values and results, each in the unit of its card."""
    return {
        "values": list(moved.values),
        "results": [
            {
                "points": [_scaled(at[name], name, found) for at in moved.results],
                "exact": name in moved.linear,
            }
            for name in names
        ],
    }


def _scaled(value: Range, name: str, found: WhatIf) -> list[float]:
    total = found.placement.total[name]
    shown = ranged(total, RESULT_UNITS[name])
    scale = total.mid / shown.value if shown.value else 1.0
    return [end / scale for end in (value.low, value.mid, value.high)]


def _inert(data: Mapping[str, Any]) -> str:
    """Return data as JSON that cannot end the element it stands in."""
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
