"""Libraries of makers, loaded where they are there, in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from wattlas.metering.readers import makers
from wattlas.metering.readers.makers import AmdReader, loaded


@pytest.mark.parametrize(
    ("last_line", "works"), [("", True), ("{}['libamd_smi.so']", False)]
)
def test_what_a_library_prints_while_loading_is_no_result(
    last_line: str,
    works: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As amdsmi without ROCm: a line on stdout, then a KeyError."""
    name = f"smi_{works}".lower()
    text = f"print('Unable to find the library')\n{last_line}\n"
    (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert (loaded(name) is not None) == works
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("has_driver", "code"), [(True, "amdsmi-not-there"), (False, "no-amd")]
)
def test_a_library_is_loaded_only_where_its_driver_is(
    has_driver: bool, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has 10 MB, which a machine without such cards need not hold."""
    asked: list[str] = []
    monkeypatch.setattr(makers, "may_be_there", lambda path: has_driver)
    monkeypatch.setattr(makers, "loaded", asked.append)
    (finding,) = AmdReader().probe().findings
    assert finding.code == code
    assert bool(asked) == has_driver
