"""Quantities as people write them, to numbers in Wattlas' own units.

>>> from wattlas import quantity
>>> quantity.parse("433 MWh", "kWh").mid
433000.0
>>> quantity.parse("0.541 CNY/kWh", "money/kWh")
Quantity(low=0.541, mid=0.541, high=0.541, currency='CNY')
>>> quantity.parse("1.1..1.3", "1").low
1.1
"""

from wattlas.quantity.parser import Quantity, parse

__all__ = ["Quantity", "parse"]
