"""Quantities of an estimate: training, serving, making pictures, servers."""

from __future__ import annotations

from wattlas.parameters.limits import Quantity
from wattlas.parameters.quantities.kinds import (
    COUNTS,
    MANY,
    PER_CENT,
    POWER,
    energy,
    power,
    share,
    tokens,
    whole,
)

TRAINING = {
    "training_tokens": Quantity(
        meaning="tokens", low=1.0, high=1e18, usual=(1e6, 1e14), slips=MANY
    ),
    "chips": whole("chips that ran", 1, 1e8, (1.0, 5e6)),
    "wall_hours": Quantity(
        unit="h", meaning="hours", high=1e6, usual=(1.0 / 60.0, 26_000.0)
    ),
    "chip_hours": Quantity(
        unit="h", meaning="chips x hours", high=1e12, usual=(0.1, 1e10), slips=COUNTS
    ),
    "metered_energy_kwh": energy("metered energy"),
    "idle_energy_kwh": energy("energy of reserved, idle nodes"),
    "training_energy_kwh": energy("facility energy of training"),
    "chip_power_w": Quantity(
        unit="W",
        meaning="watts for one chip",
        low=0.1,
        high=1e5,
        usual=(1.0, 5e3),
        slips=POWER,
    ),
    "it_power_w": Quantity(
        unit="W",
        meaning="watts for one chip",
        low=0.1,
        high=1e5,
        usual=(1.0, 1e4),
        slips=POWER,
    ),
    "power_limit_w": Quantity(
        unit="W", meaning="watts for one chip", low=0.1, high=1e5, usual=(1.0, 5e3)
    ),
    "idle_share": Quantity(
        meaning="idle energy over training energy", high=5.0, zero=True
    ),
    "development_factor": Quantity(
        meaning="failed and trial runs over the final run",
        high=20.0,
        usual=(0.0, 5.0),
        zero=True,
    ),
    "step_mfu": Quantity(
        meaning="a share of the peak rate",
        low=0.001,
        high=1.0,
        usual=(0.01, 0.9),
        slips=PER_CENT,
    ),
    "goodput": share("a share of the billed hours", 0.01),
    "recompute_factor": Quantity(
        meaning="executed over model FLOP", low=1.0, high=2.0, usual=(1.0, 1.5)
    ),
    "sequence_tokens": Quantity(
        meaning="tokens of the training context",
        low=1.0,
        high=1e9,
        usual=(16.0, 1e7),
        slips=COUNTS,
    ),
    "it_overhead": Quantity(
        meaning="IT energy over chip energy", low=1.0, high=5.0, usual=(1.0, 2.5)
    ),
    "idle_it_overhead": Quantity(
        meaning="IT energy over chip energy", low=1.0, high=5.0
    ),
    "training_power_share": share("a share of the power limit", 0.01, 1.2),
    "life_years": Quantity(
        unit="year", meaning="years", low=0.1, high=30.0, usual=(1.0, 12.0)
    ),
    "chip_hour_cost": Quantity(
        unit="money/h",
        meaning="money for an hour of one chip",
        high=1e6,
        usual=(0.01, 50.0),
        zero=True,
    ),
    "host_power_share": Quantity(
        meaning="host watts for each watt of chip limit", high=5.0, zero=True
    ),
    "balance_exponent": Quantity(meaning="an exponent", low=-2.0, high=2.0, zero=True),
    "size_exponent": Quantity(meaning="an exponent", low=-2.0, high=2.0, zero=True),
    "latent_attention": Quantity(zero=True),
    "state_bytes": Quantity(zero=True),
    "supply_loss": share("a share of the servers' power", zero=True),
    "network_share": share("a share of the servers' power", zero=True),
}

SERVING = {
    "prompt_tokens": tokens("tokens of the whole prompt", 2e6, zero=True),
    "cached_prompt_tokens": tokens("tokens of it that are cached", 2e6, zero=True),
    "output_tokens": tokens("tokens of the answer", 1e6),
    "images": Quantity(meaning="pictures in a request", high=1e6, usual=(0.01, 1000.0)),
    "image_tokens": tokens("tokens that pictures are", 2e6),
    "audio_s": Quantity(
        unit="s", meaning="seconds of sound in a request", high=1e7, usual=(0.1, 2e4)
    ),
    "audio_tokens": tokens("tokens that sound is", 2e6),
    "encoder_weights_flop": Quantity(
        unit="FLOP", meaning="operations of encoders with their weights", zero=True
    ),
    "encoder_attention_flop": Quantity(
        unit="FLOP", meaning="operations of attention in encoders", zero=True
    ),
    "encoder_attended_share": share("a share of a picture or sound", zero=True),
    "encoder_effort": Quantity(
        meaning="operations of the model for one of an encoder",
        high=100.0,
        usual=(0.5, 10.0),
    ),
    "batch": Quantity(
        meaning="requests or items at once", low=1.0, high=1e6, usual=(1.0, 8192.0)
    ),
    "chips_per_replica": whole("chips", 1, 1e5, (1.0, 512.0)),
    "busy_share": share("a share of the time", 0.001),
    "experts": whole("experts of a layer", 1, 10_000),
    "experts_per_token": whole("experts that a token passes", 1, 10_000),
    "layers": whole("layers", 1, 10_000),
    "requests_per_day": Quantity(
        meaning="requests a day", high=1e15, usual=(1.0, 1e12), slips=COUNTS
    ),
    "requests_per_second": Quantity(
        meaning="requests a second", high=1e10, usual=(1e-4, 1e7), slips=COUNTS
    ),
    "service_years": Quantity(
        unit="year", meaning="years of service", high=100.0, usual=(0.01, 15.0)
    ),
    "hours_per_day": Quantity(
        unit="h", meaning="hours of a day", high=24.0, usual=(0.05, 24.0)
    ),
    "days_of_use": Quantity(
        unit="day", meaning="days", high=36_500.0, usual=(1.0, 5500.0)
    ),
    "rest_power_w": power("watts in the other hours", (0.1, 1e4), zero=True),
    "busy_hours_per_day": Quantity(unit="h", meaning="hours of a day", high=1e9),
    "requests": Quantity(meaning="requests", high=1e18, whole=True, slips=COUNTS),
    "waiting_power_w": power("watts without requests", (1.0, 1e9)),
    "engine_year": whole("a year", 2020, 2100),
    "tensor_parallel": whole("chips", 1, 1e6, (1.0, 64.0)),
    "pipeline_parallel": whole("stages", 1, 1e6, (1.0, 64.0)),
    "data_parallel": whole("groups of chips", 1, 1e6, (1.0, 512.0)),
    "expert_parallel": whole("chips", 1, 1e6, (1.0, 512.0)),
    "replicas": Quantity(meaning="replicas", low=1.0, high=1e9, usual=(1.0, 1e6)),
    "chunk_tokens": whole("prompt tokens", 1, 1e6, (16.0, 65_536.0)),
    "prefill_chips": whole("chips", 1, 1e6, (1.0, 512.0)),
    "prefill_tensor_parallel": whole("chips", 1, 1e6, (1.0, 64.0)),
    "prefill_replicas": Quantity(meaning="replicas", high=1e9),
    "kv_transfer_gb_per_s": Quantity(
        unit="GB/s", meaning="a rate of a link", high=1e5, usual=(1.0, 2000.0)
    ),
    "gpu_layers": whole("layers", 0, 1e6, (0.0, 200.0)),
    "host_memory_gb": Quantity(
        unit="GB", meaning="memory of the host", high=1e6, usual=(4.0, 8192.0)
    ),
    "host_bandwidth_gb_per_s": Quantity(
        unit="GB/s", meaning="a rate of the host's memory", high=1e5, usual=(5, 1500.0)
    ),
    "locked_clock": share("a share of the full clock", 0.1),
    "max_sequences": whole("sequences", 1, 1e6, (1.0, 8192.0)),
    "draft_tokens": Quantity(
        meaning="drafted tokens", high=1000.0, usual=(0.0, 16.0), zero=True
    ),
    "accepted_draft_tokens": Quantity(
        meaning="accepted tokens", high=1000.0, usual=(0.0, 16.0), zero=True
    ),
    "prefix_cache_share": share("a share of the prompts' tokens", zero=True),
    "running_share": share("a share of the largest batch", 0.001),
    "batch_limit": Quantity(meaning="requests at once", low=1.0, high=1e8),
    "power_cap_w": power("watts of a chip", (10.0, 3000.0)),
    "ttft_ms": Quantity(unit="ms", meaning="milliseconds", usual=(10.0, 600_000.0)),
    "tpot_ms": Quantity(unit="ms", meaning="milliseconds", usual=(1.0, 10_000.0)),
    "mean_power_w": power("mean watts", (1.0, 1e9)),
    "tokens_per_s": Quantity(
        meaning="tokens a second", low=0.01, high=1e5, usual=(1.0, 2000.0)
    ),
    "prompt_price": Quantity(
        meaning="USD for a million tokens", low=1e-4, high=1e5, usual=(0.01, 200.0)
    ),
    "output_price": Quantity(
        meaning="USD for a million tokens", low=1e-4, high=1e5, usual=(0.01, 800.0)
    ),
}

GENERATION = {
    "width_px": Quantity(
        unit="px", meaning="pixels", low=1.0, high=1e5, usual=(64.0, 16_384.0)
    ),
    "height_px": Quantity(
        unit="px", meaning="pixels", low=1.0, high=1e5, usual=(64.0, 16_384.0)
    ),
    "steps": Quantity(
        meaning="denoising steps", low=1.0, high=1e5, usual=(1.0, 1000.0)
    ),
    "cached_step_share": share("a share of the steps", high=0.95, zero=True),
    "attended_share": share("a share of the tokens", 0.0001),
    "joint_text": share("a share of the text", zero=True),
    "frames": Quantity(meaning="frames", low=1.0, high=1e6, usual=(1.0, 10_000.0)),
    "frames_per_second": Quantity(
        unit="1/s", meaning="frames a second", high=1e4, usual=(1.0, 240.0)
    ),
    "video_s": Quantity(unit="s", meaning="seconds of video", high=1e6),
    "source_pictures": Quantity(
        meaning="pictures that an edit starts from", high=100.0, zero=True
    ),
    "items_per_day": Quantity(
        meaning="items a day", high=1e15, usual=(1.0, 1e11), slips=COUNTS
    ),
}

SERVERS = {
    "supplies": Quantity(meaning="power supplies", low=1.0, high=1e4, usual=(1.0, 24)),
    "supply_w": power("watts of one supply", (100.0, 2e4)),
}

MACHINES = {
    "memory_gb": Quantity(
        unit="GB", meaning="GB of memory", high=1e6, usual=(0.1, 10_000.0)
    ),
    "bandwidth_gb_per_s": Quantity(
        unit="GB/s", meaning="GB a second", high=1e9, usual=(1.0, 1e8)
    ),
    "idle_power_w": power("watts of an idle chip", (0.1, 5e3), zero=True),
    "host_power_w": power("watts around one chip", (0.1, 5e3), zero=True),
    "embodied_kgco2e": Quantity(
        unit="kgCO2e", meaning="carbon of making a chip", high=1e6, zero=True
    ),
} | {
    name: Quantity(
        unit=unit, meaning="operations a second", high=1e8, usual=(0.01, 1e6)
    )
    for name, unit in (
        ("peak_16bit_tflops", "TFLOP/s"),
        ("peak_fp32_tflops", "TFLOP/s"),
        ("peak_fp8_tflops", "TFLOP/s"),
        ("peak_int8_tops", "TOP/s"),
        ("peak_fp4_tflops", "TFLOP/s"),
    )
}

WORK = {
    "items": Quantity(
        meaning="texts, pictures or rows", high=1e18, usual=(1.0, 1e13), slips=COUNTS
    ),
    "items_per_second": Quantity(
        meaning="items a second", high=1e12, usual=(1e-3, 1e7), slips=COUNTS
    ),
    "item_tokens": tokens("tokens of a text", 1e5),
    "side_px": Quantity(
        unit="px", meaning="pixels", low=1.0, high=1e5, usual=(32.0, 8192.0)
    ),
    "hours_on": Quantity(unit="h", meaning="hours", high=1e7, usual=(0.01, 200_000.0)),
    "audio_hours": Quantity(
        unit="h", meaning="hours of audio", high=1e12, usual=(1e-3, 1e9), slips=COUNTS
    ),
    "speech_share": share("a share of the audio", 0.001),
    "beams": whole("beams of a search", 1, 1000, (1.0, 16.0)),
    "characters": Quantity(
        meaning="characters of a text", high=1e15, usual=(1.0, 1e12), slips=COUNTS
    ),
    "samples": Quantity(meaning="samples", high=1e15, usual=(10.0, 1e11), slips=COUNTS),
    "sample_tokens": tokens("tokens of a sample", 2e6),
    "epochs": Quantity(meaning="times", high=1e6, usual=(0.1, 1000.0)),
    "trained_share": share("a share of the weights", 1e-6),
    "rank": whole("rank of an adapter", 1, 1e5, (1.0, 1024.0)),
    "runs": whole("runs in all", 1, 1e7, (1.0, 10_000.0)),
    "failed_share": Quantity(
        meaning="failed runs over one run", high=1000.0, usual=(0.0, 10.0), zero=True
    ),
    "prompts": Quantity(
        meaning="prompts in all", high=1e12, usual=(10.0, 1e9), slips=COUNTS
    ),
    "group": whole("answers to a prompt", 1, 1e6, (1.0, 256.0)),
    "waiting_share": share("a share of the chip-hours", high=0.99, zero=True),
    "sessions_per_day": Quantity(
        meaning="sessions a day", high=1e12, usual=(0.01, 1e9), slips=COUNTS
    ),
    "calls": whole("calls of a session", 1, 1e6, (1.0, 2000.0)),
    "system_tokens": tokens("tokens of instructions", 2e5, zero=True),
    "input_tokens": tokens("new tokens of a call", 2e5),
    "cache_share": share("a share of the tokens seen before", zero=True),
    "sub_agents": Quantity(
        meaning="sub-agents of a session", high=1e4, usual=(0.0, 50.0), zero=True
    ),
}
