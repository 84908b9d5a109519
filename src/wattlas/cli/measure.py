"""`wattlas measure`: what a command draws, from counters where there are any."""

from __future__ import annotations

from wattlas.cli.command import Lazy, verb
from wattlas.parameters.metering import MeasureOptions
from wattlas.parameters.output import MeasureOutput


# What follows the command's name belongs to the command.
@verb(MeasureOptions, MeasureOutput, allow_interspersed_args=False)
def measure_alone(options: MeasureOptions, form: MeasureOutput) -> int:
    """Measure what a command draws; its output stays its own.

    wattlas measure -- python train.py

    The summary is printed on stderr when the command ends. Counters of processors and
    cards are read where there are any; what is modelled says so. Try it on a simulated
    machine: wattlas measure --simulate two-gpus -- sleep 3. What an engine draws for
    each request and token says wattlas measure serve --help.
    """
    from wattlas.cli.measuring import measure_command

    return measure_command(options, form)


measure = measure_alone.beside(
    "measure",
    {
        "serve": Lazy(
            "wattlas.cli.measure_serve",
            "serve",
            "Measure an engine that serves: joules of a request and of a token, by "
            "model.",
        )
    },
)
