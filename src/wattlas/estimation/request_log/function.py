"""Requests as a function of Arrow batches, for any engine that maps them.

DuckDB, Polars, Spark, Ray and Dask split a log and hand its batches over; what comes
back has the same rows with what each took, and always the same columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.errors import InputError, needs_extra
from wattlas.estimation.evaluate import MONEY
from wattlas.estimation.request_log.batches import BatchEstimator
from wattlas.estimation.request_log.estimate import estimate_requests
from wattlas.estimation.request_log.record import RequestTable
from wattlas.parameters import RequestsOptions, given_of, keywords

if TYPE_CHECKING:
    import pyarrow

MODEL = "gpt-4o-mini"
"""A model of which every figure is known, to find which columns there are."""
CURRENCY, PROBLEM = "currency", "problem"
ENDS = ("", "_low", "_high")


class RequestsFunction:
    """Maps Arrow tables or batches of requests to the same with what each took.

    `columns` are the names that it adds: each result with ``_low`` and ``_high``, the
    currency where there is money, and `problem`, the reason why a row has no result.
    A row's result does not depend on the batch that it comes in.
    """

    def __init__(self, options: RequestsOptions) -> None:
        self._options = options
        self._batches: BatchEstimator | None = None
        usual = {"prompt_tokens": 1, "output_tokens": 1}
        given = given_of(options) | {"draws": 8}
        model = {} if options.model is not None else {"model": MODEL}
        found = estimate_requests(**(given | usual | model))
        money = any(name in found.totals for name in MONEY)
        self._results = tuple(found.columns)
        self._texts = (*((CURRENCY,) if money else ()), PROBLEM)
        self.columns = (
            *(f"{name}{end}" for name in self._results for end in ENDS),
            *self._texts,
        )

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
        taken = [n for n in table.schema.names if n in self.columns]
        if taken:
            raise InputError(
                "{name} is a column already: it would be written twice. Rename it, or "
                "leave it out.",
                name=taken[0],
            )
        if self._batches is None:
            self._batches = BatchEstimator(self._options)
        whole = pyarrow.Table.from_batches([table]) if _is_batch(table) else table
        added = self._added(whole) if whole.num_rows else self._empty()
        arrays = [*whole.columns, *added]
        schema = self.schema(table.schema)
        found = pyarrow.Table.from_arrays(arrays, schema=schema)
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
        for name in self.columns:
            text = name in self._texts
            kind = pyarrow.string() if text else pyarrow.float64()
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
            StructField(n, StringType() if n in self._texts else DoubleType())
            for n in self.columns
        ]
        return StructType([*schema.fields, *added])

    def _empty(self) -> list[Any]:
        with needs_extra("An Arrow table", "tables"):
            import pyarrow
        return [
            pyarrow.array(
                [], pyarrow.string() if n in self._texts else pyarrow.float64()
            )
            for n in self.columns
        ]

    def _added(self, table: Any) -> list[Any]:
        with needs_extra("An Arrow table", "tables"):
            import pyarrow
        if self._batches is None:  # set in __call__
            raise RuntimeError("no replicas are set up")
        found = self._batches.estimate(table)
        arrays = [
            pyarrow.array(values, from_pandas=True)
            for name in self._results
            for values in _values(found, name)
        ]
        if CURRENCY in self._texts:
            codes = [found.totals[n].currency for n in MONEY if n in found.totals]
            money = codes[0] if codes else None
            arrays.append(pyarrow.array([money] * found.rows, pyarrow.string()))
        problems: list[str | None] = [None] * found.rows
        for problem in found.problems:
            problems[problem.row - 1] = problem.reason
        return [*arrays, pyarrow.array(problems, pyarrow.string())]


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
    >>> found["problem"].to_pylist()
    [None, "No model named 'no-such'. List all: wattlas facts models."]
    >>> round(found["facility_energy_kwh"][0].as_py() * 1000, 3)
    0.017
    """
    if options.table is not None:
        raise InputError(
            "requests_function takes no log: what it returns takes one, batch by batch."
        )
    return RequestsFunction(options)
