"""GGUF files: a header that is written here by hand, read, cut and spoiled."""

from __future__ import annotations

import struct

import pytest

import wattlas
from wattlas.chain.counts import total_parameters
from wattlas.errors import InputError, WattlasError
from wattlas.estimation.engine_chips import READ_GGUF, engines_of
from wattlas.estimation.gguf import BLOCKS, read_gguf
from wattlas.estimation.lookup import find_model
from wattlas.parameters.serving import ENGINES

LLAMA = {
    **{"block_count": 32, "embedding_length": 4096, "feed_forward_length": 14336},
    **{"attention.head_count": 32, "attention.head_count_kv": 8},
    "context_length": 8192,
}
Q4_K, Q6_K, F16 = 12, 14, 1
WIDTHS = {
    **{"attn_q": (4096, 4096), "attn_k": (4096, 1024), "attn_v": (4096, 1024)},
    **{"attn_output": (4096, 4096), "ffn_gate": (4096, 14336)},
    **{"ffn_up": (4096, 14336), "ffn_down": (14336, 4096)},
}


def text(words):
    """Return a string as GGUF writes it."""
    return struct.pack("<Q", len(words)) + words.encode()


def header(architecture="llama", keys=LLAMA, kind=Q4_K, tied=False):
    """Return the header of a file of Llama 3.1 8B with weights of one format."""
    tensors = {
        f"blk.{layer}.{name}.weight": (dims, kind)
        for layer in range(keys["block_count"])
        for name, dims in WIDTHS.items()
    }
    tensors["token_embd.weight"] = ((4096, 128256), kind)
    if not tied:
        tensors["output.weight"] = ((4096, 128256), Q6_K)
    pairs = [text("general.architecture") + struct.pack("<I", 8) + text(architecture)]
    pairs += [
        text(f"{architecture}.{name}") + struct.pack("<II", 4, value)
        for name, value in keys.items()
    ]
    words = text("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, 2)
    pairs.append(words + text("a") + text("b"))
    out = struct.pack("<4sIQQ", b"GGUF", 3, len(tensors), len(pairs))
    out += b"".join(pairs)
    for name, (dims, of) in tensors.items():
        out += text(name) + struct.pack("<I", len(dims))
        out += struct.pack(f"<{len(dims)}Q", *dims) + struct.pack("<IQ", of, 0)
    return out


@pytest.fixture
def written(tmp_path):
    """Write a file and return its path."""

    def write(data):
        path = tmp_path / "model.gguf"
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize("kind", [4, 99, 2**31])
def test_a_format_that_is_not_known_is_no_cut_file(written, kind):
    """Law: what the file has is said, and another download is no remedy of it."""
    with pytest.raises(InputError, match=f"has the ggml type {kind}, whose bits"):
        read_gguf(written(header(kind=kind)))


@pytest.mark.parametrize("chip", ["h100-sxm", "m4-max", "tpu-v6e", "groq-lpu"])
@pytest.mark.parametrize("engine", [None, *ENGINES])
def test_a_file_runs_where_it_is_read(written, chip, engine):
    """Law: an engine that reads no such file, or no such engine's chip, is refused."""
    given = {"hardware": chip, "engine": engine, "draws": 16}
    reads = engine in (None, *READ_GGUF) and "llama.cpp" in engines_of(chip)
    runs = engine in (None, *engines_of(chip))
    if reads and runs:
        assert wattlas.serve(model=str(written(header())), **given).results
        return
    with pytest.raises(InputError, match=r"GGUF|is not known"):
        wattlas.serve(model=str(written(header())), **given)


@pytest.mark.parametrize("precision", ["bf16", "fp8", "int8", "int4"])
def test_another_format_than_the_file_has_is_said(written, precision):
    path, given = str(written(header())), {"hardware": "h100-sxm", "draws": 16}
    found = wattlas.serve(model=path, precision=precision, **given)
    said = [n.code for n in found.notes if n.code == "file-format-replaced"]
    assert bool(said) == (precision != "int4")


def test_a_header_says_shape_and_bits(written):
    """By hand: 4.5 bits of Q4_K, 6.5625 of the head in Q6_K."""
    file = read_gguf(written(header()))
    head = 4096 * 128256
    bits = (4.5 * (file.weights - head) + 6.5625 * head) / file.weights
    assert file.bits == pytest.approx(bits)
    assert file.precision == "int4"
    shape = find_model(written(header())).architecture
    published = find_model("llama-3.1-8b").architecture
    assert total_parameters(shape) == total_parameters(published)
    assert shape.kv_heads == published.kv_heads


@pytest.mark.parametrize(
    ("kind", "precision"), [(Q4_K, "int4"), (8, "int8"), (F16, "bf16"), (10, "int4")]
)
def test_the_format_is_that_of_the_bits(written, kind, precision):
    assert read_gguf(written(header(kind=kind))).precision == precision


def test_a_file_is_served_as_its_model_in_its_format(written):
    given = {"hardware": "m4-max", "batch": 1, "engine": "llama.cpp", "draws": 64}
    found = wattlas.serve(model=str(written(header())), **given)
    named = wattlas.serve(model="llama-3.1-8b", precision="int4", **given)
    energy = "facility_energy_kwh"
    near = pytest.approx(named.results[energy].mid, rel=0.05)
    assert found.results[energy].mid == near
    assert found.subject["precision"] == "int4"


def test_the_bytes_are_those_of_the_file(written):
    """Law: the fewer bits the tensors have, the less a token takes."""
    given = {"hardware": "m4-max", "batch": 1, "engine": "llama.cpp", "draws": 64}
    taken = []
    for kind in (10, 11, Q4_K, Q6_K, 8, F16):
        path = written(header(kind=kind, tied=True))
        found = wattlas.serve(model=str(path), **given)
        inputs = {i.name: i for i in found.inputs}
        assert inputs["bytes_per_dense_weight"].mid == BLOCKS[kind][1] / BLOCKS[kind][0]
        taken.append(found.results["facility_energy_kwh"].mid)
    assert taken == sorted(taken)


@pytest.mark.parametrize("cut", [0, 3, 20, 60, 400, -1])
def test_a_file_that_is_cut_is_refused(written, cut):
    data = header()
    with pytest.raises(InputError, match="it is cut"):
        read_gguf(written(data[:cut] if cut != -1 else data[:-1]))


@pytest.mark.parametrize("place", range(0, 200, 7))
def test_a_spoiled_file_is_read_or_refused_in_one_sentence(written, place):
    data = bytearray(header())
    data[place] ^= 0xFF
    said = refusal(written(bytes(data)))
    assert "\n" not in said


def refusal(path):
    """Return the sentence that refuses a file, or '' where it is read."""
    try:
        find_model(path)
    except WattlasError as error:
        return str(error)
    return ""


OTHER_KEYS = [
    {"feed_forward_length": 9999},
    {"attention.head_count_kv": 32},
    {"block_count": 30},
]


@pytest.mark.parametrize("other", OTHER_KEYS, ids=str)
@pytest.mark.parametrize("architecture", ["llama", "rwkv6"])
def test_tensors_of_another_shape_are_refused(written, other, architecture):
    """Law: a file is of the shape that its keys say, or it is refused."""
    data = header(architecture=architecture)
    for name, value in other.items():
        pair = text(f"{architecture}.{name}")
        said = pair + struct.pack("<II", 4, LLAMA[name])
        assert said in data
        data = data.replace(said, pair + struct.pack("<II", 4, value))
    with pytest.raises(InputError, match="weights"):
        find_model(written(data))


def test_a_part_of_a_file_is_refused(written):
    """Law: the second part of a model in several has no table of tokens."""
    data = header().replace(b"token_embd.weight", b"token_other.weigh")
    with pytest.raises(InputError, match="part of a model"):
        find_model(written(data))


def test_an_architecture_whose_tensors_agree_is_read_and_named(written):
    """Law: what was not known of it is said, and the range is wider."""
    found = find_model(written(header(architecture="granite")))
    assert found.unread == ("general.architecture=granite",)
    assert total_parameters(found.architecture) == pytest.approx(8.03e9, rel=0.01)


def test_no_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="Cannot read"):
        find_model(tmp_path / "none.gguf")


def test_blocks_have_the_bits_of_their_names():
    """By hand: bits a weight of formats as the makers state them."""
    bits = {2: 4.5, 12: 4.5, 13: 5.5, 14: 6.5625, 8: 8.5, 23: 4.25, 39: 4.25}
    for kind, stated in bits.items():
        weights, size = BLOCKS[kind]
        assert 8 * size / weights == stated


HOSTILE = {
    "lists in lists": [(9, struct.pack("<IQ", 9, 1) * 5000)],
    "an architecture that is a list": [(9, struct.pack("<IQ", 8, 1) + text("llama"))],
    "an architecture that is a number": [(4, struct.pack("<I", 7))],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pair_is_refused(written, name):
    """Bad input: whatever stands at a key is read, or refused in a sentence."""
    ((kind, value),) = HOSTILE[name]
    data = struct.pack("<4sIQQ", b"GGUF", 3, 0, 1) + text("general.architecture")
    with pytest.raises(InputError):
        read_gguf(written(data + struct.pack("<I", kind) + value))


@pytest.mark.parametrize("dims", [(), (0,), (4096, 0), (2**63,) * 4, (1,) * 9])
def test_a_tensor_of_no_size_is_refused(written, dims):
    """Bad input: a table of words without words, or of more than there are."""
    data = struct.pack("<4sIQQ", b"GGUF", 3, 1, 1)
    data += text("general.architecture") + struct.pack("<I", 8) + text("llama")
    data += text("token_embd.weight") + struct.pack("<I", len(dims))
    data += struct.pack(f"<{len(dims)}Q", *dims) + struct.pack("<IQ", F16, 0)
    path = written(data)
    with pytest.raises(WattlasError):
        find_model(str(path))


@pytest.mark.parametrize(
    "architecture",
    [
        *("bert", "modern-bert", "nomic-bert-moe", "jina-bert-v2", "eurobert"),
        *("whisper", "clip", "t5", "t5encoder", "wavtokenizer-dec"),
    ],
)
def test_a_network_that_answers_nothing_is_no_chat(written, architecture):
    """Law: a GGUF of an encoder is refused as its config.json is, accepted or not."""
    with pytest.raises(InputError, match="no language model that answers"):
        find_model(written(header(architecture=architecture)), True)


@pytest.mark.parametrize("causal", [True, False])
def test_attention_to_both_sides_is_no_chat(written, causal):
    data = header()
    count = struct.unpack_from("<Q", data, 16)[0]
    pair = text("llama.attention.causal") + struct.pack("<I?", 7, causal)
    data = data[:16] + struct.pack("<Q", count + 1) + pair + data[24:]
    if causal:
        assert find_model(written(data)).architecture.layers == 32
        return
    with pytest.raises(InputError, match="no language model that answers"):
        find_model(written(data))


def test_a_file_is_run_by_llama_cpp_unless_another_is_named(written):
    path = str(written(header()))
    given = {"hardware": "rtx-4090", "batch": 1, "draws": 64}
    found = wattlas.serve(model=path, **given)
    named = wattlas.serve(model=path, engine="llama.cpp", **given)
    assert found.results == named.results
    assert [n.code for n in found.notes if n.code == "gguf-engine"]
    assert not [n.code for n in named.notes if n.code == "gguf-engine"]


def test_a_file_that_does_not_fit_the_card_is_split(written):
    """An 8B in 16 bits on a card of 8 GB: half of its layers are the host's."""
    path = str(written(header(kind=F16)))
    found = wattlas.serve(model=path, hardware="rtx-4060", batch=1, draws=64)
    said = [n.values for n in found.notes if n.code == "layers-must-be-on-host"]
    assert said
    assert 8 < said[0]["on_chip"] < 20
