"""What a number may be: its unit, what is allowed and usual, and its refusal."""

from __future__ import annotations

from dataclasses import dataclass

from wattlas.errors import InputError, Message

INFINITE = float("inf")
SAID = ("", "1", "year", "1/year")
"""Units that names and meanings say: `1e+09 1/year` and `2020 year` are no words."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A unit that people mean and leave out: its name, and its size in our unit."""

    unit: str
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number by its name: unit, meaning, what is allowed and what is usual.

    `zero` says whether nothing at all is meant: 0 is in the range of every share, but
    a run on 0 chips is none. `whole` says that it is counted. Usual money is in USD.
    `shown` is the unit as it is printed, where the symbol does not tell a rate.
    """

    unit: str = "1"
    meaning: str = ""
    low: float = 0.0
    high: float = INFINITE
    usual: tuple[float, float] | None = None
    zero: bool = False
    whole: bool = False
    slips: tuple[Slip, ...] = ()
    shown: str = ""

    @property
    def allowed(self) -> Message:
        """What is allowed, in words.

        >>> print(Quantity(low=1.0, high=5.0).allowed, "or", Quantity().allowed)
        1 to 5 or > 0
        """
        above = self.low == 0 and not self.zero
        if self.high == INFINITE:
            sign = ">" if above else ">="
            return Message("{sign} {low:g}", sign=sign, low=self.low)
        if above:
            return Message("> 0 and at most {high:g}", high=self.high)
        return Message("{low:g} to {high:g}", low=self.low, high=self.high)

    def refuses(self, low: float, high: float, *, given: bool = True) -> float | None:
        """Return the end of a range that is not allowed, or None.

        What the tables hold (`given` False) may be 0 whatever is meant by it.

        >>> Quantity(low=1.0, high=5.0).refuses(0.9, 1.2)
        0.9
        """
        if not self.low <= low:
            return low
        if not high <= self.high:
            return high
        return low if given and low == 0 and not self.zero else None

    def refusal(self, name: str, bad: float, unit: str = "") -> Message:
        """Return the sentence that refuses a value, named as the user knows it.

        >>> pue = Quantity(low=1.0, high=5.0, meaning="facility energy over IT energy")
        >>> print(pue.refusal("pue", 9.0))
        pue must be 1 to 5 (facility energy over IT energy), got 9.
        """
        of = (
            Message(" ({meaning})", meaning=Message(self.meaning))
            if self.meaning
            else ""
        )
        shown = "" if unit in SAID else f" {unit}"
        meant = self.meant(bad, unit)
        hint = (
            Message(
                " Did you mean {meant!r}?",
                meant=meant,
            )
            if meant
            else ""
        )
        return Message(
            "{name} must be {allowed}{of}, got {bad:g}{shown}.{hint}",
            name=name,
            allowed=self.allowed,
            of=of if self.meaning else "",
            bad=bad,
            shown=shown,
            hint=hint,
        )

    def meant(self, value: float, unit: str = "", size: float = 1.0) -> str:
        """Return a value with the unit that was probably meant, or ''.

        `size` is that of the value's unit in ours, as of money in another currency.

        >>> price = Quantity(high=10.0, usual=(-1.0, 2.0), slips=(Slip("/MWh", 1e-3),))
        >>> price.meant(60, "EUR/kWh")
        '60 EUR/MWh'
        """
        slip = self.probable_unit(value * size)
        if slip is None:
            return ""
        money = unit.partition("/")[0] if slip.unit.startswith("/") else ""
        return f"{value:g} {money}{slip.unit}"

    def counted(self, name: str, value: object) -> int:
        """Return a whole number, if it is one and is allowed.

        >>> Quantity(low=1.0, high=9.0).counted("draws", 4)
        4

        Raises
        ------
        InputError
            If it is no whole number, or outside what is allowed.
        """
        if isinstance(value, bool) or not isinstance(value, int):
            raise InputError(
                "{name} must be a whole number, got {value!r}.",
                name=name,
                value=value,
            )
        if self.refuses(value, value) is not None:
            raise InputError(self.refusal(name, value))
        return value

    def is_usual(self, value: float) -> bool:
        """Say whether a value lies in what is usual, or may be nothing."""
        if self.usual is None or (value == 0 and self.zero):
            return True
        return self.usual[0] <= value <= self.usual[1]

    def probable_unit(self, value: float) -> Slip | None:
        """Return the unit in which a value would be usual, else allowed, if any.

        >>> Quantity(usual=(1e6, 1e14), slips=(Slip("T", 1e12),)).probable_unit(15).unit
        'T'
        """
        if value == 0:
            return None
        low, high = self.usual or (self.low, self.high)
        return next((s for s in self.slips if low <= value * s.size <= high), None)
