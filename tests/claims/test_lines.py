"""Lines that end where the page does: no claim is lost at the end of a line."""

from __future__ import annotations

import re
import textwrap

import pytest

from wattlas.claims.lines import unwrapped

ENGLISH = (
    "Training GPT-3 took 1,287 MWh of electricity in 2020. Data centres of the world "
    "used 415 TWh in 2024, and a query of ChatGPT uses about 0.34 Wh. In 2023, the "
    "company Google used 25.3 TWh, and Microsoft used 24 TWh; of the United States "
    "4.4% went to them. The H100 draws 700 W at most."
)
CHINESE = (
    "训练GPT-3耗电128.7万度。全球数据中心2024年用电4150亿度,占全球的1.5%左右。"
    "ChatGPT一次查询耗电0.34瓦时。谷歌2023年用电253亿度,微软用电240亿度。"
)


def cut(text: str, width: int) -> list[str]:
    """Return a text in lines of a width, no number or Latin word of it divided."""
    lines = [""]
    for piece in re.findall(r"[A-Za-z\d.,%-]+|.", text):
        if len(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece
    return lines


@pytest.mark.parametrize("width", range(28, 101, 3))
def test_a_wrapped_text_is_the_text(width: int) -> None:
    """Law: wherever lines end, the sentences are those of the text."""
    lines = textwrap.wrap(ENGLISH, width, break_on_hyphens=False)
    found = unwrapped("What machines take\n\n" + "\n".join(lines)).split("\n")
    assert " ".join(found[2:]) == ENGLISH
    assert all(line.endswith(".") for line in found[2:]), found


@pytest.mark.parametrize("width", range(14, 60, 3))
def test_a_wrapped_chinese_text_is_the_text(width: int) -> None:
    """Law: the same of characters, which may end a line anywhere."""
    found = unwrapped("\n".join(cut(CHINESE, width))).split("\n")
    assert "".join(found) == CHINESE
    assert all(line.endswith("。") for line in found), found


@pytest.mark.parametrize("text", [
    "Data centres in Ireland\nGoogle used 24 TWh in 2023.",
    "The bill of Ireland\n12\nGoogle grew in 2023.",
    "BLOOM took 433 MWh\nGPT-3 took 1,287 MWh\nGPT-4 took 50 GWh",
    "- GPT-3 took 1,287 MWh\n- BLOOM took 433 MWh",
    "1. GPT-3 took 1,287 MWh, and\n2. BLOOM took 433 MWh",
    "谷歌用電240億度\n掃碼關注公眾號，轉發抽獎送iPhone 15\n月活用戶早已經破億",
    "| Google | 24 |\n| Microsoft | 24 |",
])  # fmt: skip
def test_titles_lists_and_advertisements_stay_alone(text: str) -> None:
    """Law: what is a line of its own is no rest of another."""
    assert unwrapped(text) == text


def test_a_wrapped_list_keeps_its_items() -> None:
    """By hand: the rest of an item is the item's."""
    text = "- Training GPT-3 took 1,287\n  MWh in 2020\n- BLOOM took\n  433 MWh"
    items = unwrapped(text).split("\n")
    assert items[0] == "- Training GPT-3 took 1,287 MWh in 2020"
