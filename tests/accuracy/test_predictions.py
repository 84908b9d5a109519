"""Files of predictions: their columns, their completeness, and bad input."""

from __future__ import annotations

import csv

import pytest

from wattlas import validate
from wattlas.accuracy.architectures import Architectures
from wattlas.accuracy.configurations import hidden_columns
from wattlas.accuracy.predict import Prediction, predict_inference
from wattlas.accuracy.rows import INFERENCE, TRAINING, read_rows
from wattlas.errors import InputError, UnknownNameError

HEADER = (
    "row_id,model,unit,gpu,num_gpus,max_batch,output_tokens_mean,year,task,"
    "energy_j_per_output_token,avg_power_w,throughput_tokens_per_s"
)
GOOD = "a,qwen3-8b,output_token,h100-sxm,1,64,500,2025,chat,0.2,600,3000"
UNKNOWN = "b,no-such-model,output_token,h100-sxm,1,64,500,2025,chat,0.2,600,3000"
BAD = "c,qwen3-8b,output_token,h100-sxm,one,64,500,2025,chat,0.2,600,3000"
IMAGE = "d,flux.1-dev,image,h100-sxm,1,1,,2025,text-to-image,,,"
RUNS = "row_id,model,chip,tokens_billion,chip_hours\nr,llama-3.1-8b,h100-sxm,15000,\n"


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def predicted(path, given=None) -> tuple[Prediction, ...]:
    """Return the predictions of a file, from all columns or those that are given."""
    rows = read_rows(path, INFERENCE)
    return predict_inference(rows, Architectures(), hidden_columns(given)).predictions


@pytest.fixture
def measurements(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("\n".join([HEADER, GOOD, UNKNOWN, BAD, IMAGE]) + "\n")
    return path


def test_every_row_is_predicted_or_skipped(measurements, tmp_path):
    """Law: predicted and skipped rows are all rows, each with its reason."""
    found = validate(inference=measurements, predictions=tmp_path / "out")
    for name in ("energy", "power", "time"):
        rows = rows_of(tmp_path / "out" / "inference" / f"{name}.csv")
        assert list(rows[0]) == ["row_id", "low", "mid", "high"]
        assert [r["row_id"] for r in rows] == ["a", "d"]
        for r in rows:
            assert 0 < float(r["low"]) <= float(r["mid"]) <= float(r["high"])
    skipped = rows_of(tmp_path / "out" / "skipped.csv")
    assert [list(r.values()) for r in skipped] == [
        ["b", found.skipped["b"]],
        ["c", "num_gpus must be a number >= 0, got 'one'"],
    ]
    assert "give it in a file with --architectures" in found.skipped["b"]


def test_runs_are_written_beside(tmp_path):
    """Law: hours and energy of a training run, each in its file."""
    path = tmp_path / "runs.csv"
    path.write_text(RUNS)
    validate(training=path, predictions=tmp_path / "out")
    for name in ("hours", "energy"):
        rows = rows_of(tmp_path / "out" / "training" / f"{name}.csv")
        assert [r["row_id"] for r in rows] == ["r"]
        assert float(rows[0]["low"]) < float(rows[0]["mid"]) < float(rows[0]["high"])


def test_a_model_alone_gives_a_wider_range(measurements, tmp_path):
    """Law: hiding the configuration widens the range and keeps its row; what is
    written is the same."""
    known, alone = predicted(measurements)[0], predicted(measurements, "model")[0]
    assert alone.row.row_id == known.row.row_id
    widths = [p.ranges["energy"].high / p.ranges["energy"].low for p in (known, alone)]
    assert widths[1] > 3 * widths[0]
    assert not alone.known
    validate(inference=measurements, given="model", predictions=tmp_path / "out")
    written = rows_of(tmp_path / "out" / "inference" / "energy.csv")[0]
    assert float(written["high"]) == pytest.approx(
        alone.ranges["energy"].high, rel=1e-3
    )


def test_measured_cells_do_not_enter_a_prediction(measurements, tmp_path):
    """Law: another measurement of the same configuration has the same prediction."""
    other = tmp_path / "other.csv"
    changed = GOOD.replace("0.2,600,3000", "9.9,100,7")
    other.write_text("\n".join([HEADER, changed]) + "\n")
    one, two = (predicted(path)[0].ranges for path in (measurements, other))
    assert one == two


def test_a_cap_lowers_the_power(tmp_path):
    """Law: a chip `capped at 350 W` is predicted with 350 W as its limit."""
    path = tmp_path / "rows.csv"
    capped = GOOD.replace("a,", "e,", 1).replace("h100-sxm", "h100-sxm capped at 350 W")
    path.write_text("\n".join([HEADER, GOOD, capped]) + "\n")
    free, limited = predicted(path)
    assert limited.ranges["power"].mid <= 350 < free.ranges["power"].mid


def test_an_unknown_column_of_given_is_refused(measurements):
    """Bad input: the sentence names the nearest column."""
    with pytest.raises(UnknownNameError, match=r"No column named 'gpus'. Did you mean"):
        validate(inference=measurements, given="model,gpus")


def test_refit_needs_measurements():
    """Bad input: there is nothing to fit to."""
    with pytest.raises(InputError, match=r"need a file of measurements"):
        validate(refit=True)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("model\nqwen3-8b\n", "lacks row_id: every inference row needs"),
        ("row_id,model\n", "holds no rows"),
        ("row_id,model\na,x\na,y\n", "row_id 'a' stands twice"),
        ("row_id,model\n,x\n", "one is empty"),
    ],
)
def test_files_that_cannot_be_used(tmp_path, text, sentence):
    """Bad input: one sentence that names the file and what to do."""
    path = tmp_path / "rows.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=sentence):
        read_rows(path, INFERENCE)


def test_columns_that_are_missing_are_named(tmp_path):
    """Law: a file may lack columns; the record says which."""
    path = tmp_path / "runs.csv"
    path.write_text(RUNS)
    assert "energy_boundary" in read_rows(path, TRAINING).missing


@pytest.mark.rows
def test_all_shared_rows_are_predicted_or_skipped(shared_data, tmp_path):
    """Law: of the shared files no row is lost; only unknown models are skipped."""
    found = validate(
        inference=shared_data / "inference.csv",
        training=shared_data / "training.csv",
        predictions=tmp_path,
    )
    ids = [r["row_id"] for r in rows_of(shared_data / "inference.csv")]
    energy = rows_of(tmp_path / "inference" / "energy.csv")
    skipped = {r["row_id"] for r in rows_of(tmp_path / "skipped.csv")}
    predicted = {r["row_id"] for r in energy}
    assert predicted | (skipped & set(ids)) == set(ids)
    assert predicted & skipped == set()
    assert len(skipped & set(ids)) < 20
    runs = [r["row_id"] for r in rows_of(shared_data / "training.csv")]
    hours = {r["row_id"] for r in rows_of(tmp_path / "training" / "hours.csv")}
    assert hours | skipped >= set(runs)
    assert found.to_dict()["rows"] == len(ids)
