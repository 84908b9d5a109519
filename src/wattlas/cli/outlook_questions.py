"""`wattlas outlook peak` and other questions beside an outlook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wattlas.cli.command import verb
from wattlas.parameters.outlook_questions import (
    CompareOptions,
    EfficiencyOptions,
    FleetsOptions,
    PeakOptions,
    PresetsOptions,
    PriceOptions,
    WhatIfOptions,
)
from wattlas.parameters.output import AnswerOutput

if TYPE_CHECKING:
    from wattlas.cli.outlook_files import OutlookFiles
    from wattlas.plain import Plain


@verb(PeakOptions, AnswerOutput)
def peak(options: PeakOptions, form: AnswerOutput) -> None:
    """Show a grid's highest hour, and what is firm in it.

    Data centres in it, all others, firm capacity and what is asked for, to 2035.

    wattlas outlook peak --region pjm
    """
    from wattlas import projection
    from wattlas.cli.outlook_files import OutlookFiles
    from wattlas.parameters import given_of

    files = OutlookFiles.of_answer(("outlook", "peak"), options, form)
    _show(projection.peak(**given_of(options)), files, form)


@verb(PriceOptions, AnswerOutput)
def price(options: PriceOptions, form: AnswerOutput) -> None:
    """Show what data centres do to load and price.

    Their share of what the load grows by, and the price by a simple supply curve.

    wattlas outlook price --region pjm
    """
    from wattlas import projection
    from wattlas.cli.outlook_files import OutlookFiles
    from wattlas.parameters import given_of

    files = OutlookFiles.of_answer(("outlook", "price"), options, form)
    _show(projection.price(**given_of(options)), files, form)


@verb(FleetsOptions, AnswerOutput)
def fleets(options: FleetsOptions, form: AnswerOutput) -> None:
    """Show electricity of AI by maker, company, kind.

    Chips by generation and maker, companies beside what they report, kinds of work.

    wattlas outlook fleets
    """
    from wattlas import projection
    from wattlas.cli.outlook_files import OutlookFiles
    from wattlas.parameters import given_of

    files = OutlookFiles.of_answer(("outlook", "fleets"), options, form)
    _show(projection.fleets(**given_of(options)), files, form)


@verb(CompareOptions, AnswerOutput)
def compare(options: CompareOptions, form: AnswerOutput) -> None:
    """Set scenarios of an IAMC file beside ours.

    Electricity of data centres, by region and year, and which lies in whose range.

    wattlas outlook compare scenarios.csv
    """
    from wattlas import projection
    from wattlas.cli.outlook_files import OutlookFiles
    from wattlas.parameters import given_of

    words = ("outlook", "compare", str(options.file))
    files = OutlookFiles.of_answer(words, options, form)
    _show(projection.compare(**given_of(options)), files, form)


@verb(WhatIfOptions, AnswerOutput)
def what_if(options: WhatIfOptions, form: AnswerOutput) -> None:
    """Show what a change of inputs does to a year.

    Each change alone and all together, by the same draws.

    wattlas outlook what-if chips=12 smr=20 --by 2033
    """
    from wattlas import projection
    from wattlas.cli.outlook_files import OutlookFiles
    from wattlas.parameters import given_of

    changes = (f"{name}={value}" for name, value in options.changes.items())
    words = ("outlook", "what-if", *changes)
    files = OutlookFiles.of_answer(words, options, form)
    _show(projection.what_if(**given_of(options)), files, form)


@verb(EfficiencyOptions, AnswerOutput)
def efficiency(options: EfficiencyOptions, form: AnswerOutput) -> None:
    """Show what a faster gain in efficiency saves.

    With no rebound, as assumed, and where use takes all of the gain.

    wattlas outlook efficiency --rate 1.2
    """
    from wattlas import projection
    from wattlas.cli.outlook_files import OutlookFiles
    from wattlas.parameters import given_of

    files = OutlookFiles.of_answer(("outlook", "efficiency"), options, form)
    _show(projection.efficiency(**given_of(options)), files, form)


@verb(PresetsOptions, AnswerOutput)
def presets(options: PresetsOptions, form: AnswerOutput) -> None:
    """Show assumptions of published studies in our model.

    Each assumption alone and all together, beside what the study says.

    wattlas outlook presets --of iea,lbnl
    """
    from wattlas import projection
    from wattlas.cli.outlook_files import OutlookFiles
    from wattlas.parameters import given_of

    files = OutlookFiles.of_answer(("outlook", "presets"), options, form)
    _show(projection.presets(**given_of(options)), files, form)


def _show(answer: Plain, files: OutlookFiles, form: AnswerOutput) -> None:
    """Write the files of an answer, and print it for people or as JSON."""
    from wattlas.cli import output as out
    from wattlas.report.saved import saved_document

    record, document = answer.to_dict(), saved_document(answer)
    files.write_answer(document, record)
    if form.json:
        out.print_json(record)
    else:
        out.print_shown([document])
