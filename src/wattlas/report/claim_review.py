"""Checked claims as ClaimReview, the format of schema.org that aggregators read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from wattlas.claims import Verdict
from wattlas.report.claim_tables import corrected_sentences, gist
from wattlas.report.paint.text import text_of
from wattlas.report.table import Word, joined
from wattlas.report.words import claims as words
from wattlas.report.words.language import ENGLISH, Language

RATINGS = {
    "right": 5,
    "right_within_range": 5,
    "right_scope_differs": 4,
    "partly_right": 3,
    "inconsistent_with_itself": 1,
    "contradicted": 1,
}
"""Per verdict that judges a claim as a whole: 1 is false, 5 is true."""
CONTEXT = "https://schema.org"
AUTHOR = "Wattlas"


def claim_reviews(
    claims: Iterable[Verdict], day: date, say: Language = ENGLISH
) -> list[dict[str, Any]]:
    """Return a review of each claim that was judged: none of an abstention.

    Parameters
    ----------
    claims : iterable of Verdict
        Claims, checked.
    day : date
        The day of the review.
    say : Language
        The language of its words.

    Examples
    --------
    >>> from wattlas import check
    >>> found = claim_reviews([check("GPT-3 took 1,287 MWh to train.")], date.today())
    >>> found[0]["reviewRating"]["ratingValue"]
    5
    """
    return [_review(c, day, say) for c in claims if c.verdict in RATINGS]


def _review(claim: Verdict, day: date, say: Language) -> dict[str, Any]:
    right = corrected_sentences(claim) or [gist(claim)]
    review = {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "datePublished": day.isoformat(),
        "author": {"@type": "Organization", "name": AUTHOR},
        "claimReviewed": claim.statement,
        "itemReviewed": {"@type": "Claim", **dict(_origin(claim))},
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": RATINGS[claim.verdict],
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": text_of(Word(words.VERDICTS[claim.verdict]), say),
        },
    }
    body = text_of(joined(right, " "), say)
    return {**review, "reviewBody": body} if body else review


def _origin(claim: Verdict) -> Iterator[tuple[str, Any]]:
    """Yield who made a claim, when, and where it appeared, as far as it is known."""
    about = claim.about
    if about.get("said_by"):
        yield "author", {"@type": "Person", "name": about["said_by"]}
    if about.get("date"):
        yield "datePublished", about["date"]
    if str(about.get("source", "")).startswith(("http://", "https://")):
        yield "appearance", {"@type": "CreativeWork", "url": about["source"]}
