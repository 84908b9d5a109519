"""The section of a configuration that says how weights are quantised.

Every program that quantises spells it otherwise; what matters are the bits of a weight,
whether they are those of a whole number or a floating-point one, and which modules keep
the format of training. Other scalars of a section of known format change no size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from wattlas.chain.huggingface.fields import Config

SAID = ("quant_method", "quant_algo", "bits", "format")
"""Fields that name the format of quantised weights."""
EXCLUDES = (
    "ignore", "modules_to_not_convert", "exclude_modules", "llm_int8_skip_modules",
    "skip_modules", "exclude", "ignored_layers",
)  # fmt: skip
"""Lists of the modules that keep the format of training."""
BITS_OF = (("int4", 4.0, 5.0), ("int8", 7.5, 8.5))
"""Formats of whole numbers with the bits that are read as them: others are unknown."""
TYPE = re.compile(r"(nvfp|mxfp|fp|float|nf|uint|int)(\d)")
"""A format within a word: int4_weight_only, fp8_e4m3, Float8WeightOnlyConfig."""
FLOATS = {4: "mxfp4", 8: "fp8"}
NAMED = {"nvfp4": "nvfp4", "mxfp4": "mxfp4", "mxfp8": "fp8", "nf4": "int4",
         "fp4": "int4"}  # fmt: skip
BITS = ("bits", "nbits", "w_bit", "num_bits")
TYPED = ("quant_type", "weights", "dtype", "weight")
"""Fields that hold a type or a section that does."""
ACTIVATIONS = ("input_activations", "input_tensors", "activations")
"""Fields that say a format of activations."""
OF_ACTIVATIONS = re.compile(r"w8a8|dynamic_?activation")
"""Words that do."""
OF_METHOD = {"fp8": "fp8", "fbgemm_fp8": "fp8", "mxfp4": "mxfp4", "mxfp8": "fp8",
             "nvfp4": "nvfp4", "eetq": "int8"}  # fmt: skip
"""Methods that have one format."""
METHODS = frozenset(
    {
        *OF_METHOD,
        *("gptq", "gptq_marlin", "awq", "awq_marlin", "marlin", "auto-round"),
        *("intel/auto-round", "auto_round", "bitsandbytes", "bitsandbytes_4bit"),
        *("bitsandbytes_8bit", "torchao", "hqq", "quanto", "compressed-tensors"),
        *("compressed_tensors", "modelopt", "modelopt_fp4", "quark", "aqlm", "higgs"),
        *("vptq", "quip", "quip_sharp", "spqr", "bitnet", "exl2", "exl3", "mlx", "inc"),
        *("deepspeedfp", "experts_int8", "finegrained_fp8", "fp_quant", "neuron_quant"),
        *("ipex", "omniquant", "squeezellm", "eetq", "sinq", "mxfp", "fpquant"),
    }
)
"""Methods whose fields are read: bits say the format of no other one."""


def quantised_section(c: Config, outer: Config) -> Config | None:
    """Return the section of a configuration, or of the one around it, if there is one.

    MLX writes it as `quantization`, and again under the usual name.
    """
    names = ("quantization_config", "quantization")
    parts = (part.part(name) for part in (c, outer) for name in names)
    found = [part for part in parts if part is not None and part.raw()]
    for again in found[1:]:
        if again.raw() == found[0].raw():
            again.idle_whole()
    return found[0] if found else None


def scheme(quantised: Config | None) -> tuple[str, list[str]]:
    """Return the format of quantised weights, and the modules that keep theirs."""
    if quantised is None:
        return "", []
    found = format_of(quantised)
    if found:
        idle = (k for k, v in quantised.raw().items() if not _of_modules(k, v))
        quantised.idle(*idle)
    excluded = [str(x) for name in EXCLUDES for x in quantised.value(name) or ()]
    # MLX: false in the place of a module's bits.
    excluded += [k for k, v in quantised.raw().items() if v is False and _is_path(k)]
    return found, excluded


def _of_modules(name: str, value: Any) -> bool:
    """Say whether a field gives modules formats of their own."""
    of_one = _is_path(name) and isinstance(value, Mapping)
    return of_one or name in ("quantized_layers", "layer_quant_config")


def _is_path(name: str) -> bool:
    return "." in name or name == "lm_head"


def method_of(q: Config | None) -> str:
    """Return the method by which weights are quantised, or ''."""
    if q is None:
        return ""
    flagged = "bitsandbytes" if _of_flags(q) else ""
    return str(q.value("quant_method", "") or flagged).lower()


def format_of(q: Config) -> str:
    """Return the format of quantised weights, or '' where it is not known."""
    method = method_of(q)
    algorithm = str(q.value("quant_algo", "")).lower()
    if method and method not in METHODS:
        return ""
    ways: tuple[Callable[[], str], ...] = (
        lambda: _of_algorithm(algorithm, str(q.value("format", "")).lower()),
        lambda: OF_METHOD.get(method, ""),
        lambda: _of_group(q.value("config_groups")),
        lambda: _of_flags(q),
        lambda: _of_values(q.raw()),
    )
    return next((found for way in ways if (found := way())), "")


def expands(q: Config | None) -> bool:
    """Say whether weights alone are whole numbers, which products of 16 bits take.

    Programs that multiply in 8 bits say how they quantise activations.
    """
    if q is None or format_of(q) != "int8":
        return False
    return not any(_of_activations(*field) for field in _every(q.raw()))


def _every(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield every field of a section and of those within it."""
    for name, value in values.items():
        yield name, value
        if isinstance(value, Mapping):
            yield from _every(value)


def _of_activations(name: str, value: Any) -> bool:
    """Say whether a field says a format of activations.

    >>> _of_activations("input_activations", {"num_bits": 8})
    True
    >>> _of_activations("quant_type", "int8_weight_only")
    False
    """
    if name in ACTIVATIONS:
        return bool(value)
    return isinstance(value, str) and bool(OF_ACTIVATIONS.search(value.lower()))


def _of_algorithm(algorithm: str, layout: str) -> str:
    """Return the format that modelopt's algorithm or a layout of files names."""
    if "nvfp4" in algorithm or "nvfp4" in layout:
        return "nvfp4"
    if "mxfp4" in algorithm or "mxfp4" in layout:
        return "mxfp4"
    if "fp8" in algorithm:
        return "fp8"
    return "int4" if re.search(r"w4a\d+|int4", algorithm) else ""


def _of_group(groups: Any) -> str:
    """Return the format of the first group of modules (compressed-tensors)."""
    if not isinstance(groups, Mapping) or not groups:
        return ""
    first = next(iter(groups.values()))
    weights = first.get("weights") if isinstance(first, Mapping) else None
    if not isinstance(weights, Mapping):
        return ""
    bits, kind = weights.get("num_bits", 16), str(weights.get("type", "int"))
    if kind == "float":
        nvidia = bits == 4 and weights.get("group_size") == 16
        return "nvfp4" if nvidia else FLOATS.get(bits, "")
    return _of_bits(bits)


def _of_flags(q: Config) -> str:
    """Return the format that bitsandbytes is told to load."""
    for bits in (4, 8):
        if q.flag(f"load_in_{bits}bit") or q.flag(f"_load_in_{bits}bit"):
            return f"int{bits}"
    return ""


def _of_values(values: Mapping[str, Any]) -> str:
    """Return the format of a number of bits or a type, wherever it stands."""
    for name, value in _walked(values):
        found = ""
        if name in BITS:
            found = _of_bits(value)
        elif isinstance(value, str) and name in (*TYPED, "_type"):
            found = _of_type(value)
        if found:
            return found
    return ""


def _walked(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield every field, those of sections that are of all modules too."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            if not _of_modules(name, value):
                yield from _walked(value)
        else:
            yield name, value


def _of_bits(bits: Any) -> str:
    """Return the format that has so many bits, or nearly; no number is no format.

    >>> _of_bits(4.25), _of_bits(8), _of_bits(3), _of_bits(16)
    ('int4', 'int8', '', '')
    """
    if isinstance(bits, bool) or not isinstance(bits, int | float):
        return ""
    return next((name for name, low, high in BITS_OF if low <= bits <= high), "")


def _of_type(text: str) -> str:
    """Return the format that a word says.

    >>> _of_type("int4_weight_only"), _of_type("Float8WeightOnlyConfig")
    ('int4', 'fp8')
    """
    found = TYPE.search(text.lower())
    if found is None:
        return ""
    kind, bits = found[1], int(found[2])
    if f"{kind}{bits}" in NAMED:
        return NAMED[f"{kind}{bits}"]
    return FLOATS.get(bits, "") if kind in ("fp", "float") else _of_bits(bits)
