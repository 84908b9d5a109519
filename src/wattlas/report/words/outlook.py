"""The words of the outlook, in English."""

from __future__ import annotations

METHODS = {
    "stock": "stock of chips",
    "compute": "compute over efficiency",
    "adoption": "users x tokens x energy",
    "all": "all methods together",
}

QUANTITIES = {
    "ai_demand_twh": "AI, asked for",
    "ai_served_twh": "AI, served",
    "ai_delayed_twh": "AI, served late",
    "ai_unserved_twh": "AI, not served",
    "data_centre_demand_twh": "data centres, asked for",
    "data_centre_served_twh": "data centres, served",
    "generation_twh": "all generation",
    "share_of_generation": "AI asked for, of it",
    "ai_carbon_mtco2e": "carbon of AI served",
    "ai_water_gl": "water of AI served",
}

BASE = {
    "stock": "stock of chips (base of all methods)",
    "compute": "training compute, inference",
    "adoption": "counted tokens x other AI",
    "tokens": "  counted tokens alone",
    "servers": "AI servers, published",
    "systems": "chip systems of the end of 2025",
    "sites": "17 tracked frontier sites, full load",
}

OPTIONS = {
    "solar": "solar",
    "wind": "wind",
    "gas": "gas turbines",
    "coal": "coal",
    "hydro": "hydro",
    "reactor": "large reactors",
    "smr": "small reactors",
    "fusion": "fusion",
}

LIMITS = {
    "connections": "connections",
    "chips": "chips",
    "gas": "turbines",
    "generation": "plants",
}

SCOPES = {"ai": "AI", "data-centres": "all data centres"}

SUMMARY = (
    "AI draws {now} TWh of electricity in {first}, {now_share} of {place} generation. "
    "It asks for {asked} TWh in {middle} and gets {got}; in {last} it asks for {later} "
    "and gets {latest}."
)
IN_BRACKETS = "In brackets: 5-95 % of the draws; before them the median."
LATE = (
    "Late: served within {patience} years. Data centres are AI and all others; all "
    "generation grows as before. Carbon is life-cycle; water is what power plants "
    "consume. Connections to the grid are the tighter limit for {binds} of new demand "
    "in {middle}, new generation for the rest."
)
ALONE = (
    "Each input alone at the ends of its 5-95 % range, all others at their centre, "
    "mean of the methods; share: of the variance of ranks over all draws (inputs that move "
    "together share theirs, so that shares may add up to more than 1)."
)
ON_ONE_BASE = (
    "The methods differ on today, so all start from the stock of chips, which "
    "published figures support best, and keep only their own growth. Counted tokens "
    "explain a small part of AI: the rest is training, research, ranking and "
    "advertising, pictures, idle chips."
)
AGAINST = "What is changed against the default study: {changes}."
LIMITS_OF_IT = (
    "No forecast: what follows if growth slows as assumed. Errors of past outlooks: "
    "wattlas outlook backtest. Crossing years: wattlas outlook cross."
)

MEDIAN, HIGH = "{}, median", "{}, 95 %"

CROSSING = (
    "{scope} takes {base} TWh in 2025, the world generates {total} TWh, growing "
    "{pace} % a year ({low} to {high})."
)
CROSSING_MEANS = (
    "If one growth went on for ever, {scope} would take these shares of the world's "
    "generation in these years. It cannot: the last column names what it outgrows "
    "first, at the latest."
)
OUTGROWS = (
    "Outgrows: the year in which demand would grow by more than is added, even if "
    "{scope} got all of it: all grid connections of data centres, all chips made, all "
    "gas turbines, all new power plants less those that close."
)
NO_LIMIT = "none before 2150"
NEVER = "never"
