"""The words of plans, in English: names of parts and levers, and their sentences."""

from __future__ import annotations

from wattlas.report.words.language import ENGLISH, Language

PARTS = {
    "grid": "grid",
    "grid energy": "grid energy",
    "demand charge": "demand charge",
    "solar": "solar park",
    "rooftop-solar": "rooftop solar",
    "wind": "wind",
    "battery": "battery",
    "gas": "gas",
    "smr": "small reactors",
    "nuclear": "share of a nuclear plant",
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
LEVERS = {
    "chips": "better chips",
    "sites": "other sites",
    "hours": "other hours",
    "contracts": "plants and contracts",
}
BASELINE = "baseline"
NO_PLAN = "no plan"
WITHOUT = (
    "Without it: what a plan with all other levers costs more, every limit kept. "
    "Levers are in blocks of {block} h on the mean, the plan is at every hour, which "
    "costs {gap} more than its blocks."
)
MOVING = {
    True: "Moving pays after PUE, latency, water and carbon: kept at {home}, with all "
    "else the same, the plan would cost {more} {currency} a year more.",
    False: "Moving does not pay after PUE, latency, water and carbon.",
    None: "Kept at {home}, no plan meets every demand and limit.",
}
"""Whether other sites are worth it, where a study has some."""
TOGETHER = "all: the plan"
SHADOWS = {
    "connection_limit": "One more MW of connection in {where} is worth {value} a year; "
    "it binds in {hours} hours.",
    "carbon_cap": "One more tonne of carbon would save {value}.",
    "water_cap": "One more m3 of water would save {value}.",
    "chips_held_at_most": "One more chip for training would save {value}.",
    "capital_budget": "One more {currency} of capital would save {value} a year.",
    "matching_hourly": "One percentage point less of hourly matching would save "
    "{value} a year.",
    "matching_monthly": "One percentage point less of monthly matching would save "
    "{value} a year.",
    "matching_annual": "One percentage point less of annual matching would save "
    "{value} a year.",
}
SUPPLIED = "Power in {site}: {supply}."
MARGINAL = "One more kWh for the servers costs {prices}."
TRAINED = (
    "Training: {site}, on {chips} {chip}, from {first} to {last}: {running} hours of "
    "running, {waiting} chip-hours of waiting."
)
SERVED = "Serving: {shares}."
CHIPS = "Chips held for serving: {chips}."
BREAK_EVEN = (
    "Options not chosen, and the all-in cost at which each would enter. Zero or less: "
    "its hours are worth nothing here."
)
ENTRIES = (
    "When each would enter, the other options free to respond (blocks of {block} h on "
    "the mean, units split): at its all-in cost now, from which carbon price, from "
    "which year. Worth it: in the hours of {year}, at today's costs, if it were there."
)
ENTERS_NEVER = "at none up to {highest}"
ENTERS_ALWAYS = "at any up to {highest}"
ENTERS_FROM = "from {low}"
ENTERS_UP_TO = "up to {high}"
ENTERS_BETWEEN = "{low} to {high}"
NO_CARBON = "nothing here has carbon"
FROM_YEAR_OR_LATE = "{first}, if late {late}"
WORTH_IT = {True: "yes", False: "no"}
STORE_ENTERS = (
    "A battery in {site} would enter at {share} of its cost, with {hours} h of full "
    "power."
)
STORE_NEVER = "In {site} no hours are worth a battery."
PROMISES = (
    "The plan does not count on what may not come. If it came, it would save, a year:"
)
LATE = "Not in time for {year}: {options}."
FRONTS = {
    "carbon": "From the least cost to the least carbon, and what the last tonne costs:",
    "water": "From the least cost to the least water, litres weighted by the stress of "
    "their place, and what the last m3 costs:",
}
FRONT_BLOCKS = (
    "Sized in blocks of {block} h on the mean, units and runs split: the first costs "
    "{below} less than the plan at every hour."
)
PROVEN = (
    "Proven: every hour in one program of {rows} rows, within {gap} of the optimum "
    "({method}, {seconds} s)."
)
TWO_STAGES = (
    "Sized in blocks of {block} h on the mean ({method}, {rows} rows), then dispatched "
    "at every hour with capacities fixed: the hours cost {gap} more than the blocks "
    "promised. {seconds} s. --proof solves every hour in one."
)
LIMITS = {
    "matching_hourly": "Carbon-free in its hour: {reached} of the energy used",
    "matching_monthly": "Carbon-free in the worst month: {reached} of the energy used",
    "matching_annual": "Carbon-free over the year: {reached} of the energy used",
    "carbon_cap": "Carbon: {reached}",
    "water_cap": "Water, weighted by stress: {reached}",
}
HOLDS = "{limit}; asked for: {asked}."
MISSED = (
    "{limit}; asked for: {asked}. Missed by {missed} of what is asked for, because "
    "blocks blend the hours: set plan.block_hours to {block}, or --proof."
)
WIDE_GAP = (
    "The gap is above 1 %, so a cheaper plan of the hours may exist: {advice} comes "
    "closer."
)
ADVICE = {True: "plan.block_hours: {block}, or --proof,", False: "--proof"}
"""What narrows a gap: shorter blocks where those of a final plan are shorter."""
WHOLE = "Whole units and runs cost {gap} more than split ones would."
MONEY_LINES = (
    "Electricity includes the prices of carbon and water where the study sets them; "
    "chips cost money while they wait too."
)
BASELINE_IS_FREE = (
    "The baseline runs now, at {home}, on the grid, on the first chip; it and the "
    "levers alone need not keep the limits of the plan."
)
NO_BASELINE = "No baseline: {home} cannot carry the load on the grid alone."
SERIES = "How the hours are known: {kinds}."
ASSUMED_NORMALS = "Made of monthly normals that are assumed, not published: {series}."
SIDE_BY_SIDE = "each case planned"
CASE_HEADS = (
    "case",
    "currency",
    "electricity, million/year",
    "with chips, million/year",
    "MWh/year",
    "tCO2e/year",
    "m3/year",
)
NOTES = {
    "lead-times-not-checked": "Lead times were not checked: give plan.decided, the "
    "year of the decision.",
    "absent": "Absent, and so not counted: {0} of {1}.",
    "load-at": "A given load does not move; without load.site it stands at {0}, the "
    "first of the sites.",
    "marginal-carbon": "The carbon of {0} is marginal: what one more kWh emits.",
    "unused-no-grid": "Given and not used, for no power of the grid is bought there: "
    "{0}.",
    "unused-carbon-series": "Given and not used, for carbon_series says the carbon of "
    "every hour: {0}.",
    "unused-no-series": "Given and not used, for there is no carbon_series: {0}.",
    "unused-no-work": "Given and not used, for the load is given: {0}.",
    "unused-no-plant": "Given and not used, for no option there follows it: {0}.",
    "unused-no-weather": "Given and not used, for PUE is given and no weather is "
    "known: {0}.",
    "unused-start-given": "Given and not used, for the option has a year of its start: "
    "{0}.",
    "unused-no-decision": "Given and not used without plan.decided, the year of the "
    "decision: {0}.",
    "unused-not-in-plan": "Given and not used, for cost, carbon and water of a plan do "
    "not rest on it: {0}.",
    "unused-not-pausable": "Given and not used, for the run does not pause: {0}.",
    "unused-no-serving": "Given and not used, for nothing is served: {0}.",
    "unused-serve-latency": "Given and not used, for serve.latency_ms stands: {0}.",
    "unused-no-option": "Given and not used, for no power option rests on it: {0}.",
    "unused-by-way": "Given and not used, for nothing of the work rests on it: {0}.",
    "unused-name-only": "Given and not used, for energy or chip-hours are given: {0}.",
    "unusual": "{0} is {1}; usual is {2} to {3}.",
    "unusual-unit": "{0} is {1}; usual is {2} to {3}. Did you mean {4}?",
}
NOT_IN_PYPSA = {
    "carbon-cap": "the carbon cap (the grid's intensity is hourly)",
    "water": "prices and caps of water",
    "matching": "carbon-free matching",
    "capital-budget": "the budget of capital",
    "store-hours": "the hours that a battery is given",
    "cycles": "the limit on a battery's cycles",
    "whole-units": "whole units (add p_nom_mod and a solver of integers)",
    "kept-warm": "replicas that wait for the peak",
    "held-chips": "chips of training that are taken and given back once",
    "other-objective": "objectives beside cost",
}


def part(key: str, say: Language = ENGLISH) -> str:
    """Return what a part is called; a key that is not known stands for itself."""
    return say(PARTS[key]) if key in PARTS else key
