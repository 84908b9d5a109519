"""A total is a product: check it, or solve for the energy of one use."""

from __future__ import annotations

from dataclasses import replace
from math import prod

from wattlas.claims.judges.common import (
    PER_YEAR,
    correction,
    known_line,
    part_of,
    unsupported,
)
from wattlas.claims.judges.figure import newer
from wattlas.claims.judging import Match, known_term, match, slip, term
from wattlas.claims.known import Known, known
from wattlas.claims.recipe import Recipe, recipes
from wattlas.claims.record import Line, Note, Part, Term
from wattlas.claims.schema import Product
from wattlas.quantity import Mention
from wattlas.units import DAYS_PER_YEAR, HOURS_PER_DAY, W_PER_KW

MANY_USES = 1e6
"""So many uses are those of a service over a time, which has to be stated."""
FACTORS = (
    "energy", "power", "chip-time", "volume", "carbon", "mass", "distance", "money",
)  # fmt: skip
"""Dimensions of factors beside which none is hidden."""
OF_A_KWH = ("money", "volume", "carbon", "mass")
"""Dimensions of what is paid, drunk or emitted for a kWh."""
SAME = 0.06
"""Relative difference up to which product and total agree."""
LEAST_LOAD = 0.2
"""A machine may use as little of its rated power, over a year, as this share."""
OVERHEAD = 3.0
"""Servers and a building take less than so many times what their chips take."""
LEAST_OUTPUT = 0.03
"""Below it no plant gives so little; between the two it depends on what it is."""
TOO_MANY = 3.0
"""A volume so many times the largest published one of its time is not believed."""
DAYS_PER_MONTH = 30.0
"""What people count for a month when they work out a use."""


def judge(relation: Product) -> Part:
    """Return the judged part: the product beside the total, or the hidden factor."""
    if any(f.dimension in FACTORS for f in relation.factors):
        return _consistent(relation)
    return _hidden(relation)


def _consistent(relation: Product) -> Part:
    """Judge a product whose factors are all stated."""
    low, high = _product(relation)
    unit = relation.total.exact_unit
    made = Term((low + high) / 2, unit, "", low, high)
    ratio = relation.total.middle / made.value
    agrees = low * (1 - SAME) <= relation.total.high
    agrees = agrees and relation.total.low <= high * (1 + SAME)
    lines = [_product_line(relation, (low, high)), *_stated_use(relation)]
    if agrees:
        return part_of(relation, "right", lines, made)
    if _is_rating(relation) and LEAST_OUTPUT <= ratio <= 1:
        note = Note("load-share", {"share": Term(ratio, "%")})
        verdict = "right_within_range" if ratio >= LEAST_LOAD else "unsupported"
        return part_of(relation, verdict, lines, made, (note,))
    if _is_of_chips(relation) and 1 < ratio < OVERHEAD:
        lines.insert(1, Line("stated-over-product", Term(ratio)))
        return part_of(relation, "unsupported", lines, made)
    lines.insert(1, Line("stated-over-product", Term(ratio)))
    mended = slip(ratio)
    corrected = correction("product", value=Term(made.value, unit))
    notes = (mended,) if mended else ()
    verdict = "inconsistent_with_itself"
    return part_of(relation, verdict, lines, made, notes, corrected)


def _is_of_chips(relation: Product) -> bool:
    """Say whether an energy is of counted machines: servers and cooling take more."""
    kinds = {f.dimension for f in relation.factors}
    return relation.total.dimension == "energy" and {"power", "count"} <= kinds


def _is_rating(relation: Product) -> bool:
    """Say whether a power stands alone beside a total of a period: a rating, then."""
    kinds = [f.dimension for f in relation.factors]
    # A rate for each kWh leaves open how much of the time the power is drawn.
    alone = kinds.count("power") == 1 and {*kinds} <= {"power", *OF_A_KWH}
    return (
        alone and relation.total.dimension != "power" and relation.total.per in PER_YEAR
    )


def _product(relation: Product) -> tuple[float, float]:
    """Return the product of all factors in the unit and period of the total."""
    low = prod(_size(f, relation)[0] for f in relation.factors)
    high = prod(_size(f, relation)[1] for f in relation.factors)
    of_power = any(f.dimension == "power" for f in relation.factors)
    if of_power and relation.total.dimension != "power":
        low, high = low / W_PER_KW, high / W_PER_KW
        if relation.total.per and not any(
            f.dimension == "time" for f in relation.factors
        ):
            hours = PER_YEAR["h"] / PER_YEAR.get(relation.total.per, 1.0)
            low, high = low * hours, high * hours
    return low, high


def _size(factor: Mention, relation: Product) -> tuple[float, float]:
    low, high = factor.total()
    periods = _periods(factor.per, relation.total.per)
    return low * periods, high * periods


def _periods(of_factor: str, of_total: str) -> float:
    """Return how many periods of a factor the period of the total has."""
    if of_factor not in PER_YEAR or of_total not in PER_YEAR or of_factor == of_total:
        return 1.0
    if (of_factor, of_total) == ("day", "month"):
        return DAYS_PER_MONTH
    return PER_YEAR[of_factor] / PER_YEAR[of_total]


def _product_line(relation: Product, ends: tuple[float, float]) -> Line:
    terms = [term(f) for f in relation.factors]
    formula = " × ".join(f"{{{i}}}" for i in range(len(terms)))
    periods = [_periods(f.per, relation.total.per) for f in relation.factors]
    more = next((p for p in periods if p != 1.0), None)
    if more:
        formula += f" × {{{len(terms)}}}"
        terms.append(Term(more))
    low, high = ends
    result = Term((low + high) / 2, relation.total.exact_unit)
    return Line("product", result, formula, tuple(terms))


def _stated_use(relation: Product) -> list[Line]:
    """Return lines with what is known of one use, where the claim states it."""
    if not relation.use_of:
        return []
    return [known_line(k) for k in known(relation.use_of, "use_energy_kwh")]


def _hidden(relation: Product) -> Part:
    """Solve for the energy of one use and judge it and the volume."""
    if _is_of_no_period(relation):
        return unsupported(relation, relation.total.text, "no-period")
    volume = prod(_size(f, relation)[1] for f in relation.factors)
    least = prod(_size(f, relation)[0] for f in relation.factors)
    total = relation.total
    implied = total.middle / volume
    each = replace(total, low=total.low / volume, mid=None, high=total.high / least)
    if each.low == each.high:
        each = replace(each, mid=implied)
    figures = _of_a_use(relation)
    found = match(each, figures) if figures else None
    plausible = found is not None and found.grade != "off"
    rated = any(m.per in PER_YEAR for m in (relation.total, *relation.factors))
    too_many, volume_lines, volumes = (
        _volume(relation, volume) if rated else ([], [], [])
    )
    recipe_lines, recipe_notes = _recipe(relation)
    notes = [*too_many, *recipe_notes]
    notes += [n] if found and not plausible and (n := slip(found.ratio)) else []
    lines = [_implied_line(relation, implied), *(known_line(k) for k in figures)]
    lines += [*volume_lines, *recipe_lines]
    too_large = any(n.code == "volume-too-large" for n in too_many)
    verdict = _verdict(found, too_large or bool(recipe_notes))
    dated = newer(found, figures) if found and not relation.year else None
    if verdict == "right_within_range" and dated:
        verdict, notes = "right_scope_differs", [*notes, dated]
    shown = known_term(found.known) if found else None
    corrected = None
    if not plausible or too_large:
        corrected = _correction(relation, implied, volumes, figures, plausible)
    return part_of(relation, verdict, lines, shown, notes, corrected)


def _is_of_no_period(relation: Product) -> bool:
    """Say whether the uses of a whole service are counted for no stated time."""
    uses = prod(f.middle for f in relation.factors)
    stated = any(m.per in PER_YEAR for m in (relation.total, *relation.factors))
    return uses > MANY_USES and not stated


def _of_a_use(relation: Product) -> list[Known]:
    """Return the known energy, or water, of one use of the service."""
    name = "use_water_l" if relation.total.dimension == "volume" else "use_energy_kwh"
    return known(relation.use_of, name) or known("chatbot", name)


def _verdict(found: Match | None, doubtful: bool) -> str:
    if found is None or found.grade == "off":
        return "contradicted"
    if doubtful:
        return "partly_right"
    return "right_within_range" if found.is_right else "unsupported"


def _implied_line(relation: Product, implied: float) -> Line:
    terms = [term(relation.total), *(term(f) for f in relation.factors)]
    below = " × ".join(f"{{{i}}}" for i in range(1, len(terms)))
    periods = [_periods(f.per, relation.total.per) for f in relation.factors]
    more = next((p for p in periods if p != 1.0), None)
    if more:
        below += f" × {{{len(terms)}}}"
        terms.append(Term(more, "1"))
    formula = f"{{0}} / ({below})"
    return Line(
        "implied-use",
        Term(implied, f"{relation.total.unit}/use"),
        formula,
        tuple(terms),
    )


def _volume(
    relation: Product, volume: float
) -> tuple[list[Note], list[Line], list[Known]]:
    """Return whether the uses of a day exceed what was published, with lines."""
    per_day = volume * _periods("day", relation.total.per) ** -1
    if relation.total.per not in PER_YEAR:
        per_day = volume
    all_known = known(relation.use_of, "uses_per_day")
    of_year = [k for k in all_known if relation.year and k.year <= relation.year]
    figures = of_year or all_known
    line = Line("uses-per-day", Term(per_day, "1/day"))
    if not figures:
        return [], [line], []
    most = max(figures, key=lambda k: k.high)
    lines = [line, *(known_line(k) for k in figures)]
    for k in figures:
        if relation.total.dimension == "energy":
            lines.append(_with_volume(relation, k))
    notes = []
    if per_day > TOO_MANY * most.high:
        notes = [Note("volume-too-large", {"factor": Term(per_day / most.mid)})]
    elif relation.year is None and per_day > TOO_MANY * figures[0].high:
        first = next((k for k in figures if per_day <= TOO_MANY * k.high), most)
        values = {"year": str(first.year), "then": str(figures[0].year)}
        times = Term(per_day / figures[0].mid)
        notes = [Note("volume-of-later", {**values, "factor": times})]
    return notes, lines, figures


def _with_volume(relation: Product, k: Known) -> Line:
    """Return the energy of one use at a published volume."""
    per_day = PER_YEAR.get(relation.total.per, DAYS_PER_YEAR) / DAYS_PER_YEAR
    if relation.total.per == "month":
        per_day = 1 / DAYS_PER_MONTH
    implied = relation.total.middle * per_day / k.mid
    values = {"year": str(k.year)}
    terms = (Term(relation.total.middle * per_day, "kWh/day"), Term(k.mid, "1/day"))
    return Line(
        "use-at-volume",
        Term(implied, "kWh/use"),
        "{0} / {1}",
        terms,
        (k.source,),
        values,
    )


def _recipe(relation: Product) -> tuple[list[Line], list[Note]]:
    """Return mean power, recipes of the total with their rivals, and the note."""
    total = relation.total
    if total.dimension != "energy" or total.per not in PER_YEAR:
        return [], []
    found, tried = recipes(total.middle, total.per)
    hours = HOURS_PER_DAY / _periods("day", total.per) ** -1
    power = Term(total.middle / hours * W_PER_KW, "W")
    lines = [Line("mean-power", power), *(_recipe_line(relation, r) for r in found)]
    counts = {"found": str(len(found)), "tried": str(tried)}
    return lines, ([Note("nameplate-for-draw", counts)] if found else [])


def _recipe_line(relation: Product, r: Recipe) -> Line:
    terms = (Term(r.count), Term(r.power_w, "W"), Term(r.hours, "h"))
    result = Term(relation.total.middle, relation.total.exact_unit)
    values = {"server": r.server}
    return Line("recipe", result, "{0} × {1} × {2}", terms, (r.source,), values)


def _correction(
    relation: Product,
    implied: float,
    volumes: list[Known],
    figures: list[Known],
    plausible: bool,
) -> Note:
    values = {
        "implied": Term(implied, f"{relation.total.unit}/use"),
        "use": known_term(figures[0]) if figures else Term(0.0),
    }
    if plausible and volumes:
        values["volume"] = known_term(volumes[0])
        values["actual"] = _with_volume(relation, volumes[0]).result
    return correction("volume" if plausible else "use", **values)
