"""What loads what: `import wattlas` and ``wattlas --help`` stay light."""

from __future__ import annotations

import subprocess
import sys

import pytest

import wattlas

HEAVY = ("numpy", "pydantic", "pint", "altair", "pyarrow", "ruamel", "rich")
SOLVING = ("linopy", "xarray", "scipy", "pvlib", "pandas", "highspy", "clarabel")
"""What a plan is made with: a study is refused without it."""
REPORT = f"print([m for m in {HEAVY!r} if m in sys.modules])"


def run(code: str, *arguments: str) -> str:
    """Return what a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize(
    "statement",
    ["import wattlas", "import wattlas; dir(wattlas)", "from wattlas import errors"],
)
def test_importing_wattlas_loads_nothing_heavy(statement):
    """Law: public names are loaded when they are first used."""
    assert run(f"import sys; {statement}; {REPORT}").strip() == "[]"


def loaded_by(*arguments: str) -> str:
    """Return the heavy modules that a call of the command line has loaded."""
    code = (
        "import sys, atexit\n"
        f"atexit.register(lambda: {REPORT})\n"
        "from wattlas.cli.main import main\n"
        "main()\n"
    )
    return run(code, *arguments).strip().splitlines()[-1]


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_loads_nothing_heavy(argument):
    """Law: help is written by the command line alone."""
    assert loaded_by(argument) == "[]"


VERBS = (
    ("estimate", "train"),
    ("estimate", "serve"),
    ("estimate", "requests"),
    ("outlook",),
    ("outlook", "need"),
    ("plan",),
    ("run",),
    ("check",),
    ("measure",),
    ("ledger", "sum"),
    ("validate",),
    ("parameters",),
)


@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_help_of_a_verb_loads_nothing_that_computes(words):
    """Law: options are made from the declaration alone."""
    assert loaded_by(*words, "--help") == "[]"


def test_an_estimate_needs_neither_a_study_nor_a_solver():
    """Law: rich paints, numpy draws; the rest is of other verbs."""
    words = ("estimate", "train", "--energy", "1 MWh", "--boundary", "chip")
    assert loaded_by(*words, "--draws", "16") == "['numpy', 'rich']"


def test_a_study_is_refused_before_anything_heavy_is_loaded(tmp_path):
    """Law: a plan without its year is answered without what plans."""
    study = tmp_path / "study.yaml"
    study.write_text("title: T\nsites: [dublin]\nload: {it_power: 10 MW}\n")
    code = (
        "import sys\n"
        "from wattlas.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n"
        f"    print(end.code, [m for m in {SOLVING!r} if m in sys.modules])\n"
    )
    assert run(code, "plan", str(study)).strip() == "1 []"


@pytest.mark.parametrize(
    "statement",
    [
        "import wattlas.metering",
        "from wattlas.metering.simulated import simulated_session as s; s('two-gpus')",
    ],
)
def test_metering_loads_neither_numpy_nor_pydantic(statement):
    """Law: a meter must weigh little in the process that it measures."""
    assert run(f"import sys; {statement}; {REPORT}").strip() == "[]"


def test_facts_are_read_without_numpy():
    """Law: looking a figure up loads neither numpy nor pint."""
    code = "import sys; from wattlas import facts; facts.resolve('sites', 'dublin'); "
    assert run(code + REPORT).strip() == "[]"


def test_public_names_are_exactly_these():
    """Law: `__all__` and what `dir` gives are the same names, each once."""
    assert len(set(wattlas.__all__)) == len(wattlas.__all__)
    assert sorted(wattlas.__all__) == dir(wattlas)


@pytest.mark.parametrize("name", wattlas.__all__)
def test_every_public_name_is_there(name):
    """Law: a name in `__all__` can be had, and has a docstring unless it is text."""
    value = getattr(wattlas, name)
    assert isinstance(value, str) or value.__doc__


def test_rooms_do_not_take_the_names_of_functions():
    """Law: `wattlas.run` is the function, whatever was imported before."""
    code = (
        "import wattlas, wattlas.workflow, wattlas.estimation, wattlas.study; "
        "print([n for n in ('train', 'serve', 'generate', 'server', "
        "'estimate_requests', 'run') if not callable(getattr(wattlas, n))])"
    )
    assert run(code).strip() == "[]"


def test_an_unknown_name_lists_the_known():
    """Bad input: what is not there, and what is."""
    with pytest.raises(AttributeError, match=r"^wattlas has no 'trian'; it has train,"):
        wattlas.trian  # noqa: B018
