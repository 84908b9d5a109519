"""codecarbon's trackers: a context manager, a decorator, start and stop."""

from __future__ import annotations

import uuid
import warnings
from types import TracebackType
from typing import Any, Self

from wattlas.compat.options import Options, options_of
from wattlas.compat.row import EmissionsData, row_of, write_row
from wattlas.errors import InputError
from wattlas.metering import api
from wattlas.metering.parts import Measurement
from wattlas.metering.session import Session
from wattlas.metering.streams import Function, measured
from wattlas.metering.window import Window


class EmissionsTracker:
    """Tracks what this machine draws, under codecarbon's names.

    `start` and `stop`, a context manager, and as `track_emissions` a decorator. Energy
    is metered by the session of this process; emissions need ``country_iso_code`` or
    ``force_carbon_intensity_g_co2e_kwh``: without, they are None, no place is guessed.

    >>> from wattlas.metering.simulated import simulated_session
    >>> session, clock = simulated_session("two-gpus")
    >>> tracker = EmissionsTracker(
    ...     save_to_file=False, force_carbon_intensity_g_co2e_kwh=500, session=session
    ... )
    >>> tracker.start()
    >>> clock.advance(36)
    >>> round(tracker.stop(), 6)  # 801 W for a hundredth of an hour at 500 g/kWh
    0.004005
    """

    def __init__(
        self,
        project_name: str = "codecarbon",
        measure_power_secs: float = 15.0,
        *,
        session: Session | None = None,
        **more: Any,
    ) -> None:
        given = {"project_name": project_name, "measure_power_secs": measure_power_secs}
        self._options = options_of(given | more)
        self._session = session
        self._window: Window | None = None
        self._task: Window | None = None
        self._row: EmissionsData | None = None
        self.run_id = str(uuid.uuid4())

    @property
    def options(self) -> Options:
        """What the tracker was given and uses."""
        return self._options

    @property
    def measurement(self) -> Measurement | None:
        """What was measured, with ranges and methods; None before the start."""
        return None if self._window is None else self._window.measurement

    @property
    def final_emissions(self) -> float | None:
        """Emissions of the run, None where they are not known. [kgCO2e]"""
        return None if self._row is None else _number(self._row.emissions)

    @property
    def final_emissions_data(self) -> EmissionsData | None:
        """The row of the run; None before its end."""
        return self._row

    def start(self) -> None:
        """Begin to track; a second start does nothing."""
        if self._window is None:
            name = self._options.project_name
            self._window = Window(name, self._find_session).apart()

    def stop(self) -> float | None:
        """End; write the row; return the emissions, again the same. [kgCO2e]

        None where it was never started, or no carbon of the grid is known.
        """
        if self._window is None or self._row is not None:
            return self.final_emissions
        self._window.close()
        self._row = self._told(self._window)
        if self._row.emissions == "":
            text = (
                "Emissions are not known: give country_iso_code or "
                "force_carbon_intensity_g_co2e_kwh. No place is guessed."
            )
            warnings.warn(text, RuntimeWarning, stacklevel=2)
        return self.final_emissions

    def flush(self) -> float | None:
        """Write a row of what was tracked so far; return its emissions. [kgCO2e]"""
        if self._window is None or self._row is not None:
            return self.final_emissions
        return _number(self._told(self._window).emissions)

    def start_task(self, task_name: str = "task") -> None:
        """Begin a task of the run."""
        if self._task is not None:
            raise InputError("A task is tracked already: stop_task() ends it.")
        self._task = Window(task_name, self._find_session).apart()

    def stop_task(self, task_name: str | None = None) -> EmissionsData:
        """End the task; return what it drew."""
        if self._task is None:
            raise InputError("No task is tracked: start_task() begins one.")
        task, self._task = self._task, None
        task.close()
        return row_of(task.measurement, self._options, self.run_id)

    def apart(self) -> Self:
        """Begin to track, of a generator or a stream."""
        self.start()
        return self

    def close(self) -> None:
        """End."""
        self.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _find_session(self) -> Session:
        if self._session is None:
            self._session = api.session_of(self._options.measure_power_secs)
        return self._session

    def _told(self, window: Window) -> EmissionsData:
        row = row_of(window.measurement, self._options, self.run_id)
        if self._options.save_to_file:
            update = self._options.on_csv_write == "update"
            write_row(row, self._options.path, update=update)
        return row


class OfflineEmissionsTracker(EmissionsTracker):
    """A tracker of a country that is named: ``country_iso_code="FRA"``."""

    def __init__(self, country_iso_code: str | None = None, **more: Any) -> None:
        if not country_iso_code:
            raise InputError(
                "The offline tracker needs country_iso_code, such as 'FRA'."
            )
        super().__init__(country_iso_code=country_iso_code, **more)


def track_emissions(
    fn: Function | None = None, *, offline: bool = False, **options: Any
) -> Any:
    """Track each call of a function; a stream until its last item.

    Bare or called: ``@track_emissions`` and ``@track_emissions(project_name="llama")``.
    """
    kind = OfflineEmissionsTracker if offline else EmissionsTracker

    def decorate(function: Function) -> Function:
        return measured(function, lambda: kind(**options))

    return decorate if fn is None else decorate(fn)


def _number(value: Any) -> float | None:
    return None if value == "" else float(value)
