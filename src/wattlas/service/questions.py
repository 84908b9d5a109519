"""The questions that a service answers: one table for REST, pages and tools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from types import MappingProxyType

from wattlas.parameters.declaration import Declared, declared
from wattlas.parameters.verbs import VERBS

KIB = 1024
MIB = 1024 * KIB


class Content(Enum):
    """What is sent in place of the name of a file."""

    MODEL = "model"
    """A name, or the content of a config.json."""
    MACHINE = "machine"
    """Names of chips, or what is known of a machine of one's own."""
    NAME = "name"
    """A name alone."""
    LOG = "log"
    """A request log: CSV or JSON lines as text, rows, or columns."""
    SCENARIOS = "scenarios"
    """Scenarios in the IAMC's format, as CSV."""
    STUDY = "study"
    """A study: its fields, or YAML as text."""
    TEXT = "text"
    """A sentence or an article, as text."""
    CLAIM = "claim"
    """A claim that any reader has typed, as fields."""


MACHINES = tuple(f"machine-{number}.yaml" for number in range(1, 10))
CONFIGS = ("config.json", *(f"config-{number}.json" for number in range(2, 10)))
FILES: Mapping[Content, tuple[str, ...]] = {
    Content.MODEL: CONFIGS,
    Content.MACHINE: MACHINES,
    Content.LOG: ("log.csv", "log.json", "log.jsonl"),
    Content.SCENARIOS: ("scenarios.csv",),
}
"""Under which names contents are read that the program takes from a file."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question: the verb whose options it takes, its answer and its records.

    `answer` is the function of `service.answers` that takes the options; `records`
    the published schemas of what it returns; `contents` the fields that take contents
    where the command line takes a file. One that is `guarded` asks for a token, a
    `job` takes long and is asked for later, and `tool` is its name for models.
    """

    verb: str
    answer: str
    records: tuple[str, ...]
    contents: Mapping[str, Content] = field(default_factory=dict)
    tool: str = ""
    guarded: bool = False
    job: bool = False
    limit_bytes: int = MIB

    @property
    def options(self) -> type:
        """The class of options that declares its parameters."""
        return VERBS[self.verb]

    @property
    def path(self) -> str:
        """Its place under the root of the interface."""
        return "/".join(self.verb.split())

    @cached_property
    def fields(self) -> Mapping[str, Declared]:
        """The parameters that are offered: none names a file or a machine.

        >>> "carbon_series" in QUESTIONS["ledger sum"].fields
        False
        """
        return {
            name: item
            for name, item in declared(self.options).items()
            if name in self.contents
            or not (item.parameter.path or item.parameter.address)
        }

    @property
    def files(self) -> Mapping[str, str]:
        """The fields whose contents are read from files, by the name of the file.

        >>> QUESTIONS["estimate serve"].files["config.json"]
        'model'
        """
        of_study = {"model": Content.MODEL, "hardware": Content.MACHINE}
        fields = of_study if "study" in self.contents else self.contents
        return {
            file: name
            for name, content in fields.items()
            for file in FILES.get(content, ())
        }

    @property
    def absent(self) -> tuple[str, ...]:
        """The parameters that name a file or a machine, and are not offered."""
        return tuple(n for n in declared(self.options) if n not in self.fields)


_CHANGES = ("outlook-changes",)
_MODEL = {"model": Content.MODEL}
_CHIP = {"hardware": Content.MACHINE}


def _estimate(
    word: str,
    tool: str = "",
    records: tuple[str, ...] = ("estimate", "hardware-comparison"),
) -> Question:
    """Return the question of an estimate, which one chip answers or several."""
    fields = declared(VERBS[f"estimate {word}"])
    with_files = "model" in fields and fields["model"].parameter.path
    others = {"hardware": Content.MACHINE, "teacher": Content.NAME}
    return Question(
        verb=f"estimate {word}",
        answer=word,
        records=records,
        contents=(_MODEL if with_files else {})
        | {name: content for name, content in others.items() if name in fields},
        tool=tool,
    )


_ASKED = (
    _estimate("train", "estimate_training"),
    _estimate("serve", "estimate_serving"),
    _estimate("advise", records=("advice",)),
    _estimate("finetune"),
    _estimate("rl"),
    _estimate("agent"),
    _estimate("embed"),
    _estimate("classify"),
    _estimate("transcribe"),
    _estimate("speak"),
    _estimate("image"),
    _estimate("video"),
    Question(
        verb="estimate deploy",
        answer="deploy",
        records=("deploy",),
        contents=_MODEL | _CHIP,
    ),
    Question(verb="estimate server", answer="server", records=("server",)),
    Question(
        verb="estimate requests",
        answer="requests",
        records=("requests",),
        contents={"table": Content.LOG, "model": Content.NAME},
        tool="estimate_requests",
        limit_bytes=16 * MIB,
    ),
    Question(
        verb="run",
        answer="run",
        records=("result",),
        contents={"study": Content.STUDY},
        tool="compare_sites",
    ),
    Question(
        verb="plan",
        answer="plan",
        records=("plan",),
        contents={"study": Content.STUDY},
        tool="plan",
        guarded=True,
        job=True,
    ),
    Question(
        verb="check",
        answer="check",
        records=("check",),
        contents={"claim": Content.TEXT, "typed": Content.CLAIM},
        tool="check_claim",
    ),
    Question(verb="outlook", answer="outlook", records=("outlook",)),
    Question(verb="outlook cross", answer="cross", records=("outlook",)),
    Question(verb="outlook need", answer="need", records=("need",)),
    Question(verb="outlook peak", answer="peak", records=("outlook-peak",)),
    Question(verb="outlook price", answer="price", records=("outlook-price",)),
    Question(verb="outlook fleets", answer="fleets", records=("outlook-fleets",)),
    Question(
        verb="outlook compare",
        answer="compare",
        records=("outlook-compare",),
        contents={"file": Content.SCENARIOS},
    ),
    Question(verb="outlook what-if", answer="what_if", records=_CHANGES),
    Question(verb="outlook efficiency", answer="efficiency", records=_CHANGES),
    Question(verb="outlook presets", answer="presets", records=_CHANGES),
    Question(verb="outlook forecasts", answer="forecasts", records=("forecasts",)),
    Question(verb="outlook backtest", answer="backtest", records=("backtest",)),
    Question(verb="outlook inputs", answer="inputs", records=("outlook-inputs",)),
    Question(
        verb="facts",
        answer="facts",
        records=(),
        contents={"key": Content.MODEL},
        tool="facts",
    ),
    Question(verb="ledger sum", answer="ledger", records=("ledger",), guarded=True),
)

QUESTIONS: Mapping[str, Question] = MappingProxyType({q.verb: q for q in _ASKED})
"""Every question by the words of its verb."""
TOOLS: Mapping[str, Question] = MappingProxyType({q.tool: q for q in _ASKED if q.tool})
"""The questions that language models may ask, by the name of the tool."""
