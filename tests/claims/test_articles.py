"""Articles: what a sentence refers back to, and lines that are no article."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from wattlas.claims import check_file
from wattlas.claims.article import check_text
from wattlas.claims.context import in_context
from wattlas.claims.verdict import RIGHT

ROOT = Path(__file__).parents[2]
ACCUSED = ("contradicted", "inconsistent_with_itself", "partly_right")


@pytest.mark.parametrize(("before", "sentence", "read_with"), [
    ("Google grew in 2023.", "It used 24 TWh of electricity.",
     "Google used 24 TWh of electricity."),
    ("Google grew in 2023.", "The company used 24 TWh in 2023.",
     "Google used 24 TWh in 2023."),
    ("谷歌公布了数据。", "该公司2023年用电240亿度。", "谷歌2023年用电240亿度。"),
    ("Training GPT-3 took 1,287 MWh.", "That is enough for 120 US homes for a year.",
     "1,287 MWh, that is enough for 120 US homes for a year."),
    ("訓練GPT-3用了128.7萬度電。", "相當於120戶美國家庭一年的用電。",
     "128.7萬度電，相當於120戶美國家庭一年的用電。"),
    ("Electricity of data centres:", "- 416 TWh in 2024",
     "Electricity of data centres 416 TWh in 2024"),
])  # fmt: skip
def test_what_a_word_refers_to_is_put_in(before, sentence, read_with) -> None:
    """By hand."""
    assert in_context(sentence, [before]) == read_with


@pytest.mark.parametrize(("before", "sentence"), [
    ("Google and Microsoft grew.", "It used 24 TWh in 2023."),
    ("Google opened a campus in Ohio.", "It used 24 TWh in 2023."),
    ("Google announced a new plant.", "It used 24 TWh in 2023."),
    ("Google bought Zorb.", "It used 24 TWh in 2023."),
    ("It rained.", "It used 24 TWh in 2023."),
    ("BLOOM took 433 MWh and GPT-3 1,287 MWh.", "That is enough for 120 US homes."),
    ("Google grew.", "Microsoft used 24 TWh in 2023."),
])  # fmt: skip
def test_what_may_be_something_else_binds_nothing(before: str, sentence: str) -> None:
    """Law: two that may be meant, or one that is not known, are none."""
    assert in_context(sentence, [before]) == sentence


def test_the_title_is_meant_where_nothing_before_is() -> None:
    """The title names the company; the sentence before does not."""
    text = "How much does Google use\nThe wind blew.\nThe company used 24 TWh in 2023."
    found, _, _ = check_text(text)
    assert [c.verdict in RIGHT for c in found] == [True]
    assert found[0].statement == "The company used 24 TWh in 2023."
    assert found[0].about["read_with"] == "Google used 24 TWh in 2023."


@pytest.mark.parametrize("again", [
    "That is as much as 120 American homes use in a year.",
    "This is enough for 120 US homes.",
])  # fmt: skip
def test_what_is_only_compared_leaves_who_is_spoken_of(again: str) -> None:
    """By hand: *it* is the model two sentences before, and not what the title has."""
    title = "Data centres around the world are thirsty"
    emitted = "It also emitted 552 tonnes of CO2."
    said = in_context(emitted, ["GPT-3 took 1,287 MWh.", again], title)
    assert said == "GPT-3 also emitted 552 tonnes of CO2."
    said = in_context(emitted, ["Training GPT-3 took 1,287 MWh.", again], title)
    assert said == emitted  # the training is meant, or the model
    for other in ("A campus opened in Ohio.", "The zorb grew."):
        before = ["Google grew.", other]
        assert in_context("It used 24 TWh.", before) == "It used 24 TWh.", other


@pytest.mark.parametrize("title", ["The growing appetite of AI",
                                   "Ireland: data centres and the grid"])  # fmt: skip
def test_it_is_no_thing_of_the_title(title: str) -> None:
    """Law: what *it* is, where no sentence before names it, is not known."""
    for before in (["Our town hall was painted."], ["It plans a campus."], []):
        for said in ("It emitted 500 tonnes of CO2.", "They used 10 GWh in 2024."):
            assert in_context(said, before, title) == said


def test_quotes_in_traditional_with_advertisements_between(shared_data: Path) -> None:
    """At least 15 of 27 as docs/claims.md has them; nothing accused that it has not."""
    quoted = (shared_data / "claims.csv").read_text(encoding="utf-8")
    converter = pytest.importorskip("opencc").OpenCC("s2tw")
    spam = "點擊關注公眾號，領取500元優惠券\n廣告：掃碼下載APP，每度電只要3元\n"
    rows = list(csv.DictReader(quoted.splitlines()))
    quotes = {converter.convert(r["quote_zh"]): r["id"] for r in rows}
    found, _, _ = check_text(spam.join(f"{quote}\n" for quote in quotes))
    known = check_file(ROOT / "examples" / "claims" / "ai-electricity-2023.yaml").claims
    expected = {c.id: c.verdict for c in known}
    pairs = [(c.verdict, expected[quotes[c.statement]]) for c in found]
    useful = [a == b or {a, b} <= set(RIGHT) for a, b in pairs]
    assert len(found) <= len(quotes)
    assert sum(useful) >= 15, pairs
    assert all(b in ACCUSED for a, b in pairs if a in ACCUSED), pairs


@pytest.mark.parametrize(("article", "subject"), [
    ("爱尔兰的用电\n爱尔兰统计局公布了数据。\n数据中心2023年用电占全国的21%。",
     "data-centres-ie"),
    ("中国算力报告\n全国数据中心2024年用电1020亿度。", "data-centres-cn"),
    ("Ireland's power\nData centres used 21% of the country's electricity in 2023.",
     "data-centres-ie"),
])  # fmt: skip
def test_the_country_is_the_one_that_an_article_has_named(article, subject) -> None:
    """By hand: 21 % of Ireland's, 102 TWh in China."""
    part = check_text(article)[0][-1].parts[0]
    assert (part.verdict, part.read["subject"]) == ("right", subject)


def test_of_two_countries_none_is_meant() -> None:
    """Law: where an article names two, 全国 binds nothing."""
    found = check_text("中国与日本\n全国数据中心2024年用电1020亿度。")[0][-1]
    assert found.verdict == "unsupported"
