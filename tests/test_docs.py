"""The pages say what the program says."""

from __future__ import annotations

import importlib.util
import re

import pytest
from ruamel.yaml import YAML

from wattlas import facts

SHOWN = re.compile(r"<!-- ([\w.-]+\.txt) -->\n```\n(.*?)\n```\n", re.DOTALL)


def _plain(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def _writer(root, name):
    """Return the module of docs/ that writes pages."""
    spec = importlib.util.spec_from_file_location(name, root / "docs" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def reference(root):
    return _writer(root, "reference")


@pytest.mark.parametrize("page", ["commands", "python"])
def test_pages_of_reference_are_those_of_the_program(root, reference, page):
    """Law: every command and every public name is documented: `make docs`."""
    written = (root / "docs" / f"{page}.md").read_text(encoding="utf-8")
    assert written == getattr(reference, f"{page}_page")()


def test_the_method_prints_the_equations_that_run(root):
    """Law: each link of the chain stands in the page, as its function has it."""
    page = (root / "docs" / "method.md").read_text(encoding="utf-8")
    equations = _writer(root, "equations")
    assert page == equations.with_equations(page)
    listed = " ".join(m["rooms"] for m in equations.PLACE.finditer(page)).split()
    rooms = {path.stem for path in (root / "src/wattlas/chain").glob("[a-z]*.py")}
    shapes = {"architecture", "architecture_rows", "cells", "image_rules"}
    shapes |= {"layer_rows", "types"}
    assert sorted(listed) == sorted(
        r for r in rooms - shapes if not r.startswith("huggingface")
    )


def test_the_site_lists_every_page(root):
    """Law: each page of docs/ stands in the navigation of the site, and no other."""
    site = YAML(typ="safe").load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    listed = set(_pages(site["nav"]))
    docs = root / "docs"
    there = {str(p.relative_to(docs)) for p in docs.rglob("*.md")}
    there |= {str(p.relative_to(docs)) for p in docs.rglob("*.ipynb")}
    assert listed == there


def _pages(node):
    if isinstance(node, str):
        yield node
    for inner in node.values() if isinstance(node, dict) else node:
        if not isinstance(node, str):
            yield from _pages(inner)


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
