"""The catalogue: what is shipped is what is written, and no message is left out."""

from __future__ import annotations

import ast
import pkgutil
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from importlib import import_module, resources
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from wattlas import facts, report
from wattlas.report import words

WORDS = resources.files("wattlas.report.words")
MODULES = [m.name for m in pkgutil.iter_modules(words.__path__)]
SAYS = {"Word", "word", "say"}
NO_MESSAGES = {"WITH_ARTICLE", "LARGE", "LANGUAGES", "ENGLISH"}
"""Names of the words that hold keys and sizes."""
PENDING: dict[str, set[str]] = {
    "accuracy": {
        *("HEAD", "PICTURES", "BASELINES", "SHIPPED", "UNKNOWN", "SCATTER", "TRAINING"),
        *("CLOSED", "ORACLE"),
        *("ENERGIES", "DISCLOSURES", "WEAK", "DATA", "AGAIN", "LABORATORIES"),
    },
    "check_page": {"GROUPS"},
    "claim_numbers": {"ALONE"},
    "claims_page": set(vars(import_module("wattlas.report.words.claims_page"))),
    "metering": {"EXTRAS", "MENDS"},
    "outlook": {"PARTS_OF_BASE", "PARTS_OF_NEEDS", "PLAIN_SCENARIOS"},
}
"""Pages of docs/, which are English, and names that hold keys and commands."""
PLACES = re.compile(r"{\w*}")


@pytest.fixture(scope="module")
def written() -> list:
    """The messages as people write them."""
    with (WORDS / "zh.po").open("rb") as file:
        return [m for m in read_po(file, locale="zh") if m.id]


def test_the_shipped_catalogue_is_the_written_one(written):
    """Law: `make catalogue` was run after the last word was written."""
    with (WORDS / "zh.mo").open("rb") as file:
        shipped = GNUTranslations(file)

    def said(message):
        if message.context:
            return shipped.pgettext(message.context, message.id)
        return shipped.gettext(message.id)

    assert {m.id: said(m) for m in written} == {m.id: m.string for m in written}
    assert shipped.gettext("") != ""


def test_every_message_is_said_with_its_values(written):
    """Law: Chinese has the places that English has, and is not empty."""
    for message in written:
        assert message.string, message.id
        places = sorted(PLACES.findall(message.id))
        assert sorted(PLACES.findall(message.string)) == places, message.id


def texts(value: object) -> Iterator[str]:
    """Yield every text in a value of the words."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, tuple | list | set | frozenset):
        for inner in value:
            yield from texts(inner)


def literals() -> Iterator[str]:
    """Yield the messages that stand in the code itself."""
    for path in sorted(Path(report.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                called, first = node.func, node.args[0]
                named = isinstance(called, ast.Name) and called.id in SAYS
                if named and isinstance(first, ast.Constant):
                    yield str(first.value)


@pytest.mark.parametrize("name", MODULES)
def test_every_message_has_a_translation(name, messages):
    """Law: heads, titles, words and sentences; units and keys are no messages."""
    module = import_module(f"wattlas.report.words.{name}")
    left = NO_MESSAGES | PENDING.get(name, set())
    named = (
        value
        for key, value in vars(module).items()
        if key.isupper() and key not in left and not key.endswith("_UNITS")
    )
    said = {text for value in named for text in texts(value) if text}
    assert said - messages == set()


def test_messages_in_the_code_have_a_translation(messages):
    """Law: the same for what is said without standing among the words."""
    assert {text for text in literals() if text} - messages == set()


def test_every_reason_of_the_undisclosed_is_said_in_chinese():
    """Law: why a model has no architecture here is told in the reader's language."""
    with (WORDS / "zh.mo").open("rb") as file:
        shipped = GNUTranslations(file)
    reasons = {
        facts.row("undisclosed", key)["reason"] for key in facts.keys("undisclosed")
    }
    lacking = [r for r in reasons if (text := r.rstrip(".")) == shipped.gettext(text)]
    assert not lacking
