"""The ledger: a folder of append-only JSON-lines files, one for each host and run."""

from __future__ import annotations

from wattlas.metering.ledger.folder import Ledger, default_folder
from wattlas.metering.ledger.lines import LEDGER_SCHEMA, RunHeader
from wattlas.metering.ledger.writer import LedgerWriter

__all__ = ["LEDGER_SCHEMA", "Ledger", "LedgerWriter", "RunHeader", "default_folder"]
