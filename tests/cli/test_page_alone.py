"""`-o page.html`: one file, on which inputs can be moved."""

from __future__ import annotations

import pytest

STUDY = """title: T
model: llama-3.1-8b
train: {tokens: 1T, hardware: h100}
sites: [oslo]
"""


@pytest.fixture
def study(tmp_path):
    path = tmp_path / "t.yaml"
    path.write_text(STUDY, encoding="utf-8")
    return path


def test_a_page_is_one_file(run, study, tmp_path):
    """Law: what is named as a page is a page, with its panel, and nothing beside it."""
    page = tmp_path / "t.html"
    done = run("run", str(study), "-o", str(page))
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["t.html", "t.yaml"]
    text = page.read_text(encoding="utf-8")
    assert text.count('type="range"') >= 3
    assert "wattlas run t.yaml -o t.html" in text


def test_charts_go_beside_no_single_file(run, study, tmp_path):
    for name in ("t.html", "t.json"):
        done = run("run", str(study), "-o", str(tmp_path / name), "--charts", "svg")
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        assert "name a folder" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["t.yaml"]


def test_a_page_of_others_is_kept(run, study, tmp_path):
    """Law: what Wattlas did not write is not overwritten."""
    page = tmp_path / "t.html"
    page.write_text("<p>mine</p>", encoding="utf-8")
    assert run("run", str(study), "-o", str(page)).returncode == 1
    assert page.read_text(encoding="utf-8") == "<p>mine</p>"
