"""Libraries of makers, loaded where they are there, in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from wattlas.metering.readers.makers import loaded


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
