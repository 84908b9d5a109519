"""Options that several verbs share, declared once and added to their signatures."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import typer

from wattlas.errors import InputError

Text = str | None


def _says(code: str | None) -> str | None:
    from wattlas.cli.output import set_language

    set_language(code)
    return code


Language = Annotated[
    str | None,
    typer.Option("--language", help="What is said: en or zh.", callback=_says),
]
"""In which language a verb prints and writes: set where it is read."""


def _option(
    name: str, default: str | int | bool | None, text: str
) -> inspect.Parameter:
    kind = Text if default is None else type(default)
    flag = f"--{name.replace('_', '-')}"
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[kind, typer.Option(flag, help=text)],
    )


PLACE = (
    _option("site", None, "A data-centre site: wattlas facts sites."),
    _option("country", None, "A country or grid region, or 'world' for the average."),
    _option("pue", None, "Facility energy over IT energy, such as 1.2 or 1.1..1.3."),
    _option("wue", None, "Water consumed on site. [L per kWh of IT energy]"),
    _option("intensity", None, "Carbon of the electricity, such as '390 g/kWh'."),
    _option("grid_water", None, "Water consumed at power plants. [L/kWh]"),
    _option("price", None, "Price of electricity, such as '0.08 USD/kWh'."),
    _option("currency", None, "Currency of the costs, such as CNY."),
)
"""Where the work runs, and what is known of that place."""

CHIPS = (
    _option("life_years", None, "Years for which the hardware is used."),
    _option("chip_hour_cost", None, "Cost of a chip-hour without its electricity."),
    inspect.Parameter(
        "overrides",
        inspect.Parameter.KEYWORD_ONLY,
        default=None,
        annotation=Annotated[
            list[str] | None,
            typer.Option("--set", help="Any input by name: NAME=VALUE; repeatable."),
        ],
    ),
)
"""What chips cost in money and in carbon."""

GENERATION = (
    _option("width", None, "Width. [px]"),
    _option("height", None, "Height. [px]"),
    _option("steps", None, "Denoising steps."),
    _option("batch", None, "Items made at once."),
    _option("chips", None, "Chips that share the work of an item."),
    _option("precision", None, "Number format of the arithmetic: bf16, fp8 ..."),
    _option("busy_share", None, "Share of the time in which a replica works."),
    _option("items_per_day", None, "Volume, such as 1M."),
)
"""What is made, and how."""

FRAMES = (
    _option("frames", None, "Frames of a video."),
    _option("fps", None, "Frames per second."),
)
"""What a video has beside an image."""

OUTPUT = (
    _option("json", False, "Print the record, unrounded, as JSON."),
    _option("explain", False, "Print how each figure came about, as a tree."),
    _option("equivalents", False, "Print what the figures compare with."),
    _option("draws", 4096, "Draws for the ranges."),
    _option("seed", 20260101, "Seed of the draws."),
    _option("language", None, "What is said: en or zh."),
)
"""How the result is printed."""


ANSWERS = (
    _option("ranges", False, "How far the mix may differ at 1 % more cost."),
    _option(
        "break_evens",
        False,
        "From which carbon price and year each option not chosen would enter.",
    ),
    _option("pareto", 0, "Plans from least cost to least carbon, and to least water."),
)
"""What a plan answers beside itself, where it is asked for."""


def overrides(settings: list[str] | None) -> dict[str, str]:
    """Return the inputs that are set by name: NAME=VALUE, several times."""
    pairs = [setting.partition("=") for setting in settings or []]
    for name, equals, value in pairs:
        if not (name and equals and value):
            raise InputError(f"--set takes NAME=VALUE, got {name + equals + value!r}.")
    return {name.strip(): value.strip() for name, _, value in pairs}


Command = TypeVar("Command", bound=Callable[..., None])


def with_options(
    *groups: tuple[inspect.Parameter, ...],
) -> Callable[[Command], Callable[..., None]]:
    """Add groups of options to a command, which receives them as keywords."""
    shared = [parameter for group in groups for parameter in group]

    def decorate(command: Command) -> Callable[..., None]:
        signature = inspect.signature(command, eval_str=True)
        own = [p for p in signature.parameters.values() if p.kind is not p.VAR_KEYWORD]
        merged = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own] + shared

        @functools.wraps(command)
        def wrapper(**values: Any) -> None:
            command(**values)

        wrapper.__signature__ = signature.replace(parameters=merged)  # type: ignore[attr-defined]
        wrapper.__annotations__ = {p.name: p.annotation for p in merged}
        return wrapper

    return decorate


def refuse_options_before(context: typer.Context) -> None:
    """Refuse an option before a command, where it is lost: say where it belongs."""
    given = [
        name
        for name in context.params
        if str(context.get_parameter_source(name)).endswith("COMMANDLINE")
    ]
    if given:
        command = context.invoked_subcommand
        raise InputError(
            f"--{given[0]} stands before {command} and would be lost: options of "
            f"{command} stand after it (wattlas outlook {command} --help)."
        )
