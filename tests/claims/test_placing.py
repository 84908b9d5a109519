"""Laws: a place, or a company, of another clause says nothing of data centres."""

from __future__ import annotations

from itertools import product

import pytest

from wattlas import check
from wattlas.claims.verdict import RIGHT

ACCUSED = ("contradicted", "inconsistent_with_itself", "partly_right")
WHOLE = ("Data centres used 415 TWh in 2024", "In 2024 data centers consumed 415 TWh",
         "Data centres take 1.5% of electricity",
         "Data centres will use 945 TWh in 2030")  # fmt: skip
NAMES = ("Ireland", "Germany", "China", "the United States", "Virginia", "Japan",
         "Google", "Meta", "Microsoft")  # fmt: skip
TAILS = (", and {} plans more.", ", says {}.", ", {} among them.", "; {} is worried.",
         ". {} leads.", ", which worries {}.", " as {} expands.", ", {} included.",
         ", even before {}'s boom.", " ({} not included).", ", unlike {}.")  # fmt: skip
WHOLE_ZH = ("数据中心2024年用电4150亿度", "2024年，数据中心耗电415太瓦时")
NAMES_ZH = ("中国", "美国", "德国", "爱尔兰", "谷歌", "微软")
TAILS_ZH = ("，{}还在增建。", "，{}也在其中。", "；{}表示担忧。", "，{}领先。",
            "（{}除外）。")  # fmt: skip


def stated(sentence: str) -> tuple[str, ...]:
    found = check(sentence)
    return (found.verdict, *(p.verdict for p in found.parts))


def test_the_places_at_data_centres_are_theirs() -> None:
    """By hand; else the laws below would hold for a checker that says nothing."""
    for said in ("Data centres used 415 TWh in 2024.", "数据中心2024年用电4150亿度。",
                 "In Ireland, data centres took 21% of electricity in 2023.",
                 "Data centers used 176 TWh in the United States in 2023.",
                 "美国的数据中心2023年用电1760亿度。"):  # fmt: skip
        assert check(said).verdict in RIGHT, said
        wrong = said.replace("415 ", "4150 ").replace("4150亿", "4.15万亿")
        wrong = wrong.replace("21%", "2.1%").replace("176", "17.6")
        assert check(wrong).verdict in ACCUSED, wrong


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_another_clause_accuses_nothing(name: str) -> None:
    """Law: what is true of the world stays so, whoever is named behind it."""
    for whole, tail in product(WHOLE, TAILS):
        said = whole + tail.format(name)
        assert not any(v in ACCUSED for v in stated(said)), said


@pytest.mark.parametrize("name", NAMES_ZH)
def test_a_name_of_another_clause_accuses_nothing_in_chinese(name: str) -> None:
    """Law: the same in Chinese."""
    for whole, tail in product(WHOLE_ZH, TAILS_ZH):
        said = whole + tail.format(name)
        assert not any(v in ACCUSED for v in stated(said)), said


@pytest.mark.parametrize("tail", TAILS[:-1])
def test_a_name_of_another_clause_bears_nothing_out(tail: str) -> None:
    """Law: what is true of one place is of another scope where it is only named."""
    for whole, name in (
        ("Data centres used 183 TWh in 2024", "the United States"),
        ("Data centres take 22% of electricity", "Ireland"),
        ("Data centres used 30.8 TWh in 2024", "Google"),
    ):
        said = whole + tail.format(name)
        assert not any(v in (*RIGHT[:2], *ACCUSED) for v in stated(said)), said


PARTS = (
    ("the United States", "美国", 45),
    ("China", "中国", 25),
    ("Europe", "欧洲", 15),
)
OF_WHICH = (", of which {} took {}%.", "; {} took {}% of that.",
            ", {} accounting for {}%.", ", with {} responsible for {}%.")  # fmt: skip


@pytest.mark.parametrize(("name", "name_zh", "share"), PARTS)
def test_a_part_of_what_is_said_is_a_share_of_it(name, name_zh, share) -> None:
    """By hand, of the tables: 415 TWh, of which 183, 102 and about 62 TWh."""
    for whole, form in product(WHOLE[:2], OF_WHICH):
        said = whole + form.format(name, share)
        assert not any(v in ACCUSED for v in stated(said)), said
        assert check(said).verdict in RIGHT, said
        tenth = whole + form.format(name, share / 10)
        assert check(tenth).verdict not in RIGHT, tenth
    said = f"数据中心2024年用电4150亿度，其中{name_zh}占{share}%。"
    assert check(said).verdict in RIGHT, said


def test_an_amount_behind_is_of_the_place_in_its_clause() -> None:
    """Law: beside the whole a part has its own figure, and that of no load none."""
    whole = "Data centres used 415 TWh in 2024"
    for tail in (", including 183 TWh in the US.", ", twice America's 183 TWh.",
                 " (US 183 TWh).", ", less than Germany's 490 TWh.",
                 ", or about 85% of Germany's electricity use.",
                 ", ten times Ireland's electricity."):  # fmt: skip
        assert not any(v in ACCUSED for v in stated(whole + tail)), tail


SAYING = ("A report from {} says {}.", "{} officials said {}.",
          "{}, a heavy user, said {}.",
          "Researchers in {} estimate that {}.")  # fmt: skip
SAYING_ZH = ("{}媒体称{}。", "在{}发布的报告称，{}。", "{}学者认为{}。", "{}表示，{}。")


@pytest.mark.parametrize("name", ["Ireland", "Germany", "China", "Google", "Meta"])
def test_who_says_it_has_no_figure(name: str) -> None:
    """Law: where it is said, and by whom, is not where data centres are."""
    for form in SAYING:
        said = form.format(name, "data centres used 415 TWh in 2024")
        assert not any(v in ACCUSED for v in stated(said)), said


@pytest.mark.parametrize("name", ["爱尔兰", "德国", "美国", "谷歌"])
def test_who_says_it_has_no_figure_in_chinese(name: str) -> None:
    """Law: the same in Chinese; its own data centres are its own."""
    for form in SAYING_ZH:
        said = form.format(name, "数据中心2024年用电4150亿度")
        assert not any(v in ACCUSED for v in stated(said)), said
    assert check("谷歌表示，其数据中心2024年用电308亿度。").verdict in RIGHT
    assert check("Google said its data centres used 30.8 TWh in 2024.").verdict in RIGHT
    world = "2024年全球数据中心用电415太瓦时，占1.5%。"
    assert not any(v in ACCUSED for v in stated(world))
