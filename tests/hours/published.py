"""A year in the layout of each publisher, made from one rule of values.

Headers and stamps are those that the publishers use; the values are made up: of each
hour of the calendar in UTC, one number, so that any file of a year, on whichever clock,
must give the same year back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)
BERLIN, MADRID = "Europe/Berlin", "Europe/Madrid"


def value_at(time: datetime) -> float:
    """Value of an hour in UTC, by day and hour of the calendar: -50 to 150."""
    hour = (time.month * 31 + time.day) * 24 + time.hour
    return round(hour * 7919 % 20011 / 100 - 50, 2)


def starts(year: int, zone: str, step: timedelta = HOUR) -> Iterator[datetime]:
    """Beginnings in UTC of the steps of a year on the clock of a zone."""
    tz = ZoneInfo(zone)
    time = datetime(year, 1, 1, tzinfo=tz).astimezone(UTC)
    end = datetime(year + 1, 1, 1, tzinfo=tz).astimezone(UTC)
    while time < end:
        yield time
        time += step


def local(time: datetime, zone: str) -> datetime:
    return time.astimezone(ZoneInfo(zone))


def comma(value: float) -> str:
    """Write a number with decimal comma and points between thousands."""
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


def entsoe(year: int) -> str:
    """With a second area's auction interleaved, and marked hours of autumn."""
    head = (
        '"MTU (CET/CEST)","Area","Sequence","Day-ahead Price (EUR/MWh)",'
        '"Intraday Period (CET/CEST)","Intraday Price (EUR/MWh)"'
    )
    rows = [head]
    for t in starts(year, "Europe/Brussels"):
        a, b = local(t, "Europe/Brussels"), local(t + HOUR, "Europe/Brussels")
        marked = [
            f"{x:%d/%m/%Y %H:%M:%S}" + (f" ({x.tzname()})" if _changes(x) else "")
            for x in (a, b)
        ]
        for sequence, price in ((1, value_at(t)), (2, 999.0)):
            rows.append(
                f'"{marked[0]} - {marked[1]}","BZN|DE-LU","Sequence Sequence '
                f'{sequence}","{price}","",""'
            )
    return "\n".join(rows)


def _changes(time: datetime) -> bool:
    """Say whether clocks change on the day of a time."""
    midnight = time.replace(hour=0, minute=0)
    return midnight.utcoffset() != (midnight + timedelta(days=1)).utcoffset()


def smard(year: int) -> str:
    rows = ["Datum von;Datum bis;Deutschland/Luxemburg [€/MWh] Berechnete Auflösungen"]
    for t in starts(year, BERLIN):
        a, b = local(t, BERLIN), local(t + HOUR, BERLIN)
        rows.append(f"{a:%d.%m.%Y %H:%M};{b:%d.%m.%Y %H:%M};{comma(value_at(t))}")
    return "\ufeff" + "\n".join(rows)


def smard_english(year: int) -> str:
    rows = [
        "Start date;End date;Germany/Luxembourg [€/MWh] Original resolutions;"
        "Austria [€/MWh] Original resolutions"
    ]
    for t in starts(year, BERLIN):
        a, b = local(t, BERLIN), local(t + HOUR, BERLIN)
        rows.append(f"{_english(a)};{_english(b)};{value_at(t):.2f};-")
    return "\n".join(rows)


def _english(time: datetime) -> str:
    return f"{time:%b} {time.day}, {time.year} {time.hour % 12 or 12}:{time:%M %p}"


def energinet(year: int) -> str:
    """Hours to September, quarters since, in the layout of the quarters."""
    rows = ["TimeUTC;TimeDK;PriceArea;DayAheadPriceEUR;DayAheadPriceDKK"]
    for t in starts(year, "Europe/Copenhagen", QUARTER):
        a = local(t, "Europe/Copenhagen")
        if a.month < 10 and t.minute:
            continue
        price = value_at(t) + (0 if a.month < 10 else (t.minute - 22.5) / 15)
        for area, of in (("DK1", price), ("DK2", 1.0)):
            rows.append(
                f"{t:%Y-%m-%d %H:%M};{a:%Y-%m-%d %H:%M};{area};"
                f"{comma(of)};{comma(of * 7.46)}"
            )
    return "\n".join(rows)


def omie(year: int) -> str:
    """A file a day, one behind the other; quarters since October."""
    rows: list[str] = []
    day, period = None, 0
    for t in starts(year, MADRID, QUARTER):
        a = local(t, MADRID)
        fine = a.month >= 10
        if a.minute and not fine:
            continue
        if a.date() != day:
            rows += ["*"] * bool(rows) + ["MARGINALPDBC;"]
            day, period = a.date(), 0
        period += 1
        rows.append(f"{a:%Y;%m;%d};{period};{value_at(t)};{value_at(t)};")
    return "\n".join([*rows, "*"])


def ercot_workbook(year: int) -> str:
    rows = [
        "Delivery Date,Hour Ending,Repeated Hour Flag,Settlement Point,"
        "Settlement Point Price"
    ]
    for t in starts(year, "America/Chicago"):
        a = local(t, "America/Chicago")
        flag = "Y" if a.fold else "N"
        rows.append(f"{a:%m/%d/%Y},{a.hour + 1:02d}:00,{flag},HB_NORTH,{value_at(t)}")
    return "\n".join(rows)


def ercot_dam(year: int) -> str:
    rows = ["DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice,DSTFlag"]
    for t in starts(year, "America/Chicago"):
        a = local(t, "America/Chicago")
        for point, price in (("HB_NORTH", value_at(t)), ("LZ_WEST", 1.0)):
            rows.append(
                f"{a:%m/%d/%Y},{a.hour + 1:02d}:00,{point}, {price},"
                f"{'Y' if a.fold else 'N'}"
            )
    return "\n".join(rows)


def ercot_rtm(year: int) -> str:
    rows = [
        "DeliveryDate,DeliveryHour,DeliveryInterval,SettlementPointName,"
        "SettlementPointType,SettlementPointPrice,DSTFlag"
    ]
    for t in starts(year, "America/Chicago", QUARTER):
        a = local(t, "America/Chicago")
        rows.append(
            f"{a:%m/%d/%Y},{a.hour + 1},{a.minute // 15 + 1},HB_NORTH,HU,"
            f"{value_at(t)},{'Y' if a.fold else 'N'}"
        )
    return "\n".join(rows)


def caiso(year: int) -> str:
    """Unordered, and the parts of each price beside it."""
    names = (
        "INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,OPR_DT,OPR_HR,OPR_INTERVAL,"
        "NODE_ID_XML,NODE_ID,NODE,MARKET_RUN_ID,LMP_TYPE,XML_DATA_ITEM,PNODE_RESMRID,"
        "GRP_TYPE,POS,MW,GROUP"
    )
    rows: list[str] = []
    for t in starts(year, "America/Los_Angeles"):
        a = local(t, "America/Los_Angeles")
        for kind, price in (("LMP", value_at(t)), ("MCC", 0.5)):
            rows.append(
                f"{t:%Y-%m-%dT%H:%M:%S}-00:00,{t + HOUR:%Y-%m-%dT%H:%M:%S}-00:00,"
                f"{a:%Y-%m-%d},{a.hour + 1},0,N,N,TH_NP15_GEN-APND,DAM,{kind},"
                f"{kind}_PRC,N,ALL_APNODES,0,{price},1"
            )
    return "\n".join([names, *sorted(rows, key=lambda row: row[14:19] + row)])


def pjm(year: int) -> str:
    """From the last hour back to the first."""
    names = (
        "datetime_beginning_utc,datetime_beginning_ept,pnode_id,pnode_name,total_lmp_da"
    )
    rows = [
        f"{_us(t)},{_us(local(t, 'America/New_York'))},51217,DOM,{value_at(t)}"
        for t in starts(year, "America/New_York")
    ]
    return "\n".join([names, *reversed(rows)])


def _us(time: datetime) -> str:
    return f"{time.month}/{time.day}/{time.year} {time.hour % 12 or 12}:{time:%M:%S %p}"


def nyiso(year: int) -> str:
    names = (
        '"Time Stamp","Name","PTID","LBMP ($/MWHr)","Marginal Cost Losses ($/MWHr)",'
        '"Marginal Cost Congestion ($/MWH'
    )
    rows = [names]
    for t in starts(year, "America/New_York"):
        a = local(t, "America/New_York")
        rows.append(f'"{a:%m/%d/%Y %H:%M}","CAPITL",61757,{value_at(t)},0.1,0.0')
    return "\n".join(rows)


def nyiso_real_time(year: int) -> str:
    """Each stamp is the end of five minutes."""
    rows = ['"Time Stamp","Name","PTID","LBMP ($/MWHr)"']
    five = timedelta(minutes=5)
    for t in starts(year, "America/New_York", five):
        a = local(t + five, "America/New_York")
        rows.append(f'"{a:%m/%d/%Y %H:%M:%S}","CAPITL",61757,{value_at(t)}')
    return "\n".join(rows)


def eia_930(year: int) -> str:
    rows = [
        "Balancing Authority,Data Date,Hour Number,Local Time at End of Hour,"
        "UTC Time at End of Hour,Demand Forecast (MW),Demand (MW),"
        "Demand (MW) (Adjusted)"
    ]
    for t in starts(year, "America/New_York"):
        a = local(t + HOUR, "America/New_York")
        load = f'"{value_at(t) + 1050:,.2f}"'
        rows.append(f"PJM,{a:%m/%d/%Y},1,{_us(a)},{_us(t + HOUR)},,,{load}")
    return "\n".join(rows)


def ember(year: int) -> str:
    rows = ["Country,ISO3 Code,Datetime (UTC),Datetime (Local),Price (EUR/MWhe)"]
    for name, code, zone in (
        ("Austria", "AUT", "Europe/Vienna"),
        ("France", "FRA", "Europe/Paris"),
    ):
        for t in starts(year, "UTC"):
            price = value_at(t) if code == "FRA" else 1.0
            rows.append(
                f"{name},{code},{t:%Y-%m-%d %H:%M:%S},"
                f"{local(t, zone):%Y-%m-%d %H:%M:%S},{price}"
            )
    return "\n".join(rows)


def energy_charts(year: int) -> str:
    times = list(starts(year, BERLIN))
    return json.dumps(
        {
            "license_info": "made up",
            "unix_seconds": [round(t.timestamp()) for t in times],
            "price": [value_at(t) for t in times],
            "unit": "EUR / MWh",
            "deprecated": False,
        }
    )


def nord_pool(year: int) -> str:
    """Two rows of header, decimal commas."""
    rows = ["Delivery Start (CET);Delivery End (CET);SE3 Price (EUR);SE4 Price (EUR)"]
    rows.append("; ;EUR/MWh;EUR/MWh")
    for t in starts(year, "Europe/Stockholm"):
        a, b = local(t, "Europe/Stockholm"), local(t + HOUR, "Europe/Stockholm")
        rows.append(
            f"{a:%d.%m.%Y %H:%M:%S};{b:%d.%m.%Y %H:%M:%S};{comma(value_at(t))};1,00"
        )
    return "\n".join(rows)


def aemo(year: int) -> str:
    rows = ["REGION,SETTLEMENTDATE,TOTALDEMAND,RRP,PERIODTYPE"]
    half = timedelta(minutes=30)
    for t in starts(year, "Australia/Brisbane", half):
        a = local(t + half, "Australia/Brisbane")
        rows.append(f"NSW1,{a:%Y/%m/%d %H:%M:%S},7000.5,{value_at(t)},TRADE")
    return "\n".join(rows)


def entsoe_xml(year: int) -> str:
    """One period of a year in UTC; equal neighbours left out, as curve A03 does."""
    times = list(starts(year, "UTC"))
    points = []
    for i, t in enumerate(times, start=1):
        if i > 1 and value_at(t) == value_at(t - HOUR):
            continue
        points.append(
            f"<Point><position>{i}</position><price.amount>{value_at(t)}"
            f"</price.amount></Point>"
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?><Publication_MarketDocument xmlns="urn:'
        'iec62325.351:tc57wg16:451-3:publicationdocument:7:3"><TimeSeries>'
        "<contract_MarketAgreement.type>A01</contract_MarketAgreement.type>"
        "<in_Domain.mRID>10Y1001A1001A82H</in_Domain.mRID>"
        "<currency_Unit.name>EUR</currency_Unit.name>"
        "<price_Measure_Unit.name>MWH</price_Measure_Unit.name>"
        "<curveType>A03</curveType><Period><timeInterval>"
        f"<start>{times[0]:%Y-%m-%dT%H:%MZ}</start>"
        f"<end>{times[-1] + HOUR:%Y-%m-%dT%H:%MZ}</end></timeInterval>"
        f"<resolution>PT60M</resolution>{''.join(points)}</Period></TimeSeries>"
        "</Publication_MarketDocument>"
    )


def electricity_maps(year: int, names: tuple[str, str] = ("direct", "LCA")) -> str:
    direct, life = names
    rows = [
        "Datetime (UTC),Country,Zone Name,Zone Id,Carbon Intensity gCO₂eq/kWh "
        f"({direct}),Carbon Intensity gCO₂eq/kWh ({life}),Low Carbon Percentage"
    ]
    for t in starts(year, "UTC"):
        rows.append(
            f"{t:%Y-%m-%d %H:%M:%S},Spain,Spain,ES,1,{value_at(t) + 200:.2f},50"
        )
    return "\n".join(rows)


def cambium(year: int) -> str:
    """Lines of metadata, rates in kg/MWh, and no 29 February."""
    rows = ["Project,Scenario", "Cambium23,MidCase", ",", "Units,kg/MWh"]
    rows.append("timestamp,aer_load_co2e,lrmer_co2e,srmer_co2e,distloss_rate_avg")
    for t in starts(year, "Etc/GMT+5"):
        a = local(t, "Etc/GMT+5")
        if (a.month, a.day) != (2, 29):
            rows.append(f"{a:%Y-%m-%d %H:%M:%S},{value_at(t) + 200:.2f},300,500,0.05")
    return "\n".join(rows)


PRICES: dict[str, tuple[Callable[[int], str], str, dict[str, str]]] = {
    "entsoe": (entsoe, "EUR", {}),
    "smard": (smard, "EUR", {}),
    "smard-english": (smard_english, "EUR", {"column": "Germany/Luxembourg"}),
    "energinet": (energinet, "EUR", {"area": "DK1"}),
    "omie": (omie, "EUR", {}),
    "ercot-workbook": (ercot_workbook, "USD", {}),
    "ercot-dam": (ercot_dam, "USD", {"column": "HB_NORTH"}),
    "ercot-rtm": (ercot_rtm, "USD", {}),
    "caiso": (caiso, "USD", {}),
    "pjm": (pjm, "USD", {}),
    "nyiso": (nyiso, "USD", {}),
    "ember": (ember, "EUR", {"area": "FRA"}),
    "energy-charts": (energy_charts, "EUR", {}),
    "nord-pool": (nord_pool, "EUR", {"column": "SE3 Price"}),
    "aemo": (aemo, "AUD", {}),
    "entsoe-xml": (entsoe_xml, "EUR", {}),
}
"""Each layout of prices: how a year is made, its currency, and what must be said."""
