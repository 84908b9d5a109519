"""The linear program: one function for each constraint; its docstring is the equation.

Inside the program power is in MW, energy in MWh, money in thousands, carbon in t, water
in m3, requests in millions and chips in thousands, so that coefficients stay near one:
a price per kWh is then thousands for a MWh, and L/kWh are m3 for a MWh.
"""

from wattlas.planning.program.build import CONSTRAINTS, build
from wattlas.planning.program.frame import Frame

__all__ = ["CONSTRAINTS", "Frame", "build"]
