"""The built wheel works in an environment that has nothing but its dependencies."""

from __future__ import annotations

import os
import shutil
import subprocess
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
    offered = call("measure", "--prometheus", "0", "--", "true")
    assert "pip install 'wattlas[measure]'" in offered.stderr
