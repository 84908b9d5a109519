"""Watch the calls of a program: what each took, and all together."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

from wattlas.errors import WattlasError
from wattlas.estimation.request_log.batches import BatchEstimator
from wattlas.parameters import RequestsOptions, given_of, keywords
from wattlas.parameters.telemetry import WatchOptions
from wattlas.telemetry.calls import Reading
from wattlas.telemetry.clients import Hook, hook_clients
from wattlas.telemetry.spans import FACTORS, Added, SpanEnergy, added_of
from wattlas.telemetry.streams import WatchedManager, WatchedStream

NO_USAGE = (
    "The answer told no usage: a stream of an OpenAI client does with "
    "stream_options={'include_usage': True}."
)
ENERGY, CARBON, COST = (name for name, _ in FACTORS.values())
TIME = "time"
"""When a call was answered: names that an API moves are those of its day."""
MOST_WAITING = 1000
"""Calls that wait to be estimated together, at most."""


@dataclass(eq=False)
class Call:
    """What one call took; it is estimated when it is first asked for.

    Every figure is None where it is not known; `problem` says why.
    """

    model: str
    _watch: Watch = field(repr=False)
    _columns: Mapping[str, Any] = field(repr=False)
    _added: Added | None = field(default=None, repr=False)

    @property
    def energy_wh(self) -> float | None:
        """Facility energy. [Wh]"""
        return self._figure(ENERGY)

    @property
    def energy_wh_range(self) -> tuple[float, float] | None:
        """The 90 % range of it. [Wh]"""
        low, high = (self._figure(f"{ENERGY}.{end}") for end in ("low", "high"))
        return None if low is None or high is None else (low, high)

    @property
    def carbon_gco2e(self) -> float | None:
        """Carbon of its electricity, where a place is given. [gCO2e]"""
        return self._figure(CARBON)

    @property
    def architecture(self) -> str | None:
        """How the model is known: published, assumed or inferred."""
        told = self.told.get("wattlas.architecture")
        return None if told is None else str(told)

    @property
    def problem(self) -> str | None:
        """Why nothing is known, or None."""
        told = self.told.get("wattlas.problem")
        return None if told is None else str(told)

    @property
    def told(self) -> Added:
        """All that is known, as attributes of a span are named."""
        if self._added is None:
            self._watch.settle()
        return self._added or {}

    def _figure(self, name: str) -> float | None:
        found = self.told.get(name)
        return None if found is None else float(found)


@dataclass
class Total:
    """What the calls of one model came to; low and high add up as if they went along.

    `calls_unknown` are those of which nothing is known: they are in no figure.
    """

    calls: int = 0
    calls_unknown: int = 0
    energy_wh: float = 0.0
    energy_wh_low: float = 0.0
    energy_wh_high: float = 0.0
    carbon_gco2e: float | None = None
    architecture: str = ""

    def add(self, told: Added) -> None:
        """Add a call."""
        self.calls += 1
        if ENERGY not in told:
            self.calls_unknown += 1
            return
        self.architecture = str(told["wattlas.architecture"])
        self.energy_wh += float(told[ENERGY])
        self.energy_wh_low += float(told[f"{ENERGY}.low"])
        self.energy_wh_high += float(told[f"{ENERGY}.high"])
        if CARBON in told:
            self.carbon_gco2e = (self.carbon_gco2e or 0.0) + float(told[CARBON])


class Watch:
    """The calls of a program while it is watched: a context manager, or until `stop`.

    `models` are the totals by model, `total` is all together, `clients` the packages
    that are watched. Printing it gives the summary of the session.
    """

    def __init__(self, given: RequestsOptions) -> None:
        self._batches = BatchEstimator(given)
        self._waiting: list[Call] = []
        self._models: dict[str, Total] = {}
        self._lock = RLock()
        self._hooks: list[Hook] = []
        self.clients: list[str] = []

    def start(self) -> Watch:
        """Watch all clients that are installed."""
        self._hooks, self.clients = hook_clients(self._answered)
        return self

    def stop(self) -> None:
        """Watch no longer; what was counted stays."""
        while self._hooks:
            self._hooks.pop().undo()

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def models(self) -> Mapping[str, Total]:
        """What came, by the name of the model as it was answered."""
        self.settle()
        return dict(self._models)

    @property
    def total(self) -> Total:
        """What came, all together."""
        whole = Total()
        for one in self.models.values():
            whole.calls += one.calls
            whole.calls_unknown += one.calls_unknown
            whole.energy_wh += one.energy_wh
            whole.energy_wh_low += one.energy_wh_low
            whole.energy_wh_high += one.energy_wh_high
            if one.carbon_gco2e is not None:
                whole.carbon_gco2e = (whole.carbon_gco2e or 0.0) + one.carbon_gco2e
        return whole

    def note(self, answer: Any, model: str = "") -> Call:
        """Count an answer by hand, as a callback has it; return what it took."""
        reading = Reading(model=model)
        reading.add(answer)
        return self._note(reading)

    def settle(self) -> None:
        """Estimate the calls that wait."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
            for call in waiting:
                call._added = self._estimated(call)
                self._models.setdefault(call.model, Total()).add(call._added)

    def __str__(self) -> str:
        return "\n".join(_summary(self.models, self.total))

    def _estimated(self, call: Call) -> Added:
        aside = ("model", TIME)
        usage = [value for name, value in call._columns.items() if name not in aside]
        if not any(usage):
            return {"wattlas.problem": NO_USAGE}
        columns = {name: [value] for name, value in call._columns.items()}
        try:
            table = self._batches.estimate(columns)
        except WattlasError as error:
            return {"wattlas.problem": str(error)}
        for problem in table.problems:
            return {"wattlas.problem": problem.reason}
        return added_of(table, 0)

    def _note(self, reading: Reading) -> Call:
        columns = {**reading.columns(), TIME: time.time()}
        with self._lock:
            call = Call(reading.model or "unknown", self, columns)
            self._waiting.append(call)
            if len(self._waiting) >= MOST_WAITING:
                self.settle()
        return call

    def _answered(self, answer: Any, kwargs: Mapping[str, Any]) -> Any:
        """Return what the caller of a client gets: its answer, watched."""
        model = kwargs.get("model")
        named = model if isinstance(model, str) else ""
        if hasattr(answer, "__enter__") and not hasattr(answer, "__iter__"):
            return WatchedManager(answer, self._ended)
        if hasattr(answer, "__aenter__") and not hasattr(answer, "__aiter__"):
            return WatchedManager(answer, self._ended)
        if hasattr(answer, "__next__") or hasattr(answer, "__anext__"):
            return WatchedStream(answer, Reading(named), self._ended)
        parse = getattr(answer, "parse", None)
        whole = parse() if callable(parse) and hasattr(answer, "headers") else answer
        _attach(answer, self.note(whole, named))
        return answer

    def _ended(self, stream: Any, reading: Reading) -> None:
        _attach(stream, self._note(reading))


def _attach(answer: Any, call: Call) -> None:
    """Give an answer its call: past what its class allows, and out of its dump."""
    object.__setattr__(answer, "wattlas", call)


def _summary(models: Mapping[str, Total], total: Total) -> Iterator[str]:
    for name, one in sorted(models.items(), key=lambda item: -item[1].energy_wh):
        yield f"{name}: {_line(one)}"
    yield f"all: {_line(total)}"


def _line(total: Total) -> str:
    told = f"calls: {total.calls}"
    if total.calls_unknown == total.calls:
        return f"{told}, nothing is known of them" if total.calls else told
    told += (
        f", {total.energy_wh:.3g} Wh "
        f"({total.energy_wh_low:.3g}-{total.energy_wh_high:.3g})"
    )
    if total.carbon_gco2e is not None:
        told += f", {total.carbon_gco2e:.3g} gCO2e"
    if total.architecture == "inferred":
        told += ", inferred, not published"
    if total.calls_unknown:
        told += f"; of {total.calls_unknown} nothing is known"
    return told


@keywords(WatchOptions)
def watch(options: WatchOptions) -> Watch:
    """Watch the calls of this program to models, until `stop` or the block ends.

    Those of the clients openai, anthropic, google-genai, mistralai, huggingface_hub and
    litellm, streamed and asynchronous too. Each answer gets `.wattlas`, a `Call`. No
    call fails or waits because it is watched: nothing is estimated before it is asked
    for, and nothing is sent anywhere.

    Raises
    ------
    InputError
        If a site, country or chip is unknown.

    Examples
    --------
    >>> with watch(country="fr") as calls:
    ...     answer = calls.note({"model": "gpt-4o-mini", "usage": {
    ...         "prompt_tokens": 500, "completion_tokens": 300, "total_tokens": 800}})
    >>> answer.architecture, calls.total.calls
    ('inferred', 1)
    >>> answer.energy_wh_range[0] < answer.energy_wh < answer.energy_wh_range[1]
    True
    """
    given = RequestsOptions(**given_of(options))
    SpanEnergy(given).check()
    return Watch(given).start()
