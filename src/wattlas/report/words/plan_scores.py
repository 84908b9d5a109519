"""Words about how clean a plan is by each account."""

TITLE = "Carbon by location and by market, and the carbon-free share"
VALUE = "value"
SCORES = {
    "location_kg": "location-based carbon",
    "market_kg": "market-based carbon",
    "hourly_share": "hourly (24/7) CFE score of plants and contracts",
    "hourly_share_with_certificates": "the same with certificates",
    "hourly_share_with_grid": "the same with the grid's own clean share",
    "annual_share": "annual volumetric share of plants and contracts",
    "annual_share_with_certificates": "annual share with certificates",
    "certified_kwh": "certificates that are bought",
    "energy_reuse_factor": "energy reuse factor (ERF): heat sold over the energy used",
}
HOW = (
    "By location what comes over the grid emits as the grid does, contracts and "
    "certificates or not; by market contracts count, certificates and virtual "
    "contracts claim what is bought, and the rest emits as the residual mix. Caps and "
    "prices of carbon hold for the power that is given, whatever is certified."
)
MEAN = "No residual mix is given: the rest emits as the mean of the grid."
