"""`wattlas measure`, `doctor` and `ledger` as people use them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from wattlas.cli.main import main
from wattlas.metering import Ledger

PYTHON = sys.executable
MAIN = "from wattlas.cli.main import main; main()"
SIMULATED = ["measure", "--simulate", "two-gpus"]


@pytest.fixture
def run(capfd, monkeypatch):
    """Run `wattlas` in this process: what it prints, and its exit code."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")

    def run_wattlas(*words):
        monkeypatch.setattr(sys, "argv", ["wattlas", *words])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
        printed = capfd.readouterr()
        return SimpleNamespace(returncode=code, stdout=printed.out, stderr=printed.err)

    return run_wattlas


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    """A ledger of our own, by the environment."""
    folder = tmp_path / "ledger"
    monkeypatch.setenv("WATTLAS_LEDGER", str(folder))
    return folder


def test_a_command_keeps_its_streams_and_its_exit_code(run, ledger):
    """stdout is the command's alone; the summary is on stderr."""
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(7)"
    done = run("measure", "--", PYTHON, "-c", code)
    assert done.returncode == 7
    assert done.stdout == "out\n"
    assert done.stderr.startswith("err\n")


def test_without_counters_the_output_is_honest(run, ledger):
    """A model answers with its range, and says that it is one."""
    done = run("measure", "--", PYTHON, "-c", "sum(range(10**6))")
    if "model" not in done.stderr:
        pytest.skip("this machine has counters")
    assert "Not metered: fans, power supplies, disks, network." in done.stderr
    if "counter" not in done.stderr.split("No counter")[0]:
        assert "No counter can be read on this machine" in done.stderr


def test_options_of_the_command_are_its_own(run, ledger):
    """What follows the command's name is passed on, with or without --."""
    done = run("measure", "echo", "--json", "-o", "x")
    assert done.stdout == "--json -o x\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (
            ["no-such-command"],
            127,
            "No command named 'no-such-command' is in the PATH.",
        ),
        (["/"], 126, "/ cannot be executed."),
    ],
)
def test_a_command_that_cannot_start_is_said(run, ledger, words, code, said):
    """As shells do: 127 not found, 126 not executable."""
    done = run("measure", "--", *words)
    assert done.returncode == code
    assert f"Error: {said}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_signal_reaches_the_command_and_the_summary_is_printed(root, ledger):
    """SIGTERM to wattlas ends the command; 128 + 15 as shells say."""
    code = "import time; print('ready', flush=True); time.sleep(30)"
    words = [PYTHON, "-c", MAIN, "measure", "--", PYTHON, "-c", code]
    with subprocess.Popen(
        words, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout.readline() == "ready\n"
        child.send_signal(signal.SIGTERM)
        _, said = child.communicate(timeout=20)
    assert child.returncode == 128 + 15
    assert "on average" in said


def ticks_in(ledger):
    """Return the lines of ticks in a ledger."""
    files = [path.read_text() for path in ledger.glob("*.jsonl")]
    return [ln for text in files for ln in text.splitlines() if '"tick"' in ln]


def test_a_killed_meter_leaves_its_ticks(root, ledger):
    """kill -9 of wattlas itself: the ledger holds all but the last tick."""
    words = [PYTHON, "-c", MAIN, "measure", "--tick", "50ms", "--", "sleep", "20"]
    with subprocess.Popen(words, cwd=root, start_new_session=True) as child:
        end = time.monotonic() + 20
        while time.monotonic() < end and len(ticks_in(ledger)) < 3:
            time.sleep(0.02)
        os.killpg(child.pid, signal.SIGKILL)
    assert len(ticks_in(ledger)) >= 3
    (found,) = Ledger(ledger).runs()
    assert found.ended is None


def test_a_simulated_machine_gives_exact_joules(run):
    """By hand: 801 W; the seconds are those of the simulated clock."""
    done = run(*SIMULATED, "--json", "--", "sleep", "0.3")
    record = json.loads(done.stderr)
    seconds = record["duration_s"]
    assert record["truth_j"] == pytest.approx(801 * seconds)
    assert record["results"]["energy_j"]["mid"] == pytest.approx(801 * seconds)


def test_simulate_stands_alone(run):
    """Without a name and a command: a minute of the first scenario, at once."""
    done = run("measure", "--simulate")
    assert "this machine truly drew 48,060 J in 60 s of its clock" in done.stderr
    assert done.stdout == ""


def test_scenarios_are_listed(run):
    """Each with what it shows, on stdout."""
    text = run("measure", "--simulate", "list").stdout
    assert "mirrored-dies" in text
    assert "four-ranks" in text


def test_a_recording_replays_to_the_same_joules(run, tmp_path):
    """A machine that loses readings, recorded and read again."""
    file, first, second = (tmp_path / n for n in ("r.jsonl", "1.json", "2.json"))
    scenario = ["--simulate", "missing-samples"]
    run("measure", *scenario, "--record", str(file), "-o", str(first))
    run("measure", "--replay", str(file), "-o", str(second))
    energies = [
        [p["energy_j"] for p in json.loads(path.read_text())["parts"]]
        for path in (first, second)
    ]
    assert energies[0] == energies[1]


def test_a_wall_meter_is_the_whole_and_is_shared_as_its_parts(run, ledger, tmp_path):
    """By hand: a meter of 500 W; the parts lie inside and are not added."""
    out = tmp_path / "record.json"
    done = run("measure", "--meter", "echo 500", "-o", str(out), "--", "sleep", "0.3")
    record = json.loads(out.read_text())
    assert record["boundary"] == "wall", done.stderr
    seconds = record["duration_s"]
    energy = record["results"]["energy_j"]
    assert energy["mid"] == pytest.approx(500 * seconds, rel=0.02)
    assert energy["low"] / energy["mid"] == pytest.approx(0.97, rel=1e-3)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--prometheus", "70000"], "70,000|70000"),
        (["--prometheus", "0"], "prometheus"),
        (["--meter-key", "x"], "--meter-key x says which figure"),
    ],
)
def test_an_option_that_cannot_be_is_refused_at_once(run, ledger, options, said):
    """Bad input: one sentence, and nothing is run."""
    done = run("measure", *options, "--", "sleep", "5")
    assert done.returncode != 0
    assert re.search(said, done.stderr)
    assert "Traceback" not in done.stderr


def test_a_meter_that_does_not_answer_is_named(run, ledger):
    """The exit code is the command's own, and 1 only where that was 0."""
    meter = ["measure", "--meter", "echo 404 page not found", "--"]
    done = run(*meter, "sleep", "0.1")
    assert done.returncode == 1
    assert "The meter echo 404 page not found gives no figure" in done.stderr
    assert run(*meter, PYTHON, "-c", "raise SystemExit(7)").returncode == 7


SECRET = "s3cr3t-t0ken"


@pytest.mark.parametrize(
    "words",
    [
        ["--", "env", f"KEY={SECRET}", "true"],
        ["--", "echo", f"https://user:{SECRET}@example.org/x?token={SECRET}"],
        ["--", "echo", "--password", SECRET],
        ["--", f"KEY={SECRET}", "true"],
        ["--", f"https://example.org/?token={SECRET}"],
        ["--", PYTHON, f"{SECRET}.py"],
        ["--meter", f"echo 100 W {SECRET}", "--", "true"],
        ["--meter", "echo 100 W", "--meter-key", SECRET, "--", "true"],
    ],
)
def test_no_word_of_a_command_is_kept_but_its_program(run, ledger, words):
    """Law: wherever a secret stands in a command, no file of the ledger has it."""
    run("measure", *words)
    (file,) = ledger.iterdir()
    assert SECRET not in file.read_text()
    assert SECRET not in file.name
    if words[:2] == ["--", "env"]:
        assert [w.name for run in Ledger(ledger).runs() for w in run.windows] == ["env"]


def test_the_ids_of_a_machine_are_never_written(run, ledger):
    """Neither the machine's nor the boot's, nor a part of either."""
    run("measure", "--", "true")
    (file,) = ledger.iterdir()
    for path in ("/proc/sys/kernel/random/boot_id", "/etc/machine-id"):
        identity = Path(path).read_text().strip() if Path(path).exists() else ""
        if identity:
            assert identity[:8] not in file.read_text()


def test_two_meters_are_feeds_that_add_up(run, ledger, tmp_path):
    """By hand: 300 and 200 W are 500 W at the wall."""
    out = tmp_path / "run.json"
    meters = ["--meter", "echo 300 W", "--meter", "echo 200 W"]
    run("measure", *meters, "-o", str(out), "--", "sleep", "0.3")
    record = json.loads(out.read_text())
    power_w = record["results"]["energy_j"]["mid"] / record["duration_s"]
    assert power_w == pytest.approx(500.0)


def test_declared_chips_are_a_line_of_their_own(run, ledger, tmp_path):
    """By hand: 100 to 200 W, in the middle 150."""
    out = tmp_path / "record.json"
    run("measure", "--declare", "tpu=100..200 W", "-o", str(out), "--", "sleep", "0.2")
    record = json.loads(out.read_text())
    (part,) = (p for p in record["parts"] if p["device"]["name"] == "tpu")
    assert part["device"]["method"] == "declared"
    assert part["energy_j"]["mid"] == pytest.approx(
        150 * record["duration_s"], rel=0.05
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["measure"], "Nothing to measure: give a command after --, such as wattlas "),
        (["measure", "--tick", "1 kg", "--", "true"], "tick is a time such as"),
        (["measure", "--meter-url", "http://x", "--", "true"], "A Prometheus meter "),
        (["measure", "--replay", "/no/file"], "/no/file cannot be read: No such file"),
        (["measure", "--simulate", "nothing"], "No scenario named 'nothing'."),
        (["ledger", "sum"], "No runs are meant: wattlas ledger list shows what is "),
        (["ledger", "show", "x"], "The ledger "),
        (["ledger", "list", "--since", "soon"], "A time is a date (2026-11-25), a "),
        (["ledger", "sum", "--master", "x"], "--master x is where Spark runs: add --r"),
    ],
)
def test_bad_input_is_one_sentence(run, ledger, words, sentence):
    """Bad input: exit 1, one sentence on stderr, no traceback."""
    done = run(*words)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Error: {sentence}"), done.stderr
    assert "Traceback" not in done.stderr


def test_doctor_says_what_can_be_metered(run):
    """On this machine: exit 0, each reader, and what a measurement would report."""
    done = run("doctor")
    assert done.returncode == 0
    for word in ("powercap", "hwmon", "nvml", "wattlas measure reports"):
        assert word in done.stdout
    record = json.loads(run("doctor", "--json").stdout)
    assert record["channels"]


def test_doctor_names_the_command_that_mends(run):
    """A counter that only root may read: the path, and the one command."""
    record = json.loads(run("doctor", "--simulate", "permission", "--json").stdout)
    refused = [f["what"] for f in record["findings"] if f["status"] == "refused"]
    assert refused == ["/sys/class/powercap/intel-rapl:0/energy_uj"]
    text = run("doctor", "--simulate", "permission").stdout
    assert "sudo chmod -R a+r /sys/class/powercap/*/energy_uj" in text


@pytest.fixture
def two_runs(run, ledger):
    """Two simulated minutes of two projects, in the ledger."""
    for project in ("red", "blue"):
        run(
            *SIMULATED, "--ledger", str(ledger), "--project", project,
            "--tokens", "250e3", "--tag", f"team={project}",
        )  # fmt: skip
    return ledger


def test_runs_of_one_machine_at_one_time_count_once(run, two_runs):
    """Both simulated minutes are the same minute of one machine: 48,060 J, once."""
    record = json.loads(run("ledger", "sum", "--by", "project", "--json").stdout)
    assert record["metered_j"]["mid"] == pytest.approx(48_060)
    alone = json.loads(run("ledger", "sum", "--project", "red", "--json").stdout)
    assert alone["metered_j"]["mid"] == pytest.approx(48_060)


def test_a_sum_has_pue_price_carbon_and_water(run, two_runs):
    """By hand: 13.35 Wh x 1.25 x 1.05 of servers, x 1.2 at the building, x 0.4 kg."""
    words = ["--pue", "1.2", "--intensity", "400 g/kWh", "--price", "0.1 USD/kWh"]
    record = json.loads(run("ledger", "sum", *words, "--json").stdout)
    results = record["estimate"]["results"]
    it = 48_060 / 3.6e6 * 1.25 * 1.05
    assert results["it_energy_kwh"]["mid"] == pytest.approx(it)
    assert results["facility_energy_kwh"]["mid"] == pytest.approx(it * 1.2)
    assert results["facility_carbon_kgco2e"]["mid"] == pytest.approx(it * 1.2 * 0.4)
    assert results["electricity_cost"]["mid"] == pytest.approx(it * 1.2 * 0.1)
    text = run("ledger", "sum", *words, "--explain").stdout
    assert "metered_it_energy_kwh" in text


def test_filters_and_groups(run, two_runs):
    """By project, by tag, by time."""
    assert "red" in run("ledger", "list").stdout
    assert "red" not in run("ledger", "list", "--tag", "team=blue").stdout
    by_tag = json.loads(run("ledger", "sum", "--by", "team", "--json").stdout)
    assert {s["name"] for s in by_tag["shares"][:2]} == {"red", "blue"}
    late = run("ledger", "list", "--since", "2026-01-02")
    assert late.stdout == ""


def test_sql_over_the_ledger(run, two_runs):
    """By hand: two runs of 48,060 J as the files hold them."""
    sql = "select project, sum(energy_j) j from ticks group by project order by 1"
    done = run("ledger", "query", sql, "--json")
    rows = json.loads(done.stdout)["rows"]
    assert rows == [["blue", pytest.approx(48_060)], ["red", pytest.approx(48_060)]]
    bad = run("ledger", "query", "select nothing")
    assert bad.returncode == 1
    assert bad.stderr.startswith("Error: The question cannot be answered: ")
    assert run("ledger", "query", "select * from '/etc/passwd'").returncode == 1


def test_exports(run, two_runs, tmp_path):
    """CSV with a row for each tick and device; codecarbon's columns; Parquet."""
    csv_file, parquet = tmp_path / "x.csv", tmp_path / "x.parquet"
    done = run("ledger", "export", str(csv_file), "--project", "red")
    assert done.stderr == f"Wrote {csv_file}: 360 rows.\n"
    assert run("ledger", "export", str(parquet)).returncode == 0
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(parquet)
    assert sum(table["energy_j"].to_pylist()) == pytest.approx(2 * 48_060)
    done = run("ledger", "export", str(tmp_path / "x.txt"))
    assert "Exported are .csv and .parquet files" in done.stderr


def test_a_study_beside_a_run(run, two_runs, tmp_path):
    """10 Wh of cards measured for a part of a run that a study predicts."""
    study = tmp_path / "study.yaml"
    study.write_text(
        "title: t\nmodel: llama-3.1-8b\n"
        "train: {tokens: 4e9, hardware: h100-sxm, chips: 2}\n"
    )
    done = run("ledger", "compare", "last", str(study), "--json")
    record = json.loads(done.stdout)
    assert record["scale"] == pytest.approx(250e3 / 4e9)
    chip = next(r for r in record["rows"] if r["boundary"] == "chip_energy_kwh")
    assert chip["measured"]["mid"] == pytest.approx(0.01, rel=1e-6)
    mfu = next(i["value"] for i in record["implied"] if i["name"] == "step_mfu")
    assert chip["ratio"] > 1
    assert 0.1 < mfu < 0.25
