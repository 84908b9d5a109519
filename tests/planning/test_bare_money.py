"""Money of a study says its currency; weights of an objective are weights."""

from __future__ import annotations

import pytest

from wattlas.errors import InputError
from wattlas.parameters import declared
from wattlas.parameters.plans import PlanSection
from wattlas.parameters.power import PowerSection
from wattlas.parameters.sites import SiteSection
from wattlas.planning.ask import ask
from wattlas.study import Study
from wattlas.study.limits import parsed

STUDY = {
    "title": "A hall in Oslo",
    "year": 2027,
    "currency": "USD",
    "sites": [{"use": "oslo", "price": "0.08 USD/kWh"}],
    "load": {"it_power": "10 MW"},
    "power": ["grid"],
}
MONEY = [
    (section, name)
    for section in (PlanSection, SiteSection, PowerSection)
    for name, item in declared(section).items()
    if item.quantity and item.parameter.limits.unit.startswith("money")
]


@pytest.mark.parametrize(("section", "name"), MONEY)
def test_bare_money_is_refused_and_nothing_is_nothing(section, name):
    """Law: of every field of money; 0 is the same in every currency."""
    parameter = declared(section)[name].parameter
    with pytest.raises(InputError, match="has no currency; write for example"):
        parsed(name, 1.5, parameter)
    assert parsed(name, 0, parameter).high == 0


@pytest.mark.parametrize("weights", [{}, {"cost": 0}, {"cost": 1, "carbon": -1}])
def test_an_objective_has_weights(weights):
    """Bad input: none, only nothing, less than nothing."""
    study = Study.from_dict(STUDY | {"plan": {"objective": weights}})
    with pytest.raises(InputError, match=r"^plan: objective needs weights of cost"):
        ask(study)
