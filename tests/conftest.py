"""Fixtures that every test may use."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from commands import called

# The processes that tests start read what is compiled here, and do not compile again.
sys.dont_write_bytecode = False

# The same draws on every machine and day; a busy or slow one fails no law.
settings.register_profile(
    "same-draws",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
# Other draws each time: `make laws` looks for what the same draws do not show.
settings.register_profile(
    "new-draws", settings.get_profile("same-draws"), derandomize=False
)
settings.load_profile("same-draws")

ROOT = Path(__file__).parents[1]
SHARED = "results of examples"
"""The group of tests that share results, which one process runs."""

IN_BLOCKS = ("fusion-and-smr",)
"""Examples of a year and many solutions, which tests plan in blocks."""

LONGEST = ("tests/cli/test_plan", "tests/planning/", "tests/cli/", "tests/accuracy/")
"""Files that take longest, after those that share results, by the start of a path."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites golden files."""
    parser.addoption("--update-golden", action="store_true", help="rewrite them")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Keep the tests of a file on one process, and all that share results of examples.

    Some examples plan a year: each is to be planned once.
    """
    from xdist.scheduler import LoadScopeScheduling

    config.option.loadscopereorder = False

    class ByFile(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return SHARED if shares_results(ROOT / file) else file

    return ByFile(config, log)


@cache
def shares_results(file: Path) -> bool:
    """Say whether the tests of a file ask for results of examples."""
    return "result_of" in file.read_text(encoding="utf-8")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run first what takes longest, so that no process ends long after the others."""

    def place(item: pytest.Item) -> int:
        if shares_results(item.path):
            return 0
        file = item.path.relative_to(ROOT).as_posix()
        rooms = (n for n, room in enumerate(LONGEST, 1) if file.startswith(room))
        return next(rooms, len(LONGEST) + 1)

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what lives to the end: tests, modules."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Let no language that a test asked for be that of the next."""
    yield
    output = sys.modules.get("wattlas.cli.output")
    if output is not None:
        output.set_language(None)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """A check that a text is the one in a golden file, or a rewrite of it."""

    def check(name: str, text: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return check


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of measured and published data, or a skip where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the measured and published data in ../shared/data")
    return folder


@pytest.fixture(scope="session")
def run(root: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `wattlas` with arguments, in the checkout or elsewhere, 100 columns wide."""

    def run_wattlas(*words: str, cwd: Path = root) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"COLUMNS": "100", "NO_COLOR": "1"}
        return called(words, cwd, environment)

    return run_wattlas


@pytest.fixture(scope="session")
def result_of(root: Path) -> Callable[[str], object]:
    """Run an example by its name, once a session: some of them plan a year.

    A long one is planned in blocks of 8 h; `make campus` plans it as it is.
    """
    from wattlas import workflow
    from wattlas.study import Study

    def run_example(name: str) -> object:
        study = Study.from_file(root / "examples" / f"{name}.yaml")
        if name in IN_BLOCKS and study.plan is not None:
            study = replace(study, plan=replace(study.plan, block_hours=8))
        return workflow.run(study)

    return cache(run_example)
