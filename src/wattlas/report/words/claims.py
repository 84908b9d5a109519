"""The words of checked claims, in English."""

from __future__ import annotations

VERDICTS = {
    "right": "right",
    "right_within_range": "right within range",
    "right_scope_differs": "right, scope differs",
    "partly_right": "partly right",
    "partly_judged": "partly judged",
    "inconsistent_with_itself": "inconsistent with itself",
    "contradicted": "contradicted",
    "unsupported": "unsupported",
    "promise": "promise",
    "not_numeric": "not numeric",
}
LEVELS = {"low": "low", "medium": "medium", "high": "high"}
MEANINGS = {
    "right": "the figures agree within rounding",
    "right_within_range": "inside the range of what is known",
    "right_scope_differs": "the figure is real, but of another boundary, place, date "
    "or scope than the claim says",
    "partly_right": "right and wrong parts, or the order right and the figure off",
    "partly_judged": "what was judged holds; other numbers or words of the claim were "
    "not understood or not known, and are named",
    "inconsistent_with_itself": "its own numbers do not give what it says",
    "contradicted": "outside the range of what is known",
    "unsupported": "nothing known bears it out, or its baseline is missing",
    "promise": "a contract, target or plan, not delivered yet",
    "not_numeric": "no number that could be checked",
}
QUANTITIES = {
    "training_energy_kwh": "energy of training",
    "training_carbon_kgco2e": "carbon of training",
    "training_water_l": "water of training",
    "training_chip_hours": "chip-hours of training",
    "pretraining_chip_hours": "chip-hours of pre-training",
    "use_energy_kwh": "energy of a use",
    "use_water_l": "water of a use",
    "use_carbon_kgco2e": "carbon of a use",
    "electricity_per_day_kwh": "electricity of a day",
    "electricity_kwh": "electricity of a year",
    "forecast_kwh": "forecast of electricity of a year",
    "generation_kwh": "electricity generated in a year",
    "water_l": "water consumed in a year",
    "volume_l": "volume",
    "carbon_kgco2e": "carbon",
    "energy_kwh": "energy",
    "it_energy_kwh": "energy of training",
    "other_energy_kwh": "energy of training, modelled",
    "lifecycle_carbon_kgco2e": "carbon of the life cycle",
    "household_use_kwh_per_year": "electricity of a home in a year",
    "rated_power_w": "rated power",
    "power_limit_w": "power limit",
    "nameplate_w": "rated power",
    "site_power_per_chip_w": "power of its site for one",
    "typical_w": "power under load",
    "cost_usd_per_kwh": "cost of electricity",
    "goal_usd_per_kwh": "goal of the seller",
    "industrial_price_usd_per_kwh": "price for industry",
    "electricity_share": "share of electricity",
    "forecast_share": "forecast of the share of electricity",
    "data_centre_share": "share of data centres' electricity",
    "inference_share": "share of inference",
    "training_share": "share of training",
    "growth_per_year": "growth a year",
    "power_growth_per_year": "growth of power a year",
    "work_growth_per_year": "growth of work a year",
    "efficiency_growth_per_year": "growth of work per joule a year",
    "monthly_users": "users a month",
    "weekly_users": "users a week",
    "uses_per_day": "uses a day",
    "parameters": "parameters",
    "water_per_conversation_l": "water of a conversation",
    "stated": "stated",
}
QUANTITY_OF = "{quantity} of {subject}"
HOMES_IN = "homes in {place}"
OVER, IN_A_YEAR, FOR_A_YEAR = " over {over}", " in a year", " for a year"
IS = ": {value}"
THINGS = {"household": "homes", "ai-split": "AI"}
DATA_CENTRES_OF = "Data centres of {place}"
KNOWN = {
    "whole": "{subject}, {quantity}, {year}",
    "boundary": "{subject}, {quantity}, {boundary}, {year}",
}
FORMULA = "{name}: {formula}"
RELATIONS = {
    "figure": "{subject}: {quantity} {value}",
    "equivalent": "{total} is as much as {count} × {thing}{over}",
    "product": "{total} as a product of {factors}",
    "ratio": "{of} is {value} {to}",
    "saving": "saving of electricity's price",
    "price": "price of {subject}: {value}",
    "growth": "growth of {subject}{shape}{rate}",
    "share": "share of {subject}{of}{value}",
    "deal": "{who} {form} {what}",
    "crossing": "{subject} reaches all that is generated",
    "trend": "{claim}",
    "words": "a statement without a number",
    "none": "quantities without a known relation",
    "denial": "a denial",
    "arithmetic": "{factors}",
}
OF_USES = "{total} for {factors} uses"
TRENDS = {
    "rebound": "better chips lower AI's electricity",
    "serving-outweighs-training": "use takes more than training",
}
FORMS = {
    "investment": "invested in",
    "purchase": "buys power from",
    "hiring": "advertised posts for",
}
LINES = {
    "closure": "what is left of it",
    "implied-each": "implied for one",
    "implied-use": "implied for one use",
    "solved-count": "count that would fit, {place}",
    "solved-distance": "distance that would fit",
    "energy-of-power": "energy of a year",
    "stated-over-known": "stated over known",
    "implied-over-known": "implied over known",
    "stated-over-product": "stated over product",
    "product": "product",
    "uses-per-day": "uses a day, as stated",
    "use-at-volume": "a use at the volume of {year}",
    "mean-power": "mean power",
    "recipe": "recipe, {server}",
    "total-of-items": "together",
    "ratio": "ratio",
    "ratio-of-draw": "ratio of power under load",
    "saving": "difference",
    "saving-share": "share saved",
    "saving-usd": "saving in dollars",
    "baseline-needed": "price it would have to replace",
    "in-usd": "in dollars",
    "price-in-currency": "the same in {currency}",
    "growth": "growth a year, {from}-{to}",
    "growth-of-span": "change, {from}-{to}",
    "growth-elsewhere": "growth a year, {place} {from}-{to}",
    "share": "share, {year}",
    "crossing": "year of crossing, {rate} growth",
    "net-growth": "net growth of electricity a year",
    "break-even-uses": "uses until use equals training, {year}",
    "break-even-days": "days until then, {year}",
    "deal": "{who} {form} {what}, {year}",
}
BOUNDARIES = {
    "chip": "the chips alone",
    "it": "the IT equipment",
    "facility": "the data centre",
    "lifecycle": "the life cycle",
    "pretraining": "pre-training alone",
}
OF_BOUNDARY = " of {boundary}"
BOUNDARY_NAMES = {
    "chip": "chip",
    "it": "IT",
    "facility": "facility",
    "lifecycle": "lifecycle",
    "pretraining": "pre-training",
}
RATES = {
    "low": "low",
    "mid": "mid",
    "high": "high",
    "frontier": "frontier",
}
WITH_ARTICLE = (
    "United States",
    "European Union",
    "United Kingdom",
    "Netherlands",
    "World",
)
"""Places that take an article in a sentence."""
SHARES = {
    "inference": " in inference",
    "training": " in training",
    "most": ", the most",
}
SHAPES = {
    "flat": ": none",
    "exponential": ": exponential",
    "falling": ": downwards",
    "": "",
}
LEFT = "{left} of {count} sentences with quantities were not checked: --limit {count}."
CHART = {
    "axis": "stated over known figure [times]",
    "least": "at least the known {known}, at {stated}: {verdict}",
    "row": "{stated}; known: {known}: {verdict}",
    "caption": "Point: what is stated, or what it implies for one, over the known "
    "figure; blue if right, orange if not. Line: a stated range. Grey: range of the "
    "known figure, whose middle is the tick at 1.",
    "left": "Not shown, because no figure stands against a known one: {claims}.",
    "sources": "Sources: {sources}.",
}
NO_CHART = "No chart: no stated figure stands against a known one."
NOT_REVIEWED = (
    "{left} of {count} claims are not in the ClaimReview: they have no verdict that "
    "rates a claim as a whole (partly judged, unsupported, a promise, or no number)."
)
NOT_UNDERSTOOD = "Not understood, and left out of the verdict: {texts}."
PART = "{relation}: {verdict}"
RIGHT_WOULD_BE = "Right would be: {what}"
OR, LIST = " or ", "; "
NO_SENTENCE = "No sentence with a quantity about AI or energy was found."
TALLY = "{count} claims: {verdicts}."
GIST = "{name}: {value}."
DIMENSIONS = {
    "energy": "energy",
    "power": "power",
    "time": "time",
    "volume": "volume",
    "mass": "mass",
    "carbon": "carbon",
    "distance": "distance",
    "money": "money",
    "ratio": "ratio",
    "share": "share",
    "date": "date",
    "count": "count",
    "chip-time": "chip-hours",
    "unknown": "unknown",
}
READINGS = {
    "mega": "mega",
    "trillion": "trillion",
    "metric ton": "metric ton",
    "short ton": "short ton",
    "long ton": "long ton",
}
