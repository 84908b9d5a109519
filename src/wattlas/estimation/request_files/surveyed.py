"""The replicas that a survey of a whole log found: every part of it uses the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wattlas.errors import InputError, Message, WattlasError
from wattlas.estimation.request_log.group import (
    RequestGroup,
    Settings,
    group_at,
)
from wattlas.estimation.request_log.grouping import Configuration, Rows
from wattlas.estimation.request_log.problems import Problems
from wattlas.estimation.request_log.replicas import Numbers
from wattlas.estimation.request_log.row_chain import RowInputs
from wattlas.plain import Plain


@dataclass(frozen=True, slots=True)
class Step(Plain):
    """What becomes of rows of a configuration: a replica, or a refusal.

    A replica for `medians` takes the rows that it holds, or all. Where none serves
    the medians, rows of at least `refused_context` tokens are refused.
    """

    medians: Mapping[str, float | None]
    takes_all: bool = False
    refused_context: float | None = None


@dataclass(frozen=True)
class _Served:
    number: int
    group: RequestGroup
    takes_all: bool

    def takes(
        self, configuration: Configuration, rows: Rows, numbers: Numbers
    ) -> NDArray[np.bool_]:
        if self.takes_all or not len(rows):
            return np.ones(len(rows), np.bool_)
        inputs = RowInputs.of(numbers, rows, configuration.batch_given)
        return np.asarray(self.group.replica.room(inputs) >= 1.0)


@dataclass(frozen=True)
class _Refused:
    context: float
    reason: Message

    def takes(
        self, configuration: Configuration, rows: Rows, numbers: Numbers
    ) -> NDArray[np.bool_]:
        inputs = RowInputs.of(numbers, rows, configuration.batch_given)
        return np.asarray(inputs.context >= self.context)


class SurveyedReplicas:
    """Serves rows of configurations by steps, in the order in which they were found."""

    def __init__(
        self, steps: Mapping[Configuration, Sequence[Step]], settings: Settings
    ) -> None:
        self.settings = settings
        self.groups: list[RequestGroup] = []
        self._steps: dict[Configuration, list[_Served | _Refused]] = {}
        for configuration, its in steps.items():
            self._steps[configuration] = []
            for step in its:
                self.add(configuration, step)

    def add(self, configuration: Configuration, step: Step) -> None:
        """Add the next step of a configuration."""
        steps = self._steps.setdefault(configuration, [])
        try:
            group = group_at(configuration, step.medians, self.settings)
        except WattlasError as error:
            if step.refused_context is None:
                raise
            steps.append(_Refused(step.refused_context, error.message))
            return
        steps.append(_Served(len(self.groups), group, step.takes_all))
        self.groups.append(group)

    def split(
        self,
        configuration: Configuration,
        rows: Rows,
        numbers: Numbers,
        problems: Problems,
    ) -> Iterator[tuple[int, RequestGroup, Rows]]:
        """Yield the rows of each replica with its number; note what is refused.

        Raises
        ------
        InputError
            If rows are left: the survey has not seen them.
        """
        taken, left = self._taken(configuration, rows, numbers)
        if len(left):
            raise InputError(
                "The log was changed while it was read. Let it be written to its end, "
                "and name a new folder."
            )
        for step, its in taken:
            if isinstance(step, _Refused):
                problems.add(its.tolist(), step.reason)
            elif len(its):
                yield step.number, step.group, its

    def left(
        self,
        configuration: Configuration,
        rows: Rows,
        numbers: Numbers,
        problems: Problems,
    ) -> Rows:
        """Return the rows that no step so far takes; note what is refused."""
        taken, left = self._taken(configuration, rows, numbers)
        for step, its in taken:
            if isinstance(step, _Refused):
                problems.add(its.tolist(), step.reason)
        return left

    def _taken(
        self, configuration: Configuration, rows: Rows, numbers: Numbers
    ) -> tuple[list[tuple[_Served | _Refused, Rows]], Rows]:
        """Return the rows of each step, and those that are left."""
        taken = []
        for step in self._steps.get(configuration, ()):
            its = step.takes(configuration, rows, numbers)
            taken.append((step, rows[its]))
            rows = rows[~its]
        return taken, rows
