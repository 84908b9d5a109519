"""The layouts in which markets and agencies publish, told by the names of columns.

Sources are the files themselves as published (headers read in the parsers of entsoe-py,
gridstatus, nordpool and the agencies' own manuals: OMIE's file formats 1.36, section
6.18).
"""

from __future__ import annotations

from collections.abc import Sequence

from wattlas.hours.files.layout import (
    INTENSITY,
    MARGINAL,
    OUTPUT,
    PRICE,
    REQUESTS,
    Layout,
    found,
)

_USD, _EUR = "USD/MWh", "EUR/MWh"

LAYOUTS = (
    Layout(
        key="entsoe",
        title="ENTSO-E",
        columns=(r"^mtu\b", r"price"),
        start=r"^mtu\b",
        day_first=True,
        areas=(r"^area$",),
        keep={r"^sequence$": r"(?i)\b1$|^without"},
        values={PRICE: ((r"^day-ahead price", _EUR), (r"^price", _EUR))},
    ),
    Layout(
        key="smard",
        title="SMARD",
        columns=(r"^(datum|start date)\b", r"\[.*/mwh\]|aufl.sung|resolution"),
        start=r"^(datum( von)?|start date)$",
        end=r"^(datum bis|end date)$",
        clock=r"^(anfang|start)$",
        zone="Europe/Berlin",
    ),
    Layout(
        key="energinet",
        title="Energinet",
        columns=(r"^(hour|time)utc$", r"^(hour|time)dk$"),
        start=r"^(hour|time)utc$",
        zone="UTC",
        areas=(r"^pricearea$",),
        values={PRICE: ((r"price_?eur$", _EUR), (r"price_?dkk$", "DKK/MWh"))},
    ),
    Layout(
        key="omie",
        title="OMIE",
        columns=(r"^omie year$",),
        start=r"^omie date$",
        hour=r"^omie period$",
        elapsed=True,
        zone="Europe/Madrid",
        values={PRICE: ((r"^(portugal|spain)$", _EUR),)},
    ),
    Layout(
        key="ercot-dam",
        title="ERCOT day-ahead",
        columns=(r"^delivery ?date$", r"^hour ?ending$", r"^settlement ?point"),
        start=r"^delivery ?date$",
        hour=r"^hour ?ending$",
        second=r"^(repeated ?hour ?flag|dst ?flag)$",
        zone="America/Chicago",
        day_first=False,
        areas=(r"^settlement ?point( ?name)?$",),
        values={PRICE: ((r"^settlement ?point ?price$", _USD),)},
    ),
    Layout(
        key="ercot-rtm",
        title="ERCOT real-time",
        columns=(r"^delivery ?date$", r"^delivery ?hour$", r"^delivery ?interval$"),
        start=r"^delivery ?date$",
        hour=r"^delivery ?hour$",
        part=r"^delivery ?interval$",
        second=r"^(repeated ?hour ?flag|dst ?flag)$",
        zone="America/Chicago",
        day_first=False,
        areas=(r"^settlement ?point ?name$",),
        values={PRICE: ((r"^settlement ?point ?price$", _USD),)},
    ),
    Layout(
        key="caiso",
        title="CAISO",
        columns=(r"^intervalstarttime_gmt$", r"^intervalendtime_gmt$"),
        start=r"^intervalstarttime_gmt$",
        end=r"^intervalendtime_gmt$",
        zone="UTC",
        areas=(r"^node$", r"^node_id$", r"^tac_area_name$"),
        keep={r"^lmp_type$": r"^LMP$"},
        values={PRICE: ((r"^(mw|prc|value)$", _USD),)},
    ),
    Layout(
        key="pjm",
        title="PJM",
        columns=(r"^datetime_beginning_utc$", r"^(pnode_|total_lmp)"),
        start=r"^datetime_beginning_utc$",
        zone="UTC",
        day_first=False,
        areas=(r"^pnode_name$", r"^pnode_id$"),
        keep={r"^row_is_current$": r"(?i)^(true|1)$"},
        values={PRICE: ((r"^total_lmp_(da|rt)$", _USD),)},
    ),
    Layout(
        key="nyiso",
        title="NYISO",
        columns=(r"^time stamp$", r"^ptid$", r"^lbmp"),
        start=r"^time stamp$",
        zone="America/New_York",
        day_first=False,
        fine_ending=True,
        areas=(r"^name$", r"^ptid$"),
        values={PRICE: ((r"^lbmp", _USD),)},
    ),
    Layout(
        key="eia-930",
        title="EIA-930",
        columns=(r"^balancing authority$", r"^utc time at end of hour$"),
        start=r"^utc time at end of hour$",
        zone="UTC",
        ending=True,
        day_first=False,
        decimal=".",
        areas=(r"^balancing authority$",),
        values={
            REQUESTS: (
                (r"^demand \(mw\) \(adjusted\)$", "1"),
                (r"^demand \(mw\) \(imputed\)$", "1"),
                (r"^demand \(mw\)$", "1"),
            )
        },
        lacks={
            PRICE: "EIA-930 has load and generation, and no prices: take those of the "
            "region's market (PJM, MISO, ERCOT, CAISO, NYISO ...)"
        },
    ),
    Layout(
        key="ember",
        title="Ember",
        columns=(r"^country$", r"^datetime \(utc\)$", r"^price"),
        start=r"^datetime \(utc\)$",
        zone="UTC",
        areas=(r"^country$", r"^iso3 code$"),
        values={PRICE: ((r"^price", _EUR),)},
    ),
    Layout(
        key="nordpool",
        title="Nord Pool",
        columns=(r"^delivery start",),
        start=r"^delivery start",
        end=r"^delivery end",
        # Its "CET" is the clock of the place, with daylight saving.
        zone="Europe/Oslo",
        day_first=True,
        values={
            PRICE: tuple(
                (rf"\({code}\)$", f"{code.upper()}/MWh")
                for code in ("eur", "nok", "sek", "dkk", "gbp", "pln")
            )
        },
    ),
    Layout(
        key="electricity-maps",
        title="Electricity Maps",
        columns=(r"^datetime \(utc\)$", r"^carbon intensity"),
        start=r"^datetime \(utc\)$",
        zone="UTC",
        areas=(r"^zone id$", r"^zone name$"),
        values={INTENSITY: ((r"^carbon intensity.*(lca|life ?cycle)", "g/kWh"),)},
        lacks={PRICE: "Electricity Maps has carbon intensity, and no prices"},
    ),
    Layout(
        key="cambium",
        title="NREL Cambium",
        columns=(r"^timestamp$", r"^(aer|lrmer|srmer)_"),
        start=r"^timestamp$",
        values={
            INTENSITY: ((r"^aer_load_co2e$", "kg/MWh"), (r"^aer_gen_co2e$", "kg/MWh")),
            MARGINAL: ((r"^[ls]rmer_co2e$", "kg/MWh"),),
        },
        lacks={OUTPUT: "Cambium has no output of plants over their rated power"},
    ),
    Layout(
        key="aemo",
        title="AEMO",
        columns=(r"^region$", r"^settlementdate$", r"^rrp$"),
        start=r"^settlementdate$",
        zone="Australia/Brisbane",
        ending=True,
        areas=(r"^region$",),
        values={PRICE: ((r"^rrp$", "AUD/MWh"),), REQUESTS: ((r"^totaldemand$", "1"),)},
    ),
    Layout(
        key="pvgis",
        title="PVGIS",
        columns=(r"^time$", r"^(p|gb\(i\)|g\(i\))$"),
        start=r"^time$",
        zone="UTC",
        instant=True,
        rated="nominal power",
        values={OUTPUT: ((r"^p$", ""),)},
        lacks={PRICE: "PVGIS has irradiation and output, and no prices"},
    ),
    Layout(
        key="elexon",
        title="Elexon",
        columns=(r"^starttime$", r"^settlementperiod$", r"^price$"),
        start=r"^starttime$",
        zone="UTC",
        keep={r"^dataprovider$": r"^APXMIDP$"},
        values={PRICE: ((r"^price$", "GBP/MWh"),)},
    ),
    Layout(
        key="watttime",
        title="WattTime",
        columns=(r"^point_time$", r"^value$"),
        start=r"^point_time$",
        zone="UTC",
        values={MARGINAL: ((r"^value$", ""),)},
    ),
    Layout(
        key="energy-charts",
        title="energy-charts",
        columns=(r"^unix_seconds$", r"^price$"),
        start=r"^unix_seconds$",
        zone="UTC",
        values={PRICE: ((r"^price$", ""),)},
    ),
)


def layout_of(names: Sequence[str]) -> Layout | None:
    """Return the layout whose columns a header has, or None."""
    for layout in LAYOUTS:
        if all(found(pattern, names) for pattern in layout.columns):
            return layout
    return None
