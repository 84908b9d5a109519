"""Quantities as people write them, to numbers in Wattlas' own units.

`parse` reads one quantity into a unit that the caller names; `read` one quantity whose
unit is not known before; `find` every quantity of running text, English or Chinese.

>>> from wattlas import quantity
>>> quantity.parse("433 MWh", "kWh").mid
433000.0
>>> quantity.parse("0.541 CNY/kWh", "money/kWh")
Quantity(low=0.541, mid=0.541, high=0.541, currency='CNY')
>>> quantity.parse("1.1..1.3", "1").low
1.1
>>> [m.exact_unit for m in quantity.find("每月 1872 万度，0.541 元/度")]
['kWh/month', 'CNY/kWh']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from wattlas.quantity.mention import Mention, Reading
from wattlas.quantity.parser import Quantity, parse

if TYPE_CHECKING:
    from wattlas.quantity.reading import canonical as canonical
    from wattlas.quantity.reading import read as read
    from wattlas.quantity.scan import find as find

_OF_TEXT = {"canonical": "reading", "find": "scan", "read": "reading"}
"""What reads running text, loaded when it is used: it is slow to load."""
__all__ = ["Mention", "Quantity", "Reading", "canonical", "find", "parse", "read"]


def __getattr__(name: str) -> Any:
    if name not in _OF_TEXT:
        raise AttributeError(f"wattlas.quantity has no {name!r}.")
    return getattr(import_module(f"wattlas.quantity.{_OF_TEXT[name]}"), name)
