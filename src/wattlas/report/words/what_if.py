"""The words of the panel on which one input is moved."""

from __future__ import annotations

TITLE = "What if?"
WHAT_IF = {
    "one": "Move one input: all others keep their ranges. The figures are of {name}.",
    "none": "Moving needs scripts, which are off here.",
    "back": "Back to the study",
    "from": "{low} to {high}",
    "study": "As in the study.",
    "exact": "Exact: what is shown lies on a straight line over all points computed.",
    "computed": "Computed at this value.",
    "between": "{names}: on a straight line between points computed at {low} and "
    "{high}. All else is exact.",
}
"""Sentences of the panel, by their use."""
