"""Quantities and columns of the tables that no figure rests on: for readers alone."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

OF_EVERY_ROW = frozenset({"key", "source", "note", "year"})
"""Columns of every table, which its reader and `wattlas facts` show."""

READ_WHOLE = frozenset({"forecasts", "subjects"})
"""Tables of which every figure is read, whatever its name."""

DOCUMENTATION: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "ai_trends": frozenset({"h100_equivalents", "chip_power_gw"}),
        "countries": frozenset({"direct_intensity_kgco2e_per_kwh"}),
        "cpus": frozenset({"vendor"}),
        "disclosures": frozenset(
            {"accelerator_wh", "host_wh", "idle_wh", "overhead_wh", "request_water_l"}
        ),
        "generators": frozenset({"text_encoder"}),
        "hardware": frozenset({"peak_fp32_tflops", "peak_int8_tops"}),
        "measured_layers": frozenset({"rows"}),
        "models": frozenset({"published_total_billion", "published_active_billion"}),
        "servers": frozenset({"sockets", "release_year"}),
        "sites": frozenset({"role", "hub"}),
    }
)
"""By table: what `wattlas facts` shows and nothing computes with."""
