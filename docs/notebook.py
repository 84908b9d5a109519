"""Write and run the notebook of first steps: `make notebook`.

The cells stand here as text, so that a change is read as a change of text.
"""

from __future__ import annotations

from pathlib import Path

CELLS = (
    """
# First steps

Wattlas in a notebook: results show as tables and charts.
""",
    """
>>> import wattlas
""",
    """
## A training run, from model, tokens and chip

Everything that is not given comes from tables, with a range and a source. What causes
the width of the range stands below the table.
""",
    """
>>> wattlas.train(model="llama-3.1-8b", hardware="h100-sxm", site="oregon")
""",
    """
## A service

The same names as on the command line. A plain number is exact; `"1.1..1.3"` is a range.
""",
    """
>>> service = wattlas.serve(
...     model="llama-3.1-70b",
...     hardware="h100-sxm",
...     batch="32..64..128",
...     prompt_tokens=500,
...     output_tokens=300,
...     country="fr",
... )
>>> service
""",
    """
Records carry numbers, in units that their names say:
""",
    """
>>> request = service.per["request"]["facility_energy_kwh"]
>>> print(f"{1000 * request.low:.2f} to {1000 * request.high:.2f} Wh a request")
""",
    """
## A study: places side by side

A study is a YAML file, or plain data.
""",
    """
>>> study = wattlas.Study.from_dict(
...     {
...         "title": "Where to train a 70B model",
...         "currency": "USD",
...         "model": "llama-3.1-70b",
...         "sites": ["oregon", "dublin", "guiyang"],
...         "train": {"hardware": "h100-sxm", "tokens": "15T"},
...     }
... )
>>> wattlas.run(study)
""",
)
"""Cells in their order: code starts with ``>>>``, the others are Markdown."""

PATH = Path(__file__).parent / "notebooks" / "first-steps.ipynb"


def source(cell: str) -> tuple[str, str]:
    """Return the kind of a cell and its text without prompts."""
    lines = cell.strip().splitlines()
    if not lines[0].startswith(">>>"):
        return "markdown", "\n".join(lines)
    return "code", "\n".join(line[4:] for line in lines)


def main() -> None:
    """Run the cells in a kernel of their own and write the notebook."""
    import nbformat
    from nbclient import NotebookClient

    made = nbformat.v4.new_notebook()
    for number, cell in enumerate(CELLS):
        kind, text = source(cell)
        new = getattr(nbformat.v4, f"new_{kind}_cell")(text)
        new["id"] = f"cell-{number}"
        made.cells.append(new)
    NotebookClient(made, timeout=120).execute()
    for cell in made.cells:
        cell.metadata.pop("execution", None)
    made.metadata.pop("language_info", None)
    PATH.parent.mkdir(exist_ok=True)
    nbformat.write(made, PATH)


if __name__ == "__main__":
    main()
