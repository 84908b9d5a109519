"""The link from what was metered to the servers behind the PUE meter."""

from __future__ import annotations

from wattlas.chain.types import Value


def metered_it_energy_kwh(
    metered_chip_energy_kwh: Value,
    metered_host_energy_kwh: Value,
    metered_server_energy_kwh: Value,
    components_overhead: Value,
    network_share: Value,
) -> Value:
    """Energy of the servers behind the PUE meter, from what was metered. [kWh]

    ``metered_it_energy_kwh = ((metered_chip_energy_kwh + metered_host_energy_kwh) *
    components_overhead + metered_server_energy_kwh) * (1 + network_share)``

    Cards, packages and memory lack fans, supplies, disks and network cards: the
    overhead puts them on. What a meter of whole servers saw has them already.

    >>> round(metered_it_energy_kwh(6.0, 2.0, 0.0, 1.25, 0.05), 3)
    10.5
    """
    components_kwh = metered_chip_energy_kwh + metered_host_energy_kwh
    servers_kwh = components_kwh * components_overhead + metered_server_energy_kwh
    return servers_kwh * (1 + network_share)
