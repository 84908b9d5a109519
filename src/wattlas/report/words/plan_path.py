"""Words about a path over years."""

TITLE = "The path over years"
OPENING = (
    "From {first} to {last} the path costs {cost} in present value ({low} to {high}), "
    "{price} a kWh ({price_low} to {price_high}), at a real rate of {rate}. It is "
    "planned for all years together on {hours} hours of each; what is built or signed "
    "stays, what is rented may go. The plan below is that of {year}, with what stands "
    "then."
)
WAITS = "In {year} {share} of the load's energy has no power yet: it waits."
PROMISE = (
    "{option}, probability {chance}, from {year}, is not counted on; if it came, the "
    "path would save {saving} in present value, with {power}."
)
NO_PROMISE = (
    "{option}, probability {chance}, from {year}, is not counted on; if it came, the "
    "path would not build it."
)
HEADS = {
    "load": "highest load",
    "connection": "connection",
    "capital": "capital",
    "running": "cost of running",
    "waiting": "waits",
    "carbon": "carbon",
}
CAPTION = (
    "Low and high are over prices and costs, with the path held. Units may be split on "
    "the path; in the plan they are whole."
)
