"""Every study in examples/ runs, and what the README shows is what is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
STUDIES = sorted(
    path for path in EXAMPLES.glob("*.yaml") if not path.stem.startswith("outlook-")
)
"""Studies; scenarios of the outlook are run by its own tests."""


@pytest.mark.parametrize("study", STUDIES, ids=lambda path: path.stem)
def test_every_example_runs(run, study, tmp_path):
    """A law: low <= mid <= high for every total of every placement."""
    result = run("run", str(study), "--json")
    assert result.returncode == 0, result.stderr
    for placement in json.loads(result.stdout)["placements"]:
        for name, value in placement["total"].items():
            assert value["low"] <= value["mid"] <= value["high"], name


def test_a_folder_gets_the_record_and_a_chart(run, tmp_path):
    """`-o` writes result.json, equal to what --json prints, and an SVG."""
    run("run", "examples/bloom.yaml", "-o", str(tmp_path))
    printed = run("run", "examples/bloom.yaml", "--json").stdout
    written = (tmp_path / "result.json").read_text(encoding="utf-8")
    assert json.loads(written) == json.loads(printed)
    assert (tmp_path / "stages.svg").read_text(encoding="utf-8").startswith("<svg")
