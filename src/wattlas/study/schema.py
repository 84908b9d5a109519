"""What a study file may say. A study says only what differs from the defaults."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from wattlas.study.loader import Document, read_document, validated
from wattlas.study.power import Loads, Option, PlanSection
from wattlas.study.section import Names, Number, Section, Shares

PATHS = frozenset(
    {
        "model",
        "weather",
        "price_series",
        "carbon_series",
        "solar_series",
        "wind_series",
        "peak_hours",
        "shape",
    }
)
"""Fields that may name a file, and then are relative to the study file."""
_ENDINGS = (".json", ".csv", ".epw", ".txt")


def _as_section(value: Any) -> Any:
    return {"use": value} if isinstance(value, str) else value


class SiteSection(Section):
    """One place, and what the study knows better than the tables."""

    use: str = Field(description="a site, a country or a grid region")
    pue: Number | None = Field(None, description="facility energy over IT energy")
    wue: Number | None = Field(None, description="water on site [L/kWh of IT energy]")
    intensity: Number | None = Field(None, description="carbon [kgCO2e/kWh]")
    grid_water: Number | None = Field(None, description="water at plants [L/kWh]")
    price: Number | None = Field(None, description="price, such as 0.5 CNY/kWh")
    cooling: str | None = Field(None, description="wattlas facts cooling")
    weather: str | None = Field(None, description="EPW, TMY3, PVGIS, NASA or CSV file")
    tariff: str | None = Field(None, description="wattlas facts tariffs, or local")
    price_series: str | None = Field(None, description="CSV of hourly prices")
    demand_charge: Number | None = Field(None, description="a month, as 40 CNY/kW")
    carbon_series: str | None = Field(None, description="CSV of hourly intensity")
    carbon_kind: Literal["average", "marginal"] = Field(
        "average", description="average or marginal"
    )
    solar_series: str | None = Field(None, description="CSV of solar output, 0 to 1")
    wind_series: str | None = Field(None, description="CSV of wind output, 0 to 1")
    connection: Number | None = Field(None, description="limit, such as 150 MW")
    hosts: list[Literal["training", "serving"]] = Field(
        ["training", "serving"], description="what may run here"
    )

    PLANNED: ClassVar[frozenset[str]] = frozenset(
        {
            "cooling",
            "weather",
            "tariff",
            "price_series",
            "demand_charge",
            "carbon_series",
            "carbon_kind",
            "solar_series",
            "wind_series",
            "connection",
            "hosts",
        }
    )


Site = Annotated[SiteSection, BeforeValidator(_as_section)]
"""A place by its name alone, or as a section."""


class TrainSection(Section):
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
    start: str | None = Field(None, description="earliest start, such as 2027-01-05")
    deadline: str | None = Field(None, description="must end by, such as 2027-09-30")
    pausable: bool = Field(False, description="whether it may pause and go on")
    power_cap: Number | None = Field(None, description="IT power at most, as 20 MW")
    minimum_run: Number | None = Field(None, description="hours between pauses")

    PLANNED: ClassVar[frozenset[str]] = frozenset(
        {"start", "deadline", "pausable", "power_cap", "minimum_run"}
    )


class ServeSection(Section):
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
    peak_hours: str | None = Field(None, description="flat, local, a region, or a CSV")
    origins: Shares = Field({}, description="places of the users, with shares")
    may_leave: Names | None = Field(None, description="places that data may go to")
    latency_ms: Number | None = Field(None, description="there and back, at most")
    kept_warm: Number | None = Field(None, description="share of idle replicas loaded")

    PLANNED: ClassVar[frozenset[str]] = frozenset(
        {"peak_hours", "origins", "may_leave", "latency_ms", "kept_warm"}
    )


class Study(Section):
    """A study: a model, its training and service, places, power, plan, variants."""

    title: str = Field(description="what the study is about")
    note: str = Field("", description="a sentence for its readers")
    model: str | None = Field(None, description="a model or a config.json")
    currency: str | None = Field(None, description="such as CNY")
    train: TrainSection | None = None
    serve: ServeSection | None = None
    load: Loads = Field([], description="loads that are given")
    sites: list[Site] = Field([], description="the places compared")
    year: int | None = Field(None, ge=2000, le=2100, description="year of the plan")
    power: list[Option] = Field([], description="power options; without: the grid")
    plan: PlanSection | None = Field(None, description="what the plan must keep")
    cases: dict[str, dict[str, Any]] = Field({}, description="variants side by side")

    @classmethod
    def from_file(cls, path: str | Path) -> Study:
        """Read and check a study file; paths in it are relative to the file.

        Raises
        ------
        StudyError
            With file and line, for each thing that is wrong.
        """
        document = read_document(Path(path))
        _resolve_paths(document.data, Path(path).parent)
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


def _resolve_paths(node: Any, folder: Path) -> None:
    """Make paths of files relative to the study file that names them, in place."""
    for name, value in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(value, dict | list):
            _resolve_paths(value, folder)
        elif _is_path(name, value):
            node[name] = str(folder / value)


def _is_path(name: str | int, value: Any) -> bool:
    if name not in PATHS or not isinstance(value, str):
        return False
    return value.partition("#")[0].lower().endswith(_ENDINGS)


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
