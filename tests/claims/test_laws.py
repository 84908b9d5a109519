"""Laws over made sentences: what is not understood, other words, other sizes."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from wattlas import check
from wattlas.claims.reading import read
from wattlas.claims.verdict import RIGHT

FOLDER = Path(__file__).parent
ACCUSED = ("contradicted", "inconsistent_with_itself", "partly_right")


def stated(sentence: str) -> list[str]:
    """Return every verdict of a sentence: of the whole and of its parts."""
    found = check(sentence)
    return [found.verdict, *(p.verdict for p in found.parts)]


def is_accused(sentence: str) -> bool:
    return any(v in ACCUSED for v in stated(sentence))


def press(expected: str) -> list[str]:
    text = (FOLDER / "press.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [r["sentence"] for r in rows if r["expected"] == expected]


WRONG = (
    "Google's data centres used 240 TWh in 2023.",
    "Data centres worldwide used 4,160 TWh in 2024.",
    "Training GPT-3 took 12,870 MWh of electricity.",
    "US data centres used 44 percent of the electricity of the United States in 2023.",
    "A Gemini prompt uses 24 Wh of electricity.",
    "Running 1,000 servers at 6.5 kW each for a day takes 1,560 MWh.",
    "Training GPT-3 used as much electricity as 12,000 American homes use in a year.",
)
"""Each is off by ten of a row of the tables, or of its own numbers."""


@pytest.mark.parametrize("sentence", WRONG)
def test_what_is_wrong_is_said_to_be_wrong(sentence: str) -> None:
    """By hand; else the next law would hold for a checker that says nothing."""
    assert is_accused(sentence)


@pytest.mark.parametrize("word", ["zorbian", "Zorbia"])
@pytest.mark.parametrize("sentence", WRONG)
def test_a_word_that_is_not_understood_takes_the_accusation_away(
    sentence: str, word: str
) -> None:
    """Law: wherever an unknown word is put in a clause, the clause accuses nobody."""
    for gap in re.finditer(r"(?<=[A-Za-z]) (?=[A-Za-z])", sentence):
        inside = any(
            x.start < gap.start() < x.end
            for x in (*read(sentence).mentions, *read(sentence).things)
        )
        changed = f"{sentence[: gap.start()]} {word} {sentence[gap.end() :]}"
        if not inside:
            assert not is_accused(changed), changed


OWNERS = {
    "The world's data centres": "used 416 TWh in 2024",
    "Google's data centres": "used 24 TWh in 2023",
    "US data centres": "used 176 TWh in 2023",
    "Google": "used 5.6 billion gallons of water in 2022",
    "Microsoft": "used 24 TWh in 2023",
}


@pytest.mark.parametrize(("owner", "figure"), OWNERS.items())
@pytest.mark.parametrize("form", [
    "The zorbian part of {0} {1}.", "{0} in Zorbia {1}.", "{0} that zorb {1}.",
    "{0} {1} for zorbing.", "{0} {1} in the zorbian half of the year.",
    "{0}, rather than zorbs, {1}.", "If zorbs came, {0} {1}.",
    "It is a myth that {0} {1}.", "{0} never {1}.",
])  # fmt: skip
def test_what_narrows_or_denies_leaves_nothing_judged(owner, figure, form) -> None:
    """Law: beside a word that is not understood no figure of the tables is laid."""
    sentence = form.format(owner, figure)
    assert check(f"{owner} {figure}.").verdict in RIGHT
    assert check(sentence).verdict == "unsupported", sentence


@pytest.mark.parametrize("piece", ["佐布的", "佐布省的", "大型", "部分", "佐布公司的"])
@pytest.mark.parametrize("figure", ["2024年用电4160亿度", "2024年用电41600亿度"])
def test_the_same_in_chinese(piece: str, figure: str) -> None:
    """Law: as above; the second figure is ten times off."""
    assert check(f"全球数据中心{figure}。").verdict != "unsupported"
    assert check(f"{piece}数据中心{figure}。").verdict == "unsupported"


MANY = (
    ("{n:,} H100s draw {total:,} kW.", 0.7),
    ("The {n:,} H100 GPUs draw {total:,} kW.", 0.7),
    ("{n}张H100的功率是{total}千瓦。", 0.7),
    ("{n:,} American homes use {total:,} kWh a year.", 10_791),
    ("{n}户美国家庭一年用电{total}度。", 10_791),
    ("ChatGPT's {n:,} queries take {total:,} Wh.", 0.34),
)


@pytest.mark.parametrize("count", [1_000, 20_000, 5_000_000])
@pytest.mark.parametrize(("form", "one"), MANY)
def test_the_total_of_many_is_not_compared_with_one(form, one, count) -> None:
    """Law: a true total accuses nobody, however many there are."""
    assert not is_accused(form.format(n=count, total=round(one * count)))


def mutated(sentence: str) -> Iterator[str]:
    """Yield a sentence with one of its numbers ten and a hundred times as large."""
    for m in read(sentence).mentions:
        digits = re.search(r"\d[\d,]*(?:\.\d+)?", sentence[m.start : m.end])
        if m.dimension == "date" or digits is None:
            continue
        start, end = m.start + digits.start(), m.start + digits.end()
        for factor in (10, 100):
            number = float(digits[0].replace(",", "")) * factor
            text = f"{number:,.6f}".rstrip("0").rstrip(".")
            yield sentence[:start] + text + sentence[end:]


def test_ten_times_a_right_number_is_not_right() -> None:
    """Law: of sentences with one number made wrong, 3 in 100 may be called right."""
    right = [s for s in press("right") if check(s).verdict in RIGHT]
    made = [m for s in right for m in mutated(s)]
    called = [m for m in made if check(m).verdict in RIGHT]
    assert len(made) > 70
    assert len(called) <= 0.03 * len(made), called


PER = (
    "ChatGPT uses {water} per {n} questions.",
    "ChatGPT uses {water} for every {n} questions.",
    "For every {n} questions, ChatGPT uses {water}.",
    "Every {n} questions, ChatGPT drinks {water}.",
    "ChatGPT drinks {water} for each {n} questions.",
    "ChatGPT每问{n}个问题就要喝掉{zh}。",
    "ChatGPT每回答{n}个问题要消耗{zh}。",
    "ChatGPT每問{n}個問題就要喝掉{zh}。",
)
WATERS = (
    ("500 ml of water", "500毫升水"), ("half a litre of water", "0.5升水"),
    ("a bottle of water", "一瓶水"), ("0.5 L of water", "0.5升水"),
)  # fmt: skip


@pytest.mark.parametrize("count", [1, 20, 40, 2_000])
def test_one_claim_in_other_words_gets_one_verdict(count: int) -> None:
    """Law: order, wording, unit and script keep the verdict, or it abstains."""
    found = {
        check(form.format(n=count, water=water, zh=zh)).verdict
        for form in PER
        for water, zh in WATERS
    }
    assert len(found - {"unsupported", "partly_judged"}) <= 1, found
    assert found & {*RIGHT, *ACCUSED} or count == 2_000


SAME = (
    ("Training GPT-3 took {0} MWh.", "训练GPT-3用了{0}兆瓦时。",
     "訓練GPT-3用了{0}兆瓦時。", 1287),
    ("The world's data centres used {0} TWh in 2024.",
     "2024年全球数据中心用电{0}太瓦时。", "2024年全球資料中心用電{0}太瓦時。", 416),
    ("US data centres used {0} TWh in 2023.", "2023年美国数据中心用电{0}太瓦时。",
     "2023年美國資料中心用電{0}太瓦時。", 176),
    ("A Gemini prompt uses {0} Wh.", "Gemini每次提问耗电{0}瓦时。",
     "Gemini每次提問耗電{0}瓦時。", 0.24),
)  # fmt: skip


@pytest.mark.parametrize("factor", [1, 10, 0.1, 100])
@pytest.mark.parametrize(("english", "simple", "traditional", "true"), SAME)
def test_english_simplified_and_traditional_agree(
    english, simple, traditional, true, factor
) -> None:
    """Law: one claim in three scripts gets one verdict."""
    value = f"{true * factor:g}"
    verdicts = [check(s.format(value)).verdict for s in (english, simple, traditional)]
    assert len(set(verdicts)) == 1, verdicts
    assert (verdicts[0] in RIGHT) == (factor == 1)


UNITS = (("GWh", 1e-3), ("MWh", 1), ("kWh", 1e3), ("万度", 0.1), ("TJ", 3.6e-3))


@pytest.mark.parametrize("true", [1287, 12870])
def test_a_change_of_unit_keeps_the_verdict(true: int) -> None:
    """Law: 1.287 GWh is 1,287 MWh."""
    verdicts = {
        check(f"Training GPT-3 took {true * size:g} {unit}.").verdict
        for unit, size in UNITS
    }
    assert len(verdicts) == 1, verdicts


SUMS = (
    ("At {0} cents per kWh, 2 GWh cost {1} dollars.", 10, 200_000),
    ("At 400 g CO2 per kWh, {0} TWh emits {1} tonnes of CO2.", 2, 800_000),
    ("按每度电0.5元计算,{0}万度电的电费是{1}元。", 4, 20_000),
    ("With a PUE of {0}, a 50 MW IT load needs {1} MW.", 1.2, 60),
    ("PUE为{0}时,50兆瓦的IT负载需要{1}兆瓦。", 1.2, 60),
    ("Cutting the PUE from {0} to 1.2 saves {1}% of the electricity.", 1.5, 20),
    ("数据中心的PUE从{0}降到1.2,总用电量下降{1}%。", 1.5, 20),
)
"""Sentences that are arithmetic alone, with the one number that makes them right."""


@pytest.mark.parametrize(("form", "given", "true"), SUMS)
@pytest.mark.parametrize("factor", [1, 3, 0.3])
def test_arithmetic_is_right_or_not(form: str, given: float, true: float, factor):
    """By hand."""
    found = stated(form.format(given, f"{true * factor:g}"))
    assert any(v in RIGHT for v in found) == (factor == 1), found
    assert any(v in ACCUSED for v in found) == (factor != 1), found


NOT_ACCUSED = (
    "Google and Microsoft used 48 TWh in 2023.",
    "谷歌和微软2023年共用电480亿度。",
    "Ireland used 6.97 TWh for data centres in 2024.",
    "AI could account for 20% of the world's electricity by 2030.",
    "谷歌2024年数据中心用电308亿度，同比增长27%。",
    "A microwave running for one second uses about as much as one ChatGPT query.",
)
"""A sum of two owners, a part of a country, a forecast, a year on the one before."""


@pytest.mark.parametrize("sentence", NOT_ACCUSED)
def test_what_may_be_true_is_not_accused(sentence: str) -> None:
    """By hand: 24 + 24 TWh; 24 TWh in 2023 and 28 % more; 1 kW x 1 s = 0.28 Wh."""
    assert not is_accused(sentence)


PAIRS = (
    "A ChatGPT query and a Google search use 2.9 Wh and 0.3 Wh.",
    "Training GPT-3 and BLOOM took 1,287 MWh and 433 MWh.",
    "Data centres of the world and of the US used 416 TWh and 183 TWh in 2024.",
    "US data centres used 58 TWh and 176 TWh in 2014 and 2023.",
)


@pytest.mark.parametrize("sentence", PAIRS)
def test_a_figure_that_is_right_of_another_accuses_nobody(sentence: str) -> None:
    """Law: of two owners, or years, the one that is right may be meant."""
    assert not is_accused(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The IEA says US data centres will use 945 TWh in 2030.",
        "The IEA forecasts Google's data centres at 60 TWh in 2030.",
        "国际能源署预计，到2030年中国数据中心用电量将达到9450亿千瓦时。",
        "Google expects 50 TWh in 2030, while the IEA sees data centres at 945 TWh.",
        "Training GPT-3 took less than 12,870 MWh.",
        "训练GPT-3用电不到1287万度。",
        "資料中心2024年的用電超過100億度。",
        "No data centre used 415 TWh in 2024.",
        "有传言称训练GPT-3耗电1.287亿度，实际只有128.7万度。",
        "Did data centres use 4,150 TWh in 2024?",
        "Data centres' electricity rose by 415 TWh in 2024.",
        "Data centres used 415 TWh less than expected in 2024.",
        "数据中心用电2024年增加了4150亿度。",
        "Training GPT-3 saved 1,287 MWh.",
        "训练GPT-3节省了128.7万度电。",
        "Cooling in data centres used 415 TWh in 2024.",
        "Residents near data centres used 415 TWh in 2024.",
        "Data centres and factories used 415 TWh in 2024.",
        "Cloud gaming used 415 TWh in 2024, more than all data centres.",
    ],
)
def test_what_is_said_of_another_is_neither_right_nor_wrong(sentence):
    """Law: a forecast, a bound, a denial, a question, a change, another thing."""
    assert check(sentence).verdict == "unsupported"


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("The IEA expects data centres to use 945 TWh in 2030.", "right"),
        ("Electricity demand from data centres was 415 TWh in 2024.", "right"),
        ("Data centres used 4,150 TWh in 2024.", "contradicted"),
        ("An H100 draws up to 7 kW.", "contradicted"),
    ],
)
def test_what_is_said_of_the_thing_itself_is_judged(sentence, verdict):
    """By hand: the neighbours of what is not judged."""
    assert check(sentence).verdict.startswith(verdict)
