"""What each number that comes in may be: unit, allowed and usual range, zero.

*Allowed* is what can be: outside it a value is refused, wherever it comes from.
*Usual* is what is met: outside it a remark says so, and names the unit that was
probably meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from wattlas.parameters.limits import INFINITE, Quantity, Slip


def _slips(**sizes: float) -> tuple[Slip, ...]:
    return tuple(Slip(unit, size) for unit, size in sizes.items())


_COUNTS = _slips(k=1e3, M=1e6, B=1e9, T=1e12)
_MANY = _slips(T=1e12, B=1e9, M=1e6)
_PER_CENT = (Slip("%", 0.01),)
_POWER = (Slip("kW", 1e3), Slip("MW", 1e6), Slip("GW", 1e9))
_ENERGY = (Slip("MWh", 1e3), Slip("GWh", 1e6), Slip("TWh", 1e9), Slip("Wh", 1e-3))
_PER_MWH = (Slip("/MWh", 1e-3),)


def share(
    meaning: str, low: float = 0.0, high: float = 1.0, *, zero: bool = False
) -> Quantity:
    """Return a share: a fraction, or per cent with its sign."""
    return Quantity(meaning=meaning, low=low, high=high, zero=zero, slips=_PER_CENT)


def power(meaning: str, usual: tuple[float, float], *, zero: bool = False) -> Quantity:
    """Return a power in watts; usual in watts too. [W]"""
    return Quantity(unit="W", meaning=meaning, usual=usual, zero=zero, slips=_POWER)


def energy(meaning: str) -> Quantity:
    """Return an energy: always given with its unit. [kWh]"""
    return Quantity(unit="kWh", meaning=meaning, slips=_ENERGY)


def money(per: str, meaning: str, usual: tuple[float, float] | None = None) -> Quantity:
    """Return money, or a price per a unit; nothing may be free of charge."""
    unit = f"money/{per}" if per else "money"
    return Quantity(unit=unit, meaning=meaning, usual=usual, zero=True)


def years(meaning: str, low: float, high: float, *, zero: bool = False) -> Quantity:
    """Return a span of years. [year]"""
    return Quantity(unit="year", meaning=meaning, low=low, high=high, zero=zero)


def reading(unit: str, low: float, high: float) -> Quantity:
    """Return what an instrument may show, nothing included."""
    return Quantity(unit=unit, low=low, high=high, zero=True)


def whole(
    meaning: str,
    low: float,
    high: float = INFINITE,
    usual: tuple[float, float] | None = None,
) -> Quantity:
    """Return a whole number."""
    zero = low <= 0
    return Quantity(
        meaning=meaning, low=low, high=high, usual=usual, whole=True, zero=zero
    )


def tokens(meaning: str, most: float, *, zero: bool = False) -> Quantity:
    """Return tokens of one request, usual up to `most`."""
    return Quantity(meaning=meaning, usual=(1.0, most), zero=zero)


_PLACE = {
    "pue": Quantity(
        meaning="facility energy over IT energy", low=1.0, high=5.0, usual=(1.0, 2.5)
    ),
    "wue_l_per_kwh": Quantity(
        unit="L/kWh",
        meaning="litres per kWh of IT energy",
        high=20.0,
        usual=(0.0, 5.0),
        zero=True,
    ),
    "intensity_kgco2e_per_kwh": Quantity(
        unit="kgCO2e/kWh",
        meaning="carbon per kWh",
        high=3.0,
        usual=(0.001, 1.5),
        zero=True,
        slips=(Slip("g/kWh", 1e-3),),
    ),
    "grid_water_l_per_kwh": Quantity(
        unit="L/kWh",
        meaning="litres per kWh",
        high=100.0,
        usual=(0.0, 30.0),
        zero=True,
    ),
    "price_per_kwh": Quantity(
        unit="money/kWh",
        meaning="money for one kWh",
        low=-10.0,
        high=1e4,
        usual=(-1.0, 2.0),
        zero=True,
        slips=_PER_MWH,
    ),
}

_TRAINING = {
    "training_tokens": Quantity(
        meaning="tokens", low=1.0, high=1e18, usual=(1e6, 1e14), slips=_MANY
    ),
    "chips": whole("chips that ran", 1, 1e8, (1.0, 5e6)),
    "wall_hours": Quantity(
        unit="h", meaning="hours", high=1e6, usual=(1.0 / 60.0, 26_000.0)
    ),
    "chip_hours": Quantity(
        unit="h", meaning="chips x hours", high=1e12, usual=(0.1, 1e10), slips=_COUNTS
    ),
    "metered_energy_kwh": energy("metered energy"),
    "idle_energy_kwh": energy("energy of reserved, idle nodes"),
    "training_energy_kwh": energy("facility energy of training"),
    "chip_power_w": Quantity(
        unit="W",
        meaning="watts for one chip",
        low=0.1,
        high=1e5,
        usual=(1.0, 5e3),
        slips=_POWER,
    ),
    "it_power_w": Quantity(
        unit="W",
        meaning="watts for one chip",
        low=0.1,
        high=1e5,
        usual=(1.0, 1e4),
        slips=_POWER,
    ),
    "power_limit_w": Quantity(
        unit="W", meaning="watts for one chip", low=0.1, high=1e5, usual=(1.0, 5e3)
    ),
    "idle_share": Quantity(
        meaning="idle energy over training energy", high=5.0, zero=True
    ),
    "development_factor": Quantity(
        meaning="failed and trial runs over the final run",
        high=20.0,
        usual=(0.0, 5.0),
        zero=True,
    ),
    "step_mfu": Quantity(
        meaning="a share of the peak rate",
        low=0.001,
        high=1.0,
        usual=(0.01, 0.9),
        slips=_PER_CENT,
    ),
    "goodput": share("a share of the billed hours", 0.01),
    "recompute_factor": Quantity(
        meaning="executed over model FLOP", low=1.0, high=2.0, usual=(1.0, 1.5)
    ),
    "sequence_tokens": Quantity(
        meaning="tokens of the training context",
        low=1.0,
        high=1e9,
        usual=(16.0, 1e7),
        slips=_COUNTS,
    ),
    "it_overhead": Quantity(
        meaning="IT energy over chip energy", low=1.0, high=5.0, usual=(1.0, 2.5)
    ),
    "idle_it_overhead": Quantity(
        meaning="IT energy over chip energy", low=1.0, high=5.0
    ),
    "training_power_share": share("a share of the power limit", 0.01, 1.2),
    "life_years": Quantity(
        unit="year", meaning="years", low=0.1, high=30.0, usual=(1.0, 12.0)
    ),
    "chip_hour_cost": Quantity(
        unit="money/h",
        meaning="money for an hour of one chip",
        high=1e6,
        usual=(0.01, 50.0),
        zero=True,
    ),
    "host_power_share": Quantity(
        meaning="host watts for each watt of chip limit", high=5.0, zero=True
    ),
    "balance_exponent": Quantity(meaning="an exponent", low=-2.0, high=2.0, zero=True),
    "size_exponent": Quantity(meaning="an exponent", low=-2.0, high=2.0, zero=True),
    "latent_attention": Quantity(zero=True),
    "state_bytes": Quantity(zero=True),
    "supply_loss": share("a share of the servers' power", zero=True),
    "network_share": share("a share of the servers' power", zero=True),
}

_SERVING = {
    "prompt_tokens": tokens("tokens of the whole prompt", 2e6, zero=True),
    "cached_prompt_tokens": tokens("tokens of it that are cached", 2e6, zero=True),
    "output_tokens": tokens("tokens of the answer", 1e6),
    "batch": Quantity(
        meaning="requests or items at once", low=1.0, high=1e6, usual=(1.0, 8192.0)
    ),
    "chips_per_replica": whole("chips", 1, 1e5, (1.0, 512.0)),
    "busy_share": share("a share of the time", 0.001),
    "experts": whole("experts of a layer", 1, 10_000),
    "experts_per_token": whole("experts that a token passes", 1, 10_000),
    "layers": whole("layers", 1, 10_000),
    "requests_per_day": Quantity(
        meaning="requests a day", high=1e15, usual=(1.0, 1e12), slips=_COUNTS
    ),
    "requests_per_second": Quantity(
        meaning="requests a second", high=1e10, usual=(1e-4, 1e7), slips=_COUNTS
    ),
    "service_years": Quantity(
        unit="year", meaning="years of service", high=100.0, usual=(0.01, 15.0)
    ),
    "requests": Quantity(meaning="requests", high=1e18, whole=True, slips=_COUNTS),
    "waiting_power_w": power("watts without requests", (1.0, 1e9)),
    "engine_year": whole("a year", 2020, 2100),
    "tensor_parallel": whole("chips", 1, 1e6, (1.0, 64.0)),
    "pipeline_parallel": whole("stages", 1, 1e6, (1.0, 64.0)),
    "data_parallel": whole("groups of chips", 1, 1e6, (1.0, 512.0)),
    "expert_parallel": whole("chips", 1, 1e6, (1.0, 512.0)),
    "replicas": Quantity(meaning="replicas", low=1.0, high=1e9, usual=(1.0, 1e6)),
    "chunk_tokens": whole("prompt tokens", 1, 1e6, (16.0, 65_536.0)),
    "prefill_chips": whole("chips", 1, 1e6, (1.0, 512.0)),
    "prefill_tensor_parallel": whole("chips", 1, 1e6, (1.0, 64.0)),
    "prefill_replicas": Quantity(meaning="replicas", high=1e9),
    "kv_transfer_gb_per_s": Quantity(
        unit="GB/s", meaning="a rate of a link", high=1e5, usual=(1.0, 2000.0)
    ),
    "locked_clock": share("a share of the full clock", 0.1),
    "max_sequences": whole("sequences", 1, 1e6, (1.0, 8192.0)),
    "draft_tokens": Quantity(
        meaning="drafted tokens", high=1000.0, usual=(0.0, 16.0), zero=True
    ),
    "accepted_draft_tokens": Quantity(
        meaning="accepted tokens", high=1000.0, usual=(0.0, 16.0), zero=True
    ),
    "prefix_cache_share": share("a share of the prompts' tokens", zero=True),
    "running_share": share("a share of the largest batch", 0.001),
    "batch_limit": Quantity(meaning="requests at once", low=1.0, high=1e8),
    "power_cap_w": power("watts of a chip", (10.0, 3000.0)),
    "ttft_ms": Quantity(unit="ms", meaning="milliseconds", usual=(10.0, 600_000.0)),
    "tpot_ms": Quantity(unit="ms", meaning="milliseconds", usual=(1.0, 10_000.0)),
    "mean_power_w": power("mean watts", (1.0, 1e9)),
}

_GENERATION = {
    "width_px": Quantity(
        unit="px", meaning="pixels", low=1.0, high=1e5, usual=(64.0, 16_384.0)
    ),
    "height_px": Quantity(
        unit="px", meaning="pixels", low=1.0, high=1e5, usual=(64.0, 16_384.0)
    ),
    "steps": Quantity(
        meaning="denoising steps", low=1.0, high=1e5, usual=(1.0, 1000.0)
    ),
    "cached_step_share": share("a share of the steps", high=0.95, zero=True),
    "attended_share": share("a share of the tokens", 0.0001),
    "joint_text": share("a share of the text", zero=True),
    "frames": Quantity(meaning="frames", low=1.0, high=1e6, usual=(1.0, 10_000.0)),
    "frames_per_second": Quantity(
        unit="1/s", meaning="frames a second", high=1e4, usual=(1.0, 240.0)
    ),
    "items_per_day": Quantity(
        meaning="items a day", high=1e15, usual=(1.0, 1e11), slips=_COUNTS
    ),
}

_SERVERS = {
    "supplies": Quantity(meaning="power supplies", low=1.0, high=1e4, usual=(1.0, 24)),
    "supply_w": power("watts of one supply", (100.0, 2e4)),
}

_SITES = {
    "demand_charge_per_kw_month": money("kW/month", "money for a kW and month"),
    "connection_w": power("watts of the connection", (1e3, 1e10)),
    "marginal_intensity_kgco2e_per_kwh": Quantity(
        unit="kgCO2e/kWh",
        meaning="carbon of one more kWh",
        low=-3.0,
        high=3.0,
        usual=(-1.5, 1.5),
        zero=True,
        slips=(Slip("g/kWh", 1e-3),),
    ),
    "output_share": share("output over the rated power", zero=True),
    "requests_of_hour": Quantity(meaning="requests of an hour", zero=True),
}

_WEATHER = {
    "dry_bulb_c": reading("C", -90.0, 60.0),
    "dew_point_c": reading("C", -100.0, 40.0),
    "global_w_per_m2": reading("W/m2", 0.0, 1_500.0),
    "diffuse_w_per_m2": reading("W/m2", 0.0, 1_000.0),
    "beam_w_per_m2": reading("W/m2", 0.0, 1_400.0),
    "wind_m_per_s": reading("m/s", 0.0, 90.0),
}
"""What weather can be: what lies outside is a code for missing."""

_POWER_OPTIONS = {
    "option_w": power("watts of the option", (1e3, 1e11), zero=True),
    "unit_w": power("watts of one unit", (1e3, 1e10)),
    "storage_hours": Quantity(
        unit="h", meaning="hours at full power", high=1e4, usual=(0.1, 1000.0)
    ),
    "units": whole("whole units", 0.0, 1e6),
    "export_price_per_kwh": Quantity(
        unit="money/kWh",
        meaning="money for a kWh that is sold",
        low=-10.0,
        high=1e4,
        usual=(-1.0, 2.0),
        zero=True,
        slips=_PER_MWH,
    ),
    "capital_cost_per_kw": money("kW", "money for a kW", (1.0, 1e5)),
    "energy_cost_per_kwh": money("kWh", "money for a kWh of storage", (0.1, 5e3)),
    "fixed_cost_per_kw": money("kW/year", "money for a kW and year", (0.0, 5e3)),
    "energy_fixed_cost_per_kwh": money("kWh/year", "money for a kWh and year"),
    "cost_per_kwh": money("kWh", "money for a kWh", (0.0, 2.0)),
    "learning_rate": share("a share of the cost for a doubling", 0.0, 0.5, zero=True),
    "units_before": Quantity(
        meaning="units built before", high=1e7, usual=(1.0, 1e5), zero=True
    ),
    "asset_life_years": years("years that capital serves", 1.0, 100.0),
    "lead_time_years": years("years", 0.0, 50.0, zero=True),
    "delay_years": years("years", 0.0, 50.0, zero=True),
    "year": whole("a year", 2000, 2100),
    "chance": share("a chance", zero=True),
    "availability": share("a share of the hours", 0.01),
    "min_load": share("a share of the power", zero=True),
    "ramp": Quantity(
        meaning="a share of the power in an hour",
        low=0.001,
        high=60.0,
        slips=_PER_CENT,
    ),
    "round_trip_efficiency": share("energy out over in", 0.05),
    "cycles_per_year": Quantity(
        meaning="full cycles in a year", high=1e4, usual=(1.0, 2000.0)
    ),
    "plant_water_l_per_kwh": Quantity(
        unit="L/kWh", meaning="litres per kWh", high=100.0, usual=(0.0, 30.0), zero=True
    ),
}

_LOADS = {
    "load_w": power("mean watts of the servers", (1e2, 1e11)),
    "power_cap_w": power("watts of the servers at most", (1e2, 1e11)),
    "run_hours": Quantity(unit="h", meaning="hours", high=8760.0, zero=True),
    "latency_ms": Quantity(
        unit="ms", meaning="there and back", high=1e6, usual=(1.0, 2000.0)
    ),
    "warm_share": share("a share of the idle replicas", zero=True),
}

_PLAN = {
    "matching_share": share("a share that is carbon-free", zero=True),
    "carbon_price_per_kg": money("kgCO2e", "money for carbon", (0.0, 2.0)),
    "carbon_cap_kg": Quantity(unit="kgCO2e", meaning="carbon in a year", zero=True),
    "water_price_per_l": money("L", "money for water", (0.0, 0.1)),
    "water_cap_l": Quantity(unit="L", meaning="water in a year", zero=True),
    "capital_budget": money("", "capital"),
    "discount_rate": Quantity(
        meaning="a real rate a year",
        low=-0.1,
        high=1.0,
        usual=(0.0, 0.25),
        zero=True,
        slips=_PER_CENT,
    ),
    "horizon": whole("years", 1, 100),
    "tax_share": Quantity(meaning="a share of profit", high=0.9, zero=True),
    "block_hours": whole("mean hours of a block", 1, 8),
    "tolerance": Quantity(meaning="of the optimum", high=0.1),
    "pareto": whole("plans of a front", 2, 100),
}

_OUTLOOK = {
    "growth_factor": Quantity(
        meaning="a factor per year: 1.3 is +30 %", low=1.0, high=20.0, usual=(1.0, 4.0)
    ),
    "demand_twh": Quantity(
        unit="TWh", meaning="energy of a year", high=1e6, usual=(1.0, 1e5)
    ),
    "base_twh": Quantity(unit="TWh", meaning="energy of 2025", usual=(10.0, 2e3)),
    "outlook.growth": Quantity(
        meaning="a factor per year: 1.3 is +30 %", low=0.2, high=20.0
    ),
    "outlook.generation_growth": Quantity(
        meaning="a factor per year: 1.03 is +3 %", low=0.8, high=1.3
    ),
    "outlook.rebound": Quantity(
        meaning="per cent more use for one per cent less energy",
        low=-1.0,
        high=3.0,
        zero=True,
    ),
    "outlook.halving_years": years("years", 0.1, 100.0),
    "outlook.pue": Quantity(
        meaning="facility energy over IT energy", low=1.0, high=5.0
    ),
    "outlook.overhead": Quantity(
        meaning="IT energy over chip energy", low=1.0, high=5.0
    ),
    "outlook.load": share("a share of the limit", 0.01),
    "outlook.mfu": share("a share of the peak rate", 0.001),
    "outlook.inference_share": share(
        "a share of the energy of AI", 0.0, 0.99, zero=True
    ),
    "outlook.share": share("a share", zero=True),
    "outlook.decline": Quantity(meaning="a factor per year", low=0.5, high=1.1),
    "outlook.chance": share("a chance", zero=True),
    "outlook.onsite_share": share("a share of what is added", zero=True),
    "outlook.correlation": share("a rank correlation", 0.0, 0.99, zero=True),
    "outlook.capacity_factor": share("mean over full output", 0.01),
    "outlook.start_year": Quantity(meaning="a year", low=2024.0, high=2200.0),
    "outlook.patience": years("years", 0.0, 20.0, zero=True),
    "outlook.units_per_year": Quantity(meaning="units a year", high=1e5, zero=True),
    "outlook.last_year": whole("a whole year", 2026, 2100),
    "outlook.draws": whole("draws; fewer give no 5-95 % range", 16, 10_000_000),
    "outlook.share_of_generation": share("a share of generation"),
}
"""The inputs and settings of an outlook, by the first part of their names."""

_RUNS = {
    "sentences": whole("sentences", 1),
    "scenarios": whole("draws of figures", 0, 100_000),
    "workers": whole("processes", 1, 10_000),
    "port": whole("a port", 1, 65_535),
    "tokens_handled": Quantity(meaning="tokens", zero=True, slips=_COUNTS),
    "samples_handled": Quantity(meaning="samples", zero=True, slips=_COUNTS),
    "draws": whole("draws", 1, 10_000_000),
    "seed": whole("a seed", 0),
}

QUANTITIES: Mapping[str, Quantity] = MappingProxyType(
    _PLACE
    | _TRAINING
    | _SERVING
    | _GENERATION
    | _SERVERS
    | _SITES
    | _WEATHER
    | _POWER_OPTIONS
    | _LOADS
    | _PLAN
    | _OUTLOOK
    | _RUNS
)
"""Every quantity that has limits of its own, by name; any other is above 0."""

_PLAIN = Quantity()


_FRACTIONS = ("_share", "_efficiency")
_FRACTION = share("a fraction of 1")


def quantity(name: str) -> Quantity:
    """Return what a number may be, by its name.

    What is not declared is any number above 0; by its name a share or an efficiency,
    at most 1.

    >>> print(quantity("pue").allowed, "or", quantity("usable_memory_share").allowed)
    1 to 5 or > 0 and at most 1
    """
    plain = _FRACTION if name.endswith(_FRACTIONS) else _PLAIN
    return QUANTITIES.get(name, plain)


def units_of(names: Iterable[str]) -> dict[str, str]:
    """Return the unit of each quantity, by name."""
    return {name: quantity(name).unit for name in names}
