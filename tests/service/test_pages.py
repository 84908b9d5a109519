"""Pages: forms from the declaration, results from the record, in two languages."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest

import wattlas
from wattlas import facts
from wattlas.report.words.language import language
from wattlas.report.words.service import ENTRIES, GROUPS, LABELS, LEADS
from wattlas.report.words.service import PAGES as TITLES
from wattlas.service.questions import QUESTIONS
from wattlas.service.web.controls import groups_of
from wattlas.service.web.pages import PAGES
from wattlas.service.web.tasks import PageTask, study_of
from wattlas.service.wording import heard
from wattlas.study import Study

GUARDED = {"plan", "measure"}


class Page(HTMLParser):
    """What a page has: its elements with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def all(self, tag, attribute):
        return [a[attribute] for t, a in self.found if t == tag and attribute in a]


@pytest.mark.parametrize("key", PAGES)
def test_a_form_has_every_parameter_once(key):
    """Law: what is declared and offered is in the form; nothing else is."""
    page = PAGES[key]
    controls = [c for g in groups_of(page, {}, language("en")) for c in g.controls]
    names = [c.name for c in controls if not c.name.startswith("overrides.")]
    assert sorted(names) == sorted(page.fields)
    assert all(c.label and c.help for c in controls)


def test_every_page_has_its_words():
    assert set(PAGES) == set(TITLES) == set(LEADS)
    fields = [item for page in PAGES.values() for item in page.fields.values()]
    assert set(LABELS) <= {n for item in fields for n in (item.name, item.quantity)}
    assert {page.entry for page in PAGES.values()} == {"", *ENTRIES}
    assert "" not in GROUPS.values()


OPEN = sorted(set(PAGES) - GUARDED)
QUICK = [key for key in OPEN if not PAGES[key].draws_charts]


@pytest.mark.parametrize(
    ("key", "code"), [*((key, "en") for key in OPEN), *((key, "zh") for key in QUICK)]
)
def test_a_page_opens_with_its_example(client, key, code):
    """Law: the first sight of a page is a result, and every label has its input."""
    found = client.get(f"/{key}", params={"language": code})
    assert found.status_code == 200
    page = Page(found.text)
    labelled = set(page.all("label", "for"))
    assert labelled <= set(
        page.all("input", "id") + page.all("select", "id") + page.all("textarea", "id")
    )
    assert 'class="answer"' in found.text or "<h2" in found.text
    assert 'role="alert"' not in found.text
    # What the policy forbids is not there: no style, no script in the page.
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?! src)", found.text)


@pytest.mark.parametrize("key", PAGES)
def test_a_form_is_said_in_one_language(key):
    """Law: Chinese has no English words in a row: what stands there are names."""
    controls = [
        c for g in groups_of(PAGES[key], {}, heard(language("zh"))) for c in g.controls
    ]
    said = [text for c in controls for text in (c.label, c.help)]
    mixed = [t for t in said if re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", t)]
    assert mixed == []


def test_every_estimate_has_its_page():
    """Law: a verb that is added as a question is asked in the browser too."""
    asked = {page.verb for page in PAGES.values()}
    assert set(QUESTIONS) - asked == {"estimate requests", "run", "facts"}


BEHIND = [("advise", "server"), ("outlook", "outlook-need")]


@pytest.mark.parametrize(("first", "key"), BEHIND)
def test_pages_of_one_kind_stand_behind_one_entry(client, first, key):
    """Law: the entry leads to the first of them, and a list to each."""
    found = client.get(f"/{key}").text
    links = [a for tag, a in Page(found).found if tag == "a"]
    current = [a["href"] for a in links if "aria-current" in a]
    assert current == [f"/{first}?language=en", f"/{key}?language=en"]
    kinds = found.partition('class="chooser"')[2].partition("</nav>")[0]
    entry = PAGES[key].entry
    assert Page(kinds).all("a", "href") == [
        f"/{k}?language=en" for k, page in PAGES.items() if page.entry == entry
    ]


@pytest.mark.parametrize("key", sorted(GUARDED))
def test_what_is_of_users_needs_the_token(client, bearer, key):
    barred = client.get(f"/{key}")
    assert barred.status_code == 401
    assert "token" in barred.text
    assert (
        "llama"
        not in client.get(f"/{key}", params={"by": "project"}).text.partition(
            'role="alert"'
        )[2]
    )
    assert client.get(f"/{key}", headers=bearer).status_code == 200


def test_the_link_carries_the_token_into_a_cookie(client, access):
    """Law: the token leaves the address at once, and scripts cannot read it."""
    found = client.get("/", params={"token": access.token})
    assert (found.status_code, found.headers["location"]) == (303, "/")
    cookie = found.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert client.get("/measure").status_code == 200
    client.cookies.clear()
    assert client.get("/", params={"token": "another"}).status_code == 401


def test_a_page_shows_the_record_of_its_address(client):
    """Law: page, record and study file of an address are of the same question."""
    asked = {"model": "bloom", "hardware": "a100", "country": "fr", "pue": "1.2"}
    record = client.get("/train.json", params=asked).json()
    own = wattlas.train(**asked)
    assert wattlas.read_record(record).results == own.results
    study = Study.from_text(client.get("/train.yaml", params=asked).text)
    placed = wattlas.run(study).placements[0].total["facility_energy_kwh"]
    assert placed.mid == pytest.approx(own.results["facility_energy_kwh"].mid)
    rows = list(
        csv.DictReader(io.StringIO(client.get("/train.csv", params=asked).text))
    )
    mids = [float(r["mid"]) for r in rows if r["quantity"] == "facility_energy_kwh"]
    assert own.results["facility_energy_kwh"].mid in mids


def test_a_page_to_keep_is_the_report_of_the_record(client):
    asked = {"model": "bloom", "hardware": "a100"}
    found = client.get("/train.html", params=asked)
    assert found.headers["content-disposition"].startswith("attachment")
    assert "<!doctype html>" in found.text.lower()


@pytest.mark.parametrize(
    "asked",
    [
        {"model": "<script>alert(1)</script>"},
        {"model": 'x" onfocus="alert(1)'},
        {"<img src=x>": "1"},
        {"pue": "9", "model": "bloom"},
        {"overrides.<b>": "1", "model": "bloom"},
    ],
)
def test_what_is_sent_is_text_and_no_code(client, asked):
    """Law: nothing that is sent becomes an element or an attribute."""
    text = client.get("/train", params=asked).text
    page = Page(text)
    assert 'role="alert"' in text
    assert not [
        a for _, attributes in page.found for a in attributes if a.startswith("on")
    ]
    assert page.all("script", "src") == [
        s for s in page.all("script", "src") if s.startswith("/static/")
    ]
    assert "<img" not in text
    assert "<script>alert" not in text


def test_a_refusal_stands_by_its_field(client):
    """Law: the field that is refused is marked for eye and screen reader."""
    found = client.get("/train", params={"model": "bloom", "pue": "9"})
    assert found.status_code == 400
    page = Page(found.text)
    wrong = [a for t, a in page.found if t == "input" and a.get("aria-invalid")]
    assert [a["name"] for a in wrong] == ["pue"]


@pytest.mark.parametrize(
    "path", ["/serve", "/static/wattlas.js", "/api/v1/facts", "/x"]
)
def test_every_answer_is_fenced(client, path):
    """Law: no inline script, nothing from elsewhere, in no frame."""
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in policy


def test_what_a_browser_loads_is_in_the_package(client):
    page = Page(client.get("/serve").text)
    loaded = page.all("link", "href") + page.all("script", "src")
    assert all(one.startswith("/static/") for one in loaded)
    assert all(client.get(one).status_code == 200 for one in loaded)
    assert client.get("/static/..%2fpages.py").status_code == 404


def test_what_is_moved_is_shown_without_charts():
    """Law: figures come at once while a slider moves; charts when it rests."""
    asked = (("model", "llama-3.1-8b"), ("hardware", "h100-sxm"), ("sites", "oslo"))
    quick = PageTask("compare", asked, "quick").reply(print).body.decode()
    assert 'class="answer"' in quick
    assert "<svg" not in quick


def test_an_article_is_marked_in_place(client):
    text = "On AI.\nGPT-3 took 1,287 MWh to train.\nIt took 12,870 MWh to train GPT-3."
    found = client.get("/check/result", params={"claim": text}).text
    marks = [a["class"] for t, a in Page(found).found if t == "mark"]
    assert marks == ["right", "wrong"]


def test_fields_become_a_study_of_places():
    """By hand: what is of a place stands at each place, chips as a list."""
    given = {"model": "bloom", "hardware": "a100,h100", "pue": "1.2", "draws": 64}
    study = study_of("compare", given, "oslo, dublin")
    assert study["sites"] == [
        {"use": "oslo", "pue": "1.2"},
        {"use": "dublin", "pue": "1.2"},
    ]
    assert study["serve"] == {"hardware": ["a100", "h100"]}


CONFIG = json.dumps(
    {
        "model_type": "llama",
        "architectures": ["LlamaForCausalLM"],
        "hidden_size": 4096,
        "intermediate_size": 14336,
        "num_hidden_layers": 32,
        "num_attention_heads": 32,
        "num_key_value_heads": 8,
        "vocab_size": 128256,
        "max_position_embeddings": 8192,
        "tie_word_embeddings": False,
        "torch_dtype": "bfloat16",
    }
)
"""The configuration of Llama 3 8B."""


def test_a_configuration_stands_in_the_address(client, root, tmp_path):
    """Law: its content in the field of the model is what its file is to Python."""
    asked = {"model": CONFIG, "hardware": "h100", "country": "fr"}
    sent = client.get("/serve.json", params=asked)
    assert sent.status_code == 200, sent.text
    file = tmp_path / "config.json"
    file.write_text(CONFIG, encoding="utf-8")
    own = wattlas.serve(model=file, hardware="h100", country="fr")
    assert wattlas.read_record(sent.json()).results == own.results
    posted = client.post("/api/v1/estimate/serve", json=asked)
    assert posted.json()["results"] == sent.json()["results"]


MACHINE = (
    "{name: mine, power_limit: 300 W, memory: 48, bandwidth: 900, peak_16bit: 180}"
)


def test_a_study_file_holds_the_contents_that_were_sent(tmp_path, monkeypatch):
    """Law: the file, run where its notes say, is the result of its page."""
    monkeypatch.chdir(tmp_path)
    asked = (("model", CONFIG), ("hardware", f"h100-sxm,{MACHINE}"), ("sites", "oslo"))
    text = PageTask("compare", asked, "yaml").reply(print).body.decode()
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    notes = [line for line in text.splitlines() if line.startswith("#")]
    for note in notes:
        file, _, content = note.rpartition(", as ")[2].partition(": ")
        (tmp_path / file).write_text(content, encoding="utf-8")
    with facts.own_rows_apart():
        sent = PageTask("compare", asked, "json").reply(print).body
    with facts.own_rows_apart():
        own = wattlas.run(wattlas.Study.from_file("study.yaml"))
    assert len(notes) == len(own.placements) == 2
    assert wattlas.read_record(json.loads(sent)).placements == own.placements


@pytest.mark.parametrize("wrong", ["{", '{"a": 1, "a": 2}', "{}", '{"a": NaN}'])
def test_a_configuration_that_is_none_is_refused_at_its_field(client, wrong):
    asked = {"model": wrong, "hardware": "h100"}
    found = client.get("/serve.json", params=asked)
    assert found.status_code in (400, 422)
    assert found.json()["detail"].count("\n") == 0
