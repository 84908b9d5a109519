"""The map of a plan: positions, land, labels and flows are those of the record."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

pytest.importorskip("linopy")

from dataclasses import replace

from wattlas.planning.answer.parts import Route
from wattlas.planning.answer.places import positions_of
from wattlas.report.charts.labels import Anchor, Box, placed
from wattlas.report.charts.land import land_in, window
from wattlas.report.charts.map import Spot, map_chart
from wattlas.report.charts.map_views import site_map
from wattlas.report.words.language import language

SERVED = {
    "origins": {"shanghai": 1.0},
    "routes": (
        Route("shanghai", "shanghai", 0.25),
        Route("shanghai", "qingyang", 0.75),
    ),
}
QINGYANG, SHANGHAI = (107.64, 35.73), (121.47, 31.23)


@pytest.fixture(scope="module")
def eastern(made):
    """The maker of a plan of two sites: 3 of 4 requests are served in the west."""
    return lambda **changes: two_sites(made, **changes)


def two_sites(made, **changes):
    energy = {"shanghai": 1e6, "qingyang": 4e6}
    record = {
        "home": "shanghai",
        "figures": replace(made.figures(1.0, 1.0), load_kwh=energy),
        "serving_share": {"shanghai": 0.25, "qingyang": 0.75},
        "positions": positions_of(energy),
    }
    return made.plan(**record | changes)


def on_land(frame, longitude, latitude) -> bool:
    """Say whether a position is on land, by the rule of even and odd crossings."""
    x, y = frame.xy(longitude, latitude)
    crossed = 0
    for feature in land_in(frame):
        for ring in feature["geometry"]["coordinates"]:
            for (x1, y1), (x2, y2) in pairwise(ring):
                if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                    crossed += 1
    return crossed % 2 == 1


@pytest.mark.parametrize(
    ("place", "there"),
    [((104, 36), True), ((125, 35), False), ((128, 36.5), True), ((135, 40), False)],
)
def test_land_is_land(place, there):
    """By an atlas: Lanzhou and Korea are land, the Yellow and the Japan Sea are not."""
    assert on_land(window([QINGYANG, SHANGHAI]), *place) is there


@pytest.mark.parametrize(("place", "there"), [((48, 46.8), True), ((51, 42), False)])
def test_a_hole_in_the_land_is_water(place, there):
    """By an atlas: north of the Caspian is land, the Caspian is not."""
    assert on_land(window([(50, 44)]), *place) is there


def test_a_window_may_cross_the_date_line():
    """By hand: Tokyo (140 E) to Oregon (121 W) is 99 degrees over the Pacific."""
    frame = window([(140, 36), (-121, 45)])
    assert frame.xy(-121, 45)[0] > frame.xy(140, 36)[0]
    assert (frame.longitude(-121) + 140) / 2 == pytest.approx(189.5)
    assert frame.east - frame.west < 200
    assert on_land(frame, -116, 43)
    assert on_land(frame, 138.5, 36)
    assert not on_land(frame, 180, 40)
    assert on_land(frame, 178, 66.5)
    assert on_land(frame, -178, 66.5)


def test_the_land_shown_lies_in_the_window():
    """Law: what a page carries is cut to what it shows."""
    frame = window([QINGYANG, SHANGHAI])
    for feature in land_in(frame):
        for ring in feature["geometry"]["coordinates"]:
            assert all(0 <= x <= 640 and 0 <= y <= frame.height for x, y in ring)


def test_the_world_fits_in_the_window():
    """Law: with sites all round the world every one is in the picture."""
    spots = [(0, 50), (120, 30), (-120, 40), (150, -35)]
    frame = window(spots)
    for x, y in (frame.xy(*spot) for spot in spots):
        assert 0 <= x <= frame.width
        assert 0 <= y <= frame.height


def test_labels_cover_neither_each_other_nor_points():
    """Law: twelve points close together have a label each, all apart, all inside."""
    anchors = [
        Anchor(200 + 9 * i, 150 + 5 * (i % 4), 6, ("a site", "serves"))
        for i in range(12)
    ]
    frame = Box(0, 0, 640, 400)
    boxes = [label.box for label in placed(anchors, frame) if label]
    assert len(boxes) == 12
    points = [Box(a.x - 6, a.y - 6, a.x + 6, a.y + 6) for a in anchors]
    assert not any(a.meets(b) for a, b in combinations(boxes, 2))
    assert not any(box.meets(point) for box in boxes for point in points)
    assert all(box.within(frame) for box in boxes)


def test_a_label_without_room_is_left_out():
    """Law: better none than one that covers another."""
    anchors = [Anchor(30, 10, 4, ("wide label",)), Anchor(40, 10, 4, ("another",))]
    assert placed(anchors, Box(0, 0, 120, 20)).count(None) == 1


def test_a_place_without_a_label_is_named():
    """By hand: forty sites at one spot have no room for forty labels."""
    spots = [Spot(f"site-{i}", 107.0, 35.0, (f"site-{i}",), 1e6) for i in range(40)]
    drawn = map_chart(spots, [], "Sites")
    assert drawn.caption.startswith("Without room for a label: site-")
    assert drawn.caption.endswith("site-39.")


def test_the_map_shows_energy_flows_and_positions(eastern):
    """By hand: 1 and 4 GWh, one line of 3/4; positions are rows of the sites."""
    drawn = site_map(eastern(**SERVED))
    rows = {r.get("place", "flow"): r for r in drawn.rows}
    assert (rows["qingyang"]["energy"], rows["shanghai"]["energy"]) == (4.0, 1.0)
    position = (rows["qingyang"]["longitude"], rows["qingyang"]["latitude"])
    assert position == pytest.approx(QINGYANG)
    assert (rows["flow"]["origin"], rows["flow"]["site"]) == ("shanghai", "qingyang")
    assert rows["flow"]["share"] == 0.75
    assert rows["shanghai"]["users"] is True
    assert "qingyang: 4 GWh, serves 75 %" in drawn.alt


def test_a_map_without_origins_has_no_flows(eastern):
    """Law: where the users are not known nothing is guessed."""
    drawn = site_map(eastern())
    assert {r["kind"] for r in drawn.rows} == {"site"}
    assert "Lines" not in drawn.caption


def test_sites_without_a_position_are_named(eastern, made):
    """Law: what cannot be drawn is said, and where nothing can there is no map."""
    energy = {"shanghai": 1e6, "qingyang": 1e6, "ireland": 4e6}
    half = eastern(figures=replace(made.figures(1.0, 1.0), load_kwh=energy))
    said = "Not on the map, because their position is not known: ireland."
    assert said in site_map(half).caption
    assert "位置未知、不在图上：ireland。" in site_map(half, language("zh")).caption


@pytest.mark.parametrize(
    "sites", [("ireland",), ("shanghai",), ("shanghai", "ireland")]
)
def test_one_circle_is_no_map(eastern, made, sites):
    """Law: with fewer than two places that can be drawn there is no map."""
    energy = dict.fromkeys(sites, 1e6)
    figures = replace(made.figures(1.0, 1.0), load_kwh=energy)
    assert site_map(eastern(figures=figures)) is None


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_a_map_is_drawn_without_network(eastern, tmp_path, suffix):
    """Law: the land stands in the chart itself."""
    drawn = site_map(eastern(**SERVED))
    assert "url" not in str(drawn.chart().to_dict()["vconcat"])
    path = tmp_path / f"map{suffix}"
    drawn.save(path)
    assert path.stat().st_size > 10_000
