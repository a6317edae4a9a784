"""What `set.toml` says of the subject of a set, of its report, and of the picture of its model."""

from __future__ import annotations

from dataclasses import fields

from reportgen.common.folding import clean
from reportgen.common.model import HORIZONS, QuestionSet
from reportgen.common.subject import CLIENT, MARKET, ReportWords, Subject
from reportgen.questions.fields import Fields

MOST_SIDE_BY_SIDE = 3  # areas: a title needs two of the seven columns of the picture
_IN_SENTENCES = (CLIENT, MARKET)  # what may stand in sentences of the report


def subject_of(head: Fields) -> Subject:
    """The subject; what is not given has words that are true of any set."""
    part = head.table("subject")
    texts = {name: text for name in _texts_of(Subject) if (text := part.own_text(name))}
    return part.complete(Subject(**texts, highest=part.paragraphs("highest")))


def report_words_of(head: Fields) -> ReportWords:
    """Titles and sentences of the report."""
    part = head.table("report")
    names = [name for name in _texts_of(ReportWords) if part.has(name)]
    texts = {name: part.text(name, with_=_may_hold(name)) for name in names}
    if "subtitle" in texts and CLIENT not in texts["subtitle"]:
        part.fault(f"field 'subtitle' has no {CLIENT}, so no report would say whom it is about", "subtitle")
    horizons = head.table("horizons")
    means = {horizon.id: text for horizon in HORIZONS if (text := horizons.own_text(horizon.id))}
    made = ReportWords(**texts, aims=part.paragraphs("aims", with_=_IN_SENTENCES), horizons=horizons.complete(means))
    return part.complete(made)


def terms_of(part: Fields) -> dict[str, str]:
    """What stands in place of words of ours, of a set or of a sector."""
    if not all(map(clean, part.field_names())):
        part.fault("a term is empty; leave it out")
    return {term.lower(): part.text(term) for term in part.field_names()}


def picture_of(head: Fields) -> tuple[tuple[str, ...], ...]:
    """The bands of the picture of the model, from top to bottom, each with the ids of its areas."""
    return tuple(tuple(name.strip() for name in band.split(",")) for band in head.texts("picture", ()))


def check_picture(head: Fields, questions: QuestionSet) -> None:
    """Every area of a whole set stands in its picture once, and few side by side."""
    if not questions.picture:
        return
    named, known = [name for band in questions.picture for name in band], [area.id for area in questions.areas]
    for name in named:
        head.check_choice("picture", name, tuple(known))
    if any(len(band) > MOST_SIDE_BY_SIDE for band in questions.picture):
        head.fault(f"field 'picture' has more than {MOST_SIDE_BY_SIDE} areas side by side", "picture")
    if sorted(named) != sorted(known):
        head.fault("field 'picture' should name every area once", "picture")


def _texts_of(kind: type[Subject] | type[ReportWords]) -> list[str]:
    return [field.name for field in fields(kind) if field.type == "str"]


def _may_hold(name: str) -> tuple[str, ...]:
    return {"subtitle": (CLIENT,), "drivers_lead": _IN_SENTENCES, "drivers_close": _IN_SENTENCES}.get(name, ())
