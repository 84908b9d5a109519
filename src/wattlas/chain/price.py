"""A simple supply curve: what more load does to the price, and to a bill."""

from __future__ import annotations

from wattlas.chain.types import Value


def price_index(
    load_ratio: Value, supply_elasticity: Value, demand_elasticity: Value
) -> Value:
    """Wholesale price after load is more, over the price before. [1]

    Elasticities are per cent of quantity for one per cent of price: more supply, less
    other demand.

    >>> round(price_index(1.1, 0.8, 0.2), 3), price_index(1.0, 0.8, 0.2)
    (1.1, 1.0)
    """
    return load_ratio ** (1 / (supply_elasticity + demand_elasticity))


def bill_change(
    wholesale_index: Value,
    load_ratio: Value,
    wholesale_share: Value,
    fixed_share: Value,
) -> Value:
    """Change of what a kWh costs at the meter, as a share of it. [1]

    The wholesale part moves with its price; of the rest (networks, taxes) the fixed
    part is spread over more kWh.

    >>> round(bill_change(1.2, 1.0, 0.5, 0.6), 3)
    0.1
    >>> round(bill_change(1.0, 1.25, 0.5, 1.0), 3)
    -0.1
    """
    wholesale = wholesale_share * (wholesale_index - 1)
    return wholesale + (1 - wholesale_share) * fixed_share * (1 / load_ratio - 1)
