"""`wattlas check` as a newcomer calls it."""

from __future__ import annotations

import json

BLOOM = "BLOOM took 433,000 kWh to train, as much as 117 Chinese homes use in a year"


def test_a_sentence_shows_verdict_recomputation_and_correction(run):
    """By hand: 433,000 / 117 = 3,700 kWh; 160 homes at 2,705 kWh."""
    result = run("check", BLOOM)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("partly right")
    assert "3,700" in result.stdout
    assert "160 (140-188) homes in China" in result.stdout
    assert "[luccioni2023]" in result.stdout


def test_a_chinese_sentence_has_its_verdict_in_chinese_too(run):
    """The same relation, read from the other language."""
    text = run("check", "OpenAI 每训练一次,相当于 3000 辆特斯拉同时跑 32 公里").stdout
    assert text.startswith("contradicted · 与数据不符")
    assert "2,770" in text


def test_json_is_the_record(run):
    """Verdict with underscores, and exit 0 whatever it is."""
    result = run("check", BLOOM, "--json")
    record = json.loads(result.stdout)
    assert record["verdict"] == "partly_right"
    assert "160 (140-188) homes in China" in record["corrected_statement"]
    assert record["parts"][1]["recomputation"][0]["result"]["value"] > 3700
    assert run("check", "BLOOM took 4,330 MWh to train").returncode == 0


def test_a_file_shows_a_table_and_one_claim_of_it(run):
    """27 rows and a tally; one claim in full by its id."""
    name = "examples/claims/ai-electricity-2023.yaml"
    text = run("check", name).stdout
    assert all(f"C{i:02d}" in text for i in range(1, 28))
    assert "27 claims: right" in text
    one = run("check", name, "--only", "c11").stdout
    assert "4,000 × 6.5 kW × 720 h" in one
    assert len(json.loads(run("check", name, "--json").stdout)["claims"]) == 27
    wrong = run("check", name, "--only", "C99")
    assert wrong.returncode == 1
    assert wrong.stderr.startswith("Error: No claim 'C99' in the file.")


def test_an_article_is_gone_through(run, tmp_path):
    """Its sentences with quantities, in a table."""
    path = tmp_path / "article.txt"
    path.write_text("GPT-3 took 1,287 GWh to train. It was fun.", encoding="utf-8")
    assert "contradicted" in run("check", str(path)).stdout


def test_a_missing_file_is_one_sentence(run):
    """Bad input: exit 1, no traceback."""
    result = run("check", "no-such-file.yaml")
    assert (result.returncode, result.stdout) == (1, "")
    assert (
        result.stderr
        == "Error: no-such-file.yaml: cannot be read: No such file or directory.\n"
    )


def test_a_chart_of_the_verdicts_is_written(run, tmp_path):
    """The file and one sentence; none where nothing can be drawn; no other ending."""
    path = tmp_path / "verdict.svg"
    assert run("check", BLOOM, "-o", str(path)).stderr == f"Wrote {path}.\n"
    assert "partly right" in path.read_text(encoding="utf-8")
    none = tmp_path / "none.svg"
    result = run("check", "reactors are safe", "-o", str(none))
    assert (result.returncode, none.exists()) == (0, False)
    assert result.stderr == ("No chart: no stated figure stands against a known one.\n")
    wrong = run("check", BLOOM, "-o", "verdict.pdf")
    assert wrong.returncode == 1
    assert wrong.stderr == "Error: verdict.pdf: a chart is written as .svg or .png.\n"
