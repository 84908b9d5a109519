"""The findings of the doctor as text: the machine, its counters, what mends them."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wattlas.metering.channel import CHIP_SCOPES, MODEL, WHOLE_SCOPES, Finding
from wattlas.metering.machine import Findings
from wattlas.metering.parts import Device
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


def doctor_blocks(found: Findings) -> Iterator[RenderableType]:
    """Yield the machine, its counters, what mends them, what a measurement holds."""
    yield Text(f"{found.machine.host}: what can be metered here", style="bold")
    yield machine_table(found)
    yield findings_table(found)
    mends = list(mends_of(found))
    if mends:
        yield mends_text(mends)
    yield report_table(found)
    yield Text(verdict(found))


def machine_table(found: Findings) -> Table:
    """Return what the system says of the machine."""
    about, rank = found.machine, found.rank
    table = plain_table("machine", "note")
    memory = f"{significant(about.memory_gb)} GB" if about.memory_gb else "size unknown"
    table.add_row("processor", f"{about.cpu or 'unknown'}, {about.threads} threads")
    table.add_row("memory", memory)
    table.add_row("kind", about.virtual or words.BARE)
    if rank is not None:
        reads = words.READS if rank.reads else words.READS_NOT
        label = f"{rank.launcher} rank {rank.rank} of {rank.size}"
        table.add_row("rank", f"{label}: {reads}")
    for module, use in EXTRAS.items():
        state = "installed" if found.libraries[module] else words.NOT_INSTALLED
        table.add_row(module, f"{state} ({use})")
    return table


def findings_table(found: Findings) -> Table:
    """Return each source: read, not counted, refused or absent, and why."""
    table = plain_table("source", "device", "status", "note")
    for finding in found.findings:
        what = "" if finding.what == finding.reader else finding.what
        status = words.STATUS[finding.status]
        table.add_row(finding.reader, what, status, sentence(finding))
    return table


def mends_of(found: Findings) -> Iterator[tuple[str, str]]:
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


def report_table(found: Findings) -> Table:
    """Return what a measurement would report here, and how far it may be off."""
    heads = ("low", "high", "method", "note")
    table = plain_table("wattlas measure reports", *heads)
    for channel in found.channels:
        low, high = map(significant, (channel.low_ratio, channel.high_ratio))
        row = (channel.name, f"x {low}", f"x {high}", words.METHODS[channel.method])
        table.add_row(*row, boundary(channel))
    return table


def boundary(channel: Device) -> str:
    """Return inside which fence a channel's energy lies."""
    if channel.scope in CHIP_SCOPES:
        return words.FENCES["chip"]
    if channel.scope in WHOLE_SCOPES:
        return words.FENCES["whole"]
    return words.FENCES["part"]


def sentence(finding: Finding) -> str:
    """Return the sentence of a finding's code."""
    return words.FINDINGS[finding.code].format(**finding.values)


def verdict(found: Findings) -> str:
    """Return in a sentence or two how much of a measurement here is measured."""
    modelled = [c.name for c in found.channels if c.method == MODEL]
    if not found.channels:
        return words.VERDICT_NOTHING
    if len(modelled) == len(found.channels):
        return words.VERDICT_MODEL
    if modelled:
        return words.VERDICT_SOME.format(", ".join(modelled))
    return words.VERDICT_MEASURED
