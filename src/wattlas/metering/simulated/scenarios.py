"""Scenarios: machines with known watts, each with one thing that goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from wattlas.errors import UnknownNameError, unknown_name
from wattlas.metering.channel import Reader
from wattlas.metering.clock import Clock, FakeClock
from wattlas.metering.machine import About, Machine, found_machine
from wattlas.metering.readers.nvml import NvmlReader
from wattlas.metering.readers.powercap import PowercapReader
from wattlas.metering.session import Log, Session
from wattlas.metering.simulated.curves import Curve, steady
from wattlas.metering.simulated.parts import (
    RAPL_WRAP_J,
    Card,
    Counter,
    SimulatedNvml,
    SimulatedProcesses,
    SimulatedTree,
    Zone,
)

START_S = 1_767_225_600.0
"""Simulated time begins with the year 2026."""
HOST = "simulated"
ABOUT = About(HOST, "Xeon Platinum 8480+", 112, 512.0)
OURS, THEIRS = 1000, 2000
"""Numbers of our and of another process on a simulated machine."""
P100 = "Tesla P100-PCIE-16GB"
H100 = "NVIDIA H100 80GB HBM3"
RAPL_STEP_S, NVML_STEP_S = 0.001, 0.1


@dataclass(frozen=True)
class Scenario:
    """A machine on paper, and what it truly draws. [W]

    `truth` are the curves of the devices that count: their joules are the answer.
    """

    name: str
    zones: tuple[Zone, ...]
    cards: tuple[Card, ...] = ()
    own: float = 0.5
    other: float = 0.0
    ranks: int = 1
    length_s: float = 60.0

    def truth_j(self, t0: float, t1: float) -> float:
        """What the devices that count drew between two times of the clock. [J]"""
        curves = [c.curve for c in self.cards]
        curves += [z.counter.curve for z in self.zones if self._counts(z)]
        return sum(c.energy_j(since_start(t0), since_start(t1)) for c in curves)

    def machine(self, clock: Clock) -> Machine:
        """Return the machine as the real readers find it."""

        def elapsed() -> float:
            return since_start(clock.now())

        readers: list[Reader] = [
            PowercapReader(SimulatedTree(self.zones, elapsed), HOST),
            NvmlReader(SimulatedNvml(self.cards, elapsed)),
        ]
        return found_machine(readers, ABOUT, self.processes(clock))

    def processes(self, clock: Clock) -> SimulatedProcesses:
        """Return the load of the machine."""
        return SimulatedProcesses(clock, self.own, self.other)

    def _counts(self, zone: Zone) -> bool:
        name = zone.name.split("-")[0]
        twin = zone.folder.startswith("intel-rapl-mmio") or zone.name.endswith("die-1")
        if name == "psys":
            return not any(z.name.startswith("package") for z in self.zones)
        return name in ("package", "dram") and not twin


def since_start(at_s: float) -> float:
    """Return simulated seconds since the start, to a microsecond.

    Seconds since 1970 have steps of a quarter of a microsecond in binary numbers.
    """
    return round(at_s - START_S, 6)


def scenario(name: str) -> Scenario:
    """Return a scenario by its name; raise UnknownNameError if there is none.

    >>> scenario("two-gpus").truth_j(START_S, START_S + 3.0)
    2403.0
    """
    if name not in SCENARIOS:
        raise UnknownNameError(
            unknown_name("scenario", name, SCENARIOS, "wattlas measure --simulate list")
        )
    return SCENARIOS[name]()


def simulated_session(
    name: str, log: Log | None = None, tick_s: float = 1.0
) -> tuple[Session, FakeClock]:
    """Return a session on a simulated machine, and the clock that moves it.

    >>> session, clock = simulated_session("two-gpus")
    >>> begin = session.snapshot()
    >>> clock.advance(3.0)
    >>> session.measurement("run", begin, session.snapshot()).energy_j.mid
    2403.0
    """
    clock = FakeClock(START_S)
    found = scenario(name)
    machine = found.machine(clock)
    session = Session(machine.channels, found.processes(clock), log, clock, tick_s)
    return session, clock


def _package(
    number: int, curve: Curve, folder: str = "", name: str = "", **faults: object
) -> Zone:
    settings = {"start_j": 1000.0 * (number + 1), "wrap_j": RAPL_WRAP_J}
    counter = Counter(curve, step_s=RAPL_STEP_S, **{**settings, **faults})  # type: ignore[arg-type]
    return Zone(folder or f"intel-rapl:{number}", name or f"package-{number}", counter)


def _dram(number: int, curve: Curve) -> Zone:
    counter = Counter(curve, 500.0 + 10 * number, RAPL_WRAP_J, RAPL_STEP_S)
    return Zone(f"intel-rapl:{number}:0", "dram", counter)


def _card(number: int, curve: Curve, **more: object) -> Card:
    counter = Counter(curve, 10_000.0 * (number + 1), None, NVML_STEP_S)
    settings: dict[str, object] = {
        "uuid": f"GPU-{number:08d}-0000-0000-0000-000000000000",
        "model": H100,
        "counter": counter,
        "curve": curve,
        "uses": ((OURS, 0.8, 40e9),),
        "limit_w": 700.0,
    }
    return Card(**{**settings, **more})  # type: ignore[arg-type]


def _sockets(*curves: Curve) -> tuple[Zone, ...]:
    return tuple(_package(i, curve) for i, curve in enumerate(curves))


def _two_gpus() -> Scenario:
    zones = (*_sockets(steady(85), steady(85)), _dram(0, steady(15.5)))
    cards = (_card(0, steady(350)), _card(1, steady(250)))
    return Scenario("two-gpus", (*zones, _dram(1, steady(15.5))), cards)


def _bursts() -> Scenario:
    bursts = Curve(((0.5, 650.0), (0.3, 120.0), (0.2, 400.0)))
    return Scenario("bursts", _sockets(steady(90)), (_card(0, bursts),))


def _wrap() -> Scenario:
    near_the_end = RAPL_WRAP_J - 1_150.0
    return Scenario("wrap", (_package(0, steady(200), start_j=near_the_end),))


def _reset() -> Scenario:
    card = _card(0, steady(300))
    counter = Counter(steady(300), 50_000.0, None, NVML_STEP_S, reset_at=30.5)
    return Scenario("reset", _sockets(steady(80)), (_with(card, counter=counter),))


def _permission_lost() -> Scenario:
    lost = ((20.0, 35.0),)
    return Scenario("permission-lost", (_package(0, steady(100), lost=lost),))


def _missing_samples() -> Scenario:
    curve = steady(250)
    gaps = ((10.0, 12.0), (30.0, 31.5))
    card = _card(0, curve, counter=None, missing=gaps)
    return Scenario("missing-samples", _sockets(steady(90)), (card,))


def _mirrored_dies() -> Scenario:
    curve = steady(68)
    dies = [
        _package(0, curve, f"intel-rapl:{i}", f"package-0-die-{i}", start_j=4000.0)
        for i in range(2)
    ]
    return Scenario("mirrored-dies", tuple(dies))


def _psys() -> Scenario:
    package = _package(0, steady(6.2))
    core = Zone("intel-rapl:0:0", "core", Counter(steady(4.1), 2000.0, RAPL_WRAP_J))
    uncore = Zone("intel-rapl:0:1", "uncore", Counter(steady(0.4), 300.0, RAPL_WRAP_J))
    psys = Zone("intel-rapl:1", "psys", Counter(steady(9.6), 9000.0, RAPL_WRAP_J))
    twin = Zone("intel-rapl-mmio:0", "package-0", package.counter)
    return Scenario("psys", (package, core, uncore, psys, twin))


def _psys_alone() -> Scenario:
    psys = Zone("intel-rapl:1", "psys", Counter(steady(9.6), 9000.0, RAPL_WRAP_J))
    return Scenario("psys-alone", (psys,))


def _slow_counter() -> Scenario:
    return Scenario("slow-counter", _sockets(steady(90)), (_card(0, steady(300)),))


def _no_counter() -> Scenario:
    card = _card(0, steady(180), counter=None, model=P100, limit_w=250.0)
    return Scenario("no-counter", _sockets(steady(90)), (card,))


def _module() -> Scenario:
    card = _card(0, steady(620), model="NVIDIA GH200 480GB", limit_w=1000.0)
    return Scenario("module", (), (card,))


def _mig() -> Scenario:
    uses = ((OURS, 0.0, 20e9), (THEIRS, 0.0, 60e9))
    return Scenario(
        "mig", _sockets(steady(90)), (_card(0, steady(400), mig=True, uses=uses),)
    )


def _shared() -> Scenario:
    uses = ((OURS, 0.6, 30e9), (THEIRS, 0.2, 30e9))
    idle = _card(1, steady(70), uses=())
    cards = (_card(0, steady(400), uses=uses), idle)
    return Scenario("shared", _sockets(steady(120)), cards, own=0.3, other=0.2)


def _four_ranks() -> Scenario:
    cards = tuple(_card(i, steady(300 + 50 * i)) for i in range(4))
    zones = (*_sockets(steady(120), steady(110)), _dram(0, steady(20)))
    return Scenario("four-ranks", zones, cards, ranks=4)


def _off_the_bus() -> Scenario:
    cards = (_card(0, steady(300)), _card(1, steady(300), falls_off_at=40.0))
    return Scenario("off-the-bus", _sockets(steady(90)), cards)


def _stale_counter() -> Scenario:
    """A card whose counter sees four sevenths of what its power does."""
    card = _card(0, steady(37.4), power_ratio=1.75, uses=())
    return Scenario("stale-counter", _sockets(steady(90)), (card,))


def _permission() -> Scenario:
    zone = _package(0, steady(100))
    refused = Zone(zone.folder, zone.name, zone.counter, refused=True)
    return Scenario("permission", (refused,))


def _with(card: Card, **changes: object) -> Card:
    return replace(card, **changes)  # type: ignore[arg-type]


def _named(
    makers: Iterable[Callable[[], Scenario]],
) -> dict[str, Callable[[], Scenario]]:
    return {m.__name__.strip("_").replace("_", "-"): m for m in makers}


SCENARIOS = _named(
    (
        _two_gpus,
        _bursts,
        _wrap,
        _reset,
        _permission,
        _permission_lost,
        _missing_samples,
        _mirrored_dies,
        _psys,
        _psys_alone,
        _slow_counter,
        _no_counter,
        _module,
        _mig,
        _shared,
        _four_ranks,
        _off_the_bus,
        _stale_counter,
    )
)
"""Every scenario, by name."""
