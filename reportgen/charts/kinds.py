"""The kinds of chart as plain data: what is to be drawn, decided and worded, without a word about how.

Scores and peer figures are numbers as printed, so that picture, table and text cannot disagree. A missing
figure is None. What may not be shown is not there.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from reportgen.charts.theme import WIDTH_MM, Palette
from reportgen.common.model import ChangeMark, Side
from reportgen.common.rounding import printed_number, round_half_up, rounded_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What every chart has: file stem, finding as headline, what it shows and against whom, and both in words."""

    name: str  # file stem: "one-page", "overall", "scale", "distance", "area-core", "path-activity", "model" ...
    headline: str
    subtitle: str
    alt_text: str  # at most 1000 characters
    width_mm: float = WIDTH_MM


@dataclass(frozen=True, slots=True)
class AxisRange:
    """What an axis covers, whole in every chart, and how its guides are told; `step` divides the range evenly."""

    title: str  # "Score out of 100"
    lowest: Fraction
    highest: Fraction
    step: Fraction  # between guides
    decimals: int  # of the figures at the guides

    @property
    def span(self) -> Fraction:
        """The width of the range."""
        return self.highest - self.lowest

    @property
    def guides(self) -> tuple[tuple[Fraction, str], ...]:
        """Where the guides stand, from end to end, and their figures."""
        values = (self.lowest + number * self.step for number in range(int(self.span / self.step) + 1))
        return tuple((value, printed_number(rounded_to(value, self.decimals))) for value in values)


@dataclass(frozen=True, slots=True)
class AxisBox:
    """A box of the scale at which a guide stands."""

    value: Fraction
    figure: str  # the value as printed
    name: str  # in short; or empty


@dataclass(frozen=True, slots=True)
class BoxAxis:
    """An axis of scores with a guide at each box: from the lowest end of the scale to a box above all marks."""

    lowest: Fraction
    highest: Fraction
    boxes: tuple[AxisBox, ...]  # from the lowest
    note: str  # where it ends, if that is not the end of the scale

    @property
    def span(self) -> Fraction:
        """The width of the range."""
        return self.highest - self.lowest


# ------------------------------------------------------------------------------------------ position among peers


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionRow:
    """A score among its peers. Peer figures are None where the group is too small to show them."""

    id: str
    title: str
    score: Decimal | None
    words: str  # "Above median", or why there is no score or no comparison
    interval: tuple[Decimal, Decimal] | None = None  # of the score
    detail: str = ""  # "median 38 · n = 28"
    aside: str = ""  # "n = 24", where that is not the number of the chart's group
    n: int = 0  # peers that have this figure
    median: Decimal | None = None
    middle_half: tuple[Decimal, Decimal] | None = None
    band: tuple[Decimal, Decimal] | None = None  # in which most of the peers lie
    best_in_class: Decimal | None = None  # mean of the best peers
    target: Decimal | None = None  # that the score is to reach; beside a score alone
    side: Side | None = None  # of the median
    is_sure: bool = True  # of its side, so that a headline may tell it
    quarter: int | None = None  # 1 bottom to 4 top; None where none is named or it is about level with the median
    strong: bool = False  # stands out from the other rows

    @property
    def is_compared(self) -> bool:
        """True when something of the peers may be shown."""
        return self.median is not None

    @property
    def has_position(self) -> bool:
        """True when its words are a position among peers."""
        return self.is_compared and self.score is not None

    @property
    def gap(self) -> Decimal | None:
        """Points above the median; below zero under it. None where either is not there."""
        return None if self.score is None or self.median is None else self.score - self.median


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionChart(Chart):
    """Scores with their intervals above the peers: overall and areas, or the elements of one area."""

    axis: AxisRange  # of the editable chart, whose guides stand in even steps
    boxes: BoxAxis  # of the picture
    decimals: int  # of the scores
    rows: tuple[PositionRow, ...]
    note: str = ""  # why peers are withheld in some rows

    @property
    def is_compared(self) -> bool:
        """True when any row shows something of the peers."""
        return any(row.is_compared for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class PathChart(Chart):
    """The elements of an area as the stages of a path, in their order, among their peers."""

    boxes: BoxAxis
    rows: tuple[PositionRow, ...]  # the stages
    weak: tuple[str, ...]  # ids of the stages that need work ...
    weak_words: str  # ... and what marks them: "in the bottom quarter of peers"

    @property
    def is_compared(self) -> bool:
        """True when any stage shows something of the peers."""
        return any(row.is_compared for row in self.rows)


# ------------------------------------------------------------------------------------------------------- one page


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar with its name and its figure."""

    title: str
    value: Decimal
    figure: str  # "80 %", "48"


@dataclass(frozen=True, slots=True, kw_only=True)
class BarPanel:
    """A few bars on one range under a heading."""

    title: str
    lowest: Fraction
    highest: Fraction
    bars: tuple[Bar, ...]
    note: str  # what they rest on


@dataclass(frozen=True, slots=True, kw_only=True)
class OnePageChart(Chart):
    """The assessment on one page: the overall score, the areas, evidence and levels."""

    overall: PositionRow
    out_of: str  # what follows the score
    told: tuple[str, ...]  # below the score: its interval, the median, or why there is no score
    warning: str  # of one that rests on a single interview
    scale: BoxAxis  # whole
    areas: tuple[PositionRow, ...]
    boxes: BoxAxis  # of the areas
    strongest: tuple[str, ...]  # ids of the areas at either end, where these lie apart
    weakest: tuple[str, ...]
    panels: tuple[BarPanel, ...]  # at most two, side by side


# ------------------------------------------------------------------------------------------------- model picture


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelTile:
    """An element in the picture of the model."""

    id: str
    title: str
    score: Decimal | None
    words: str  # position, or why there is none
    side: Side | None = None  # of the median
    is_sure: bool = True  # of its side, so that a headline may tell it
    band: str = ""  # low, middling or high, in a picture that compares nothing
    has_quarters: bool = False  # its group is large enough to tell quarters
    quarter: int | None = None  # 1 bottom to 4 top; None where none is named or it is about level with the median


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturedArea:
    """An area in the picture of the model: its score, never its position, which has another reference."""

    id: str
    title: str
    score: Decimal | None
    words: str = ""  # why there is no score
    columns: int  # its share of the width
    tiles: tuple[ModelTile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChart(Chart):
    """The model as a picture: bands of areas from top to bottom, elements as tiles."""

    bands: tuple[tuple[PicturedArea, ...], ...]
    limits: tuple[str, str, str] | None = None  # the words for scores that are low, middling and high, if tiles say so


# ------------------------------------------------------------------------------------------------------ profiles


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRow:
    """Several figures of one element on one line, in the order of the chart's series."""

    id: str
    title: str
    area: str = ""  # title of its area, for headings between the rows
    values: tuple[Decimal | None, ...]  # scores, or shares in per cent
    words: str  # right column: "38 %", "−28"
    difference: Decimal | None = None  # last figure minus first
    is_wide: bool = False  # the difference is one of the widest
    strong: bool = False  # stands out from the other rows

    @property
    def apart(self) -> Decimal:
        """How far apart the first and the last figure lie."""
        return abs(self.difference or Decimal(0))

    @property
    def has_data(self) -> bool:
        """True when there is anything to draw."""
        return any(value is not None for value in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChart(Chart):
    """Rows of marks on one line; `series` names the marks, `column` heads the words at the right."""

    series: tuple[str, ...]
    axis: AxisRange
    column: str
    rows: tuple[ProfileRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceChart(ProfileChart):
    """Share of answers with each evidence state, in percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChart(ProfileChart):
    """Scores that the levels give the same elements."""


# ------------------------------------------------------------------------------------------------------- distances


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceRow:
    """How far an element's printed score lies from what it is ranked by."""

    id: str
    title: str
    area: str  # title of its area
    score: Decimal
    goal: Decimal  # the printed figure of its peers, or a score of the scale
    is_far: bool  # behind

    @property
    def difference(self) -> Decimal:
        """Points ahead; below zero behind."""
        return self.score - self.goal


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceChart(Chart):
    """Elements ranked by their distance from one goal, the furthest behind first."""

    goal: str  # "best in class", "the peer median", "in use (60)"
    far: str  # "20 points"
    axis: AxisRange  # of the differences
    rows: tuple[DistanceRow, ...]


# --------------------------------------------------------------------------------------------------------- scale


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleBox:
    """A box of the scale, its value exact and as printed."""

    value: Fraction
    printed: str
    label: str
    met: str  # what it takes to earn it; or empty


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleChart(Chart):
    """The boxes where they lie on the scale, from the lowest to the highest, and how three of them make a score."""

    lowest: Fraction  # where the scale begins ...
    highest: Fraction  # ... and where it ends
    ends: tuple[str, str]  # both as printed
    boxes: tuple[ScaleBox, ...]
    chosen: tuple[int, int, int]  # numbers of the boxes that three interviews choose, for an example
    score: str  # the score they make, as printed


# ---------------------------------------------------------------------------------------- what would move the score


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRow:
    """The printed overall score today, or with the initiatives up to a horizon."""

    id: str  # OVERALL for today, else that of the horizon
    title: str
    detail: str = ""  # "3 to 6 months: 7 initiatives, 22 questions"
    score: Decimal
    change: Decimal = Decimal(0)  # against the row before


@dataclass(frozen=True, slots=True, kw_only=True)
class MovesChart(Chart):
    """What lifting questions would make of the overall score, horizon by horizon."""

    axis: AxisRange  # a part of the scale
    rows: tuple[MoveRow, ...]
    interval: tuple[Decimal, Decimal] | None = None  # of today's score
    marks: tuple[tuple[str, Decimal], ...] = ()  # figures of the peers, ascending: "peer median"


# ------------------------------------------------------------------------------------------------------- progress


class RowRank(Enum):
    """Whether a row is of the whole, an area or an element."""

    WHOLE = "whole"
    AREA = "area"
    ELEMENT = "element"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressRow:
    """A printed score then and now, over the questions in common; both are there or neither."""

    id: str
    title: str
    rank: RowRank
    then: Decimal | None
    now: Decimal | None
    words: str  # its mark in words, how few questions are in common, or why there are no scores
    mark: ChangeMark | None = None

    @property
    def change(self) -> Decimal | None:
        """Points up; below zero down."""
        return None if self.then is None or self.now is None else self.now - self.then


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressChart(Chart):
    """The whole, areas and elements then and now, in the order of the model."""

    then: str  # what the earlier assessment is called: "2023"
    now: str  # "2026"
    axis: AxisRange
    rows: tuple[ProgressRow, ...]


# ------------------------------------------------------------------------------------------------- nearest boxes


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersRow:
    """How many scored questions of a part score nearest each box, from the lowest box; none where it has no score."""

    id: str
    title: str
    rank: RowRank
    counts: tuple[int, ...]
    has_shares: bool  # it has questions enough to tell shares of them
    words: str = ""  # why there is no score

    @property
    def n(self) -> int:
        """The scored questions."""
        return sum(self.counts)

    def share(self, boxes: range) -> int:
        """The share of the questions that score nearest one of these boxes, in per cent as printed."""
        return round_half_up(Fraction(100 * sum(self.counts[number] for number in boxes), self.n))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersChart(Chart):
    """For the whole, areas and elements, how their questions spread over the boxes."""

    boxes: tuple[ScaleBox, ...]  # from the lowest
    rows: tuple[AnswersRow, ...]


# --------------------------------------------------------------------------------------------------------- topics


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDot:
    """The printed score of a question; dots that would touch stand on other levels than 0, which is the line."""

    id: str
    value: Decimal
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """A topic with its scored questions, the lowest first."""

    id: str  # of the topic, behind that of its element
    title: str
    score: Decimal | None
    box: int  # number of the box that the score lies nearest to, from 0 for the lowest
    dots: tuple[QuestionDot, ...]
    words: str = ""  # why there is no score

    @property
    def levels(self) -> int:
        """On how many levels its dots stand."""
        return 1 + max((dot.level for dot in self.dots), default=0) - min((dot.level for dot in self.dots), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicGroup:
    """An element with its topics, the highest first, those without a score at the end."""

    id: str
    title: str
    score: Decimal | None
    scored: int  # questions
    rows: tuple[TopicRow, ...]
    words: str = ""  # why there is no score


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsChart(Chart):
    """The topics of an area, each with its mean and its questions."""

    axis: BoxAxis  # whole
    boxes: tuple[ScaleBox, ...]  # whose colours tell the means, from the lowest; none where they are too many
    groups: tuple[TopicGroup, ...]


# ------------------------------------------------------------------------------------------------ effort and gain


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortMark:
    """An initiative: what it takes, and what it would gain."""

    id: str  # its reference
    number: int | None  # in the table of decisions; None where it does not stand there
    priority: str  # must, should, could
    effort: str  # one of the columns
    gain: Decimal  # of the overall score, in parts of a point as printed
    is_first: bool  # takes little effort, and lies in the upper half by gain


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortChart(Chart):
    """Initiatives by effort and gain, the greatest gain first."""

    efforts: tuple[str, ...]  # the columns, from little to much
    axis: AxisRange  # of the gains, from 0
    middle: Decimal  # gain of the middle one
    marks: tuple[EffortMark, ...]


# ---------------------------------------------------------------------------------------- practice and performance


@dataclass(frozen=True, slots=True, kw_only=True)
class AssociationRow:
    """A score and an indicator: their correlation with its interval, or why none is told."""

    id: str
    title: str
    rank: RowRank
    n: int  # organisations
    rho: Decimal | None = None
    interval: tuple[Decimal, Decimal] | None = None  # there with the correlation
    is_found: bool = False  # an association is shown
    words: str = ""  # why none is told


@dataclass(frozen=True, slots=True, kw_only=True)
class AssociationChart(Chart):
    """Correlations with their intervals: the overall score by indicator, or the model for one, in its order."""

    axis: AxisRange
    rows: tuple[AssociationRow, ...]


# ------------------------------------------------------------------------------------------------------------- known by


def chart_digest(chart: Chart, palette: Palette, *, editable: bool) -> str:
    """The digest of what a chart shows and says, in these colours; `editable` for one that Word can edit.

    Never of its picture: pictures of the same data differ with fonts and with versions of the drawing library.
    """
    record = [type(chart).__name__, editable, asdict(chart), asdict(palette)]
    return hashlib.sha256(json.dumps(record, sort_keys=True, default=str).encode("ascii")).hexdigest()
