"""The language of a request: of its address, else what its browser likes most."""

from __future__ import annotations

import pytest
from starlette.requests import HTTPConnection

from wattlas.service.questions import QUESTIONS
from wattlas.service.spoken import language_of

LIKED = {
    "zh-CN,zh;q=0.9,en;q=0.8": "zh",
    "zh;q=0": "en",
    "zh;q=0.0, fr": "en",
    "en;q=0.2, zh-Hans;q=0.7": "zh",
    "en,zh": "en",
    "de,zh;q=0.5": "zh",
    "ZH_tw": "en",
    "zh;q=x": "en",
    "zhx": "en",
    "*": "en",
    "": "en",
}


def asked(header, query=b""):
    headers = [(b"accept-language", header.encode())]
    return HTTPConnection({"type": "http", "headers": headers, "query_string": query})


@pytest.mark.parametrize("header", LIKED)
def test_weights_order_what_is_liked(header):
    """Law: RFC 9110: the greatest weight wins, and nought is not liked at all."""
    assert language_of(asked(header)) == LIKED[header]


def test_an_address_says_it_before_the_browser():
    assert language_of(asked("zh", b"language=en")) == "en"
    assert language_of(asked("zh", b"language=fr")) == "zh"


@pytest.mark.parametrize("given", ["xx", "fr", "EN", "zh-CN"])
@pytest.mark.parametrize("path", ["/", "/serve", "/metrics", "/api/v1/openapi.json"])
def test_a_language_that_is_not_spoken_is_refused(client, path, given):
    """Law: what an address gives is used or refused, whatever it leads to."""
    found = client.get(path, params={"language": given})
    assert found.status_code == 400
    assert found.json()["field"] == "language"
    assert given in found.json()["detail"]


@pytest.mark.parametrize("verb", QUESTIONS)
def test_no_question_is_asked_in_a_language_that_is_not_spoken(client, verb):
    address = f"/api/v1/{QUESTIONS[verb].path}?language=xx"
    for found in (client.get(address), client.post(address, json={})):
        assert found.json()["field"] == "language"


def test_a_third_plan_is_told_that_none_waits(client, bearer, monkeypatch):
    monkeypatch.setattr("wattlas.service.jobs.MOST_RUNNING", 0)
    found = client.post("/api/v1/plan", json={"study": {}}, headers=bearer)
    assert found.status_code == 503
    assert "2 pieces of long work run" in found.json()["detail"]
