"""What is saved, or sold to someone else, is another amount than what is used: laws."""

from __future__ import annotations

import pytest

from wattlas import check
from wattlas.claims.verdict import RIGHT

ACCUSED = ("contradicted", "inconsistent_with_itself", "partly_right")
SAVED = ("A 10 MW site saves {} GWh a year.", "A 10 MW site wastes {} GWh a year.",
         "The new fans of a 10 MW site save {} GWh a year.",
         "Free cooling cut a 10 MW site's consumption by {} GWh a year.",
         "10兆瓦的机房每年节省{}百万度电。",
         "10兆瓦的机房每年可省电{}百万度。")  # fmt: skip


def stated(sentence: str) -> set[str]:
    found = check(sentence)
    return {found.verdict, *(p.verdict for p in found.parts)}


@pytest.mark.parametrize("gwh", [3, 26, 50, 87.6])
@pytest.mark.parametrize("said", SAVED)
def test_what_is_saved_is_no_share_of_a_rated_power(said: str, gwh: float) -> None:
    """Law: an amount that is not used is not judged by the power of the whole."""
    assert not stated(said.format(gwh)) & {*RIGHT, *ACCUSED}


@pytest.mark.parametrize("pues", [(1.5, 1.2), (1.6, 1.1), (2, 1.4)])
@pytest.mark.parametrize("megawatts", [10, 35])
def test_a_lower_pue_spares_the_difference_of_the_power_of_the_it(
    pues: tuple[float, float], megawatts: float
) -> None:
    spared = (pues[0] - pues[1]) * megawatts * 8.76
    for said in (f"Going from a PUE of {pues[0]} to {pues[1]} at an IT load of "
                 f"{megawatts} MW saves {{:.4g}} GWh a year.",
                 f"PUE从{pues[0]}降到{pues[1]}，IT负载{megawatts}兆瓦，"
                 "每年可省电{:.4g}百万度。"):  # fmt: skip
        assert check(said.format(spared)).verdict in RIGHT
        assert check(said.format(10 * spared)).verdict in ACCUSED


@pytest.mark.parametrize("who", ["Switch", "Nucor", "Zorbcorp", "Shell", "Falcon"])
@pytest.mark.parametrize("said", [
    "Oklo will deliver {} GW to {who}.", "Oklo has already supplied {who} with {} GW.",
    "{who} signed a deal for {} GW with Oklo.", "{who} buys {} GW from Oklo.",
])  # fmt: skip
@pytest.mark.parametrize("gigawatts", [1.2, 12])
def test_a_deal_of_someone_else_is_not_that_of_the_tables(
    who: str, said: str, gigawatts: float
) -> None:
    """Law: with a buyer who is not known nothing is laid against the known one."""
    found = stated(said.format(gigawatts, who=who))
    assert not found & {*RIGHT, *ACCUSED, "promise"}
