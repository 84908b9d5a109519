"""The fields of a filed tariff, checked as they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Any

import numpy as np

from wattlas.errors import InputError
from wattlas.hours.bills.terms import Tier

_MONTHS, _HOURS = 12, 24
_ENDLESS = 1e9


@dataclass(frozen=True)
class Filed:
    """A tariff as it is filed, and the file that it comes from."""

    where: str
    fields: Mapping[str, Any]

    def get(self, name: str) -> Any:
        """Return a field, or None."""
        return self.fields.get(name)

    def number(self, name: str) -> float:
        """Return a field that is a number, 0 where it is missing."""
        value = self.get(name)
        if value in (None, ""):
            return 0.0
        if not _is_number(value):
            raise InputError(
                "{where}: {name} must be a number, got {value!r}.",
                where=self.where,
                name=name,
                value=value,
            )
        return float(value)

    def word(self, name: str, allowed: tuple[str, ...]) -> str:
        """Return a field that is one of some words, the first where it is missing."""
        written = self.get(name) or allowed[0]
        if written not in allowed:
            raise InputError(
                "{where}: {name} must be one of {allowed}, got {written!r}.",
                where=self.where,
                name=name,
                allowed=", ".join(allowed),
                written=written,
            )
        return str(written)

    def adjustments(self, name: str) -> Any:
        """Return a number for each month, 0 where they are missing."""
        given = self.get(name) or [0.0] * _MONTHS
        if not (
            isinstance(given, list)
            and len(given) == _MONTHS
            and all(map(_is_number, given))
        ):
            raise InputError(
                "{where}: {name} must be 12 numbers, got {value}.",
                where=self.where,
                name=name,
                value=str(given)[:60],
            )
        return np.array(given, float)

    def structure(self, name: str) -> list[list[Mapping[str, Any]]]:
        """Return a list of periods, each with its tiers; [] where it is missing."""
        value = self.get(name) or []
        whole = isinstance(value, list) and all(
            isinstance(p, list) and p and all(isinstance(t, dict) for t in p)
            for p in value
        )
        if not whole:
            raise InputError(
                "{where}: {name} must be periods that each have tiers such as "
                "{{'rate': 0.1}}, got {value}.",
                where=self.where,
                name=name,
                value=str(value)[:60],
            )
        for period, tiers in enumerate(value):
            self._refuse_words(name, period, tiers)
            self._refuse_order(name, period, tiers)
        return list(value)

    def _refuse_words(
        self, name: str, period: int, tiers: Sequence[Mapping[str, Any]]
    ) -> None:
        for tier in tiers:
            for field in ("rate", "adj", "max", "sell"):
                value = tier.get(field)
                if value is not None and not _is_number(value):
                    raise InputError(
                        "{where}: {name}, period {period}: {field} must be a number, "
                        "got {value!r}.",
                        where=self.where,
                        name=name,
                        period=period,
                        field=field,
                        value=value,
                    )

    def _refuse_order(
        self, name: str, period: int, tiers: Sequence[Mapping[str, Any]]
    ) -> None:
        ends = [np.inf if t.most is None else t.most for t in tiers_of(tiers)]
        if any(b <= a for a, b in pairwise(ends)):
            raise InputError(
                "{where}: {name}, period {period}: each tier ends above the one "
                "before, got {names}.",
                where=self.where,
                name=name,
                period=period,
                names=", ".join(f"{e:g}" for e in ends),
            )

    def schedule(self, name: str, periods: int) -> Any:
        """Return a table of 12 months and 24 hours of periods that there are."""
        table = np.array(self.get(name) or [], dtype=object)
        if table.shape != (_MONTHS, _HOURS):
            raise InputError(
                "{where}: {name} must have 12 rows of 24 periods, got {names}.",
                where=self.where,
                name=name,
                names=" x ".join(map(str, table.shape)),
            )
        return self._existing(name, table, periods)

    def months(self, name: str, periods: int) -> Any:
        """Return the period of each month."""
        table = np.array(self.get(name) or [0] * _MONTHS, dtype=object)
        if table.shape != (_MONTHS,):
            raise InputError(
                "{where}: {name} must have 12 periods, got {table_count}.",
                where=self.where,
                name=name,
                table_count=len(table),
            )
        return self._existing(name, table, periods)

    def _existing(self, name: str, table: Any, periods: int) -> Any:
        wrong = [p for p in table.flat if not (isinstance(p, int) and 0 <= p < periods)]
        if wrong:
            raise InputError(
                "{where}: {name} names period {wrong!r}; there are {periods}, counted "
                "from 0.",
                where=self.where,
                name=name,
                wrong=wrong[0],
                periods=periods,
            )
        return table.astype(np.int64)

    def refuse_units(
        self, name: str, allowed: tuple[str, ...], field: str = ""
    ) -> None:
        """Refuse charges for another unit than one of those allowed."""
        units = [t.get("unit") for period in self.structure(name) for t in period]
        units.append(self.get(field) if field else None)
        wrong = next((u for u in units if u and u not in allowed), None)
        if wrong:
            raise InputError(
                "{where}: {name} is in {wrong!r}, of which no bill is made here; "
                "allowed: {allowed}. Give price and demand_charge instead.",
                where=self.where,
                name=name,
                wrong=wrong,
                allowed=", ".join(allowed),
            )

    def ratchet(self) -> tuple[Any, set[int]]:
        """Return by month the share that is looked back at, and the months named."""
        by_month = self.get("demandratchetpercentage") or []
        share = self.number("lookbackpercent")
        if by_month and not share:
            shares = np.array([s if _is_number(s) else np.nan for s in by_month])
        else:
            shares = np.full(_MONTHS, share)
        flags = self.get("lookbackmonths") or []
        named = {m for m, flag in enumerate(flags) if flag}
        wrong = len(shares) != _MONTHS or not ((shares >= 0) & (shares <= 1)).all()
        if wrong or (shares.any() and not named and not self.number("lookbackrange")):
            raise InputError(
                "{where}: a ratchet needs a share from 0 to 1 (lookbackpercent, or 12 "
                "in demandratchetpercentage) and the months that it looks at "
                "(lookbackrange, or 12 lookbackmonths).",
                where=self.where,
            )
        return shares, named


def _is_number(value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and isfinite(value)


def tiers_of(period: Sequence[Mapping[str, Any]]) -> tuple[Tier, ...]:
    """Return the tiers of a period; the price is rate and adjustment together.

    >>> tiers_of([{"rate": 0.1, "adj": 0.02, "max": 500}, {"rate": 0.2}])
    (Tier(price=0.12000000000000001, most=500.0), Tier(price=0.2, most=None))
    """
    return tuple(
        Tier(_price(tier), _end(tier.get("max"), last=i == len(period) - 1))
        for i, tier in enumerate(period)
    )


def _price(tier: Mapping[str, Any]) -> float:
    return float(tier.get("rate") or 0.0) + float(tier.get("adj") or 0.0)


def _end(value: Any, *, last: bool) -> float | None:
    """Return where a tier ends; the last one, and a huge end, have none."""
    endless = last or value is None or float(value) >= _ENDLESS
    return None if endless else float(value)
