"""The pages of commands and of Python names, from the program itself."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator
from typing import Any

import click

import wattlas
from wattlas.cli.main import app
from wattlas.parameters import declared
from wattlas.parameters.deployments import DeploySection
from wattlas.parameters.describe import HEADS, row_of
from wattlas.parameters.loads import LoadSection, ServeSection, TrainSection
from wattlas.parameters.plans import MatchingSection, PlanSection
from wattlas.parameters.power import PowerSection
from wattlas.parameters.series import SeriesSection
from wattlas.parameters.sites import SiteSection
from wattlas.parameters.studies import StudyFields

WIDTH = 88
ADDRESS = re.compile(r"<[^<>]*(?:<[^<>]*>)?[^<>]* at 0x[0-9a-f]+>")

FIELDS_PLACE = re.compile(r"<!-- fields: ([\w.]+) -->.*?<!-- end -->", re.DOTALL)

COMMANDS_HEAD = """# Commands

Results go to stdout, talk to stderr. `--json` prints the record, unrounded. Exit code
0; 1 for an error of the input, in one sentence; 2 for wrong usage.

`-o FILE.json` writes the record of any verb that has one. An input, and a page or JSON
file that Wattlas did not write, are never overwritten without `--force`; a folder never
is. `-` is standard input for `check` and `estimate requests`. An option that is given
twice is refused, unless it is repeatable. `--language zh`, or `WATTLAS_LANGUAGE=zh`,
speaks Chinese. `wattlas completion bash` (or `zsh`, `fish`) prints what makes a shell
complete verbs, options and the keys of tables.
"""

PYTHON_HEAD = """# Python

The same names as the commands, the same defaults, the same records. Names are loaded
when they are first used, so that `import wattlas` takes milliseconds.
"""


def commands_page() -> str:
    """Return the page of all commands: their help, as the terminal prints it."""
    parts = [COMMANDS_HEAD]
    for words, one in _commands(app, ("wattlas",)):
        context = click.Context(one, info_name=" ".join(words), max_content_width=WIDTH)
        context.terminal_width = WIDTH
        lines = [line.rstrip() for line in one.get_help(context).splitlines()]
        title = "#" * min(len(words), 2) if len(words) > 1 else "##"
        parts.append(
            f"{title} {' '.join(words)}\n\n```\n" + "\n".join(lines) + "\n```\n"
        )
    return "\n".join(parts)


def _commands(
    command: Any, words: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield words, command
    for name, lazy in sorted(getattr(command, "listed", {}).items()):
        yield from _commands(lazy.command(name), (*words, name))


def python_page() -> str:
    """Return the page of all public names: signature and docstring."""
    parts = [PYTHON_HEAD]
    for name in sorted(wattlas.__all__, key=str.lower):
        value = getattr(wattlas, name)
        if inspect.ismodule(value) or isinstance(value, str):
            continue
        parts.append(
            f"## wattlas.{name}\n\n```python\n{_signature(name, value)}\n```\n"
        )
        parts.append(f"```text\n{inspect.getdoc(value)}\n```\n")
    parts.append(_modules())
    return "\n".join(parts)


def _signature(name: str, value: Any) -> str:
    signature = inspect.signature(value)
    parameters = (str(p).replace("'", "") for p in signature.parameters.values())
    parameters = (p.replace("collections.abc.", "") for p in parameters)
    # A default that is a function shows its address, which differs from run to run.
    inner = ",\n    ".join(ADDRESS.sub("...", text) for text in parameters)
    ending = signature.return_annotation
    to = (
        "" if ending is inspect.Signature.empty else f" -> {str(ending).strip(chr(39))}"
    )
    body = f"\n    {inner},\n" if inner else ""
    return f"wattlas.{name}({body}){to}"


def _modules() -> str:
    lines = ["## Modules", ""]
    for name in sorted(wattlas.__all__):
        value = getattr(wattlas, name)
        if inspect.ismodule(value):
            first = (inspect.getdoc(value) or "").splitlines()[0]
            lines.append(f"- `wattlas.{name}`: {first}")
    return "\n".join(lines) + "\n"


def fields_table(options: type) -> str:
    """Return a Markdown table of what a class of options declares, field by field."""
    rows = [tuple(map(str, row_of(item))) for item in declared(options).values()]
    cells = [[f"`{name}`", *rest] for name, *rest in rows]
    lines = [_line(HEADS), "|---" * len(HEADS) + "|", *map(_line, cells)]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    escaped = (cell.replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"


FIELDS = {
    "study": StudyFields,
    "sites": SiteSection,
    "sites.price_series": SeriesSection,
    "train": TrainSection,
    "serve": ServeSection,
    "deploy": DeploySection,
    "load": LoadSection,
    "power": PowerSection,
    "plan": PlanSection,
    "plan.matching": MatchingSection,
}
"""Sections of the study file, by the name that its page gives them."""


def with_fields(page: str) -> str:
    """Return a page with the tables of fields that its marks ask for."""

    def table(match: re.Match[str]) -> str:
        name = match[1]
        return (
            f"<!-- fields: {name} -->\n\n{fields_table(FIELDS[name])}\n\n<!-- end -->"
        )

    return FIELDS_PLACE.sub(table, page)
