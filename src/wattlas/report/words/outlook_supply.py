"""The words of what limits new demand of a place, in English."""

from __future__ import annotations

OWN_CONNECTIONS = (
    "What {place} connects is its own count: {rate} in {year} ({source}), growing as "
    "the world's; of new generation and of what is built on site it has its part of "
    "its region."
)
GIVEN_CONNECTIONS = (
    "What {place} connects is given: {rate}, growing as the world's; of new generation "
    "and of what is built on site it has its part of its region."
)
PART_OF_WORLD = (
    "What {place} connects a year is not counted at hand: it has its part of what the "
    "world connects, as new data centres are shared."
)
QUEUES = "Queues of large loads"
PLACE_HEAD, YEAR_HEAD = "place", "year"
STAGES = {
    "asked_gw": "waiting",
    "agreed_gw": "agreed",
    "running_gw": "connected",
}
RUNNING_SHARE = "connected of all"
QUEUES_MEAN = (
    "Waiting: all that is asked for, the same project often in several queues; agreed: "
    "contracted or approved; connected: capacity as its source counts it, more than "
    "what is drawn. Queues are shown to compare: what a place connects a year is the "
    "limit, not what waits."
)
SHORT = "less is served than is asked for"
