"""What may be given for training after pre-training: fine-tuning, and rewards."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from wattlas.parameters.chips import ChipOptions, Hardware, Precision
from wattlas.parameters.declaration import Given, Parameter
from wattlas.parameters.drawing import DrawOptions
from wattlas.parameters.models import Model
from wattlas.parameters.places import PlaceOptions

OPTIMIZERS = ("adamw", "adamw-8bit", "adafactor", "sgd")
METHODS = ("full", "lora", "qlora", "dpo", "distill", "continued")


@dataclass(frozen=True, kw_only=True)
class TuningRun(ChipOptions, PlaceOptions, DrawOptions):
    """What is known of a tuning run: its model, chips, and how well they are used."""

    model: Model = None
    hardware: Hardware = None
    chips: Annotated[
        Given,
        Parameter(
            help="Chips that train together; else as few as hold it.",
            quantity="chips",
            examples=(8, 16),
        ),
    ] = None
    precision: Precision = None
    recompute: Annotated[
        str | None,
        Parameter(
            help="Whether activations are computed again (gradient checkpointing); yes "
            "unless said.",
            choices=("yes", "no"),
        ),
    ] = None
    step_mfu: Annotated[
        Given,
        Parameter(
            help="Share of the peak rate while steps run.",
            quantity="step_mfu",
            flags=("--mfu", "--step-mfu"),
            examples=(0.2, 0.45),
        ),
    ] = None
    runs: Annotated[
        Given,
        Parameter(
            help="Runs in all, of a search: one is the training, the others are its "
            "development.",
            quantity="runs",
            examples=(10, 40),
        ),
    ] = None
    failed_share: Annotated[
        Given,
        Parameter(
            help="Failed and broken-off runs as a share of one run.",
            quantity="failed_share",
            examples=(0.3, 1.0),
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class FinetuneOptions(TuningRun):
    """What is known of fine-tuning: the method, and what it learns from."""

    method: Annotated[
        str | None,
        Parameter(help="How it is tuned; full unless said.", choices=METHODS),
    ] = None
    samples: Annotated[
        Given,
        Parameter(
            help="Samples of the data; pairs of answers for dpo.",
            quantity="samples",
            examples=("50k", "1M"),
        ),
    ] = None
    tokens: Annotated[
        Given,
        Parameter(
            help="Tokens of a sample, on average; of each answer with its prompt for "
            "dpo.",
            quantity="sample_tokens",
            examples=(512, 2048),
        ),
    ] = None
    epochs: Annotated[
        Given,
        Parameter(
            help="Times that the data are seen.", quantity="epochs", examples=(1, 3)
        ),
    ] = None
    batch: Annotated[
        Given,
        Parameter(
            help="Samples that a chip computes at once: they must fit its memory. One "
            "unless said.",
            quantity="batch",
            examples=(1, 4),
        ),
    ] = None
    packing: Annotated[
        str | None,
        Parameter(
            help="Whether samples are packed into full sequences; no unless said, and "
            "then padding is computed too.",
            choices=("yes", "no"),
        ),
    ] = None
    rank: Annotated[
        Given,
        Parameter(
            help="Rank of the adapters (lora, qlora; dpo where it tunes some).",
            quantity="rank",
            examples=(8, 64),
        ),
    ] = None
    quantized: Annotated[
        str | None,
        Parameter(
            help="Whether frozen weights are held in 4 bits beside adapters; yes for "
            "qlora.",
            choices=("yes", "no"),
        ),
    ] = None
    trained_share: Annotated[
        Given,
        Parameter(
            help="Share of the weights that is trained, where the others are frozen; "
            "all unless said.",
            quantity="trained_share",
            examples=(0.1, 0.5),
        ),
    ] = None
    optimizer: Annotated[
        str | None,
        Parameter(
            help="The optimiser, by what it holds of each trained weight; adamw unless "
            "said.",
            choices=OPTIMIZERS,
        ),
    ] = None
    teacher: Annotated[
        str | Path | None,
        Parameter(
            help="The model that is distilled: it answers every token.",
            table="models",
            path=True,
            examples=("llama-3.1-70b", "llama-3.1-8b"),
        ),
    ] = None
    config: Annotated[
        Path | None,
        Parameter(
            help="A configuration of Trainer, TRL, Axolotl or LLaMA-Factory (.yaml or "
            ".json): what is given beside it counts first.",
            path=True,
            examples=("axolotl.yaml", "sft.json"),
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class RlOptions(TuningRun):
    """What is known of learning from rewards: rollouts, their length, what judges."""

    prompts: Annotated[
        Given,
        Parameter(
            help="Prompts in all, each time that one is used.",
            quantity="prompts",
            examples=("20k", "100k"),
        ),
    ] = None
    group: Annotated[
        Given,
        Parameter(help="Answers to a prompt (G).", quantity="group", examples=(4, 16)),
    ] = None
    prompt_tokens: Annotated[
        Given,
        Parameter(
            help="Tokens of a prompt.", quantity="prompt_tokens", examples=(200, 800)
        ),
    ] = None
    completion_tokens: Annotated[
        Given,
        Parameter(
            help="Tokens of an answer, on average.",
            quantity="output_tokens",
            examples=(500, 4000),
        ),
    ] = None
    judges: Annotated[
        str | None,
        Parameter(
            help="Models beside the policy that read each answer: none (rules), "
            "reference, reward, both.",
            choices=("none", "reference", "reward", "both"),
        ),
    ] = None
    off_policy: Annotated[
        str | None,
        Parameter(
            help="Whether old log-probabilities are computed again; no unless said.",
            choices=("yes", "no"),
        ),
    ] = None
    waiting_share: Annotated[
        Given,
        Parameter(
            help="Share of all chip-hours in which chips wait for the longest answer.",
            quantity="waiting_share",
            examples=(0.1, 0.5),
        ),
    ] = None
