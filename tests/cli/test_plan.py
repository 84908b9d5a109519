"""`wattlas plan`: what it leaves in a folder, and what it refuses."""

from __future__ import annotations

import json
import os
import re

import pytest

from commands import called_here

pytest.importorskip("linopy")

STUDY = """\
title: A hall in Oslo
note: A hall for the tests.
year: 2027
currency: USD
sites: [{use: oslo, price: 90 USD/MWh}]
load: {it_power: 10 MW}
power: [grid, {wind: {max: 40 MW}}]
plan: {block_hours: 8, carbon_price: 20 USD/t, ranges: true}
"""
CHARTS = ("map", "levers", "ranges", "front", "dispatch", "worst-week", "costs")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    path = tmp_path_factory.mktemp("study") / "hall.yaml"
    path.write_text(STUDY, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def run(root):
    """Run `wattlas` in this process; what was planned before is not planned again."""
    from wattlas import planning

    plans, plan = {}, planning.plan

    def planned(study, *, say, **asked):
        question = (repr(study), *sorted(asked.items()))
        if question not in plans:
            plans[question] = plan(study, say=say, **asked)
        return plans[question]

    def run_wattlas(*words, cwd=root):
        return called_here(words, cwd, os.environ | {"COLUMNS": "100", "NO_COLOR": "1"})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "plan", planned, raising=False)
        yield run_wattlas


@pytest.fixture(scope="module")
def left(run, study, tmp_path_factory):
    """A folder that a plan left, with its words and what it said."""
    folder = tmp_path_factory.mktemp("first") / "hall.out"
    words = ("--pareto", "3", "--language", "zh", "-o", str(folder))
    done = run("plan", str(study), *words)
    assert done.returncode == 0, done.stderr
    return folder, done


def test_a_plan_leaves_its_record_hours_page_and_charts(left):
    """Law: as `run` does; what is asked by options and by the study is on the page,
    which says how to do it again."""
    folder, done = left
    names = ["plan.json", "hours.parquet", "hours.csv", "report.html"]
    names += ["connection.csv"]
    # One site needs no map.
    names += [f"{chart}.svg" for chart in CHARTS if chart != "map"]
    wrote = [line for line in done.stderr.splitlines() if line.startswith("已写入")]
    assert sorted(wrote) == sorted(f"已写入 {folder / n}。" for n in names)
    record = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    assert len(record["fronts"]["carbon"]) == 3
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert 'lang="zh-Hans"' in page
    assert "A hall for the tests." in page
    again = "wattlas plan hall.yaml --pareto 3 --language zh -o hall.out"
    assert f"<code>pip install &#39;wattlas[plan,report]&#39;\n{again}</code>" in page
    assert "费用与碳的帕累托前沿" in page
    assert "费用几乎不变时，组合可以相差多少" in page
    assert "来源" in (folder / "costs.svg").read_text(encoding="utf-8")


def test_the_command_on_a_page_makes_the_page(run, study, left, tmp_path):
    """Law: typed in a folder that holds the file alone, it writes the same page."""
    page = (left[0] / "report.html").read_text(encoding="utf-8")
    (typed,) = re.findall(r"^wattlas (plan .*)</code>", page, flags=re.M)
    (tmp_path / study.name).write_bytes(study.read_bytes())
    assert run(*typed.split(), cwd=tmp_path).returncode == 0
    second = (tmp_path / "hall.out" / "report.html").read_text(encoding="utf-8")
    assert second.splitlines()[:40] == page.splitlines()[:40]
    assert f"wattlas {typed}" in second


def test_a_study_run_in_a_language_says_so_on_its_page(run, tmp_path):
    """Law: language and charts are of the command; of files their names alone."""
    folder = tmp_path / "here"
    words = ("--language", "zh", "--charts", "svg", "-o", str(folder))
    assert run("run", "examples/bloom.yaml", *words).returncode == 0
    page = (folder / "report.html").read_text(encoding="utf-8")
    again = "wattlas run bloom.yaml --language zh --charts svg -o here"
    assert f"<code>pip install &#39;wattlas[report]&#39;\n{again}</code>" in page


def test_scenarios_say_which_questions_of_a_study_they_leave(run, study):
    """Law: `ranges` of the file is not dropped in silence."""
    done = run("plan", str(study), "--scenarios", "2")
    assert done.returncode == 0, done.stderr
    said = "Not answered with --scenarios: plan.ranges of the study.\n"
    assert done.stderr.startswith(said)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("--seed", "2"),
            "--seed is of --scenarios: give that too, or leave it out.",
        ),
        (
            ("--scheduler", "tcp://here:8786"),
            "--scheduler tcp://here:8786 is where Dask runs: add --runner dask.",
        ),
        (
            ("--runner", "local", "--workers", "2"),
            "The runner local has one worker, got 2: use processes or dask.",
        ),
        (("--pareto", "1"), "A front has at least 2 points, got 1."),
        (
            ("--scenarios", "2", "--break-evens"),
            "--break-evens does not go with --scenarios, which plans each draw in "
            "aggregated time steps of 8 h and writes no page. Leave one of them out.",
        ),
    ],
)
def test_what_cannot_be_had_is_said_before_any_work(run, study, words, sentence):
    """Bad input: one sentence, exit 1, nothing printed."""
    done = run("plan", str(study), *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Error: {sentence}\n"


def test_a_study_without_a_plan_has_no_front(run):
    """Bad input: what is asked of a plan needs one."""
    done = run("run", "examples/bloom.yaml", "--pareto", "8")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "Error: examples/bloom.yaml: ranges, break_evens and pareto are asked of a "
        "plan, and the study has no plan section. Add one, such as plan: {objective: "
        "cost}.\n"
    )
