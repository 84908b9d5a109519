"""Do the tests notice a change? Mutants of four rooms, and how many are killed.

Each mutant is one small change, made in a copy of the tree; the tests of its room run
until one fails. `make mutants`; CONTRIBUTING.md says how to read what it prints.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import csv
import difflib
import itertools
import multiprocessing
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

import hypothesis  # noqa: F401 - what tests import, every process is born with
import linopy  # noqa: F401
import numpy  # noqa: F401
import pydantic  # noqa: F401
import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from operators import operators

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "wattlas"
EQUIVALENT = Path(__file__).with_name("equivalent.csv")
COPIED = ("src", "tests", "examples", "docs", "pyproject.toml", "README.md")
OPTIONS = ("-n0", "-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0")
# A program's text that differs is compared by line for a minute, to be read by nobody.
OPTIONS += ("--assert=plain",)
OPTIONS += ("-W", "ignore::pytest.PytestAssertRewriteWarning")
SEED = 20260101
LEAST = 0.85
LONGEST_S = 120
"""CPU time after which a mutant counts as killed: it never ends."""


@dataclass(frozen=True)
class Room:
    """Modules, how many mutants are drawn (all where None), and their tests.

    Tests are stages: the next runs only where the last has noticed nothing.
    """

    modules: str
    count: int | None
    tests: tuple[tuple[str, ...], ...]


ROOMS = {
    "chain": Room(
        "chain/*.py",
        100,
        (
            ("tests/chain", "src/wattlas/chain"),
            ("tests/reference", "tests/estimation/test_train.py"),
            ("tests/estimation/test_serve.py", "tests/estimation/test_generate.py"),
        ),
    ),
    "quantity": Room(
        "quantity/*.py", 100, (("tests/quantity", "src/wattlas/quantity"),)
    ),
    "accumulate": Room(
        "metering/accumulate/*.py",
        None,
        (
            ("tests/metering/test_accumulated.py", "tests/metering/test_gate.py"),
            ("tests/metering/test_comparison.py", "tests/metering/test_power.py"),
            ("tests/metering/test_counter.py", "tests/metering/test_nothing_shown.py"),
        ),
    ),
    "program": Room(
        "planning/program/*.py",
        100,
        (
            ("tests/planning/test_golden_program.py", "tests/planning/test_by_hand.py"),
            ("tests/planning/test_bills.py", "tests/planning/test_meaning.py"),
            ("tests/planning/test_connection.py", "tests/planning/test_placing.py"),
        ),
    ),
}


@dataclass(frozen=True)
class Mutant:
    """A module with one change."""

    module: str
    operator: str
    line: int
    code: str
    removed: str
    added: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What names it in the list of equivalents: no line number, which moves."""
        return (self.module, self.removed, self.added)


@dataclass(frozen=True)
class Place:
    """Where an operator could change a module: its nth place there."""

    module: Path
    name: str
    operator: Operator
    occurrence: int
    line: int

    def mutant(self) -> Mutant | None:
        """Return the change, or None where it changes nothing or is no Python."""
        source = self.module.read_text(encoding="utf-8")
        code = mutate_code(source, self.operator, self.occurrence)
        if code is None or code == source or not _parses(code):
            return None
        name = str(self.module.relative_to(PACKAGE))
        return Mutant(name, self.name, self.line, code, *_lines(source, code))


def places_of(module: Path) -> Iterator[Place]:
    """Return every place of a module, outside of annotations, which never run."""
    source = module.read_text(encoding="utf-8")
    nodes, silent = list(ast_nodes(get_ast(source))), _annotated(source)
    for name, operator in operators():
        starts = [start for n in nodes for start, _ in operator.mutation_positions(n)]
        for i, start in enumerate(starts):
            if not any(low <= start < high for low, high in silent):
                yield Place(module, name, operator, i, start[0])


def _annotated(source: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return where annotations and what only type checkers read begin and end."""
    found: list[ast.AST] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            found.append(node.annotation)
        elif isinstance(node, ast.FunctionDef) and node.returns:
            found.append(node.returns)
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            found.append(node)
    return [((n.lineno, n.col_offset), (n.end_lineno, n.end_col_offset)) for n in found]


def _parses(code: str) -> bool:
    with contextlib.suppress(SyntaxError):
        ast.parse(code)
        return True
    return False


def _lines(source: str, code: str) -> tuple[str, str]:
    """Return the lines that went and that came, each joined to one."""
    diff = difflib.unified_diff(source.splitlines(), code.splitlines(), n=0)
    lines = [line for line in diff if not line.startswith(("---", "+++", "@@"))]
    texts = ([ln[1:].strip() for ln in lines if ln[0] == sign] for sign in "-+")
    removed, added = (" ".join(text) for text in texts)
    return removed, added


def drawn(room: Room) -> list[Mutant]:
    """Return the mutants of a room: a sample that is the same every time."""
    places = [p for path in sorted(PACKAGE.glob(room.modules)) for p in places_of(path)]
    random.Random(SEED).shuffle(places)
    made = (mutant for place in places if (mutant := place.mutant()))
    return list(itertools.islice(made, room.count))


def equivalents() -> set[tuple[str, str, str]]:
    """Return the mutants that compute the same, each with its reason in the file."""
    with EQUIVALENT.open(encoding="utf-8", newline="") as file:
        return {(r["module"], r["removed"], r["added"]) for r in csv.DictReader(file)}


def survives(tree: Path, mutant: Mutant | None, stages: tuple) -> bool:
    """Say whether no test of any stage fails, with a mutant in a copy of the tree."""
    target = tree / "src" / "wattlas" / mutant.module if mutant else None
    original = target.read_text(encoding="utf-8") if target else ""
    try:
        if target and mutant:
            _write(target, mutant.code)
        return all(_passes(tree, tests, mutant is None) for tests in stages)
    finally:
        if target:
            _write(target, original)


def _write(target: Path, code: str) -> None:
    """Write a module so that no byte code of before is taken for it."""
    target.write_text(code, encoding="utf-8")
    for compiled in (target.parent / "__pycache__").glob(f"{target.stem}.*"):
        compiled.unlink()


def _passes(tree: Path, tests: tuple[str, ...], writes_bytecode: bool) -> bool:
    """Run tests in a process of their own, which has its libraries already."""
    context = multiprocessing.get_context("fork")
    process = context.Process(target=_run_tests, args=(tree, tests, writes_bytecode))
    process.start()
    process.join()
    return process.exitcode == 0


def _run_tests(tree: Path, tests: tuple[str, ...], writes_bytecode: bool) -> None:
    os.chdir(tree)
    sys.path.insert(0, str(tree / "src"))
    sys.dont_write_bytecode = not writes_bytecode
    if not writes_bytecode:
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_S, LONGEST_S))
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
    os._exit(int(pytest.main([*OPTIONS, *tests])))


def copied(folder: Path) -> Path:
    """Return a copy of what the tests need, with byte code, in which tests pass."""
    for name in COPIED:
        path = ROOT / name
        ignored = shutil.ignore_patterns("__pycache__")
        if path.is_dir():
            shutil.copytree(path, folder / name, ignore=ignored)
        else:
            shutil.copy(path, folder / name)
    return folder


def judged(room: Room, mutants: list[Mutant], trees: list[Path]) -> list[Mutant]:
    """Return the mutants that survive, a copy of the tree for each at a time."""
    free: SimpleQueue[Path] = SimpleQueue()
    for tree in trees:
        free.put(tree)

    def one(mutant: Mutant) -> bool:
        tree = free.get()
        try:
            return survives(tree, mutant, room.tests)
        finally:
            free.put(tree)

    with ThreadPoolExecutor(len(trees)) as pool:
        alive = list(pool.map(one, mutants))
    return [m for m, lives in zip(mutants, alive, strict=True) if lives]


def report(name: str, mutants: list[Mutant], alive: list[Mutant]) -> bool:
    """Print the score of a room and its survivors; say whether it is enough."""
    known = equivalents()
    same = [m for m in alive if m.key in known]
    left = [m for m in alive if m.key not in known]
    judged_count = len(mutants) - len(same)
    score = 1 - len(left) / judged_count
    print(
        f"{name}: {judged_count - len(left)} of {judged_count} killed, "
        f"{100 * score:.0f} %; {len(same)} equivalent left out"
    )
    for m in left:
        print(f"  {m.module}:{m.line} {m.operator}\n    - {m.removed}\n    + {m.added}")
    return score >= LEAST


def main() -> None:
    """Draw, change, test and print; end with 1 where a room is below 85 %."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rooms", nargs="*", default=list(ROOMS))
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    enough = True
    with tempfile.TemporaryDirectory() as folder:
        trees = [copied(Path(folder) / str(i)) for i in range(given.workers)]
        for name in given.rooms:
            began, room = time.monotonic(), ROOMS[name]
            if not all(survives(tree, None, room.tests) for tree in trees):
                sys.exit(f"{name}: its tests fail without any change.")
            mutants = drawn(room)
            enough &= report(name, mutants, judged(room, mutants, trees))
            print(f"  {(time.monotonic() - began) / 60:.1f} minutes", flush=True)
    sys.exit(0 if enough else 1)


if __name__ == "__main__":
    main()
