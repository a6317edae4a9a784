"""The whole life of a set of one's own, by its commands: from an empty folder to a finalized report.

The set is the one that `questions new` writes: five answers worth 0 to 4, two areas, three elements, eight questions,
one level of people and one state of evidence.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from reportgen.word.xml import shown_text, w
from tests import foreign
from tests.checks import inspect_file
from tests.drafts import first_text, paragraph, remove
from tests.foreign import Foreign
from tests.museum import edit, engage
from tests.packages import read_parts

pytestmark = pytest.mark.slow

ANSWERS = {
    "PU-01": (4, 3, 3, 4, 4, 3),
    "PU-02": (2, 2, 1, 2, 2, 1),
    "PU-03": (1, 1, 2, 1, 1, 1),
    "PR-01": (3, 2, 2, 3, 2, 2),
    "PR-02": (0, 1, 1, 0, 0, 1),
    "DC-01": (4, 4, 3, 4, 4, 4),
    "DC-02": (2, 3, 2, 2, 3, 2),
    "DC-03": (0, 1, 1, 0, 1, 0),
}
FACTS = {
    "Market": "harbour services",
    "Commissioned by": "J. Example",
    "Their title": "Director",
    "Authors": "A. Author",
    "Date of the report": date(2026, 3, 31),
    "Sector": "Retail",
    "Region": "UK",
    "Size": "250 to 999 staff",
}
HOUSE_STYLE = """
[firm]
name = "Quay Advisers"
phones = []
email = "post@example.com"
"""
INTRODUCTION = "What was agreed is worth as much as what becomes of it."
MINE = "We sat in on four meetings."


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Foreign:
    """The set, checked, and a workbook made with it and filled."""
    life = Foreign("meetings", tmp_path_factory.mktemp("life"))
    foreign.set_folder(life.name, life.folder)
    checked = life.run("questions", "check", life.set_folder)
    assert "2 areas, 3 elements, 3 topics, 8 questions" in checked
    assert (len(life.questions.levels), len(life.questions.states)) == (1, 1)
    life.run("new", life.workbook, "--client", foreign.CLIENT, "--interviews", "6")
    assert "no question is scored yet" in life.run("check", life.workbook)
    foreign.fill(life.workbook, ["Member of staff"] * 6, ANSWERS, note="As three people told us.")
    engage(life.workbook, FACTS)
    return life


@pytest.fixture(scope="module")
def compared(life: Foreign) -> Foreign:
    """The same with a draft for each of three choices of peers, none, 12 and 44, in the style of a house."""
    style = life.folder / "house-style.toml"
    style.write_text(HOUSE_STYLE, encoding="utf-8")
    life.run("build", life.workbook, "-o", life.folder / "alone", "--house-style", style)
    for count in (12, 44):
        peers = foreign.peer_file(life.folder / f"{count}.xlsx", life.questions, count)
        options = ("-o", life.folder / f"among-{count}", "--peers", peers, "--house-style", style)
        assert str(life.draft(f"among-{count}")) in life.run("build", life.workbook, *options)
    return life


def overall(life: Foreign, output: str) -> dict[str, Any]:
    """The overall score in the results of a build."""
    path = life.draft(output).parent / "client-results.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["overall"]
    return found


def shown(path: Path) -> str:
    """What a report says."""
    return "\n".join(text for _, text in foreign.texts_in(path, lambda name: name == "word/document.xml", shown=True))


def test_a_filled_workbook_has_nothing_to_remark(life: Foreign) -> None:
    assert life.run("check", life.workbook).splitlines()[0] == "client.xlsx: no problems."


def test_peers_are_shown_as_far_as_their_number_allows(compared: Foreign) -> None:
    standings = {output: overall(compared, output)["standing"] for output in ("alone", "among-12", "among-44")}
    assert standings["alone"] is None or standings["alone"]["disclosure"] == "nothing"
    assert standings["among-12"]["disclosure"] == "quarters"
    assert standings["among-44"]["disclosure"] == "best"
    for output in standings:
        assert inspect_file(compared.draft(output)) == ()


def test_the_report_speaks_of_one_level_one_state_and_its_own_scale(compared: Foreign) -> None:
    said = shown(compared.draft("among-44"))
    assert f"{overall(compared, 'among-44')['printed']} out of 4" in said
    assert "whether seen was found" in said
    for absent in ("each level", "both levels", "level by level", "three things", "the states", "two or more levels"):
        assert absent not in said, absent


def test_it_is_refreshed_reviewed_and_finalized(compared: Foreign) -> None:
    """Other answers move its figures, what a person wrote stays, and what is settled is issued."""
    draft, book = compared.draft("among-44"), openpyxl.load_workbook(compared.workbook)
    before = overall(compared, "among-44")["printed"]
    edit(draft, by_hand)
    foreign.answer(book, "01", {"PR-01": 4, "PR-02": 3, "DC-03": 4}, note="Seen since.")
    book.save(compared.workbook)

    refreshed = compared.folder / "refreshed.docx"
    printed = compared.run("refresh", draft, compared.workbook, "-o", refreshed)
    assert "regions: 1 kept," in printed
    said = shown(refreshed)
    assert MINE in said
    assert f"scores {before} out of 4" not in said

    printed = compared.run("review", refreshed, "--workbook", compared.workbook, exits=(1,))
    assert "to settle before issue" in printed
    final = compared.folder / "final.docx"
    compared.run("finalize", refreshed, "-o", final, "--no-pages", exits=(1,))
    assert not final.exists()

    edit(refreshed, settle)
    assert "nothing blocks it" in compared.run("review", refreshed, "--workbook", compared.workbook)
    beside = [str(final.with_name(f"final-{what}.json")) for what in ("client-results", "record")]
    assert compared.run("finalize", refreshed, "-o", final, "--no-pages").splitlines() == [str(final), *beside]
    assert inspect_file(final) == ()
    assert MINE in shown(final)
    assert not [name for name in read_parts(final) if "comments" in name or name.startswith("customXml")]


def by_hand(root: etree._Element) -> None:
    """A person adds a sentence."""
    words = first_text(paragraph(root, INTRODUCTION))
    words.text = f"{words.text} {MINE}"


def settle(root: etree._Element) -> None:
    """Every suggestion is confirmed, and every placeholder written."""
    for mark in list(root.iter(w("commentRangeStart"), w("commentRangeEnd"), w("commentReference"))):
        remove(mark)
    for place in root.iter(w("p")):
        if shown_text(place).startswith("["):
            words, *others = place.iter(w("t"))
            words.text = "Written by hand."
            for other in others:
                other.text = ""
