"""The words of the serving meter."""

from __future__ import annotations

TITLE = "served for {time}"
TITLE_WITH_POWER = "served for {time}, {power} on average"
COUNT_HEAD = "count"
UNNAMED = "the model"
PER_REQUEST = "per request"
PREDICTED = "per request, predicted (chips)"
PER_PROMPT_TOKEN = "per prompt token that was computed"
PER_OUTPUT_TOKEN = "per output token"
TOO_SHORT = (
    "{model}: no more requests ended than were in flight at the beginning, so the "
    "energy of one is not known: measure longer."
)
NOT_TOLD_APART = (
    "{model}: prompt and output cannot be told apart; each has from nothing to all of "
    "the energy. Longer measurements with windows of different mix tell more."
)
CACHED = "{model}: {count} tokens of prompts were held in the cache and not computed."
RESTARTED = (
    "{model}: the engine began again meanwhile; what it did before, since its last "
    "reading, is lost."
)
NOT_PREDICTED = "{model}: no prediction, as the tables lack the model or its chip."
SEVERAL = (
    "Several models were served on one board: each has from nothing to all of the "
    "energy, in the middle by its tokens."
)
ALL_CARDS = "All {count} devices count; name those of the engine with --cards."
