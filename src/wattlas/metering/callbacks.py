"""Callbacks for trainers: PyTorch Lightning's, and that of Hugging Face.

Both are duck-typed, so that neither framework is imported: hooks that they do not
define answer with nothing. Put one in the list of callbacks::

    Trainer(callbacks=[LightningMeter()])            # lightning
    Trainer(..., callbacks=[HuggingFaceMeter()])     # transformers

Energy of each epoch and of the whole training goes to the ledger, with the samples or
tokens that the trainer counts, and to the trainer's own log as ``energy_kwh``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wattlas.metering.api import current_session
from wattlas.metering.session import Session
from wattlas.metering.window import Window
from wattlas.units import J_PER_KWH

HOOKS = ("on_", "setup", "teardown")


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
        self._run = Window(self._name, self._find_session).__enter__()

    def _begin_epoch(self, number: int) -> None:
        self._end_epoch()
        name = f"{self._name} epoch {number}"
        self._epoch = Window(name, self._find_session).__enter__()

    def _end_epoch(self) -> None:
        if self._epoch is not None:
            self._epoch.__exit__(None, None, None)
            self._epoch = None

    def _end(self) -> None:
        self._end_epoch()
        if self._run is not None:
            self._run.__exit__(None, None, None)

    def _add(self, **work: float) -> None:
        for window in (self._run, self._epoch):
            if window is not None:
                window.add(**work)

    def _energy_kwh(self) -> float | None:
        energy = self._run.energy_j if self._run is not None else None
        return energy.mid / J_PER_KWH if energy else None


class LightningMeter(_Hooks):
    """Measures a training of PyTorch Lightning: its epochs, its samples.

    Rank 0 of a host reads its counters; every rank may carry the callback.
    """

    state_key = "WattlasMeter"

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


class HuggingFaceMeter(_Hooks):
    """Measures a training of transformers' Trainer: its epochs, its tokens."""

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
        logs["energy_kwh"] = energy_kwh
        left = self._left_kwh(float(getattr(state, "max_steps", 0) or 0))
        if left is not None:
            logs["energy_left_kwh"] = left

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
