"""The catalogue: what is shipped is what is written, and no message is left out."""

from __future__ import annotations

import re
from gettext import GNUTranslations
from importlib import resources

import pytest
from babel.messages.pofile import read_po

WORDS = resources.files("wattlas.report.words")
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
