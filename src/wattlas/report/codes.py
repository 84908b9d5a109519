"""Whether a reader can be told every code of a record that is read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache
from string import Formatter
from typing import Any

from wattlas import facts
from wattlas.errors import InputError, Message
from wattlas.plain import Code, Plain, codes_of, shortened
from wattlas.records import GIVEN
from wattlas.report.words import (
    advice,
    backtest,
    check_page,
    claim_notes,
    claims,
    deployments,
    en,
    ledger,
    metering,
    notes,
    outlook,
    outlook_questions,
    planning,
    reliability,
)
from wattlas.report.words.language import LANGUAGES

_OWN_SENTENCES = {
    "corrected-equivalent": "{what} {thing} {over} {total}",
    "corrected-deal": "{deal}",
    "of-region": "{region}",
    "of-scope": "{scope}",
}
"""Notes whose sentence is chosen by their values: what these must be."""
_WORDS: dict[str, Collection[str]] = {
    "absent": en.ABSENT,
    "backtest-groups": backtest.GROUPS,
    "backtest-quantities": backtest.BACKTEST_QUANTITIES,
    "bases": en.BASES,
    "boundaries": en.BOUNDARY_NAMES,
    "campus-stages": outlook_questions.CAMPUS_STAGES,
    "backups": reliability.BACKUPS,
    "claim-lines": claims.LINES | {"known": claims.KNOWN["whole"]},
    "claim-relations": (*claims.RELATIONS, "trend"),
    "confidences": check_page.CONFIDENCES,
    "conversions": outlook.CONVERSIONS,
    "dimensions": claims.DIMENSIONS,
    "deploy-best": deployments.BEST,
    "deploy-limits": deployments.LIMITS,
    "extras": en.EXTRAS,
    "findings": metering.FINDINGS,
    "finding-states": metering.STATUS,
    "fleet-groups": outlook_questions.FLEET_GROUPS,
    "forecast-scopes": outlook.FORECAST_SCOPES,
    "fronts": ("carbon", "water"),
    "kinds": en.VERBS,
    "methods": backtest.METHOD_NAMES,
    "meter-flags": metering.FLAGS,
    "meter-methods": metering.METHODS,
    "need-limits": outlook.NEED_LIMITS,
    "needs": outlook.NEEDS,
    "notes": notes.NOTES | claim_notes.NOTES | claim_notes.CORRECTED | _OWN_SENTENCES,
    "not-runnable": ("", *backtest.NOT_RUNNABLE),
    "outlook-bases": outlook.BASE,
    "outlook-limits": outlook.LIMITS,
    "outlook-methods": outlook.METHODS,
    "outlook-options": outlook.OPTIONS,
    "outlook-scenarios": outlook.SCENARIOS,
    "outlook-quantities": outlook.QUANTITIES,
    "outlook-scopes": outlook.SCOPES,
    "results": en.RESULTS,
    "readings": claims.READINGS,
    "languages": ("", *LANGUAGES),
    "levers": planning.LEVERS,
    "levers-and-baseline": ("baseline", *planning.LEVERS),
    "libraries": metering.EXTRAS,
    "rules": en.RULES,
    "series": planning.SERIES_NAMES,
    "server-figures": en.SERVER_FIGURES,
    "server-reasons": en.SERVER_REASONS,
    "shares": ("own", *ledger.SHARES),
    "stages": en.STAGES,
    "tables": facts.TABLES,
    "uses": en.UNITS_OF_USE,
    "verdicts": claims.VERDICTS,
    "supply-kinds": outlook_questions.SUPPLY_KINDS,
    "work-kinds": outlook_questions.WORK_KINDS,
    "ways": advice.WAYS,
    "ways-left-out": advice.LEFT_OUT,
}
"""The codes of each vocabulary, where a table of words holds them all."""


def check_codes(record: Plain) -> None:
    """Refuse a record with a code for which no sentence stands.

    Raises
    ------
    InputError
        If a code is in no table of words, or lacks values of its sentence.
    """
    for code in codes_of(record, type(record).__name__):
        amiss = _amiss(code)
        if amiss:
            raise InputError(
                "{path} {amiss}, got {shortened}.",
                path=code.path,
                amiss=amiss,
                shortened=shortened(code.code),
            )


def _amiss(code: Code) -> Message | None:
    """Return what is amiss with a code, if anything is."""
    if code.vocabulary in _OTHERS:
        return _OTHERS[code.vocabulary](code.code)
    known = _WORDS[code.vocabulary]
    if code.code not in known:
        return _one_of(known)
    if code.values is None or not isinstance(known, Mapping):
        return None
    lacking = [p for p in _places(known[code.code]) if p not in code.values]
    if lacking:
        return Message("needs {names} in its values", names=", ".join(lacking))
    chosen = _CHOSEN.get(code.code)
    return chosen(code.values) if chosen else None


def _places(sentence: str) -> list[str]:
    """Return the names of the places of a sentence, each once."""
    return list(dict.fromkeys(p for _, p, _, _ in Formatter().parse(sentence) if p))


def _one_of(known: Collection[str]) -> Message:
    return Message("must be one of {names}", names=", ".join(map(repr, known)))


def _region(code: str) -> Message | None:
    return None if code in _regions() else _one_of(_regions())


def _scope(code: str) -> Message | None:
    return None if code in outlook.LEFT_OUT else _one_of(outlook.LEFT_OUT)


def _source(code: str) -> Message | None:
    known = code in facts.keys("sources")
    return None if known else Message("must be a key of wattlas facts sources")


def _input_source(code: str) -> Message | None:
    return None if code == GIVEN else _source(code)


@cache
def _regions() -> tuple[str, ...]:
    return (
        "world",
        *facts.keys("outlook_regions"),
        *facts.keys("outlook_places"),
    )


_OTHERS: dict[str, Callable[[str], Message | None]] = {
    "input-sources": _input_source,
    "regions": _region,
    "sources": _source,
}
"""Vocabularies whose codes have a form, or are keys of the facts."""

_CHOSEN: dict[str, Callable[[Mapping[str, Any]], Message | None]] = {
    "of-region": lambda values: _region(values["region"]),
    "of-scope": lambda values: _scope(values["scope"]),
}
"""Notes of which a value is a code itself."""
