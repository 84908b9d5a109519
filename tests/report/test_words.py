"""Words: every code that the program gives has a sentence, and none is left over."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import wattlas
from wattlas import records
from wattlas.estimation.remarks import outside_usual
from wattlas.estimation.server import FIGURES, RULES
from wattlas.estimation.side_by_side import REBOUND
from wattlas.parameters import quantity
from wattlas.report.words import en, planning

SOURCE = Path(wattlas.__file__).parent
OF_SERVERS = "server_lookup"
"""The module whose codes are of servers, with words of their own."""
OF_PLANS = {path.stem for path in (SOURCE / "planning").rglob("*.py")}
"""The modules whose codes are of plans, with words of their own."""
CODE = re.compile("([a-z]+(?:-[a-z]+)*):")
ABOVE_CHIPS = ("it", "facility")
"""Boundaries that the codes with a boundary in them take."""


@cache
def method_calls() -> list[tuple[str, ast.Module, ast.Call]]:
    """Return every call of a method with the name and the tree of its module."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
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
    for stem, module, node in method_calls():
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


def note_codes(of_servers: bool) -> set[str]:
    return {
        text.partition(":")[0]
        for stem, text in calls("notes.append", 0)
        if (stem == OF_SERVERS) is of_servers and stem not in OF_PLANS
    }


REMARKS = Path("estimation", "remarks.py")
UNUSED, UNUSED_BY_PLAN = Path("workflow", "unused.py"), Path("planning/ask/unused.py")
"""Modules whose functions return codes: of what is unusual, of what nothing uses."""


def returned_codes(module: Path) -> set[str]:
    """Return the codes with which the texts that a module builds begin."""
    tree = ast.parse((SOURCE / module).read_text(encoding="utf-8"))
    built = [n.values[0] for n in ast.walk(tree) if isinstance(n, ast.JoinedStr)]
    starts = [getattr(part, "value", None) for part in built]
    found = [CODE.match(start) for start in starts if isinstance(start, str)]
    return {match[1] for match in found if match}


def reasons() -> set[str]:
    """Return the codes of the reasons for which a plan leaves something unused."""
    tree = ast.parse((SOURCE / UNUSED_BY_PLAN).read_text(encoding="utf-8"))
    firsts = [
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Rule"
    ]
    firsts += [
        node.value.elts[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple)
    ]
    return {f"unused-{n.value}" for n in firsts if isinstance(n, ast.Constant)}


def places(sentence: str) -> list[str]:
    return [f for _, f, _, _ in string.Formatter().parse(sentence) if f]


OF_EVALUATION = {"stage-without", "follows-from-absent"}
"""Codes that the record itself gives, where no input is absent."""


def test_the_codes_are_found():
    """The scan sees literals, conditions, names and formatted texts."""
    codes = absent_codes(of_servers=False)
    assert {"no-place", "no-price", "metered-at-it", "stage-not-asked"} <= codes
    assert {"currency", "next-layout"} <= note_codes(of_servers=False)


def test_every_reason_of_absence_has_words():
    """Law: and no words are left over that no code gives."""
    assert absent_codes(of_servers=False) | OF_EVALUATION == set(en.ABSENT)


def test_every_note_has_words():
    """Law: as above, with as many values as the sentence has places."""
    returned = returned_codes(REMARKS) | returned_codes(UNUSED)
    assert note_codes(of_servers=False) | returned == set(en.NOTES)
    assert returned == {"not-used", "needs-plan", "unusual", "unusual-unit"}
    assert [places(en.NOTES[n]) for n in ("not-used", "needs-plan")] == [
        ["name"],
        ["names"],
    ]
    for stem, text in calls("notes.append", 0):
        name, *values = text.split(":")
        if name in en.NOTES:
            assert len(set(places(en.NOTES[name]))) == len(values), (stem, name)


def test_every_note_of_a_plan_has_words():
    """Law: what a plan remarks, with as many values as the sentence has places."""
    notes = [t for stem, t in calls("notes.append", 0) if stem in OF_PLANS]
    appended = {note.partition(":")[0] for note in notes}
    unusual = {code for code in returned_codes(REMARKS) if code.startswith("unusual")}
    assert appended | unusual | reasons() == set(planning.NOTES)
    assert all(places(planning.NOTES[reason]) == ["names"] for reason in reasons())
    for note in notes:
        name, *values = note.split(":")
        sentence = planning.NOTES[name]
        assert len(set(places(sentence))) == len(values), name


@pytest.mark.parametrize("notes", [en.NOTES, planning.NOTES])
@pytest.mark.parametrize("price", [1e6, 60.0])
def test_an_unusual_value_has_words_for_all_that_is_said(notes, price):
    """By hand: 60 USD/kWh is the price of a MWh; a million is dear for that too."""
    remark = outside_usual("price", price, "USD/kWh", quantity("price_per_kwh"))
    code, *values = remark.split(":")
    assert code == ("unusual-unit" if price == 60.0 else "unusual")
    assert len(places(notes[code])) == len(values)


def test_every_reason_of_a_server_has_words():
    """Law: what is absent of a server, and what its notes say."""
    codes = absent_codes(of_servers=True) | note_codes(of_servers=True)
    assert codes == set(en.SERVER_REASONS)


def test_every_rule_has_words():
    """Law: the rules that comparisons state."""
    assert set(en.RULES) == {REBOUND, *RULES}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (en.RESULTS, records.RESULT_UNITS),
        (en.STAGES, records.STAGES),
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
        wattlas.serve(energy="1 kWh", boundary="it", requests=5, draws=16),
        wattlas.generate(model="sdxl", **chips),
        wattlas.generate(**video),
    ]
    assert {e.basis for e in estimates} == set(en.BASES) - {"study", "request", "table"}
    assert {unit for e in estimates for unit in e.per} == set(en.UNITS_OF_USE)
    assert {name for e in estimates for name in e.extras} == set(en.EXTRAS)


def test_words_are_plain():
    """Law: no empty words, no space at their ends, none used for two reasons."""
    for words in (en.ABSENT, en.NOTES, en.RULES, en.SERVER_REASONS, en.RESULTS):
        for text in words.values():
            assert text.strip() == text != ""
        assert len(set(words.values())) == len(words)
