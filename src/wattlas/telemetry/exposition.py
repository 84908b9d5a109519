"""What a receiver has counted, as Prometheus reads it.

::

    wattlas_spans_total                                  spans acknowledged
    wattlas_spans_rejected_total                         of them, not by the next
    wattlas_span_problems_total                          of AI, without an estimate
    wattlas_ai_spans_total{model, architecture}          with one
    wattlas_ai_energy_watt_hours_total{..., bound}       bound: low, mid, high
"""

from __future__ import annotations

from collections.abc import Iterator

from wattlas.telemetry.enrich import Counts

_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


def exposition(counts: Counts) -> str:
    """Return the counts in the text format of Prometheus."""
    return "\n".join(_lines(counts)) + "\n"


def _lines(counts: Counts) -> Iterator[str]:
    spans, problems, rejected, models = counts.snapshot()
    yield from _head("wattlas_spans_total", "Spans acknowledged.")
    yield f"wattlas_spans_total {spans}"
    text = "Spans that the next receiver rejected."
    yield from _head("wattlas_spans_rejected_total", text)
    yield f"wattlas_spans_rejected_total {rejected}"
    yield from _head("wattlas_span_problems_total", "Spans of AI without an estimate.")
    yield f"wattlas_span_problems_total {problems}"
    yield from _head("wattlas_ai_spans_total", "Spans of AI with an estimate.")
    for key, count in sorted(models.items()):
        yield f"wattlas_ai_spans_total{{{_labels(key)}}} {count.spans}"
    name = "wattlas_ai_energy_watt_hours_total"
    yield from _head(name, "Facility energy of the calls that spans tell of.")
    for key, count in sorted(models.items()):
        bounds = {"low": count.low_wh, "mid": count.energy_wh, "high": count.high_wh}
        for bound, value in bounds.items():
            yield f'{name}{{{_labels(key)},bound="{bound}"}} {value!r}'


def _head(name: str, text: str) -> Iterator[str]:
    yield f"# HELP {name} {text}"
    yield f"# TYPE {name} counter"


def _labels(key: tuple[str, str]) -> str:
    model, architecture = (part.translate(_ESCAPES) for part in key)
    return f'model="{model}",architecture="{architecture}"'
