"""The links of a training run strung together: its chip-hours and its MFU."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wattlas.chain import hardware as links
from wattlas.chain import training
from wattlas.chain.architecture import Architecture
from wattlas.chain.cache import attention_flop_per_token
from wattlas.chain.types import Value
from wattlas.chain.workload import mean_training_context_tokens, training_flop
from wattlas.estimation.recorder import StepCaller, inputs_named


@dataclass(frozen=True)
class RunWork:
    """Chip-hours of a run, and the MFU where it follows; None where not known."""

    chip_hours: Value | None
    step_mfu: Value | None = None


def run_work(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture | None
) -> RunWork:
    """Return chip-hours: given, of chips and hours, or from the model's work."""
    if "chip_hours" in v:
        return RunWork(v["chip_hours"])
    if "wall_hours" in v:
        hours = step(links.wall_chip_hours, **inputs_named(v, "chips wall_hours"))
        return RunWork(hours)
    if "training_tokens" not in v or architecture is None:
        return RunWork(None)
    flop = _training_flop(step, v, architecture)
    mfu = v["step_mfu"] if "step_mfu" in v else _step_mfu(step, v, flop)
    hours = step(
        links.chip_hours,
        training_flop=flop,
        step_mfu=mfu,
        **inputs_named(v, "peak_tflops goodput hours_error"),
    )
    return RunWork(hours, mfu)


def _training_flop(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> Value:
    context = step(mean_training_context_tokens, sequence_tokens=v["sequence_tokens"])
    attention = step(
        attention_flop_per_token, architecture=architecture, context_tokens=context
    )
    return step(
        training_flop,
        attention_flop_per_token=attention,
        **inputs_named(v, "active_parameters training_tokens recompute_factor"),
    )


def _step_mfu(step: StepCaller, v: Mapping[str, Value], flop: Value) -> Value:
    chips = v["chips"] if "chips" in v else _expected_chips(step, v, flop)
    ideal_step_s = step(
        training.ideal_step_s,
        training_flop=flop,
        chips=chips,
        **inputs_named(v, "training_tokens tokens_per_step_at_300b peak_tflops"),
    )
    balance = step(
        training.balance_factor,
        chip_balance=step(
            training.chip_balance,
            **inputs_named(v, "peak_tflops bandwidth_gb_per_s"),
        ),
        balance_exponent=v["balance_exponent"],
    )
    size = step(
        training.size_factor,
        **inputs_named(v, "active_parameters peak_tflops size_exponent"),
    )
    return step(
        training.step_mfu,
        balance_factor=balance,
        size_factor=size,
        ideal_step_s=ideal_step_s,
        **inputs_named(
            v,
            "step_mfu_base step_overhead_s software_factor precision_factor "
            "distillation_factor",
        ),
    )


def _expected_chips(step: StepCaller, v: Mapping[str, Value], flop: Value) -> Value:
    return step(
        training.expected_chips,
        training_flop=flop,
        **inputs_named(v, "peak_tflops chips_per_sqrt_hour"),
    )
