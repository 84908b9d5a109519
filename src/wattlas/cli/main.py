"""The `wattlas` command: its verbs, and errors as one sentence."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext, redirect_stderr, redirect_stdout

import click

from wattlas.cli.command import Group, Lazy
from wattlas.cli.leaving import Leaving
from wattlas.cli.waiting import waiting
from wattlas.errors import Message, WattlasError, reason_of

NAME = "wattlas"
COMPLETE = "_WATTLAS_COMPLETE"
"""The variable in which a shell asks for what completes a word."""
LANGUAGE = "--language"
"""The option by which a language is asked for; it holds for refusals and help too."""
USAGE, INTERRUPTED, BROKEN_PIPE = 2, 130, 141
"""Exit codes: of wrong usage, and as shells give them for SIGINT and SIGPIPE."""


def _verb(module: str, line: str) -> Lazy:
    return Lazy(f"wattlas.cli.{module}", module, line)


VERBS = {
    "check": _verb("check", "Recompute a claim about AI's electricity: is it true?"),
    "facts": _verb(
        "facts", "List the fact tables, one table, or one key with its sources."
    ),
    "parameters": _verb(
        "parameters", "List what may be given to a verb, with units and limits."
    ),
    "plan": _verb(
        "plan", "Plan where, when and on what power the work of a study runs."
    ),
    "run": _verb("run", "Run a study: cases and places side by side, and a page."),
    "report": _verb("report", "Show a saved record: nothing is computed anew."),
    "measure": _verb(
        "measure", "Measure what a command draws; its output stays its own."
    ),
    "doctor": _verb(
        "doctor", "Show what can be metered here: each counter, or why not."
    ),
    "otlp": _verb(
        "otlp",
        "Receive OTLP over HTTP, add the energy of AI calls, and pass the spans on.",
    ),
    "validate": _verb(
        "validate", "Show how wrong the program is, against measurements."
    ),
    "estimate": _verb(
        "estimate", "Estimate electricity, money, carbon and water, with ranges."
    ),
    "outlook": _verb("outlook", "Show AI against the world's electricity, to 2050."),
    "ledger": _verb("ledger", "List, sum, compare, export and ask what runs drew."),
    "web": _verb("web", "Serve pages and a REST interface to this machine's browser."),
    "mcp": _verb("mcp", "Offer tools to language models, over MCP."),
    "completion": _verb(
        "completion", "Print what makes a shell complete words: bash, zsh, fish."
    ),
}


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from wattlas import __version__

        click.echo(f"{NAME} {__version__}")
        context.exit()


app = Group(
    NAME,
    VERBS,
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_version,
            help="Show it.",
        )
    ],
    no_args_is_help=True,
    help="The electricity of AI, from a token to the grid.",
)


def main() -> None:
    """Run the command line; an error is one sentence on stderr: exit 1, of usage 2."""
    asked = os.environ.get(COMPLETE)
    if asked:
        from click.shell_completion import shell_complete

        sys.exit(shell_complete(app, {}, NAME, COMPLETE, asked))
    streams = out, talk = Leaving(sys.stdout), Leaving(sys.stderr)
    with redirect_stdout(out), redirect_stderr(talk):
        code = _run(sys.argv[1:])
        out.flush()
        if out.problem is not None:
            code = _say_error(_unwritten(out.problem), code or 1)
        talk.flush()
    sys.exit(BROKEN_PIPE if any(stream.is_gone for stream in streams) else code)


def _unwritten(problem: OSError) -> Message:
    return Message(
        "Not all was written to standard output: {reason}.", reason=reason_of(problem)
    )


def _run(words: list[str]) -> int:
    """Run a command; return the exit code."""
    from wattlas.cli.output import set_language

    set_language(_asked_language(words))
    try:
        # What is measured writes to the terminal itself, past our streams.
        line = nullcontext() if "measure" in words[:1] else waiting()
        with line, app.make_context(NAME, list(words)) as context:
            app.invoke(context)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        return _say(error.format_message(), USAGE)
    except click.UsageError as error:
        return _say_error(_usage(error), USAGE)
    except click.ClickException as error:
        return _say_error(Message(error.format_message()), error.exit_code)
    except WattlasError as error:
        return _say_error(error.message, 1)
    except (KeyboardInterrupt, click.Abort):
        from wattlas.cli.output import spoken

        return _say(spoken()("Interrupted."), INTERRUPTED)
    return 0


def _usage(error: click.UsageError) -> Message:
    """Return what is wrong with the words, and where help is."""
    from wattlas.cli.usage import usage_message

    path = error.ctx.command_path if error.ctx else NAME
    wrong = usage_message(error)
    return Message("{wrong} See {command} --help.", wrong=wrong, command=path)


def _asked_language(words: list[str]) -> str | None:
    """Return the language that the words ask for, whether they can be used or not."""
    for word, after in zip(words, [*words[1:], ""], strict=True):
        name, equals, value = word.partition("=")
        if name == LANGUAGE:
            return value if equals else after
    return None


def _say_error(problem: Message, code: int) -> int:
    from wattlas.cli.output import error_line

    return _say(error_line(problem), code)


def _say(text: str, code: int) -> int:
    sys.stderr.write(f"{text}\n")
    return code
