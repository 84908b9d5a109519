"""One option or argument of the command line, made from its declaration."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, get_args, get_origin

import click
from click.shell_completion import CompletionItem

from wattlas.cli.output import spoken
from wattlas.cli.usage import MisusedError
from wattlas.errors import InputError, Message, Several
from wattlas.parameters.command_line import flags_of
from wattlas.parameters.declaration import Declared, choices_of

NOTHING: tuple[Any, ...] = (None, False, "", [])
"""Defaults that are no value: no help says them."""
Read = Callable[[tuple[Any, ...]], Any]
"""What becomes of the values of an option, all that were typed."""


class Argument(click.Argument):
    """An argument that has a sentence of help."""

    def __init__(self, item: Declared, **settings: Any) -> None:
        super().__init__([item.name], **settings)
        self._item = item

    @property
    def sentence(self) -> str:
        """What help says of it, in the chosen language."""
        return _help(self._item)


class _SpokenOption(click.Option):
    """An option whose help is said when it is asked for, in the chosen language."""

    def __init__(self, names: list[str], item: Declared, **settings: Any) -> None:
        super().__init__(names, help=item.parameter.help, **settings)
        self._item = item

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return its flags, and what is said of it."""
        self.help = _help(self._item)
        return super().get_help_record(ctx)


class _OneOf(click.Choice[str]):
    """One of some words; another is refused as the Python functions refuse it."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the word."""
        if value in self.choices or param is None:
            return str(value)
        raise MisusedError(
            "{flag} must be one of {choices}, got {value!r}.",
            ctx,
            flag=param.opts[0],
            choices=", ".join(self.choices),
            value=value,
        )


class _Counted(click.ParamType[Any]):
    """A number; another word is refused."""

    def __init__(self, number: type) -> None:
        self.name = "integer" if number is int else "float"
        self._number = number

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """Return the number."""
        try:
            return self._number(value)
        except ValueError as error:
            raise MisusedError(
                "Invalid value for {flag}: {value!r} is not a valid {kind}.",
                ctx,
                flag=param.get_error_hint(ctx) if param else "",
                value=value,
                kind=Message(self.name),
            ) from error


def parameter_of(item: Declared) -> click.Parameter:
    """Return the option or the argument that a field is on the command line."""
    if item.parameter.positional:
        return _argument(item)
    if item.type is bool:
        return _SpokenOption([*flags_of(item), item.name], item, is_flag=True)
    return _option(item)


def _argument(item: Declared) -> click.Argument:
    pairs = _is_mapping(item)
    several = pairs or _is_list(item)
    # With a default, even of None, click takes nothing for given.
    default = {} if item.required or several else {"default": item.default}
    return Argument(
        item,
        type=_type(item),
        metavar="NAME=VALUE..." if pairs else None,
        nargs=-1 if several else 1,
        required=item.required,
        shell_complete=_keys_of(item),
        callback=_callback(item) if pairs else _all_or_none if several else None,
        **default,
    )


def _option(item: Declared) -> click.Option:
    """Return an option that may be typed once, or as often as it holds values."""
    # Only a flag that may stand alone takes no value that begins with a dash: -1.
    alone = item.parameter.alone
    flag: dict[str, Any] = {"is_flag": False, "flag_value": alone} if alone else {}
    return _SpokenOption(
        [*flags_of(item), item.name],
        item,
        type=_type(item),
        multiple=True,
        required=item.required,
        metavar=_metavar(item),
        callback=_callback(item),
        shell_complete=_keys_of(item),
        **flag,
    )


def _callback(item: Declared) -> Callable[[Any, click.Parameter, Any], Any]:
    if _is_mapping(item):
        read: Read = _pairs
    elif item.parameter.commas:
        read = _parts_of(item)
    elif _is_list(item):
        read = list
    else:
        read = _one

    def callback(
        context: click.Context, parameter: click.Parameter, values: Any
    ) -> Any:
        if not values:
            return None if item.required else item.default
        try:
            return read(values)
        except InputError as error:
            raise MisusedError(
                "{flag} {problem}", context, flag=parameter.opts[0], problem=error
            ) from error

    return callback


def _one(values: tuple[Any, ...]) -> Any:
    if len(values) > 1:
        raise InputError(
            "is given more than once ({given}): one would be lost.",
            given=Several(values, " and "),
        )
    return values[0]


def _pairs(values: tuple[Any, ...]) -> dict[str, str]:
    """Return NAME=VALUE texts as a mapping; each name once."""
    pairs: dict[str, str] = {}
    for text in values:
        name, equals, value = (part.strip() for part in str(text).partition("="))
        if not (name and equals and value):
            raise InputError("takes NAME=VALUE, got {text!r}.", text=text)
        if name in pairs:
            raise InputError(
                "gives {name} more than once: one would be lost.", name=name
            )
        pairs[name] = value
    return pairs


def _parts_of(item: Declared) -> Read:
    """Return the reader of values with commas: of numbers where these are meant."""
    number = float in _parts(item.type)

    def read(values: tuple[Any, ...]) -> Any:
        words = [word.strip() for word in str(_one(values)).split(",") if word.strip()]
        if not words:
            raise InputError(
                "takes values with commas, got {value!r}.", value=values[0]
            )
        if not number:
            return tuple(words)
        try:
            return tuple(float(word) for word in words)
        except ValueError as error:
            raise InputError(
                "takes numbers with commas, got {value!r}.", value=values[0]
            ) from error

    return read


def _all_or_none(_: click.Context, __: click.Parameter, values: Any) -> Any:
    return list(values) if values else None


def _type(item: Declared) -> click.ParamType[Any]:
    """Return how a word is read; a number with a unit or a range stays a text."""
    choices = choices_of(item)
    parts = _parts(item.type)
    if choices:
        return _OneOf(choices)
    if str in parts or item.parameter.commas or Any in parts:
        return click.STRING
    if Path in parts:
        return click.Path(path_type=Path)
    return _Counted(float if float in parts else int)


def _metavar(item: Declared) -> str | None:
    """Return what is shown for a value; choices show themselves."""
    if choices_of(item):
        return None
    if _is_mapping(item):
        return "NAME=VALUE"
    if item.parameter.quantity:
        return "NUMBER"
    return "FILE" if item.parameter.path else "TEXT"


def _help(item: Declared) -> str:
    """Return the sentence of help with the unit, unless it says it, and the default."""
    say = spoken()
    said = say(item.parameter.help)
    unit = item.parameter.limits.unit if item.quantity else "1"
    if not _says_unit(item, unit):
        said += f" [{unit}]"
    if item.required:
        return said if item.parameter.positional else f"{said}  [{say('required')}]"
    default = item.default
    if isinstance(default, tuple):
        default = ",".join(map(str, default))
    if default in NOTHING:
        return said
    return f"{said}  [{say('default: {default}', default=default)}]"


def _says_unit(item: Declared, unit: str) -> bool:
    """Say whether a number needs no unit beside its help: it has none or says it."""
    text = item.parameter.help
    if unit == "1" or unit.startswith("money") or item.parameter.needs_unit:
        return True
    return "[" in text or re.search(rf"\b{re.escape(unit)}", text, re.I) is not None


def _keys_of(item: Declared) -> Callable[..., list[CompletionItem]] | None:
    """Return what completes a key of a table of facts, where the field takes one."""
    table = item.parameter.table
    if not table:
        return None

    def complete(_: Any, __: Any, incomplete: str) -> list[CompletionItem]:
        from wattlas import facts

        keys = (key for key in facts.keys(table) if key.startswith(incomplete))
        return [CompletionItem(key) for key in keys]

    return complete


def _is_list(item: Declared) -> bool:
    return _has_origin(item.type, (list,))


def _is_mapping(item: Declared) -> bool:
    return _has_origin(item.type, (Mapping,))


def _has_origin(hint: Any, kinds: Iterable[type]) -> bool:
    origin = get_origin(hint)
    if isinstance(origin, type) and any(issubclass(origin, k) for k in kinds):
        return True
    return any(_has_origin(part, kinds) for part in get_args(hint) if get_origin(part))


def _parts(hint: Any) -> tuple[Any, ...]:
    """Return the plain types in a type."""
    inner = get_args(hint)
    return tuple(p for part in inner for p in _parts(part)) if inner else (hint,)
