"""The text of an article from a saved page, a PDF or a document, line by line."""

from __future__ import annotations

import logging
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from wattlas.claims.lines import unwrapped
from wattlas.errors import InputError, needs_extra
from wattlas.plain.files import check_regular

PAGES = (".html", ".htm")
_LEFT_OUT = frozenset(
    ("script", "style", "noscript", "template", "svg", "nav", "header", "footer",
     "aside", "button", "select", "cite", "figure", "iframe")
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


_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NO_TAG = re.compile(r"<(?=[^<>]*(?:<|\Z))")
"""A sign that begins no tag: for each, the parser looks through all that follows."""


_NOTE = re.compile(r"\[?(?:\d{1,3}|[a-z*†‡])\]?")
_POWER = re.compile(r"[-−]?\d{1,3}")
_OF_TEN = re.compile(r"(?<!\d)10$")
_RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")


def raised(before: str, text: str) -> str:
    """Return what is set above the line: m3, a power of ten, or no note's number.

    >>> raised("5 m", "3"), raised("2 x 10", "6"), raised("1,287 MWh", "12")
    ('3', '⁶', '')
    """
    if before.endswith("m") and text in ("2", "3"):
        return text
    if _OF_TEN.search(before) and _POWER.fullmatch(text):
        return text.translate(_RAISED)
    return "" if _NOTE.fullmatch(text) else text


class _Article(HTMLParser):
    """Gathers the text of a page: one line for each block, the title first."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden: list[str] = []
        self.counts: Counter[str] = Counter()
        self.is_raised = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Leave an element out, or begin a line."""
        self.is_raised = tag == "sup" or (self.is_raised and tag in _INLINE)
        if tag in _LEFT_OUT:
            self.hidden.append(tag)
            self.counts[tag] += 1
        elif tag not in _INLINE:
            self.pieces.append(" " if tag in _CELLS else "\n")

    def handle_endtag(self, tag: str) -> None:
        """End what was left out, or a line."""
        self.is_raised = self.is_raised and tag != "sup"
        if self.counts[tag]:
            while True:
                last = self.hidden.pop()
                self.counts[last] -= 1
                if last == tag:
                    break
        elif tag not in _INLINE:
            self.pieces.append(" " if tag in _CELLS else "\n")

    def handle_data(self, data: str) -> None:
        """Keep the text of the article."""
        if self.hidden:
            return
        if self.is_raised:
            before = self.pieces[-1] if self.pieces else ""
            self.pieces.append(raised(before, data.strip()))
        else:
            self.pieces.append(" ".join(f"|{data}|".split())[1:-1])


_CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s?=\s?[\"']?\s?([\w-]{2,20})", re.I)
_FIRST = 4096
"""Bytes of a page in which it says how it is written."""
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_WRITINGS = {
    "utf-8": "utf-8", "utf8": "utf-8", "utf-16": "utf-16", "gbk": "gb18030",
    "gb2312": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs", "iso-8859-1": "cp1252", "windows-1252": "cp1252",
    "latin1": "cp1252", "iso-8859-15": "iso-8859-15", "shift_jis": "cp932",
    "euc-jp": "euc-jp", "euc-kr": "cp949",
}  # fmt: skip
"""Names of writings that pages give, each as the wider one that it is taken for."""


def encoding_of(page: bytes) -> str:
    """Return how a saved page says that it is written, else UTF-8.

    >>> encoding_of(b"<meta charset=gbk>"), encoding_of(b"<p>")
    ('gb18030', 'utf-8')
    """
    mark = next((m for m in _MARKS if page.startswith(m)), None)
    if mark is not None:
        return _MARKS[mark]
    said = _CHARSET.search(page[:_FIRST])
    name = said[1].decode("ascii").lower() if said else ""
    return _WRITINGS.get(name, "utf-8")


def of_page(text: str) -> str:
    """Return the article of a saved page, without menus and scripts.

    >>> of_page("<title>T</title><nav>Menu</nav><p>It took <b>433</b> MWh.</p>").split()
    ['T', 'It', 'took', '433', 'MWh.']
    """
    parser = _Article()
    parser.feed(_NO_TAG.sub("&lt;", _COMMENT.sub(" ", text)))
    parser.close()
    lines = "".join(parser.pieces).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, ElementTree.ParseError, OSError,
    EOFError, LookupError, ArithmeticError, AssertionError, AttributeError, TypeError,
    ValueError, RuntimeError,
)  # fmt: skip
"""What those that read files raise of one that is cut, damaged or locked: anything."""


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
    # What it finds odd in a file it would print beside the one sentence.
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    try:
        check_regular(path)
        pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    except InputError:
        raise
    except (pypdf.errors.PyPdfError, *_DAMAGED) as error:
        raise InputError(
            "{path}: cannot be read as a PDF: {error}.", path=path, error=error
        ) from error
    text = "\n".join(pages)
    if not text.strip():
        raise InputError(
            "{path}: has no text, only pictures. Give the text of the article.",
            path=path,
        )
    return unwrapped(text)


def of_document(path: Path) -> str:
    """Return the text of a .docx, paragraphs and cells of tables in order.

    Raises
    ------
    InputError
        If the file is no such document.
    """
    try:
        check_regular(path)
        body = _body(path)
    except InputError:
        raise
    except _DAMAGED as error:
        raise InputError(
            "{path}: cannot be read as a .docx: {error}.", path=path, error=error
        ) from error
    lines = (" ".join(line.split()) for line in _lines(body))
    return "\n".join(line for line in lines if line)


def _body(path: Path) -> ElementTree.Element:
    with zipfile.ZipFile(path) as archive:
        if archive.getinfo(_BODY).file_size > LARGEST:
            raise InputError(
                "{path}: its text is larger than {largest:,} bytes: no article.",
                path=path,
                largest=LARGEST,
            )
        return ElementTree.fromstring(archive.read(_BODY))


def _lines(body: ElementTree.Element) -> Iterator[str]:
    """Yield the paragraphs of a document in order, a row of a table as one."""
    left = [body]
    while left:
        element = left.pop()
        if element.tag in (f"{_WORD}p", f"{_WORD}tr"):
            yield _said(element)
        else:
            left.extend(reversed(element))


_GAPS = {f"{_WORD}{name}": " " for name in ("tab", "br", "tc")}


def _said(line: ElementTree.Element) -> str:
    """Return the text of a paragraph or a row; notes set above it are left out."""
    text, is_raised = "", False
    for element in line.iter():
        if element.tag == f"{_WORD}r":
            form = element.find(f"{_WORD}rPr/{_WORD}vertAlign")
            is_raised = form is not None and "superscript" in form.attrib.values()
        elif element.tag == f"{_WORD}t" and element.text:
            own = element.text
            text += raised(text, own.strip()) if is_raised else own
        else:
            text += _GAPS.get(element.tag, "")
    return text
