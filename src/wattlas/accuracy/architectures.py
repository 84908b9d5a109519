"""Models and generators of measurements: from the tables, else from a file beside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wattlas import facts
from wattlas.accuracy.rows import read_csv
from wattlas.chain.architecture_rows import architecture_from_row
from wattlas.chain.layers.records import CONV_BYTES, STATE_BYTES
from wattlas.errors import InputError, Message, WattlasError
from wattlas.estimation import lookup
from wattlas.estimation.generators import Generator, find_generator
from wattlas.units import FLOP_PER_TFLOP, PARAMETERS_PER_BILLION

_RENAMED = {
    "attention_layers_full": "full_attention_layers",
    "attention_layers_windowed": "windowed_attention_layers",
    "mamba_layers": "state_layers",
    "mlp_layers_dense": "dense_ffn_layers",
    "mla_kv_rank": "kv_lora_rank",
    "mla_rope_dim": "qk_rope_head_dim",
}
"""Columns of a file of text models, by the names of the table of models."""

LATENT_HEAD, LATENT_QUERY_RANK = "128", "1536"
"""Where a file says nothing of a latent attention's heads: those of DeepSeek-V3."""
STATE_SIZE, STATE_GROUPS, STATE_HEAD, STATE_CONV = 128, 8, 64, 4
"""Where a file gives only the bytes of a state: the shape of Mamba-2 as published."""
UNET_SIDE_PX = 1024
"""The picture for which the work of a U-Net follows from its weights."""


@dataclass(frozen=True)
class Architectures:
    """What a file beside the measurements knows: text models and generators."""

    models: Mapping[str, lookup.Model] = field(default_factory=dict)
    generators: Mapping[str, Generator] = field(default_factory=dict)
    bad: Mapping[str, str] = field(default_factory=dict)

    def model(self, name: str) -> lookup.Model:
        """Return a text model by name; raise InputError with what to do if unknown."""
        if facts.find("models", name) is not None:
            return lookup.find_model(name)
        if name in self.models:
            return self.models[name]
        raise InputError(self._unknown(name))

    def generator(self, name: str) -> Generator:
        """Return an image or video model by name; raise InputError if unknown."""
        if facts.find("generators", name) is not None:
            return find_generator(name)
        if name in self.generators:
            return self.generators[name]
        raise InputError(self._unknown(name))

    def _unknown(self, name: str) -> Message:
        if name in self.bad:
            return Message(
                "the architecture file has an unusable row: {bad}",
                bad=self.bad[name],
            )
        return Message(
            "unknown architecture of {name!r}: give it in a file with --architectures",
            name=name,
        )


def read_architectures(
    paths: str | Path | Iterable[str | Path] | None,
) -> Architectures:
    """Return the models of files with the columns of models or of generators.

    A row that is no possible model is kept with its problem and refused when asked.
    """
    if paths is None:
        return Architectures()
    models: dict[str, lookup.Model] = {}
    generators: dict[str, Generator] = {}
    bad: dict[str, str] = {}
    for path in [paths] if isinstance(paths, str | Path) else paths:
        cells = read_csv(path)
        if "model" not in cells[0]:
            raise InputError(
                "{path} lacks model: each row is one model by name.",
                path=path,
            )
        of_generators = "denoiser_params_billion" in cells[0]
        for line in cells:
            name = line["model"]
            try:
                if of_generators:
                    generators[name] = _generator(line)
                else:
                    models[name] = _model(line)
            except (WattlasError, ValueError) as error:
                bad[name] = str(error)
    return Architectures(models, generators, bad)


def _model(line: Mapping[str, str]) -> lookup.Model:
    row = {_RENAMED.get(k, k): v for k, v in line.items()}
    row["key"] = line["model"]
    vision = line.get("vision_encoder_params_billion") or ""
    row["vision_parameters"] = (
        str(float(vision) * PARAMETERS_PER_BILLION) if vision else ""
    )
    if row.get("kv_lora_rank"):
        row |= {"v_head_dim": row.get("v_head_dim") or LATENT_HEAD}
        row |= {"qk_nope_head_dim": row.get("qk_nope_head_dim") or LATENT_HEAD}
        row |= {"q_lora_rank": row.get("q_lora_rank") or LATENT_QUERY_RANK}
    if _whole(row.get("state_layers", "")):
        row |= _state_shape(row)
    row |= {"ffn_matrices": row.get("ffn_matrices") or "3"}
    return lookup.Model(
        key=line["model"],
        architecture=architecture_from_row(row),
        weight_precision=line.get("weight_precision") or lookup.DEFAULT_PRECISION,
        training_tokens=None,
        source="given",
        assumed=False,
    )


def _state_shape(row: Mapping[str, str]) -> dict[str, str]:
    """Return the shape of state-space layers from the bytes of their state."""
    if row.get("ssm_heads"):
        return {}
    layers = _whole(row.get("state_layers", ""))
    total = float(row.get("state_bytes_per_sequence") or 0)
    recent = CONV_BYTES * (STATE_CONV - 1)
    of_groups = recent * 2 * STATE_GROUPS * STATE_SIZE
    inner = (total / layers - of_groups) / (STATE_BYTES * STATE_SIZE + recent)
    return {
        "ssm_heads": str(max(round(inner / STATE_HEAD), 0)),
        "ssm_head_dim": str(STATE_HEAD),
        "ssm_state_size": str(STATE_SIZE),
        "ssm_groups": str(STATE_GROUPS),
        "ssm_conv": str(STATE_CONV),
    }


def _generator(line: Mapping[str, str]) -> Generator:
    blocks = sum(int(n) for n in re.findall(r"\d+", line.get("blocks", "")))
    weights = float(line["denoiser_params_billion"])
    row = {
        "name": line["model"],
        "task": line.get("task", ""),
        "kind": "transformer" if blocks else "unet",
        "denoiser_parameters_billion": str(weights),
        "blocks": str(blocks),
        "vae_temporal_factor": line.get("vae_temporal_factor") or "1",
        "guidance_passes": line.get("guidance_passes") or "1",
        "text_encoder_parameters_billion": line.get("text_encoder_params_billion")
        or "0",
        "temporal_patch": line.get("temporal_patch") or "1",
        "token_weights_h2": line.get("token_weights_h2") or "12",
        "joint_text": line.get("joint_text") or "false",
        "linear_attended_tokens": line.get("linear_attended_tokens") or "",
        "unet_tflop_per_pass": "" if blocks else str(_unet_tflop(weights)),
        "default_width_px": str(UNET_SIDE_PX),
        "default_height_px": str(UNET_SIDE_PX),
        "default_frames": "1",
        "status": "published",
        "source": "given",
    }
    shape = ("hidden_size", "patch", "vae_spatial_factor")
    return Generator(line["model"], row | {name: line.get(name, "") for name in shape})


def _unet_tflop(weights_billion: float) -> float:
    """Return the work of a pass of a U-Net over a picture of `UNET_SIDE_PX` squared."""
    fact = facts.number("constants", "generation", "unet_flop_per_parameter_and_pixel")
    weights = weights_billion * PARAMETERS_PER_BILLION
    return fact.value * weights * UNET_SIDE_PX**2 / FLOP_PER_TFLOP


def _whole(text: str) -> int:
    return int(float(text)) if text else 0
