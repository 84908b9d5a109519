"""Every sentence that the source can say to a user, gathered from the source itself."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import wattlas
from wattlas import errors
from wattlas.cli.command import Group, Lazy, Verb
from wattlas.cli.main import app
from wattlas.metering import channel
from wattlas.metering import command as of_commands
from wattlas.metering.ledger import writer
from wattlas.metering.ledger.imports import content
from wattlas.parameters.declaration import declared, nested_in
from wattlas.parameters.quantities import QUANTITIES
from wattlas.parameters.verbs import VERBS

SOURCE = Path(wattlas.__file__).parent
ERRORS = {
    name
    for module in (errors, channel, of_commands, writer, content)
    for name, value in vars(module).items()
    if isinstance(value, type) and issubclass(value, errors.WattlasError)
}
SAYS = {"Message", "MisusedError", "WattlasError", *ERRORS}
KINDS = ("unknown_name", "needs_extra")
"""Functions whose first argument is a word of a sentence."""


def is_said(call: ast.Call) -> bool:
    """Say whether a call makes an error or a message of a text."""
    name = ast.unparse(call.func)
    return name.rpartition(".")[2] in SAYS or name == "type(error)"


def constants(node: ast.AST, module: ast.Module) -> Iterator[str]:
    """Yield the texts that an expression may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for inner in stands_for(node, module):
        yield from constants(inner, module)


def stands_for(node: ast.AST, module: ast.Module) -> Iterator[ast.AST]:
    """Yield what an expression may be: a name is what it is assigned, what is taken
    out of a mapping any of its values, a choice one of its branches."""
    if isinstance(node, ast.Name):
        yield from assigned(node.id, module)
    elif isinstance(node, ast.Dict):
        yield from node.values
    elif isinstance(node, ast.Subscript):
        yield node.value
    elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".get"):
        yield node.func.value
    else:
        branches = (getattr(node, name, None) for name in ("body", "orelse"))
        yield from (branch for branch in branches if isinstance(branch, ast.AST))


def assigned(name: str, module: ast.Module) -> Iterator[ast.AST]:
    """Yield what a name is assigned anywhere in a module, other names apart."""
    for node in ast.walk(module):
        if isinstance(node, ast.Assign):
            target = node.targets[0]
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            target = node.target
        else:
            continue
        if ast.unparse(target) == name and not isinstance(node.value, ast.Name):
            yield node.value


@cache
def modules() -> dict[str, ast.Module]:
    """Return the trees of the modules by their paths."""
    return {
        str(path.relative_to(SOURCE)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
    }


def of_errors() -> Iterator[tuple[str, str]]:
    """Yield module and text of every message and error."""
    for name, module in modules().items():
        for node in ast.walk(module):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            first = node.args[0]
            called = ast.unparse(node.func).rpartition(".")[2]
            if is_said(node) or called in KINDS:
                found = constants(first, module)
                yield from ((name, text) for text in found)
            if called == "Several" and len(node.args) > 1:
                yield from (
                    (name, t) for t in constants(node.args[1], module) if t.strip()
                )


def commands(listed=None) -> Iterator[tuple[str, Lazy, object]]:
    """Yield name, line and object of every verb and command, groups and within."""
    for name, lazy in (app.listed if listed is None else listed).items():
        command = lazy.command(name)
        yield name, lazy, command
        if isinstance(command, Group):
            yield from commands(command.listed)


def verbs() -> Iterator[Verb]:
    """Yield every verb that stands in a module of the command line."""
    for module in {lazy.module for _, lazy, _ in commands()}:
        for value in vars(import_module(module)).values():
            if isinstance(value, Verb):
                yield value


def of_help() -> Iterator[tuple[str, str]]:
    """Yield verb and text of all that `--help` says."""
    yield "wattlas", app.help or ""
    for name, lazy, _ in commands():
        yield name, lazy.line
    for verb in verbs():
        for paragraph in inspect.cleandoc(verb.help).split("\n\n"):
            said = " ".join(paragraph.split())
            if not said.startswith("wattlas "):
                yield verb.run.__name__, said
        for kind in verb.kinds:
            for item in declared(kind).values():
                yield verb.run.__name__, item.parameter.help


def of_quantities() -> Iterator[tuple[str, str]]:
    """Yield name and meaning of every quantity."""
    for name, quantity in QUANTITIES.items():
        yield name, quantity.meaning


def of_parameters() -> Iterator[tuple[str, str]]:
    """Yield class and text of every field that `wattlas parameters` lists."""
    for kind in VERBS.values():
        yield from of_class(kind)


def of_class(kind: type) -> Iterator[tuple[str, str]]:
    """Yield what is said of a class of options and of its sections."""
    yield kind.__name__, (kind.__doc__ or "").splitlines()[0]
    for item in declared(kind).values():
        yield kind.__name__, item.parameter.help
        if (nested := nested_in(item.type)) is not None:
            yield from of_class(nested)
