"""Score `check` on sentences with a known answer: wrong verdicts first.

    uv run python benchmarks/claims.py [SENTENCES.tsv ...] [--all]
    uv run python benchmarks/claims.py --wordings    # one claim in other words
    uv run python benchmarks/claims.py --speed       # 10 MB of text

A table is tab-separated with the columns id, sentence and expected: right, wrong,
partly, forecast, promise, uncheckable or `mutated` (made wrong by a factor: must not be
called right), or several of them with "/" between where each will do. Without a table,
what `FILES` names is scored; what is absent is skipped. `--wordings` gives how many
sentences of one claim, in five wordings of each language and three scripts, have the
verdict of most of them or abstain; `--speed` the seconds of a core that a long
article takes, and how many times those of finding its digits alone the search for its
quantities takes: where the article repeats itself, where every number is another, and
where all is Chinese.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wattlas import check, quantity
from wattlas.claims import Verdict
from wattlas.claims.article import check_text

ROOT = Path(__file__).parent.parent
FILES = (
    ROOT / "tests/claims/held_out.csv",
    ROOT / "tests/claims/paraphrases.csv",
    ROOT / "tests/claims/corpus.tsv",
    ROOT / "tests/claims/press.tsv",
    ROOT / "tests/claims/press_2.tsv",
    ROOT / "tests/claims/press_3.tsv",
    ROOT.parent / "shared/data/claims_sentences.tsv",
    ROOT.parent / "shared/data/claims_mutations.tsv",
)
ACCUSED = ("contradicted", "inconsistent_with_itself")
DOUBTED = (*ACCUSED, "partly_right")
MOST_WRONG, MOST_CALLED_RIGHT, LEAST_CORRECT = 0.03, 0.03, 0.75
WORDINGS = ROOT / "tests/claims/wordings.json"
ABSTAINED = ("unsupported", "partly_judged", "not_numeric")
LEAST_SAME = 0.98
BYTES = 10_000_000
MOST_SECONDS, MOST_TIMES = 7.0, 20.0
CHINESE = "[\u4e00-\u9fff]"
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


def worded(*kinds: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each claim of some kinds, or of all, with its sentences.

    Those in Traditional are converted from Simplified, with the words of Taiwan.
    """
    from opencc import OpenCC

    to_taiwan = OpenCC("s2twp")
    table = json.loads(WORDINGS.read_text(encoding="utf-8"))
    for kind, forms in ((k, table[k]) for k in kinds or table):
        for values in forms["claims"]:
            english, chinese = (
                [form.format(**values) for form in forms[language]]
                for language in ("en", "zh")
            )
            english = [sentence[0].upper() + sentence[1:] for sentence in english]
            traditional = [to_taiwan.convert(sentence) for sentence in chinese]
            yield f"{kind} {values}", [*english, *chinese, *traditional]


def same(sentences: list[str]) -> tuple[int, int]:
    """Return how many sentences of a claim have its verdict, and how many none."""
    verdicts = [check(sentence).verdict for sentence in sentences]
    judged = Counter(v for v in verdicts if v not in ABSTAINED)
    most = max(judged.values(), default=0)
    return most, len(verdicts) - judged.total()


def report_wordings() -> bool:
    """Print how often other words keep the verdict of a claim."""
    claims = total = kept = left = 0
    for claim, sentences in worded():
        agree, abstain = same(sentences)
        claims, total = claims + 1, total + len(sentences)
        kept, left = kept + agree + abstain, left + abstain
        if agree + abstain < len(sentences):
            print(f"another verdict in other words: {claim}")
    share = kept / total
    print(
        f"{claims} claims in {total} sentences: same verdict or none {share:.1%}, "
        f"abstained {left / total:.1%}"
    )
    return share >= LEAST_SAME


def long_text(script: str = "") -> str:
    """Return 10 MB of article: every sentence of the tests' tables, again and again.

    With `script` those alone that a pattern finds something in.
    """
    some = [row.sentence for path in FILES[:5] for row in rows(path)
            if re.search(script, row.sentence)]  # fmt: skip
    chatter = "The committee met on Tuesday and talked about the weather of last May."
    once = "\n".join(f"{sentence} {chatter}" for sentence in some)
    return (once + "\n") * (BYTES // len(once.encode()) + 1)


def report_speed() -> bool:
    """Print the seconds for an article of 10 MB, and for its quantities alone."""
    text = long_text()
    start = time.process_time()
    _, sentences, left = check_text(text)
    whole = time.process_time() - start
    print(
        f"{len(text.encode()) / 1e6:.0f} MB: {whole:.1f} s, {sentences - left} of "
        f"{sentences} sentences checked"
    )
    times = [report_search("the same again", text)]
    report_search("every number another", with_other_numbers(text))
    report_search("all in Chinese", with_other_numbers(long_text(CHINESE)))
    return whole <= MOST_SECONDS and times[0] <= MOST_TIMES


def report_search(name: str, text: str) -> float:
    """Print how long every quantity of a text takes, and return it over its digits."""
    start = time.process_time()
    found = len(quantity.find(text))
    search = time.process_time() - start
    start = time.process_time()
    digits = len(re.findall(r"\d[\d,.]*", text))
    times = search / (time.process_time() - start)
    print(
        f"{name}: {found:,} quantities in {search:.1f} s, {times:.0f} times the search "
        f"for {digits:,} numbers"
    )
    return times


def with_other_numbers(text: str) -> str:
    """Return a text whose numbers have other digits each time."""
    draw = random.Random(1)
    return re.sub(r"\d", lambda digit: digit[0] if digit[0] == "0" else
                  str(draw.randint(1, 9)), text)  # fmt: skip


def main() -> int:
    """Score every table; exit 0 where the targets hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="*", type=Path, default=None)
    parser.add_argument("--all", action="store_true", help="show abstentions too")
    parser.add_argument("--wordings", action="store_true", help="one claim, many words")
    parser.add_argument("--speed", action="store_true", help="10 MB of text")
    asked = parser.parse_args()
    if asked.wordings or asked.speed:
        shown = [report_wordings()] if asked.wordings else []
        shown += [report_speed()] if asked.speed else []
        return 0 if all(shown) else 1
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
