"""Cards, sensors, outside meters, declared watts and models."""

from __future__ import annotations

import http.server
import json
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import pytest

from wattlas.errors import InputError
from wattlas.metering import channel as ch
from wattlas.metering.clock import FakeClock
from wattlas.metering.declared import declared_chips, declared_watts
from wattlas.metering.machine import About, found_machine
from wattlas.metering.readers import asking, outside
from wattlas.metering.readers import nvml as nvml_reader
from wattlas.metering.readers.asking import said_by
from wattlas.metering.readers.hwmon import HwmonReader
from wattlas.metering.readers.makers import AmdReader, AppleReader
from wattlas.metering.readers.meter_text import watts_in
from wattlas.metering.readers.model import ModelReader, package_w, processor
from wattlas.metering.readers.nvml import NvmlReader
from wattlas.metering.readers.outside import (
    CommandReader,
    DeclaredReader,
    Poll,
    PrometheusReader,
)
from wattlas.metering.readers.tree import FileTree
from wattlas.metering.simulated.curves import steady
from wattlas.metering.simulated.parts import Card, Counter, SimulatedNvml


def card(**more: object) -> Card:
    settings = {
        "uuid": "GPU-1",
        "model": "NVIDIA H100 80GB HBM3",
        "counter": Counter(steady(300), 1000.0),
        "curve": steady(300),
        "uses": ((1, 0.5, 1e9),),
    }
    return Card(**{**settings, **more})


def nvml(*cards: Card, at_s: float = 10.0):
    return NvmlReader(SimulatedNvml(cards, lambda: at_s)).probe()


def test_a_card_is_known_by_its_uuid_and_read_in_joules():
    """By hand: 1,000 J at the start and 300 W for 10 s are 4,000 J."""
    (found,) = nvml(card()).channels
    assert (found.key, found.scope, found.method) == ("GPU-1", "gpu", "counter")
    assert found.read() == 4000.0
    assert found.power() == 300.0


def test_a_card_without_counter_is_integrated():
    """A P100 gave 0 kWh elsewhere: here its power is read."""
    found = nvml(card(counter=None))
    (channel,) = found.channels
    assert (channel.method, channel.read()) == ("integrated", ch.Watts(300, 300, 300))
    assert found.findings[0].code == "card-integrated"


def test_a_grace_hopper_counts_its_module():
    """The counter sees GPU, CPU and memory: the scope says so."""
    (channel,) = nvml(card(model="NVIDIA GH200 480GB")).channels
    assert channel.scope == "module"


def test_mig_is_said():
    """The whole card is read; its parts are told by memory."""
    assert "mig" in {f.code for f in nvml(card(mig=True)).findings}


def test_a_lost_card_leaves_the_others():
    """A card that fell off the bus is refused by name; the other is read."""
    found = nvml(card(), card(uuid="GPU-2", falls_off_at=5.0))
    assert [c.key for c in found.channels] == ["GPU-1"]
    assert "no-reading" in {f.code for f in found.findings}


def test_no_driver_is_an_absence_not_an_error():
    """pynvml imports without a driver and fails at its start."""

    class Broken(SimulatedNvml):
        def __getattr__(self, name):
            def fail():
                raise self.NVMLError("NVML Shared Library Not Found")

            return fail

    found = NvmlReader(Broken((), lambda: 0.0)).probe()
    assert found.channels == ()
    assert found.findings[0].code == "no-nvml"


@pytest.mark.parametrize("has_driver", [True, False])
def test_without_the_drivers_library_its_binding_is_not_loaded(has_driver, monkeypatch):
    """It has 17 MB: on a machine without cards they would be the most of a meter."""

    def absent(name):
        raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr(nvml_reader.sys, "platform", "linux")
    monkeypatch.setattr(nvml_reader.ctypes, "CDLL", absent)
    monkeypatch.setattr(nvml_reader, "may_be_there", lambda path: has_driver)
    monkeypatch.setitem(sys.modules, "pynvml", None)  # importing it would say so
    (finding,) = NvmlReader().probe().findings
    assert finding.code == ("no-nvml" if has_driver else "no-nvidia")
    assert "libnvidia-ml" in finding.values["error"]


def test_the_simulated_nvml_has_the_names_of_the_real_one():
    """NVIDIA's own binding has every function and constant that the reader uses."""
    pynvml = pytest.importorskip("pynvml", reason="needs nvidia-ml-py")
    simulated = SimulatedNvml((), lambda: 0.0)
    assert all(callable(getattr(pynvml, name)) for name in simulated._functions)
    for name in vars(SimulatedNvml):
        if name.startswith("NVML_"):
            assert getattr(pynvml, name) == getattr(SimulatedNvml, name), name


def write_sensor(root, chip, driver, **files):
    folder = root / "sys/class/hwmon" / chip
    folder.mkdir(parents=True)
    (folder / "name").write_text(driver)
    for name, text in files.items():
        (folder / name).write_text(str(text))


def test_sensors_of_boards_count_and_those_of_parts_do_not(tmp_path):
    """By hand: 412,000,000 uW are 412 W; a disk's sensor is a part."""
    write_sensor(tmp_path, "hwmon0", "power_meter", power1_average=412_000_000)
    write_sensor(tmp_path, "hwmon1", "nvme", power1_input=5_000_000)
    write_sensor(
        tmp_path,
        "hwmon2",
        "amd_energy",
        energy1_input=7_000_000,
        energy1_label="Esocket0",
        energy2_input=1_000_000,
        energy2_label="Ecore000",
    )
    found = HwmonReader(FileTree(tmp_path), "node").probe()
    server, package = found.channels
    assert (server.scope, server.read()) == ("server", ch.Watts(412, 412, 412))
    assert (package.scope, package.method, package.read()) == ("package", "counter", 7)
    assert sum(f.status == "dropped" for f in found.findings) == 2


def test_a_command_that_prints_watts_is_a_meter():
    """IPMI prints a sentence with the number in it."""
    code = "print('Instantaneous power reading: 412 Watts')"
    reader = CommandReader(f'{sys.executable} -c "{code}"', "wall", "node/wall")
    (channel,) = reader.probe().channels
    assert channel.read() == ch.Watts(412, 412, 412)
    channel.close()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("no-such-command-here", "No such file"),
        (f'{sys.executable} -c "print(1-2)"', "not negative"),
        (f"{sys.executable} -c pass", "prints no number"),
    ],
)
def test_a_meter_that_is_silent_is_refused(command, said):
    """Bad input: the finding carries what went wrong, and there is no channel."""
    found = CommandReader(command, "wall", "k").probe()
    assert found.channels == ()
    assert said in found.findings[0].values["error"]


@pytest.mark.parametrize(
    ("text", "watts"),
    [
        ("412", 412),
        ("Instantaneous power reading: 412 Watts\nMaximum: 500 Watts", 412),
        ("PSU1 Input Power | 210 Watts | ok", 210),
        ("Power: 1,234 W", 1234),
        ("1,412 W", 1412),
        ("1.8 kW", 1800),
        ("1,8 kW", 1800),
        ("500 mW", 0.5),
        ("2 MW", 2e6),
        ("power=412", 412),
        ("power = 412", 412),
        ('{"PowerControl": [{"PowerConsumedWatts": 412}], "Id": 7}', 412),
        ("1\u202f412 W", 1412),
        ("1'412,5 W", 1412.5),
        ("12:30:00 412 W", 412),
        ("ch 2 85 W", 85),
        ("SNMPv2-SMI::enterprises.318 = INTEGER: 141", 141),
        ('{"kilowatts": 1.8}', 1800),
        ('{"power_mw": 412000}', 412),
        ('{"PowerWatts": {"Reading": 374}}', 374),
    ],
)
def test_watts_are_read_with_their_unit_and_label(text, watts):
    """What tools print: a number, a sentence, a table, JSON."""
    assert watts_in(text, "tool") == pytest.approx(watts)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "tool prints no number of watts, but nothing: name the label"),
        ("404 page not found", "but '404 page not found': name"),
        ("2026-11-29", "but '2026-11-29': name"),
        ("2026-11-29T12:30:00", "but '2026-11-29T12:30:00': name"),
        ("12:30", "but '12:30': name"),
        ("timeout after 15 s", "but 'timeout after 15 s': name"),
        ("power: N/A", "but 'power: N/A': name"),
        ("21.5 degrees C", "no number of watts"),
        ("3.2 Wh", "no number of watts"),
        ("-5 W", "tool prints -5 W; power is not negative."),
        ("NaN", "no power"),
        ("PSU1 | 210 Watts\nPSU2 | 190 Watts", "several figures: PSU1 | 210 W, PSU2 |"),
        ('{"a_w": 1, "b_w": 2}', "several figures: a_w 1 W, b_w 2 W"),
        ('{"rows": 7}', "no number of watts"),
        ("\u2212412 W", "power is not negative"),
        ("1 412 W", "no number of watts"),
        ("400 to 420 W", "no number of watts"),
        ("410 \u00b1 5 W", "no number of watts"),
        ("60W/300W", "no number of watts"),
        ("1234 watt-hours", "no number of watts"),
        ("412 W h", "no number of watts"),
        ("error: 17", "no number of watts"),
        ("rc=1", "no number of watts"),
        ("Temp: 41", "no number of watts"),
        ("19:40 up 10:30, load average: 10.03", "no number of watts"),
        ("time,power_w\n2026,412", "no number of watts"),
        ('{"Temperatures": [{"Reading": 41}]}', "no number of watts"),
    ],
)
def test_what_is_no_power_is_refused_with_what_was_read(text, said):
    """Never a date, a code of an error, or the first of several figures."""
    with pytest.raises(ch.LostReadingError) as caught:
        watts_in(text, "tool")
    assert said in str(caught.value)


def test_one_of_several_figures_is_named():
    """By the label of its line, or by its path."""
    lines = "PSU1 Input | 210 Watts\nPSU2 Input | 190 Watts"
    assert watts_in(lines, "tool", "psu2") == 190.0
    assert watts_in('{"a": [{"w": 1}, {"w": 2}]}', "tool", "a.1.w") == 2.0
    assert watts_in("outlet 7: 412\nouter: 5", "tool", "outlet 7") == 412.0


@pytest.mark.parametrize(
    ("data", "key", "watts"),
    [
        ({"value": 1.8, "unit": "kW"}, "value", 1800.0),
        ({"state": "0.4", "attributes": {"unit_of_measurement": "kW"}}, "state", 400.0),
        ({"p": [{"v": 9, "Units": "Watts"}]}, "p.0.v", 9.0),
        ({"power_kw": 1.8}, "power_kw", 1800.0),
        ({"v": "0.4 kW"}, "v", 400.0),
        ({"v": 7}, "v", 7.0),
        ({"value": 1.8, "unit": "kWh"}, "value", None),
        ({"value": 21, "unit": "C"}, "value", None),
        ({"energy_kwh": 1.8}, "energy_kwh", None),
    ],
)
def test_the_unit_beside_a_figure_or_in_its_key_is_its_unit(data, key, watts):
    """Law: what a path leads to is scaled by the unit that is told, or refused."""
    if watts is None:
        with pytest.raises(ch.LostReadingError, match="no number of watts"):
            watts_in(json.dumps(data), "tool", key)
    else:
        assert watts_in(json.dumps(data), "tool", key) == pytest.approx(watts)


@pytest.mark.parametrize("where", ["", " >&2"])
def test_a_command_that_never_ends_its_answer_is_refused(where):
    """It is not read into memory: 64 KiB at most, then it is ended."""
    found = CommandReader(f"sh -c 'yes 412{where}'", "wall", "k").probe()
    assert "more than 65,536 bytes" in found.findings[0].values["error"]


def test_no_child_of_a_command_outlives_its_answer(tmp_path):
    """One that it leaves behind neither holds its answer up nor stays."""
    at = tmp_path / "pid"
    began_s = time.monotonic()
    said = said_by(["sh", "-c", f"sleep 50 & echo $! > {at}; echo 412 W"])
    assert said == "412 W\n"
    assert time.monotonic() - began_s < 5
    assert not is_alive(int(at.read_text()))


def test_no_child_of_a_command_outlives_its_time(tmp_path, monkeypatch):
    """The shell and what it waits for are both ended."""
    monkeypatch.setattr(asking, "TIMEOUT_S", 0.3)
    at = tmp_path / "pid"
    with pytest.raises(ch.LostReadingError, match="no answer within"):
        said_by(["sh", "-c", f"sleep 50 & echo $! > {at}; wait"])
    assert not is_alive(int(at.read_text()))


def is_alive(pid):
    """Say whether a process is there and no zombie, after a moment to end."""
    for _ in range(50):
        state = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True
        ).stdout
        if not state.strip() or state.startswith("Z"):
            return False
        time.sleep(0.02)
    return True


def test_a_command_that_fails_is_refused():
    """Its exit code and what it said; its figure is not believed."""
    code = "print(300); raise SystemExit(3)"
    found = CommandReader(f'{sys.executable} -c "{code}"', "wall", "k").probe()
    assert "ends with exit code 3: '300'" in found.findings[0].values["error"]


@pytest.mark.parametrize("value", ["NaN", "+Inf", "-50", "0", "1e9"])
def test_a_query_that_gives_no_power_is_refused(prometheus, value):
    """NaN, infinities, 0 or less, and more than a rack draws are no readings."""
    prometheus[1]["data"]["result"] = [{"value": [0, value]}]
    found = PrometheusReader(prometheus[0], "watts", "wall", "k").probe()
    said = "a meter of the wall that runs shows more than 0 and at most 200000 W"
    assert said in found.findings[0].values["error"]


SENSORS = {
    "two-supplies": ({"power_meter": 2}, {"power1_average": 400_000_000}, 800.0),
    "dps650ab": (
        {"dps650ab": 2},
        {
            "power1_input": 420_000_000,
            "power1_label": "pin",
            "power2_input": 390_000_000,
            "power2_label": "pout1",
        },
        840.0,
    ),
    "jetson": (
        {"ina3221": 1},
        {
            "in1_input": 19_000,
            "curr1_input": 500,
            "in1_label": "VDD_GPU_SOC",
            "in2_input": 5_000,
            "curr2_input": 800,
            "in2_label": "VIN_SYS_5V0",
            "in7_input": 99,
            "curr4_input": 99,
        },
        13.5,
    ),
    "jetson-with-its-feed": (
        {"ina3221": 1},
        {
            "in1_input": 19_000,
            "curr1_input": 1000,
            "in1_label": "VDD_IN",
            "in2_input": 19_000,
            "curr2_input": 500,
            "in2_label": "VDD_CPU_CV",
        },
        19.0,
    ),
    "power9": (
        {"ibmpowernv": 1},
        {
            "power1_input": 900_000_000,
            "power1_label": "System",
            "power2_input": 300_000_000,
            "power2_label": "Chip 0 ",
        },
        900.0,
    ),
    "amdgpu": (
        {"amdgpu": 2},
        {
            "power1_average": 250_000_000,
            "power1_label": "PPT",
            "power1_cap": 300_000_000,
        },
        500.0,
    ),
    "zenpower": (
        {"zenpower": 1},
        {
            "power1_input": 90_000_000,
            "power1_label": "SVI2_P_Core",
            "power2_input": 20_000_000,
            "power2_label": "SVI2_P_SoC",
        },
        110.0,
    ),
    "corsair": (
        {"corsairpsu": 1},
        {
            "power1_input": 320_000_000,
            "power1_label": "power total",
            "power2_input": 200_000_000,
            "power2_label": "power +12v",
        },
        320.0,
    ),
    "disk": ({"nvme": 1}, {"power1_input": 5_000_000}, 0.0),
}


@pytest.mark.parametrize("name", SENSORS)
def test_sensors_add_up_and_none_counts_twice(tmp_path, name):
    """By hand: supplies, rails and cards add up; what one holds of another does not."""
    drivers, files, watts = SENSORS[name]
    chips = [d for d, n in drivers.items() for _ in range(n)]
    for number, driver in enumerate(chips):
        write_sensor(tmp_path, f"hwmon{number}", driver, **files)
    channels = HwmonReader(FileTree(tmp_path), "node").probe().channels
    assert sum(c.read().mid for c in channels) == pytest.approx(watts)
    assert len({c.key for c in channels}) == len(channels)


def test_intel_cards_count_and_their_parts_do_not(tmp_path):
    """The card of xe holds its package, a tile of i915 is a part of its card."""
    energy = {"energy1_input": 7_000_000}
    write_sensor(tmp_path, "hwmon0", "xe", **energy, energy1_label="card")
    write_sensor(tmp_path, "hwmon1", "i915", **energy)
    write_sensor(tmp_path, "hwmon2", "i915_gt0", **energy)
    channels = HwmonReader(FileTree(tmp_path), "node").probe().channels
    assert [(c.name, c.method, c.read()) for c in channels] == [
        ("xe card", "counter", 7.0),
        ("i915", "counter", 7.0),
    ]


def test_graphics_without_a_card_of_their_own_count_by_their_package(tmp_path):
    """xe shows the package alone where there is no card; beside a card it is in it."""
    pkg = {"energy2_input": 3_000_000, "energy2_label": "pkg"}
    write_sensor(tmp_path, "hwmon0", "xe", **pkg)
    (channel,) = HwmonReader(FileTree(tmp_path), "node").probe().channels
    assert (channel.scope, channel.read()) == ("gpu", 3.0)
    beside = tmp_path / "beside"
    card = {"energy1_input": 5_000_000, "energy1_label": "card"}
    write_sensor(beside, "hwmon0", "xe", **card, **pkg)
    (channel,) = HwmonReader(FileTree(beside), "node").probe().channels
    assert channel.read() == 5.0


@pytest.mark.parametrize("driver", ["acbel_fsg032", "pfe3000", "intel_crps185"])
def test_supplies_of_many_makers_add_up_at_the_wall(tmp_path, driver):
    """PMBus: `pin` is the wall, `pout` behind it; two supplies are two feeds."""
    shown = {"power1_input": 420_000_000, "power1_label": "pin"}
    shown |= {"power2_input": 390_000_000, "power2_label": "pout1"}
    for number in (0, 1):
        write_sensor(tmp_path, f"hwmon{number}", driver, **shown)
    channels = HwmonReader(FileTree(tmp_path), "node").probe().channels
    assert {c.scope for c in channels} == {"wall"}
    assert sum(c.read().mid for c in channels) == 840.0


def test_a_module_holds_what_grace_shows_of_itself(tmp_path):
    """GH200: the module's counter and Grace's own sensor are not added."""
    write_sensor(
        tmp_path,
        "hwmon0",
        "power_meter",
        power1_average=150_000_000,
        power1_oem_info="Grace Power Socket 0",
    )
    gh200 = SimulatedNvml([card(model="NVIDIA GH200 480GB")], lambda: 1.0)
    readers = [HwmonReader(FileTree(tmp_path), "n"), NvmlReader(gh200)]
    found = found_machine(readers, About("n", "", 8, None), None)
    assert [c.scope for c in found.channels] == ["module"]
    assert "inside-module" in {f.code for f in found.findings}


@pytest.mark.parametrize("blank", [0xFFFFFFFF, 0x7FFFFFF0])
def test_what_nvml_does_not_know_is_no_reading(blank):
    """All ones are 4.3 MW; a card that shows them has neither counter nor power."""
    shown = card(counter=None, curve=steady(blank / 1000))
    assert nvml(shown).channels == ()


def test_a_card_is_bounded_by_its_own_limit():
    """By hand: 700 W x 1.3; an older library without the call leaves it open."""
    assert nvml(card(limit_w=700.0)).channels[0].plausible_w == pytest.approx(910.0)
    assert nvml(card()).channels[0].plausible_w is None


@pytest.fixture
def prometheus():
    """A server that answers every query with two series, or as it is told."""
    answer = {"data": {"result": [{"value": [0, "300"]}, {"value": [0, "112.5"]}]}}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):  # the name that the library calls
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", answer
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_login_in_an_address_is_sent(prometheus):
    """It is no part of the host's name."""
    url = prometheus[0].replace("://", "://me:secret@")
    (channel,) = PrometheusReader(url, "watts", "wall", "k").probe().channels
    assert channel.read().mid == 412.5
    channel.close()


def test_series_of_a_query_add_up(prometheus):
    """By hand: two supplies of 300 and 112.5 W."""
    reader = PrometheusReader(prometheus[0], "watts", "wall", "k")
    (channel,) = reader.probe().channels
    assert channel.read().mid == 412.5
    channel.close()


def test_an_empty_answer_is_absent_not_zero(prometheus):
    """No series means no meter."""
    prometheus[1]["data"]["result"] = []
    found = PrometheusReader(prometheus[0], "watts", "wall", "k").probe()
    assert found.channels == ()
    assert "no figure" in found.findings[0].values["error"]


def test_a_meter_that_cannot_be_reached_is_refused():
    """A port on which nobody listens."""
    found = PrometheusReader("http://127.0.0.1:9", "w", "wall", "k").probe()
    assert [f.code for f in found.findings] == ["meter-silent"]


def test_an_outside_meter_has_a_scope():
    """Bad input: the whole sentence."""
    with pytest.raises(InputError) as caught:
        CommandReader("true", "gpu", "k")
    assert str(caught.value) == "An outside meter sees the wall or server, got 'gpu'."


def test_declared_watts_keep_their_range():
    """A TPU without counter: 150 to 200 W as declared."""
    watts = declared_watts("tpu", "150..200 W")
    (channel,) = DeclaredReader("tpu", watts, "gpu", "node").probe().channels
    assert (channel.method, channel.read()) == ("declared", ch.Watts(150, 175, 200))


@pytest.mark.parametrize("count", ["0", "two", "-1"])
def test_declared_chips_are_a_whole_number(count):
    """Bad input: the whole sentence."""
    with pytest.raises(InputError) as caught:
        declared_chips("tpu-v4", count)
    expected = f"CHIP:COUNT needs a whole number >= 1, got {count!r}."
    assert str(caught.value) == expected


def test_a_known_processor_is_modelled_between_idle_and_limit():
    """By hand: half of a Xeon 8480+ (350 W, idle 70 W +- table) at full load."""
    cpu = processor("Intel(R) Xeon(R) Platinum 8480+", 56)
    assert cpu.known
    assert cpu.busy_w == 350.0 * 56 / 112
    assert package_w(cpu, 1.0).mid == cpu.busy_w
    assert package_w(cpu, 0.0).mid == cpu.idle_w


def test_an_unknown_processor_goes_by_its_threads_with_a_wide_range():
    """By hand: 3.5 W a thread, 1.5 to 9."""
    cpu = processor("AMD EPYC", 2)
    assert not cpu.known
    watts = package_w(cpu, 1.0)
    assert (watts.low, watts.mid, watts.high) == (3.0, 7.0, 18.0)


def test_memory_is_a_range_never_a_point():
    """By hand: 0.2 W for each GB, 0.05 to 0.4; without a size no figure at all."""
    found = ModelReader(lambda: 0.5, "n", "", 2, 100.0).probe()
    memory = next(c for c in found.channels if c.scope == "memory")
    assert memory.read() == ch.Watts(5.0, 20.0, 40.0)
    unknown = ModelReader(lambda: 0.5, "n", "", 2, None).probe()
    assert [c.scope for c in unknown.channels] == ["package"]


def amdsmi(**calls):
    library = {
        "AmdSmiException": RuntimeError,
        "amdsmi_init": lambda: None,
        "amdsmi_get_processor_handles": lambda: ["card"],
        "amdsmi_get_gpu_device_uuid": lambda handle: "AMD-1",
        "amdsmi_get_energy_count": lambda handle: {
            "energy_accumulator": 1_000_000,
            "counter_resolution": 15.3,
        },
        "amdsmi_get_power_info": lambda handle: {
            "current_socket_power": "N/A",
            "average_socket_power": 210,
        },
    }
    return SimpleNamespace(**{**library, **calls})


def test_amd_counts_steps_of_its_resolution():
    """By hand: a million steps of 15.3 uJ are 15.3 J."""
    (found,) = AmdReader(amdsmi()).probe().channels
    assert (found.key, found.method) == ("AMD-1", "counter")
    assert found.read() == pytest.approx(15.3)
    assert found.power() == 210.0


def test_amd_without_counter_is_integrated():
    """A library that refuses the counter still gives power."""

    def refuse(handle):
        raise RuntimeError("not supported")

    (found,) = AmdReader(amdsmi(amdsmi_get_energy_count=refuse)).probe().channels
    assert (found.method, found.read().mid) == ("integrated", 210.0)


def test_apple_windows_make_one_counter():
    """By hand: windows of 2,000 + 500 mJ add up to 2.5 and 5 J; a part may be None."""

    class Monitor:
        def begin_window(self, name):
            pass

        def end_window(self, name):
            return SimpleNamespace(cpu_total_mj=2000, gpu_mj=500, ane_mj=None)

    library = SimpleNamespace(AppleEnergyMonitor=Monitor)
    (channel,) = AppleReader(library, "mac").probe().channels
    first = channel.read()
    assert channel.read() - first == 2.5


def test_a_fake_clock_stands_still():
    """Law: it moves only when told to."""
    clock = FakeClock(5.0)
    assert clock.now() == clock.now() == 5.0


@pytest.mark.parametrize(("answer_s", "fresh_s"), [(0.0, 1.0), (2.0, 7.0), (8.0, 22.0)])
def test_a_figure_that_a_meter_does_not_renew_is_none(monkeypatch, answer_s, fresh_s):
    """By hand: it asks each second; its figure holds 2.5 times (1 s + its answer)."""
    now_s = [100.0]
    monkeypatch.setattr(outside, "since_boot_s", lambda: now_s[0])

    def ask() -> float:
        now_s[0] += answer_s
        return 412.0

    poll = Poll(ask, 1.0)
    monkeypatch.setattr(poll, "_run", lambda: None)
    poll.read()
    now_s[0] = 100.0 + fresh_s
    assert poll.read() == ch.Watts(412, 412, 412)
    now_s[0] = 100.0 + 2.5 * (1 + answer_s) + 0.01
    with pytest.raises(ch.LostReadingError):
        poll.read()
