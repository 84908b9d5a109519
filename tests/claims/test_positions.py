"""Where a word narrows, only one that is known to be neutral leaves a thing whole."""

from __future__ import annotations

import random

import pytest

from wattlas import check, facts
from wattlas.claims import positions
from wattlas.claims.reading import read
from wattlas.claims.verdict import RIGHT

ACCUSED = ("contradicted", "inconsistent_with_itself", "partly_right")
SOME = 20
TRENDS = ("stable", "flat", "exponential", "plateau", "plateaued", "stagnate",
          "stagnated", "flat-out")  # fmt: skip
"""Words that say how a series goes, and are judged by themselves."""


def is_judged(sentence: str) -> bool:
    found = check(sentence)
    verdicts = (found.verdict, *(p.verdict for p in found.parts))
    return any(v in RIGHT or v in ACCUSED for v in verdicts)


def understood(word: str) -> bool:
    reading = read(word)
    named = reading.things or reading.mentions
    return word.isalpha() and not (named or word.endswith(("centers", "center")))


def drawn(chinese: bool, seed: int) -> list[str]:
    """Return words that are understood by themselves, and not said to be neutral."""
    table = facts.vocabulary()
    plain = (w for w, roles in table.items() if roles == {"plain"})
    words = sorted(w for w in plain if w not in TRENDS and w.isascii() != chinese)
    some = random.Random(seed).sample(words, 3 * SOME)
    return [w for w in some if understood(w)][:SOME]


FORMS = (
    "{} data centers used {:g} TWh in 2024.",
    "Data center {} used {:g} TWh in 2024.",
    "In 2024 the {} of data centers used {:g} TWh.",
    "Data centers and their {} used {:g} TWh in 2024.",
    "In 2024 data centers with {} used {:g} TWh.",
    "In 2024 data centers used {1:g} TWh for {0}.",
    "In 2024 data centers used {1:g} TWh of {0}.",
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("twh", [415, 4150])
def test_a_word_that_is_not_neutral_keeps_the_figure_away(form: str, twh: int) -> None:
    """Law: a word that is only understood may narrow what stands beside it."""
    for word in drawn(chinese=False, seed=twh):
        assert not is_judged(form.format(word, twh)), form.format(word, twh)


FORMS_ZH = (
    "2024年全球数据中心{}用电{}亿度。",
    "2024年全球数据中心的{}用电{}亿度。",
    "2024年全球{}数据中心共用电{}亿度。",
    "2024年全球数据中心{}耗去{}亿度电。",
)
ONE_WORD = ("平缓", "持平", "指数", "指数级", "以指数", "名称", "瓶水", "瓶装水")
"""Trends are read by themselves; what names, and what holds, are read as other."""


@pytest.mark.parametrize("form", FORMS_ZH)
@pytest.mark.parametrize("twh", [4150, 41500])
def test_a_chinese_word_that_is_not_neutral_does_so_too(form: str, twh: int) -> None:
    """Law: the same before a thing, behind it, and at what is taken."""
    for word in drawn(chinese=True, seed=twh):
        said = form.format(word, twh)
        assert word in ONE_WORD or not is_judged(said), said


NEUTRAL = ("Already", "Overall,", "Globally,", "Today", "By one estimate,")


@pytest.mark.parametrize("opens", NEUTRAL)
def test_a_neutral_word_leaves_the_figure(opens: str) -> None:
    """Law: what narrows nothing keeps the verdict, right and wrong."""
    rest = "data centers used {} TWh in 2024."
    assert check(f"{opens} {rest.format(415)}").verdict in RIGHT
    assert check(f"{opens} {rest.format(4150)}").verdict == "contradicted"


THINGS = ("TV", "chip", "H100", "chatbot", "refrigerator", "Gemini", "AI")


@pytest.mark.parametrize("thing", THINGS)
def test_a_thing_at_another_is_not_the_other(thing: str) -> None:
    """Law: beside the thing that is meant, a second makes it a part, or another."""
    for said in (f"{thing} data centers used 415 TWh in 2024.",
                 f"In 2024 data centers and their {thing}s used 415 TWh.",
                 f"In 2024 the {thing}s in data centers used 415 TWh."):  # fmt: skip
        assert check(said).verdict not in RIGHT[:2], said


TIMES = ("for a day", "for a week", "for a month", "in a week", "for a decade",
         "for two weeks", "over ten years", "for three months")  # fmt: skip


@pytest.mark.parametrize("time", TIMES)
def test_a_time_that_is_no_year_has_no_figure_of_a_year(time: str) -> None:
    """Law: an amount of a day, a month or ten years is not that of a year."""
    assert not is_judged(f"In 2024 data centers used 415 TWh {time}.")
    assert not is_judged(f"Data centers, {time}, used 22% of Ireland's electricity.")


def test_owner_beside_a_share_has_the_whole() -> None:
    """By hand: half of Microsoft's electricity is not half of that of the world."""
    said = "Microsoft used 24 TWh in 2023, half of it for AI."
    assert not any(p.verdict in ACCUSED for p in check(said).parts)
    assert positions.narrowing(read("Data centers used 415 TWh")) == []


NOT_OF_IT = (
    "Through 2024 data centers have used {} TWh.",
    "Since 2024 data centers have used {} TWh.",
    "截至2024年，全球数据中心累计用电{}0亿度。",
    "The biggest data centers used {} TWh in 2024.",
    "全球最大的数据中心2024年用电{}0亿度。",
)


@pytest.mark.parametrize("form", NOT_OF_IT)
@pytest.mark.parametrize("twh", [415, 4150])
def test_years_together_and_the_largest_have_no_figure_of_all(form, twh) -> None:
    """Law: what adds years up, or picks some, is not what all take in a year."""
    assert not is_judged(form.format(twh)), form.format(twh)


@pytest.mark.parametrize("words", ["share", "slice", "portion", "fraction"])
def test_a_load_of_which_something_has_a_share_is_the_whole(words: str) -> None:
    """By hand: Virginia has another share of data centres than these of Virginia."""
    assert not is_judged(f"Virginia's {words} of data centers was 26% in 2023.")
    assert not is_judged("爱尔兰数据中心2024年用电是居民的22%。")


def test_what_a_service_gains_is_not_what_it_has() -> None:
    """Law: users that came in a year are not its users."""
    for verb in ("gained", "added", "grew by"):
        assert not is_judged(f"ChatGPT {verb} 700 million weekly users in 2025.")
    assert is_judged("ChatGPT had 700 million weekly users in 2025.")


@pytest.mark.parametrize("kind", ["laptop", "smartphone", "zorb", "blue", "idle"])
def test_a_machine_of_another_kind_has_not_its_power(kind: str) -> None:
    """Law: a word, or a thing, before the name of a chip makes it another."""
    assert not is_judged(f"A {kind} H100 draws 700 W.")
    assert is_judged("An H100 draws 700 W.")


@pytest.mark.parametrize("thing", ["electric cars", "gasoline cars"])
def test_what_runs_takes_nothing_without_how_far(thing: str) -> None:
    """Law: so many cars are neither right nor wrong without a distance, or a year."""
    assert not is_judged(f"A million prompts of 0.24 Wh would charge 3 {thing}.")


@pytest.mark.parametrize("stage", ["in use", "for inference", "in everyday use"])
def test_what_a_model_emits_in_use_is_not_that_of_its_training(stage: str) -> None:
    """Law: a figure of the training is laid beside no other stage."""
    assert not is_judged(f"BLOOM emitted 25 tonnes of CO2 {stage}.")
    assert is_judged("BLOOM emitted 25 tonnes of CO2 in training.")


@pytest.mark.parametrize(("twh", "judged"), [(800, False), (945, False), (9450, True)])
def test_a_forecast_of_someone_else_is_no_error(twh: int, judged: bool) -> None:
    """Law: forecasters lie a few times apart; ten times off is another order."""
    said = f"Utilities expect data centers to need {twh:,} TWh in the US by 2030."
    assert is_judged(said) == judged


@pytest.mark.parametrize("opens", ["据", "根据", "依据"])
@pytest.mark.parametrize("source", ["统计", "数据", "估算", "报告"])
def test_who_says_it_in_chinese_narrows_nothing(opens: str, source: str) -> None:
    """Law: a source that is named before a figure leaves it right, or wrong."""
    said = "{}国际能源署{}，2024年全球数据中心耗电约{}太瓦时。"
    assert check(said.format(opens, source, 415)).verdict in RIGHT
    assert check(said.format(opens, source, 4150)).verdict == "contradicted"
