"""Models from files: a `config.json`, and the number formats that stand beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from wattlas.chain.huggingface import ModelConfig, read_config
from wattlas.errors import InputError, in_file, reason_of
from wattlas.plain.files import file_text
from wattlas.plain.text import depth, each_once, json_fault

DEEPEST = 40
"""How deep lists and objects of a configuration may stand in each other."""
BESIDE = "hf_quant_config.json"
"""The file in which some makers keep the number formats of weights and cache."""
_TOO_DEEP = "{path} is nested too deep to be read."


def read_model_file(path: Path, accept_unread: bool = False) -> ModelConfig:
    """Return what a `config.json` says, with the number formats of the file beside it.

    Raises
    ------
    InputError
        If the file cannot be read, or its content is refused.
    """
    config = _object(path)
    beside = path.with_name(BESIDE)
    if not _quantised(config) and beside.is_file():
        config["quantization_config"] = _object(beside).get("quantization") or {}
    with in_file(path):
        return read_config(config, str(path), accept_unread)


def _quantised(config: dict[str, Any]) -> bool:
    parts = [config, *(v for v in config.values() if isinstance(v, dict))]
    return any(part.get("quantization_config") for part in parts)


def _object(path: Path) -> dict[str, Any]:
    try:
        text = file_text(path)
        content = json.loads(text, object_pairs_hook=each_once)
        json.dumps(content, ensure_ascii=False).encode()
    except OSError as error:
        raise InputError(
            "Cannot read {path}: {strerror}.",
            path=path,
            strerror=reason_of(error),
        ) from error
    except ValueError as error:
        raise InputError(
            "{path} is no JSON: {fault}.",
            path=path,
            fault=json_fault(error),
        ) from error
    except RecursionError as error:
        raise InputError(_TOO_DEEP, path=path) from error
    if depth(content) > DEEPEST:
        raise InputError(_TOO_DEEP, path=path)
    if not isinstance(content, dict):
        raise InputError(
            "{path} holds no model configuration: an object is expected.",
            path=path,
        )
    return content
