"""Charts: one function per chart, record in, chart out."""
