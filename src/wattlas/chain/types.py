"""The type of every value of the chain: a number, or an array of draws or rows."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
"""An array of any shape."""
Value: TypeAlias = float | NDArray[np.float64]
"""A float, or an array of any shape that broadcasts with the other inputs."""
