"""How sure a plan's power is, as a reader sees it: backup, outages, what lacks."""

from __future__ import annotations

from collections.abc import Iterator

from wattlas.planning.answer.record import Plan
from wattlas.planning.reliability.record import Backup, OutageStudy, SiteReliability
from wattlas.report.blocks import Block, Prose
from wattlas.report.plan_tables import head
from wattlas.report.table import (
    Column,
    Number,
    Piece,
    Row,
    Table,
    Word,
    handy,
    joined,
    word,
)
from wattlas.report.words import reliability as words
from wattlas.units import KW_PER_MW, KWH_PER_MWH, MILLION, W_PER_KW


def reliability_blocks(plan: Plan) -> list[Block]:
    """Return how sure the power of each site is; nothing where it was not asked."""
    if not plan.reliability:
        return []
    blocks: list[Block] = []
    for site in plan.reliability:
        blocks.append(Prose(tuple(_told(site))))
        if site.backups:
            blocks.append(backup_table(plan, site))
        if site.outages:
            blocks.append(outage_table(site))
    studied = any(site.outages for site in plan.reliability)
    told = (words.STUDIED, words.HOW) if studied else (words.HOW,)
    return [*blocks, Prose(tuple(map(Word, told)))]


def missed_line(plan: Plan) -> Piece:
    """Return where the power is less sure than is demanded; nothing where it is not."""
    missed = [s.site for s in plan.reliability if s.demand_met is False]
    return word(words.MISSED, sites=joined(missed)) if missed else ""


def backup_table(plan: Plan, site: SiteReliability) -> Table:
    """Return every backup that is allowed, with its size and cost."""
    columns = (
        Column("backup", Word(words.HEADS["backup"]), kind="word"),
        Column("power", head("power"), "MW"),
        Column("units", head("units")),
        Column("energy", head("stored"), "MWh"),
        Column("capital", Word(words.HEADS["capital"]), f"million {plan.currency}"),
        Column("annual", Word(words.HEADS["annual"]), f"million {plan.currency}"),
        Column("enough", Word(words.HEADS["enough"]), kind="word"),
    )
    rows = tuple(_backup_row(item) for item in site.backups)
    title = Word(words.TITLES["backup"])
    return Table(f"backup {site.site}", title, columns, rows).without_empty()


def outage_table(site: SiteReliability) -> Table:
    """Return what each outage leaves unserved."""
    columns = (
        Column("begins", Word(words.HEADS["begins"]), kind="word"),
        Column("lasts", Word(words.HEADS["lasts"]), "h"),
        *(Column(end, head(end), "MWh") for end in ("low", "mid", "high")),
        Column("worst", Word(words.HEADS["worst"]), "MWh"),
        Column("survival", Word(words.HEADS["survival"])),
    )
    rows = tuple(_outage_row(item) for item in site.outages)
    title = Word(words.TITLES["outages"])
    return Table(f"outages {site.site}", title, columns, rows)


def _told(site: SiteReliability) -> Iterator[Piece]:
    lacking = site.expected_unserved_kwh
    yield word(
        words.SURE,
        site=site.site,
        unserved=handy(lacking.mid, "kWh"),
        low=handy(lacking.low, "kWh"),
        high=handy(lacking.high, "kWh"),
        availability=Number(100.0 * site.availability.mid, "%", digits=7),
    )
    firm = {"peak": _power(site.peak_kw), "firm": _power(site.firm_kw)}
    if site.n_minus:
        count = Number(site.n_minus, form="count")
        less = _power(site.firm_less_kw)
        yield word(words.FIRM, **firm, count=count, less=less)
    else:
        yield word(words.FIRM_ALL, **firm)
    if site.chosen is not None:
        name = Word(words.BACKUPS[site.chosen.kind])
        yield word(words.BACKED, backup=name, power=_power(site.chosen.power_kw))
    elif site.backups:
        names = joined(Word(words.BACKUPS[b.kind]) for b in site.backups)
        yield word(words.NOT_ENOUGH, names=names)
    elif site.demand_met is False:
        yield Word(words.NONE_ALLOWED)
    elif site.demand_met:
        yield Word(words.NO_BACKUP)


def _backup_row(item: Backup) -> Row:
    said = words.CHOSEN if item.chosen else words.YES if item.enough else words.NO
    stored = item.energy_kwh
    cells = (
        Word(words.BACKUPS[item.kind]),
        Number(item.power_kw / KW_PER_MW),
        Number(item.units, form="count"),
        None if stored is None else Number(stored / KWH_PER_MWH),
        Number(item.capital / MILLION),
        Number(item.annual_cost / MILLION),
        Word(said),
    )
    return Row(cells, "total" if item.chosen else "")


def _outage_row(item: OutageStudy) -> Row:
    lacking = item.expected_unserved_kwh
    ends = (lacking.low, lacking.mid, lacking.high, item.worst_kwh)
    return Row(
        (
            item.start or Word(words.ANY_HOUR),
            Number(item.hours),
            *(Number(value / KWH_PER_MWH) for value in ends),
            Number(item.survival.mid, form="share"),
        )
    )


def _power(kw: float) -> Number:
    return handy(kw * W_PER_KW, "W")
