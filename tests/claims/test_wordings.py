"""One claim in other words and scripts: the same verdict, or none."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
pytest.importorskip("opencc")


@pytest.fixture(scope="module")
def score() -> ModuleType:
    path = ROOT / "benchmarks" / "claims.py"
    spec = importlib.util.spec_from_file_location("score_of_claims", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # A dataclass looks its module up by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


KINDS = json.loads((ROOT / "tests/claims/wordings.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", KINDS)
def test_one_claim_in_other_words_keeps_its_verdict(score: ModuleType, kind: str):
    """Law: of a claim in 15 sentences 98 % have its verdict or abstain."""
    kept = total = judged = 0
    for _, sentences in score.worded(kind):
        agree, abstain = score.same(sentences)
        kept, total = kept + agree + abstain, total + len(sentences)
        judged += agree
    assert kept >= score.LEAST_SAME * total
    # Else the law would hold for a checker that says nothing.
    assert judged >= 0.6 * total


def test_the_claims_are_of_many_kinds() -> None:
    """By hand: sixty claims at least, of every relation with a number."""
    assert sum(len(forms["claims"]) for forms in KINDS.values()) >= 60
    assert all(len(forms[language]) == 5 for forms in KINDS.values()
               for language in ("en", "zh"))  # fmt: skip
