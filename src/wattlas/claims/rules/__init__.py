"""Rules that read a sentence as relations: one file for each family of relations."""

from __future__ import annotations

from wattlas.claims.rules.propose import Proposal, propose

__all__ = ["Proposal", "propose"]
