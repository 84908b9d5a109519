"""The words of the page of checked claims, in English."""

from __future__ import annotations

ANSWER = "{verdict}, {confidence}."
ANSWER_OF = "{verdict}, {confidence}; {judged} of {numbers} numbers checked."
CONFIDENCES = {
    "low": "with low confidence",
    "medium": "with medium confidence",
    "high": "with high confidence",
}
SAID_BY = "Said by: {who}."
READ_WITH = "Read with what it refers to: {text}"
STATED, KNOWN = "stated", "known"
GROUPS = {
    "right": ("right", "right_within_range", "right_scope_differs"),
    "partly right": ("partly_right",),
    "wrong": ("inconsistent_with_itself", "contradicted"),
    "open": ("partly_judged", "unsupported", "promise", "not_numeric"),
}
"""Verdicts that the first screen counts together."""
CLAIM = "{key}: {verdict}: {statement}"
HEADED = "{key}: {verdict}"
ID_HEAD, SURE_HEAD, CLAIM_HEAD = "id", "confidence", "claim"
RIGHT_HEAD = "what is right"
READ = "Read by rules; if something was taken for the wrong thing, so is the verdict"
IN_THE_TEXT, TAKEN_FOR, MEANS = "in the text", "taken for", "it means"
ASSUMED = (
    "These known figures could not be confirmed; their ranges are wide, and a verdict "
    "that rests on them alone has low confidence."
)
NOTHING_ASSUMED = (
    "Nothing beyond what the claim states: every known figure has a published source."
)
LEGEND = "The verdicts"
METHOD = (
    "A claim is read as relations between quantities and known things: a thing has a "
    "figure, a total equals so many things, a total is a product, one is a multiple of "
    "another, a saving, a growth, a share, a deal. Each is recomputed from what the "
    "claim states and from tables of published figures with their ranges; where a "
    "factor is hidden it is solved for and compared with its known range. No verdict "
    "is typed in.",
    "What it cannot do: it knows what its tables know, and says unsupported of the "
    "rest, which does not mean false. It reads by rules: what they cannot bind, a "
    "place, a part, a condition, a number, is named and not judged; irony is beyond "
    "it.",
    "Its error: the sentences in English and Chinese that it is tested on are in its "
    "repository, each with the verdict that published figures give. What was read here "
    "is shown above.",
)
