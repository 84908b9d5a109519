"""Networks of the tables, and models that read: what a pass over an item takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from wattlas import facts
from wattlas.chain import counts
from wattlas.errors import InputError, Several, UnknownNameError
from wattlas.estimation.absence import known_key
from wattlas.estimation.api_names import network_named, read_api_name
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.lookup import find_model
from wattlas.estimation.model_paths import names_file
from wattlas.notes import Note
from wattlas.records import Input

_MILLION = 1e6
COLUMNS = (
    ("parameters", "parameters_million", _MILLION),
    ("layers", "layers", 1.0),
    ("hidden_size", "hidden_size", 1.0),
    ("item_gflop", "item_gflop", 1.0),
    ("activations_million", "activations_million", 1.0),
    ("window_s", "window_s", 1.0),
    ("own_side_px", "side_px", 1.0),
    ("decoder_parameters", "decoder_million", _MILLION),
    ("decoder_layers", "decoder_layers", 1.0),
    ("steps_per_second", "steps_per_second", 1.0),
)
"""Inputs of the chain, the columns that they come from, and the size of their unit."""
_UNITS = {"item_gflop": "GFLOP", "window_s": "s", "own_side_px": "px"}
UNSURE = (
    "parameters",
    "decoder_parameters",
    "item_gflop",
    "activations_million",
    "steps_per_second",
)
"""Figures that carry a range where a network's are not confirmed."""


@dataclass(frozen=True)
class Network:
    """A network: what it reads, how it works, its figures by the names of the chain."""

    key: str
    reads: str
    style: str
    figures: Mapping[str, float]
    stored_parameters: float
    source: str
    item_tokens: float | None = None
    context_tokens: float | None = None

    @property
    def decodes(self) -> bool:
        """Whether it writes step by step after its pass."""
        return "steps_per_second" in self.figures


def find_network(name: str | Path) -> Network:
    """Return the network of a key or alias, or a language model that only reads.

    Raises
    ------
    UnknownNameError
        If there is none.

    Examples
    --------
    >>> find_network("whisper").key, find_network("BAAI/bge-m3").reads
    ('whisper-large-v3', 'text')
    """
    text = str(name)
    is_file = names_file(text)
    key = None if is_file else network_named(text)
    if key is not None:
        return _of_row(facts.row("networks", key))
    if not (is_file or facts.find("models", text) or read_api_name(text)):
        return _of_row(facts.row("networks", known_key("networks", text)))
    return _of_model(name)


def find_reader(name: str | Path, reads: tuple[str, ...], verb: str) -> Network:
    """Return a network that reads one of some kinds of items.

    Raises
    ------
    UnknownNameError
        If it is unknown, or reads something else.
    """
    network = find_network(name)
    if network.reads not in reads:
        raise UnknownNameError(
            "{key} reads {own}: {verb} is for what reads {reads}. See: wattlas facts "
            "networks.",
            key=network.key,
            own=network.reads,
            verb=verb,
            reads=Several(reads, " or "),
        )
    return network


def add_network(inputs: Inputs, network: Network) -> None:
    """Add the figures of a network; those that are not confirmed have a range."""
    for name, value in network.figures.items():
        unit = _UNITS.get(name, "1")
        if network.source == "assumed" and name in UNSURE:
            ratio = facts.number("constants", "networks", "assumed_work_ratio")
            low, high = value * ratio.low, value * ratio.high
            inputs.add(Input(name, value, low, high, "lognormal", unit, "assumed"))
        else:
            source = network.source
            inputs.add(Input(name, value, value, value, "fixed", unit, source))


def add_own_size(inputs: Inputs, network: Network) -> None:
    """Add the size of an item that a network is made for: a picture, a window."""
    if network.reads == "image":
        inputs.add(replace(inputs["own_side_px"], name="side_px"))
    elif network.item_tokens is not None:
        tokens = network.item_tokens
        made = Input("item_tokens", tokens, tokens, tokens, "fixed", "1", "assumed")
        inputs.add(made)


def cut_to_context(inputs: Inputs, network: Network) -> None:
    """Cut texts that are longer than the network reads, as its programs do; note it."""
    item, most = inputs["item_tokens"], network.context_tokens
    if most is None or item.high <= most:
        return
    if item.given:
        said = {"tokens": round(item.high), "limit": round(most), "model": network.key}
        inputs.notes.append(Note("texts-cut", said))
    low, mid = min(item.low, most), min(item.mid, most)
    inputs.replace(replace(item, low=low, mid=mid, high=most))


def check_memory(network: Network, hardware: str, weight_bytes: float) -> None:
    """Refuse a network that does not fit: tables of a recommender may lie elsewhere."""
    memory_gb = facts.number("hardware", hardware, "memory_gb").value
    needed_gb = network.stored_parameters * weight_bytes / 1e9
    if network.style != "lookup" and needed_gb > memory_gb:
        raise InputError(
            "{key} does not fit: its weights take {needed:.3g} GB, the memory of "
            "{hardware} is {memory:.3g} GB. Use a lower precision or another chip.",
            key=network.key,
            needed=needed_gb,
            hardware=hardware,
            memory=memory_gb,
        )


def _of_row(row: Mapping[str, str]) -> Network:
    figures = {
        name: float(row[column]) * size for name, column, size in COLUMNS if row[column]
    }
    tokens = row["item_tokens"]
    return Network(
        key=row["key"],
        reads=row["reads"],
        style=row["style"],
        figures=figures,
        stored_parameters=float(row["stored_million"]) * _MILLION,
        source=row["source"],
        item_tokens=float(tokens) if tokens else None,
        context_tokens=float(row["context_tokens"]) if row["context_tokens"] else None,
    )


def _of_model(name: str | Path) -> Network:
    """Return a language model that reads each text once and writes nothing."""
    model = find_model(name)
    a = model.architecture
    return Network(
        key=model.key,
        reads="text",
        style="transformer",
        figures={
            "parameters": counts.trained_parameters_per_token(a),
            "layers": float(a.layers),
            "hidden_size": float(a.hidden_size),
        },
        stored_parameters=counts.total_parameters(a),
        source=model.source,
        context_tokens=float(a.context_tokens) or None,
    )
