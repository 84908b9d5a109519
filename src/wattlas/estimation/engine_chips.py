"""Which engines run on a chip, and which chips train."""

from __future__ import annotations

from collections.abc import Mapping

from wattlas import facts
from wattlas.errors import InputError
from wattlas.estimation.inputs import Inputs
from wattlas.notes import Note

FIRST = "vllm"
"""The engine that serves where nothing is known."""
READ_GGUF = ("llama.cpp", "vllm", "sglang", "mlx", "transformers")
"""Engines that read GGUF files; the first has kernels for them, and runs on most."""
TRAINS = "h100-sxm"
"""A chip that trains, for makers who have none."""


def engines_of(chip: str) -> tuple[str, ...]:
    """Return the engines that are known to run on a chip, by its key.

    All may on a chip of one's own.

    >>> engines_of("m4-max"), engines_of("groq-lpu")
    (('vllm', 'sglang', 'llama.cpp', 'mlx', 'transformers'), ('maker',))
    """
    row = facts.row("hardware", chip)
    keys = facts.keys("engines")
    return tuple(e for e in keys if _runs(facts.row("engines", e), row))


def _runs(engine: Mapping[str, str], chip: Mapping[str, str]) -> bool:
    if not chip["vendor"]:
        return True
    left_out = engine["but_not"].split(";")
    if chip["generation"] in left_out or chip["key"] in left_out:
        return False
    return chip["vendor"] in engine[chip["kind"]].split(";")


def engine_on(chip: str, name: str | None) -> str:
    """Return the engine that is asked for, else the usual one of the chip.

    Raises
    ------
    InputError
        If the engine is not known to run there.

    Examples
    --------
    >>> engine_on("h100-sxm", None), engine_on("m4", None), engine_on("groq-lpu", None)
    ('vllm', 'llama.cpp', 'maker')
    """
    runs = engines_of(chip)
    if name is None:
        kind = facts.row("hardware", chip)["kind"]
        usual = (e for e in runs if kind in facts.row("engines", e)["usual"].split(";"))
        return next(usual, runs[0])
    if name not in runs and name in facts.keys("engines"):
        raise InputError(
            "{engine} is not known to run on {hardware}, where these do: {runs}. "
            "Choose one with --engine, or leave it out.",
            engine=name,
            hardware=chip,
            runs=", ".join(runs),
        )
    return name


def refuse_gguf(chip: str, name: str | None) -> None:
    """Refuse a GGUF file where no engine is known to read it, or not the one named.

    Raises
    ------
    InputError
        If the engine, or every engine of the chip, is not known to read such files.
    """
    runs = [engine for engine in READ_GGUF if engine in engines_of(chip)]
    if READ_GGUF[0] not in runs:
        raise InputError(
            "No engine that reads GGUF files is known to run on {hardware}: give the "
            "model's name or its config.json.",
            hardware=chip,
        )
    if name in facts.keys("engines") and name not in READ_GGUF:
        raise InputError(
            "{engine} is not known to read GGUF files on {hardware}: give one of "
            "{runs} with --engine, or the model's name or its config.json.",
            engine=name,
            hardware=chip,
            runs=", ".join(runs),
        )


def note_engine(inputs: Inputs, chip: str, given: str | None) -> None:
    """Note the engine that is taken unasked, where it is not the first of all."""
    taken = engine_on(chip, given)
    if given is None and taken != FIRST:
        inputs.notes.append(Note("engine-of-chip", {"engine": taken}))


def refuse_untrained(chip: str) -> None:
    """Refuse to train on a chip that answers alone.

    Raises
    ------
    InputError
        If nothing is known to train on it.
    """
    row = facts.row("hardware", chip)
    if row.get("trains") != "no":
        return
    raise InputError(
        "{hardware} is made to run models, and nothing is known to train on it: give "
        "a chip that trains, such as {others}.",
        hardware=chip,
        others=", ".join(_training_chips(row["vendor"])) or TRAINS,
    )


def _training_chips(vendor: str) -> list[str]:
    """Return the chips of a maker's that train, of kinds that stand in halls."""
    rows = (facts.row("hardware", key) for key in facts.keys("hardware"))
    return [
        row["key"]
        for row in rows
        if (row["vendor"], row["kind"], row["trains"]) == (vendor, "asic", "yes")
    ]
