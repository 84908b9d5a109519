"""The description of the interface as OpenAPI 3.1, drawn from the declaration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from wattlas import __version__
from wattlas.parameters.declaration import declared
from wattlas.parameters.own_chips import NEEDED, OwnChip
from wattlas.parameters.schema import TEXT, schema_of
from wattlas.report.saved import schemas
from wattlas.report.words.language import ENGLISH
from wattlas.report.words.service import CONTENTS, PROBLEMS
from wattlas.service.problems import MEDIA_TYPE
from wattlas.service.questions import QUESTIONS, Content, Question
from wattlas.service.wording import heard

Schema = dict[str, Any]
ROOT = "/api/v1"
ROWS: Schema = {"type": "array", "items": {"type": "object"}}
COLUMNS: Schema = {"type": "object", "additionalProperties": {"type": "array"}}
MACHINE: Schema = {
    "type": "object",
    "properties": {
        name: {"description": item.parameter.help}
        for name, item in declared(OwnChip).items()
    },
    "required": list(NEEDED),
}
"""What is known of a machine of one's own."""
SENT: Mapping[Content, Schema] = {
    Content.MODEL: {"anyOf": [TEXT, {"type": "object"}]},
    Content.MACHINE: {
        "anyOf": [
            TEXT,
            MACHINE,
            {"type": "array", "items": {"anyOf": [TEXT, {"type": "object"}]}},
        ]
    },
    Content.NAME: TEXT,
    Content.LOG: {"anyOf": [TEXT, ROWS, COLUMNS]},
    Content.SCENARIOS: TEXT,
    Content.STUDY: {"anyOf": [TEXT, {"type": "object"}]},
    Content.TEXT: TEXT,
    Content.CLAIM: {"type": "object"},
}
"""What is sent in place of a file."""
JOB: Schema = {
    "type": "object",
    "properties": {
        "id": TEXT,
        "verb": TEXT,
        "state": {"enum": ["running", "done", "failed", "cancelled"]},
        "seconds": {"type": "number", "minimum": 0},
        "problem": {"$ref": "#/components/schemas/problem"},
        "progress": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"at_s": {"type": "number"}, "said": TEXT},
                "required": ["at_s", "said"],
            },
        },
    },
    "required": ["id", "verb", "state", "seconds", "progress"],
}
PROBLEM: Schema = {
    "type": "object",
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "field": TEXT,
        "nearest": {"type": "array", "items": TEXT},
    },
    "required": ["type", "title", "status", "detail"],
}


def input_schema(question: Question) -> Schema:
    """Return what a question takes, as JSON Schema: contents in place of files.

    >>> from wattlas.service.questions import QUESTIONS
    >>> sorted(input_schema(QUESTIONS["plan"])["properties"]["study"])
    ['anyOf', 'description']
    """
    whole = schema_of(question.options, question.verb)
    offered = {
        name: _sent(question.contents[name], schema)
        if name in question.contents
        else schema | {"description": heard(ENGLISH)(schema["description"])}
        for name, schema in whole["properties"].items()
        if name in question.fields
    }
    needed = [name for name in whole["required"] if name in offered]
    return whole | {"properties": offered, "required": needed}


def _sent(content: Content, schema: Schema) -> Schema:
    kept = {k: v for k, v in schema.items() if k == "x-table"}
    return kept | SENT[content] | {"description": CONTENTS[content.value]}


@cache
def description() -> Schema:
    """Return the description of every question, its parameters and its records."""
    parts = {"problem": PROBLEM, "job": JOB}
    for name, schema in schemas().items():
        parts |= _hoisted(name, schema)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Wattlas",
            "version": __version__,
            "description": "The electricity of AI, from a token to the grid.",
        },
        "paths": dict(_paths()),
        "components": {
            "schemas": parts,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _paths() -> Iterator[tuple[str, Schema]]:
    yield f"{ROOT}/estimate/requests/rows", {"post": _streamed()}
    for question in QUESTIONS.values():
        path = f"{ROOT}/{question.path}"
        if not question.job:
            yield path, {"get": _asked_by_query(question), "post": _asked(question)}
            continue
        key = {"name": "key", "in": "path", "required": True, "schema": TEXT}
        yield path, {"post": _asked(question), "get": _told(question, "list")}
        yield (
            f"{path}/{{key}}",
            {
                "parameters": [key],
                "get": _told(question, "state"),
                "delete": _told(question, "cancel"),
            },
        )
        result = _operation(question, "result", _record(question))
        yield f"{path}/{{key}}/result", {"parameters": [key], "get": result}


def _streamed() -> Schema:
    """Return the stream of requests: lines of JSON in, and out."""
    question = QUESTIONS["estimate requests"]
    found = _asked_by_query(question)
    left = [p for p in found["parameters"] if p["name"] not in ("table", "skip_bad")]
    lines: Schema = {"content": {"application/x-ndjson": {"schema": TEXT}}}
    answer = found["responses"] | {"200": {"description": "The answer.", **lines}}
    body = {"required": True, **lines}
    name = {"operationId": "estimate-requests-rows", "parameters": left}
    return found | name | {"responses": answer, "requestBody": body}


def _asked(question: Question) -> Schema:
    answer = _part("job") if question.job else _record(question)
    status = "202" if question.job else "200"
    schema = {k: v for k, v in input_schema(question).items() if k != "$schema"}
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    return _operation(question, "ask", answer, status) | {"requestBody": body}


def _asked_by_query(question: Question) -> Schema:
    properties = input_schema(question)["properties"]
    parameters = [
        {"name": name, "in": "query", "schema": TEXT, "description": p["description"]}
        for name, p in properties.items()
    ]
    return _operation(question, "query", _record(question)) | {"parameters": parameters}


def _told(question: Question, what: str) -> Schema:
    listed = {"jobs": {"type": "array", "items": _part("job")}}
    answer = (
        {"type": "object", "properties": listed} if what == "list" else _part("job")
    )
    return _operation(question, what, answer)


def _operation(
    question: Question, what: str, answer: Schema, status: str = "200"
) -> Schema:
    name = "-".join((*question.verb.split(), what))
    problem = {"content": {MEDIA_TYPE: {"schema": _part("problem")}}}
    responses: Schema = {
        status: {
            "description": "The answer.",
            "content": {"application/json": {"schema": answer}},
        }
    }
    for code, title in PROBLEMS.items():
        responses[str(code)] = {"description": title, **problem}
    found: Schema = {
        "operationId": name,
        "summary": (question.options.__doc__ or "").splitlines()[0],
        "responses": responses,
    }
    return found | ({"security": [{"token": []}]} if question.guarded else {})


def _record(question: Question) -> Schema:
    ways = [_part(name) for name in question.records]
    if not ways:
        return {"type": "object"}
    return ways[0] if len(ways) == 1 else {"anyOf": ways}


def _part(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _hoisted(name: str, schema: Schema) -> dict[str, Schema]:
    """Return a schema and its definitions side by side, their references turned."""
    definitions = schema.get("$defs", {})
    turned = {key: _turned(inner, definitions) for key, inner in definitions.items()}
    head = {k: v for k, v in schema.items() if k not in ("$defs", "$schema")}
    return {name: _turned(head, definitions), **turned}


def _turned(node: Any, definitions: Mapping[str, Any]) -> Any:
    if isinstance(node, list):
        return [_turned(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    found = {k: _turned(v, definitions) for k, v in node.items()}
    named = next((n for n in definitions if node.get("$ref") == f"#/$defs/{n}"), None)
    return found | (_part(named) if named else {})
