"""Other readings of a relation: another owner, another year, of the same sentence.

A figure that accuses as it was read is not told where it is right of something else
that the sentence names: which of the two is meant is then not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from wattlas.claims.judges import judge
from wattlas.claims.reading import Reading
from wattlas.claims.rules.placing import PLACED, load_key
from wattlas.claims.schema import Figure, Ratio, Relation, Share
from wattlas.claims.verdict import RIGHT


def right_of_another(reading: Reading, relation: Relation) -> str:
    """Return the thing, or the year, of which a relation is right; else nothing.

    >>> from wattlas.claims.reading import read
    >>> from wattlas.quantity import read as amount
    >>> text = "ChatGPT takes ten times as much as a Google search, 2.9 Wh"
    >>> use = ("use_energy_kwh", amount("2.9 Wh"))
    >>> found = Figure(subject="google-search", quantity=use[0], value=use[1])
    >>> right_of_another(read(text), found)
    'chatgpt'
    """
    if isinstance(relation, Ratio):
        return _right_turned(reading, relation)
    if not isinstance(relation, Figure | Share):
        return ""
    for other in _subjects(reading):
        changed = relation.model_copy(update={"subject": other})
        whole = isinstance(relation, Share) and other == relation.of
        if other != relation.subject and not whole and judge(changed).verdict in RIGHT:
            return other
    for year in reading.years:
        changed = relation.model_copy(update={"year": year})
        if year != relation.year and judge(changed).verdict in RIGHT:
            return str(year)
    return ""


def _right_turned(reading: Reading, relation: Ratio) -> str:
    """Return the other thing, where both stand before the multiple and it is of it."""
    keys = (relation.of.subject, relation.to.subject)
    ends = [t.end for t in reading.things if t.key in keys]
    if not reading.text.isascii() or any(e > relation.value.start for e in ends):
        return ""
    turned = relation.model_copy(update={"of": relation.to, "to": relation.of})
    known = relation.of.subject and relation.to.subject
    return relation.to.subject if known and judge(turned).verdict in RIGHT else ""


def _subjects(reading: Reading) -> Iterator[str]:
    """Yield whatever a sentence names that may have a figure."""
    # With a company, or in a country, data centres are its own: *Germany's*.
    placed = any(t.kind == "country" and t.key != "world" for t in reading.things)
    own = placed or bool(reading.kinds("company"))
    keys = dict.fromkeys(t.key for t in reading.things)
    yield from (key for key in keys if not (own and key == PLACED))
    for load in reading.kinds("load"):
        yield load_key(reading, load)
        if load.key == PLACED:
            for place in reading.kinds("country"):
                yield load_key(reading, load, place.key)
