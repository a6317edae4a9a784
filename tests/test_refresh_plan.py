"""The plan of a refresh, from hand-written forms: what becomes of each part, without a document."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from reportgen.draft.locating import FoundHeaderFooter
from reportgen.draft.refresh.changes import Outcome
from reportgen.draft.refresh.plan import merging
from reportgen.draft.refresh.plan.layout import HEADER
from reportgen.draft.refresh.plan.model import BodyItem, Merged, Taken, Where, Whose, stays, walk
from reportgen.draft.refresh.plan.regions import FROZEN
from reportgen.word.forms import Block, Cell, Paragraph, Row, Table, Text, paragraphs_in
from tests.plans import (
    TRACKED,
    Planned,
    box,
    built,
    edited,
    entry,
    fate,
    items,
    para,
    picture,
    plan_of,
    said,
    table,
    unmarked,
)

ONE, TWO, THREE = "They listen to customers.", "Complaints wait for a week.", "Nobody owns the groups."
NEW = "Complaints are answered within two days."


def report(*texts: str | Block) -> dict[str, list[Block]]:
    """A report of one region."""
    return built(findings=texts)


def findings(*texts: str | Block) -> list[Block]:
    """The blocks of that region."""
    return report(*texts)["findings"]


# ------------------------------------------------------------------------------------------------ nothing, one side


def test_nothing_edited_and_nothing_changed_is_a_plan_that_does_nothing() -> None:
    whole = built(cover=[ONE], results=[table(["Core", "41"], refs=["core"]), "At {overall=41} points."])
    found = plan_of(whole, [*whole["cover"], *whole["results"]], whole)
    assert found.outcomes == {}
    assert [*map(fate, walk(part for region in found.plan.regions for part in region.parts))] == ["kept"] * 3
    assert found.numbers == [0, 1, 2]
    plan = found.plan
    nothing = (plan.values, plan.references, plan.conflicts, plan.suggestions, plan.stale, plan.elsewhere, plan.gone)
    assert [*map(len, nothing)] == [0] * len(nothing)


def test_what_nobody_touched_becomes_what_is_generated_now() -> None:
    found = plan_of(report(ONE, TWO), findings(ONE, TWO), report(ONE, NEW))
    assert found.outcomes == {"findings": Outcome.REGENERATED}
    assert found.fates == [f"kept: {ONE}", f"replaced: {NEW}"]


def test_what_a_person_edited_stays_where_nothing_new_is_generated() -> None:
    base = findings(ONE, TWO)
    found = plan_of(report(ONE, TWO), [base[0], edited(base[1], "Mine.")], report(ONE, TWO))
    assert found.outcomes == {"findings": Outcome.KEPT}
    assert found.text == [ONE, "Mine."]
    assert found.conflicts == []


def test_edits_and_new_data_at_different_places_are_merged() -> None:
    base = findings(ONE, TWO)
    found = plan_of(report(ONE, TWO), [edited(base[0], "Mine."), base[1]], report(ONE, NEW))
    assert found.outcomes == {"findings": Outcome.MERGED}
    assert found.fates == ["kept: Mine.", f"replaced: {NEW}"]


def test_an_edit_that_is_generated_differently_is_a_conflict_told_at_its_paragraph() -> None:
    base = findings(ONE, TWO)
    found = plan_of(report(ONE, TWO), [base[0], edited(base[1], "Mine.")], report(ONE, NEW))
    assert found.outcomes == {"findings": Outcome.CONFLICT}
    assert [(c.before, c.now, c.draft, c.why) for c in found.conflicts] == [(TWO, NEW, "Mine.", merging.BOTH)]
    comment = found.plan.conflicts[0]
    assert (comment.region, comment.where) == ("findings", Where(Whose.DRAFT, (1,)))
    assert found.text == [ONE, "Mine."]


def test_the_same_edit_by_a_person_and_the_data_is_no_conflict() -> None:
    base = findings(ONE, TWO)
    found = plan_of(report(ONE, TWO), [base[0], edited(base[1], NEW)], report(ONE, NEW))
    assert found.conflicts == []
    assert found.outcomes == {"findings": Outcome.MERGED}


# ---------------------------------------------------------------------------------------------- deleted, new, gone


def test_what_was_deleted_by_hand_stays_away_with_a_note() -> None:
    found = plan_of(report(ONE, TWO), findings(ONE, TWO)[:1], report(ONE, TWO))
    assert found.outcomes == {"findings": Outcome.KEPT}
    assert found.region("findings").notes == (f"Deleted by hand, and it stays away: “{TWO}”.",)
    assert found.text == [ONE]


def test_what_was_deleted_and_is_generated_differently_is_told_beside_what_stood_before_it() -> None:
    found = plan_of(report(ONE, TWO, THREE), [findings(ONE, TWO, THREE)[0]], report(ONE, NEW, THREE))
    assert [(c.before, c.now, c.draft) for c in found.conflicts] == [(TWO, NEW, "")]
    assert found.plan.conflicts[0].where == Where(Whose.DRAFT, (0,))
    assert found.text == [ONE]


@pytest.mark.parametrize("deleted", [1, 4])
def test_what_was_deleted_stays_away_also_where_it_stands_twice_and_another_order_is_generated(deleted: int) -> None:
    """As in a template that is one region, whose chapters have sentences in common."""
    chapters = (
        ("People wait.", "Nothing more.", "Letters wait."),
        ("Shops are cold.", "Nothing more.", "Halls are dark."),
    )
    base, now = report(*chapters[0], *chapters[1]), report(*chapters[1], *chapters[0])
    draft = [block for number, block in enumerate(base["findings"]) if number != deleted]
    left = [*chapters[1], *chapters[0]]
    del left[(deleted + 3) % 6]
    assert plan_of(base, draft, now).text == left


def test_entries_of_one_reference_that_a_new_build_counts_anew_are_known_by_what_they_say() -> None:
    def first_question(number: int, text: str) -> Block:
        key = entry("findings", "1", text).keys[0]
        return replace(para(text), keys=(f"{key}_{number}" if number > 1 else key,))

    base = report(*(first_question(number, text) for number, text in enumerate((ONE, TWO), 1)))
    now = report(*(first_question(number, text) for number, text in enumerate((ONE, NEW, TWO), 1)))
    first, second = base["findings"]
    found = plan_of(base, [first, unmarked(second), second], now)  # which somebody copied
    assert found.text == [ONE, TWO, NEW, TWO]


def test_where_the_paragraph_of_a_conflict_goes_it_is_told_at_the_first_of_its_region() -> None:
    found = plan_of(report(ONE, TWO), [findings(ONE, TWO)[0]], report("Another sentence.", NEW))
    assert found.fates[-1] == "replaced: Another sentence."
    assert found.plan.conflicts[0].where == Where(Whose.FRESH, (0,))


def test_a_region_deleted_by_hand_stays_away_and_one_that_may_be_there_is_lost() -> None:
    whole = built(cover=[ONE], findings=[TWO])
    gone = plan_of(whole, whole["cover"], whole)
    assert gone.outcomes == {"findings": Outcome.DELETED}
    alike = plan_of(whole, [*whole["cover"], para(TWO.replace("a week", "two weeks"))], whole)
    assert alike.outcomes == {"findings": Outcome.LOST}
    assert alike.text == [ONE, "Complaints wait for two weeks."]


def test_without_any_bookmark_what_was_rewritten_is_lost_not_deleted() -> None:
    whole = built(cover=[ONE], findings=[TWO])
    draft = [unmarked(whole["cover"][0]), para("Something else altogether.")]
    found = plan_of(whole, draft, whole, has_marks=False)
    assert found.outcomes == {"findings": Outcome.LOST}


def test_without_any_bookmark_what_says_the_same_is_refreshed() -> None:
    draft = [unmarked(block) for block in findings(ONE, TWO)]
    found = plan_of(report(ONE, TWO), draft, report(ONE, NEW), has_marks=False)
    assert found.fates == [f"kept: {ONE}", f"replaced: {NEW}"]


def test_without_any_bookmark_what_chapters_have_in_common_is_known_by_what_stands_beside_it() -> None:
    whole = built(one=[ONE, "Key findings"], first=["None."], two=[TWO, "Key findings"], second=["None."])
    fresh = built(one=[ONE, "Key findings"], first=["None."], two=[TWO, "Key findings"], second=[NEW])
    draft = [unmarked(block) for blocks in whole.values() for block in blocks]
    found = plan_of(whole, draft, fresh, has_marks=False)
    assert found.outcomes == {"second": Outcome.REGENERATED}
    swapped = plan_of(whole, [*draft[3:], *draft[:3]], fresh, has_marks=False)
    assert swapped.text == [TWO, "Key findings", NEW, ONE, "Key findings", "None."]


def test_without_any_bookmark_what_was_edited_between_what_was_found_is_known_there() -> None:
    """A picture that a person replaced, or that a program put in place of a chart."""
    whole = built(charts=[ONE, para("", picture("own")), TWO])
    draft = [unmarked(block) for block in whole["charts"]]
    draft[1] = unmarked(edited(draft[1], "", picture("mine")))
    found = plan_of(whole, draft, whole, has_marks=False)
    assert found.outcomes == {"charts": Outcome.KEPT}
    assert [part.fresh for part in found.region("charts").parts] == [(0,), (1,), (2,)]  # bears its bookmarks again
    for has_marks in (False, True):  # of the rest of the draft, as after the next refresh
        gone = plan_of(whole, [draft[0], draft[2]], whole, has_marks=has_marks)
        assert gone.outcomes == {"charts": Outcome.LOST}


def test_a_region_of_which_only_a_part_can_be_told_is_left_alone() -> None:
    draft = [unmarked(findings(ONE, TWO)[0]), para("Complaints wait and wait for a week.")]
    found = plan_of(report(ONE, TWO), [draft[0], para(THREE), draft[1]], report(ONE, NEW))
    assert found.outcomes == {"findings": Outcome.LOST}
    assert found.fates == [f"left: {ONE}"]


def test_a_block_that_lost_its_bookmark_is_known_beside_those_that_have_theirs() -> None:
    base = findings(ONE, TWO)
    found = plan_of(report(ONE, TWO), [base[0], unmarked(edited(base[1], "Complaints wait a week."))], report(ONE, NEW))
    assert [(c.before, c.draft) for c in found.conflicts] == [(TWO, "Complaints wait a week.")]


def test_a_new_region_comes_in_behind_the_nearest_earlier_one() -> None:
    base, now = built(cover=[ONE], contact=[THREE]), built(cover=[ONE], findings=[NEW], contact=[THREE])
    draft = [*base["cover"], para("Mine, in between."), *base["contact"]]
    found = plan_of(base, draft, now)
    assert found.outcomes == {"findings": Outcome.ADDED}
    assert found.text == [ONE, NEW, "Mine, in between.", THREE]


def test_new_regions_before_all_others_keep_their_order() -> None:
    now = built(cover=["First."], aims=["Second."], findings=[ONE])
    found = plan_of(report(ONE), [para("Mine."), *findings(ONE)], now)
    assert found.text == ["First.", "Second.", "Mine.", ONE]


def test_what_is_not_generated_any_more_goes_unless_somebody_edited_it() -> None:
    base = findings(ONE, TWO)
    untouched = plan_of(report(ONE, TWO), base, report(ONE))
    assert untouched.fates == [f"kept: {ONE}", f"dropped: {TWO}"]
    touched = plan_of(report(ONE, TWO), [base[0], edited(base[1], "Mine.")], report(ONE))
    assert [(c.now, c.why) for c in touched.conflicts] == [("", merging.GONE)]
    assert touched.text == [ONE, "Mine."]


def test_a_region_that_is_not_generated_any_more_goes() -> None:
    whole = built(cover=[ONE], findings=[TWO])
    found = plan_of(whole, [*whole["cover"], *whole["findings"]], built(cover=[ONE]))
    assert found.outcomes == {"findings": Outcome.REMOVED}
    assert found.text == [ONE]


def test_what_a_person_put_in_stays_where_it_was_put() -> None:
    base = findings(ONE, TWO)
    found = plan_of(report(ONE, TWO), [base[0], para("Mine."), base[1]], report(ONE, NEW))
    assert found.text == [ONE, "Mine.", NEW]
    assert found.outcomes == {"findings": Outcome.MERGED}


def test_what_a_person_put_in_and_is_generated_now_too_comes_once() -> None:
    base = findings(ONE, TWO)
    found = plan_of(report(ONE, TWO), [base[0], para(NEW), base[1]], report(ONE, NEW, TWO))
    assert found.text == [ONE, NEW, TWO]
    leaf = found.region("findings").parts[1].leaves[0]
    assert (leaf.where, leaf.is_ours) == (Where(Whose.DRAFT, (1,)), False)


def test_what_is_left_of_an_edited_table_stands_for_the_entries_as_they_are_counted_now() -> None:
    """Else a key of before would, once the new build counts anew, be that of another entry."""

    def of_counts(*counts: str) -> dict[str, list[Block]]:
        key = entry("findings", "1", ONE).keys[0]
        cells = (Cell((replace(para(text), keys=(f"{key}{n}",)),)) for text, n in zip((ONE, TWO), counts, strict=True))
        return report(table(list(cells)))

    base, now = of_counts("_2", "_3"), of_counts("", "_2")
    (was,) = base["findings"]
    assert isinstance(was, Table)
    first, second = was.rows[0].cells
    mine = replace(was, rows=(Row((Cell((edited(first.blocks[0], "Mine."),)), second), keys=was.rows[0].keys),))
    (leaves,) = [part.leaves for region in plan_of(base, [mine], now).plan.regions for part in region.parts]
    found = {leaf.where.path: leaf.fresh for leaf in leaves}
    assert found == {(0, 0, n, 0): block for n, block in enumerate(paragraphs_in(now["findings"][0]))}
    assert not any(leaf.is_ours for leaf in leaves)


# ---------------------------------------------------------------------------------------- moved, joined, split, tracked


def test_an_order_that_a_person_made_stays() -> None:
    base = findings(ONE, TWO, THREE)
    found = plan_of(report(ONE, TWO, THREE), [base[2], base[0], base[1]], report(ONE, NEW, THREE))
    assert found.text == [THREE, ONE, NEW]
    assert found.outcomes == {"findings": Outcome.MERGED}


def test_an_order_that_is_generated_anew_is_followed_by_entries_whatever_they_say() -> None:
    base = [entry("findings", ref, text) for ref, text in (("F-1", ONE), ("F-2", TWO), ("F-3", THREE))]
    draft = [base[0], edited(base[1], "Mine."), base[2]]
    now = {"findings": [base[2], base[1], base[0]]}
    found = plan_of({"findings": base}, draft, now)
    assert found.text == [THREE, "Mine.", ONE]
    assert found.conflicts == []


def test_a_block_carried_elsewhere_is_refreshed_there_and_comes_once() -> None:
    whole = built(findings=[ONE, TWO, THREE], contact=["Write to us."])
    base = whole["findings"]
    draft = [base[0], base[2], *whole["contact"], base[1]]
    found = plan_of(whole, draft, built(findings=[ONE, NEW, THREE], contact=["Write to us."]))
    assert found.text == [ONE, THREE, "Write to us.", NEW]
    assert found.outcomes == {"findings": Outcome.MERGED}
    assert found.region("findings").notes == ("A part of this was carried elsewhere by hand, and stays there.",)


def test_two_paragraphs_joined_bear_the_marks_of_both() -> None:
    base = findings(ONE, TWO)
    both = replace(edited(base[0], f"{ONE} {TWO}"), keys=(*base[0].keys, *base[1].keys))
    found = plan_of(report(ONE, TWO), [both], report(ONE, TWO))
    away = found.region("findings").parts[0]
    assert (fate(away), getattr(away, "into", None), getattr(away, "keys", None)) == ("away", (0,), base[1].keys)
    assert found.region("findings").notes == (f"Joined by hand with the paragraph beside it: “{TWO}”.",)
    changed = plan_of(report(ONE, TWO), [both], report(ONE, NEW))
    assert [(c.before, c.now, c.draft) for c in changed.conflicts] == [(TWO, NEW, f"{ONE} {TWO}")]


def test_a_paragraph_split_in_two_keeps_both_halves() -> None:
    base = findings(ONE, TWO)
    draft = [edited(base[0], ONE[:12]), para(ONE[12:]), base[1]]
    found = plan_of(report(ONE, TWO), draft, report(ONE, NEW))
    assert found.text == [ONE[:12], ONE[12:], NEW]
    assert found.conflicts == []


@pytest.mark.parametrize("at", [0, 1])
def test_tracked_changes_freeze_their_region(at: int) -> None:
    base = findings(ONE, TWO)
    draft = list(base)
    draft[at] = edited(base[at], said(base[at]), TRACKED)
    found = plan_of(report(ONE, TWO), draft, report(ONE, NEW))
    assert found.fates == [f"left: {said(block)}" for block in draft]
    assert [(c.before, c.now, c.why) for c in found.conflicts] == [(TWO, NEW, FROZEN)]
    assert found.plan.conflicts[0].where.path == (at,)
    assert plan_of(report(ONE, TWO), draft, report(ONE, TWO)).outcomes == {"findings": Outcome.KEPT}


@pytest.mark.parametrize("at", [0, 2])
def test_tracked_changes_in_a_block_that_lost_its_bookmark_freeze_the_region_too(at: int) -> None:
    """Else its figures would stay as they were, and nobody would be told."""
    whole = built(cover=["A title."], findings=[SCORE, ONE, SCORE], contact=["Write to us."])
    draft = list(whole["findings"])
    draft[at] = unmarked(edited(draft[at], SCORE, TRACKED))
    new = SCORE.replace("41", "45")
    now = built(cover=["A title."], findings=[new, ONE, new], contact=["Write to us."])
    found = plan_of(whole, [*whole["cover"], *draft, *whole["contact"]], now)
    assert found.outcomes["findings"] is Outcome.CONFLICT
    assert found.region("findings").conflicts[0].conflict.why == FROZEN
    assert found.plan.values == ()


def test_tracked_changes_in_a_block_carried_elsewhere_freeze_the_region_too() -> None:
    whole = built(findings=[ONE, TWO, THREE], contact=["Write to us."])
    base = whole["findings"]
    draft = [base[0], base[2], *whole["contact"], edited(base[1], TWO, TRACKED)]
    found = plan_of(whole, draft, built(findings=[ONE, NEW, THREE], contact=["Write to us."]))
    assert found.outcomes == {"findings": Outcome.CONFLICT}
    assert found.plan.conflicts[0].where == Where(Whose.DRAFT, (3,))


# ---------------------------------------------------------------------------------------------------- looks, pictures


def test_looks_that_a_person_gave_stay_on_new_words_unless_the_generated_looks_changed() -> None:
    base = findings(para(TWO))
    bold = edited(base[0], TWO, looks="b")
    kept = plan_of({"findings": base}, [bold], report(NEW)).region("findings").parts[0]
    assert isinstance(kept, Taken)
    assert kept.was == base[0]
    anew = plan_of({"findings": base}, [bold], report(para(NEW, looks="jc=center"))).region("findings").parts[0]
    assert isinstance(anew, Taken)
    assert anew.was is None


def test_a_picture_in_an_edited_paragraph_is_drawn_anew_unless_a_person_replaced_it() -> None:
    base = findings(para("The chart: ", picture("old")))
    now = report(para("The chart: ", picture("new")))
    mine = edited(base[0], "My chart: ", picture("old", "size=50x25"))
    drawn = plan_of({"findings": base}, [mine], now)
    part = drawn.region("findings").parts[0]
    assert [(one.number, one.base.what) for one in getattr(part, "redrawn", ())] == [(0, "old")]
    assert drawn.conflicts == []
    other = plan_of({"findings": base}, [edited(base[0], "My chart: ", picture("other"))], now)
    assert other.conflicts == [merging.PICTURES]


# ------------------------------------------------------------------------------------------------------------- tables

REFS = ("overall", "core", "digital")


def scores(*numbers: str, names: tuple[str, ...] = ("Overall", "Core", "Digital")) -> dict[str, list[Block]]:
    """A report of one table."""
    return built(results=[table(*map(list, zip(names, numbers, strict=False)), refs=REFS[: len(numbers)])])


def with_rows(report_: dict[str, list[Block]], *rows: list[str]) -> list[Block]:
    """The table of a report with other rows, under its bookmarks."""
    was = report_["results"][0]
    made = table(*rows)
    assert not isinstance(was, Paragraph)
    keyed = (replace(new, keys=old.keys) for new, old in zip(made.rows, was.rows, strict=True))
    return [replace(was, rows=tuple(keyed))]


def rows_of(found: Planned) -> list[str]:
    """What becomes of the rows of the table."""
    part = found.region("results").parts[0]
    assert isinstance(part, Merged)
    return [fate(row) for row in part.parts]


def test_a_table_that_nobody_touched_is_replaced_as_a_whole() -> None:
    base = scores("41", "38", "52")
    assert plan_of(base, base["results"], scores("45", "38", "52")).fates[0].startswith("replaced: Overall | 45")


def test_an_edited_table_is_known_though_its_rows_come_go_and_change_places_among_blocks_that_do_too() -> None:
    """As in a template that is one region: it is merged, and does not stand there twice."""
    head, refs = ["Initiative", "When", "Owner"], ("head", "owner", "cause", "view")
    owner = "The plan names four groups of customers, but only one of them has an owner."
    cause = "Complaints are answered within two days; what they were about is recorded nowhere, and nobody asks."
    view = "Managers speak of a single view of the customer, while the shops still keep their own lists."
    first = table(head, [owner, "Soon", "Ann"], [cause, "Soon", "Ann"], [view, "Soon", "Ann"], refs=refs)
    second = table(head, [view, "Soon", "Ann"], [owner, "Soon", "Ben"], refs=("head", "view", "owner"))
    base, fresh = built(results=[ONE, first, TWO]), built(results=[ONE, second])
    was = base["results"][1]
    assert not isinstance(was, Paragraph)
    rows = (was.rows[0], table([owner, "Soon, we hope", "Ann"]).rows[0], *was.rows[2:])
    draft = [
        base["results"][0],
        replace(was, rows=(rows[0], replace(rows[1], keys=was.rows[1].keys), *rows[2:])),
        base["results"][2],
    ]
    found = plan_of(base, draft, fresh)
    assert found.text == [ONE, *head, view, "Soon", "Ann", owner, "Soon, we hope", "Ben"]
    assert found.conflicts == []


def test_a_table_that_a_person_commented_is_merged_cell_by_cell() -> None:
    base = scores("41", "38", "52")
    found = plan_of(base, base["results"], scores("45", "38", "52"), commented=frozenset({(0,)}))
    assert rows_of(found) == ["replaced", "kept", "kept"]
    assert found.text == ["Overall", "45", "Core", "38", "Digital", "52"]


def test_cells_that_change_on_one_side_each_are_merged_and_on_both_sides_are_a_conflict() -> None:
    base = scores("41", "38", "52")
    draft = with_rows(base, ["Overall", "44"], ["Core", "38 (est.)"], ["Digital", "52"])
    found = plan_of(base, draft, scores("45", "38", "60"))
    assert rows_of(found) == ["merged", "kept", "replaced"]
    assert found.text == ["Overall", "44", "Core", "38 (est.)", "Digital", "60"]
    assert [(c.before, c.now, c.draft) for c in found.conflicts] == [("41", "45", "44")]
    assert found.plan.conflicts[0].where == Where(Whose.DRAFT, (0, 0, 1, 0))


def test_rows_added_and_taken_out_by_hand_stay_so() -> None:
    base = scores("41", "38", "52")
    was = base["results"][0]
    assert not isinstance(was, Paragraph)
    own = table(["By hand", "1"]).rows[0]
    draft = [replace(was, rows=(was.rows[0], own, was.rows[1]))]
    found = plan_of(base, draft, scores("45", "38", "52"))
    assert rows_of(found) == ["away", "replaced", "kept", "kept"]
    assert found.text == ["Overall", "45", "By hand", "1", "Core", "38"]


def set_anew(*rows: Row) -> tuple[Row, ...]:
    """Rows to the cells of which a person or program gave another look."""
    return tuple(replace(row, cells=tuple(replace(cell, looks="vAlign=top") for cell in row.cells)) for row in rows)


def looks_of_last(base: Table, draft: Sequence[Row], fresh: Table) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """The cells of the row that comes in last, each with that of the draft that it looks like."""
    found = plan_of(built(results=[base]), [replace(keyed(base), rows=tuple(draft))], built(results=[fresh]))
    row = found.region("results").parts[0].parts[-1]
    assert isinstance(row, Taken)
    return row.looks


def keyed(base: Table) -> Table:
    """A table as it was built."""
    block = built(results=[base])["results"][0]
    assert isinstance(block, Table)
    return block


def test_a_new_row_looks_like_the_rows_that_a_person_set_anew_but_for_colours_of_the_data() -> None:
    base = table(["Overall", "41"], ["Core", "38"], refs=REFS[:2])
    coloured = table(["Overall", "45"], ["Core", "38"], ["Digital", box("52", looks="shd=FF0000")], refs=REFS)
    assert looks_of_last(base, set_anew(*keyed(base).rows), coloured) == ((0, (0, 1, 0)),)


def test_a_new_row_takes_no_colour_that_follows_the_data_of_another() -> None:
    """Where a score is withheld, say, it has none."""
    base = table(["Overall", "41"], ["Core", box("38", looks="shd=FF0000")], refs=REFS[:2])
    fresh = table(["Overall", "45"], ["Core", box("38", looks="shd=FF0000")], ["Digital", "–"], refs=REFS)
    saved = [
        replace(row, cells=tuple(replace(c, looks=f"{c.looks} vAlign=top") for c in row.cells)) for row in base.rows
    ]
    assert looks_of_last(base, saved, fresh) == ((0, (0, 1, 0)),)


def test_a_new_row_looks_like_no_head_row() -> None:
    """Of a table that has no other row left."""
    base = table(["Part", "Score"], ["Core", "38"], refs=REFS[:2])
    fresh = table(["Part", "Score"], ["Core", "38"], ["Digital", "52"], refs=REFS)
    base, fresh = (
        replace(each, rows=(replace(each.rows[0], looks="tblHeader"), *each.rows[1:])) for each in (base, fresh)
    )
    assert looks_of_last(base, set_anew(keyed(base).rows[0]), fresh) == ()


def test_columns_changed_by_hand_keep_the_table_and_are_a_conflict_of_the_whole() -> None:
    base = scores("41", "38", "52")
    draft = with_rows(base, ["Overall", "41", "-"], ["Core", "38", "-"], ["Digital", "52", "-"])
    found = plan_of(base, draft, scores("45", "38", "52"))
    assert [c.why for c in found.conflicts] == [merging.SHAPE]
    assert found.fates[0].startswith("kept: Overall | 41 | -")
    assert found.region("results").parts[0].leaves == ()


def test_a_table_that_would_have_no_rows_left_goes() -> None:
    base = scores("41", "38")
    draft = [replace(base["results"][0], looks="jc=center")]
    assert plan_of(base, draft, built(results=[table()])).fates == ["dropped: Overall | 41\nCore | 38"]


# ------------------------------------------------------------------------------------------------------------- values

SCORE = "The company scores {overall=41} of 100."


def test_a_value_in_an_edited_sentence_follows_the_data() -> None:
    base = findings(SCORE)
    found = plan_of(report(SCORE), [edited(base[0], "We say {overall=41}.")], report(SCORE.replace("41", "45")))
    assert found.text == ["We say 45."]
    assert found.conflicts == []
    assert [(plan.value.name, plan.before, plan.now) for plan in found.plan.values] == [("overall", "41", "45")]


def test_a_value_typed_over_is_a_conflict_where_it_changed_and_stays_in_silence_where_not() -> None:
    base = findings(SCORE)
    draft = [edited(base[0], "The company scores {overall=42} of 100.")]
    found = plan_of(report(SCORE), draft, report(SCORE.replace("41", "45")))
    assert [(c.before, c.now, c.draft) for c in found.conflicts] == [("41", "45", "42")]
    assert found.outcomes == {"findings": Outcome.CONFLICT}
    assert plan_of(report(SCORE), draft, report(SCORE)).conflicts == []


@pytest.mark.parametrize("words", ["We did {overall=} well.", "The company scores {overall=42} of 100."])
def test_a_conflict_of_a_figure_names_it_in_words_and_has_the_sentence_as_it_is_now(words: str) -> None:
    base = findings(SCORE)
    found = plan_of(report(SCORE), [edited(base[0], words)], report(SCORE.replace("41", "45")), titled=str.title)
    (conflict,) = found.conflicts
    assert conflict.why.startswith("The figure 'Overall' was typed over by hand")
    assert conflict.figure == "overall"
    assert conflict.paragraph == words.replace("{overall=", "").replace("}", "")


def test_a_conflict_of_no_figure_has_its_texts_alone() -> None:
    base = findings(TWO)
    (conflict,) = plan_of(report(TWO), [edited(base[0], "Mine.")], report(NEW)).conflicts
    assert (conflict.figure, conflict.paragraph) == ("", "")


def test_a_value_outside_of_regions_is_told_outside_of_them() -> None:
    whole = built(findings=[SCORE])
    draft = [*whole["findings"], para("As we said: {overall=42}.")]
    found = plan_of(whole, draft, built(findings=[SCORE.replace("41", "45")]))
    assert [(c.draft, c.paragraph) for c in found.plan.elsewhere] == [("42", "As we said: 42.")]
    assert found.region("findings").conflicts == ()


def test_a_value_that_is_not_given_any_more_becomes_part_of_its_sentence() -> None:
    base = findings(SCORE)
    draft = [edited(base[0], "We say {overall=41}.")]
    found = plan_of(report(SCORE), draft, report("Nothing to score."))
    given_up = [plan for plan in found.plan.values if plan.is_given_up]
    assert [plan.value.name for plan in given_up] == ["overall"]
    assert found.plan.paragraphs[0][1].tokens[1] == Text("41")
    (conflict,) = found.conflicts  # it tells of the figure, too
    assert (conflict.before, conflict.now, conflict.draft) == (
        "The company scores 41 of 100.",
        "Nothing to score.",
        "We say 41.",
    )


def test_a_value_that_is_not_given_any_more_is_told_where_nothing_else_tells_of_it() -> None:
    whole = built(findings=[SCORE])
    found = plan_of(
        whole, [*whole["findings"], para("As we said: {overall=41}.")], built(findings=["Nothing to score."])
    )
    (conflict,) = found.plan.elsewhere
    assert "not given any more" in conflict.why
    assert found.region("findings").conflicts == ()


def test_values_in_tracked_changes_stay_as_they_are() -> None:
    base = findings(SCORE)
    found = plan_of(report(SCORE), [edited(base[0], SCORE, TRACKED)], report(SCORE.replace("41", "45")))
    assert found.plan.values == ()


def test_a_changed_value_that_stands_as_plain_text_is_told() -> None:
    base = findings(SCORE)
    draft = [edited(base[0], "The firm scores 41 of 100.")]
    found = plan_of(report(SCORE), draft, report(SCORE.replace("41", "45")))
    assert [(c.before, c.now, c.draft) for c in found.conflicts] == [("41", "45", "41")]
    assert found.conflicts[0].paragraph == "The firm scores 41 of 100."


def test_numbers_of_people_that_were_values_are_stale_and_values_themselves_are_not() -> None:
    base = findings(SCORE, TWO)
    mine = [base[0], edited(base[1], "At 41 points they wait. {overall=41}"), para("Once more: 41, and 12.")]
    found = plan_of(report(SCORE, TWO), mine, report(SCORE.replace("41", "45"), TWO))
    assert [(where.path, stale.text, stale.now) for where, stale in found.plan.stale] == [
        ((1,), "41", ("45",)),
        ((2,), "41", ("45",)),
    ]
    assert found.plan.stale[0][1].paragraph == "At 41 points they wait. 45"


# ---------------------------------------------------------------------------------------------------------- suggestions


def test_a_suggestion_that_is_drafted_anew_asks_again_together_with_what_is_left() -> None:
    base = findings(para(ONE, suggested="3"), para(TWO, suggested="3"))
    now = report(para(ONE, suggested="7"), para(NEW, suggested="7"))
    found = plan_of({"findings": base}, base, now, asking={"3": ((0,), (1,))})
    asked = found.plan.suggestions
    assert [(one.number, one.where) for one in asked] == [
        ("7", (Where(Whose.DRAFT, (0,)), Where(Whose.FRESH, (1,)))),
    ]


def test_a_confirmed_suggestion_is_the_persons_text() -> None:
    base = findings(para(TWO, suggested="3"))
    found = plan_of({"findings": base}, [edited(base[0], TWO, suggested=())], report(para(NEW, suggested="7")))
    assert [(c.before, c.now) for c in found.conflicts] == [(TWO, NEW)]
    assert found.plan.suggestions == ()


def test_a_comment_that_would_end_before_it_begins_is_put_anew() -> None:
    base = [replace(entry("findings", ref, text), suggested=("3",)) for ref, text in (("F-1", ONE), ("F-2", TWO))]
    asking = {"3": ((0,), (1,))}
    kept = plan_of({"findings": base}, base, {"findings": base}, asking=asking)
    assert [one.asker for one in kept.plan.suggestions] == ["3"]  # stays where it is
    turned = plan_of({"findings": base}, base, {"findings": base[::-1]}, asking=asking)
    places = (Where(Whose.DRAFT, (1,)), Where(Whose.DRAFT, (0,)))
    assert [(one.asker, one.where) for one in turned.plan.suggestions] == [("", places)]


# --------------------------------------------------------------------------------------- sections, headers and footers


def end(part: str = "") -> BodyItem:
    """A paragraph that is nothing but the end of a section, with its header."""
    return BodyItem(sections={("headerReference", "default"): part} if part else {}, is_bare=True)


def header(part: str, text: str, *, generated: bool = True) -> FoundHeaderFooter:
    """A header of one paragraph."""
    return FoundHeaderFooter(part, (para(text),), generated)


def test_a_region_with_a_section_of_its_own_brings_its_ends_along() -> None:
    base, now = built(cover=[ONE], contact=[THREE]), built(cover=[ONE], findings=[NEW], contact=[THREE])
    here = items(Whose.DRAFT, 2)
    there = items(Whose.FRESH, 3)
    ends = [end("1"), end("2")]
    found = plan_of(
        base,
        [*base["cover"], *base["contact"]],
        now,
        here=(here[0], end(), *here[1:]),
        there=(there[0], ends[0], there[1], ends[1], *there[2:]),
    )
    assert found.plan.layout.ends == {"findings": ([], [ends[1]])}
    assert found.text == [ONE, NEW, THREE]
    kinds = [item.is_bare for item in found.plan.layout.holders]
    assert kinds == [False, True, False, True, False, False]


def test_the_end_of_a_section_goes_with_what_stood_in_it() -> None:
    base = built(cover=[ONE], findings=[TWO], contact=[THREE])
    draft = [block for blocks in base.values() for block in blocks]
    here = items(Whose.DRAFT, 3)
    first, second = end("1"), end("2")
    found = plan_of(
        base,
        draft,
        built(cover=[ONE], contact=[THREE]),
        here=(here[0], first, here[1], second, *here[2:]),
    )
    assert [item for item in found.plan.layout.holders if item.is_bare] == [first]


def test_an_untouched_header_becomes_the_generated_one_and_an_edited_one_stays() -> None:
    base = report(ONE)
    here, there = items(Whose.DRAFT, 1), items(Whose.FRESH, 1)
    last = BodyItem("last", sections={("headerReference", "default"): "header1.xml"})
    there_last = BodyItem("last", sections={("headerReference", "default"): "header7.xml"})
    new = header("header7.xml", "Chapter two")
    facts = {"here": (here[0], last), "there": (there[0], there_last), "now": (new,)}
    was = (header("header1.xml", "Chapter one"),)
    untouched = plan_of(base, findings(ONE), base, was=was, headers_footers=was, **facts)
    assert [(one.end, one.part) for one in untouched.plan.references] == [(last, "header7.xml")]
    mine = (header("header1.xml", "Mine", generated=False),)
    edited_ = plan_of(base, findings(ONE), base, was=was, headers_footers=mine, **facts)
    assert edited_.plan.references == ()
    assert [(c.now, c.draft, c.why) for c in edited_.plan.elsewhere] == [("Chapter two", "Mine", HEADER)]


def test_sections_of_one_region_are_known_by_what_stands_in_them() -> None:
    base = report(ONE, TWO, THREE)
    here, there = items(Whose.DRAFT, 3), items(Whose.FRESH, 3)
    draft_ends, fresh_ends = ([end(f"{side}{number}") for number in range(2)] for side in ("mine", "new"))

    def sections(body: Sequence[BodyItem], ends: Sequence[BodyItem]) -> tuple[BodyItem, ...]:
        return (body[0], ends[0], body[1], ends[1], *body[2:])

    facts: dict[str, Any] = {"here": sections(here, draft_ends), "there": sections(there, fresh_ends)}
    was = [header(f"mine{number}", f"Chapter {number}") for number in range(2)]
    now = [header(f"new{number}", f"Chapter {number}") for number in range(2)]
    for first in (findings(ONE)[0], para("My cover.")):  # where the first section is a person's, the second stays so
        draft = [first, *base["findings"][1:]]
        found = plan_of(base, draft, base, was=was, now=now, headers_footers=was, **facts)
        assert found.plan.references == ()


def test_what_stands_in_a_control_of_a_person_is_left_there_and_a_control_that_lost_all_goes() -> None:
    base = built(findings=[ONE, TWO], contact=[THREE])
    control = BodyItem("control")
    content = BodyItem("content", holder=control)
    inside = BodyItem(where=Where(Whose.DRAFT, (1,)), holder=content)
    here = items(Whose.DRAFT, 3)
    body = (here[0], control, content, inside, *here[2:])
    draft = [block for blocks in base.values() for block in blocks]
    kept = plan_of(base, draft, built(findings=[ONE, NEW], contact=[THREE]), here=body)
    held = [item.where for item, holder in kept.plan.layout.holders.items() if holder is content]
    assert held == [Where(Whose.FRESH, (1,))]
    gone = plan_of(base, draft, built(findings=[ONE], contact=[THREE]), here=body)
    assert control not in gone.plan.layout.holders
    assert content not in gone.plan.layout.holders


def test_what_goes_behind_something_in_a_control_of_a_person_goes_behind_the_control() -> None:
    base = built(findings=[ONE, TWO], contact=[THREE])
    control = BodyItem("control")
    content = BodyItem("content", holder=control)
    inside = BodyItem(where=Where(Whose.DRAFT, (1,)), holder=content)
    here = items(Whose.DRAFT, 3)
    body = (here[0], control, content, inside, *here[2:])
    draft = [block for blocks in base.values() for block in blocks]
    found = plan_of(base, draft, built(findings=[TWO, ONE, NEW], contact=[THREE]), here=body)
    holders = found.plan.layout.holders
    assert [item for item, holder in holders.items() if holder is None][:2] == [control, here[0]]
    assert [item for item, holder in holders.items() if holder is content] == [inside]
    assert found.text == [TWO, ONE, NEW, THREE]


def contents_are_written(
    base: dict[str, list[Block]], draft: list[Block], now: dict[str, list[Block]], **facts: Any
) -> bool:
    """Whether contents tables are written anew when the first block of every version is a heading."""
    listed = {(0,): "heading 0"}
    return plan_of(base, draft, now, listed=listed, listed_now=listed, **facts).plan.writes_contents


def test_contents_are_written_anew_where_headings_changed_and_only_there() -> None:
    base = report("Findings", ONE)
    blocks = base["findings"]
    assert not contents_are_written(base, blocks, report("Findings", NEW))
    assert contents_are_written(base, blocks, report("What we found", ONE))
    assert not contents_are_written(base, [edited(blocks[0], "My findings"), blocks[1]], base)
    assert contents_are_written(base, blocks, report(ONE))
    assert contents_are_written(base, blocks, base, is_numbered=False)


# --------------------------------------------------------------------------------------------------------- properties

WORDS = ("Shops", "letters", "wait", "for", "calls", "nobody", "owns", "groups", "answers", "on", "Fridays", "plans")


def sentence(chance: Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(4, 9))) + "."


def random_report(chance: Random) -> dict[str, list[Block]]:
    """Up to four regions of up to four paragraphs or small tables."""
    names = ("cover", "aims", "findings", "contact")
    return built(**{name: random_blocks(chance) for name in names if chance.random() < 0.9})


def random_blocks(chance: Random) -> list[Block]:
    return [
        table([sentence(chance), sentence(chance)], [sentence(chance), "41"])
        if chance.random() < 0.2
        else para(sentence(chance))
        for _ in range(chance.randint(1, 4))
    ]


def changed_report(report_: dict[str, list[Block]], chance: Random) -> dict[str, list[Block]]:
    """The report of other data: blocks reworded, added, gone, in another order."""
    found = {}
    for name, blocks in report_.items():
        bare = [unmarked(block if chance.random() < 0.6 else para(sentence(chance))) for block in blocks]
        bare = [block for block in bare if chance.random() < 0.85] + random_blocks(chance)[: chance.randint(0, 1)]
        found[name] = built(**{name: bare})[name]
    return found


def edited_draft(report_: dict[str, list[Block]], chance: Random) -> list[Block]:
    """What people make of a report: text typed, blocks added, deleted, moved."""
    blocks = [block for region in report_.values() for block in region]
    for number in range(chance.randint(0, 6)):
        at = chance.randrange(len(blocks) + 1)
        here = blocks[at] if at < len(blocks) else None
        what = chance.choice(("type", "add", "delete", "move", "unmark"))
        if what == "add" or here is None:
            blocks.insert(at, para(f"Mine {number}."))
        elif what == "type" and isinstance(here, Paragraph):
            blocks[at] = edited(here, f"Mine {number}, {sentence(chance)}")
        elif what == "delete":
            del blocks[at]
        elif what == "unmark":
            blocks[at] = unmarked(here)
        else:
            blocks.insert(chance.randrange(len(blocks)), blocks.pop(at))
    return blocks


@pytest.mark.parametrize("seed", range(200))
def test_whatever_people_do_nothing_of_theirs_is_without_a_place(seed: int) -> None:
    chance = Random(f"plan {seed}")
    base = random_report(chance)
    draft, now = edited_draft(base, chance), changed_report(base, chance)
    found = plan_of(base, draft, now)
    places = Counter(number for number in found.numbers if number is not None)
    assert set(places.values()) <= {1}, "no block stands twice"
    there = {number for number in range(len(draft)) if stays((number,), found.plan.gone)}
    assert set(places) == there, "what is not replaced or dropped is in the result, and only that"
    typed = [text for text in map(said, draft) if text.startswith("Mine")]
    assert sorted(text for text in found.text if text.startswith("Mine")) == sorted(typed)
    told = [one for region in found.plan.regions for one in region.conflicts if region.result]
    assert len(told) == sum(len(one.conflicts) for one in found.plan.conflicts)
    assert all(stays(one.where.path, found.plan.gone) for one in found.plan.conflicts if one.where.side is Whose.DRAFT)


@pytest.mark.parametrize("seed", range(100))
def test_a_plan_of_three_equal_versions_changes_nothing(seed: int) -> None:
    base = random_report(Random(f"equal {seed}"))
    blocks = [block for region in base.values() for block in region]
    found = plan_of(base, blocks, base)
    assert found.outcomes == {}
    assert found.numbers == [*range(len(blocks))]
    assert (found.plan.gone, found.conflicts) == (frozenset(), [])


@pytest.mark.parametrize("seed", range(100))
def test_a_draft_that_nobody_edited_becomes_the_new_build(seed: int) -> None:
    chance = Random(f"untouched {seed}")
    base = random_report(chance)
    now = changed_report(base, chance)
    found = plan_of(base, [block for region in base.values() for block in region], now)
    assert found.conflicts == []
    assert found.text == plan_of(now, [block for region in now.values() for block in region], now).text


def test_the_plan_knows_no_document() -> None:
    """Nothing that plans reads XML or a package, neither by itself nor through what it imports of the refresh."""
    folder = Path(merging.__file__).parent
    imported = {
        node.module
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    ours = {name for name in imported if name.startswith("reportgen.")}
    assert ours <= {
        "reportgen.common.grouping",
        "reportgen.common.language",
        "reportgen.draft.base",
        "reportgen.draft.locating",
        "reportgen.draft.refresh.changes",
        "reportgen.word.forms",
        "reportgen.word.marks",
    } | {name for name in ours if name.startswith("reportgen.draft.refresh.plan.")}
    assert not {name for name in imported if name.startswith(("lxml", "docx"))}
