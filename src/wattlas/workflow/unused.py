"""What a study gives that its estimates do not read, where no plan reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wattlas.notes import Note
from wattlas.parameters import declared, given_of
from wattlas.parameters.deployments import DeployedService, DeploySection
from wattlas.parameters.loads import ServeSection, TrainSection
from wattlas.parameters.places import PlaceFigures
from wattlas.parameters.serving import Service
from wattlas.parameters.sites import SiteSection
from wattlas.parameters.studies import StudyFields
from wattlas.parameters.training import TrainingRun
from wattlas.study import Study

READ: Mapping[type, frozenset[str]] = {
    StudyFields: frozenset(declared(StudyFields)) - {"year", "power", "load"},
    SiteSection: frozenset({*declared(PlaceFigures), "use"}),
    TrainSection: frozenset({*declared(TrainingRun), "hardware", "site"}),
    ServeSection: frozenset({*declared(Service), "hardware", "site"}),
    DeploySection: frozenset({*declared(DeployedService), "hardware", "site"}),
}
"""The fields that estimates read, by section; all others are a plan's."""


def not_used(study: Study) -> tuple[Note, ...]:
    """Return a note of the fields that only a plan reads, where there is none.

    >>> not_used(Study(title="T", year=2027))
    (Note(code='needs-plan', values={'names': ('year',)}),)
    """
    names = dict.fromkeys(
        name
        for case in study.variants().values()
        if case.plan is None
        for name in _planned_fields(case)
    )
    return (Note("needs-plan", {"names": tuple(names)}),) if names else ()


def _planned_fields(study: Study) -> Iterator[str]:
    """Yield the fields of a study that a plan reads and its estimates do not."""
    sections: list[tuple[str, type, Any]] = [("", StudyFields, study)]
    sections += [(f"sites.{s.use}.", SiteSection, s) for s in study.sites]
    sections += [("train.", TrainSection, study.train)] if study.train else []
    sections += [("serve.", ServeSection, study.serve)] if study.serve else []
    sections += [("deploy.", DeploySection, study.deploy)] if study.deploy else []
    for start, kind, section in sections:
        for name in given_of(section, kind):
            if name not in READ[kind]:
                yield f"{start}{name}"
