"""Studies end to end: what is estimated where, on which basis, in which money."""

from __future__ import annotations

import json

import numpy as np
import pytest

from wattlas import errors, facts, run, serve, train
from wattlas.draws import interval
from wattlas.report.names import distinct_names
from wattlas.study import Study
from wattlas.workflow import COMPARED

HOURS = {"hardware": "h100-sxm", "chip_hours": 1000}
CHAT = {"hardware": "h100-sxm", "batch": 16, "requests_per_day": "1M"}
METERED = {"energy": "914 kWh", "boundary": "it", "requests": 230_768}
MODEL = {"model": "llama-3.1-8b"}
NAME = "facility_energy_kwh"


def result_of(**fields):
    return run(Study.from_dict({"title": "T", **fields}))


def places(result) -> list[str]:
    return [p.place for p in result.placements]


def test_a_placement_is_the_sum_of_its_estimates():
    """Law: a study says what `train` and `serve` say, added up."""
    (placement,) = result_of(
        **MODEL, train=HOURS, serve=CHAT, sites=["oslo"]
    ).placements
    training = train(**MODEL, **HOURS, site="oslo")
    serving = serve(**MODEL, **CHAT, site="oslo")
    assert placement.training.to_dict() == training.to_dict()
    assert placement.serving.to_dict() == serving.to_dict()
    for name, total in placement.total.items():
        both = (training.results[name].mid, serving.results[name].mid)
        assert total.mid == pytest.approx(sum(both)), name
    found = placement.break_even["break_even_requests"].mid
    request = serving.per["request"][NAME].mid
    assert found == pytest.approx(training.results[NAME].mid / request)


def test_chips_and_places_are_multiplied():
    """By hand: two chips at three places are six placements, chips first."""
    chips = ["a100-sxm4-80gb", "h100-sxm"]
    result = result_of(
        train={**HOURS, "hardware": chips}, sites=["oslo", "dublin", "fr"]
    )
    found = [(p.hardware, p.place) for p in result.placements]
    assert found == [(c, s) for c in chips for s in ("oslo", "dublin", "fr")]
    assert result.placements[5].training.subject["country"] == "fr"
    assert result.placements[4].training.subject["site"] == "dublin"


def test_lists_of_chips_go_in_step():
    """By hand: two and two are two pairs; one goes with every other."""
    chips = ["a100-sxm4-80gb", "h100-sxm"]
    step = result_of(
        **MODEL,
        train={**HOURS, "hardware": chips},
        serve={**CHAT, "hardware": chips[::-1]},
    )
    assert [p.hardware for p in step.placements] == [
        "a100-sxm4-80gb / h100-sxm",
        "h100-sxm / a100-sxm4-80gb",
    ]
    one = result_of(**MODEL, train={**HOURS, "hardware": chips}, serve=CHAT)
    assert [p.hardware for p in one.placements] == [
        "a100-sxm4-80gb / h100-sxm",
        "h100-sxm",
    ]


def test_a_site_given_twice_is_kept_twice():
    """Law: with its own figures beside its name, so that rows can be told apart."""
    sites = ["oslo", {"use": "oslo", "pue": 1.2}, {"use": "oslo", "pue": "1.1..1.3"}]
    result = result_of(train=HOURS, sites=sites)
    assert places(result) == ["oslo", "oslo (pue 1.2)", "oslo (pue 1.1..1.3)"]
    assert len(set(distinct_names(result.placements).values())) == 3
    pues = [
        next(i for i in p.training.inputs if i.name == "pue") for p in result.placements
    ]
    assert [i.given for i in pues] == [False, True, True]
    assert pues[1].mid == 1.2


def test_training_and_serving_may_be_pinned():
    """Law: a pinned site takes the study's figures for it; one placement, two names."""
    result = result_of(
        **MODEL,
        train={**HOURS, "site": "qingyang"},
        serve={**CHAT, "site": "shanghai"},
        sites=["shanghai", {"use": "qingyang", "pue": 1.15}],
    )
    assert places(result) == ["train qingyang, serve shanghai"]
    (placement,) = result.placements
    assert placement.training.given["pue@qingyang"].mid == 1.15
    assert placement.serving.subject["site"] == "shanghai"


def test_places_of_several_currencies_are_computed_in_dollars():
    """Law: one currency for all, by a rate that is said; costs then compare."""
    result = result_of(train=HOURS, sites=["dublin", "qingyang"])
    costs = [p.total["electricity_cost"] for p in result.placements]
    assert [c.currency for c in costs] == ["USD", "USD"]
    assert any(n.code == "currency" for n in result.placements[1].training.notes)
    price = facts.number("sites", "qingyang", "price_cny_per_kwh")
    assert costs[1].year == price.year
    assert {"electricity_cost", "total_cost"} <= set(result.placements[1].below_first)


@pytest.mark.parametrize("currency", ["CNY", "EUR"])
def test_a_study_may_name_its_currency(currency):
    """Law: then every cost is in it, whatever the places have."""
    result = result_of(train=HOURS, sites=["dublin", "qingyang"], currency=currency)
    for placement in result.placements:
        for name in ("electricity_cost", "total_cost"):
            assert placement.total[name].currency == currency


def test_places_of_one_currency_keep_it():
    """Law: yuan stay yuan where every place has them."""
    result = result_of(train=HOURS, sites=["qingyang", "shanghai"])
    for placement in result.placements:
        assert placement.total["electricity_cost"].currency == "CNY"


def test_pinned_to_two_currencies_the_total_still_has_a_cost():
    """Law: yuan and dollars do not add up, so both are computed in dollars."""
    (placement,) = result_of(
        **MODEL,
        train={**HOURS, "site": "qingyang"},
        serve={**CHAT, "site": "dublin"},
    ).placements
    parts = [e.results["electricity_cost"] for e in placement.estimates]
    total = placement.total["electricity_cost"]
    assert total.currency == "USD"
    assert total.mid == pytest.approx(sum(part.mid for part in parts))


def test_a_metered_service_needs_no_chips():
    """By hand: 914 kWh at the servers are 914 kWh, whatever made them."""
    (placement,) = result_of(serve=METERED, sites=["iowa"]).placements
    assert placement.hardware == ""
    assert placement.total["it_energy_kwh"].mid == 914


@pytest.mark.parametrize(
    ("fields", "basis"),
    [
        ({"train": HOURS}, "run"),
        ({"serve": METERED}, "metered_requests"),
        ({"serve": CHAT, **MODEL}, "year"),
        ({"serve": {**CHAT, "years": 2}, **MODEL}, "life"),
        ({"train": HOURS, "serve": CHAT, **MODEL}, "study"),
    ],
)
def test_the_basis_is_that_of_the_estimates(fields, basis):
    """Law: a run, a year, a life; with both stages the whole study."""
    assert result_of(**fields).basis == basis


def test_services_of_other_volumes_compare_by_the_request():
    """Law: then totals are those of one request, with the draws of one request."""
    result = result_of(
        **MODEL,
        sites=["oslo"],
        cases={
            "metered": {"serve": METERED},
            "by the chain": {"serve": {**CHAT, "requests_per_day": "1M..3M"}},
        },
    )
    assert result.basis == "request"
    for placement in result.placements:
        request = placement.serving.per["request"]
        assert placement.total == dict(request)
        assert interval(np.asarray(placement.samples[NAME])) == pytest.approx(
            (request[NAME].low, request[NAME].high)
        )


def test_the_first_placement_is_the_yardstick():
    """Law: shares of draws below it, of what both have; a lower PUE is lower in all."""
    sites = [{"use": "oslo", "pue": 1.3}, {"use": "oslo", "pue": 1.1}]
    first, other = result_of(train=HOURS, sites=sites).placements
    assert first.below_first == {}
    assert set(other.below_first) == set(COMPARED)
    assert other.below_first[NAME] == 1.0
    assert other.below_first["site_water_l"] == 0.0  # counts per IT energy


def test_cases_stand_side_by_side():
    """Law: one placement a case and place, in the order of the file."""
    result = result_of(
        train=HOURS,
        sites=["oslo"],
        cases={"one": {}, "double": {"train": {"chip_hours": 2000}}},
    )
    one, double = result.placements
    assert (one.case, double.case) == ("one", "double")
    assert double.total[NAME].mid == pytest.approx(2 * one.total[NAME].mid)


def test_the_record_is_plain_data():
    """Law: the result goes through JSON unchanged."""
    record = result_of(**MODEL, train=HOURS, serve=CHAT, sites=["oslo"]).to_dict()
    assert json.loads(json.dumps(record)) == record
    assert (record["kind"], record["title"]) == ("study", "T")


def test_a_file_is_run_like_its_study(root):
    """Law: a path, its text and the study are one."""
    path = root / "examples" / "bloom.yaml"
    assert run(path).to_dict() == run(Study.from_file(path)).to_dict()
    assert run(str(path)).to_dict() == run(path).to_dict()


def test_an_error_of_a_study_names_the_case():
    """Bad input: which case, then the sentence."""
    cases = {"fine": {}, "hot": {"sites": [{"use": "oslo", "pue": 9}]}}
    with pytest.raises(
        errors.InputError, match=r"^study: case hot: sites.0.pue must be 1 to 5 "
    ):
        result_of(train=HOURS, sites=["oslo"], cases=cases)


@pytest.mark.parametrize(
    ("sites", "pinned", "said"),
    [
        (["oregon"], "dublin", "dublin is none of the study's sites"),
        (["oregon", "oregon"], None, "sites names oregon twice"),
    ],
)
def test_a_site_that_is_given_is_used_or_refused(sites, pinned, said):
    """Bad input: a pin that is no site of the study, a site that stands there twice."""
    train = {"hardware": "h100", "tokens": "1T"} | ({"site": pinned} if pinned else {})
    study = {"title": "T", "model": "llama-3.1-8b", "train": train, "sites": sites}
    with pytest.raises(errors.InputError, match=said):
        run(Study.from_dict(study))
