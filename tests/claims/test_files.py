"""Files: the 27 claims of an article, later claims, articles as text, bad files."""

from __future__ import annotations

import csv

import pytest

from wattlas import check_file
from wattlas.claims import VERDICTS
from wattlas.errors import InputError, StudyError

ARTICLE = "examples/claims/ai-electricity-2023.yaml"
LATER = "examples/claims/claims-2023-2026.yaml"
EXPECTED = {
    "C01": "right_scope_differs",  # company total told of the data centres
    "C02": "partly_right",  # today about half, no series for a century
    "C03": "right_scope_differs",  # chips alone
    "C04": "partly_right",  # 3,701 kWh against 2,705
    "C05": "right",
    "C06": "right_scope_differs",  # 2.97 at unequal boundaries, 1.55 at equal ones
    "C07": "contradicted",  # 86 times too small
    "C08": "partly_right",  # mass products only
    "C09": "right",
    "C10": "unsupported",
    "C11": "partly_right",  # energy plausible, visits not
    "C12": "partly_right",  # which series
    "C13": "contradicted",  # +2.5 % a year
    "C14": "partly_right",  # extrapolation
    "C15": "contradicted",  # rebound
    "C16": "contradicted",  # 22 %
    "C17": "inconsistent_with_itself",  # 3.0-4.5
    "C18": "right_within_range",  # consistent
    "C19": "partly_right",  # sums right, investors not
    "C20": "promise",
    "C21": "right_scope_differs",  # right for the US
    "C22": "partly_right",  # a goal as a price
    "C23": "contradicted",  # inverted
    "C24": "unsupported",  # no baseline
    "C25": "not_numeric",
    "C26": "right",
    "C27": "right",  # understated
}


@pytest.fixture(scope="module")
def article(root):
    return {c.id: c for c in check_file(root / ARTICLE).claims}


@pytest.mark.parametrize("claim", EXPECTED)
def test_the_article_is_judged_as_by_hand(article, claim):
    """A fact-check by hand of the same article; the comment says what decides."""
    assert article[claim].verdict == EXPECTED[claim]


def test_the_article_is_whole(article, shared_data):
    """The 27 claims that were collected by hand, none more, none less."""
    text = (shared_data / "claims.csv").read_text(encoding="utf-8")
    assert [r["id"] for r in csv.DictReader(text.splitlines())] == list(article)


def line(claim, name):
    return next(x for p in claim.parts for x in p.lines if x.name == name)


def test_figures_of_the_article_by_hand(article):
    """By hand: see each line."""
    # 19.68 / 14.294 = 1.38 and 21.2 / 14.294 = 1.48 lakes
    counts = [x.result.value for p in article["C01"].parts for x in p.lines]
    assert any(v == pytest.approx(1.48, abs=0.01) for v in counts)
    assert any(v == pytest.approx(1.38, abs=0.01) for v in counts)
    # 10,000 x 330 W x 14.8 d x 1.1 = 1,289 MWh
    product = line(article["C05"], "product").result.value
    assert product == pytest.approx(1_289_376, rel=1e-4)
    # 1287 / 433.2 = 2.97, 1287 / 827.8 = 1.55
    assert line(article["C06"], "ratio").result.value == pytest.approx(2.97, abs=0.01)
    like = article["C06"].parts[0].notes[0].values["ratio"].value
    assert like == pytest.approx(1.555, abs=0.01)
    # 1,287 MWh / 2.9 Wh = 444 million uses, 2.3 days at 195 million
    uses = line(article["C08"], "break-even-uses").result.value
    assert uses == pytest.approx(443.8e6, rel=1e-3)
    # 93 TWh at +30 % a year meets 31,772 TWh at +3 % in 2050
    parts = article["C14"].parts
    years = [x for x in parts[0].lines if x.name == "crossing"]
    assert round(years[1].result.value) == 2050
    # 4.9 / 1.21 = 4.05
    assert line(article["C15"], "net-growth").result.value == pytest.approx(
        4.05, abs=0.01
    )
    # 0.07 / 7.08 = 0.0099 USD
    assert line(article["C22"], "in-usd").result.value == pytest.approx(
        0.00988, rel=1e-2
    )


def test_later_claims_have_sources_and_several_verdicts(root):
    """The count that is promised; right, wrong, promised and scoped ones."""
    claims = check_file(root / LATER).claims
    assert len(claims) >= 25
    assert len({c.verdict for c in claims}) >= 5
    assert all(c.about["source"] for c in claims)
    assert not [c.id for c in claims if c.verdict in ("unsupported", "not_numeric")]


def test_an_article_is_gone_through(tmp_path):
    """Sentences with a number and a subject are checked once each, in order."""
    path = tmp_path / "article.txt"
    path.write_text(
        "AI is big. Training GPT-3 took 1,287 MWh. I had 3 eggs. "
        "小型堆的功率是传统反应堆的三倍。Training GPT-3 took 1,287 MWh.",
        encoding="utf-8",
    )
    found = check_file(path)
    assert [c.verdict for c in found.claims] == ["right", "contradicted"]
    assert (found.sentences, found.left) == (2, 0)
    assert check_file(path, limit=1).left == 1


def test_a_text_without_full_stops_is_cut_not_lost(tmp_path):
    """Law: an endless sentence is read in pieces."""
    path = tmp_path / "article.txt"
    path.write_text("training GPT-3 took 1,287 MWh and " * 2000, encoding="utf-8")
    assert check_file(path, limit=5).claims


BAD = {
    "name": (
        "title: x\nclaims:\n- id: A\n  statement: s\n  relations:\n"
        "  - {kind: figure, subject: gtp-3, quantity: parameters, value: 175 bn}\n",
        "claims.0.relations.0.subject: nothing is known by the name 'gtp-3'. "
        "Did you mean 'gpt-3'",
    ),
    "kind": (
        "title: x\nclaims:\n- {id: A, statement: s, relations: [{kind: equal}]}\n",
        "line 3: claims.0.relations.0 must be",
    ),
    "field": (
        "title: x\nclaims:\n- {id: A, statment: s}\n",
        "line 3: claims.0.statment is no field of a file of claims. Did you mean "
        "'statement'?",
    ),
    "amount": (
        "title: x\nclaims:\n- id: A\n  statement: s\n  relations:\n"
        "  - {kind: figure, subject: gpt-3, quantity: parameters, value: lots}\n",
        "'lots' is no quantity",
    ),
    "missing": ("title: x\n", "claims is missing."),
    "list": ("- 1\n", "a file of claims is a mapping such as"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_with_line_and_field(tmp_path, case):
    """Bad input: file, line, field, what is allowed, the nearest right name."""
    text, sentence = BAD[case]
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        check_file(path)
    assert sentence in str(caught.value)
    assert str(path) in str(caught.value)


def test_what_is_no_file_of_ours_is_refused(tmp_path):
    """Bad input: another kind, not there, no UTF-8, a limit of nothing."""
    with pytest.raises(InputError, match=r"a file of claims ends in \.yaml"):
        check_file(tmp_path / "claims.odt")
    with pytest.raises(InputError, match=r"cannot be read: No such file"):
        check_file(tmp_path / "none.txt")
    latin = tmp_path / "latin.txt"
    latin.write_bytes(b"433 MWh caf\xe9")
    with pytest.raises(InputError, match=r"is no UTF-8 text\.$"):
        check_file(latin)
    with pytest.raises(InputError, match=r"limit must be >= 1 sentence, got 0\."):
        check_file(latin, limit=0)


def test_a_claim_without_relations_is_read_as_a_sentence(tmp_path):
    """The statement itself is the claim."""
    path = tmp_path / "one.yaml"
    path.write_text(
        "title: x\nclaims:\n- {id: A, statement: 'Training GPT-3 took 1,287 MWh.'}\n",
        encoding="utf-8",
    )
    claim = check_file(path).claims[0]
    assert (claim.id, claim.verdict) == ("A", "right")
    assert claim.verdict in VERDICTS
