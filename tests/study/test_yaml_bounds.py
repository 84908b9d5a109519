"""YAML that would take long is refused at once, by whatever way it enters."""

import re
import time
from pathlib import Path

import pytest

import wattlas
from wattlas.claims.loader import check_claims
from wattlas.errors import InputError
from wattlas.estimation.own_chips import find_chip
from wattlas.estimation.tuning_config import with_config
from wattlas.parameters.finetuning import FinetuneOptions
from wattlas.projection.scenario import scenarios
from wattlas.service.given import options_given
from wattlas.service.questions import QUESTIONS
from wattlas.study import Study
from wattlas.study.loader import read_document
from wattlas.study.yaml_bounds import DEEPEST, LONGEST, MOST

NINE = "\n".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}' if n else '1'] * 9)}]" for n in range(9)
)
BOMBS = {
    "lists": f"name: x\na: {'[' * 20_000}",
    "mappings": f"name: x\na: {'{' * 20_000}",
    "hidden": "name: x\na: " + '[ "]", ' * 5_000,
    "dashes": f"name: x\na:\n  {'- ' * 20_000}",
    "questions": f"name: x\na:\n  {'? ' * 20_000}",
    "references": f"name: x\n{NINE}",
    "itself": "name: x\na: &a [1, *a]",
    "twice": "name: x\nb: &b {a: 1}\n"
    + f"d: &d [{', '.join(['*b'] * 900)}]\ne: [{', '.join(['*d'] * 900)}]",
    "long": f"name: x\na: '{'x' * LONGEST}'",
}


def _sent(verb: str, field: str, text: str, folder: Path) -> None:
    options = options_given(QUESTIONS[verb], {field: text}, folder)
    if field == "hardware":
        find_chip(str(folder / options.hardware))


WAYS = {
    "machine": lambda file, text: find_chip(str(file)),
    "study": lambda file, text: Study.from_file(file),
    "claims": lambda file, text: check_claims(file),
    "trainer": lambda file, text: with_config(FinetuneOptions(config=str(file))),
    "scenario": lambda file, text: scenarios(file),
    "machine sent": lambda file, text: _sent(
        "estimate serve", "hardware", text, file.parent
    ),
    "study sent": lambda file, text: _sent("plan", "study", text, file.parent),
}


@pytest.mark.parametrize("bomb", BOMBS)
@pytest.mark.parametrize("way", WAYS)
def test_little_yaml_never_takes_long(way: str, bomb: str, tmp_path: Path) -> None:
    file = tmp_path / "bomb.yaml"
    file.write_text(BOMBS[bomb])
    begun = time.process_time()
    with pytest.raises(InputError) as refused:
        WAYS[way](file, BOMBS[bomb])
    # Of several machines in a row, each is a text of its own: these are no bombs.
    apart = way == "machine sent" and bomb in ("mappings", "twice")
    assert apart or re.search("too deep|too much|too long", str(refused.value))
    assert time.process_time() - begun < 4
    assert len(str(refused.value)) < 1_000


def test_yaml_is_read_in_one_place() -> None:
    """What reads YAML elsewhere would read it without bounds."""
    root = Path(wattlas.__file__).parent
    readers = {
        str(file.relative_to(root))
        for file in root.rglob("*.py")
        if re.search(r"YAML\([^)]*\)\.\w+\(|safe_load", file.read_text("utf-8"))
    }
    assert readers == {"study/loader.py", "study/yaml_bounds.py"}


def test_a_number_or_date_that_is_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    for text in ("1" * 5_000, "2020-13-45"):
        file.write_text(f"a: {text}")
        with pytest.raises(InputError, match="too many digits"):
            read_document(file)


def test_what_is_within_bounds_is_read(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    deep = DEEPEST - 1
    file.write_text(f"a: &a {'[' * deep}1{']' * deep}\nb: *a\nc: [[x]]")
    data = read_document(file).data
    assert data["a"] == data["b"]
    assert MOST > 8_784  # the hours of a year
