"""Requests as a function of Arrow batches, for any engine that maps them.

DuckDB, Polars, Spark, Ray and Dask split a log and hand its batches over; what comes
back has the same rows with what each took, and always the same columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.errors import InputError, needs_extra
from wattlas.estimation.evaluate import MONEY
from wattlas.estimation.request_log.batches import BatchEstimator
from wattlas.estimation.request_log.estimate import estimate_requests
from wattlas.estimation.request_log.names import own_name
from wattlas.estimation.request_log.record import RequestTable
from wattlas.parameters import RequestsOptions, given_of, keywords

if TYPE_CHECKING:
    import pyarrow

MODEL = "gpt-4o-mini"
"""A model of which every figure is known, to find which columns there are."""
PLACE = "us"
"""A country of which every figure is known, to find what a log with places has."""
PLACES = frozenset({"site", "country"})
CURRENCY, PROBLEM = "currency", "problem"
TEXTS = (CURRENCY, PROBLEM)
ENDS = ("", "_low", "_high")


def has_place(options: RequestsOptions) -> bool:
    """Say whether all rows are at a place that is given."""
    return options.site is not None or options.country is not None


def results_of(options: RequestsOptions) -> tuple[str, ...]:
    """Return the results that a usual request has."""
    usual = {"prompt_tokens": 1, "output_tokens": 1}
    model = {} if options.model is not None else {"model": MODEL}
    given = given_of(replace(options, draws=16, currency=None))
    return tuple(estimate_requests(**(given | usual | model)).columns)


class RequestsFunction:
    """Maps Arrow tables or batches of requests to the same with what each took.

    A row's result does not depend on the batch that it comes in.
    """

    def __init__(self, options: RequestsOptions) -> None:
        self._options = options
        self._batches: BatchEstimator | None = None
        given = results_of(options)
        placed = (
            given if has_place(options) else results_of(replace(options, country=PLACE))
        )
        self._results = {False: given, True: placed}

    def added(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the columns that it adds to a log with these columns.

        Each result with ``_low`` and ``_high``, the currency where there is money, and
        `problem`, the reason why a row has no result. A log with a column of sites or
        countries has money, carbon and water too.
        """
        results = self._results_for(names)
        money = (CURRENCY,) if set(MONEY) & set(results) else ()
        ranges = (f"{name}{end}" for name in results for end in ENDS)
        return *ranges, *money, PROBLEM

    def _results_for(self, names: Iterable[str]) -> tuple[str, ...]:
        return self._results[not PLACES.isdisjoint(map(own_name, names))]

    def __getstate__(self) -> Mapping[str, Any]:
        """Leave the replicas out: each process sets up its own."""
        return {**self.__dict__, "_batches": None}

    def __call__(self, table: Any) -> Any:
        """Return a table or batch of Arrow with the columns of results added.

        Raises
        ------
        InputError
            If a column is missing, or has the name of one that is added.
        MissingExtraError
            If the extra `tables` is not installed.
        """
        with needs_extra("An Arrow table", "tables"):
            import pyarrow
        names = table.schema.names
        taken = [n for n in names if n in self.added(names)]
        if taken:
            raise InputError(
                "{name} is a column already: it would be written twice. Rename it, or "
                "leave it out.",
                name=taken[0],
            )
        if self._batches is None:
            self._batches = BatchEstimator(self._options)
        whole = pyarrow.Table.from_batches([table]) if _is_batch(table) else table
        schema = self.schema(table.schema)
        if whole.num_rows:
            arrays = [*whole.columns, *self._added(whole)]
            found = pyarrow.Table.from_arrays(arrays, schema=schema)
        else:
            found = schema.empty_table()
        batches = found.combine_chunks().to_batches() if _is_batch(table) else []
        return batches[0] if batches else found

    def over(self, batches: Iterator[Any]) -> Iterator[Any]:
        """Yield each batch with its results, as ``mapInArrow`` of Spark asks."""
        for batch in batches:
            if batch.num_rows:
                yield self(batch)

    def schema(self, schema: pyarrow.Schema) -> pyarrow.Schema:
        """Return the schema of what comes back for what goes in."""
        with needs_extra("An Arrow table", "tables"):
            import pyarrow
        for name in self.added(schema.names):
            kind = pyarrow.string() if name in TEXTS else pyarrow.float64()
            schema = schema.append(pyarrow.field(name, kind))
        return schema

    def spark_schema(self, schema: Any) -> Any:
        """Return the schema of Spark of what comes back for what goes in."""
        with needs_extra("Estimating on Spark", "spark"):
            from pyspark.sql.types import (
                DoubleType,
                StringType,
                StructField,
                StructType,
            )
        added = [
            StructField(n, StringType() if n in TEXTS else DoubleType())
            for n in self.added(schema.names)
        ]
        return StructType([*schema.fields, *added])

    def _added(self, table: Any) -> list[Any]:
        with needs_extra("An Arrow table", "tables"):
            import pyarrow
        if self._batches is None:  # set in __call__
            raise RuntimeError("no replicas are set up")
        found = self._batches.estimate(table)
        # Only a row without a result has nan: without one, nothing is copied.
        whole = not found.problems and not found.absent
        arrays = [
            pyarrow.array(values, from_pandas=not whole or name not in found.columns)
            for name in self._results_for(table.schema.names)
            for values in _values(found, name)
        ]
        if CURRENCY in self.added(table.schema.names):
            codes = [found.totals[n].currency for n in MONEY if n in found.totals]
            money = codes[0] if codes else None
            arrays.append(pyarrow.array([money] * found.rows, pyarrow.string()))
        return [*arrays, _problems(found)]


def _problems(found: RequestTable) -> Any:
    """Return the reason of each row without a result, nothing for the others."""
    with needs_extra("An Arrow table", "tables"):
        import pyarrow
    if not found.problems:
        return pyarrow.nulls(found.rows, pyarrow.string())
    reasons: list[str | None] = [None] * found.rows
    for problem in found.problems:
        reasons[problem.row - 1] = problem.reason
    return pyarrow.array(reasons, pyarrow.string())


def _values(found: RequestTable, name: str) -> tuple[Any, Any, Any]:
    """Return mid, low and high of a result; nothing where no row has it."""
    if name in found.columns:
        return found.columns[name], found.low(name), found.high(name)
    nothing = np.full(found.rows, np.nan)
    return nothing, nothing, nothing


def _is_batch(table: Any) -> bool:
    return type(table).__name__ == "RecordBatch"


@keywords(RequestsOptions)
def requests_function(options: RequestsOptions) -> RequestsFunction:
    """Return a function that adds to Arrow batches of requests what each took.

    It takes what `estimate_requests` takes, but for the log and arrays. The replica of
    a model is that for usual requests, whatever the batch.

    Raises
    ------
    InputError
        If a name is unknown, or a log is given.

    Examples
    --------
    >>> import pyarrow
    >>> add = requests_function(hardware="h100-sxm", draws=64)
    >>> log = pyarrow.table({"model": ["llama-3.1-8b", "no-such"],
    ...                      "prompt_tokens": [500, 500], "output_tokens": [300, 300]})
    >>> found = add(log)
    >>> [problem and problem[:24] for problem in found["problem"].to_pylist()]
    [None, "No model named 'no-such'"]
    >>> round(found["facility_energy_kwh"][0].as_py() * 1000, 3)
    0.017
    """
    if options.table is not None:
        raise InputError(
            "requests_function takes no log: what it returns takes one, batch by batch."
        )
    return RequestsFunction(options)
