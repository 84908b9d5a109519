"""A parameter, and what a class of options declares of each of its fields."""

from __future__ import annotations

import functools
import inspect
import operator
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    TypeAlias,
    Union,
    get_args,
    get_origin,
)

from wattlas.parameters.limits import Quantity
from wattlas.parameters.quantities import quantity

Given: TypeAlias = float | int | str | None
"""What a user may give for a number: 1.2, "1.1..1.3", "433 MWh", or nothing."""
Number: TypeAlias = float | int | str
"""A number, a number with a unit, or a range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What is said of one input, once for every surface.

    `quantity` names the number's unit and limits in `QUANTITIES`; `feeds` the inputs
    of the chain that it becomes, where they have other names. `table` is the table of
    facts whose keys it takes. `flags` are its spellings on the command line, where
    they are not the field's name, `positional` stands without a flag, `commas` part
    several values, and `alone` is the value of a flag that stands without one. `before`
    turns short ways of writing a field of a study into the full one. A `path` may name
    a file, an `address` a machine that is called. `columns` are other names of the
    column in a log. `examples` are values that differ.
    """

    help: str
    quantity: str = ""
    feeds: tuple[str, ...] = ()
    table: str = ""
    choices: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    positional: bool = False
    commas: bool = False
    alone: str = ""
    needs_unit: bool = False
    path: bool = False
    address: bool = False
    before: Callable[[Any], Any] | None = None
    columns: tuple[str, ...] = ()
    examples: tuple[Any, ...] = ()

    @property
    def limits(self) -> Quantity:
        """Unit, allowed and usual range of the number."""
        return quantity(self.quantity)

    @property
    def inputs(self) -> tuple[str, ...]:
        """The inputs of the chain that the parameter becomes."""
        return self.feeds or ((self.quantity,) if self.quantity else ())

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Let a study's section read the field: short forms, and no truth for numbers.

        Pydantic calls this; nothing of it is imported before.
        """
        from pydantic_core import core_schema

        inner = handler(source)
        if str in get_args(source) and self.quantity:
            return core_schema.no_info_plain_validator_function(_number_or_text)
        if self.quantity:
            inner = core_schema.no_info_before_validator_function(_no_truth, inner)
        if self.before is None:
            return inner
        return core_schema.no_info_before_validator_function(self.before, inner)


@dataclass(frozen=True, slots=True)
class Declared:
    """One field of a class of options: its type, default and parameter."""

    name: str
    type: Any
    default: Any
    parameter: Parameter

    @property
    def required(self) -> bool:
        """Whether it has no default."""
        return self.default is MISSING

    @property
    def quantity(self) -> str:
        """The name of its quantity, or ''."""
        return self.parameter.quantity


def declared(options: type) -> Mapping[str, Declared]:
    """Return what a class of options declares, by field: its own fields first.

    >>> from wattlas.parameters import TrainOptions
    >>> list(declared(TrainOptions))[:1]
    ['model']
    """
    return _declared(options)


@cache
def _declared(options: type) -> Mapping[str, Declared]:
    known = {f.name: f for f in fields(options)}
    return types.MappingProxyType(
        {
            name: Declared(name, _bare(hint), _default(known[name]), _of(hint))
            for name, hint in _own_first(options).items()
            if name in known
        }
    )


def _own_first(options: type) -> dict[str, Any]:
    """Return annotations by field: of the class itself before what it inherits."""
    hints: dict[str, Any] = {}
    for kind in options.__mro__:
        for name, hint in _annotations(kind).items():
            hints.setdefault(name, hint)
    return hints


@cache
def _annotations(kind: type) -> dict[str, Any]:
    """Return what a class itself annotates: read once for all that inherit it."""
    return inspect.get_annotations(kind, eval_str=True)


def given_of(options: Any, kind: type | None = None) -> dict[str, Any]:
    """Return the fields that differ from their defaults, by name.

    `kind` is a class of options that they inherit: then only its fields.

    >>> from wattlas.parameters import PlaceOptions
    >>> given_of(PlaceOptions(pue=1.2))
    {'pue': 1.2}
    """
    known = declared(type(options))
    values = {name: getattr(options, name) for name in declared(kind or type(options))}
    return {n: v for n, v in values.items() if _differs(v, known[n].default)}


def _differs(value: Any, default: Any) -> bool:
    """Say whether a value is given; a column of a log is never compared."""
    if default is None:
        return value is not None
    # A number of numpy beside a tuple would be compared with each of its items.
    of_several = isinstance(default, tuple | list), isinstance(value, tuple | list)
    return of_several[0] != of_several[1] or bool(value != default)


def nested_in(hint: Any) -> type | None:
    """Return the class of options in a type, such as that of ``list[SiteSection]``."""
    if isinstance(hint, type) and is_dataclass(hint):
        return hint
    inner = (nested_in(part) for part in get_args(hint))
    return next((kind for kind in inner if kind is not None), None)


def choices_of(item: Declared) -> tuple[str, ...]:
    """Return the words that a field takes, where it takes none but those."""
    parts = (item.type, *get_args(item.type))
    literal = next((get_args(p) for p in parts if get_origin(p) is Literal), ())
    return item.parameter.choices or literal


def _of(hint: Any) -> Parameter:
    """Return the last parameter of a field's annotations: a wording of its own wins."""
    found = [m for m in getattr(hint, "__metadata__", ()) if isinstance(m, Parameter)]
    if found:
        return found[-1]
    inner = [_of(part) for part in get_args(hint) if get_origin(part) is Annotated]
    return inner[-1] if inner else Parameter(help="")


def _bare(hint: Any) -> Any:
    """Return a type without its annotations."""
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        return functools.reduce(operator.or_, map(_bare, get_args(hint)))
    return hint


def _default(item: Field[Any]) -> Any:
    if item.default_factory is not MISSING:
        return item.default_factory()
    return item.default


def _no_truth(value: Any) -> Any:
    """Refuse true and false where a number is meant: Python takes them for 1 and 0."""
    from pydantic_core import PydanticCustomError

    if isinstance(value, bool):
        raise PydanticCustomError("number", "a number, not true or false")
    return value


def _number_or_text(value: Any) -> Any:
    """Return a number, a text or None as it is: its unit is read where it is known."""
    from pydantic_core import PydanticCustomError

    if isinstance(value, bool) or not isinstance(value, int | float | str | None):
        raise PydanticCustomError("number", "a number, with or without a unit")
    return value


class Section:
    """A section of a study: fields, checked; what is not known is refused."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}
