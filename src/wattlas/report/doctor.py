"""What the doctor finds, as a document: the machine, its counters, what mends them."""

from __future__ import annotations

from collections.abc import Iterator

from wattlas.metering.channel import CHIP_SCOPES, MODEL, WHOLE_SCOPES, Finding
from wattlas.metering.machine import Findings
from wattlas.metering.parts import Device
from wattlas.report.blocks import Block, Code, Document, Prose, sections_of
from wattlas.report.table import Column, Number, Piece, Row, Table, Word, joined, word
from wattlas.report.words import metering as words
from wattlas.report.words.parts_page import SECTIONS


def doctor_document(findings: Findings) -> Document:
    """Return the machine, its counters, what mends them, what is measured."""
    built: dict[str, list[Block]] = {
        "glance": [machine_table(findings)],
        "results": [findings_table(findings), *_mends_blocks(findings)],
        "measured": [report_table(findings), Prose((verdict(findings),))],
    }
    title = word(words.DOCTOR_TITLE, host=findings.machine.host)
    return Document(title, sections_of(SECTIONS, built))


def machine_table(findings: Findings) -> Table:
    """Return what the system says of the machine."""
    columns = (
        Column("what", Word(words.MACHINE_HEAD), kind="word", wraps=False),
        Column("note", Word("note"), kind="word"),
    )
    about = findings.machine
    memory: Piece = Word(words.SIZE_UNKNOWN)
    if about.memory_gb:
        memory = Number(about.memory_gb, "GB")
    processor = about.cpu or Word(words.UNKNOWN)
    threads = word(words.PROCESSOR, name=processor, threads=str(about.threads))
    rows: list[tuple[Piece, Piece]] = [
        (Word(words.PROCESSOR_ROW), threads),
        (Word(words.MEMORY_ROW), memory),
        (Word(words.KIND_ROW), about.virtual or Word(words.BARE)),
        *_rank_rows(findings),
    ]
    for module, found in findings.libraries.items():
        state = Word(words.INSTALLED if found else words.NOT_INSTALLED)
        use = Word(words.EXTRAS[module])
        rows.append((module, word(words.EXTRA, state=state, use=use)))
    return Table("machine", "", columns, tuple(Row(row) for row in rows))


def _rank_rows(findings: Findings) -> Iterator[tuple[Piece, Piece]]:
    rank = findings.rank
    if rank is not None:
        said = word(
            words.RANK,
            launcher=rank.launcher,
            rank=str(rank.rank),
            size=str(rank.size),
            reads=Word(words.READS if rank.reads else words.READS_NOT),
        )
        yield Word(words.RANK_ROW), said


def findings_table(findings: Findings) -> Table:
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
        for finding in findings.findings
    )
    return Table("findings", "", columns, rows)


def mends_of(findings: Findings) -> Iterator[tuple[str, str]]:
    """Yield what is amiss and the one command that mends it, each once."""
    seen: set[str] = set()
    for finding in findings.findings:
        command = words.MENDS.get(finding.code)
        if command is not None and command not in seen:
            seen.add(command)
            yield finding.reader, command


def _mends_blocks(findings: Findings) -> Iterator[Block]:
    """Yield the commands that would make more readable, and what each gives."""
    mends = list(mends_of(findings))
    if mends:
        yield Prose((Word(words.TO_MEND),))
    for reader, command in mends:
        yield Code(command)
        if reader in words.GIVES:
            yield Prose((joined((reader, Word(words.GIVES[reader])), ": "),))


def report_table(findings: Findings) -> Table:
    """Return what a measurement would report here, and how far it may be off."""
    columns = (
        Column("device", Word(words.DEVICE_HEAD), kind="word"),
        Column("low", Word("low"), "times"),
        Column("high", Word("high"), "times"),
        Column("method", Word(words.METHOD_HEAD), kind="word"),
        Column("boundary", Word(words.BOUNDARY_HEAD), kind="word"),
    )
    rows = []
    for channel in findings.channels:
        low, high = channel.low_ratio, channel.high_ratio
        how = Word(words.METHODS[channel.method])
        cells = (channel.name, Number(low), Number(high), how, boundary(channel))
        rows.append(Row(cells))
    return Table("reports", Word(words.REPORTS), columns, tuple(rows))


def boundary(channel: Device) -> Word:
    """Return inside which fence a channel's energy lies."""
    if channel.scope in CHIP_SCOPES:
        return Word(words.FENCES["chip"])
    return Word(words.FENCES["whole" if channel.scope in WHOLE_SCOPES else "part"])


def sentence(finding: Finding) -> Word:
    """Return the sentence of a finding's code."""
    values = {name: str(value) for name, value in finding.values.items()}
    return Word(words.FINDINGS[finding.code], values)


def verdict(findings: Findings) -> Word:
    """Return in a sentence or two how much of a measurement here is measured."""
    modelled = [c.name for c in findings.channels if c.method == MODEL]
    if not findings.channels:
        return Word(words.VERDICT_NOTHING)
    if len(modelled) == len(findings.channels):
        return Word(words.VERDICT_MODEL)
    if modelled:
        return word(words.VERDICT_SOME, devices=joined(modelled))
    return Word(words.VERDICT_MEASURED)
