"""The answer to each question: its options in, its record out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from wattlas.errors import InputError, Message
from wattlas.parameters import (
    ImageOptions,
    RequestsOptions,
    ServeOptions,
    TrainOptions,
    declared,
    given_of,
)
from wattlas.parameters.checking import CheckOptions, FactsOptions
from wattlas.parameters.ledger import LedgerSum
from wattlas.parameters.planning import PlanOptions, StudyOptions
from wattlas.plain import SCHEMA, Plain, shortened
from wattlas.service.sent_files import is_content

if TYPE_CHECKING:
    from wattlas.report.facts import View

Say = Callable[[Message], None]


@dataclass(frozen=True)
class Facts:
    """What was looked up in the tables."""

    view: View

    def to_dict(self) -> dict[str, Any]:
        """Return the plain data."""
        return {"schema": SCHEMA, "kind": "facts", **self.view.record}


Answer = Plain | Facts


def train(options: TrainOptions, _: Say) -> Answer:
    """Return the estimate of a training run; of several chips side by side."""
    from wattlas import estimation
    from wattlas.estimation.side_by_side import estimate_each

    return estimate_each(estimation.train, options)


def serve(options: ServeOptions, _: Say) -> Answer:
    """Return the estimate of a service; of several chips side by side."""
    from wattlas import estimation
    from wattlas.estimation.side_by_side import estimate_each

    return estimate_each(estimation.serve, options)


def image(options: ImageOptions, _: Say) -> Answer:
    """Return the estimate of making images; of several chips side by side."""
    return _generated(options, "image")


def video(options: ImageOptions, _: Say) -> Answer:
    """Return the estimate of making videos; of several chips side by side."""
    return _generated(options, "video")


def _each(verb: str) -> Callable[[Any, Say], Answer]:
    """Return the answer of an estimate that one function gives, of each chip."""

    def answer(options: Any, _: Say) -> Answer:
        from wattlas import estimation
        from wattlas.estimation.side_by_side import estimate_each

        return estimate_each(getattr(estimation, verb), options)

    return answer


WORK = ("finetune", "rl", "agent", "embed", "classify", "transcribe", "speak")
"""Estimates that need no more than their own function."""


def _generated(options: ImageOptions, kind: str) -> Answer:
    from wattlas import estimation
    from wattlas.estimation.side_by_side import estimate_each

    return estimate_each(estimation.generate, options, kind=kind)


def deploy(options: Any, _: Say) -> Answer:
    """Return how a model should be deployed."""
    from wattlas import estimation

    return estimation.deploy(**given_of(options))


def advise(options: Any, _: Say) -> Answer:
    """Return what other ways of serving would save."""
    from wattlas.workflow.advice import advise as rank

    return rank(**given_of(options))


def server(options: Any, _: Say) -> Answer:
    """Return two servers side by side."""
    from wattlas import estimation

    return estimation.server(**given_of(options))


def requests(options: RequestsOptions, _: Say) -> Answer:
    """Return the totals of a request log."""
    from wattlas import estimation

    if options.table is None:
        raise InputError("table is missing: send the log's rows, columns or text.")
    given = given_of(options)
    _refuse_own_machine("hardware", given.get("hardware"))
    for name, item in declared(RequestsOptions).items():
        if item.type is Any and name != "table":
            _refuse_object(name, given.get(name))
    return estimation.estimate_requests(**given).summary


def _refuse_own_machine(name: str, value: Any) -> None:
    from wattlas.estimation.request_log.checks import OWN_MACHINE

    if any(is_content(one) for one in (value if isinstance(value, list) else [value])):
        raise InputError(OWN_MACHINE, name=name)


def _refuse_object(name: str, value: Any) -> None:
    if isinstance(value, dict):
        raise InputError(
            "{name} must be one value for all rows, or a list of them, got {shown}.",
            name=name,
            shown=shortened(value),
        )


def run(options: StudyOptions, _: Say) -> Answer:
    """Return the estimates of a study: cases and places side by side."""
    from wattlas import workflow
    from wattlas.parameters.plans import AnswersAsked

    study: Any = options.study
    if study.plan is not None:
        raise InputError(
            "The study has a plan, which takes long: ask for it as a plan, or leave "
            "the section out."
        )
    return workflow.run(study, **given_of(options, AnswersAsked))


def plan(options: PlanOptions, say: Say) -> Answer:
    """Return the plan of a study; say what is being done."""
    from wattlas import planning
    from wattlas.planning.needs import check_plannable

    study: Any = options.study
    for variant in study.variants().values():
        check_plannable(variant)
    asked = {n: v for n, v in given_of(options).items() if n != "study"}
    if study.cases:
        return planning.plan_cases(study, say=say, **asked)
    return planning.plan(study, say=say, **asked)


def check(options: CheckOptions, _: Say) -> Answer:
    """Return the verdict on a claim, or those on an article."""
    from wattlas import claims
    from wattlas.claims.article import check_text
    from wattlas.claims.lines import unwrapped
    from wattlas.report.checking import check as checked
    from wattlas.report.checking import told_file
    from wattlas.report.claims import language_of
    from wattlas.report.words.language import language

    given: Any = options.typed if options.claim is None else options.claim
    if (options.claim is None) == (options.typed is None):
        raise InputError("Give one thing to check: a claim as text, or a typed claim.")
    if isinstance(given, dict) or is_one(given):
        _refuse_unused(options, ("only",))
        return checked(given)
    _refuse_unused(options, ("only",))
    found, count, left = check_text(unwrapped(given), options.limit)
    file = claims.VerdictFile("article", "", tuple(found), count, left)
    return told_file(file, language(language_of(file.claims)))


def is_one(text: str) -> bool:
    """Say whether a text is read as one statement; a longer one is an article."""
    from wattlas.claims.sentence import LONGEST

    return len(text.splitlines()) <= 1 and len(" ".join(text.split())) <= LONGEST


def _refuse_unused(options: CheckOptions, names: tuple[str, ...]) -> None:
    for name in names:
        if getattr(options, name) is not None:
            raise InputError("{name} is of a file of claims: leave it out.", name=name)


def outlook(options: Any, _: Say) -> Answer:
    """Return the outlook of a region over decades, with what is shown beside it."""
    from wattlas import projection

    found = projection.outlook(**given_of(options))
    return projection.with_context([found])[0]


def _projected(name: str) -> Callable[[Any, Say], Answer]:
    """Return the answer that a function on decades gives by itself."""

    def answer(options: Any, _: Say) -> Answer:
        from wattlas import projection

        found: Answer = getattr(projection, name)(**given_of(options))
        return found

    return answer


PROJECTED = {
    "cross": "crossing",
    "need": "need",
    "peak": "peak",
    "price": "price",
    "fleets": "fleets",
    "compare": "compare",
    "what_if": "what_if",
    "efficiency": "efficiency",
    "presets": "presets",
    "forecasts": "forecasts",
    "backtest": "backtest",
}
"""By answer: the function on decades that needs no more than its options."""


def inputs(options: Any, _: Say) -> Answer:
    """Return every input of an outlook with its range and source."""
    from wattlas.projection.listing import inputs_with

    return inputs_with(options.find)


def facts(options: FactsOptions, _: Say) -> Answer:
    """Return the list of tables, one table, or one key with its sources."""
    from wattlas.report.facts import is_model_file, view

    key = None if options.key is None else str(options.key)
    if options.accept_unread and not is_model_file(options.table, key):
        raise InputError("accept_unread goes with the config.json of a model.")
    return Facts(view(options.table, key, options.find, options.accept_unread))


def ledger(options: LedgerSum, _: Say) -> Answer:
    """Return what the measured runs of this machine drew, summed up."""
    from wattlas import reconcile
    from wattlas.estimation.place import Place
    from wattlas.metering import Ledger
    from wattlas.metering.ledger.cells import US_PER_S
    from wattlas.reconcile.selection import Selection

    now_s = time.time()
    names = [f.name for f in fields(Selection) if f.name != "tags"]
    filters = {name: getattr(options, name) for name in names}
    selection = Selection(**filters, tags=options.tag or {})
    when = selection.when(now_s)
    found = Ledger().read(when.window[0] / US_PER_S)
    runs = selection.of(found.runs, now_s)
    return reconcile.bill(runs, Place.of(options), options.by, options.overrides, when)


ANSWERS: dict[str, Callable[[Any, Say], Answer]] = {
    f.__name__: f
    for f in (
        *(train, serve, image, video, deploy, server, requests, run, plan, check),
        *(advise, outlook, inputs, facts, ledger),
    )
}
ANSWERS |= {verb: _each(verb) for verb in WORK}
ANSWERS |= {name: _projected(function) for name, function in PROJECTED.items()}
"""The functions by the name that a question has for them."""
