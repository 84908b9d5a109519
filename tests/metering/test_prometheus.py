"""Metrics: scraped by a real Prometheus server, and read back from it as a meter."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
import urllib.parse
import urllib.request

import pytest

from wattlas.errors import InputError
from wattlas.metering.exporter import serve_metrics
from wattlas.metering.readers.outside import PrometheusReader
from wattlas.metering.simulated import simulated_session

PATIENCE_S = 30.0
CONFIGURATION = """
global: {{scrape_interval: 200ms, scrape_timeout: 200ms}}
scrape_configs:
  - job_name: wattlas
    static_configs: [{{targets: ['127.0.0.1:{port}']}}]
"""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def metrics():
    """The port of a simulated machine's metrics after 10 s at 801 W."""
    session, clock = simulated_session("two-gpus")
    port = free_port()
    stop = serve_metrics(session, port, "node")
    clock.advance(10.0)
    session.tick()
    yield port
    stop()


def scraped(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as found:
        return found.read().decode()


def test_metrics_carry_names_and_units_of_the_convention(metrics):
    """By hand: 350 W x 10 s of the first card; joules are a counter named _total."""
    text = scraped(metrics)
    assert "# TYPE wattlas_energy_joules_total counter" in text
    assert "# TYPE wattlas_power_watts gauge" in text
    (line,) = (
        ln
        for ln in text.splitlines()
        if ln.startswith("wattlas_energy_joules_total{") and "GPU-00000000" in ln
    )
    assert 'scope="gpu"' in line
    assert 'method="counter"' in line
    assert float(line.rpartition(" ")[2]) == 3500.0


def test_promtool_has_nothing_to_say_against_them(metrics):
    """Prometheus' own linter of names, help and units."""
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("needs promtool (Debian: prometheus)")
    done = subprocess.run(
        [promtool, "check", "metrics"],
        input=scraped(metrics),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.fixture
def prometheus(metrics, tmp_path):
    """The address of a Prometheus server that scrapes the metrics."""
    binary = shutil.which("prometheus")
    if binary is None:
        pytest.skip("needs a Prometheus server (Debian: prometheus)")
    port = free_port()
    configuration = tmp_path / "prometheus.yml"
    configuration.write_text(CONFIGURATION.format(port=metrics))
    words = [
        binary,
        f"--config.file={configuration}",
        f"--storage.tsdb.path={tmp_path / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--log.level=error",
    ]
    with subprocess.Popen(words) as server:
        yield f"http://127.0.0.1:{port}"
        server.terminate()
        server.wait(PATIENCE_S)


def asked(address: str, query: str) -> list:
    """Ask until there is an answer, for a bounded time."""
    words = urllib.parse.urlencode({"query": query})
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            url = f"{address}/api/v1/query?{words}"
            with urllib.request.urlopen(url, timeout=2) as found:
                result = json.load(found)["data"]["result"]
        except OSError:
            result = []
        if result:
            return result
        time.sleep(0.1)
    raise AssertionError(f"No answer to {query} in {PATIENCE_S} s.")


def test_a_real_server_scrapes_joules_and_gives_watts_back(prometheus):
    """801 W x 10 s = 8,010 J in the server; its query is a meter of 801 W."""
    (total,) = asked(prometheus, "sum(wattlas_energy_joules_total)")
    assert float(total["value"][1]) == 8010.0
    own = asked(prometheus, 'wattlas_own_energy_joules_total{scope="gpu"}')
    assert sorted(float(s["value"][1]) for s in own) == [2500.0, 3500.0]
    (channel,) = (
        PrometheusReader(prometheus, "sum(wattlas_power_watts)", "wall", "node/wall")
        .probe()
        .channels
    )
    assert channel.read().mid == pytest.approx(801.0)
    channel.close()


def test_a_port_that_is_taken_is_said(metrics):
    """Bad input: what, and what to do."""
    session, _ = simulated_session("two-gpus")
    with pytest.raises(InputError, match=rf"^Port {metrics} of 127.0.0.1 cannot"):
        serve_metrics(session, metrics, "node")
