"""The service under load: distinct questions at 60 % of the rate of a Python loop.

Open loop: a question is sent when it is due, whether or not those before it were
answered. Run it on an idle machine: `uv run python benchmarks/service.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field

import httpx2
import psutil

from wattlas import serve

SHARE = 0.6
"""Of the rate of the loop."""
LOOP = 60
"""Calls by which that rate is found."""
PLAN = (
    "title: T\nyear: 2027\nload: {it_power: 10 MW, shape: flat}\n"
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


def loop_rate() -> float:
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

        begin, tasks = time.perf_counter(), []
        for number in range(int(rate * seconds)):
            due = begin + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.append(asyncio.create_task(ask(first + number)))
        await asyncio.gather(*tasks)
    return run


def memory_mb(server: subprocess.Popen[str]) -> float:
    """Return the memory of a server and its processes. [MB]"""
    whole = psutil.Process(server.pid)
    its = [whole, *whole.children(recursive=True)]
    return sum(process.memory_info().rss for process in its) / 1e6


def told(name: str, run: Run, rate: float) -> str:
    """Return a line of figures."""
    times = ", ".join(f"p{s * 100:.0f} {run.at(s):.0f} ms" for s in (0.5, 0.95, 0.99))
    return f"{name}: {len(run.seconds)} at {rate:.1f} a second: {times}; {run.statuses}"


def main() -> None:
    """Begin a server, load it alone and beside a plan, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    seconds = parser.parse_args().seconds
    rate = loop_rate()
    print(f"loop of the Python function: {rate:.1f} a second")
    words = [sys.executable, "-c", SERVER, "web", "--no-browser"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as server:
        found = re.search(r"(http://\S+)/\?token=(\S+)", server.stderr.readline())
        root, token = found[1], found[2]
        asyncio.run(load(root, 4.0, 5.0, 10_000_000))
        before = memory_mb(server)
        alone = asyncio.run(load(root, SHARE * rate, seconds, 1))
        print(told("alone", alone, SHARE * rate))
        print(f"memory: {before:.0f} MB before, {memory_mb(server):.0f} MB after")
        header = {"authorization": f"Bearer {token}"}
        begun = httpx2.post(
            f"{root}/api/v1/plan", json={"study": PLAN}, headers=header, timeout=60
        )
        beside = asyncio.run(load(root, SHARE * rate, seconds / 2, 1_000_000))
        state = httpx2.get(f"{root}{begun.headers['location']}", headers=header)
        name = f"beside a plan ({state.json()['state']})"
        print(told(name, beside, SHARE * rate))
        server.terminate()


if __name__ == "__main__":
    main()
