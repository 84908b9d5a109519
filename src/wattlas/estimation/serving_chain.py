"""The links of serving strung together: the requests of a basis, and waiting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wattlas.chain import footprint, hardware, serving, workload
from wattlas.chain.architecture import Architecture
from wattlas.chain.types import Value
from wattlas.estimation.evaluate import Outcome
from wattlas.estimation.latency import latency
from wattlas.estimation.offload_work import with_busy_host
from wattlas.estimation.recorder import (
    Overlaid,
    StepCaller,
    inputs_named,
)
from wattlas.estimation.request_work import RequestWork, request_work
from wattlas.estimation.stages import stage_footprint, waiting_stage
from wattlas.estimation.use_time import (
    with_other_hours,
    with_requests,
    with_use_share,
)
from wattlas.units import DAYS_PER_YEAR, MONTHS_PER_YEAR


def serving_chain(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> Outcome:
    """Return the footprints of serving and of waiting for the requests of a basis."""
    v = with_batch(step, v)
    return _of_requests(step, v, request_work(step, v, architecture))


def service_chain(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> Outcome:
    """Return `serving_chain` with the latency that a user of the service meets."""
    v = with_batch(step, v)
    work = request_work(step, v, architecture)
    outcome = _of_requests(step, v, work)
    found = latency(step, v, architecture, work)
    waits = {"first_token_s": found.first_token_s, "token_s": found.token_s}
    return replace(outcome, extras={**outcome.extras, **waits, **_of_split(work)})


def _of_split(work: RequestWork) -> dict[str, Value]:
    if work.split is None:
        return {}
    return {
        "prefill_replicas": work.split.prefill_replicas,
        "kv_transfer_s": work.split.kv_transfer_s,
    }


def _of_requests(
    step: StepCaller, v: Mapping[str, Value], work: RequestWork
) -> Outcome:
    """Return the footprints of all requests, each of which takes this work."""
    v = with_requests(step, v, work.chip_hours, work.chips)
    requests = _requests(step, v)
    busy_hours = step(
        serving.busy_chip_hours,
        busy_chip_hours_per_request=work.chip_hours,
        requests=requests,
    )
    chip_energy = step(
        hardware.serving_chip_energy_kwh,
        request_chip_energy_kwh=work.chip_energy_kwh,
        requests=requests,
    )
    busy = {"chip_hours": busy_hours, "chip_energy_kwh": chip_energy}
    v, of_replicas = _with_busy_share(step, v, busy_hours, work.chips)
    stages = {
        "serving": stage_footprint(
            step, with_busy_host(step, v, work.host_share_of_step), busy
        ),
        "idle": _waiting(step, v, busy_hours),
    }
    extras = _break_even(step, v, stages, requests) | {
        "decode_step_s": work.decode_step_s,
        "chip_power_w": step(
            hardware.metered_chip_power_w,
            drawn_chip_power_w=work.chip_power_w,
            **inputs_named(v, "power_error power_limit_w"),
        ),
        **of_replicas,
    }
    return Outcome(stages, _scales(v, requests), extras)


def _waiting(
    step: StepCaller, v: Mapping[str, Value], busy_hours: Value
) -> dict[str, Value]:
    waiting = waiting_stage(step, v, busy_hours)
    return with_other_hours(step, v, waiting, v.get("replicas", 1.0))


def with_batch(step: StepCaller, v: Mapping[str, Value]) -> Mapping[str, Value]:
    """Return the inputs with the batch that runs, where a limit of it is known."""
    if "batch" in v:
        return v
    batch = step(serving.running_batch, **inputs_named(v, "batch_limit running_share"))
    return Overlaid(v, {"batch": batch})


def _with_busy_share(
    step: StepCaller, v: Mapping[str, Value], busy_hours: Value, chips: Value
) -> tuple[Mapping[str, Value], dict[str, Value]]:
    """Return the inputs with the busy share that so many replicas have."""
    if "hours_per_day" in v:
        return with_use_share(step, v, busy_hours, chips)
    if "replicas" not in v or "requests_per_day" not in v:
        return v, {}
    needed = step(
        serving.needed_replicas,
        busy_chip_hours=busy_hours,
        chips_per_replica=chips,
        service_years=v["service_years"],
    )
    share = step(serving.busy_share, needed_replicas=needed, replicas=v["replicas"])
    return Overlaid(v, {"busy_share": share}), {"needed_replicas": needed}


def _requests(step: StepCaller, v: Mapping[str, Value]) -> Value:
    if "requests_per_day" not in v:
        return v["requests"]
    return step(
        workload.requests,
        requests_per_day=v["requests_per_day"],
        service_years=v["service_years"],
    )


def _scales(v: Mapping[str, Value], requests: Value) -> dict[str, Value]:
    scales = {
        "output_token": 1.0 / (requests * v["output_tokens"]),
        "request": 1.0 / requests,
        "thousand_requests": 1000.0 / requests,
    }
    if "requests_per_day" in v:
        day = v["requests_per_day"] / requests
        scales |= {
            "day": day,
            "month": day * DAYS_PER_YEAR / MONTHS_PER_YEAR,
            "year": day * DAYS_PER_YEAR,
        }
    return scales


def _break_even(
    step: StepCaller,
    v: Mapping[str, Value],
    stages: Mapping[str, footprint.Footprint],
    requests: Value,
) -> dict[str, Value]:
    if "training_energy_kwh" not in v:
        return {}
    served = step(
        footprint.serving_energy_kwh,
        busy_energy_kwh=stages["serving"]["facility_energy_kwh"],
        waiting_energy_kwh=stages["idle"]["facility_energy_kwh"],
    )
    break_even = step(
        footprint.break_even_requests,
        training_energy_kwh=v["training_energy_kwh"],
        request_energy_kwh=step(
            footprint.request_energy_kwh, serving_energy_kwh=served, requests=requests
        ),
    )
    extras = {"break_even_requests": break_even}
    if "requests_per_day" in v:
        extras["break_even_days"] = step(
            footprint.break_even_days,
            break_even_requests=break_even,
            requests_per_day=v["requests_per_day"],
        )
    return extras
