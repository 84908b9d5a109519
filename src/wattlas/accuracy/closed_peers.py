"""Open models that are treated as closed: their price, and what they really take."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path

from wattlas import facts
from wattlas.accuracy.rows import read_csv
from wattlas.chain import counts
from wattlas.errors import InputError, Several
from wattlas.estimation import lookup
from wattlas.estimation.api_names import read_api_name
from wattlas.estimation.inferred import TABLE, ApiPrice, price_of, usual_chip
from wattlas.estimation.serve import estimate_service
from wattlas.estimation.typical import typical_architecture
from wattlas.parameters import ServeOptions
from wattlas.units import PARAMETERS_PER_BILLION, WH_PER_KWH

DRAWS = 16
WORKLOADS: Mapping[str, tuple[int, int]] = {
    "usual": (500, 300),
    "long prompt": (5000, 100),
}
"""Tokens of prompt and answer of the requests that are compared."""
REQUIRED = (
    "model", "creator", "total_b", "active_b", "input_usd_per_m", "output_usd_per_m"
)  # fmt: skip
MONTHS = 12.0
MID_YEAR = 0.5


@dataclass(frozen=True)
class Peer:
    """An open model with its price, and the energy of a request by workload. [Wh]

    `hidden` are the developers that are left out with it; `released` is a year with
    its months, None where it is not known.
    """

    name: str
    developer: str
    hidden: frozenset[str]
    price_usd_per_m: float
    active_billion: float
    energy_wh: Mapping[str, float]
    seller: str = ""
    tokens_per_s: float | None = None
    released: float | None = None
    context_tokens: float | None = None


@dataclass(frozen=True)
class PeerFile:
    """The open models of a file, and by name why one cannot be used."""

    path: str
    peers: tuple[Peer, ...]
    skipped: Mapping[str, str]


@cache
def shipped_peers() -> tuple[Peer, ...]:
    """Return the open models of the tables that have a price."""
    return tuple(_shipped(key) for key in facts.keys(TABLE) if facts.row("models", key))


def _shipped(key: str) -> Peer:
    row, price = facts.row("models", key), price_of(key)
    if price is None:  # a key of the table of prices
        raise KeyError(key)
    model = lookup.find_model(key)
    return Peer(
        name=key,
        developer=row["developer"],
        hidden=frozenset({row["developer"]}),
        price_usd_per_m=price.blended,
        active_billion=counts.active_parameters(model.architecture)
        / PARAMETERS_PER_BILLION,
        energy_wh=energies_of(model),
        seller=facts.row(TABLE, key)["seller"],
        released=_year(row["released"]),
        context_tokens=price.context_tokens or None,
    )


def file_peers(path: str | Path) -> PeerFile:
    """Return the open models of a CSV file, with their developers among the shipped.

    A model that the tables have is taken with its architecture, another as a usual one
    of its active and total parameters.

    Raises
    ------
    InputError
        If the file cannot be read or lacks a column.
    """
    lines = read_csv(path)
    lacking = [name for name in REQUIRED if name not in lines[0]]
    if lacking:
        raise InputError(
            "{path} lacks {lacking}: open models treated as closed need {required}.",
            path=path,
            lacking=Several(lacking, " and "),
            required=Several(REQUIRED, ", "),
        )
    peers, skipped = [], {}
    for number, line in enumerate(lines, 2):
        try:
            peers.append(_of_line(line))
        except InputError as error:
            skipped[f"{line['model']} (line {number})"] = str(error)
    return PeerFile(str(path), tuple(peers), skipped)


def _of_line(line: Mapping[str, str]) -> Peer:
    read = read_api_name(line["model"])
    own = read.key if read is not None and read.table == "models" else ""
    active, total = (_number(line, name) for name in ("active_b", "total_b"))
    model = (
        _typical(line["model"], active, total) if not own else lookup.find_model(own)
    )
    return Peer(
        name=line["model"],
        developer=line["creator"],
        hidden=_developers(line, own),
        price_usd_per_m=_price(line),
        active_billion=active,
        energy_wh=energies_of(model),
        tokens_per_s=_number(line, "tokens_per_s")
        if line.get("tokens_per_s")
        else None,
        released=_year(line.get("release", "")),
    )


def _price(line: Mapping[str, str]) -> float:
    if line["input_usd_per_m"] and line["output_usd_per_m"]:
        prompt = _number(line, "input_usd_per_m")
        return ApiPrice(prompt, _number(line, "output_usd_per_m")).blended
    return _number(line, "blended_3to1_usd_per_m")


def _number(line: Mapping[str, str], name: str) -> float:
    try:
        value = float(line.get(name, ""))
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise InputError(
            "{name} must be a number above 0, got {value!r}.",
            name=name,
            value=line.get(name, ""),
        )
    return value


def _developers(line: Mapping[str, str], own: str) -> frozenset[str]:
    """Return the developers of the tables that made a model, or what it was made of."""
    known = {key: facts.row("models", key)["developer"] for key in facts.keys(TABLE)
             if facts.row("models", key)}  # fmt: skip
    family = line.get("family") or line["model"].split()[0].lower()
    first = line["creator"].split()[0].lower()
    return frozenset(
        developer
        for key, developer in known.items()
        if key == own or key.startswith(family) or developer.split()[0].lower() == first
    )


def _typical(name: str, active_billion: float, total_billion: float) -> lookup.Model:
    active, total = (
        n * PARAMETERS_PER_BILLION for n in (active_billion, total_billion)
    )
    architecture = typical_architecture(name, active, total)
    return lookup.Model(
        name, architecture, lookup.DEFAULT_PRECISION, None, "given", False
    )


def energies_of(model: lookup.Model, chip: str | None = None) -> dict[str, float]:
    """Return the facility energy of a request of each workload, at central inputs."""
    return {
        name: _energy_wh(model, prompt, output, chip or usual_chip(""))
        for name, (prompt, output) in WORKLOADS.items()
    }


def _energy_wh(model: lookup.Model, prompt: int, output: int, chip: str) -> float:
    options = ServeOptions(
        model=model.key,
        hardware=chip,
        prompt_tokens=prompt,
        output_tokens=output,
        draws=DRAWS,
    )
    request = estimate_service(options, model).per["request"]
    return float(request["facility_energy_kwh"].mid) * WH_PER_KWH


def _year(text: str) -> float | None:
    """Return a year with its months: 2024-07 is 2024.5."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?.*", text)
    if match is None:
        return None
    year, month = match.groups()
    return int(year) + ((int(month) - 0.5) / MONTHS if month else MID_YEAR)


def sparse_sizes() -> list[float]:
    """Return active billions from the smallest to the largest that is inferred."""
    return [0.4 * 1.3**i for i in range(25)]


def energy_curve() -> Mapping[str, tuple[tuple[float, float], ...]]:
    """Return logarithms of active billions and of the energy of a usual model of them.

    Monotone: where a larger model takes less, as layouts change, it is held.
    """
    ratio = facts.number("constants", "inferred-model", "total_over_active").value
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in WORKLOADS}
    for active in sparse_sizes():
        energies = energies_of(_typical("typical", active, ratio * active))
        for name, energy in energies.items():
            held = found[name][-1][1] if found[name] else float("-inf")
            found[name].append((log(active), max(log(energy), held)))
    return {name: tuple(points) for name, points in found.items()}
