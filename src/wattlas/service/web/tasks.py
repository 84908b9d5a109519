"""A page as work for a process: the whole, its result alone, or its study file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from wattlas.errors import InputError, Message, Several, WattlasError
from wattlas.parameters.declaration import declared
from wattlas.parameters.places import PlaceFigures
from wattlas.report.words.language import Language, language
from wattlas.report.words.service import PAGES as TITLES
from wattlas.service.answers import Answer, Say
from wattlas.service.forms import FORMS, HTML
from wattlas.service.given import query_given
from wattlas.service.problems import Problem, problem_of
from wattlas.service.questions import CONFIGS, MACHINES
from wattlas.service.sent_files import chips_in, is_description
from wattlas.service.tasks import Reply, answered, refusal
from wattlas.service.web.page import Page
from wattlas.service.web.pages import PAGES
from wattlas.service.web.planned import STUDY, YAML, yaml_text
from wattlas.service.web.screens import Link, Shown, result_html, screen_html
from wattlas.service.web.scripts import SHELL, script_of, script_of_study
from wattlas.service.wording import heard

SCREEN, RESULT, QUICK, SCRIPT = "screen", "result", "quick", "sh"
BESIDE = "# Save this beside this file, as {file}: {text}\n"
"""A line of a study file, for a content that a study takes from a file."""
NO_STUDY = Problem(
    400, Message("This page has no study file: a study is of training or serving.")
)
SECTIONS = {"serve": "serve", "train": "train", "compare": "serve"}
"""The section of a study that holds the fields of a page."""


@dataclass(frozen=True)
class PageTask:
    """A page with what its address asks, in a form and a language.

    One that is `barred` shows why, and asks nothing.
    """

    key: str
    query: tuple[tuple[str, str], ...]
    form: str = SCREEN
    language: str = "en"
    barred: Problem | None = None

    def reply(self, say: Say) -> Reply:
        """Return the page, its result, or the result as a file."""
        page, told = PAGES[self.key], heard(language(self.language))
        if self.form == STUDY:
            return self._study(page)
        if self.form == SCRIPT:
            return self._script(page)
        found: Answer | Problem | None = None
        if self.barred is not None:
            found = self.barred
        elif not page.question.job and any(text.strip() for _, text in self.query):
            found = self._answer(page, say)
        problem = found if isinstance(found, Problem) else None
        if self.form in FORMS:
            return self._file(found)
        links = self._links(told)
        answer = None if problem else found
        shown = Shown(
            self.key, self.query, answer, problem, links, quick=self.form == QUICK
        )
        if self.form in (RESULT, QUICK):
            # A part that says what is wrong is there, as any other.
            return Reply(200, HTML, result_html(shown, told).encode())
        status = problem.status if problem else 200
        return Reply(status, HTML, screen_html(shown, told).encode())

    def _answer(self, page: Page, say: Say) -> Answer | Problem:
        if not page.as_study:
            return answered(page.verb, {}, self.query, say)
        study = self._study_data(page)
        if isinstance(study, Problem):
            return study
        return answered("run", {"study": study}, (), say)

    def _links(self, say: Language) -> tuple[Link, ...]:
        """Return where the result is taken as a file, in which forms."""
        asked = urlencode([(n, v) for n, v in self.query if v])
        forms = {"record": "json", "table": "csv", "page": "html"}
        if self.key in SECTIONS:
            forms["file"] = STUDY
        forms["script"] = SCRIPT
        return tuple(
            Link(
                word,
                f"/{self.key}.{form}?{asked}&language={say.code}",
                f"wattlas-{self.key}.{form}",
            )
            for word, form in forms.items()
        )

    def _file(self, found: Answer | Problem | None) -> Reply:
        if found is None or isinstance(found, Problem):
            return refusal(found or NO_STUDY, self.language)
        media_type, body = FORMS[self.form](found, language(self.language))
        return Reply(200, media_type, body)

    def _study(self, page: Page) -> Reply:
        """Return what is asked as a study file; what lies beside it in its notes."""
        if page.question.job:
            return Reply(200, YAML, dict(self.query).get("study", "").encode())
        data = self._study_data(page) if self.key in SECTIONS else NO_STUDY
        if isinstance(data, Problem):
            return refusal(data, self.language)
        files = taken_out(data, SECTIONS[self.key])
        notes = [BESIDE.format(file=f, text=" ".join(t.split())) for f, t in files]
        return Reply(200, YAML, f"{''.join(notes)}{yaml_text(data)}".encode())

    def _script(self, page: Page) -> Reply:
        """Return a script that asks the same on the command line."""
        if self.barred is not None:
            return refusal(self.barred, self.language)
        try:
            if page.as_study:
                data = self._study_data(page)
                if isinstance(data, Problem):
                    return refusal(data, self.language)
                files = dict(taken_out(data, page.as_study))
                text = script_of_study(yaml_text(data), files)
            else:
                given = query_given(page.question, self.query)
                text = script_of(page.question, given)
        except WattlasError as error:
            return refusal(problem_of(error, page.question, {}), self.language)
        return Reply(200, SHELL, text.encode())

    def _study_data(self, page: Page) -> dict[str, Any] | Problem:
        """Return what the address asks as the plain data of a study."""
        sites = dict(self.query).get("sites", "")
        pairs = [pair for pair in self.query if pair[0] != "sites"]
        try:
            return study_of(self.key, query_given(page.question, pairs), sites)
        except WattlasError as error:
            return problem_of(error, page.question, {})


def taken_out(study: dict[str, Any], section: str) -> list[tuple[str, str]]:
    """Put files in place of contents in a study; return each file with its text."""
    model, chips = study.get("model", ""), study[section].get("hardware", [])
    found, files = [], iter(MACHINES)
    if is_description(model):
        study["model"] = CONFIGS[0]
        found.append((CONFIGS[0], model))
    for place, chip in enumerate(chips):
        if is_description(chip):
            chips[place] = next(files)
            found.append((chips[place], chip))
    return found


def study_of(key: str, given: dict[str, Any], sites: str) -> dict[str, Any]:
    """Return the fields of a page as a study: what is of a place stands at its places.

    >>> study_of("train", {"model": "bloom", "hardware": "a100", "pue": "1.2"}, "oslo")
    {'title': 'Training', 'model': 'bloom', 'train': {'hardware': ['a100']}, \
'sites': [{'use': 'oslo', 'pue': '1.2'}]}
    """
    section = dict(given)
    study: dict[str, Any] = {"title": TITLES[key]}
    for name in ("model", "currency", "accept_unread"):
        if name in section:
            study[name] = section.pop(name)
    places = [name.strip() for name in sites.split(",") if name.strip()]
    own = [section.pop(name) for name in ("site", "country") if name in section]
    figures = {n: section.pop(n) for n in declared(PlaceFigures) if n in section}
    for name in ("draws", "seed", "training_energy"):
        section.pop(name, None)
    if "hardware" in section:
        section["hardware"] = list(chips_in(section["hardware"]))
    study[SECTIONS[key]] = section
    if figures and not (places or own):
        raise InputError(
            "A study has {names} at a place: give a site or a country.",
            names=Several(figures, ", "),
        )
    if places or own:
        study["sites"] = [{"use": use, **figures} for use in places or own[:1]]
    return study
