"""Running a command: its streams, signals and exit code stay its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from wattlas.errors import InputError, reason_of

NOT_FOUND, NOT_ALLOWED, OF_SIGNAL = 127, 126, 128
"""Exit codes as shells give them."""
FORWARDED = ("SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGCONT")


class CommandError(InputError):
    """A command could not be started; `exit_code` is what a shell would give."""

    def __init__(self, said: str, /, exit_code: int, **values: Any) -> None:
        super().__init__(said, **values)
        self.exit_code = exit_code


def run_command(
    words: Sequence[str], environment: Mapping[str, str] | None = None
) -> int:
    """Run a command to its end; return its exit code, 128 + n for a signal n.

    It has the variables of `environment` beside those of this process.

    Signals sent to this process are passed on. Those that a terminal sends to the
    whole foreground group reach the command by themselves and are not sent twice.

    Raises
    ------
    CommandError
        If it cannot be started.

    Examples
    --------
    >>> import sys
    >>> run_command([sys.executable, "-c", "raise SystemExit(3)"])
    3
    """
    with _PassingSignals() as signals:
        child = _started(words, {**os.environ, **(environment or {})})
        signals.pass_to(child)
        code = child.wait()
    return OF_SIGNAL - code if code < 0 else code


def program_name(words: Sequence[str]) -> str:
    """Return the name of the program that a command runs, '' where it names none.

    Arguments may hold secrets, and so may a word that is no program: neither is kept.

    >>> program_name(["env", "KEY=secret", "train"]), program_name(["KEY=secret"])
    ('env', '')
    """
    first = words[0] if words else ""
    return Path(first).name if shutil.which(first) else ""


def _started(
    words: Sequence[str], environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(list(words), env=environment)
    except FileNotFoundError as error:
        raise CommandError(
            "No command named {command!r} is in the PATH.",
            NOT_FOUND,
            command=words[0],
        ) from error
    except PermissionError as error:
        raise CommandError(
            "{command} cannot be executed.", NOT_ALLOWED, command=words[0]
        ) from error
    except OSError as error:
        raise CommandError(
            "{command} cannot be started: {reason}.",
            NOT_ALLOWED,
            command=words[0],
            reason=reason_of(error),
        ) from error


class _PassingSignals:
    """Passes signals on to a child; those that came before it was there, then."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._early: list[int] = []
        self._before: dict[int, Any] = {}

    def __enter__(self) -> _PassingSignals:
        for name in FORWARDED:
            number = getattr(signal, name, None)
            if number is not None:
                self._before[number] = signal.signal(number, self._take)
        return self

    def __exit__(self, *error: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def pass_to(self, child: subprocess.Popen[bytes]) -> None:
        """Pass what came and what comes to a child."""
        self._child = child
        while self._early:
            child.send_signal(self._early.pop(0))

    def _take(self, number: int, frame: FrameType | None) -> None:
        if self._child is None:
            self._early.append(number)
            return
        from_terminal = number in (signal.SIGINT, getattr(signal, "SIGQUIT", None))
        if self._child.poll() is None and not (from_terminal and _in_foreground()):
            self._child.send_signal(number)


def _in_foreground() -> bool:
    """Say whether this process is in the foreground group of its terminal."""
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError, AttributeError):
        return False
