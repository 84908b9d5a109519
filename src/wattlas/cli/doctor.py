"""`wattlas doctor`: what can be metered on this machine, what cannot, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wattlas.cli.command import verb
from wattlas.parameters.metering import DoctorOptions
from wattlas.parameters.output import RecordOutput

if TYPE_CHECKING:
    from wattlas.metering.machine import Machine


@verb(DoctorOptions, RecordOutput)
def doctor(options: DoctorOptions, form: RecordOutput) -> None:
    """Show what can be metered here: each counter, or why not.

    wattlas doctor

    Ends with what wattlas measure would report here.
    """
    from wattlas.cli.showing import record_files, show
    from wattlas.report.doctor import doctor_document

    files = record_files(form, options)
    findings = _machine(options.simulate).record
    show(form, files, findings.to_dict(), lambda: [doctor_document(findings)])


def _machine(simulate: str | None) -> Machine:
    from wattlas.metering.machine import this_machine

    if simulate is None:
        return this_machine()
    from wattlas.metering.clock import FakeClock
    from wattlas.metering.simulated import scenario
    from wattlas.metering.simulated.scenarios import START_S

    return scenario(simulate).machine(FakeClock(START_S))
