"""Files of request logs: what is read, the lines of rows, and what is written."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattlas.errors import InputError, MissingExtraError
from wattlas.estimation.request_log.estimate import estimate_requests
from wattlas.estimation.request_log.files import read_requests
from wattlas.estimation.request_log.log_columns import CHUNK_ROWS
from wattlas.estimation.request_log.numerals import grouped_number

LOGS = Path(__file__).parents[1] / "bad_input" / "logs"
CHAT = {"model": "llama-3.1-8b", "hardware": "h100-sxm"}

BAD_FILES = {
    "empty.csv": "empty.csv is empty; its first line names the columns, such as "
    "prompt_tokens,output_tokens.",
    "empty.jsonl": "empty.jsonl is empty; each line is an object, such as "
    '{"prompt_tokens": 500, "output_tokens": 300}.',
    "header_only.csv": "header_only.csv has a header and no rows.",
    "ragged.csv": "ragged.csv, line 3: 3 fields where the header has 4. Mend or "
    "remove the line.",
    "truncated.csv": "truncated.csv, line 3: the last line is cut off (2 fields where "
    "the header has 4). Remove it, or fetch the whole file.",
    "truncated.jsonl": "truncated.jsonl, line 2: the last line is cut off (no whole "
    "object). Remove it, or fetch the whole file.",
    "broken.jsonl": "broken.jsonl, line 2, column 22: no JSON (Expecting ',' "
    "delimiter).",
    "no_object.jsonl": "no_object.jsonl, line 3: an object is wanted, got list.",
    "column_twice.csv": "column_twice.csv, line 1: the column 'prompt_tokens' is there "
    "twice.",
    "open_quote.csv": "open_quote.csv, line 3: unexpected end of data. Mend the "
    "quotes, or write the log anew.",
    "latin1.csv": "latin1.csv is no text in UTF-8: invalid continuation byte.",
    "log.xlsx": "log.xlsx is no request log that can be read; it ends in .csv, .tsv, "
    ".jsonl, .ndjson, .log, .json, .parquet, .otlp.",
    "no_parquet.parquet": "no_parquet.parquet is no Parquet file, or is cut off.",
}

BAD_ROWS = {
    "same_meaning.csv": "The columns prompt_tokens and ContextTokens both mean "
    "prompt_tokens. Keep one.",
    "missing_column.csv": "missing_column.csv has no column prompt_tokens (or "
    "input_tokens, context_tokens, prompt_token_count ...); it has promt_tokens, "
    "output_tokens. Did you mean 'promt_tokens'? Rename a column, or give "
    "prompt_tokens.",
    "negative.csv": "2 of 3 rows cannot be used. Row 2 (line 4): prompt_tokens must be "
    ">= 0, got -5. Row 3 (line 5): output_tokens must be >= 0, got -1. Correct them, "
    "or set skip_bad to go on without them.",
    "no_number.csv": "3 of 3 rows cannot be used. Row 1 (line 2): output_tokens must "
    "be a number, got 'many'. Row 2 (line 3): prompt_tokens is empty. Row 3 (line 4): "
    "output_tokens must be a finite number, got inf. No row is left to estimate.",
    "cached.csv": "1 of 2 rows cannot be used. Row 2 (line 3): cached_prompt_tokens "
    "are part of prompt_tokens: at most 10, got 11. Correct them, or set skip_bad to "
    "go on without them.",
}


@pytest.mark.parametrize(("name", "message"), BAD_FILES.items())
def test_a_file_that_cannot_be_read_is_one_sentence(name, message):
    """Bad input: one small file each; the sentence names the line."""
    if name.endswith(".parquet"):
        pytest.importorskip("pyarrow")
    with pytest.raises(InputError) as error:
        read_requests(LOGS / name)
    assert str(error.value) == message


@pytest.mark.parametrize(("name", "message"), BAD_ROWS.items())
def test_rows_that_cannot_be_used_are_told_with_their_lines(name, message):
    """Bad input: rows count from 1, lines as an editor counts them."""
    with pytest.raises(InputError) as error:
        estimate_requests(LOGS / name, **CHAT)
    assert str(error.value) == message


def test_unknown_names_are_told_with_their_lines():
    """Bad input: an unknown model, an empty one, an unknown chip and site."""
    table = estimate_requests(LOGS / "unknown_names.csv", skip_bad=True)
    assert [(p.row, p.line, p.reason.split(".")[0]) for p in table.problems] == [
        (2, 3, "No model named 'llama-3"),
        (3, 4, "model is empty"),
        (4, 5, "No chip named 'h1000'"),
        (5, 6, "No site named 'dubln'"),
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ('{"prompt_tokens": 5, "prompt_tokens": 9}', "'prompt_tokens' is given twice"),
        ('{"prompt_tokens": 100, "output_tokens": true}', "'True'"),
    ],
)
def test_nothing_of_a_line_is_taken_for_something_else(tmp_path, row, sentence):
    """Bad input: of two values one is lost; true is no number of tokens."""
    path = tmp_path / "log.jsonl"
    path.write_text(f'{{"prompt_tokens": 1, "output_tokens": 1}}\n{row}\n')
    with pytest.raises(InputError, match=sentence):
        estimate_requests(path, **CHAT)


def test_columns_that_nothing_rests_on_are_named(tmp_path):
    """Law: what a log has is used, refused or told."""
    path = tmp_path / "log.csv"
    path.write_text("prompt_tokens,output_tokens,pue,price\n100,200,4.9,77\n")
    assert estimate_requests(path, **CHAT).summary.columns_unused == ("pue", "price")


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    """Bad input: the path and the system's reason."""
    path = tmp_path / "none.csv"
    with pytest.raises(InputError, match=r"^Cannot read .*: No such file"):
        read_requests(path)


def test_parquet_names_the_extra_that_it_needs(tmp_path, monkeypatch):
    """Bad input: without pyarrow, the command that installs it."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "log.parquet").touch()
    with pytest.raises(MissingExtraError, match=r"pip install 'wattlas\[tables\]'"):
        read_requests(tmp_path / "log.parquet")
    table = estimate_requests(**CHAT, prompt_tokens=5, output_tokens=5)
    for call in (table.to_arrow, lambda: table.write(tmp_path / "out.parquet")):
        with pytest.raises(MissingExtraError, match="the 'tables' extra"):
            call()


@pytest.mark.parametrize(
    "text",
    [
        "gpu,prompt_tokens,output_tokens\nh100,12,34\na100,56,7.5\n",
        "gpu,prompt_tokens,output_tokens\r\nh100,12,34\r\na100,56,7.5",
        "\ufeffgpu;prompt_tokens;output_tokens\nh100;12;34\n\na100;56;7.5\n",
        'gpu\tprompt_tokens\toutput_tokens\n"h100"\t12\t34\n a100 \t 56\t7.5\n',
    ],
    ids=["plain", "crlf", "bom, semicolons, blank line", "tabs, quotes, spaces"],
)
def test_usual_spellings_of_csv_are_read(tmp_path, text):
    """By hand: the same two rows."""
    path = tmp_path / "log.csv"
    path.write_text(text, encoding="utf-8", newline="")
    columns = read_requests(path)
    assert columns["gpu"].names == ("h100", "a100")
    assert columns["prompt_tokens"].values.tolist() == [12, 56]
    assert columns["output_tokens"].values.tolist() == [34, 7.5]


def test_lines_count_line_breaks_inside_cells_and_blank_lines(tmp_path):
    """By hand: row 1 takes lines 2 and 3, line 4 is blank, row 2 is line 5."""
    path = tmp_path / "log.csv"
    path.write_text('note,output_tokens\n"two\nlines",5\n\nplain,6\nlast,7\n')
    assert list(read_requests(path).lines) == [2, 5, 6]


def test_lines_of_json_skip_blank_lines(tmp_path):
    """By hand: line 2 is blank; a key that is missing is an empty cell."""
    path = tmp_path / "log.jsonl"
    path.write_text('{"a": 1}\n\n{"b": 2}\n')
    columns = read_requests(path)
    assert list(columns.lines) == [1, 3]
    assert dict(columns) == {"a": [1, None], "b": [None, 2]}


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
@settings(max_examples=200, deadline=None)
@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
    | st.text('ab,;"{}[]:1.\n\t ', max_size=80)
    | st.just("[" * 100_000)
    | st.just('{"a": ' + "1" * 5000 + "}\n")
)
def test_any_text_is_read_or_refused(tmp_path_factory, ending, text):
    """Law: a file gives columns of one length, a line for each row, or our error."""
    path = tmp_path_factory.getbasetemp() / f"any.{ending}"
    path.write_text(text, encoding="utf-8", newline="")
    try:
        columns = read_requests(path)
    except InputError:
        return
    assert {len(column) for column in columns.values()} <= {len(columns.lines)}


def long_log(rows: int) -> list[dict[str, object]]:
    return [
        {"id": f"r{n}", "GPU": "h100" if n % 3 else "a100", "ContextTokens": n,
         "completion_tokens": n % 7}
        for n in range(rows)
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_a_log_of_many_parts_is_read_whole(tmp_path, kind):
    """Law: the parts in which a file is read do not show."""
    rows = long_log(2 * CHUNK_ROWS + 5)
    path = tmp_path / f"log.{kind}"
    if kind == "csv":
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    elif kind == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    else:
        pyarrow = pytest.importorskip("pyarrow")
        from pyarrow import parquet

        parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    got = estimate_requests(path, model="llama-3.1-8b").columns
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    wanted = estimate_requests(columns, model="llama-3.1-8b").columns
    assert got["it_energy_kwh"] == pytest.approx(wanted["it_energy_kwh"], rel=1e-12)


@pytest.mark.parametrize("kind", ["csv", "plain csv", "jsonl", "parquet"])
def test_what_is_written_is_the_log_with_low_mid_and_high(tmp_path, kind, monkeypatch):
    """Law: read back, every row has its own columns, its results, or its problem."""
    if kind == "plain csv":
        monkeypatch.setitem(sys.modules, "pyarrow", None)
    elif kind != "jsonl":
        pytest.importorskip("pyarrow")
    log = {
        "id": ["x", "y", "z"],
        "site": ["dublin", "", "dublin"],
        "input_tokens": [100, 200, -1],
    }
    table = estimate_requests(log, **CHAT, output_tokens=9, skip_bad=True)
    path = tmp_path / f"out.{kind.split()[-1]}"
    table.write(path)
    rows = read_back(path)
    assert [row["id"] for row in rows] == ["x", "y", "z"]
    assert [float(row["input_tokens"]) for row in rows] == [100, 200, -1]
    assert {row["model"] for row in rows} == {"llama-3.1-8b"}
    assert {row["currency"] for row in rows} == {"USD"}
    problem = "prompt_tokens must be >= 0, got -1."
    assert [row["problem"] or None for row in rows] == [None, None, problem]
    assert rows[1]["total_cost"] in (None, "")
    assert rows[2]["it_energy_kwh"] in (None, "")
    name = "it_energy_kwh"
    for row in (0, 1):
        for ending, wanted in (
            ("", table.columns[name]),
            ("_low", table.low(name)),
            ("_high", table.high(name)),
        ):
            got = float(rows[row][name + ending])
            assert got == pytest.approx(wanted[row], rel=1e-12)


def read_back(path: Path) -> list[dict[str, object]]:
    text = path.suffix != ".parquet" and path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        return list(csv.DictReader(text.splitlines()))
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines()]
    from pyarrow import parquet

    return parquet.read_table(path).to_pylist()


def test_what_is_written_can_be_read_again(tmp_path):
    """Law: its own columns are those of a log; results are replaced by equal ones."""
    table = estimate_requests(**CHAT, prompt_tokens=[10, 20], output_tokens=[5, 6])
    path = tmp_path / "out.csv"
    table.write(path)
    again = estimate_requests(path)
    assert again.totals == table.totals
    assert list(again.output_columns()) == list(table.output_columns())


def test_cells_of_several_types_are_written_as_text(tmp_path):
    """By hand: a column that nothing reads may hold anything."""
    pytest.importorskip("pyarrow")
    table = estimate_requests(
        {"note": [1, "a"], "tags": [["x"], ["y"]]},
        **CHAT,
        prompt_tokens=5,
        output_tokens=5,
    )
    assert table.to_arrow()["note"].to_pylist() == ["1", "a"]
    table.write(tmp_path / "out.csv")
    assert read_back(tmp_path / "out.csv")[1]["tags"] == '["y"]'


def test_other_endings_are_refused_when_writing(tmp_path):
    """Bad input: the endings that there are."""
    table = estimate_requests(**CHAT, prompt_tokens=5, output_tokens=5)
    with pytest.raises(InputError, match=r"^out.txt: results are written to \.csv, "):
        table.write(tmp_path / "out.txt")
    with pytest.raises(InputError, match=r"^Cannot write .*No such file"):
        table.write(tmp_path / "no" / "out.csv")


def test_the_azure_trace_has_its_published_totals(shared_data):
    """Reference: 19,366 requests; tokens summed with another reader."""
    path = shared_data / "traces" / "AzureLLMInferenceTrace_conv.csv"
    columns = read_requests(path)
    table = np.genfromtxt(path, delimiter=",", skip_header=1, usecols=(1, 2))
    assert len(table) == 19366
    assert columns["ContextTokens"].values.sum() == table[:, 0].sum()
    assert columns["GeneratedTokens"].values.sum() == table[:, 1].sum()


@pytest.mark.parametrize("gap", [",", " ", "\u00a0", "\u2009", "\u202f", "'", "\u2019"])
@given(number=st.integers(min_value=1000, max_value=1_900_000))
def test_digits_in_groups_are_read_whatever_parts_them(gap, number):
    """Law: a whole number grouped in threes is that number; otherwise parted, none."""
    grouped = f"{number:,}".replace(",", gap)
    assert grouped_number(grouped) == number
    for wrong in (f"{number}{gap}5", f"0{gap}{number % 900 + 100}"):
        assert grouped_number(wrong) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["log.csv", "log.jsonl", "log.json"])
def test_a_file_is_read_however_its_text_is_written(tmp_path, name, encoding):
    """Law: the same rows; what spreadsheets save as Unicode text is UTF-16."""
    lines = ['{"model": "llama-3.1-8b", "prompt_tokens": 9, "output_tokens": 8}'] * 2
    texts = {
        "log.csv": "model,prompt_tokens,output_tokens\nllama-3.1-8b,9,8\n",
        "log.jsonl": "\n".join(lines) + "\n",
        "log.json": f"[{', '.join(lines)}]",
    }
    path = tmp_path / name
    path.write_text(texts[name], encoding=encoding)
    columns = read_requests(path)
    assert set(columns) == {"model", "prompt_tokens", "output_tokens"}
    table = estimate_requests(path, hardware="h100-sxm", draws=16)
    assert table.rows - table.rows_bad == (1 if name == "log.csv" else 2)
