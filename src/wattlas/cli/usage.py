"""What is wrong with the words of a command line, as a message in any language."""

from __future__ import annotations

import click

from wattlas.errors import Message, Several


class MisusedError(click.UsageError):
    """Words of a command line that cannot be used: a message, and its place."""

    def __init__(
        self, said: str | Message, /, ctx: click.Context | None = None, **values: object
    ) -> None:
        self.said = Message(said, **values) if isinstance(said, str) else said
        super().__init__(str(self.said), ctx)


def usage_message(error: click.ClickException) -> Message:
    """Return what a refusal of click says, as a message."""
    if isinstance(error, MisusedError):
        return error.said
    if isinstance(error, click.NoSuchOption):
        near = Several(map(repr, sorted(error.possibilities or ())), " or ")
        hint = Message(" Did you mean {near}?", near=near) if near.names else ""
        return Message(
            "No such option {name!r}.{hint}", name=error.option_name, hint=hint
        )
    if isinstance(error, click.MissingParameter) and error.param is not None:
        wanted = error.param.get_error_hint(error.ctx)
        if isinstance(error.param, click.Argument):
            return Message("Missing argument {name}.", name=wanted)
        return Message("Missing option {name}.", name=wanted)
    if isinstance(error, click.BadOptionUsage):
        return _of_option(error)
    return Message(error.format_message())


def _of_option(error: click.BadOptionUsage) -> Message:
    known = error.ctx.command.params if error.ctx else []
    flags = {f for p in known for f in p.opts if getattr(p, "is_flag", False)}
    if error.option_name in flags:
        return Message("Option {name!r} does not take a value.", name=error.option_name)
    return Message("Option {name!r} requires an argument.", name=error.option_name)
