"""A statement that denies is not judged as if it had stated."""

from __future__ import annotations

import pytest

from wattlas import check


@pytest.mark.parametrize(
    "statement",
    [
        "Training GPT-4 did not use 50 GWh of electricity",
        "Training GPT-3 didn't take 1,287 MWh",
        "Training GPT-3 never took 1,287 MWh",
        "训练GPT-3并没有用掉1287兆瓦时的电",
    ],
)
def test_a_denial_is_unsupported_and_its_parts_are_shown(statement: str) -> None:
    """The parts are judged as if they were stated; the whole is not."""
    found = check(statement)
    assert found.verdict == "unsupported"
    assert found.parts[0].relation == "denial"
    assert found.parts[1].verdict in ("right", "right_within_range")


def test_a_contrast_is_left_out_and_said() -> None:
    """`not training` sets one thing against another."""
    found = check("In AI most of the electricity goes into inference, not training.")
    assert found.verdict == "partly_right"
    assert "not" in found.not_understood


TAKEN_BACK = ("The paper {} its estimate that {}.", "The agency {} the claim that {}.")
VERBS = ("retracts", "retracted", "withdraws", "withdrew", "disavowed", "takes back",
         "refuted", "debunked", "denied")  # fmt: skip
CALLED = ("A hoax says that {}.", "Rumour says that {}.", "It is nonsense that {}.",
          "The claim that {} has been withdrawn.", "It was retracted that {}.",
          "The claim that {} is fake.")  # fmt: skip
CALLED_ZH = ("论文撤回了{}的估计。", "谣言称{}。", "辟谣：{}。", "{}的说法是无稽之谈。",
             "{}的报道失实。")  # fmt: skip
CLAIMS = (
    "data centers used {} TWh in 2024",
    "数据中心2024年用电{}太瓦时",
    (415, 4150, 41),
)


@pytest.mark.parametrize("value", CLAIMS[2])
def test_what_is_taken_back_is_not_stated(value: int) -> None:
    """Law: right or wrong, it is neither borne out nor laid against who says so."""
    english, chinese = (c.format(value) for c in CLAIMS[:2])
    said = [form.format(verb, english) for form in TAKEN_BACK for verb in VERBS]
    said += [form.format(english) for form in CALLED]
    said += [form.format(chinese) for form in CALLED_ZH]
    for sentence in said:
        found = check(sentence)
        assert found.verdict in ("unsupported", "partly_judged"), sentence
        assert not any(p.verdict == "contradicted" for p in found.parts), sentence
