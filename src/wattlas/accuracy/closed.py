"""Closed models by hiding open ones: how far what is inferred lies from what is known.

An open model is treated as closed: its developer's models, and those that it was made
of, are left out of the fit and of the range, and only what is told of it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from wattlas.accuracy.closed_peers import (
    WORKLOADS,
    Peer,
    PeerFile,
    energy_curve,
)
from wattlas.accuracy.intervals import residual_rows
from wattlas.accuracy.scores import Pair, Score, score

Array = NDArray[np.float64]
HIDDEN = "closed models, developer left out"
FROM_FILE = "closed models of the file, developer left out"
WITH_SPEED = "closed models of the file with a speed, fitted there"
USUAL = "usual"
CHEAP, DEAR = 0.3, 2.0
"""Blended prices in USD per million tokens that part the cheap from the dear."""
PRICE_CLASSES = (
    (CHEAP, "to 0.3 USD"), (1.0, "0.3 to 1 USD"), (DEAR, "1 to 2 USD"),
    (float("inf"), "over 2 USD"),
)  # fmt: skip
FEWEST_ROWS = 5
BASE_YEAR = 2025.0
BASE_CONTEXT = 1e5

Features = Callable[[Peer], tuple[float, ...]]


@dataclass(frozen=True)
class Method:
    """What is told of a model, and what of the others its size is fitted to."""

    name: str
    features: Features
    by_energy: bool = True

    def size(self, peer: Peer) -> float:
        """Return the logarithm of active billions that a peer counts with."""
        return _equivalent(peer) if self.by_energy else log(peer.active_billion)


def _price(peer: Peer) -> tuple[float, ...]:
    return (1.0, log(peer.price_usd_per_m))


def _price_speed(peer: Peer) -> tuple[float, ...]:
    return (*_price(peer), log(peer.tokens_per_s or 1.0))


def _price_date(peer: Peer) -> tuple[float, ...]:
    return (*_price(peer), (peer.released or BASE_YEAR) - BASE_YEAR)


def _price_context(peer: Peer) -> tuple[float, ...]:
    return (*_price(peer), log((peer.context_tokens or BASE_CONTEXT) / BASE_CONTEXT))


BY_PRICE = Method("price", _price)
BY_PRICE_AND_SPEED = Method("price and speed", _price_speed)
METHODS = (
    BY_PRICE,
    Method("price and date", _price_date),
    Method("price and context", _price_context),
    Method("price, by active parameters", _price, by_energy=False),
)
"""What could be told: the first is what estimates use."""


@dataclass(frozen=True)
class Hidden:
    """A peer with the energies that were inferred for it while it was hidden. [Wh]

    `low` and `high` are the error of the method on the others.
    """

    peer: Peer
    inferred_wh: Mapping[str, float]
    low: float
    high: float

    def pair(self, workload: str) -> Pair:
        """Return what was inferred and what is known of a request of a workload."""
        mid = self.inferred_wh[workload]
        known = self.peer.energy_wh[workload]
        return Pair(mid, known, mid * self.low, mid * self.high)


@dataclass(frozen=True)
class Fitted:
    """A fit: factors of the features, and its error on developers left out. [1]

    The error of a model above `DEAR` is `dear_factor` times as wide, as a logarithm.
    """

    factors: tuple[float, ...]
    low: float
    median: float
    high: float
    rows: int
    dear_factor: float

    def bounds(self, price_usd_per_m: float) -> tuple[float, float]:
        """Return low and high of known over inferred at a price."""
        wider = self.dear_factor if price_usd_per_m > DEAR else 1.0
        return self.low**wider, self.high**wider


@dataclass(frozen=True)
class Miss:
    """How far what is known of a hidden model lies from what was inferred. [1]"""

    peer: Peer
    ratio: float


def fit_method(
    method: Method, peers: Sequence[Peer], checked: Sequence[Peer] = ()
) -> Fitted:
    """Return the fit of a method to peers, with the error that holds for new ones.

    The error is that of the peers, each developer left out, and of what else is
    `checked` with the peers of its own developers left out.
    """
    misses = [
        *_misses(method, peers, peers),
        *_misses(method, [c for c in checked if c not in peers], peers),
    ]
    rows = [((), miss.ratio, miss.peer.developer) for miss in misses]
    low, median, high, count = residual_rows(rows)[""]
    factors = _factors(method, peers)
    return Fitted(factors, low, median, high, count, _dear_factor(misses))


def _misses(
    method: Method, peers: Sequence[Peer], others: Sequence[Peer]
) -> Iterator[Miss]:
    """Yield the errors on peers, by others that are not of their developers."""
    factors = {
        names: _factors(method, [o for o in others if o.developer not in names])
        for names in {peer.hidden for peer in peers}
    }
    for peer in peers:
        size = _dot(factors[peer.hidden], method.features(peer))
        for workload, known in peer.energy_wh.items():
            yield Miss(peer, known / exp(_energy(workload, size)))


def _dear_factor(misses: Sequence[Miss]) -> float:
    """Return how much wider the errors of dear models are than those of all."""
    dear = {m.peer.name for m in misses if m.peer.price_usd_per_m > DEAR}
    if len(dear) < FEWEST_ROWS:
        return sqrt(1.0 + 1.0 / max(len(dear), 1))
    of_all = _spread(misses)
    of_dear = _spread([m for m in misses if m.peer.price_usd_per_m > DEAR])
    return max(of_dear / of_all, 1.0) * sqrt(1.0 + 1.0 / len(dear))


def _spread(misses: Sequence[Miss]) -> float:
    return sqrt(sum(log(m.ratio) ** 2 for m in misses) / len(misses))


def hide(
    method: Method,
    peers: Sequence[Peer],
    others: Sequence[Peer],
    checked: Sequence[Peer] = (),
) -> list[Hidden]:
    """Return each peer as inferred from the others that are not its developer's.

    Its range is the error on those and on what else is `checked` of other developers.
    """
    fits = {}
    for peer in peers:
        names = peer.hidden | {peer.developer}
        if peer.hidden not in fits:
            fits[peer.hidden] = fit_method(
                method,
                [o for o in others if o.developer not in names],
                [c for c in checked if not names & (c.hidden | {c.developer})],
            )
    return [_hidden(method, peer, fits[peer.hidden]) for peer in peers]


def _hidden(method: Method, peer: Peer, fitted: Fitted) -> Hidden:
    size = _dot(fitted.factors, method.features(peer))
    inferred = {name: exp(_energy(name, size)) for name in WORKLOADS}
    return Hidden(peer, inferred, *fitted.bounds(peer.price_usd_per_m))


def closed_scores(shipped: Sequence[Peer], file: PeerFile | None) -> list[Score]:
    """Return the errors of the methods on hidden models of the tables, and of a file.

    Speeds are known for the file alone: they are fitted there, scored apart beside the
    price on the same rows.
    """
    found: list[Score] = []
    more = () if file is None else file.peers
    for method in METHODS:
        found += _scores(HIDDEN, method, hide(method, shipped, shipped, more))
    if file is None:
        return found
    found += _scores(FROM_FILE, BY_PRICE, hide(BY_PRICE, more, shipped, more))
    timed = [peer for peer in more if peer.tokens_per_s]
    if len({peer.developer for peer in timed}) >= FEWEST_ROWS:
        for method in (BY_PRICE, BY_PRICE_AND_SPEED):
            found += _scores(WITH_SPEED, method, hide(method, timed, timed))
    return found


def _scores(table: str, method: Method, hidden: Sequence[Hidden]) -> Iterator[Score]:
    for workload in WORKLOADS:
        name = method.name if workload == USUAL else f"{method.name}, {workload}"
        pairs = [h.pair(workload) for h in hidden]
        yield score(pairs, (table, "method", name), "energy")
    if method is not BY_PRICE or table == WITH_SPEED:
        return
    for cut, of in CUTS.items():
        for value in dict.fromkeys(sorted(of(h.peer) for h in hidden)):
            members = [h.pair(USUAL) for h in hidden if of(h.peer) == value]
            if value and len(members) >= FEWEST_ROWS:
                yield score(members, (table, cut, value), "energy")


def _price_class(peer: Peer) -> str:
    return next(name for most, name in PRICE_CLASSES if peer.price_usd_per_m <= most)


CUTS: Mapping[str, Callable[[Peer], str]] = {
    "price": _price_class,
    "seller": lambda peer: peer.seller,
}


def _factors(method: Method, peers: Sequence[Peer]) -> tuple[float, ...]:
    """Return least squares; a developer's models count as the root of their number."""
    rows = np.array([method.features(peer) for peer in peers])
    sizes = np.array([method.size(peer) for peer in peers])
    developers = [peer.developer for peer in peers]
    weights = np.array([developers.count(d) ** -0.25 for d in developers])
    solution = np.linalg.lstsq(rows * weights[:, None], sizes * weights, rcond=None)[0]
    return tuple(float(x) for x in solution)


def _dot(factors: Sequence[float], features: Sequence[float]) -> float:
    return sum(f * x for f, x in zip(factors, features, strict=True))


@cache
def _curve() -> Mapping[str, tuple[Array, Array]]:
    """Return logarithms of sizes and energies of usual models, by workload."""
    return {
        name: (np.array([x for x, _ in points]), np.array([y for _, y in points]))
        for name, points in energy_curve().items()
    }


def _energy(workload: str, size: float) -> float:
    """Return the logarithm of the energy of a usual model of a size."""
    sizes, energies = _curve()[workload]
    return float(np.interp(size, sizes, energies))


def _equivalent(peer: Peer) -> float:
    """Return the logarithm of the size of the usual model that takes as much."""
    sizes, energies = _curve()[USUAL]
    return float(np.interp(log(peer.energy_wh[USUAL]), energies, sizes))
