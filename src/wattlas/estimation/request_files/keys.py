"""Whose a request is and of which day: the columns that say so, found and read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from wattlas.errors import InputError, needs_extra
from wattlas.estimation.request_log.columns import Codes
from wattlas.estimation.request_log.days import EPOCHS, FIRST_YEAR, LAST_YEAR, TIMES
from wattlas.estimation.request_log.names import plain_name
from wattlas.plain import Plain

USERS = [
    "user",
    "user_id",
    "end_user",
    "end_user_id",
    "username",
    "user_name",
    "customer",
    "customer_id",
    "account",
    "account_id",
    "tenant",
    "tenant_id",
    "team",
    "team_id",
    "api_key",
]
"""Names of columns, the one that is taken first."""
SECONDS_PER_DAY = 86_400


@dataclass(frozen=True, slots=True)
class KeyColumns(Plain):
    """The columns of users and of times, None where the log has none."""

    user: str | None
    time: str | None

    @classmethod
    def of(
        cls, head: Any, user: str | None, time: str | None, ignored: Iterable[str] = ()
    ) -> KeyColumns:
        """Return the columns that are named, else those of usual names that can be.

        Parameters
        ----------
        head : pyarrow.Table
            The first rows of a log.
        user, time : str, optional
            Columns that are named.
        ignored : iterable
            Columns that are left aside.

        Raises
        ------
        InputError
            If a column that is named is not there, or names no users or times.

        >>> import pyarrow
        >>> log = pyarrow.table({"UserId": [7], "time": [0.3], "created": [1.7e9]})
        >>> KeyColumns.of(log, None, None)
        KeyColumns(user='UserId', time='created')
        """
        names = [name for name in head.column_names if name not in ignored]
        for name in filter(None, (user, time)):
            if name not in names:
                raise InputError(
                    "The log has no column {name}; it has {names}.",
                    name=name,
                    names=", ".join(names),
                )
        if user and not _names_users(head[user]):
            raise InputError(
                "The column {name} holds neither texts nor numbers, which name users. "
                "Name another: --user-column.",
                name=user,
            )
        if time:
            days_of(head[time], time)
        users = (n for n in _usual(names, USERS) if _names_users(head[n]))
        times = (n for n in _usual(names, TIMES) if _holds_times(head[n]))
        return cls(user or next(users, None), time or next(times, None))


def _usual(names: Iterable[str], usual: Iterable[str]) -> Iterator[str]:
    own = {plain_name(name): name for name in names}
    yield from (own[n] for n in map(plain_name, usual) if n in own)


def _names_users(column: Any) -> bool:
    with needs_extra("An Arrow table", "tables"):
        from pyarrow import types
    kind = column.type
    kind = kind.value_type if types.is_dictionary(kind) else kind
    texts = types.is_string(kind) or types.is_large_string(kind)
    return bool(texts or types.is_string_view(kind) or types.is_primitive(kind))


def _holds_times(column: Any) -> bool:
    """Say whether a column holds times: numbers alone may be of anything but these."""
    with needs_extra("An Arrow table", "tables"):
        from pyarrow import compute
    try:
        days = compute.drop_null(days_of(column, ""))
    except InputError:
        return False
    years = compute.year(days)
    return not len(years) or (
        compute.min(years).as_py() >= FIRST_YEAR
        and compute.max(years).as_py() <= LAST_YEAR
    )


def codes_of(columns: Iterable[Any]) -> tuple[list[Codes], Any]:
    """Return the codes of the cells of Arrow columns, -1 for none, and their texts.

    >>> import pyarrow
    >>> codes, texts = codes_of([pyarrow.array(["b"]), pyarrow.array(["a", "b"])])
    >>> [its.tolist() for its in codes], texts.to_pylist()
    ([[0], [1, 0]], ['b', 'a'])
    """
    with needs_extra("An Arrow table", "tables"):
        import pyarrow
    whole = pyarrow.chunked_array(map(_in_codes, columns)).unify_dictionaries()
    texts = whole.chunk(0).dictionary.cast(pyarrow.string())
    return [_codes(chunk.indices) for chunk in whole.chunks], texts


def _in_codes(column: Any) -> Any:
    """Return an Arrow column as one array of codes."""
    if not hasattr(column, "chunks"):
        return column.dictionary_encode()
    return column.dictionary_encode().unify_dictionaries().combine_chunks()


def _codes(indices: Any) -> Codes:
    known = indices.fill_null(-1) if indices.null_count else indices
    found: Codes = known.to_numpy().astype(np.int32, copy=False)
    return found


def days_of(column: Any, name: str) -> Any:
    """Return the day in UTC of each time of an Arrow column; one without zone is UTC.

    Raises
    ------
    InputError
        If the column holds no times.
    """
    with needs_extra("An Arrow table", "tables"):
        import pyarrow
        from pyarrow import compute, types
    kind = column.type
    try:
        if types.is_dictionary(kind):
            column = column.cast(kind.value_type)
            kind = kind.value_type
        if types.is_integer(kind) or types.is_floating(kind):
            return _days_of_epochs(column)
        if types.is_string(kind) or types.is_large_string(kind):
            column = _times_of_texts(column)
        elif types.is_timestamp(kind):
            # Without its zone it is in UTC; with it the day would be that of the zone.
            column = compute.cast(column, pyarrow.timestamp(kind.unit))
        elif not (types.is_date(kind) or types.is_null(kind)):
            raise pyarrow.ArrowInvalid(str(kind))
        return compute.cast(column, pyarrow.date32(), safe=False)
    except pyarrow.ArrowException as error:
        raise InputError(
            "The column {name} holds no times, such as 2026-11-30T12:00:00Z, or "
            "seconds since 1970. Name another: --time-column, or leave it aside: "
            "--ignore-columns {name}.",
            name=name,
        ) from error


def _times_of_texts(column: Any) -> Any:
    with needs_extra("An Arrow table", "tables"):
        import pyarrow
        from pyarrow import compute
    try:
        return compute.cast(
            compute.cast(column, pyarrow.timestamp("us", "UTC")),
            pyarrow.timestamp("us"),
        )
    except pyarrow.ArrowInvalid:  # without a zone
        return compute.cast(column, pyarrow.timestamp("us"))


def _days_of_epochs(column: Any) -> Any:
    with needs_extra("An Arrow table", "tables"):
        import pyarrow
    values = column.to_numpy(zero_copy_only=False).astype(np.float64)
    bad = ~np.isfinite(values)
    size = np.abs(np.where(bad, 0.0, values))
    limits = np.array([limit for limit, _ in EPOCHS])
    scale = np.array([scale for _, scale in EPOCHS])[
        np.searchsorted(limits, size, "right")
    ]
    days = np.floor(np.where(bad, 0.0, values) / scale / SECONDS_PER_DAY)
    return pyarrow.array(days.astype(np.int32), mask=bad).cast(pyarrow.date32())
