"""The equation of a link, taken from the function that runs."""

from wattlas.estimation.formula.text import clipped, formula_text

__all__ = ["clipped", "formula_text"]
