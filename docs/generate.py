"""Write what the docs show from the program itself: `make docs`."""

from __future__ import annotations

import re
from pathlib import Path

from wattlas import workflow
from wattlas.report.charts import stages

ROOT = Path(__file__).parents[1]
SHOWN = re.compile(r"<!-- (?P<name>[\w.-]+\.txt) -->\n```.*?\n```\n", re.DOTALL)
"""A block of a page that shows a golden text: `<!-- serve.txt -->` and a fence."""


def main() -> None:
    """Draw the README's picture and copy golden texts into the pages that show them."""
    result = workflow.run(ROOT / "examples" / "bloom.yaml")
    stages.save(stages.stages_chart(result), ROOT / "docs" / "images" / "bloom.svg")
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        text = page.read_text(encoding="utf-8")
        page.write_text(SHOWN.sub(_block, text), encoding="utf-8")


def _block(match: re.Match[str]) -> str:
    golden = ROOT / "tests" / "golden" / match["name"]
    lines = golden.read_text(encoding="utf-8").splitlines()
    body = "\n".join(line.rstrip() for line in lines).strip()
    return f"<!-- {match['name']} -->\n```\n{body}\n```\n"


if __name__ == "__main__":
    main()
