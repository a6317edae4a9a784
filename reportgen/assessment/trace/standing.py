"""Traces of where the client stands among its peers: the group, its size and the rule; never a peer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from reportgen.assessment.trace.sources import COUNTED, WHOLE, Sources, exactly, model_group, trace
from reportgen.common.method import (
    BAND_ENDS,
    BEST_PEERS,
    INTERVAL,
    PEERS_FOR_MEDIAN,
    PEERS_FOR_PERCENTILE,
    PEERS_FOR_QUARTERS,
)
from reportgen.common.model import Reference, Standing, Trace
from reportgen.common.rounding import NO_FIGURE, printed, printed_difference

_PEERS_ROUNDED = f"{WHOLE} Figures of peers leave the calculation as printed only."


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of figure of a standing: its suffix, title, rule, and from how many peers it is shown."""

    suffix: str
    title: str
    rule: str
    shown_from: int
    of_client: bool = False  # needs a score of the client
    rounding: str = _PEERS_ROUNDED


_MEDIAN = _Kind("median", "median of the peers", "Median (quartile of type 7) of the peers.", PEERS_FOR_MEDIAN)
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
    f"Printed score against printed median and, from {PEERS_FOR_QUARTERS} peers on, printed quartiles (type 7): "
    "from the upper quartile up top quarter, from the median up above median, from the lower quartile up below median.",
    PEERS_FOR_MEDIAN,
    of_client=True,
    rounding="Words, from printed numbers.",
)
_MIDDLE_HALF = _Kind(
    "middle-half", "middle half of the peers", "Lower and upper quartile (type 7) of the peers.", PEERS_FOR_QUARTERS
)
_BAND = _Kind(
    "band",
    "{}-{} % band of the peers".format(*BAND_ENDS),
    "{} and {} percentiles (type 7) of the peers.".format(*BAND_ENDS),
    PEERS_FOR_PERCENTILE,
)
_BEST = _Kind("best-in-class", "best in class", f"Mean of the top {BEST_PEERS} of the peers.", PEERS_FOR_PERCENTILE)
_PERCENTILE = _Kind(
    "percentile",
    "percentile among the peers",
    "Peers below the exact score, an equal one as half (mid-rank), / all peers.",
    PEERS_FOR_PERCENTILE,
    of_client=True,
    rounding=WHOLE,
)
_PERCENTILE_INTERVAL = _Kind(
    "percentile-interval",
    f"{INTERVAL} of the percentile",
    "Jeffreys interval of the share of peers below the score.",
    PEERS_FOR_PERCENTILE,
    of_client=True,
    rounding=WHOLE,
)


def standing_figures(sources: Sources, figure_id: str) -> dict[str, Callable[[], Trace]]:
    """The figures of the standing on overall, an area or an element."""
    standing = sources.comparison.standings[figure_id]
    difference = printed_difference(sources.scores.group(figure_id).value, standing.median)
    percent = None if standing.percentile is None else standing.percentile * 100
    values = {
        _MEDIAN: printed(standing.median),
        _DIFFERENCE: NO_FIGURE if difference is None else str(difference),
        _POSITION: standing.words or NO_FIGURE,
        _MIDDLE_HALF: _range(standing.middle_half),
        _BAND: _range(standing.band),
        _BEST: printed(standing.best_in_class),
        _PERCENTILE: printed(percent),
        _PERCENTILE_INTERVAL: _range(standing.percentile_interval, 100),
    }
    makers: dict[str, Callable[[], Trace]] = {f"{figure_id}.peers": partial(_peers, sources, standing)}
    for kind, value in values.items():
        # of the peers' own figures only the printed ones leave the calculation: a median can be one peer's score
        exact = exactly(percent) if kind is _PERCENTILE else value
        makers[f"{figure_id}.{kind.suffix}"] = partial(_figure, sources, standing, kind, value, exact)
    return makers


def _peers(sources: Sources, standing: Standing) -> Trace:
    group = sources.comparison.group(standing.reference)
    return trace(
        f"{standing.figure_id}.peers",
        f"{model_group(sources, standing.figure_id).title}: number of peers",
        str(standing.n),
        str(standing.n),
        f"Organisations of the {_reference(standing)} ({group.words}) that have this figure; "
        "the client itself and other question sets are left out.",
        rounding=COUNTED,
    )


def _figure(sources: Sources, standing: Standing, kind: _Kind, value: str, exact: str) -> Trace:
    client = [(standing.figure_id, printed(sources.scores.group(standing.figure_id).value), "score of the client")]
    return trace(
        f"{standing.figure_id}.{kind.suffix}",
        f"{model_group(sources, standing.figure_id).title}: {kind.title}",
        value,
        exact,
        kind.rule if value != NO_FIGURE else _why_not(standing, kind),
        [
            *(client if kind.of_client else []),
            *_against(standing, kind),
            (f"{standing.figure_id}.peers", str(standing.n), f"peers in the {_reference(standing)}"),
        ],
        kind.rounding,
    )


def _against(standing: Standing, kind: _Kind) -> list[tuple[str, str, str]]:
    """The printed figures of the peers that the score was compared with."""
    name = standing.figure_id
    found = []
    if kind in (_DIFFERENCE, _POSITION) and standing.median is not None:
        found.append((f"{name}.{_MEDIAN.suffix}", printed(standing.median), "printed"))
    if kind is _POSITION and standing.middle_half is not None:
        found.append((f"{name}.{_MIDDLE_HALF.suffix}", _range(standing.middle_half), "printed"))
    return found


def _why_not(standing: Standing, kind: _Kind) -> str:
    if standing.reason:
        return f"Not shown: {standing.reason}"
    if standing.n < kind.shown_from:
        return f"Not shown: it takes {kind.shown_from} peers, and {standing.n} have this figure."
    return "Not given without a score of the client."


def _reference(standing: Standing) -> str:
    return "whole database" if standing.reference is Reference.DATABASE else "chosen group"


def _range(bounds: tuple[Fraction, Fraction] | None, times: int = 1) -> str:
    return f"{printed(bounds[0] * times)} to {printed(bounds[1] * times)}" if bounds else NO_FIGURE
