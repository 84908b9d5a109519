"""Estimates: strings the links of the chain together, with draws and derivations."""

from wattlas.estimation.api import generate, serve, train
from wattlas.estimation.request_log import estimate_requests
from wattlas.estimation.server import server

__all__ = ["estimate_requests", "generate", "serve", "server", "train"]
