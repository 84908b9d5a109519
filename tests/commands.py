"""The command line in a process of its own, born with its libraries; or in this one."""

from __future__ import annotations

import atexit
import io
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

LIBRARIES = ["numpy", "pydantic", "pint", "ruamel.yaml", "rich.table", "wattlas.claims"]
LIBRARIES += ["wattlas.cli.main", "wattlas.workflow", "wattlas.projection"]
"""What a process of the fork server has, so that a test waits for no import."""


def called(
    words: Sequence[str], cwd: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Return what `wattlas` with arguments prints, and its exit code."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LIBRARIES)
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder) / name for name in ("stdout", "stderr")]
        given = (list(words), cwd, dict(environment), streams)
        process = context.Process(target=_main, args=given)
        process.start()
        process.join()
        printed = [path.read_text(encoding="utf-8") for path in streams]
    return subprocess.CompletedProcess(words, process.exitcode, *printed)


def called_here(
    words: Sequence[str], cwd: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Return the same without a process: for commands that import much and leave none.

    What is set for the time of the command is that of the test again afterwards.
    """
    from wattlas.cli.main import main

    out, talk, before = io.StringIO(), io.StringIO(), Path.cwd()
    with (
        patch.dict(os.environ, environment, clear=True),
        patch.object(sys, "argv", ["wattlas", *words]),
        redirect_stdout(out),
        redirect_stderr(talk),
    ):
        os.chdir(cwd)
        try:
            main()
        except SystemExit as end:
            code = end.code
        finally:
            os.chdir(before)
    return subprocess.CompletedProcess(words, code, out.getvalue(), talk.getvalue())


def _main(
    words: list[str], cwd: Path, environment: dict[str, str], streams: list[Path]
) -> None:
    for number, path in enumerate(streams, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    sys.argv = ["wattlas", *words]
    from wattlas.cli.main import main

    try:
        main()
    finally:
        # A forked process leaves without what Python does at its end.
        atexit._run_exitfuncs()
