"""A plan that is done, as the result of its page, as a file, and hour by hour."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wattlas.errors import WattlasError
from wattlas.planning import Plan
from wattlas.report.charts.parts import COLOURS, ordered
from wattlas.report.saved import read_saved
from wattlas.report.words.language import Language, language
from wattlas.report.words.planning import part
from wattlas.service.answers import Say
from wattlas.service.forms import FORMS, HTML, JSON
from wattlas.service.problems import problem_of
from wattlas.service.questions import QUESTIONS
from wattlas.service.tasks import Reply, refusal
from wattlas.service.web.screens import Link, Shown, result_html

HOURS = "hours"
"""The form in which a browser draws the hours."""
SUPPLY, LOAD = ("output", "discharge"), "facility_power"
"""What stands over each other in an hour, and the line over it, as series name them."""
STUDY, YAML = "yaml", "application/yaml; charset=utf-8"
FILES = {"record": "json", "table": "csv", "page": "html", "file": STUDY}
KW_PER_MW = 1000.0
DIGITS = 4
"""Digits of a power: what a picture shows."""


@dataclass(frozen=True)
class SavedTask:
    """The record of a plan that is done, and the study of which it is, in a form."""

    key: str
    body: bytes
    study: Any
    form: str
    language: str = "en"

    def reply(self, _: Say) -> Reply:
        """Return the plan as a part of HTML, as a file, its hours, or its study."""
        if self.form == STUDY:
            return Reply(200, YAML, yaml_text(self.study).encode())
        plan, say = read_saved(self.body.decode()), language(self.language)
        if self.form == HOURS:
            text = json.dumps(hours_of(plan, say), ensure_ascii=False)
            return Reply(200, JSON, text.encode())
        if self.form not in FORMS:
            hours = f"/plan/{self.key}/plan.{HOURS}?language={say.code}"
            shown = Shown("plan", (), plan, None, tuple(self._links(say)), hours)
            return Reply(200, HTML, result_html(shown, say).encode())
        try:
            media_type, body = FORMS[self.form](plan, say)
        except WattlasError as error:
            problem = problem_of(error, QUESTIONS["plan"], {})
            return refusal(problem, self.language)
        return Reply(200, media_type, body)

    def _links(self, say: Language) -> Iterator[Link]:
        for word, form in FILES.items():
            address = f"/plan/{self.key}/plan.{form}?language={say.code}"
            yield Link(word, address, f"wattlas-plan.{form}")


def yaml_text(study: Any) -> str:
    """Return a study as it was sent, else its fields, as YAML."""
    if isinstance(study, str):
        return study
    from ruamel import yaml

    file = io.StringIO()
    writer = yaml.YAML()
    writer.allow_unicode = True
    writer.dump(study, file)
    return file.getvalue()


def hours_of(plan: Any, say: Language) -> dict[str, Any]:
    """Return what supplies each site in every hour, and its load. [MW]

    A comparison of cases has the hours of each under its name.
    """
    plans = getattr(plan, "plans", None) or {"": plan}
    return {
        "year": next(one.year for one in plans.values()),
        "sites": [
            {"name": " · ".join(filter(None, (case, site))), **_site(one, site, say)}
            for case, one in plans.items()
            for site in dict.fromkeys(s.site for s in one.series)
        ],
    }


def _site(plan: Plan, site: str, say: Language) -> dict[str, Any]:
    found = {s.option: s.values for s in plan.series if _is_supply(s, site)}
    load = plan.hourly(site, LOAD)
    return {
        "parts": [
            {
                "name": part(option, say),
                "colour": COLOURS.get(option, "#000000"),
                "power_mw": _rounded(found[option]),
            }
            for option in ordered(found)
        ],
        "load_mw": [] if load is None else _rounded(load.values),
    }


def _is_supply(series: Any, site: str) -> bool:
    own = series.site == site and series.quantity in SUPPLY and series.option
    return bool(own) and any(series.values)


def _rounded(values_kw: Any) -> list[float]:
    return [float(f"{value / KW_PER_MW:.{DIGITS}g}") for value in values_kw]
