"""Predictions against published measurements: how wrong the program has been.

`validate` scores the shipped constants on the public disclosures and training runs of
the tables, or on any file of measurements.
"""

from wattlas.accuracy.validate import Validation, validate

__all__ = ["Validation", "validate"]
