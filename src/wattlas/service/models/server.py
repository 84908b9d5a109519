"""The server of MCP: tools and resources, over stdio or HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from wattlas import __version__, facts
from wattlas.errors import Message, WattlasError, needs_extra
from wattlas.plain import json_text
from wattlas.report.facts import view
from wattlas.report.paint.text import said
from wattlas.report.words.language import ENGLISH
from wattlas.service.jobs import LIMIT_S
from wattlas.service.models.tools import (
    ABOUT,
    LONG,
    ToolTask,
    documents,
    tool_schemas,
)
from wattlas.service.tasks import Reply
from wattlas.service.wording import heard
from wattlas.service.workers import LATER, Worker, Workers

with needs_extra("Tools for language models", "mcp"):
    from mcp import types
    from mcp.server.lowlevel import Server
    from mcp.shared.exceptions import MCPError

INSTRUCTIONS = (
    "Wattlas computes the electricity, cost, carbon and water of AI from first "
    "principles, with 90 % ranges, boundaries and sources. Quote a figure with its "
    "range and its boundary (chip, IT, facility). What is not given is assumed, and "
    "the answer says so; give what you know."
)
SCHEME = "wattlas://"
JSON = "application/json"


def server_of(workers: Workers) -> Server[Any]:
    """Return the server of tools and resources, which asks processes."""
    its = _Handlers(workers)
    return Server(
        "wattlas",
        version=__version__,
        title="Wattlas",
        instructions=INSTRUCTIONS,
        on_list_tools=its.list_tools,
        on_call_tool=its.call_tool,
        on_list_resources=its.list_resources,
        on_list_resource_templates=its.list_templates,
        on_read_resource=its.read_resource,
    )


class _Handlers:
    """What the server does with each kind of request."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers

    async def list_tools(self, _: Any, __: Any) -> types.ListToolsResult:
        """Return every tool with its schema, drawn from the declaration."""
        reads = types.ToolAnnotations(
            read_only_hint=True, idempotent_hint=True, open_world_hint=False
        )
        tools = [
            types.Tool(
                name=name,
                description=ABOUT[name],
                input_schema=schema,
                annotations=reads,
            )
            for name, schema in tool_schemas()
        ]
        return types.ListToolsResult(tools=tools)

    async def call_tool(
        self, context: Any, asked: types.CallToolRequestParams
    ) -> types.CallToolResult:
        """Return the answer of a tool, or the sentence that refuses."""
        if asked.name not in ABOUT:
            return _refused(said(_unknown(asked.name), ENGLISH))
        try:
            task = ToolTask.of(asked.name, asked.arguments or {})
        except WattlasError as error:
            return _refused(str(error))
        if asked.name in LONG:
            reply = await _later(context, task)
        else:
            reply = await self._workers.reply(task)
        if reply.status != 200:
            return _refused(json.loads(reply.body)["detail"])
        return types.CallToolResult(content=[_text(reply.body.decode())])

    async def list_resources(self, _: Any, __: Any) -> types.ListResourcesResult:
        """Return the tables of facts, and the schemas."""
        tables = [
            types.Resource(
                name=f"facts-{name}",
                uri=f"{SCHEME}facts/{name}",
                description=about,
                mime_type=JSON,
            )
            for name, about in facts.TABLES.items()
        ]
        schemas = [
            types.Resource(
                name=f"schema-{name}", uri=f"{SCHEME}schema/{name}", mime_type=JSON
            )
            for name in documents()
        ]
        return types.ListResourcesResult(resources=[*tables, *schemas])

    async def list_templates(
        self, _: Any, __: Any
    ) -> types.ListResourceTemplatesResult:
        """Return how one key of a table is read."""
        one = types.ResourceTemplate(
            name="fact",
            uri_template=f"{SCHEME}facts/{{table}}/{{key}}",
            description="Every figure of one key of a table, with its sources.",
            mime_type=JSON,
        )
        return types.ListResourceTemplatesResult(resource_templates=[one])

    async def read_resource(
        self, _: Any, asked: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        """Return a table, a key or a schema."""
        text = await asyncio.to_thread(_resource, str(asked.uri))
        contents = types.TextResourceContents(uri=asked.uri, mime_type=JSON, text=text)
        return types.ReadResourceResult(contents=[contents])


def _resource(uri: str) -> str:
    kind, _, name = uri.removeprefix(SCHEME).partition("/")
    known = documents() if kind == "schema" else {}
    if name in known:
        return known[name]
    if kind != "facts" or not name:
        raise MCPError(types.INVALID_PARAMS, f"There is no resource {uri}.")
    table, _, key = name.partition("/")
    try:
        return json_text(view(table, key or None).record)
    except WattlasError as error:
        sentence = said(error.message, heard(ENGLISH))
        raise MCPError(types.INVALID_PARAMS, sentence) from error


async def _later(context: Any, task: ToolTask) -> Reply:
    """Return the reply of long work, and tell the client how it goes on."""
    loop, steps = asyncio.get_running_loop(), 0

    def hear(message: Message) -> None:
        nonlocal steps
        steps += 1
        told = context.session.report_progress(steps, None, said(message, ENGLISH))
        asyncio.run_coroutine_threadsafe(told, loop)

    worker = await asyncio.to_thread(Worker, None, LATER)
    try:
        return await asyncio.to_thread(worker.reply, task, LIMIT_S, hear)
    finally:
        worker.stop()


def _unknown(name: str) -> Message:
    names = ", ".join(ABOUT)
    return Message("There is no tool {name!r}: {names}.", name=name, names=names)


def _text(text: str) -> types.TextContent:
    return types.TextContent(type="text", text=text)


def _refused(sentence: str) -> types.CallToolResult:
    return types.CallToolResult(content=[_text(sentence)], is_error=True)


@asynccontextmanager
async def running(processes: int) -> AsyncIterator[Server[Any]]:
    """Give the server with its processes, for as long as the block runs."""
    workers = Workers(processes)
    try:
        yield server_of(workers)
    finally:
        workers.stop()
