"""Exact factors between units: the only place where they are written down.

Inside Wattlas energy is in kWh, power in kW, time in h, carbon in kgCO2e and water
in L. The physics of chips works in J, W and s; it is converted here, once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Value: TypeAlias = float | NDArray[np.float64]

J_PER_KWH = 3_600_000.0
SECONDS_PER_HOUR = 3_600.0
HOURS_PER_DAY = 24.0
HOURS_PER_YEAR = 8_760.0
DAYS_PER_YEAR = 365.0
MONTHS_PER_YEAR = 12.0
W_PER_KW = 1_000.0
KG_PER_T = 1_000.0
KG_PER_POUND = 0.45359237
L_PER_M3 = 1_000.0
L_PER_US_GALLON = 3.785411784
FLOP_PER_MFLOP = 1e6
FLOP_PER_TFLOP = 1e12
BYTES_PER_GB = 1e9
BITS_PER_BYTE = 8.0
PARAMETERS_PER_BILLION = 1e9
KWH_PER_TWH = 1e9
KW_PER_GW = 1e6
MW_PER_GW = 1e3
KG_PER_MT = 1e9
G_PER_KG = 1e3
L_PER_GL = 1e9
KW_PER_MW = 1e3
KWH_PER_MWH = 1e3
WH_PER_KWH = 1e3
MILLION = 1e6
BILLION = 1e9


def kwh_from_joules(energy_j: Value) -> Value:
    """Convert energy from joules. [kWh]

    >>> kwh_from_joules(3_600_000.0)
    1.0
    """
    return energy_j / J_PER_KWH


def kwh_from_watt_hours(power_w: Value, time_h: Value) -> Value:
    """Energy of a constant power over a time. [kWh]

    >>> kwh_from_watt_hours(400.0, 10.0)
    4.0
    """
    return power_w * time_h / W_PER_KW
