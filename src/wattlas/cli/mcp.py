"""`wattlas mcp`: tools for language models."""

from __future__ import annotations

from wattlas.cli.command import verb
from wattlas.parameters.output import LanguageOptions
from wattlas.parameters.service import McpOptions


@verb(McpOptions, LanguageOptions)
def mcp(options: McpOptions, form: LanguageOptions) -> None:
    """Offer tools to language models, over MCP.

    wattlas mcp

    A client begins it by itself: its command is wattlas, its argument mcp. With --http
    it listens, and the token that is printed is asked for.
    """
    from wattlas.cli import output as out
    from wattlas.service.models.listening import serve

    serve(options, out.say)
