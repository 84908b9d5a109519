"""How to cite Wattlas says what the package says."""

from __future__ import annotations

from ruamel.yaml import YAML

import wattlas


def test_the_citation_is_of_this_version(root):
    """Law: version and licence are those of the package; required keys are there."""
    text = (root / "CITATION.cff").read_text(encoding="utf-8")
    citation = YAML(typ="safe").load(text)
    assert citation["version"] == wattlas.__version__
    assert f'license = "{citation["license"]}"' in (root / "pyproject.toml").read_text()
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
