"""Certificates of carbon-free energy: how many may be bought, and what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wattlas.planning.program.frame import Frame
from wattlas.planning.program.limits import facility_mw

if TYPE_CHECKING:
    import linopy


def certificates_within_share(m: linopy.Model, f: Frame) -> None:
    """Certificates match at most a share of the energy used.

    ``sum(certified) <= certificate_share * sum(pue * it)``
    """
    matching = f.problem.limits.matching
    if matching is not None and f.certified is not None:
        most = matching.certificate_share * facility_mw(m, f).sum()
        room = most - certified_mwh(m)
        m.add_constraints(room >= 0, name="certificates_within_share")


def certificate_cost_k(m: linopy.Model, f: Frame) -> Any:
    """Return what certificates cost. [thousands]

    ``certificate_price * sum(certified)``
    """
    matching = f.problem.limits.matching
    price = matching.certificate_price_per_kwh if matching else None
    return (price or 0.0) * certified_mwh(m)


def certified_mwh(m: linopy.Model) -> Any:
    """Return the energy of all certificates. [MWh]"""
    name = "certified_mw" if "certified_mw" in m.variables else "certified_mwh"
    return (1.0 * m[name]).sum()
