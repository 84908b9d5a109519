"""The built wheel works in an environment that has nothing but its dependencies."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def bare(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel installed; the folder of its commands."""
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("needs uv to build and install the wheel")
    folder = tmp_path_factory.mktemp("wheel")
    environment = {k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"}

    def call(*words: str) -> None:
        subprocess.run([uv, "--quiet", *words], cwd=folder, env=environment, check=True)

    call("build", "--wheel", str(root), "-o", str(folder))
    call("venv", str(folder / "venv"))
    wheel = next(folder.glob("wattlas-*.whl"))
    call("pip", "install", "-p", str(folder / "venv"), str(wheel))
    return folder / "venv" / "bin"


PORT = "47209"
"""Nothing else listens there."""
TRAIN = ("--model", "bloom", "--hardware", "a100")
ITEM = ("--hardware", "h100-sxm", "--model")
REQUESTS = ("{examples}/requests.csv", *ITEM, "llama-3.1-8b")
ARGUMENTS: dict[str, tuple[str, ...]] = {
    "check": ("GPT-3 took 1,287 MWh to train.",),
    "completion": ("bash",),
    "doctor": (),
    "estimate deploy": (*ITEM, "llama-3.1-8b", "--requests-per-second", "5"),
    "estimate advise": (*ITEM, "llama-3.1-8b", "--compare", "precision"),
    "estimate agent": (*ITEM, "llama-3.1-8b", "--calls", "20"),
    "estimate classify": (*ITEM, "bert-base", "--items", "1M"),
    "estimate embed": (*ITEM, "bge-m3", "--items", "1M"),
    "estimate finetune": (*ITEM, "llama-3.1-8b", "--samples", "50k"),
    "estimate image": (*ITEM, "sdxl"),
    "estimate rl": (*ITEM, "llama-3.1-8b", "--prompts", "10k"),
    "estimate speak": (*ITEM, "kokoro-82m", "--characters", "500k"),
    "estimate transcribe": (*ITEM, "whisper-large-v3", "--audio", "10 h"),
    "estimate requests": (*REQUESTS, "-o", "rows.csv"),
    "estimate serve": (*ITEM, "llama-3.1-8b", "--requests-per-day", "1e6"),
    "estimate server": ("dgx-h100",),
    "estimate train": TRAIN,
    "estimate video": (*ITEM, "wan-2.1-1.3b"),
    "facts": ("sources",),
    "ledger compact": (),
    "ledger compare": ("last", "{examples}/bloom.yaml"),
    "ledger export": ("ledger.csv",),
    "ledger import": ("{root}/tests/metering/data/emissions.csv",),
    "ledger list": (),
    "ledger query": ("select 1",),
    "ledger show": (),
    "ledger sum": (),
    "mcp": (),
    "measure": ("--", "sleep", "1.3"),
    "otlp": ("--forward", "http://127.0.0.1:9"),
    "outlook": ("--draws", "16"),
    "outlook backtest": (),
    "outlook cross": ("--growth", "1.3"),
    "outlook forecasts": (),
    "outlook inputs": (),
    "outlook what-if": ("chips=12", "--draws", "16"),
    "outlook efficiency": ("--rate", "1.2", "--draws", "16"),
    "outlook presets": ("--of", "iea", "--draws", "16"),
    "outlook price": ("--region", "pjm", "--draws", "16"),
    "outlook fleets": ("--draws", "16"),
    "outlook compare": (
        "{root}/tests/projection/scenarios.iamc.csv",
        "--draws",
        "16",
    ),
    "outlook peak": ("--region", "pjm", "--draws", "16"),
    "outlook need": ("--twh", "1000", "--by", "2035"),
    "parameters": (),
    "plan": ("{examples}/fusion-and-smr.yaml",),
    "run": ("{examples}/bloom.yaml", "-o", "out"),
    "report": ("out/result.json",),
    "validate": (),
    "web": ("--no-browser",),
}
"""What each verb is called with, a record before it is shown; a verb without arguments
here fails the test."""
OPTIONS: dict[str, tuple[str, ...]] = {
    "a page of a check": ("check", "GPT-3 took 1,287 MWh.", "-o", "page.html"),
    "a chart of an outlook": ("outlook", "cross", "--growth", "1.3", "-o", "c.svg"),
    "Parquet of requests": ("estimate", "requests", *REQUESTS, "-o", "rows.parquet"),
    "metrics": ("measure", "--prometheus", PORT, "--", "true"),
    "Parquet of a ledger": ("ledger", "export", "ledger.parquet"),
    "a PyPSA network": ("plan", "{examples}/fusion-and-smr.yaml",
                        "--export-pypsa", "net.nc"),
}  # fmt: skip
"""What options ask of libraries that a bare installation has not."""
COMMANDS = re.compile(r"^  ([a-z-]+)", re.MULTILINE)
EXTRA = re.compile(r"pip install 'wattlas\[(\w+)\]'")


@pytest.fixture(scope="module")
def call(bare, root, tmp_path_factory):
    """Run the installed command in a folder with a ledger of its own."""
    folder = tmp_path_factory.mktemp("bare")
    environment = {"PATH": "/usr/bin:/bin", "WATTLAS_LEDGER": str(folder / "ledger")}
    places = {"root": root, "examples": root / "examples"}

    def wattlas(*words):
        return subprocess.run(
            [bare / "wattlas", *(word.format(**places) for word in words)],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    # Readings for whichever test is first, whatever this machine can read.
    wattlas("ledger", "import", "{root}/tests/metering/data/emissions.csv")
    return wattlas


def verbs(call, *above: str) -> Iterator[str]:
    """Yield the verbs that the help lists, and those that their own help lists."""
    text = call(*above, "--help").stdout
    _, heading, listed = text.partition("Commands:\n")
    if above:
        yield " ".join(above)
    for name in COMMANDS.findall(listed) if heading else ():
        yield from verbs(call, *above, name)


def assert_done_or_named(done, extras) -> None:
    """Assert that a call ended well, or with the sentence that names its extra."""
    assert "Traceback" not in done.stderr
    assert "No module named" not in done.stderr
    named = EXTRA.search(done.stderr)
    assert done.returncode == 0 or (done.returncode == 1 and named), done.stderr
    assert named is None or named[1] in extras


@pytest.fixture(scope="module")
def extras(root) -> set[str]:
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    return set(tomllib.loads(text)["project"]["optional-dependencies"])


def test_every_verb_works_bare_or_names_its_extra(call, extras):
    """Law: of the verbs that the command line itself lists, none fails unexplained."""
    listed = set(verbs(call))
    groups = {verb.rpartition(" ")[0] for verb in listed} - {""}
    assert listed - groups | (set(ARGUMENTS) & groups) == set(ARGUMENTS)
    for verb, words in ARGUMENTS.items():
        assert_done_or_named(call(*verb.split(), *words), extras)


@pytest.mark.parametrize("words", OPTIONS.values(), ids=OPTIONS)
def test_options_work_bare_or_name_their_extra(call, extras, words):
    """Law: as above, for what options ask of libraries that are not there."""
    assert_done_or_named(call(*words), extras)


def test_wheel_starts_and_estimates_without_extras(bare, tmp_path):
    """Tables are packed: an estimate and its sources print in a bare environment."""
    words = ["estimate", "train", "--model", "bloom", "--hardware", "a100"]
    for command in (["--help"], words, ["facts", "sources"]):
        result = subprocess.run(
            [bare / "wattlas", *command],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (result.returncode, result.stderr) == (0, "")


def test_wheel_names_the_extra_that_a_chart_needs(bare, root, tmp_path):
    """Without altair the record is written and the sentence names the extra."""
    study = root / "examples" / "bloom.yaml"
    result = subprocess.run(
        [bare / "wattlas", "run", str(study), "-o", str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "pip install 'wattlas[report]'" in result.stderr
    assert (tmp_path / "result.json").exists()


def test_wheel_measures_without_extras_and_names_the_one_that_sql_needs(bare, tmp_path):
    """Measuring needs no extra on Linux; a question in SQL does."""
    environment = {"PATH": "/usr/bin:/bin", "WATTLAS_LEDGER": str(tmp_path / "ledger")}

    def call(*words):
        return subprocess.run(
            [bare / "wattlas", *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    measured = call("measure", "--", "true")
    assert measured.returncode == 0
    assert "on average" in measured.stderr
    assert call("ledger", "sum").returncode == 0
    asked = call("ledger", "query", "select 1")
    assert "pip install 'wattlas[ledger]'" in asked.stderr
    offered = call("measure", "--prometheus", PORT, "--", "true")
    assert "pip install 'wattlas[measure]'" in offered.stderr
