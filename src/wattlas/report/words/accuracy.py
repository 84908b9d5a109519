"""The words of the page on accuracy, in English."""

from __future__ import annotations

TITLE = "Predictions beside published measurements: {on}"
TITLE_GIVEN = "Predictions beside published measurements: {on}, told only {given}"
PUBLIC = "the public figures of the tables"
BASELINES_TITLE = "Energy of text, beside other estimators"
SCATTER_TITLE = "Scatter of the measurements: energy"
HOURS_TITLE = "Chip-hours of training runs; ratio: predicted over published"
ENERGIES_TITLE = "Energy of training runs; ratio: predicted over measured"
DISCLOSURES_TITLE = "What providers and studies say of one request"
RESIDUALS_TITLE = "Measured over predicted, family left out"
SKIPPED_TITLE = "Rows without a prediction"
ROWS_HEAD, ERROR_HEAD, WITHIN_HEAD = "rows", "median error", "within 30 %"
TWICE_HEAD, RATIO_HEAD = "within 2x", "ratio p{p}"
COVERAGE_HEAD, WIDTH_HEAD = "in range", "width"
PAIRS_HEAD, MEDIAN_HEAD, RUN_HEAD = "pairs", "median", "run"
PUBLISHED_HEAD, MEASURED_HEAD = "published", "measured"
OVER_HEAD, INSIDE_HEAD = "ratio", "inside"
BOUNDARY_HEAD, FROM_HEAD = "boundary", "from"
CONSTANT_HEAD, SHIPPED_HEAD, REFITTED_HEAD = "constant", "shipped", "refitted"
AGREES_HEAD, CLASS_HEAD, REASON_HEAD = "agrees", "class", "reason"
MISSING_COLUMNS = "Columns not in the file: {names}."
ALL_SKIPPED = "All of them: --json, or skipped.csv of --predictions."
QUANTITIES = {
    "energy": "energy",
    "time": "time",
    "power": "power",
    "chip_hours": "chip-hours",
}
CUTS = {
    "dataset": "data set",
    "vintage": "vintage",
    "hardware": "chip",
    "architecture": "architecture",
    "precision": "precision",
    "batch": "batch",
    "task": "task",
    "kind": "kind",
    "laboratory": "laboratory",
    "unseen": "without rows of its",
    "engine": "engine",
    "class": "class",
    "method": "told",
    "price": "price",
    "seller": "sold by",
}
"""What rows are cut by, where its name is a word."""

LABORATORIES = """
## Other laboratories

Rows of other laboratories than the two whose rows the base constants were fitted to:
throughputs and metered energies of vLLM, TensorRT-LLM and DeepSpeed of 2024 on seven
chips, TensorRT-LLM's published table of 2025, consumer cards, wide expert parallelism
in production, video and training. Each is predicted by the estimate that the program
prints, and its range is the printed one. A row without a batch is served at the largest
that the engine runs. Constants of these engines and of the software on AMD and Gaudi
chips were fitted to these rows: the first table is in sample. *Laboratory left out*
predicts a row by constants of other laboratories alone, *engine left out* by those of a
vLLM of 2025 (of a loop of 2023 where it answers one request at a time), *chip left out*
without what was fitted to its kind of chip. The range is the printed one: the class of
the rows, another laboratory, and an engine, a chip's software or a kind of architecture
without rows, where that is so. These terms were found on the rows that were left out;
the tables *further errors found without its rows* score each row by terms that no row
of its laboratory with its engine went into, which is the test of them: coverage falls
by a point or two, from 91 to 90 % for time and from 100 to 97 % for energy with the
laboratory left out. High over low is 2.6 for time and 2.5 for energy where only the
laboratory is new, 2.8 and 4.0 where the engine is too, and 6.6 where the chip's
software is: leaving the laboratory out leaves out the only rows of DeepSpeed, AMD and
Gaudi. Engines that no other laboratory drove are outside too often (64 % for the time
of DeepSpeed). One laboratory, Argonne, has most of the rows, two metered energy, and
none on AMD or Gaudi chips. What the tables say: metered energy carries over from
laboratory to laboratory; the time of AMD's software of 2024 does not, nor do 4-bit and
8-bit weights that are expanded before each product, without rows of their kind. An
engine, or a kind of chip, without rows here is off by as much.
"""

HEAD = """
# Accuracy

How far the predictions lie from published measurements. `make docs` writes this page
from `wattlas validate`; nothing here is typed in by hand but the words.

**How to read the tables.** The error is |predicted / measured - 1|; *ratio* is
predicted over measured at the 10th, 50th and 90th percentile of the rows; *in range* is
the share of rows inside the printed 5-95 % range (it should be near 90 %) and *width*
the geometric mean of high over low. Energy is in joules for each output token, image or
video, at the accelerator boards; time is the inverse of the throughput.

Embeddings, encoders, vision, speech and fine-tuning are scored by class, each with its
number of points, in [workloads.md](workloads.md#how-wrong).

**What is left out.** Rows of one model are not independent of each other: precisions
and tunes of one architecture are one *family*, recognised by equal layers and widths,
never by name. *Family left out* means that the constants were fitted to all other
families and the ranges come from the errors on these alone. *Chip left out* does the
same for a kind of chip within one vintage of engines. Vintage and chip are confounded
across vintages (A100 was measured with engines of 2024, B200 with those of 2025), so
an older vintage is only shown *as if of 2025*: what not asking for it would cost.

**The range** that an estimate prints has two parts. The first is the residuals of the
class of its engine, kind of architecture and batch: of rows whose family was left out,
widened until 90 % of the rows of families lie in the range of the others, at least by
the root of 1 + 1/families. The second is an error for what no row has: always the
laboratory, which is the reader's own; the engine, the software of the chip or the kind
of architecture where no row has them (constants `unseen-...`). On each side they add as
squares of logarithms. Rows with their family left out are scored by the first part
alone, as their laboratory is one of those that were fitted to; all other tables score
the printed range. What is not known of a row, such as the length of prompts with
pictures, is drawn.

## Configuration known
"""

PICTURES = """
![Language models: predicted against measured](images/accuracy-text.svg)

![Predicted over measured energy by batch](images/accuracy-residuals.svg)
"""

BASELINES = """
## Beside other estimators

The same text rows of 2025. *Nameplate power x measured time* is told the time that has
to be predicted; EcoLogits (0.11.3, its published formula) knows the sizes of the model,
and the batch in the second line of each chip, but neither precision nor parallelism.
"""

SHIPPED = """
## All rows by the shipped constants

Text (with pictures in the prompt too), images and video. Most rows took part in the
fit, so errors are somewhat smaller here than with the family left out. The range is the
printed one, which also holds for laboratories that were not fitted to: it holds more
than 90 % of these rows.

![Images and video: predicted against measured](images/accuracy-items.svg)
"""

UNKNOWN = """
## Configuration unknown

Told the model alone, a prediction is the union over services as they run: vintage of
the engine, chip and batch are drawn together, tokens, steps and sizes with them
(constants `unknown-...`, assumed: they follow what studies measure, not what providers
do not publish). It holds the meter, and says how little a model's name tells. Most of
the width is the batch: one user alone takes tens of times the energy of a full engine
for each token.
"""

SCATTER = """
## How much of the error is scatter of the measurements

Neighbouring batch sizes of one configuration should have the same residual, repeats of
one configuration too. What they differ by (over the root of two) no model removes.
"""

CLOSED = """
## Closed models

What a closed model takes is inferred from the price of its tokens, and here open models
are treated as closed: those of its developer (and of whom it was made from) are left
out of the fit and of the range, its price alone is told, and the energy of a request
(500 tokens in, 300 out; *long prompt*: 5,000 and 100) is compared with that of its own
architecture, on the same chip, both at central inputs. *Width* is high over low: its
root is the half-width, by what factor the range goes to each side. The first table has
the open models of the tables with the prices that ship; the second those of a file of
other listings, on other days; the third those of it with a speed, where price and speed
are fitted to the same rows, beside the price on them. What the tables say:

- The price alone serves best: release date and context length make it no narrower, nor
  does fitting active parameters in the place of energy (the range is narrower, but it
  is off by half). They are not used.
- A speed that is given narrows the range on the same rows.
- Over 2 USD (a blend of three tokens of prompt and one of the answer) there are few
  open models, and they err more: the range there is wider by as much. The dearest costs
  4.4 USD. Beyond it, where flagships are, nothing tests the method: the work is taken
  to rise between not at all and in step with the price.
- Disclosures are no part of the fit: they are compared below, under *What providers and
  studies say*. None tells the length of its prompts.
"""

TRAINING = """
## Training

Chip-hours from model, tokens and chip, against published hours that do not follow from
the FLOP. Energy from published chip-hours where there are any, else from model, tokens
and chip, on the boundary of the row.
"""

ENERGIES = """
Every run whose energy was measured or reported. Runs whose energy is hours x nameplate
power test multiplication alone and are not scored.
"""

DISCLOSURES = """
## What providers and studies say of one request

Each on its own boundary. Where the model is not published, models of a range of sizes
stand for it and their draws are pooled: the range is then wide, and being inside proves
little. Water of a whole life cycle is not compared with water on site.
"""

ORACLE = """
## Beside another program

NVIDIA's AIConfigurator 0.12.0 (2026-11-30) predicts time from kernels measured on
NVIDIA's chips with engines of 2026; its tables hold no energy. Chip-seconds of an
output token, prompts included (its mode *agg*, the median of vLLM, TensorRT-LLM and
SGLang; ours an offline vLLM of today), of 86 configurations of six models on four
chips, at 16 and 128 requests and two pairs of lengths. Ratio: ours over theirs;
*inside*: theirs in our range.

| class | configurations | median ratio | 10 % | 90 % | inside |
|---|---:|---:|---:|---:|---:|
| all | 86 | 1.27 | 0.93 | 1.70 | 79 % |
| dense | 46 | 1.19 | 0.93 | 1.44 | 93 % |
| mixture | 24 | 1.33 | 1.03 | 1.62 | 79 % |
| mixture with state-space layers | 16 | 1.69 | 0.93 | 2.24 | 38 % |
| a100-sxm4-80gb | 19 | 0.94 | 0.89 | 1.07 | 100 % |
| h100-sxm | 19 | 1.30 | 1.11 | 1.47 | 89 % |
| h200-sxm | 24 | 1.31 | 1.11 | 1.76 | 71 % |
| b200-sxm | 24 | 1.42 | 1.10 | 1.90 | 62 % |
| batch 16 | 44 | 1.29 | 0.93 | 1.62 | 77 % |
| batch 128 | 42 | 1.25 | 0.97 | 1.86 | 81 % |

Its tables of A100 are of older engines, and there the two agree; those of the newer
chips are of engines a year younger than the rows that our constants were fitted to, and
of kernels without what a server adds. For the model with state-space layers its own
engines lie up to 4.5 times apart, for the others 1.1 times. Nothing here was fitted to
it: `benchmarks/serving_oracle.py`.
"""

WEAK = """
## Known weak spots

- **Prompts are not published** with most measurements. Chat, reasoning and infill have
  one length each for all models. With pictures in the prompt it differs several times
  by model, and these rows are predicted worst.
- **8-bit mixtures of experts at small batch**: each expert that is hit is filled up to
  a tile, which costs time and power that bytes and arithmetic do not explain.
- **The host of B200 machines** limits small models on one board, in the benchmark, to
  tens of milliseconds a step whatever the model. For long answers this floor is an
  input of those rows alone (`serving-shared-host`), read off the same rows: leaving a
  family out does not test it. Elsewhere time is predicted too short and power too high
  by as much; energy errs less, as the two cancel.
- **Prompts and the mean context of a task** are constants of this benchmark, set on its
  rows; they too are not tested by leaving a family out.
- **State-space hybrids** are one family of two sizes: the range of this class is
  borrowed from others when it is left out, and holds too few rows.
- **Engines of 2023** (PyTorch, one request at a time) are known by one study; the split
  between chips of that year is poor.
- **Images**: efficiency differs twofold between denoisers of like size and width:
  PixArt is predicted 1.3 times too high, Hunyuan-DiT on one chip and SANA 0.75 times.
  What differs is how many norms, rotations and skips pass over the memory in a block,
  which no paper counts; and 38 heads (Stable Diffusion 3.5) that do not divide over 4
  or 8 chips.
- **Video of another laboratory** (three rows): Wan 1.3B takes 1.2 times less there than
  in the 102 rows that constants were fitted to; a distilled AnimateDiff runs without
  guidance (`--set guidance_passes=1`: 12 % off instead of 35 %).
- **Training**: hours of small and distilled models lie at a third of the usual rate;
  energy was measured for few runs, most of them on chips before 2020.
- **Very short runs** (below a minute) show less power than a steady state. They are
  listed apart and not calibrated on.
"""

DATA = """
## What would mend them

Prompt lengths beside each measurement; wall or node power beside board power (four rows
here); serving traces with the batch over time; repeats of one configuration on other
machines; training runs with metered energy on H100 and newer chips, with tokens and
chip-hours; the same model on one vintage of engine across A100, H100 and B200.
"""

AGAIN = """
## Do it again

```
wattlas validate
wattlas validate --inference measured.csv --training runs.csv --predictions out
wattlas validate --inference measured.csv --given model
wattlas validate --inference measured.csv --refit
wattlas validate --closed prices.csv
```

Without a file it scores the public figures that ship with the program
(`wattlas facts published_runs`, `wattlas facts disclosures`). A file of measurements
has one row for each configuration; models that the program does not know come with
`--architectures`.
"""
