"""One step of a serving engine: the time that its boards spend on each kind of work.

A step decodes one token of every running request; the prompts of newly admitted
requests ride along in some steps. Constants, their fit and its limits: docs/method.md,
section Serving.
"""

from __future__ import annotations

import numpy as np

from wattlas.chain.types import Value
from wattlas.units import BYTES_PER_GB, FLOP_PER_TFLOP


def attention_shards(
    chips_per_replica: Value, data_parallel: Value, pipeline_parallel: Value
) -> Value:
    """Boards over which the attention of one token is split. [1]

    >>> attention_shards(8.0, 2.0, 1.0)
    4.0
    """
    return chips_per_replica / data_parallel / pipeline_parallel


def dense_bytes(
    dense_parameters: Value, bytes_per_dense_weight: Value, attention_shards: Value
) -> Value:
    """Weights that every token needs, read by one board in a step. [byte]

    >>> dense_bytes(70e9, 2.0, 4.0)
    35000000000.0
    """
    return dense_parameters * bytes_per_dense_weight / attention_shards


def dense_flop(
    dense_parameters: Value,
    head_parameters: Value,
    prompt_parameters: Value,
    batch: Value,
    prompt_tokens_in_step: Value,
    chips_per_replica: Value,
) -> Value:
    """Arithmetic of dense products on one board in a step. [FLOP]

    Prompt tokens do not pass the output head; those of an encoder-decoder pass its
    encoder alone.

    >>> dense_flop(70e9, 0.0, 70e9, 64.0, 0.0, 8.0)
    1120000000000.0
    """
    body = 2 * (dense_parameters - head_parameters) * batch
    prompt = 2 * prompt_parameters * prompt_tokens_in_step
    head = 2 * head_parameters * batch
    return (body + prompt + head) / chips_per_replica


def dense_arithmetic_time_s(
    product_time_s: Value,
    attention_flop_in_step: Value,
    chips_per_replica: Value,
    attention_tflops: Value,
    attention_efficiency: Value,
) -> Value:
    """Time of one board for dense products and attention in a step. [s]

    Scores and values are in 16 bit, whatever the number format of the weights.

    >>> dense_arithmetic_time_s(0.01, 8e12, 8.0, 1000.0, 0.5)
    0.012
    """
    rate = attention_tflops * FLOP_PER_TFLOP * attention_efficiency
    return product_time_s + attention_flop_in_step / chips_per_replica / rate


def weight_read_time_s(
    weight_bytes: Value,
    bandwidth_gb_per_s: Value,
    memory_efficiency: Value,
    stream_slowdown: Value = 1.0,
) -> Value:
    """Time of one board to stream weights from its memory. [s]

    >>> round(float(weight_read_time_s(35e9, 3350.0, 0.92)), 5)
    0.01136
    """
    rate = bandwidth_gb_per_s * BYTES_PER_GB * memory_efficiency
    return weight_bytes * stream_slowdown / rate


def arithmetic_time_s(
    flop: Value, peak_tflops: Value, efficiency: Value, rate_gain: Value = 1.0
) -> Value:
    """Time of one board for arithmetic at a share of its peak rate. [s]

    >>> float(arithmetic_time_s(989.4e12, 989.4, 0.8))
    1.25
    """
    return flop / (peak_tflops * FLOP_PER_TFLOP * efficiency * rate_gain)


def overlapped_time_s(
    read_time_s: Value, arithmetic_time_s: Value, overlap_exponent: Value
) -> Value:
    """Time of reading and arithmetic that partly overlap. [s]

    An exponent of 1 adds them, a large one is the pure roofline.

    >>> float(overlapped_time_s(3.0, 4.0, 2.0))
    5.0
    """
    p = overlap_exponent
    return (read_time_s**p + arithmetic_time_s**p) ** (1 / p)


def cache_bytes(
    batch: Value,
    kv_elements_read: Value,
    bytes_per_kv_element: Value,
    cache_copies: Value,
    state_bytes: Value,
    chips_per_replica: Value,
) -> Value:
    """Key-value cache read, and recurrent state read and written, by one board. [byte]

    >>> cache_bytes(64.0, 163_840 * 800.0, 2.0, 1.0, 0.0, 8.0)
    2097152000.0
    """
    cache = kv_elements_read * bytes_per_kv_element * cache_copies
    return batch * (cache + 2 * state_bytes) / chips_per_replica


def cache_copies(
    attention_shards: Value, kv_heads: Value, latent_attention: Value
) -> Value:
    """Copies of each cached value over the shards. [1]

    Key-value heads repeat where there are more shards than heads; a latent cache lies
    on every shard.

    >>> float(cache_copies(8.0, 4.0, 0.0)), float(cache_copies(8.0, 128.0, 1.0))
    (2.0, 8.0)
    """
    repeated = np.maximum(attention_shards / kv_heads, 1.0)
    return np.where(latent_attention > 0, attention_shards, repeated)


def latency_time_s(
    layers: Value,
    layer_overhead_us: Value,
    prefill_overhead_us: Value,
    carries_prompt: Value,
) -> Value:
    """Time of launches, wave tails, norms and routing over all layers. [s]

    Steps with a prompt leave the recorded graph of launches and cost more.

    >>> round(float(latency_time_s(80.0, 77.0, 72.0, 0.0)), 5)
    0.00616
    """
    return layers * (layer_overhead_us + carries_prompt * prefill_overhead_us) * 1e-6


def sequence_time_s(
    batch: Value, data_parallel: Value, sequence_overhead_us: Value
) -> Value:
    """Time of sampling and bookkeeping: serial over the requests of a step. [s]

    >>> round(float(sequence_time_s(64.0, 1.0, 44.0)), 6)
    0.002816
    """
    return batch / data_parallel * sequence_overhead_us * 1e-6


def collective_time_s(
    layers: Value, attention_shards: Value, collective_overhead_us: Value
) -> Value:
    """Time of two all-reduces a layer. [s]

    Their bytes are left out: over the links of one server they are within the noise.

    >>> round(float(collective_time_s(80.0, 8.0, 6.74)), 6)
    0.003235
    """
    doublings = np.log2(np.maximum(attention_shards, 1.0))
    return 2 * layers * collective_overhead_us * 1e-6 * doublings


def tokens_in_step(batch: Value, prompt_tokens_in_step: Value) -> Value:
    """Tokens that pass the layers in one step. [token]

    >>> tokens_in_step(64.0, 500.0)
    564.0
    """
    return batch + prompt_tokens_in_step


def attention_flop_in_step(
    decode_attention_flop_per_token: Value,
    batch: Value,
    prompt_attention_flop_per_token: Value,
    prompt_tokens_in_step: Value,
) -> Value:
    """Arithmetic of scores and values of all tokens of a step. [FLOP]

    >>> attention_flop_in_step(1e9, 64.0, 5e8, 100.0)
    114000000000.0
    """
    decode = decode_attention_flop_per_token * batch
    return decode + prompt_attention_flop_per_token * prompt_tokens_in_step
