"""Compile the Chinese catalogue that the program reads: `make catalogue`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

WORDS = Path(__file__).parents[1] / "src" / "wattlas" / "report" / "words"
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""What stands as date, so that the same words give the same file."""


def main() -> None:
    """Write a `.mo` beside every `.po`."""
    for path in sorted(WORDS.glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.stem)
        catalogue.creation_date = catalogue.revision_date = UNDATED
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


if __name__ == "__main__":
    main()
