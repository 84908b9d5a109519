"""The words of plans, in English: names of parts and measures, their sentences."""

from __future__ import annotations

from wattlas.report.table import Piece, Word
from wattlas.report.words.language import ENGLISH, Language

PARTS = {
    "grid": "grid",
    "grid energy": "grid energy",
    "demand charge": "demand charge",
    "fixed charge": "fixed charge",
    "minimum charge": "minimum charge",
    "standby charge": "standby charge",
    "electricity tax": "tax on electricity",
    "solar": "solar park",
    "rooftop-solar": "rooftop solar",
    "wind": "wind",
    "battery": "battery",
    "gas": "gas",
    "temporary-gas": "temporary gas",
    "gas-peaker": "gas, simple cycle",
    "gas-ccs": "gas with CCS",
    "fuel-cell": "fuel cells",
    "geothermal": "geothermal",
    "hydro-ppa": "hydropower contract",
    "smr": "small reactors",
    "nuclear": "share of a nuclear plant",
    "solar-ppa": "solar contract",
    "wind-ppa": "wind contract",
    "nuclear-ppa": "nuclear contract",
    "fusion-ppa": "fusion contract",
    "diesel": "diesel generators",
    "second-feed": "second feed of the grid",
    "interruptible": "interruptible connection",
    "demand-response": "demand response",
    "heat-reuse": "heat reuse",
    "heat sold": "heat sold",
    "flexibility": "paid for flexibility",
    "load shed": "load shed",
    "serving chips": "serving chips",
    "training chips": "training chips",
    "carbon price": "carbon price",
    "water price": "water price",
    "certificates": "certificates",
    "delivery": "delivery over the grid",
    "sold": "sold to the grid",
    "exported": "exported",
    "curtailed": "curtailed",
    "charging": "battery charging",
}
"""Parts of supply and of cost, in the order in which they are stacked."""
SERIES_NAMES = {
    "solar_capacity_factor": "solar capacity factor",
    "rooftop_capacity_factor": "rooftop capacity factor",
    "wind_capacity_factor": "wind capacity factor",
    "dry_bulb_c": "dry-bulb temperature",
    "wet_bulb_c": "wet-bulb temperature",
    "pue": "PUE",
    "wue_l_per_kwh": "WUE",
    "price_per_kwh": "price of electricity",
    "intensity_kgco2e_per_kwh": "carbon intensity of the grid",
    "grid_water_l_per_kwh": "water of the grid",
}
"""Hourly series of a site by their keys."""
DRAWN_NAMES = {
    "availability": "availability",
    "capital_cost_per_kw": "capital cost of power",
    "capital_cost_per_kwh": "capital cost of storage",
    "cycles_per_year": "cycles a year",
    "delay_years": "delay",
    "delivery_cost_per_kwh": "delivery cost",
    "efficiency": "efficiency",
    "fixed_cost_per_kw_year": "fixed cost of power",
    "fixed_cost_per_kwh_year": "fixed cost of storage",
    "fuel_cost_per_kwh": "fuel cost",
    "it_power": "power of the servers",
    "lead_time_years": "lead time",
    "learning_rate": "learning rate",
    "life_years": "life",
    "min_load_share": "least load",
    "ramp_share_per_hour": "ramp",
    "variable_cost_per_kwh": "variable cost",
    "water_l_per_kwh": "water",
}
"""Figures of options and loads that are drawn, by their keys."""
LEVERS = {
    "chips": "hardware choice",
    "sites": "spatial load shifting",
    "hours": "temporal load shifting",
    "contracts": "plants and contracts",
}
BASELINE = "baseline"
TOGETHER = "optimised plan"
ALONE = "{measure} alone"
NO_PLAN = "no plan"
WITHOUT = (
    "Added cost if removed: what a plan with all other measures costs more, every "
    "limit kept. Measures are planned in aggregated time steps of {block} h on the "
    "mean, the plan at every hour: time-aggregation error {gap}."
)
MOVING = {
    True: "Moving pays after PUE, latency, water and carbon: kept at {home}, with all "
    "else the same, the plan would cost {more} a year more.",
    False: "Moving does not pay after PUE, latency, water and carbon.",
    None: "Kept at {home}, no plan meets every demand and limit.",
}
"""Whether other sites are worth it, where a study has some."""
SHADOWS = {
    "connection_limit": "Shadow price of the connection in {where}: {value} a year for "
    "one more MW; it binds in {hours} hours.",
    "carbon_cap": "Shadow price of the carbon cap: {value} for one more tonne.",
    "water_cap": "Shadow price of the water cap: {value} for one more m3.",
    "chips_held_at_most": "Shadow price of chips for training: {value} for one more.",
    "capital_budget": "Shadow price of capital: {value} a year for one more "
    "{currency}.",
    "matching_hourly": "Shadow price of hourly matching: {value} a year for one "
    "percentage point less.",
    "matching_monthly": "Shadow price of monthly matching: {value} a year for one "
    "percentage point less.",
    "matching_annual": "Shadow price of annual matching: {value} a year for one "
    "percentage point less.",
}
PLACED = (
    "The load stands best at {best}: {more} a year less than at {next}, the next best."
)
PLACED_SURE = (
    "{placed} With the figures of all places drawn, it is the cheapest in {share} of "
    "the draws."
)
NO_HOURS = "no"
SUPPLIED = "Power in {site}: {supply}."
EXPORTED = (
    "Sold by the plants of {site}: {energy} for {revenue}, which cost {cost} and "
    "emitted {carbon}; apart from the figures of the load."
)
CURTAILED = "Curtailed at {site}: {energy}."
PART_SHARE = "{part} {share}"
MARGINAL = "Marginal cost of one more kWh for the servers: {prices}."
PRICE_IN = "{price} in {site}"
TRAINED = (
    "Training: {site}, on {chips} {chip}, from {first} to {last}: {running} hours of "
    "running, {waiting} chip-hours of waiting."
)
SERVED = "Serving: {shares}."
CHIPS = "Chips held for serving: {chips}."
CHIPS_IN = "{count} {chip} in {site}"
BREAK_EVEN = (
    "The break-even cost is the all-in cost at which an option would enter. Zero or "
    "less: its hours are worth nothing here."
)
ENTRIES = (
    "Break-even with the other options free to respond (aggregated time steps of "
    "{block} h on the mean, units split): at its all-in cost now, from which carbon "
    "price, from which year. Worth it: in the hours of {year}, at today's costs, if it "
    "were there."
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
    "A battery in {site} would break even at {share} of its cost, with {hours} h of "
    "full power."
)
STORE_NEVER = "In {site} no hours are worth a battery."
LATE = "Not in time for {year}: {options}."
LATE_OPTION = "{option} ({year})"
FRONT_BLOCKS = (
    "Sized in aggregated time steps of {block} h on the mean, units and runs split: "
    "the first costs {below} less than the plan at every hour."
)
PROVEN = (
    "Proven: every hour in one program of {rows} rows, optimality gap {gap} ({method}, "
    "{seconds} s)."
)
TWO_STAGES = (
    "Sized in aggregated time steps of {block} h on the mean ({method}, {rows} rows), "
    "then dispatched at every hour with capacities fixed: time-aggregation error "
    "{gap}. {seconds} s. --proof solves every hour in one."
)
MONTHLY_ROUTING = (
    "With so many sites the sizing parts the requests of a month alike in all its "
    "hours; the dispatch parts them anew in every hour."
)
LIMITS = {
    "matching_hourly": "Hourly (24/7) CFE score: {reached} of the energy used",
    "matching_monthly": "Monthly CFE score, worst month: {reached} of the energy used",
    "matching_annual": "Annual volumetric matching: {reached} of the energy used",
    "carbon_cap": "Carbon: {reached}",
    "water_cap": "Water, weighted by stress: {reached}",
}
HOLDS = "{limit}; asked for: {asked}."
MISSED = (
    "{limit}; asked for: {asked}. Missed by {missed} of what is asked for, because "
    "aggregated time steps blend the hours: set plan.block_hours to {block}, or "
    "--proof."
)
WIDE_GAP = (
    "The gap is wide, so a cheaper plan of the hours may exist: {advice} comes closer."
)
ADVICE = {True: "plan.block_hours: {block}, or --proof,", False: "--proof"}
"""What narrows a gap: shorter steps where those of a final plan are shorter."""
WHOLE = "Integrality gap: whole units and runs cost {gap} more than split ones would."
MONEY_LINES = (
    "Electricity includes the prices of carbon and water where the study sets them; "
    "chips cost money while they wait too."
)
BASELINE_IS_FREE = (
    "The baseline runs now, at {home}, on the grid, on the first chip; it and the "
    "measures alone need not keep the limits of the plan."
)
NO_BASELINE = "No baseline: {home} cannot carry the load on the grid alone."
SERIES_AT = "{series} ({sites})"
ASSUMED_NORMALS = "Made of monthly normals that are assumed, not published: {series}."
SIDE_BY_SIDE = "each case planned"
CASE_HEADS = {
    "electricity": "electricity",
    "total": "total including hardware",
    "energy": "facility energy",
    "carbon": "carbon",
    "water": "water",
}
NOT_IN_PYPSA = {
    "carbon-cap": "the carbon cap (the grid's intensity is hourly)",
    "water": "prices and caps of water",
    "matching": "carbon-free matching",
    "capital-budget": "the budget of capital",
    "store-hours": "the hours that a battery is given",
    "certificates": "certificates and the clean share of the grid",
    "heat": "heat that is sold",
    "flexibility": "load that may be shed, and power that is given up when called",
    "cycles": "the limit on a battery's cycles",
    "whole-units": "whole units (add p_nom_mod and a solver of integers)",
    "kept-warm": "replicas that wait for the peak",
    "placed-load": "loads whose site is to be chosen",
    "held-chips": "chips of training that are taken and given back once",
    "other-objective": "objectives beside cost",
}


def part(key: str, say: Language = ENGLISH) -> str:
    """Return what a part is called; a key that is not known stands for itself."""
    return say(PARTS[key]) if key in PARTS else key


def part_name(key: str) -> Piece:
    """Return the name of a part; a key that is not known stands for itself."""
    return Word(PARTS[key]) if key in PARTS else key
