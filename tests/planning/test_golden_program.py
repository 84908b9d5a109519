"""The program itself, constraint by constraint: two sites, two hours.

An optimum alone is a weak test: `==` and `>=` often have the same. A changed sign,
coefficient or sense changes this text.
"""

from __future__ import annotations

import numpy as np
import pytest

from wattlas.planning.problem import Limits, Matching, PlacedLoad
from wattlas.planning.program import CONSTRAINTS
from wattlas.planning.supply import HeatSale, Offer, Sheddable
from wattlas.planning.variants import Variant


def names_of(blocks, count):
    """Return the name with labels of every column or row."""
    names = [""] * count
    for name, block in blocks.items():
        for index in range(block.position.size):
            position = block.position.ravel()[index]
            if position < 0:
                continue
            labels, rest = [], index
            for dimension in reversed(block.dims):
                values = block.labels[dimension]
                rest, i = divmod(rest, len(values))
                labels.insert(0, str(values[i]))
            names[position] = f"{name}[{', '.join(labels)}]" if labels else name
    return names


def text_of(program):
    """Return a program as text, one constraint a line, under its name."""
    columns = names_of(program.columns, len(program.cost))
    rows = names_of(program.rows, program.matrix.shape[0])
    lines = ["minimise"]
    lines += [
        f"  {c:+.6g} {n}" for c, n in zip(program.cost, columns, strict=True) if c
    ]
    for name, block in program.rows.items():
        lines.append(f"\n{name}")
        for row in sorted(block.position[block.position >= 0].ravel()):
            span = slice(program.matrix.indptr[row], program.matrix.indptr[row + 1])
            terms = sorted(
                (columns[j], v)
                for j, v in zip(
                    program.matrix.indices[span], program.matrix.data[span], strict=True
                )
            )
            left = " ".join(f"{v:+.6g} {n}" for n, v in terms if v)
            lines.append(f"  {rows[row]}: {left} {sense(program, row)}")
    bounds = zip(columns, program.low, program.high, strict=True)
    lines.append("\nbounds")
    lines += [f"  {lo:g} <= {n} <= {hi:g}" for n, lo, hi in bounds if (lo, hi) != FREE]
    return "\n".join(lines) + "\n"


FREE = (0.0, float("inf"))


def sense(program, row):
    """Return the sense and the right side of a row."""
    low, high = program.row_low[row], program.row_high[row]
    if low == high:
        return f"== {low + 0.0:.6g}"
    return f"<= {high + 0.0:.6g}" if high < float("inf") else f">= {low + 0.0:.6g}"


@pytest.mark.parametrize("basis", ["hourly", "monthly", "annual"])
def test_program_is_this_text(made, golden, basis):
    """Golden: every constraint, with the three kinds of matching."""
    problem = made.everything().limited(matching=Matching(basis, 0.25))
    program = Variant.of(problem).program
    golden(f"plan-program-{basis}.txt", text_of(program))


def test_program_of_a_filed_tariff_is_this_text(made, golden):
    """Golden: tiers, a ratchet, least and standing charges, a load that is placed."""
    from wattlas.hours.bills.terms import BillTerms, DemandWindow, Tier

    tiers = (Tier(3.0, 400.0), Tier(9.0))
    power = DemandWindow("monthly", 0, 0, np.arange(2), tiers, 0.5, (0,))
    terms = BillTerms(
        name="t",
        utility="u",
        currency="USD",
        timezone="UTC",
        month=np.zeros(2, int),
        energy_price_per_kwh=np.array([[0.1, 0.2], [0.3, 0.4]]),
        tier_end_kwh=np.tile([500.0, np.inf], (12, 1)),
        demand=(power,),
        fixed_per_month=10.0,
        minimum_per_month=100.0,
        minimum_per_year=2000.0,
    )
    grids = (made.grid("a", terms=terms), made.grid("b"))
    load = PlacedLoad({s: np.full(2, 100.0) for s in ("a", "b")})
    problem = made.two_sites(grids=grids, placed=(load,))
    golden("plan-program-bill.txt", text_of(Variant.of(problem).program))


def test_program_of_flexibility_is_this_text(made, golden):
    """Golden: an offer called in one of two hours, load that is shed, a battery."""
    offer = Offer(
        kind="demand-response",
        site="a",
        baseline_kw=np.full(2, 1000.0),
        called=np.array([True, False]),
        callable=np.array([False, True]),
        called_hours=1.0,
        event_hours=2,
        notice_hours=1.0,
        payment_per_kw_year=10.0,
        call_payment_per_kwh=0.5,
        max_kw=800.0,
    )
    load = PlacedLoad({s: np.full(2, 500.0) for s in ("a", "b")})
    problem = made.two_sites(
        offers=(offer,),
        placed=(load,),
        base_it_kw={"a": np.full(2, 100.0)},
        sheddable=(
            Sheddable("load 0>a", "a", np.full(2, 50.0), 0.25),
            Sheddable("load 1>a", "a", np.full(2, 200.0), 0.75, "0>a"),
        ),
        plants=(
            made.plant("gas"),
            made.plant("smr", ramp_share_per_hour=0.25),
            made.plant("waiting", stands_by=False),
        ),
        stores=(made.store("a", efficiency=0.81), made.store("b")),
    )
    golden("plan-program-flexible.txt", text_of(Variant.of(problem).program))


def test_program_of_heat_is_this_text(made, golden):
    """Golden: heat of one of two sites, taken in one of two hours."""
    sale = HeatSale("b", 0.02, 0.75, np.array([True, False]), 0.5, max_kw=600.0)
    load = {"b": np.full(2, 1000.0)}
    problem = made.two_sites(heat=(sale,), base_it_kw=load)
    golden("plan-program-heat.txt", text_of(Variant.of(problem).program))


@pytest.mark.parametrize("basis", ["hourly", "monthly", "annual"])
def test_program_of_certificates_is_this_text(made, golden, basis):
    """Golden: certificates of each basis, the clean share of the grid counted."""
    matching = Matching(basis, 0.75, 0.02, 0.5, count_grid=True)
    grid = made.grid("a", clean_share=np.array([0.25, 0.5]))
    problem = made.one_site(
        grids=(grid,),
        plants=(made.plant("solar"),),
        months=np.array([0, 1]),
        limits=Limits(matching=matching),
    )
    program = Variant.of(problem).program
    golden(f"plan-program-certificates-{basis}.txt", text_of(program))


def test_every_constraint_is_in_the_golden_text(root):
    """Law: no constraint of the program is without its text."""
    files = (root / "tests" / "golden").glob("plan-program-*.txt")
    text = "".join(f.read_text(encoding="utf-8") for f in files)
    for constraint in CONSTRAINTS:
        assert f"\n{constraint.__name__}\n" in text, constraint.__name__
        assert "``" in (constraint.__doc__ or ""), constraint.__name__
