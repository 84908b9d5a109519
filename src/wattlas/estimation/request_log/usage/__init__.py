"""Usage of a request as programs report it: what each count is a part of."""

from wattlas.estimation.request_log.usage.counting import (
    OpenedLog,
    Usage,
    read_usage,
    refuse_buckets,
)
from wattlas.estimation.request_log.usage.reading import ColumnReading
from wattlas.estimation.request_log.usage.unread import check_counts_known, with_unread

__all__ = [
    "ColumnReading",
    "OpenedLog",
    "Usage",
    "check_counts_known",
    "read_usage",
    "refuse_buckets",
    "with_unread",
]
