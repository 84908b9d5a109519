"""The reader of study files: YAML 1.2, and on which line a field stands."""

from __future__ import annotations

import re

import pytest

from wattlas import errors
from wattlas.study import Study
from wattlas.study.loader import Document, read_document

TEXT = """\
title: T
train:
  hardware: h100-sxm
  chip_hours: 15e3
sites:
  - oslo
  - {use: dublin,
     pue: 1.2}
cases:
  one:
    train: {chip_hours: 2}
"""


@pytest.fixture
def written(tmp_path):
    def write(text: str):
        path = tmp_path / "study.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("loc", "line"),
    [
        (("title",), 1),
        (("train",), 2),
        (("train", "chip_hours"), 4),
        (("sites",), 5),
        (("sites", 0), 6),
        (("sites", 1), 7),
        (("sites", 1, "pue"), 8),
        (("cases", "one", "train", "chip_hours"), 11),
        (("train", "not there"), 2),
        (("sites", 1, "not there"), 7),
        (("nothing", "at all"), None),
    ],
)
def test_a_field_has_its_line(written, loc, line):
    """By hand: counted from 1; a field that is not there has the line above it."""
    assert read_document(written(TEXT)).line(loc) == line


def test_a_field_of_a_case_has_its_line_there_or_in_the_base(written):
    """By hand: a case's own field stands at 11, what it inherits in the base at 3."""
    document = read_document(written(TEXT))
    case = Document({}, document.name, document.lines, ("cases", "one"))
    assert case.line(("train", "chip_hours")) == 11
    assert case.line(("train", "hardware")) == 3


def test_data_is_plain(written):
    """Law: what is read is dict, list, str, int, float, bool and None, no more."""

    def kinds(node):
        yield type(node)
        for part in node.values() if isinstance(node, dict) else ():
            yield from kinds(part)
        for part in node if isinstance(node, list) else ():
            yield from kinds(part)

    text = TEXT + "extra: [1, 2.5, true, null, 'x', 15e12]\n"
    data = read_document(written(text)).data
    assert set(kinds(data)) <= {dict, list, str, int, float, bool, type(None)}
    assert data["extra"] == [1, 2.5, True, None, "x", 15e12]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("NO", "NO"),
        ("off", "off"),
        ("22:30", "22:30"),
        ("15e12", 15e12),
        ("15T", "15T"),
        ("1.1..1.3", "1.1..1.3"),
        ("0o14", 12),
        ("014", 14),
        ("true", True),
    ],
)
def test_words_are_read_as_yaml_1_2_does(written, word, value):
    """YAML 1.2.2, section 10.3: NO is Norway, 22:30 no number, 014 is fourteen."""
    assert read_document(written(f"title: {word}\n")).data["title"] == value


@pytest.mark.parametrize(
    "text",
    [
        "title: !python/object T\n",
        "title: T\ntrain: !!map {hardware: h100-sxm}\n",
        "title: T\nsites: [!site oslo]\n",
        "title: T\nsites:\n  - !local\n    use: oslo\n",
    ],
)
def test_tags_are_refused_with_their_line(written, text):
    """Bad input: a tag could make a study run code; the line where it stands."""
    line = next(i for i, row in enumerate(text.splitlines(), 1) if "!" in row)
    sentence = (
        rf"study.yaml, line {line}: YAML tags \(!name\) have no meaning in a study\.$"
    )
    with pytest.raises(errors.StudyError, match=sentence):
        read_document(written(text))


@pytest.mark.parametrize(
    "text",
    [
        "title: Energy! How much?\n",
        "title: Take care, !important\n",
        'title: "quoted !word"\n',
        "title: T  # a comment !here\n",
        "title: T\nnote: >-\n  folded text\n  !with a mark\n",
    ],
)
def test_a_mark_in_text_is_no_tag(written, text):
    """Law: what stands in words or comments is no tag."""
    assert Study.from_file(written(text)).title


def test_anchors_are_allowed(written):
    """Law: one section may be written once and used twice."""
    path = written(
        "title: T\ntrain: {energy: 1 MWh, boundary: it}\ncases:\n"
        "  one: &same {sites: [oslo]}\n  other: *same\n"
    )
    one, other = Study.from_file(path).variants().values()
    assert one.sites == other.sites


def test_every_mistake_is_named_at_once(written):
    """Bad input: one line for each field that is wrong, with its line."""
    path = written("titel: T\ntrain: {chip_hour: 3}\nsites: [{use: oslo, pu: 1}]\n")
    with pytest.raises(errors.StudyError) as caught:
        Study.from_file(path)
    lines = re.findall(r"(?m)^.*study\.yaml(, line \d)?: (\S+)", str(caught.value))
    assert {field: line for line, field in lines} == {
        "title": "",
        "titel": ", line 1",
        "train.chip_hour": ", line 2",
        "sites.0.pu": ", line 3",
    }


@pytest.mark.parametrize(
    "text", ["a: \x11", "\x00", "a: " + "[" * 3000, "a: \ud7ff\x85\x0b"]
)
def test_what_no_yaml_has_is_refused_in_a_sentence(text):
    """Law: whatever text is read, it is a mapping or a StudyError."""
    with pytest.raises(errors.StudyError, match=r"(not valid YAML|too deep)"):
        Study.from_text(text)
