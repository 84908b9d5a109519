"""Callbacks in real trainers, on a CPU: `make frameworks` (torch, 5.5 GB).

The versions that it ran with stand in docs/measure.md.
"""

from __future__ import annotations

import importlib.util

import pytest

from wattlas.metering.callbacks import HuggingFaceMeter, LightningMeter
from wattlas.metering.simulated import simulated_session

pytestmark = [
    pytest.mark.frameworks,
    pytest.mark.skipif(
        importlib.util.find_spec("torch") is None, reason="needs make frameworks"
    ),
    pytest.mark.filterwarnings("ignore"),
]
EPOCHS, ROWS, BATCH = 2, 8, 4
STEP_S = 5.0


class Log(list):
    """Keeps the windows of a session."""

    def window(self, measurement):
        self.append(measurement)

    def tick(self, t0, t1, totals, gaps=()):
        pass

    def close(self, at_s, exit_code=None):
        pass

    def disagreement(self, found, at_s):
        pass


@pytest.fixture
def rig():
    """A machine of 801 W whose clock a training step moves on."""
    session, clock = simulated_session("two-gpus")
    session._log = Log()
    return session, clock


def lightning_modules():
    return [
        name
        for name in ("lightning.pytorch", "pytorch_lightning")
        if importlib.util.find_spec(name.partition(".")[0]) is not None
    ]


def trained(module, rig, tmp_path, fails_at=None):
    """Train a line with a Lightning; return its trainer and meter."""
    import torch

    pl = importlib.import_module(module)
    session, clock = rig

    class Line(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.layer = torch.nn.Linear(1, 1)

        def training_step(self, batch, batch_idx):
            clock.advance(STEP_S)
            if batch_idx == fails_at:
                raise ValueError("a training that fails")
            return (self.layer(batch[0]) ** 2).mean()

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=0.1)

    data = torch.utils.data.TensorDataset(torch.ones(ROWS, 1))
    loader = torch.utils.data.DataLoader(data, batch_size=BATCH)
    meter = LightningMeter(session=session)
    logger = importlib.import_module(f"{module}.loggers").TensorBoardLogger(tmp_path)
    trainer = pl.Trainer(
        max_epochs=EPOCHS, accelerator="cpu", logger=logger, callbacks=[meter],
        enable_progress_bar=False, enable_model_summary=False, log_every_n_steps=1,
        default_root_dir=tmp_path,
    )  # fmt: skip
    trainer.fit(Line(), loader)
    return trainer, meter


def scalars(folder, tag):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    found = {}
    for path in folder.rglob("events.out*"):
        events = EventAccumulator(str(path)).Reload()
        if tag in events.Tags()["scalars"]:
            found[path] = [event.value for event in events.Scalars(tag)]
    return next(iter(found.values()), [])


@pytest.mark.parametrize("module", lightning_modules())
def test_lightning_measures_epochs_and_logs_to_tensorboard(module, rig, tmp_path):
    """By hand: two epochs of two steps of 5 s at 801 W, 8 samples each."""
    trainer, meter = trained(module, rig, tmp_path)
    names = [(m.name, round(m.energy_j.mid)) for m in rig[0]._log]
    assert names == [
        ("train/train epoch 0", 8010),
        ("train/train epoch 1", 8010),
        ("train", 16020),
    ]
    assert meter.window.measurement.work == {"samples": 16.0}
    assert trainer.logged_metrics["energy_kwh"] == pytest.approx(16020 / 3.6e6)
    assert scalars(tmp_path, "energy_kwh") == pytest.approx(
        [8010 / 3.6e6, 16020 / 3.6e6]
    )


@pytest.mark.parametrize("module", lightning_modules())
def test_a_lightning_training_that_fails_leaves_no_window(module, rig, tmp_path):
    """The exception is the user's; both windows are closed."""
    with pytest.raises(ValueError, match="a training that fails"):
        trained(module, rig, tmp_path, fails_at=1)
    assert [m.name for m in rig[0]._log] == ["train/train epoch 0", "train"]


def hugging_face(rig, tmp_path, attached, fails=False, meter=None):
    """Train a line with transformers; return its trainer and meter."""
    import torch
    from transformers import Trainer, TrainingArguments

    session, clock = rig

    class Line(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = torch.nn.Linear(1, 1)

        def forward(self, x=None, labels=None):
            clock.advance(STEP_S)
            if fails:
                raise ValueError("a training that fails")
            return {"loss": (self.layer(x) ** 2).mean()}

    rows = [{"x": torch.ones(1), "labels": torch.ones(1)} for _ in range(ROWS)]
    meter = meter or HuggingFaceMeter(session=session)
    arguments = TrainingArguments(
        output_dir=str(tmp_path), num_train_epochs=EPOCHS, logging_steps=1,
        per_device_train_batch_size=BATCH, report_to=["tensorboard"], use_cpu=True,
        save_strategy="no", disable_tqdm=True,
    )  # fmt: skip
    callbacks = [] if attached else [meter]
    trainer = Trainer(Line(), arguments, train_dataset=rows, callbacks=callbacks)
    if attached:
        meter.attach(trainer)
    trainer.train()
    return trainer, meter


@pytest.mark.parametrize("attached", [True, False])
def test_transformers_has_energy_in_its_history(rig, tmp_path, monkeypatch, attached):
    """Two epochs of two steps of 5 s at 801 W; TensorBoard sees it when attached."""
    monkeypatch.setenv("TENSORBOARD_LOGGING_DIR", str(tmp_path / "board"))
    trainer, meter = hugging_face(rig, tmp_path, attached)
    told = [row["energy_kwh"] for row in trainer.state.log_history if "loss" in row]
    assert told == pytest.approx([4005 * n / 3.6e6 for n in (1, 2, 3, 4)])
    assert meter.window.measurement.work["steps"] == 4
    names = [(m.name, round(m.energy_j.mid)) for m in rig[0]._log]
    assert names[-1] == ("train", 16020)
    seen = scalars(tmp_path, "train/energy_kwh")
    assert (len(seen) >= 4) == attached


def test_a_transformers_training_that_fails_leaves_no_window(rig, tmp_path):
    """No end is told: the next begin, or the end of the process, closes them."""
    meter = HuggingFaceMeter(session=rig[0])
    with pytest.raises(ValueError, match="a training that fails"):
        hugging_face(rig, tmp_path, attached=False, fails=True, meter=meter)
    hugging_face(rig, tmp_path, attached=False, meter=meter)
    names = [m.name for m in rig[0]._log]
    assert names[:2] == ["train/train epoch 0", "train"]
    assert names.count("train") == 2
