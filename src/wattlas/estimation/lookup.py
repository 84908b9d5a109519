"""Models and chips: what the user names, to architectures and inputs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from wattlas import facts
from wattlas.chain import counts
from wattlas.chain.architecture import Architecture
from wattlas.chain.architecture_rows import architecture_from_row
from wattlas.chain.huggingface import read_config
from wattlas.errors import in_file
from wattlas.estimation.absence import known_key
from wattlas.estimation.api_names import format_in, read_api_name, usual_format
from wattlas.estimation.gguf import check_weights, read_gguf
from wattlas.estimation.inferred import Inference
from wattlas.estimation.model_files import read_model_file
from wattlas.estimation.model_paths import GGUF_ENDING, file_of, names_file
from wattlas.estimation.model_refusals import (
    refuse_family,
    refuse_file,
    refuse_generator,
    refuse_moving,
    refuse_network,
    refuse_undisclosed,
)
from wattlas.estimation.safetensors import (
    INDEX_ENDING,
    WEIGHTS_ENDING,
    read_weights,
)
from wattlas.units import BITS_PER_BYTE

DEFAULT_PRECISION = "bf16"
GGUF_ENGINE = "llama.cpp"
BITSANDBYTES, BITSANDBYTES_ENGINE = "bitsandbytes", "transformers"
"""What methods of a library are called, and the engine that runs its products."""


@dataclass(frozen=True)
class Model:
    """A model that the chain can work with: its key or path, and its architecture.

    `unread` are the fields of a configuration that could matter and were left aside.
    `written` is a name as a provider writes it, of which `unread_format` is no format
    of weights that is known; both are '' where the name stands in the tables.
    `inferred` says from what, where the maker publishes no architecture.
    `dense_precision` is the number format of what is no expert, where that of the
    weights says it not; `defaulted` are sizes that a configuration leaves to its class.
    `bytes_per_weight` is the mean of a file whose tensors have several formats;
    `model_type` is what a configuration calls its kind, `quantiser` the method by which
    its weights are quantised; `expanded` says whether its weights alone have their
    format, and products have 16 bits.
    """

    key: str
    architecture: Architecture
    weight_precision: str
    training_tokens: float | None
    source: str
    assumed: bool
    unread: tuple[str, ...] = ()
    written: str = ""
    unread_format: str = ""
    inferred: Inference | None = None
    dense_precision: str = ""
    defaulted: tuple[str, ...] = ()
    bytes_per_weight: float | None = None
    model_type: str = ""
    quantiser: str = ""
    expanded: bool = False

    @property
    def knowledge(self) -> str:
        """How its architecture is known: published, assumed, given or inferred."""
        if self.inferred is not None:
            return "inferred"
        if self.source == "given":
            return "given"
        return "assumed" if self.assumed else "published"

    @property
    def is_gguf(self) -> bool:
        """Whether it is a GGUF file, which says the bytes of its mean weight."""
        return self.bytes_per_weight is not None

    @property
    def own_engine(self) -> str:
        """The engine whose products its file has, or ''."""
        if self.is_gguf:
            return GGUF_ENGINE
        of_library = self.quantiser.startswith(BITSANDBYTES)
        return BITSANDBYTES_ENGINE if of_library else ""

    @property
    def is_of_ollama(self) -> bool:
        """Whether its format is the one that Ollama hands out where none is named."""
        if not self.written or self.inferred is not None:
            return False
        own = facts.row("models", self.key).get("weight_precision")
        return bool(usual_format(self.written, own or DEFAULT_PRECISION))

    @property
    def name(self) -> str:
        """The name that finds the model again, with the format of its weights."""
        if self.inferred is not None:
            return self.key
        own = facts.row("models", self.key).get("weight_precision", "")
        if not self.written or self.weight_precision == (own or DEFAULT_PRECISION):
            return self.key
        return f"{self.key}-{self.weight_precision}"


def find_model(name: str | Path, accept_unread: bool = False) -> Model:
    """Return the model of a key, an alias or a Hugging Face config.json.

    Raises
    ------
    UnknownNameError
        If no model has the name, or its maker publishes no architecture.
    InputError
        If the file is not a config.json that can be read; one with a kind or fields
        that are not known is read with `accept_unread` alone.

    Examples
    --------
    >>> find_model("BLOOM").key
    'bloom-176b'
    """
    text = str(name)
    return (
        model_of_file(file_of(text), accept_unread)
        if names_file(text)
        else (find_named_model(text))
    )


def model_of_file(path: Path, accept_unread: bool) -> Model:
    """Return the model that a file describes: a configuration, or its weights.

    Raises
    ------
    InputError
        If the file cannot be read, or its content is refused.
    """
    if path.name.endswith(GGUF_ENDING):
        return _model_of_gguf(path, accept_unread)
    if path.name.endswith((WEIGHTS_ENDING, INDEX_ENDING)):
        return _model_of_weights(path, accept_unread)
    return _model_of_config(path, accept_unread)


def find_named_model(text: str) -> Model:
    """Return the model of a key or an alias; no file is ever opened.

    Raises
    ------
    UnknownNameError
        As `find_model`, and for the path of a file: what a row, a span or an answer
        says is a name.

    Examples
    --------
    >>> find_named_model("BLOOM").key
    'bloom-176b'
    """
    refuse_file(text)
    refuse_family(text)
    refuse_network(text)
    refuse_undisclosed(text)
    refuse_generator(text)
    key = facts.find("models", text)
    if key is not None:
        return _in_format_of(text, _model_of_row(key))
    read = read_api_name(text)
    if read is None:
        refuse_moving(text)
        return _model_of_row(known_key("models", text))
    if read.table == "undisclosed":
        refuse_undisclosed(read.key)
    model = _model_of_row(read.key)
    return _written_in(model, read.weight_precision, text, read.unread)


def _in_format_of(name: str, model: Model) -> Model:
    """Return a model of the tables with weights in the format that a name says."""
    precision, unread = format_in(name)
    precision = precision or usual_format(name, model.weight_precision)
    if precision in ("", model.weight_precision) and not unread:
        return model
    return _written_in(model, precision, name, unread)


def _written_in(model: Model, precision: str, name: str, unread: str) -> Model:
    """Return a model as a name writes it: all weights in a format that it says."""
    precision = precision or usual_format(name, model.weight_precision)
    own = precision in ("", model.weight_precision)
    return replace(
        model,
        weight_precision=precision or model.weight_precision,
        dense_precision=model.dense_precision if own else "",
        written=name,
        unread_format=unread,
    )


def _model_of_row(key: str) -> Model:
    row = facts.row("models", key)
    tokens = row.get("default_tokens", "")
    return Model(
        key=key,
        architecture=architecture_of(key),
        weight_precision=row.get("weight_precision") or DEFAULT_PRECISION,
        training_tokens=float(tokens) if tokens else None,
        source=row["source"],
        assumed=row.get("status") == "assumed",
        dense_precision=row.get("dense_precision", ""),
    )


def is_known(name: str) -> bool:
    """Say whether a name is that of a model in the tables, published or not.

    >>> is_known("gpt-4o"), is_known("BLOOM"), is_known("my-model")
    (True, True, False)
    """
    tables = ("models", "undisclosed", "generators")
    if names_file(name) or any(facts.find(table, name) for table in tables):
        return True
    return read_api_name(name) is not None


def architecture_of(key: str) -> Architecture:
    """Return the architecture of a key of the table of models.

    >>> architecture_of("llama-3.1-8b").kv_heads
    8
    """
    return architecture_from_row(facts.row("models", key), facts.rows("layers", key))


def _model_of_config(path: Path, accept_unread: bool) -> Model:
    read = read_model_file(path, accept_unread)
    formats, mixture = read.precisions, bool(read.architecture.experts)
    precision = formats.main("experts") if mixture else formats.dense
    return Model(
        key=str(path),
        architecture=read.architecture,
        weight_precision=precision or DEFAULT_PRECISION,
        training_tokens=None,
        source="given",
        assumed=False,
        unread=read.unread,
        dense_precision=formats.dense if mixture else "",
        defaulted=read.defaulted,
        model_type=read.model_type,
        quantiser=formats.quantiser,
        expanded=formats.expanded,
    )


def _model_of_gguf(path: Path, accept_unread: bool) -> Model:
    """Return the model of a GGUF file: its mean weight has the bytes of the file."""
    file = read_gguf(path)
    with in_file(path):
        read = read_config(file.config, str(path), accept_unread)
    check_weights(path, file, counts.total_parameters(read.architecture))
    return Model(
        key=str(path),
        architecture=read.architecture,
        weight_precision=file.precision,
        training_tokens=None,
        source="given",
        assumed=False,
        unread=(*read.unread, *file.unread),
        bytes_per_weight=file.bits / BITS_PER_BYTE,
    )


def _model_of_weights(path: Path, accept_unread: bool) -> Model:
    """Return the model of safetensors without a configuration: what they say of it."""
    file = read_weights(path)
    with in_file(path):
        read = read_config(file.config, str(path), accept_unread)
    check_weights(path, file, counts.total_parameters(read.architecture))
    return Model(
        key=str(path),
        architecture=read.architecture,
        weight_precision=file.precision,
        training_tokens=None,
        source="given",
        assumed=False,
        unread=read.unread,
        defaulted=(*read.defaulted, *file.assumed),
    )
