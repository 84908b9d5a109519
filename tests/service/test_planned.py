"""A plan that is done: its hours as a browser draws them, its files."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from wattlas.report.words.language import language
from wattlas.service.web.planned import hours_of


def series(option, quantity, *values, site="oslo"):
    return SimpleNamespace(site=site, option=option, quantity=quantity, values=values)


def plan(*found):
    loads = {s.site: s for s in found if s.quantity == "facility_power"}
    return SimpleNamespace(
        year=2028, series=found, hourly=lambda site, _: loads.get(site)
    )


FOUND = (
    series("", "facility_power", 1000.0, 2000.0),
    series("wind", "output", 0.0, 1234.56),
    series("grid", "output", 1000.0, 765.44),
    series("solar", "output", 0.0, 0.0),
    series("battery", "discharge", 0.0, 250.0),
    series("battery", "charge", 250.0, 0.0),
    series("grid", "price", 0.1, 0.1),
    series("", "facility_power", 3000.0, 3000.0, site="dublin"),
)


@pytest.mark.parametrize(("code", "grid"), [("en", "grid"), ("zh", "电网")])
def test_hours_are_what_supplies_a_site(code, grid):
    """By hand: megawatts of what gives power, in the order of charts, with the load."""
    found = hours_of(plan(*FOUND), language(code))
    assert found["year"] == 2028
    oslo, dublin = found["sites"]
    assert (oslo["name"], oslo["load_mw"]) == ("oslo", [1.0, 2.0])
    assert oslo["parts"][0]["name"] == grid
    shown = {p["name"]: p["power_mw"] for p in oslo["parts"]}
    assert list(shown.values()) == [[1.0, 0.7654], [0.0, 1.235], [0.0, 0.25]]
    assert dublin == {"name": "dublin", "parts": [], "load_mw": [3.0, 3.0]}


def test_cases_have_hours_of_their_own():
    both = SimpleNamespace(plans={"now": plan(*FOUND), "later": plan(*FOUND[:1])})
    names = [site["name"] for site in hours_of(both, language("en"))["sites"]]
    assert names == ["now · oslo", "now · dublin", "later · oslo"]


@pytest.mark.parametrize("form", ["json", "csv", "html", "hours"])
def test_a_plan_that_is_not_there_is_said(client, bearer, form):
    path = f"/plan/nothing/plan.{form}"
    assert client.get(path).status_code == 401
    assert client.get(path, headers=bearer).status_code == 404
