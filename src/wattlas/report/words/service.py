"""The words of the service: what refusals over HTTP are called."""

from __future__ import annotations

PROBLEMS = {
    400: "A value cannot be used",
    401: "A token is needed",
    403: "Not from there",
    404: "Nothing is here",
    405: "Not asked in this way",
    408: "The request did not arrive",
    411: "The length of the body is not said",
    413: "The body is too large",
    414: "The address is too long",
    415: "Another type of body is expected",
    421: "Another server was meant",
    422: "There is no answer",
    500: "The answer failed",
    501: "A part is not installed",
    503: "Too many questions at once",
    504: "The answer takes too long",
}
"""What each status of HTTP means, in a few words."""

THE_SCHEMA, THE_RECORD = "the schema", "the record"
"""What a service has in place of a list in the terminal, and of --json."""

MORE = "More is in the record: ask for less at once, or read the resources."
OF_BOUNDARY = "Boundary of the headline: {boundary}."
OF_SOURCES = "Sources: {keys}."
"""What a brief answer says beside its figures."""

PAGES = {
    "serve": "Model and service",
    "train": "Training",
    "compare": "Compare",
    "deploy": "Layouts",
    "image": "Images",
    "plan": "Plan",
    "measure": "Measured",
    "outlook": "Outlook",
    "check": "Check",
}
"""The pages by their addresses."""
LEADS = {
    "serve": "What does a language model draw when it answers?",
    "train": "What does it take to train a model?",
    "compare": "The same work on several chips and at several places.",
    "deploy": "On how many chips of which kind should a model answer?",
    "image": "What does it take to make pictures?",
    "plan": "Where, when and on what power should the work of a study run?",
    "measure": "What did runs on this machine draw?",
    "outlook": "What does AI ask of the world's electricity, until 2050?",
    "check": "Is it true? Paste a sentence or an article.",
}
CONTENTS = {
    "model": "A model by name, or the content of its config.json.",
    "machine": "A chip, or several with commas or as a list; one of your own as its "
    "fields, or as YAML.",
    "name": "A name or an alias.",
    "log": "The log: CSV or JSON lines as text, rows, or columns.",
    "study": "A study: its fields, or YAML as text.",
    "text": "A sentence or an article, English or Chinese.",
    "claim": "A claim with its statement, quantities and relations, typed by any "
    "reader.",
}
"""What is sent in place of the name of a file, by its kind."""
GROUPS = {
    "TrainingRun": "The run",
    "Service": "The service",
    "DeployOptions": "The model",
    "DeployedService": "The service",
    "LayoutOptions": "Layout and latency",
    "PrefillOptions": "Disaggregated prefill",
    "ImageOptions": "The work",
    "ChipOptions": "Chips and other inputs",
    "PlaceFigures": "Figures of the place",
    "PlaceOptions": "Place",
    "OutlookDraws": "Inputs",
    "OutlookOptions": "The outlook",
    "LedgerFilter": "Which runs",
    "LedgerSum": "Sums",
    "AnswersAsked": "What else is answered",
    "PlanOptions": "How it is solved",
    "DrawOptions": "Draws",
    "CheckOptions": "The article",
    "TrainOptions": "The model",
    "ServeOptions": "The model",
}
"""Titles of groups of inputs, by the class that declares them."""
LABELS = {
    "model": "model",
    "accept_unread": "accept unread fields",
    "hardware": "chip",
    "boundary": "metered at",
    "power_scope": "scope of that power",
    "idle_boundary": "idle metered at",
    "precision": "number format",
    "kv_precision": "format of the cache",
    "activation_precision": "format of products",
    "overrides": "any input",
    "site": "site",
    "sites": "places",
    "country": "country or grid",
    "currency": "currency",
    "draws": "draws",
    "seed": "seed",
    "engine": "engine",
    "drive": "driven",
    "chunk_tokens": "tokens of a chunk",
    "clock_lock": "locked clock",
    "region": "region",
    "to": "last year",
    "method": "methods",
    "without": "without publishers",
    "claim": "text",
    "limit": "most sentences",
    "by": "grouped by",
    "project": "project",
    "user": "user",
    "host": "host",
    "run": "run",
    "tag": "tag",
    "since": "since",
    "until": "until",
    "zone": "time zone",
    "study": "study",
    "explore": "explore",
    "proof": "proof",
    "ranges": "ranges of the mix",
    "break_evens": "break-evens",
    "pareto": "plans of a front",
}
"""Labels of fields that are no named input of the chain."""
SCREEN = {
    "contents": "Pages",
    "now": "Now: the mean of the last minute",
    "nothing-now": "No run was metered in the last minute: wattlas measure begins one.",
    "today": "Today ({zone})",
    "nothing-today": "No run was metered today.",
    "options": "What is built or bought",
    "hours": "Hour by hour",
    "hours-site": "Site",
    "hours-brush": "Pull over the year to choose days, or use the sliders.",
    "hours-from": "From",
    "hours-days": "Days",
    "hours-said": "{begin} to {end}: a load of {mean} MW on average, {most} MW at "
    "most.",
    "drop-model": "or a config.json, dropped in or chosen",
    "drop-machine": "or a machine of your own: its YAML, pasted, dropped in or chosen",
    "no-machine": "This file has other lines than NAME: VALUE. See what a machine's "
    "may be: wattlas facts hardware --template.",
    "no-model": "This file is no JSON object: drop in the config.json of a model.",
    "skip": "To the result",
    "inputs": "Inputs",
    "result": "Result",
    "ask": "Compute",
    "allowed": "allowed: {allowed}",
    "usual": "usual: {low} to {high}",
    "slide": "slide: {name}",
    "causes": "What causes the width",
    "exact": "Every input is exact: there is no width.",
    "share": "Copy the link",
    "copied": "The link is copied.",
    "record": "Record (JSON)",
    "table": "Table (CSV)",
    "page": "Page (HTML)",
    "picture": "Picture (PNG)",
    "file": "Study file (YAML)",
    "details": "Tables, inputs and sources",
    "wait": "Computing ...",
    "failed": "The server does not answer. Is it still running?",
    "begin": "Begin the plan",
    "cancel": "Cancel",
    "running": "Running plans",
    "example": "Begin from an example",
    "offline": "Nothing on this page is loaded from a network.",
    "no-script": "Without scripts a press on Compute shows the result.",
}
"""The words of every page."""
STATES = {
    "running": "running",
    "done": "done",
    "failed": "failed",
    "cancelled": "cancelled",
}
"""The states of work."""
