"""What `wattlas measure` was given, and a session that is ready to measure it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wattlas.cli.tagging import tags_of
from wattlas.errors import InputError

if TYPE_CHECKING:
    from wattlas.metering.ledger.writer import LedgerWriter
    from wattlas.metering.session import Session
    from wattlas.metering.simulated import Scenario

TICK = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|min)?")
TICK_SECONDS = {"ms": 1e-3, "s": 1.0, "min": 60.0}


@dataclass(frozen=True)
class Measuring:
    """The options of the verb, as they were given."""

    name: str | None
    project: str | None
    tag: list[str] | None
    tick: str
    ledger: str | None
    fsync: str
    tokens: str | None
    samples: str | None
    meter: str | None
    meter_url: str | None
    meter_query: str | None
    meter_scope: str
    declare: list[str] | None
    price: str | None
    watch: bool
    prometheus: int | None
    estimate: Path | None
    simulate: str | None
    record: Path | None
    replay: Path | None
    output: Path | None
    json: bool

    @property
    def tick_s(self) -> float:
        """The time between two readings. [s]"""
        match = TICK.fullmatch(self.tick.strip())
        if match is None:
            raise InputError(
                f"tick is a time such as 1s, 100ms or 1min, got {self.tick!r}."
            )
        return float(match[1]) * TICK_SECONDS[match[2] or "s"]

    @property
    def tags(self) -> dict[str, str]:
        """The tags, by key."""
        return tags_of(self.tag)

    @property
    def price_per_kwh(self) -> tuple[float | None, str]:
        """The price of a kWh and its currency; None if it was not given."""
        if self.price is None:
            return None, ""
        from wattlas import quantity

        try:
            parsed = quantity.parse(self.price, "money/kWh")
        except InputError as error:
            raise type(error)(f"price: {error}") from error
        middle = (parsed.low + parsed.high) / 2
        return (middle if parsed.mid is None else parsed.mid), parsed.currency or ""

    @property
    def work(self) -> dict[str, float]:
        """The work that the command does, by its unit."""
        given = {"tokens": self.tokens, "samples": self.samples}
        return {k: number(k, v, "1") for k, v in given.items() if v is not None}


@dataclass(frozen=True)
class Rig:
    """A session that is ready, and what drives its clock where no command does.

    `drive` moves a fake clock to its end; `scenario` knows the exact answer.
    """

    session: Session
    host: str
    drive: Callable[[], None] | None = None
    scenario: Scenario | None = None
    finish: Callable[[], None] | None = None
    log: LedgerWriter | None = None


def number(name: str, value: str, unit: str) -> float:
    """Return a quantity that a user gave in a unit; an error names the option."""
    from wattlas import quantity

    try:
        parsed = quantity.parse(value, unit)
    except InputError as error:
        raise type(error)(f"{name}: {error}") from error
    if parsed.mid is None or parsed.mid < 0:
        raise InputError(f"{name} must be one number >= 0, got {value!r}.")
    return float(parsed.mid)
