"""Bad input: one small study for each error, with the whole sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from wattlas import errors, run
from wattlas.parameters import declared
from wattlas.parameters.studies import StudyFields
from wattlas.study import SiteSection, TrainSection

STUDIES = Path(__file__).parent / "studies"
TRAIN_FIELDS = ", ".join(declared(TrainSection))
SITE_FIELDS = ", ".join(declared(SiteSection))
STUDY_FIELDS = ", ".join(declared(StudyFields))

OF_THE_FILE = {
    "alias_anchor": ", line 3: is not valid YAML: found undefined alias 'u'.",
    "duplicate": ', line 3: is not valid YAML: found duplicate key "train" with value '
    "\"{'energy': '2 MWh', 'boundary': 'chip'}\" (original value: "
    "\"{'energy': '1 MWh', 'boundary': 'chip'}\").",
    "empty": ": a study is a mapping such as 'title: ...'.",
    "latin1": ": is no UTF-8 text.",
    "not_a_mapping": ": a study is a mapping such as 'title: ...'.",
    "not_yaml": ", line 2: is not valid YAML: expected ',' or ']', but got '<stream "
    "end>'.",
    "tag": ", line 1: YAML tags (!name) have no meaning in a study.",
    "case_is_empty": ", line 4: cases.as it is must be a section of fields, got None.",
    "case_is_text": ", line 4: cases.one must be a section of fields, got 'dublin'.",
    "case_section_is_text": ", line 5: case one: train must be a section of fields, "
    "got 'much'.",
    "case_unknown_field": ", line 6: case two: train.energi is no field of a study. "
    f"Did you mean 'energy'? Allowed here: {TRAIN_FIELDS}.",
    "cases_is_list": ", line 3: cases must be a section of fields, got ['one', 'two'].",
    "energy_without_unit": ", line 2: train.energy: 433 has no unit; write for example "
    "'433 MWh'.",
    "hardware_number": ", line 2: train.hardware.0 must be text, got 100: a text of "
    "digits stands in quotes.",
    "no_title": ": title is missing.",
    "section_is_text": ", line 2: train must be a section of fields, got 'h100-sxm'.",
    "site_unknown_field": ", line 5: sites.1.puee is no field of a study. Did you mean "
    f"'pue'? Allowed here: {SITE_FIELDS}.",
    "site_without_name": ", line 4: sites.0.use is missing.",
    "sites_is_map": ", line 3: sites must be a list, got {'oslo': 1}.",
    "sites_null": ", line 3: sites must be a list, got None.",
    "two_mistakes": ", line 4: train.chiphours is no field of a study. Did you mean "
    f"'chip_hours'? Allowed here: {TRAIN_FIELDS}.\n"
    "{file}, line 6: sites.0.pu is no field of a study. Did you mean 'pue'? Allowed "
    f"here: {SITE_FIELDS}.",
    "unknown_field": ", line 3: train.hardwear is no field of a study. Did you mean "
    f"'hardware'? Allowed here: {TRAIN_FIELDS}.",
    "unknown_section": ", line 2: trian is no field of a study. Did you mean 'train'? "
    f"Allowed here: {STUDY_FIELDS}.",
    "wrong_type": ", line 4: train.chip_hours must be a number, with or without a "
    "unit, got [1, 2].",
    "bad_range": ", line 3: sites.0.pue: A range goes from low to high, got [1.3, "
    "1.1].",
    "case_impossible": ", line 7: case better than perfect: sites.0.pue must be 1 to "
    "5 (facility energy over IT energy), got 0.9.",
    "nothing_to_estimate": ": A study needs train, serve or deploy.",
    "null_section": ": A study needs train, serve or deploy.",
    "case_with_nothing": ": A study needs train, serve or deploy.",
    "case_currencies": ": Cases have several currencies: name one for the study.",
}

OF_THE_VALUES = {
    "chips_of_other_length": ": train and serve list 2 and 3 chips: several chips go "
    "in step. List as many in both, or one in one of them.",
    "energy_no_boundary": ": A metered energy needs its boundary: one of chip, it, "
    "facility, got None. A figure from the chips' counters is chip, from the rack it, "
    "from the bill facility.",
    "missing_config": ": Cannot read {folder}/models/none.json: No such file or "
    "directory.",
    "no_volume": ": A study of training and serving needs the volume: give "
    "requests_per_day under serve.",
    "overrides_unknown": ": No input named 'pu'. Did you mean 'pue'? List all: "
    "leave it out, and the result prints its inputs.",
    "pinned_unknown": ": No site named 'bergen'. Did you mean 'esbjerg'? List all: "
    "wattlas facts sites.",
    "serve_without_hardware": ": Serving needs a model and hardware; or a metered "
    "energy, its boundary and the requests served.",
    "unknown_chip": ": No chip named 'h100-smx'. Did you mean 'h100-sxm' or 'h800-sxm' "
    "or 'h200-sxm'? List all: wattlas facts hardware.",
    "unknown_currency": ": No currency named 'CNX'. Did you mean 'cny'? List all: "
    "wattlas facts currencies.",
    "unknown_model": ": No model named 'blom'. Did you mean 'bloom' or 'bloom-7b' or "
    "'bloom-3b'? List all: wattlas facts models.",
    "unknown_site": ": No site named 'dubln'. Did you mean 'dublin'? List all: wattlas "
    "facts sites.",
    "unused": ": tokens would not be used beside chip-hours figures. Leave it out.",
}
KINDS = {
    "unused": errors.ContradictionError,
    "unknown_chip": errors.UnknownNameError,
    "unknown_currency": errors.UnknownNameError,
    "unknown_model": errors.UnknownNameError,
    "unknown_site": errors.UnknownNameError,
    "pinned_unknown": errors.UnknownNameError,
    "overrides_unknown": errors.UnknownNameError,
} | dict.fromkeys(OF_THE_FILE, errors.StudyError)
SENTENCES = OF_THE_FILE | OF_THE_VALUES


def refusal(name: str) -> errors.InputError:
    with pytest.raises(errors.InputError) as caught:
        run(STUDIES / f"{name}.yaml")
    return caught.value


@pytest.mark.parametrize("name", SENTENCES)
def test_the_whole_sentence(name):
    """Bad input: file, line where it is one of a field, what is wrong and allowed."""
    file = STUDIES / f"{name}.yaml"
    wanted = f"{file}{SENTENCES[name]}".replace("{file}", str(file))
    assert str(refusal(name)) == wanted.replace("{folder}", str(STUDIES))


@pytest.mark.parametrize("name", SENTENCES)
def test_the_kind_of_error(name):
    """Law: what is wrong with the file is a StudyError; with a value, as of a call."""
    assert type(refusal(name)) is KINDS.get(name, errors.InputError)


def test_every_bad_study_is_compared():
    """Law: no file of the folder is left out."""
    assert {path.stem for path in STUDIES.glob("*.yaml")} == set(SENTENCES)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("none.yaml", "No such file or directory"), ("", "Is a directory")],
)
def test_a_file_that_cannot_be_read(name, reason):
    """Bad input: the path and the reason of the system."""
    with pytest.raises(errors.StudyError) as caught:
        run(STUDIES / name)
    assert str(caught.value) == f"{STUDIES / name}: cannot be read: {reason}."
