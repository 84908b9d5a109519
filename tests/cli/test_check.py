"""`wattlas check` as a newcomer calls it."""

from __future__ import annotations

import json
import re
import sys

from click.testing import CliRunner

from wattlas.cli.main import app
from wattlas.report.words.language import language

BLOOM = "BLOOM took 433,000 kWh to train, as much as 117 Chinese homes use in a year"


def test_a_sentence_shows_verdict_recomputation_and_correction(run):
    """By hand: 433,000 / 117 = 3,700 kWh; 160 homes at 2,705 kWh."""
    result = run("check", BLOOM)
    assert (result.returncode, result.stderr) == (0, "")
    assert "\nPartly right, with medium confidence. " in result.stdout
    assert "3,700" in result.stdout
    assert "160 (140-188) homes in China" in result.stdout
    assert "luccioni2023" in result.stdout


TESLAS = "OpenAI 每训练一次,相当于 3000 辆特斯拉同时跑 32 公里"


def test_a_chinese_sentence_is_answered_in_chinese(run):
    """Verdict, notes and names; in English where that is asked for, and the reverse."""
    text = run("check", TESLAS).stdout
    assert "\n与数据不符（把握高）。" in text
    assert "2,770 (2,380-3,060) km" in text
    assert not re.search(r"[a-z]{4,} [a-z]{2,} [a-z]{2,}", text.partition("wattlas")[0])
    assert "\nContradicted" in run("check", TESLAS, "--language", "en").stdout
    assert "\n部分属实" in run("check", BLOOM, "--language", "zh").stdout
    wrong = run("check", BLOOM, "--language", "zn")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    said = (
        "Error: --language must be one of en, zh, got 'zn'. See wattlas check --help."
    )
    assert wrong.stderr == f"{said}\n"


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


def test_one_claim_of_a_file_is_answered_in_its_own_language(run, tmp_path):
    """Law: as where it is checked alone: most of the file is in English."""
    path = tmp_path / "claims.yaml"
    said = (BLOOM, "GPT-3 took 1,287 MWh to train", TESLAS)
    claims = [{"id": f"C{i}", "statement": one} for i, one in enumerate(said)]
    path.write_text(json.dumps({"title": "T", "claims": claims}), encoding="utf-8")
    chinese = run("check", str(path), "--only", "C2").stdout
    assert "\n与数据不符（把握高）。" in chinese
    assert "读作" in chinese
    assert "\nPartly right" in run("check", str(path), "--only", "C0").stdout


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
    assert wrong.stderr == (
        "Error: verdict.pdf: a page is written as .html, a chart as .svg or .png.\n"
    )


def test_a_page_is_written_and_can_be_made_again(run, tmp_path):
    """The command on the page, and for a file of claims its text and hash."""
    path = tmp_path / "claim.html"
    assert run("check", BLOOM, "-o", str(path)).stderr == f"Wrote {path}.\n"
    html = path.read_text(encoding="utf-8")
    assert '<html lang="en">' in html
    assert f"wattlas check &#39;{BLOOM}&#39; --language en -o claim.html</code>" in html
    name = "examples/claims/claims-2023-2026.yaml"
    run("check", name, "--language", "zh", "-o", str(path))
    html = path.read_text(encoding="utf-8")
    assert '<html lang="zh-Hans">' in html
    typed = "wattlas check claims-2023-2026.yaml --language zh -o claim.html"
    assert f"\n{typed}</code>" in html
    assert "文件 sha256" in html
    assert "relations:" in html
    run("check", name, "--only", "1", "--limit", "20", "-o", str(path))
    html = path.read_text(encoding="utf-8")
    typed = (
        "check claims-2023-2026.yaml --only 1 --limit 20 --language en -o claim.html"
    )
    assert f"\nwattlas {typed}</code>" in html


def test_an_article_is_not_printed_on_its_page(run, tmp_path):
    """Its sentences with quantities are; the rest is not ours to print."""
    article, page = tmp_path / "article.txt", tmp_path / "article.html"
    article.write_text("GPT-3 took 1,287 GWh to train. It was fun.", encoding="utf-8")
    run("check", str(article), "-o", str(page))
    html = page.read_text(encoding="utf-8")
    assert "1,287 GWh" in html
    assert "It was fun" not in html


def test_chinese_needs_no_extra(monkeypatch):
    """Law: the catalogue is read by the standard library alone."""
    monkeypatch.setitem(sys.modules, "babel", None)
    language.cache_clear()
    found = CliRunner().invoke(app, ["check", BLOOM, "--language", "zh"])
    assert "\n部分属实" in found.stdout
