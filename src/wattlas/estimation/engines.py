"""Serving engines: which constants a program has, by its year, its use and its chip."""

from __future__ import annotations

from dataclasses import dataclass

from wattlas import facts
from wattlas.errors import InputError
from wattlas.estimation.engine_chips import engine_on, engines_of
from wattlas.estimation.input_values import (
    check_limits,
    input_from_quantity,
    parse_given,
)
from wattlas.parameters.serving import ENGINES, Service

OLD = 2024
"""Latest year whose engines have constants of their own; later ones are as of today."""
ONLINE, OFFLINE = "online", "offline"
GROUP = "serving"
FITS = ("serving-fit", "labs-fit")
"""Sources of constants that are fitted to measurements."""
LOCAL = "llama.cpp"
"""The engine that splits a model over a chip and its host, and runs GGUF files."""
NEWEST = "2025"
"""Profile without constants of its own."""


@dataclass(frozen=True)
class Engine:
    """A program that serves, and how it is driven.

    `profile` names its constants: those of the group ``serving-<profile>`` count
    before those of ``serving``, which are of a vLLM of 2025 behind its server.
    `of_chips` says whether constants of a generation of chips count at all, `measured`
    whether rows of this program may count.
    """

    profile: str
    is_old: bool = False
    of_chips: bool = True
    measured: bool = True

    @property
    def of_rows(self) -> str:
        """The profile whose measured rows are this engine's, where it has any."""
        return _DRIVEN_ELSE.get(self.profile, self.profile)

    @property
    def has_slots(self) -> bool:
        """Whether its user says how many requests run at once, before it starts."""
        return self.profile in _SLOTTED

    @property
    def is_fitted(self) -> bool:
        """Whether constants of this engine were fitted to measurements."""
        own = facts.numbers("constants", f"{GROUP}-{self.of_rows}").values()
        return self.of_rows == NEWEST or any(f.source.startswith(FITS) for f in own)

    def knows_format(self, precision: str) -> bool:
        """Say whether products of a number format were measured with the engine.

        >>> Engine("2025").knows_format("fp8"), Engine("2023").knows_format("int8")
        (True, False)
        """
        own = facts.numbers("constants", f"{GROUP}-{self.of_rows}-{precision}")
        measured = _FORMATS_OF_ROWS.get(self.of_rows, _UNPACKED)
        return bool(own) or precision in measured

    def knows(self, generation: str) -> bool:
        """Say whether constants of a generation's own software were fitted.

        >>> Engine("2025").knows("gaudi"), Engine("2025").knows("cdna3")
        (True, False)
        """
        group = self.group("layer_overhead_us", generation)
        if not group.startswith(f"{GROUP}-{generation}"):
            return False
        return facts.number("constants", group, "layer_overhead_us").source in FITS

    def group(self, name: str, generation: str = "", precision: str = "") -> str:
        """Return the narrowest group of constants that has a constant.

        Constants of a generation of chips are of the software that runs on it, which
        was slower on some in 2024; those of a number format, of the engine's products.

        >>> Engine("2024").group("host_serial"), Engine("2024").group("pj_per_byte")
        ('serving-2024', 'serving')
        >>> Engine("vllm-2024", is_old=True).group("dense_efficiency", "cdna3")
        'serving-cdna3-2024'
        """
        names = [f"{GROUP}-{self.profile}-{precision}", f"{GROUP}-{self.profile}"]
        if generation and self.of_chips:
            old = [f"{GROUP}-{generation}-{OLD}"] if self.is_old else []
            names = [*old, f"{GROUP}-{generation}", *names]
        found = (n for n in names if facts.find_number("constants", n, name))
        return next(found, GROUP)


_UNPACKED = frozenset({"bf16", "fp16", "fp32", "tf32"})
_FORMATS_OF_ROWS = {NEWEST: _UNPACKED | {"fp8", "mxfp4"}}
"""By profile: number formats of its rows, where they are more than the usual ones."""
_DRIVEN_ELSE = {"vllm-offline": "2025"}
"""Profiles that differ from a measured one in how the engine is driven alone."""
_SLOTTED = frozenset({"llama.cpp", "mlx"})
_PROFILES = {
    "vllm": ("vllm-offline", "", "vllm-2024", "2024"),
    "sglang": ("vllm-offline", "", "vllm-2024", "2024"),
    "tensorrt-llm": ("tensorrt-llm", "tensorrt-llm", *["tensorrt-llm-2024"] * 2),
    "tgi": ("tgi",) * 4,
    "deepspeed": ("deepspeed-2024",) * 4,
    LOCAL: (LOCAL,) * 4,
    "mlx": ("mlx",) * 4,
    "maker": ("maker",) * 4,
    "transformers": ("transformers", "transformers", "2023", "2023"),
}
"""By engine: the profile offline and online today, offline and online until 2024."""


def engine_of(
    name: str | None, year: float | None = None, drive: str | None = None
) -> Engine:
    """Return the engine of a name, a year and a way to drive it.

    Nothing known is a vLLM of today behind its server.

    Raises
    ------
    InputError
        If the name or the drive is unknown.

    Examples
    --------
    >>> engine_of("vllm", 2024, "offline").profile
    'vllm-2024'
    >>> engine_of("transformers", 2023).profile
    '2023'
    """
    profiles = _PROFILES.get(name or "vllm")
    if profiles is None:
        raise InputError(
            "engine is a program: one of {engines}, got {name!r}. Its year is "
            "engine_year.",
            engines=", ".join(ENGINES),
            name=name,
        )
    if drive not in (None, ONLINE, OFFLINE):
        raise InputError(
            "drive is {online} or {offline}, got {drive!r}.",
            online=ONLINE,
            offline=OFFLINE,
            drive=drive,
        )
    is_old = year is not None and year <= OLD
    place = 2 * is_old + (drive != OFFLINE)
    return Engine(profiles[place] or NEWEST, is_old)


def engine_of_options(options: Service, chip: str, of_file: str = "") -> Engine:
    """Return the engine that the options of a service name, or that of the chip.

    What only one has, the format `of_file` or layers on the host, names it too.

    Raises
    ------
    InputError
        If the engine is not known to run on the chip.
    """
    given = options.engine_year
    year = None
    if given is not None:
        item = input_from_quantity(
            "engine_year", parse_given("engine_year", given, "1"), "1"
        )
        check_limits(item)
        year = item.mid
    name = options.engine
    if options.gpu_layers is not None:
        name = name or LOCAL
    if of_file in engines_of(chip):
        name = name or of_file
    return engine_of(engine_on(chip, name), year, options.drive)
