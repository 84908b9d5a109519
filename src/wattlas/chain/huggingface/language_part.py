"""The language model inside a configuration, its fields under their usual names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wattlas.chain.huggingface.families import FAMILIES
from wattlas.chain.huggingface.fields import Config
from wattlas.errors import InputError

NEEDED = (
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "vocab_size",
)
"""The fields of a config that describe a plain decoder."""


SIZES = (*NEEDED, "num_key_value_heads", "head_dim", "max_position_embeddings")
"""Fields of which a reader is told that they are not said."""

LANGUAGE_PARTS = (
    "thinker_config", "text_config", "language_config", "llm_config", "lm_config",
)  # fmt: skip


_SHARED = ("vocab_size", "quantization_config")


def language_part(outer: Config) -> Config:
    """Return the config of the language model inside a model with vision or sound."""
    for key in LANGUAGE_PARTS:
        part = outer.part(key)
        if part is not None:
            shared = {k: outer.value(k) for k in _SHARED if outer.has(k)}
            inner = part.raw()
            family = str(inner.get("model_type") or outer.family)
            values = {**shared, **inner, **_tied(outer)}
            return language_part(_completed(values, family, f"{outer.path}{key}."))
    if outer.path:
        return outer
    return _completed(outer.raw(), outer.family, "")


def _tied(outer: Config) -> dict[str, Any]:
    """Return whether the head is the embedding, where the whole model says it."""
    if not outer.has("tie_word_embeddings"):
        return {}
    return {"tie_word_embeddings": outer.value("tie_word_embeddings")}


def _completed(values: Mapping[str, Any], family: str, path: str) -> Config:
    """Return a config with the usual names and the defaults of its class."""
    reader = FAMILIES.get(family)
    if reader is None:
        return Config(values, None, family, path)
    try:
        usual = reader.usual(dict(values))
    except (KeyError, TypeError, AttributeError) as missing:
        raise lacking(Config(values, None, family, path), _first(missing)) from None
    return Config(usual, reader.defaults, family, path)


def _first(error: Exception) -> str:
    return str(error.args[0]) if error.args else "a field"


def lacking(c: Config, missing: str) -> InputError:
    """Return the error that names the fields a config lacks."""
    absent = [field for field in NEEDED if not c.has(field)] or [missing]
    return InputError(
        "Cannot read a config with model_type '{family}': it lacks {lacking}. These "
        "fields would do: {needed}.",
        family=c.family,
        lacking=", ".join(absent),
        needed=", ".join(NEEDED),
    )
