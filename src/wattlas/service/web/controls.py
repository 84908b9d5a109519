"""A field of a form: what the declaration says of it, for a person."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log10
from typing import Any

from wattlas import facts
from wattlas.parameters.declaration import Declared, choices_of
from wattlas.parameters.limits import INFINITE, Quantity
from wattlas.report.format import significant
from wattlas.report.paint.text import said, text_of, unit_text
from wattlas.report.words.inputs import INPUT_NAMES
from wattlas.report.words.language import ENGLISH, Language
from wattlas.report.words.service import CONTENTS, GROUPS, LABELS, SCREEN
from wattlas.service.questions import Content
from wattlas.service.web.page import Page

STEPS = 200
"""Positions of a slider."""
WIDE = 50.0
"""High over low from which a slider goes by factors."""


@dataclass(frozen=True)
class Slider:
    """A slider: its ends as it holds them, its step; `by_factors` holds logarithms."""

    low: float
    high: float
    by_factors: bool = False

    @property
    def step(self) -> float:
        """The step of the slider."""
        return (self.high - self.low) / STEPS

    def at(self, text: str) -> float | None:
        """Return where a number stands on the slider; None of what is no number."""
        try:
            value = float(text)
        except ValueError:
            return None
        if self.by_factors:
            return log10(value) if value > 0 else self.low
        return value


@dataclass(frozen=True)
class Control:
    """An input of a form, with its words in the language of the page.

    `drops` is what file may be dropped in: a model's, a machine's, or ''.
    """

    name: str
    kind: str
    label: str
    help: str
    value: str
    unit: str = ""
    allowed: str = ""
    usual: str = ""
    choices: tuple[str, ...] = ()
    table: str = ""
    default: str = ""
    slider: Slider | None = None
    drops: str = ""

    @property
    def key(self) -> str:
        """What its elements are named by on the page."""
        return self.name.replace(".", "-")


@dataclass(frozen=True)
class Group:
    """Inputs under a title."""

    title: str
    controls: tuple[Control, ...]


def groups_of(page: Page, values: Mapping[str, str], say: Language) -> list[Group]:
    """Return the inputs of a page: those that stand first, then by their class."""
    fields = page.fields
    first = [_control(fields[name], page, values, say) for name in page.first]
    first += [_slider(name, values, say) for name in page.sliders]
    found: dict[str, list[Control]] = {}
    for name, item in fields.items():
        if name not in page.first:
            owner = _owner(page, name)
            found.setdefault(owner, []).append(_control(item, page, values, say))
    others = (Group(say(GROUPS[key]), tuple(its)) for key, its in found.items())
    return [Group("", tuple(first)), *others]


def _owner(page: Page, name: str) -> str:
    """Return the name of the class that declares a field of a page's options."""
    kinds = page.question.options.__mro__
    return next(k.__name__ for k in reversed(kinds) if name in _own(k))


def _own(kind: type) -> Mapping[str, Any]:
    return inspect.get_annotations(kind)


def _control(
    item: Declared, page: Page, values: Mapping[str, str], say: Language
) -> Control:
    parameter, limits = item.parameter, _limits(item)
    return Control(
        name=item.name,
        kind=_kind(item, page),
        label=label_of(item, say),
        help=say(_help(item, page)),
        value=values.get(item.name, ""),
        unit="" if limits is None else _unit(limits, say),
        allowed="" if limits is None else _allowed(limits, say),
        usual="" if limits is None else _usual(limits, say),
        choices=choices_of(item),
        table=parameter.table,
        default=_default(item),
        slider=None if limits is None or parameter.needs_unit else _slider_of(limits),
        drops=_drops(page.question.contents.get(item.name)),
    )


def _drops(content: Content | None) -> str:
    taken = content in (Content.MODEL, Content.MACHINE)
    return content.value if content and taken else ""


def _help(item: Declared, page: Page) -> str:
    """Return what is said of a field; of one that takes contents, which."""
    content = page.question.contents.get(item.name)
    if content not in (None, Content.NAME):
        return CONTENTS[content.value]
    return item.parameter.help


def label_of(item: Declared, say: Language) -> str:
    """Return what a field is called: by its quantity or name, or the input it is."""
    own = LABELS.get(item.quantity) or LABELS.get(item.name)
    return say(own or INPUT_NAMES[item.quantity])


def _limits(item: Declared) -> Quantity | None:
    return item.parameter.limits if item.quantity else None


def _kind(item: Declared, page: Page) -> str:
    content = page.question.contents.get(item.name)
    if content in (Content.TEXT, Content.STUDY, Content.SCENARIOS):
        return "area"
    if item.type is bool:
        return "flag"
    if choices_of(item):
        return "choice"
    return "number" if item.quantity else "text"


def _unit(limits: Quantity, say: Language) -> str:
    return "" if limits.unit == "1" else unit_text(limits.unit, say)


def _allowed(limits: Quantity, say: Language) -> str:
    if limits.low <= 0 and limits.high == INFINITE:
        return ""
    return say(SCREEN["allowed"], allowed=said(limits.allowed, say))


def _usual(limits: Quantity, say: Language) -> str:
    if limits.usual is None:
        return ""
    low, high = limits.usual
    return say(SCREEN["usual"], low=significant(low), high=significant(high))


def _default(item: Declared) -> str:
    default = item.default
    if default in (None, "", (), False) or item.required:
        return ""
    return ",".join(map(str, default)) if isinstance(default, tuple) else str(default)


def _slider_of(limits: Quantity) -> Slider | None:
    """Return a slider over what is usual, else allowed; None where that is endless."""
    low, high = limits.usual or (limits.low, limits.high)
    low = max(low, limits.low)
    if high == INFINITE or low == -INFINITE or high <= low:
        return None
    if low > 0 and high / low > WIDE:
        return Slider(log10(low), log10(high), by_factors=True)
    return Slider(low, high)


def _slider(name: str, values: Mapping[str, str], say: Language) -> Control:
    """Return the slider of an input of the outlook: its range and as much again."""
    from wattlas.projection.assumptions import assumptions
    from wattlas.report.outlook_cells import input_name

    item = assumptions().items[name]
    half = (item.high - item.low) / 2
    low = max(item.low - half, 0.0 if item.low >= 0 else item.low)
    written = f"overrides.{name}"
    return Control(
        name=written,
        kind="number",
        label=text_of(input_name(name), say),
        # Notes of the tables are in English alone.
        help=item.note if say.code == ENGLISH.code else "",
        value=values.get(written, ""),
        default=f"{item.low:.4g}..{item.high:.4g}",
        slider=Slider(low, item.high + half),
    )


def tables_of(groups: list[Group]) -> Iterator[tuple[str, list[str]]]:
    """Yield each table of facts that a form takes keys of, with its keys."""
    named = dict.fromkeys(c.table for g in groups for c in g.controls if c.table)
    for table in named:
        keys = list(facts.keys(table))
        if table == "sites":
            keys += list(facts.keys("countries"))
        yield table, keys
