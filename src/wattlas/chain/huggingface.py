"""The shape of a model from its Hugging Face `config.json`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wattlas.chain.architecture import Architecture
from wattlas.chain.huggingface_families import DEFAULTS, READERS
from wattlas.chain.huggingface_plain import NEEDED, Fields, read_plain
from wattlas.errors import InputError

_OTHER_NAMES = {
    "hidden_size": ("d_model", "n_embd", "n_embed"),
    "num_hidden_layers": ("n_layer", "n_layers", "num_layers"),
    "num_attention_heads": ("n_head", "n_heads", "num_heads"),
    "intermediate_size": ("ffn_hidden_size", "n_inner", "ffn_dim"),
    "max_position_embeddings": ("n_positions", "max_seq_len", "seq_length", "n_ctx"),
    "num_experts": ("num_local_experts", "n_routed_experts", "moe_num_experts"),
    "num_experts_per_tok": ("moe_k", "num_experts_per_token", "experts_per_token"),
}
_LANGUAGE_PARTS = ("thinker_config", "text_config", "language_config", "llm_config")


def architecture_from_config(config: Mapping[str, Any], name: str = "") -> Architecture:
    """Return the architecture that a Hugging Face config describes.

    Parameters
    ----------
    config : mapping
        The content of `config.json`. Of a model with vision the language part is
        read; the weights of its vision encoder are not counted.
    name : str
        What to call the model; by default the config's own name.

    Raises
    ------
    InputError
        If the config lacks a field that its kind of model needs.

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
    text = _language_part(config)
    family = str(text.get("model_type") or "")
    known = _with_usual_names({**DEFAULTS.get(family, {}), **text})
    title = name or str(config.get("_name_or_path") or family or "config")
    try:
        fields = READERS.get(family, read_plain)(known)
    except KeyError as missing:
        raise _lacking(family, known, str(missing.args[0])) from None
    except (TypeError, ValueError):
        raise _unreadable(family, known) from None
    return Architecture(name=title, **fields)


def _language_part(config: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the config of the language model inside a model with vision or sound."""
    for key in _LANGUAGE_PARTS:
        inner = config.get(key)
        if isinstance(inner, Mapping):
            outer = ("vocab_size", "tie_word_embeddings")
            shared = {k: config[k] for k in outer if k in config}
            return _language_part({**shared, **inner})
    return config


def _with_usual_names(config: Mapping[str, Any]) -> Fields:
    """Return the config with the field names of Llama where others were used."""
    known = {key: value for key, value in config.items() if value is not None}
    for usual, others in _OTHER_NAMES.items():
        for other in others:
            if other in known:
                known.setdefault(usual, known[other])
    return known


def _lacking(family: str, known: Fields, missing: str) -> InputError:
    """Return the error that names the fields a config lacks."""
    lacking = [field for field in NEEDED if field not in known] or [missing]
    return InputError(
        f"Cannot read a config with model_type '{family}': it lacks "
        f"{', '.join(lacking)}. These fields would do: {', '.join(NEEDED)}."
    )


def _unreadable(family: str, known: Fields) -> InputError:
    """Return the error that names the fields that are no whole numbers."""
    odd = [f for f in NEEDED if f in known and not isinstance(known[f], int)]
    return InputError(
        f"Cannot read a config with model_type '{family}': "
        f"{', '.join(odd) or 'a field'} must be a whole number, the same in every "
        f"layer. These fields would do: {', '.join(NEEDED)}."
    )
