"""Chips as makers, clouds and operating systems write them."""

from __future__ import annotations

import pytest

from wattlas import facts
from wattlas.errors import UnknownNameError
from wattlas.estimation.chip_names import chip_named
from wattlas.estimation.own_chips import find_chip

CHIPS = [(key, facts.row("hardware", key)) for key in facts.keys("hardware")]


def named(row):
    return row["name"].partition(" (")[0]


def made(row, name):
    """Return a name behind its maker, where it does not begin with it."""
    vendor = row["vendor"]
    begins = name.lower().replace("-", " ").startswith(vendor.lower())
    return name if begins else f"{vendor} {name}"


FORMS = {
    "key": lambda key, row: key,
    "capitals": lambda key, row: key.upper().replace("-", "_"),
    "one word": lambda key, row: key.replace("-", ""),
    "maker and key": lambda key, row: made(row, key),
    "name": lambda key, row: named(row),
    "maker and name": lambda key, row: made(row, named(row)),
    "with marks": lambda key, row: f"{made(row, key)}(TM) CPU @ 2.60GHz",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_chip_is_found_as_it_is_written(form):
    """Law: a chip's name with its maker, as one word or with marks, is that chip."""
    wrong = {}
    for key, row in CHIPS:
        written = FORMS[form](key, row)
        try:
            found = find_chip(written)
        except UnknownNameError:
            found = "nothing"
        if found != key:
            wrong[written] = (key, found)
    assert wrong == {}


@pytest.mark.parametrize(
    ("written", "chip"),
    [
        ("Intel(R) Xeon(R) Platinum 8480+", "xeon-platinum-8480plus"),
        ("AMD EPYC 9654 96-Core Processor", "epyc-9654"),
        ("AMD Ryzen 9 7950X 16-Core Processor", "ryzen-9-7950x"),
        ("NVIDIA GH200 480GB", "gh200"),
        ("Tesla T4 16GB", "t4"),
        ("7900xtx", "rx-7900-xtx"),
        ("5070 Ti", "rtx-5070-ti"),
        ("MacBook Pro M4 Max", "m4-max"),
        ("Mac Studio M3 Ultra", "m3-ultra"),
        ("MacBook Pro M4 Pro", "m4-pro"),
        ("Standard_ND96isr_H100_v5", "h100-sxm"),
        ("g5.xlarge", "a10g"),
        ("Cerebras WSE-3", "cerebras-cs-3"),
        ("rpi5", "raspberry-pi-5"),
    ],
)
def test_names_as_systems_print_them(written, chip):
    assert find_chip(written) == chip


@pytest.mark.parametrize(
    "written",
    [
        *("RTX 4090 D", "RTX 6000", "MI308X", "Ascend 910B3", "M4 Ultra"),
        *("RTX 4090 48GB", "rtx 4070 mobile", "NVIDIA", "Intel Xeon", "GeForce RTX"),
        *("GPU", "", " ", "+"),
    ],
)
def test_another_chip_is_not_taken_for_one_that_is_known(written):
    """Law: what differs by a letter, in memory, or names a line alone, is refused."""
    assert chip_named(written) is None
    with pytest.raises(UnknownNameError):
        find_chip(written)
