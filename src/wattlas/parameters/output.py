"""How the command line shows a result, in which language, and which files it writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from wattlas.parameters.advising import Compare, RankedBy
from wattlas.parameters.declaration import Parameter

LANGUAGES = ("en", "zh")
LANGUAGE_VARIABLE = "WATTLAS_LANGUAGE"
"""The environment's variable that says the language where no option does."""

Output: TypeAlias = Annotated[
    Path | None,
    Parameter(
        help="Also write the record to a .json file.",
        flags=("-o", "--output"),
        path=True,
    ),
]
Json: TypeAlias = Annotated[
    bool, Parameter(help="Print the record, unrounded, as JSON.")
]
Explain: TypeAlias = Annotated[
    bool, Parameter(help="Print how each figure came about, as a tree.")
]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class LanguageOptions:
    """The language of what is said."""

    language: Annotated[
        str | None,
        Parameter(
            help=f"What is said: en or zh; else {LANGUAGE_VARIABLE}, else English.",
            choices=LANGUAGES,
        ),
    ] = None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FileOptions(LanguageOptions):
    """What a verb that writes files may do to those that are there."""

    force: Annotated[
        bool,
        Parameter(help="Overwrite an input, or a page or record that is not Wattlas'."),
    ] = False


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RecordOutput(FileOptions):
    """A record: printed for people, or as JSON, and to a file where one is named."""

    output: Output = None
    json: Json = False


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class EstimateOutput(RecordOutput):
    """How an estimate is shown."""

    explain: Explain = False
    equivalents: Annotated[
        bool, Parameter(help="Print what the figures compare with.")
    ] = False
    compare: Compare = None
    least: RankedBy = "energy"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DeployOutput(RecordOutput):
    """How a deployment is shown, and where its record or chart goes."""

    output: Annotated[
        Output,
        Parameter(
            help="The record (.json), or a chart of the layouts (.svg .png).",
            flags=("-o", "--output"),
            path=True,
        ),
    ] = None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RequestsOutput(RecordOutput):
    """How the totals of a log are shown, and where its rows go."""

    output: Annotated[
        Output,
        Parameter(
            help="Each row to .csv, .jsonl or .parquet, the totals to .json, or a "
            "folder for many files.",
            flags=("-o", "--output"),
            path=True,
        ),
    ] = None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CheckOutput(RecordOutput):
    """How verdicts are shown."""

    full: Annotated[bool, Parameter(help="Show every claim of a file in full.")] = False
    output: Annotated[
        Output,
        Parameter(
            help="A page (.html), the record (.json), ClaimReview (.jsonld), or a "
            "chart of verdicts (.svg .png).",
            flags=("-o", "--output"),
            path=True,
        ),
    ] = None
    language: Annotated[
        str | None,
        Parameter(
            help=f"What is said: en or zh; else {LANGUAGE_VARIABLE}, else the "
            "language of the claim.",
            choices=LANGUAGES,
        ),
    ] = None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class StudyOutput(RecordOutput):
    """How a study is shown, and the folder of its report."""

    output: Annotated[
        Output,
        Parameter(
            help="Folder for the report, else STUDY.out; or one file: a page (.html) "
            "on which inputs can be moved, or the record (.json).",
            flags=("-o", "--output"),
            path=True,
        ),
    ] = None
    json: Annotated[
        bool, Parameter(help="Print the record as JSON, write nothing.")
    ] = False
    markdown: Annotated[bool, Parameter(help="Print a section of a model card.")] = (
        False
    )
    explain: Explain = False
    charts: Annotated[
        Literal["svg", "png"] | None,
        Parameter(help="Also write every chart: svg or png."),
    ] = None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PlanOutput(RecordOutput):
    """How a plan is shown, and the folder of its files."""

    output: Annotated[
        Output,
        Parameter(
            help="Folder for plan.json, hours, page and charts; or one file: the page "
            "(.html) or the record (.json).",
            flags=("-o", "--output"),
            path=True,
        ),
    ] = None
    export_pypsa: Annotated[
        Path | None,
        Parameter(help="A PyPSA network of the problem (.nc).", path=True),
    ] = None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CurveOutput(FileOptions):
    """How crossing years are shown, and the files of their curve."""

    output: Annotated[
        list[Path] | None,
        Parameter(
            help="A page (.html), a chart (.svg .png) or the record (.json); "
            "repeatable.",
            flags=("-o", "--output"),
            path=True,
        ),
    ] = None
    json: Json = False


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AnswerOutput(CurveOutput):
    """How the answer to a question is shown, and its files."""

    output: Annotated[
        list[Path] | None,
        Parameter(
            help="A page (.html) or the record (.json); repeatable.",
            flags=("-o", "--output"),
            path=True,
        ),
    ] = None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OutlookOutput(CurveOutput):
    """How an outlook is shown, and its files."""

    output: Annotated[
        list[Path] | None,
        Parameter(
            help="A page (.html), a chart (.svg .png), the record (.json) or data "
            "(.csv .parquet .nc .iamc.csv); repeatable.",
            flags=("-o", "--output"),
            path=True,
        ),
    ] = None
    explain: Explain = False


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ReportOptions:
    """A record that was saved."""

    record: Annotated[
        Path,
        Parameter(
            help="A saved record, such as plan.json, or - for standard input.",
            positional=True,
            path=True,
        ),
    ]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ReportOutput(FileOptions):
    """Where a saved record is shown: on the terminal, else in a file."""

    output: Annotated[
        Output,
        Parameter(
            help="A page (.html) or Markdown (.md).",
            flags=("-o", "--output"),
            path=True,
        ),
    ] = None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FactsOutput(RecordOutput):
    """How facts are shown."""

    csv: Annotated[bool, Parameter(help="Print CSV.")] = False
    template: Annotated[
        bool,
        Parameter(help="Print a file for a machine of your own, to be filled in."),
    ] = False


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class BillOutput(RecordOutput):
    """How a bill over runs is shown."""

    explain: Explain = False


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class MeasureOutput(RecordOutput):
    """How what was measured is shown: on stderr, as stdout is the command's."""

    json: Annotated[bool, Parameter(help="Print the record as JSON, on stderr.")] = (
        False
    )
    watch: Annotated[bool, Parameter(help="Show it live.")] = False
