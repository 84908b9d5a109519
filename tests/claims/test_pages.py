"""Saved pages, PDF files and documents are read as their articles are."""

from __future__ import annotations

import contextlib
import os
import random
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest

from commands import called_here
from wattlas import check
from wattlas.claims import VERDICTS, check_file
from wattlas.claims.pages import of_page
from wattlas.claims.verdict import RIGHT
from wattlas.errors import InputError
from wattlas.report.claim_review import RATINGS, claim_reviews

SENTENCES = (
    "Training GPT-3 took 1,287 MWh.",
    "That is enough for 120 US homes a year.",
)
MENU = "<nav>5 GW of power now</nav><script>let e = 'AI uses 77 kWh';</script>"
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
DOCUMENT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body>{}</w:body></w:document>"
)


def page(folder: Path) -> Path:
    path = folder / "page.html"
    text = "".join(f"<p>{s}</p>" for s in SENTENCES).replace("1,287", "<b>1,287</b>")
    path.write_text(f"<title>AI</title>{MENU}{text}<footer>9 MWh</footer>", "utf-8")
    return path


def document(folder: Path) -> Path:
    path = folder / "page.docx"
    text = "".join(PARAGRAPH.format(s) for s in SENTENCES)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", DOCUMENT.format(text))
    return path


def pdf(folder: Path) -> Path:
    """Write a PDF of one page by hand: its text is drawn in two lines a sentence."""
    pytest.importorskip("pypdf")
    half = [s.split(" took ") if " took " in s else [s] for s in SENTENCES]
    lines = [half[0][0] + " took", half[0][1], half[1][0]]
    drawn = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 12 Tf 72 720 Td {drawn} ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    text, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(text))
        text += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<< /Size 6 /Root 1 0 R >>\n"
    path = folder / "page.pdf"
    path.write_bytes(f"{text}{end}startxref\n{len(text)}\n%%EOF\n".encode())
    return path


@pytest.mark.parametrize("made", [page, document, pdf])
def test_an_article_is_read_from_its_file(made, tmp_path: Path) -> None:
    """Law: the kind of file changes no verdict, and what is no article adds none."""
    found = check_file(made(tmp_path)).claims
    assert [c.statement for c in found] == list(SENTENCES)
    assert all(c.verdict in RIGHT for c in found)


def test_a_row_of_a_table_is_one_line() -> None:
    """A figure stands in the line of what it is of."""
    row = "<tr><td>Data centres, 2024</td><td>416 TWh</td></tr>"
    assert of_page(f"<table>{row}</table>") == "Data centres, 2024  416 TWh"


@pytest.mark.parametrize("name", ["broken.pdf", "broken.docx"])
def test_a_file_that_is_no_such_file_is_refused(name: str, tmp_path: Path) -> None:
    """One sentence that names the file."""
    if name.endswith("pdf"):
        pytest.importorskip("pypdf")
    path = tmp_path / name
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(InputError, match=name):
        check_file(path)


def test_a_review_is_written_of_what_was_judged() -> None:
    """Schema.org: 1 is false and 5 true; there is none of an abstention."""
    claims = [
        check("Training GPT-3 took 1,287 MWh."),
        check("Training GPT-3 took 1,287 GWh."),
        check("Zorbs use 5 MWh."),
    ]
    found = claim_reviews(claims, date(2026, 1, 2))
    assert [r["reviewRating"]["ratingValue"] for r in found] == [5, 1]
    assert found[0]["claimReviewed"] == claims[0].statement
    assert found[0]["datePublished"] == "2026-01-02"
    assert set(RATINGS) <= set(VERDICTS)


@pytest.mark.parametrize("text", [
    "<a " * 30_000, "<!--" * 30_000, "<!" * 30_000, "</" * 30_000, "<?" * 30_000,
    "<nav>" * 30_000 + "</p>" * 30_000, "&" * 100_000, "<" * 100_000,
])  # fmt: skip
def test_a_page_without_end_takes_no_time(text: str) -> None:
    """Law: a page of 100 kB is read at once, whatever is left open in it."""
    start = time.process_time()
    of_page(text)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(("raised", "said"), [
    ("It took 1,287<sup>12</sup> MWh.", "It took 1,287 MWh."),
    ("It took 1,287 MWh<sup><a href='#n'>[3]</a></sup>.", "It took 1,287 MWh."),
    ("It holds 5 m<sup>3</sup>.", "It holds 5 m3."), ("5 km<sup>2</sup>", "5 km2"),
    ("It took 2 x 10<sup>6</sup> kWh.", "It took 2 x 10⁶ kWh."),
    ("On the 1<sup>st</sup> day", "On the 1st day"),
])  # fmt: skip
def test_a_note_is_no_digit_of_its_number(raised: str, said: str) -> None:
    """By hand: in a page, and in a document."""
    assert of_page(f"<p>{raised}</p>") == said


def test_a_note_in_a_document_is_no_digit(tmp_path: Path) -> None:
    """By hand: what stands above the line in a run of its own."""
    up = "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
    run = "<w:r>{}<w:t xml:space='preserve'>{}</w:t></w:r>".format
    runs = run("", "GPT-3 took 1,287") + run(up, "12") + run("", " MWh to train.")
    path = tmp_path / "note.docx"
    deep = "<w:sdt>" * 3000 + f"<w:p>{runs}</w:p>" + "</w:sdt>" * 3000
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", DOCUMENT.format(deep))
    (found,) = check_file(path).claims
    assert (found.statement, found.verdict) == (
        "GPT-3 took 1,287 MWh to train.", "right",
    )  # fmt: skip


@pytest.mark.parametrize("written", ["gbk", "utf-16", "utf-8-sig", "utf-8", "big5"])
def test_a_page_is_read_as_it_is_written(written: str, tmp_path: Path) -> None:
    """Law: by its own mark, or by what it says."""
    path = tmp_path / "page.html"
    said = (
        "GPT-3訓練用了1,287兆瓦時" if written == "big5" else "GPT-3训练用了1,287兆瓦时"
    )
    name = written if written in ("gbk", "big5") else "utf-8"
    path.write_bytes(f"<meta charset='{name}'><p>{said}。</p>".encode(written))
    assert [c.verdict for c in check_file(path).claims] == ["right"]


@pytest.mark.parametrize("name", ["zlib", "hex", "idna", "undefined", "\u0000", "x"])
def test_a_page_that_says_nonsense_is_read_as_utf_8(name: str, tmp_path: Path) -> None:
    """Bad input: a writing that is none of text."""
    path = tmp_path / "page.html"
    path.write_text(f"<meta charset={name}><p>{SENTENCES[0]}</p>", "utf-8")
    assert [c.verdict for c in check_file(path).claims] == ["right"]


@pytest.mark.parametrize("made", [document, pdf])
def test_a_damaged_file_is_refused_or_read(made, tmp_path: Path) -> None:
    """Law: of a file with any bytes changed, one sentence or an article."""
    whole, draw = made(tmp_path), random.Random(1)
    path, given = whole.with_stem("damaged"), whole.read_bytes()
    for _ in range(60):
        some = bytearray(given)
        for _ in range(draw.randint(1, 6)):
            some[draw.randrange(len(some))] = draw.choice((0, 37, 48, 57, 255))
        path.write_bytes(some)
        with contextlib.suppress(InputError):
            check_file(path)


@pytest.mark.parametrize(("text", "left"), [
    ("Training GPT-3 took 1,287 MWh. Zorbs use 5 MWh of power.", "1 of 2 claims"),
    ("Training GPT-3 took 1,287 MWh.", ""),
])  # fmt: skip
def test_what_has_no_review_is_said(tmp_path: Path, text: str, left: str) -> None:
    """Law: no claim is left out of an export in silence."""
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    ran = called_here(["check", "a.txt", "-o", "a.jsonld"], tmp_path, os.environ)
    assert (tmp_path / "a.jsonld").is_file()
    assert (left in ran.stderr) if left else "claims" not in ran.stderr
