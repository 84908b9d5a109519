"""A scenario file of the outlook: what differs from the default study, and cases."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from wattlas.errors import Message, StudyError, WattlasError
from wattlas.projection.record import Outlook
from wattlas.projection.run import outlook
from wattlas.study.loader import Document, read_document, validated


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


Names = Annotated[list[str], BeforeValidator(_as_list)]


class CaseSection(BaseModel):
    """What one case of a scenario sets."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    region: str | None = Field(None, description="world or a region")
    to: int | None = Field(None, description="the last year")
    method: Names | None = Field(None, description="stock, compute, adoption")
    set: dict[str, float | str] = Field({}, description="inputs by name")


class Scenario(CaseSection):
    """A scenario: its title, what it sets, and cases that set more."""

    title: str = Field(description="what the scenario is about")
    note: str = Field("", description="a sentence for its readers")
    cases: dict[str, CaseSection] = Field({}, description="variants side by side")


def scenarios(path: str | Path, **given: Any) -> list[Outlook]:
    """Run a scenario file: one outlook for each case, or one alone.

    Parameters
    ----------
    path : str or Path
        A YAML file: title, region, to, method, set, cases.
    **given
        Options of `outlook` that go before those of the file.

    Raises
    ------
    StudyError
        With file and line, for each thing that is wrong.
    """
    document = read_document(Path(path))
    scenario = validated(Scenario, document)
    cases = scenario.cases or {"": CaseSection()}
    return [_run(document, scenario, name, given) for name in cases]


def _run(
    document: Document, scenario: Scenario, name: str, given: dict[str, Any]
) -> Outlook:
    case = scenario.cases.get(name, CaseSection())
    options: dict[str, Any] = {}
    for section in (scenario, case):
        fields = {n: getattr(section, n) for n in ("region", "to", "method")}
        options |= {n: value for n, value in fields.items() if value is not None}
    options["overrides"] = scenario.set | case.set | given.get("overrides", {})
    options |= {n: value for n, value in given.items() if n != "overrides"}
    try:
        found = outlook(**options)
    except WattlasError as error:
        line = document.line(("cases", name, "set") if name else ("set",))
        where = (
            Message(
                "{name}, line {line}",
                name=document.name,
                line=line,
            )
            if line
            else document.name
        )
        raise StudyError(
            "{where}: {error}",
            where=where,
            error=error,
        ) from error
    return replace(found, scenario=scenario.title, case=name, note=scenario.note)
