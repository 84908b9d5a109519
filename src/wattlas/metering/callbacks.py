"""Callbacks for trainers: PyTorch Lightning's, and that of Hugging Face.

Neither framework is imported: hooks that a meter does not define answer with nothing,
and Lightning's is made a callback of the one that the program has imported. Put one in
the list of callbacks::

    Trainer(callbacks=[LightningMeter()])            # lightning
    Trainer(..., callbacks=[HuggingFaceMeter()])     # transformers
    HuggingFaceMeter().attach(trainer)               # energy in TensorBoard too

Energy of each epoch and of the whole training goes to the ledger, with the samples or
tokens that the trainer counts, and to the trainer's own log as ``energy_kwh``.
"""

from __future__ import annotations

import atexit
import sys
from collections.abc import Callable
from typing import Any, Self

from wattlas.metering.api import current_session
from wattlas.metering.session import Session
from wattlas.metering.window import Window
from wattlas.units import J_PER_KWH

HOOKS = ("on_", "setup", "teardown")
FRAMEWORKS = ("lightning.pytorch", "pytorch_lightning")
"""Two packages of one framework, whose trainers refuse each other's callbacks."""


class _Hooks:
    """Answers every hook of a trainer that is not defined with nothing."""

    def __init__(
        self,
        name: str = "train",
        session: Session | Callable[[], Session] = current_session,
    ) -> None:
        self._name = name
        self._find_session = session
        self._run: Window | None = None
        self._epoch: Window | None = None

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith(HOOKS):
            return lambda *arguments, **named: None
        raise AttributeError(f"{type(self).__name__} has no {name!r}.")

    @property
    def window(self) -> Window | None:
        """The window of the whole training, once it has begun."""
        return self._run

    def _begin(self) -> None:
        # A training that failed may have told nobody of its end.
        self._end()
        self._run = Window(self._name, self._find_session).apart()
        atexit.register(self._end)

    def _begin_epoch(self, number: int) -> None:
        self._end_epoch()
        # A trainer that fails tells of no end: no window is around what comes after.
        name = f"{self._name}/{self._name} epoch {number}"
        self._epoch = Window(name, self._find_session).apart()

    def _end_epoch(self) -> None:
        if self._epoch is not None:
            self._epoch.close()
            self._epoch = None

    def _end(self) -> None:
        """Close the windows that are open; trainers may tell of an end twice."""
        self._end_epoch()
        if self._run is not None:
            self._run.close()
        atexit.unregister(self._end)

    def _add(self, **work: float) -> None:
        for window in (self._run, self._epoch):
            if window is not None:
                window.add(**work)

    def _energy_kwh(self) -> float | None:
        energy = self._run.energy_j if self._run is not None else None
        return energy.mid / J_PER_KWH if energy else None


class LightningMeter(_Hooks):
    """Measures a training of PyTorch Lightning: its epochs, its samples.

    Rank 0 of a host reads its counters; every rank may carry the callback. It is one of
    ``lightning.pytorch`` or of ``pytorch_lightning``, whichever is imported.
    """

    state_key = "WattlasMeter"

    def __new__(cls, *arguments: Any, **named: Any) -> Self:
        """Make a meter that the trainer of the framework in use takes."""
        modules = (sys.modules.get(name) for name in FRAMEWORKS)
        found = (getattr(module, "Callback", None) for module in modules)
        bases = tuple(base for base in found if isinstance(base, type))
        made: Self = super().__new__(_of_framework(cls, bases))
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what makes it anew in a process that a trainer spawns."""
        return LightningMeter, (self._name, self._find_session)

    def state_dict(self) -> dict[str, Any]:
        """Return what a checkpoint keeps: nothing, the ledger has it."""
        return {}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take what a checkpoint kept: nothing."""

    def on_train_start(self, trainer: Any, module: Any) -> None:
        """Open the window of the training."""
        self._begin()

    def on_train_epoch_start(self, trainer: Any, module: Any) -> None:
        """Open the window of an epoch."""
        self._begin_epoch(int(trainer.current_epoch))

    def on_train_batch_end(
        self, trainer: Any, module: Any, outputs: Any, batch: Any, batch_idx: int
    ) -> None:
        """Count the samples of a batch."""
        size = batch_size(batch)
        if size:
            self._add(samples=size)

    def on_train_epoch_end(self, trainer: Any, module: Any) -> None:
        """Close the window of an epoch; log the energy so far."""
        self._end_epoch()
        energy_kwh = self._energy_kwh()
        if energy_kwh is not None and hasattr(module, "log"):
            module.log("energy_kwh", energy_kwh, rank_zero_only=True)

    def on_train_end(self, trainer: Any, module: Any) -> None:
        """Close the window of the training."""
        self._end()

    def on_exception(self, trainer: Any, module: Any, exception: Any) -> None:
        """Close the windows of a training that failed."""
        self._end()


_made: dict[tuple[type, ...], Any] = {}


def _of_framework(cls: type, bases: tuple[type, ...]) -> Any:
    """Return a class that is a meter and a callback of the frameworks in use."""
    if not bases or issubclass(cls, bases):
        return cls
    both = (cls, *bases)
    if both not in _made:
        _made[both] = type(cls.__name__, both, {"__module__": cls.__module__})
    return _made[both]


class HuggingFaceMeter(_Hooks):
    """Measures a training of transformers' Trainer: its epochs, its tokens.

    ``energy_kwh`` is in ``state.log_history``, and in what other callbacks log
    (TensorBoard, W&B) where the meter stands before them: `attach` puts it there.
    """

    def attach(self, trainer: Any) -> HuggingFaceMeter:
        """Put the meter before all callbacks of a trainer; return it.

        >>> from types import SimpleNamespace
        >>> handler = SimpleNamespace(callbacks=["tensorboard"])
        >>> meter = HuggingFaceMeter().attach(SimpleNamespace(callback_handler=handler))
        >>> handler.callbacks.index(meter)
        0
        """
        callbacks = trainer.callback_handler.callbacks
        callbacks[:] = [self, *(c for c in callbacks if c is not self)]
        return self

    def on_train_begin(self, args: Any, state: Any, control: Any, **named: Any) -> None:
        """Open the window of the training."""
        self._begin()
        self._tokens = float(getattr(state, "num_input_tokens_seen", 0) or 0)

    def on_epoch_begin(self, args: Any, state: Any, control: Any, **named: Any) -> None:
        """Open the window of an epoch."""
        self._begin_epoch(int(state.epoch or 0))

    def on_step_end(self, args: Any, state: Any, control: Any, **named: Any) -> None:
        """Count the tokens, where the trainer does (``include_num_input_tokens_seen``).

        Where it does not, the steps.
        """
        seen = float(getattr(state, "num_input_tokens_seen", 0) or 0)
        if seen > self._tokens:
            self._add(steps=1, tokens=seen - self._tokens)
            self._tokens = seen
        else:
            self._add(steps=1)

    def on_epoch_end(self, args: Any, state: Any, control: Any, **named: Any) -> None:
        """Close the window of an epoch."""
        self._end_epoch()

    def on_log(
        self,
        args: Any,
        state: Any,
        control: Any,
        logs: dict[str, Any] | None = None,
        **named: Any,
    ) -> None:
        """Put the energy so far among what the trainer logs."""
        energy_kwh = self._energy_kwh()
        if logs is None or energy_kwh is None:
            return
        told = {"energy_kwh": energy_kwh}
        left = self._left_kwh(float(getattr(state, "max_steps", 0) or 0))
        if left is not None:
            told["energy_left_kwh"] = left
        logs.update(told)
        # The trainer keeps a copy, made before it tells its callbacks.
        history = getattr(state, "log_history", None)
        if history:
            history[-1].update(told)

    def _left_kwh(self, steps: float) -> float | None:
        """Return what the rest of the steps will draw, if it goes on so. [kWh]"""
        if self._run is None or not self._run.measurement.work.get("steps"):
            return None
        if steps < self._run.measurement.work["steps"]:
            return None
        left = self._run.forecast(steps=steps).energy_left_j
        return left.mid / J_PER_KWH if left else None

    def on_train_end(self, args: Any, state: Any, control: Any, **named: Any) -> None:
        """Close the window of the training."""
        self._end()


def batch_size(batch: Any) -> int:
    """Return how many samples a batch holds, 0 where it does not tell.

    >>> batch_size({"x": [1, 2, 3]}), batch_size(([1, 2], [3, 4])), batch_size(7)
    (3, 2, 0)
    """
    if isinstance(batch, dict):
        batch = next(iter(batch.values()), None)
    elif isinstance(batch, tuple | list) and batch and hasattr(batch[0], "__len__"):
        batch = batch[0]
    shape = getattr(batch, "shape", None)
    if shape:
        return int(shape[0])
    return len(batch) if hasattr(batch, "__len__") else 0
