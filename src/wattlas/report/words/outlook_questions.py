"""The words of the questions beside an outlook, in English."""

from __future__ import annotations

PEAK_TITLE = "The highest hour of {place}, {span}"
PEAK = (
    "In the highest hour of {year} {place} takes {peak}, of which data centres {part}. "
    "They are {share} of what that hour grows by since {base}."
)
PEAK_LACKS = (
    "{firm} is firm then where {required} is asked for: {much} lacks; in {chance} of "
    "the draws some does."
)
PEAK_SPARE = (
    "{firm} is firm then where {required} is asked for: {much} is spare; in {chance} "
    "of the draws some lacks."
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
PEAK_MEANS = (
    "Data centres: what they would draw with no limit of supply, their mean of the "
    "year times draw_factor.peak; all others grow as the electricity of the region. "
    "Firm capacity is what operators accredit or count on, net of closures, growing as "
    "in recent years; plants that a shortage would bring are not in it. Asked for: the "
    "highest hour times the ratio that the grid plans with."
)
GIVE_WAY = (
    "Data centres that give way in that hour: --set give_way.peak=0.2 for a fifth of "
    "their draw."
)
QUESTION_INPUTS = "What the answer rests on, beside the outlook"
