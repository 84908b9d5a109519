"""The shape of a model from its Hugging Face `config.json`, field by field."""

from wattlas.chain.huggingface.reading import (
    ModelConfig,
    architecture_from_config,
    read_config,
)

__all__ = ["ModelConfig", "architecture_from_config", "read_config"]
