"""What the doctor finds, as a document: the machine, its counters, what mends them."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

from wattlas import facts
from wattlas.metering.channel import CHIP_SCOPES, MODEL, WHOLE_SCOPES, Channel, Finding
from wattlas.metering.machine import Machine
from wattlas.metering.ranks import rank_of
from wattlas.report.blocks import Block, Code, Document, Prose, sections_of
from wattlas.report.table import Column, Number, Piece, Row, Table, Word, joined, word
from wattlas.report.words import metering as words
from wattlas.report.words.parts_page import SECTIONS


def doctor_document(machine: Machine) -> Document:
    """Return the machine, its counters, what mends them, what is measured."""
    built: dict[str, list[Block]] = {
        "glance": [machine_table(machine)],
        "results": [findings_table(machine), *_mends_blocks(machine)],
        "measured": [report_table(machine), Prose((verdict(machine),))],
    }
    title = word(words.DOCTOR_TITLE, host=machine.about.host)
    return Document(title, sections_of(SECTIONS, built))


def machine_table(machine: Machine) -> Table:
    """Return what the system says of the machine."""
    columns = (
        Column("what", Word(words.MACHINE_HEAD), kind="word", wraps=False),
        Column("note", Word("note"), kind="word"),
    )
    about = machine.about
    memory: Piece = Word(words.SIZE_UNKNOWN)
    if about.memory_gb:
        memory = Number(about.memory_gb, "GB")
    processor = about.cpu or Word(words.UNKNOWN)
    threads = word(words.PROCESSOR, name=processor, threads=str(about.threads))
    rows: list[tuple[Piece, Piece]] = [
        (Word(words.PROCESSOR_ROW), threads),
        (Word(words.MEMORY_ROW), memory),
        (Word(words.KIND_ROW), about.virtual or Word(words.BARE)),
        *_rank_rows(),
    ]
    for module, use in words.EXTRAS.items():
        there = importlib.util.find_spec(module) is not None
        state = Word(words.INSTALLED if there else words.NOT_INSTALLED)
        rows.append((module, word(words.EXTRA, state=state, use=Word(use))))
    return Table("machine", "", columns, tuple(Row(row) for row in rows))


def _rank_rows() -> Iterator[tuple[Piece, Piece]]:
    rank = rank_of()
    if rank.size > 1:
        said = word(
            words.RANK,
            launcher=rank.launcher,
            rank=str(rank.rank),
            size=str(rank.size),
            reads=Word(words.READS if rank.reads else words.READS_NOT),
        )
        yield Word(words.RANK_ROW), said


def findings_table(machine: Machine) -> Table:
    """Return each source: read, not counted, refused or absent, and why."""
    columns = (
        Column("source", Word("source"), kind="word"),
        Column("device", Word(words.DEVICE_HEAD), kind="word"),
        Column("status", Word(words.STATUS_HEAD), kind="word"),
        Column("note", Word("note"), kind="word"),
    )
    rows = tuple(
        Row(
            (
                finding.reader,
                None if finding.what == finding.reader else finding.what,
                Word(words.STATUS[finding.status]),
                sentence(finding),
            )
        )
        for finding in machine.findings
    )
    return Table("findings", "", columns, rows)


def mends_of(machine: Machine) -> Iterator[tuple[str, str]]:
    """Yield what is amiss and the one command that mends it, each once."""
    seen: set[str] = set()
    for finding in machine.findings:
        command = words.MENDS.get(finding.code)
        if command is not None and command not in seen:
            seen.add(command)
            yield finding.reader, command


def _mends_blocks(machine: Machine) -> Iterator[Block]:
    """Yield the commands that would make more readable, and what each gives."""
    mends = list(mends_of(machine))
    if mends:
        yield Prose((Word(words.TO_MEND),))
    for reader, command in mends:
        yield Code(command)
        if reader in words.GIVES:
            yield Prose((joined((reader, Word(words.GIVES[reader])), ": "),))


def report_table(machine: Machine) -> Table:
    """Return what a measurement would report here, and how far it may be off."""
    columns = (
        Column("device", Word(words.DEVICE_HEAD), kind="word"),
        Column("low", Word("low"), "times"),
        Column("high", Word("high"), "times"),
        Column("method", Word(words.METHOD_HEAD), kind="word"),
        Column("boundary", Word(words.BOUNDARY_HEAD), kind="word"),
    )
    rows = []
    for channel in machine.channels:
        low, high = bounds(channel)
        how = Word(words.METHODS[channel.method])
        cells = (channel.name, Number(low), Number(high), how, boundary(channel))
        rows.append(Row(cells))
    return Table("reports", Word(words.REPORTS), columns, tuple(rows))


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


def boundary(channel: Channel) -> Word:
    """Return inside which fence a channel's energy lies."""
    if channel.scope in CHIP_SCOPES:
        return Word(words.FENCES["chip"])
    return Word(words.FENCES["whole" if channel.scope in WHOLE_SCOPES else "part"])


def sentence(finding: Finding) -> Word:
    """Return the sentence of a finding's code."""
    values = {name: str(value) for name, value in finding.values.items()}
    return Word(words.FINDINGS[finding.code], values)


def verdict(machine: Machine) -> Word:
    """Return in a sentence or two how much of a measurement here is measured."""
    modelled = [c.name for c in machine.channels if c.method == MODEL]
    if not machine.channels:
        return Word(words.VERDICT_NOTHING)
    if len(modelled) == len(machine.channels):
        return Word(words.VERDICT_MODEL)
    if modelled:
        return word(words.VERDICT_SOME, devices=joined(modelled))
    return Word(words.VERDICT_MEASURED)
