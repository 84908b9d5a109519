"""Score `check` on sentences with a known answer: wrong verdicts first.

    uv run python benchmarks/claims.py [SENTENCES.tsv ...] [--all]

A table is tab-separated with the columns id, sentence and expected: right, wrong,
partly, forecast, promise, uncheckable or `mutated` (made wrong by a factor: must not be
called right), or several of them with "/" between where each will do. Without a table,
what `FILES` names is scored; what is absent is skipped.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from wattlas import check
from wattlas.claims import Verdict

ROOT = Path(__file__).parent.parent
FILES = (
    ROOT / "tests/claims/held_out.csv",
    ROOT / "tests/claims/paraphrases.csv",
    ROOT / "tests/claims/corpus.tsv",
    ROOT / "tests/claims/press.tsv",
    ROOT.parent / "shared/data/claims_sentences.tsv",
    ROOT.parent / "shared/data/claims_mutations.tsv",
)
ACCUSED = ("contradicted", "inconsistent_with_itself")
DOUBTED = (*ACCUSED, "partly_right")
MOST_WRONG, MOST_CALLED_RIGHT, LEAST_CORRECT = 0.03, 0.03, 0.75
CLASSES = {
    "right": "right",
    "contradicted": "wrong",
    "inconsistent_with_itself": "wrong",
    "partly_right": "partly",
    "unsupported": "uncheckable",
    "not_numeric": "uncheckable",
    "promise": "promise",
}
"""The class of each verdict that a corpus of verdicts expects."""


@dataclass(frozen=True)
class Row:
    """A sentence with the class of its answer."""

    key: str
    sentence: str
    expected: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """How one answer lies to what was expected: wrong, correct or abstained."""

    row: Row
    found: Verdict
    grade: str


def rows(path: Path) -> list[Row]:
    """Return the sentences of a table, tab-separated, or of a corpus of verdicts."""
    text = path.read_text(encoding="utf-8").splitlines()
    if path.suffix == ".csv":
        table = csv.DictReader(text, delimiter="|")
        return [
            Row(f"{path.stem}:{n}", r["statement"], _classes(r["verdict"]))
            for n, r in enumerate(table, start=2)
        ]
    table = csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [
        Row(r["id"], r["sentence"], tuple((r.get("expected") or "mutated").split("/")))
        for r in table
    ]


def _classes(verdicts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(CLASSES.get(v, "right") for v in verdicts.split(",")))


def grade(found: Verdict, expected: Iterable[str]) -> str:
    """Return wrong, correct or abstained: the best over the classes that will do."""
    grades = {_grade(found, e) for e in expected}
    return next(g for g in ("correct", "abstained", "wrong") if g in grades)


def _grade(found: Verdict, expected: str) -> str:
    stated = (found.verdict, *(p.verdict for p in found.parts))
    called_right = found.verdict.startswith("right")
    some_right = any(v.startswith("right") for v in stated)
    accused = any(v in ACCUSED for v in stated)
    doubted = any(v in DOUBTED for v in stated)
    wrong, correct = {
        "right": (doubted, some_right),
        "wrong": (called_right, accused or found.verdict == "partly_right"),
        "partly": (called_right, doubted),
        "mutated": (called_right, not called_right),
        "forecast": (accused, not accused),
        "promise": (accused, not accused),
        "uncheckable": (accused or called_right, not (accused or called_right)),
    }[expected]
    return "wrong" if wrong else "correct" if correct else "abstained"


def scored(table: list[Row]) -> list[Score]:
    """Return every sentence of a table with its answer, graded."""
    found = [(row, check(row.sentence)) for row in table]
    return [Score(row, answer, grade(answer, row.expected)) for row, answer in found]


def report(name: str, scores: list[Score], everything: bool = False) -> bool:
    """Print a table's scores, wrong verdicts first; say whether the targets hold."""
    order = ("wrong", "abstained", "correct")
    shown = order[:2] if everything else order[:1]
    for score in sorted(scores, key=lambda s: order.index(s.grade)):
        if score.grade in shown:
            _print(score)
    counts, n = Counter(s.grade for s in scores), len(scores)
    high = sum(s.grade == "wrong" and s.found.confidence == "high" for s in scores)
    shares = ", ".join(f"{g} {counts[g] / n:.0%}" for g in order)
    print(f"{name}: {n} sentences: {shares}; wrong with high confidence {high / n:.0%}")
    mutated = all(s.row.expected == ("mutated",) for s in scores)
    least = 0.0 if mutated else LEAST_CORRECT
    most = MOST_CALLED_RIGHT if mutated else MOST_WRONG
    return counts["wrong"] <= most * n and not high and counts["correct"] >= least * n


def _print(score: Score) -> None:
    row, found = score.row, score.found
    parts = ", ".join(f"{p.relation} {p.verdict}" for p in found.parts)
    print(
        f"{score.grade:9} {row.key}: expected {'/'.join(row.expected)}, got "
        f"{found.verdict} ({found.confidence}) [{parts}]\n          {row.sentence}"
    )


def main() -> int:
    """Score every table; exit 0 where the targets hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="*", type=Path, default=None)
    parser.add_argument("--all", action="store_true", help="show abstentions too")
    asked = parser.parse_args()
    held = True
    for path in asked.tables or FILES:
        if not path.exists():
            print(f"{path.name}: absent, skipped", file=sys.stderr)
            continue
        start = time.perf_counter()
        held &= report(path.name, scored(rows(path)), asked.all)
        print(f"  in {time.perf_counter() - start:.1f} s", file=sys.stderr)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
