"""Commands of the terminal, made from classes of options and functions of them.

Nothing of a verb, nor what its options are declared with, is loaded for the list of
verbs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from wattlas.cli.help import SpokenContext
from wattlas.cli.usage import MisusedError
from wattlas.errors import InputError, Message, Several, nearest_names

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Run = Callable[..., int | None]
"""What a verb does with its options; a code other than 0 ends the program with it."""


@dataclass(frozen=True)
class Verb:
    """A function, and the classes of options that it takes, in this order."""

    kinds: tuple[type, ...]
    run: Run
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def help(self) -> str:
        """What the terminal says of it: the function's docstring."""
        return self.run.__doc__ or ""

    def command(self, name: str) -> click.Command:
        """Return the command of the terminal."""
        return _Command(
            name,
            params=self.parameters(),
            callback=self.call,
            help=self.help,
            context_settings=dict(self.settings),
        )

    def group(self, name: str, listed: Mapping[str, Lazy]) -> click.Command:
        """Return a group that is a command too, where no command of it is named."""
        return Group(
            name,
            listed,
            params=self.parameters(),
            callback=self._call_alone,
            invoke_without_command=True,
            help=self.help,
        )

    def beside(self, name: str, listed: Mapping[str, Lazy]) -> click.Command:
        """Return a command that has others beside it, named by the first word."""
        return _Beside(name, listed, self)

    def parameters(self) -> list[click.Parameter]:
        """Return its arguments and options, those of the first class first."""
        from wattlas.cli.option import parameter_of
        from wattlas.parameters.declaration import declared

        items = [item for kind in self.kinds for item in declared(kind).values()]
        return [parameter_of(item) for item in items]

    def call(self, **values: Any) -> None:
        """Run the function with its options, in the language that they ask for."""
        from wattlas.cli.output import set_language
        from wattlas.parameters.declaration import declared

        set_language(values.get("language"))
        options = (
            kind(**{n: values[n] for n in declared(kind)}) for kind in self.kinds
        )
        code = self.run(*options)
        if code:
            raise click.exceptions.Exit(code)

    def _call_alone(self, **values: Any) -> None:
        context = click.get_current_context()
        if context.invoked_subcommand is None:
            return self.call(**values)
        _refuse_options_before(context)
        return None


def verb(*kinds: type, **settings: Any) -> Callable[[Run], Verb]:
    """Make a verb of a function of options: one for each class, in this order."""

    def decorate(run: Run) -> Verb:
        return Verb(kinds, run, settings)

    return decorate


@dataclass(frozen=True)
class Lazy:
    """A command that is imported when it is used: where it stands, and its line."""

    module: str
    attribute: str
    line: str

    def command(self, name: str) -> click.Command:
        """Import the command."""
        value = getattr(import_module(self.module), self.attribute)
        return value.command(name) if isinstance(value, Verb) else value


class Group(click.Group):
    """A group that lists its commands by a line each and imports the one in use."""

    context_class = SpokenContext

    def __init__(self, name: str, listed: Mapping[str, Lazy], **settings: Any) -> None:
        self.listed = listed
        settings.setdefault("no_args_is_help", not settings.get("params"))
        super().__init__(name, **settings)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(self.listed)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        lazy = self.listed.get(cmd_name)
        return lazy.command(cmd_name) if lazy else None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Return the command that is named; answer another name by the nearest."""
        if args and args[0] not in self.listed and not args[0].startswith("-"):
            raise _no_command(args[0], self.listed, ctx)
        return super().resolve_command(ctx, args)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the line of each command."""
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, lazy.line) for name, lazy in self.listed.items()]
            )

    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> list[CompletionItem]:
        """Return the names and options that begin so, importing none."""
        from click.shell_completion import CompletionItem

        names = [
            CompletionItem(name, help=lazy.line)
            for name, lazy in self.listed.items()
            if name.startswith(incomplete)
        ]
        return names + click.Command.shell_complete(self, ctx, incomplete)


class _Beside(Group):
    """A command whose words are its own, but where the first names another command."""

    def __init__(self, name: str, listed: Mapping[str, Lazy], verb: Verb) -> None:
        super().__init__(name, listed, help=verb.help)
        self.verb, self.alone = verb, verb.command(name)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Return the context of the command that the words are for."""
        if args and args[0] in self.listed:
            return super().make_context(info_name, args, parent, **extra)
        return self.alone.make_context(info_name, args, parent, **extra)

    def get_help(self, ctx: click.Context) -> str:
        """Return the help of the command, for the page of all commands."""
        return self.alone.get_help(ctx)


def _no_command(
    name: str, known: Mapping[str, Lazy], ctx: click.Context
) -> MisusedError:
    near = Several(map(repr, nearest_names(name, known)), " or ")
    hint = Message(" Did you mean {near}?", near=near) if near.names else ""
    return MisusedError("No such command {name!r}.{hint}", ctx, name=name, hint=hint)


class _Command(click.Command):
    """A command whose help has a section for its arguments."""

    context_class = SpokenContext

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words; refuse those that are too many."""
        takes_all = ctx.allow_extra_args
        ctx.allow_extra_args = True
        left = super().parse_args(ctx, args)
        if left and not takes_all and not ctx.resilient_parsing:
            words = " ".join(map(str, left))
            if len(left) == 1:
                raise MisusedError(
                    "Got unexpected extra argument ({words})", ctx, words=words
                )
            raise MisusedError(
                "Got unexpected extra arguments ({words})", ctx, words=words
            )
        return left

    def format_options(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write arguments, then options."""
        from wattlas.cli.option import Argument

        rows = [
            (parameter.make_metavar(ctx), parameter.sentence)
            for parameter in self.params
            if isinstance(parameter, Argument)
        ]
        if rows:
            with formatter.section("Arguments"):
                formatter.write_dl(rows)
        super().format_options(ctx, formatter)


def fields_typed(options: Any) -> dict[str, Any]:
    """Return the fields of options that stand on the command line, by name."""
    from wattlas.parameters.declaration import declared

    typed = set(_typed(click.get_current_context()))
    return {n: getattr(options, n) for n in declared(type(options)) if n in typed}


def _typed(context: click.Context) -> Iterator[str]:
    for name in context.params:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            yield name


def _refuse_options_before(context: click.Context) -> None:
    """Refuse an option before a command, where it is lost: say where it belongs."""
    for name in _typed(context):
        inner, flag = context.invoked_subcommand, f"--{name.replace('_', '-')}"
        raise InputError(
            "{flag} stands before {inner} and would be lost: options of {inner} stand "
            "after it ({command_path} {inner} --help).",
            flag=flag,
            inner=inner,
            command_path=context.command_path,
        )
