"""Names of models from rows, spans and answers are no files; given files are bounded.

What others wrote never opens a file. What the user gives is opened where it is a
regular file of a bounded size: a pipe would never answer, a device never end.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from wattlas import estimate_requests, requests_function, serve, watch
from wattlas.accuracy.rows import read_csv
from wattlas.claims.check import check_file
from wattlas.errors import WattlasError
from wattlas.estimation.gguf import read_gguf
from wattlas.estimation.own_chips import find_chip
from wattlas.estimation.request_files.inputs import find_inputs
from wattlas.estimation.request_log.files import read_requests
from wattlas.hours.bills.urdb import read_urdb
from wattlas.hours.files.sheet import text_of
from wattlas.metering.replay import Replay
from wattlas.parameters import RequestsOptions
from wattlas.plain import files
from wattlas.projection.iamc import read_iamc
from wattlas.study.loader import read_document
from wattlas.telemetry import SpanEnergy
from wattlas.telemetry.sinks import SpanFile

CONFIG = {
    "model_type": "llama",
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "vocab_size": 100,
}
TOKENS = {"prompt_tokens": 10, "output_tokens": 5}
pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no pipes")


def of_kind(folder: Path, kind: str, ending: str) -> Path:
    """Return a path of a kind, that a reader takes for one of its files."""
    path = folder / f"{kind}{ending}"
    if kind == "file":
        path.write_text(json.dumps(CONFIG))
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        with path.open("wb") as file:
            file.truncate(files.MOST_BYTES + 1)
    return path


def by_row(name: str, folder: Path) -> str:
    log = {"model": [name, "gpt-4o"], **{k: [v, v] for k, v in TOKENS.items()}}
    (problem,) = estimate_requests(log, skip_bad=True, draws=16).problems
    return problem.reason


def by_log(name: str, folder: Path) -> str:
    log = folder / "log.jsonl"
    rows = [{"model": model, **TOKENS} for model in (name, "gpt-4o")]
    log.write_text("\n".join(map(json.dumps, rows)))
    (problem,) = estimate_requests(str(log), skip_bad=True, draws=16).problems
    return problem.reason


def by_log_of_one(name: str, folder: Path) -> str:
    log = folder / "log.json"
    log.write_text(json.dumps({"model": name, **TOKENS}))
    with pytest.raises(WattlasError) as refused:
        estimate_requests(str(log), draws=16)
    return str(refused.value)


def by_batch(name: str, folder: Path) -> str:
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({k: [v] for k, v in {"model": name, **TOKENS}.items()})
    (reason,) = requests_function(draws=16)(table)["problem"].to_pylist()
    return reason


def by_span(name: str, folder: Path) -> str:
    span = {"gen_ai.request.model": name, "gen_ai.usage.input_tokens": 10,
            "gen_ai.usage.output_tokens": 5}  # fmt: skip
    (added,) = SpanEnergy(RequestsOptions(draws=16)).attributes([span])
    assert "wattlas.energy_wh" not in added
    return added["wattlas.problem"]


def by_answer(name: str, folder: Path) -> str:
    with watch() as calls:
        call = calls.note({"model": name, "usage": TOKENS})
        return call.problem


WAYS = (by_row, by_log, by_log_of_one, by_batch, by_span, by_answer)
KINDS = ("file", "pipe", "folder", "device", "large")


@pytest.mark.parametrize("ending", [".json", ".gguf"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", WAYS)
def test_a_name_is_no_path(way, kind, ending, tmp_path):
    """Law: by whichever way a name comes, it opens nothing, and a sentence says so."""
    said = way(str(of_kind(tmp_path, kind, ending)), tmp_path)
    assert "No model named" in said
    assert "Give a file of your own with --model." in said


@pytest.mark.parametrize("way", WAYS)
def test_a_device_is_no_model(way, tmp_path):
    """Law: a path without the ending of a model's file is an unknown name."""
    assert "/dev/zero" in way("/dev/zero", tmp_path)


READERS = {
    "model": (lambda p: serve(model=p, hardware="h100-sxm", **TOKENS), ".json"),
    "model of requests": (lambda p: estimate_requests(TOKENS, model=str(p)), ".json"),
    "gguf": (read_gguf, ".gguf"),
    "hardware": (lambda p: find_chip(str(p)), ".yaml"),
    "study": (read_document, ".yaml"),
    "measured rows": (read_csv, ".csv"),
    "article": (check_file, ".txt"),
    "pdf": (check_file, ".pdf"),
    "docx": (check_file, ".docx"),
    "claims": (check_file, ".yaml"),
    "hours": (text_of, ".csv"),
    "tariff": (lambda p: read_urdb(str(p), None, "UTC"), ".json"),
    "recording": (Replay, ".jsonl"),
    "dataset": (lambda p: read_iamc(p), ".csv"),
    "log": (read_requests, ".jsonl"),
    "log in csv": (read_requests, ".csv"),
    "spans": (read_requests, ".otlp"),
    "store of spans": (SpanFile, ".otlp"),
    "parquet": (read_requests, ".parquet"),
    "parquet in parts": (find_inputs, ".parquet"),
}
STREAMED = {"gguf", "log", "log in csv", "spans", "parquet", "parquet in parts",
            "recording", "dataset", "store of spans", "pdf", "docx"}  # fmt: skip
"""Read piece by piece, or of a size that is theirs."""


@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "large"])
@pytest.mark.parametrize("reader", READERS)
def test_what_is_given_is_a_file_of_a_bounded_size(reader, kind, tmp_path):
    """Law: a pipe, folder, device or large file is refused in one sentence, at once."""
    read, ending = READERS[reader]
    if kind == "large" and reader in STREAMED:
        pytest.skip("is read piece by piece")
    path = of_kind(tmp_path, kind, ending)
    if kind == "folder" and reader == "parquet in parts":
        pytest.skip("a folder is what it takes")
    with pytest.raises(WattlasError) as refused:
        read(path)
    said = str(refused.value)
    assert re.search("pipe or a device|s a directory|over 67,108,864 bytes", said), said
    assert "\n" not in said
