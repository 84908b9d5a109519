"""The tools that language models call: their schemas, and their answers in brief."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wattlas.errors import InputError, WattlasError
from wattlas.parameters.schema import schema_of
from wattlas.parameters.studies import StudyFields
from wattlas.plain import json_text, shortened
from wattlas.report.saved import schemas
from wattlas.report.words.language import LANGUAGES, language
from wattlas.service.answers import Say
from wattlas.service.models.brief import brief
from wattlas.service.openapi import Schema, input_schema
from wattlas.service.problems import Problem, problem_of
from wattlas.service.questions import QUESTIONS, TOOLS, Question
from wattlas.service.tasks import Reply, answered, refusal
from wattlas.service.wording import heard

MARKDOWN = "text/markdown; charset=utf-8"


@dataclass(frozen=True)
class Family:
    """Questions behind one tool: the argument that says which, and each by its word."""

    argument: str
    questions: Mapping[str, Question]

    def of(self, word: Any) -> Question:
        """Return the question of a word.

        Raises
        ------
        InputError
            If it is none of them.
        """
        if not isinstance(word, str) or word not in self.questions:
            raise InputError(
                "{name} must be one of {choices}, got {value!r}.",
                name=self.argument,
                choices=", ".join(self.questions),
                value=word,
            )
        return self.questions[word]


def _asked_by_none(verb: str) -> dict[str, Question]:
    """Return the questions of a verb that are no tools, by their last words."""
    return {
        name.split(maxsplit=1)[-1]: question
        for name, question in QUESTIONS.items()
        if name.split()[0] == verb and not question.tool
    }


FAMILIES: Mapping[str, Family] = {
    "estimate_other_work": Family("work", _asked_by_none("estimate")),
    "outlook": Family("question", _asked_by_none("outlook")),
}
"""By tool: every other estimate, and every question on decades."""
ABOUT: Mapping[str, str] = {
    "estimate_training": "Electricity, cost, carbon and water of training a model, "
    "with 90 % ranges. Give what is known: a metered energy with its boundary; or "
    "chip_hours and hardware; or model, tokens and hardware. A number may be a range "
    "'1.1..1.3' or have a unit '433 MWh'.",
    "estimate_serving": "Electricity, cost, carbon and water of a language model that "
    "answers, per token, request and year, with 90 % ranges. Give model and hardware "
    "(several with commas stand side by side), and what else is known.",
    "estimate_requests": "The same of a request log: rows with prompt_tokens and "
    "output_tokens, and model and hardware as columns or for all rows.",
    "compare_sites": "The work of a study at several places, on several chips, side "
    "by side. Study: {title, model, train: {tokens, hardware} or serve: "
    "{requests_per_day, prompt_tokens, output_tokens, hardware}, sites: [oslo, us]}.",
    "plan": "Where, when and on what power the work of a study should run: "
    "capacities, hours, cost, carbon. Takes a minute or more; explore is faster. "
    "Study: as for compare_sites, with year, power: [grid, solar, wind, battery] and "
    "plan: {objective: cost}; or load: {it_power: 10 MW, shape: flat}.",
    "check_claim": "Whether a statement about the electricity of AI is right: claim "
    "as text (English or Chinese), or typed: a claim that you have read, with "
    "statement, quantities and relations (resource wattlas://schema/claims). Returns "
    "the verdict, what is known, and the corrected statement.",
    "estimate_other_work": "The same of other work of AI, which `work` says: training "
    "further (finetune, rl), agents, networks that read or speak (embed, classify, "
    "transcribe, speak), image and video; deploy finds layouts of a service, server "
    "compares two, advise what other ways would save. Give model and hardware, and "
    "what is known of the work.",
    "outlook": "AI against the world's electricity until 2050, which `question` says: "
    "outlook is demand and supply of a region; need what must be true for so many TWh; "
    "cross when shares are reached; what-if what changes do; peak and price a grid; "
    "forecasts and backtest what others said, and how wrong it was.",
    "facts": "The tables of facts with sources: none lists them, table lists its "
    "keys, table and key shows every figure of one thing.",
}
"""What each tool is for, as a model reads it."""
MORE: Schema = {
    "explain": {
        "type": "boolean",
        "description": "Also how each figure came about, as a tree of equations.",
    },
    "language": {"enum": list(LANGUAGES), "description": "Of the answer."},
}
"""What every tool takes beside its question."""
LONG = ("plan",)
"""Tools that take long: they give way to the others."""


@dataclass(frozen=True)
class ToolTask:
    """A call of a tool, as work for a process."""

    verb: str
    given: Mapping[str, Any] = field(default_factory=dict)
    explain: bool = False
    language: str = "en"

    @classmethod
    def of(cls, name: str, arguments: Mapping[str, Any]) -> ToolTask:
        """Return the call that a model makes.

        Raises
        ------
        InputError
            If explain or language is none, or which of several questions is unknown.
        """
        given = dict(arguments)
        if name in FAMILIES:
            family = FAMILIES[name]
            question = family.of(given.pop(family.argument, None))
        else:
            question = TOOLS[name]
        explain, code = given.pop("explain", False), given.pop("language", LANGUAGES[0])
        if not isinstance(explain, bool):
            raise InputError(
                "explain must be true or false, got {shown}.", shown=shortened(explain)
            )
        language(code if isinstance(code, str) else shortened(code))
        return cls(question.verb, given, explain, code)

    def reply(self, say: Say) -> Reply:
        """Return the answer in brief; a refusal is one sentence."""
        question = QUESTIONS[self.verb]
        found = answered(question.verb, self.given, (), say)
        if isinstance(found, Problem):
            return refusal(found, self.language)
        told = heard(language(self.language))
        try:
            text = brief(found, told, explain=self.explain)
        except WattlasError as error:
            return refusal(problem_of(error, question, self.given), self.language)
        return Reply(200, MARKDOWN, text.encode())


def tool_schemas() -> Iterator[tuple[str, Schema]]:
    """Yield what each tool takes, as JSON Schema.

    >>> "explain" in dict(tool_schemas())["facts"]["properties"]
    True
    """
    for name in ABOUT:
        if name in FAMILIES:
            yield name, _schema_of_several(FAMILIES[name])
        else:
            yield name, _schema(TOOLS[name])


def _schema(question: Question) -> Schema:
    whole = input_schema(question)
    kept = {k: v for k, v in whole.items() if k not in ("$schema", "title")}
    return kept | {"properties": {**whole["properties"], **MORE}}


def _schema_of_several(family: Family) -> Schema:
    """Return every field of several questions, with the argument that says which."""
    found: dict[str, dict[str, tuple[Schema, list[str]]]] = {}
    for word, question in family.questions.items():
        for name, schema in _schema(question)["properties"].items():
            said = found.setdefault(name, {})
            said.setdefault(schema.get("description", ""), (schema, []))[1].append(word)
    most = len(family.questions) / 2
    fields = {name: _field(list(said.values()), most) for name, said in found.items()}
    which = {"enum": list(family.questions)}
    return {
        "type": "object",
        "properties": {family.argument: which, **fields},
        "required": [family.argument],
    }


def _field(ways: list[tuple[Schema, list[str]]], most: float) -> Schema:
    """Return a field that means something in each of several questions."""
    said = (
        schema["description"]
        if len(words) > most
        else f"{', '.join(words)}: {schema['description']}"
        for schema, words in ways
    )
    types = [_brief_type(schema) for schema, _ in ways]
    same = all(one == types[0] for one in types)
    return (types[0] if same else {}) | {"description": " ".join(said)}


def _brief_type(schema: Schema) -> Schema:
    """Return what a field takes; of a number its unit alone: limits are refused."""
    if "x-unit" not in schema:
        return {k: v for k, v in schema.items() if k != "description"}
    several = ["array"] if _takes_several(schema) else []
    return {"type": ["number", "string", *several], "x-unit": schema["x-unit"]}


def _takes_several(schema: Schema) -> bool:
    ways = schema.get("anyOf", [schema])
    return any(way.get("type") == "array" for way in ways)


def documents() -> dict[str, str]:
    """Return the schemas that a model may read, as JSON by name."""
    from wattlas.claims.schema import claims_schema

    found = {**schemas(), "claims": claims_schema(), "study": schema_of(StudyFields)}
    return {name: json_text(schema) for name, schema in found.items()}
