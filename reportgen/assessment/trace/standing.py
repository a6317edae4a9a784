"""Traces of where the client stands among its peers: the group, its size and the rule; never a peer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from reportgen.assessment.trace.sources import COUNTED, Sources, model_group, trace
from reportgen.common.language import as_of
from reportgen.common.method import (
    BAND_ENDS,
    BEST_PEERS,
    FINER,
    PEERS_FOR_BEST,
    PEERS_FOR_FINE_GRID,
    PEERS_FOR_MEDIAN,
    PEERS_FOR_PERCENTILE,
    PEERS_FOR_QUARTERS,
    PERCENTILE_STEP,
)
from reportgen.common.model import Reference, Standing, Trace
from reportgen.common.rounding import NO_FIGURE, printed_exactly

_THREE = "the mean of three places: the quantile of type 7 and those one organisation below and above it"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of figure of a standing: its suffix, title, rule, and from how many peers it is shown."""

    suffix: str
    title: str
    rule: str
    shown_from: int
    of_client: bool = False  # needs a score of the client
    rounding: str = ""  # empty: on the grid of peer figures


_MEDIAN = _Kind("median", "median of the peers", f"Median of the peers, {_THREE}.", PEERS_FOR_MEDIAN)
_DIFFERENCE = _Kind(
    "median-difference",
    "score less median of the peers",
    "The difference of the two printed numbers.",
    PEERS_FOR_MEDIAN,
    of_client=True,
    rounding=COUNTED,
)
_POSITION = _Kind(
    "position",
    "position among the peers",
    "From printed numbers: above or below where the score lies far enough off the median, else about level with it; "
    "clearly where its interval is clear of the median. "
    f"From {PEERS_FOR_QUARTERS} peers on, the middle half with its ends, beyond it the top or the bottom quarter.",
    PEERS_FOR_MEDIAN,
    of_client=True,
    rounding="Words, from printed numbers.",
)
_MIDDLE_HALF = _Kind(
    "middle-half",
    "middle half of the peers",
    f"Lower and upper quartile of the peers, each {_THREE}.",
    PEERS_FOR_QUARTERS,
)
_BAND = _Kind(
    "band",
    "{}-{} % band of the peers".format(*BAND_ENDS),
    "{} and {} percentile of the peers, each ".format(*BAND_ENDS) + f"{_THREE}.",
    PEERS_FOR_PERCENTILE,
)
_BEST = _Kind("best-in-class", "best in class", f"Mean of the top {BEST_PEERS} of the peers.", PEERS_FOR_BEST)
_PERCENTILE = _Kind(
    "percentile",
    "percentile among the peers",
    "Peers below the printed score, an equal one as half (mid-rank), / all peers; held to the quarter and to the side"
    " of the median.",
    PEERS_FOR_PERCENTILE,
    of_client=True,
    rounding=f"In steps of {PERCENTILE_STEP} %; the first and the last one stand for all beyond.",
)


def standing_figures(sources: Sources, figure_id: str) -> dict[str, Callable[[], Trace]]:
    """The figures of the standing on overall, an area or an element."""
    standing = sources.comparison.standings[figure_id]
    difference = sources.scale.difference(sources.scores.group(figure_id).value, standing.median)
    values = {
        _MEDIAN: sources.scale.printed(standing.median),
        _DIFFERENCE: NO_FIGURE if difference is None else str(difference),
        _POSITION: position_in_words(standing) or NO_FIGURE,
        _MIDDLE_HALF: _range(sources, standing.middle_half),
        _BAND: _range(sources, standing.band),
        _BEST: sources.scale.printed(standing.best_in_class),
        _PERCENTILE: standing.percentile_words,
    }
    makers: dict[str, Callable[[], Trace]] = {f"{figure_id}.peers": partial(_peers, sources, standing)}
    for kind, value in values.items():
        makers[f"{figure_id}.{kind.suffix}"] = partial(_figure, sources, standing, kind, value)
    return makers


def position_in_words(standing: Standing) -> str:
    """Side and quarter, as JSON and traces tell them: "clearly above, top quarter"; empty where nothing is said."""
    if standing.side is None:
        return ""
    side = standing.side.words if standing.side else "about level"
    return f"{side}, {standing.quarter.value}" if standing.quarter else side


def _peers(sources: Sources, standing: Standing) -> Trace:
    group = sources.comparison.group(standing.reference)
    return trace(
        f"{standing.figure_id}.peers",
        f"{model_group(sources, standing.figure_id).title}: number of peers",
        str(standing.n),
        str(standing.n),
        f"Organisations of the {_reference(standing)} ({group.words}) that have this figure"
        f"{f', {as_of(standing.as_of)}' if standing.as_of else ''}; "
        "the client itself and other question sets are left out.",
        rounding=COUNTED,
    )


def _figure(sources: Sources, standing: Standing, kind: _Kind, value: str) -> Trace:
    client = [
        (
            standing.figure_id,
            sources.scale.printed(sources.scores.group(standing.figure_id).value),
            "score of the client",
        )
    ]
    return trace(
        f"{standing.figure_id}.{kind.suffix}",
        f"{model_group(sources, standing.figure_id).title}: {kind.title}",
        value,
        value,  # of peers, there is no other
        kind.rule if value != NO_FIGURE else _why_not(standing, kind),
        [
            *(client if kind.of_client else []),
            *_against(sources, standing, kind),
            (f"{standing.figure_id}.peers", str(standing.n), f"peers in the {_reference(standing)}"),
        ],
        rounding=kind.rounding or _grid(sources, standing),
    )


def _grid(sources: Sources, standing: Standing) -> str:
    grid = sources.scale.grid if standing.n < PEERS_FOR_FINE_GRID else sources.scale.grid / FINER
    multiple = f"To the nearest multiple of {printed_exactly(grid)}, half up"
    return f"{multiple}, as it is printed; no exact figure of the peers is kept."


def _against(sources: Sources, standing: Standing, kind: _Kind) -> list[tuple[str, str, str]]:
    """The printed figures of the peers that the score was compared with."""
    name = standing.figure_id
    found = []
    if kind in (_DIFFERENCE, _POSITION) and standing.median is not None:
        found.append((f"{name}.{_MEDIAN.suffix}", sources.scale.printed(standing.median), "printed"))
    if kind is _POSITION and standing.middle_half is not None:
        found.append((f"{name}.{_MIDDLE_HALF.suffix}", _range(sources, standing.middle_half), "printed"))
    return found


def _why_not(standing: Standing, kind: _Kind) -> str:
    if standing.reason:
        return f"Not shown: {standing.reason}"
    if standing.n < kind.shown_from:
        return f"Not shown: it takes {kind.shown_from} peers, and {standing.n} have this figure."
    return "Not given without a score of the client."


def _reference(standing: Standing) -> str:
    return "whole database" if standing.reference is Reference.DATABASE else "chosen group"


def _range(sources: Sources, bounds: tuple[Fraction, Fraction] | None) -> str:
    return f"{sources.scale.printed(bounds[0])} to {sources.scale.printed(bounds[1])}" if bounds else NO_FIGURE
