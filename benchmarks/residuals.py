"""Rewrite the residuals that the table of constants ships: after each new fit.

uv run python benchmarks/residuals.py ../shared/data/inference.csv
"""

from __future__ import annotations

import sys
from pathlib import Path

from wattlas import validate

TABLE = Path(__file__).parents[1] / "src/wattlas/facts/tidy/constants.csv"
YEAR = "2026"


def main(measurements: str) -> None:
    """Put the residuals of a file of measurements into the table of constants."""
    found = validate(inference=measurements, refit=True)
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("residuals-")]
    new = [residual.line(YEAR) for residual in found.residuals]
    TABLE.write_text("\n".join([*kept, *new]) + "\n", encoding="utf-8")
    print(f"{len(new)} rows of residuals in {TABLE.name}.")


if __name__ == "__main__":
    main(sys.argv[1])
