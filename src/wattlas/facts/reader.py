"""The only reader of the fact tables."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources

from wattlas.errors import (
    InputError,
    MissingFactError,
    UnknownNameError,
    nearest_names,
    unknown_name,
)
from wattlas.facts.own import normal, own_row
from wattlas.records import Fact, Source

TABLES = {
    "models": "language models and their architecture",
    "layers": "layers of language models that are not the usual ones, by kind",
    "measured_layers": "kinds of layers that measured models have",
    "undisclosed": "models whose makers publish no architecture",
    "moving_names": "names that an API moves from model to model, by day",
    "api_prices": "what models cost over APIs: USD for a million tokens",
    "api_chips": "chips on which the APIs of makers run",
    "generators": "image and video models",
    "hardware": "chips: power, peak rates, memory, embodied carbon, cost",
    "servers": "servers: supplies, nameplate and typical power",
    "cpus": "processors of ordinary servers",
    "instances": "instances of clouds: chips, threads, memory",
    "networks": "encoders, vision, speech, recommenders: work of one item",
    "modalities": "what pictures and sound become in the prompts of models",
    "engines": "programs that serve models, and the chips that they run on",
    "precisions": "number formats of weights and arithmetic",
    "countries": "countries and grid regions: carbon, water, price, households",
    "sites": "data-centre sites",
    "request_shapes": "how requests come over day and week, by region",
    "tariffs": "time-of-use prices: hours, ratios, demand charges",
    "climate": "monthly normals of the sites: temperature, dew point, sun, wind",
    "power_curves": "wind turbines: power by wind speed",
    "cooling": "cooling types: PUE, on-site water, temperatures",
    "technologies": "ways to get or store electricity: costs, times, limits",
    "facility": "averages of operators and of the world: PUE, on-site water",
    "currencies": "yearly exchange rates",
    "equivalents": "things to compare with",
    "usage_fields": "fields of the usage that programs report, and what they count",
    "disclosures": "what providers and studies say that one request takes",
    "published_runs": "training runs with published chip-hours or energy",
    "metering": "errors of counters and models, and what no counter sees",
    "outlook": "inputs of the outlook over decades",
    "outlook_without": "inputs of the outlook where a publisher is left out",
    "outlook_fleets": "chips by generation, maker and company: count, power limit",
    "outlook_campuses": "announced campuses by stage: power, what of it comes, when",
    "outlook_supplies": "packaging of chips and capital spending by year",
    "outlook_presets": "published studies whose assumptions are run in our outlook",
    "outlook_preset_inputs": "their assumptions, as inputs of the outlook",
    "outlook_questions": "inputs of the questions beside the outlook",
    "outlook_regions": "regions of the outlook: members, data centres",
    "outlook_places": "places of the outlook: count of data centres, all electricity",
    "outlook_queues": "queues of large loads by place and year",
    "power_options": "ways to add generation: pace, start, carbon, water, land",
    "electricity": "generation by source and carbon intensity, by year",
    "forecasts": "published forecasts of data centres and AI",
    "vintages": "what was published when a back-test starts",
    "data_centre_history": "electricity of all data centres, as found out later",
    "ai_trends": "chips, sites, compute and use of AI: stocks and trends",
    "frontier_runs": "the largest training runs at their release since 2010",
    "subjects": "what claims speak of: loads, services, plants, companies, forecasts",
    "statements": "sources in which a maker speaks of itself",
    "deals": "who invested in, or buys power from, whom",
    "constants": "constants of the chain: utilisation, overheads, lifetimes",
}
"""Every table, with what it holds."""

_KINDS = {
    "hardware": "chip",
    "facility": "operator",
    "currencies": "currency",
    "countries": "country or grid region",
    "cpus": "CPU",
    "instances": "instance",
    "cooling": "cooling type",
    "outlook": "input of the outlook",
    "outlook_regions": "region of the outlook",
    "outlook_places": "place of the outlook",
    "technologies": "technology",
    "request_shapes": "request shape",
}


def numbers(table: str, key: str) -> dict[str, Fact]:
    """Return every figure of one key of a table, by quantity."""
    return dict(_figures(table, key))


def find_number(table: str, key: str, quantity: str) -> Fact | None:
    """Return one figure, or None where the tables do not have it."""
    return _figures(table, key).get(quantity)


def number(table: str, key: str, quantity: str) -> Fact:
    """Return one figure; raise MissingFactError where the tables do not have it.

    >>> number("hardware", "h100-sxm", "memory_gb").unit
    'GB'
    """
    fact = find_number(table, key, quantity)
    if fact is None:
        raise MissingFactError(
            "The table {table} has no {quantity} for {key!r}. See what it has: "
            "wattlas facts {table} {key}.",
            table=table,
            quantity=quantity,
            key=key,
        )
    return fact


def row(table: str, key: str) -> dict[str, str]:
    """Return the wide row of a key: names, text, features. Empty cells are ''."""
    own = own_row(table, key)
    return dict(own.features if own else _wide(table).get(key, {}))


def rows(table: str, key: str) -> list[dict[str, str]]:
    """Return the wide rows that belong to a key of another table, by their parent.

    >>> [row["part"] for row in rows("layers", "jamba-v0.1")]
    ['mamba-1']
    """
    return [dict(row) for row in _wide(table).values() if row.get("parent") == key]


def keys(table: str) -> list[str]:
    """Return every key of a table, in the order of its file."""
    return list(dict.fromkeys([*_wide(table), *_tidy(table)]))


def resolve(table: str, name: str) -> str:
    """Return the key that a name or alias stands for, whatever its case.

    Raises
    ------
    UnknownNameError
        If no key or alias matches; the message names the nearest.

    Examples
    --------
    >>> resolve("models", "meta-llama/Llama-3.1-70B-Instruct")
    'llama-3.1-70b'
    """
    key = find(table, name)
    if key is None:
        kind = _KINDS.get(table, table.removesuffix("s"))
        listing = f"wattlas facts {table}"
        near = _nearest(name, _names(table))
        raise UnknownNameError(unknown_name(kind, name, near, listing))
    return key


def find(table: str, name: str) -> str | None:
    """Return the key that a name or alias stands for, or None.

    >>> find("models", "no such model") is None
    True
    """
    if not isinstance(name, str):
        raise InputError(
            "A name of the table {table} must be text, got {name!r}.",
            table=table,
            name=name,
        )
    own = own_row(table, name)
    return own.features["key"] if own else _names(table).get(normal(name))


def is_listed(table: str, name: str) -> bool:
    """Say whether a name is one of the tables themselves: none of one's own.

    >>> is_listed("hardware", "H100"), is_listed("hardware", "my-own-chip")
    (True, False)
    """
    return normal(name) in _names(table)


def aliases(table: str, key: str) -> list[str]:
    """Return the other names of a key."""
    return list(_aliases(table).get(key, ()))


@cache
def vocabulary() -> Mapping[str, frozenset[str]]:
    """Return the words of statements that are understood, each with its roles.

    `plain` words are understood, but only `neutral` ones narrow nothing wherever they
    stand, and `adverbial` ones behind a thing or a preposition (*at most*); those that
    `narrows` do so where they stand at a thing, and one that `opens` does so behind it.
    Words `of-water`, `of-carbon`, `of-money`, `of-power` and `of-else` say what an
    amount is of, and one that `holds` measures it (*a litre of water*). Before a thing,
    one of `amounts` is what of it is meant (*demand from*); behind *and* one that
    `goes-on` names no other.
    `another` and `sort` say who or what of a thing is meant (*maker*, *company*);
    `relates`, `asides`, `compares` and `precedes` open what is said beside the rest
    (*which*, *founded*, *unlike*, *before*), `below` what narrows, `tells` what is
    told of a thing, and `states` a saying. `supposes` and `denies` turn a statement,
    `changes`, `saves` and `than` make an amount a change, `joins`, `beside` and
    `than-all` another thing of the one behind, `unnamed` a country without its name;
    `each` and `than-a` keep the figures of several, or of two compared, apart, and
    what `turns` an amount makes it that of something else (*an additional*). Of an
    amount a thing `takes`, `gives` or `adds` it, a change `leads` to it or `comes` to
    it; `excepts` leaves something out, `of-any` tells of one as a rule, a `month`, a
    `part-year` and what is `over-` an hour, a day, a week, a month or a decade are no
    year, the
    `nation` is none of its states, and a share that `moves`, or is a `movement`, is a
    rate of growth, of less where it `falls`. A `year-before` compares with that, and
    `some-of` a thing are not all of it; a number behind what is `numbered` is a name;
    and what one `expects` has not come to be.

    >>> sorted(vocabulary()["additional"])
    ['adds', 'plain', 'turns']
    """
    found: dict[str, set[str]] = {}
    for row in read_table("wide", "vocabulary"):
        found.setdefault(row["word"], set()).add(row["role"])
    return {word: frozenset(roles) for word, roles in found.items()}


def source(key: str) -> Source:
    """Return a source by its key."""
    return _sources()[key]


def sources() -> Mapping[str, Source]:
    """Return every source, by key."""
    return dict(_sources())


def _nearest(name: str, known: Mapping[str, str]) -> list[str]:
    names: dict[str, str] = {}
    for near in nearest_names(name, known, count=6):
        names.setdefault(known[near], near)
    return list(names.values())


def _figures(table: str, key: str) -> Mapping[str, Fact]:
    own = own_row(table, key)
    return own.figures if own else _facts(table, key)


@cache
def _names(table: str) -> dict[str, str]:
    names = {normal(r["alias"]): r["key"] for r in _alias_rows(table)}
    wide = _wide(table)
    for column in ("name_zh", "name_en", "name", "iso3"):
        names |= {normal(r[column]): k for k, r in wide.items() if r.get(column)}
    return names | {normal(k): k for k in keys(table)}


@cache
def _facts(table: str, key: str) -> dict[str, Fact]:
    """Return the figures of a key by quantity: made for the keys in use alone."""
    return {r["quantity"]: _fact(r) for r in _tidy(table).get(key, ())}


def _fact(row: dict[str, str]) -> Fact:
    value, low, high = (float(row[column]) for column in ("value", "low", "high"))
    words = {k: v for k, v in row.items() if k not in ("value", "low", "high")}
    return Fact(value=value, low=low, high=high, **words)


@cache
def _tidy(table: str) -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = {}
    for row in read_table("tidy", table):
        rows.setdefault(row["key"], []).append(row)
    return rows


@cache
def _wide(table: str) -> dict[str, dict[str, str]]:
    return {r["key"]: r for r in read_table("wide", table)}


@cache
def _aliases(table: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in _alias_rows(table):
        found.setdefault(row["key"], []).append(row["alias"])
    return found


def _alias_rows(table: str) -> list[dict[str, str]]:
    return [r for r in read_table("wide", "aliases") if r["table"] == table]


@cache
def _sources() -> dict[str, Source]:
    return {r["key"]: Source(**r) for r in read_table("wide", "sources")}


@cache
def read_table(folder: str, table: str) -> list[dict[str, str]]:
    """Return the rows of a file of the tables, each a word for each column."""
    path = resources.files("wattlas.facts") / folder / f"{table}.csv"
    if not path.is_file():
        return []
    header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    return [dict(zip(header, row, strict=True)) for row in rows]
