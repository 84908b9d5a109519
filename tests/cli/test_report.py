"""`wattlas report`: a saved record on the terminal, as a page, as Markdown."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def saved(run, tmp_path):
    """Return the file of a saved estimate."""
    done = run(
        "estimate", "train", "--chip-hours", "1e6", "--hardware", "h100-sxm", "--json"
    )
    path = tmp_path / "bloom.json"
    path.write_text(done.stdout, encoding="utf-8")
    return path


def test_a_saved_record_is_printed_as_the_verb_prints_it(run, saved):
    """Law: what the verb prints and what is printed of its record are the same."""
    direct = run("estimate", "train", "--chip-hours", "1e6", "--hardware", "h100-sxm")
    assert run("report", str(saved)).stdout == direct.stdout


def test_a_saved_record_is_a_page_in_a_language(run, saved, tmp_path):
    """Law: the page stands alone and says how it was made."""
    pytest.importorskip("jinja2")
    page = tmp_path / "page.html"
    assert (
        run("report", str(saved), "-o", str(page), "--language", "zh").returncode == 0
    )
    text = page.read_text(encoding="utf-8")
    assert 'lang="zh-Hans"' in text
    assert "wattlas report bloom.json --language zh" in text


def test_a_saved_record_is_markdown(run, saved, tmp_path):
    """Law: tables of the terminal are tables of Markdown."""
    page = tmp_path / "page.md"
    assert run("report", str(saved), "-o", str(page)).returncode == 0
    assert "|---|" in page.read_text(encoding="utf-8").replace("---:", "---")


def test_a_text_of_someone_else_is_not_lost(run, saved, tmp_path):
    """Law: our own is written again, another's only where that is forced."""
    page = tmp_path / "page.md"
    words = ("report", str(saved), "-o", str(page))
    page.write_text("by hand", encoding="utf-8")
    assert run(*words).returncode == 1
    assert page.read_text(encoding="utf-8") == "by hand"
    assert run(*words, "--force").returncode == 0
    assert run(*words).returncode == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"schema": 1}, "is of schema 1"),
        ({"kind": "cake"}, "kind must be one of"),
        ({"results": 1}, "Estimate.results must be an object, got 1."),
    ],
)
def test_what_is_no_record_is_refused_in_a_sentence(run, saved, change, sentence):
    """Law: exit 1 and one sentence on stderr."""
    record = json.loads(saved.read_text(encoding="utf-8")) | change
    saved.write_text(json.dumps(record), encoding="utf-8")
    done = run("report", str(saved))
    assert done.returncode == 1
    assert sentence in done.stderr


def test_other_endings_and_files_are_refused(run, saved, tmp_path):
    """Bad input: a record is written as .html or .md, and read from a file."""
    assert run("report", str(saved), "-o", "x.pdf").returncode == 1
    assert run("report", str(tmp_path / "none.json")).returncode == 1
