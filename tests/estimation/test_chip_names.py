"""Chips as makers, clouds and operating systems write them."""

from __future__ import annotations

import contextlib
import re

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


def spelled(key):
    """Return what a chip is called, without spaces and hyphens."""
    names = [key, facts.row("hardware", key)["name"], *facts.aliases("hardware", key)]
    return {re.sub(r"[^a-z0-9]", "", name.lower()) for name in names}


@pytest.mark.parametrize("suffix", ["x", "-ti", "-super", "-ultra", "-max", "-d"])
def test_a_suffix_makes_another_chip(suffix):
    """Law: a name and a suffix are a chip that is called so, or none."""
    for key, _ in CHIPS:
        with contextlib.suppress(InputError):
            found = find_chip(key + suffix)
            said = re.sub(r"[^a-z0-9]", "", key + suffix)
            assert any(said in name for name in spelled(found)) or "titan" in key, key


@pytest.mark.parametrize("more", [1, 3, 10, 100])
def test_another_number_is_another_chip(more):
    """Law: a name with another number is a chip that is called so, or none.

    The memory that is said may differ by a tenth, and is left as it is here.
    """
    for key, _ in CHIPS:
        for number in re.finditer(r"\d+(?!\d|gb)", key):
            other = f"{int(number[0]) + more}"
            name = key[: number.start()] + other + key[number.end() :]
            with contextlib.suppress(InputError):
                found = find_chip(name.removesuffix("-16gb"))
                said = re.sub(r"[^a-z0-9]", "", name.removesuffix("-16gb"))
                assert said in spelled(found), (name, found)


@pytest.mark.parametrize(
    "maker",
    [
        *(f"m{n}{kind}" for n in (1, 2, 3) for kind in ("", "-pro", "-max", "-ultra")),
        *(f"m{n}{kind}" for n in (4, 5) for kind in ("", "-pro", "-max")),
        *("dgx-spark", "jetson-orin-nano", "jetson-orin-nx", "jetson-agx-orin"),
        *("jetson-agx-thor", "rtx-3060", "rtx-3060-ti", "rtx-3070", "rtx-3070-ti"),
        *("rtx-3080", "rtx-3080-ti", "rtx-3090", "rtx-3090-ti", "rtx-4060"),
        *("rtx-4060-ti", "rtx-4070", "rtx-4070-super", "rtx-4070-ti", "rtx-4080"),
        *("rtx-4090", "rtx-5050", "rtx-5060", "rtx-5060-ti", "rtx-5070"),
        *("rtx-5070-ti", "rtx-5080", "rtx-5090", "rtx-pro-6000", "gaudi3", "arc-b580"),
        *("arc-a770", "max-1550", "mi210", "mi250", "mi250x", "mi300a", "mi300x"),
        *("mi325x", "mi350x", "mi355x", "mi455x", "ascend-910b", "ascend-910c"),
        *("ascend-950pr", "ascend-950dt", "mlu370-x8", "mlu590", "kunlun-p800"),
        *("metax-c500", "tpu-v2", "tpu-v3", "tpu-v4", "tpu-v5e", "tpu-v5p", "tpu-v6e"),
        *("tpu-v7", "trainium1", "trainium2", "trainium3", "inferentia1"),
        *("inferentia2", "groq-lpu", "wse-2", "wse-3", "sn40l", "gb200-nvl72"),
        *("gb300-nvl72", "vera-rubin-nvl72", "xeon-8480+", "epyc-9654", "graviton4"),
        *("grace-cpu", "epyc-9965", "xeon-6980p"),
    ],
)
def test_makers_keys_are_known(maker):
    assert find_chip(maker) in facts.keys("hardware")
