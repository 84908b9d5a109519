"""The words of reports in English."""

from __future__ import annotations

RESULTS = {
    "chip_hours": "chip-hours",
    "chip_energy_kwh": "chip energy",
    "it_energy_kwh": "IT energy",
    "facility_energy_kwh": "facility energy",
    "electricity_cost": "electricity cost",
    "total_cost": "total cost including hardware",
    "facility_carbon_kgco2e": "carbon of electricity",
    "lifecycle_carbon_kgco2e": "carbon with hardware",
    "site_water_l": "water on site",
    "grid_water_l": "water at power plants",
}

SHORT_RESULTS = {
    "facility_energy_kwh": "energy",
    "electricity_cost": "electricity",
    "total_cost": "total including hardware",
    "facility_carbon_kgco2e": "carbon",
    "site_water_l": "site water",
}

ESTIMATE_TITLE = "{verb} {model}{on}{at}: {basis}"
VERBS = {
    "train": "Training",
    "serve": "Serving",
    "generate": "Generating with",
    "metered": "Metered",
    "finetune": "Tuning",
    "rl": "Learning from rewards:",
    "agent": "An agent with",
    "embed": "Embedding with",
    "classify": "Reading with",
    "transcribe": "Transcribing with",
    "speak": "Speaking with",
}
INFERRED_MODEL = "{model} (inferred, not published)"
A_MODEL = "a model"
ON_HARDWARE = " on {hardware}"
ON_CHIPS = " on {chips} x {hardware}"
ON_NEEDED_CHIPS = " on {chips} x {hardware}, the fewest that hold it"
ON_CHOSEN_CHIPS = " on {chips} x {hardware}, of the least cost"
AT_PLACE = " at {place}"
BY_STAGE = "Energy by stage and boundary, central values"
STAGE = "stage"
TOTAL_OF = "total: {basis}"
RANGE = "5-95 % range"
INTERVAL = "5-95 %"
AS_MUCH_AS = "As much as"
BOUNDARY_NAMES = {
    "chip": "chip",
    "it": "IT",
    "facility": "facility",
    "lifecycle": "life cycle",
}
USER_INPUTS = "User inputs"
DEFAULTS = "Defaults (change: --set NAME=VALUE)"
INPUT = "input"
SOURCE = "source"
SENSITIVITY = "Sensitivity of {result} (share of rank variance): {causes}."
ABOVE = "{name} = {value}  (above)"
OTHER_CHIPS = "The same work on other chips ({model}: {basis})"
HARDWARE = "hardware"
SAVED = "saved"
UNDONE = "undone if use grows to"
BATCH = "batch"
RESULT = "result"
BELOW = "below the first"
SIDE_BY_SIDE = "Side by side: {basis}"
PER_REQUEST = "Per request at the facility: {energy}."
BREAK_EVEN = "Serving has used as much as training after {requests} requests{when}."
ON_DAY = ": on day {day}"
CARD_TITLE = "Environmental impact: {title}"
CARD_FOOT = (
    "Estimated with Wattlas {version}: central values with 5-95 % ranges of all "
    "inputs, the error of the method included. Sources: {sources}."
)
DEFAULTS_OF_STUDY = "Defaults (change under overrides)"
YEAR_WITH_RANGES = (
    "Figures of one year at central inputs; ranges over years stand below."
)
YEAR_WITHOUT_RANGES = (
    "Figures of one year at central inputs, without ranges: wattlas plan --scenarios "
    "draws them from their ranges."
)

BOUNDARIES = {
    "chip": "the accelerator boards alone",
    "it": "whole servers and their network, behind the PUE meter",
    "facility": "the building: IT energy x PUE",
    "lifecycle": "with the making of chips and servers (carbon only)",
}

STAGES = {
    "training": "training",
    "development": "development",
    "idle": "idle",
    "serving": "serving",
    "measured": "measured",
}

BASES = {
    "run": "one training run",
    "study": "training and the whole service",
    "request": "one request",
    "thousand_requests": "1,000 requests",
    "year": "a year of service",
    "life": "the whole service",
    "metered_requests": "the requests that were metered",
    "image": "one image",
    "video": "one video",
    "table": "all rows",
    "job": "the whole job",
}

UNITS_OF_USE = {
    "output_token": "per output token",
    "request": "per request",
    "thousand_requests": "per 1,000 requests",
    "day": "per day",
    "month": "per month",
    "year": "per year",
    "image": "per image",
    "video": "per video",
    "video_second": "per second of video",
    "item": "per item",
    "thousand_items": "per 1,000 items",
    "audio_hour": "per hour of audio",
    "session": "per session",
}

EXTRAS = {
    "break_even_requests": "requests until serving equals training",
    "break_even_days": "days until serving equals training",
    "wall_days": "days on these chips",
    "decode_step_s": "time of a decode step",
    "chip_power_w": "power of a busy chip",
    "first_token_s": "time to the first token, without a queue",
    "token_s": "time to each next token",
    "prefill_replicas": "replicas of prompts for each that decodes",
    "kv_transfer_s": "time to hand a prompt's cache over",
    "needed_replicas": "replicas that the volume keeps busy",
    "busy_hours_per_day": "hours of a day in which a machine answers",
    "generation_s": "time of one item",
    "job_hours": "time of the job on these chips",
    "items_per_chip_second": "items a second of a busy chip",
}
EXTRA_UNITS = {
    "break_even_days": "days",
    "wall_days": "days",
    "decode_step_s": "s",
    "chip_power_w": "W",
    "first_token_s": "s",
    "token_s": "s",
    "kv_transfer_s": "s",
    "generation_s": "s",
    "busy_hours_per_day": "h",
    "job_hours": "h",
    "items_per_chip_second": "1/s",
}

ABSENT = {
    "no-place": "no place is given: use --site or --country (--country world for the "
    "world average)",
    "no-site": "known for a site, not for a country: give --site or --wue",
    "one-run": "not counted: give --runs and --failed-share",
    "no-hours-on": "not counted: give --hours-on, for how long the machine is on",
    "within-a-run": "not counted",
    "no-price": "no price is known here: give --price, for example '0.08 USD/kWh'",
    "no-embodied": "the embodied carbon of this chip is not known",
    "stage-without": "known for some stages only: a total without the others would "
    "be too low",
    "follows-from-absent": "what it needs is absent",
    "no-hardware": "the hardware is not given",
    "no-chip-hours": "chip-hours are not given",
    "no-chip-hour-cost": "the cost of a chip-hour is not known",
    "stage-not-asked": "not counted: give {option}",
    "power-given-at-it": "the power given is that of whole servers",
    "no-idle-power": "the power without requests is not given",
    "metered-at-it": "the meter was behind the servers",
    "metered-at-facility": "the meter was at the building",
}

ABSENT_LINE = "Absent: {names}: {reason}."

STAGE_OPTIONS = {
    "idle": "--idle-energy or --idle-share (BLOOM's cluster: 0.59)",
    "development": "--development-factor (OLMo's failed and trial runs: 0.5)",
}

ABSENT_NAMES = {
    "wue_l_per_kwh": "water on site",
    "intensity_kgco2e_per_kwh": "carbon",
    "grid_water_l_per_kwh": "water at power plants",
    "idle": "idle stage",
    "development": "development stage",
}

BELOW_FIRST = (
    "'below the first': the share of the draws in which the figure is lower than the "
    "first row's; inputs that both share move together."
)

WHY_BOUNDARIES_DIFFER = (
    "Why one run has several figures: chip energy is what the accelerator boards "
    "draw. IT energy adds the rest of the servers, losses and network, and here the "
    "nodes that were reserved and idle. Facility energy is IT energy x PUE: it adds "
    "cooling and the building's losses. A dash means not known at that boundary; it "
    "is not zero."
)

STAGES_CHART = {
    "alt": "energy by stage for each boundary, with ranges",
    "axis": "energy",
    "caption": "Bars: stages, mid. Line: 5-95 % range. Sources: {sources}",
}

RULES = {
    "growth-of-use-undoes-saving": "Undone if use grows: the saving is gone once the "
    "work is done so many times more, that is if use grows in proportion as energy per "
    "work falls (an elasticity of one).",
    "supplies-are-not-draw": "Supplies are not draw: power supplies are rated with "
    "spares and head room. Their sum says what the server could be fed, not what it "
    "uses; for energy take the typical draw.",
}

SERVER_FIGURES = {
    "supplies": "power supplies",
    "supply_w": "rating of one supply",
    "supplies_w": "all supplies together",
    "one_supply_failed_w": "with one supply failed",
    "one_feed_lost_w": "with one feed lost",
    "nameplate_w": "nameplate of the server",
    "typical_w": "typical draw under load",
    "idle_w": "idle draw",
    "typical_year_kwh": "energy of a year at that draw",
    "chips": "chips",
    "peak_16bit_tflops": "dense 16-bit peak",
    "tflops_per_typical_w": "peak for each watt drawn",
    "host_embodied_kgco2e": "embodied carbon without chips",
    "embodied_kgco2e": "embodied carbon",
}

SERVER_REASONS = {
    "no-rate-of-cpus": "no rate of its CPUs compares with that of chips",
    "no-chips": "it has no chips",
    "no-peak-rate": "the peak rate of its chips is not known",
    "not-in-tables": "the tables do not have it",
    "only-supplies-known": "only its supplies are known",
    "no-embodied": "embodied carbon is not known",
}
