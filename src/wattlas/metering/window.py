"""Windows: `with meter("epoch 3") as window:` and the decorator of the same name."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import ContextVar, Token
from types import TracebackType
from typing import cast

from wattlas.errors import InputError, WattlasError
from wattlas.metering.forecast import Forecast, forecast
from wattlas.metering.parts import Measurement
from wattlas.metering.running import Snapshot
from wattlas.metering.session import Session
from wattlas.metering.streams import Function, measured
from wattlas.records import Range

_OPEN: ContextVar[tuple[str, ...]] = ContextVar("open_windows", default=())
"""Names of the windows around this one: each thread and each task has its own."""


class Window:
    """One stretch of work whose energy is measured.

    A context manager, and a decorator of functions and of coroutines. A window may be
    entered once; a decorated function measures a new one with each call. Windows may
    be nested and may run in several threads or tasks: each sees the whole machine for
    as long as it is open, so energies of windows that overlap do not add up.

    >>> from wattlas.metering.simulated import simulated_session
    >>> session, clock = simulated_session("two-gpus")
    >>> with Window("step", session) as window:
    ...     clock.advance(10.0)
    ...     window.add(tokens=5000)
    >>> round(window.energy_j.mid)
    8010
    >>> round(window.measurement.joules_per("tokens").mid, 3)
    1.602
    """

    def __init__(
        self, name: str, session: Session | Callable[[], Session], **tags: str
    ) -> None:
        if not isinstance(name, str) or not name.strip():
            raise InputError(
                "A window needs a name such as 'epoch 3', got {name!r}.",
                name=name,
            )
        self.name = name
        self.tags = {key: str(value) for key, value in tags.items()}
        self._find_session = session
        self._session: Session | None = None
        self._begin: Snapshot | None = None
        self._measurement: Measurement | None = None
        self._work: dict[str, float] = {}
        self._lock = threading.Lock()
        self._token: Token[tuple[str, ...]] | None = None
        self._path = name

    @property
    def measurement(self) -> Measurement:
        """What was measured; while the window is open, so far."""
        if self._measurement is not None:
            return self._measurement
        if self._session is None or self._begin is None:
            raise InputError(
                "The window {name!r} was not entered yet.",
                name=self.name,
            )
        return self._measured(self._session, self._session.snapshot())

    @property
    def energy_j(self) -> Range | None:
        """Energy of the machine in the window; None if nothing can be read. [J]"""
        return self.measurement.energy_j

    @property
    def own_j(self) -> Range | None:
        """The part of it that this run's processes drew. [J]"""
        return self.measurement.own_j

    def add(self, **work: float) -> None:
        """Report work that was done: ``window.add(tokens=512, samples=1)``."""
        for unit, count in work.items():
            if isinstance(count, bool) or not isinstance(count, int | float):
                raise InputError(
                    "{unit} must be a number, got {count!r}.",
                    unit=unit,
                    count=count,
                )
            if not 0 <= count < float("inf"):
                raise InputError(
                    "{unit} must be >= 0 and finite, got {count}.",
                    unit=unit,
                    count=count,
                )
        with self._lock:
            for unit, count in work.items():
                self._work[unit] = self._work.get(unit, 0.0) + count

    def forecast(self, **total: float) -> Forecast:
        """Return energy and time left of a total: ``window.forecast(tokens=15e9)``."""
        if len(total) != 1:
            raise InputError("A forecast needs one total, such as tokens=15e9.")
        ((unit, count),) = total.items()
        return forecast(self.measurement, unit, count)

    def __enter__(self) -> Window:
        if self._session is not None:
            raise InputError(
                "The window {name!r} was entered before. Open a new one.",
                name=self.name,
            )
        found = self._find_session
        self._session = found if isinstance(found, Session) else found()
        path = (*_OPEN.get(), self.name)
        self._path, self._token = "/".join(path), _OPEN.set(path)
        self._begin = self._session.snapshot()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        session = self._session
        if session is None or self._begin is None:
            raise WattlasError(
                "The window {name!r} was not entered.",
                name=self.name,
            )
        self._measurement = self._measured(session, session.snapshot(self._begin))
        if self._token is not None:
            _leave(self._token)
        session.note(self._measurement)

    async def __aenter__(self) -> Window:
        return self.__enter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.__exit__(kind, error, trace)

    def __call__(self, function: Function) -> Function:
        """Decorate a function, coroutine or generator: each call is a window.

        One that streams its answer is measured until the last item.
        """
        return measured(function, self._again)

    def apart(self) -> Window:
        """Enter if it was not, and let windows of the caller be none inside this one.

        A generator and its caller run in turns.
        """
        if self._session is None:
            self.__enter__()
        if self._token is not None:
            _leave(self._token)
            self._token = None
        return self

    def close(self) -> None:
        """End the window, if it is open."""
        if self._measurement is None and self._session is not None:
            self.__exit__(None, None, None)

    def _again(self) -> Window:
        return Window(self.name, self._find_session, **self.tags)

    def _measured(self, session: Session, end: Snapshot) -> Measurement:
        begin = cast("Snapshot", self._begin)
        with self._lock:
            work = dict(self._work)
        return session.measurement(self._path, begin, end, work=work, tags=self.tags)


def _leave(token: Token[tuple[str, ...]]) -> None:
    try:
        _OPEN.reset(token)
    except ValueError:  # closed in another task or thread than it was opened in
        return
