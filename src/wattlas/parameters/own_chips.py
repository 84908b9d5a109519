"""A machine of one's own: the fields of the file that describes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from wattlas.parameters.declaration import Given, Parameter


@dataclass(frozen=True, kw_only=True)
class OwnChip:
    """One chip and its share of the machine around it."""

    name: Annotated[
        str | None,
        Parameter(help="Its name, that of no chip in the tables.", examples=("mine",)),
    ] = None
    power_limit: Annotated[
        Given,
        Parameter(
            help="Most that the chip draws. [W]",
            quantity="power_limit_w",
            examples=("300 W", "0.5 kW"),
        ),
    ] = None
    memory: Annotated[
        Given,
        Parameter(help="Memory. [GB]", quantity="memory_gb", examples=(48, 64)),
    ] = None
    bandwidth: Annotated[
        Given,
        Parameter(
            help="Bandwidth of the memory. [GB/s]",
            quantity="bandwidth_gb_per_s",
            examples=(900, "800..1000"),
        ),
    ] = None
    peak_16bit: Annotated[
        Given,
        Parameter(
            help="Dense 16-bit rate. [TFLOP/s]",
            quantity="peak_16bit_tflops",
            examples=(180, 200),
        ),
    ] = None
    peak_fp32: Annotated[
        Given,
        Parameter(
            help="Dense 32-bit rate. [TFLOP/s]",
            quantity="peak_fp32_tflops",
            examples=(45, 50),
        ),
    ] = None
    peak_fp8: Annotated[
        Given,
        Parameter(
            help="Dense 8-bit floating-point rate. [TFLOP/s]",
            quantity="peak_fp8_tflops",
            examples=(360, 400),
        ),
    ] = None
    peak_int8: Annotated[
        Given,
        Parameter(
            help="Dense 8-bit integer rate. [TOP/s]",
            quantity="peak_int8_tops",
            examples=(360, 400),
        ),
    ] = None
    peak_fp4: Annotated[
        Given,
        Parameter(
            help="Dense 4-bit floating-point rate. [TFLOP/s]",
            quantity="peak_fp4_tflops",
            examples=(720, 800),
        ),
    ] = None
    idle_power: Annotated[
        Given,
        Parameter(
            help="What it draws idle; else a share of the limit. [W]",
            quantity="idle_power_w",
            examples=("20 W", "30 W"),
        ),
    ] = None
    host_power: Annotated[
        Given,
        Parameter(
            help="What the machine around it draws for each chip; else usual. [W]",
            quantity="host_power_w",
            examples=("80 W", "120 W"),
        ),
    ] = None
    embodied: Annotated[
        Given,
        Parameter(
            help="Carbon of making it; else left out. [kgCO2e]",
            quantity="embodied_kgco2e",
            examples=(100, 150),
        ),
    ] = None
    chip_hour_cost: Annotated[
        Given,
        Parameter(
            help="Cost of an hour without its electricity; else left out. [USD/h]",
            quantity="chip_hour_cost",
            examples=("0.5 USD/h", "1 USD/h"),
        ),
    ] = None


NEEDED = ("name", "power_limit", "memory", "bandwidth", "peak_16bit")
"""Fields without which nothing can be estimated."""
ENDINGS = (".yaml", ".yml")
"""How the name of such a file ends."""
