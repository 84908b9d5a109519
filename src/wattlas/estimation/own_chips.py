"""Machines: a chip of the tables, that of a server, or one's own from a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from wattlas import facts
from wattlas.errors import InputError, UnknownNameError, in_file
from wattlas.estimation.absence import known_key
from wattlas.estimation.chip_names import chip_named, chip_of_machine, count_and_name
from wattlas.estimation.input_values import (
    check_limits,
    input_from_quantity,
    parse_given,
)
from wattlas.parameters import Given, given_of
from wattlas.parameters.keywords import options_of
from wattlas.parameters.own_chips import ENDINGS, NEEDED, OwnChip
from wattlas.records import Fact
from wattlas.study.loader import read_document

_FIGURES = {
    "power_limit": ("power_limit_w", "W"),
    "memory": ("memory_gb", "GB"),
    "bandwidth": ("bandwidth_gb_per_s", "GB/s"),
    "peak_16bit": ("peak_16bit_tflops", "TFLOP/s"),
    "peak_fp32": ("peak_fp32_tflops", "TFLOP/s"),
    "peak_fp8": ("peak_fp8_tflops", "TFLOP/s"),
    "peak_int8": ("peak_int8_tops", "TOP/s"),
    "peak_fp4": ("peak_fp4_tflops", "TFLOP/s"),
    "idle_power": ("idle_power_w", "W"),
    "host_power": ("host_power_w", "W"),
    "embodied": ("embodied_kgco2e", "kgCO2e"),
    "chip_hour_cost": ("chip_hour_cost", "money/h"),
}
"""By field of the file: the figure of the table of hardware, and its unit."""
OF_TEMPLATE = "A machine of your own:"
_FEATURES = {
    "vendor": "",
    "kind": "gpu",
    "generation": "own",
    "form": "own",
    "trains": "yes",
}


def find_chip(name: str) -> str:
    """Return the key of a chip: by its name, its machine, or a file that describes it.

    Raises
    ------
    UnknownNameError
        If nothing has the name.
    InputError
        If the file cannot be read, lacks a figure, or holds one that cannot be.

    Examples
    --------
    >>> find_chip("H100"), find_chip("gb300-nvl72")
    ('h100-sxm', 'gb300')
    """
    if name.strip().lower().endswith(ENDINGS):
        return _chip_of_file(Path(name.strip()))
    try:
        return known_key("hardware", name)
    except UnknownNameError:
        _refuse_count(name)
        chip = chip_of_machine(name) or chip_named(name)
        if chip is None:
            raise
        return chip


def _refuse_count(name: str) -> None:
    """Refuse several chips as the name of one, and say how to give them."""
    counted = count_and_name(name)
    chip = chip_named(counted[1]) if counted else None
    if counted and chip and chip_named(name) is None:
        raise InputError(
            "{name!r} is a number of chips and their name: give --hardware {chip} "
            "--chips {count}.",
            name=name,
            chip=chip,
            count=counted[0],
        )


def template(say: Callable[[str], str] = str) -> str:
    """Return a file that describes a machine, to be filled in.

    `say` says an English sentence in the language of the comments.

    >>> print(template().splitlines()[2])
    name: mine
    """
    from wattlas.parameters import declared

    lines = [f"# {say(OF_TEMPLATE)} wattlas estimate ... --hardware my-chip.yaml", ""]
    for name, item in declared(OwnChip).items():
        mark = "" if name in NEEDED else "# "
        example = item.parameter.examples[0]
        lines.append(f"{mark}{name}: {example}  # {say(item.parameter.help)}")
    return "\n".join(line.replace(": mine  # ", ": mine\n# ") for line in lines) + "\n"


def _chip_of_file(path: Path) -> str:
    """Read a file, and let the tables know its machine by its name."""
    document = read_document(path, "a machine")
    with in_file(path):
        chip = options_of(OwnChip, str(path), document.data)
    given = given_of(chip)
    missing = [name for name in NEEDED if name not in given]
    if missing:
        raise InputError(
            "{path} lacks {missing}: a machine needs its name, power limit, memory, "
            "bandwidth and 16-bit rate. See: wattlas facts hardware --template.",
            path=path,
            missing=", ".join(missing),
        )
    with in_file(path):
        figures = {
            name: _figure(field, given[field], unit)
            for field, (name, unit) in _FIGURES.items()
            if field in given
        }
    figures.setdefault("idle_power_w", _usual_idle(figures["power_limit_w"]))
    _check_idle(path, figures)
    return _registered(path, str(chip.name), figures)


def _figure(field: str, value: Given, unit: str) -> Fact:
    """Return what the file gives for one field: a number, or a range."""
    name, _ = _FIGURES[field]
    parsed = parse_given(field, value or 0, unit)
    if parsed.currency not in ("", "USD"):
        raise InputError(
            "{name}: give it in {unit} here, got {currency}.",
            name=field,
            unit="USD",
            currency=parsed.currency,
        )
    item = input_from_quantity(name, parsed, unit.replace("money", "USD"))
    check_limits(item)
    return Fact(
        key="",
        quantity=name,
        value=item.mid,
        low=item.low,
        high=item.high,
        shape=item.shape,
        unit=item.unit,
        year="",
        source="given",
        note="",
    )


def _usual_idle(limit: Fact) -> Fact:
    """Return the share of its limit that a machine usually draws idle. [W]"""
    share = facts.number("constants", "own-chip", "idle_power_share")
    return Fact(
        key="",
        quantity="idle_power_w",
        value=share.value * limit.value,
        low=share.low * limit.value,
        high=share.high * limit.value,
        shape=share.shape,
        unit="W",
        year=share.year,
        source=share.source,
        note=share.note,
    )


def _check_idle(path: Path, figures: Mapping[str, Fact]) -> None:
    idle, limit = figures["idle_power_w"], figures["power_limit_w"]
    if idle.value >= limit.value:
        raise InputError(
            "{path}: idle_power is {idle:g} W, which is not below the power_limit of "
            "{limit:g} W.",
            path=path,
            idle=idle.value,
            limit=limit.value,
        )


def _registered(path: Path, name: str, figures: Mapping[str, Fact]) -> str:
    of_others = chip_of_machine(name) or chip_named(name)
    if of_others or facts.is_listed("hardware", name) or facts.find("servers", name):
        raise InputError(
            "{path}: {name} is a machine of the tables already: call yours otherwise.",
            path=path,
            name=name,
        )
    other = Path(facts.row("hardware", name).get("note", path))
    if other != path and other.exists():
        raise InputError(
            "{path}: {name} is the name in {other} too: call one of them otherwise.",
            path=path,
            name=name,
            other=other,
        )
    features = {"name": name, "source": "given", "note": str(path), **_FEATURES}
    return facts.add_own("hardware", name, features, figures)
