"""The highest hour of grids by draw, year and region: all of it, and data centres."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wattlas.chain import peak as links
from wattlas.chain.types import Value
from wattlas.projection.demand import LEAST_TWH, Values
from wattlas.projection.places import others_twh

NONE_GIVES_WAY = 0.0


def highest_hour(
    samples: Mapping[str, Value], v: Values, region: str
) -> dict[str, Value]:
    """Return what data centres draw in the highest hour, and all. [GW]

    Data centres take their mean of the year times `draw_factor`, of the place where it
    is known. All others take theirs times `peak_ratio.others`; in a place whose highest
    hour is counted (`peak_gw.PLACE`), what it takes beside data centres in the
    base year, growing as they do. Regions are the sum of their grids' highest hours.
    """
    served = np.asarray(samples["data_centre_served_twh"])
    others = np.asarray(others_twh(samples, region))
    own = f"draw_factor.{region}"
    factor = v[own if own in v else "draw_factor.peak"]
    draw_gw = links.peak_draw_gw(served, factor, NONE_GIVES_WAY)
    if f"peak_gw.{region}" in v:
        now_gw = v[f"peak_gw.{region}"] - np.asarray(draw_gw)[:, :1]
        others_gw = now_gw * others / np.maximum(others[:, :1], LEAST_TWH)
    else:
        ratio = v["peak_ratio.others"]
        others_gw = links.peak_draw_gw(others, ratio, NONE_GIVES_WAY)
    return {"data_centre_peak_gw": draw_gw, "peak_gw": draw_gw + others_gw}
