"""Many Parquet files to a folder: the row path's figures, whatever the split."""

from __future__ import annotations

import datetime
import json
import os
import re
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattlas import estimate_request_files, estimate_requests
from wattlas.cli.requesting import show_requests
from wattlas.errors import InputError
from wattlas.estimation.request_files import (
    inputs,
    local,
    part_sums,
    row_files,
    sums,
    user_sums,
)
from wattlas.parameters import RequestsOptions
from wattlas.parameters.output import RequestsOutput
from wattlas.parameters.request_files import RequestRunOptions
from wattlas.records import RESULT_UNITS

pyarrow = pytest.importorskip("pyarrow")
from pyarrow import parquet  # noqa: E402

MODELS = ["llama-3.1-8b", "gpt-4o-mini", "no-such-model"]
GIVEN = {"hardware": "h100-sxm", "draws": 32, "skip_bad": True}
ROWS = 600
HALF_A_PART = 0.5e-9
DAY = 86_400


@pytest.fixture(scope="module")
def log():
    """Rows of several models, places and lengths, wrong ones and absent users too."""
    rng = np.random.default_rng(11)
    prompts = rng.integers(1, 4000, ROWS).astype(float)
    prompts[[3, 77, 401]] = -5, 10**9, np.nan
    prompts[rng.integers(0, ROWS, 40)] = 110_000
    times = 1_767_225_600 + np.arange(ROWS) * DAY // 100
    return pyarrow.table(
        {
            "model": rng.choice(MODELS, ROWS),
            "prompt_tokens": pyarrow.array(prompts, from_pandas=True),
            "output_tokens": rng.integers(0, 900, ROWS),
            "batch": pyarrow.array([4.0, None] * (ROWS // 2)),
            "country": rng.choice(["fr", ""], ROWS),
            "user": pyarrow.array(rng.choice(["ann", "bob", None], ROWS)),
            "created": pyarrow.array(times * 1000, pyarrow.timestamp("ms", "UTC")),
            "note": ["x"] * ROWS,
        }
    )


def write_parts(log, folder, ends, group=100):
    folder.mkdir()
    for number, (start, end) in enumerate(
        zip([0, *ends], [*ends, len(log)], strict=True)
    ):
        path = folder / f"part-{number:02d}.parquet"
        parquet.write_table(log.slice(start, end - start), path, row_group_size=group)
    return folder


@pytest.fixture(scope="module")
def whole(log):
    """What the row path says of the log."""
    return estimate_requests(log, **GIVEN)


@pytest.fixture(scope="module")
def ran(log, tmp_path_factory):
    """A run over the log in three files, and its folder."""
    folder = tmp_path_factory.mktemp("run")
    write_parts(log, folder / "logs", [120, 121])
    out = folder / "out"
    return estimate_request_files(folder / "logs", output=out, **GIVEN), out


def rows_of(out):
    files = sorted((out / "rows").rglob("*.parquet"))
    return pyarrow.concat_tables([parquet.read_table(file) for file in files])


def test_rows_are_those_of_the_row_path(ran, whole, log):
    """Reference: `estimate_requests` on the whole log, low and high by the group."""
    rows, groups = rows_of(ran[1]), parquet.read_table(ran[1] / "groups.parquet")
    assert rows.select(log.column_names).equals(log)
    number = rows["group"].fill_null(-1).to_numpy()
    for name in whole.columns:
        mids = rows[name].to_numpy()
        np.testing.assert_allclose(mids, whole.columns[name], rtol=1e-12)
        for end, expected in (("low", whole.low(name)), ("high", whole.high(name))):
            factors = groups[f"{name}_{end}_factor"].to_numpy()[number]
            np.testing.assert_allclose(mids * factors, expected, rtol=1e-12)
    reasons = {p.row - 1: p.reason for p in whole.problems}
    assert rows["problem"].to_pylist() == [reasons.get(n) for n in range(ROWS)]


def test_totals_are_those_of_the_row_path(ran, whole):
    """Reference: its totals, but for half a billionth of a unit a row."""
    record = ran[0]
    assert (record.rows, record.rows_bad) == (ROWS, whole.rows_bad)
    assert list(record.totals) == [n for n in RESULT_UNITS if n in whole.totals]
    for name, expected in whole.totals.items():
        found = record.totals[name]
        allowed = pytest.approx(expected.mid, rel=1e-12, abs=HALF_A_PART * ROWS)
        assert found.mid == allowed
        assert found.low / found.mid == pytest.approx(
            expected.low / expected.mid, rel=1e-4
        )
        assert found.high / found.mid == pytest.approx(
            expected.high / expected.mid, rel=1e-4
        )
    assert record.rows_absent == whole.absent
    assert sorted((g.rows, str(g.subject)) for g in record.groups) == sorted(
        (g.rows, str(g.estimate.subject)) for g in whole.groups
    )


@pytest.mark.parametrize("by", ["model", "user", "day"])
def test_totals_by_key_are_sums_of_rows(ran, by):
    """By hand: the rows added up by pandas."""
    rows = rows_of(ran[1]).to_pandas()
    groups = parquet.read_table(ran[1] / "groups.parquet").to_pandas()
    rows = rows[rows["group"].notna()]
    keys = {
        "model": lambda: rows["group"].map(groups["model"]),
        "user": lambda: rows["user"].fillna(""),
        "day": lambda: rows["created"].dt.strftime("%Y-%m-%d"),
    }[by]()
    found = parquet.read_table(ran[1] / "totals" / f"by_{by}.parquet").to_pandas()
    sums = rows.groupby(keys)["facility_energy_kwh"].agg(["count", "sum"])
    assert found[by].tolist() == sums.index.tolist()
    assert found["rows"].tolist() == sums["count"].tolist()
    np.testing.assert_allclose(
        found["facility_energy_kwh"], sums["sum"], atol=HALF_A_PART * ROWS
    )
    assert (found["facility_energy_kwh_low"] <= found["facility_energy_kwh"]).all()


@pytest.mark.parametrize(
    ("ends", "group", "threads"), [([], 50, 1), ([50, 300, 599], 600, 3)]
)
def test_any_split_gives_the_same_record(
    log, ran, tmp_path, monkeypatch, ends, group, threads
):
    """Law: files, row groups, parts, batches, threads and ranges change no figure."""
    monkeypatch.setattr(inputs, "PART_ROWS", 90)
    monkeypatch.setattr(inputs, "BATCH_ROWS", 41)
    monkeypatch.setattr(sums, "MOST_HELD", 9)
    monkeypatch.setattr(part_sums, "SUMMED_ROWS", 60)
    monkeypatch.setattr(user_sums, "BLOCK_ROWS", 2)
    monkeypatch.setattr(user_sums, "RANGE_ROWS", 3)
    write_parts(log, tmp_path / "logs", ends, group)
    out = tmp_path / "out"
    pattern = str(tmp_path / "logs" / "*.parquet")
    found = estimate_request_files(pattern, output=out, threads=threads, **GIVEN)
    ours, theirs = found.to_dict(), ran[0].to_dict()
    for record in (ours, theirs):
        record.pop("files")
        record["problems"] = [{**p, "file": "", "row": 0} for p in record["problems"]]
        record["problems"].sort(key=str)
    assert ours == theirs
    for by in ("model", "user", "day"):
        name = Path("totals") / f"by_{by}.parquet"
        ours, theirs = parquet.read_table(out / name), parquet.read_table(ran[1] / name)
        assert ours.equals(theirs)


def test_what_fails_keeps_what_is_done_and_goes_on(log, ran, tmp_path, monkeypatch):
    """Law: after a failure the rest alone is worked, to the same record."""
    write_parts(log, tmp_path / "logs", [120, 121])
    out, work = tmp_path / "out", local._work
    done = []

    def fail(its, part, folder):
        if part.file.name.startswith("part-02") and "failed" not in done:
            done.append("failed")
            raise InputError("the disk is full")
        done.append(part.name)
        work(its, part, folder)

    monkeypatch.setattr(local, "_work", fail)
    given = {"output": out, "threads": 1, **GIVEN}
    with pytest.raises(InputError, match="disk is full"):
        estimate_request_files(tmp_path / "logs", **given)
    files = list((out / "rows").rglob("*.parquet"))
    kept = {(p.parent.name, p.name): p.stat().st_mtime_ns for p in files}
    names = {name for _, name in kept}
    assert sorted(names) == ["part-00-00000.parquet", "part-01-00000.parquet"]
    again = estimate_request_files(tmp_path / "logs", **given)
    assert done == [*sorted(names), "failed", "part-02-00000.parquet"]
    assert again.totals == ran[0].totals
    assert estimate_request_files(tmp_path / "logs", **given) == again


@settings(max_examples=8)
@given(st.lists(st.sampled_from([None, 0, 1, 2, 9]), min_size=1, max_size=30))
def test_rows_lie_in_the_folder_of_their_day(tmp_path_factory, days):
    """Law: in any order of days, some unknown, each row is once in its day's folder.

    Files are closed and begun anew where days are many, and no row is lost.
    """
    folder = tmp_path_factory.mktemp("days")
    times = [None if d is None else (20_000 + d) * DAY for d in days]
    rows = len(days)
    small(
        folder / "logs",
        model=["llama-3.1-8b"] * rows,
        prompt_tokens=list(range(1, rows + 1)),
        output_tokens=[4] * rows,
        created=pyarrow.array(times, pyarrow.timestamp("s")),
    )
    with (
        patch.object(row_files, "HELD_ROWS", 4),
        patch.object(row_files, "MOST_OPEN", 2),
        patch.object(inputs, "BATCH_ROWS", 5),
    ):
        run_small(folder / "logs", time_column="created")
    found = pyarrow.concat_tables(
        parquet.read_table(path, partitioning=None).append_column(
            "day",
            pyarrow.array([path.parent.name] * parquet.read_metadata(path).num_rows),
        )
        for path in (folder / "out" / "rows").rglob("*.parquet")
    )
    named = {None: "__HIVE_DEFAULT_PARTITION__"} | {
        d: str(datetime.date(1970, 1, 1) + datetime.timedelta(20_000 + d))
        for d in (0, 1, 2, 9)
    }
    wanted = [(n + 1, f"day_utc={named[day]}") for n, day in enumerate(days)]
    its = zip(found["prompt_tokens"].to_pylist(), found["day"].to_pylist(), strict=True)
    assert sorted(its) == wanted
    if any(days):  # what has no day at all has no type
        whole = parquet.read_table(folder / "out" / "rows")
        assert sorted(filter(None, whole["day_utc"].to_pylist())) == sorted(
            named[day] for day in days if day is not None
        )


def test_rows_that_were_taken_away_are_made_again(ran, log, tmp_path):
    """Law: a part is done while all files of its rows are there."""
    write_parts(log, tmp_path / "logs", [120, 121])
    given = {"output": tmp_path / "out", **GIVEN}
    first = estimate_request_files(tmp_path / "logs", **given)
    files = sorted((tmp_path / "out" / "rows").rglob("*.parquet"))
    files[-1].unlink()
    assert estimate_request_files(tmp_path / "logs", **given) == first
    assert sorted((tmp_path / "out" / "rows").rglob("*.parquet")) == files


def small(folder, name="a.parquet", **columns):
    folder.mkdir(exist_ok=True)
    given = {"model": ["llama-3.1-8b"], "prompt_tokens": [9], "output_tokens": [4]}
    parquet.write_table(pyarrow.table(given | columns), folder / name)
    return folder


def run_small(folder, **given):
    options = {"hardware": "h100-sxm", "draws": 16, "output": folder.parent / "out"}
    return estimate_request_files(folder, **(options | given))


def refused(folder, match, **given):
    with pytest.raises(InputError, match=match) as caught:
        run_small(folder, **given)
    assert str(caught.value).endswith(".")


def test_a_file_of_other_columns_is_named(tmp_path):
    """Bad input: before anything is written, in any order of files and columns."""
    folder = small(tmp_path / "logs")
    small(folder, "b.parquet", user=["ann"])
    refused(folder, r"b\.parquet has not the columns of .*a\.parquet: it has user")
    assert not (tmp_path / "out").exists()


def test_files_without_rows_are_counted(tmp_path):
    """Law: they add nothing; where all are so, there is no log."""
    folder = small(tmp_path / "logs")
    empty = parquet.read_table(folder / "a.parquet").slice(0, 0)
    parquet.write_table(empty, folder / "b.parquet")
    record = run_small(folder)
    assert (record.files, record.files_empty, record.rows) == (1, 1, 1)
    (folder / "a.parquet").unlink()
    refused(folder, "the files have no rows", output=tmp_path / "other")


@pytest.mark.parametrize("content", [b"", b"model,prompt_tokens\n", b"PAR1 cut PAR1"])
def test_what_is_no_parquet_is_named(tmp_path, content):
    """Bad input: of a name that says so."""
    folder = small(tmp_path / "logs")
    (folder / "c.parquet").write_bytes(content)
    refused(folder, r"c\.parquet is no Parquet file, or is cut off")


def test_a_pattern_of_other_files_is_refused(tmp_path):
    """Bad input: text among them; and where there is none."""
    folder = small(tmp_path / "logs")
    (folder / "a.csv").write_text("model\n")
    with pytest.raises(InputError, match=r"a\.csv is no Parquet file"):
        estimate_request_files(str(folder / "*"), output=tmp_path / "out")
    with pytest.raises(InputError, match="there is no Parquet file"):
        estimate_request_files(str(folder / "*.no"), output=tmp_path / "out")


@pytest.mark.parametrize(
    ("columns", "filled"),
    [
        ({}, {"facility_energy_kwh", "group"}),
        ({"country": ["de", None]}, {"facility_energy_kwh", "group"}),
        ({"output_tokens": [-1, 5]}, set()),
    ],
)
def test_a_column_is_filled_where_every_row_of_the_log_has_it(
    tmp_path, columns, filled
):
    """What some row lacks may be absent in every file, so that all are alike."""
    two = {
        "model": ["llama-3.1-8b"] * 2,
        "prompt_tokens": [9, 8],
        "output_tokens": [3, 4],
    }
    small(tmp_path / "logs", "a.parquet", **two | columns)
    small(tmp_path / "logs", "b.parquet", **two | columns | {"output_tokens": [3, 4]})
    run_small(tmp_path / "logs", skip_bad=True)
    for path in (tmp_path / "out" / "rows").rglob("*.parquet"):
        schema = parquet.read_schema(path)
        added = ["facility_energy_kwh", "group", "carbon_kg"]
        found = {n for n in added if n in schema.names and not schema.field(n).nullable}
        assert found == filled


def test_a_bad_row_is_told_with_its_file(tmp_path):
    """Bad input: nothing is written; with skip_bad it stays without figures."""
    folder = small(tmp_path / "logs")
    small(folder, "b.parquet", prompt_tokens=[-3])
    refused(
        folder, r"1 of 2 rows cannot be used\. .*b\.parquet, row 1: prompt_tokens must"
    )
    assert not (tmp_path / "out" / "rows").exists()
    record = run_small(folder, output=tmp_path / "other", skip_bad=True)
    assert record.rows_bad == 1
    assert rows_of(tmp_path / "other")["group"].to_pylist() == [0, None]


def test_a_folder_that_is_not_ours_is_left(tmp_path):
    """Bad input: not even by force."""
    folder = small(tmp_path / "logs")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    refused(folder, r"out holds thesis\.txt, which is not of a run", force=True)
    (tmp_path / "out" / "begun.json").write_text("{}")
    refused(folder, r"begun\.json was not written by this version", force=True)
    assert (tmp_path / "out" / "thesis.txt").read_text() == "mine"
    refused(folder, r"a\.parquet lies in the output folder", output=tmp_path)
    refused(folder, "Cannot write", output=tmp_path / "out" / "thesis.txt" / "x")


def test_what_changed_since_is_told(tmp_path):
    """Bad input: another file or option, a changed one, one less; then by force."""
    folder = small(tmp_path / "logs")
    run_small(folder)
    refused(folder, r"was begun with another draws\. Name a new folder", draws=9)
    small(folder, "b.parquet")
    refused(folder, r"was begun without .*b\.parquet")
    (folder / "b.parquet").unlink()
    os.utime(folder / "a.parquet", ns=(1, 1))
    refused(folder, r"with .*a\.parquet as it was before a change")
    (folder / "a.parquet").rename(folder / "z.parquet")
    refused(folder, "was begun without .*z")
    assert run_small(folder, force=True).rows == 1


def test_two_do_not_fill_one_folder(tmp_path):
    """Bad input: while another does."""
    from wattlas.estimation.request_files.folder import OutputFolder

    folder = small(tmp_path / "logs")
    with OutputFolder(tmp_path / "out").held():
        refused(folder, "Another process fills")


@pytest.mark.parametrize("name", ["group", "facility_energy_kwh", "day_utc"])
def test_a_column_that_is_added_is_not_there_before(tmp_path, name):
    """Bad input: it would be written twice."""
    folder = small(tmp_path / "logs", created=[1_767_225_600], **{name: [1]})
    refused(folder, f"{name} is a column already")


@pytest.mark.parametrize(
    ("times", "day"),
    [
        ([1_767_225_599], "2025-12-31"),
        ([1_767_225_600_000], "2026-01-01"),
        ([1_767_225_600_000_000_000], "2026-01-01"),
        (["2026-01-01T07:59:59+08:00"], "2025-12-31"),
        (["2026-01-01 00:00"], "2026-01-01"),
        ([None], ""),
    ],
)
def test_the_day_is_that_of_utc(tmp_path, times, day):
    """By hand: numbers since 1970, text with a zone and without."""
    record = run_small(small(tmp_path / "logs", when=times), time_column="when")
    assert [item.key for item in record.by_day] == [day]


def test_columns_of_keys_are_named_or_found(tmp_path):
    """Bad input: named ones must be there and hold what they name."""
    folder = small(tmp_path / "logs", UserID=[7], time=["soon"], user=[[1]])
    refused(folder, "no column team; it has model", user_column="team")
    refused(folder, "The column time holds no times", time_column="time")
    refused(folder, "The column user holds neither texts", user_column="user")
    record = run_small(folder, time_column="prompt_tokens")
    assert (record.user_column, record.users) == ("UserID", 1)


@pytest.mark.parametrize("time", ["soon", 0.8, 41, datetime.time(1, 2), [3]])
@pytest.mark.parametrize("user", [{"id": 1}, [1], b"\xff"])
def test_what_only_looks_like_a_key_is_left(tmp_path, time, user):
    """Law: a duration or an object of a usual name stops nothing, and is unused."""
    record = run_small(small(tmp_path / "logs", time=[time], user=[user]))
    assert (record.user_column, record.time_column) == (None, None)
    assert record.columns_unused == ("time", "user")


def test_what_is_left_aside_is_not_read(tmp_path):
    """Law: --ignore-columns holds for users, times, counts and paths in an object."""
    usage = [{"prompt_tokens": 9, "draft_tokens": 3}]
    more = {"spare_tokens": [5], "created": [1_767_225_600], "user": ["ann"]}
    folder = small(tmp_path / "logs", usage=usage, **more)
    refused(folder, "spare_tokens looks like tokens")
    aside = ("usage.draft_tokens", *more)
    record = run_small(folder, ignore_columns=aside)
    assert (record.user_column, record.time_column) == (None, None)
    assert set(rows_of(tmp_path / "out").column_names) >= {"usage", *more}
    refused(folder, "no column x to ignore", ignore_columns=("x",), force=True)


def test_the_record_reads_back(ran):
    """Law: the file in the folder is the record."""
    from wattlas.report.saved import read_record

    record, out = ran
    text = (out / "requests.json").read_text()
    assert read_record(json.loads(text)) == record


def test_the_question_of_the_guide_can_be_asked(ran):
    """By hand: the sum by model over rows and groups is the total by model."""
    duckdb = pytest.importorskip("duckdb")
    record, out = ran
    guide = Path(__file__).parents[2] / "docs" / "guides" / "engineer.md"
    question = re.search(r"```sql\n(.*?)```", guide.read_text(), re.DOTALL)[1]
    answer = duckdb.sql(question.replace("out/", f"{out}/")).fetchall()
    expected = {
        item.key: item.totals["facility_energy_kwh"] for item in record.by_model
    }
    assert {model for model, *_ in answer} == expected.keys()
    for model, mid, high in answer:
        assert mid == pytest.approx(expected[model].mid, abs=HALF_A_PART * ROWS)
        assert high == pytest.approx(expected[model].high, rel=1e-6)


def test_the_command_fills_the_folder(tmp_path, run):
    """Law: what is shown is the record in the folder, in the language asked for."""
    folder = small(tmp_path / "logs")
    given = ("--hardware", "h100", "--draws", "16", "--language", "zh")
    out = str(tmp_path / "out")
    done = run("estimate", "requests", str(folder), *given, "-o", out)
    assert "1 个文件中 1 个请求里的 1 个" in done.stdout
    assert "没有找到用户的列" in done.stdout
    record = json.loads((tmp_path / "out" / "requests.json").read_text())
    assert record["kind"] == "request-run"


@pytest.mark.parametrize(
    ("name", "run", "match"),
    [
        ("", {}, "names many files: give a folder"),
        ("a.parquet", {"threads": 1}, "--threads is for many files: give a folder"),
        ("a.parquet", {"user_column": "x"}, "--user-column is for many files"),
    ],
)
def test_what_needs_a_folder_says_so(tmp_path, name, run, match):
    """Bad input: many files, or what is for them, without a folder."""
    folder = small(tmp_path / "logs")
    options = RequestsOptions(table=folder / name, hardware="h100-sxm")
    with pytest.raises(InputError, match=match):
        show_requests(options, RequestRunOptions(**run), RequestsOutput())


@pytest.mark.parametrize("where", ["rows", "files"])
def test_a_name_that_moves_is_that_of_the_day_of_its_row(tmp_path, where):
    """By hand: before, in and after periods; however far down the first such row is."""
    rows = 30
    models = ["llama-3.1-8b"] * (rows - 4)
    models += ["mistral/mistral-large-latest", "mistral-large-latest"] * 2
    times = [datetime.datetime(2026, 1, 1)] * (rows - 4)
    times += [datetime.datetime(y, 5, 1) for y in (2024, 2025, 2026)] + [None]
    log = pyarrow.table(
        {
            "model": models,
            "prompt_tokens": [9] * rows,
            "output_tokens": [4] * rows,
            "created": pyarrow.array(times, pyarrow.timestamp("us")),
        }
    )
    given = {"hardware": "h200", "draws": 16, "skip_bad": True}
    if where == "rows":
        found = estimate_requests(log, **given).summary
        reasons = [problem.reason for problem in found.problems]
    else:
        (tmp_path / "logs").mkdir()
        parquet.write_table(log, tmp_path / "logs" / "a.parquet", row_group_size=7)
        with patch.object(inputs, "HEAD_ROWS", 5):
            out = tmp_path / "out"
            found = estimate_request_files(tmp_path / "logs", output=out, **given)
        reasons = [count.reason for count in found.problems]
    assert found.models_read == {
        "mistral-large-latest@2024-02-26": "mistral-large-1",
        "mistral-large-latest@2024-07-24": "mistral-large-2",
        "mistral-large-latest@2025-12-02": "mistral-large-3",
    }
    models = {group.subject["model"] for group in found.groups}
    assert models == {"llama-3.1-8b", *found.models_read.values()}
    assert found.rows_bad == 1
    assert "moves from model to model: give the time" in reasons[0]


def test_a_day_that_is_of_no_period_is_told():
    """Bad input: a time is there, and what the name stood for then is not known."""
    log = {"model": ["deepseek-chat", "gpt-4o"], "prompt_tokens": [9, 9]}
    log |= {"output_tokens": [4, 4], "created": ["2031-05-06", "2031-05-06"]}
    (problem,) = estimate_requests(log, draws=16).problems
    assert problem.reason == (
        "What 'deepseek-chat' stood for on 2031-05-06 is not known: its table goes "
        "from 2024-12-26 to 2025-12-31. Give the model that answered."
    )


def test_where_answers_are_compared_is_said(tmp_path, capsys):
    """By hand: told twice in a file an answer counts once, and twice in two files."""
    usage = {"prompt_tokens": 10, "completion_tokens": 5}
    answer = {"id": "a", "model": "llama-3.1-8b", "usage": usage}
    counted = []
    for name, files in (("one", [[answer, answer]]), ("two", [[answer], [answer]])):
        folder = tmp_path / name
        folder.mkdir()
        for number, rows in enumerate(files):
            table = pyarrow.Table.from_pylist(rows)
            parquet.write_table(table, folder / f"{number}.parquet")
        given = {"table": f"{folder}/*.parquet", "hardware": "h100-sxm", "draws": 16}
        output = RequestsOutput(output=tmp_path / f"out-{name}")
        show_requests(RequestsOptions(**given), RequestRunOptions(), output)
        said = " ".join(capsys.readouterr().out.split())
        assert "identities are not compared from file to file" in said
        counted.append(said.partition(" of ")[0].rpartition(" ")[2])
    assert counted == ["1", "2"]
