"""One question, one answer: command line, Python, REST and MCP say the same."""

from __future__ import annotations

import json
import os
import shlex

import pytest

import wattlas
from commands import called_here
from wattlas.errors import InputError, WattlasError
from wattlas.estimation.request_log.checks import OWN_MACHINE
from wattlas.facts import own_rows_apart
from wattlas.parameters.command_line import command, words_of
from wattlas.projection import forecasts
from wattlas.projection.listing import inputs_with
from wattlas.report.paint.text import said
from wattlas.report.words.language import ENGLISH
from wattlas.service.models.tools import ToolTask
from wattlas.service.questions import FILES, QUESTIONS, Content
from wattlas.service.tasks import Task
from wattlas.service.wording import as_sent, heard

GPT2 = {"model_type": "gpt2", "n_layer": 12, "n_head": 12, "n_embd": 768}
GPT2 |= {"vocab_size": 50257, "n_positions": 1024, "architectures": ["GPT2LMHeadModel"]}
BERT = {"model_type": "bert", "hidden_size": 768, "num_hidden_layers": 12}
MINE = {"name": "mine", "power_limit": "300 W", "memory": 48, "bandwidth": "800..900"}
MINE |= {"peak_16bit": 180}
ON = {"hardware": "h100-sxm", "draws": 16}
SERVED = {"model": "llama-3.1-8b", **ON}
CASES = [
    ("estimate serve", SERVED),
    ("estimate serve", SERVED | {"hardware": "h100,b200"}),
    ("estimate serve", SERVED | {"hardware": MINE}),
    ("estimate serve", SERVED | {"hardware": MINE | {"memory": "24 apples"}}),
    ("estimate serve", SERVED | {"hardware": MINE | {"bandwidht": 1}}),
    ("estimate serve", SERVED | {"hardware": "my chip"}),
    ("estimate serve", SERVED | {"batch": 1.5}),
    ("estimate serve", SERVED | {"chips": 1.5}),
    ("estimate serve", SERVED | {"pue": "nan"}),
    ("estimate serve", SERVED | {"overrides": {"pue": "0.5"}}),
    ("estimate serve", {"model": GPT2, **ON}),
    ("estimate serve", {"model": {**GPT2, "time_step_limit": [0, float("inf")]}, **ON}),
    ("estimate serve", {"model": {**GPT2, "initializer_range": float("nan")}, **ON}),
    ("estimate serve", {"model": {**GPT2, "n_embd": float("inf")}, **ON}),
    ("estimate serve", {"model": "gpt-4o", **ON}),
    ("estimate train", {"model": GPT2, "tokens": "1B", **ON}),
    ("estimate train", {"model": "bloom"}),
    ("estimate embed", {"model": BERT, "items": "1M", **ON}),
    ("estimate embed", {"model": "bert-base-uncased", "items": "1M", **ON}),
    ("estimate embed", {"model": GPT2, "items": "1M", **ON}),
    ("estimate classify", {"model": "whisper", "items": "1M", **ON}),
    ("estimate finetune", {"model": "llama-3.1-8b", "tokens": "1M", **ON}),
    ("estimate agent", SERVED),
    ("estimate image", {"model": "sdxl", **ON, "hardware": MINE}),
    ("outlook", {"draws": 64, "overrides": {"growth.users": "1.2..1.3"}}),
    ("outlook", {"draws": 64, "region": "us", "to": 2030}),
    ("outlook cross", {"draws": 64, "overrides": {"growth.users": "1.2"}}),
    ("outlook forecasts", {"region": "no such place"}),
    ("outlook inputs", {"find": "no such input"}),
]
FUNCTIONS = {
    "estimate image": wattlas.generate,
    "outlook cross": wattlas.crossing,
    "outlook forecasts": forecasts,
    "outlook inputs": lambda find: inputs_with(find),
}


@pytest.fixture
def typed(tmp_path, monkeypatch):
    """Write what is sent to files, as a person has it; give what then is typed."""
    monkeypatch.chdir(tmp_path)

    def write(verb, given):
        found = dict(given)
        for name, content in QUESTIONS[verb].contents.items():
            if isinstance(given.get(name), dict):
                file = FILES[content][0]
                (tmp_path / file).write_text(json.dumps(given[name]))
                found[name] = file
        return found

    return write


def by_rest(verb, given):
    """Return what REST sends back; a configuration is sent as the text of its file."""
    sent = {
        name: json.dumps(value)
        if QUESTIONS[verb].contents.get(name) is Content.MODEL
        and isinstance(value, dict)
        else value
        for name, value in given.items()
    }
    with own_rows_apart():
        return Task(verb, sent).reply(print), sent


def by_command(verb, fields, folder):
    words = words_of(QUESTIONS[verb].options, fields)
    line = shlex.split(command(*verb.split(), **words))
    with own_rows_apart():
        return called_here([*line[1:], "--json"], folder, os.environ)


def as_heard(verb, error):
    question = QUESTIONS[verb]
    return said(as_sent(error.message, question.files), heard(ENGLISH))


@pytest.mark.parametrize(("verb", "given"), CASES)
def test_every_surface_says_the_same(verb, given, typed, tmp_path):
    """Law: the same record, or the same refusal in the words of the surface."""
    fields = typed(verb, given)
    reply, sent = by_rest(verb, given)
    body = json.loads(reply.body)
    printed = by_command(verb, fields, tmp_path)
    if reply.status == 200:
        assert json.loads(printed.stdout) == body
    else:
        assert printed.returncode != 0, printed.stdout
        with pytest.raises(WattlasError) as caught, own_rows_apart():
            function_of(verb)(**fields)
        assert as_heard(verb, caught.value) == body["detail"]
        assert str(caught.value).split(" It has:")[0] in printed.stderr
    with own_rows_apart():
        told = ToolTask(verb, sent).reply(print)
    assert told.status == reply.status
    if told.status != 200:
        assert json.loads(told.body)["detail"] == body["detail"]


def function_of(verb):
    return FUNCTIONS.get(verb) or getattr(wattlas, verb.split()[-1])


OF_LOG = [MINE, [MINE], "{name: mine, memory: 48}", "name: mine\nmemory: 48", "m.yaml"]


@pytest.mark.parametrize("machine", OF_LOG)
def test_a_request_log_takes_no_machine_of_ones_own(machine, tmp_path):
    """Law: one sentence at every surface, however the machine is given."""
    rows = [{"prompt_tokens": 200, "output_tokens": 50}]
    sent = {"table": rows, "model": "llama-3.1-8b", "hardware": machine}
    refused = json.loads(Task("estimate requests", sent).reply(print).body)
    assert refused["detail"] == as_heard(
        "estimate requests", InputError(OWN_MACHINE, name="hardware")
    )
    assert refused["field"] == "hardware"
    told = json.loads(ToolTask("estimate requests", sent).reply(print).body)
    assert told["detail"] == refused["detail"]
    (tmp_path / "log.csv").write_text("prompt_tokens,output_tokens\n200,50\n")
    line = ["estimate", "requests", "log.csv", "--model", "bloom"]
    typed = called_here([*line, "--hardware", "m.yaml"], tmp_path, os.environ)
    said_there = str(InputError(OWN_MACHINE, name="hardware"))
    assert typed.returncode != 0
    assert said_there in typed.stderr
    log = {"prompt_tokens": [200], "output_tokens": [50]}
    with pytest.raises(InputError) as caught:
        wattlas.estimate_requests(log, model="bloom", hardware="m.yaml")
    assert str(caught.value) == said_there
