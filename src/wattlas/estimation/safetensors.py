"""Headers of safetensors files: the shape of a model of which no config.json is there.

Only headers are read: a length of eight bytes, and an object of tensors with their
number formats and shapes. Layout: the safetensors format of Hugging Face.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from wattlas.errors import InputError, reason_of
from wattlas.estimation.gguf_parts import parts_of
from wattlas.plain.files import check_regular, file_text

WEIGHTS_ENDING, INDEX_ENDING = ".safetensors", ".safetensors.index.json"
MOST_BYTES = 100_000_000
"""The longest header that the format allows."""
FORMATS = {
    **{"BF16": "bf16", "F16": "fp16", "F32": "fp32"},
    **{"F8_E4M3": "fp8", "F8_E5M2": "fp8"},
}
"""Number formats of tensors that are weights as they stand: others are packed."""
USUAL_HEAD = 128
"""Width of a head where no tensor says it: of most models of today."""
_LAYER = re.compile(r"\.layers\.(\d+)\.")
_NOT_READ = re.compile(
    r"\.experts\.|kv_a_proj|mamba|linear_attn|vision|encoder|scales$"
)
"""Tensors of what their names and shapes do not describe: mixtures, states, images."""

Shapes = Mapping[str, tuple[str, list[int]]]
"""By tensor: its number format and its shape."""


@dataclass(frozen=True)
class Weights:
    """What headers say: a configuration, the number of weights, their format.

    `assumed` is what no tensor says.
    """

    config: dict[str, Any]
    weights: int
    precision: str
    assumed: tuple[str, ...]


def read_weights(path: Path) -> Weights:
    """Return what the headers of a model's safetensors files say.

    Raises
    ------
    InputError
        If they cannot be read, or are of a model whose shape they do not say.
    """
    files = _files_of(path)
    try:
        shapes: dict[str, tuple[str, list[int]]] = {}
        for file in files:
            shapes |= _header(file)
    except OSError as error:
        raise InputError(
            "Cannot read {path}: {strerror}.", path=path, strerror=reason_of(error)
        ) from error
    except (struct.error, ValueError, KeyError, TypeError) as error:
        raise InputError(
            "{path} is no safetensors file, or it is cut: download it again, or give "
            "the model's config.json.",
            path=path,
        ) from error
    return _described(path, shapes)


def _files_of(path: Path) -> Sequence[Path]:
    """Return the files of weights: those that an index names, or all parts of one."""
    if not path.name.endswith(INDEX_ENDING):
        return parts_of(path)
    try:
        text = file_text(path)
    except OSError as error:
        raise InputError(
            "Cannot read {path}: {strerror}.", path=path, strerror=reason_of(error)
        ) from error
    try:
        named = json.loads(text)["weight_map"].values()
        files = [path.with_name(Path(name).name) for name in sorted(set(named))]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _nothing_but_names(path) from error
    if not all(file.is_file() for file in files):
        raise _nothing_but_names(path)
    return files


def _nothing_but_names(path: Path) -> InputError:
    return InputError(
        "{path} names weights and says no sizes of theirs: put the model's config.json "
        "beside it, or the files that it names.",
        path=path,
    )


def _header(path: Path) -> Shapes:
    check_regular(path)
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        if length > MOST_BYTES:
            raise ValueError("no header")
        header = json.loads(file.read(length))
    return {
        name: (str(tensor["dtype"]), [int(n) for n in tensor["shape"]])
        for name, tensor in header.items()
        if name != "__metadata__"
    }


def _described(path: Path, shapes: Shapes) -> Weights:
    sizes = {name: shape for name, (_, shape) in shapes.items()}
    found = {
        "embedding": _of(sizes, "embed_tokens.weight"),
        "query": _of(sizes, "self_attn.q_proj.weight"),
        "key": _of(sizes, "self_attn.k_proj.weight"),
        "up": _of(sizes, "mlp.up_proj.weight"),
    }
    formats = {dtype for dtype, _ in shapes.values()}
    unread = any(_NOT_READ.search(name) for name in sizes) or formats - FORMATS.keys()
    if unread or any(shape is None or len(shape) != 2 for shape in found.values()):
        raise InputError(
            "{path}: weights of this kind do not say all of their model's shape: put "
            "its config.json beside them.",
            path=path,
        )
    return _dense(sizes, {n: s for n, s in found.items() if s}, shapes)


def _dense(
    sizes: Mapping[str, list[int]], found: Mapping[str, list[int]], shapes: Shapes
) -> Weights:
    """Return a model of the usual kind: its heads as wide as a norm of them says."""
    norm = _of(sizes, "self_attn.q_norm.weight")
    width = norm[0] if norm else USUAL_HEAD
    layers = {int(n[1]) for name in sizes if (n := _LAYER.search(name))}
    config = {
        "model_type": "llama",
        "num_hidden_layers": max(layers) + 1,
        "hidden_size": found["embedding"][1],
        "vocab_size": found["embedding"][0],
        "intermediate_size": found["up"][0],
        "head_dim": width,
        "num_attention_heads": max(found["query"][0] // width, 1),
        "num_key_value_heads": max(found["key"][0] // width, 1),
        "tie_word_embeddings": "lm_head.weight" not in sizes,
    }
    counts: dict[str, int] = {}
    for dtype, shape in shapes.values():
        name = FORMATS[dtype]
        counts[name] = counts.get(name, 0) + prod(shape)
    return Weights(
        config,
        sum(counts.values()),
        max(counts, key=lambda name: counts[name]),
        () if norm else (f"head_dim={USUAL_HEAD}",),
    )


def _of(sizes: Mapping[str, list[int]], ending: str) -> list[int] | None:
    return next((shape for name, shape in sizes.items() if name.endswith(ending)), None)
