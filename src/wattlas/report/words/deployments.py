"""The words of deployments: layouts beside each other, and their chart."""

from __future__ import annotations

TITLE = "Deploying {model}: {rate} requests a second, {prompt} tokens in, {output} out"
OPTIONS_TITLE = "Layouts that no other on the same chip beats"
REQUESTS_TITLE = "What a request takes; cost of 1,000"
LAYOUT_HEAD, CHIPS_HEAD, BATCH_HEAD = "layout", "chips", "batch"
REPLICAS_HEAD, FIRST_HEAD, TOKEN_HEAD = "replicas", "first token", "each next"
PREFILL_CHIPS_HEAD, PREFILL_HEAD = "prefill chips", "prefill replicas"
ENERGY_HEAD, COST_HEAD, CARBON_HEAD = "energy", "cost", "carbon"
POWER_HEAD, LIMIT_HEAD, BEST_HEAD = "power", "limit", "least"
LIMITS = {
    "memory": "memory",
    "scheduler": "scheduler",
    "ttft": "first token",
    "tpot": "each next",
    "rate": "rate",
}
BEST = {"cost": "cost", "energy": "energy", "latency": "latency"}
ANSWERS = {
    "cost": "At {rate} requests a second {model} costs least as {layout} on "
    "{hardware}, {chips} chips in all; a request takes {energy}.",
    "energy": "At {rate} requests a second {model} takes least energy as {layout} on "
    "{hardware}, {chips} chips in all; a request takes {energy}.",
}
LATENCY = (
    "Kept: {first} s to the first token, {token} ms to each next (--ttft, --tpot), "
    "without a queue."
)
REFUSED = "{hardware}: {reason}"
NO_MONEY = (
    "Money and carbon are absent: no place is given (--site or --country), or the chip "
    "has no price or carbon of its own."
)
COLUMNS = (
    "Batch: the most requests at once that keep the latency. Replicas keep up with the "
    "mean rate at the usual busy share. Power: of all servers, on the mean. Limit: "
    "what keeps the batch from being larger."
)
CHART_TITLE = "Energy, cost and speed of {model}"
CHART_CAPTION = (
    "Each point is a layout; beside it its name and replicas. Ranges are in the table."
)
CHART_ALT = "energy of a request over the time to a token, by chip"
ENERGY_AXIS = "energy of a request [Wh]"
COST_AXIS = "cost of 1,000 requests [{currency}]"
HOURS_AXIS, CHIP, SPEED = (
    "chip-seconds of a request",
    "chip",
    "time to each next token [ms]",
)
