"""One claim in three scripts; spam lines and chip-hours."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from wattlas import check
from wattlas.claims.article import check_text
from wattlas.claims.text import is_spam, is_traditional, simplified

FOLDER = Path(__file__).parent
opencc = pytest.importorskip("opencc")
ROWS = [
    row
    for name in ("held_out.csv", "paraphrases.csv")
    for row in csv.DictReader(
        (FOLDER / name).read_text(encoding="utf-8").splitlines(), delimiter="|"
    )
    if any("\u4e00" <= c <= "\u9fff" for c in row["statement"])
]
SPAM = (
    "点击关注公众号，领取 500 元优惠券",
    "扫码加群，每天 3 万度电的秘密 www.example.com",
    "责任编辑：小李 2023年 转载请注明出处",
)


@pytest.mark.parametrize("row", ROWS, ids=[r["statement"][:40] for r in ROWS])
def test_traditional_characters_get_the_verdict_of_simplified(row) -> None:
    """Law: the script changes no verdict; the words of the claim stay as written."""
    own = row["statement"]
    other = opencc.OpenCC("s2t").convert(own)
    found = check(other)
    assert found.verdict == check(own).verdict
    assert found.statement == " ".join(other.split())
    assert all(q.text in found.statement for q in found.quantities)


def test_characters_keep_their_places() -> None:
    """Law: a simplified text is as long as the text; other text is untouched."""
    text = "AI資料中心電力消耗將從2024年4,160億度成長至2030年9,460億度"
    assert is_traditional(text)
    assert len(simplified(text)) == len(text)
    assert simplified("plain text, 5 度") == "plain text, 5 度"


def test_spam_between_sentences_is_no_claim() -> None:
    """Law: lines of advertisement add no claim and take none away."""
    claims = [r["statement"] for r in ROWS[:12]]
    spam = [SPAM[i % len(SPAM)] for i in range(len(claims))]
    mixed = "\n".join(line for pair in zip(claims, spam, strict=True) for line in pair)
    plain, _, _ = check_text("\n".join(claims))
    found, _, _ = check_text(mixed)
    assert [c.verdict for c in found] == [c.verdict for c in plain]
    assert all(is_spam(s) for s in SPAM)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("DeepSeek-V3 was trained in 2.788 million H800 GPU hours.", "right"),
        (
            "DeepSeek-V3 was trained in 2.664 million H800 GPU-hours.",
            "right_scope_differs",
        ),
        (
            "Pre-training DeepSeek-V3 took 2.664 million H800 GPU-hours.",
            "right",
        ),
        ("DeepSeek-V3 was trained in 27.88 million GPU hours.", "contradicted"),
        ("DeepSeek-V3 的训练用了 278.8 万 H800 GPU 小时。", "right"),
        ("DeepSeek-V3 的訓練用了 278.8 萬 H800 GPU 小時。", "right"),
        ("10,000 H100s running for a year at 700 W use 61.3 GWh.", "right"),
        (
            "10,000 H100s running for a year at 700 W use 6.13 TWh.",
            "inconsistent_with_itself",
        ),
    ],
)
def test_chip_hours_and_machines_over_a_year(text: str, verdict: str) -> None:
    """The technical report's table 1; by hand 10,000 x 0.7 kW x 8,760 h = 61.3 GWh."""
    assert check(text).verdict == verdict


WORDS = {
    "資料中心": "数据中心", "伺服器": "服务器", "晶片": "芯片", "人工智慧": "人工智能",
    "查詢": "查询", "搜尋": "搜索", "預估": "预估", "效能": "性能", "用電量": "用电量",
}  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("beside", ["輝達", "記憶體", "與網際網路", "用電", "電GPT"])
def test_a_word_is_read_beside_any_other(word: str, beside: str) -> None:
    """Law: a word keeps its reading beside one whose conversion changes its length."""
    for text in (word + beside, beside + word):
        found = simplified(text)
        assert WORDS[word] in found
        assert len(found) == len(text)
