"""What a page asks as a script: the command that answers it, and what it reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wattlas.parameters.command_line import command, pairs_of, words_of
from wattlas.parameters.declaration import declared, given_of
from wattlas.service.answers import is_one
from wattlas.service.given import options_given
from wattlas.service.questions import Content, Question

SHELL = "application/x-sh; charset=utf-8"
HEAD = "#!/bin/sh\n# Asked of Wattlas: the same on the command line.\n"
FILED = {Content.STUDY: "study.yaml", Content.TEXT: "article.txt"}
"""The files of contents that the command line takes from a file alone."""


def script_of(question: Question, given: Mapping[str, Any]) -> str:
    """Return a shell script that asks a question: contents first, each in a file.

    Raises
    ------
    InputError
        If a name is unknown, or a value of another type.
    """
    with TemporaryDirectory() as folder, chdir(folder):
        options = options_given(question, given, Path(folder))
        files = {file.name: file.read_text("utf-8") for file in Path().iterdir()}
    fields = given_of(options)
    for name, content in question.contents.items():
        if name in fields and content in FILED and not _is_word(content, given[name]):
            fields[name] = Path(FILED[content])
            files[FILED[content]] = given[name]
    return _script(files, _command(question, fields))


def script_of_study(text: str, files: Mapping[str, str]) -> str:
    """Return a shell script that runs a study, with the files that it names."""
    study = FILED[Content.STUDY]
    return _script({**files, study: text}, command("run", Path(study)))


def _is_word(content: Content, text: str) -> bool:
    """Say whether a content is typed as it is: a sentence, not an article."""
    return content is Content.TEXT and is_one(text)


def _script(files: Mapping[str, str], line: str) -> str:
    written = (_written(file, text) for file, text in sorted(files.items()))
    return f"{HEAD}{''.join(written)}{line}\n"


def _written(file: str, text: str) -> str:
    """Return the lines that write a file: until a word that is no line of it."""
    end = "END"
    while end in text.splitlines():
        end += "_"
    return f"cat > {file} <<'{end}'\n{text.rstrip()}\n{end}\n"


def _command(question: Question, fields: Mapping[str, Any]) -> str:
    return command(
        *question.verb.split(),
        *_positional(question, fields),
        **words_of(question.options, fields),
    )


def _positional(question: Question, fields: Mapping[str, Any]) -> Iterator[Any]:
    for name, item in declared(question.options).items():
        if item.parameter.positional and name in fields:
            value = fields[name]
            yield from pairs_of(value) if isinstance(value, Mapping) else [value]
