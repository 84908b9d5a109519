"""The language of a request: of its address, else what its browser likes most."""

from __future__ import annotations

import pytest
from starlette.requests import HTTPConnection

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
