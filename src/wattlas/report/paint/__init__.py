"""Painters: a document for the terminal, as HTML, as Markdown; a table as CSV."""
