"""Functions whose keyword arguments are the fields of a class of options."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Any, ParamSpec, TypeVar

from wattlas.errors import (
    InputError,
    Message,
    Several,
    UnknownOptionError,
    nearest_names,
)
from wattlas.parameters.declaration import (
    Declared,
    choices_of,
    declared,
    given_of,
)
from wattlas.parameters.kinds import check_kind

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")


def keywords(options: Callable[P, T]) -> Callable[[Callable[[T], R]], Callable[P, R]]:
    """Turn a function of options into one of their fields as keyword arguments.

    Signature, help and completion show every field; an unknown name is answered by
    the nearest ones.

    Raises
    ------
    UnknownOptionError
        From the function that is returned, if a keyword is no field.

    Examples
    --------
    >>> from wattlas.parameters import PlaceOptions
    >>> @keywords(PlaceOptions)
    ... def label(options):
    ...     return options.site
    >>> label(site="oslo")
    'oslo'
    """
    kind: Any = options

    def decorate(function: Callable[[T], R]) -> Callable[P, R]:
        @functools.wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            _check_names(function.__name__, kind, args, kwargs)
            return function(_checked(options(*args, **kwargs)))

        _describe(call, kind, function)
        return call

    return decorate


def options_of(
    options: type,
    name: str,
    given: Mapping[str, Any],
    contents: Mapping[str, Any] | None = None,
) -> Any:
    """Return options of what is given by name, as a function of `name` takes them.

    `contents` are fields of which a content stands in place of the name of a file:
    whoever gives them has checked them.

    Raises
    ------
    UnknownOptionError
        If a name is no field, or one that is needed is not given.
    InputError
        If a value is of another type, or no word that its field takes.

    Examples
    --------
    >>> from wattlas.parameters import PlaceOptions
    >>> options_of(PlaceOptions, "place", {"pue": 1.2}).pue
    1.2
    """
    contents = contents or {}
    _check_names(name, options, (), {**given, **contents})
    return _checked(options(**given, **contents), tuple(contents))


def _describe(call: Any, options: type, function: Callable[..., Any]) -> None:
    """Give a function the signature, annotations and docstring of its options."""
    signature = _signature(options, function)
    call.__signature__ = signature
    call.__doc__ = _with_parameters(function.__doc__ or "", options)
    call.__annotations__ = {
        p.name: p.annotation for p in signature.parameters.values()
    } | {"return": signature.return_annotation}


def _check_names(
    name: str, options: type, args: tuple[Any, ...], given: dict[str, Any]
) -> None:
    known = declared(options)
    positional = [f.name for f in fields(options) if not f.kw_only]
    if len(args) > len(positional):
        raise UnknownOptionError(
            "{name} takes keyword arguments, such as {next}=..., got {arg!r} without "
            "a name.",
            name=name,
            next=next(iter(known)),
            arg=args[len(positional)],
        )
    for key in positional[: len(args)]:
        if key in given:
            raise UnknownOptionError(
                "{name} has {key} twice: give it once.", name=name, key=key
            )
    for key in given:
        if key not in known:
            near = nearest_names(key, known)
            hint = (
                Message(
                    " Did you mean {names}?",
                    names=Several(map(repr, near), " or "),
                )
                if near
                else ""
            )
            raise UnknownOptionError(
                "{name} has no parameter {key!r}.{hint} It has: {known}.",
                name=name,
                key=key,
                hint=hint,
                known=Several(known),
            )
    told = {*positional[: len(args)], *given}
    missing = [n for n, item in known.items() if item.required and n not in told]
    if missing:
        raise UnknownOptionError(
            "{name} needs {missing}.",
            name=name,
            missing=Several(missing, " and "),
        )


def _checked(options: T, but: tuple[str, ...] = ()) -> T:
    """Return options of the types that they declare, words among their choices.

    The fields `but` are not looked at.

    Raises
    ------
    InputError
        If one is not.
    """
    known = {n: i for n, i in declared(type(options)).items() if n not in but}
    for name, item in known.items():
        if getattr(options, name) is not item.default:
            check_kind(item, getattr(options, name))
    for name, value in given_of(options).items():
        choices = choices_of(known[name]) if name in known else ()
        if choices and value not in choices:
            raise InputError(
                "{name} must be one of {choices}, got {value!r}.",
                name=name,
                choices=", ".join(choices),
                value=value,
            )
    return options


def _signature(options: type, function: Callable[..., Any]) -> inspect.Signature:
    positional = {f.name for f in fields(options) if not f.kw_only}
    parameters = [
        inspect.Parameter(
            item.name,
            inspect.Parameter.POSITIONAL_OR_KEYWORD
            if item.name in positional
            else inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if item.required else item.default,
            annotation=item.type,
        )
        for item in sorted(
            declared(options).values(), key=lambda item: item.name not in positional
        )
    ]
    returned = inspect.signature(function).return_annotation
    return inspect.Signature(parameters, return_annotation=returned)


def _with_parameters(doc: str, options: type) -> str:
    """Return a docstring with a section of parameters, before what is raised."""
    lines = ["Parameters", "----------"]
    for item in declared(options).values():
        lines += [f"{item.name}", f"    {help_of(item)}"]
    section = "\n".join(f"    {line}" for line in lines)
    head, mark, rest = doc.partition("\n    Raises\n")
    return f"{head.rstrip()}\n\n{section}\n{mark}{rest}"


def help_of(item: Declared) -> str:
    """Return a parameter's sentence with its choices, limits and default.

    >>> from wattlas.parameters import PlaceOptions
    >>> help_of(declared(PlaceOptions)["pue"])
    'Facility energy over IT energy, such as 1.2 or 1.1..1.3. Allowed: 1 to 5.'
    """
    said = [item.parameter.help]
    choices = choices_of(item)
    if choices:
        said.append(f"One of {', '.join(choices)}.")
    if item.quantity:
        limits = item.parameter.limits
        unit = "" if limits.unit == "1" else f" {limits.unit}"
        said.append(f"Allowed: {limits.allowed}{unit}.")
    if item.default not in (None, MISSING, False, "") and item.default != []:
        said.append(f"Default: {item.default}.")
    return " ".join(said)
