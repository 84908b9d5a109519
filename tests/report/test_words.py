"""Words: every code that the program gives has a sentence, and none is left over."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import wattlas
from wattlas import records
from wattlas.estimation.server import FIGURES, RULES
from wattlas.estimation.side_by_side import REBOUND
from wattlas.report.words import en, notes
from wattlas.report.words.language import language

SOURCE = Path(wattlas.__file__).parent
OF_SERVERS = "server_lookup"
"""The module whose codes are of servers, with words of their own."""
ABOVE_CHIPS = ("it", "facility")
"""Boundaries that the codes with a boundary in them take."""


@cache
def calls_of(method: str) -> list[tuple[str, ast.Module, ast.Call]]:
    """Return every call of a method with the name and the tree of its module."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        module = ast.parse(text if method in text else "")
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                found.append((path.stem, module, node))
    return found


def texts(node: ast.AST, module: ast.Module) -> list[str]:
    """Return the texts that an expression can give; `{}` stands for a value in them."""
    if isinstance(node, ast.IfExp):
        return texts(node.body, module) + texts(node.orelse, module)
    if isinstance(node, ast.JoinedStr):
        parts = (getattr(part, "value", None) for part in node.values)
        return ["".join(p if isinstance(p, str) else "{}" for p in parts)]
    if isinstance(node, ast.Name):
        assigned = (a for a in ast.walk(module) if isinstance(a, ast.Assign))
        named = (a for a in assigned if ast.unparse(a.targets[0]) == node.id)
        return [text for a in named for text in texts(a.value, module)]
    value = getattr(node, "value", None)
    return [value] if isinstance(value, str) else []


def calls(method: str, position: int) -> Iterator[tuple[str, str]]:
    """Yield file name and text of an argument of each call of a method."""
    for stem, module, node in calls_of(method):
        if len(node.args) > position and ast.unparse(node.func).endswith(method):
            for text in texts(node.args[position], module):
                yield stem, text


def absent_codes(of_servers: bool) -> set[str]:
    found = {
        code
        for stem, code in calls(".is_absent", 1)
        if (stem == OF_SERVERS) is of_servers
    }
    return {code.replace("{}", b) for code in found for b in ABOVE_CHIPS}


@cache
def made_notes() -> tuple[tuple[str, frozenset[str]], ...]:
    """Return every note that the source makes: its code, the names of its values.

    Claims and forecasts have notes of their own, whose sentences hold names of facts.
    """
    texts = (
        path.read_text(encoding="utf-8")
        for path in SOURCE.rglob("*.py")
        if not {"claims", "projection"} & {*path.relative_to(SOURCE).parts}
    )
    found = {
        (code, frozenset(names))
        for text in texts
        if "Note(" in text
        for code, names in notes_of(ast.parse(text))
    }
    return tuple(sorted(found, key=lambda item: (item[0], sorted(item[1]))))


def notes_of(module: ast.Module) -> Iterator[tuple[str, set[str]]]:
    """Yield the notes that a module makes."""
    for scope in ast.walk(module):
        if not isinstance(scope, ast.FunctionDef):
            continue
        for node in ast.walk(scope):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Note":
                code, *values = node.args
                names = keys(values[0], scope, module) if values else set()
                yield from ((text, names) for text in codes_of(code, module))


def codes_of(node: ast.AST, module: ast.Module) -> list[str]:
    """Return a code; of a rule of what is not used, the codes of all rules."""
    if isinstance(node, ast.Constant):
        return [node.value]
    rules = [
        n.args[0]
        for n in ast.walk(module)
        if isinstance(n, ast.Call) and ast.unparse(n.func) == "Rule"
    ]
    rules += [
        n.value.elts[0]
        for n in ast.walk(module)
        if isinstance(n, ast.Yield) and isinstance(n.value, ast.Tuple)
    ]
    assert rules, ast.unparse(node)
    return [rule.value for rule in rules if isinstance(rule, ast.Constant)]


def keys(node: ast.AST, scope: ast.AST, module: ast.Module) -> set[str]:
    """Return the keys that an expression of a mapping has, names followed."""
    if isinstance(node, ast.Dict):
        return {k.value for k in node.keys if isinstance(k, ast.Constant)}
    if isinstance(node, ast.BinOp):
        return keys(node.left, scope, module) | keys(node.right, scope, module)
    if isinstance(node, ast.Call):
        inner = next(
            n
            for n in ast.walk(module)
            if isinstance(n, ast.FunctionDef) and n.name == ast.unparse(node.func)
        )
        made = [n.value for n in ast.walk(inner) if isinstance(n, ast.Return)]
        return keys(made[0], inner, module)
    assert isinstance(node, ast.Name), ast.unparse(node)
    found: set[str] = set()
    for n in sorted(ast.walk(scope), key=lambda n: getattr(n, "lineno", 0)):
        before = getattr(n, "lineno", 0) <= node.lineno
        if isinstance(n, ast.Assign) and before and is_named(n.targets[0], node.id):
            found = keys(n.value, scope, module)
        if isinstance(n, ast.AugAssign) and before and is_named(n.target, node.id):
            found |= keys(n.value, scope, module)
    return found


def is_named(node: ast.AST, name: str) -> bool:
    """Say whether a target is a name."""
    return isinstance(node, ast.Name) and node.id == name


def places(sentence: str) -> list[str]:
    return [f for _, f, _, _ in string.Formatter().parse(sentence) if f]


OF_EVALUATION = {"stage-without", "follows-from-absent"}
"""Codes that the record itself gives, where no input is absent."""


def test_the_codes_are_found():
    """The scan sees literals, conditions, names and formatted texts."""
    codes = absent_codes(of_servers=False)
    assert {"no-place", "no-price", "metered-at-it", "stage-not-asked"} <= codes
    assert {"currency", "next-layout", "unused-no-work"} <= dict(made_notes()).keys()


def test_every_reason_of_absence_has_words():
    """Law: and no words are left over that no code gives."""
    assert absent_codes(of_servers=False) | OF_EVALUATION == set(en.ABSENT)


def test_every_note_has_words():
    """Law: and none is left over that no note has."""
    assert {code for code, _ in made_notes()} == set(notes.NOTES)


@pytest.mark.parametrize("code", sorted(notes.NOTES))
def test_a_note_says_all_that_it_holds(code):
    """Law: the values of a note are the places of its sentence, none more or less."""
    made = [set(names) for made_code, names in made_notes() if made_code == code]
    assert made
    assert all(names == set(places(notes.NOTES[code])) for names in made)


@pytest.mark.parametrize("code", sorted(notes.NOTES))
def test_a_note_says_all_in_chinese(code, messages):
    """Law: the sentence is in the catalogue, with the same places."""
    assert notes.NOTES[code] in messages
    said = language("zh").translated(notes.NOTES[code])
    assert set(places(said)) == set(places(notes.NOTES[code]))


def test_every_reason_of_a_server_has_words():
    """Law: what is absent of a server."""
    assert absent_codes(of_servers=True) == set(en.SERVER_REASONS)


def test_every_rule_has_words():
    """Law: the rules that comparisons state."""
    assert set(en.RULES) == {REBOUND, *RULES}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (en.RESULTS, records.RESULT_UNITS),
        (en.STAGES, (*records.STAGES, "measured")),
        (en.BOUNDARIES, records.BOUNDARIES),
        (en.SERVER_FIGURES, FIGURES),
    ],
)
def test_names_of_records_have_words(words, names):
    """Law: the names of records, in print order, each with its words."""
    assert list(words) == list(names)


def test_stages_that_can_be_asked_for_say_how():
    """Law: the reason 'not counted' names the option of its stage."""
    assert set(en.STAGE_OPTIONS) == {"idle", "development"}
    assert "{option}" in en.ABSENT["stage-not-asked"]


def test_units_and_bases_of_use_have_words():
    """Law: per request, day, month …, as each kind of estimate names them."""
    chips = {"hardware": "h100-sxm", "draws": 16}
    volume = {"model": "llama-3.1-8b", "requests_per_day": 1e6, **chips}
    video = {"model": "wan-2.1-1.3b", "items_per_day": 9, **chips}
    estimates = [
        wattlas.train(energy="1 GWh", boundary="it", draws=16),
        wattlas.train(model="llama-3.1-8b", chips=8, **chips),
        wattlas.serve(**{**volume, "requests_per_day": None}),
        wattlas.serve(**volume, training_energy="1 GWh"),
        wattlas.serve(**volume, years=2),
        wattlas.serve(**volume, replicas=1000),
        wattlas.serve(**{**volume, "requests_per_day": 9}, hours_per_day=24),
        wattlas.serve(**volume, chips=2, prefill_chips=2),
        wattlas.serve(energy="1 kWh", boundary="it", requests=5, draws=16),
        wattlas.generate(model="sdxl", **chips),
        wattlas.generate(**video),
        wattlas.embed(model="bge-m3", items=9, hours_on=1, **chips),
        wattlas.transcribe(model="whisper", audio="1 h", **chips),
        wattlas.agent(model="llama-3.1-8b", calls=9, **chips),
    ]
    assert {e.basis for e in estimates} == set(en.BASES) - {"study", "request", "table"}
    assert {unit for e in estimates for unit in e.per} == set(en.UNITS_OF_USE)
    assert {name for e in estimates for name in e.extras} == set(en.EXTRAS)


def test_words_are_plain():
    """Law: no empty words, no space at their ends, none used for two reasons."""
    for words in (en.ABSENT, notes.NOTES, en.RULES, en.SERVER_REASONS, en.RESULTS):
        for text in words.values():
            assert text.strip() == text != ""
        assert len(set(words.values())) == len(words)
