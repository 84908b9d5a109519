"""What codecarbon's trackers may be given: what has an effect here, what has none."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from wattlas import facts
from wattlas.errors import InputError, UnknownOptionError

UNUSED = frozenset(
    (
        *("api_call_interval", "api_endpoint", "api_key", "logger_preamble"),
        *("experiment_name", "save_to_api", "save_to_logger", "logging_logger"),
        *("save_to_prometheus", "prometheus_url", "save_to_logfire", "gpu_ids"),
        *("output_methods", "output_handlers", "emissions_endpoint", "log_level"),
        *("co2_signal_api_token", "electricitymaps_api_token", "default_cpu_power"),
        *("force_cpu_power", "force_ram_power", "force_mode_cpu_load", "metadata"),
        *("rapl_include_dram", "rapl_prefer_psys", "allow_multiple_runs"),
        *("cloud_provider", "cloud_region", "country_2letter_iso_code", "region"),
        *("tracking_pid", "measure_power_method", "pue_method"),
    )
)
"""Options of codecarbon that change nothing here: they are accepted, and it is said."""
MODES = ("machine", "process")
WRITES = ("append", "update")


@dataclass(frozen=True)
class Options:
    """What a tracker is given and uses.

    `measure_power_secs` is the time between readings [s], `pue` facility over IT energy
    [1], `wue` water on site for a kWh of it [L/kWh], and the carbon of a kWh
    `force_carbon_intensity_g_co2e_kwh` [g/kWh].
    """

    project_name: str = "codecarbon"
    measure_power_secs: float = 15.0
    output_dir: str | Path = "."
    output_file: str = "emissions.csv"
    save_to_file: bool = True
    on_csv_write: str = "append"
    experiment_id: str = ""
    tracking_mode: str = "machine"
    pue: float = 1.0
    wue: float = 0.0
    country_iso_code: str | None = None
    force_carbon_intensity_g_co2e_kwh: float | None = None

    @property
    def path(self) -> Path:
        """The file that rows are written to."""
        return Path(self.output_dir) / self.output_file

    @property
    def intensity_kg_per_kwh(self) -> float | None:
        """Carbon of a kWh; None without it and without a country. [kgCO2e/kWh]"""
        if self.force_carbon_intensity_g_co2e_kwh is not None:
            return self.force_carbon_intensity_g_co2e_kwh / 1000
        if self.country_iso_code is None:
            return None
        key = facts.resolve("countries", self.country_iso_code)
        return facts.number("countries", key, "intensity_kgco2e_per_kwh").value


def options_of(given: Mapping[str, Any]) -> Options:
    """Return the options of keywords; warn of those that change nothing.

    Raises
    ------
    InputError
        If a value cannot be, or codecarbon has no such option.
    """
    known = {field.name for field in fields(Options)}
    used = {name: value for name, value in given.items() if name in known}
    unused = sorted(set(given) - known)
    wrong = [name for name in unused if name not in UNUSED]
    if wrong:
        raise UnknownOptionError(
            "codecarbon's tracker has no option {names}.", names=", ".join(wrong)
        )
    if unused:
        text = f"Accepted and not used: {', '.join(unused)}. See docs/codecarbon.md."
        warnings.warn(text, RuntimeWarning, stacklevel=4)
    options = Options(**{n: v for n, v in used.items() if v is not None})
    _check(options)
    return options


def _check(options: Options) -> None:
    bounds = {"pue": 1.0, "wue": 0.0, "measure_power_secs": 0.01}
    bounds["force_carbon_intensity_g_co2e_kwh"] = 0.0
    for name, least in bounds.items():
        value = getattr(options, name)
        if value is not None and not (
            isinstance(value, int | float) and least <= value < float("inf")
        ):
            raise InputError(
                "{name} must be >= {least:g} and finite, got {value!r}.",
                name=name,
                least=least,
                value=value,
            )
    for name, allowed in (("tracking_mode", MODES), ("on_csv_write", WRITES)):
        if getattr(options, name) not in allowed:
            raise InputError(
                "{name} is one of {allowed}, got {value!r}.",
                name=name,
                allowed=", ".join(allowed),
                value=getattr(options, name),
            )
    if options.country_iso_code is not None:
        facts.resolve("countries", options.country_iso_code)
