"""The service under load: distinct questions at 60 % of the rate of a Python loop.

Open loop: a question is sent when it is due, whether or not those before it were
answered. Run it on an idle machine:

    uv run python benchmarks/service.py             a minute alone, a minute with a plan
    uv run python benchmarks/service.py --memory    ten minutes, its memory every 30 s

It exits with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import Pool

import httpx2
import psutil

from wattlas import serve

SHARE = 0.6
"""Of the rate of the loop."""
LOOP = 60
"""Calls by which that rate is found."""
ALONE_MS, BESIDE_MS = 250.0, 500.0
"""Within which 99 of 100 answers come: alone, and while a plan runs."""
MEMORY_S, EVERY_S, FLAT = 600.0, 30.0, 0.02
"""How long memory is watched, how often, and by which share it may grow in its second
half: the first fills caches."""
PLAN = (
    "title: T\nyear: 2027\nload: {it_power: 10 MW, shape: flat, place: split}\n"
    "sites: [dallas, oslo, dublin]\npower: [grid, solar, wind, battery]\n"
    "plan: {objective: cost, matching: {basis: hourly, share: 0.9}}\n"
)
SERVER = "from wattlas.cli.main import main; main()"


@dataclass
class Run:
    """What one run at a rate gave."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    def at(self, share: float) -> float:
        """Return the time within which a share of the answers came. [ms]"""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]


@dataclass(frozen=True)
class Served:
    """A server that runs: its address, its token, its process."""

    root: str
    token: str
    process: subprocess.Popen[str]

    @property
    def memory_mb(self) -> float:
        """The memory of the server and its processes. [MB]"""
        whole = psutil.Process(self.process.pid)
        its = [whole, *whole.children(recursive=True)]
        return sum(process.memory_info().rss for process in its) / 1e6


def question(number: int) -> dict[str, object]:
    """Return inputs that no other number has."""
    return {
        "model": "llama-3.1-70b",
        "hardware": "h100-sxm",
        "country": "us",
        "requests_per_day": 1_000_000 + number,
        "prompt_tokens": 500 + number % 997,
        "output_tokens": 200 + number % 499,
    }


def loop_rate(_: int = 0) -> float:
    """Return how many estimates a loop of the Python function makes in a second."""
    serve(**question(0))
    begin = time.perf_counter()
    for number in range(1, LOOP + 1):
        serve(**question(number)).to_json()
    return LOOP / (time.perf_counter() - begin)


async def load(root: str, rate: float, seconds: float, first: int) -> Run:
    """Send distinct questions at a rate, and return how long each took."""
    run = Run()
    limits = httpx2.Limits(max_connections=200)
    async with httpx2.AsyncClient(limits=limits, timeout=60) as client:

        async def ask(number: int) -> None:
            begin = time.perf_counter()
            address = f"{root}/api/v1/estimate/serve"
            found = await client.post(address, json=question(number))
            run.seconds.append(time.perf_counter() - begin)
            run.statuses[found.status_code] = run.statuses.get(found.status_code, 0) + 1

        begin, tasks = time.perf_counter(), set[asyncio.Task[None]]()
        for number in range(int(rate * seconds)):
            due = begin + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            task = asyncio.create_task(ask(first + number))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await asyncio.gather(*tasks)
    return run


@contextmanager
def served() -> Iterator[Served]:
    """Give a server that has answered a few questions, and end it."""
    words = [sys.executable, "-c", SERVER, "web", "--no-browser"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
        found = re.search(r"(http://\S+)/\?token=(\S+)", process.stderr.readline())
        server = Served(found[1], found[2], process)
        asyncio.run(load(server.root, 4.0, 5.0, 10_000_000))
        yield server
        process.terminate()


def is_within(name: str, run: Run, rate: float, limit_ms: float) -> bool:
    """Print a line of figures, and say whether the target is met."""
    times = ", ".join(f"p{s * 100:.0f} {run.at(s):.0f} ms" for s in (0.5, 0.95, 0.99))
    met = run.at(0.99) <= limit_ms and set(run.statuses) == {200}
    said = "met" if met else "MISSED"
    print(
        f"{name}: {len(run.seconds)} at {rate:.1f} a second: {times}; {run.statuses}; "
        f"target p99 {limit_ms:.0f} ms: {said}",
        flush=True,
    )
    return met


async def plan_on(server: Served) -> None:
    """Plan, and plan again when that is done, until cancelled; a plan must not fail."""
    header = {"authorization": f"Bearer {server.token}"}
    async with httpx2.AsyncClient(headers=header, timeout=60) as client:
        while True:
            address = f"{server.root}/api/v1/plan"
            begun = await client.post(address, json={"study": PLAN})
            place, state = f"{server.root}{begun.headers['location']}", "running"
            while state == "running":
                await asyncio.sleep(1)
                told = (await client.get(place)).json()
                state = told["state"]
            if state == "failed":
                sys.exit(f"The plan failed: {told['problem']['detail']}")


async def beside_a_plan(server: Served, rate: float, seconds: float) -> bool:
    """Load a server that plans meanwhile, and say whether the target is met."""
    planning = asyncio.create_task(plan_on(server))
    await asyncio.sleep(5)
    run = await load(server.root, rate, seconds, 1_000_000)
    if planning.done():
        planning.result()
    planning.cancel()
    return is_within("beside a plan", run, rate, BESIDE_MS)


def stays_flat(server: Served, rate: float) -> bool:
    """Load a server for ten minutes, and say whether its memory stays."""
    found = []
    for number in range(int(MEMORY_S / EVERY_S)):
        asyncio.run(load(server.root, rate, EVERY_S, 1 + number * 1_000_000))
        found.append(server.memory_mb)
        print(f"{(number + 1) * EVERY_S:4.0f} s: {found[-1]:.0f} MB", flush=True)
    half = found[len(found) // 2 - 1]
    grown = max(found[len(found) // 2 :]) / half - 1
    met = grown <= FLAT
    print(f"memory of the second half: {grown:+.1%}: {'met' if met else 'MISSED'}")
    return met


def main() -> None:
    """Begin a server, load it, and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument(
        "--loops", type=int, default=1, help="loops at once whose rates are summed"
    )
    asked = parser.parse_args()
    with Pool(asked.loops) as pool:
        rate = SHARE * sum(pool.map(loop_rate, range(asked.loops), chunksize=1))
    print(f"{asked.loops} loops of the Python function: {rate / SHARE:.1f} a second")
    with served() as server:
        if asked.memory:
            met = stays_flat(server, rate)
        else:
            run = asyncio.run(load(server.root, rate, asked.seconds, 1))
            alone = is_within("alone", run, rate, ALONE_MS)
            beside = asyncio.run(beside_a_plan(server, rate, asked.seconds))
            met = alone and beside
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
