"""Tools and resources for language models, over MCP."""
