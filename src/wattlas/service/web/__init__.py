"""Pages in the browser: forms drawn from the declaration, results by the report."""
