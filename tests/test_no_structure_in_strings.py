"""Strings hold words: what has parts is a record, and no source file takes it apart."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import wattlas

SOURCE = Path(wattlas.__file__).parent
MARKS = frozenset(":.>|=@-/")
"""Signs by which structure is glued into strings."""
OUTSIDE = {
    "accuracy/calibration.py": "names of the tables' constants end in a year",
    "accuracy/lab_rows.py": "sources of a column of the tables",
    "chain/huggingface/precision.py": "names of tensors in a config.json",
    "chain/huggingface/reading.py": "fields of a config.json with their values",
    "claims/judges/sides.py": "a relation's country:KEY",
    "claims/known.py": "keys of the tables: KEY@YEAR",
    "claims/names.py": "keys of the tables: KEY@YEAR",
    "claims/rules/compared.py": "keys of the table of equivalents",
    "cli/main.py": "--language=CODE as it is typed",
    "cli/measure_node.py": "ADDRESS:PORT as it is typed",
    "cli/option.py": "NAME=VALUE as it is typed",
    "cli/otlp.py": "HOST:PORT as it is typed",
    "cli/outlook_files.py": "names of files",
    "cli/rigs.py": "CHIP:COUNT and NAME=VALUE as they are typed",
    "estimation/api_names.py": "names of models as providers write them",
    "estimation/rates.py": "keys of the tables: KEY@YEAR",
    "hours/files/pick.py": "cells of files of grid operators",
    "hours/files/sheet.py": "lines of EPW and SAM files",
    "hours/files/stamps.py": "moments of a file",
    "hours/shapes.py": "rules of a column of the tables",
    "hours/tariffs.py": "rules of a column of the tables",
    "metering/ledger/imports/content.py": "addresses of servers",
    "metering/ledger/parquet.py": "names of files: BATCH-NUMBER",
    "metering/ledger/run.py": "devices of runs of schema 1: HOST/DEVICE",
    "metering/machine.py": "/proc/cpuinfo",
    "metering/node/names.py": "paths of control groups",
    "metering/readers/meter_text.py": "answers of a meter",
    "metering/readers/model.py": "names of processors",
    "metering/readers/powercap.py": "names of the kernel",
    "metering/simulated/parts.py": "paths of the kernel",
    "metering/simulated/scenarios.py": "names of the kernel",
    "parameters/quantities/__init__.py": "inputs of an outlook, as they are typed",
    "projection/assumptions.py": "inputs of an outlook, as they are typed: SORT.KEY",
    "projection/hindcast.py": "keys of the tables: KEY@YEAR",
    "projection/history.py": "keys of the tables: KEY@YEAR",
    "projection/scoring.py": "keys of the tables: KEY@YEAR",
    "quantity/spellings.py": "words of a column of the tables",
    "service/given.py": "fields of a query: NAME.INNER",
    "service/models/server.py": "addresses of resources, as they are sent",
    "telemetry/clients.py": "entry points of packages: MODULE:CLASS.NAME",
    "telemetry/spans.py": "attributes of spans: gen_ai.usage.NAME",
    "report/outlook_sentences.py": "inputs of an outlook, as they are typed: SORT.KEY",
    "report/plan_scenarios.py": "plants by their keys in a record: OPTION@SITE",
    "workflow/advice.py": "ways as they are typed",
    "workflow/model_families.py": "names of models as makers write them",
    "estimation/moving_names.py": "names of models as an API has them",
    "estimation/request_log/days.py": "paths of a log, and times as text",
}
"""Modules that take apart what comes from outside, and what that is."""
UNITS = {
    "estimation/chip_inputs.py",
    "estimation/evaluate.py",
    "estimation/inputs.py",
    "estimation/place.py",
    "estimation/remarks.py",
    "estimation/request_log/estimate.py",
    "hours/given.py",
    "parameters/limits.py",
    "planning/ask/money.py",
    "quantity/parser.py",
    "quantity/vocabulary.py",
    "report/claim_numbers.py",
}
"""Modules that take apart units, which have a grammar: USD/kWh."""


def taken_apart(path: Path) -> list[str]:
    """Return the calls by which a module takes a string apart at a sign."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    return [
        ast.unparse(node)
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("split", "rsplit", "partition", "rpartition")
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and str(node.args[0].value).strip() in MARKS
    ]


MODULES = {str(p.relative_to(SOURCE)): p for p in sorted(SOURCE.rglob("*.py"))}


def test_only_what_comes_from_outside_is_taken_apart():
    """Law: a module that splits at a sign reads files, names or what was typed."""
    apart = {name for name, path in MODULES.items() if taken_apart(path)}
    assert apart - OUTSIDE.keys() - UNITS == set()


@pytest.mark.parametrize("name", sorted({*OUTSIDE, *UNITS}))
def test_a_module_that_is_named_takes_something_apart(name):
    """Law: the list of them holds none that does not."""
    assert taken_apart(MODULES[name])
