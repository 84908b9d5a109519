"""What the sensors of each hwmon driver see: which count, and inside which fence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """Sensors of a driver by their label: what they see, and how well.

    `scope` is '' for a part of what is counted; `error` the row of the table of errors
    (`true_over_reading`); `alone` a sensor that holds the others of its chip; `device`
    the row of the table with the most that it draws, where its scope has another.
    """

    label: str
    scope: str
    error: str = ""
    alone: bool = False
    device: str = ""

    def fits(self, label: str) -> bool:
        """Say whether a sensor's label is one of the rule."""
        return re.fullmatch(self.label, label, re.IGNORECASE) is not None


SUPPLY = (Rule(r"pin\d*", "wall", "integrated-wall", device="supply"),)
CARD = (Rule(r".*", "gpu", "integrated-gpu"),)
RAILS = "integrated-rails"

DRIVERS: Mapping[str, Sequence[Rule]] = {
    "power_meter": (
        Rule(r"Grace Power.*", "package", "integrated-package"),
        Rule(r"(CPU|SysIO) Power.*|.*Module.*", ""),
        Rule(r".*", "server", "integrated-server"),
    ),
    "corsairpsu": (Rule(r"power total", "server", "integrated-server"),),
    "ibmpowernv": (Rule(r"System", "server", "integrated-server"),),
    "occ": (
        Rule(r"(\d+_)?system", "server", "integrated-server"),
        Rule(r"(\d+_)?proc", "package", "integrated-package"),
    ),
    "xgene_hwmon": (Rule(r"CPU power", "package", "integrated-package"),),
    # VDD_IN and POM_5V_IN feed the module, the other rails lie behind them.
    "ina3221": (
        Rule(r"VDD_IN|POM_5V_IN", "server", "integrated-server", alone=True),
        Rule(r".+", "server", "integrated-server"),
    ),
    "amd_energy": (Rule(r"Esocket\d*", "package", "counter-package"),),
    # Core and SoC as the regulator sees them: memory and I/O of the package are not in.
    "zenpower": (Rule(r"SVI2_P_(Core|SoC)", "package", RAILS),),
    "amdgpu": CARD,
    # A card's own counter holds its package; graphics of a processor have no card.
    "xe": (
        Rule(r"card|", "gpu", "counter-gpu", alone=True),
        Rule(r"pkg", "gpu", "counter-gpu"),
    ),
    "i915": (Rule(r"", "gpu", "counter-gpu"),),
    **dict.fromkeys(
        (
            *("dps650ab", "dps920ab", "bpa_rs600", "bpd_rs600", "cffps1", "cffps2"),
            *("ipsps1", "fsg032", "crps185", "pfe1100", "pfe3000", "d1u74t"),
            *("acbel_fsg032", "intel_crps185", "ym2151e", "yh5151e", "dps460"),
            *("dps800", "sgd009"),
        ),
        SUPPLY,
    ),
}
"""Drivers whose sensors count. Others (disks, regulators, boards) see parts."""

SERVER_VIEWS = ("power_meter", "corsairpsu", "occ", "ibmpowernv", "ina3221")
"""Drivers that see the whole server, the one that is believed first."""


def rule_of(driver: str, label: str) -> Rule | None:
    """Return the rule of a sensor; None where it sees a part, or is not known.

    >>> rule_of("amd_energy", "Esocket0").scope, rule_of("nvme", "Composite")
    ('package', None)
    >>> rule_of("power_meter", "Grace Power Socket 0").scope
    'package'
    """
    for rule in DRIVERS.get(driver, ()):
        if rule.fits(label.strip()):
            return rule if rule.scope else None
    return None
