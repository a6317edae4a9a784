from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path
from typing import NamedTuple

import matplotlib
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from reportgen.charts import Chart, Drawings, OnePageChart, PositionChart, draw, theme
from reportgen.charts.data.axes import box_axis, score_axis
from reportgen.charts.drawing import picture, sheet_of
from reportgen.charts.drawing.canvas import Canvas, Item, Label, Mark, Outline
from reportgen.charts.drawing.painting import haloed, lettered
from reportgen.charts.drawing.typesetting import fit, runs, width_mm, wrap
from reportgen.charts.kinds import EvidenceChart, ModelChart, PositionRow
from reportgen.charts.theme import THEME, Face
from reportgen.common.resources import font_file
from reportgen.common.scale import Box as ScaleBox
from reportgen.common.scale import Scale, scale_of
from tests.builders import SCALE
from tests.chart_cases import (
    crowded_efforts,
    edge_positions,
    gallery,
    model,
    one,
    other_model,
    path,
    report,
    scaled,
    titled,
)

GALLERY = dict(gallery())
DOT = 200 / 25.4  # dots a millimetre
ROOT = Path(__file__).parent.parent


class Box(NamedTuple):
    """Where a text stands, in dots from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float


def texts(sheet: Canvas) -> list[tuple[Label, Box]]:
    """All texts of a sheet with the boxes they fill."""
    return [(label, Box(*lettered(label).box)) for label in sheet.labels if label.text.strip()]


def named(sheet: Canvas, start: str) -> list[Item]:
    """What is on the sheet under a name that begins like this."""
    return [item for item in sheet.items if item.name.startswith(start)]


def pixels(chart: Chart) -> Image.Image:
    """The picture of a chart, read back."""
    return Image.open(io.BytesIO(draw(chart)))


def one_row(
    score: int | str = 41,
    *,
    median: int | str | None = None,
    middle_half: tuple[int, int] | None = None,
    interval: tuple[int, int] | None = None,
    quarter: int | None = None,
    scale: Scale = SCALE,
) -> PositionChart:
    """A position chart of a single row."""
    row = PositionRow(
        id="x",
        title="Element",
        score=Decimal(score),
        words="Above median",
        n=30,
        median=None if median is None else Decimal(median),
        middle_half=None if middle_half is None else (Decimal(middle_half[0]), Decimal(middle_half[1])),
        interval=None if interval is None else (Decimal(interval[0]), Decimal(interval[1])),
        quarter=quarter,
    )
    return PositionChart(
        name="area-x",
        headline="Headline",
        subtitle="Subtitle",
        alt_text="Alt",
        axis=score_axis(scale),
        boxes=box_axis(scale),
        decimals=scale.decimals,
        rows=(row,),
    )


# ------------------------------------------------------------------------------------------------------- layout


@pytest.mark.parametrize("name", GALLERY)
def test_every_text_has_its_own_place_on_the_page(name: str) -> None:
    sheet = sheet_of(GALLERY[name])
    found = texts(sheet)
    for label, box in found:
        assert box.left >= -1, label.text
        assert box.right <= sheet.dots[0] + 1, label.text
        assert box.top >= -1, label.text
        assert box.bottom <= sheet.dots[1] + 1, label.text
        assert label.pt >= 7.5
    overlapping = [
        (one.text, other.text)
        for (one, a), (other, b) in combinations(found, 2)
        if min(a.right, b.right) - max(a.left, b.left) > 1 and min(a.bottom, b.bottom) - max(a.top, b.top) > 1
    ]
    assert overlapping == []


@pytest.mark.parametrize("name", GALLERY)
def test_every_chart_fits_its_page(name: str) -> None:
    sheet = sheet_of(GALLERY[name])
    assert abs(sheet.dots[0] - 160 * DOT) <= 1
    assert sheet.height_mm < 235.01


@pytest.mark.parametrize("score", [None, 0, 5, 50, 100])
@pytest.mark.parametrize("rows", [1, 12])
def test_every_size_of_group_and_score_can_be_drawn(score: int | None, rows: int) -> None:
    questions = titled(other_model(1, rows), ["A name of ninety characters " + "x" * 62] * rows)
    for n in (0, 4, 5, 28, 700):
        charts = report(n, questions, (score,))
        for chart in charts:
            if not chart.name.startswith("effort-gain"):
                assert sheet_of(chart).height_mm < 235


def test_initiatives_that_would_overlap_stand_side_by_side() -> None:
    sheet = sheet_of(crowded_efforts(31))
    marks = [item for item in sheet.items if isinstance(item, Mark) and item.name.startswith("mark ")]
    assert len(marks) == 31
    for one_, other in combinations([mark.at for mark in marks], 2):
        assert abs(one_[0] - other[0]) > 5 or abs(one_[1] - other[1]) >= 5


@pytest.mark.parametrize(("areas", "elements"), [(1, 200), (30, 3), (14, 7)])
def test_large_models_stay_on_their_pages(areas: int, elements: int) -> None:
    for chart in report(28, other_model(areas, elements)):
        if isinstance(chart, ModelChart):
            assert sheet_of(chart).height_mm < 235.01


# -------------------------------------------------------------------------------------------------------- marks


def places(sheet: Canvas, name: str) -> list[float]:
    """Where a mark stands, or where a line begins and ends, in millimetres from the left."""
    (found,) = named(sheet, name)
    return [found.at[0]] if isinstance(found, Mark) else [x for x, _ in found.strokes[0]]  # type: ignore[union-attr]


@settings(max_examples=60, deadline=None)
@given(score=st.integers(0, 100), median=st.integers(0, 100))
def test_marks_stand_where_the_axis_says(score: int, median: int) -> None:
    sheet = sheet_of(one_row(score, median=median, middle_half=(30, 50), interval=(score - 1, 100)))
    for name, *values in (("score x", score), ("median x", median, median), ("interval x", score - 1, 100)):
        assert places(sheet, name) == pytest.approx([55 + (107.2 - 55) * value / 100 for value in values])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(0, 100)), min_size=3, max_size=10), st.sampled_from((0, 7, 28)))
def test_no_figure_of_a_path_stands_on_a_mark(values: list[int | None], n: int) -> None:
    """Neither on the line nor on a dot or the median of any stage; each dot stands where the axis says."""
    if sum(value is not None for value in values) < 2:
        return
    chart = path(n, values)
    sheet = sheet_of(chart)
    strokes = [item.strokes[0] for item in named(sheet, "path") + named(sheet, "median ") if isinstance(item, Outline)]
    dots = [item.at for item in named(sheet, "score ") if isinstance(item, Mark)]
    assert len(dots) == sum(value is not None for value in values)
    assert len(named(sheet, "path")) == sum(None not in pair for pair in pairwise(values))
    for label, box in texts(sheet):
        if not label.name.startswith("number "):
            continue
        left, top, right, bottom = (edge / DOT for edge in box)
        for x, y in dots:
            assert max(left - x, x - right, top - y, y - bottom) > 1.2, label.text
        for start, end in strokes:
            for part in range(101):
                x, y = (a + (b - a) * part / 100 for a, b in zip(start, end, strict=True))
                assert not (left < x < right and top < y < bottom), label.text


def test_a_path_is_drawn_from_the_end_of_its_scale_and_no_higher_than_a_third_of_a_page() -> None:
    sheet = sheet_of(path(28, (57, 67, 18, 26, 45, 39, 19)))
    assert sheet.height_mm == pytest.approx(75)
    heights = {item.name: item.at[1] for item in named(sheet, "score ") if isinstance(item, Mark)}
    steps = [
        (heights["score targeting"] - heights["score enquiry-and-conversion"]) / 10,
        (heights["score welcoming-and-getting-to-know"] - heights["score targeting"]) / 39,
    ]
    assert steps[0] == pytest.approx(steps[1])


@pytest.mark.parametrize(
    ("ends", "score", "share"),
    [(("0", "4"), "1.00", 0.25), (("-2", "1"), "-0.50", 0.5), (("-2", "1"), "-2.00", 0), (("1", "5"), "5.00", 1)],
)
def test_marks_stand_where_another_scale_says(ends: tuple[str, str], score: str, share: float) -> None:
    sheet = sheet_of(one_row(score, scale=scaled(*ends)))
    assert places(sheet, "score x") == pytest.approx([55 + (147 - 55) * share])
    (number,) = (label for label in sheet.labels if label.name == "number x")
    assert number.text == score.replace("-", "−")


def test_the_guides_stand_at_the_boxes_with_their_names_where_all_have_room() -> None:
    def heads(chart: Chart) -> list[str]:
        labels = list(sheet_of(chart).labels)
        top = next(label.at[1] for label in labels if label.text == "score")
        return [label.text for label in labels if top - 7 < label.at[1] <= top + 0.1 and label.text != "Subtitle"]

    short = ("working", "in use", "committed", "some progress", "isolated", "none")
    long = ("something much longer than any axis has room for", *short[1:])
    boxes = [ScaleBox(Fraction(value), str(value)) for value in (100, 80, 60, 40, 20, 5)]
    for names, shown in ((short, [*reversed(short)]), (long, [])):
        scale = scale_of([replace(b, short_name=n) for b, n in zip(boxes, names, strict=True)], lowest=Fraction(0))
        found = heads(one_row(41, scale=scale))
        assert found[:6] == ["100", "80", "60", "40", "20", "5"]
        assert " ".join(found[6:]).split() == [*" ".join(shown).split(), "score"]
    ends = heads(one_row("1.00", scale=scaled("-2", "1")))
    assert ends == ["1", "−2", "score"]
    many = heads(one_row(3, scale=scale_of([ScaleBox(Fraction(n), str(n)) for n in range(101)])))
    assert many[0] == "100"
    assert 10 < len(many) < 60


def test_an_axis_ends_at_the_first_box_above_all_marks_and_says_so() -> None:
    def ends(*values: int) -> tuple[int, str]:
        axis = box_axis(SCALE, map(Decimal, values))
        return int(axis.highest), axis.note

    assert ends(5, 5) == ends(38, 60) == (60, "drawn to 60; the scale ends at 100")
    assert ends(61) == (80, "drawn to 80; the scale ends at 100")
    assert ends(81) == ends() == (100, "")


@pytest.mark.parametrize(
    "name", [name for name, chart in GALLERY.items() if isinstance(chart, PositionChart | OnePageChart)]
)
def test_no_label_stands_on_a_mark(name: str) -> None:
    """Whatever the scores: by the boxes that texts fill and those that marks do."""
    sheet = sheet_of(GALLERY[name])
    marks = [box for item in sheet.items if item.name and not isinstance(item, Label) for box in _boxes(item)]
    assert marks
    covered = [
        label.text
        for label, text in texts(sheet)
        for mark in marks
        if min(mark.right, text.right) - max(mark.left, text.left) > 1
        and min(mark.bottom, text.bottom) - max(mark.top, text.top) > 1
    ]
    assert covered == []


def _boxes(item: Item) -> list[Box]:
    if isinstance(item, Mark):
        half = item.size_pt / 2 * 200 / 72
        x, y = (value * DOT for value in item.at)
        return [Box(x - half, y - half, x + half, y + half)]
    points = [(x * DOT, y * DOT) for stroke in item.strokes for x, y in stroke]  # type: ignore[union-attr]
    (left, *_, right), (top, *_, bottom) = (sorted(values) for values in zip(*points, strict=True))
    return [Box(left - 1, top - 1, right + 1, bottom + 1)]


def test_a_target_is_a_mark_of_its_own_with_its_word_in_the_key() -> None:
    plain = one_row(38, median=45)
    marked = replace(plain, rows=(replace(plain.rows[0], target=Decimal(60)),))
    assert places(sheet_of(marked), "target x") == pytest.approx([55 + (107.2 - 55) * 0.6] * 2)
    heads = [[label.text for label in sheet_of(chart).labels if label.text == "target"] for chart in (plain, marked)]
    assert heads == [[], ["target"]]
    alone = replace(marked, rows=(replace(marked.rows[0], median=None, side=None, quarter=None, interval=None),))
    assert not alone.is_compared
    assert "target" in [label.text for label in sheet_of(alone).labels]


def test_small_groups_leave_no_mark_behind() -> None:
    found = {
        n: {item.name.rsplit(" ", 1)[0] for item in sheet_of(one(report(n), "area-core")).items}
        & {"median", "middle half", "band", "best in class"}
        for n in (0, 4, 5, 9, 10, 19, 20, 39, 40, 700)
    }
    assert found[0] == found[4] == set()
    assert found[5] == found[9] == {"median"}
    assert found[10] == found[19] == {"median", "middle half"}
    assert found[20] == found[39] == {"median", "middle half", "band"}
    assert found[40] == found[700] == {"median", "middle half", "band", "best in class"}


def test_a_position_in_an_outer_quarter_stands_out() -> None:
    def colour(quarter: int | None) -> str:
        sheet = sheet_of(one_row(50, median=40, middle_half=(30, 45), quarter=quarter))
        return next(label.colour for label in sheet.labels if label.text == "Above median")

    assert [colour(quarter) for quarter in (1, 2, 3, 4)] == [theme.WORK, THEME.muted, THEME.muted, THEME.client]
    assert colour(None) == THEME.muted


def test_the_gap_is_that_of_the_printed_figures() -> None:
    sheet = sheet_of(one_row(38, median=45))
    assert [label.text for label in sheet.labels if label.name == "gap x"] == ["−7"]


def test_the_key_names_only_what_is_drawn() -> None:
    def key(n: int) -> set[str]:
        found = {label.text for label in sheet_of(one(report(n), "area-core")).labels}
        return found & {
            "10–90 % of peers",
            "middle half of peers",
            "peer median",
            "best in class (mean of top quarter)",
        }

    assert key(0) == set()
    assert key(5) == {"peer median"}
    assert key(10) == {"peer median", "middle half of peers"}
    assert len(key(20)) == 3
    assert len(key(40)) == 4


def test_words_of_the_data_stand_in_the_picture() -> None:
    chart = edge_positions()
    assert isinstance(chart, PositionChart)
    drawn = " ".join(label.text for label in sheet_of(chart).labels)
    for row in chart.rows:
        assert row.words in drawn
        assert row.score is None or str(row.score) in drawn


@pytest.mark.parametrize(("n", "told"), [(0, "band"), (4, "band"), (7, "side"), (28, "quarter"), (700, "quarter")])
def test_the_colour_of_a_tile_tells_as_much_as_may_be_told(n: int, told: str) -> None:
    chart = one(report(n), "model")
    assert isinstance(chart, ModelChart)
    sheet = sheet_of(chart)
    bottom, below, above, top = THEME.quarters
    by_kind: dict[str, dict[object, str]] = {
        "quarter": {1: bottom, 2: below, 3: above, 4: top},
        "side": {-1: below, 1: above},
        "band": {"low": bottom, "high": top},
    }
    shades = by_kind[told]
    tiles = [tile for band in chart.bands for area in band for tile in area.tiles]
    for tile in tiles:
        (box,) = named(sheet, f"tile {tile.id}")
        meant = {"quarter": tile.quarter, "side": tile.side and tile.side.direction, "band": tile.band}[told]
        assert isinstance(box, Outline)
        assert box.fill == shades.get(meant, theme.WHITE)
    key = {label.text for label in sheet.labels} & {*(chart.limits or ()), "Bottom quarter", "Below median"}
    assert key == {"band": {*(chart.limits or ())}, "side": {"Below median"}}.get(
        told, {"Bottom quarter", "Below median"}
    )


def test_bars_of_evidence_lie_on_each_other_and_a_state_that_nothing_shows_stands_out() -> None:
    chart = one(report(28), "evidence")
    assert isinstance(chart, EvidenceChart)
    nothing = replace(chart.rows[-1], values=(Decimal(40), Decimal(60), Decimal(0)))
    sheet = sheet_of(replace(chart, rows=(*chart.rows[:-1], nothing)))
    for row in (*chart.rows[:-1], nothing):
        bars = {number: named(sheet, f"value {number} {row.id}")[0] for number in range(3)}
        widths = {number: bar.strokes[0][1][0] - bar.strokes[0][0][0] for number, bar in bars.items()}  # type: ignore[union-attr]
        whole = max(widths.values()) / float(max(value or 0 for value in row.values))
        assert [widths[n] for n in range(3)] == pytest.approx([float(value or 0) * whole for value in row.values])
        order = sorted(bars, key=lambda number: bars[number].z)
        assert [widths[number] for number in order] == sorted(widths.values(), reverse=True)
    assert {label.colour for label in sheet.labels if label.text == "0"} >= {theme.WORK}


def test_elements_take_the_colour_of_their_quarter() -> None:
    chart = one(report(28), "model")
    assert isinstance(chart, ModelChart)
    image = pixels(chart).convert("RGB")
    sheet = sheet_of(chart)
    for tile in (tile for band in chart.bands for area in band for tile in area.tiles):
        (box,) = named(sheet, f"tile {tile.id}")
        assert isinstance(box, Outline)
        at = int(box.strokes[0][0][0] * DOT) + 6, int(box.strokes[0][0][1] * DOT) + 6
        colour = THEME.quarters[tile.quarter - 1] if tile.quarter else theme.WHITE
        assert "#{:02X}{:02X}{:02X}".format(*image.getpixel(at)) == colour  # type: ignore[misc]


# --------------------------------------------------------------------------------------------------------- text


@given(text=st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=120), width=st.floats(8, 160))
def test_no_line_is_wider_than_asked(text: str, width: float) -> None:
    for line in wrap(text, width, 8.8):
        assert width_mm(line, 8.8) <= width + 0.01


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=300))
def test_a_fitted_text_is_whole_or_says_that_it_is_cut(text: str) -> None:
    fitted = fit(text, 40, ((8.8, 2), (7.8, 3)))
    assert len(fitted.lines) <= 3
    assert fitted.is_cut == fitted.lines[-1].endswith("…") or text.endswith("…")


def test_measured_and_drawn_widths_agree() -> None:
    sheet = sheet_of(one(report(28), "overall"))
    for label, box in texts(sheet):
        face = Face.BOLD if "Bold" in label.file else Face.REGULAR
        assert box.right - box.left <= width_mm(label.text, label.pt, face) * DOT + 1.5


def test_a_percent_sign_and_a_score_stay_with_their_words() -> None:
    assert wrap("one two 66 %", width_mm("one two 66", 9) + 0.1, 9) == ("one two", "66 %")
    assert wrap("one two; part 1 of 2", width_mm("one two; part 1", 9) + 0.1, 9) == ("one two;", "part 1 of 2")
    assert wrap("Top quarter (n = 43)", width_mm("Top quarter (n =", 9) + 0.1, 9) == ("Top quarter", "(n = 43)")
    assert wrap("Platform (55)", width_mm("Platform (5", 9), 9)[0].startswith("Platf")


def test_long_words_break_with_a_hyphen() -> None:
    assert wrap("Kundenbetreuung", 14, 8.8)[0].endswith("-")


def test_other_scripts_come_from_another_font() -> None:
    pieces = runs("Core إدارة العملاء", Face.BOLD)
    assert [piece.text for piece in pieces] == ["Core ", "إدارة العملاء"]
    assert pieces[0].file.endswith("Carlito-Bold.ttf")
    assert not pieces[1].file.endswith("Carlito-Bold.ttf")


def test_what_no_font_has_is_drawn_as_a_box_and_reported() -> None:
    chart = replace(one_row(), headline="Private \U000f1234 sign")
    assert picture(chart).unshown == "\U000f1234"
    assert "Private □ sign" in [label.text for label in sheet_of(chart).labels]


def test_a_name_that_was_cut_is_reported() -> None:
    chart = one(report(28, titled(model(), ["word " * 60] * 18)), "area-core")
    assert picture(chart).cut == (chart.headline, *[" ".join(["word"] * 60)] * 2)


@pytest.mark.parametrize("text", ["$a_1$", r"$\frac{1}{2}$", r"\n \textbf{x} ^ _ % {"])
def test_nothing_in_a_text_switches_on_formulas(text: str) -> None:
    plain = Label((10, 10), text, str(font_file("Carlito-Regular.ttf")), 8.8, THEME.ink, "left", 6, halo=False)
    letters = [replace(plain, text=letter) for letter in text]
    width = sum(lettered(letter).box[2] - lettered(letter).box[0] for letter in letters)
    drawn = lettered(plain)
    assert drawn.box[2] - drawn.box[0] == pytest.approx(width, abs=len(text))


@pytest.mark.parametrize("pt", [7.5, 8.8, 11.0])
def test_texts_of_a_line_stand_on_one_baseline_and_begin_where_they_should(pt: float) -> None:
    """Whatever hangs below or rises above them; a text may be off by half a dot."""
    file = str(font_file("Carlito-Regular.ttf"))
    for y in (10.0, 10.03, 10.1):
        bottoms, starts = set(), set()
        for text in ("H", "HÅ", "Hp", "Hg,", "HÅp("):
            drawn = lettered(Label((10, y), text, file, pt, THEME.ink, "left", 6, halo=False))
            stem = np.flatnonzero((drawn.cover > 200).sum(axis=0) > 8)[0]
            bottoms.add(drawn.top + np.flatnonzero(drawn.cover[:, stem] > 100).max())
            starts.add(drawn.left + stem)
        assert (len(bottoms), len(starts)) == (1, 1)
        assert starts.pop() == pytest.approx(10 * DOT + 0.08 * pt * 200 / 72, abs=1.5)


def test_a_halo_surrounds_its_text() -> None:
    label = Label((10, 10), "41", str(font_file("Carlito-Bold.ttf")), 9.2, THEME.client, "left", 7, halo=True)
    text, border = lettered(label), haloed(lettered(label))
    inside = border.cover[text.top - border.top :, text.left - border.left :][
        : text.cover.shape[0], : text.cover.shape[1]
    ]
    assert (inside[text.cover > 250] >= 210).all()
    assert (border.cover > 100).sum() > 2 * (text.cover > 100).sum()


# -------------------------------------------------------------------------------------------------------- files


def test_the_picture_is_a_palette_png_of_its_size() -> None:
    for chart in report(28):
        image = pixels(chart)
        assert (image.format, image.mode, image.width) == ("PNG", "P", 1260)
        assert image.info["dpi"] == pytest.approx((200, 200), abs=0.1)
        assert "Software" not in image.info


def test_the_charts_of_a_report_stay_small() -> None:
    assert sum(len(draw(chart)) for chart in report(28)) < 800_000


def test_colours_of_the_theme_are_exact() -> None:
    image = pixels(one(report(28), "overall")).convert("RGB")
    pairs = image.getcolors(1 << 24) or []
    colours = {"#{:02X}{:02X}{:02X}".format(*colour) for _, colour in pairs}  # type: ignore[misc]
    assert colours >= {theme.WHITE, theme.BAND, theme.MIDDLE_HALF, theme.MEDIAN, THEME.client}


def test_the_same_chart_gives_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    program = (
        "import hashlib\n"
        "from reportgen.charts import draw\n"
        "from tests.chart_cases import edge_positions, one, report\n"
        "charts = [edge_positions(), one(report(28), 'model'), one(report(28), 'levels')]\n"
        "print(hashlib.sha256(b''.join(map(draw, charts))).hexdigest())\n"
    )
    here = hashlib.sha256(
        b"".join(map(draw, [edge_positions(), one(report(28), "model"), one(report(28), "levels")]))
    ).hexdigest()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    there = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert there.stdout.strip() == here


def test_settings_of_the_machine_change_nothing() -> None:
    chart = one(report(28), "overall")
    usual = draw(chart)
    with matplotlib.rc_context({"text.hinting": "default", "path.sketch": (1, 100, 2), "font.size": 30}):
        assert draw(chart) == usual


# ---------------------------------------------------------------------------------------------------- libraries


def _python(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=True,
    )


def test_deciding_loads_no_drawing_library_and_drawing_no_figures() -> None:
    program = (
        "import sys\n"
        "from reportgen.charts import chart_data, draw\n"
        "from tests.chart_cases import report\n"
        "charts = report(28)\n"
        "print(sorted({'matplotlib', 'PIL'} & set(sys.modules)))\n"
        "draw(charts[0])\n"
        "print(sorted({'matplotlib.pyplot', 'matplotlib.figure', 'matplotlib.axes'} & set(sys.modules)))\n"
    )
    assert _python(program).stdout.split("\n")[:2] == ["[]", "[]"]


def test_a_picture_that_is_known_by_its_data_is_not_drawn_and_the_others_are_when_they_are_asked_for() -> None:
    chart = one(report(28), "overall")
    here, data = Drawings([chart], THEME), Drawings([chart], THEME).digests[chart.name]
    known = Drawings([chart], THEME, known={data: b"the picture of before"}.get)
    assert dict(known) == {chart.name: b"the picture of before"}
    assert dict(Drawings([chart], THEME, [chart.name], {data: b"of another kind"}.get)) == dict(here)
    assert here[chart.name] is here[chart.name]


def test_a_home_that_cannot_be_written_costs_the_fonts_list_only_once(tmp_path: Path) -> None:
    program = (
        "import os\n"
        "from reportgen.charts import draw\n"
        "from tests.chart_cases import one, report\n"
        "assert draw(one(report(0), 'area-core'))\n"
        "print('MPLCONFIGDIR' in os.environ)\n"
    )
    home = tmp_path / "home"
    home.write_text("a file, not a folder", encoding="utf-8")
    homes = {"HOME": str(home), "USERPROFILE": str(home), "XDG_CONFIG_HOME": "", "XDG_CACHE_HOME": ""}
    environment = {**homes, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "TMP": str(tmp_path)}
    clean = {key: value for key, value in environment.items() if value or key in os.environ}
    done = _python(f"import os; os.environ.pop('MPLCONFIGDIR', None)\n{program}", **clean)
    assert (done.stdout.strip(), done.stderr) == ("False", "")
    (lists,) = tmp_path.glob("reportgen-fonts-*/fontlist-*.json")
    before = lists.stat().st_mtime_ns
    _python(f"import os; os.environ.pop('MPLCONFIGDIR', None)\n{program}", **clean)
    assert lists.stat().st_mtime_ns == before
