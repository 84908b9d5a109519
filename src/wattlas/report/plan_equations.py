"""The equations of a plan as a page shows them: read off the constraints themselves."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable

from wattlas.planning.program.build import CONSTRAINTS
from wattlas.planning.program.objective import add_objective

_FORMULA = re.compile(r"``(.+?)``", re.DOTALL)


def equations() -> str:
    """Return a list of the objective and every constraint: name, sentence, formula.

    >>> equations().splitlines()[0]
    '- **objective**: Make cost, carbon and water small, by their weights.'
    """
    lines = [_entry("objective", add_objective)]
    lines += [_entry(c.__name__, c) for c in CONSTRAINTS]
    return "\n".join(lines) + "\n"


def _entry(name: str, function: Callable[..., object]) -> str:
    text = inspect.getdoc(function) or ""
    sentence = text.splitlines()[0].partition(" [")[0]
    formula = _FORMULA.search(text)
    if formula is None:
        return f"- **{name}**: {sentence}"
    equation = " ".join(formula[1].split())
    return f"- **{name}**: {sentence}\n  `{equation}`"
