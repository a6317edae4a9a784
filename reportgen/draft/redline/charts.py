"""Charts that Word can edit, in a reading copy: the engine puts a changed one in without a mark or its blanks."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import takewhile

from reportgen.draft.redline.tracking import is_tracked, track
from reportgen.office.package import DOCUMENT, RELATIONS, Package
from reportgen.word.xml import DRAWING, Element, local, w

_CHARTS = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_CHART = f"{{{_CHARTS}}}chart"
_TEXTS = (f"{{{_CHARTS}}}v", f"{{{DRAWING}}}t")


def restore_blanks(copy: Package, edited: Container[str]) -> None:
    """Write the blanks into the charts that are no parts of the edited draft, where a blank is a whole text.

    The engine drops them, and a series that is named by one gets a name of the program that shows it.
    """
    for part in {part for _, part in _charts(copy) if part not in edited}:
        for text in copy.changed(part).iter(*_TEXTS):
            text.text = text.text or " "


def track_charts(copy: Package, edited: Container[str], numbers: Iterator[int]) -> None:
    """Mark the charts as inserted that are no parts of the edited draft, where the engine deletes others behind them.

    The runs in front of such a chart that it deletes once more with the earlier one were inserted too.
    """
    for run in [run for run, part in _charts(copy) if part not in edited and not is_tracked(run)]:
        deletions = takewhile(lambda each: each.tag == w("del"), run.itersiblings())
        deleted = [each for deletion in deletions for each in deletion.iter(w("r"))]
        before = list(takewhile(lambda each: each.tag == w("r"), run.itersiblings(preceding=True)))
        earlier = next((n for n, each in enumerate(deleted) if next(each.iter(_CHART), None) is not None), None)
        if earlier is not None:
            twins = zip(reversed(deleted[:earlier]), before, strict=False)
            alike = takewhile(lambda pair: _content(pair[0]) == _content(pair[1]), twins)
            for inserted in (run, *(mine for _, mine in alike)):
                track(inserted, "ins", numbers)


def _charts(package: Package) -> Iterator[tuple[Element, str]]:
    """The run that holds each chart, and the name of its part."""
    relations = package.relations(DOCUMENT)
    for chart in package.tree(DOCUMENT).iter(_CHART):
        run = next(chart.iterancestors(w("r")), None)
        named = relations.get(chart.get(f"{{{RELATIONS}}}id", ""))
        if run is not None and named is not None:
            yield run, named.target


def _content(run: Element) -> list[tuple[str, str]]:
    return [(local(each).removeprefix("del").lower(), each.text or "") for each in run if each.tag != w("rPr")]
