"""Time plans side by side: exploring, final and proof, PyPSA, and growth with sites.

uv run --group xcheck python benchmarks/planning.py [speed|growth|pypsa|all]

Every line is one run in a fresh process; imports do not count. The problem is made up
(seeded): at each site a grid with hourly price and demand charge, solar, wind, gas, a
small reactor, a share of a nuclear plant, fusion and wind contracts, a battery; serving
that moves, a training run that may pause, hourly matching of 50 %.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

ENDED_AT_S = 600
HOURS = 8760
SEED = 1
GROWTH = (1, 3, 6, 12, 24)


def problem(sites: int, hours: int = HOURS, pypsa: bool = False) -> Any:
    """Return the made-up problem; without what PyPSA lacks where it is asked for."""
    from wattlas.planning import problem as p

    names = tuple(f"s{i}" for i in range(sites))
    pick, h = np.random.default_rng(SEED), np.arange(hours)
    grids, plants, stores = [], [], []
    for i, site in enumerate(names):
        grids.append(_grid(p, site, i, h, pick))
        plants += _plants(p, site, h, pick, pypsa)
        cycles = np.inf if pypsa else 400.0
        stores.append(
            p.Store(f"battery@{site}", "battery", site, 25.0, 22.0, max_cycles=cycles)
        )
    requests = (1 + 0.4 * np.sin((h - 14) / 24 * 2 * np.pi)) * np.array([[6e7], [2e7]])
    chip_cost = 0.0 if pypsa else 2.0
    serving = p.Serving(
        ("east", "west"),
        requests,
        tuple((o, s) for o in ("east", "west") for s in names),
        (p.Chip("h100", 0.0003, 0.0005, chip_cost),),
    )
    waiting = 0.0 if pypsa else 0.3
    training = p.Training(
        names[:1] if pypsa else names,
        (p.Chip("h100", 2.4e7, 2e7, chip_cost, waiting),),
        0,
        hours * 2 // 3,
        hours,
        max_chips=2e4 * HOURS / hours,
    )
    matching = None if pypsa else p.Matching("hourly", 0.5)
    day = 0.08 * np.sin((h - 14) / 24 * 2 * np.pi)
    return p.Problem(
        names,
        hours,
        np.minimum(h // 730, 11),
        dict.fromkeys(names, 1.2 + day),
        dict.fromkeys(names, np.full(hours, 0.5)),
        tuple(grids),
        dict.fromkeys(names, np.full(hours, 5e4)),
        tuple(plants),
        tuple(stores),
        serving=serving,
        training=training,
        limits=p.Limits(carbon_price_per_kg=0.05, matching=matching),
        currency="USD",
    )


def _grid(p: Any, site: str, i: int, h: Any, pick: Any) -> Any:
    day = np.sin((h - 12 - 2 * i) / 24 * 2 * np.pi)
    price = 0.09 - 0.002 * i + 0.03 * day + 0.01 * pick.random(len(h))
    carbon = 0.4 + 0.05 * day
    return p.Grid(
        site,
        price,
        demand_charge_per_kw_month=6.0,
        limit_kw=1.5e5,
        intensity_kgco2e_per_kwh=carbon,
        water_l_per_kwh=np.full(len(h), 1.5),
    )


def _plants(p: Any, site: str, h: Any, pick: Any, pypsa: bool) -> list[Any]:
    days = len(h) // 24 + 1
    cloud = (0.5 + 0.5 * pick.random(days)).repeat(24)[: len(h)]
    sun = np.clip(np.sin((h - 6) / 24 * 2 * np.pi), 0, 1) * cloud
    noise = np.convolve(pick.standard_normal(len(h)), np.ones(24) / 24**0.5, "same")
    wind = np.clip(0.35 + 0.18 * noise, 0, 1)
    steady = np.full(len(h), 0.92)
    unit = 0.0 if pypsa else 77e3
    slow = {"min_load_share": 0.5, "ramp_share_per_hour": 0.3}

    def plant(
        option: str, yearly: float, energy: float, series: Any, **more: Any
    ) -> Any:
        return p.Plant(f"{option}@{site}", option, site, yearly, energy, series, **more)

    return [
        plant("solar", 80.0, 0.0, sun, node="off-site"),
        plant("rooftop-solar", 110.0, 0.0, sun, max_kw=5e3),
        plant("wind", 130.0, 0.002, wind, node="off-site"),
        plant("gas", 150.0, 0.05, steady, carbon_free=False),
        plant("smr", 750.0, 0.015, steady, unit_kw=unit, max_kw=308e3, **slow),
        plant("nuclear", 700.0, 0.012, steady, max_kw=1e5, node="off-site", **slow),
        plant("fusion-ppa", 600.0, 0.0, 0.8 * steady, max_kw=5e4, node="off-site"),
        plant("wind-ppa", 180.0, 0.0, wind, max_kw=8e4, node="off-site"),
    ]


def run(sites: int, block: int) -> dict[str, Any]:
    """Build and solve; return times, gap, memory."""
    import linopy  # noqa: F401 - its import takes seconds and is not timed

    from wattlas.planning.solve.integer_rounding import whole
    from wattlas.planning.solve.stages import Settings, solved
    from wattlas.planning.variants import Variant

    made = problem(sites)
    begin, spent = time.perf_counter(), time.process_time()
    variant = Variant.of(made)
    built = time.perf_counter() - begin
    found = solved(variant, Settings(block), whole)
    return {
        "build": built,
        "total": time.perf_counter() - begin,
        "cpu": time.process_time() - spent,
        "gap": found.gap,
        "cost": found.objective_k,
        "memory": _peak_mb(),
        **found.seconds,
    }


def run_alike(hours: int, by_pypsa: bool) -> dict[str, Any]:
    """Solve what both can express, by PyPSA with HiGHS or by Wattlas in one program."""
    made = problem(3, hours, pypsa=True)
    if by_pypsa:
        from wattlas.planning.pypsa_network import network

        net = network(made)
        begin = time.perf_counter()
        net.optimize(solver_name="highs", log_to_console=False)
        cost = float(net.objective)
    else:
        import linopy  # noqa: F401 - its import takes seconds and is not timed

        from wattlas.planning.solve.stages import Settings, solved
        from wattlas.planning.variants import Variant

        begin = time.perf_counter()
        block = 1 if hours < HOURS else 8
        cost = solved(Variant.of(made), Settings(block)).objective_k
    total = time.perf_counter() - begin
    return {"total": total, "cost": cost, "memory": _peak_mb()}


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def child(name: str, *numbers: int) -> dict[str, Any] | None:
    """Return what a fresh process measures; None if it was ended."""
    command = [sys.executable, __file__, "--child", name, *map(str, numbers)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=ENDED_AT_S
        )
    except subprocess.TimeoutExpired:
        return None
    return json.loads(done.stdout.splitlines()[-1])


def speed() -> None:
    """Print exploring, final and proof on 3 sites x 8,760 h."""
    rows = (("exploring, 8 h", 8), ("final, 4 h", 4), ("proof, every hour", 1))
    _head("3 sites x 8,760 h")
    for name, block in rows:
        _print(name, child("run", 3, block))


def growth() -> None:
    """Print how exploring grows with sites."""
    _head("sites x 8,760 h, exploring")
    for sites in GROWTH:
        _print(str(sites), child("run", sites, 8))


def alike() -> None:
    """Print PyPSA with HiGHS beside Wattlas on what both can express."""
    print("| 3 sites, what both express | hours | time | cost, k | peak memory |")
    print("|---|---:|---:|---:|---:|")
    for hours in (336, HOURS):
        for name, flag in (("Wattlas", 0), ("PyPSA + HiGHS", 1)):
            found = child("alike", hours, flag)
            if found is None:
                print(f"| {name} | {hours} | ended at {ENDED_AT_S} s | | |")
                continue
            print(
                f"| {name} | {hours} | {found['total']:.1f} s | {found['cost']:.1f} | "
                f"{found['memory']:.0f} MB |"
            )


def _head(what: str) -> None:
    spans = "build | size | dispatch | all | processor time | gap | peak memory"
    print(f"| {what} | {spans} |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")


def _print(name: str, found: dict[str, Any] | None) -> None:
    if found is None:
        print(f"| {name} | | | | ended at {ENDED_AT_S} s | | | |", flush=True)
        return
    cells = [
        f"{found.get(k, 0.0):.1f} s"
        for k in ("build", "size", "dispatch", "total", "cpu")
    ]
    gap = f"{found['gap'] * 100:.3f} %"
    print(
        f"| {name} | {' | '.join(cells)} | {gap} | {found['memory']:.0f} MB |",
        flush=True,
    )


TABLES: dict[str, Callable[[], None]] = {
    "speed": speed,
    "growth": growth,
    "pypsa": alike,
}


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("which", nargs="?", default="all", choices=[*TABLES, "all"])
    parser.add_argument("--child", nargs="+", default=[])
    options = parser.parse_args()
    if options.child:
        name, *numbers = options.child
        one, other = map(int, numbers)
        found = run(one, other) if name == "run" else run_alike(one, bool(other))
        print(json.dumps(found))
        return
    for name, table in TABLES.items():
        if options.which in (name, "all"):
            print(f"\n### {name}\n", flush=True)
            table()


if __name__ == "__main__":
    main()
