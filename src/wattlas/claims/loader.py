"""A file of claims: YAML, checked against the schema, each relation judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wattlas.claims.judges import judge
from wattlas.claims.reading import read
from wattlas.claims.record import Checked, CheckedFile
from wattlas.claims.schema import Claim, ClaimsFile
from wattlas.claims.sentence import check_sentence
from wattlas.claims.verdict import confidence, whole
from wattlas.study.loader import read_document, validated

ABOUT = ("figures_zh", "said_by", "source", "date", "place", "note")


def check_claims(path: Path) -> CheckedFile:
    """Return every claim of a file, judged.

    Raises
    ------
    StudyError
        If the file is no YAML mapping, or a field is wrong; with file and line.
    """
    document = read_document(path, "a file of claims")
    file = validated(ClaimsFile, document, "a file of claims")
    return CheckedFile(str(path), file.title, tuple(_checked(c) for c in file.claims))


def _checked(claim: Claim) -> Checked:
    """Judge the relations of a claim; without any, its statement is read."""
    about: dict[str, Any] = {k: v for k in ABOUT if (v := getattr(claim, k))}
    if not claim.relations:
        found = check_sentence(claim.statement)
        parts, left = found.parts, found.not_understood
    else:
        parts, left = tuple(judge(r) for r in claim.relations), ()
    reading = read(claim.statement)
    verdict = whole(parts)
    return Checked(
        statement=claim.statement,
        verdict=verdict,
        confidence=confidence(verdict, parts),
        parts=parts,
        quantities=tuple(m.to_dict() for m in reading.mentions),
        not_understood=left,
        id=claim.id,
        about=about,
    )
