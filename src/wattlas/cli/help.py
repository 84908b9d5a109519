"""Help in the chosen language: what click writes in English, said and broken anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click


class SpokenHelp(click.HelpFormatter):
    """Writes help: every paragraph, heading and row in the chosen language."""

    def __init__(self, *settings: Any, **named: Any) -> None:
        from wattlas.cli.output import spoken

        super().__init__(*settings, **named)
        self._say = spoken()

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called."""
        super().write_usage(prog, args, self._say(prefix or "Usage: "))

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        said = self._say("{heading}:", heading=self._say(heading))
        self.write(f"{'':>{self.current_indent}}{said}\n")

    def write_text(self, text: str) -> None:
        """Write the paragraphs of what a command does."""
        if self._say.code == "en":
            return super().write_text(text)
        width = max(self.width - self.current_indent, 11)
        for number, paragraph in enumerate(text.split("\n\n")):
            said = self._say(" ".join(paragraph.split()))
            self.write("\n" * (number > 0))
            for line in broken(said, width):
                self.write(f"{'':>{self.current_indent}}{line}\n")
        return None

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write rows of names with what is said of each."""
        said = [(name, self._say(text)) for name, text in rows]
        if self._say.code == "en":
            return super().write_dl(said, col_max, col_spacing)
        first = min(max(len(name) for name, _ in said), col_max) + col_spacing
        width = max(self.width - self.current_indent - first - 2, 10)
        for name, text in said:
            lines = list(broken(text, width)) or [""]
            self.write(f"{'':>{self.current_indent}}{name}")
            fits = len(name) <= first - col_spacing
            self.write(" " * (first - len(name)) if fits else self._next_line(first))
            self.write(f"\n{'':>{first + self.current_indent}}".join(lines) + "\n")
        return None

    def _next_line(self, first: int) -> str:
        return f"\n{'':>{first + self.current_indent}}"


class SpokenContext(click.Context):
    """The context of a command whose help is written in the chosen language."""

    formatter_class = SpokenHelp


def broken(text: str, width: int) -> Iterable[str]:
    """Yield lines of at most so many columns; Chinese breaks between its characters.

    >>> list(broken("能耗 3 MWh 与价格", 8))
    ['能耗 3', 'MWh 与价', '格']
    """
    from rich.cells import cell_len

    line = ""
    for piece in _pieces(text):
        if line and cell_len(line + piece.rstrip()) > width and piece not in CLOSING:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    if line.strip():
        yield line.rstrip()


CLOSING = frozenset("，。；：、）】》”？！")
"""Signs that never begin a line."""


def _pieces(text: str) -> Iterable[str]:
    """Yield what is never broken: words with the space behind, wide characters."""
    word = ""
    for character in text:
        wide = ord(character) > 0x2E7F
        if wide and word:
            yield word
            word = ""
        word += character
        if wide or character == " ":
            yield word
            word = ""
    if word:
        yield word
