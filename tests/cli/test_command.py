"""Commands are their declaration: each option, each help, and nothing beside."""

from __future__ import annotations

import ast
import re
import runpy
import sys

import click
import pytest
from click.testing import CliRunner

from wattlas.cli.command import Group, Lazy, Verb
from wattlas.cli.main import VERBS, app
from wattlas.parameters import QUANTITIES, declared
from wattlas.parameters.command_line import flags_of
from wattlas.parameters.output import LanguageOptions
from wattlas.parameters.verbs import VERBS as DECLARED


def _commands(group, words=()):
    """Yield every command with its words, its line in the list, and its verb."""
    for name, lazy in group.listed.items():
        command = lazy.command(name)
        value = getattr(__import__(lazy.module, fromlist=["x"]), lazy.attribute)
        if isinstance(value, Verb):
            yield (*words, name), lazy, command, value
        if isinstance(command, Group):
            yield from _commands(command, (*words, name))
            if hasattr(command, "alone"):  # a command that has others beside it
                yield (*words, name), lazy, command.alone, command.verb
            elif command.params:
                module = __import__(lazy.module, fromlist=["study"])
                yield (*words, name), lazy, command, module.study


COMMANDS = list(_commands(app))
BY_WORDS = [pytest.param(*rest, id=" ".join(words)) for words, *rest in COMMANDS]


@pytest.mark.parametrize(("lazy", "command", "verb"), BY_WORDS)
def test_options_are_the_declared_fields(lazy, command, verb):
    """Law: each field once, by its flags, as argument where it stands alone."""
    items = [item for kind in verb.kinds for item in declared(kind).values()]
    assert [p.name for p in command.params] == [item.name for item in items]
    for parameter, item in zip(command.params, items, strict=True):
        assert isinstance(parameter, click.Argument) == item.parameter.positional
        if not item.parameter.positional:
            assert tuple(parameter.opts) == flags_of(item)


@pytest.mark.parametrize(("lazy", "command", "verb"), BY_WORDS)
def test_a_value_may_begin_with_a_dash(lazy, command, verb):
    """Law: -1 after an option of numbers is its value, to be judged, and no option."""
    items = [item for kind in verb.kinds for item in declared(kind).values()]
    for item in items:
        if item.quantity and not item.parameter.positional and not item.parameter.alone:
            words = [flags_of(item)[0], "-1"]
            context = command.make_context("x", words, resilient_parsing=True)
            assert context.args == []


@pytest.mark.parametrize(("lazy", "command", "verb"), BY_WORDS)
def test_every_verb_speaks_a_language_and_its_line_is_its_docstring(
    lazy, command, verb
):
    """Law: the list, which imports nothing, says what the docstring says."""
    assert any(issubclass(kind, LanguageOptions) for kind in verb.kinds)
    assert lazy.line == verb.help.partition("\n")[0]


def test_the_lines_of_groups_are_theirs():
    """Law: as above, for groups that only list."""
    for name, lazy in VERBS.items():
        command = lazy.command(name)
        assert command.help.partition("\n")[0] == lazy.line


@pytest.mark.parametrize("words", DECLARED)
def test_what_the_schema_describes_is_what_the_verb_takes(words):
    """Law: `wattlas parameters` and the command have the same class."""
    kinds = {" ".join(w): verb.kinds for w, _, _, verb in COMMANDS}
    if words not in ("place", "study"):
        assert DECLARED[words] in kinds[words]


def test_the_command_line_declares_no_limits(root):
    """Law: no quantity's limit and no name of a parameter of an estimate in cli/."""
    for file in sorted((root / "src" / "wattlas" / "cli").glob("*.py")):
        text = file.read_text(encoding="utf-8")
        assert "cached_prompt_tokens" not in text
        calls = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call)]
        names = {ast.unparse(call.func) for call in calls}
        assert not {n for n in names if re.search(r"IntRange|FloatRange|Quantity$", n)}
    assert QUANTITIES


def _error(*words):
    """Return what a wrong command says, without the Python around it."""
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("estimate", "train", "--pue", "1.1", "--pue", "1.3"),
            "--pue is given more than once (1.1 and 1.3): one would be lost.",
        ),
        (("estimate", "train", "--set", "x"), "--set takes NAME=VALUE, got 'x'."),
        (
            ("estimate", "train", "--set", "pue=1", "--set", "pue=2"),
            "--set gives pue more than once: one would be lost.",
        ),
        (
            ("estimate", "train", "--boundary", "rack"),
            "--boundary must be one of chip, it, facility, got 'rack'.",
        ),
        (("measure", "--tag", "x", "--", "true"), "--tag takes NAME=VALUE, got 'x'."),
        (
            ("measure", "--fsync", "maybe", "--", "true"),
            "--fsync must be one of end, tick, never, got 'maybe'.",
        ),
        (("estimate", "trian"), "No such command 'trian'. Did you mean 'train'?"),
        (
            ("outlook", "cross", "--growth", "fast"),
            "--growth takes numbers with commas, got 'fast'.",
        ),
        (("outlook", "need", "--twh", "9"), "Missing option '--by'."),
        (("estimate", "train", "--modle", "x"), "No such option '--modle'."),
    ],
)
def test_wrong_usage_is_one_sentence(run, words, sentence):
    """Bad input: exit 2, one sentence on stderr that ends with where help is."""
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Error: {sentence}"), done.stderr
    assert done.stderr.endswith(" --help.\n")
    assert len(done.stderr.splitlines()) == 1


def test_a_lazy_command_is_imported_when_it_is_used():
    """Law: what is listed may be absent until it is run."""
    group = Group("g", {"x": Lazy("no.such.module", "x", "Do it.")})
    result = CliRunner().invoke(group, ["--help"])
    assert "x  Do it." in result.output
    assert CliRunner().invoke(group, ["x"]).exit_code == 1


def test_a_shell_completes_verbs_options_and_keys():
    """Words, options and the keys of tables; nothing is imported for a verb's name."""

    def complete(words, incomplete):
        from click.shell_completion import ShellComplete

        found = ShellComplete(app, {}, "wattlas", "_WATTLAS_COMPLETE")
        return [i.value for i in found.get_completions(list(words), incomplete)]

    assert complete((), "est") == ["estimate"]
    assert complete(("estimate",), "tr") == ["train", "transcribe"]
    assert "--model" in complete(("estimate", "train"), "--mo")
    assert "dublin" in complete(("estimate", "train", "--site"), "dub")
    assert complete(("estimate", "train", "--boundary"), "ch") == ["chip"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_is_printed(shell):
    """Law: it asks the program itself for what completes a word."""
    result = CliRunner().invoke(app, ["completion", shell])
    assert result.exit_code == 0
    assert "_WATTLAS_COMPLETE" in result.output


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [(["--version"], 0, "wattlas "), (["no-such"], 2, "No such command 'no-such'")],
)
def test_the_package_is_the_command(words, code, said, monkeypatch, capsys):
    """Law: ``python -m wattlas`` prints what ``wattlas`` prints, and ends so."""
    monkeypatch.setattr(sys, "argv", ["/x/wattlas/__main__.py", *words])
    with pytest.raises(SystemExit) as end:
        runpy.run_module("wattlas", run_name="__main__")
    told = capsys.readouterr()
    assert (end.value.code or 0) == code
    assert said in told.out + told.err
    assert "__main__" not in told.out + told.err
