"""Where work may run, in the order in which the program holds it, with its labels.

A label names a row of the program. It is never read back: what it stands for is the
place at the same position.
"""

from __future__ import annotations

from typing import NamedTuple

from wattlas.planning.problem import Chip, Problem


class Desk(NamedTuple):
    """Requests of an origin, served at a site on a kind of chip."""

    origin: str
    site: str
    chip: Chip

    @property
    def label(self) -> str:
        """The name of its row."""
        return f"{self.origin}>{self.hall.label}"

    @property
    def hall(self) -> Hall:
        """Where its chips stand."""
        return Hall(self.site, self.chip)


class Hall(NamedTuple):
    """Chips of a kind at a site, for serving or for training."""

    site: str
    chip: Chip

    @property
    def label(self) -> str:
        """The name of its row."""
        return f"{self.site}:{self.chip.key}"


class Stand(NamedTuple):
    """A placed load, by its number, at a site where it may be."""

    load: int
    site: str

    @property
    def label(self) -> str:
        """The name of its row."""
        return f"{self.load}>{self.site}"


def desks(problem: Problem) -> tuple[Desk, ...]:
    """Return every desk that may serve requests."""
    serving = problem.serving
    if serving is None:
        return ()
    return tuple(Desk(o, s, c) for o, s in serving.routes for c in serving.chips)


def halls(problem: Problem) -> tuple[Hall, ...]:
    """Return every hall that may hold chips for serving."""
    return tuple(dict.fromkeys(desk.hall for desk in desks(problem)))


def runs(problem: Problem) -> tuple[Hall, ...]:
    """Return every hall that may train."""
    training = problem.training
    if training is None:
        return ()
    return tuple(Hall(s, c) for s in training.sites for c in training.chips)


def stands(problem: Problem) -> tuple[Stand, ...]:
    """Return every placed load at every site where it may be."""
    return tuple(
        Stand(i, site) for i, load in enumerate(problem.placed) for site in load.it_kw
    )
