"""Requests that come in batches, as from a gateway: each model is set up once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wattlas import facts
from wattlas.estimation.request_log.estimate import COMMON_CURRENCY, estimate_log
from wattlas.estimation.request_log.group import Settings
from wattlas.estimation.request_log.record import RequestTable
from wattlas.estimation.request_log.replicas import StandingReplicas
from wattlas.parameters import RequestsOptions

OF_USUAL = ("prompt_tokens", "cached_prompt_tokens", "output_tokens")


class BatchEstimator:
    """Estimates batches of requests, one after the other.

    The replica of a model is that for usual requests, and stays; a whole log
    (`estimate_requests`) has replicas for the medians of its own rows. A row that
    cannot be used is a problem of its own, never of the batch.

    Parameters
    ----------
    options : RequestsOptions
        What the batches have no column for: hardware, site, country and others.

    Examples
    --------
    >>> batches = BatchEstimator(RequestsOptions(hardware="h100-sxm", draws=64))
    >>> log = {"model": ["llama-3.1-8b"], "prompt_tokens": [500],
    ...        "output_tokens": [300]}
    >>> batches.estimate(log).rows_bad
    0
    """

    def __init__(self, options: RequestsOptions) -> None:
        self._options = replace(options, skip_bad=True)
        usual = {n: facts.number("constants", "serving", n).value for n in OF_USUAL}
        # What the costs of a row are in must not depend on the rows beside it.
        has_place = options.site is not None or options.country is not None
        currency = options.currency or (None if has_place else COMMON_CURRENCY)
        settings = Settings(currency, options.draws, options.seed)
        self._standing = StandingReplicas(settings, usual)

    def estimate(self, columns: Mapping[str, Any]) -> RequestTable:
        """Return the estimate of a batch: a column for each name.

        Raises
        ------
        InputError
            If a column is missing or unknown, or no row can be used.
        """
        return estimate_log(replace(self._options, table=columns), self._standing)
