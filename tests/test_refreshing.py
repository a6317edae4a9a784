"""Refreshing a draft: what nobody touched follows the data, what a person edited stays, and both at once is told."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from hashlib import sha256

import pytest
from lxml import etree

from reportgen.draft.base import ChartDigests
from reportgen.draft.refresh import Refreshed, kept_pictures
from reportgen.draft.refresh.changes import Outcome, RegionChange
from reportgen.office.package import DOCUMENT, Package, parse, serialise
from reportgen.word.comments import AUTHOR, read_comments
from reportgen.word.forms import visible_text
from reportgen.word.xml import DRAWING, PLACED_DRAWING, shown_text, w
from tests import edits
from tests.comments import commented as threaded
from tests.drafts import Edit, Parts, base_of, draft, edited, first_text, paragraph, parts, remove, says
from tests.edits import NEXT_BULLET, PLAIN, key_finding
from tests.later_drafts import CHANGED, NEW, SUGGESTED, later
from tests.packages import body_story, fingerprint, locate, read_parts, refresh, refreshed_file, write_parts
from tests.word_files import faults
from tests.word_save import word_saved


def refreshed(mine: Parts, fresh: bytes | None = None) -> Refreshed:
    """A draft refreshed, and looked at: it is sound, the input is as it was, and a second run changes nothing."""
    fresh = later() if fresh is None else fresh
    before = dict(mine)
    result = refresh(mine, base_of(draft()), read_parts(fresh))
    assert mine == before
    assert not set(faults(result.package.packed())) - set(faults(write_parts(mine)))
    now = refreshed_file(result)
    assert base_of(now) == result.base
    again = refresh(now, result.base, read_parts(fresh))
    assert fingerprint(refreshed_file(again)) == fingerprint(now)
    assert not list(again.changes.conflicts)
    return result


def after(edit: Edit) -> Refreshed:
    """The draft edited, then refreshed with what changed in the data since."""
    return refreshed(edited(edit))


def change(result: Refreshed, region_id: str) -> RegionChange:
    return next(region for region in result.changes.regions if region.id == region_id)


def outcomes(result: Refreshed) -> dict[str, Outcome]:
    """The regions that did not stay as they were."""
    return {r.id: r.outcome for r in result.changes.regions if r.outcome is not Outcome.UNCHANGED}


def body(result: Refreshed) -> etree._Element:
    return parse(refreshed_file(result)[DOCUMENT])


def blocks(document: bytes | Parts, region_id: str) -> list[str]:
    """What the blocks of a region say, as its bookmarks tell them."""
    now = read_parts(document) if isinstance(document, bytes) else document
    return [visible_text(placed.block) for placed in locate(now, base_of(now)).blocks(region_id)]


def comments(result: Refreshed) -> list[str]:
    """Our comments that tell of conflicts."""
    found = refreshed_file(result).get("word/comments.xml")
    texts = [shown_text(comment) for comment in parse(found)] if found else []
    return [text for text in texts if text.startswith("[reportgen:")]


KEY_FINDINGS, RESULTS, ANALYSIS = "overall.key-findings", "overall.results", "overall.analysis"
CHANGED_REGIONS = {
    KEY_FINDINGS: Outcome.REGENERATED,
    RESULTS: Outcome.REGENERATED,
    ANALYSIS: Outcome.REGENERATED,
    "overall.picture": Outcome.REGENERATED,
    "overall.evidence": Outcome.REGENERATED,
}


# ------------------------------------------------------------------------------------------------- nothing edited


def test_nothing_edited_and_nothing_changed_changes_nothing() -> None:
    result = refreshed(parts(), draft())
    assert outcomes(result) == {}
    assert result.changes.is_clean
    now = refreshed_file(result)
    assert fingerprint(now) == fingerprint(parts())
    assert shown_text(parse(now[DOCUMENT])) == shown_text(parse(parts()[DOCUMENT]))
    assert {name: part for name, part in now.items() if "media" in name} == {
        name: part for name, part in parts().items() if "media" in name
    }


def test_nothing_edited_becomes_what_is_generated_now() -> None:
    result = refreshed(parts())
    assert outcomes(result) == CHANGED_REGIONS
    assert result.changes.is_clean
    now, fresh = refreshed_file(result), read_parts(later())
    assert fingerprint(now) == fingerprint(fresh)
    read, wanted = body_story(now), body_story(fresh)
    assert [placed.block.full for placed in read.blocks] == [placed.block.full for placed in wanted.blocks]
    assert [value.text for value in read.values] == [value.text for value in wanted.values]


def test_the_old_chart_leaves_the_file() -> None:
    now, fresh = refreshed_file(refreshed(parts())), read_parts(later())
    pictures = [{part for name, part in p.items() if "media" in name} for p in (parts(), now, fresh)]
    assert pictures[1] == pictures[2] != pictures[0]


@pytest.mark.parametrize("seed", range(2))
def test_a_save_in_word_makes_no_difference(seed: int) -> None:
    result = refreshed(word_saved(parts(), seed))
    assert outcomes(result) == CHANGED_REGIONS
    for region_id in CHANGED_REGIONS:
        assert blocks(result.package.packed(), region_id) == blocks(later(), region_id)


# ---------------------------------------------------------------------------------------------------- text edited


def edited_bullet(root: etree._Element) -> None:
    first_text(key_finding(root)).text = "By hand: customers who call about a fault wait."


def test_an_edited_bullet_stays_and_its_neighbours_follow_the_data_in_their_new_order() -> None:
    result = after(edited_bullet)
    found = blocks(result.package.packed(), KEY_FINDINGS)
    assert found[0] == CHANGED
    assert found[1].startswith("By hand: customers")
    assert found[-1] == NEW
    assert len(found) == 5
    assert change(result, KEY_FINDINGS).outcome is Outcome.MERGED
    assert comments(result) == []


def test_an_edited_bullet_that_is_generated_differently_is_a_conflict_and_a_comment() -> None:
    def edit(root: etree._Element) -> None:
        first_text(key_finding(root, "Complaints are answered")).text = "Complaints wait for a week."

    result = after(edit)
    conflict = change(result, KEY_FINDINGS).conflicts[0]
    assert (conflict.now, conflict.draft) == (CHANGED, "Complaints wait for a week.")
    assert conflict.before.startswith("Complaints are answered within two days")
    assert len(comments(result)) == 1
    assert all(words in comments(result)[0] for words in (CHANGED, "[reportgen:overall.key-findings]"))
    assert "Complaints wait for a week." in blocks(result.package.packed(), KEY_FINDINGS)
    assert not result.changes.is_clean


def test_deleted_bullets_stay_deleted() -> None:
    def edit(root: etree._Element) -> None:
        remove(key_finding(root))
        remove(key_finding(root, NEXT_BULLET))

    result = after(edit)
    found = blocks(result.package.packed(), KEY_FINDINGS)
    assert found[0] == CHANGED
    assert len(found) == 3
    assert change(result, KEY_FINDINGS).outcome is Outcome.MERGED
    assert "Deleted by hand" in change(result, KEY_FINDINGS).notes[0]
    assert comments(result) == []


def test_a_deleted_bullet_that_is_generated_differently_is_told_and_stays_deleted() -> None:
    def edit(root: etree._Element) -> None:
        remove(key_finding(root, "Complaints are answered"))
        remove(key_finding(root))
        remove(key_finding(root, NEXT_BULLET))
        remove(key_finding(root, "Managers speak"))  # what is left goes too, for it is not generated any more

    result = after(edit)
    assert CHANGED not in shown_text(body(result))
    assert blocks(result.package.packed(), KEY_FINDINGS) == [NEW]
    assert [c.now for c in change(result, KEY_FINDINGS).conflicts] == [CHANGED]
    assert len(comments(result)) == 1


def test_added_paragraphs_stay_where_they_were_put() -> None:
    def edit(root: etree._Element) -> None:
        key_finding(root).addnext(says("Mine, behind the first."))
        paragraph(root, PLAIN).addprevious(says("Mine, before the analysis."))

    result = after(edit)
    found = blocks(result.package.packed(), KEY_FINDINGS)
    assert (
        found.index("Mine, behind the first.") == found.index(next(f for f in found if f.startswith("Customers"))) + 1
    )
    assert shown_text(body(result)).count("Mine, before the analysis.") == 1
    analysis = paragraph(body(result), PLAIN)
    before = analysis.getprevious()
    assert before is not None
    assert shown_text(before) == "Mine, before the analysis."


def test_a_bullet_that_is_gone_goes_unless_it_was_edited() -> None:
    last = "Few of the people we met"
    assert last not in "".join(blocks(refreshed_file(refreshed(parts())), KEY_FINDINGS))

    def edit(root: etree._Element) -> None:
        first_text(key_finding(root, last)).text = "Few can say what a customer is worth."

    result = after(edit)
    assert "Few can say what a customer is worth." in blocks(result.package.packed(), KEY_FINDINGS)
    assert change(result, KEY_FINDINGS).conflicts[0].now == ""
    assert "nothing" in comments(result)[0]


def test_a_bullet_carried_away_is_refreshed_where_it_is_and_comes_once() -> None:
    def edit(root: etree._Element) -> None:
        bullet = key_finding(root, "Complaints are answered")
        list(root.iter(w("sectPr")))[-1].addprevious(bullet)

    result = after(edit)
    assert shown_text(body(result)).count(CHANGED) == 1
    assert CHANGED not in blocks(result.package.packed(), KEY_FINDINGS)
    assert comments(result) == []


def test_bullets_in_another_order_keep_that_order() -> None:
    result = after(edits.bullets_swapped)
    found = blocks(result.package.packed(), KEY_FINDINGS)
    assert [f[:9] for f in found[:2]] == ["The plan ", "Customers"]
    assert {CHANGED, NEW} <= set(found)
    assert comments(result) == []


def test_a_paragraph_split_in_two_keeps_both_halves() -> None:
    def edit(root: etree._Element) -> None:
        bullet = key_finding(root)
        text = first_text(bullet)
        words = text.text or ""
        rest = deepcopy(bullet)
        for mark in list(rest.iter(w("bookmarkStart"), w("bookmarkEnd"))):
            remove(mark)
        first_text(rest).text = words[30:]
        text.text = words[:30]
        bullet.addnext(rest)

    result = after(edit)
    text = shown_text(body(result))
    assert "".join(blocks(result.package.packed(), KEY_FINDINGS)).count("anyone can help them.") == 1
    assert CHANGED in text
    assert comments(result) == []


def joined(root: etree._Element) -> None:
    """The second bullet at the end of the first, with its bookmark, as when somebody presses Backspace before it."""
    bullet, other = key_finding(root), key_finding(root, NEXT_BULLET)
    for child in [child for child in other if child.tag != w("pPr")]:
        bullet.append(child)
    remove(other)


def test_two_bullets_joined_into_one_are_told_as_joined_not_as_deleted() -> None:
    result = after(joined)
    found = blocks(result.package.packed(), KEY_FINDINGS)
    assert next(words for words in found if "Customers who call" in words).count("The plan for the year") == 1
    assert [note[:6] for note in change(result, KEY_FINDINGS).notes] == ["Joined"]
    assert comments(result) == []
    again = refresh(refreshed_file(result), result.base, read_parts(later()))
    assert [note[:6] for note in change(again, KEY_FINDINGS).notes] == ["Joined"]


# -------------------------------------------------------------------------------------------------------- figures


def test_figures_in_a_rewritten_sentence_follow_the_data() -> None:
    def edit(root: etree._Element) -> None:
        sentence = paragraph(root, PLAIN)
        first_text(sentence).text = "By hand: we find "

    result = after(edit)
    assert blocks(result.package.packed(), ANALYSIS)[0].startswith("By hand: we find 45 out of 100")
    assert "40, in thirteen interviews." in blocks(result.package.packed(), ANALYSIS)[0]
    assert comments(result) == []
    assert change(result, ANALYSIS).outcome is Outcome.MERGED
    updated = {(figure.name, figure.before, figure.now) for figure in result.changes.values}
    assert ("overall", "41", "45") in updated


def test_a_figure_typed_over_is_a_conflict_with_before_and_now() -> None:
    result = after(edits.figure_retyped)
    conflict = change(result, ANALYSIS).conflicts[0]
    assert (conflict.before, conflict.now, conflict.draft) == ("41", "45", "42")
    assert "scores 42 out of 100" in blocks(result.package.packed(), ANALYSIS)[0]
    assert "40, in thirteen" in blocks(result.package.packed(), ANALYSIS)[0]
    assert len(comments(result)) == 1


def test_another_conflict_at_the_same_place_replaces_the_comment_of_the_first() -> None:
    first = after(edits.figure_retyped)
    second = refresh(refreshed_file(first), first.base, read_parts(draft()))
    assert [(c.before, c.now, c.draft) for c in change(second, ANALYSIS).conflicts] == [("45", "41", "42")]
    assert len(comments(first)) == len(comments(second)) == 1
    assert "Before: 45" in comments(second)[0]


def test_a_figure_typed_over_that_did_not_change_stays_in_silence() -> None:
    result = refreshed(edited(edits.figure_retyped), draft())
    assert result.changes.is_clean
    assert outcomes(result) == {ANALYSIS: Outcome.KEPT}


def test_a_sentence_retyped_without_its_anchors_is_told() -> None:
    def edit(root: etree._Element) -> None:
        sentence = paragraph(root, PLAIN)
        words = shown_text(sentence)
        for child in [child for child in sentence if child.tag != w("pPr")][2:]:
            sentence.remove(child)
        sentence.append(says(words.replace("company", "firm"))[0])

    result = after(edit)
    assert {(c.before, c.now) for c in change(result, ANALYSIS).conflicts} >= {("41", "45"), ("38", "40")}
    assert len(comments(result)) == 1


def test_figures_copied_elsewhere_are_named_when_they_are_out_of_date() -> None:
    def edit(root: etree._Element) -> None:
        list(root.iter(w("sectPr")))[-1].addprevious(says("As we said, the score is 41 of 100."))
        key_finding(root).addnext(says("Core stands at 38."))

    result = after(edit)
    found = {(stale.text, stale.now, stale.paragraph) for stale in result.changes.stale}
    assert ("38", ("40",), "Core stands at 38.") in found
    assert any(text == "41" and "45" in now for text, now, _ in found)
    assert result.changes.is_clean


# ----------------------------------------------------------------------------------------------------------- tables


def cells(result: Refreshed) -> list[list[str]]:
    table = next(table for table in body(result).iter(w("tbl")) if "Part of the model" in shown_text(table))
    return [[shown_text(cell) for cell in row.iter(w("tc"))] for row in table.iter(w("tr"))]


def row_of(rows: list[list[str]], name: str) -> list[str]:
    return next(row for row in rows if row[0] == name)


def test_a_cell_that_changes_on_one_side_only_is_merged() -> None:
    def edit(root: etree._Element) -> None:
        table = next(table for table in root.iter(w("tbl")) if "Part of the model" in shown_text(table))
        row = next(row for row in table.iter(w("tr")) if shown_text(row).startswith("Core"))
        first_text(list(row.iter(w("tc")))[1]).text = "41 (est.)"

    result = after(edit)
    assert row_of(cells(result), "Core")[1] == "41 (est.)"
    assert row_of(cells(result), "Overall")[1] == "45"
    assert row_of(cells(result), "Digital")
    assert comments(result) == []


def test_a_cell_that_changes_on_both_sides_is_a_conflict() -> None:
    def edit(root: etree._Element) -> None:
        table = next(table for table in root.iter(w("tbl")) if "Part of the model" in shown_text(table))
        row = next(row for row in table.iter(w("tr")) if shown_text(row).startswith("Overall"))
        first_text(list(row.iter(w("tc")))[1]).text = "44"

    result = after(edit)
    assert row_of(cells(result), "Overall")[1] == "44"
    assert [(c.before, c.now, c.draft) for c in change(result, RESULTS).conflicts] == [("41", "45", "44")]
    assert len(comments(result)) == 1


def test_rows_added_and_deleted_by_hand_stay_so() -> None:
    added = after(edits.row_added)
    assert [row[0] for row in cells(added)][-2:] == ["By hand", "Digital"] or "By hand" in [r[0] for r in cells(added)]
    assert row_of(cells(added), "Overall")[1] == "45"
    assert comments(added) == []
    gone = after(edits.row_taken_out)
    names = [row[0] for row in cells(gone)]
    assert "Digital" in names
    assert len(names) == len(cells(refreshed(parts()))) - 1
    assert comments(gone) == []


# ------------------------------------------------------------------------------------------- pictures, looks, regions


def pictures(result: Refreshed) -> list[etree._Element]:
    return list(body(result).iter(f"{{{PLACED_DRAWING}}}inline"))


def test_a_resized_chart_shows_the_new_chart_in_the_persons_size() -> None:
    def edit(root: etree._Element) -> None:
        for inline in root.iter(f"{{{PLACED_DRAWING}}}inline"):
            for extent in [*inline.iter(f"{{{PLACED_DRAWING}}}extent"), *inline.iter(f"{{{DRAWING}}}ext")]:
                extent.set("cx", str(int(extent.get("cx", "0")) // 2))

    result = after(edit)
    plain = pictures(refreshed(parts()))
    now = pictures(result)
    size = f"{{{PLACED_DRAWING}}}extent"
    widths = [[int(next(p.iter(size)).get("cx", "0")) for p in found] for found in (plain, now)]
    assert [width // 2 for width in widths[0]] == widths[1]
    fresh = {part for name, part in read_parts(later()).items() if "media" in name}
    assert {part for name, part in refreshed_file(result).items() if "media" in name} == fresh
    described = next(
        p.get("descr", "") for p in body(result).iter(f"{{{PLACED_DRAWING}}}docPr") if "overall" in str(p.get("name"))
    )
    assert described.endswith("It shows more now.")


def test_the_drafts_own_pictures_stand_for_charts_whose_data_is_the_same() -> None:
    drawn = draft()
    base, (shown, *_) = base_of(drawn), Package.opened(drawn).pictures().values()
    charts = {"overall": ChartDigests("same", sha256(shown).hexdigest()), "gone": ChartDigests("gone", "0" * 64)}
    base = replace(base, charts=charts)
    assert kept_pictures(Package.opened(drawn), base) == {"same": shown}
    torn = shown[:-8]  # no program could place it
    name = next(name for name, content in read_parts(drawn).items() if content == shown)
    base = replace(base, charts={"overall": ChartDigests("same", sha256(torn).hexdigest())})
    assert kept_pictures(Package({**read_parts(drawn), name: torn}), base) == {}


def test_a_replaced_chart_is_kept_and_told() -> None:
    def edit(root: etree._Element) -> None:
        blips = {blip.getparent().getparent(): blip for blip in root.iter(f"{{{DRAWING}}}blip")}  # type: ignore[union-attr]
        names = [p.get("name") for p in root.iter(f"{{{PLACED_DRAWING}}}docPr")]
        found = list(blips.values())
        embed = next(key for key in found[0].attrib if str(key).endswith("embed"))
        found[names.index("overall")].set(embed, found[names.index("evidence")].get(embed, ""))

    result = after(edit)
    assert change(result, "overall.picture").outcome is Outcome.CONFLICT
    assert len(comments(result)) == 1
    assert refreshed(edited(edit), draft()).changes.is_clean


def test_a_bold_word_stays_bold_where_the_words_are_new() -> None:
    def edit(root: etree._Element) -> None:
        run = first_text(key_finding(root, "Complaints are answered")).getparent()
        assert run is not None
        etree.SubElement(run, w("rPr")).append(etree.Element(w("b")))
        run.insert(0, run[-1])

    result = after(edit)
    bullet = paragraph(body(result), CHANGED)
    assert bullet.find(f"{w('r')}/{w('rPr')}/{w('b')}") is not None
    assert outcomes(result) == CHANGED_REGIONS


def test_what_was_deleted_with_its_chapter_is_told_under_that_chapter() -> None:
    def edit(root: etree._Element) -> None:
        first, behind = (
            next(p for p in root.iterfind(f"{w('body')}/{w('p')}") if shown_text(p) == words)
            for words in ("Core", "Conclusion and change possibilities")
        )
        for block in [first, *first.itersiblings()]:
            if block is behind:
                break
            if not list(block.iter(w("sectPr"))):
                remove(block)

    result = refresh(edited(edit), base_of(draft()), read_parts(later()))
    told = [r for r in result.changes.regions if "area.core" in r.id and r.outcome is Outcome.DELETED]
    assert len(told) > 3
    assert {region.chapter for region in told} == {"5.2 Core"}


def test_a_region_deleted_by_hand_stays_away() -> None:
    def edit(root: etree._Element) -> None:
        for words in ("Again: ", PLAIN):
            remove(paragraph(root, words))

    result = after(edit)
    assert change(result, ANALYSIS).outcome is Outcome.DELETED
    assert PLAIN not in shown_text(body(result))
    assert result.changes.is_clean


def test_a_region_moved_is_refreshed_where_it_is() -> None:
    def edit(root: etree._Element) -> None:
        end = list(root.iter(w("sectPr")))[-1]
        for words in (PLAIN, "Again: "):
            end.addprevious(paragraph(root, words))

    result = after(edit)
    assert change(result, ANALYSIS).outcome is Outcome.REGENERATED
    text = shown_text(body(result))
    assert text.count("The company scores 45 out of 100") == 1
    assert text.index("The company scores 45") > text.index(NEW)


def test_a_tracked_change_freezes_its_region() -> None:
    result = after(edits.text_inserted_with_changes_tracked)
    assert change(result, KEY_FINDINGS).outcome is Outcome.CONFLICT
    assert CHANGED not in blocks(result.package.packed(), KEY_FINDINGS)
    assert len(list(body(result).iter(w("ins")))) == 1
    assert len(comments(result)) == 1
    assert change(result, ANALYSIS).outcome is Outcome.REGENERATED
    assert refreshed(edited(edits.text_inserted_with_changes_tracked), draft()).changes.is_clean


def no_bookmarks(root: etree._Element) -> None:
    for mark in list(root.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        remove(mark)


def test_without_any_bookmark_what_nobody_touched_is_still_refreshed() -> None:
    result = after(no_bookmarks)
    assert {region_id: outcome for region_id, outcome in outcomes(result).items() if outcome is not Outcome.LOST} == (
        CHANGED_REGIONS
    )
    assert blocks(result.package.packed(), KEY_FINDINGS) == blocks(later(), KEY_FINDINGS)


def test_without_any_bookmark_an_edited_sentence_is_listed_and_not_guessed() -> None:
    def edit(root: etree._Element) -> None:
        no_bookmarks(root)
        for words in (PLAIN, "Again: "):
            first_text(paragraph(root, words)).text = f"By hand, {words}"

    result = after(edit)
    assert change(result, ANALYSIS).outcome is Outcome.LOST
    assert not result.changes.is_clean
    assert f"By hand, {PLAIN}" in shown_text(body(result))


# -------------------------------------------------------------------------------------------------------- suggestions


def suggestions(result: Refreshed) -> list[str]:
    found = parse(refreshed_file(result)["word/comments.xml"])
    return [shown_text(comment) for comment in found if not shown_text(comment).startswith("[reportgen:")]


def without_comment_on(root: etree._Element, words: str) -> None:
    place = paragraph(root, words)
    numbers = {mark.get(w("id")) for mark in place.iter(w("commentRangeStart"))}
    assert numbers
    for mark in list(root.iter(w("commentRangeStart"), w("commentRangeEnd"), w("commentReference"))):
        if mark.get(w("id")) in numbers:
            remove(mark)


def test_a_suggestion_that_is_drafted_anew_asks_again_and_once() -> None:
    result = refreshed(parts())
    assert blocks(result.package.packed(), "overall.evidence")[-1] == SUGGESTED
    assert len(suggestions(result)) == len(suggestions(refreshed(parts(), draft())))
    assert next(paragraph(body(result), SUGGESTED).iter(w("commentRangeStart"))) is not None


def test_a_confirmed_suggestion_is_the_persons_text() -> None:
    old = "Plans outnumber results by two to one."
    result = after(lambda root: without_comment_on(root, old))
    assert blocks(result.package.packed(), "overall.evidence")[-1] == old
    assert [c.now for c in change(result, "overall.evidence").conflicts] == [SUGGESTED]
    kept = refreshed(edited(lambda root: without_comment_on(root, old)), draft())
    assert outcomes(kept) == {"overall.evidence": Outcome.KEPT}


def asking_in(document: Parts, words: str) -> Parts:
    """The parts with each of our comments in these words, and its number."""
    made = document.copy()
    root = parse(made["word/comments.xml"])
    for comment in root:
        first_text(next(comment.iter(w("p")))).text = f"{words} {comment.get(w('id'))}."
    made["word/comments.xml"] = serialise(root)
    return made


def test_suggestions_that_stay_are_asked_about_in_the_words_of_the_new_build() -> None:
    confirmed = "Plans outnumber results by two to one."
    mine = asking_in(edited(lambda root: without_comment_on(root, confirmed)), "Scores 0.0, by")
    mine = threaded(mine, "by two to one", "Who says so?", answers="Scores 0.0, by 3.")
    result = refreshed(mine, write_parts(asking_in(parts(), "Scores 1.0, by")))
    told = {comment.number: comment for comment in read_comments(result.package, [body(result)]) if comment.paragraphs}
    asked = [comment.text for comment in told.values() if comment.author == AUTHOR]
    assert len(asked) == len(suggestions(refreshed(parts(), draft()))) - 1
    assert all(words.startswith("Scores 1.0, by") for words in asked)
    answer = next(comment for comment in told.values() if comment.text == "Who says so?")
    assert told[answer.answers].text == "Scores 1.0, by 3."


# ----------------------------------------------------------------------------------------------------------- comments


def commented(root_parts: Parts, words: str) -> Parts:
    """A person's comment on a paragraph."""
    changed = root_parts.copy()
    comments_part = parse(changed["word/comments.xml"])
    made = etree.SubElement(comments_part, w("comment"), {w("id"): "900", w("author"): "A. Person"})
    made.append(says("Is this so?"))
    changed["word/comments.xml"] = serialise(comments_part)
    root = parse(changed[DOCUMENT])
    place = next(
        p for p in root.iter(w("p")) if words in shown_text(p) and p.find(f".//{w('bookmarkStart')}") is not None
    )
    place.insert(1, etree.Element(w("commentRangeStart"), {w("id"): "900"}))
    place.append(etree.Element(w("commentRangeEnd"), {w("id"): "900"}))
    run = etree.SubElement(place, w("r"))
    etree.SubElement(run, w("commentReference"), {w("id"): "900"})
    changed[DOCUMENT] = serialise(root)
    return changed


@pytest.mark.parametrize("words", [PLAIN, "Overall", "Few of the people we met"])
def test_a_persons_comment_survives_and_stays_anchored(words: str) -> None:
    result = refreshed(commented(parts(), words))
    found = parse(refreshed_file(result)["word/comments.xml"])
    assert [c.get(w("author")) for c in found].count("A. Person") == 1
    for mark in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert [m.get(w("id")) for m in body(result).iter(w(mark))].count("900") == 1
