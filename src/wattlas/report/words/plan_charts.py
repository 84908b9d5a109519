"""Words of the charts of a plan: what parts are called, and the captions."""

from __future__ import annotations

PARTS = {
    "grid": "grid",
    "grid energy": "grid energy",
    "demand charge": "demand charge",
    "solar": "solar park",
    "rooftop-solar": "rooftop solar",
    "wind": "wind",
    "battery": "battery",
    "gas": "gas",
    "smr": "small reactor",
    "nuclear": "large nuclear",
    "solar-ppa": "solar contract",
    "wind-ppa": "wind contract",
    "nuclear-ppa": "nuclear contract",
    "fusion-ppa": "fusion contract",
    "serving chips": "serving chips",
    "training chips": "training chips",
    "carbon price": "carbon price",
    "water price": "water price",
    "sold": "sold",
    "surplus": "sold or spilt",
    "charging": "battery charging",
}
"""Parts of supply and of cost, in the order in which they are stacked."""

WEEK = "One week of supply, hour by hour"
POWER = "power [{unit}]"
COST = "cost of a year [million {currency}]"
SAVING = "saving against the baseline [million {currency} a year]"
LEVERS = {
    "chips": "better chips",
    "sites": "other sites",
    "hours": "other hours",
    "contracts": "plants and contracts",
    "plan": "all together",
}
BASELINE = "baseline"
PLAN = "plan"
COST_TITLE = "Cost of a year: {title}"
LEVERS_TITLE = "What each lever saves: {title}"
MONEY = {"electricity": "electricity alone", "all": "with the chips"}
DISPATCH_CAPTION = (
    "Stacked: what supplies each hour; below the axis what charges batteries or is "
    "sold or spilt. Line: load of the building. Time of {timezone}. Weather: {weather}."
)
COST_CAPTION = "Capital is annualised. Demand charges are those of the twelve months."
LEVERS_CAPTION = (
    "Each lever alone against the baseline, and all together. Levers do not add up: "
    "one leaves less for the next."
)


def part(key: str) -> str:
    """Return what a part is called; a key that is not known stands for itself."""
    return PARTS.get(key, key)
