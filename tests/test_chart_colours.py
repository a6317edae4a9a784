"""The colours of the charts: read by everybody, in grey print too, in our own colours and in those of any firm."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from reportgen.charts import Chart, Palette, draw, house_palette, theme
from reportgen.charts.drawing import sheet_of
from reportgen.charts.drawing.canvas import Label
from reportgen.charts.drawing.painting import lettered, painted
from reportgen.charts.theme import THEME
from reportgen.common.colours import at_lightness, contrast, lightness, shades
from reportgen.common.house_style import HouseStyle, load_house_style
from reportgen.common.options import BuildOptions
from reportgen.runs.build import build_report
from tests.chart_cases import edge_positions, one, report

GREEN = "1B6B4A"
SAMPLE = Path(__file__).parent.parent / "workbooks" / "sample-client.xlsx"
CHARTS = (
    *(one(report(28), name) for name in ("overall", "model", "evidence", "levels")),
    *(one(report(7), "model"), one(report(28), "effort-gain"), edge_positions()),
)
COLOURS = st.integers(0, 0xFFFFFF).map("{:06X}".format)


def palette(**colours: str) -> Palette:
    """The palette of a house style that names these colours."""
    return house_palette({**load_house_style().all_colours, **colours})


def used(chart: Chart, own: Palette = THEME) -> set[str]:
    """The colours that a chart is drawn in."""
    found = set()
    for item in sheet_of(chart, own).items:
        found |= {item.colour} if isinstance(item, Label) else {item.fill, item.edge}
    return found - {""}


# --------------------------------------------------------------------------------------------------- our own colours


def lab(colour: str, matrix: np.ndarray | None = None) -> np.ndarray:
    """CIE L*a*b* of a colour, seen through a matrix on linear RGB."""
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    if matrix is not None:
        linear = np.clip(matrix @ linear, 0, 1)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = np.cbrt(to_xyz @ linear / np.array([0.9505, 1.0, 1.089]))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


# Machado, Oliveira and Fernandes 2009, severity 1
NO_RED = np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]])
NO_GREEN = np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]])


def test_the_heat_scale_grows_steadily_darker() -> None:
    assert all(lighter - darker >= 10 for lighter, darker in pairwise(map(lightness, THEME.heat)))


def test_lightness_is_that_of_the_standard() -> None:
    for colour in (*THEME.heat, "#060606", "#000000", "#FFFFFF"):
        # the cube root of the definition holds from 8.856 on; below, the scale is a straight line
        expected = (
            lab(colour)[0] if colour not in ("#060606", "#000000") else 903.3 * int(colour[1:3], 16) / 255 / 12.92
        )
        assert lightness(colour) == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize("sight", [None, NO_RED, NO_GREEN])
def test_the_heat_scale_survives_colour_blindness(sight: np.ndarray | None) -> None:
    seen = [lab(colour, sight) for colour in THEME.heat]
    assert all(np.linalg.norm(one - other) >= 10 for one, other in combinations(seen, 2))


def test_text_reads_well_on_every_ground() -> None:
    grounds = (*THEME.heat, THEME.client_pale, THEME.head, THEME.lane, theme.WHITE)
    assert all(contrast(THEME.ink_on(ground), ground) >= 4.5 for ground in grounds)
    assert all(contrast(THEME.muted, ground) >= 4.5 for ground in (theme.WHITE, THEME.head))
    assert THEME.client_text == THEME.client


def test_the_house_style_that_comes_with_the_program_has_the_colours_of_the_theme() -> None:
    assert house_palette(load_house_style().all_colours) == THEME == Palette()
    house = load_house_style()
    assert tuple(f"#{colour}" for colour in house.heat) == THEME.heat
    roles = ("accent", "ink", "muted", "line")
    assert [f"#{house.colours[role]}" for role in roles] == [THEME.client, THEME.ink, THEME.muted, THEME.rule]


# ------------------------------------------------------------------------------------------------- a firm's colours


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
def test_a_picture_takes_the_accent_and_nothing_is_left_of_ours(chart: Chart) -> None:
    ours = {THEME.client, THEME.client_mid, THEME.client_pale}
    green = palette(accent=GREEN, **heat(GREEN))
    if ours & used(chart):
        assert {f"#{GREEN}", green.quarters[-1]} & used(chart, green)
    assert not ours & used(chart, green)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
def test_every_role_of_the_house_style_reaches_the_picture(chart: Chart) -> None:
    own = palette(ink="401010", muted="604040", line="E0C0C0", tint="FFE8E8")
    found = used(chart, own)
    assert {own.ink, own.muted} <= found
    assert not {THEME.ink, THEME.muted} & found
    assert (own.head in found) == (chart.name == "model")
    assert (own.lane in found) == (chart.name == "effort-gain")
    assert (own.rule in found) == (chart.name != "model")


def heat(accent: str) -> dict[str, str]:
    """The heat scale of a house style that names this accent, by role."""
    return {f"heat_{step}": shade for step, shade in enumerate(("FBF0DA", *shades(accent)), start=1)}


@given(COLOURS, COLOURS, COLOURS, COLOURS)
@example("808080", "757575", "707070", "777777")
def test_words_on_a_fill_read_well_whatever_the_firm_chose(accent: str, ink: str, muted: str, tint: str) -> None:
    own = palette(accent=accent, ink=ink, muted=muted, tint=tint, **heat(accent))
    for ground in (*own.heat, own.client_pale, own.head, own.lane):
        assert contrast(own.ink_on(ground), ground) >= 4.5
        assert contrast(own.muted_on(ground), ground) >= 4.5
    assert contrast(own.client_text, theme.WHITE) >= 4.5
    assert contrast(own.client, theme.WHITE) >= 2.9


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
def test_words_stand_in_the_colour_chosen_for_their_ground(chart: Chart) -> None:
    """Dark heads and lanes, a light accent: every text still reads well on the fill it stands on."""
    own = palette(accent="FFD100", tint="1F2933", **heat("FFD100"))
    sheet = sheet_of(chart, own)
    dots = painted(sheet)
    for label in sheet.labels:
        if label.text.strip() and not label.halo:
            assert contrast(label.colour, ground_of(label, dots)) >= 4.5, label.text


def ground_of(label: Label, dots: np.ndarray) -> str:
    """The most frequent colour in the box of a text."""
    left, top, right, bottom = (max(round(edge), 0) for edge in lettered(label).box)
    colours, counts = np.unique(dots[top:bottom, left:right, :3].reshape(-1, 3), axis=0, return_counts=True)
    return "#{:02X}{:02X}{:02X}".format(*colours[counts.argmax()])


@given(COLOURS)
def test_the_shades_of_an_accent_make_a_scale_that_the_house_style_accepts(accent: str) -> None:
    scale = ("FBF0DA", *shades(accent))
    assert all(lightness(lighter) - lightness(darker) >= 10 for lighter, darker in pairwise(scale))


@given(COLOURS, st.floats(0, 100))
def test_a_colour_is_brought_to_a_lightness(colour: str, wanted: float) -> None:
    assert lightness(at_lightness(colour, wanted)) == pytest.approx(wanted, abs=2)
    assert at_lightness(f"#{colour}", wanted) == f"#{at_lightness(colour, wanted)}"


def test_the_same_colours_give_the_same_bytes() -> None:
    chart = one(report(28), "model")
    green = palette(accent=GREEN, **heat(GREEN))
    assert draw(chart, green) == draw(chart, replace(green)) != draw(chart)


# ------------------------------------------------------------------------------------------------------ whole reports


def style(folder: Path, colours: Mapping[str, object]) -> Path:
    lines = [f"{role} = {list(value) if isinstance(value, tuple) else value!r}" for role, value in colours.items()]
    path = folder / "house.toml"
    path.write_text("\n".join(["[colours]", *lines, ""]), encoding="utf-8")
    return path


def test_an_accent_alone_brings_a_heat_scale_of_its_own_with_it(tmp_path: Path) -> None:
    house: HouseStyle = load_house_style(style(tmp_path, {"accent": "1b6b4a"}))
    assert house.heat == ("FBF0DA", *shades(GREEN))
    assert house.heat[3] == GREEN
    named = load_house_style(style(tmp_path, {"accent": GREEN, "heat": load_house_style().heat}))
    assert named.heat == load_house_style().heat


def test_a_report_is_drawn_in_the_colours_of_its_house_style(tmp_path: Path) -> None:
    drawn = build_report(SAMPLE, BuildOptions(house_style=style(tmp_path, {"accent": GREEN}))).charts
    for name, png in drawn.items():
        found = Image.open(io.BytesIO(png)).convert("RGB").getcolors(1 << 24) or []
        colours = {bytes(cast(tuple[int, int, int], colour)).hex().upper() for _, colour in found}
        assert {GREEN, shades(GREEN)[0]} & colours, name
        assert "0B4A86" not in colours, name


def test_a_heat_scale_that_a_firm_chose_itself_colours_the_quarters() -> None:
    own = ("F0F0F0", "C0C0C0", "909090", "303030")
    chosen = palette(**{f"heat_{step}": colour for step, colour in enumerate(own, start=1)})
    assert chosen.quarters == tuple(f"#{colour}" for colour in own)
    assert palette().quarters == THEME.quarters
    derived = palette(accent=GREEN, **heat(GREEN))
    assert derived.quarters[:2] == THEME.quarters[:2]
    assert derived.quarters[3] == derived.heat[1]


def test_the_eye_goes_to_the_bottom_quarter_and_no_two_neighbours_look_alike() -> None:
    bottom, *others = THEME.quarters
    assert all(lightness(other) - lightness(bottom) > 30 for other in others)
    for sight in (None, NO_RED, NO_GREEN):
        seen = [lab(colour, sight) for colour in (*THEME.quarters[:2], theme.WHITE, *THEME.quarters[2:])]
        assert all(np.linalg.norm(one - other) >= 4 for one, other in pairwise(seen))
