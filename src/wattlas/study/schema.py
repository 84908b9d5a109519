"""What a study file may say. A study says only what differs from the defaults."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from wattlas.study.loader import Document, read_document, validated


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _as_section(value: Any) -> Any:
    return {"use": value} if isinstance(value, str) else value


Number = float | str
"""A number, a number with a unit, or a range: 1.2, "433 MWh", "1.1..1.3"."""
Names = Annotated[list[str], BeforeValidator(_as_list)]
"""One name, or a list of them."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)

    def given(self) -> dict[str, Any]:
        """Return the fields that the study gives, by name."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class SiteSection(_Section):
    """One place, and what the study knows better than the tables."""

    use: str = Field(description="a site, a country or a grid region")
    pue: Number | None = Field(None, description="facility energy over IT energy")
    wue: Number | None = Field(None, description="water on site [L/kWh of IT energy]")
    intensity: Number | None = Field(None, description="carbon [kgCO2e/kWh]")
    grid_water: Number | None = Field(None, description="water at plants [L/kWh]")
    price: Number | None = Field(None, description="price, such as 0.5 CNY/kWh")


Site = Annotated[SiteSection, BeforeValidator(_as_section)]
"""A place by its name alone, or as a section."""


class TrainSection(_Section):
    """What is known of the training run."""

    hardware: Names = Field([], description="a chip, or several to compare")
    tokens: Number | None = Field(None, description="training tokens")
    chips: Number | None = Field(None, description="chips that ran")
    hours: Number | None = Field(None, description="wall-clock hours")
    chip_hours: Number | None = Field(None, description="chips x hours")
    energy: str | None = Field(None, description="metered energy with unit")
    boundary: str | None = Field(None, description="chip, it or facility")
    power_per_chip: Number | None = Field(None, description="mean power [W]")
    power_scope: str | None = Field(None, description="chip or it")
    idle_energy: str | None = Field(None, description="idle nodes, with unit")
    idle_boundary: str = Field("it", description="chip, it or facility")
    idle_share: Number | None = Field(None, description="share of training")
    development_factor: Number | None = Field(None, description="share of training")
    precision: str | None = Field(None, description="bf16, fp8 ...")
    step_mfu: Number | None = Field(None, description="share of the peak rate")
    goodput: Number | None = Field(None, description="share of hours kept")
    recompute_factor: Number | None = Field(None, description="1 to 1.34")
    sequence_tokens: Number | None = Field(None, description="training context")
    it_overhead: Number | None = Field(None, description="IT over chip energy")
    life_years: Number | None = Field(None, description="life of the hardware")
    chip_hour_cost: Number | None = Field(None, description="money for an hour")
    overrides: dict[str, Number] = Field({}, description="other inputs by name")
    site: str | None = Field(None, description="one of the sites: train only there")


class ServeSection(_Section):
    """What is known of the service."""

    hardware: Names = Field([], description="a chip, or several to compare")
    prompt_tokens: Number | None = Field(None, description="tokens of the prompt")
    cached_prompt_tokens: Number | None = Field(None, description="of it, cached")
    output_tokens: Number | None = Field(None, description="tokens of the answer")
    batch: Number | None = Field(None, description="requests at once on a replica")
    chips: Number | None = Field(None, description="chips of a replica")
    precision: str | None = Field(None, description="bf16, fp8, int4 ...")
    engine: str | None = Field(None, description="vintage: 2025, 2024, 2023")
    busy_share: Number | None = Field(None, description="share of time with requests")
    requests_per_day: Number | None = Field(None, description="volume")
    years: Number | None = Field(None, description="years of service")
    energy: str | None = Field(None, description="metered energy with unit")
    boundary: str | None = Field(None, description="chip, it or facility")
    requests: Number | None = Field(None, description="requests while metered")
    idle_power: Number | None = Field(None, description="power without requests [W]")
    mean_power: Number | None = Field(None, description="mean power metered [W]")
    life_years: Number | None = Field(None, description="life of the hardware")
    chip_hour_cost: Number | None = Field(None, description="money for an hour")
    overrides: dict[str, Number] = Field({}, description="other inputs by name")
    site: str | None = Field(None, description="one of the sites: serve only there")


class Study(_Section):
    """A study: a model, its training and service, the places, and variants."""

    title: str = Field(description="what the study is about")
    note: str = Field("", description="a sentence for its readers")
    model: str | None = Field(None, description="a model or a config.json")
    currency: str | None = Field(None, description="such as CNY")
    train: TrainSection | None = None
    serve: ServeSection | None = None
    sites: list[Site] = Field([], description="the places compared")
    cases: dict[str, dict[str, Any]] = Field({}, description="variants side by side")

    @classmethod
    def from_file(cls, path: str | Path) -> Study:
        """Read and check a study file; a `model` path is relative to the file.

        Raises
        ------
        StudyError
            With file and line, for each thing that is wrong.
        """
        document = read_document(Path(path))
        _resolve_model(document.data, Path(path).parent)
        study = validated(cls, document)
        study.variants(document)
        return study

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Study:
        """Check a study that is given as plain data."""
        document = Document(data, "study", {})
        study = validated(cls, document)
        study.variants(document)
        return study

    def variants(self, document: Document | None = None) -> dict[str, Study]:
        """Return the study of each case, by name; without cases the study itself."""
        base: dict[str, Any] = self.model_dump(exclude_unset=True, exclude={"cases"})
        if not self.cases:
            return {"": self}
        name = document.name if document else "study"
        lines = document.lines if document else {}
        return {
            case: validated(
                Study, Document(_merged(base, changes), name, lines, ("cases", case))
            )
            for case, changes in self.cases.items()
        }


def _resolve_model(data: dict[str, Any], folder: Path) -> None:
    """Make the path of a config.json relative to the study file that names it."""
    cases = data.get("cases")
    for section in (data, *(cases.values() if isinstance(cases, dict) else ())):
        model = section.get("model") if isinstance(section, dict) else None
        if isinstance(model, str) and model.endswith(".json"):
            section["model"] = str(folder / model)


def _merged(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return a study with a case's changes: sections are merged, the rest replaced."""
    merged = dict(base)
    for name, value in (changes or {}).items():
        old = merged.get(name)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[name] = _merged(old, value)
        else:
            merged[name] = value
    return merged
