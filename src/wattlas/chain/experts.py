"""Routed experts in one engine step: which are hit, what they read and compute."""

from __future__ import annotations

from functools import lru_cache
from math import lgamma

import numpy as np
from numpy.typing import NDArray

from wattlas.chain.types import Value


def expert_share_hit(experts: Value, experts_per_token: Value, tokens: Value) -> Value:
    """Share of the experts of a layer that at least one token of a step uses. [1]

    Tokens are taken to choose experts evenly and independently.

    >>> round(float(expert_share_hit(128.0, 8.0, 1.0)), 4)
    0.0625
    """
    return 1.0 - (1.0 - np.minimum(experts_per_token / experts, 1 - 1e-12)) ** tokens


def expert_bytes(
    expert_parameters: Value,
    expert_share_hit: Value,
    bytes_per_expert_weight: Value,
    chips_per_replica: Value,
    pipeline_parallel: Value,
) -> Value:
    """Weights of routed experts that the mean board reads in a step. [byte]

    >>> expert_bytes(100e9, 0.5, 1.0, 8.0, 1.0)
    6250000000.0
    """
    boards = chips_per_replica / pipeline_parallel
    return expert_parameters * expert_share_hit * bytes_per_expert_weight / boards


def expert_flop(
    expert_parameters: Value,
    experts: Value,
    experts_per_token: Value,
    tokens: Value,
    expert_share_hit: Value,
    padding_rows: Value,
    chips_per_replica: Value,
) -> Value:
    """Arithmetic of routed experts on the mean board in a step. [FLOP]

    Grouped products of 8-bit experts work on whole tiles: each expert that is hit is
    filled up by `padding_rows`.

    >>> expert_flop(128e9, 128.0, 8.0, 16.0, 0.5, 0.0, 8.0)
    32000000000.0
    """
    rows = tokens * experts_per_token + experts * expert_share_hit * padding_rows
    return 2 * expert_parameters / experts * rows / chips_per_replica


def stream_slowdown(
    tokens: Value, wide_tile_tokens: Value, wide_tile_slowdown: Value
) -> Value:
    """Slow-down of the stream of expert weights under wide tiles. [1]

    Engines fall back to a wide tile once the tokens of a step exceed the experts on
    the board; 8-bit experts always run on it.

    >>> float(stream_slowdown(100.0, 64.0, 1.75))
    1.75
    """
    return np.where(tokens > wide_tile_tokens, wide_tile_slowdown, 1.0)


def busiest_board_load(
    experts: Value, expert_parallel: Value, expert_share_hit: Value
) -> Value:
    """Experts hit on the busiest board over those on the mean board. [1]

    ``busiest_board_load = E[max over boards of Binomial(experts / expert_parallel,
    expert_share_hit)] / mean``

    Under expert parallelism a step waits for its busiest board. No constant: the
    expectation of the largest of independent binomial counts.

    >>> float(busiest_board_load(128.0, 1.0, 0.5))
    1.0
    >>> 1.0 < float(busiest_board_load(128.0, 8.0, 0.5)) < 1.5
    True
    """
    if np.ndim(experts) == np.ndim(expert_parallel) == 0:
        return _load(float(experts), float(expert_parallel), expert_share_hit)
    share, total, boards = np.broadcast_arrays(
        *(
            np.asarray(v, dtype=float)
            for v in (expert_share_hit, experts, expert_parallel)
        )
    )
    load = np.ones(share.shape)
    for boards_here in np.unique(boards[boards > 1]):
        for total_here in np.unique(total[boards == boards_here]):
            rows = (boards == boards_here) & (total == total_here)
            load[rows] = _load(total_here, boards_here, share[rows])
    return load


def _load(experts: float, boards: float, share: Value) -> Value:
    if boards <= 1:
        return share * 0.0 + 1.0
    grid, loads = _load_table(max(round(experts / boards), 1), int(boards))
    return np.interp(share, grid, loads)


def imbalance_time_s(expert_time_s: Value, busiest_board_load: Value) -> Value:
    """Time that the mean board waits for the busiest. [s]

    >>> imbalance_time_s(0.01, 1.5)
    0.005
    """
    return expert_time_s * (busiest_board_load - 1.0)


@lru_cache(maxsize=64)
def _load_table(
    local: int, boards: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    grid = np.linspace(1e-4, 1 - 1e-6, 400)
    counts = np.arange(local)
    logs = [lgamma(local + 1) - lgamma(k + 1) - lgamma(local - k + 1) for k in counts]
    powers = counts * np.log(grid[:, None]) + (local - counts) * np.log1p(
        -grid[:, None]
    )
    below = np.cumsum(np.exp(np.array(logs) + powers), axis=1)
    most = (1 - np.clip(below, 0, 1) ** boards).sum(axis=1)
    return grid, most / (local * grid)
