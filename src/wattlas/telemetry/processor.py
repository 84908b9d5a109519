"""A span processor that adds energy to spans before another one exports them."""

from __future__ import annotations

from typing import Any

from wattlas.errors import InputError, needs_extra
from wattlas.parameters import RequestsOptions
from wattlas.telemetry.spans import PREFIXES, START, SpanEnergy

with needs_extra("A span processor", "otel"):
    from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor


class EnergySpanProcessor(SpanProcessor):
    """Adds to spans of generative AI what they took, and hands them on.

    It wraps the processor that exports: a span that has ended takes no attributes, so
    one that stands beside could add none. No span is lost by an error of ours.

    Parameters
    ----------
    inner : SpanProcessor
        The one that exports, such as a ``BatchSpanProcessor``.
    **given
        What spans do not say: `hardware`, `site`, `country`, `currency`.

    Examples
    --------
    >>> from opentelemetry.sdk.trace import TracerProvider
    >>> from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    >>> from opentelemetry.sdk.trace.export.in_memory_span_exporter import (
    ...     InMemorySpanExporter)
    >>> kept = InMemorySpanExporter()
    >>> provider = TracerProvider()
    >>> provider.add_span_processor(EnergySpanProcessor(SimpleSpanProcessor(kept)))
    >>> with provider.get_tracer("me").start_as_current_span("chat") as span:
    ...     span.set_attribute("gen_ai.request.model", "gpt-4o-mini")
    ...     span.set_attribute("gen_ai.usage.input_tokens", 500)
    ...     span.set_attribute("gen_ai.usage.output_tokens", 300)
    >>> kept.get_finished_spans()[0].attributes["wattlas.architecture"]
    'inferred'
    """

    def __init__(self, inner: SpanProcessor, **given: Any) -> None:
        self._inner = inner
        self._energy = SpanEnergy(RequestsOptions(**given))

    def on_start(self, span: Any, parent_context: Any = None) -> None:
        """Hand the start on."""
        self._inner.on_start(span, parent_context)

    def on_end(self, span: ReadableSpan) -> None:
        """Hand the span on with what it took."""
        self._inner.on_end(self._with_energy(span))

    def shutdown(self) -> None:
        """Shut the other down."""
        self._inner.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Flush the other."""
        return bool(self._inner.force_flush(timeout_millis))

    def _with_energy(self, span: ReadableSpan) -> ReadableSpan:
        attributes = dict(span.attributes or {})
        if not any(name.startswith(PREFIXES) for name in attributes):
            return span
        try:
            (added,) = self._energy.attributes([{**attributes, START: span.start_time}])
        except InputError as error:
            added = {"wattlas.problem": str(error)}
        return ReadableSpan(
            name=span.name,
            context=span.context,
            parent=span.parent,
            resource=span.resource,
            attributes={**attributes, **added},
            events=span.events,
            links=span.links,
            kind=span.kind,
            status=span.status,
            start_time=span.start_time,
            end_time=span.end_time,
            instrumentation_scope=span.instrumentation_scope,
        )
