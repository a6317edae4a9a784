"""Refreshing chapters that come and go, and headers and footers."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from reportgen.draft.refresh.changes import Outcome
from reportgen.office.package import DOCUMENT, parse, serialise
from reportgen.word.xml import shown_text, w
from reportgen.words.context import ReportContext
from tests.drafts import Parts, base_of, short_context
from tests.packages import fingerprint, read_parts, refresh, refreshed_file
from tests.report_builders import TEMPLATE, area_chapter, demo_context, fill_template
from tests.word_files import faults, outline


def short() -> ReportContext:
    return short_context()


def without_missing() -> ReportContext:
    context = short_context()
    return replace(context, appendices=replace(context.appendices, missing=(), missing_note=""))


def two_areas() -> ReportContext:
    context = short_context()
    topics = tuple(topics for topics in demo_context().appendices.topics if topics.id in ("core", "enabling"))
    appendices = replace(context.appendices, topics=topics)
    return replace(context, areas=(context.areas[0], area_chapter("enabling")), appendices=appendices)


def without_steps() -> ReportContext:
    context = short_context()
    return replace(context, appendices=replace(context.appendices, next_steps=()))


def renamed() -> ReportContext:
    context = short_context()
    running = replace(context.running, header="Brightwater Group – Customer Management Assessment")
    return replace(context, client="Brightwater Group", running=running)


VERSIONS = {made.__name__: made for made in (short, without_missing, two_areas, without_steps, renamed)}


@cache
def built(name: str) -> bytes:
    return fill_template(TEMPLATE, VERSIONS[name]())


LATER = [name for name in VERSIONS if name != "short"]


@pytest.mark.parametrize(("before", "now"), [*((n, "short") for n in LATER), *(("short", n) for n in LATER)])
def test_chapters_headers_and_contents_become_those_of_the_new_build(before: str, now: str) -> None:
    old, new = read_parts(built(before)), read_parts(built(now))
    result = refresh(old, base_of(old), new)
    assert result.changes.is_clean
    assert faults(result.package.packed()) == []
    assert outline(result.package.packed()) == outline(built(now))
    made = refreshed_file(result)
    assert fingerprint(made).content == fingerprint(new).content
    assert headers(made) == headers(new)


def headers(parts: Parts) -> list[str]:
    """What stands in the header of each section, in order."""
    known = parts.relations(DOCUMENT)
    identity = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    references = parse(parts[DOCUMENT]).iter(w("headerReference"))
    return [shown_text(parse(parts[known[str(reference.get(identity))].target])) for reference in references]


def test_an_edited_header_stays_and_is_told() -> None:
    old = read_parts(built("short"))
    name = old.related(DOCUMENT, "header")[1]
    root = parse(old[name])
    next(root.iter(w("t"))).text = "By hand"
    old[name] = serialise(root)
    result = refresh(old, base_of(built("short")), read_parts(built("renamed")))
    assert "By hand" in "".join(headers(refreshed_file(result)))
    assert [conflict.draft[:7] for conflict in result.changes.elsewhere] == ["By hand"]
    same = refresh(old, base_of(built("short")), read_parts(built("short")))
    assert same.changes.is_clean


def test_a_chapter_that_came_in_is_listed_as_added_and_one_that_went_as_removed() -> None:
    result = refresh(read_parts(built("short")), base_of(built("short")), read_parts(built("two_areas")))
    assert {r.outcome for r in result.changes.regions if ".enabling" in r.id} == {Outcome.ADDED}
    back = refresh(refreshed_file(result), result.base, read_parts(built("short")))
    assert {r.outcome for r in back.changes.regions if ".enabling" in r.id} == {Outcome.REMOVED}
    assert outline(back.package.packed()) == outline(built("short"))
