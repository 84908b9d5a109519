"""The words of scenarios, in English."""

from __future__ import annotations

TITLE = "{title}: {count} scenarios of {year}"
ROWS = {"cost": "cost", "carbon": "carbon", "water": "water"}
OPTION_AT = "{option} in {site}"
CENTRAL = "central"
ONE_FOR_ALL = "one for all"
PLAN = "plan"
MEAN_COST = "mean cost"
MEAN_REGRET = "mean regret"
MOST_REGRET = "most regret"
FAILS_IN = "fails in"
REGRETS = "Cost and regret of the best plans over all scenarios"
NAMES = {
    "all": "plan of all scenarios together",
    "mean": "mean of all plans",
    "central": "plan at the central figures",
}
OF_SCENARIO = "plan of scenario {number}"
ROBUST = (
    "One plan for all: the {name}. It costs {mean} million {currency} a year in the "
    "mean, {regret} more than with foresight, at most {most} more in one scenario."
)
TOGETHER = (
    "{stacked} scenarios were planned in one program with capacities shared; no other "
    "plan costs less in the mean by more than {gap}."
)
APART = (
    "No capacities carry every scenario, so none were planned together. With foresight "
    "the scenarios cost {gap} less in the mean."
)
SOME = (
    "{stacked} of the scenarios were planned in one program with capacities shared. "
    "With foresight all cost {gap} less in the mean."
)
FAILS = "It cannot carry the load in {count} scenarios."
NO_PLAN = "{count} scenarios have no plan at all."
DRAWN = "What was drawn"
COMES = "{key} comes in its year (probability)"
HOW = (
    "Drawn: {count} figures and {chances} non-firm options. Sized in aggregated time "
    "steps of {block} h; units and runs may be split. Capacities are held, the rest is "
    "decided in each scenario. Seed {seed}."
)
