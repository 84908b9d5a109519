"""Law: what is given changes the result, is refused, or is said not to be used."""

from __future__ import annotations

import pytest

import wattlas
from wattlas.errors import InputError
from wattlas.parameters import (
    GenerateOptions,
    ServeOptions,
    ServersOptions,
    TrainOptions,
    choices_of,
    declared,
)
from wattlas.parameters.advising import AdviseOptions
from wattlas.parameters.agents import AgentOptions
from wattlas.parameters.deployments import DeployOptions
from wattlas.parameters.finetuning import FinetuneOptions, RlOptions
from wattlas.parameters.networks import (
    ClassifyOptions,
    EmbedOptions,
    SpeakOptions,
    TranscribeOptions,
)

MODEL = {"model": "llama-3.1-8b", "tokens": "1T", "hardware": "h100-sxm"}
HOURS = {"hardware": "h100-sxm", "chip_hours": 1e6}
METER = {"energy": "433 MWh"}
PRICED = {"country": "fr"}
TRAINING = {
    "model": MODEL,
    "model-at-a-site": MODEL | {"site": "qingyang", "draws": 64},
    "model-with-mfu": MODEL | {"step_mfu": 0.4, "chips": 512},
    "chip-hours": HOURS | PRICED,
    "chips-and-hours": {"hardware": "h100-sxm", "chips": 64, "hours": 100},
    "chip-power": HOURS | {"power_per_chip": 400, "power_scope": "chip"},
    "network": {"model": "resnet-50", "samples": 1e6, "hardware": "h100-sxm"} | PRICED,
    "it-power": {"chip_hours": 1e6, "power_per_chip": 400, "power_scope": "it"},
    "metered-chip": METER | {"boundary": "chip"},
    "metered-it": METER | {"boundary": "it"} | PRICED,
    "metered-facility": METER | {"boundary": "facility"} | PRICED,
    "metered-with-chips": METER | HOURS | {"boundary": "chip"} | PRICED,
    "idle": HOURS | {"idle_energy": "100 MWh", "idle_boundary": "chip"},
}
CHAT = {"model": "llama-3.1-8b", "hardware": "h100-sxm"}
FLEET = {"model": "llama-3.2-1b", "hardware": "l4", "requests_per_second": 1}
FLEET |= {"draws": 16} | PRICED
SERVED = {"energy": "914 kWh", "boundary": "it", "requests": 230_768}
SERVING = {
    "model": CHAT | PRICED,
    "volume": CHAT | {"requests_per_day": "1M", "years": 2, "site": "oslo"},
    "mixture": CHAT | {"model": "deepseek-v3", "precision": "fp8"},
    "metered-it": SERVED,
    "metered-chip": SERVED | {"boundary": "chip"} | PRICED,
    "metered-facility": SERVED | {"boundary": "facility"},
    "metered-powers": SERVED | {"idle_power": 200, "mean_power": 900},
}
GENERATING = {
    "image": {"model": "sdxl", "hardware": "h100-sxm"},
    "image-in-france": {"model": "flux.1-dev", "hardware": "h100-sxm"} | PRICED,
    "video": {"model": "hunyuanvideo", "hardware": "h100-sxm"} | PRICED,
}
SERVERS = {
    "one": {"server": "dgx-h100"},
    "two": {"server": "dgx-h100", "against": "two-socket-2024"},
    "supplies": {"supplies": 4, "supply_w": 1800},
    "both-by-supplies": {
        **{"supplies": 4, "supply_w": 1800},
        **{"against_supplies": 2, "against_supply_w": "800..1200"},
    },
}
JOB = {"hardware": "h100-sxm"} | PRICED
TUNED = {"model": "llama-3.1-8b", "hardware": "h100-sxm", "samples": 1e4} | PRICED
READ = {
    "texts": JOB | {"model": "bge-m3", "items": 1e6, "hours_on": 9},
    "rate": JOB | {"model": "bge-m3", "items_per_second": 9, "hours_on": 9},
    "pictures": JOB | {"model": "resnet-50", "items": 1e6},
    "a-model": JOB | {"model": "llama-3.1-8b", "items": 1e4},
}
VERBS = {
    "finetune": (
        wattlas.finetune,
        FinetuneOptions,
        {
            "full": TUNED,
            "pairs": TUNED | {"method": "dpo"},
            "lora": TUNED | {"method": "lora", "runs": 9},
            "distill": TUNED | {"method": "distill", "teacher": "llama-3.1-70b"},
        },
    ),
    "rl": (
        wattlas.rl,
        RlOptions,
        {"rules": {"model": "llama-3.1-8b", "prompts": 1e3, "draws": 16} | JOB},
    ),
    "agent": (
        wattlas.agent,
        AgentOptions,
        {"coding": {"model": "llama-3.1-8b", "calls": 20, "draws": 16} | JOB},
    ),
    "embed": (wattlas.embed, EmbedOptions, READ),
    "classify": (wattlas.classify, ClassifyOptions, READ),
    "transcribe": (
        wattlas.transcribe,
        TranscribeOptions,
        {"whisper": JOB | {"model": "whisper", "audio": "9 h"}},
    ),
    "speak": (
        wattlas.speak,
        SpeakOptions,
        {"book": JOB | {"model": "xtts", "characters": 1e5, "hours_on": 99}},
    ),
    "train": (wattlas.train, TrainOptions, TRAINING),
    "serve": (wattlas.serve, ServeOptions, SERVING),
    "generate": (wattlas.generate, GenerateOptions, GENERATING),
    "server": (wattlas.server, ServersOptions, SERVERS),
    "deploy": (
        wattlas.deploy,
        DeployOptions,
        {"fleet": FLEET},
    ),
    "advise": (
        wattlas.advise,
        AdviseOptions,
        {"chat": CHAT | PRICED | {"compare": "cache", "draws": 16}},
    ),
}
OVERRIDES = (
    {"host_power_share": 0.3},
    {"waiting_power_share": 0.2},
    {"it_overhead": 1.3},
    {"busy_level": 0.7},
    {"life_years": 7},
)


WAYS = [(verb, way) for verb, (_, _, ways) in VERBS.items() for way in ways]
DRAWN = {"draws", "seed"}
"""What moves ranges alone, and nothing where every input is exact."""


def examples(verb: str, name: str) -> tuple:
    """Two values, or more, of a field that differ."""
    item = declared(VERBS[verb][1])[name]
    if name == "overrides":
        return OVERRIDES
    return choices_of(item) or item.parameter.examples


ASKED = frozenset({"given", "notes", "sources", "subject", "derivation"})
"""What a record repeats of the question, or says of it."""


def figures(record: object) -> object:
    """Return a record without what it repeats of the question."""
    if isinstance(record, dict):
        return {k: figures(v) for k, v in record.items() if k not in ASKED}
    return [figures(v) for v in record] if isinstance(record, list | tuple) else record


def notes_of(record: dict) -> tuple:
    """Return the notes of a record, and of the work that it gives advice on."""
    return (*record.get("notes", ()), *record.get("first", {}).get("notes", ()))


def outcome(verb: str, given: dict) -> tuple[str, tuple] | str:
    """What a verb answers beside what it repeats of the question; or its refusal."""
    function, options, _ = VERBS[verb]
    if "draws" in declared(options):
        given = {"draws": 64} | given
    try:
        record = function(**given).to_dict()
    except InputError as error:
        return str(error)
    return repr(figures(record)), notes_of(record)


def says_unused(answer: tuple[str, tuple], name: str) -> bool:
    """Whether a note says that a field is not used, or is a name alone."""
    return any(note["values"].get("name") == name for note in answer[1])


@pytest.mark.parametrize(("verb", "way"), WAYS)
def test_what_is_given_is_used_refused_or_said(verb, way):
    """Law: no field of a verb is accepted and ignored, whatever else is given."""
    base = VERBS[verb][2][way]
    before = outcome(verb, base)
    assert isinstance(before, tuple), before
    fields = declared(VERBS[verb][1]).keys() - DRAWN
    ignored = [name for name in fields if is_ignored(verb, base, before, name)]
    assert not ignored


def is_ignored(verb: str, base: dict, before: tuple, name: str) -> bool:
    """Whether every value of a field gives the same answer, and none is said unused."""
    values = examples(verb, name)
    assert values, f"{name} needs examples in its declaration"
    for value in values:
        after = outcome(verb, base | {name: value})
        told = next(iter(value)) if isinstance(value, dict) else name
        if isinstance(after, str) or says_unused(after, told):
            return False
        if after[0] != before[0]:
            return False
    return True


def test_the_law_can_fail(monkeypatch):
    """The check itself: a field that the chain no longer reads is found."""
    monkeypatch.setattr("wattlas.estimation.remarks.not_used", lambda *_: [])
    base = TRAINING["metered-facility"]
    before = outcome("train", base)
    assert is_ignored("train", base, before, "pue")
