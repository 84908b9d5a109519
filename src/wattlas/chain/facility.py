"""Facility: the building around the servers."""

from __future__ import annotations

from wattlas.chain.types import Value


def facility_energy_kwh(it_energy_kwh: Value, pue: Value) -> Value:
    """Energy drawn by the building to run the IT load. [kWh]

    PUE is facility energy over IT energy (ISO/IEC 30134-2:2016).

    >>> facility_energy_kwh(it_energy_kwh=100.0, pue=1.2)
    120.0
    """
    return it_energy_kwh * pue


def site_water_l(it_energy_kwh: Value, wue_l_per_kwh: Value) -> Value:
    """Water consumed on site, mostly evaporated for cooling. [L]

    WUE counts litres per kWh of *IT* energy (ISO/IEC 30134-9:2022): the PUE has no
    place here.

    >>> site_water_l(it_energy_kwh=1000.0, wue_l_per_kwh=0.5)
    500.0
    """
    return it_energy_kwh * wue_l_per_kwh
