"""Whatever is sent is answered or refused in a sentence: never an error of ours."""

from __future__ import annotations

import json
import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wattlas.service.questions import QUESTIONS
from wattlas.service.web.pages import PAGES
from wattlas.service.web.routes import FILES

EXAMPLES = int(os.environ.get("WATTLAS_MALFORMED", "60"))
"""How many are tried; 10,000 where there is time."""
ASKED = [q for q in QUESTIONS.values() if not q.job]
WORDS = st.sampled_from(
    [
        "", " ", "0", "-1", "1e400", "nan", "inf", "1..2", "2..1", "..", "1 MWh",
        "1 kg", "九", "1\x00", "a: \x11", "\u202e", "h100", "bloom", "us", "oslo",
        "all", "x" * 3000, "1,2", "=", "a=b", "../../etc/passwd", "http://localhost/",
        "true", "year",
        "title: T", "{", '{"model_type": "llama"}', '{"a": 1, "a": 2}',
        "[", "&a [*a]", "prompt_tokens,output_tokens\n1,x", "10",
    ]
)  # fmt: skip
HOW = ("json", "query", "raw", "page", "file")
"""How a question is sent: over REST, or to the pages."""
NUMBERS = st.one_of(
    st.integers(-(10**40), 10**40), st.floats(allow_nan=False, allow_infinity=False)
)
PLAIN = st.one_of(st.none(), st.booleans(), NUMBERS, WORDS, st.text(max_size=12))
ENDINGS = {f".{digit}": f".{form}" for digit, form in zip("01234", FILES, strict=True)}
"""Files of a page, by what is drawn; other endings are of no file."""
JUNK = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def questions(draw):
    """A question, and values that may or may not be of its fields."""
    question = draw(st.sampled_from(ASKED))
    names = st.one_of(st.sampled_from(sorted(question.fields)), st.text(max_size=6))
    body = draw(st.dictionaries(names, st.one_of(JUNK, PLAIN), max_size=4))
    # Few draws: what is tried is what is read, not how long it takes.
    if "draws" in question.fields:
        body["draws"] = draw(st.sampled_from([16, 32, "16", 0, -1, 10**30]))
    return question, body


@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(questions(), st.binary(max_size=60), st.sampled_from(HOW))
def test_nothing_that_is_sent_breaks_the_service(client, bearer, asked, raw, how):
    """Law: an answer, or a problem with a sentence; never an error of ours."""
    question, body = asked
    path = f"/api/v1/{question.path}"
    pairs = {k: v if isinstance(v, str) else json.dumps(v) for k, v in body.items()}
    keys = [key for key, page in PAGES.items() if page.question is question]
    if how in ("page", "file") and keys:
        ending = "/result" if how == "page" else f".{raw.hex()[:1] or 'x'}"
        ending = ENDINGS.get(ending, ending)
        found = client.get(f"/{keys[0]}{ending}", params=pairs, headers=bearer)
    elif how == "query":
        found = client.get(path, params=pairs, headers=bearer)
    else:
        text = raw if how == "raw" else json.dumps(body).encode()
        kind = {"content-type": "application/json"}
        found = client.post(path, content=text, headers=bearer | kind)
    assert found.status_code < 500 or found.status_code == 504, (path, body, found.text)
    if found.status_code != 200 and "html" not in found.headers["content-type"]:
        assert found.json()["detail"], (path, body)
