"""What pages begin from: studies of a plan, scenarios of others."""

from __future__ import annotations

EXAMPLES = (
    (
        "A 70B assistant",
        """title: A 70B assistant, served from three places
year: 2027
currency: USD
model: llama-3.1-70b
serve: {requests_per_day: 20e6, prompt_tokens: 800, output_tokens: 300,
        hardware: h100-sxm, years: 1, peak_hours: america}
sites: [northern-virginia, oslo, qingyang]
power: [grid, solar, wind, battery]
plan: {objective: cost, carbon_price: 50 USD/t}
""",
    ),
    (
        "A campus of 100 MW",
        """title: A campus of 100 MW, carbon-free hour by hour
year: 2030
currency: USD
load: {it_power: 100 MW, shape: flat}
sites: [dallas]
power: [grid, solar, wind, battery]
plan: {objective: cost, matching: {basis: hourly, share: 0.9}}
""",
    ),
)
"""Studies to begin from: a name and the text."""
SCENARIOS = """Model,Scenario,Region,Variable,Unit,2024,2030,2035
IEA,Base,World,Electricity Demand|Data Centers,TWh/yr,416,946,1193
"""
"""Scenarios to begin from: a published one, in the IAMC's format."""
