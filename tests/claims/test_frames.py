"""What is said of a thing beside the rest, and what it is compared with: laws."""

from __future__ import annotations

import pytest

from wattlas import check
from wattlas.claims.verdict import RIGHT

ACCUSED = ("contradicted", "inconsistent_with_itself", "partly_right")
OWNERS = {
    "Google": ("used 25.3 TWh in 2023", "used 253 TWh in 2023"),
    "Microsoft": ("used 24 TWh in 2023", "used 240 TWh in 2023"),
    "Amazon": ("emitted 68.25 million tonnes of CO2 in 2024",
               "emitted 682.5 million tonnes of CO2 in 2024"),
}  # fmt: skip
ASIDES = (
    ", which owns DeepMind,", ", which invested in OpenAI,", ", the maker of ChatGPT,",
    ", a rival of Meta,", ", Ireland's largest customer,", ", whose rival is Oracle,",
    ", OpenAI's biggest backer,", " (a rival of Meta)", ", founded in Texas,",
    ", one of Nvidia's biggest customers,", ", which is based in Ireland,",
)  # fmt: skip
ASIDES_ZH = ("，OpenAI的最大股东，", "（Meta的竞争对手）", "（OpenAI的大股东）")


@pytest.mark.parametrize("aside", ASIDES)
@pytest.mark.parametrize("owner", OWNERS)
def test_what_is_said_beside_leaves_the_verdict(owner: str, aside: str) -> None:
    """Law: a clause behind a name, between commas, is of the name and of no figure."""
    for figure in OWNERS[owner]:
        alone, with_it = (
            check(f"{owner}{more} {figure}.").parts[0].verdict for more in ("", aside)
        )
        assert alone == with_it, (owner, aside, figure)


@pytest.mark.parametrize("aside", ASIDES_ZH)
@pytest.mark.parametrize("amount", ["240", "2400"])
def test_the_same_in_chinese(aside: str, amount: str) -> None:
    """Law: as above."""
    found = check(f"微软{aside}2023年用电{amount}亿度。")
    assert found.verdict == check(f"微软2023年用电{amount}亿度。").verdict


ANOTHER = (
    "The company that trained {}", "The maker of {}", "The firm behind {}",
    "{}'s biggest rival", "{}'s successor", "{}'s parent company",
    "The chips that ran {}", "An engineer who built {}", "The start-up that beat {}",
    "The supplier of {}", "The people behind {}", "{} developers",
)  # fmt: skip
ANOTHER_ZH = (
    "训练出{}的公司", "开发{}的团队", "{}的竞争对手", "{}的母公司", "{}的最大股东",
    "{}的继任者", "推出{}的企业",
)  # fmt: skip
THINGS = {
    "GPT-3": ("1,287 MWh", "12,870 MWh"), "BLOOM": ("433 MWh", "43 GWh"),
    "Microsoft": ("24 TWh in 2023", "240 TWh in 2023"),
    "Google": ("25.3 TWh in 2023", "2.53 TWh in 2023"),
}  # fmt: skip


@pytest.mark.parametrize("who", ANOTHER)
@pytest.mark.parametrize("thing", THINGS)
def test_another_has_not_the_figure_of_the_thing_beside_it(who, thing) -> None:
    """Law: who made it, what runs it, its rival: none is judged by its figure."""
    for figure in THINGS[thing]:
        sentence = f"{who.format(thing)} used {figure}."
        assert check(sentence).verdict == "unsupported", sentence


@pytest.mark.parametrize("who", ANOTHER_ZH)
@pytest.mark.parametrize("thing", ["GPT-3", "BLOOM", "微软"])
@pytest.mark.parametrize("figure", ["2023年用电240亿度", "用电128.7万度"])
def test_the_same_of_another_in_chinese(who, thing, figure) -> None:
    """Law: as above."""
    assert check(f"{who.format(thing)}{figure}。").verdict == "unsupported"


@pytest.mark.parametrize("who", [
    "OpenAI's chief executive Sam Altman", "OpenAI boss Sam Altman", "Sam Altman",
    "Sam Altman, the head of OpenAI,", "Sam Altman, chief executive of OpenAI,",
    "Sam Altman, who founded OpenAI with Elon Musk,", "OpenAI首席执行官奥特曼",
    "奥特曼（Sam Altman）", "OpenAI创始人奥特曼",
])  # fmt: skip
def test_a_person_is_not_his_company(who: str) -> None:
    """By hand: Altman invested 375 million, and OpenAI did not."""
    chinese = any("\u4e00" <= c <= "\u9fff" for c in who)
    rest = (
        "向Helion投资了3.75亿美元。" if chinese else " invested $375 million in Helion."
    )
    found = check(who + rest)
    assert [p.verdict for p in found.parts] == ["right"], found


@pytest.mark.parametrize(("sentence", "verdicts"), [
    ("Microsoft invested in OpenAI and buys 50 MW from Helion.", {"right", "promise"}),
    ("Microsoft buys 50 MW from Helion and invested in OpenAI.", {"right", "promise"}),
    ("Microsoft, which invested in OpenAI, buys 50 MW from Helion.",
     {"right", "promise"}),
    ("Altman invested in Helion, and Microsoft buys 50 MW from Helion.",
     {"right", "promise"}),
    ("Microsoft buys 50 MW from Helion, in which Altman invested.", {"promise"}),
    ("微软投资了OpenAI，并向Helion购电50兆瓦。", {"right", "promise"}),
    ("投资了OpenAI的微软向Helion购电50兆瓦。", {"right", "promise"}),
    ("由奥特曼投资的Helion将向微软供电50兆瓦。", {"right", "promise"}),
])  # fmt: skip
def test_each_of_two_deals_has_its_own_parties(sentence, verdicts) -> None:
    """By hand, from the table of deals."""
    assert {p.verdict for p in check(sentence).parts} == verdicts


@pytest.mark.parametrize(("sentence", "verdicts"), [
    ("The US, home to most data centres, used 176 TWh in 2023.", ["contradicted"]),
    ("Like GPT-3, BLOOM took 433 MWh.", ["right_scope_differs"]),
    ("虽然谷歌2023年用电253亿度，微软用电240亿度。", ["unsupported", "right"]),
    ("比爱尔兰还多，数据中心2024年用电4160亿度。", ["right"]),
    ("If GPT-3 took 1,287 MWh, GPT-4 took 50 times as much.",
     ["unsupported", "unsupported"]),
])  # fmt: skip
def test_what_stands_in_its_own_clause_is_of_it(sentence, verdicts) -> None:
    """By hand."""
    assert [p.verdict for p in check(sentence).parts] == verdicts


FIGURES = {
    "data centres used 416 TWh in 2024": "right",
    "US data centres used 176 TWh in 2023": "right",
    "Dutch data centres used 5.1 TWh in 2024": "right",
    "Dutch data centres used 51 TWh in 2024": "contradicted",
    "Microsoft used 24 TWh in 2023": "right",
}
COMPARED = (
    "Unlike Ireland, {}.", "In contrast to Ireland, {}.", "{}, more than Ireland.",
    "{}, far less than France.", "Compared with Germany, {}.", "{}, ahead of Japan.",
)  # fmt: skip


@pytest.mark.parametrize("form", COMPARED)
@pytest.mark.parametrize("figure", FIGURES)
def test_what_is_compared_with_has_not_the_figure(figure: str, form: str) -> None:
    """Law: a place in a comparison is not the place of what is said."""
    sentence = form.format(figure[0].upper() + figure[1:])
    sentence = sentence if form.startswith("{") else form.format(figure)
    found = check(sentence)
    assert [p.verdict for p in found.parts] == [FIGURES[figure]], sentence
    assert found.verdict in ("partly_judged", "contradicted")


@pytest.mark.parametrize("place", ["Ireland", "France", "the Netherlands"])
@pytest.mark.parametrize("form", COMPARED)
def test_the_figure_of_the_place_compared_with_is_neither(place, form) -> None:
    """By hand: 6.3 TWh is of Ireland; no place is named of which it is said."""
    sentence = form.replace("Ireland", place).format(
        "data centres used 6.3 TWh in 2023"
    )
    assert check(sentence).verdict == "unsupported", sentence


@pytest.mark.parametrize("form", [
    "Before {}, training took {}.", "Before {} came out, training took {}.",
    "After {}, training took {}.", "Training took {1} before {0}.",
    "在{}之前，训练一次要{}。", "{}之后，训练一次要{}。",
])  # fmt: skip
@pytest.mark.parametrize(("model", "figure"), [("GPT-3", "1,287 MWh"),
                                               ("BLOOM", "433 MWh"),
                                               ("GPT-3", "12 GWh")])  # fmt: skip
def test_what_came_before_a_thing_has_not_its_figure(form, model, figure) -> None:
    """Law: before and after say when, not of what."""
    assert check(form.format(model, figure)).verdict == "unsupported"


def test_verdicts_of_the_figures_alone() -> None:
    """By hand; else the laws would hold for a checker that says nothing."""
    for figure, verdict in FIGURES.items():
        assert check(f"{figure}.").verdict == verdict
    for owner, (right, wrong) in OWNERS.items():
        assert check(f"{owner} {right}.").verdict in RIGHT
        assert check(f"{owner} {wrong}.").verdict in ACCUSED


@pytest.mark.parametrize("owners", [
    "Microsoft, OpenAI and Google", "Google and Microsoft", "Microsoft, with Meta,",
    "Microsoft together with OpenAI", "Microsoft, along with Google,",
    "谷歌和微软", "微软、谷歌", "谷歌与微软",
])  # fmt: skip
@pytest.mark.parametrize("amount", [24, 25.3, 240])
def test_one_figure_of_several_is_of_none(owners: str, amount: float) -> None:
    """Law: what several used together is the figure of none of them."""
    chinese = owners[0] > "\u4e00"
    rest = (
        f"2023年用电{amount * 10:g}亿度。"
        if chinese
        else f" used {amount} TWh in 2023."
    )
    assert check(owners + rest).verdict == "unsupported", owners


@pytest.mark.parametrize("form", [
    "A model twice as large as {} took {}.", "Training a model like {} takes {}.",
    "A chatbot larger than {} took {} to train.", "和{}一样大的模型训练用了{}。",
    "类似{}的模型训练用了{}。",
])  # fmt: skip
@pytest.mark.parametrize("figure", ["1,287 MWh", "12,870 MWh"])
def test_a_thing_like_another_has_not_its_figure(form: str, figure: str) -> None:
    """Law: what something is as large as, or like, has not the figure itself."""
    found = check(form.format("GPT-3", figure))
    assert all(p.verdict == "unsupported" for p in found.parts), found


@pytest.mark.parametrize("form", [
    "Besides Google, {}.", "Apart from Google, {}.", "As opposed to Google, {}.",
    "除了谷歌，{}", "和谷歌一样，{}", "谷歌也不例外，{}",
])  # fmt: skip
def test_one_beside_another_keeps_its_own_figure(form: str) -> None:
    """Law: the first is named to set the second against it."""
    chinese = any("\u4e00" <= c <= "\u9fff" for c in form)
    said = "微软2023年用电240亿度。" if chinese else "Microsoft used 24 TWh in 2023"
    stated = [p.verdict for p in check(form.format(said)).parts]
    assert not {*stated} & {*ACCUSED}
    assert "right" in stated or "例外" in form


OTHERS = {
    "an additional": "Data centres used {} 415 TWh in 2024.",
    "an extra": "Data centres used {} 415 TWh in 2024.",
    "overnight": "US data centers consumed 176 TWh {} in 2023.",
    "altogether": "From 2014 through 2023, US data centers used 176 TWh {}.",
    "in one month": "In 2023 US data centers used 176 TWh {}.",
    "The rise of": "{} data centres' consumption in 2024 was 415 TWh.",
    "The increase in": "{} US data center demand in 2023 was 176 TWh.",
    "Serving": "{} GPT-3 took 1,287 MWh.",
    "Inference of": "{} GPT-3 took 1,287 MWh.",
    "One epoch": "{} of GPT-3 training took 1,287 MWh.",
    "A rack of": "{} H100 draws 700 W.",
    "for each token": "A ChatGPT query uses 0.34 Wh {}.",
    "of cooling": "A ChatGPT query uses 0.34 Wh {}.",
    "paying": "ChatGPT has 800 million {} weekly users in 2025.",
}
"""Words that make a figure another one, and a statement that is right without them."""


@pytest.mark.parametrize("words", OTHERS)
def test_an_amount_of_something_else_is_no_figure(words):
    """Law: an increment, another span, stage or part is laid against no figure."""
    assert check(OTHERS[words].format(words)).verdict == "unsupported"


@pytest.mark.parametrize(
    "owner", ["Every Gemini answer", "ChatGPT", "Every GPT-3 response"]
)
def test_what_is_compared_to_is_not_what_is_spoken_of(owner):
    """Law: that a bottle holds 500 ml says nothing of who drinks it."""
    assert not check(f"{owner} drinks a 500 ml bottle of water.").verdict.startswith(
        "right"
    )


@pytest.mark.parametrize(
    "pair", [("OpenAI", "Microsoft"), ("Amazon", "Google"), ("Claude", "Gemini")]
)
def test_each_of_two_is_not_one_of_them(pair):
    """Law: the tables are asked of both, or of none."""
    one, other = pair
    unit = "0.24 Wh per prompt" if one == "Claude" else "24 TWh of electricity in 2023"
    verdict = check(f"{one} and {other} each used {unit}.").verdict
    assert not verdict.startswith("right")
