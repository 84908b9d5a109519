"""The findings of the doctor as text: the machine, its counters, what mends them."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wattlas import facts
from wattlas.metering.channel import CHIP_SCOPES, MODEL, WHOLE_SCOPES, Channel, Finding
from wattlas.metering.machine import Machine
from wattlas.metering.ranks import rank_of
from wattlas.report.format import significant
from wattlas.report.terminal import plain_table
from wattlas.report.words import metering as words

EXTRAS = {
    "psutil": "shares of processes outside Linux",
    "pynvml": "NVIDIA cards",
    "prometheus_client": "--prometheus",
    "duckdb": "wattlas ledger query",
}
"""Optional libraries, and what each is for."""


def doctor_blocks(found: Machine) -> Iterator[RenderableType]:
    """Yield the machine, its counters, what mends them, what a measurement holds."""
    yield Text(f"{found.about.host}: what can be metered here", style="bold")
    yield machine_table(found)
    yield findings_table(found)
    mends = list(mends_of(found))
    if mends:
        yield mends_text(mends)
    yield report_table(found)
    yield Text(verdict(found))


def machine_table(found: Machine) -> Table:
    """Return what the system says of the machine."""
    about, rank = found.about, rank_of()
    table = plain_table("machine", "note")
    memory = f"{significant(about.memory_gb)} GB" if about.memory_gb else "size unknown"
    table.add_row("processor", f"{about.cpu or 'unknown'}, {about.threads} threads")
    table.add_row("memory", memory)
    table.add_row("kind", about.virtual or words.BARE)
    if rank.size > 1:
        reads = words.READS if rank.reads else words.READS_NOT
        label = f"{rank.launcher} rank {rank.rank} of {rank.size}"
        table.add_row("rank", f"{label}: {reads}")
    for module, use in EXTRAS.items():
        there = importlib.util.find_spec(module) is not None
        state = "installed" if there else words.NOT_INSTALLED
        table.add_row(module, f"{state} ({use})")
    return table


def findings_table(found: Machine) -> Table:
    """Return each source: read, not counted, refused or absent, and why."""
    table = plain_table("source", "device", "status", "note")
    for finding in found.findings:
        what = "" if finding.what == finding.reader else finding.what
        status = words.STATUS[finding.status]
        table.add_row(finding.reader, what, status, sentence(finding))
    return table


def mends_of(found: Machine) -> Iterator[tuple[str, str]]:
    """Yield what is amiss and the one command that mends it, each once."""
    seen: set[str] = set()
    for finding in found.findings:
        command = words.MENDS.get(finding.code)
        if command is not None and command not in seen:
            seen.add(command)
            yield finding.reader, command


def mends_text(mends: list[tuple[str, str]]) -> Text:
    """Return the commands that would make more readable, each whole on its line."""
    lines = [words.TO_MEND]
    for reader, command in mends:
        lines += [f"  {command}", f"      {reader}: {words.GIVES.get(reader, '')}"]
    return Text("\n".join(lines), no_wrap=True, overflow="ignore")


def report_table(found: Machine) -> Table:
    """Return what a measurement would report here, and how far it may be off."""
    heads = ("low", "high", "method", "note")
    table = plain_table("wattlas measure reports", *heads)
    for channel in found.channels:
        low, high = bounds(channel)
        how = words.METHODS[channel.method]
        row = (channel.name, f"x {significant(low)}", f"x {significant(high)}", how)
        table.add_row(*row, boundary(channel))
    return table


def bounds(channel: Channel) -> tuple[float, float]:
    """Return the range of a channel's true energy over what it reports."""
    if channel.method != MODEL:
        return channel.low_ratio, channel.high_ratio
    if channel.scope == "memory":
        fact = facts.number("metering", "memory", "power_w_per_gb")
        return fact.low / fact.value, fact.high / fact.value
    watts = channel.read()
    if isinstance(watts, float) or watts.mid <= 0:
        return channel.low_ratio, channel.high_ratio
    return watts.low / watts.mid, watts.high / watts.mid


def boundary(channel: Channel) -> str:
    """Return inside which fence a channel's energy lies."""
    if channel.scope in CHIP_SCOPES:
        return words.FENCES["chip"]
    if channel.scope in WHOLE_SCOPES:
        return words.FENCES["whole"]
    return words.FENCES["part"]


def sentence(finding: Finding) -> str:
    """Return the sentence of a finding's code."""
    return words.FINDINGS[finding.code].format(**finding.values)


def verdict(found: Machine) -> str:
    """Return in a sentence or two how much of a measurement here is measured."""
    modelled = [c.name for c in found.channels if c.method == MODEL]
    if not found.channels:
        return words.VERDICT_NOTHING
    if len(modelled) == len(found.channels):
        return words.VERDICT_MODEL
    if modelled:
        return words.VERDICT_SOME.format(", ".join(modelled))
    return words.VERDICT_MEASURED
