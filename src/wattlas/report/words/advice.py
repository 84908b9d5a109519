"""The words of advice: other ways of doing the same work, and what they save."""

from __future__ import annotations

TITLE = "Other ways. {work}"
RANKED = "What other ways save, the most {what} first"
WHAT = {
    "facility_energy_kwh": "energy",
    "total_cost": "cost",
    "electricity_cost": "cost",
    "lifecycle_carbon_kgco2e": "carbon",
    "facility_carbon_kgco2e": "carbon",
}
WAYS = {
    "precision": "fewer bits",
    "batch": "larger batch",
    "layout": "other layout",
    "engine": "other engine",
    "speculative-decoding": "speculative decoding",
    "cache": "prefix cache",
    "smaller-model": "smaller model",
    "power-cap": "power cap",
    "method": "other method",
    "hours": "other hours",
    "place": "other place",
    "hardware": "other hardware",
}
WAY_HEAD, GIVE_HEAD, ANSWERS_HEAD = "way", "give", "answers"
ENERGY_HEAD, COST_HEAD, CARBON_HEAD = "energy saved", "cost saved", "carbon saved"
SURE_HEAD = "draws below"
WITHOUT = "without {flag}"
CHANGE = "change"
ANSWER = "As it is: {energy}. What saves most {what} is {way} ({give}): {share}."
IN_A_SENTENCE = {
    "precision": "a format of fewer bits",
    "batch": "a larger batch",
    "layout": "another layout",
    "engine": "another engine",
    "speculative-decoding": "speculative decoding",
    "cache": "a prefix cache",
    "smaller-model": "a smaller model",
    "power-cap": "a power cap",
    "method": "another method",
    "hours": "other hours",
    "place": "another place",
    "hardware": "other hardware",
}
ANSWER_NONE = "As it is: {energy}. None of the ways that were tried saves {what}."
ALONE = (
    "Each way is an estimate of its own, of the same draws. Savings of several ways do "
    "not add up: give one (the column of that name) and ask again."
)
CHANGED_ANSWERS = (
    "Where answers change (fewer bits, a smaller model, adapters), whether they are "
    "still good enough is not estimated."
)
ASSUMED = (
    "Speculative decoding and prefix cache rest on shares that are assumed, and the "
    "work of a draft model is not counted: give your own."
)
NOTHING_SAVED = "Tried, and saves no {what}: {ways}."
LEFT_OUT = {
    "no-room": "Left out, for the memory does not hold it: {ways}.",
    "too-slow": "Left out, for it takes longer than is allowed: {ways}.",
    "too-few-requests": "Left out, for there are not so many requests at once: {ways}.",
    "nothing-changes": "Left out, for it changes no figure: {ways}.",
    "refused": "Left out, for it does not fit or cannot be estimated (--json says "
    "why): {ways}.",
    "nothing-known": "No other choice is known of: {ways} (place and hours need "
    "--country or --site, hours also work that can wait).",
}
