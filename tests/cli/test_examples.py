"""Every study in examples/ runs, and what the README shows is what is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wattlas import workflow

EXAMPLES = Path(__file__).parents[2] / "examples"
STUDIES = sorted(
    path for path in EXAMPLES.glob("*.yaml") if not path.stem.startswith("outlook-")
)
"""Studies; scenarios of the outlook are run by its own tests."""
LONG = ("campus-case", "fusion-and-smr-100", "here-or-there", "serve-the-east")
"""Studies of ten years, of many sites or solutions: up to a minute each."""


def marked(study: Path):
    """Return a study as a case of a test, one of the long ones in their group."""
    marks = [pytest.mark.campus] if study.stem in LONG else []
    return pytest.param(study, id=study.stem, marks=marks)


@pytest.mark.parametrize("study", [marked(study) for study in STUDIES])
def test_every_example_runs(result_of, study):
    """Laws: low <= mid <= high for every total of every placement; a record is JSON."""
    record = json.loads(json.dumps(result_of(study.stem).to_dict(), allow_nan=False))
    for placement in record["placements"]:
        for name, value in placement["total"].items():
            assert value["low"] <= value["mid"] <= value["high"], name


@pytest.mark.campus
def test_a_year_of_many_solutions_runs_as_it_is(root):
    """Law: what tests plan in blocks can be planned at every hour."""
    found = workflow.run(root / "examples" / "fusion-and-smr.yaml").plan
    assert found.proof.proven
    assert {"smr", "fusion-ppa"} <= {entry.option for entry in found.entries}


def test_a_folder_gets_the_record_the_page_and_charts(run, root, tmp_path):
    """`-o` writes result.json, equal to what --json prints, the page, and charts."""
    done = run("run", "examples/bloom.yaml", "-o", str(tmp_path), "--charts", "svg")
    names = ["result.json", "report.html", "flow.svg", "stages.svg", "places.svg"]
    assert done.stderr.splitlines() == [f"Wrote {tmp_path / n}." for n in names]
    printed = run("run", "examples/bloom.yaml", "--json").stdout
    written = (tmp_path / "result.json").read_text(encoding="utf-8")
    assert json.loads(written) == json.loads(printed)
    assert (tmp_path / "stages.svg").read_text(encoding="utf-8").startswith("<svg")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "BLOOM-176B, trained on 384 A100" in page
    assert (root / "examples" / "bloom.yaml").read_text(encoding="utf-8")[:40] in page


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--language", "fr"), "--language must be one of en, zh, got 'fr'."),
        (("--charts", "gif"), "--charts must be one of svg, png, got 'gif'."),
    ],
)
def test_what_cannot_be_had_is_said_before_any_work(run, words, sentence):
    """Bad input: one sentence, exit 2, nothing printed or written."""
    done = run("run", "examples/bloom.yaml", *words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == f"Error: {sentence} See wattlas run --help.\n"
