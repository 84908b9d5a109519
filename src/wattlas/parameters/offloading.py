"""Layers of a model that lie in the host's memory: partial offload."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from wattlas.parameters.declaration import Given, Parameter

ALL = "all"
"""Every layer is on the chip."""
AUTO = "auto"
"""As many layers are on the chip as fit, which is also so where nothing is given."""


@dataclass(frozen=True, kw_only=True)
class OffloadOptions:
    """Partial offload: layers that do not fit the chip are computed by its host."""

    gpu_layers: Annotated[
        Given,
        Parameter(
            help="Layers on the chip, all or auto; the host computes the others, as "
            "llama.cpp does.",
            quantity="gpu_layers",
            flags=("--gpu-layers", "--n-gpu-layers", "-ngl"),
            examples=(10, 24),
        ),
    ] = None
    host_memory: Annotated[
        Given,
        Parameter(
            help="Memory of the host, where layers may lie. [GB]",
            quantity="host_memory_gb",
            examples=(64, 128),
        ),
    ] = None
    host_bandwidth: Annotated[
        Given,
        Parameter(
            help="Bandwidth of the host's memory. [GB/s]",
            quantity="host_bandwidth_gb_per_s",
            examples=(60, 90),
        ),
    ] = None
