"""The words that all pages share, in English."""

from __future__ import annotations

SECTIONS = {
    "results": "Results",
    "glance": "At a glance",
    "deployments": "How it would be deployed",
    "plan": "The plan",
    "flow": "How it comes about",
    "places": "The alternatives",
    "equivalents": "What it compares with",
    "verdicts": "Stated against known",
    "parts": "How it comes about",
    "claims": "Claim by claim",
    "read": "How it was read",
    "demand": "Demand, and what is served",
    "binds": "What binds",
    "footprint": "Carbon and water",
    "causes": "What would change it most",
    "crossing": "When would it cross?",
    "needs": "What must be true",
    "methods": "Methods against what came",
    "forecasts": "Published forecasts",
    "counted": "Foreseen and counted",
    "short": "In short",
    "errors": "Errors",
    "runs": "Runs and disclosures",
    "refit": "What a refit would change",
    "skipped": "What was not scored",
    "measured": "What a measurement holds",
    "inputs": "Inputs",
    "today": "Today, by other counts",
    "cases": "The cases",
    "assumed": "What it assumes",
    "equations": "How each figure came about",
    "sources": "Sources",
    "method": "Method, and how wrong it may be",
    "cite": "To cite it, to do it again",
}
SOURCES_LINE = "Sources (wattlas facts sources KEY): {keys}"
NAMED_SHARE = "{name} {share}"
ADDRESS = "address"
CITE = "Wattlas {version}, “{title}”, {date}."
CITE_FILE = "Wattlas {version}, “{title}”, {date}, file sha256 {digest}."
AGAIN = "To make this page again, run:"
FILE = "The file, to save beside it:"
