"""Words of a plan on a page, in English; `zh.po` has them in Chinese."""

from __future__ import annotations

ANSWER = {
    "alone": "In {year} the plan costs {cost} for electricity.",
    "less": "In {year} the plan costs {cost} for electricity, {share} less than the "
    "baseline: {baseline}.",
    "more": "In {year} the plan costs {cost} for electricity, {share} more than the "
    "baseline: {baseline}.",
    "more-limits": "In {year} the plan costs {cost} for electricity, {share} more than "
    "the baseline, which need not keep its limits: {baseline}.",
}
BASELINES = {
    "chips": "all at home, at once, on the grid, on the first chip",
    "load": "the same load at home, on the grid alone",
}
SUBJECT = (
    "Figures of one year at central inputs, without ranges: wattlas plan --scenarios "
    "draws them from their ranges."
)
CARDS = {
    "electricity": "electricity",
    "with-chips": "with chips",
    "energy": "energy of the buildings",
    "carbon": "carbon of a year",
    "water": "water of a year",
    "matching_hourly": "carbon-free in its hour",
    "matching_monthly": "carbon-free in the worst month",
    "matching_annual": "carbon-free over the year",
}
UNDER_CARDS = {
    "chips": "of which chips: {value}",
    "mean": "{value} on the mean",
    "kwh": "{value} for a kWh",
    "asked": "asked for: {value}",
}

HOME = (
    "Planned over every hour of the year. What may not come, such as a contract with a "
    "chance of delay, is not counted on. Capital is annualised."
)
TITLES = {
    "levers": "Costs of the year, and what each lever saves alone, million {currency}",
    "sizes": "What is built or bought",
    "front-carbon": "Plans from the least cost to the least carbon",
    "front-water": "Plans from the least cost to the least water",
    "entries": "When each option not chosen would enter, {currency}/kWh",
    "break-evens": "Options not chosen, and the cost at which each would enter, "
    "{currency}/kWh",
    "promises": "What may not come, and what it would save in a year if it came, "
    "million {currency}",
    "hours": "How the hours are known",
}
HEADS = {
    "lever": "lever",
    "electricity": "electricity",
    "with-chips": "with chips",
    "saves": "saves",
    "without": "without it",
    "option": "option",
    "where": "where",
    "mw": "MW",
    "mwh": "MWh",
    "costs": "costs now",
    "enters": "enters at",
    "carbon-price": "at carbon prices, {currency}/t",
    "from-year": "from year",
    "chance": "chance",
    "worth": "worth it",
    "times-chance": "times its chance",
    "million": "million {currency}",
    "tonnes": "tCO2e",
    "m3": "m3",
    "weighted": "m3 weighted",
    "last-t": "last tonne, {currency}",
    "last-m3": "last m3, {currency}",
    "series": "series",
    "known": "how it is known",
    "source": "source",
}
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
WITH_CHANCE = "{option} in {site} (chance {chance})"
WITHOUT_CHANCE = "{option} in {site}"

SOLVED = {
    "proven": "Every hour in one program, within {gap} of the optimum ({method}).",
    "blocks": "Sized in blocks of {block} h on the mean ({method}), then dispatched at "
    "every hour: the hours cost {gap} more than the blocks promised.",
}
METHOD = (
    "A plan is a linear program of every hour of a year: sites, grid, plants, "
    "contracts, batteries and the work itself, at the least of what the study asks for "
    "(cost, carbon or water), with every demand met and every limit kept.",
    "Its gap says what the hours cost more than the blocks promised, or in a proof how "
    "far the optimum may be; how wrong the inputs may be is another matter. "
    "Prices, costs of plants and the weather of a typical year have a source each; "
    "those marked [assumed] could not be confirmed.",
)
