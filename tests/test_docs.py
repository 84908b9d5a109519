"""The pages say what the program says."""

from __future__ import annotations

import re

import pytest

from wattlas import facts

SHOWN = re.compile(r"<!-- ([\w.-]+\.txt) -->\n```\n(.*?)\n```\n", re.DOTALL)


def _plain(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def test_texts_in_the_readme_are_the_golden_ones(root):
    """`make docs` copies them: a page cannot show what is no longer printed."""
    shown = SHOWN.findall((root / "README.md").read_text(encoding="utf-8"))
    assert shown
    for name, text in shown:
        golden = (root / "tests" / "golden" / name).read_text(encoding="utf-8")
        assert _plain(text) == _plain(golden), name


@pytest.mark.parametrize(
    ("words", "table"),
    [
        ("models", "models"),
        ("chips", "hardware"),
        ("servers", "servers"),
        ("countries and grid regions", "countries"),
        ("sites", "sites"),
    ],
)
def test_counts_in_the_readme_are_those_of_the_tables(root, words, table):
    """The README names how many rows each table has."""
    text = " ".join((root / "README.md").read_text(encoding="utf-8").split())
    assert f"{len(facts.keys(table))} {words}" in text


def test_every_verb_and_option_of_the_readme_exists(root, run):
    """Each `wattlas ...` line of the README's list runs with --help of its verb."""
    text = (root / "README.md").read_text(encoding="utf-8")
    verbs = {
        tuple(re.findall(r"wattlas ((?:estimate )?\w+)", line)[0].split())
        for line in text.splitlines()
        if line.startswith("wattlas ")
    }
    for verb in verbs:
        assert run(*verb, "--help").returncode == 0, verb


def test_the_guide_to_plans_lists_every_constraint(root):
    """`make docs` reads them off the constraints: the page cannot drift."""
    pytest.importorskip("linopy")
    from wattlas.report.plan_equations import equations

    text = (root / "docs" / "plan.md").read_text(encoding="utf-8")
    listed = text.partition("<!-- equations -->\n")[2].partition("<!-- end -->")[0]
    assert listed == equations()


def test_the_studies_of_the_guides_are_studies(root, tmp_path):
    """Each YAML block of the guides that has a title is read by the schema."""
    from wattlas.study import Study

    found = 0
    for page in ("study.md", "plan.md"):
        text = (root / "docs" / page).read_text(encoding="utf-8")
        for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL):
            file = tmp_path / f"{found}.yaml"
            file.write_text(block, encoding="utf-8")
            assert Study.from_file(file).title
            found += 1
    assert found >= 3
