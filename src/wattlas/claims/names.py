"""Things known by name, found in running text: models, services, countries, lakes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from wattlas import facts

TABLES = (
    "equivalents",
    "countries",
    "servers",
    "hardware",
    "undisclosed",
    "subjects",
    "models",
)
"""Where names are looked up; where two tables share a name the later one holds."""
KINDS_OF_COUNTRIES = ("country", "aggregate")
_LONGEST = 6
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+]*")
_JOINT = re.compile(r"[ \-_/]{1,2}|(?<=[Uu])\.(?=[SK])|['’]")
_OWNED = re.compile(r"['’]s(?=\s)")
OF_MODELS = ("models", "undisclosed", "hardware")
"""Tables whose names may have their maker before them: *DeepSeek's V3*."""
# fmt: off
_TOO_COMMON = frozenset((
    "a", "an", "the", "in", "on", "of", "to", "at", "as", "is", "it", "no", "or", "and",
    "my", "me", "so", "do", "be", "by", "we", "go", "he", "i", "can", "may", "all",
    "home", "one", "two", "old", "will", "turkey", "nova", "command", "yi", "ada",
    "curie", "opt", "falcon", "titan", "gas", "power", "car", "phi", "orca", "palm",
    "sage", "stable", "dolly", "mini", "nano", "pro", "max", "ultra", "base", "l4",
    "t4", "granite", "jamba", "solar", "chad", "jordan", "georgia", "niger", "mali",
    "cuba", "guinea", "reunion", "state", "states", "m1", "m2", "m3", "m4", "m5", "a2",
    "lpu", "grace", "rubin", "n150", "p40",
))
# fmt: on
_CJK = re.compile(r"[\u4e00-\u9fff]")


Hit = tuple[str, str, str]
"""A table, a key and a kind."""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that a text names: where, its table and key, and its kind."""

    start: int
    end: int
    table: str
    key: str
    kind: str
    text: str = ""


def named(text: str) -> list[Named]:
    """Return every known thing that a text names, in order, the longest name first.

    >>> [(n.table, n.key) for n in named("训练 GPT-3 的耗电是 BLOOM 的三倍")]
    [('models', 'gpt-3'), ('models', 'bloom-176b')]
    """
    found = [*_latin(text), *_chinese(text)]
    found.sort(key=lambda n: (n.start, -n.end))
    kept: list[Named] = []
    for n in found:
        if not kept or n.start >= kept[-1].end:
            kept.append(n)
    return kept


WITHOUT_TABLE = ("household", "reactor-safety", "ai-split")
"""Names of relations that stand for no single row."""


@cache
def known_names() -> frozenset[str]:
    """Return the keys of every thing that a relation may name."""
    keys = {k.partition("@")[0] for table in TABLES for k in facts.keys(table)}
    return frozenset({*keys, *WITHOUT_TABLE})


def is_known(name: str) -> bool:
    """Say whether a relation may name a thing so; ``country:ie`` is a country.

    >>> is_known("gpt-3"), is_known("country:ie"), is_known("gtp-3")
    (True, True, False)
    """
    return name.removeprefix("country:") in known_names()


def _latin(text: str) -> list[Named]:
    latin, _, mixed = _lexicon()
    words = list(_WORD.finditer(text))
    found, i = [], 0
    while i < len(words):
        step, start = 1, words[i].start()
        both = _startswith(text, start, mixed.get(words[i][0].lower(), ()))
        if both:
            found.append(both)
            i += 1
            continue
        for count in range(min(_LONGEST, len(words) - i), 0, -1):
            end = words[i + count - 1].end()
            span = text[words[i].start() : end].rstrip(".")
            if not _joined(text, words[i : i + count]):
                continue
            hit = _look_up(latin, span)
            if hit and hit[0] not in OF_MODELS and _OWNED.search(span):
                continue
            if hit and _allowed(span, text, words[i].start()):
                end = words[i].start() + len(span)
                found.append(Named(words[i].start(), end, *hit, span))
                step = count
                break
        i += step
    return found


def _startswith(
    text: str, start: int, names: Sequence[tuple[str, Hit]]
) -> Named | None:
    """Return the thing of a name in both scripts that stands at a place."""
    for name, hit in names:
        said = text[start : start + len(name)]
        if said.lower() == name.lower():
            return Named(start, start + len(name), *hit, said)
    return None


def _joined(text: str, words: list[re.Match[str]]) -> bool:
    pairs = pairwise(words)
    return all(_JOINT.fullmatch(text[a.end() : b.start()]) for a, b in pairs)


def _look_up(
    latin: dict[str, tuple[str, str, str]], span: str
) -> tuple[str, str, str] | None:
    name = _normal(span)
    return latin.get(name) or (
        latin.get(name[:-1]) if name.endswith("s") and len(name) > 4 else None
    )


def _allowed(span: str, text: str, start: int) -> bool:
    """Say whether a name can be meant: not a common word, US only in capitals."""
    low = span.lower()
    if low in ("us", "ai", "meta", "ev", "evs", "led", "clinton", "crane", "chips"):
        return span[0].isupper() or low == "chips"
    if low in _TOO_COMMON:
        return False
    short = len(span) < 3 or span.isdigit() or re.fullmatch(r"[\d.]+", span)
    return not short or low in ("ai", "uk", "eu", "tv", "ev")


def _chinese(text: str) -> list[Named]:
    _, chinese, _ = _lexicon()
    found: list[Named] = []
    for match in _CJK.finditer(text):
        at = match.start()
        if found and at < found[-1].end:
            continue
        for name, hit in chinese.get(text[at], ()):
            if text.startswith(name, at):
                found.append(Named(at, at + len(name), *hit, name))
                break
    return found


Names = dict[str, list[tuple[str, Hit]]]


@cache
def _lexicon() -> tuple[dict[str, Hit], Names, Names]:
    """Return Latin names by normal form, Chinese ones by first character, and mixed."""
    latin: dict[str, Hit] = {}
    chinese: Names = {}
    mixed: Names = {}
    for table in TABLES:
        for name, key in _names(table):
            hit = (table, key, _kind(table, key))
            if _CJK.match(name):
                chinese.setdefault(name[0], []).append((name, hit))
            elif not _CJK.search(name) and len(name) > 1:
                latin[_normal(name)] = hit
            elif first := _WORD.match(name):
                mixed.setdefault(first[0].lower(), []).insert(0, (name, hit))
    for names in (*chinese.values(), *mixed.values()):
        names.sort(key=lambda n: -len(n[0]))
    return latin, chinese, mixed


def _names(table: str) -> list[tuple[str, str]]:
    pairs = []
    for key in facts.keys(table):
        key = key.partition("@")[0]
        row = facts.row(table, key)
        if table == "countries" and row.get("kind") not in KINDS_OF_COUNTRIES:
            continue
        own = [] if table in ("equivalents", "countries") else [key]
        own += [key] if (table, key) == ("countries", "us") else []
        names = [row.get(c, "") for c in ("name", "name_en", "name_zh")]
        names += [a for a in facts.aliases(table, key) if not _of_versions(table, a)]
        pairs += [(n, key) for n in [*own, *names] if n]
    return pairs


def _of_versions(table: str, name: str) -> bool:
    """Say whether a name is of several models, and of none of them: *Claude*."""
    from wattlas.estimation.model_refusals import family

    return table in ("models", "undisclosed") and bool(family(name))


def _kind(table: str, key: str) -> str:
    row = facts.row(table, key)
    if table in ("models", "undisclosed"):
        return "model"
    if table == "subjects":
        return row["kind"]
    return {"equivalents": "equivalent", "countries": "country"}.get(table, "machine")


def _normal(name: str) -> str:
    plain = _OWNED.sub("", name)
    return re.sub(r"[ \-_/.]+", "-", plain.strip().lower()).strip("-")
