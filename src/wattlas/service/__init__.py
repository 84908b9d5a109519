"""Questions over HTTP, in the browser and for language models, from one table.

REST, the pages and the tools of MCP are drawn from `questions.QUESTIONS`, and that
from the declaration: a parameter that is declared appears in all of them.
"""
