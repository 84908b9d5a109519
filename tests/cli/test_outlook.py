"""The verb outlook: its commands, files, examples, and what they must show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

SCENARIOS = sorted(Path(__file__).parents[2].glob("examples/outlook-*.yaml"))
FEW = ("--draws", "64")


def test_the_default_study_answers_first(run):
    """Now, in 2030 and in 2050, each with its range, before any table."""
    result = run("outlook", *FEW)
    assert result.returncode == 0, result.stderr
    answer = " ".join(result.stdout.splitlines()[2:5])
    assert answer.startswith("AI draws ")
    assert "Demand is" in answer
    assert "2050" in answer


@pytest.mark.parametrize("name", ["", "-cross", "-need", "-forecasts", "-backtest"])
def test_nothing_is_cut_at_100_columns(root, name):
    """Law of the golden texts: no cell ends in an ellipsis, every bracket closes."""
    text = (root / "tests" / "golden" / f"outlook{name}.txt").read_text("utf-8")
    assert "…" not in text
    assert text.count("(") == text.count(")")


def test_json_is_the_record(run):
    """Field names and units are an interface."""
    record = json.loads(run("outlook", "--json", "--to", "2030", *FEW).stdout)
    assert record["kind"] == "outlook"
    assert record["boundary"] == "facility"
    assert record["paths"].keys() == {"stock", "compute", "adoption", "all"}
    path = record["paths"]["all"]["ai_served_twh"]
    assert path.keys() == {"years", "p05", "p25", "p50", "p75", "p95"}
    assert len(path["p50"]) == len(record["years"]) == 6


def test_an_option_is_shown_beside_the_default(run):
    """`--set` prints what changes against the default study."""
    words = ["--set", "units_per_year.smr=50", "--set", "start_year.smr=2030"]
    text = run("outlook", *words, *FEW).stdout
    assert "What is changed against the default study: " in text
    assert "AI unmet, 95 %" in text


def test_explain_prints_formulas(run):
    """Each method ends in inputs with their sources."""
    text = run("outlook", "--to", "2030", "--explain", *FEW).stdout
    for formula in (
        "<- chip_stock_gw * it_overhead * pue * chip_load * 8.76",
        "<- energy_now_twh * index",
        "<- token_energy_twh * other_ai_multiple",
    ):
        assert formula in text


def test_files_are_written(run, tmp_path):
    """One command writes CSV, IAMC, Parquet, NetCDF and the fan."""
    names = ["o.csv", "o.iamc.csv", "o.parquet", "o.nc", "fan.svg"]
    words = [w for name in names for w in ("-o", str(tmp_path / name))]
    result = run("outlook", "--to", "2028", *FEW, *words)
    assert result.returncode == 0, result.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(names)
    assert (tmp_path / "fan.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_crossing_curve_is_written(run, tmp_path):
    """`outlook cross -o` writes it as a chart."""
    path = tmp_path / "curve.svg"
    assert run("outlook", "cross", "-o", str(path), *FEW).returncode == 0
    assert path.read_text(encoding="utf-8").startswith("<svg")
    none = tmp_path / "none.svg"
    done = run("outlook", "cross", "--growth", "1.001", "-o", str(none), *FEW)
    assert done.stderr == "No chart: no growth reaches a share or a limit.\n"
    assert (done.returncode, none.exists()) == (0, False)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("cross", "-o", "curve.svg", "-o", "curve.csv"),
            "curve.csv: it is written as .html, .svg, .png or .json.",
        ),
        (
            ("-o", "fan.svg", "-o", "o.xlsx"),
            "o.xlsx: it is written as .html, .svg, .png, .json, .iamc.csv, .csv, "
            ".parquet or .nc.",
        ),
    ],
)
def test_what_cannot_be_written_is_refused_before_any_work(
    run, tmp_path, words, sentence
):
    """Bad input: one sentence, nothing printed, no file written."""
    result = run("outlook", *words, *FEW, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == f"Error: {sentence}\n"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_scenario_runs(run, path):
    """A law: low <= mid <= high for what each case serves in its last year."""
    result = run("outlook", "--scenario", str(path), "--json", *FEW)
    assert result.returncode == 0, result.stderr
    for case in json.loads(result.stdout)["cases"]:
        served = case["paths"]["all"]["ai_served_twh"]
        assert served["p05"][-1] <= served["p50"][-1] <= served["p95"][-1]


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("forecasts --scope ai", "rand2025"),
        ("inputs --find rebound", "rebound.elasticity"),
    ],
)
def test_each_question_has_its_answer(run, command, shown):
    """The commands of the README, with a line that each must print."""
    result = run("outlook", *command.split())
    assert result.returncode == 0, result.stderr
    assert shown in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    "command",
    [
        "cross --draws 64",
        "need --twh 1000 --by 2030 --draws 64",
        "forecasts",
        "backtest",
    ],
)
def test_every_command_prints_json(run, command):
    """`--json` is plain data without NaN or infinity."""
    text = run("outlook", *command.split(), "--json").stdout
    assert isinstance(json.loads(text, parse_constant=pytest.fail), dict)


def test_an_error_is_one_sentence(run):
    """Exit 1, nothing on stdout."""
    result = run("outlook", "--region", "atlantis")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: No region named 'atlantis'.")


def test_pages_are_written_in_a_language(run, tmp_path):
    """One page of all cases, with the file and the command; the curve's own page."""
    scenario, page = SCENARIOS[0], tmp_path / "cases.html"
    words = ["--scenario", str(scenario), *FEW, "--language", "zh", "-o", str(page)]
    assert run("outlook", *words).stderr == f"已写入 {page}。\n"
    html = page.read_text(encoding="utf-8")
    assert '<html lang="zh-Hans">' in html
    assert "各种情形" in html
    again = f"wattlas outlook --scenario {scenario.name} --draws 64 --language zh"
    assert f"\n{again} -o cases.html</code>" in html
    curve = tmp_path / "curve.html"
    run("outlook", "cross", "--growth", "1.3,2.1", *FEW, "-o", str(curve))
    again = (
        "wattlas outlook cross --growth 1.3,2.1 --draws 64 --language en -o curve.html"
    )
    assert f"\n{again}</code>" in curve.read_text(encoding="utf-8")
