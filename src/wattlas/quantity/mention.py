"""Record of a quantity that was found in running text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read an ambiguous quantity: the meaning in a word, its value."""

    meaning: str
    value: float


@dataclass(slots=True, unsafe_hash=True)
class Mention:
    """A quantity as it stands in a text, in one of Wattlas' own units.

    `dimension` is energy, power, time, volume, mass, carbon, distance, money, ratio,
    share, date, count or unknown; `per` the own unit or the word below the stroke
    (``year``, ``kWh``, ``question``). `times` is the count in ``4 x 1800 W``, where
    the figures are those of one item. With more than one of `readings`, low and high
    span them and `mid` is None. No mention is changed: it is not frozen only since that
    makes it six times as slow to make, and a long text has very many.
    """

    text: str
    start: int
    end: int
    dimension: str
    low: float
    mid: float | None
    high: float
    unit: str = "1"
    per: str = ""
    times: tuple[float, float] | None = None
    currency: str = ""
    bound: str = ""
    readings: tuple[Reading, ...] = ()

    @property
    def middle(self) -> float:
        """The central value, or the middle of a range."""
        return self.mid if self.mid is not None else (self.low + self.high) / 2

    @property
    def exact_unit(self) -> str:
        """The unit with what stands below the stroke: ``kWh/month``."""
        top = self.currency or self.unit
        return f"{top}/{self.per}" if self.per else top

    @property
    def is_range(self) -> bool:
        """Whether low and high differ."""
        return self.low != self.high

    def total(self) -> tuple[float, float]:
        """Return low and high of all items together: ``4 x 1800 W`` is 7200 W."""
        few, many = self.times or (1.0, 1.0)
        return few * self.low, many * self.high

    def to_dict(self) -> dict[str, Any]:
        """Return the mention as plain data."""
        return {
            "text": self.text,
            "dimension": self.dimension,
            "low": self.low,
            "mid": self.mid,
            "high": self.high,
            "unit": self.exact_unit,
            "times": list(self.times) if self.times else None,
            "bound": self.bound,
            "readings": [
                {"meaning": r.meaning, "value": r.value} for r in self.readings
            ],
        }
