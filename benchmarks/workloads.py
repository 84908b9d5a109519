"""Score estimates of other workloads against published measurements, by class.

`python benchmarks/workloads.py ../shared/data/workload_points.csv` prints the table of
docs/workloads.md. Time, throughput and energy apart; none of the rows was fitted to
but the vision throughputs of PyTorch Image Models, which are left out.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import wattlas
from local_rows import asked_of, batch_of, prompt_of
from wattlas import facts
from wattlas.errors import UnknownNameError, WattlasError
from wattlas.records import Range

Row = Mapping[str, str]
FEW = {"draws": 512}
J_PER_KWH, WH_PER_KWH, S_PER_H = 3.6e6, 1000.0, 3600.0
SQUAD_TOKENS, CLIP_TOKENS, CLIP_S = 190, 150, 7.0
"""Mean length of texts and clips where the source gives none: half of what is padded
to, and an utterance of LibriSpeech."""
CHIPS = {
    "H100-SXM-80GB": "h100-sxm",
    "A100-SXM-80GB": "a100-sxm4-80gb",
    "A100-PCI[eE]-40GB": "a100-pcie-40gb",
    "A100-PCI[eE]-80GB": "a100-pcie-80gb",
    "RTX 4090": "rtx-4090",
    "AGX Orin": "jetson-agx-orin",
    "Orin NX": "jetson-orin-nx",
    "AGX Xavier": "jetson-agx-xavier",
    "H200": "h200-sxm",
    "GB200": "gb200",
    "B200-SXM": "b200-sxm",
    "MI300X": "mi300x",
    "MI325X": "mi325x",
    "Gold 6226R": "xeon-gold-6226r",
}
"""Words of a source, as patterns, and the chip that they mean."""
MLPERF = {"vision": "resnet-50", "encoder": "bert-large", "detector": "retinanet"}
NAMES = {
    "bert-large": "bert-large",
    "bert-base": "bert-base",
    "roberta-base": "roberta-base",
    "deberta-v3-base": "deberta-v3-base",
    "distilbert": "distilbert",
    "electra-base": "bert-base",
    "resnet-50": "resnet-50",
    "resnet-18": "resnet-18",
    "vit-base-patch16-224": "vit-base",
    "swin-base": "swin-base",
}
TIMM = {
    "resnet50": "resnet-50",
    "resnet152": "resnet-152",
    "vit_base_patch16_224": "vit-base",
    "vit_large_patch16_224": "vit-large",
    "convnext_base": "convnext-base",
    "swin_base_patch4_window7_224": "swin-base",
    "efficientnet_b0": "efficientnet-b0",
    "mobilenetv3_large_100": "mobilenet-v3-large",
}
H100 = {"hardware": "h100-sxm", "recompute": "yes"}
RUNS: Mapping[str, tuple[str, dict[str, object]]] = {
    "wp-sft-001": ("full", {"model": "llama-3.1-8b", "chips": 32, "samples": 939_344,
                            "tokens": 700, "epochs": 2}),
    "wp-sft-003": ("full", {"model": "qwen2.5-32b", "chips": 8, "samples": 17_000,
                            "tokens": 4500, "epochs": 3}),
    "wp-sft-004": ("full", {"model": "qwen2.5-32b", "chips": 8, "samples": 17_000,
                            "tokens": 4500, "epochs": 3}),
    "wp-dpo-002": ("dpo", {"model": "llama-3.1-70b", "chips": 64, "samples": 334_302,
                           "tokens": 700, "epochs": 1}),
    "wp-finetune-qlora-003": ("qlora", {"model": "llama-65b", "hardware": "a6000",
                                        "samples": 9846, "tokens": 400, "epochs": 3}),
}  # fmt: skip
"""Disclosed runs, with lengths of samples that are not disclosed and assumed."""


@dataclass(frozen=True)
class Score:
    """A measurement beside its prediction."""

    kind: str
    predicted: Range
    measured: float

    @property
    def ratio(self) -> float:
        """Predicted over measured."""
        return self.predicted.mid / self.measured

    @property
    def inside(self) -> bool:
        """Whether the measurement lies in the range."""
        return self.predicted.low <= self.measured <= self.predicted.high


def main(path: str) -> None:
    """Print the table."""
    with Path(path).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found: dict[str, list[Score]] = defaultdict(list)
    for row in rows:
        for score in scores_of(row):
            found[score.kind].append(score)
    sys.stdout.write("| class | points | median error | median ratio | 10 % | 90 % | ")
    sys.stdout.write("in range |\n|---|---:|---:|---:|---:|---:|---:|\n")
    for kind, scores in sorted(found.items()):
        ratios = np.array([score.ratio for score in scores])
        error = 100 * (np.exp(np.median(np.abs(np.log(ratios)))) - 1)
        low, mid, high = np.quantile(ratios, (0.1, 0.5, 0.9))
        inside = 100 * np.mean([score.inside for score in scores])
        sys.stdout.write(
            f"| {kind} | {len(scores)} | {error:.0f} % | {mid:.2f} | {low:.2f} | "
            f"{high:.2f} | {inside:.0f} % |\n"
        )


def scores_of(row: Row) -> Iterator[Score]:
    """Yield what a row is scored for: nothing where it is of another kind."""
    for matches, scored in _CLASSES:
        if matches(row):
            yield from scored(row)


def chip_of(row: Row) -> str | None:
    """Return the chip of a row, or None where it is none of the tables."""
    said = row["hardware"].removeprefix("NVIDIA ")
    for pattern, key in CHIPS.items():
        if re.search(pattern, said):
            return key
    try:
        return facts.resolve("hardware", said)
    except UnknownNameError:
        return None


def _mlperf(row: Row) -> Iterator[Score]:
    chip, network = chip_of(row), MLPERF[row["class"]]
    if chip is None or (row["class"] == "detector" and network not in row["model"]):
        return
    offline = "offline" in row["task"]
    if not offline and int(row["chips"]) > 1:
        return  # The wall is of all boards, and one of them works.
    more = {"tokens": SQUAD_TOKENS} if row["class"] == "encoder" else {}
    batch = 64 if offline else 1
    found = wattlas.classify(
        model=network, hardware=chip, items=1e6, batch=batch, precision="int8",
        **more, **FEW,
    )  # fmt: skip
    of = f"{row['class']}, {'offline' if offline else 'batch 1'}"
    energy = found.results["it_energy_kwh"]
    yield Score(f"{of}: energy", energy, float(row["value"]) * 1e6 / J_PER_KWH)
    rate = re.match(r"([\d.]+) samples/s", row["note"])
    if rate and offline:
        hours = 1e6 / float(rate[1]) * max(1, int(row["chips"])) / S_PER_H
        yield Score(f"{of}: time", found.results["chip_hours"], hours)


def _batch_one(row: Row) -> Iterator[Score]:
    name = row["model"].lower()
    network = next((n for word, n in NAMES.items() if word in name), None)
    if network is None:
        return
    more = {"tokens": CLIP_TOKENS} if row["class"] == "encoder" else {}
    found = wattlas.classify(
        model=network, hardware="h100-sxm", items=1000, batch=1, software="pytorch",
        **more, **FEW,
    )  # fmt: skip
    measured = float(row["value"]) / WH_PER_KWH
    kind = f"{row['class']}, transformers at batch 1: energy"
    yield Score(kind, found.results["chip_energy_kwh"], measured)


def _heard(row: Row) -> Iterator[Score]:
    name = row["model"].split("/")[-1].removesuffix("-ls960-ft").lower()
    if facts.find("networks", name) is None:
        return
    more = {"beams": 1} if name.startswith("whisper") else {}
    found = wattlas.transcribe(
        model=name, hardware="h100-sxm", audio=f"{1000 * CLIP_S / S_PER_H} h", batch=1,
        software="pytorch", **more, **FEW,
    )  # fmt: skip
    measured = float(row["value"]) / WH_PER_KWH
    kind = "asr, transformers at batch 1: energy"
    yield Score(kind, found.results["chip_energy_kwh"], measured)


def _speed(row: Row) -> Iterator[Score]:
    chip, how = chip_of(row), row["configuration"].lower()
    if chip is None or ("int8" in how and chip.startswith("v100")):
        return
    compiled = "faster-whisper" in how or "cpp" in how
    batch = re.search(r"batch(?:ed)?[ =]?(\d+)", how)
    beams = re.search(r"beams?[ _]?(\d+)", how)
    found = wattlas.transcribe(
        model=row["model"], hardware=chip, audio="10 h",
        batch=int(batch[1]) if batch else 1,
        beams=int(beams[1]) if beams else (5 if compiled else 1),
        software="compiled" if compiled else "pytorch",
        precision=next((p for p in ("int8", "fp32") if p in how), "bf16"), **FEW,
    )  # fmt: skip
    hours = 10 / float(row["value"])
    yield Score("asr: time", found.results["chip_hours"], hours)


def _lora(row: Row) -> Iterator[Score]:
    chip, chips = chip_of(row), int(row["chips"])
    found = wattlas.finetune(
        model="llama-2-70b", hardware=chip, chips=chips, method="lora", recompute="no",
        packing="yes", samples=3072 if chips <= 64 else 6500, tokens=8192, epochs=1,
        **FEW,
    )  # fmt: skip
    hours = row["unit"] == "chip-h"
    result = found.results["chip_hours" if hours else "it_energy_kwh"]
    kind = f"lora, tuned: {'time' if hours else 'energy'}"
    yield Score(kind, result, float(row["value"]))


def _run(row: Row) -> Iterator[Score]:
    method, run = RUNS[row["row_id"]]
    found = wattlas.finetune(method=method, **H100 | run, **FEW)
    yield Score(f"{method}: time", found.results["chip_hours"], float(row["value"]))


def _trained(row: Row) -> Iterator[Score]:
    network, chip = TIMM[row["model"]], row["hardware"]
    found = wattlas.train(model=network, hardware=chip, samples=1e6, **FEW)
    hours = 1e6 / float(row["value"]) / S_PER_H
    yield Score("vision, training: time", found.results["chip_hours"], hours)


def _local(row: Row) -> Iterator[Score]:
    asked = asked_of(row)
    if asked is None:
        return
    try:
        found = wattlas.serve(**asked, **FEW)
    except WattlasError:
        return
    kind = facts.row("hardware", asked["hardware"])["kind"]
    if row["unit"] == "J":
        energy = found.per["output_token"]["facility_energy_kwh"]
        measured = float(row["value"]) / J_PER_KWH
        yield Score(f"local, {kind}: energy at the wall", energy, measured)
        rate = re.match(r"([\d.]+) token/s", row["note"])
    else:
        rate = re.match(r"([\d.]+)", row["value"])
    if rate and "prefill" in row["task"]:
        waited = prompt_of(row) / float(rate[1])
        yield Score(
            f"local, {kind}: first token", found.extras["first_token_s"], waited
        )
    elif rate:
        each = batch_of(row) / float(rate[1])
        yield Score(f"local, {kind}: time of a token", found.extras["token_s"], each)


def _is(*classes: str, **columns: str) -> Callable[[Row], bool]:
    def matches(row: Row) -> bool:
        of = row["class"] in classes
        return of and all(text in row[column] for column, text in columns.items())

    return matches


_CLASSES: tuple[tuple[Callable[[Row], bool], Callable[[Row], Iterator[Score]]], ...] = (
    (_is(*MLPERF, boundary="wall"), _mlperf),
    (_is("encoder", "vision", boundary="GPU only"), _batch_one),
    (_is("asr", boundary="GPU only"), _heard),
    (_is("asr", unit="audio-s/s"), _speed),
    (_is("finetune-lora", model="llama2_70b"), _lora),
    (_is("vision-train", unit="image/s"), _trained),
    (_is("local-llm"), _local),
    (lambda row: row["row_id"] in RUNS, _run),
)
"""Which rows are scored, and by what."""

if __name__ == "__main__":
    main(sys.argv[1])
