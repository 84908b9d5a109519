"""What a request to a model takes: never laid beside its training, nor accused."""

from __future__ import annotations

import pytest

from wattlas import check, facts
from wattlas.claims.verdict import RIGHT

SENTENCES = (
    "A query to {name} uses {value} Wh.",
    "Each {name} prompt takes {value} Wh of electricity.",
    "{name} 每次查询用电 {value} Wh。",
)


@pytest.mark.parametrize("name", ["gpt-4o", "gpt-5", "llama-3.1-70b", "gpt-3"])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_request_is_no_training(name, sentence):
    """Law: watt-hours of a query are of no training, whatever is known of that."""
    shown = facts.row("undisclosed", name) or facts.row("models", name)
    for value in (0.3, 40):
        verdict = check(sentence.format(name=shown["name"], value=value))
        assert "training" not in str([part.relation for part in verdict.parts])
        assert all(part.verdict == "unsupported" for part in verdict.parts)


def test_what_is_inferred_is_told_and_judges_nothing():
    """Law: near the inferred range or far from it, the verdict is the same."""
    for value in (0.0001, 0.4, 900):
        verdict = check(f"A prompt to GPT-5 uses {value} Wh.")
        (part,) = verdict.parts
        assert part.verdict == "unsupported"
        assert [note.code for note in part.notes] == ["no-figure", "use-inferred"]
        energy = part.notes[1].values["energy"]
        assert energy.low < energy.value < energy.high


def test_the_remark_is_what_serve_says():
    """Reference: the mean request of `serve` with what it assumes."""
    import wattlas

    (part,) = check("A query to GPT-4o uses 0.3 Wh.").parts
    found = wattlas.serve(model="gpt-4o", draws=256).results["facility_energy_kwh"]
    assert part.notes[1].values["energy"].value == pytest.approx(found.mid)


TRAININGS = (("GPT-3", "1,287 MWh", "128.7万度"),
             ("GPT-3", "552 tonnes of CO2", "552吨二氧化碳"),
             ("DeepSeek-V3", "2.788 million GPU hours", "278.8万GPU小时"))  # fmt: skip
OF_ONE = ("One answer of {0} took {1}.", "A prompt to {0} takes {1}.",
          "A single query to {0} emits {1}.", "Per token, {0} uses {1}.",
          "Per user, {0} emits {1}.", "Each hour {0} uses {1}.",
          "{0} uses {1} for every conversation.", "Every {0} user takes {1}.",
          "Answering a question with {0} takes {1}.",
          "A chat with {0} emits {1}.")  # fmt: skip
OF_ONE_ZH = ("{0}的一次回答耗用{1}。", "{0}每次对话排放{1}。", "{0}每个用户耗用{1}。",
             "{0}每小时耗用{1}。", "每回答一个问题，{0}耗用{1}。")  # fmt: skip


@pytest.mark.parametrize(("model", "amount", "amount_zh"), TRAININGS)
def test_what_one_use_takes_is_no_training(model, amount, amount_zh) -> None:
    """Law: a figure of a training is right of no answer, user, token or hour."""
    for forms, said in ((OF_ONE, amount), (OF_ONE_ZH, amount_zh)):
        for form in forms:
            sentence = form.format(model, said)
            found = check(sentence)
            stated = (found.verdict, *(p.verdict for p in found.parts))
            assert not any(v in RIGHT for v in stated), sentence
    assert check(f"Training {model} took {amount}.").verdict in RIGHT


@pytest.mark.parametrize("year", [2031, 2035, 2040])
def test_what_a_use_will_take_is_not_known(year: int) -> None:
    """Law: figures of past years accuse nothing that is told of one to come."""
    for form in ("A ChatGPT query in {} may use {} Wh.",
                 "By {} a ChatGPT query needs {} Wh.",
                 "到{}年，ChatGPT一次查询可能耗电{}瓦时。"):  # fmt: skip
        for value in (0.003, 0.34, 34):
            sentence = form.format(year, value)
            assert check(sentence).verdict == "unsupported", sentence
