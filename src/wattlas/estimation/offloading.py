"""Which layers of a replica lie in the host's memory, as given or as few as must."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wattlas import facts
from wattlas.chain import offload
from wattlas.chain.architecture import Architecture
from wattlas.errors import DoesNotFitError, InputError
from wattlas.estimation.engines import LOCAL, Engine
from wattlas.estimation.input_values import exact
from wattlas.estimation.inputs import Inputs, refuse_unused
from wattlas.estimation.layout_candidates import candidate_layouts
from wattlas.estimation.layouts import (
    OUTSIDE_HALLS,
    Layout,
    Memory,
    exact_input,
    server_chips_of,
)
from wattlas.notes import Note
from wattlas.parameters import LayoutOptions
from wattlas.parameters.offloading import ALL, AUTO
from wattlas.records import Input
from wattlas.units import BYTES_PER_GB

GROUP, AT_HOME, IN_SERVER = "offload", "offload-home", "offload-server"
PLACES = "is what layers are placed by"
OWN = "own"
"""Form of a machine of one's own."""
OF_HOST = ("host_memory", "host_bandwidth")
SPREAD = ("prefill_chips", "data_parallel", "expert_parallel")
"""Options of layouts that no engine has with layers in the host's memory."""
_OF_COMPUTING = ("host_tflops", "host_link_gb_per_s", "host_compute_power_w")


@dataclass(frozen=True)
class Machine:
    """A chip whose host may hold layers, its model, and the engine that runs it."""

    hardware: str
    architecture: Architecture
    engine: Engine

    def has_host_memory(self, options: LayoutOptions) -> bool:
        """Whether the chip has a memory of its own, beside that of its host.

        Of a machine of one's own that is known where the host's memory is said.
        """
        row = facts.row("hardware", self.hardware)
        known = row["form"] != OWN or options.host_memory is not None
        return row["kind"] == "gpu" and known

    @property
    def at_home(self) -> bool:
        """Whether it stands in a computer of one person."""
        return facts.row("hardware", self.hardware)["form"] in OUTSIDE_HALLS


def place_layers(
    inputs: Inputs,
    options: LayoutOptions,
    machine: Machine,
    given: Mapping[str, int],
    memory: Memory,
) -> tuple[Mapping[str, int], Memory]:
    """Return the chips and the memory of a replica whose host holds some layers.

    Both stay as they are where all layers are on the chips.

    Raises
    ------
    InputError
        If layers are given for a machine or an engine that does not split a model.
    DoesNotFitError
        If chips and host together do not hold the model and a request.
    """
    by_name = inputs.set_by_name("gpu_layers") is not None
    _refuse_elsewhere(options, machine, by_name)
    layers = machine.architecture.layers
    on_chip = _given_layers(inputs, options, layers)
    local = machine.engine.profile == LOCAL and machine.has_host_memory(options)
    whole = on_chip == layers
    asked = on_chip is not None and not whole
    free = given if given or not (asked or machine.at_home) else {"chips": 1}
    spread = any(getattr(options, name) for name in SPREAD)
    # All layers on a card at home are on that one card: no second is bought for them.
    may = asked or (whole and local and machine.at_home)
    may = may or (on_chip is None and local and bool(free) and not spread)
    layouts = _layouts(machine, free) if may else []
    fits = on_chip in (None, layers) and any(memory.room(x) >= 1.0 for x in layouts)
    if fits or not layouts:
        _say_unused(inputs, options)
        return given, memory
    refuse_unused(options, SPREAD, "where the host holds layers")
    _add_host(inputs, options, machine)
    found = _split(inputs, machine, layouts, memory, on_chip)
    return free, found


def _layouts(machine: Machine, given: Mapping[str, int]) -> list[Layout]:
    server = server_chips_of(machine.hardware)
    return candidate_layouts(machine.architecture, server, given)


def _refuse_elsewhere(options: LayoutOptions, machine: Machine, by_name: bool) -> None:
    if options.gpu_layers is None and not by_name:
        return
    everywhere = _word(options.gpu_layers) in (ALL, AUTO)
    if not everywhere and not machine.has_host_memory(options):
        raise InputError(
            "gpu_layers: {hardware} is not known to have a host with a memory beside "
            "its own, which would hold layers. Leave it out, or of a card of your own "
            "give host_memory.",
            hardware=machine.hardware,
        )
    if machine.engine.profile != LOCAL:
        raise InputError(
            "gpu_layers is how llama.cpp splits a model over chip and host: give "
            "engine llama.cpp, or leave it out."
        )


def _given_layers(inputs: Inputs, options: LayoutOptions, layers: int) -> int | None:
    """Return the layers on the chips, where they are given: at most all."""
    by_name = inputs.set_by_name("gpu_layers")
    value = by_name if options.gpu_layers is None else options.gpu_layers
    if isinstance(value, str) and not any(letter.isdigit() for letter in value):
        if _word(value) not in (ALL, AUTO):
            raise InputError(
                "gpu_layers is a number of layers, {all} or {auto}, got {value!r}.",
                all=ALL,
                auto=AUTO,
                value=value,
            )
        return layers if _word(value) == ALL else None
    if by_name is not None:
        inputs.add(exact_input("gpu_layers", float(layers)))
    elif not inputs.give("gpu_layers", value, "1"):
        return None
    return min(int(inputs.exact("gpu_layers", PLACES)), layers)


def _word(value: object) -> str:
    return str(value).strip().lower()


def _say_unused(inputs: Inputs, options: LayoutOptions) -> None:
    for name in OF_HOST:
        if getattr(options, name) is not None:
            inputs.notes.append(Note("not-used", {"name": name}))
    inputs.keep("gpu_layers")


def _add_host(inputs: Inputs, options: LayoutOptions, machine: Machine) -> None:
    """Add memory, rates and power of the host."""
    group = AT_HOME if machine.at_home else IN_SERVER
    memory = exact(facts.number("constants", group, "host_memory_gb"))
    inputs.give_or_take("host_memory_gb", options.host_memory, memory)
    inputs.keep("host_memory_gb")
    inputs.constant("host_bandwidth_gb_per_s", group, options.host_bandwidth)
    for name in _OF_COMPUTING:
        inputs.constant(name, group)
    for name in ("host_memory_efficiency", "micro_batch_tokens"):
        inputs.constant(name, GROUP)


def _split(
    inputs: Inputs,
    machine: Machine,
    layouts: Sequence[Layout],
    memory: Memory,
    on_chip: int | None,
) -> Memory:
    """Return the memory of the split with the most layers on the chips, or as given."""
    layers = machine.architecture.layers
    host = inputs.exact("host_memory_gb", PLACES) * BYTES_PER_GB
    usable = host * inputs["usable_memory_share"].mid
    splits = {
        n: replace(
            memory,
            host_share=float(offload.host_layer_share(layers, n)),
            host_bytes=usable,
        )
        for n in range(layers + 1)
    }
    batch = inputs["batch"].mid if "batch" in inputs else 1.0
    for requests in (batch, 1.0):
        held = [n for n, m in splits.items() if _holds(m, layouts, requests)]
        if held and on_chip in (None, *held):
            break
    else:
        raise _refusal(inputs, memory, layouts, (on_chip, layers), held)
    chosen = max(held) if on_chip is None else on_chip
    if on_chip is None:
        inputs.add(_chosen_layers(chosen))
    share = splits[chosen].host_share
    weights = memory.weights(layouts[0]) / BYTES_PER_GB
    said = {
        "on_chip": chosen,
        "layers": layers,
        "held": weights * share,
        "there": host / BYTES_PER_GB,
    }
    if on_chip is None:
        inputs.notes.append(Note("layers-must-be-on-host", said))
    else:
        inputs.notes.append(Note("layers-on-host", said))
    return splits[chosen]


def _holds(memory: Memory, layouts: Sequence[Layout], batch: float) -> bool:
    return any(memory.room(layout) >= batch for layout in layouts)


def _chosen_layers(layers: int) -> Input:
    note = "as many as the chip holds beside a request"
    return replace(exact_input("gpu_layers", float(layers)), note=note)


def _refusal(
    inputs: Inputs,
    memory: Memory,
    layouts: Sequence[Layout],
    wanted: tuple[int | None, int],
    held: Sequence[int],
) -> DoesNotFitError:
    """Return why no split holds the model, or why the one that is given does not."""
    on_chip, layers = wanted
    if held:
        return DoesNotFitError(
            "gpu_layers = {given} does not fit the memory of chip and host: {least} to "
            "{most} of {layers} layers on the chip do. Give one of these, or "
            "more chips.",
            given=on_chip,
            least=min(held),
            most=max(held),
            layers=layers,
        )
    largest = max(layouts, key=lambda layout: layout.chips)
    chips_bytes = largest.chips * memory.usable_per_chip
    return DoesNotFitError(
        "The model does not fit: weights take {weights:.3g} GB and a request "
        "{request:.3g} GB, {chips} chips offer {there:.3g} GB and the host {host:.3g} "
        "GB of its {memory:.4g} GB. Say with host_memory if there is more, or use more "
        "chips, a shorter context or a lower precision.",
        weights=memory.weights(largest) / BYTES_PER_GB,
        request=memory.per_request(largest) / BYTES_PER_GB,
        chips=largest.chips,
        there=chips_bytes / BYTES_PER_GB,
        host=inputs["host_memory_gb"].mid * inputs["usable_memory_share"].mid,
        memory=inputs["host_memory_gb"].mid,
    )
