"""The links of a job strung together: passes of a network, and waiting for items."""

from __future__ import annotations

from collections.abc import Mapping

from wattlas.chain import hardware, passes, written_steps
from wattlas.chain.types import Value
from wattlas.estimation.evaluate import Outcome
from wattlas.estimation.networks import Network
from wattlas.estimation.recorder import Overlaid, StepCaller, inputs_named
from wattlas.estimation.stages import stage_footprint
from wattlas.estimation.use_time import with_other_hours
from wattlas.units import HOURS_PER_YEAR, SECONDS_PER_HOUR


def job_chain(step: StepCaller, v: Mapping[str, Value], network: Network) -> Outcome:
    """Return the footprints of a job, and of machines that wait for items."""
    items = _items(step, v, network)
    work = {
        "item_flop": forward_flop(step, v, network),
        "item_bytes": forward_bytes(step, v, network),
    }
    outcome = job_outcome(step, Overlaid(v, work), items)
    scales = dict(_scales(v, network, items))
    if "hours_per_day" in v:
        scales["day"] = 1.0 / v["days_of_use"]
    elif "hours_on" in v:
        scales["year"] = HOURS_PER_YEAR / v["hours_on"]
    return Outcome(outcome.stages, scales, outcome.extras)


def job_outcome(
    step: StepCaller,
    v: Mapping[str, Value],
    items: Value,
    stage: str = "serving",
) -> Outcome:
    """Return the outcome of passes over items whose work and bytes are known."""
    times = {"pass_time_s": _pass_time_s(step, v), **_decoding(step, v)}
    decoder_flop = times.pop("decoder_flop")
    hours = step(
        passes.job_chip_hours,
        items=items,
        **times,
        **inputs_named(v, "batch time_error"),
    )
    power_w = step(
        passes.busy_chip_power_w,
        decoder_flop=decoder_flop,
        **times,
        **inputs_named(
            v,
            "idle_power_w power_limit_w item_flop batch peak_tflops pass_efficiency "
            "quiet_level arithmetic_level power_error",
        ),
    )
    energy = step(hardware.chip_energy_kwh, chip_hours=hours, chip_power_w=power_w)
    busy = {"chip_hours": hours, "chip_energy_kwh": energy}
    stages = {stage: stage_footprint(step, v, busy)}
    if "hours_on" in v:
        stages["idle"] = with_other_hours(step, v, _waiting(step, v, hours), 1.0)
    extras = {
        "job_hours": step(passes.job_hours, busy_chip_hours=hours, chips=v["chips"]),
        "items_per_chip_second": step(
            passes.items_per_chip_second, items=items, busy_chip_hours=hours
        ),
        "chip_power_w": power_w,
    }
    return Outcome(stages, extras=extras)


def forward_flop(step: StepCaller, v: Mapping[str, Value], network: Network) -> Value:
    """Return the work of one item in a forward pass. [FLOP]"""
    if network.reads in ("text", "audio"):
        names = "parameters item_tokens layers hidden_size"
        return step(passes.encoder_flop, **inputs_named(v, names))
    sides = _sides(v, network)
    return step(passes.picture_flop, item_gflop=v["item_gflop"], **sides)


def forward_bytes(step: StepCaller, v: Mapping[str, Value], network: Network) -> Value:
    """Return what one item moves through memory in a forward pass. [byte]"""
    if network.reads in ("text", "audio"):
        names = "item_tokens layers hidden_size bytes_per_width"
        return step(passes.encoder_bytes, **inputs_named(v, names))
    traffic = v["activation_traffic"] if network.reads == "image" else 1.0
    return step(
        passes.picture_bytes,
        activations_million=v["activations_million"],
        activation_traffic=traffic,
        bytes_per_weight=v["bytes_per_weight"],
        **_sides(v, network),
    )


def _sides(v: Mapping[str, Value], network: Network) -> dict[str, Value]:
    if network.reads == "image":
        return inputs_named(v, "side_px own_side_px")
    return {"side_px": 1.0, "own_side_px": 1.0}


def _items(step: StepCaller, v: Mapping[str, Value], network: Network) -> Value:
    """Return the items of the job: windows of audio, seconds of speech, or as given."""
    if network.reads == "audio":
        names = "audio_hours speech_share window_s"
        return step(passes.audio_windows, **inputs_named(v, names))
    if network.reads == "speech":
        if "characters" not in v:
            return step(passes.audio_seconds, audio_hours=v["audio_hours"])
        names = "characters characters_per_second"
        return step(passes.spoken_seconds, **inputs_named(v, names))
    if "items" in v:
        return v["items"]
    return step(passes.rate_items, **inputs_named(v, "items_per_second hours_on"))


def _scales(v: Mapping[str, Value], network: Network, items: Value) -> dict[str, Value]:
    if network.reads == "audio":
        return {"audio_hour": 1.0 / v["audio_hours"]}
    if network.reads == "speech":
        return {"audio_hour": SECONDS_PER_HOUR / items}
    return {"item": 1.0 / items, "thousand_items": 1000.0 / items}


def _pass_time_s(step: StepCaller, v: Mapping[str, Value]) -> Value:
    weights = read_or(v, "parameters", 0.0)
    return step(
        passes.pass_time_s,
        weight_bytes=step(
            passes.weight_bytes,
            parameters=weights,
            bytes_per_weight=v["bytes_per_weight"],
        ),
        **inputs_named(
            v,
            "item_flop item_bytes batch peak_tflops pass_efficiency layers "
            "bandwidth_gb_per_s memory_efficiency layer_launch_us call_ms",
        ),
    )


def _decoding(step: StepCaller, v: Mapping[str, Value]) -> dict[str, Value]:
    """Return time and work of what is written step by step, or nothing of both."""
    if "steps_per_second" not in v:
        return {"decoding_time_s": 0.0, "decoder_flop": 0.0}
    window_s = read_or(v, "window_s", 1.0)
    steps = step(passes.of_window, per_second=v["steps_per_second"], window_s=window_s)
    beams = read_or(v, "beams", 1.0)
    sequences = step(written_steps.heard_sequences, batch=v["batch"], beams=beams)
    heard: Value = 0.0
    step_ms = v["step_ms"]
    if "item_tokens" in v:
        names = "step_ms decoder_layers step_beside_layers"
        step_ms = step(written_steps.step_overhead_ms, **inputs_named(v, names))
        heard = step(
            written_steps.heard_bytes,
            heard_tokens=v["item_tokens"],
            sequences=sequences,
            **inputs_named(v, "decoder_layers hidden_size"),
        )
    time_s = step(
        written_steps.decoding_time_s,
        decoder_steps=steps,
        heard_bytes=heard,
        sequences=sequences,
        step_ms=step_ms,
        **inputs_named(
            v,
            "decoder_parameters bytes_per_weight peak_tflops pass_efficiency "
            "bandwidth_gb_per_s memory_efficiency",
        ),
    )
    flop = step(
        written_steps.decoder_flop,
        decoder_steps=steps,
        decoder_parameters=v["decoder_parameters"],
        sequences=sequences,
    )
    return {"decoding_time_s": time_s, "decoder_flop": flop}


def _waiting(
    step: StepCaller, v: Mapping[str, Value], busy_hours: Value
) -> dict[str, Value]:
    """Return what the machines take while they are on and wait."""
    hours = step(
        passes.waiting_chip_hours,
        busy_chip_hours=busy_hours,
        **inputs_named(v, "chips hours_on"),
    )
    energy = step(
        hardware.chip_energy_kwh, chip_hours=hours, chip_power_w=v["idle_power_w"]
    )
    host = step(
        hardware.host_power_w, **inputs_named(v, "power_limit_w host_power_share")
    )
    quiet = step(
        hardware.waiting_host_power_w,
        host_power_w=host,
        waiting_host_share=v["waiting_host_share"],
    )
    it_energy = step(
        hardware.it_energy_kwh,
        chip_energy_kwh=energy,
        chip_hours=hours,
        host_power_w=quiet,
        **inputs_named(v, "supply_loss network_share"),
    )
    known = {"chip_hours": hours, "chip_energy_kwh": energy, "it_energy_kwh": it_energy}
    return stage_footprint(step, v, known)


def read_or(v: Mapping[str, Value], name: str, default: float) -> Value:
    """Return an input, kept as read, or what stands in where there is none."""
    return v[name] if name in v else default  # noqa: SIM401
