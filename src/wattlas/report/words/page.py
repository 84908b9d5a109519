"""The words of a study's page, in English; `zh.po` has them in Chinese."""

from __future__ import annotations

from wattlas.report.words.en import STAGES as STAGES

FLOW = {
    "title": "Where the electricity goes",
    "caption": "Central values, which add up. From the building's meter on the left to "
    "what the chips do on the right.",
    "facility": "the building",
    "it": "servers",
    "chip": "chips",
    "lost-outside-it": "cooling, losses\nof the building",
    "lost-outside-chip": "hosts, fans,\nsupplies, network",
}

PLACES = {
    "title": "Side by side",
    "caption": "Point: central value. Line: 5-95 % range of all inputs. Orange: the "
    "lowest.",
}

CAUSES = {
    "title": "What would change it most",
    "axis": "share of the width of the range",
    "caption": "Squared rank correlation of each input with the energy of the "
    "building; in brackets the range that the input was drawn from.",
}

KINDS = {"train": "training", "serve": "serving", "generate": "making images or videos"}

ANSWER_ONE = "{result} of {what}: {energy} ({low} to {high}){household}{cases}."
ANSWER_EXACT = "{result} of {what}: {energy}{household}{cases}."
ANSWER_CASES = "; {least} to {most} over {count} cases"
HOUSEHOLDS = {
    "household-year-us": ", as much as {count} US households use in a year",
    "household-year-cn": ", as much as {count} Chinese households use in a year",
}
ANSWER_SEVERAL = (
    "{best} has the lowest {result} of {count} alternatives, for {what}: {value} "
    "({low} to {high}), {share} less than {first}."
)
ANSWER_FIRST_IS_BEST = (
    "None of the {count} alternatives, for {what}, is lower in {result} than {first}: "
    "{value} ({low} to {high})."
)
FIGURES_OF = "Figures of: {name}"
RANGE = "{low} to {high}"
MONEY_OF = "money of {year}"

ASSUMED = (
    "Inputs that the study does not give were taken from tables; each has a 90 % range "
    "and a source. Where the source is 'assumed' they could not be confirmed and have "
    "a wide range. What is absent is not counted: it is not zero."
)
EQUIVALENTS = (
    "One comparison is true for one region and year. The range is that of the result."
)

METHOD = (
    "Every figure is a product of a chain of equations: tokens to arithmetic and "
    "bytes, to chip-hours, to watts, to servers, building and grid. It is computed "
    "once at central inputs and over many draws of all inputs; low and high are the "
    "5th and 95th percentile.",
    "The error of the equations is part of the range. It was found on measurements of "
    "models that the fit had not seen: wattlas validate shows it.",
    "Boundaries: chip (accelerator boards), it (whole servers and network), facility "
    "(times PUE), lifecycle (with the making of the hardware). Figures of different "
    "boundaries do not compare.",
)

SOURCES = "Sources"
BOUNDARIES = {"chip": "chip", "it": "IT", "facility": "facility"}
UNITS = ("billion", "million")
MADE_BY = (
    "Made by Wattlas {version} on {date}. Nothing on this page is loaded from a "
    "network."
)
CONTENTS = "Contents"
HEADS = {
    "input": "input",
    "low": "low",
    "mid": "mid",
    "high": "high",
    "unit": "unit",
    "source": "source",
    "what": "as much as",
    "each": "each",
    "where": "where, when",
    "title": "title",
    "publisher": "publisher",
    "year": "year",
}
