"""Hours of a site: weather, solar and wind, prices, carbon, PUE and water use."""

from wattlas.hours.records import Provenance, SiteHours, Technology
from wattlas.hours.technologies import technologies, technology

__all__ = ["Provenance", "SiteHours", "Technology", "technologies", "technology"]
