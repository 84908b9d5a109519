"""Print predicted serving times beside those of NVIDIA's AIConfigurator, by class.

uv run --group bench python benchmarks/serving_oracle.py [--only WORD]

Both predict chip-seconds for an output token, prompts included: AIConfigurator from
kernels measured on NVIDIA chips (its mode agg, continuous batching; the median of its
engines counts), Wattlas from its equations. The layouts, the number formats of weights
and the 16-bit cache are the same.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import product
from statistics import median

from run import print_table
from wattlas.errors import WattlasError
from wattlas.estimation import serve
from wattlas.units import SECONDS_PER_HOUR

ENGINES = ("vllm", "trtllm", "sglang")
CHIPS = {
    "a100_sxm": "a100-sxm4-80gb",
    "h100_sxm": "h100-sxm",
    "h200_sxm": "h200-sxm",
    "b200_sxm": "b200-sxm",
}
BATCHES = (16, 128)
LENGTHS = ((500, 300), (2000, 500))
"""Tokens of prompt and answer."""
PATIENT = "1000000 ms"


@dataclass(frozen=True)
class Served:
    """A model on both sides, its kind, its chips, and whether experts are spread."""

    name: str
    key: str
    kind: str
    tensor_parallel: int = 1
    expert_parallel: int = 1


MODELS = (
    Served("meta-llama/Meta-Llama-3.1-8B", "llama-3.1-8b", "dense"),
    Served("Qwen/Qwen3-32B", "qwen3-32b", "dense", 2),
    Served("meta-llama/Meta-Llama-3.1-70B", "llama-3.1-70b", "dense", 8),
    Served("Qwen/Qwen3-235B-A22B", "qwen3-235b-a22b", "mixture", 8, 8),
    Served("deepseek-ai/DeepSeek-V3", "deepseek-v3", "mixture", 8, 8),
    Served(
        "nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16",
        "nemotron-3-nano-30b-a3b",
        "hybrid",
        2,
        2,
    ),
)


@dataclass(frozen=True)
class Question:
    """One configuration that both sides are asked."""

    served: Served
    system: str
    batch: int
    prompt_tokens: int
    output_tokens: int

    @property
    def label(self) -> str:
        """The configuration in words."""
        lengths = f"{self.prompt_tokens}/{self.output_tokens}"
        return f"{self.served.key} {CHIPS[self.system]} {self.batch} {lengths}"


@dataclass(frozen=True)
class Answer:
    """Chip-seconds for an output token: ours with its range, and by engine theirs."""

    question: Question
    low_s: float
    ours_s: float
    high_s: float
    theirs_s: Mapping[str, float]

    @property
    def ratio(self) -> float:
        """Ours over the median of their engines."""
        return self.ours_s / median(self.theirs_s.values())

    @property
    def inside(self) -> bool:
        """Whether their median lies in our range."""
        return self.low_s <= median(self.theirs_s.values()) <= self.high_s

    @property
    def spread(self) -> float:
        """The slowest of their engines over the fastest."""
        return max(self.theirs_s.values()) / min(self.theirs_s.values())


def main() -> None:
    """Ask both sides every configuration that they have data for, and print ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="a word in the configuration")
    only = parser.parse_args().only
    logging.disable(logging.CRITICAL)
    asked = [
        Question(*one, *lengths)
        for *one, lengths in product(MODELS, CHIPS, BATCHES, LENGTHS)
    ]
    found = [a for q in asked if only in q.label for a in answered(q)]
    print(f"AIConfigurator {version('aiconfigurator')}, mode agg\n")
    print_table(
        ["configuration", "ours [ms]", "theirs [ms]", "engines", "ratio", "inside"],
        [_row(answer) for answer in found],
    )
    print()
    head = ["class", "configurations", "median ratio", "p10", "p90", "inside"]
    print_table([*head, "their engines differ"], list(_by_class(found)))


def answered(question: Question) -> list[Answer]:
    """Return the answer to a question; nothing where a side has none."""
    theirs = their_times(question)
    if not theirs:
        return []
    try:
        return [our_answer(question, theirs)]
    except WattlasError:
        return []


def our_answer(question: Question, theirs: Mapping[str, float]) -> Answer:
    """Return what Wattlas says, beside what is said."""
    served = question.served
    estimate = serve(
        model=served.key,
        hardware=CHIPS[question.system],
        batch=question.batch,
        prompt_tokens=question.prompt_tokens,
        cached_prompt_tokens=0,
        output_tokens=question.output_tokens,
        tensor_parallel=served.tensor_parallel,
        pipeline_parallel=1,
        data_parallel=1,
        expert_parallel=served.expert_parallel,
        engine="vllm",
        drive="offline",
        ttft=PATIENT,
        tpot=PATIENT,
        busy_share=1,
    )
    hours = estimate.per["output_token"]["chip_hours"]
    times = (h * SECONDS_PER_HOUR for h in (hours.low, hours.mid, hours.high))
    return Answer(question, *times, theirs)


def their_times(question: Question) -> dict[str, float]:
    """Return chip-seconds for an output token by engine, of those that have data."""
    found = {name: their_time(question, name) for name in ENGINES}
    return {name: time for name, time in found.items() if time is not None}


def their_time(question: Question, engine: str) -> float | None:
    """Return what one engine takes; None where there is no data for it."""
    from aiconfigurator.cli.api import cli_estimate

    served = question.served
    experts = {"moe_tp_size": 1, "moe_ep_size": served.expert_parallel}
    try:
        found = cli_estimate(
            served.name,
            question.system,
            mode="agg",
            backend_name=engine,
            isl=question.prompt_tokens,
            osl=question.output_tokens,
            batch_size=question.batch,
            tp_size=served.tensor_parallel,
            kvcache_quant_mode="bfloat16",
            **(experts if served.expert_parallel > 1 else {}),
        )
    except (RuntimeError, ValueError, KeyError):
        # It has no data for this engine on this chip.
        return None
    rate = float(found.tokens_per_second_per_gpu or 0.0)
    return 1.0 / rate if rate > 0 and not found.kv_cache_warning else None


def _row(answer: Answer) -> list[str]:
    theirs = median(answer.theirs_s.values())
    return [
        answer.question.label,
        f"{answer.ours_s * 1e3:.3g}",
        f"{theirs * 1e3:.3g}",
        str(len(answer.theirs_s)),
        f"{answer.ratio:.2f}",
        "yes" if answer.inside else "no",
    ]


def _by_class(found: Sequence[Answer]) -> Iterable[list[str]]:
    """Yield a row for all, each kind of model, each chip and each batch."""
    yield _summary("all", found)
    cuts = (
        [a.question.served.kind for a in found],
        [CHIPS[a.question.system] for a in found],
        [f"batch {a.question.batch}" for a in found],
    )
    for names in cuts:
        for name in dict.fromkeys(names):
            members = [a for a, n in zip(found, names, strict=True) if n == name]
            yield _summary(name, members)


def _summary(name: str, members: Sequence[Answer]) -> list[str]:
    ratios = sorted(a.ratio for a in members)
    last = len(ratios) - 1
    inside = sum(a.inside for a in members) / len(members)
    return [
        name,
        str(len(members)),
        f"{median(ratios):.2f}",
        f"{ratios[round(0.1 * last)]:.2f}",
        f"{ratios[round(0.9 * last)]:.2f}",
        f"{100 * inside:.0f} %",
        f"{median(a.spread for a in members):.2f}",
    ]


if __name__ == "__main__":
    main()
