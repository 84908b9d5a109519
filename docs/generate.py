"""Write what the docs show from the program itself: `make docs`."""

from __future__ import annotations

import re
from pathlib import Path

import catalogue
import equations
import nomenclature

import reference
from wattlas import check_file, crossing, outlook, plan, validate, workflow
from wattlas.claims.schema import claims_schema
from wattlas.plain import json_text
from wattlas.report import accuracy_page, claims_page, plan_equations, saved
from wattlas.report.charts import accuracy, plan_views, stages
from wattlas.report.charts import outlook as outlook_charts

ROOT = Path(__file__).parents[1]
MEASUREMENTS = ROOT.parent / "shared" / "data"
"""Measured rows that are not ours to ship: the page on accuracy needs them."""
SHOWN = re.compile(r"<!-- (?P<name>[\w.-]+\.txt) -->\n```.*?\n```\n", re.DOTALL)
"""A block of a page that shows a golden text: `<!-- serve.txt -->` and a fence."""

EQUATIONS = re.compile(r"(<!-- equations -->\n).*?(<!-- end -->)", re.DOTALL)
"""The place of a page where the constraints of a plan are listed."""


def main() -> None:
    """Draw the README's picture and copy golden texts into the pages that show them."""
    result = workflow.run(ROOT / "examples" / "bloom.yaml")
    stages.stages_chart(result).save(ROOT / "docs" / "images" / "bloom.svg")
    catalogue.main()
    write_accuracy()
    draw_outlook()
    write_claims()
    write_reference()
    write_schemas()
    write_nomenclature()
    write_equations()
    draw_plans()
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        text = page.read_text(encoding="utf-8")
        page.write_text(SHOWN.sub(_block, text), encoding="utf-8")


def write_accuracy() -> None:
    """Write the page on accuracy and its pictures, where the measurements are."""
    if not MEASUREMENTS.is_dir():
        return
    rows = MEASUREMENTS / "inference.csv"
    known = validate(
        inference=rows,
        training=MEASUREMENTS / "training.csv",
        labs=MEASUREMENTS / "serving_labs.csv",
        closed=MEASUREMENTS / "open_model_prices.csv",
    )
    text = accuracy_page.page(known, validate(inference=rows, given="model"))
    (ROOT / "docs" / "accuracy.md").write_text(text, encoding="utf-8")
    images = ROOT / "docs" / "images"
    for what in ("text", "items"):
        chart = accuracy.scatter_chart(known, what)
        chart.save(images / f"accuracy-{what}.svg")
    accuracy.residual_chart(known).save(images / "accuracy-residuals.svg")


def draw_outlook() -> None:
    """Draw the pictures of the page on the outlook."""
    images = ROOT / "docs" / "images"
    study = outlook()
    outlook_charts.fan_chart(study).save(images / "outlook-fan.svg")
    outlook_charts.tornado_chart(study).save(images / "outlook-tornado.svg")
    curve = outlook_charts.crossing_chart(crossing())
    curve.save(images / "outlook-crossing.svg")


def write_claims() -> None:
    """Write the page of checked claims from the files of the examples."""
    folder = ROOT / "examples" / "claims"
    article = check_file(folder / "ai-electricity-2023.yaml")
    later = check_file(folder / "claims-2023-2026.yaml")
    text = claims_page.page(article, later)
    (ROOT / "docs" / "claims.md").write_text(text, encoding="utf-8")


def write_nomenclature() -> None:
    """Write the page of symbols, names, units and terms."""
    page = nomenclature.nomenclature_page()
    (ROOT / "docs" / "nomenclature.md").write_text(page, encoding="utf-8")


def write_reference() -> None:
    """Write the pages of commands and of Python names."""
    docs = ROOT / "docs"
    (docs / "commands.md").write_text(reference.commands_page(), encoding="utf-8")
    (docs / "python.md").write_text(reference.python_page(), encoding="utf-8")
    study = docs / "study.md"
    text = reference.with_fields(study.read_text(encoding="utf-8"))
    study.write_text(text, encoding="utf-8")


def write_schemas() -> None:
    """Write the JSON Schema of every kind of record."""
    for name, schema in saved.schemas().items():
        path = ROOT / "docs" / "schema" / f"{name}.schema.json"
        path.write_text(json_text(schema) + "\n", encoding="utf-8")
    path = ROOT / "docs" / "schema" / "claims-input.schema.json"
    path.write_text(json_text(claims_schema()) + "\n", encoding="utf-8")


def draw_plans() -> None:
    """Draw the pictures of the guide to plans: a campus's week and costs, levers."""
    images, examples = ROOT / "docs" / "images", ROOT / "examples"
    campus = plan(examples / "fusion-and-smr.yaml")
    west = plan(examples / "east-data-west-compute.yaml")
    of_campus = plan_views.plan_drawings(campus)
    of_campus["dispatch"].save(images / "plan-dispatch.svg")
    of_campus["costs"].save(images / "plan-costs.svg")
    plan_views.plan_drawings(west)["levers"].save(images / "plan-levers.svg")


def write_equations() -> None:
    """List a plan's objective and constraints, and every link of the chain."""
    method = ROOT / "docs" / "method.md"
    text = method.read_text(encoding="utf-8")
    method.write_text(equations.with_equations(text), encoding="utf-8")
    page = ROOT / "docs" / "plan.md"
    listed = f"\\1{plan_equations.equations()}\\2"
    text = page.read_text(encoding="utf-8")
    page.write_text(EQUATIONS.sub(listed, text), encoding="utf-8")


def _block(match: re.Match[str]) -> str:
    golden = ROOT / "tests" / "golden" / match["name"]
    lines = golden.read_text(encoding="utf-8").splitlines()
    body = "\n".join(line.rstrip() for line in lines).strip()
    return f"<!-- {match['name']} -->\n```\n{body}\n```\n"


if __name__ == "__main__":
    main()
