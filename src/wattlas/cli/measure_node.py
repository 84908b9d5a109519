"""`wattlas measure node`: whose the energy of a shared node is, for Prometheus."""

from __future__ import annotations

from pathlib import Path

from wattlas.cli.command import verb
from wattlas.errors import InputError, Message
from wattlas.parameters.metering import NodeMeterOptions
from wattlas.parameters.output import LanguageOptions

MOST_PORT = 65_535


@verb(NodeMeterOptions, LanguageOptions)
def node(options: NodeMeterOptions, form: LanguageOptions) -> None:
    """Meter a node that many users share: by control group, pod and Slurm job.

    wattlas measure node --listen 127.0.0.1:9917

    It goes on until it is stopped, offers its metrics for Prometheus on 127.0.0.1
    unless told, and goes on from its state after a restart.
    """
    from contextlib import closing

    from wattlas.cli import output as out
    from wattlas.cli.interrupting import interrupted
    from wattlas.cli.measure_values import seconds_of
    from wattlas.metering.clock import RealClock
    from wattlas.metering.machine import host_name, this_machine
    from wattlas.metering.node.groups import ControlGroups
    from wattlas.metering.node.meter import NodeMeter
    from wattlas.metering.node.page import page, served
    from wattlas.metering.session import Session
    from wattlas.metering.sharing.load import LinuxProcesses

    tick_s = seconds_of("tick", options.tick)
    length_s = seconds_of("for", options.length) if options.length else None
    address, port = _address(options.listen)
    groups, channels = ControlGroups(), this_machine().channels
    session = Session(channels, None, None, RealClock(), tick_s)
    path = Path(options.state) if options.state else _usual_state()
    with closing(session), interrupted() as stop:
        meter = NodeMeter(session, channels, groups, LinuxProcesses(), path)
        host = host_name()
        with served(lambda: page(meter.state(), host, channels), address, port) as at:
            text = "Metrics on http://{address}:{port}/metrics; state in {path}."
            out.say(Message(text, address=address, port=at, path=path))
            meter.run(stop, tick_s, length_s)


def _address(text: str) -> tuple[str, int]:
    """Return the address and the port that metrics are offered on."""
    address, _, port = text.rpartition(":")
    if not port.isdecimal() or int(port) > MOST_PORT:
        raise InputError(
            "--listen is ADDRESS:PORT, such as 127.0.0.1:9917 or 0.0.0.0:9917, got "
            "{text!r}.",
            text=text,
        )
    return address.strip("[]") or "127.0.0.1", int(port)


def _usual_state() -> Path:
    """Return the file of the state where none is named: beside the ledger."""
    from wattlas.metering.ledger.folder import default_folder

    path = default_folder().parent / "node.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
