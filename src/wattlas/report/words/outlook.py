"""The words of the outlook, in English."""

from __future__ import annotations

METHODS = {
    "stock": "stock of chips",
    "compute": "compute over efficiency",
    "adoption": "users x tokens x energy",
    "all": "all methods together",
}

QUANTITIES = {
    "ai_demand_twh": "AI demand",
    "ai_served_twh": "AI served",
    "ai_delayed_twh": "AI delayed",
    "ai_unserved_twh": "AI unmet",
    "data_centre_demand_twh": "data centre demand",
    "data_centre_served_twh": "data centres served",
    "generation_twh": "all generation",
    "share_of_generation": "AI demand over generation",
    "data_centre_share": "data centres served over generation",
    "data_centre_peak_gw": "data centres in the highest hour",
    "peak_gw": "highest hour",
    "share_of_peak": "data centres over the highest hour",
    "ai_carbon_mtco2e": "carbon of AI served",
    "ai_water_gl": "water of AI served",
}

BASE = {
    "stock": "stock of chips (base of all methods)",
    "compute": "training compute, inference",
    "adoption": "counted tokens x other AI",
    "tokens": "counted tokens alone",
    "servers": "AI servers, published",
    "systems": "chip systems of the end of 2025",
    "sites": "tracked frontier sites, full load",
}

PARTS_OF_BASE = {"tokens"}
"""What is a part of the estimate above it."""

SCENARIOS = {
    "efficiency-wins": "efficiency wins: use grows much less than it gets cheaper",
    "use-follows": "use follows: it grows nearly as fast as it gets cheaper",
    "use-outruns": "use outruns efficiency",
}
AFTER_RANGES = (
    "After 2035 there is no one range: half of it would be how much more is used as "
    "use gets cheaper, which no study measures (rebound.elasticity). Middles are shown "
    "without a range, and scenarios with theirs: thirds of the draws by that input."
)
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
SUBJECTS = {"ai": "AI", "data-centres": "All data centres"}
"""Whose energy it is, at the beginning of a sentence."""

SUMMARY = (
    "AI draws {now} of electricity in {first}, {now_share} of {place} generation. "
    "Demand is {demand} in {middle}, of which {served} can be served, and {later} in "
    "{last}, of which {latest} can be served."
)
SHORT_SUMMARY = (
    "AI draws {now} of electricity in {first}, {now_share} of {place} generation. "
    "Demand is {demand} in {middle}, of which {served} can be served."
)
TITLE = "Electricity of AI at the facility, {place}, {span}"
THE_WORLD = "the world"
WHOSE = {"world": "the world's", "region": "the region's"}
IN_BRACKETS = "In brackets: 5-95 % of the draws; before them the median."
LATE = (
    "Delayed: served within {patience} years; unmet: not then either. Data centres are "
    "AI and all others; all generation grows as before. Carbon is life-cycle; water is "
    "what power plants consume. Those of today's grid have no range, and water of a "
    "region whose own is not counted is the world's a kWh. Connections to the grid are "
    "the tighter limit for {binds} of new demand in {middle}, new generation for the "
    "rest."
)
ALONE = (
    "Each input alone at the ends of its 5-95 % range, all others at their centre, "
    "mean of the methods; share: of the variance of ranks over all draws (inputs that "
    "move together share theirs, so that shares may add up to more than 1)."
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

NOTHING_SET = "nothing is changed"
IN_FULL = "Each case in full: --json, or a scenario with this case alone."

ENDS = {"mid": "{quantity}, median", "high": "{quantity}, 95 %"}

CROSSING_ALL = "When would {scope} take all of the world's electricity?"
CROSSING = (
    "{scope}: {base} in 2025. The world generates {total}, growing by {pace} a year."
)
CROSSING_MEANS = (
    "If one growth went on for ever, {scope} would take these shares of the world's "
    "generation in these years. It cannot: the last column names the first binding "
    "constraint, and the year from which it binds."
)
BINDING = (
    "A constraint binds from the year in which demand would grow by more than is "
    "added, even if {scope} got all of it: all grid connections of data centres, all "
    "chips made, all gas turbines, all new power plants less those that close."
)
NO_LIMIT = "none before 2150"
NEVER = "never"

FORECASTS_TITLE = "Published forecasts of {scope}"
FORECASTS = (
    "All on one scope: TWh a year at the facility. Cryptocurrencies are taken out; GW "
    "become TWh by a load of {capacity} (installed) or {drawn} (drawn); shares by the "
    "generation of the region. The year 2030 lies on each forecast's own growth. * : "
    "the figure is recalled, not seen."
)
FORECAST_SCOPES = {"all": "all data centres", "ai": "AI alone"}
CONVERSIONS = {
    "": "",
    "crypto-taken-out": " (less crypto)",
    "gw-capacity": " (from GW)",
    "gw-drawn": " (from GW drawn)",
    "share": " (from a share)",
}
PLAIN_SCENARIOS = ("", "base", "low, base, high", "low, mid, high", "low to high")
OURS = "Wattlas, served"
ARE_LEFT_OUT = "Left out: {reasons}."
REVISIONS = "Revised later"
LEFT_OUT = {
    "with-crypto": "holds cryptocurrencies",
    "ai": "AI alone (--scope ai)",
    "all": "all data centres (--scope all)",
    "pcs-and-internet": "PCs and internet",
    "primary-energy": "computing against all primary energy, no electricity",
    "one-run": "power of one training run",
}
LEFT_OUT_REGION = "{region} (--region {key})"

NEEDS = {
    "growth": "growth a year from 2025",
    "share_of_generation": "share of the world's generation",
    "mean_power_gw": "mean power, day and night",
    "connected_gw_per_year": "connected a year",
    "h100_limits_million": "more chips, in H100 of 700 W",
    "h100_limits_million_per_year": "of them a year",
    "solar_gw_per_year": "solar a year, if it alone did it",
    "wind_gw_per_year": "wind",
    "gas_gw_per_year": "gas turbines",
    "reactor_units_per_year": "large reactors",
    "smr_units_per_year": "small reactors",
    "fusion_units_per_year": "fusion plants",
    "solar_land_km2": "land of the solar parks",
    "solar_carbon_mtco2e": "carbon a year, all solar",
    "gas_carbon_mtco2e": "carbon a year, all gas",
    "reactor_carbon_mtco2e": "carbon a year, all nuclear",
    "solar_water_gl": "water a year, all solar",
    "gas_water_gl": "water a year, all gas",
    "reactor_water_gl": "water a year, all nuclear",
}
PARTS_OF_NEEDS = {"h100_limits_million_per_year"}
"""What is a part of the line above it."""
NEED_TITLE = "What must be true for {twh} by {by}"
NOW_HEAD = "in 2025"
LIMIT_HEAD, SHARE_HEAD = "of all that is added", "share"
NEED = (
    "{scope} took {base} in 2025. For {twh} in {by} all of this must be true; "
    "each kind of plant is counted as if it alone gave what is added."
)
OF_LIMITS = "What that takes of all that is added until {by} for everyone"
NEED_LIMITS = {
    "connections": "grid connections of data centres",
    "chips": "chips made, if shipments grow as assumed",
    "gas": "gas turbines delivered",
    "generation": "new generation less what closes",
}
VERDICTS = (
    (0.5, "within reach"),
    (1.0, "most of it"),
    (2.0, "more than there is"),
    (float("inf"), "far beyond"),
)

STOPPED = "first binding constraint"
FAN_TITLE = "Electricity of AI, {place}"
TORNADO_TITLE = "What matters for the electricity that AI gets"
NO_CURVE = "No chart: no growth reaches a share or a limit."
CROSSING_TITLE = "When would {scope} take a share of the world's electricity?"
IN_YEAR, TWH_A_YEAR, A_YEAR = "in {year}", "TWh a year", "year"
OF_GENERATION = "{share} % of generation"
GROWTH_AXIS = "growth of AI's electricity [% a year]"
FAN_CAPTION = (
    "Bands, to 2035: 5-95 % and 25-75 % of the draws of all methods; lines: medians. "
    "Left the demand of AI, right what connections and new plants can serve of it. "
    "Green: all generation. No forecast: what follows if growth slows as assumed."
)
CROSSING_CAPTION = (
    "One growth kept for ever; bands: 5-95 % of the draws. Before its first "
    "binding constraint it still fits what is connected, made and built; later it "
    "cannot go on."
)

FROM_FORECASTS = (
    "Taken from forecasts of others, not from counts: {names}. That a result agrees "
    "with them is no evidence; --without leaves a publisher out."
)
OURS_HEAD, AGREEMENT_HEAD = "ours", "within"
AGREEMENTS = {
    "each-other": "each other's",
    "theirs-in-ours": "theirs in ours",
    "ours-in-theirs": "ours in theirs",
    "neither": "neither",
}
"""Which middle lies in the range of the other."""
WIDENED = (
    "Ranges are widened by what projections of counted years missed. So they held nine "
    "of ten counts about 2 and 5 years ahead (wattlas outlook backtest); nothing is "
    "claimed for later years."
)
OF_PLACE = (
    "{place} has the part of its region's data centres that it had in {year}, by count "
    "({source}); it may grow faster or slower (error.place). Of AI it has the part of "
    "its region. Its generation is the electricity it uses. Carbon and water of what "
    "AI drew in the first year are those of its own grid, where it is known; what is "
    "added is as in its region."
)
NO_FORECASTS = (
    "No input is taken from a forecast of others: what is published of the future "
    "stands beside the result, not in it (wattlas outlook forecasts)."
)
WITHOUT = (
    "Without {publishers}: inputs that stood on it have other sources or wider "
    "assumptions. How wide ranges are (error.*) is still fitted to what all publishers "
    "counted."
)
SHARED_OUT = (
    "Counts of regions share out the world's data centres, which stay what chips and "
    "base_twh.conventional say: a count that is given moves its region's part alone."
)
