"""The public functions: a statement, or a file of claims or of text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wattlas.claims.article import LIMIT, check_text
from wattlas.claims.loader import check_claims, check_typed
from wattlas.claims.record import Verdict, VerdictFile
from wattlas.claims.sentence import check_sentence
from wattlas.errors import InputError, reason_of

CLAIMS = (".yaml", ".yml", ".json")
TEXTS = (".txt", ".md", ".html", ".htm")


def check(text: str | Mapping[str, Any]) -> Verdict:
    """Return the verdict on a statement about the electricity of AI.

    Parameters
    ----------
    text : str or mapping
        One statement, English or Chinese, with its quantities and units; or a claim as
        data, with `statement`, `quantities` and `relations` as in a file of claims.

    Returns
    -------
    Verdict
        `verdict`, `confidence`, and `parts`: each relation that was read, graded, with
        its recomputation, the known range, notes, sources and the corrected statement.

    Raises
    ------
    InputError
        If the text is empty or too long for one statement, or a field is wrong.

    Examples
    --------
    >>> check("BLOOM took 433,000 kWh, what 117 Chinese homes use in a year").verdict
    'partly_right'
    >>> check("小型堆的功率是传统反应堆的三倍").verdict
    'contradicted'
    """
    return check_sentence(text) if isinstance(text, str) else check_typed(text)


def check_file(path: str | Path, limit: int = LIMIT) -> VerdictFile:
    """Return the verdicts on a file: claims in YAML, or an article as text.

    Parameters
    ----------
    path : str or Path
        ``.yaml`` or ``.json`` for claims; ``.txt`` or ``.md`` for a text to go through.
    limit : int
        The most sentences of a text that are checked; the rest is counted.

    Raises
    ------
    InputError
        If the file cannot be read, is not of these kinds, or is no UTF-8 text.
    """
    path = Path(path)
    if path.suffix.lower() in CLAIMS:
        return check_claims(path)
    if path.suffix.lower() not in TEXTS:
        raise InputError(
            "{path}: a file of claims ends in .yaml or .json, an article in .txt or "
            ".md.",
            path=path,
        )
    if limit < 1:
        raise InputError(
            "limit must be >= 1 sentence, got {limit}.",
            limit=limit,
        )
    claims, count, left = check_text(_text(path), limit)
    return VerdictFile(str(path), path.name, tuple(claims), count, left)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(
            "{path}: cannot be read: {strerror}.",
            path=path,
            strerror=reason_of(error),
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            "{path}: is no UTF-8 text.",
            path=path,
        ) from error
