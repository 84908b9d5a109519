"""Words about power that sites give up when called, and load that is shed."""

TITLE = "Power that is given up when it is called, and what is paid for it"
KINDS = {
    "interruptible": "interruptible connection",
    "demand-response": "demand response",
}
HEADS = {
    "contract": "contract",
    "offered": "given up",
    "baseline": "counted from",
    "events": "calls",
    "hours": "hours called",
    "notice": "notice",
    "paid": "paid in the year",
    "for-calls": "of which for calls",
}
HOW = (
    "Calls are assumed at the times that the study gives, else in the dearest hours of "
    "the grid. In every other hour what answers a call stands ready: load that may be "
    "shed, plants at the site, batteries."
)
SHED = "Load shed at {site}: {energy} of the servers, worth {cost}."
