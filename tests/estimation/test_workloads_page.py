"""docs/workloads.md: its commands run, and its figures are what they answer."""

from __future__ import annotations

import json
import re
import shlex

import pytest
from click.testing import CliRunner

from wattlas.cli.main import app

TASKS = 24


@pytest.fixture(scope="module")
def page(root):
    return (root / "docs" / "workloads.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def commands(page):
    tasks = page[: page.index("## What they take")]
    return re.findall(r"^\| .* \| `(wattlas [^`]*)` \|$", tasks, flags=re.M)


@pytest.fixture(scope="module")
def energies(commands):
    """The facility energy of each command, in kWh, of few draws."""
    found = []
    for command in commands:
        if "--config" not in command:  # a file of the reader's own
            found += _energies(command)
    return found


def _energies(command):
    words = [*shlex.split(command)[1:], "--draws", "64", "--json"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, (command, result.output)
    record = json.loads(result.output)
    each = record.get("estimates", [record])
    return [e["results"]["facility_energy_kwh"]["mid"] for e in each]


def rows(page):
    """Return the cells of each row of the table of references."""
    start = page.index("## What they take")
    table = page[start : page.index("\n## ", start + 1)]
    lines = [line for line in table.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_the_page_has_every_task(commands, energies):
    assert len(commands) >= TASKS
    assert len(energies) >= TASKS


def test_each_reference_has_its_source_or_says_that_there_is_none(page):
    """Law: no reference without a source, none is left blank."""
    assert len(rows(page)) >= TASKS
    for _, ours, reference, source in rows(page):
        assert re.match(r"[\d.,]+", ours)
        assert bool(source) is not reference.startswith("none")


def test_figures_of_the_page_are_those_of_its_commands(page, energies):
    """Law: a middle that is printed is the middle of the command of that row."""
    stated = [
        float(re.match(r"[\d.,]+", row[1])[0].replace(",", "")) for row in rows(page)
    ]
    daily = stated.index(0.63)  # an agent's day; its command answers for a year
    stated[daily] *= 365
    for value in stated:
        assert any(value == pytest.approx(e, rel=0.06) for e in energies), value
