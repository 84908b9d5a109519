"""A machine of one's own that is sent: as fields or YAML, kept to its question."""

from __future__ import annotations

import json
import re

import pytest

from wattlas.facts import own_rows_apart
from wattlas.parameters import declared
from wattlas.parameters.own_chips import OwnChip
from wattlas.service.questions import MACHINES, QUESTIONS
from wattlas.service.tasks import Task

MINE = {"name": "mine", "power_limit": "300 W", "memory": 48, "bandwidth": 900}
MINE |= {"peak_16bit": 180}
SERVED = {"model": "llama-3.1-8b", "draws": 16}
FLOW = "{name: mine, power_limit: 300 W, memory: 48, bandwidth: 900, peak_16bit: 180}"
BLOCK = "".join(f"{name}: {value}  # a note\n" for name, value in MINE.items())


def reply(verb, sent=None, query=()):
    with own_rows_apart():
        found = Task(verb, sent or {}, tuple(query)).reply(print)
    return found.status, json.loads(found.body)


@pytest.mark.parametrize(
    "sent", [FLOW, BLOCK, json.dumps(MINE), [MINE], MINE | {"idle_power": None}]
)
def test_every_way_of_sending_it_is_the_same_machine(sent):
    status, found = reply("estimate serve", SERVED | {"hardware": sent})
    assert status == 200, found
    assert found == reply("estimate serve", SERVED | {"hardware": MINE})[1]


def test_an_address_holds_it_too():
    pairs = [("model", "llama-3.1-8b"), ("draws", "16"), ("hardware", FLOW)]
    expected = reply("estimate serve", SERVED | {"hardware": MINE})
    assert reply("estimate serve", query=pairs) == expected


def test_it_stands_beside_a_chip_of_the_tables():
    both = SERVED | {"hardware": ["h100-sxm", MINE], "country": "us"}
    _, found = reply("estimate serve", both)
    assert [row["hardware"] for row in found["rows"]] == ["h100-sxm", "mine"]


@pytest.mark.parametrize("verb", [v for v, q in QUESTIONS.items() if q.files])
def test_every_question_that_takes_chips_takes_it(verb):
    """Law: no question takes names of chips and not a machine of one's own."""
    fields = QUESTIONS[verb].fields
    if "hardware" in fields and fields["hardware"].parameter.path:
        assert QUESTIONS[verb].files[MACHINES[0]] == "hardware"


@pytest.mark.parametrize("as_text", [False, True])
def test_a_study_takes_it(as_text):
    study = {
        "title": "T",
        "model": "llama-3.1-8b",
        "train": {"tokens": "1B", "hardware": [MINE, "h100"]},
        "sites": ["oslo"],
    }
    sent = json.dumps(study) if as_text else study
    status, found = reply("run", {"study": sent})
    assert status == 200, found
    assert "mine" in json.dumps(found)


def test_a_study_takes_the_content_of_a_configuration():
    config = {"model_type": "gpt2", "n_layer": 12, "n_head": 12, "n_embd": 768}
    config |= {"vocab_size": 50257, "n_positions": 1024}
    work = {"train": {"tokens": "1B", "hardware": "h100"}, "sites": ["oslo"]}
    status, found = reply("run", {"study": {"title": "T", "model": config, **work}})
    assert status == 200, found
    same = reply("run", {"study": {"title": "T", "model": json.dumps(config), **work}})
    assert same == (status, found)


@pytest.mark.parametrize(
    "changes",
    [
        {"train": {"tokens": "1B", "hardware": [{}]}},
        {"train": {"tokens": "1B", "hardware": [MINE, MINE]}},
        {"model": "{"},
        {"sites": {"hardware": MINE}},
        {"cases": {"hardware": {"a": MINE}}},
        {"hardware": MINE},
        {"cases": {"a": {"train": {"hardware": [{"name": "x"}]}}}},
    ],
)
def test_a_study_that_is_refused_names_no_file(changes):
    """Law: whoever sent contents is told of the field that holds them."""
    study = {"title": "T", "model": "llama-3.1-8b", "sites": ["oslo"]}
    study |= {"train": {"tokens": "1B", "hardware": MINE}} | changes
    for sent in (study, json.dumps(study)):
        status, found = reply("run", {"study": sent})
        assert (status, found["field"]) == (400, "study"), found
        assert not re.search(r"machine-\d|config(-\d)?\.json|/tmp", found["detail"])


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (5, "hardware must be the name of a chip"),
        ([None], "hardware must be the name of a chip"),
        ("", "hardware must be the name of a chip"),
        ({}, "hardware lacks name"),
        *(
            ({**MINE, name: wrong}, f"hardware: {name}")
            for name in declared(OwnChip)
            for wrong in ("-3", "48 apples", [1], {"a": 1}, True)
            if name != "name" or not isinstance(wrong, str)
        ),
        (MINE | {"bandwidht": 1}, "Did you mean 'bandwidth'?"),
        (MINE | {"name": "h100-sxm"}, "hardware: h100-sxm is a machine of the tables"),
        ("name: x\na: &a [*a]", "hardware, line 2: holds too much"),
        ("name: !x mine", "hardware, line 1: YAML tags"),
        ("- a: 1\n- b: 2", "hardware: a machine is a mapping"),
        ([MINE] * 12, "hardware has more than 9 of"),
        ([MINE, MINE], "mine is the name in hardware too"),
    ],
)
def test_what_is_no_machine_is_refused_by_its_field(sent, said):
    status, found = reply("estimate serve", SERVED | {"hardware": sent})
    assert (status, found["field"]) == (400, "hardware"), found
    assert said in found["detail"]


def test_a_name_in_a_machine_is_refused_with_the_nearest():
    _, found = reply("estimate serve", SERVED | {"hardware": {**MINE, "memry": 1}})
    assert (found["field"], found["nearest"]) == ("hardware", ["memory"])


def test_nobody_gets_the_machine_of_another(client):
    """Law: two users who call their machines alike have each their own; others none."""
    path = "/api/v1/estimate/serve"
    asked = [
        client.post(path, json=SERVED | {"hardware": MINE | {"bandwidth": rate}}).json()
        for rate in (900, 500, 900)
    ]
    assert asked[0] == asked[2] != asked[1]
    left = client.post(path, json=SERVED | {"hardware": "mine"})
    assert left.status_code == 400
    assert "No chip named 'mine'" in left.json()["detail"]
