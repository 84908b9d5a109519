"""Importing from a real Prometheus server, and beside its own increase()."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from metric_pages import ENERGY, T0, UUIDS, card, imported, page, steady, sums
from wattlas.errors import InputError
from wattlas.metering.ledger import Ledger
from wattlas.metering.ledger.imports import Asked, import_file

PATIENCE_S = 30.0
END = T0 + 10_800
STEADY_J = 300.0 * 10_800
WHOLE = Asked(since_s=T0, until_s=END)


def recorded():
    """Three hours of pages: one card is clean, one steps back once, one is reset."""
    clean = steady()
    stepped = list(clean)
    stepped[300] = stepped[299] - 1
    reset = [v if n < 300 else v - clean[300] + 2 for n, v in enumerate(clean)]
    late = [None] * 20 + clean[20:]
    cases = {"clean": clean, "stepped": stepped, "reset": reset, "late": late}
    lines = []
    for name, values in cases.items():
        labels = card(0, f'pod="{name}",namespace="lab"').replace(
            "GPU-6", f"GPU-{name}-"
        )
        lines += [n for n in page(values, labels).splitlines() if n[0] != "#"]
    power = page([301.5] * 721, metric="DCGM_FI_DEV_POWER_USAGE").splitlines()
    lines += [n for n in power if n[0] != "#"]
    told = [f"# HELP {ENERGY} Total energy consumption since boot (in mJ)."]
    return "\n".join([*told, f"# TYPE {ENERGY} counter", *lines, "# EOF", ""])


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server that holds the recorded pages as if it had scraped them."""
    binary, promtool = shutil.which("prometheus"), shutil.which("promtool")
    if binary is None or promtool is None:
        pytest.skip("needs a Prometheus server (Debian: prometheus)")
    folder = tmp_path_factory.mktemp("prometheus")
    (folder / "pages.txt").write_text(recorded())
    (folder / "prometheus.yml").write_text("")
    make = ["tsdb", "create-blocks-from", "openmetrics"]
    subprocess.run(
        [promtool, *make, folder / "pages.txt", folder / "data"],
        check=True,
        capture_output=True,
    )
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    words = [
        binary,
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        "--storage.tsdb.retention.time=100y",
        f"--web.listen-address=127.0.0.1:{port}",
        "--log.level=error",
    ]
    with subprocess.Popen(words) as process:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/-/ready")
        yield address
        process.terminate()
        process.wait(PATIENCE_S)


def wait_for(url):
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"{url} does not answer.")


def increase_j(server, pod):
    """What PromQL's increase() says of the three hours. [J]"""
    query = f'increase({ENERGY}{{pod="{pod}"}}[3h])'
    words = urllib.parse.urlencode({"query": query, "time": END})
    with urllib.request.urlopen(f"{server}/api/v1/query?{words}") as answer:
        (series,) = json.load(answer)["data"]["result"]
    return float(series["value"][1]) / 1e3


@pytest.fixture(scope="module")
def of_pods(server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ledger")
    import_file(server, "prometheus", folder, WHOLE)
    return {run.header.job: run for run in Ledger(folder).runs()}


def test_a_clean_series_is_what_increase_says(server, of_pods):
    """The server's own figure, without what it extrapolates: 3.24 MJ."""
    low, mid, high, flags = sums([of_pods["lab/clean"]])
    assert mid == pytest.approx(increase_j(server, "clean"), rel=1e-9)
    assert (low, mid, high, flags) == (STEADY_J, STEADY_J, STEADY_J, set())


def test_one_step_back_fools_increase_alone(server, of_pods):
    """Truth 3.24 MJ; a fall of 1 mJ makes increase() book the card's lifetime."""
    assert increase_j(server, "stepped") == 103_827_399
    low, mid, high, _ = sums([of_pods["lab/stepped"]])
    assert low <= STEADY_J <= high
    assert mid == pytest.approx(STEADY_J, rel=1e-6)
    assert high - low < 1.0


def test_a_reset_is_bounded_and_said(server, of_pods):
    """Truth 3.24 MJ: what was drawn up to the reset is a range."""
    assert increase_j(server, "reset") < STEADY_J
    low, mid, high, flags = sums([of_pods["lab/reset"]])
    assert low <= STEADY_J <= high
    assert mid == pytest.approx(STEADY_J, rel=1e-3)
    assert flags == {"reset"}


def test_what_was_not_scraped_is_not_made_up(server, of_pods):
    """The first five minutes are missing: they are no part of the run."""
    run = of_pods["lab/late"]
    assert (run.t0, run.t1) == (T0 + 300, END)
    assert sums([run])[1] == 300 * 10_500
    assert increase_j(server, "late") != pytest.approx(300 * 10_500, rel=1e-6)


def test_a_query_means_one_series(server, tmp_path):
    """What --query selects is imported, and nothing else."""
    asked = Asked(query=f'{ENERGY}{{pod=~"cl.*"}}', since_s=T0, until_s=END)
    import_file(server, "prometheus", tmp_path, asked)
    (run,) = Ledger(tmp_path).runs()
    assert run.header.job == "lab/clean"


def test_pieces_are_the_whole(server, tmp_path, monkeypatch):
    """Law: pieces of any length add up to the same joules."""
    from wattlas.metering.ledger.imports import prometheus

    asked = Asked(query=f'{ENERGY}{{pod="clean"}}', since_s=T0, until_s=END)
    for piece_s in (100.0, 1_234.5, 7_200.0):
        monkeypatch.setattr(prometheus, "PIECE_S", piece_s)
        folder = tmp_path / str(piece_s)
        import_file(server, "prometheus", folder, asked)
        assert sums(Ledger(folder).runs())[:3] == (STEADY_J,) * 3


def test_a_saved_answer_is_a_source(server, tmp_path):
    """What curl wrote of a range vector is read like the server."""
    words = urllib.parse.urlencode({"query": f"{ENERGY}[3h]", "time": END})
    with urllib.request.urlopen(f"{server}/api/v1/query?{words}") as answer:
        text = answer.read().decode()
    runs, _ = imported(tmp_path, text, "prometheus")
    clean = [r for r in runs if r.header.job == "lab/clean"]
    assert sums(clean)[1] == STEADY_J


@contextmanager
def answering(body, status=200):
    """A server that gives one answer to all that it is asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


NO_ANSWERS = [
    (b"404 page not found", 404, "answers 404 '404 page not found'"),
    (b"<html>login</html>", 200, "is no answer of a Prometheus server, but '<html>"),
    (b'{"status":"error","error":"bad"}', 200, "is no answer of a Prometheus server"),
    (b'{"data":{"resultType":"vector","result":[{"metric":{},"value":[1,"2"]}]}}',
     200, "is no range vector"),
    (b'{"data":{"resultType":"matrix","result":[]}}', 200, "No series of energy"),
    (b"[" * 100_000, 200, "is no answer of a Prometheus server"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status", "said"), NO_ANSWERS)
def test_what_is_no_answer_is_refused_with_what_was_read(tmp_path, body, status, said):
    """Bad input: one sentence, and nothing of a token in the address."""
    asked = Asked(query="x_joules_total", scope="wall", since_s=T0, until_s=END)
    with answering(body, status) as url, pytest.raises(InputError) as raised:
        import_file(f"{url}?token=secret", "prometheus", tmp_path, asked)
    assert said in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_server_is_asked_for_a_stretch_of_time(tmp_path):
    """Bad input: without --since all that it has would be meant."""
    with pytest.raises(InputError, match="--since 7d"):
        import_file("http://127.0.0.1:1", "prometheus", tmp_path)
    with pytest.raises(InputError, match=r"127\.0\.0\.1:1.* does not answer"):
        import_file("http://127.0.0.1:1", "prometheus", tmp_path, WHOLE)


def test_values_of_an_answer_that_are_none(tmp_path):
    """Law: NaN, infinite or no numbers are no readings; the counter closes the gap."""
    values = [[T0 + 15 * n, str(v)] for n, v in enumerate(steady())]
    values[100][1], values[200][1], values[300][1] = "NaN", "+Inf", "x"
    metric = {"__name__": ENERGY, "UUID": UUIDS[0], "instance": "n:9400"}
    result = [{"metric": metric, "values": values}]
    text = json.dumps({"data": {"resultType": "matrix", "result": result}})
    runs, _ = imported(tmp_path, text, "prometheus")
    assert sums(runs) == (STEADY_J, STEADY_J, STEADY_J, set())
