"""Estimate jobs of networks: embed, classify, transcribe, speak."""

from __future__ import annotations

from functools import partial

from wattlas import facts
from wattlas.draws import finite_arithmetic
from wattlas.errors import ContradictionError, InputError
from wattlas.estimation import chip_inputs
from wattlas.estimation.evaluate import Question, evaluate
from wattlas.estimation.inputs import Inputs, refuse_unused
from wattlas.estimation.job_memory import check_job
from wattlas.estimation.lookup import DEFAULT_PRECISION
from wattlas.estimation.network_chain import job_chain
from wattlas.estimation.networks import (
    Network,
    add_network,
    add_own_size,
    check_memory,
    cut_to_context,
    find_reader,
)
from wattlas.estimation.own_chips import find_chip
from wattlas.estimation.place import Place, add_place
from wattlas.estimation.use_time import add_hours_on
from wattlas.parameters import TrainOptions
from wattlas.parameters.networks import (
    NetworkWork,
    ReadingWork,
    SpeakOptions,
    TranscribeOptions,
)
from wattlas.records import Estimate

READ = {
    "embed": ("text", "image"),
    "classify": ("text", "image", "row"),
    "transcribe": ("audio",),
    "speak": ("speech",),
}
"""By verb: what its networks read."""
SOFTWARE = "compiled"


@finite_arithmetic()
def estimate_network(verb: str, options: NetworkWork) -> Estimate:
    """Return the estimate of a job of a network, at a place."""
    if options.model is None or options.hardware is None:
        raise InputError(
            "{verb} needs a model and hardware: see wattlas facts networks and "
            "wattlas facts hardware.",
            verb=verb,
        )
    network = find_reader(options.model, READ[verb], verb)
    place = Place.of(options).resolved()
    inputs = Inputs(options.overrides)
    add_place(inputs, place)
    add_network(inputs, network)
    _add_job(inputs, options, network)
    hardware, precision = add_machine(
        inputs, options, network, place, options.software or SOFTWARE
    )
    check_job(inputs, network, hardware)
    subject = {
        "model": network.key,
        "hardware": hardware,
        "precision": precision,
        "site": place.site,
        "country": place.country,
    }
    chain = partial(job_chain, network=network)
    question = Question(verb, "job", subject, options.draws, options.seed)
    return _kept_up(evaluate(chain, inputs, question, options))


def add_machine(
    inputs: Inputs,
    options: NetworkWork | TrainOptions,
    network: Network,
    place: Place,
    software: str,
) -> tuple[str, str]:
    """Add chip, software and host of a job; return the keys of chip and precision."""
    hardware = find_chip(str(options.hardware))
    precision = facts.resolve("precisions", options.precision or DEFAULT_PRECISION)
    chip_inputs.add_chip(inputs, hardware, precision)
    chip = facts.numbers("hardware", hardware)
    for name in ("bandwidth_gb_per_s", "idle_power_w"):
        inputs.take(name, chip[name], hardware)
    weight = facts.number("precisions", precision, "bytes_per_weight")
    inputs.take("bytes_per_weight", weight)
    check_memory(network, hardware, weight.value)
    _add_software(inputs, network, software)
    _add_errors(inputs, network, hardware)
    chip_inputs.add_host(inputs, hardware)
    inputs.constant("waiting_host_share", "hosts")
    inputs.constant("life_years", "hardware", options.life_years)
    chip_inputs.add_chip_hour_cost(
        inputs, hardware, options.chip_hour_cost, place.currency
    )
    return hardware, precision


def _add_software(inputs: Inputs, network: Network, software: str) -> None:
    """Add how well a network runs, and its power levels."""
    named = {
        f"networks-{software}": ["layer_launch_us", "call_ms"],
        f"networks-{network.style}-{software}": [
            "pass_efficiency",
            "memory_efficiency",
        ],
        "networks": ["quiet_level", "arithmetic_level"],
    }
    if network.decodes:
        named[f"networks-{software}"].append("step_ms")
    if network.decodes and network.reads == "audio":
        named["networks"].append("step_beside_layers")
    if network.reads == "image":
        named[f"networks-{software}"].append("activation_traffic")
    if network.reads in ("text", "audio"):
        named["networks"].append("bytes_per_width")
    for group, names in named.items():
        for name in names:
            inputs.constant(name, group)


def _add_errors(inputs: Inputs, network: Network, hardware: str) -> None:
    """Add what the equations miss: of the kind of chip where rows of it say more."""
    usual = f"networks-{network.reads}"
    own = f"{usual}-{facts.row('hardware', hardware)['kind']}"
    for name in ("time_error", "power_error"):
        known = facts.find_number("constants", own, name) is not None
        inputs.constant(name, own if known else usual)


def _add_job(inputs: Inputs, options: NetworkWork, network: Network) -> None:
    """Add what the job is: items, their size, batch, chips and hours."""
    if isinstance(options, ReadingWork):
        _add_items(inputs, options, network)
    elif isinstance(options, TranscribeOptions):
        _add_audio(inputs, options, network)
    elif isinstance(options, SpeakOptions):
        _add_speech(inputs, options)
    inputs.constant("batch", f"networks-{network.reads}", options.batch)
    if not inputs.give("chips", options.chips, "1"):
        inputs.constant("chips", "networks")
    if not add_hours_on(inputs, options, options.hours_on):
        inputs.is_absent("idle", "no-hours-on")


def _add_items(inputs: Inputs, options: ReadingWork, network: Network) -> None:
    by_rate = options.items_per_second is not None
    if (options.items is None) != by_rate:
        raise ContradictionError(
            "Give items, or items_per_second with hours_on: one of the two."
        )
    if by_rate and options.hours_on is None and options.hours_per_day is None:
        raise InputError("items_per_second needs hours_on: for how long they come.")
    inputs.give("items", options.items, "1")
    inputs.give("items_per_second", options.items_per_second, "1")
    if network.reads == "text":
        refuse_unused(options, ("side",), "for a text")
        inputs.constant("item_tokens", "networks-text", options.tokens)
        cut_to_context(inputs, network)
    elif network.reads == "image":
        refuse_unused(options, ("tokens",), "for a picture")
        if not inputs.give("side_px", options.side, "px"):
            add_own_size(inputs, network)
    else:
        refuse_unused(options, ("tokens", "side"), "for a row of a table")


def _add_audio(inputs: Inputs, options: TranscribeOptions, network: Network) -> None:
    if options.audio is None:
        raise InputError("transcribe needs audio: its hours, such as '1000 h'.")
    inputs.give("audio_hours", options.audio, "h")
    inputs.constant("speech_share", "networks-audio", options.speech_share)
    add_own_size(inputs, network)
    if network.decodes:
        inputs.constant("beams", "networks-audio", options.beams)


def _add_speech(inputs: Inputs, options: SpeakOptions) -> None:
    if (options.characters is None) == (options.audio is None):
        raise ContradictionError(
            "Give characters of a text, or audio in hours: one of the two."
        )
    inputs.give("audio_hours", options.audio, "h")
    if inputs.give("characters", options.characters, "1"):
        inputs.constant("characters_per_second", "networks-speech")


def _kept_up(estimate: Estimate) -> Estimate:
    """Refuse a machine that is on for less than its job takes."""
    given = estimate.given.get("hours_on")
    busy = estimate.extras["job_hours"].mid
    if given is not None and busy > given.mid:
        raise InputError(
            "The job takes {busy:.4g} h on these chips, which are on for {on:.4g} h: "
            "give more chips, or more hours_on.",
            busy=busy,
            on=given.mid,
        )
    return estimate
