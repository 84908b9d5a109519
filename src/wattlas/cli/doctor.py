"""`wattlas doctor`: what can be metered on this machine, what cannot, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from wattlas.cli.options import Language


def doctor(
    simulate: Annotated[
        str | None, typer.Option(help="A simulated machine instead of this one.")
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print the record as JSON.")
    ] = False,
    language: Language = None,
) -> None:
    """Show what can be metered here: each counter, or why not.

    wattlas doctor

    Ends with what wattlas measure would report here.
    """
    from wattlas.cli import output as out
    from wattlas.metering.machine import this_machine
    from wattlas.report.doctor import doctor_document

    if simulate is not None:
        from wattlas.metering.clock import FakeClock
        from wattlas.metering.simulated import scenario
        from wattlas.metering.simulated.scenarios import START_S

        found = scenario(simulate).machine(FakeClock(START_S)).record
    else:
        found = this_machine().record
    if json:
        out.print_json(found.to_dict())
    else:
        out.print_document(doctor_document(found))
