"""The shape of a model from rows of tables.

A model of usual layers is one row of the table of models. Layers of any other kind are
rows of their own, one a kind, which name their part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wattlas.chain.architecture import (
    DECODER,
    ENCODER_DECODER,
    Architecture,
    Encoder,
    by_kind,
)
from wattlas.chain.cells import Cells
from wattlas.chain.layer_rows import (
    MIXERS,
    NETWORKS,
)
from wattlas.chain.layers.records import Mixer, Network

Row = Mapping[str, str]


def architecture_from_row(row: Row, layers: Sequence[Row] = ()) -> Architecture:
    """Build the architecture from a row of the table of models, and its layers.

    An empty cell is 0 (or False); columns that are no field are left alone.

    Parameters
    ----------
    row : mapping
        A row of the table of models.
    layers : sequence of mappings
        Rows of the table of layers: kinds that the row of the model cannot say.

    Raises
    ------
    InputError
        If a cell is no number of its kind, or the shape cannot be a model.

    Examples
    --------
    >>> row = {"key": "tiny", "layers": "2", "hidden_size": "8", "vocab_size": "16",
    ...        "tied_embeddings": "true", "ffn_matrices": "2", "source": "assumed"}
    >>> architecture_from_row(row).tied_embeddings
    True
    """
    c = Cells(row.get("key") or row.get("name") or "", row)
    own = [Cells(c.name, {**_widths(row), **one}) for one in layers]
    parts = [*_usual_layers(c), *own]
    kind = c.text("kind") or DECODER
    mixers, networks = _built(c, parts)
    return Architecture(
        name=c.name,
        layers=c.whole("layers"),
        hidden_size=c.whole("hidden_size"),
        vocab_size=c.whole("vocab_size"),
        mixers=mixers,
        networks=networks,
        encoder=_encoder(c) if kind == ENCODER_DECODER else None,
        kind=kind,
        tied_embeddings=c.flag("tied_embeddings"),
        learned_positions=c.whole("learned_positions"),
        context_tokens=c.whole("context_tokens"),
        more_weights=c.number("more_weights"),
        looked_up_parameters=c.number("looked_up_parameters"),
        vision_parameters=c.number("vision_parameters"),
        draft_parameters=c.number("draft_parameters"),
    )


_NO_WINDOW = {"window_tokens": "", "window_stride": ""}


def _widths(row: Row) -> dict[str, str]:
    """Return what every layer of a model shares."""
    return {name: row.get(name) or "" for name in ("hidden_size", "ffn_matrices")}


def _usual_layers(c: Cells) -> list[Cells]:
    """Return the layers that the row of a model says itself."""
    if c.whole("windowed_attention_layers") and not c.whole("window_tokens"):
        raise c.error("windowed_attention_layers need window_tokens of at least 1.")
    parts: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("attention", "full_attention_layers", _NO_WINDOW),
        ("attention", "windowed_attention_layers", {}),
        ("cross-attention", "cross_attention_layers", {}),
        ("mamba-2", "state_layers", {}),
        ("feed-forward", "dense_ffn_layers", {}),
        ("experts", "moe_layers", {}),
    )
    return [
        c.changed({"part": part, "layers": c.text(count), **changes})
        for part, count, changes in parts
        if c.whole(count)
    ]


def _built(
    c: Cells, parts: Sequence[Cells]
) -> tuple[tuple[Mixer, ...], tuple[Network, ...]]:
    """Return the mixers and the networks of layers."""
    mixers: list[Mixer] = []
    networks: list[Network] = []
    for part in parts:
        name = part.text("part")
        if name in MIXERS:
            mixers.append(MIXERS[name](part))
        elif name in NETWORKS:
            networks.append(NETWORKS[name](part))
        else:
            known = ", ".join([*MIXERS, *NETWORKS])
            raise c.error(f"a part must be one of {known}, got '{name}'.")
    return by_kind(mixers), by_kind(networks)


def _encoder(c: Cells) -> Encoder:
    """Return the encoder: as wide as the decoder, with layers of its own."""
    count = c.whole("encoder_layers")
    network = NETWORKS["experts" if c.whole("experts") else "feed-forward"]
    part = c.changed({"layers": str(count), **_NO_WINDOW})
    return Encoder((MIXERS["attention"](part),), (network(part),))
