"""The text of an article from a saved page, a PDF or a document, line by line."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from wattlas.errors import InputError, needs_extra
from wattlas.plain.files import check_regular

PAGES = (".html", ".htm")
_LEFT_OUT = frozenset(
    ("script", "style", "noscript", "template", "svg", "nav", "header", "footer",
     "aside", "form", "button", "select", "cite", "figure", "iframe")
)  # fmt: skip
"""Elements of a page that hold no article."""
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "code", "data", "em", "font", "i", "mark", "q", "s",
     "small", "span", "strong", "sub", "sup", "time", "u", "wbr")
)  # fmt: skip
_CELLS = frozenset(("td", "th"))
"""Cells of a row, which is read as one line."""
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"
LARGEST = 50_000_000
"""Bytes of the text of a document, beyond which it is no article."""


class _Article(HTMLParser):
    """Gathers the text of a page: one line for each block, the title first."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Leave an element out, or begin a line."""
        if tag in _LEFT_OUT:
            self.hidden.append(tag)
        elif tag not in _INLINE:
            self.pieces.append(" " if tag in _CELLS else "\n")

    def handle_endtag(self, tag: str) -> None:
        """End what was left out, or a line."""
        if tag in self.hidden:
            while self.hidden.pop() != tag:
                pass
        elif tag not in _INLINE:
            self.pieces.append(" " if tag in _CELLS else "\n")

    def handle_data(self, data: str) -> None:
        """Keep the text of the article."""
        if not self.hidden:
            self.pieces.append(" ".join(f"|{data}|".split())[1:-1])


def of_page(text: str) -> str:
    """Return the article of a saved page, without menus and scripts.

    >>> of_page("<title>T</title><nav>Menu</nav><p>It took <b>433</b> MWh.</p>").split()
    ['T', 'It', 'took', '433', 'MWh.']
    """
    parser = _Article()
    parser.feed(text)
    parser.close()
    lines = "".join(parser.pieces).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def of_pdf(path: Path) -> str:
    """Return the text of a PDF, its lines joined to paragraphs.

    Raises
    ------
    MissingExtraError
        If the reader of PDF files is not installed.
    InputError
        If the file is no PDF, is locked, or holds pictures alone.
    """
    with needs_extra("A PDF", "claims"):
        import pypdf
    try:
        check_regular(path)
        pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    except (pypdf.errors.PyPdfError, OSError, ValueError) as error:
        raise InputError(
            "{path}: cannot be read as a PDF: {error}.", path=path, error=error
        ) from error
    text = "\n\n".join(pages)
    if not text.strip():
        raise InputError(
            "{path}: has no text, only pictures. Give the text of the article.",
            path=path,
        )
    return _unwrapped(text)


def _unwrapped(text: str) -> str:
    """Return a text whose lines end where a line of a page does, as sentences."""
    lines = [line.strip() for line in text.split("\n")]
    made: list[str] = []
    for line in lines:
        goes_on = made and made[-1] and line and made[-1][-1] not in ".。!！?？:："
        if goes_on and (line[0].islower() or line[0].isdigit() or line[0] > "\u2e80"):
            gap = "" if made[-1][-1] > "\u2e80" or line[0] > "\u2e80" else " "
            made[-1] = f"{made[-1]}{gap}{line}"
        else:
            made.append(line)
    return "\n".join(made)


def of_document(path: Path) -> str:
    """Return the text of a .docx, paragraphs and cells of tables in order.

    Raises
    ------
    InputError
        If the file is no such document.
    """
    try:
        check_regular(path)
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(_BODY).file_size > LARGEST:
                raise InputError(
                    "{path}: its text is larger than {largest:,} bytes: no article.",
                    path=path,
                    largest=LARGEST,
                )
            body = ElementTree.fromstring(archive.read(_BODY))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, OSError) as error:
        raise InputError(
            "{path}: cannot be read as a .docx: {error}.", path=path, error=error
        ) from error
    lines = (" ".join(line.split()) for line in _lines(body))
    return "\n".join(line for line in lines if line)


def _lines(part: ElementTree.Element) -> Iterator[str]:
    """Yield the paragraphs below a part of a document, a row of a table as one."""
    for element in part:
        if element.tag in (f"{_WORD}p", f"{_WORD}tr"):
            yield "".join(_pieces(element))
        else:
            yield from _lines(element)


def _pieces(element: ElementTree.Element) -> list[str]:
    gaps = {f"{_WORD}{name}": " " for name in ("tab", "br", "tc")}
    return [
        gaps.get(e.tag) or (e.text or "")
        for e in element.iter()
        if e.tag == f"{_WORD}t" or e.tag in gaps
    ]
