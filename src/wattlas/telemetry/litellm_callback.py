"""A callback for litellm, its router and its proxy: what each call took."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wattlas.parameters import RequestsOptions
from wattlas.telemetry.calls import HARMLESS
from wattlas.telemetry.watch import Watch


class EnergyLogger:
    """Counts what litellm logs: ``litellm.callbacks = [EnergyLogger()]``.

    `calls` has the totals. It is called after each answer, streamed ones too, and never
    fails a call.

    Parameters
    ----------
    **given
        What answers do not say: `hardware`, `site`, `country`, `currency`.

    Examples
    --------
    >>> logger = EnergyLogger(country="fr")
    >>> answer = {"model": "gpt-4o-mini", "usage": {"prompt_tokens": 500,
    ...           "completion_tokens": 300}}
    >>> logger.log_success_event(kwargs={}, response_obj=answer, start_time=None,
    ...                          end_time=None)
    >>> logger.calls.total.calls
    1
    """

    def __init__(self, **given: Any) -> None:
        self.calls = Watch(RequestsOptions(**given))

    def log_success_event(
        self,
        kwargs: Mapping[str, Any],
        response_obj: Any,
        start_time: Any,
        end_time: Any,
    ) -> None:
        """Count an answer."""
        try:
            logged = kwargs.get("standard_logging_object") or kwargs
            self.calls.note(response_obj, str(logged.get("model") or ""))
        except HARMLESS:
            return

    async def async_log_success_event(
        self,
        kwargs: Mapping[str, Any],
        response_obj: Any,
        start_time: Any,
        end_time: Any,
    ) -> None:
        """Count an answer of the asynchronous client."""
        self.log_success_event(kwargs, response_obj, start_time, end_time)
