"""The sentences of notes by code, and how their values are read: the one place."""

from __future__ import annotations

from wattlas.notes import Note, NoteValue, Term
from wattlas.report.table import Form, Number, Piece, Word, joined
from wattlas.report.words.inputs import FITTED, input_name
from wattlas.report.words.planning import SERIES_NAMES

NOTES = {
    "layout": "Layout of a replica: {layout}, chips: {chips}; up to {batch} requests "
    "at once, {token_ms} ms a token.",
    "layers-on-host": "Of {layers} layers {on_chip} are on the chip, as given; the "
    "host computes the others, {held} GB of weights in its memory of {there} GB.",
    "layers-must-be-on-host": "The chip does not hold the model: of {layers} layers "
    "{on_chip} are on it, as many as fit, and the host computes the others, {held} GB "
    "of weights in its memory of {there} GB (--gpu-layers, --host-memory, "
    "--host-bandwidth).",
    "bitsandbytes-engine": "Weights that bitsandbytes quantised are run by "
    "transformers where no engine is given: its products save memory and may take "
    "more energy.",
    "bitsandbytes-elsewhere": "The weights are quantised by bitsandbytes, whose "
    "products are slower than those that are priced here: give --engine transformers "
    "for them.",
    "file-format-replaced": "The file has its weights in {format}, and {precision} is "
    "priced, as --precision asks: that is another file of the model.",
    "gguf-engine": "A GGUF file is run by llama.cpp where no engine is given.",
    "chips-needed": "How many chips is not given: {chips} are the fewest that hold it.",
    "chips-chosen": "How many chips is not given: {chips} cost the least per token at "
    "the latency that is asked for; {fewest} would hold it.",
    "disaggregated": "Prompts are computed apart from decoding, on replicas of {chips} "
    "chips as {layout}. No measurement has both sides: the range is wider for it.",
    "deployed": "The load holds the deployment as {layout} on {hardware}: {replicas} "
    "replicas, {chips} chips, {power_kw} kW of IT power on the mean.",
    "uneven-heads": "{count} heads of attention do not divide over {chips} chips: most "
    "engines refuse that; the figures share them evenly.",
    "uneven-experts": "{count} experts do not divide over {chips} chips: engines hold "
    "some of them twice; the figures share them evenly.",
    "cap-not-met": "The power cap of {cap_w} W changes nothing: a busy chip draws "
    "{power_w} W.",
    "image-tokens": "Pictures in a request: {count}, of {width} x {height} pixels. By "
    "the rule of {rule} they are {prompt_tokens} tokens of the prompt.",
    "image-tokens-fixed": "Pictures in a request: {count}, of any size. By the rule of "
    "{rule} they are {prompt_tokens} tokens of the prompt.",
    "audio-tokens": "Sound in a request: {seconds} s. By the rule of {rule} it is "
    "{prompt_tokens} tokens of the prompt.",
    "encoder-counted": "The encoders of pictures and sound compute {share} of what the "
    "model computes of the prompt. What that takes is assumed: no measurement has it.",
    "encoder-unknown": "The work of the encoders of pictures and sound is not counted, "
    "and their size is not known.",
    "next-layout": "The next best, {layout} on {chips} chips, costs {more} more per "
    "token; the range covers {close} layouts of nearly the least cost.",
    "latency-eased": "No layout keeps the latency that is asked for; the nearest one "
    "takes {first_s} s to the first token and {token_ms} ms to each next.",
    "unseen-engine": "No measurement has this engine with these number formats: the "
    "range is wider for it.",
    "unseen-chip": "No measurement has the software of this chip: the range is wider "
    "for it.",
    "unseen-architecture": "No measurement of this engine has a model of this kind: "
    "the range is wider for it.",
    "model-inferred": "{model} is inferred, not published: at {prompt} and {output} "
    "USD for a million tokens of prompt and answer it is taken to work like an open "
    "model of {active} billion active parameters. The error of this, on open models "
    "treated as closed, is in the range.",
    "model-inferred-speed": "{model} is inferred, not published: at {prompt} and "
    "{output} USD for a million tokens of prompt and answer, and {speed} tokens a "
    "second, it is taken to work like an open model of {active} billion active "
    "parameters. The error of this, on open models treated as closed, is in the range.",
    "dear-price": "Few open models cost over {dear} USD in a blend of three tokens of "
    "prompt for one of the answer: the range is as much wider as they err more.",
    "beyond-price": "A blend of {price} USD lies beyond the {known} USD of the dearest "
    "open model: from there the work is taken to rise between not at all and in step "
    "with the price, and no model tests it.",
    "size-held": "No open model is like one of {price} USD, or of its speed: its size "
    "is held at {active} billion active parameters.",
    "chip-inferred": "The chip is not given: {chip} stands for those of such services, "
    "and the range is wider for it (--hardware).",
    "slow-step": "A token every {token_ms} ms is slower than services usually accept.",
    "queued-for-memory": "Of {asked} requests at once, {limit} fit beside the weights; "
    "the others wait.",
    "queued-by-scheduler": "Of {asked} requests at once, the scheduler runs {limit}; "
    "the others wait (--max-sequences).",
    "replicas-not-shards": "One replica on {chips} chips costs {ratio} times as much "
    "per token as {count} replicas on {each}: split the requests, not the model.",
    "texts-cut": "Texts of {tokens} tokens are cut to the {limit} that {model} reads, "
    "as programs do unless told otherwise.",
    "tight-batch": "A batch of {batch} may not fit {hardware}: by what items usually "
    "take, {fits} do.",
    "rest-not-counted": "The other {hours} h of a day are not counted: say with "
    "--rest-power what the machine draws in them.",
    "beyond-context": "Prompt and answer of {tokens} tokens exceed the model's context "
    "of {limit}.",
    "sample-beyond-context": "Samples of {tokens} tokens exceed the model's context of "
    "{limit}: it learns from longer ones once its positions are extended.",
    "training-memory": "Weights, gradients and optimiser of {model} usually take "
    "{held} GB; the chips that are given hold {there} GB.",
    "currency": "Converted from {money} to {currency} at {rate} ({year} mean).",
    "outside-fit": "{name}: {value} lies outside {low} to {high}, where {link} was "
    "fitted; the range is wider for it.",
    "held-at": "{name}: {value} lies outside {low} to {high}, where {link} was fitted; "
    "it is held at {limit}, and the range is wider for it.",
    "draws-outside-fit": "{name}: of the draws {share} lie outside {low} to {high}, "
    "where {link} was fitted; the range is wider for them.",
    "not-used": "{name} is not used: no figure of this estimate rests on it.",
    "name-only": "{name} is a name here: the figures rest on what is given of the "
    "{level} level.",
    "name-read": "{name} is read as {key}.",
    "config-unused": "The configuration also says {names}: not used, no figure of this "
    "estimate rests on them.",
    "agent-calls": "A session makes {calls} calls; the mean one reads {prompt} tokens, "
    "of which a cache holds {cached}.",
    "format-of-chip": "The chip has no products in {format}, the weights' own format: "
    "{precision} is taken (--precision).",
    "engine-of-chip": "{engine} serves, as is usual on the chip (--engine).",
    "weights-expanded": "The chip has no products in {format}, the weights' own "
    "format: they are read in it and expanded to {precision}.",
    "weights-alone": "The weights alone are in {format}: they are read in it and "
    "expanded to {precision}; what their program costs beyond is not counted (of "
    "bitsandbytes see --engine transformers).",
    "format-of-ollama": "{name} names no format: 4 bits are taken, as Ollama usually "
    "hands out; small models may come in more (--precision).",
    "format-unread": "{format} is no format of weights that is known, and changes "
    "nothing: give --precision.",
    "unread-field": "The configuration says {field}, which is not known and left "
    "aside; the range is wider for it.",
    "defaulted-field": "The configuration does not say {field}: taken as the class of "
    "its kind has it.",
    "unusual": "{name} of {value} is unusual: usual is {low} to {high}.",
    "unusual-unit": "{name} of {value} is unusual: usual is {low} to {high}. Was "
    "{meant} meant?",
    "needs-plan": "Given and not used, for only a plan reads it, and the study has no "
    "plan: {names}.",
    "nameplate-from-supplies": "its nameplate is the sum of its supplies, since only "
    "these are known",
    "lead-times-not-checked": "Lead times were not checked: give plan.decided, the "
    "year of the decision.",
    "absent": "Absent, and so not counted: {series} of {sites}.",
    "unused-one-site": "Given and not used, for there is one site: {names}.",
    "unused-not-shed": "Given and not used, for no part of the load may be shed: "
    "{names}.",
    "unused-no-charge": "Given and not used, for there is no demand charge: {names}.",
    "unused-no-export": "Given and not used, for no plant at the site can sell: "
    "{names}.",
    "unused-no-export-price": "Given and not used, for nothing is paid for what leaves "
    "the site, so that nothing does: {names}.",
    "unused-no-sale": "Given and not used, for no plant there can sell at it: {names}.",
    "unused-nothing-built": "Given and not used, for nothing that costs capital may be "
    "built: {names}.",
    "unused-no-standby": "Given and not used, for no plant stands at the site: "
    "{names}.",
    "price-split": "The price of {site} is all-in, and its demand charge is taken out "
    "of it: give price, the rate of energy alone, to have both added.",
    "tariff-unused": "Of the tariff that is filed for {site}, the bill leaves out: "
    "{names}.",
    "tariff-falls": "Prices of the tariff of {site} fall with the amount: the plan is "
    "the cheapest of those made at the tiers of their own load, looked for from the "
    "highest tier and from the lowest.",
    "matching-later": "Matching is asked for from {year} on, and so not in "
    "{planned_year}.",
    "kept-warm": "Of the chips that an hour of serving does not need, {share} stay "
    "loaded and draw power: kept_warm under serve says another share.",
    "export-above-import": "In {hours} hours {site} sells at more than it buys at: it "
    "then sells all that its plants make and buys what it uses, as with a meter for "
    "each. Give a lower export_price if there is one meter.",
    "marginal-carbon": "The carbon of {sites} is marginal: what one more kWh emits.",
    "filled": "Filled, as asked: {series} of {site}, {hours} hours, of which {longest} "
    "follow each other.",
    "other-year": "{series} of {site} is of {year}, laid on the days of "
    "{planned_year}.",
    "column-taken": "Of the columns that could be meant, {series} of {site} is "
    "{column}: name another behind # if it is not.",
    "no-leap-day": "{series} of {site} has no 29 February: it repeats the 28th.",
    "wrapped": "Of {planned_year} in UTC the file of {series} of {site} lacks hours, "
    "for which those at its other end stand: {hours}.",
    "unused-no-grid": "Given and not used, for no power of the grid is bought there: "
    "{names}.",
    "unused-carbon-series": "Given and not used, for carbon_series says the carbon of "
    "every hour: {names}.",
    "unused-no-series": "Given and not used, for there is no carbon_series: {names}.",
    "unused-no-work": "Given and not used, for the load is given: {names}.",
    "unused-no-plant": "Given and not used, for no option there follows it: {names}.",
    "unused-no-weather": "Given and not used, for PUE is given and no weather is "
    "known: {names}.",
    "unused-start-given": "Given and not used, for the option has a year of its start: "
    "{names}.",
    "unused-no-decision": "Given and not used without plan.decided, the year of the "
    "decision: {names}.",
    "unused-not-in-plan": "Given and not used, for cost, carbon and water of a plan do "
    "not rest on it: {names}.",
    "unused-not-pausable": "Given and not used, for the run does not pause: {names}.",
    "unused-no-serving": "Given and not used, for nothing is served: {names}.",
    "unused-serve-latency": "Given and not used, for serve.latency_ms stands: {names}.",
    "unused-no-option": "Given and not used, for no power option rests on it: {names}.",
    "unused-idle": "Given and not used, for no work can run there and no plant there "
    "can sell: {names}.",
    "unused-years": "Given and not used, for no year that is planned has it: {names}.",
    "unused-no-money": "Given and not used, for nothing of the kind is paid: {names}.",
    "unused-no-capital": "Given and not used, for the plan counts on no capital of it: "
    "{names}.",
    "unused-no-output": "Given and not used, for the plan counts on no energy of it: "
    "{names}.",
    "unused-no-credit": "Given and not used, for no production is credited: {names}.",
    "told-after": "Sizes are chosen at the costs of the year; these move the money "
    "over years alone: {names}.",
    "unused-no-share": "Given and not used, for a share of 0 asks for nothing: "
    "{names}.",
    "unused-no-demand": "Given and not used, for neither availability nor n_minus is "
    "demanded: {names}.",
    "unused-no-gap": "Given and not used, for the file has no gap: {names}.",
    "unused-by-way": "Given and not used, for nothing of the work rests on it: "
    "{names}.",
    "unused-name-only": "Given and not used, for energy or chip-hours are given: "
    "{names}.",
}

FORMS: dict[str, Form] = {
    "more": "share",
    "planned_year": "year",
    "share": "share",
    "year": "year",
}
"""How numbers are read that are no plain figures, by the name of the value."""
LEVELS = {"metered": "metered energy", "chip-hours": "chip-hours"}
"""Where an estimate is entered, where a name alone is of no use."""
DIGITS = {"rate": 4, "prompt_tokens": 7, "width": 6, "height": 6, "seconds": 6}
"""Significant digits of a value, by its name, where three are too few."""


def note_sentence(note: Note) -> Word:
    """Return the sentence of a note of an estimate, a study, a server or a plan."""
    values = {name: _piece(name, value) for name, value in note.values.items()}
    return Word(NOTES[note.code], values)


def _named(name: str, value: str) -> Piece:
    if name == "name":
        return input_name(value)
    of = {"series": SERIES_NAMES, "link": FITTED, "level": LEVELS}.get(name, {})
    return Word(of[value]) if value in of else value


def _piece(name: str, value: NoteValue) -> Piece:
    """Return what a sentence shows of a value of a note."""
    if isinstance(value, Term):
        return Number(value.value, "" if value.unit == "1" else value.unit)
    if isinstance(value, tuple):
        return joined(value)
    if isinstance(value, str):
        return _named(name, value)
    form = FORMS.get(name, "count" if isinstance(value, int) else "significant")
    return Number(value, form=form, digits=DIGITS.get(name, 3))
