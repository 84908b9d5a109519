"""What a page asks, taken to the command line: the same record comes of it."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from commands import called_here
from wattlas.facts import own_rows_apart
from wattlas.service.web.pages import PAGES
from wattlas.service.web.tasks import PageTask

CONFIG = {"model_type": "gpt2", "n_layer": 12, "n_head": 12, "n_embd": 768}
CONFIG |= {"vocab_size": 50257, "n_positions": 1024}
MINE = "{name: mine, power_limit: 300 W, memory: 48, bandwidth: 900, peak_16bit: 180}"
STUB = """#!/bin/sh
for word in "$@"; do printf '%s\\0' "$word"; done > "$TYPED"
"""
STUDY = "title: T\nload: {it_power: 10 MW, shape: flat}\nsites: [dallas]\nyear: 2027\n"
HARD = 'It\'s 1 kWh, "$HOME" `ls`.\nEND\nBLOOM took 433 MWh to train.\n'
ASKED = [
    ("embed", dict(PAGES["embed"].start)),
    ("server", dict(PAGES["server"].start)),
    ("serve", {"model": json.dumps(CONFIG), "hardware": f"h100,{MINE}", "draws": "16"}),
    ("compare", {"model": "llama-3.1-8b", "hardware": MINE, "sites": "oslo"}),
    ("outlook", {"draws": "64", "to": "2030", "overrides.growth.users": "1.2..1.3"}),
    ("outlook-what-if", dict(PAGES["outlook-what-if"].start) | {"draws": "16"}),
    ("outlook-compare", dict(PAGES["outlook-compare"].start) | {"draws": "16"}),
    ("outlook-cross", {"draws": "64", "growth": "1.2,1.3", "shares": "0.1"}),
    ("check", {"claim": 'BLOOM\'s training took "433 MWh".'}),
    ("check", {"claim": HARD}),
]


@pytest.fixture
def typed(tmp_path, monkeypatch):
    """Run a script where a stub stands for the program; give the words that it got."""
    (tmp_path / "bin").mkdir()
    stub = tmp_path / "bin" / "wattlas"
    stub.write_text(STUB)
    stub.chmod(0o755)
    words = tmp_path / "typed"
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    monkeypatch.chdir(tmp_path)

    def run(script):
        environment = {"PATH": path, "TYPED": str(words), "HOME": "/nowhere"}
        subprocess.run(["sh"], input=script, env=environment, check=True)
        return words.read_bytes().decode().split("\0")[:-1]

    return run


@pytest.mark.parametrize(("key", "asked"), ASKED)
def test_a_script_asks_what_its_page_asks(key, asked, typed, tmp_path):
    """Law: whatever stands in it, the command gives the record of the page."""
    query = tuple(asked.items())
    words = typed(PageTask(key, query, "sh").reply(print).body)
    with own_rows_apart():
        printed = called_here([*words, "--json"], tmp_path, os.environ)
    with own_rows_apart():
        sent = json.loads(PageTask(key, query, "json").reply(print).body)
    found = json.loads(printed.stdout)
    # An article has the name of its file.
    of_file = {"file": None, "title": None} if sent["kind"] == "check-file" else {}
    assert found | of_file == sent | of_file


@pytest.mark.parametrize("key", PAGES)
def test_every_page_has_its_script(key, typed):
    """Law: no state of a page is for the browser alone."""
    page = PAGES[key]
    reply = PageTask(key, tuple(page.start.items()), "sh").reply(print)
    verb = "run" if page.as_study else page.verb
    words = typed(reply.body)
    assert words[: len(verb.split())] == verb.split()


def test_the_study_of_a_plan_is_a_file():
    reply = PageTask("plan", (("study", STUDY),), "yaml").reply(print)
    assert reply.body.decode() == STUDY


def test_what_is_wrong_has_no_script():
    reply = PageTask("train", (("pue", "9"),), "sh").reply(print)
    assert reply.status in (200, 400)
    reply = PageTask("train", (("modle", "bloom"),), "sh").reply(print)
    assert reply.status == 400
