"""Every row of every table: shape, unit, source, and the counts that are promised."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from importlib import resources

import pytest

from wattlas import draws, facts
from wattlas.facts.own import normal

FOLDER = resources.files("wattlas.facts")
TIDY_COLUMNS = [
    "key",
    "quantity",
    "value",
    "low",
    "high",
    "shape",
    "unit",
    "year",
    "source",
    "note",
]
SOURCE_COLUMNS = ["key", "title", "publisher", "year", "url", "licence"]
NOT_OF_KEYS = {"sources", "aliases", "vocabulary", "cues", "counted"}
Rows = list[dict[str, str]]


def read(folder: str) -> dict[str, Rows]:
    """Return the rows of each file, each with the place that a failure names."""
    tables = {}
    for path in sorted((FOLDER / folder).iterdir(), key=lambda path: path.name):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, restkey="extra"))
        for line, row in enumerate(rows, start=2):
            row["at"] = f"{folder}/{path.name}:{line} {row.get('key')}"
        tables[path.name.removesuffix(".csv")] = rows
    return tables


TIDY, WIDE = read("tidy"), read("wide")
FACTS = [row for rows in TIDY.values() for row in rows]
FEATURES = [r for table, rows in WIDE.items() if table not in NOT_OF_KEYS for r in rows]
SOURCES = {row["key"]: row for row in WIDE["sources"]}


def keys_with(table: str, quantity: str) -> set[str]:
    return {row["key"] for row in TIDY[table] if row["quantity"] == quantity}


def key_of(table: str, row: dict[str, str]) -> str:
    """Return the wide key of a tidy row: the year of a series stands behind an @."""
    dated = table in ("currencies", "subjects")
    return row["key"].partition("@")[0] if dated else row["key"]


def sources_of(row: dict[str, str]) -> list[str]:
    """Return the sources of a row: one, or one for each part of it."""
    return [v for k, v in row.items() if k == "source" or k.endswith("_source")]


def test_the_reader_knows_every_table():
    """Law: a file is a table that the reader lists, and the other way round."""
    files = (TIDY.keys() | WIDE.keys()) - NOT_OF_KEYS
    assert files == facts.TABLES.keys()


def test_columns_are_exact():
    """Law: tidy rows and sources have these columns; no row has a cell too many."""
    for rows in TIDY.values():
        assert [c for c in rows[0] if c != "at"] == TIDY_COLUMNS
    assert [c for c in WIDE["sources"][0] if c != "at"] == SOURCE_COLUMNS
    rows = [*FACTS, *FEATURES, *WIDE["sources"], *WIDE["aliases"]]
    assert [r["at"] for r in rows if "extra" in r or None in r.values()] == []


def test_low_value_high_have_their_shape():
    """Law: low <= value <= high, and the shape can hold them."""
    for row in FACTS:
        value, low, high = (float(row[c]) for c in ("value", "low", "high"))
        assert low <= value <= high, row["at"]
        if row["shape"] != "fixed":
            draws.check_shape(row["shape"], low, value, high)


def test_fixed_means_no_width():
    """Law: a fact is `fixed` exactly where its interval has no width."""
    odd = [r["at"] for r in FACTS if (r["shape"] == "fixed") != (r["low"] == r["high"])]
    assert odd == []


def test_one_unit_for_a_quantity_in_all_tables():
    """Law: a quantity has one unit, whichever table it stands in."""
    units = defaultdict(set)
    for row in FACTS:
        units[row["quantity"]].add(row["unit"])
    assert {q: u for q, u in units.items() if len(u) > 1} == {}


@pytest.mark.parametrize(
    ("ending", "unit"),
    [
        ("_kwh", "kWh"),
        ("_w", "W"),
        ("_gb", "GB"),
        ("_tflops", "TFLOP/s"),
        ("_tops", "TOP/s"),
        ("_kgco2e", "kgCO2e"),
        ("_kgco2e_per_chip", "kgCO2e"),
        ("_kgco2e_per_kwh", "kgCO2e/kWh"),
        ("_l_per_kwh", "L/kWh"),
        ("_gb_per_s", "GB/s"),
        ("_usd_per_kwh", "USD/kWh"),
        ("_cny_per_kwh", "CNY/kWh"),
        ("_us", "us"),
        ("_years", "year"),
        ("_share", "1"),
    ],
)
def test_a_quantity_ends_in_its_unit(ending, unit):
    """Law: names carry their unit, so a name and its unit column agree."""
    per = {"_kwh", "_w", "_gb", "_us", "_kgco2e"}
    rows = [
        row
        for row in FACTS
        if row["quantity"].endswith(ending)
        and not (ending in per and f"_per{ending}" in row["quantity"])
    ]
    assert rows, ending
    assert [r["at"] for r in rows if r["unit"] != unit] == []


def test_no_figure_stands_twice():
    """Law: one row for a key and a quantity in a table, one wide row for a key."""
    tidy = Counter((t, r["key"], r["quantity"]) for t, rs in TIDY.items() for r in rs)
    wide = Counter(
        (t, r["key"])
        for t, rs in WIDE.items()
        if t not in ("aliases", "vocabulary", "cues", "counted")
        for r in rs
    )
    assert [k for k, n in (tidy | wide).items() if n > 1] == []


def test_every_row_has_a_source_that_exists():
    """Law: no fact without a source, in tidy and in wide tables."""
    rows = [*FACTS, *FEATURES]
    assert [r["at"] for r in rows if not sources_of(r)] == []
    assert [r["at"] for r in rows if set(sources_of(r)) - SOURCES.keys()] == []


def test_no_source_is_left_over():
    """Law: a source is cited by some row; `given` is the user."""
    used = {key for r in [*FACTS, *FEATURES] for key in sources_of(r)}
    assert sorted(SOURCES.keys() - used) == ["given"]


def test_sources_have_a_licence_that_permits_the_use():
    """Law: a licence for each source, and none that binds the whole table (ODbL)."""
    for row in WIDE["sources"]:
        text = " ".join(row.values()).lower()
        assert "odbl" not in text, row["at"]
        assert "open database licen" not in text, row["at"]
        assert row["licence"].strip() or row["key"] == "given", row["at"]


def test_sources_can_be_found():
    """Law: a title, a publisher, a year of four digits and an address."""
    own = {"given", "assumed", "published-runs"}
    for key, row in SOURCES.items():
        assert row["title"].strip(), row["at"]
        if key in own:
            continue
        assert row["publisher"].strip(), row["at"]
        assert re.fullmatch(r"\d{4}", row["year"]), row["at"]
        assert re.match(r"https?://", row["url"]), row["at"]


def test_an_assumption_gives_its_reason():
    """Law: where the source is `assumed` the note says why."""
    rows = [*FACTS, *WIDE["climate"]]
    bare = [r["at"] for r in rows if "assumed" in sources_of(r) and not r["note"]]
    assert bare == []


def test_years_are_years():
    """Law: the year of a figure has four digits."""
    assert [r["at"] for r in FACTS if not re.fullmatch(r"\d{4}", r["year"])] == []


def test_keys_are_lower_case_with_hyphens():
    """Law: lower-case letters, digits, hyphens, points; a year or month."""
    shape = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*(@\d{4}(-\d{2})?)?")
    rows = [*FACTS, *FEATURES, *WIDE["sources"]]
    assert [r["at"] for r in rows if not shape.fullmatch(r["key"])] == []


@pytest.mark.parametrize("table", sorted(TIDY.keys() & WIDE.keys()))
def test_every_figure_belongs_to_a_named_thing(table):
    """Law: each tidy key has a wide row with its name."""
    known = {row["key"] for row in WIDE[table]}
    assert [r["at"] for r in TIDY[table] if key_of(table, r) not in known] == []


@pytest.mark.parametrize("table", sorted(facts.TABLES))
def test_names_and_aliases_lead_to_one_key(table):
    """Law: after normalising case and spaces no name stands for two keys."""
    meant = defaultdict(set)
    for row in WIDE.get(table, []):
        for column in ("key", "name", "name_en", "name_zh", "iso3"):
            if row.get(column):
                meant[normal(row[column])].add(row["key"])
    for row in WIDE["aliases"]:
        if row["table"] == table:
            meant[normal(row["alias"])].add(row["key"])
    assert {name: keys for name, keys in meant.items() if len(keys) > 1} == {}


def test_aliases_point_to_keys():
    """Law: an alias belongs to a table and to a key that it has."""
    for row in WIDE["aliases"]:
        assert row["table"] in facts.TABLES, row
        assert row["key"] in facts.keys(row["table"]), row


@pytest.mark.parametrize(
    ("table", "least"),
    [("models", 80), ("hardware", 35), ("sites", 30), ("generators", 20)],
)
def test_tables_are_large_enough(table, least):
    """The counts that are promised: models, chips, sites, generators."""
    assert len(WIDE[table]) >= least


@pytest.mark.parametrize(
    ("quantity", "least"),
    [
        ("intensity_kgco2e_per_kwh", 180),
        ("grid_water_l_per_kwh", 180),
        ("industrial_price_usd_per_kwh", 40),
        ("household_use_kwh_per_year", 15),
    ],
)
def test_countries_are_covered(quantity, least):
    """The counts that are promised, of countries proper."""
    countries = {r["key"] for r in WIDE["countries"] if r["kind"] == "country"}
    assert len(keys_with("countries", quantity) & countries) >= least


def test_every_site_has_what_a_place_needs():
    """Law: PUE, WUE and exactly one price for each site, and no site else."""
    sites = {row["key"] for row in WIDE["sites"]}
    assert keys_with("sites", "pue") == sites
    assert keys_with("sites", "wue_l_per_kwh") == sites
    yuan = keys_with("sites", "price_cny_per_kwh")
    dollars = keys_with("sites", "price_usd_per_kwh")
    assert yuan & dollars == set()
    assert yuan | dollars == sites


def test_every_site_lies_on_a_grid_of_its_country():
    """Law: country and grid are keys, the grid has carbon and water, and fits."""
    countries = {row["key"]: row for row in WIDE["countries"]}
    carbon = keys_with("countries", "intensity_kgco2e_per_kwh")
    water = keys_with("countries", "grid_water_l_per_kwh")
    for row in WIDE["sites"]:
        country, grid = row["country"], row["grid"]
        assert country in countries, row["at"]
        assert grid in countries, row["at"]
        assert {grid, country} & carbon, row["at"]
        assert {grid, country} & water, row["at"]
        assert country in (grid, countries[grid]["parent"]), row["at"]


def test_grid_regions_have_a_parent():
    """Law: a parent is a key; a region without one is a country or an aggregate."""
    countries = {row["key"]: row for row in WIDE["countries"]}
    for row in countries.values():
        assert row["parent"] in {*countries, ""}, row["at"]
        assert row["parent"] or row["kind"] in ("country", "aggregate"), row["at"]


def test_every_chip_can_be_estimated_with():
    """Law: what training and serving read of a chip is there for every chip."""
    chips = {row["key"] for row in WIDE["hardware"]}
    for quantity in (
        "power_limit_w",
        "idle_power_w",
        "peak_16bit_tflops",
        "memory_gb",
        "bandwidth_gb_per_s",
        "embodied_kgco2e",
        "chip_hour_cost",
    ):
        assert chips - keys_with("hardware", quantity) == set(), quantity


def test_a_chip_idles_below_its_limit():
    """Law: idle power lies between 3 and 50 per cent of the power limit."""
    power = defaultdict(dict)
    for row in TIDY["hardware"]:
        power[row["key"]][row["quantity"]] = float(row["value"])
    for key, figures in power.items():
        assert 0.03 < figures["idle_power_w"] / figures["power_limit_w"] < 0.5, key


def test_a_chips_server_and_a_servers_chip_exist():
    """Law: hardware and servers point to each other's keys."""
    servers = {row["key"] for row in WIDE["servers"]}
    chips = {row["key"] for row in WIDE["hardware"]}
    assert {r["server"] for r in WIDE["hardware"]} - servers <= {""}
    assert {r["hardware"] for r in WIDE["servers"]} - chips <= {""}


def test_a_server_draws_no_more_than_its_nameplate():
    """Law: idle <= typical <= nameplate, at the central values."""
    power = defaultdict(dict)
    for row in TIDY["servers"]:
        power[row["key"]][row["quantity"]] = float(row["value"])
    for key, figures in power.items():
        assert figures["idle_w"] < figures["typical_w"] <= figures["nameplate_w"], key


def test_rates_of_every_currency_share_a_year():
    """Law: one year has a rate for each currency that has any, so pairs convert."""
    years = defaultdict(set)
    for row in TIDY["currencies"]:
        key, _, year = row["key"].partition("@")
        assert year == row["year"], row["at"]
        years[key].add(year)
    assert set.intersection(*years.values()) != set()


def test_precisions_name_a_peak_that_chips_have():
    """Law: the peak rate of a precision is a quantity of the table of hardware."""
    known = {row["quantity"] for row in TIDY["hardware"]}
    assert {row["peak_quantity"] for row in WIDE["precisions"]} <= known


def test_equivalents_hold_one_figure_each():
    """Law: a thing to compare with is one energy, carbon or water figure."""
    figures = Counter(row["key"] for row in TIDY["equivalents"])
    assert set(figures.values()) == {1}
    assert figures.keys() == {row["key"] for row in WIDE["equivalents"]}
