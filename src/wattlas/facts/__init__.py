"""Tables with sources, and their only reader.

Numbers are tidy rows (`tidy/TABLE.csv`: one figure with its 90 % interval, unit and
source a row); names, text and vectors of features are wide rows (`wide/TABLE.csv`).
The same table name means the same keys.

>>> from wattlas import facts
>>> facts.resolve("hardware", "H100")
'h100-sxm'
>>> facts.number("hardware", "h100-sxm", "power_limit_w").value
700.0
"""

from wattlas.facts.own import add_own, own_rows_apart
from wattlas.facts.phrases import Phrase, phrases
from wattlas.facts.reader import (
    TABLES,
    aliases,
    find,
    find_number,
    is_listed,
    keys,
    number,
    numbers,
    resolve,
    row,
    rows,
    source,
    sources,
    vocabulary,
)

__all__ = [
    "TABLES",
    "Phrase",
    "add_own",
    "aliases",
    "find",
    "find_number",
    "is_listed",
    "keys",
    "number",
    "numbers",
    "own_rows_apart",
    "phrases",
    "resolve",
    "row",
    "rows",
    "source",
    "sources",
    "vocabulary",
]
