"""A machine of one's own, and machines by the names that people write."""

from __future__ import annotations

import pytest

import wattlas
from wattlas import facts
from wattlas.errors import InputError, UnknownNameError, WattlasError
from wattlas.estimation.own_chips import find_chip, template
from wattlas.parameters import declared
from wattlas.parameters.own_chips import NEEDED, OwnChip

MINE = {
    "name": "bench-one",
    "power_limit": "450 W",
    "memory": "24 GB",
    "bandwidth": "1.008 TB/s",
    "peak_16bit": "165.2 TFLOPS",
}
WORK = {"model": "llama-3.1-8b", "draws": 64}


@pytest.fixture
def write(tmp_path):
    """Write a file that describes a machine, and return its path."""

    def written(fields, name="mine.yaml"):
        path = tmp_path / name
        path.write_text("".join(f"{k}: {v}\n" for k, v in fields.items()))
        return str(path)

    yield written
    for path in tmp_path.iterdir():
        path.unlink()


def test_a_machine_is_what_its_file_says(write):
    key = find_chip(write(MINE))
    assert key == "bench-one"
    assert facts.number("hardware", key, "bandwidth_gb_per_s").value == 1008
    assert facts.number("hardware", key, "peak_16bit_tflops").value == 165.2
    assert facts.number("hardware", key, "power_limit_w").source == "given"


def test_a_result_names_the_machine_and_no_chip_of_the_tables(write):
    found = wattlas.serve(hardware=write(MINE), **WORK)
    assert found.subject["hardware"] == "bench-one"
    text = str(found.to_dict())
    assert not any(f"'{key}'" in text for key in facts.keys("hardware"))


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("power_limit", "300 W"),
        ("memory", 48),
        ("bandwidth", 500),
        ("peak_16bit", 60),
        ("idle_power", 60),
        ("host_power", "300 W"),
        ("embodied", 900),
        ("chip_hour_cost", "9 USD/h"),
    ],
)
def test_every_field_moves_a_result(write, field, other):
    """Law: what the file gives is used."""
    of = {"country": "us", "batch": None if field == "memory" else 8, **WORK}
    least = MINE | {"idle_power": 20, "chip_hour_cost": 1, "embodied": 100}
    first = wattlas.serve(hardware=write(least), **of)
    second = wattlas.serve(hardware=write(least | {field: other}), **of)
    assert first.results != second.results


@pytest.mark.parametrize("field", NEEDED)
def test_what_is_needed_is_asked_for(write, field):
    lacking = {k: v for k, v in MINE.items() if k != field}
    with pytest.raises(InputError, match=f"lacks {field}"):
        find_chip(write(lacking))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "h100-sxm"}, "a machine of the tables already"),
        ({"name": "dgx-h100"}, "a machine of the tables already"),
        ({"name": "NVIDIA RTX 4090"}, "a machine of the tables already"),
        ({"name": "7900xtx"}, "a machine of the tables already"),
        ({"name": "p4d.24xlarge"}, "a machine of the tables already"),
        ({"idle_power": "500 W"}, "not below the power_limit"),
        ({"bandwidth": 0}, "must be"),
        ({"bandwidht": 5}, "bandwidth"),
        ({"memory": "24 apples"}, "memory"),
        ({"chip_hour_cost": "3 EUR/h"}, "give it in USD"),
        ({"peak_fp8": "[1, 2]"}, "peak_fp8"),
        ({"power_limit": "-3 W"}, "must be"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(write, changes, said):
    with pytest.raises(WattlasError) as caught:
        find_chip(write(MINE | changes))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_two_files_cannot_share_a_name(write):
    find_chip(write(MINE, "one.yaml"))
    with pytest.raises(InputError, match="is the name in"):
        find_chip(write(MINE | {"memory": 48}, "two.yaml"))


def test_a_range_in_the_file_is_a_range(write):
    find_chip(write(MINE | {"name": "ranged", "bandwidth": "800..1000"}))
    fact = facts.number("hardware", "ranged", "bandwidth_gb_per_s")
    assert (fact.low, fact.high) == (800, 1000)


def test_the_template_is_a_machine(tmp_path):
    path = tmp_path / "template.yaml"
    path.write_text(template())
    with facts.own_rows_apart():
        assert find_chip(str(path)) == "mine"
    assert all(f"{name}:" in template() for name in declared(OwnChip))


def test_the_template_is_printed(run):
    done = run("facts", "hardware", "--template")
    assert done.stdout == template()


def test_a_server_stands_for_its_chips():
    for server in facts.keys("servers"):
        chip = facts.row("servers", server)["hardware"]
        if chip and facts.find("hardware", server) is None:
            assert find_chip(server) == chip


def test_an_unknown_machine_is_none():
    with pytest.raises(UnknownNameError):
        find_chip("no-such-machine")


NAMES = (
    "m4-max dgx-spark graviton4 gb300-nvl72 rtx-5090 jetson-agx-orin mi210 mi455x m1 "
    "ascend-950pr kunlun-p800 metax-c500 mlu590 groq-lpu cerebras-cs-3 arc-b580 m5 "
    "max-1550 sambanova-sn40l inferentia1 epyc-9965 xeon-6980p grace-cpu m2-ultra "
    "m3-max rtx-3060 rtx-4070 rtx-pro-6000 tpu-v7 trainium3"
)


@pytest.mark.parametrize("name", NAMES.split())
def test_machines_have_the_names_that_makers_write(name):
    assert facts.number("hardware", find_chip(name), "bandwidth_gb_per_s").value > 0


@pytest.mark.parametrize(
    "hardware", ["m4-max", "n150", "jetson-agx-orin", "rtx-4090", "rx-7900-xtx"]
)
def test_a_machine_outside_halls_is_cooled_by_nothing(hardware):
    work = {"model": "qwen2.5-0.5b", "hardware": hardware, "draws": 64}
    at_home = wattlas.serve(**work).results
    assert at_home["facility_energy_kwh"].mid == at_home["it_energy_kwh"].mid
    given = wattlas.serve(**work, pue=1.5).results
    ratio = given["facility_energy_kwh"].mid / given["it_energy_kwh"].mid
    assert ratio == pytest.approx(1.5)
