"""Directions: does efficiency lower the total, does use outweigh training."""

from __future__ import annotations

from wattlas.claims.judges.common import correction, fields, known_line, sources
from wattlas.claims.judging import known_term
from wattlas.claims.known import known
from wattlas.claims.record import Line, Note, Part, Term
from wattlas.claims.schema import Trend


def judge(relation: Trend) -> Part:
    """Return the judged part of a trend."""
    return _rebound(relation) if relation.claim == "rebound" else _break_even(relation)


def _rebound(relation: Trend) -> Part:
    work = known("frontier-training", "work_growth_per_year")[-1]
    efficiency = known("ai-chips", "efficiency_growth_per_year")[-1]
    power = known("frontier-training", "power_growth_per_year")[-1]
    net = work.mid / efficiency.mid
    terms = (known_term(work), known_term(efficiency))
    line = Line("net-growth", Term(net, "/year"), "{0} / {1}", terms)
    falls = net < 1
    corrected = None if falls else correction(
        "rebound", efficiency=known_term(efficiency), net=Term(power.mid, "/year")
    )  # fmt: skip
    return Part(
        "trend",
        "right" if falls else "contradicted",
        fields(relation),
        (known_line(work), known_line(efficiency), line, known_line(power)),
        Term(net, "/year"),
        (Note("rebound"),),
        corrected,
        sources([work, efficiency, power]),
    )


def _break_even(relation: Trend) -> Part:
    """Return after how many uses, and days, use has taken what training took."""
    training = [
        k for k in known("gpt-3", "training_energy_kwh") if k.boundary == "facility"
    ][0]
    lines, used = [known_line(training)], [training]
    volumes = known("chatgpt", "uses_per_day")
    for use in known("chatgpt", "use_energy_kwh"):
        uses = training.mid / use.mid
        volume = min(volumes, key=lambda k: abs(k.year - use.year))
        terms = (known_term(training), known_term(use))
        values = {"year": str(use.year)}
        lines += [
            known_line(use),
            Line("break-even-uses", Term(uses, "uses"), "{0} / {1}", terms, values=values),
            Line("break-even-days", Term(uses / volume.mid, "day"), "{0} / {1}",
                 (Term(uses, "uses"), known_term(volume)), (volume.source,), values),
        ]  # fmt: skip
        used += [use, volume]
    shares = known("ml-google", "inference_share")
    lines += [known_line(k) for k in shares]
    return Part("trend", "partly_right", fields(relation), tuple(lines), None,
                (Note("mass-products-only"),), None, sources([*used, *shares]))  # fmt: skip
