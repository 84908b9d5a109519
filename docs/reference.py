"""The pages of commands and of Python names, from the program itself."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import typer

import wattlas
from wattlas.cli.main import app

WIDTH = 88
ADDRESS = re.compile(r"<[^<>]*(?:<[^<>]*>)?[^<>]* at 0x[0-9a-f]+>")

COMMANDS_HEAD = """# Commands

Results go to stdout, talk to stderr. `--json` prints the record, unrounded. Exit code
0; 1 for an error of the input, in one sentence; 2 for wrong usage.
"""

PYTHON_HEAD = """# Python

The same names as the commands, the same defaults, the same records. Names are loaded
when they are first used, so that `import wattlas` takes milliseconds.
"""


def commands_page() -> str:
    """Return the page of all commands: their help, as the terminal prints it."""
    command = typer.main.get_command(app)
    parts = [COMMANDS_HEAD]
    for words, one in _commands(command, ("wattlas",)):
        context = typer.Context(one, info_name=" ".join(words), max_content_width=WIDTH)
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
    for name, inner in sorted(getattr(command, "commands", {}).items()):
        yield from _commands(inner, (*words, name))


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
