"""Chips as makers, clouds and operating systems write them."""

from __future__ import annotations

import pytest

from wattlas import facts
from wattlas.errors import InputError, UnknownNameError
from wattlas.estimation.chip_names import CHINESE, chip_named, chip_of_machine
from wattlas.estimation.own_chips import find_chip
from wattlas.report.facts import view

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


SIZED = [
    (key, row, facts.number("hardware", key, "memory_gb").value)
    for key, row in CHIPS
    if facts.find_number("hardware", key, "memory_gb") and "GB" not in named(row)
]


def chip_of(written):
    """Return the chip of a name, or 'nothing' where the name is refused."""
    try:
        return find_chip(written)
    except UnknownNameError:
        return "nothing"


@pytest.mark.parametrize("form", ["{:.0f}GB", "{:.0f} GB", "{:.0f}G", "{:.0f} GiB"])
def test_a_memory_that_is_said_is_that_of_the_chip(form):
    """Law: the chip's own memory says no other chip, another memory says not it."""
    wrong = {}
    for key, row, memory_gb in SIZED:
        own = f"{named(row)} {form.format(memory_gb)}"
        if round(memory_gb) == memory_gb and chip_of(own) != key:
            wrong[own] = chip_of(own)
        other = f"{named(row)} {form.format(3 * memory_gb)}"
        if chip_of(other) == key:
            wrong[other] = key
    assert wrong == {}


@pytest.mark.parametrize("chinese", CHINESE)
def test_chinese_makers_and_lines_read_as_english_ones(chinese):
    """Law: a name in Chinese is that with the English word, joined or not."""
    english = CHINESE[chinese]
    for key, row in CHIPS:
        if row["vendor"].lower() == english:
            model = named(row).lower().removeprefix(english).strip()
            assert find_chip(f"{chinese}{model}") == key
            assert find_chip(f"{chinese} {model}") == key


@pytest.mark.parametrize(
    "form", ["8x{}", "8x {}", "8 × {}", "8*{}", "8卡{}", "{} x8", "{}x8", "{} × 8"]
)
def test_several_chips_are_no_name_of_one(form):
    """Law: a count beside a name is never dropped: it says how to give both."""
    for key, row in CHIPS:
        written = form.format(named(row))
        with pytest.raises(InputError, match=f"--hardware {key} --chips 8"):
            find_chip(written)


def test_facts_show_every_name_that_estimates_take():
    """Law: the tables of chips have one set of names."""
    machines = [*facts.keys("servers"), *facts.keys("instances")]
    written = [FORMS["with marks"](key, row) for key, row in CHIPS]
    for name in (*filter(chip_of_machine, machines), *written):
        assert view("hardware", name).record["key"] == find_chip(name)


@pytest.mark.parametrize(
    ("written", "chip"),
    [
        *(("NVIDIA RTX PRO 6000 Blackwell Server Edition", "rtx-pro-6000"),),
        *(("NVIDIA Jetson Orin Nano Developer Kit", "jetson-orin-nano"),),
        *(("AMD Instinct MI300X OAM 192GB HBM3", "mi300x"),),
        *(("Intel® Arc™ B580 Graphics", "arc-b580"), ("A100-80G", "a100-sxm4-80gb")),
        *(("百度昆仑芯P800", "kunlun-p800"), ("壁仞 BR100", "br100")),
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
