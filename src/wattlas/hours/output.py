"""What solar and wind plants put out for a kilowatt of nameplate, hour by hour."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas import facts
from wattlas.hours.weather.normals import statistic
from wattlas.hours.weather.record import Weather
from wattlas.hours.weather.sun import Sky, pvlib

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

POWER_CURVE = "nrel-4mw-150"
_TILT_SHARE, _MOST_TILT = 0.87, 40.0
_MOST_TRACKING = 60.0
_ROOF_WIND_M_PER_S = 1.0


def park_capacity_factor(weather: Weather, at: Sky, mount: str) -> Array:
    """Output of a solar park over its AC nameplate. [1]

    PVWatts (Dobos 2014) by pvlib: plane-of-array irradiance on single-axis trackers
    (`mount` = tracking) or on fixed panels that face the equator, cell temperature,
    losses, and an inverter that cuts off at its nameplate.
    """
    plane = _tracking(at) if mount == "tracking" else _fixed(weather)
    over = statistic("panel_over_inverter")
    return _plant(weather, at, plane, over)


def roof_capacity_factor(weather: Weather, at: Sky) -> Array:
    """Output of panels on a flat roof over their AC nameplate. [1]

    As a park with fixed panels, but at the low tilt of ballasted roofs.
    """
    plane = _facing_equator(weather, statistic("roof_tilt_deg"))
    return _plant(weather, at, plane, statistic("panel_over_inverter"))


def wind_capacity_factor(weather: Weather) -> Array | None:
    """Output of a wind farm over its nameplate. [1]

    The power curve of a reference turbine at the wind of its hub, by the power law
    ``v_hub = v * (hub / height) ** shear``, less wakes, outages and other losses.
    """
    if weather.wind_m_per_s is None:
        return None
    height = statistic("hub_height_m") / weather.wind_height_m
    at_hub = weather.wind_m_per_s * height ** statistic("wind_shear_exponent")
    speeds, shares = _power_curve(POWER_CURVE)
    share: Array = np.interp(at_hub, speeds, shares, right=0.0)
    return share * (1 - statistic("turbine_losses_share"))


def _plant(weather: Weather, at: Sky, plane: dict[str, Any], over: float) -> Array:
    library = pvlib()
    irradiance = library.irradiance.get_total_irradiance(
        solar_zenith=at.zenith_deg,
        solar_azimuth=at.azimuth_deg,
        dni=weather.beam_w_per_m2,
        ghi=weather.global_w_per_m2,
        dhi=weather.diffuse_w_per_m2,
        albedo=statistic("albedo"),
        **plane,
    )
    on_plane = np.nan_to_num(np.asarray(irradiance["poa_global"]))
    cell = library.temperature.pvsyst_cell(
        on_plane, weather.dry_bulb_c, wind_speed=_ROOF_WIND_M_PER_S
    )
    gamma = statistic("panel_temperature_per_k")
    direct = library.pvsystem.pvwatts_dc(on_plane, cell, over, gamma)
    direct = direct * (1 - statistic("panel_losses_share"))
    efficiency = statistic("inverter_efficiency")
    output = library.inverter.pvwatts(direct, 1 / efficiency, efficiency)
    factor: Array = np.clip(np.nan_to_num(np.asarray(output)), 0.0, 1.0)
    return factor


def _tracking(at: Sky) -> dict[str, Any]:
    angles = pvlib().tracking.singleaxis(
        at.zenith_deg, at.azimuth_deg, max_angle=_MOST_TRACKING, gcr=0.4
    )
    tilt = np.nan_to_num(np.asarray(angles["surface_tilt"]))
    azimuth = np.nan_to_num(np.asarray(angles["surface_azimuth"]), nan=180.0)
    return {"surface_tilt": tilt, "surface_azimuth": azimuth}


def _fixed(weather: Weather) -> dict[str, Any]:
    tilt = min(_TILT_SHARE * abs(weather.spot.latitude), _MOST_TILT)
    return _facing_equator(weather, tilt)


def _facing_equator(weather: Weather, tilt: float) -> dict[str, Any]:
    azimuth = 180.0 if weather.spot.latitude >= 0 else 0.0
    return {"surface_tilt": tilt, "surface_azimuth": azimuth}


@lru_cache(maxsize=4)
def _power_curve(key: str) -> tuple[Array, Array]:
    row = facts.row("power_curves", key)
    speeds = np.array([float(x) for x in row["wind_m_per_s"].split()])
    power = np.array([float(x) for x in row["power_kw"].split()])
    return speeds, power / float(row["rated_kw"])
