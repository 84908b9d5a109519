"""What a program owes its user: pipes, standard input, and files that are not lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import wattlas
from wattlas.cli.files import Files, is_ours
from wattlas.cli.folder import HOURS
from wattlas.errors import InputError
from wattlas.planning import series

CODE = "import sys; sys.argv[0] = 'wattlas'; from wattlas.cli.main import main; main()"
LOG = "model,hardware,prompt_tokens,output_tokens\nllama-3.1-8b,h100-sxm,100,50\n"
ROW = {
    "model": "llama-3.1-8b",
    "hardware": "h100-sxm",
    "prompt_tokens": 100,
    "output_tokens": 50,
}


def piped(*words, text):
    """Run `wattlas` with a text on standard input."""
    return subprocess.run(
        [sys.executable, "-c", CODE, *words],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "words",
    [("facts", "hardware", "--json"), ("facts", "hardware"), ("facts", "--help")],
    ids=" ".join,
)
def test_a_reader_that_goes_away_ends_it_quietly(words, unbuffered):
    """Law: `| head` gets no traceback, at the interpreter's end neither."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-c", CODE, *words],
        stdout=write,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_what_cannot_be_written_is_said():
    """Bad input: no room behind standard output; one sentence, exit 1."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", CODE, "facts", "sites", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.decode().startswith("Error: Not all was written to standard")
    assert done.stderr.count(b"\n") == 1


def test_a_reader_that_goes_away_loses_no_file(tmp_path):
    """Law: what was to be written is written, and said where someone listens."""
    path = tmp_path / "run.json"
    words = (
        "estimate",
        "train",
        "--energy",
        "5 MWh",
        "--boundary",
        "it",
        "-o",
        str(path),
        "--draws",
        "64",
    )
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-c", CODE, *words],
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (141, f"Wrote {path}.\n".encode())
    assert json.loads(path.read_text(encoding="utf-8"))["kind"] == "train"


@pytest.mark.parametrize(
    "text", [LOG, json.dumps(ROW) + "\n"], ids=["csv", "json lines"]
)
def test_requests_are_read_from_standard_input(text):
    """Law: what it begins with says its kind."""
    done = piped("estimate", "requests", "-", "--draws", "64", "--json", text=text)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"] == 1


def test_a_claim_and_an_article_are_read_from_standard_input():
    """A line is a claim; several are an article."""
    claim = "Training BLOOM took 433 MWh.\n"
    one = piped("check", "-", "--json", text=claim)
    assert json.loads(one.stdout)["kind"] == "check"
    article = piped("check", "-", "--json", text=f"On AI.\n\n{claim}")
    assert json.loads(article.stdout)["kind"] == "check-file"


@pytest.mark.parametrize("verb", [("check",), ("estimate", "requests")], ids=" ".join)
def test_nothing_on_standard_input_is_said(verb):
    """Bad input: one sentence."""
    done = piped(*verb, "-", text="")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: Standard input is empty.\n"


def test_files_that_would_be_lost_are_refused(tmp_path):
    """Law: an input, a page or record of others; --force overwrites, no folder."""
    page, record = tmp_path / "a.html", tmp_path / "a.json"
    own, other = tmp_path / "own.csv", tmp_path / "other.csv"
    page.write_text("<html>mine</html>")
    record.write_text('{"mine": 1}')
    own.write_text("a,b\n")
    other.write_text("c,d\n")
    files = Files((own,))
    for path, why in (
        (page, "was not written by Wattlas"),
        (record, "was not written by Wattlas"),
        (own, "is an input"),
        (other, "was not written by Wattlas"),
    ):
        with pytest.raises(InputError, match=why):
            files.check(path)
        assert Files((own,), force=True).check(path) == path
    for force in (False, True):
        with pytest.raises(InputError, match="is a folder"):
            Files(force=force).check(tmp_path)
    with pytest.raises(InputError, match="there is no folder"):
        files.check(tmp_path / "none" / "a.json")


def test_what_is_ours_is_overwritten(run, tmp_path):
    """Law: a record and a page of ours have a mark, and are written again."""
    record = tmp_path / "bloom.json"
    words = ("estimate", "train", "--energy", "1 MWh", "--boundary", "chip")
    for _ in range(2):
        done = run(*words, "--draws", "16", "-o", str(record))
        assert (done.returncode, done.stderr) == (0, f"Wrote {record}.\n")
    assert is_ours(record)
    record.write_text(json.dumps({"name": "somebody's"}))
    done = run(*words, "-o", str(record))
    assert (done.returncode, done.stdout) == (1, "")
    assert "give --force to overwrite it" in done.stderr
    assert json.loads(record.read_text()) == {"name": "somebody's"}


@pytest.mark.parametrize(
    "words",
    [
        ("facts", "hardware", "h100-sxm"),
        ("doctor", "--simulate", "two-gpus"),
        ("estimate", "server", "dgx-h100"),
        ("outlook", "inputs", "--find", "rebound"),
        ("parameters", "train"),
        ("check", "Training BLOOM took 433 MWh."),
    ],
    ids=" ".join,
)
def test_a_verb_with_a_record_writes_it(run, tmp_path, words):
    """Law: `-o FILE.json` is what --json prints."""
    file = tmp_path / "record.json"
    assert run(*words, "-o", str(file)).returncode == 0
    printed = run(*words, "--json").stdout
    assert json.loads(file.read_text(encoding="utf-8")) == json.loads(printed)


def test_a_study_is_not_overwritten_by_its_network(run, tmp_path):
    """Bad input: an input named as an output is refused before any work."""
    study = tmp_path / "study.yaml"
    text = "title: T\nyear: 2030\nsites: [dublin]\nload: {it_power: 10 MW}\n"
    study.write_text(text)
    done = run("plan", str(study), "--export-pypsa", str(study))
    assert (done.returncode, done.stdout) == (1, "")
    assert "is an input" in done.stderr
    assert study.read_text() == text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("facts", "hardware", "h100-sxm", "--find", "x"),
            "--find looks through the rows of one table: name a table and no key.",
        ),
        (
            ("outlook", "inputs", "--find", "zzz"),
            "No input of the outlook has 'zzz' in its name or its reason. List all: "
            "wattlas outlook inputs.",
        ),
    ],
)
def test_what_finds_nothing_says_so(run, words, sentence):
    """Bad input: an option that would do nothing is refused in one sentence."""
    done = run(*words)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Error: {sentence}\n"


def test_an_empty_ledger_answers_questions(run, tmp_path, monkeypatch):
    """Law: tables without rows are tables."""
    monkeypatch.setenv("WATTLAS_LEDGER", str(tmp_path))
    done = run("ledger", "query", "select count(*) from ticks", "--json")
    assert done.returncode == 0, done.stderr


def test_a_study_is_read_from_standard_input(root):
    """Law: what is piped gives what the file gives, and is named where it is wrong."""
    text = (root / "examples" / "gpt-3.yaml").read_text(encoding="utf-8")
    found = json.loads(piped("run", "-", "--json", text=text).stdout)
    assert found == wattlas.run(root / "examples" / "gpt-3.yaml").to_dict()
    said = piped("plan", "-", text="title: [").stderr
    assert said.startswith("Error: standard-input, line 1: is not valid YAML")


@pytest.mark.parametrize(
    ("head", "ours"),
    [
        ("", True),
        ("a,b\n1,2\n", False),
        ("region,method,quantity,unit,percentile,year,value\n", True),
        ('"model","facility_energy_kwh_low","facility_energy_kwh_high"\n', True),
        ("time_utc,site,option,quantity,unit,value\n", True),
    ],
)
def test_a_table_of_someone_else_is_not_lost(tmp_path, head, ours):
    """Law: a CSV file of other columns is overwritten only where that is forced."""
    path = tmp_path / "table.csv"
    path.write_text(head, encoding="utf-8")
    Files(force=True).check(path)
    if ours:
        Files().check(path)
        return
    with pytest.raises(InputError, match="is there and was not written by Wattlas"):
        Files().check(path)


def test_a_folder_of_a_plan_may_be_written_again(tmp_path):
    """Law: every table that a plan leaves in a folder is known as one of ours."""
    plan = SimpleNamespace(year=2030, series=(), connection=())
    left = [series._csv(plan, tmp_path), series._connection(plan, tmp_path)]
    assert {path.name for path in left} == {n for n in HOURS if n.endswith(".csv")}
    Files().check_folder(tmp_path, HOURS)
