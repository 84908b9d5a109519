"""`wattlas ledger`: what runs drew, listed, summed, compared, exported, asked."""

from __future__ import annotations

from functools import partial

from wattlas.cli.command import Group, Lazy

_answer = partial(Lazy, "wattlas.cli.ledger_answers")
_file = partial(Lazy, "wattlas.cli.ledger_files")

ledger = Group(
    "ledger",
    {
        "list": _answer("list_runs", "List the runs of the ledger."),
        "show": _answer(
            "show_run", "Show one run: its devices, whose energy it was, its windows."
        ),
        "sum": _answer(
            "sum_runs",
            "Sum runs up: each joule once, then PUE, price, carbon and water.",
        ),
        "compare": _answer(
            "compare", "Compare what a run drew with what a study predicts."
        ),
        "export": _file(
            "export", "Write the readings of runs to a file for other programs."
        ),
        "import": _file(
            "import_runs", "Import what another tool measured, marked with what it is."
        ),
        "compact": _file(
            "compact", "Roll closed runs up into Parquet; their lines are deleted."
        ),
        "query": _answer(
            "query", "Ask the ledger in SQL: the tables runs, ticks and windows."
        ),
    },
    help="List, sum, compare, export and ask what runs drew.",
)
