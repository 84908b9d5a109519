"""The verbs, each with the class of what may be given to it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wattlas.errors import UnknownNameError, unknown_name
from wattlas.parameters.advising import AdviseOptions
from wattlas.parameters.agents import AgentOptions
from wattlas.parameters.checking import CheckOptions, FactsOptions, ValidateOptions
from wattlas.parameters.deployments import DeployOptions
from wattlas.parameters.finetuning import FinetuneOptions, RlOptions
from wattlas.parameters.generation import ImageOptions, VideoOptions
from wattlas.parameters.ledger import LedgerSum
from wattlas.parameters.metering import (
    DoctorOptions,
    MeasureOptions,
    NodeMeterOptions,
    ServingMeterOptions,
)
from wattlas.parameters.networks import (
    ClassifyOptions,
    EmbedOptions,
    SpeakOptions,
    TranscribeOptions,
)
from wattlas.parameters.outlook import (
    BacktestOptions,
    CrossingOptions,
    ForecastsOptions,
    NeedOptions,
    OutlookInputsOptions,
    OutlookOptions,
)
from wattlas.parameters.outlook_questions import (
    CompareOptions,
    EfficiencyOptions,
    FleetsOptions,
    PeakOptions,
    PresetsOptions,
    PriceOptions,
    WhatIfOptions,
)
from wattlas.parameters.places import PlaceOptions
from wattlas.parameters.planning import PlanOptions, StudyOptions
from wattlas.parameters.requests import RequestsOptions
from wattlas.parameters.servers import ServersOptions
from wattlas.parameters.service import McpOptions, WebOptions
from wattlas.parameters.serving import ServeOptions
from wattlas.parameters.studies import StudyFields
from wattlas.parameters.telemetry import OtlpOptions
from wattlas.parameters.training import TrainOptions

VERBS: Mapping[str, type] = MappingProxyType(
    {
        "estimate train": TrainOptions,
        "estimate serve": ServeOptions,
        "estimate deploy": DeployOptions,
        "estimate advise": AdviseOptions,
        "estimate finetune": FinetuneOptions,
        "estimate rl": RlOptions,
        "estimate agent": AgentOptions,
        "estimate embed": EmbedOptions,
        "estimate classify": ClassifyOptions,
        "estimate transcribe": TranscribeOptions,
        "estimate speak": SpeakOptions,
        "estimate image": ImageOptions,
        "estimate video": VideoOptions,
        "estimate server": ServersOptions,
        "estimate requests": RequestsOptions,
        "place": PlaceOptions,
        "study": StudyFields,
        "run": StudyOptions,
        "plan": PlanOptions,
        "outlook": OutlookOptions,
        "outlook cross": CrossingOptions,
        "outlook need": NeedOptions,
        "outlook peak": PeakOptions,
        "outlook price": PriceOptions,
        "outlook fleets": FleetsOptions,
        "outlook compare": CompareOptions,
        "outlook what-if": WhatIfOptions,
        "outlook efficiency": EfficiencyOptions,
        "outlook presets": PresetsOptions,
        "outlook forecasts": ForecastsOptions,
        "outlook backtest": BacktestOptions,
        "outlook inputs": OutlookInputsOptions,
        "check": CheckOptions,
        "facts": FactsOptions,
        "measure": MeasureOptions,
        "measure serve": ServingMeterOptions,
        "measure node": NodeMeterOptions,
        "doctor": DoctorOptions,
        "otlp": OtlpOptions,
        "validate": ValidateOptions,
        "ledger sum": LedgerSum,
        "web": WebOptions,
        "mcp": McpOptions,
    }
)
"""By the words of the command line; study is the file that run and plan read."""


def verb_named(words: str) -> str:
    """Return the verb that words mean: all of its words, or the last.

    Raises
    ------
    UnknownNameError
        If there is none.

    Examples
    --------
    >>> verb_named("train"), verb_named("outlook cross")
    ('estimate train', 'outlook cross')
    """
    if words in VERBS:
        return words
    by_last = {name.split()[-1]: name for name in VERBS}
    if words in by_last:
        return by_last[words]
    known = {*VERBS, *by_last}
    raise UnknownNameError(unknown_name("verb", words, known, "wattlas parameters"))
