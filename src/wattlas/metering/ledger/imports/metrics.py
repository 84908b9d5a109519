"""The metrics of energy that exporters offer: what each counts, and where.

A counter is believed before a power, an exporter that stands first before a later one
that shows the same device. What a row of `METRICS` does not know, its name, its help
and the user say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from wattlas.errors import InputError
from wattlas.metering.ledger.imports.asked import Asked
from wattlas.metering.ledger.imports.selector import Selector
from wattlas.metering.ledger.imports.series import Series
from wattlas.metering.ledger.imports.units import factor_of, unit_of

COUNTER, POWER, LIMIT = "counter", "power", "limit"
UUID = ("UUID", "uuid", "gpu_uuid", "GPU_UUID")
GPU = ("gpu", "gpu_id", "minor_number", "card")


@dataclass(frozen=True)
class Metric:
    """A metric by its name: who offers it, what it counts, which labels name a device.

    `device` is None where all labels do; `where` are patterns that labels must have.
    `step` names the row of the table with the time between two steps; a counter that
    `wraps` is RAPL's own; the labels of one that is `owned` say who held the device.
    """

    name: str
    source: str
    role: str
    unit: str
    scope: str
    device: tuple[str, ...] | None = ()
    where: Mapping[str, str] = field(default_factory=dict)
    step: str = "exporter"
    wraps: bool = False
    owned: bool = False

    def fits(self, series: Series) -> bool:
        """Say whether a series is of the metric."""
        return re.fullmatch(self.name, series.metric) is not None and all(
            re.fullmatch(pattern, series.labels.get(label, ""))
            for label, pattern in self.where.items()
        )


def _card(
    name: str, source: str, role: str, unit: str, step: str = "exporter"
) -> Metric:
    device = (*UUID, *GPU)
    return Metric(name, source, role, unit, "gpu", device, {}, step, owned=True)


SOCKET = ("zone", "index", "socket_id", "path", "rapl_zone")
MAIN = {"path": r"(?!.*mmio).*"}
"""A second driver shows the same counters again."""

METRICS = (
    _card(
        "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION|dcgm_total_energy_consumption",
        "dcgm", COUNTER, "mJ", step="dcgm",
    ),
    _card(
        "DCGM_FI_DEV_POWER_USAGE(_INSTANT)?|dcgm_power_usage",
        "dcgm", POWER, "W", step="dcgm",
    ),
    _card(
        "DCGM_FI_DEV_(POWER_MGMT|ENFORCED_POWER)_LIMIT|dcgm_power_mgmt_limit",
        "dcgm", LIMIT, "W",
    ),
    _card("(amd_)?(gpu_energy_consumed|GPU_ENERGY_CONSUMED)", "amd", COUNTER, "µJ"),
    _card(
        "(amd_)?(gpu_(average_)?package_power|GPU_(AVERAGE_)?PACKAGE_POWER)",
        "amd", POWER, "W",
    ),
    _card("nvidia_smi_power_draw_watts", "nvidia-smi", POWER, "W"),
    _card("nvidia_smi_enforced_power_limit_watts", "nvidia-smi", LIMIT, "W"),
    _card("nvidia_gpu_power_usage_milliwatts", "nvidia-gpu", POWER, "mW"),
    Metric(
        "node_rapl_package(_\\d+)?(_die_\\d+)?_joules_total", "node", COUNTER, "J",
        "package", SOCKET, MAIN, "rapl", wraps=True,
    ),
    Metric(
        "node_rapl_dram_joules_total", "node", COUNTER, "J", "dram", SOCKET, MAIN,
        "rapl", wraps=True,
    ),
    Metric(
        "node_rapl_psys_joules_total", "node", COUNTER, "J", "psys", SOCKET, MAIN,
        "rapl", wraps=True,
    ),
    Metric(
        "node_rapl_joules_total", "node", COUNTER, "J", "package", SOCKET,
        {**MAIN, "rapl_zone": "package.*"}, "rapl", wraps=True,
    ),
    Metric(
        "node_rapl_joules_total", "node", COUNTER, "J", "dram", SOCKET,
        {**MAIN, "rapl_zone": "dram.*"}, "rapl", wraps=True,
    ),
    Metric(
        "node_rapl_joules_total", "node", COUNTER, "J", "psys", SOCKET,
        {**MAIN, "rapl_zone": "psys.*"}, "rapl", wraps=True,
    ),
    *(
        Metric(
            f"kepler_node_cpu_joules_total|kepler_node_{zone}_joules_total", "kepler",
            COUNTER, "J", scope, SOCKET, {"zone": f"{zone}.*|"}, "kepler",
        )
        for zone, scope in (("package", "package"), ("dram", "dram"), ("psys", "psys"))
    ),
    _card("kepler_node_gpu_joules_total", "kepler", COUNTER, "J", step="kepler"),
    Metric(
        "kepler_platform_watts", "kepler", POWER, "W", "server",
        ("chassis_id", "bmc_id", "source_id"),
    ),
    Metric(
        "scaph_socket_energy_microjoules", "scaphandre", COUNTER, "µJ", "package",
        SOCKET, step="scaphandre", wraps=True,
    ),
    Metric(
        "scaph_domain_energy_microjoules", "scaphandre", COUNTER, "µJ", "dram",
        SOCKET, {"domain_name": "dram"}, "scaphandre", wraps=True,
    ),
    Metric(
        "scaph_host_rapl_psys_microjoules", "scaphandre", COUNTER, "µJ", "psys",
        SOCKET, step="scaphandre", wraps=True,
    ),
    Metric(
        "ipmi_dcmi_power_consumption(_current)?_watts", "ipmi", POWER, "W", "server",
    ),
    Metric(
        "ipmi_power_watts", "ipmi", POWER, "W", "server", (),
        {"name": "(?i).*(consumption|system|total|chassis).*"},
    ),
    Metric(
        "ipmi_power_watts", "ipmi", POWER, "W", "wall", ("name", "id"),
        {"name": "(?i).*(ps|psu|supply).*(in|input).*"},
    ),
    *(
        Metric(f"{log}_log_{what}", log, role, unit, scope, device)
        for log in ("redfish", "ipmi")
        for what, role, unit, scope, device in (
            ("energy_kwh", COUNTER, "kWh", "server", ()),
            ("watts", POWER, "W", "server", ()),
            ("input_energy_kwh", COUNTER, "kWh", "wall", ("sensor",)),
            ("input_watts", POWER, "W", "wall", ("sensor",)),
        )
    ),
    Metric(
        "rPDU2DeviceStatusEnergy", "apc", COUNTER, "0.1 kWh", "wall",
        ("rPDU2DeviceStatusIndex", "rPDU2DeviceStatusModule"),
    ),
    Metric(
        "rPDU2DeviceStatusPower", "apc", POWER, "0.01 kW", "wall",
        ("rPDU2DeviceStatusIndex", "rPDU2DeviceStatusModule"),
    ),
)  # fmt: skip
"""Those that are imported unasked: each device as a whole, no part of it twice."""
OURS = {"wattlas_energy_joules_total": COUNTER}
SCOPES = {
    "gpu": "gpu",
    "package": "package",
    "dram": "dram",
    "node": "server",
    "server": "server",
    "wall": "wall",
}
"""What a meter may see, as a user says it."""


def metric_of(series: Series, asked: Asked, chosen: Selector | None) -> Metric | None:
    """Return what a series counts; None where it counts no energy.

    Raises
    ------
    InputError
        If it does, and neither the tables nor the user say what it sees.
    """
    known = next((m for m in METRICS if m.fits(series)), None)
    if series.metric in OURS:
        known = _of_ours(series)
    if known is None and not _is_asked(series, chosen):
        return None
    if asked.unit or asked.scope or known is None:
        return _as_asked(series, asked, known)
    return known


def is_known(name: str) -> bool:
    """Say whether a metric's name is one that is imported unasked."""
    return name in OURS or any(re.fullmatch(m.name, name) for m in METRICS)


def counts_energy(series: Series) -> bool:
    """Say whether a metric that no table knows is one of energy by its name or help."""
    try:
        unit = unit_of(series.metric, series.about, series.unit)
    except InputError:
        return True
    return unit is not None and factor_of(unit)[1]


def rank_of(metric: Metric) -> int:
    """Return which of two metrics of one device is believed: the lower one."""
    return next((i for i, m in enumerate(METRICS) if m == metric), len(METRICS))


def _is_asked(series: Series, chosen: Selector | None) -> bool:
    return chosen is not None and chosen.holds(series.metric, series.labels)


def _of_ours(series: Series) -> Metric | None:
    """Return the metric of Wattlas' own page, whose labels say what it is."""
    scope = series.labels.get("scope", "")
    if series.labels.get("method") != COUNTER or scope not in SCOPES:
        return None
    return Metric(series.metric, "wattlas", COUNTER, "J", scope, ("device",))


def _as_asked(series: Series, asked: Asked, known: Metric | None) -> Metric:
    unit = asked.unit or (known.unit if known else _told_unit(series))
    _, is_energy = factor_of(unit)
    if is_energy and known is None and series.kind == "gauge" and not asked.unit:
        raise InputError(
            "{metric} is a gauge of energy, not a counter: what lies between two of "
            "its readings it does not say. Give --unit if it only ever grows.",
            metric=series.metric,
        )
    scope = SCOPES.get(asked.scope, "") or (known.scope if known else "")
    if not scope:
        raise InputError(
            "{metric} does not say what it sees: add --scope {scopes}.",
            metric=series.metric,
            scopes=", ".join(SCOPES),
        )
    role = COUNTER if is_energy else POWER
    if known is not None and known.role == LIMIT:
        role = LIMIT
    if known is not None:
        return replace(known, role=role, unit=unit, scope=scope)
    return Metric(
        re.escape(series.metric), series.metric, role, unit, scope, None, owned=True
    )


def _told_unit(series: Series) -> str:
    unit = unit_of(series.metric, series.about, series.unit)
    if unit is None:
        raise InputError(
            "{metric} does not say what it counts in: add --unit, such as mJ or kWh.",
            metric=series.metric,
        )
    return unit
