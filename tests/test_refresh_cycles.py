"""Drafts that live long: refreshed again and again with LibreOffice saves between, and colours that follow scores."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from reportgen.draft.refresh import Refreshed
from reportgen.draft.refresh.changes import Outcome
from reportgen.office.package import DOCUMENT, Package, parse, serialise
from reportgen.word.xml import local, shown_text, val, w
from reportgen.words.context import ReportContext
from tests.conftest import Office
from tests.drafts import base_of, first_text, paragraph
from tests.packages import locate, read_parts, refresh, refreshed_file, write_parts
from tests.refresh_versions import BASE, version
from tests.report_builders import demo_context, fill_template
from tests.test_regions import own_template, region
from tests.word_save import word_saved

pytestmark = pytest.mark.slow

MINE = "By hand: customers who ring about a fault wait too long."
BULLET = "Customers who call about a fault"
NEW_FINDING = "The lifts are slow."


def edited(parts: Package) -> Package:
    """The draft with a finding in a consultant's words."""
    root = parse(parts[DOCUMENT])
    heading = next(p for p in root.iter(w("p")) if shown_text(p) == "Key findings")
    bullet = next(p for p in heading.itersiblings(w("p")) if BULLET in shown_text(p))
    first_text(bullet).text = MINE
    return Package({**parts, DOCUMENT: serialise(root)})


def contents(parts: Package, region_id: str) -> list[str]:
    return [placed.block.content for placed in locate(parts, base_of(parts)).blocks(region_id)]


@pytest.mark.office
def test_three_refreshes_with_saves_in_libreoffice_between_keep_the_edit_and_follow_the_data(
    tmp_path: Path, soffice: Office
) -> None:
    draft = edited(read_parts(version(BASE)))
    base = base_of(version(BASE))
    told: list[list[str]] = []
    for cycle, name in enumerate(("grown", "rescored and shrunk", "rescored and grown")):
        path = tmp_path / f"{cycle}.docx"
        path.write_bytes(write_parts(draft))
        saved = read_parts(soffice.convert(path, "docx", tmp_path / f"saved-{cycle}"))
        fresh = read_parts(version(name))
        result = refresh(saved, base, fresh)
        draft, base = refreshed_file(result), result.base
        text = shown_text(parse(draft[DOCUMENT]))
        assert text.count(MINE) == 1
        assert text.count(NEW_FINDING) == ("grown" in name)
        assert all(change.outcome is not Outcome.LOST for change in result.changes.regions)
        told.append([change.id for change in result.changes.regions if change.conflicts])
        for change in result.changes.regions:
            if change.outcome in (Outcome.REGENERATED, Outcome.ADDED):
                assert contents(draft, change.id) == contents(fresh, change.id), change.id
    assert told == [[], ["overall.key-findings"], []]  # the finding that was edited is gone the second time


# ---------------------------------------------------------------------------------------------- colours and scores

LOW, HIGH = "F4CCCC", "D9EAD3"
ROWS = (
    "<w:tbl><w:tblPr><w:tblW w:w='5000' w:type='pct'/></w:tblPr>"
    "<w:tblGrid><w:gridCol w:w='4000'/><w:gridCol w:w='1000'/></w:tblGrid>"
    "<w:tr><w:tc><w:p><w:r><w:t>{{%tr for row in overall.results.rows %}}</w:t></w:r></w:p></w:tc></w:tr>"
    "<w:tr><w:tc><w:p><w:r><w:t>{{%tr if row.band == 'high' %}}</w:t></w:r></w:p></w:tc></w:tr>{high}"
    "<w:tr><w:tc><w:p><w:r><w:t>{{%tr else %}}</w:t></w:r></w:p></w:tc></w:tr>{low}"
    "<w:tr><w:tc><w:p><w:r><w:t>{{%tr endif %}}</w:t></w:r></w:p></w:tc></w:tr>"
    "<w:tr><w:tc><w:p><w:r><w:t>{{%tr endfor %}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
ROW = (
    "<w:tr><w:tc><w:p><w:r><w:t>{{{{ row.name }}}}</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:tcPr><w:shd w:val='clear' w:color='auto' w:fill='{}'/></w:tcPr>"
    "<w:p><w:r><w:t>{{{{ row.score }}}}</w:t></w:r></w:p></w:tc></w:tr>"
)


def coloured(folder: Path, context: ReportContext) -> bytes:
    """A report of a firm that colours scores by their band."""
    table = ROWS.format(high=ROW.format(HIGH), low=ROW.format(LOW))
    return fill_template(own_template(folder, region("scores", table)), context)


def scores(**of: str) -> ReportContext:
    """The report with these scores by the name of the row; from 60 the band is high."""
    context = demo_context()
    first = context.overall.results.rows[1]
    rows = tuple(
        replace(first, id=name, name=name, score=score, band="high" if int(score) >= 60 else "low")
        for name, score in of.items()
    )
    return replace(context, overall=replace(context.overall, results=replace(context.overall.results, rows=rows)))


def board(document: bytes) -> dict[str, tuple[str, str]]:
    """Score and colour of each row."""
    rows = parse(read_parts(document)[DOCUMENT]).iter(w("tr"))
    return {shown_text(row[-2]): (shown_text(row[-1]), _fill(row[-1])) for row in rows}


def _fill(cell: etree._Element) -> str:
    shade = cell.find(f"{w('tcPr')}/{w('shd')}")
    return "" if shade is None else shade.get(w("fill"), "").upper()


def changed_scores(folder: Path, draft: Package) -> Refreshed:
    fresh = coloured(folder, scores(Shops="70", Service="35", Web="50", Digital="80"))
    return refresh(draft, base_of(draft), read_parts(fresh))


EXPECTED = {"Shops": ("70", HIGH), "Service": ("35", LOW), "Digital": ("80", HIGH)}


def by_hand(parts: Package) -> Package:
    """A score in the table with a word behind it, and a row in bold."""
    root = parse(parts[DOCUMENT])
    web = paragraph(root, "Web").getparent()
    assert web is not None
    cell = web.getnext()
    assert cell is not None
    first_text(cell).text = "50 (est.)"
    name = first_text(paragraph(root, "Shops")).getparent()
    assert name is not None
    assert local(name) == "r"
    look = etree.Element(w("rPr"))
    look.append(etree.Element(w("b")))
    name.insert(0, look)
    return Package({**parts, DOCUMENT: serialise(root)})


@pytest.mark.parametrize("edit", [Package, by_hand, word_saved], ids=["untouched", "edited", "saved by Word"])
def test_colours_follow_the_scores_and_a_new_row_has_its_own(tmp_path: Path, edit: object) -> None:
    assert callable(edit)
    draft = read_parts(coloured(tmp_path, scores(Shops="40", Service="65", Web="50")))
    result = changed_scores(tmp_path, edit(draft))
    found = board(result.package.packed())
    assert {name: found[name] for name in EXPECTED} == EXPECTED
    assert found["Web"] == ("50 (est.)" if edit is by_hand else "50", LOW)
    assert result.changes.is_clean
    bold = [val(b, "on") for b in parse(refreshed_file(result)[DOCUMENT]).iter(w("b"))]
    assert bold == (["on"] if edit is by_hand else [])


@pytest.mark.office
def test_colours_follow_the_scores_after_a_save_in_libreoffice(tmp_path: Path, soffice: Office) -> None:
    path = tmp_path / "draft.docx"
    path.write_bytes(write_parts(by_hand(read_parts(coloured(tmp_path, scores(Shops="40", Service="65", Web="50"))))))
    saved = read_parts(soffice.convert(path, "docx", tmp_path / "saved"))
    result = changed_scores(tmp_path, saved)
    found = board(result.package.packed())
    assert {name: found[name] for name in EXPECTED} == EXPECTED
    assert found["Web"] == ("50 (est.)", LOW)
    assert result.changes.is_clean
