"""What a report says of its progress since an earlier assessment, read back and worked out from the results."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from reportgen.charts.kinds import ProgressChart
from reportgen.common.model import OVERALL
from tests.claims.grammar import Known, Pairs, Said, claim
from tests.claims.told import Told
from tests.claims.truth import Truth

_NO_FIGURE = "–"
_SINCE = r"since (?P<since>the earlier assessment|(?:\w+ )*\d{4})"
_JUDGED = r"(?:: (?:(?P<of>[^:]+?) clearly up, {fell:n} clearly down|no clear change in (?P<unclear>[^:]+)))?"


def figures(truth: Truth) -> Mapping[str, Any]:
    """What has changed, by OVERALL, area and element."""
    found: Mapping[str, Any] = truth.results["earlier"]["figures"]
    return found


def change(truth: Truth, figure: str) -> Fraction | None:
    """A change: the difference of the two printed scores."""
    one = figures(truth)[figure]
    if one["then"] is None:
        return None
    now, then = (Fraction(one[when]["printed"].replace("−", "-")) for when in ("now", "then"))
    return now - then


def printed(truth: Truth, figure: str, when: str) -> str:
    """A score then or now."""
    found: str = figures(truth)[figure][when]["printed"]
    return found


def _judged(truth: Truth) -> tuple[str, dict[str, str]]:
    """What is judged one by one, and its marks: elements where half of them are, else areas."""
    marked = {figure: one["mark"] for figure, one in figures(truth).items() if one["mark"]}
    several = [e for area in truth.areas for e in truth.elements(area) if len(truth.elements(area)) > 1]
    elements = {element: marked[element] for element in several if element in marked}
    if several and 2 * len(elements) >= len(several):
        return "element", elements
    if len(truth.areas) == 1:
        return "element", elements
    return "area", {area: marked[area] for area in truth.areas if area in marked}


def _counted(said: Said, truth: Truth) -> Pairs:
    noun, marks = _judged(truth)
    whole = len(truth.elements()) if noun == "element" else len(truth.areas)
    named = noun if len(marks) == whole else f"judged {noun}"
    of, unclear = said.found["of"], said.found["unclear"]
    rises, falls = ([one for one in marks.values() if one == mark] for mark in ("clear rise", "clear fall"))
    if of:
        yield said.known.part(of, named), (len(rises), len(marks))
        yield said.fell, len(falls)
    elif unclear:
        yield said.known.part(f"none of {unclear}", named) or len(marks), (0, len(marks)) if len(marks) > 1 else 1
        yield (rises, falls), ([], [])
    else:
        yield marks, {}


@claim(rf"(?P<way>Up|Down) from (?P<then>\S+) to (?P<now>\S+) {_SINCE}(?P<unsure>, though not clearly)?{_JUDGED}")
def _moved(said: Said) -> Pairs:
    truth, found = said.truth, said.found
    yield (found["then"], found["now"]), (printed(truth, OVERALL, "then"), printed(truth, OVERALL, "now"))
    yield found["way"], "Up" if (change(truth, OVERALL) or 0) > 0 else "Down"
    yield bool(found["unsure"]), figures(truth)[OVERALL]["mark"] == "not clear"
    yield from _counted(said, truth)


@claim(
    rf"Overall at (?P<now>\S+), no change {_SINCE}{_JUDGED}",
    rf"(?P<withheld>Too little in common) to tell an overall change {_SINCE}{_JUDGED}",
)
def _same(said: Said) -> Pairs:
    truth, found = said.truth, said.found.groupdict()
    yield change(truth, OVERALL), None if found.get("withheld") else 0
    if not found.get("withheld"):
        yield found["now"], printed(truth, OVERALL, "now")
    yield from _counted(said, truth)


@claim(
    r"Scores over the {n:n} questions? that both assessments scored in equal words, so they may differ from those in"
    r" other pictures(?P<unmarked>; without its interviews, no change can be called clear)?"
    r"(?P<invented>; the earlier assessment is invented)?"
)
def _over(said: Said) -> Pairs:
    earlier = said.truth.results["earlier"]
    yield said.n, earlier["questions"]
    yield bool(said.found["unmarked"]), not earlier["intervals"]
    yield bool(said.found["invented"]), earlier["invented"]


@claim(
    r"An earlier assessment (?:before|in (?:\w+ )*\d{4}) is compared over the {n:n} questions? that both scored in"
    r" equal words, with today’s weights\."
)
def _compared(said: Said) -> Pairs:
    yield said.n, said.truth.results["earlier"]["questions"]


@claim(
    r"Over these, the overall score went (?P<way>up|down) from (?P<then>\S+) to (?P<now>\S+?)"
    r"(?P<mark>, a clear change|, a change that is not clear)?\."
)
def _overall(said: Said) -> Pairs:
    truth, found = said.truth, said.found
    yield (found["then"], found["now"]), (printed(truth, OVERALL, "then"), printed(truth, OVERALL, "now"))
    yield found["way"], "up" if (change(truth, OVERALL) or 0) > 0 else "down"
    mark = figures(truth)[OVERALL]["mark"]
    yield found["mark"] or "", {None: "", "not clear": ", a change that is not clear"}.get(mark, ", a clear change")


@claim(
    r"Over these, the overall score is (?P<now>\S+), as it was then\.",
    r"Too little of the weight is in common to tell an overall change\.",
)
def _as_then(said: Said) -> Pairs:
    now = said.found.groupdict().get("now")
    yield change(said.truth, OVERALL), 0 if now else None
    if now:
        yield now, printed(said.truth, OVERALL, "now")


@claim(
    r"Of the {n:n} (?P<noun>element|area)s that can be judged, {up:n} (?:is|are) clearly up and {down:n} clearly"
    r" down\.",
    r"None of the {n:n} (?P<noun>element|area)s that can be judged has changed clearly\.",
)
def _of_judged(said: Said) -> Pairs:
    noun, marks = _judged(said.truth)
    told = list(marks.values())
    yield (said.found["noun"], said.n), (noun, len(marks))
    counts = (said.up, said.down) if "up" in said.kinds else (0, 0)
    yield counts, (told.count("clear rise"), told.count("clear fall"))


@claim(
    r"The only (?P<noun>element|area) that can be judged, {part:part}, is (?P<way>clearly up|clearly down|not clearly"
    r" changed)\."
)
def _only_judged(said: Said) -> Pairs:
    noun, marks = _judged(said.truth)
    words = {"clear rise": "clearly up", "clear fall": "clearly down"}
    yield (
        (said.found["noun"], {said.part: said.found["way"]}),
        (
            noun,
            {figure: words.get(mark, "not clearly changed") for figure, mark in marks.items()},
        ),
    )


@claim(r"Furthest (?P<way>up|down): {list:text}\.")
def _furthest(said: Said) -> Pairs:
    truth = said.truth
    mark = "clear rise" if said.found["way"] == "up" else "clear fall"
    sizes = {
        figure: abs(change(truth, figure) or Fraction(0)) for figure, one in _judged(truth)[1].items() if one == mark
    }
    told = said.known.each(r"{part:part} \((?P<then>\S+) to (?P<now>[^\s)]+)\)", said)
    yield True, bool(told)
    for entry in told:
        true = (printed(truth, entry.part, "then"), printed(truth, entry.part, "now"))
        yield (entry.found["then"], entry.found["now"]), true
    named = [entry.part for entry in told]
    others = [size for figure, size in sizes.items() if figure not in named]
    yield True, all(sizes[figure] > max(others, default=Fraction(-1)) for figure in named)


@claim(
    r"Since then,(?: {added:n} questions? (?:is|are) new)?,?(?: and)?(?: {dropped:n} questions? (?:was|were) dropped)?"
    r"(?: and)?(?: {reworded:n} questions? (?:was|were) reworded)?; what is not the same both times is left out\."
)
def _since_then(said: Said) -> Pairs:
    earlier = said.truth.results["earlier"]
    for told, name in ((said.added, "added"), (said.dropped, "dropped"), (said.reworded, "reworded")):
        yield told or 0, len(earlier[name])


@claim(
    r"{list:text}: (?P<why>withheld, because less than half of the weight was scored both times|left out, because no"
    r" question of it was scored both times)\."
)
def _not_in_common(said: Said) -> Pairs:
    short = "no question in common" if "no question" in said.found["why"] else "withheld: under 50 % in common"
    named = {entry.part for entry in said.known.each(r"{part:element}", said)}
    truth = said.truth
    yield named, {e for e in truth.elements() if figures(truth)[e]["reason"] == short}


@claim(r"The file of the earlier assessment holds no single interviews, so no change can be called clear\.")
def _no_interviews(said: Said) -> Pairs:
    yield said.truth.results["earlier"]["intervals"], False


@claim(
    rf"Progress {_SINCE}",
    r"Since (?:before|(?:\w+ )*\d{4})",
    r"Since (?:before|(?:\w+ )*\d{4}): the change over the questions that both assessments scored in equal words\.",
    r"Then and now, over the questions scored both times",
    r"There is no earlier assessment to compare with\.",
)
def _heads(said: Said) -> Pairs:
    held = said.truth.results["earlier"]
    if "no earlier" in said.told.what:
        yield held, None
    elif since := re.search(r"\d{4}", said.told.what):
        yield since[0], held["date"][:4]


def told_change(truth: Truth, figure: str) -> str:
    """A change as a table has it."""
    if not truth.results["earlier"] or (moved := change(truth, figure)) is None:
        return _NO_FIGURE
    clear = figures(truth)[figure]["mark"] in ("clear rise", "clear fall")
    return f"{_signed(moved)}{', clear' if clear else ''}"


def _signed(moved: Fraction) -> str:
    return f"{float(moved):+g}".replace("-", "−") if moved else "0"


def progress_rows(known: Known, told: Told, chart: ProgressChart) -> Pairs:
    """The rows of the picture, and of its alternative text."""
    truth = known.truth
    for row in chart.rows:
        one = figures(truth)[row.id]
        yield (row.then is None, row.now is None), (one["then"] is None, one["now"] is None)
        yield row.mark and row.mark.value, one["mark"]
        if row.change is None:
            yield row.words, one["reason"]
            continue
        yield (str(row.then), str(row.now)), (one["then"]["printed"], one["now"]["printed"])
        few = one["no_mark"] == "too few questions in common"
        yield row.words, one["mark"] or ("few questions" if few else "")
        text = f"{row.title} {row.then} to {row.now} ({_signed(Fraction(row.change))}"
        yield text in chart.alt_text or "more." in chart.alt_text, True
