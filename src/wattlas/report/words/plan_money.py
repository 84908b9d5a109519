"""Words about a plan's money over years."""

LEVELISED = {
    False: "Over {years} years its power costs {mid} a year ({low} to {high}).",
    True: "Over {years} years, after taxes and credits, its power costs {mid} a year "
    "({low} to {high}).",
}
"""The levelised cost of a year, by whether taxes are counted."""
RANGE = "{levelised} The range comes from: {causes}."
CAUSE = "{figure} of {of}"
TERMS = {
    "real": "Real money of {money_year} at {rate} over {years} years, tax rate {tax}. "
    "Low and high are the 5th and 95th percentile of {draws} draws of prices, costs "
    "and yields; the plan is held, and the grid makes up for what a draw changes.",
    "nominal": "Money of each year, prices of {money_year} rising by {inflation}, at "
    "{rate} over {years} years, tax rate {tax}; levelised costs are in money of "
    "{money_year}. Low and high are the 5th and 95th percentile "
    "of {draws} draws of prices, costs and yields; the plan is held, and the grid "
    "makes up for what a draw changes.",
}
TITLES = {
    "worth": "What the plan's power is worth",
    "capital": "Capital by item",
    "cash": "Cash by year: what is paid, and what comes in below nought",
}
WORTH = {
    "present_cost": "present value of its cost",
    "yearly_cost": "levelised cost of a year",
    "lcoe_per_kwh": "levelised cost of a kWh that the buildings draw, sales apart",
    "cost_per_million_tokens": "cost of a million output tokens, chips included",
    "npv": "net present value against the baseline",
    "irr": "internal rate of return against the baseline",
    "payback_years": "payback against the baseline",
}
CASH = {
    "capital": "capital",
    "fixed": "fixed cost",
    "variable": "variable cost",
    "revenue": "sales",
    "tax": "tax",
}
EACH = "{first} to {last}, each"
NET = {"low": "net, low", "mid": "net", "high": "net, high"}
