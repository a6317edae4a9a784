"""A small report whose build takes half a second, with all that it is built from in one folder. All invented."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
from lxml import etree

from reportgen.common.resources import template_file
from reportgen.draft.base import Base
from reportgen.draft.stored import read_base
from reportgen.office.package import DOCUMENT, Package, parse, serialise
from reportgen.peers.writing import write_peer_file
from tests.builders import peers_scoring
from tests.commands import run
from tests.corpus.base import QUESTIONS, SET, sound
from tests.drafts import Edit, first_text, paragraph
from tests.packages import read_parts, write_parts

SET_NAME = "museum-set"
AIM = "To see with visitors' eyes."
BULLET = "People are greeted."
MINE = "People are greeted by name."  # what a consultant makes of it
BETTER = f"100 - {QUESTIONS.scale.boxes[0].label}"  # than what interview 01 answers to D-01


def lay_out(folder: Path) -> Path:
    """The workbook with its question set beside it, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(SET, folder / SET_NAME)
    (folder / "museum.xlsx").write_bytes(sound())
    return folder / "museum.xlsx"


def built(workbook: Path, *options: str | Path) -> Path:
    """The draft that `build` writes for it beside it, with the options asked for."""
    folder = workbook.parent
    result = run("build", workbook, "--question-set", folder / SET_NAME, "-o", folder / "output", *options)
    assert result.exit_code == 0, result.output
    return folder / "output" / "museum" / "museum-report.docx"


def answer(workbook: Path, interview: str, question: str, words: str) -> None:
    """Type another answer into the workbook."""
    book = openpyxl.load_workbook(workbook)
    sheet = book[f"Interview {interview}"]
    rows = [[str(cell.value) for cell in row] for row in sheet.iter_rows()]
    heads = next(row for row in rows if "Answer" in row)
    number = next(n for n, row in enumerate(rows, start=1) if row[heads.index("ID")] == question)
    sheet.cell(number, heads.index("Answer") + 1).value = words
    book.save(workbook)


def reword(workbook: Path, sheet: str, old: str, new: str) -> None:
    """Type other words into every cell of a sheet that says the old ones."""
    book = openpyxl.load_workbook(workbook)
    for row in book[sheet].iter_rows():
        for cell in row:
            if cell.value == old:
                cell.value = new
    book.save(workbook)


def engage(workbook: Path, values: Mapping[str, object]) -> None:
    """Type facts on the sheet Engagement, by the words in its first column."""
    book = openpyxl.load_workbook(workbook)
    for row in book["Engagement"].iter_rows():
        for words, value in values.items():
            if str(row[0].value).startswith(words):
                row[1].value = value  # type: ignore[assignment]
    book.save(workbook)


def by_hand(root: etree._Element) -> None:
    """What a consultant does: a bullet in other words."""
    first_text(paragraph(root, BULLET)).text = MINE


def edit(draft: Path, change: Edit) -> None:
    """Edit a draft as a person does who has it open in Word."""
    parts = read_parts(draft)
    root = parse(parts[DOCUMENT])
    change(root)
    draft.write_bytes(write_parts({**parts, DOCUMENT: serialise(root)}))


def base_in(draft: Path | Package) -> Base:
    """The base a draft carries."""
    base = read_base(read_parts(draft) if isinstance(draft, Path) else draft)
    assert base is not None
    return base


def own_template(folder: Path, name: str = "firm.docx") -> Path:
    """The firm's own template: ours under another name, and with other bytes."""
    parts = read_parts(template_file("cma-report.docx"))
    end = b"</cp:coreProperties>"
    core = parts["docProps/core.xml"].replace(end, b"<!-- the firm's own -->" + end)
    path = folder / name
    path.write_bytes(write_parts({**parts, "docProps/core.xml": core}))
    return path


def peers(folder: Path, *scores: int, name: str = "peers.xlsx") -> Path:
    """Peer data for the museum: an organisation with each of these scores everywhere."""
    data = peers_scoring(scores, QUESTIONS, set_id=QUESTIONS.id)
    (folder / name).write_bytes(write_peer_file(QUESTIONS, data.peers, invented=True))
    return folder / name
