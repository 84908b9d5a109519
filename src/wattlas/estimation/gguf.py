"""The header of a GGUF file: the shape of its model, and the bits of its weights.

Only the header is read: keys, and the names, sizes and number formats of tensors.
Layout: the GGUF specification of ggml, version 2 and 3.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from wattlas.errors import InputError, reason_of
from wattlas.estimation.gguf_parts import parts_of
from wattlas.estimation.safetensors import Weights
from wattlas.plain.files import check_regular

ARCHITECTURE = "general.architecture"
"""The key of the kind of model."""
CAUSAL = "attention.causal"
"""The key, behind the kind, that is false where a token sees those after it."""
MAGIC = b"GGUF"
VERSIONS = (2, 3)
MOST = 10_000_000
"""Most tensors, pairs or items of a list that a header of a real file has."""
MOST_DIMS = 4
"""Most dimensions of a tensor of ggml."""
_SCALARS = {
    **{0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i"},
    **{6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"},
}
_STRING, _ARRAY = 8, 9
BLOCKS: Mapping[int, tuple[int, int]] = {
    **{0: (1, 4), 1: (1, 2), 30: (1, 2), 24: (1, 1), 25: (1, 2), 26: (1, 4)},
    **{2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 36)},
    **{10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210)},
    **{15: (256, 292), 16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50)},
    **{20: (32, 18), 21: (256, 110), 22: (256, 82), 23: (256, 136), 29: (256, 56)},
    **{34: (256, 54), 35: (256, 66), 39: (32, 17)},
}
"""By number of a format: weights of a block, and its bytes."""
MODEL_TYPES = {
    "llama": "llama",
    "qwen2": "qwen2",
    "qwen3": "qwen3",
    "qwen3moe": "qwen3_moe",
}
"""Architectures of a GGUF, and the kind of a config.json that is the same."""
NO_CHAT = re.compile(r"bert|whisper|clip|encoder|^t5|wavtokenizer")
"""Within a name of an architecture: it writes no text token by token."""
DENSE, MIXTURE = "llama", "qwen3_moe"
"""Kinds as which another architecture is read: its tensors say whether it is one."""
MOST_APART = 0.03
"""Share by which weights that follow from the keys may differ from those of tensors."""
FIELDS = {
    "num_hidden_layers": "block_count",
    "hidden_size": "embedding_length",
    "intermediate_size": "feed_forward_length",
    "num_attention_heads": "attention.head_count",
    "num_key_value_heads": "attention.head_count_kv",
    "head_dim": "attention.key_length",
    "max_position_embeddings": "context_length",
    "num_experts": "expert_count",
    "num_experts_per_tok": "expert_used_count",
    "moe_intermediate_size": "expert_feed_forward_length",
}
"""Fields of a config.json, and the keys of a GGUF that say the same."""
FORMATS = ((5.6, "int4"), (9.0, "int8"), (float("inf"), "bf16"))
"""Most bits of a weight, and the format of which a file with so many is read."""


@dataclass(frozen=True)
class Gguf:
    """What a header says: a configuration, weights, and their bytes.

    `unread` names an architecture that is not known, and read as a usual one.
    """

    config: dict[str, Any]
    weights: int
    weight_bytes: int
    unread: tuple[str, ...] = ()

    @property
    def bits(self) -> float:
        """Bits of the mean weight, scales included."""
        return 8 * self.weight_bytes / self.weights

    @property
    def precision(self) -> str:
        """The number format that is nearest."""
        return next(name for most, name in FORMATS if self.bits <= most)


def read_gguf(path: Path) -> Gguf:
    """Return what the header of a GGUF file says; of one part, those of all parts.

    Raises
    ------
    InputError
        If it cannot be read, is cut or no GGUF, or of an architecture not known.
    """
    keys: dict[str, Any] = {}
    tensors: Tensors = {}
    parts = parts_of(path)
    try:
        for part in parts:
            check_regular(part)
            with part.open("rb") as file:
                said, held = _header(file)
            keys, tensors = {**said, **keys}, {**tensors, **held}
    except OSError as error:
        raise InputError(
            "Cannot read {path}: {strerror}.", path=path, strerror=reason_of(error)
        ) from error
    except InputError:
        raise
    except (struct.error, ValueError, KeyError) as error:
        raise InputError(
            "{path} is no GGUF file of version 2 or 3, or it is cut: download it "
            "again, or give the model's config.json.",
            path=path,
        ) from error
    named = str(keys.get(ARCHITECTURE))
    return Gguf(
        _config(path, keys, tensors),
        sum(weights for weights, _, _ in tensors.values()),
        sum(size for _, size, _ in tensors.values()),
        tuple(f"{ARCHITECTURE}={name}" for name in (named,) if name not in MODEL_TYPES),
    )


def check_weights(path: Path, file: Gguf | Weights, weights: float) -> None:
    """Refuse a file whose tensors are not those of the shape that its keys say.

    Raises
    ------
    InputError
        If the weights differ: it is of another architecture, or in several parts.
    """
    if abs(weights / file.weights - 1) > MOST_APART:
        raise InputError(
            "{path}: its tensors have {tensors:.4g} weights, and a {kind} of its keys "
            "would have {keys:.4g}: it is of an architecture that is not read, or one "
            "part of several. Give the model's config.json.",
            path=path,
            tensors=float(file.weights),
            kind=file.config["model_type"],
            keys=weights,
        )


Tensors = dict[str, tuple[int, int, list[int]]]
"""By name: weights, bytes, and dimensions."""


def _header(file: BinaryIO) -> tuple[dict[str, Any], Tensors]:
    magic, version, tensors, pairs = struct.unpack("<4sIQQ", file.read(24))
    if magic != MAGIC or version not in VERSIONS or max(tensors, pairs) > MOST:
        raise ValueError("no header")
    keys = {}
    for _ in range(pairs):
        name = _string(file)
        keys[name] = _value(file, _number(file, "<I"))
    return keys, dict(_tensor(file) for _ in range(tensors))


def _tensor(file: BinaryIO) -> tuple[str, tuple[int, int, list[int]]]:
    name = _string(file)
    count = _number(file, "<I")
    if not 1 <= count <= MOST_DIMS:
        raise ValueError("no tensor")
    dims = [_number(file, "<Q") for _ in range(count)]
    if not all(dims):
        raise ValueError("no weights")
    kind = _number(file, "<I")
    if kind not in BLOCKS:
        raise _unknown_type(Path(file.name), name, kind)
    block, size = BLOCKS[kind]
    _number(file, "<Q")
    weights = 1
    for dim in dims:
        weights *= dim
    return name, (weights, weights * size // block, dims)


def _unknown_type(path: Path, name: str, kind: int) -> InputError:
    """Return why a file cannot be priced whose format of tensors is not known."""
    return InputError(
        "{path}: its tensor {name!r} has the ggml type {kind}, whose bits are not "
        "known here. Give the model's name or its config.json, with the nearest "
        "--precision.",
        path=path,
        name=name,
        kind=kind,
    )


def _value(file: BinaryIO, kind: int) -> Any:
    if kind == _STRING:
        return _string(file)
    if kind != _ARRAY:
        return _number(file, _SCALARS[kind])
    of, count = _number(file, "<I"), _number(file, "<Q")
    if count > MOST or of == _ARRAY:  # lists of lists are in no model's header
        raise ValueError("no list")
    return [_value(file, of) for _ in range(count)]


def _number(file: BinaryIO, form: str) -> Any:
    return struct.unpack(form, file.read(struct.calcsize(form)))[0]


def _string(file: BinaryIO) -> str:
    length = _number(file, "<Q")
    if length > MOST:
        raise ValueError("no text")
    data = file.read(length)
    if len(data) < length:
        raise ValueError("cut")
    # A name or a chat template in another code changes nothing that is read here.
    return data.decode("utf-8", errors="replace")


def _refuse_encoder(path: Path, architecture: str, keys: Mapping[str, Any]) -> None:
    """Refuse what writes no text token by token, by its name or by its attention."""
    if NO_CHAT.search(architecture) or keys.get(f"{architecture}.{CAUSAL}") is False:
        raise InputError(
            "{path}: a GGUF of the architecture {architecture!r} is no language model "
            "that answers. Networks that read texts, pictures or sound: wattlas facts "
            "networks.",
            path=path,
            architecture=architecture,
        )


def _config(path: Path, keys: Mapping[str, Any], tensors: Tensors) -> dict[str, Any]:
    """Return the configuration that is the same: a list by layer is its largest."""
    architecture = str(keys.get(ARCHITECTURE))
    _refuse_encoder(path, architecture, keys)
    if "token_embd.weight" not in tensors:
        raise InputError(
            "{path}: a GGUF of the architecture {architecture!r} without a table of "
            "tokens is not read, as a part of a model in several: give a merged file "
            "or the model's config.json.",
            path=path,
            architecture=architecture,
        )
    said = {field: keys.get(f"{architecture}.{key}") for field, key in FIELDS.items()}
    config = {f: max(v) if isinstance(v, list) else v for f, v in said.items() if v}
    if architecture == "llama" and "num_experts" in config:
        config["num_local_experts"] = config.pop("num_experts")
        config.pop("moe_intermediate_size", None)
    usual = MODEL_TYPES.get(architecture, MIXTURE if "num_experts" in config else DENSE)
    kind = "mixtral" if "num_local_experts" in config else usual
    return {
        "model_type": kind,
        "vocab_size": tensors["token_embd.weight"][2][-1],
        "tie_word_embeddings": "output.weight" not in tensors,
        **config,
    }
