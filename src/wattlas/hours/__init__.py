"""Hours of a site: weather, solar and wind, prices, carbon, PUE and water use.

>>> from wattlas.hours import site_hours
>>> oslo = site_hours("oslo", 2027)
>>> oslo.hours, oslo.provenance["price_per_kwh"].kind
(8760, 'flat')
"""

from wattlas.hours.clock import Clock
from wattlas.hours.records import Provenance, SiteHours, Technology
from wattlas.hours.shapes import request_shape
from wattlas.hours.site import site_hours
from wattlas.hours.technologies import technologies, technology

__all__ = [
    "Clock",
    "Provenance",
    "SiteHours",
    "Technology",
    "request_shape",
    "site_hours",
    "technologies",
    "technology",
]
