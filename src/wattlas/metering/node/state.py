"""What a node has drawn so far, kept on the disk from tick to tick."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wattlas.errors import InputError, reason_of
from wattlas.metering.node.split import PARTS, Energies

SCHEMA = 1
ENDED = "(ended)"
"""The group of all that ended some time ago: their series end, their joules stay."""
KEPT_S = 3600.0
"""How long the series of a group goes on after it ended."""


@dataclass
class NodeState:
    """Energy of a node since it was first metered, and of its groups. [uJ]

    `low_uj` and `high_uj` bound that of the node; `seen_s` is when each group was there
    last. [s since 1970]
    """

    node_uj: int = 0
    low_uj: int = 0
    high_uj: int = 0
    devices: dict[str, int] = field(default_factory=dict)
    groups: Energies = field(default_factory=dict)
    seen_s: dict[str, float] = field(default_factory=dict)

    @property
    def unattributed_uj(self) -> int:
        """What no group had: idling, the kernel, and what nothing tells. [uJ]"""
        return self.node_uj - sum(self.groups.values())

    def add(self, energy_uj: int, energies: Energies, at_s: float) -> None:
        """Add what the node and its groups drew in a tick."""
        self.node_uj += energy_uj
        for key, uj in energies.items():
            self.groups[key] = self.groups.get(key, 0) + uj
            self.seen_s[key[0]] = at_s

    def end(self, there: Mapping[str, Any], at_s: float) -> None:
        """Put together what groups had that ended more than an hour ago."""
        for path in there:
            if path in self.seen_s:
                self.seen_s[path] = at_s
        past = {p for p, seen_s in self.seen_s.items() if at_s - seen_s > KEPT_S}
        for path in past - {ENDED}:
            del self.seen_s[path]
            for part in PARTS:
                uj = self.groups.pop((path, part), 0)
                if uj:
                    key = ENDED, part
                    self.groups[key] = self.groups.get(key, 0) + uj


def read_state(path: Path) -> NodeState:
    """Return what is kept in a file, nothing where it is not there.

    Raises
    ------
    InputError
        If it is there and is no such file.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["schema"] != SCHEMA:
            raise ValueError(data["schema"])
        state = NodeState(
            node_uj=_whole(data["node_uj"]),
            low_uj=_whole(data["low_uj"]),
            high_uj=_whole(data["high_uj"]),
            devices={str(k): _whole(uj) for k, uj in data["devices"].items()},
            groups={(path, part): _whole(uj) for path, part, uj in data["groups"]},
            seen_s={str(k): float(at_s) for k, at_s in data["seen_s"].items()},
        )
    except FileNotFoundError:
        return NodeState()
    except OSError as error:
        raise InputError(
            "{path} cannot be read: {strerror}.",
            path=path,
            strerror=reason_of(error),
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            "{path} is no state of wattlas measure node: name another file with "
            "--state, or delete it to begin at 0 J.",
            path=path,
        ) from error
    return state


def write_state(path: Path, state: NodeState) -> None:
    """Write a file that is there whole, the one before or this one.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    data = {
        "schema": SCHEMA,
        "node_uj": state.node_uj,
        "low_uj": state.low_uj,
        "high_uj": state.high_uj,
        "devices": state.devices,
        "groups": [[*key, uj] for key, uj in state.groups.items()],
        "seen_s": state.seen_s,
    }
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            json.dump(data, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise InputError(
            "{path} cannot be written: {reason}. Name another with --state.",
            path=path,
            reason=reason_of(error),
        ) from error


def _whole(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(value)
    return value
