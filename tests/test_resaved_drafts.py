"""Whole reports after LibreOffice opened and saved them: no word is lost, and all that was generated is found again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from reportgen.draft.locating import How
from reportgen.draft.stored import read_base
from reportgen.office.package import parse
from reportgen.runs.build import build_report
from reportgen.word.xml import shown_text, w
from tests.conftest import Office
from tests.packages import fingerprint, locate, read_parts
from tests.report_variants import write_variants

Resaved = Mapping[str, tuple[Path, Path]]


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory, soffice: Office) -> Resaved:
    """The sample, and a draft full of suggestions and comments: as built, and as LibreOffice saved it."""
    folder = tmp_path_factory.mktemp("resaved")
    workbooks = write_variants(folder)
    drafts = []
    for name in ("sample", "half-filled"):
        drafts.append(folder / f"{name}.docx")
        drafts[-1].write_bytes(build_report(workbooks[name]).document)
    saved = soffice.convert_all(drafts, "docx", folder / "saved")
    return {draft.stem: (draft, path) for draft, path in zip(drafts, saved, strict=True)}


@pytest.mark.office
@pytest.mark.parametrize("name", ["sample", "half-filled"])
def test_no_word_is_lost_and_every_region_and_figure_is_found_again(resaved: Resaved, name: str) -> None:
    before, after = (read_parts(path) for path in resaved[name])
    assert fingerprint(after).content == fingerprint(before).content
    base = read_base(after)
    assert base is not None
    places = locate(after, base)
    assert len(places.regions) > 100
    assert [key for key, found in places.regions.items() if found.how is How.LOST or not found.is_whole] == []
    assert {value.name for value in places.values} == {value.name for value in locate(before, base).values}
    assert all(each.is_generated for each in places.headers_footers)


@pytest.mark.office
def test_the_comments_on_suggestions_are_still_there(resaved: Resaved) -> None:
    before, after = (comments_in(path) for path in resaved["half-filled"])
    assert len(before) > 40
    assert after == before


def comments_in(path: Path) -> list[tuple[str | None, str]]:
    """Author and words of every comment."""
    root = parse(read_parts(path)["word/comments.xml"])
    return [(comment.get(w("author")), shown_text(comment)) for comment in root.iter(w("comment"))]
