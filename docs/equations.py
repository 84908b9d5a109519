"""The equations of the method's page, from the functions that run."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

from wattlas import facts
from wattlas.estimation.fitted import RANGE
from wattlas.estimation.formula import formula_text

PLACE = re.compile(r"(<!-- links: (?P<rooms>[\w ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
"""Where a page lists the links of modules: `<!-- links: training -->`."""
WIDTH = 88


def with_equations(page: str) -> str:
    """Return a page with the equations that its places ask for."""
    return PLACE.sub(lambda m: f"{m[1]}{_block(m['rooms'].split())}{m[3]}", page)


def _block(rooms: list[str]) -> str:
    lines = [line for room in rooms for line in _room(room)]
    return "```text\n" + "\n".join(lines).strip() + "\n```\n"


def _room(name: str) -> Iterator[str]:
    room = import_module(f"wattlas.chain.{name}")
    for link in _links(room):
        words, _, unit = (inspect.getdoc(link) or "").partition("\n")[0].partition(" [")
        yield f"# {words}" + (f" [{unit}" if unit and unit != "1]" else "")
        yield from _equation(link)
        yield from _fitted(link)
        yield ""


def _links(room: ModuleType) -> list[Callable[..., Any]]:
    """Return the public functions of a module that give a number, in its order."""
    return [
        function
        for name, function in vars(room).items()
        if inspect.isfunction(function)
        and function.__module__ == room.__name__
        and not name.startswith("_")
        and name != "sum_of_stages"
    ]


def _equation(link: Callable[..., Any]) -> Iterator[str]:
    text = formula_text(link)
    if not text:
        yield f"{link.__name__}: by iteration"
        return
    expression, _, parts = text.partition(", where ")
    yield from _wrapped(f"{link.__name__} = {expression}", "    ")
    for part in parts.split("; ") if parts else []:
        yield from _wrapped(f"  where {part}", "        ")


def _wrapped(line: str, indent: str) -> list[str]:
    return textwrap.wrap(
        line,
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _fitted(link: Callable[..., Any]) -> Iterator[str]:
    """Yield the ranges that a link was fitted on, by fit."""
    parameters = set(inspect.signature(link).parameters)
    for fit in _fits(parameters):
        seen = [
            f"{name} {fact.low:.4g} to {fact.high:.4g}"
            for name, fact in facts.numbers("constants", RANGE + fit).items()
            if name in parameters
        ]
        if seen:
            yield from _wrapped(f"  # {fit}: {', '.join(seen)}", "  #   ")


def _fits(parameters: set[str]) -> list[str]:
    """Return the fits that constants among the parameters come from."""
    found = {
        fact.source
        for key in facts.keys("constants")
        if not key.startswith(RANGE)
        for fact in facts.numbers("constants", key).values()
        if fact.quantity in parameters and not fact.quantity.endswith("_error")
    }
    return sorted(fit for fit in found if facts.numbers("constants", RANGE + fit))
