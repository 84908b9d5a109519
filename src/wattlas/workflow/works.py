"""What a study estimates: each of its cases, on its chips, at its places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wattlas.errors import InputError
from wattlas.estimation.own_chips import find_chip
from wattlas.parameters import given_of
from wattlas.parameters.own_chips import ENDINGS
from wattlas.parameters.serving import Service
from wattlas.parameters.several import each_once
from wattlas.parameters.training import TrainingRun
from wattlas.study import SiteSection, Study
from wattlas.workflow.places import check_once, pinned_site, place_options


@dataclass(frozen=True)
class Work:
    """What one placement estimates: a case on its chips, at its places."""

    case: str
    study: Study
    hardware: tuple[str, str]
    training_at: SiteSection | None
    serving_at: SiteSection | None

    def asked(self, verb: str) -> dict[str, Any]:
        """Return what the estimate of `train` or `serve` is asked, by keyword."""
        section = self.study.train if verb == "train" else self.study.serve
        kind, chips, at = {
            "train": (TrainingRun, self.hardware[0], self.training_at),
            "serve": (Service, self.hardware[1], self.serving_at),
        }[verb]
        return {
            "model": self.study.model,
            "accept_unread": self.study.accept_unread,
            "hardware": chips or None,
            **given_of(section, kind),
            **place_options(self.study, at),
        }

    @property
    def verbs(self) -> list[str]:
        """The estimates that it has."""
        sections = {"train": self.study.train, "serve": self.study.serve}
        return [verb for verb, section in sections.items() if section is not None]


def works_of(study: Study) -> Iterator[Work]:
    """Yield what each placement of a study estimates, in the order of its result."""
    for case, variant in study.variants().items():
        for hardware in _chips(variant):
            for training_at, serving_at in _pairs(variant):
                yield Work(case, variant, hardware, training_at, serving_at)


def _chips(study: Study) -> list[tuple[str, str]]:
    """Return pairs of training and serving chips; one of a kind goes with every other.

    Two lists of several chips go in step, and so must be as long.
    """
    training = study.train.hardware if study.train else []
    serving = study.serve.hardware if study.serve else []
    if len(training) > 1 and len(serving) > 1 and len(training) != len(serving):
        raise InputError(
            "train and serve list {training_count} and {serving_count} chips: several "
            "chips go in step. List as many in both, or one in one of them.",
            training_count=len(training),
            serving_count=len(serving),
        )
    length = max(len(training), len(serving), 1)
    pairs = [(_at(training, i), _at(serving, i)) for i in range(length)]
    each_once("hardware", (" / ".join(filter(None, pair)) for pair in pairs))
    return pairs


def _at(names: list[str], i: int) -> str:
    name = names[min(i, len(names) - 1)] if names else ""
    # A machine of one's own goes by its name: that of its file is of the reader's disk.
    return find_chip(name) if name.lower().endswith(ENDINGS) else name


def _pairs(study: Study) -> list[tuple[SiteSection | None, SiteSection | None]]:
    """Return where to train and where to serve: at each place, or where pinned."""
    check_once(study.sites)
    train_pin = pinned_site(study.train.site if study.train else None, study.sites)
    serve_pin = pinned_site(study.serve.site if study.serve else None, study.sites)
    both_pinned = (train_pin or not study.train) and (serve_pin or not study.serve)
    if both_pinned or not study.sites:
        return [(train_pin, serve_pin)]
    return [(train_pin or place, serve_pin or place) for place in study.sites]
