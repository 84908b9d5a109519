"""Rows of published measurements, read from CSV files into numbers and text."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from wattlas.errors import InputError, Several, reason_of
from wattlas.plain.files import file_text

_INFERENCE_NUMBERS = frozenset(
    {
        "total_params_billion",
        "active_params_billion",
        "num_gpus",
        "num_gpus_metered",
        "tensor_parallel",
        "pipeline_parallel",
        "expert_parallel",
        "data_parallel",
        "ulysses_degree",
        "ring_degree",
        "max_batch",
        "avg_batch",
        "prompt_tokens_mean",
        "output_tokens_mean",
        "image_height_px",
        "image_width_px",
        "denoising_steps",
        "frames",
        "fps",
        "energy_wh_per_request",
        "energy_j_per_output_token",
        "energy_j_per_item",
        "avg_power_w",
        "throughput_tokens_per_s",
        "throughput_items_per_s",
        "year",
    }
)
_TRAINING_NUMBERS = frozenset(
    {
        "year",
        "total_params_billion",
        "active_params_billion",
        "tokens_billion",
        "train_flop",
        "chip_count",
        "wall_hours",
        "chip_hours",
        "power_w_per_chip",
        "pue",
        "energy_mwh",
        "mfu_reported",
    }
)


@dataclass(frozen=True)
class Layout:
    """The columns of a kind of file: which are numbers, and which must be there."""

    kind: str
    numbers: frozenset[str]
    required: tuple[str, ...]
    expected: tuple[str, ...]


INFERENCE = Layout(
    "inference",
    _INFERENCE_NUMBERS,
    ("row_id", "model"),
    ("task", "unit", "weight_precision", "gpu", "energy_scope", "dataset", "evidence"),
)
TRAINING = Layout(
    "training",
    _TRAINING_NUMBERS,
    ("row_id", "model"),
    ("chip", "hours_basis", "energy_basis", "energy_boundary"),
)


@dataclass(frozen=True)
class Row:
    """One measurement: its cells as text and as numbers; what is empty is absent."""

    row_id: str
    texts: Mapping[str, str]
    numbers: Mapping[str, float]

    def text(self, column: str) -> str:
        """Return a cell as text; '' where it is empty."""
        return self.texts.get(column, "")

    def number(self, column: str) -> float | None:
        """Return a cell as a number; None where it is empty."""
        return self.numbers.get(column)

    def without(self, columns: Iterable[str]) -> Row:
        """Return the row with cells hidden."""
        hidden = set(columns)
        return replace(
            self,
            texts={k: v for k, v in self.texts.items() if k not in hidden},
            numbers={k: v for k, v in self.numbers.items() if k not in hidden},
        )


@dataclass(frozen=True)
class RowFile:
    """The rows of a file; `bad` says by row_id why a row cannot be used."""

    path: str
    rows: tuple[Row, ...]
    bad: Mapping[str, str]
    missing: tuple[str, ...]


def read_rows(path: str | Path, layout: Layout) -> RowFile:
    """Read the measurements of a file; columns beyond the layout are left alone.

    Raises
    ------
    InputError
        If the file cannot be read, lacks a required column, or uses a row_id twice.
    """
    cells = read_csv(path)
    _check_columns(path, layout, cells)
    rows: list[Row] = []
    bad: dict[str, str] = {}
    for line in cells:
        row, problem = _row(line, layout)
        rows.append(row)
        if problem:
            bad[row.row_id] = problem
    _check_row_ids(path, rows)
    known = set(cells[0])
    wanted = (*layout.expected, *sorted(layout.numbers))
    missing = tuple(c for c in wanted if c not in known)
    return RowFile(str(path), tuple(rows), bad, missing)


def read_csv(path: str | Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file by column; raise InputError if there are none."""
    try:
        text = file_text(path, "utf-8-sig")
    except OSError as error:
        raise InputError(
            "Cannot read {path}: {strerror}.",
            path=path,
            strerror=reason_of(error),
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            "{path} is not text in UTF-8.",
            path=path,
        ) from error
    lines = [
        {k: (v or "").strip() for k, v in line.items() if isinstance(k, str)}
        for line in csv.DictReader(text.splitlines())
    ]
    if not lines:
        raise InputError(
            "{path} holds no rows: a header and one row are needed.",
            path=path,
        )
    return lines


def _check_columns(
    path: str | Path, layout: Layout, cells: list[dict[str, str]]
) -> None:
    lacking = [c for c in layout.required if c not in cells[0]]
    if lacking:
        raise InputError(
            "{path} lacks {lacking}: every {kind} row needs {required}.",
            path=path,
            lacking=Several(lacking, " and "),
            kind=layout.kind,
            required=Several(layout.required, " and "),
        )


def _row(line: Mapping[str, str], layout: Layout) -> tuple[Row, str]:
    """Return the row of a line, and what is wrong with it."""
    texts = {k: v for k, v in line.items() if v and k not in layout.numbers}
    numbers: dict[str, float] = {}
    problems: list[str] = []
    for column in layout.numbers & line.keys():
        value = line[column]
        number = _number(value)
        if number is not None and number >= 0:
            numbers[column] = number
        elif value:
            problems.append(f"{column} must be a number >= 0, got {value!r}")
    return Row(line["row_id"], texts, numbers), "; ".join(sorted(problems))


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _check_row_ids(path: str | Path, rows: list[Row]) -> None:
    seen: set[str] = set()
    for row in rows:
        if not row.row_id:
            raise InputError(
                "{path}: every row needs a row_id; one is empty.",
                path=path,
            )
        if row.row_id in seen:
            raise InputError(
                "{path}: row_id {row_id!r} stands twice.",
                path=path,
                row_id=row.row_id,
            )
        seen.add(row.row_id)
