"""Investments, purchases of power, hiring: who and what, by the deals of the tables."""

from __future__ import annotations

from wattlas import facts
from wattlas.claims.names import Named
from wattlas.claims.reading import Reading
from wattlas.claims.rules.found import Found
from wattlas.claims.schema import Deal
from wattlas.claims.vocabulary import Word
from wattlas.quantity import Mention

PARTIES = ("company", "person", "model", "plant")
NO_PARTIES = ("country", "plant", "publisher", "trend")
"""Kinds of things beside which the one party that is not named may be taken."""
NUCLEAR = ("nuclear", "核")


def deals(reading: Reading, free: list[Mention]) -> list[Found]:
    """Return a deal for each party, if the sentence speaks of one."""
    form = _form(reading)
    if form is None:
        return []
    what = _what(reading, form)
    if what is None:
        return []
    money = next((m for m in free if m.dimension == "money" and not m.per), None)
    power = next((m for m in free if m.dimension == "power"), None)
    if form == "purchase" and power is None and not reading.has("buy"):
        return []
    found = []
    for who in _who(reading, what, form):
        relation = Deal(
            who=who,
            what=what,
            form=form,
            amount=money if form == "investment" else None,
            power=power if form == "purchase" else None,
            year=reading.year,
        )
        found.append(Found(relation, tuple(m for m in (money, power) if m)))
    return found


def _form(reading: Reading) -> str | None:
    if reading.has("hire"):
        return "hiring"
    if reading.has("invest"):
        return "investment"
    purchase = reading.cues & {"buy", "promise", "goal"}
    return "purchase" if purchase else None


def _what(reading: Reading, form: str) -> str | None:
    known = {facts.row("deals", d)["what"] for d in facts.keys("deals")}
    things = [
        t for t in reading.things if t.key in known and t.key != "openai-training"
    ]
    if form == "hiring":
        nuclear = any(word in reading.text.lower() for word in NUCLEAR)
        return "small-modular-reactor" if nuclear or things else None
    named = [t.key for t in things if t.kind != "plant"]
    if named:
        return named[-1]
    return _microsoft_in_openai(reading, form)


def _microsoft_in_openai(reading: Reading, form: str) -> str | None:
    keys = [t.key for t in reading.things]
    both = {"microsoft", "openai-training"} <= set(keys)
    return "openai-training" if both and form == "investment" else None


def _who(reading: Reading, what: str, form: str) -> list[str]:
    parties = [t for t in reading.things if _is_party(t, what)]
    keys = list(dict.fromkeys(t.key for t in parties))
    others = (t for t in reading.things if t.key != what and t.kind not in NO_PARTIES)
    if keys or any(others) or any(_may_be_a_party(w) for w in reading.words):
        return keys
    known = [facts.row("deals", d) for d in facts.keys("deals")]
    return [r["who"] for r in known if r["what"] == what and r["form"] == form][:1]


def _may_be_a_party(word: Word) -> bool:
    """Say whether a word may be a name of someone: *delivers 12 GW to Switch*."""
    return word.text[0].isupper() and not word.roles & {"neutral", "month"}


def _is_party(thing: Named, what: str) -> bool:
    return thing.table == "subjects" and thing.key != what and thing.kind in PARTIES[:3]
