"""Bad input: a config.json that cannot be read."""

from __future__ import annotations

import re

import pytest

from wattlas import errors, serve, train


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            '{"hidden_size": 1,',
            "{path} is no JSON: it goes wrong at line 1, column 19.",
        ),
        (
            "[1, 2]",
            "{path} holds no model configuration: an object is expected.",
        ),
        (
            '{"model_type": "tree", "vocab_size": 8}',
            "{path}: Cannot read a config with model_type 'tree': it lacks "
            "hidden_size, num_hidden_layers, num_attention_heads, intermediate_size. "
            "These fields would do: hidden_size, num_hidden_layers, "
            "num_attention_heads, intermediate_size, vocab_size.",
        ),
        (
            '{"model_type": "llama", "hidden_size": "big", "num_hidden_layers": 2, '
            '"num_attention_heads": 2, "intermediate_size": 4, "vocab_size": 8}',
            "{path}: Cannot read a config with model_type 'llama': hidden_size must "
            "be a whole number, got 'big'.",
        ),
        (
            '{"model_type": "llama", "hidden_size": 8, "num_hidden_layers": 2, '
            '"num_attention_heads": 2, "intermediate_size": 4, "vocab_size": 8, '
            '"hyper_layers": 3}',
            "{path}: A config with model_type 'llama' has fields that are not known "
            "and may change size or work: hyper_layers=3. Give --accept-unread to "
            "compute without them, with a wider range.",
        ),
        (
            '{"model_type": "tree", "hidden_size": 8, "num_hidden_layers": 2, '
            '"num_attention_heads": 2, "intermediate_size": 4, "vocab_size": 8}',
            "{path}: A config of this kind is not known: model_type='tree'. Give "
            "--accept-unread to compute without them, with a wider range.",
        ),
        (
            '{"model_type": "bert", "hidden_size": 768, "vocab_size": 30522}',
            "{path}: A model of the type 'bert' is an encoder: it reads, and generates "
            "nothing, and is never priced as chat. embed and classify take those of "
            "the tables by their names: wattlas facts networks.",
        ),
    ],
)
def test_a_config_that_cannot_be_read(tmp_path, content, sentence):
    """Bad input: a config.json that is broken, no object, or lacks fields."""
    path = tmp_path / "config.json"
    path.write_text(content, encoding="utf-8")
    wanted = re.escape(sentence.replace("{path}", str(path)))
    with pytest.raises(errors.InputError, match=f"^{wanted}$"):
        train(model=path, hardware="h100-sxm", tokens=1e12)


def test_a_config_that_is_not_there(tmp_path):
    """Bad input: the path and the reason of the system."""
    path = tmp_path / "config.json"
    sentence = re.escape(f"Cannot read {path}: No such file or directory.")
    with pytest.raises(errors.InputError, match=f"^{sentence}$"):
        serve(model=path, hardware="h100-sxm")
