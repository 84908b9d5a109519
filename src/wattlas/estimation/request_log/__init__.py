"""Logs of requests: read, checked, estimated row by row, and written."""

from wattlas.estimation.request_log.estimate import estimate_requests
from wattlas.estimation.request_log.record import RequestTable

__all__ = ["RequestTable", "estimate_requests"]
