"""Words about how sure a plan's power is."""

SURE = (
    "At {site} {unserved} a year are expected to be lacking ({low} to {high}), "
    "{availability} of the energy is served."
)
FIRM = (
    "Of a peak of {peak}, feed, units at the site and backup can give {firm}; without "
    "the largest {count} of them {less}."
)
FIRM_ALL = "Of a peak of {peak}, feed, units at the site and backup can give {firm}."
BACKED = "It is backed up by: {backup}, {power}."
NO_BACKUP = "It needs no backup for what is demanded."
NOT_ENOUGH = (
    "None of the backups that are allowed is enough for what is demanded: {names}. "
    "Allow another, or demand less."
)
NONE_ALLOWED = (
    "That is less than is demanded, and no backup is allowed: allow one, or demand "
    "less."
)
MISSED = "At {sites} the power is not as sure as is demanded."
STUDIED = (
    "An outage that is studied takes every feed, a second one too. Backup is chosen "
    "for the availability and the lost units that are demanded, not for these outages."
)
HOW = (
    "Units of plants and generators are up or down as a whole; a battery ends; nothing "
    "is repaired before the grid is back. Low and high are the 5th and 95th percentile "
    "over how often and how long the grid fails, and how well generators start."
)
BACKUPS = {
    "diesel": "diesel generators",
    "second-feed": "second feed of the grid",
    "battery": "battery",
}
TITLES = {
    "backup": "Backup of the size that is enough",
    "outages": "Outages of the grid",
}
HEADS = {
    "backup": "backup",
    "enough": "enough",
    "annual": "cost a year",
    "capital": "capital",
    "begins": "begins",
    "lasts": "lasts",
    "lacking": "expected lacking",
    "worst": "worst begin",
    "survival": "all is served",
}
YES, NO, CHOSEN = "yes", "no", "chosen"
ANY_HOUR = "at any hour"
