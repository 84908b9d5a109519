"""The words of the questions beside an outlook, in English."""

from __future__ import annotations

PEAK_TITLE = "The highest hour of {place}, {span}"
PEAK = (
    "In its highest hour of {year} {place} takes {peak}, of which data centres "
    "{part}; they make {share} of that hour's growth since {base}."
)
PEAK_LACKS = (
    "Firm capacity is {firm} then, and {required} is what the grid plans with for "
    "that hour: {much} is missing, and some is in {chance} of the draws."
)
PEAK_SPARE = (
    "Firm capacity is {firm} then, and {required} is what the grid plans with for "
    "that hour: {much} is spare, and some is missing in {chance} of the draws."
)
PEAK_ROWS = {
    "data_centre_gw": "data centres",
    "other_gw": "all others",
    "peak_gw": "highest hour",
    "firm_gw": "firm capacity",
    "required_gw": "asked for",
    "margin_gw": "firm beyond what is asked for",
}
PEAK_TABLE = "The highest hour and what is firm in it"
GROWTH_SHARE = "data centres in what the hour grows by"
SHORT_CHANCE = "draws in which firm capacity lacks"
PEAK_CHART = "The highest hour of {place}, by year"
PEAK_CAPTION = (
    "Lines: medians; bands: 5-95 % of the draws. Where what is asked for lies above "
    "what is firm, capacity lacks."
)
PEAK_MEANS = (
    "Data centres: what they would draw with no limit of supply, their mean of the "
    "year times a factor (draw_factor.peak): of a place with a site, PUE and requests "
    "in its hottest hours of the afternoon or coldest of the evening; of another a "
    "flat factor. All others grow as the electricity of the region. Firm capacity is "
    "what operators accredit or count on, net of closures, growing as in recent years; "
    "plants that a shortage would bring are not in it. Asked for: the highest hour "
    "times the ratio that the grid plans with."
)
GIVE_WAY = (
    "Data centres that give way in that hour: --set give_way.peak=0.2 for a fifth of "
    "their draw."
)
QUESTION_INPUTS = "What the answer rests on, beside the outlook"

BEFORE, AFTER, DIFFERENCE = "without it", "with it", "what it moves"
CHANGE_HEAD = "what changes"
SET_HEAD = "set to"
VALUES = {
    "1/year": "{number} a year",
    "units/year": "{number} a year",
    "factor/year": "times {number} a year",
    "year": "{number} years",
}
"""How a value of a unit stands within a sentence."""
TOGETHER = "all together"
DRAW_BY_DRAW = (
    "Each change alone, then all together, by the same draws; the difference is draw "
    "by draw."
)
WHAT_IF_TITLE = "What if, {place} in {year}"
WHAT_IF = (
    "{scope} would take {after} instead of {before} in {year}; the median of the "
    "differences draw by draw is {difference}."
)
EFFICIENCY_TITLE = "Efficiency and rebound, {place} in {year}"
EFFICIENCY = {
    "less": "If a unit of use takes {rate} times less energy a year beyond the trend, "
    "{gain} times less by {year}, {taken}.",
    "more": "If a unit of use takes {rate} times more energy a year than by the trend, "
    "{gain} times more by {year}, {taken}.",
    "either": "If a unit of use takes {rate} times the energy a year that it takes by "
    "the trend, {gain} times it by {year}, {taken}.",
    "same": "If a unit of use takes just the energy of the trend until {year}, without "
    "the range of growth.extra-efficiency, {taken}.",
}
TAKEN = (
    "{scope} takes {after} instead of {before} with the rebound that is assumed; with "
    "none it would take {kept} instead of {without}"
)
REBOUNDS = {
    "less": {
        "none": "no rebound (0): the gain is kept",
        "assumed": "rebound as assumed",
        "full": "rebound of 1: use takes all of the gain",
        "beyond": "rebound of 1.3: use takes more than it",
    },
    "more": {
        "none": "no rebound (0): use stays as it is",
        "assumed": "rebound as assumed",
        "full": "rebound of 1: use falls by all of the loss",
        "beyond": "rebound of 1.3: use falls by more than it",
    },
    "either": {
        "none": "no rebound (0)",
        "assumed": "rebound as assumed",
        "full": "rebound of 1",
        "beyond": "rebound of 1.3",
    },
}
"""By where the energy of a unit goes; where it stays, as where it may go either way."""
EFFICIENCY_MEANS = (
    "Rebound: per cent more use for one per cent less energy per unit "
    "(rebound.elasticity). It also moves growth in the long run, so what is without "
    "the gain differs by row. No study measures it for AI."
)
PRESETS_TITLE = "Assumptions of published studies in our model"
PRESET = (
    "{name}: all data centres, {place} in {year}. The study says {stated}; our stock "
    "of chips gives {before}, with the assumptions that are known of the study {after}."
)
ASSUMPTIONS = {
    "today": "data centres of today",
    "ai-growth": "growth of AI servers",
    "other-growth": "growth of other servers",
    "connections": "connections to the grid",
    "load": "load of what is connected",
    "cooling": "cooling (PUE)",
}
PRESETS_MEAN = (
    "All are taken from forecasts, to compare; none is in the default. Only what is "
    "published of a study's assumptions is set, in the method that counts chips "
    "(stock); what is not known stays ours."
)
PRESET_INPUTS = "What each study assumes"

PRICE_TITLE = "Load and price, {place}, {span}"
PRICE = (
    "By {year} data centres are {share} of what the load of {place} grows by. By a "
    "simple supply curve that makes its wholesale price {wholesale} dearer than with "
    "the data centres of {base} alone, and a kWh at the meter {bill}."
)
PRICE_TABLE = "Load, and what its growth does to the price"
PRICE_ROWS = {
    "load_twh": "load",
    "data_centre_twh": "data centres",
    "growth_share": "data centres in what the load grows by",
    "wholesale_change": "wholesale price, against data centres of 2025",
    "bill_change": "price at the meter, against data centres of 2025",
}
PRICE_MEANS = (
    "One elasticity of supply stands for all plants, lines and fuels: no hour, no "
    "scarcity, no rule of a market, no tariff by class. Prices of capacity can jump "
    "far beyond it for a few years, as those of PJM did; where power is at hand, more "
    "load spreads fixed costs and the meter's price falls. What others pay depends on "
    "who is billed for new lines."
)

FLEETS_TITLE = "Electricity of AI by maker, company and kind of work"
FLEETS = (
    "In {year} training and research took {training}, inference {inference}, all other "
    "work of data centres {rest}: {shares} of them."
)
FLEET_GROUPS = {
    "generation": "by generation, as counted",
    "maker": "by maker, millions of H100 equivalents",
    "company": "by company, millions of H100 equivalents",
}
FLEETS_TABLE = "Chips, their power and what they take in a year"
FLEET_HEAD, COUNT_HEAD, LIMITS_HEAD = "chips", "count", "power limits"
ENERGY_HEAD, OF_REPORTED_HEAD = "energy of a year", "of all reported"
WORK_KINDS = {
    "training": "training and research",
    "inference": "inference",
    "rest": "all other work of data centres",
}
KINDS_TABLE = "Kinds of work in {year}"
KIND_HEAD, SHARE_OF_ALL = "kind of work", "share"
FLEETS_MEAN = (
    "Chips times power limit times load, servers around them and PUE of the outlook, "
    "for a whole year of use at the facility. Generations and quarters overlap and do "
    "not add up to a stock. Of a company: the chips that are counted over all the "
    "electricity that it reports, rented chips left out."
)
SUPPLIES_TABLE = "What supplies of a year allow, each by itself"
SUPPLIED_HEAD = "new data centres"
SUPPLY_KINDS = {
    "packaging": "packaging, wafers",
    "spending": "capital spending",
}
SUPPLIES_MEAN = (
    "Wafers times packages of a wafer and their power limit, with servers and cooling; "
    "spending of Amazon, Google, Meta and Microsoft times the part that is for new "
    "data centres over the cost of a watt. Chips are installed some months after they "
    "are packaged. None is a limit of the outlook: they stand beside the "
    "connections of a year (connection_gw.2025)."
)
CAMPUSES_TABLE = "Announced campuses, and what of them draws power by the end of a year"
STAGE_HEAD, POWER_HEAD, COMES_HEAD = "stage", "power", "comes"
COUNTS_HEAD = "counts"
CAMPUS_STAGES = {
    "announced": "announced, nothing agreed",
    "agreed": "connection agreed, not begun",
    "building": "ground is broken",
}
CAMPUSES_MEAN = (
    "Comes: of a stage's power, ever; counts: on how many counts that stands, so few "
    "that its range is wide. When: from land cleared to first power {years} years in "
    "the median of {sites} sites, by a lognormal law fitted to them (spread {spread}), "
    "those that still wait among them; before that the years until ground is broken "
    "are assumed. Stages do not overlap; campuses of other countries are in part of "
    "what is announced alone."
)
FLEETS_LACK = (
    "What data at hand do not carry is absent: units of TPUs by generation, power "
    "limits of TPUs, electricity of Amazon, Oracle and xAI, and of any company in 2025."
)

COMPARE_TITLE = "Scenarios of {file} beside ours"
COMPARED = (
    "Of {count} years of scenarios {inside} lie in our range, {neither} have neither "
    "middle in the range of the other."
)
MODEL_HEAD, SCENARIO_OF_HEAD, DEMAND_HEAD = "model", "scenario", "demand"
YEAR_HEAD, THEIRS_HEAD = "year", "theirs"
COMPARED_MEANS = (
    "Electricity of data centres that is served, at the facility, without "
    "cryptocurrencies and networks; ours has one range until {last}. Where a file has "
    "two ends and no middle, theirs is their geometric mean."
)
NOT_USED = "Not used of the file: {names}."
LACKING = "Years of which the file has no figure: {names}."
LACKING_OF = "{model}, {scenario}, {place}, {scope}: {years}"
