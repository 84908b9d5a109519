"""The words of checked claims, in English."""

from __future__ import annotations

VERDICTS = {
    "right": "right",
    "right_within_range": "right within range",
    "right_scope_differs": "right, scope differs",
    "partly_right": "partly right",
    "partly_judged": "partly judged",
    "inconsistent_with_itself": "inconsistent with itself",
    "contradicted": "contradicted",
    "unsupported": "unsupported",
    "promise": "promise",
    "not_numeric": "not numeric",
}
LEVELS = {"low": "low", "medium": "medium", "high": "high"}
MEANINGS = {
    "right": "the figures agree within rounding",
    "right_within_range": "inside the range of what is known",
    "right_scope_differs": "the figure is real, but of another boundary, place, date "
    "or scope than the claim says",
    "partly_right": "right and wrong parts, or the order right and the figure off",
    "partly_judged": "what was judged holds; other numbers or words of the claim were "
    "not understood or not known, and are named",
    "inconsistent_with_itself": "its own numbers do not give what it says",
    "contradicted": "outside the range of what is known",
    "unsupported": "nothing known bears it out, or its baseline is missing",
    "promise": "a contract, target or plan, not delivered yet",
    "not_numeric": "no number that could be checked",
}
QUANTITIES = {
    "training_energy_kwh": "energy of training",
    "training_carbon_kgco2e": "carbon of training",
    "training_water_l": "water of training",
    "training_chip_hours": "chip-hours of training",
    "pretraining_chip_hours": "chip-hours of pre-training",
    "use_energy_kwh": "energy of a use",
    "use_water_l": "water of a use",
    "use_carbon_kgco2e": "carbon of a use",
    "electricity_per_day_kwh": "electricity of a day",
    "electricity_kwh": "electricity of a year",
    "forecast_kwh": "forecast of electricity of a year",
    "generation_kwh": "electricity generated in a year",
    "water_l": "water consumed in a year",
    "volume_l": "volume",
    "carbon_kgco2e": "carbon",
    "energy_kwh": "energy",
    "it_energy_kwh": "energy of training",
    "other_energy_kwh": "energy of training, modelled",
    "lifecycle_carbon_kgco2e": "carbon of the life cycle",
    "household_use_kwh_per_year": "electricity of a home in a year",
    "rated_power_w": "rated power",
    "power_limit_w": "power limit",
    "nameplate_w": "rated power",
    "typical_w": "power under load",
    "cost_usd_per_kwh": "cost of electricity",
    "goal_usd_per_kwh": "goal of the seller",
    "industrial_price_usd_per_kwh": "price for industry",
    "electricity_share": "share of electricity",
    "forecast_share": "forecast of the share of electricity",
    "data_centre_share": "share of data centres' electricity",
    "inference_share": "share of inference",
    "training_share": "share of training",
    "growth_per_year": "growth a year",
    "power_growth_per_year": "growth of power a year",
    "work_growth_per_year": "growth of work a year",
    "efficiency_growth_per_year": "growth of work per joule a year",
    "monthly_users": "users a month",
    "weekly_users": "users a week",
    "uses_per_day": "uses a day",
    "parameters": "parameters",
    "water_per_conversation_l": "water of a conversation",
    "stated": "stated",
}
QUANTITY_OF = "{quantity} of {subject}"
HOMES_IN = "homes in {place}"
OVER, IN_A_YEAR, FOR_A_YEAR = " over {over}", " in a year", " for a year"
IS = ": {value}"
THINGS = {"household": "homes", "ai-split": "AI"}
DATA_CENTRES_OF = "Data centres of {place}"
KNOWN = {
    "whole": "{subject}, {quantity}, {year}",
    "boundary": "{subject}, {quantity}, {boundary}, {year}",
}
FORMULA = "{name}: {formula}"
RELATIONS = {
    "figure": "{subject}: {quantity} {value}",
    "equivalent": "{total} is as much as {count} × {thing}{over}",
    "product": "{total} as a product of {factors}",
    "ratio": "{of} is {value} {to}",
    "saving": "saving of electricity's price",
    "price": "price of {subject}: {value}",
    "growth": "growth of {subject}{shape}{rate}",
    "share": "share of {subject}{of}{value}",
    "deal": "{who} {form} {what}",
    "crossing": "{subject} reaches all that is generated",
    "trend": "{claim}",
    "words": "a statement without a number",
    "none": "quantities without a known relation",
    "denial": "a denial",
    "arithmetic": "{factors}",
}
TRENDS = {
    "rebound": "better chips lower AI's electricity",
    "serving-outweighs-training": "use takes more than training",
}
FORMS = {
    "investment": "invested in",
    "purchase": "buys power from",
    "hiring": "advertised posts for",
}
LINES = {
    "closure": "what is left of it",
    "implied-each": "implied for one",
    "implied-use": "implied for one use",
    "solved-count": "count that would fit, {place}",
    "solved-distance": "distance that would fit",
    "energy-of-power": "energy of a year",
    "stated-over-known": "stated over known",
    "implied-over-known": "implied over known",
    "stated-over-product": "stated over product",
    "product": "product",
    "uses-per-day": "uses a day, as stated",
    "use-at-volume": "a use at the volume of {year}",
    "mean-power": "mean power",
    "recipe": "recipe, {server}",
    "total-of-items": "together",
    "ratio": "ratio",
    "ratio-of-draw": "ratio of power under load",
    "saving": "difference",
    "saving-share": "share saved",
    "saving-usd": "saving in dollars",
    "baseline-needed": "price it would have to replace",
    "in-usd": "in dollars",
    "price-in-currency": "the same in {currency}",
    "growth": "growth a year, {from}-{to}",
    "growth-elsewhere": "growth a year, {place} {from}-{to}",
    "share": "share, {year}",
    "crossing": "year of crossing, {rate} growth",
    "net-growth": "net growth of electricity a year",
    "break-even-uses": "uses until use equals training, {year}",
    "break-even-days": "days until then, {year}",
    "deal": "{who} {form} {what}, {year}",
}
NOTES = {
    "no-figure": "No published figure of {subject} is in the tables.",
    "scope-of": "The figure is that of {scope}, not of {subject}.",
    "forecast": "A forecast, not a fact.",
    "boundary": "The figure is of {boundary}, without what the building adds and idle "
    "machines draw. At the facility: {facility}.",
    "boundary-alone": "The figure is of {boundary}, without what the building adds.",
    "own-statement": "It is what {who} says of itself.",
    "part-of-run": "The figure is of {boundary}; the whole run: {whole}.",
    "dated": "That was the figure of {then}; that of {now} is {newest}.",
    "slip-too-large": "Dividing by {factor} would mend it: a slip of units or order.",
    "slip-too-small": "Multiplying by {factor} would mend it: a slip of units or "
    "order.",
    "inverted": "The ratio is upside down.",
    "fits-place": "No place is named; the figure fits homes in {place}.",
    "some-homes": "Homes there run from {low} to {high}: it fits some, not the mean.",
    "fits-elsewhere": "It would fit homes in {place}.",
    "understated": "Understated: it is {factor} times as much.",
    "nameplate-for-draw": "The total is exactly a round count of servers at rated "
    "power, all hours at full load ({found} of {tried} recipes fit): worked out, not "
    "metered, and without the building.",
    "volume-too-large": "The volume is {factor} times the largest one published for "
    "that time.",
    "volume-of-later": "The volume is {factor} times that published for {then}; such "
    "volumes were first published for {year}.",
    "load-share": "That is {share} of the rated power all the time: a usual load.",
    "like-for-like": "The two figures have different boundaries. At the facility on "
    "both sides: {ratio}.",
    "ratio-dated": "With the newest figures: {ratio}.",
    "one-side-redundant": "It would fit only if one side counts all its supplies and "
    "the other one: {ratio}. A rating of supplies is not what a server draws.",
    "net-of": "Before transmission, other losses of the building and network, and the "
    "change in carbon and water.",
    "price-outside": "A price lies outside what industry pays in {place}.",
    "no-baseline": "The baseline is missing: cheaper than what?",
    "no-source": "No source is known for it.",
    "saving-above-price": "Saved would be more than the whole price in {place}: "
    "impossible against its grid.",
    "only-a-goal": "It is a goal of the seller; no plant sells at that price.",
    "goal-as-price": "A goal is told as a price. The conversion is right.",
    "local-made-global": "True of a few countries for some years, told of the world.",
    "exponential-of-what": "It depends on the series: frontier training and AI servers "
    "grow so, all data centres far more slowly.",
    "no-split": "No published split of training and inference for {subject}.",
    "share-note": "Of the share: {text}.",
    "right-in-ai-sites": "Inside a site built for AI alone it holds.",
    "not-delivered": "A contract: nothing has been delivered yet, as far as the tables "
    "know.",
    "other-deal": "{who} and {what} have another kind of deal.",
    "not-party": "No such deal of {who} with {what} is known.",
    "extrapolation": "An extrapolation, not a forecast: growth alone moves the year "
    "from {first} to {last}; chips, turbines, capital and land stop it first.",
    "rebound": "Efficiency lowers the energy of one operation; work has grown faster.",
    "mass-products-only": "It holds for products in mass use, not for most models.",
    "words-reactor-safety": "Passive safety lowers a risk; decay heat remains after "
    "shutdown, 6 to 7 % of thermal power at first.",
    "nothing-known": "No known thing or relation could be recognised: nothing is "
    "judged.",
    "denial": "'{text}' turns the statement round: it is not judged; its parts are, as "
    "if they were stated.",
    "zero-stated": "{subject} is zero: nothing can be worked out from it.",
    "arithmetic-alone": "These numbers give one another; nothing here says that they "
    "are true.",
    "near": "It is {factor} of the published figure: near it, and perhaps another one "
    "of the same thing.",
    "unbound": "Not judged: nothing here says what {texts} changes.",
    "no-period": "For which time {subject} is said to be is not stated.",
    "other-year": "Known of {subject} are only figures of other years.",
    "no-series": "True of today; no series of figures bears out so long a time.",
    "no-known-unit": "{text!r} is a number without a unit that is known here.",
    "no-quantity": "No quantity was found: write a number with its unit.",
    "ambiguous": "{text!r} can be read in two ways: {readings}.",
    "unknown-unit": "{text!r} has an unknown unit. Did you mean {near!r}?",
}
CORRECTED = {
    "corrected-figure": "{subject}: {quantity} {value}{boundary} ({year}).",
    "corrected-equivalent-count": "{total} is {solved} × {thing}{over}.",
    "corrected-equivalent-homes": "{total} is what {solved} homes in {place} "
    "use{over}.",
    "corrected-equivalent-distance": "With {total}, {count} × {thing} go {solved} "
    "each.",
    "corrected-product": "The stated factors give {value}.",
    "corrected-volume": "At the published volume of {volume} a day one takes {actual}, "
    "not {implied}; or the volume is too high.",
    "corrected-use": "The numbers imply {implied}; published is {use}.",
    "corrected-ratio": "{of} over {to}: {value}.",
    "corrected-saving": "The saving is {saved}, {share}.",
    "corrected-baseline": "A saving needs the price that it is measured against.",
    "corrected-goal": "{subject}: {value} is a goal, not a price.",
    "corrected-growth": "{subject}: {rate} from {start} to {end}.",
    "corrected-share": "{subject}: {value} ({year}).",
    "corrected-deal": "{who} {form} {what} ({year}); {note}.",
    "corrected-rebound": "Work per joule grows {efficiency}, power of frontier runs "
    "{net}: electricity rises.",
}
BOUNDARIES = {
    "chip": "the chips alone",
    "it": "the IT equipment",
    "facility": "the data centre",
    "lifecycle": "the life cycle",
    "pretraining": "pre-training alone",
}
OF_BOUNDARY = " of {boundary}"
BOUNDARY_NAMES = {
    "chip": "chip",
    "it": "IT",
    "facility": "facility",
    "lifecycle": "lifecycle",
    "pretraining": "pre-training",
}
RATES = {
    "low": "low",
    "mid": "mid",
    "high": "high",
    "frontier": "frontier",
}
WITH_ARTICLE = (
    "United States",
    "European Union",
    "United Kingdom",
    "Netherlands",
    "World",
)
"""Places that take an article in a sentence."""
SHARES = {
    "inference": " in inference",
    "training": " in training",
    "most": ", the most",
}
SHAPES = {"flat": ": none", "exponential": ": exponential", "": ""}
LEFT = "{left} of {count} sentences with quantities were not checked: --limit {count}."
CHART = {
    "axis": "stated over known figure [times]",
    "least": "at least the known {known}, at {stated}: {verdict}",
    "row": "{stated}; known: {known}: {verdict}",
    "caption": "Point: what is stated, or what it implies for one, over the known "
    "figure; blue if right, orange if not. Line: a stated range. Grey: range of the "
    "known figure, whose middle is the tick at 1.",
    "left": "Not shown, because no figure stands against a known one: {claims}.",
    "sources": "Sources: {sources}.",
}
NO_CHART = "No chart: no stated figure stands against a known one."
NOT_UNDERSTOOD = "Not understood, and left out of the verdict: {texts}."
PART = "{relation}: {verdict}"
RIGHT_WOULD_BE = "Right would be: {what}"
OR, LIST = " or ", "; "
NO_SENTENCE = "No sentence with a quantity about AI or energy was found."
TALLY = "{count} claims: {verdicts}."
GIST = "{name}: {value}."
DIMENSIONS = {
    "energy": "energy",
    "power": "power",
    "time": "time",
    "volume": "volume",
    "mass": "mass",
    "carbon": "carbon",
    "distance": "distance",
    "money": "money",
    "ratio": "ratio",
    "share": "share",
    "date": "date",
    "count": "count",
    "chip-time": "chip-hours",
    "unknown": "unknown",
}
READINGS = {
    "mega": "mega",
    "trillion": "trillion",
    "metric ton": "metric ton",
    "short ton": "short ton",
    "long ton": "long ton",
}
