"""What is said of a judged claim, and what would be right, in English."""

from __future__ import annotations

NOTES = {
    "no-figure": "No published figure of {subject} is in the tables.",
    "use-inferred": "{subject} is inferred, not published: a usual request takes "
    "{energy} by the price of its tokens. No verdict rests on it.",
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
    "too-many-numbers": "{count} numbers stand in one statement, at most {most} are "
    "judged together: check its sentences one by one.",
    "denial": "'{text}' turns the statement round: it is not judged; its parts are, as "
    "if they were stated.",
    "zero-stated": "{subject} is zero: nothing can be worked out from it.",
    "arithmetic-alone": "These numbers give one another; nothing here says that they "
    "are true.",
    "near": "It is {factor} of the published figure: near it, and perhaps another one "
    "of the same thing.",
    "search-of-many": "The published figure is of a search over many models in 2019; "
    "one training of that time emitted far less, and a large one of today far more.",
    "change-near": "The published figures give {change}; they are not sure enough to "
    "call the stated change wrong.",
    "unbound": "Not judged: nothing here says what {texts} changes.",
    "supposed": "Not judged: {texts!r} makes it a supposition, not a statement.",
    "given": "Not judged: {texts!r} says that the amount is given, sold or bought; the "
    "tables hold what is used.",
    "added": "Not judged: {texts!r} says that the amount is an increase; the tables "
    "hold the whole.",
    "of-a-period": "Not judged: the amount is of {texts}; the tables hold years.",
    "excepted": "Not judged: {texts!r} leaves out a part of what the tables hold.",
    "no-period": "For which time {subject} is said to be is not stated.",
    "other-year": "Known of {subject} are only figures of other years.",
    "moves": "{subject} grows severalfold in a year; known is another month of it.",
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
