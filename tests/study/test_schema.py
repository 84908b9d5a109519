"""What a study may say: its fields, sites, cases, and paths of models."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError

import pytest

from wattlas import errors
from wattlas.parameters import (
    PlaceOptions,
    ServeOptions,
    TrainOptions,
    declared,
    given_of,
)
from wattlas.parameters.places import PlaceFigures
from wattlas.parameters.sites import HoursFields
from wattlas.study import (
    LoadSection,
    PlanSection,
    PowerSection,
    ServeSection,
    SiteSection,
    Study,
    TrainSection,
)

SECTIONS = [
    TrainSection,
    ServeSection,
    SiteSection,
    LoadSection,
    PowerSection,
    PlanSection,
    Study,
]

HOURS = {"hardware": "h100-sxm", "chip_hours": 1000}
OF_THE_STUDY = {"model", "accept_unread", "currency", "draws", "seed"}


def study(**fields) -> Study:
    return Study.from_dict({"title": "T", **fields})


OF_CLOSED_MODELS = ("prompt_price", "output_price", "speed")
"""What infers a closed model on the command line: a study takes its listed prices."""


OF_PROMPTS = {"images", "image_width", "image_height", "audio"}
"""What becomes tokens of a prompt: a study gives these as `prompt_tokens`."""


@pytest.mark.parametrize(
    ("section", "options", "more"),
    [
        (TrainSection, TrainOptions, set()),
        (
            ServeSection,
            ServeOptions,
            {"training_energy", *OF_CLOSED_MODELS, *OF_PROMPTS},
        ),
    ],
)
def test_a_section_has_every_option_of_its_function(section, options, more):
    """Law: what `train` and `serve` take, a study can say (or works out itself)."""
    wanted = set(declared(options)) - set(declared(PlaceOptions)) - OF_THE_STUDY - more
    assert wanted <= set(declared(section))
    assert set(declared(PlaceFigures)) <= set(declared(SiteSection))


@pytest.mark.parametrize("section", SECTIONS)
def test_every_field_says_what_it_is(section):
    """Law: each field of a section has a sentence of help."""
    for name, item in declared(section).items():
        assert item.parameter.help.endswith((".", "]")), name


def test_what_only_a_plan_reads_is_no_input_of_an_estimate():
    """Law: what the hours of a site take beside its figures goes to a plan alone."""
    oslo = study(train=HOURS, sites=[{"use": "oslo", "tariff": "local", "pue": 1.1}])
    assert given_of(oslo.sites[0], PlaceFigures) == {"pue": 1.1}
    assert given_of(oslo.sites[0], HoursFields) == {"tariff": "local", "pue": 1.1}


def test_a_power_option_is_written_in_three_ways():
    """Law: a name alone, {name: {...}} and {use: name, ...} are one section."""
    options = ["smr", {"smr": {"max_units": 4}}, {"use": "smr", "max_units": 4}]
    bare, short, long = study(power=options).power
    assert bare == PowerSection(use="smr")
    assert short == long == PowerSection(use="smr", max_units=4)


def test_users_are_at_one_place_or_several():
    """By hand: two places that are listed have half of the requests each."""
    assert study(serve={"origins": "oslo"}).serve.origins == {"oslo": 1.0}
    listed = study(serve={"origins": ["oslo", "dublin"]}).serve.origins
    assert listed == {"oslo": 0.5, "dublin": 0.5}
    assert study(serve={"origins": {"oslo": 0.7}}).serve.origins == {"oslo": 0.7}


def test_files_are_relative_to_the_study(tmp_path):
    """Law: a path beside the study is found from anywhere; a key stays a key."""
    (tmp_path / "s.yaml").write_text(
        "title: T\n"
        "sites: [{use: oslo, weather: w/oslo.epw, tariff: local}]\n"
        "load: {it_power: 1 MW, shape: local}\n"
        "power: [{solar-ppa: {shape: sun.csv}}]\n"
    )
    read = Study.from_file(tmp_path / "s.yaml")
    assert read.sites[0].weather == str(tmp_path / "w/oslo.epw")
    assert read.sites[0].tariff == read.load[0].shape == "local"
    assert read.power[0].shape == str(tmp_path / "sun.csv")


def test_one_chip_or_several():
    """Law: a name alone is a list of one."""
    assert study(train=HOURS).train.hardware == ["h100-sxm"]
    several = study(train={**HOURS, "hardware": ["h100-sxm", "b200-sxm"]})
    assert several.train.hardware == ["h100-sxm", "b200-sxm"]


def test_a_place_by_its_name_alone():
    """Law: 'oslo' is {use: oslo}."""
    sites = study(train=HOURS, sites=["oslo", {"use": "oslo", "pue": 1.2}]).sites
    assert sites[0] == SiteSection(use="oslo")
    assert given_of(sites[1]) == {"use": "oslo", "pue": 1.2}


def test_given_is_what_the_study_says():
    """Law: defaults are left to the functions that have them."""
    assert given_of(study(train=HOURS).train) == HOURS | {"hardware": ["h100-sxm"]}


def test_hardware_may_be_missing():
    """Law: a metered energy needs no chips, to train or to serve."""
    metered = study(
        train={"energy": "1 GWh", "boundary": "it"},
        serve={"energy": "914 kWh", "boundary": "it", "requests": 230_768},
    )
    assert metered.train.hardware == metered.serve.hardware == []


def test_a_case_changes_what_it_says():
    """By hand: sections are merged field by field, everything else replaced."""
    base = study(
        currency="USD",
        train=HOURS,
        sites=["oslo", "dublin"],
        cases={
            "as it is": {},
            "longer": {"train": {"chip_hours": 2000}},
            "elsewhere": {"sites": ["qingyang"], "currency": "CNY"},
            "not trained": {"train": None},
            "set": {"train": {"overrides": {"goodput": 0.9}}},
        },
    )
    cases = base.variants()
    assert list(cases) == list(base.cases)
    assert cases["as it is"].train == base.train
    assert cases["longer"].train.chip_hours == 2000
    assert cases["longer"].train.hardware == ["h100-sxm"]
    assert [s.use for s in cases["elsewhere"].sites] == ["qingyang"]
    assert cases["elsewhere"].currency == "CNY"
    assert cases["not trained"].train is None
    assert cases["set"].train.overrides == {"goodput": 0.9}
    assert all(not variant.cases for variant in cases.values())
    assert base.train.chip_hours == 1000


def test_a_study_without_cases_is_its_own():
    """Law: one variant, without a name."""
    alone = study(train=HOURS)
    assert alone.variants() == {"": alone}


def test_a_mistake_in_a_case_is_found_when_the_study_is_read():
    """Bad input: not only when the case is run."""
    sentence = (
        "study: case one: serve.bach is no field of a study. Did you mean 'batch'?"
    )
    with pytest.raises(errors.StudyError) as caught:
        study(train=HOURS, cases={"one": {"serve": {"bach": 3}}})
    assert str(caught.value).startswith(sentence)


CONFIG = {
    "model_type": "llama",
    "hidden_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "intermediate_size": 128,
    "vocab_size": 100,
}


@pytest.mark.parametrize(
    "where", ["model: own.json\n", "cases: {a: {model: own.json}}"]
)
def test_a_models_path_is_relative_to_the_study(tmp_path, monkeypatch, where):
    """Law: wherever the program is started; in a case as in the study."""
    folder = tmp_path / "studies"
    folder.mkdir()
    (folder / "own.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    path = folder / "study.yaml"
    path.write_text(f"title: T\n{where}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (variant,) = Study.from_file(path.relative_to(tmp_path)).variants().values()
    assert variant.model == str(folder.relative_to(tmp_path) / "own.json")


def test_an_absolute_path_and_a_key_stay_as_they_are(tmp_path):
    """Law: only a relative path of a config.json is taken from the study's folder."""
    path = tmp_path / "study.yaml"
    for model in ("/models/own.json", "llama-3.1-70b"):
        path.write_text(f"title: T\nmodel: {model}\n", encoding="utf-8")
        assert Study.from_file(path).model == model


def test_a_study_cannot_be_changed():
    """Law: records are frozen."""
    with pytest.raises(FrozenInstanceError):
        study(train=HOURS).title = "other"
