"""Words of the charts of a plan: what parts are called, titles, axes, captions."""

from __future__ import annotations

TITLES = {
    "map": "Where the work runs, and whom it serves",
    "levers": "What each measure saves",
    "ranges": "How far the mix may differ at nearly the same cost",
    "front": "Pareto front: what less carbon and less water cost",
    "schedule": "When the run is trained",
    "dispatch": "A typical week of supply, hour by hour",
    "worst-week": "The worst week of supply, hour by hour",
    "costs": "What it costs, by the year and by the unit",
}
"""Titles of the charts of a plan, by the names of their files."""

DAY = "%a %d %b"
"""How an axis writes a day, in the codes of strftime."""
DAY_SHORT = "%-d %b"
"""How an axis writes a day of a long window."""
DATE = "%-d %B %Y"
"""How a caption writes a date."""
POWER = "power [{unit}]"
COST_VIEWS = {
    "year": "cost of a year [million {currency}]",
    "kwh": "electricity alone, per kWh that the buildings drew [{currency}/kWh]",
    "tokens": "cost per million output tokens [{currency}]",
}
SAVING = "saving against the baseline [million {currency} a year]"
PLAN = "plan"
MONEY = {"electricity": "electricity alone", "all": "total including hardware"}
SOURCES = "Sources: {sources}."
MONEY_OF = "Money: {currency} of {year}."
DISPATCH_CAPTION = (
    "Stacked: what supplies each hour; below the axis what charges batteries or is "
    "exported or curtailed. Line: load of the building. Time of {timezone}. Weather: "
    "{weather}."
)
NOT_SAID = "not said"
WEEKS = {
    "typical": "The week from {day}: its mean supply is nearest to that of the year.",
    "dearest": "The week from {day}: a kWh of the buildings costs most from the grid, "
    "{value} {currency}, against {mean} over the year.",
    "least-free": "The week from {day}: of what the buildings draw the least is "
    "carbon-free in its hour, {value} against {mean} over the year.",
}
"""Which week is drawn, and why that one."""
COST_CAPTION = "Capital is annualised. Demand charges are those of the twelve months."
HIDDEN_SITES = "Sites below 1 % of the energy have no bar of their own."
TOKENS_CAPTION = (
    "Per token: every cost of the case over every token that it serves in the year, "
    "training included."
)
LEVERS_CAPTION = (
    "Each measure alone against the baseline, and all together. They do not add up: "
    "one leaves less for the next."
)
SCHEDULE_POWER = "training, servers [{unit}]"
SCHEDULE_SIGNALS = {
    "price_per_kwh": "price of the grid [{currency}/kWh]",
    "intensity_kgco2e_per_kwh": "carbon of the grid [kgCO2e/kWh]",
    "carbon_free": "carbon-free supply [%]",
}
SCHEDULE_CAPTION = {
    "hour": "Training in {site}, hour by hour.",
    "day": "Training in {site}. Line: mean of a day. Band: lowest to highest hour of "
    "the day.",
}
SCHEDULE_CARBON_FREE = (
    "Carbon-free: what plants and contracts without carbon, and batteries net of what "
    "they take, give of the site's load in its hour."
)
SCHEDULE_TIME = "Time of {timezone}."
FRONT_AXES = {
    "cost": "cost of a year [million {currency}]",
    "carbon": "carbon of a year [{unit}]",
    "water": "water of a year [{unit}]",
}
FRONT_POINT = "least cost at a cap"
FRONT_CAPTION = (
    "Each point of a line is the plan of least cost under one cap, of carbon or of "
    "water weighted by stress, sized in aggregated time steps of {block} h on the "
    "mean; the axis has plain litres. The plan keeps every hour and whole units. The "
    "baseline need not keep the plan's limits."
)
FRONT_OFF = {
    "carbon": "Off the panel of carbon: the baseline, {value} at {cost}.",
    "water": "Off the panel of water: the baseline, {value} at {cost}.",
}
FRONT_BELOW = "In aggregated time steps the cheapest point is {share} below the plan."
RANGES_AXIS = "power [{unit}]"
RANGES_CAPTION = (
    "Line: least and most of each option, one at a time, over all plans that cost at "
    "most {slack} more, chips included. Point: the plan. Whole units count as if they "
    "could be split."
)
RANGES_BASIS = {
    "blocks": "In aggregated time steps of {block} h on the mean.",
    "hours": "At every hour.",
}
MAP = {
    "energy": "energy of a year [{unit}]",
    "share": "share of all requests",
    "site": "{site}: {energy}",
    "serves": "serves {share}",
    "trains": "trains",
    "users": "users in {place}: {share}",
    "caption": "Circles: area by the energy of the building in a year.",
    "flows": "Lines: requests from where the users are to where they are served, width "
    "by share of all requests; users served where they are have no line.",
    "split": "With several places of users and several sites the plan fixes what each "
    "site serves, not whose requests: lines split them in proportion.",
    "absent": "Not on the map, because their position is not known: {places}.",
    "unlabelled": "Without room for a label: {places}.",
    "land": "Land: Natural Earth.",
}
