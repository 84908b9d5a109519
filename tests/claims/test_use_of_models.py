"""What a request to a model takes: never laid beside its training, nor accused."""

from __future__ import annotations

import pytest

from wattlas import check, facts

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
