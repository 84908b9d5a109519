"""What a request to a model takes by the chain, where nobody has published it."""

from __future__ import annotations

from functools import cache

from wattlas import facts
from wattlas.claims.schema import Figure
from wattlas.errors import WattlasError
from wattlas.notes import Note, Term
from wattlas.units import WH_PER_KWH

OF_A_USE = "use_energy_kwh"
REQUESTS = 1000
"""Requests that serving is told for by default."""
DRAWS = 256


def note_of_use(relation: Figure) -> Note | None:
    """Return a remark with the range of a usual request to a closed model, or None.

    It speaks neither for nor against a claim: the length of the request is assumed,
    and the architecture is inferred from the price of its tokens.
    """
    is_closed = facts.find("undisclosed", relation.subject) is not None
    if relation.quantity != OF_A_USE or not is_closed:
        return None
    energy = _request_energy_wh(relation.subject)
    if energy is None:
        return None
    return Note("use-inferred", {"subject": relation.subject, "energy": energy})


@cache
def _request_energy_wh(model: str) -> Term | None:
    from wattlas.estimation.api import serve

    try:
        energy = serve(model=model, draws=DRAWS).results["facility_energy_kwh"]
    except WattlasError:  # it has no price
        return None
    scale = WH_PER_KWH / REQUESTS
    return Term(energy.mid * scale, "Wh", "", energy.low * scale, energy.high * scale)
