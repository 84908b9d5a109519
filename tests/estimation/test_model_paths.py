"""Folders, caches, parts and bare weights of a model: read, or refused."""

from __future__ import annotations

import json
import struct

import pytest

import wattlas
from wattlas.chain.counts import total_parameters
from wattlas.errors import InputError, UnknownNameError, WattlasError
from wattlas.estimation.gguf_parts import parts_of
from wattlas.estimation.lookup import find_model, find_named_model
from wattlas.estimation.model_paths import file_of, looks_like_path, names_file
from wattlas.estimation.request_log.checks import _key_of
from wattlas.study import Study

HIDDEN, WIDE, WORDS, LAYERS, KV = 256, 512, 1000, 3, 128
CONFIG = {
    "model_type": "llama",
    "hidden_size": HIDDEN,
    "num_hidden_layers": LAYERS,
    "num_attention_heads": 2,
    "num_key_value_heads": 1,
    "intermediate_size": WIDE,
    "vocab_size": WORDS,
    "max_position_embeddings": 2048,
    "tie_word_embeddings": False,
    "torch_dtype": "bfloat16",
}
MATRICES = {
    **{"self_attn.q_proj": [HIDDEN, HIDDEN], "self_attn.k_proj": [KV, HIDDEN]},
    **{"self_attn.v_proj": [KV, HIDDEN], "self_attn.o_proj": [HIDDEN, HIDDEN]},
    **{"mlp.gate_proj": [WIDE, HIDDEN], "mlp.up_proj": [WIDE, HIDDEN]},
    "mlp.down_proj": [HIDDEN, WIDE],
}


def tensors(layers=range(LAYERS), dtype="BF16", ends=True):
    """Return names, formats and shapes of a small model of the usual kind."""
    found = {
        f"model.layers.{n}.{name}.weight": shape
        for n in layers
        for name, shape in MATRICES.items()
    }
    if ends:
        found["model.embed_tokens.weight"] = [WORDS, HIDDEN]
        found["lm_head.weight"] = [WORDS, HIDDEN]
    return {
        n: {"dtype": dtype, "shape": s, "data_offsets": [0, 0]}
        for n, s in found.items()
    }


def safetensors(path, held):
    """Write the header of a safetensors file."""
    header = json.dumps({"__metadata__": {"format": "pt"}, **held}).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header)
    return path


def text(words):
    """Return a string as GGUF writes it."""
    return struct.pack("<Q", len(words)) + words.encode()


def gguf(path, names, keys):
    """Write the header of a GGUF file: matrices in F16, numbers as keys."""
    out = struct.pack("<4sIQQ", b"GGUF", 3, len(names), len(keys))
    for name, value in keys.items():
        kind = (
            struct.pack("<I", 8) + text(value)
            if isinstance(value, str)
            else (struct.pack("<II", 4, value))
        )
        out += text(name) + kind
    for name, (rows, columns) in names.items():
        out += text(name) + struct.pack("<IQQIQ", 2, columns, rows, 1, 0)
    path.write_bytes(out)
    return path


GGUF_KEYS = {
    "general.architecture": "llama",
    "llama.block_count": LAYERS,
    "llama.embedding_length": HIDDEN,
    "llama.feed_forward_length": WIDE,
    "llama.attention.head_count": 2,
    "llama.attention.head_count_kv": 1,
    "llama.context_length": 2048,
}
ENDS = ("token_embd.weight", "output.weight")
BLOCK = {
    **{"attn_q": (HIDDEN, HIDDEN), "attn_k": (KV, HIDDEN), "attn_v": (KV, HIDDEN)},
    **{"attn_output": (HIDDEN, HIDDEN), "ffn_gate": (WIDE, HIDDEN)},
    **{"ffn_up": (WIDE, HIDDEN), "ffn_down": (HIDDEN, WIDE)},
}


def split_gguf(folder, count=3):
    """Write a model in several parts, a layer each; return their paths."""
    paths = []
    for number in range(count):
        names = {f"blk.{number}.{n}.weight": s for n, s in BLOCK.items()}
        keys = {"split.count": count, "split.no": number}
        if number == 0:
            ends = dict.fromkeys(
                ("token_embd.weight", "output.weight"), (WORDS, HIDDEN)
            )
            names, keys = {**names, **ends}, {**GGUF_KEYS, **keys}
        path = folder / f"small-{number + 1:05}-of-{count:05}.gguf"
        paths.append(gguf(path, names, keys))
    return paths


@pytest.fixture
def folder(tmp_path):
    """A folder with a configuration."""
    (tmp_path / "config.json").write_text(json.dumps(CONFIG))
    return tmp_path


def weights(path):
    """Return the number of weights of a model."""
    return total_parameters(find_model(path).architecture)


def same(path):
    """Say whether a path gives the model of CONFIG."""
    a = find_model(path).architecture
    return (a.layers, a.hidden_size, a.kv_heads) == (LAYERS, HIDDEN, 1)


def test_a_folder_is_its_configuration(folder):
    for name in (str(folder), f"{folder}/", str(folder / "config.json")):
        assert same(name)
    assert file_of(str(folder)) == folder / "config.json"


def test_a_cache_of_a_hub_is_its_last_commit(tmp_path):
    cache = tmp_path / "models--me--small"
    for commit, layers in (("aaa", 1), ("bbb", LAYERS)):
        (cache / "snapshots" / commit).mkdir(parents=True)
        config = json.dumps(CONFIG | {"num_hidden_layers": layers})
        (cache / "snapshots" / commit / "config.json").write_text(config)
    with pytest.raises(InputError, match="2 models or versions"):
        find_model(str(cache))
    (cache / "refs").mkdir()
    (cache / "refs" / "main").write_text("bbb\n")
    assert same(str(cache))


def test_a_folder_of_one_gguf_or_its_parts_is_read_and_of_two_refused(tmp_path):
    split_gguf(tmp_path)
    assert same(str(tmp_path))
    gguf(tmp_path / "other.gguf", {}, {})
    with pytest.raises(InputError, match="2 models or versions"):
        find_model(str(tmp_path))


@pytest.mark.parametrize("part", range(3))
def test_any_part_of_a_gguf_is_all_of_them(tmp_path, part):
    """By hand: layers of all parts, and the head and embedding of the first."""
    path = split_gguf(tmp_path)[part]
    by_hand = LAYERS * sum(a * b for a, b in BLOCK.values()) + 2 * WORDS * HIDDEN
    assert weights(path) == pytest.approx(by_hand, rel=0.01)
    assert find_model(path).bytes_per_weight == pytest.approx(2)
    assert wattlas.serve(model=str(path), hardware="rtx-4090", draws=16).results


def test_parts_that_are_missing_are_named(tmp_path):
    first, second, third = split_gguf(tmp_path)
    second.unlink()
    for path in (first, third):
        with pytest.raises(InputError, match=rf"beside it are not: {second.name}"):
            find_model(path)


def test_a_file_in_one_part_stands_alone(tmp_path):
    path = tmp_path / "model.gguf"
    assert parts_of(path) == [path]


def test_weights_without_a_configuration_say_their_shape(tmp_path):
    """By hand: of two files that an index names, the shape of the configuration."""
    safetensors(tmp_path / "model-00001-of-00002.safetensors", tensors(range(2)))
    last = tensors(range(2, LAYERS), ends=False)
    safetensors(tmp_path / "model-00002-of-00002.safetensors", last)
    index = tmp_path / "model.safetensors.index.json"
    named = [f"model-0000{n}-of-00002.safetensors" for n in (1, 2)]
    index.write_text(json.dumps({"weight_map": dict(enumerate(named))}))
    for path in (index, tmp_path, *(tmp_path / name for name in named)):
        found = find_model(str(path))
        assert same(str(path))
        assert found.weight_precision == "bf16"
        assert "head_dim=128" in found.defaulted
    (tmp_path / "config.json").write_text(json.dumps(CONFIG))
    assert find_model(str(index)).key.endswith("config.json")


@pytest.mark.parametrize(("dtype", "precision"), [("F16", "fp16"), ("F8_E4M3", "fp8")])
def test_the_format_is_that_of_the_tensors(tmp_path, dtype, precision):
    path = safetensors(tmp_path / "model.safetensors", tensors(dtype=dtype))
    assert find_model(path).weight_precision == precision


def test_an_index_alone_says_no_sizes(tmp_path):
    index = tmp_path / "model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": {"a": "b.safetensors"}}))
    with pytest.raises(InputError, match="names weights and says no sizes"):
        find_model(index)


STRANGE = [
    {"model.layers.0.mlp.experts.0.up_proj.weight": [WIDE, HIDDEN]},
    {"vision_tower.a.weight": [2, 2]},
    {"model.layers.0.self_attn.kv_a_proj_with_mqa.weight": [2, 2]},
]


@pytest.mark.parametrize("more", STRANGE)
def test_weights_that_do_not_say_all_are_refused(tmp_path, more):
    held = tensors() | {
        n: {"dtype": "BF16", "shape": s, "data_offsets": [0, 0]}
        for n, s in more.items()
    }
    path = safetensors(tmp_path / "model.safetensors", held)
    with pytest.raises(InputError, match=r"put its config\.json beside them"):
        find_model(path)


def test_packed_weights_are_refused(tmp_path):
    path = safetensors(tmp_path / "model.safetensors", tensors(dtype="U8"))
    with pytest.raises(InputError, match=r"put its config\.json beside them"):
        find_model(path)


@pytest.mark.parametrize("cut", [0, 5, 8, 40, -3])
@pytest.mark.parametrize("name", ["model.safetensors", "model.safetensors.index.json"])
def test_files_that_are_cut_are_refused_in_one_sentence(tmp_path, name, cut):
    path = safetensors(tmp_path / name, tensors())
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(InputError) as refused:
        find_model(path)
    assert "\n" not in str(refused.value)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"holds no config\.json"):
        find_model(str(tmp_path))


def test_a_name_that_others_wrote_opens_no_folder(folder):
    """Law: a row or a span reads no folder either, and a name of the tables is one."""
    with pytest.raises(UnknownNameError):
        find_named_model(str(folder))
    for given, known in ((False, ""), (True, "config.json")):
        key, _ = _key_of("model", str(folder), False, given)
        assert key.endswith(known)
        assert bool(key) is given
    assert not names_file("meta-llama/Llama-3.1-8B")
    for written in ("./x", "../x", "/x", "~/x", "x/", "hub/models--a--b", "x.gguf"):
        assert looks_like_path(written)


def test_a_folder_in_a_study_is_beside_the_study(folder):
    study = folder / "study.yaml"
    study.write_text(
        "title: a folder\nmodel: ./\nsites: [dublin]\n"
        "serve: {hardware: rtx-4090, requests_per_day: 100}\n"
    )
    model = Study.from_file(study).model
    assert same(model)


def test_no_path_is_read_over_http(folder):
    from wattlas.service.sent_files import name_sent

    for path in (str(folder), "./", "~/models", "/etc/", "a.safetensors"):
        with pytest.raises(WattlasError, match="which is not read here"):
            name_sent("model", path)


def test_facts_show_the_shape_of_every_kind_of_file(tmp_path):
    """Law: a folder, weights and parts say the same shape as their configuration."""
    from wattlas.report.facts import model_file

    split_gguf(tmp_path)
    weights_of = safetensors(tmp_path / "model.safetensors", tensors())
    shapes = [model_file(str(weights_of), False).record]
    shapes.append(model_file(str(tmp_path / "small-00002-of-00003.gguf"), False).record)
    (tmp_path / "config.json").write_text(json.dumps(CONFIG))
    shapes += [model_file(str(p), False).record for p in (tmp_path, weights_of)]
    for name in ("total_parameters", "kv_bytes_per_token"):
        assert len({shape[name] for shape in shapes}) == 1
