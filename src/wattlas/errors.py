"""Every error that Wattlas raises on purpose, in one tree.

::

    WattlasError
    ├── InputError (ValueError)            a value, a name or a file is not usable
    │   ├── UnknownNameError (LookupError) no fact has that name
    │   ├── UnknownOptionError (TypeError) no parameter has that name
    │   ├── UnitError                      a quantity has no or the wrong unit
    │   ├── DoesNotFitError                no layout of a replica holds the model
    │   ├── ContradictionError             two inputs cannot both be true
    │   └── StudyError                     a study file is not usable; has a line
    ├── NoPlanError                        no plan meets every demand and limit
    ├── SolverError                        a program was not solved to its tolerance
    ├── MissingFactError (LookupError)     a fact that the question needs is absent
    └── MissingExtraError (ImportError)    an optional dependency is not installed

A message says what is wrong, with its value and unit; what is allowed; what to do
next. It is a sentence with places and what stands in them, so that it can be said in
another language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any

_LONGEST, _BEGIN = 1_000, 200
"""From how many characters on a text in a sentence is cut, and to how many."""
_MOST_SHOWN = 100
"""How many names a sentence shows."""
PASSWORD = re.compile(r"(://[^/?#\s:@]*:)\S*@")
"""What stands between the user and the host of an address, whatever is in it."""


def without_passwords(text: str) -> str:
    """Return a text in which the passwords of addresses are not shown.

    >>> without_passwords("curl http://me:p@ss@host:80/x")
    'curl http://me:***@host:80/x'
    """
    return PASSWORD.sub(r"\1***@", text) if "://" in text else text


class Message:
    """A sentence with places, and by name what stands in them.

    What stands in a place may be a message itself, an error, or several names.

    >>> str(Message("{name} must be {limit:g}.", name="pue", limit=1.0))
    'pue must be 1.'

    The password in an address is not shown.

    >>> str(Message("{url} does not answer.", url="http://me:secret@host/x"))
    'http://me:***@host/x does not answer.'
    """

    __slots__ = ("text", "values")

    def __init__(self, text: str, /, **values: Any) -> None:
        self.text = text
        self.values: Mapping[str, Any] = {
            name: without_passwords(value) if isinstance(value, str) else value
            for name, value in values.items()
        }

    def __eq__(self, other: object) -> bool:
        """Say whether another message says the same."""
        return isinstance(other, Message) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __str__(self) -> str:
        """Return the sentence in English."""
        if not self.values:
            return self.text
        return self.text.format(**{n: cut(v) for n, v in self.values.items()})


class Several:
    """Names one after the other, with words between.

    >>> str(Several(["serve", "train"], " or "))
    'serve or train'
    """

    __slots__ = ("between", "names")

    def __init__(self, names: Iterable[Any], between: str = ", ") -> None:
        self.names = tuple(names)
        self.between = between

    def __str__(self) -> str:
        """Return the names in English."""
        return self.between.join(str(cut(name)) for name in self.shown)

    @property
    def shown(self) -> tuple[Any, ...]:
        """The names that a sentence shows: of very many the first."""
        few = self.names[:_MOST_SHOWN]
        return few if len(few) == len(self.names) else (*few, "...")


def cut(value: Any) -> Any:
    """Return what stands in a place of a sentence; of a very long text its begin.

    >>> cut("h100"), len(cut("x" * 500_000))
    ('h100', 203)
    """
    if isinstance(value, Message | Several | WattlasError | int | float):
        return value
    if len(str(value)) > _LONGEST:
        return f"{str(value)[:_BEGIN]}..."
    return value


class WattlasError(Exception):
    """Base of all errors that Wattlas raises on purpose: a message, in any language.

    >>> str(WattlasError("No site named {name!r}.", name="dubln"))
    "No site named 'dubln'."
    """

    def __init__(self, said: str | Message, /, **values: Any) -> None:
        self.message = Message(said, **values) if isinstance(said, str) else said
        super().__init__(said)

    def __str__(self) -> str:
        """Return the message in English."""
        return str(self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what makes the error anew in another process."""
        return type(self), (self.message,)


class InputError(WattlasError, ValueError):
    """A value, a name or a file cannot be used as it is."""


class UnknownNameError(InputError, LookupError):
    """No fact has the name that was asked for."""


class UnknownOptionError(InputError, TypeError):
    """No parameter has the name that was given, or one that is needed is not."""


class UnitError(InputError):
    """A quantity has no unit, an unknown one, or one of another dimension."""


class DoesNotFitError(InputError):
    """No layout of a replica holds the model and a request of this context."""


class ContradictionError(InputError):
    """Two inputs that were both given cannot both be true."""


class StudyError(InputError):
    """A study file cannot be used; the message starts with file and line."""


class NoPlanError(WattlasError):
    """No plan meets every demand and limit; the message says what would mend it."""


class SolverError(WattlasError):
    """A linear program was not solved within its stated tolerance."""


class MissingFactError(WattlasError, LookupError):
    """A fact that the question needs is not in the tables."""


class MissingExtraError(WattlasError, ImportError):
    """A command needs an optional dependency that is not installed."""


def reason_of(error: OSError) -> Message:
    """Return why the system refused, as a message.

    >>> print(reason_of(FileNotFoundError(2, "No such file or directory")))
    No such file or directory
    """
    return Message(error.strerror or type(error).__name__)


def nearest_names(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return up to `count` of the known names that look most like `name`.

    >>> nearest_names("h100-smx", ["h100-sxm", "h200-sxm", "tpu-v4"], count=2)
    ['h100-sxm', 'h200-sxm']
    """
    # Only a wrong name needs it: it is slow to load.
    import difflib

    wanted = name.lower()
    names = {n.lower(): n for n in sorted(set(known))}
    starting = [n for n in names if len(wanted) > 1 and n.startswith(wanted)]
    close = difflib.get_close_matches(wanted, names, n=count, cutoff=0.6)
    return [names[n] for n in dict.fromkeys([*close, *starting])][:count]


def unknown_name(
    kind: str, name: str, known: Iterable[str], listing: str | Message
) -> Message:
    """Return the sentence that says a name is unknown and which are near.

    >>> print(unknown_name("site", "dubln", ["dublin"], "wattlas facts sites"))
    No site named 'dubln'. Did you mean 'dublin'? List all: wattlas facts sites.
    """
    near = nearest_names(name, known)
    return Message(
        "No {kind} named {name!r}.{hint} List all: {listing}.",
        kind=Message(kind),
        name=name,
        hint=Message(" Did you mean {near}?", near=Several(map(repr, near), " or "))
        if near
        else "",
        listing=Message(listing) if isinstance(listing, str) else listing,
    )


@contextmanager
def in_file(path: PurePath) -> Iterator[None]:
    """Say of what is refused in the block in which file it stands, if it does not.

    >>> with in_file(PurePath("mine.yaml")):
    ...     raise UnitError("memory has no unit.")
    Traceback (most recent call last):
    wattlas.errors.UnitError: mine.yaml: memory has no unit.
    """
    try:
        yield
    except InputError as error:
        if str(path) in map(str, error.message.values.values()):
            raise
        raise type(error)("{path}: {error}", path=path, error=error) from error


@contextmanager
def needs_extra(feature: str, extra: str) -> Iterator[None]:
    """Import what an extra brings; name the command that installs it if it is absent.

    Every import of an optional library stands in such a block.

    Raises
    ------
    MissingExtraError
        If a library that is imported in the block is not installed.

    >>> with needs_extra("A chart", "report"):
    ...     import no_such_library
    Traceback (most recent call last):
    wattlas.errors.MissingExtraError: A chart needs the 'report' extra: pip install ...
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            "{feature} needs the {extra!r} extra: pip install 'wattlas[{extra}]'.",
            feature=Message(feature),
            extra=extra,
        ) from error
