"""Sums of an engine step: what one board does, waits for and moves."""

from __future__ import annotations

from wattlas.chain.types import Value


def arithmetic_bound_time_s(
    work_time_s: Value, read_time_s: Value, arithmetic_time_s: Value
) -> Value:
    """Part of the work in which arithmetic is the bottleneck. [s]

    >>> round(float(arithmetic_bound_time_s(0.02, 0.015, 0.005)), 6)
    0.005
    """
    return work_time_s * arithmetic_time_s / (read_time_s + arithmetic_time_s)


def board_time_s(
    work_time_s: Value, overhead_time_s: Value, waiting_time_s: Value
) -> Value:
    """Time of a board for one step. [s]

    >>> board_time_s(0.01, 0.005, 0.001)
    0.016
    """
    return work_time_s + overhead_time_s + waiting_time_s


def idle_in_step_s(step_time_s: Value, kernel_time_s: Value) -> Value:
    """Time of a step in which a board runs no kernel: it waits. [s]

    >>> round(idle_in_step_s(0.02, 0.015), 6)
    0.005
    """
    return step_time_s - kernel_time_s


def work_time_s(
    dense_time_s: Value, expert_time_s: Value, cache_time_s: Value
) -> Value:
    """Time of a board for weights, arithmetic and cache in a step. [s]

    >>> round(work_time_s(0.01, 0.005, 0.001), 6)
    0.016
    """
    return dense_time_s + expert_time_s + cache_time_s


def read_time_s(
    dense_read_time_s: Value, expert_read_time_s: Value, cache_time_s: Value
) -> Value:
    """Time of a board for reading alone in a step. [s]

    >>> round(read_time_s(0.01, 0.005, 0.001), 6)
    0.016
    """
    return dense_read_time_s + expert_read_time_s + cache_time_s


def all_arithmetic_time_s(
    dense_arithmetic_time_s: Value, expert_arithmetic_time_s: Value
) -> Value:
    """Time of a board for arithmetic alone in a step. [s]

    >>> all_arithmetic_time_s(0.01, 0.005)
    0.015
    """
    return dense_arithmetic_time_s + expert_arithmetic_time_s


def board_bytes(dense_bytes: Value, expert_bytes: Value, cache_bytes: Value) -> Value:
    """Bytes that one board moves in a step. [byte]

    >>> board_bytes(35e9, 0.0, 2e9)
    37000000000.0
    """
    return dense_bytes + expert_bytes + cache_bytes


def overhead_time_s(latency_time_s: Value, sequence_time_s: Value) -> Value:
    """Time of a board for launches and bookkeeping in a step. [s]

    >>> overhead_time_s(0.006, 0.003)
    0.009000000000000001
    """
    return latency_time_s + sequence_time_s


def waiting_time_s(imbalance_time_s: Value, collective_time_s: Value) -> Value:
    """Time of a board for other boards in a step. [s]

    >>> waiting_time_s(0.001, 0.003)
    0.004
    """
    return imbalance_time_s + collective_time_s


def kernel_time_s(work_time_s: Value, overhead_time_s: Value) -> Value:
    """Time of a step in which a board runs kernels. [s]

    >>> kernel_time_s(0.01, 0.005)
    0.015
    """
    return work_time_s + overhead_time_s
