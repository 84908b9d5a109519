"""Directions: does efficiency lower the total, does use outweigh training."""

from __future__ import annotations

from wattlas.claims.judges.common import correction, known_line, part_of
from wattlas.claims.judging import known_term
from wattlas.claims.known import Known, known
from wattlas.claims.record import Line, Note, Part, Term
from wattlas.claims.schema import Trend


def judge(relation: Trend) -> Part:
    """Return the judged part of a trend."""
    return _rebound(relation) if relation.claim == "rebound" else _break_even(relation)


def _rebound(relation: Trend) -> Part:
    work = known("frontier-training", "work_growth_per_year")[-1]
    efficiency = known("ai-chips", "efficiency_growth_per_year")[-1]
    power = known("frontier-training", "power_growth_per_year")[-1]
    net = Term(work.mid / efficiency.mid, "/year")
    terms = (known_term(work), known_term(efficiency))
    line = Line("net-growth", net, "{0} / {1}", terms)
    lines = (known_line(work), known_line(efficiency), line, known_line(power))
    if net.value < 1:
        return part_of(relation, "right", lines, net)
    observed = Term(power.mid, "/year")
    corrected = correction("rebound", efficiency=known_term(efficiency), net=observed)
    return part_of(relation, "contradicted", lines, net, (Note("rebound"),), corrected)


def _break_even(relation: Trend) -> Part:
    """Return after how many uses, and days, use has taken what training took."""
    runs = known("gpt-3", "training_energy_kwh")
    training = next(k for k in runs if k.boundary == "facility")
    lines = [known_line(training)]
    for use in known("chatgpt", "use_energy_kwh"):
        lines += _use_lines(training, use)
    lines += [known_line(k) for k in known("ml-google", "inference_share")]
    notes = (Note("mass-products-only"),)
    return part_of(relation, "partly_right", lines, None, notes)


def _use_lines(training: Known, use: Known) -> list[Line]:
    volumes = known("chatgpt", "uses_per_day")
    volume = min(volumes, key=lambda k: abs(k.year - use.year))
    uses = Term(training.mid / use.mid, "uses")
    values = {"year": str(use.year)}
    both = (known_term(training), known_term(use))
    days = Term(uses.value / volume.mid, "days")
    per_day = (uses, known_term(volume))
    return [
        known_line(use),
        Line("break-even-uses", uses, "{0} / {1}", both, values=values),
        Line("break-even-days", days, "{0} / {1}", per_day, (volume.source,), values),
    ]
