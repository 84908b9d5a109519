"""A configuration from end to end: its layers one by one, and what was not read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from wattlas.chain.architecture import Architecture, by_kind
from wattlas.chain.huggingface.attention import attention, sparse_kinds
from wattlas.chain.huggingface.encoder_decoders import ENCODER_DECODERS
from wattlas.chain.huggingface.families import FAMILIES, Family
from wattlas.chain.huggingface.fields import Config, LacksFieldError
from wattlas.chain.huggingface.kinds import (
    LINEAR,
    NONE,
    layer_count,
    mixer_kinds,
    network_kinds,
)
from wattlas.chain.huggingface.known import ENCODERS, WRAPPERS
from wattlas.chain.huggingface.language_part import (
    LANGUAGE_PARTS,
    SIZES,
    lacking,
    language_part,
)
from wattlas.chain.huggingface.names import of_projectors
from wattlas.chain.huggingface.networks import network
from wattlas.chain.huggingface.precision import (
    Precisions,
    read_precisions,
    unknown_formats,
)
from wattlas.chain.huggingface.quantised import quantised_section
from wattlas.chain.huggingface.vision import audio_parameters, vision_parameters
from wattlas.chain.layers.records import Mixer, Network
from wattlas.errors import InputError, Message

AUDIO_PARTS = ("audio_config",)
VISION_PARTS = ("vision_config", "vision_encoder_config", "visual_config")


@dataclass(frozen=True)
class ModelConfig:
    """What a configuration says: the shape, the number formats, and what was not read.

    `unread` are the fields that could matter and were not read; `defaulted` the sizes
    that are not said and were taken as their class has them. `model_type` is that of
    the whole, whose rule says what pictures and sound become.
    """

    architecture: Architecture
    precisions: Precisions
    unread: tuple[str, ...] = ()
    defaulted: tuple[str, ...] = ()
    model_type: str = ""


@dataclass(frozen=True)
class Layers:
    """Mixers and networks of a model, layer by layer."""

    mixers: list[list[Mixer]]
    networks: list[list[Network]]


def architecture_from_config(config: Mapping[str, Any], name: str = "") -> Architecture:
    """Return the architecture that a Hugging Face config describes.

    Parameters
    ----------
    config : mapping
        The content of `config.json`.
    name : str
        What to call the model; by default the config's own name.

    Raises
    ------
    InputError
        If the config lacks a field that its kind of model needs, is of an unknown kind,
        or has a field that could matter and is not known.

    Examples
    --------
    >>> from wattlas.chain.counts import total_parameters
    >>> total_parameters(architecture_from_config({
    ...     "model_type": "llama", "hidden_size": 4096, "num_hidden_layers": 32,
    ...     "num_attention_heads": 32, "num_key_value_heads": 8,
    ...     "intermediate_size": 14336, "vocab_size": 128256,
    ... }))
    8029995008.0
    """
    return read_config(config, name).architecture


def read_config(
    config: Mapping[str, Any], name: str = "", accept_unread: bool = False
) -> ModelConfig:
    """Return the shape, the number formats and the unread fields of a config.

    Parameters
    ----------
    config : mapping
        The content of `config.json`.
    name : str
        What to call the model; by default the config's own name.
    accept_unread : bool
        Read an unknown `model_type` as the usual decoder, and leave unknown fields
        aside, instead of refusing; `unread` lists them.

    Raises
    ------
    InputError
        If the kind or a field is unknown, and that is not accepted.
    InputError
        If a field is missing or is no number of its kind.
    """
    outer = Config(config, family=str(config.get("model_type") or ""))
    text = language_part(outer)
    family = text.family
    _refuse_encoder(family)
    title = name or str(config.get("_name_or_path") or family or "config")
    try:
        read = _shape(text, family, title, outer)
    except LacksFieldError as missing:
        raise lacking(text, str(missing)) from None
    strange = _strange(outer, text)
    unread = (*strange, *read.unread, *_unread(outer, text))
    if unread and not accept_unread:
        raise InputError(_unread_sentence(outer.family, not strange, unread))
    return replace(read, unread=unread, model_type=outer.family)


def _strange(outer: Config, text: Config) -> tuple[str, ...]:
    """Return the kinds that are not known: of the whole, or of its language part."""
    known = text.family in FAMILIES or text.family in ENCODER_DECODERS
    kinds = [] if known else [text.family]
    if text.path and outer.family not in WRAPPERS | {text.family}:
        kinds.append(outer.family)
    return tuple(f"model_type={kind!r}" for kind in dict.fromkeys(kinds))


def _refuse_encoder(family: str) -> None:
    if family in ENCODERS:
        raise InputError(
            "A model of the type '{family}' is an encoder: it reads, and generates "
            "nothing, and is never priced as chat. embed and classify take those of "
            "the tables by their names: wattlas facts networks.",
            family=family,
        )


def _shape(c: Config, family: str, name: str, outer: Config) -> ModelConfig:
    """Return the architecture, the formats of its parts, and encoders not known."""
    if family in ENCODER_DECODERS:
        shape = Architecture(name=name, **ENCODER_DECODERS[family](c))
        layers = Layers([], [])
    else:
        shape, layers = _decoder(c, FAMILIES.get(family, Family()), name)
    # A configuration of one level has its encoders beside the sizes of the language.
    weights, strange = _other_senses(outer if c.path else c, shape.hidden_size)
    shape = replace(shape, vision_parameters=weights)
    quantised = quantised_section(c, outer)
    precisions = read_precisions(c, quantised, shape, layers.mixers, layers.networks)
    strange += unknown_formats(c, quantised)
    return ModelConfig(shape, precisions, tuple(strange), tuple(c.defaulted(SIZES)))


def _other_senses(outer: Config, hidden_size: int) -> tuple[float, list[str]]:
    """Return the weights of encoders of pictures and sound, and those not known."""
    weights, strange = 0.0, []
    for names, count in ((VISION_PARTS, vision_parameters),
                         (AUDIO_PARTS, audio_parameters)):  # fmt: skip
        for name in names:
            part = outer.part(name)
            try:
                weights += count(part, hidden_size) if part is not None else 0.0
            except LacksFieldError as missing:
                strange.append(f"{name} without {missing}")
    return weights, strange


def _decoder(c: Config, family: Family, name: str) -> tuple[Architecture, Layers]:
    """Return a decoder, its layers read one by one."""
    c.idle("hidden_act", "ffn_matrices")
    for name in family.needs:
        if not c.has(name):
            raise LacksFieldError(name)
    count = layer_count(c)
    kinds = family.kinds(c, count) if family.kinds else mixer_kinds(c, count)
    kinds = sparse_kinds(c, kinds)
    read = family.layer or _usual_layer(c, count, family.linear)
    layers = [read(c, index, kind) for index, kind in enumerate(kinds)]
    parts = Layers([m for m, _ in layers], [n for _, n in layers])
    extra = dict(family.around(c))
    shape = Architecture(
        name=name,
        layers=count,
        hidden_size=c.whole("hidden_size"),
        vocab_size=c.whole("vocab_size"),
        mixers=by_kind(m for each in parts.mixers for m in each),
        networks=by_kind(n for each in parts.networks for n in each),
        tied_embeddings=c.flag("tie_word_embeddings"),
        context_tokens=c.whole("max_position_embeddings", 0),
        draft_parameters=_draft_parameters(c, parts),
        **extra,
    )
    return shape, parts


def _usual_layer(
    c: Config, count: int, linear: Callable[[Config], Mixer] | None
) -> Callable[[Config, int, str], tuple[list[Mixer], list[Network]]]:
    """Return the reader of layers that follow the usual fields."""
    networks = network_kinds(c, count)

    def read(c: Config, index: int, kind: str) -> tuple[list[Mixer], list[Network]]:
        if kind == LINEAR:
            if linear is None:
                raise c.wrong("layer_types", kind, "kinds of attention")
            mixers = [linear(c)]
        else:
            mixers = [] if kind == NONE else [attention(c, index, kind)]
        return mixers, network(c, index, networks[index])

    return read


def _draft_parameters(c: Config, layers: Layers) -> float:
    """Return the weights of multi-token prediction: layers like the last, and a joint.

    Embedding and head are shared with the model.
    """
    count = c.whole("draft_layers", 0)
    c.idle(
        "draft_layers", "mtp_hybrid_override_pattern", "mtp_layers_block_type",
        "use_mtp", "mtp_transformer_layers", "mtp_use_dedicated_embeddings",
        "mtp_layer_types", "mtp_mlp_layer_types",
    )  # fmt: skip
    if not count:
        return 0.0
    mixer = next(m[-1] for m in reversed(layers.mixers) if m and m[-1].attends)
    nets = next((n for n in reversed(layers.networks) if n), [])
    network = sum(
        n.weights + n.shared_weights + n.router_weights + n.experts * n.expert_weights
        for n in nets
    )
    return count * (mixer.weights + network + 2.0 * c.whole("hidden_size") ** 2)


def _unread(outer: Config, text: Config) -> tuple[str, ...]:
    """Return the fields that could matter, of the whole and its language part."""
    found = text.matters()
    if text.path:
        found += [
            field
            for field in outer.matters(without=LANGUAGE_PARTS)
            if not of_projectors(field.partition("=")[0])
        ]
    return tuple(found)


def _unread_sentence(family: str, known: bool, unread: tuple[str, ...]) -> Message:
    """Return the sentence of a refusal: what is not known, and what to do."""
    listed = ", ".join(unread)
    what = (
        Message(
            "A config with model_type '{family}' has fields that are not known "
            "and may change size or work: {listed}",
            family=family,
            listed=listed,
        )
        if known
        else Message(
            "A config of this kind is not known: {listed}",
            listed=listed,
        )
    )
    return Message(
        "{what}. Give --accept-unread to compute without them, with a wider range.",
        what=what,
    )
