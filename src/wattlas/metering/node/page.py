"""The metrics of a node as a page for Prometheus: OpenMetrics text.

::

    wattlas_node_energy_joules_total{host}                      counter
    wattlas_node_energy_bound_joules{host, bound}               gauge: low, high
    wattlas_device_energy_joules_total{host, device, name, scope, method}
    wattlas_group_energy_joules_total{host, group, kind, part, pod, container, job,
                                      step, service, user}      counter
    wattlas_unattributed_energy_joules_total{host}              counter

All groups and what is unattributed add up to the node, to the microjoule.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from wattlas.errors import InputError, reason_of
from wattlas.metering.channel import Channel
from wattlas.metering.node.names import labels_of
from wattlas.metering.node.state import NodeState

CONTENT = "application/openmetrics-text; version=1.0.0; charset=utf-8"
PATHS = ("/", "/metrics")
NODE = "Energy of the node since it was first metered."
BOUND = "Bounds of the energy of the node."
DEVICE = "Energy of a device."
GROUP = "Energy of a control group, without that of the groups below it."
REST = "Energy that no group had: idling, the kernel, and what nothing tells."
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


def page(state: NodeState, host: str, devices: Sequence[Channel]) -> str:
    """Return the page of a state.

    >>> print(page(NodeState(node_uj=1_500_000), "n", ()).splitlines()[3])
    wattlas_node_energy_joules_total{host="n"} 1.500000
    """
    return "\n".join([*_lines(state, host, devices), "# EOF", ""])


@contextmanager
def served(text: Callable[[], str], address: str, port: int) -> Iterator[int]:
    """Offer a page until the end; give the port, which is a free one for 0.

    Raises
    ------
    InputError
        If the port is taken, or the address is none of this machine.
    """
    try:
        server = ThreadingHTTPServer((address, port), _handler(text))
    except OSError as error:
        raise InputError(
            "Port {port} of {address} cannot be used: {strerror}. Choose another.",
            port=port,
            address=address,
            strerror=reason_of(error),
        ) from error
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(text: Callable[[], str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = text().encode() if self.path in PATHS else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", CONTENT)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing: a scrape every few seconds is no news."""

    return Handler


def _lines(state: NodeState, host: str, devices: Sequence[Channel]) -> Iterator[str]:
    at = {"host": host}
    yield from _family("wattlas_node_energy_joules", "counter", NODE)
    yield _sample("wattlas_node_energy_joules_total", at, state.node_uj)
    yield from _family("wattlas_node_energy_bound_joules", "gauge", BOUND)
    for bound, uj in (("low", state.low_uj), ("high", state.high_uj)):
        yield _sample("wattlas_node_energy_bound_joules", {**at, "bound": bound}, uj)
    yield from _family("wattlas_device_energy_joules", "counter", DEVICE)
    for device in devices:
        labels = {"device": device.key, "name": device.name}
        labels |= {"scope": device.scope, "method": device.method}
        uj = state.devices.get(device.key, 0)
        yield _sample("wattlas_device_energy_joules_total", at | labels, uj)
    yield from _family("wattlas_group_energy_joules", "counter", GROUP)
    for (path, part), uj in sorted(state.groups.items()):
        labels = {"group": path, **asdict(labels_of(path)), "part": part}
        yield _sample("wattlas_group_energy_joules_total", at | labels, uj)
    yield from _family("wattlas_unattributed_energy_joules", "counter", REST)
    rest = state.unattributed_uj
    yield _sample("wattlas_unattributed_energy_joules_total", at, rest)


def _family(name: str, kind: str, said: str) -> Iterator[str]:
    yield f"# TYPE {name} {kind}"
    yield f"# UNIT {name} joules"
    yield f"# HELP {name} {said}"


def _sample(name: str, labels: Mapping[str, str], uj: int) -> str:
    pairs = (f'{k}="{v.translate(ESCAPES)}"' for k, v in labels.items() if v)
    return f"{name}{{{','.join(pairs)}}} {uj // 1_000_000}.{uj % 1_000_000:06d}"
