"""Every quantity of an outlook: its unit and what it is, for tables and for files."""

from __future__ import annotations

UNITS = {
    "ai_demand_twh": "TWh",
    "ai_served_twh": "TWh",
    "ai_delayed_twh": "TWh",
    "ai_unserved_twh": "TWh",
    "data_centre_demand_twh": "TWh",
    "data_centre_served_twh": "TWh",
    "generation_twh": "TWh",
    "share_of_generation": "1",
    "data_centre_share": "1",
    "data_centre_peak_gw": "GW",
    "peak_gw": "GW",
    "share_of_peak": "1",
    "ai_carbon_mtco2e": "MtCO2e",
    "ai_water_gl": "GL",
}
"""Every quantity of an outlook, with its unit; energy is at the facility."""

DEFINITIONS = {
    "ai_demand_twh": "electricity that AI would draw in the year with no limit of "
    "supply, at the facility",
    "ai_served_twh": "electricity that AI draws in the year within what is connected "
    "and generated, at the facility",
    "ai_delayed_twh": "demand of AI in the year that is served within the years of "
    "patience.years",
    "ai_unserved_twh": "demand of AI in the year that is not served within the years "
    "of patience.years",
    "data_centre_demand_twh": "electricity that all data centres, AI among them and "
    "cryptocurrencies not, would draw in the year with no limit of supply",
    "data_centre_served_twh": "electricity that all data centres, AI among them and "
    "cryptocurrencies not, draw in the year",
    "generation_twh": "all electricity that is generated in the year; of a place, all "
    "that is used",
    "share_of_generation": "AI's demand over all generation of the year",
    "data_centre_share": "all data centres over all generation of the year; of a "
    "place, over all electricity that is used",
    "data_centre_peak_gw": "draw of all data centres in the highest hour of the year",
    "peak_gw": "all that is drawn in the highest hour of the year; of a region or the "
    "world, the sum of the highest hours of its grids",
    "share_of_peak": "draw of all data centres over all that is drawn in the highest "
    "hour of the year",
    "ai_carbon_mtco2e": "greenhouse gases of the electricity that AI draws in the "
    "year, over the life of the plants",
    "ai_water_gl": "water that power plants consume for the electricity that AI draws "
    "in the year",
}
"""What each quantity is, as files say it."""
