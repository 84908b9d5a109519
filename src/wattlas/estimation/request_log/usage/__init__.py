"""Usage of a request as programs report it: what each count is a part of."""

from wattlas.estimation.request_log.usage.counting import (
    OpenedLog,
    Usage,
    check_counts_known,
    read_usage,
    refuse_buckets,
)
from wattlas.estimation.request_log.usage.reading import ColumnReading

__all__ = [
    "ColumnReading",
    "OpenedLog",
    "Usage",
    "check_counts_known",
    "read_usage",
    "refuse_buckets",
]
