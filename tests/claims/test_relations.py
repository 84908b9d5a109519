"""Relations of every kind: the true number is right, ten times it is not."""

from __future__ import annotations

import pytest

from wattlas import check
from wattlas.claims.verdict import RIGHT

ACCUSED = ("contradicted", "inconsistent_with_itself", "partly_right")
FORMS = (
    # shares of the world, of which a country's data centres are a part
    ("Chinese data centres take {}% of the world's data-centre electricity.", 24.5),
    ("中国数据中心用电约占全球的{}%。", 24.5),
    # a rate times an amount
    ("At $2 an hour, 2.788 million GPU hours cost {} million dollars.", 5.576),
    ("按每GPU小时2美元计算，278.8万GPU小时的成本为{}万美元。", 557.6),
    ("按每張卡小時2美元計算，100萬GPU小時的成本為{}萬美元。", 200),
    # machines at a power each
    ("Each of 100,000 H100s draws 700 W, so the chips take {} MW.", 70),
    ("A rack of 72 GPUs at 1,200 W each draws {} kW.", 86.4),
    # a power over a period
    ("一座100兆瓦的数据中心全年满载耗电{}亿度。", 8.76),
    ("一座100MW的資料中心一年用電{}億度。", 8.76),
    ("A gigawatt for a year makes {} TWh.", 8.76),
    # so many uses of so much, and a thing
    ("Charging a smartphone takes as much as {} prompts of 0.3 Wh.", 60),
    # so many times less
    ("BLOOM's training emitted 25 t of CO2, {} times less than GPT-3's 552 t.",
     22),
    ("ChatGPT每次查詢耗電2.9瓦時，約為Google搜尋0.3瓦時的{}倍。", 10),
    # a training's carbon
    ("訓練GPT-3排碳{}公噸。", 552),
    # the data centres of a company
    ("Meta used {} TWh in its data centers in 2023.", 15),
)  # fmt: skip


def told(number: float) -> str:
    return f"{number:.4g}"


@pytest.mark.parametrize(("form", "true"), FORMS)
def test_the_true_number_is_right_and_ten_times_it_is_not(form, true) -> None:
    """By hand: arithmetic, or a row of the tables."""
    right, wrong = check(form.format(told(true))), check(form.format(told(true * 10)))
    stated = {wrong.verdict, *(p.verdict for p in wrong.parts)}
    assert right.verdict in RIGHT, right
    assert wrong.verdict not in RIGHT
    assert stated & {*ACCUSED}, wrong


@pytest.mark.parametrize("word", ["百", "千", "万", "一百", "100"])
def test_a_multiple_in_one_character_is_read(word: str) -> None:
    """By hand: 2.9 is not a hundred times 0.3."""
    found = check(f"ChatGPT每次查询耗电2.9瓦时，是谷歌搜索0.3瓦时的{word}倍。")
    assert "inconsistent_with_itself" in {p.verdict for p in found.parts}


@pytest.mark.parametrize("made", ["image", "video", "picture", "song"])
def test_one_thing_that_ai_makes_is_not_all_ai(made: str) -> None:
    """Law: an AI image has no figure of the electricity of AI."""
    for sentence in (
        f"One AI {made} uses as much energy as charging a smartphone.",
        f"An AI {made} takes 2.9 Wh.",
    ):
        assert all(p.verdict not in ACCUSED for p in check(sentence).parts), sentence


@pytest.mark.parametrize("amount", ["0.3 Wh", "0.26 ml of water", "0.02 g of CO2"])
@pytest.mark.parametrize("owner", ["Google", "Microsoft", "The world's data centres"])
def test_what_one_use_takes_is_no_figure_of_a_company(owner: str, amount: str) -> None:
    """Law: less than a kilowatt-hour, a litre or a kilogram is of one use."""
    found = check(f"{owner} needs {amount} for a prompt.")
    assert all(p.verdict not in ACCUSED for p in found.parts), found


def test_two_published_values_are_both_known() -> None:
    """By hand: AI servers grow 30 % a year by one source, 55 % by the series."""
    for rate in ("30%", "55%"):
        assert check(f"AI's electricity use grows by {rate} a year.").verdict in RIGHT
    assert check("AI's electricity use grows by 300% a year.").verdict in ACCUSED


@pytest.mark.parametrize("sentence", [
    "A hall with 10,000 GPUs draws 12 MW, 7 MW of it for the chips.",
    "The 3,000 servers stand in a hall of 20 MW beside one of 4 MW.",
    "机房有1万张GPU，功率12兆瓦，其中芯片7兆瓦。",
])  # fmt: skip
def test_two_powers_of_one_hall_are_no_product(sentence: str) -> None:
    """Law: a power is that of each machine only where that is said."""
    assert all(p.verdict not in ACCUSED for p in check(sentence).parts), sentence
