"""`wattlas otlp`: spans in, the same with what AI calls took out."""

from __future__ import annotations

from wattlas.cli.command import verb
from wattlas.errors import InputError, Message
from wattlas.parameters.output import LanguageOptions
from wattlas.parameters.telemetry import OtlpOptions

ENDING = ".otlp"
PORTS = range(65536)


@verb(OtlpOptions, LanguageOptions)
def otlp(options: OtlpOptions, _: LanguageOptions) -> None:
    """Receive OTLP over HTTP, add the energy of AI calls, and pass the spans on.

    wattlas otlp --forward http://collector:4318 --site dublin
    """
    from wattlas.cli import output as out
    from wattlas.telemetry.serving import receiver_of

    host, port = _address(options.listen)
    _check(options)
    receiver = receiver_of(options, host, port)
    told = f"{host}:{receiver.server_port}"
    out.say(Message("Spans are received on http://{told}/v1/traces.", told=told))
    out.say(Message("Metrics are offered on http://{told}/metrics.", told=told))
    try:
        receiver.serve_forever()
    finally:
        receiver.server_close()


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not (colon and host and port.isdecimal() and int(port) in PORTS):
        raise InputError(
            "listen must be HOST:PORT, such as 127.0.0.1:4318, got {text!r}.",
            text=text,
        )
    return host.strip("[]"), int(port)


def _check(options: OtlpOptions) -> None:
    if options.forward is None and options.store is None:
        raise InputError(
            "Spans must go somewhere: give forward, another receiver, or store, a file."
        )
    if options.forward is not None and not options.forward.startswith(
        ("http://", "https://")
    ):
        raise InputError(
            "forward must be a URL, such as http://127.0.0.1:4319, got {url!r}.",
            url=options.forward,
        )
    if options.store is not None and options.store.suffix != ENDING:
        raise InputError(
            "{name}: spans are written to a .otlp file. Choose that ending.",
            name=options.store.name,
        )
