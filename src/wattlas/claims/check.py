"""A statement, or a file of claims or of text, by the reader that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wattlas.claims.article import LIMIT, check_text
from wattlas.claims.lines import unwrapped
from wattlas.claims.loader import check_claims, check_typed
from wattlas.claims.model_reader import check_with
from wattlas.claims.pages import PAGES, encoding_of, of_document, of_page, of_pdf
from wattlas.claims.record import Verdict, VerdictFile
from wattlas.claims.sentence import check_sentence, statement_of
from wattlas.errors import InputError, reason_of
from wattlas.plain.files import file_bytes, file_text

CLAIMS = (".yaml", ".yml", ".json")
TEXTS = (".txt", ".md", *PAGES, ".pdf", ".docx")


def check(text: str | Mapping[str, Any], reader: str | None = None) -> Verdict:
    """Return the verdict on a statement in codes alone, as `report.checking` tells it.

    >>> check("小型堆的功率是传统反应堆的三倍").verdict
    'contradicted'
    """
    if not isinstance(text, str):
        return check_typed(text)
    if reader is not None:
        return check_with(statement_of(text), reader)
    return check_sentence(text)


def check_file(path: str | Path, limit: int = LIMIT) -> VerdictFile:
    """Return the verdicts on a file in codes alone, as `report.checking` tells them."""
    path = Path(path)
    if path.suffix.lower() in CLAIMS:
        return check_claims(path)
    if path.suffix.lower() not in TEXTS:
        raise InputError(
            "{path}: a file of claims ends in .yaml or .json, an article in .txt, "
            ".md, .html, .pdf or .docx.",
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
    kind = path.suffix.lower()
    if kind == ".docx":
        return of_document(path)
    if kind == ".pdf":
        return of_pdf(path)
    is_page = kind in PAGES
    text = _plain(path, is_page)
    return of_page(text) if is_page else unwrapped(text)


def _plain(path: Path, is_page: bool) -> str:
    try:
        return file_text(path, encoding_of(file_bytes(path)) if is_page else "utf-8")
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
