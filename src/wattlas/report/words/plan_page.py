"""Words of a plan on a page, in English; `zh.po` has them in Chinese."""

from __future__ import annotations

ANSWER = {
    "alone": "In {year} the plan costs {cost} for electricity.",
    "less": "In {year} the plan costs {cost} for electricity, {share} less than the "
    "baseline: {baseline}.",
    "beside": "In {year} the plan costs {cost} for electricity, the baseline "
    "{base_cost}: {baseline}.",
    "same": "In {year} the plan costs {cost} for electricity, as the baseline does: "
    "{baseline}.",
    "more": "In {year} the plan costs {cost} for electricity, {share} more than the "
    "baseline: {baseline}.",
    "more-limits": "In {year} the plan costs {cost} for electricity, {share} more than "
    "the baseline, which need not keep its limits: {baseline}.",
}
DECIDED = "{answer} It builds or signs: {sizes}."
DECIDED_SIZE = "{power} of {option}"
BASELINES = {
    "chips": "all at home, at once, on the grid, on the first chip",
    "load": "the same load at home, on the grid alone",
}
CARDS = {
    "electricity": "electricity",
    "with-chips": "total including hardware",
    "energy": "energy of the buildings",
    "levelised": "levelised cost of a year",
    "levelised-taxed": "levelised cost of a year, after taxes and credits",
    "capital": "capital to be decided",
    "unserved": "expected to be lacking in a year",
    "carbon": "carbon of a year",
    "water": "water of a year",
    "matching_hourly": "hourly (24/7) CFE score",
    "matching_monthly": "monthly CFE score, worst month",
    "matching_annual": "annual volumetric matching",
}
UNDER_CARDS = {
    "chips": "of which hardware: {value}",
    "mean": "{value} on the mean",
    "range": "{low} to {high}",
    "npv": "net present value {value}",
    "share": "{value} of the energy is served",
    "kwh": "{value} for a kWh",
    "asked": "asked for: {value}",
}

HOME = (
    "Planned over every hour of the year. Non-firm options, such as a contract with a "
    "chance of delay, are not counted on. Capital is annualised."
)
TITLES = {
    "placements": "Where the load may stand",
    "measures": "Costs of the year, and what each measure saves alone",
    "burdens": "Energy, carbon and water of the year",
    "sizes": "What is built or bought",
    "costs": "Costs of the year by site",
    "uses": "What the plan takes for each unit of use",
    "near-optimal": "Near-optimal range of each option, at most 1 % more cost",
    "front-carbon": "Pareto front of cost and carbon, and the marginal abatement cost",
    "front-water": "Pareto front of cost and water, litres weighted by the stress of "
    "their place, and what the last m3 costs",
    "entries": "Break-even of each option not chosen",
    "break-evens": "Break-even cost of each option not chosen",
    "promises": "Non-firm options: what each would save in a year if it came",
    "connection": "What a smaller connection would cut of this year",
    "hours": "How the hours are known",
}
CONNECTION = (
    "Each row is the connection that suffices where the load may be cut in so many "
    "hours: for an interruptible connection, or for demand response. The flows are "
    "those of the plan; batteries and plants do not answer anew, so a plan for less "
    "would cut no more."
)
HEADS = {
    "measure": "measure",
    "case": "case",
    "electricity": "electricity",
    "total": "total including hardware",
    "saves": "saving",
    "saves-electricity": "of which electricity",
    "without": "added cost if removed",
    "energy": "energy",
    "carbon": "carbon",
    "water": "water",
    "option": "option",
    "where": "where",
    "power": "power",
    "stored": "energy",
    "units": "units",
    "used": "used",
    "line": "cost",
    "use": "use",
    "least": "least",
    "plan": "plan",
    "most": "most",
    "costs": "cost now",
    "enters": "break-even cost",
    "carbon-price": "at carbon prices, {currency}/t",
    "from-year": "from year",
    "chance": "probability",
    "worth": "worth it",
    "times-chance": "expected saving",
    "cost": "cost",
    "weighted": "water weighted by stress",
    "last-carbon": "marginal abatement cost",
    "last-water": "cost of the last m3",
    "series": "series",
    "known": "how it is known",
    "source": "source",
    "figure": "figure",
    "low": "low",
    "mid": "mid",
    "high": "high",
    "unit": "unit",
    "year": "year",
    "connection": "connection",
    "cut-hours": "hours cut",
    "cut-longest": "longest in a row",
    "cut-energy": "energy cut",
    "cut-share": "of the energy used",
}
USES = {
    "it": "for a kWh of the servers",
    "facility": "for a kWh of the buildings",
    "tokens": "for a million output tokens",
}
ELECTRICITY = "electricity"
STEPS = {
    "carbon": "Less carbon: the first step, from {before} to {after} a year, costs "
    "{price} a tonne; the last, to {least}, costs {last} a tonne.",
    "water": "Less water, litres weighted by the stress of their place: the first "
    "step, from {before} to {after} a year, costs {price} a m3; the last, to {least}, "
    "costs {last} a m3.",
}
ONE_STEP = {
    "carbon": "Less carbon: from {before} to {after} a year each tonne costs {price}.",
    "water": "Less water, litres weighted by the stress of their place: from {before} "
    "to {after} a year each m3 costs {price}.",
}
NO_STEP = {
    "carbon": "Less carbon: no plan has less than the cheapest.",
    "water": "Less water: no plan has less than the cheapest.",
}
ON_TOP = "These come on top of the prices of carbon and water that the study sets."
WORTH = "Worth the cost in {year} if it were there: {options}."
WORTH_NONE = "None of them would be worth its cost in {year}."
WITH_CHANCE = "{option} in {site} (probability {chance})"
WITHOUT_CHANCE = "{option} in {site}"

METHOD = (
    "A plan is a linear program of every hour of a year: sites, grid, plants, "
    "contracts, batteries and the work itself, at the least of what the study asks for "
    "(cost, carbon or water), with every demand met and every limit kept.",
    "Its time-aggregation error says what the hours cost more than the aggregated time "
    "steps, its optimality gap how far the optimum may be; how wrong the inputs may be "
    "is another matter. "
    "Prices, costs of plants and the weather of a typical year have a source each; "
    "those of the source 'assumed' could not be confirmed.",
)
SOLD_APART = (
    "What is sold carries its share of what the plants cost and emit, and is not in "
    "these."
)
PLACED_ENDS = {
    "low": "over years, low",
    "high": "over years, high",
}
CHEAPEST = "cheapest in draws"
