"""Sets of questions that are not ours, filled as assessors fill them, and everything that is written and said of them.

Three are public models, written anew from their published structure (`tests/sets/`, each with its source and licence);
the fourth is the set that `questions new` writes. All answers and peers are invented.
"""

from __future__ import annotations

import gzip
import shutil
import tomllib
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree

from reportgen.common.model import QuestionSet
from reportgen.common.rounding import printed_exactly
from reportgen.questions import load_question_set
from tests.commands import run
from tests.packages import parts_of

SETS = Path(__file__).parent / "sets"
NAMES = ("meetings", "secure-software", "open-data", "small-print")
CLIENT = "Harbour Works Ltd"
INTERVIEWS = 6
PEERS = 44
Cell = object  # what an assessor types into a cell
PROPERTIES = ("title", "subject", "creator", "keywords", "description", "category", "lpwstr")
PARAGRAPHS = ("p", "si", "is", "pt", "oddHeader", "oddFooter", *PROPERTIES)  # elements whose text is read as a whole
READABLE = ("descr", "title", "prompt", "promptTitle", "error", "errorTitle", "alias")  # attributes that people see


# ------------------------------------------------------------------------------------------------- as assessors do


def set_folder(name: str, folder: Path) -> Path:
    """A copy of a set in the folder."""
    target = folder / name
    if name == "meetings":
        made = run("questions", "new", target)
        assert made.exit_code == 0, made.output
    else:
        shutil.copytree(SETS / name, target)
    return target


def table(sheet: Any, *headings: str) -> tuple[int, dict[str, int]]:
    """The row of a sheet that has these headings, and the column of each heading in it."""
    for row in sheet.iter_rows():
        columns = {str(cell.value): number for number, cell in enumerate(row, start=1) if cell.value}
        if set(headings) <= set(columns):
            return row[0].row, columns
    raise AssertionError(f"{sheet.title} has no headings {headings}")


def register(book: Any, levels: Sequence[str]) -> None:
    """Enter the level of each interview, in order, with a day and a role; each covers every element."""
    sheet = book["Interviews"]
    head, columns = table(sheet, "Code", "Level")
    covered = range(columns["Level"] + 1, columns["Felt left out"])
    for row, level in enumerate(levels, start=head + 1):
        facts = {"Level": level, "Date": date(2026, 3, row), "Role": f"{level} in team {row}"}
        for heading, value in facts.items():
            sheet.cell(row, columns[heading]).value = value
        for column in covered:
            sheet.cell(row, column).value = "Yes"


def answer(
    book: Any, interview: str, answers: Mapping[str, Cell], *, evidence: Sequence[bool] = (True,), note: str = ""
) -> None:
    """Type the answers of an interview by question, with the evidence found for each, in turn, and a note."""
    sheet = book[f"Interview {interview}"]
    _, columns = table(sheet, "ID", "Answer", "Note")
    states = range(columns["Answer"] + 1, columns["Note"])
    for row in range(1, sheet.max_row + 1):
        given = answers.get(str(sheet.cell(row, columns["ID"]).value), "")
        if given != "":
            sheet.cell(row, columns["Answer"]).value = given
            sheet.cell(row, columns["Note"]).value = note or None
            for column in states:
                found = evidence[(row + column) % len(evidence)]
                sheet.cell(row, column).value = "Yes" if found else "No"


def fill(path: Path, levels: Sequence[str], answers: Mapping[str, Sequence[Cell]], **how: Any) -> None:
    """Fill a workbook: `answers` are those of the interviews, in order, by question; "" leaves one blank."""
    book = openpyxl.load_workbook(path)
    register(book, levels)
    for number in range(len(levels)):
        answer(book, f"{number + 1:02d}", {name: given[number] for name, given in answers.items()}, **how)
    book.save(path)


def peer_file(path: Path, questions: QuestionSet, count: int) -> Path:
    """The empty file for peers of a set, filled with so many invented organisations over the whole scale."""
    made = run("questions", "export", path, "--peers", "--question-set", questions.folder)
    assert made.exit_code == 0, made.output
    book = openpyxl.load_workbook(path)
    book["Read me"]["B8"] = "Yes"
    sheet = book["Peers"]
    head, columns = table(sheet, "Id", "Date", "Set id")
    low, *_, high = values(Path(questions.folder))
    elements = range(columns["Set version"] + 1, columns["Set version"] + 1 + len(questions.elements))
    for number in range(count):
        facts = {"Id": f"P{number:03d}", "Date": f"20{19 + number % 6}-0{1 + number % 9}-11", "Sector": "Retail"}
        facts |= {"Set id": questions.id, "Set version": questions.version}
        for heading, value in facts.items():
            sheet.cell(head + 1 + number, columns[heading]).value = value
        for column in elements:
            share = (7 * number + 5 * column) % count / count
            sheet.cell(head + 1 + number, column).value = round(low + (high - low) * share, 2)
    book.save(path)
    return path


def values(folder: Path) -> list[float]:
    """The values of the boxes of a set, ascending."""
    scale = tomllib.loads((folder / "set.toml").read_text(encoding="utf-8"))["scale"]
    return sorted(float(Fraction(str(box["value"]))) for box in scale)


def answers_of_all_kinds(questions: QuestionSet) -> dict[str, list[Cell]]:
    """Boxes from one end of the scale to the other, interviews near to each other and far apart; some open answers."""
    found: dict[str, list[Cell]] = {}
    for number, question in enumerate(questions.questions.values()):
        boxes = [printed_exactly(value) for value in questions.answers[question.id].values]
        start, spread = number * 3 % len(boxes), 1 + number % 3
        given: list[Cell] = [boxes[(start + spread * one // 2) % len(boxes)] for one in range(INTERVIEWS)]
        if number % 5 == 2:
            given[number % INTERVIEWS] = "Not known"
        if question.na_allowed and number % 4 == 1:
            given[(number + 1) % INTERVIEWS] = "N/A"
        found[question.id] = given
    return found


# -------------------------------------------------------------------------------------------- all that is written


@dataclass(frozen=True)
class Foreign:
    """An assessment with such a set, in a folder of its own, taken through the commands."""

    name: str
    folder: Path
    printed: list[str] = field(default_factory=list)  # by the commands, one after the other

    @property
    def set_folder(self) -> Path:
        """The folder of its set."""
        return self.folder / self.name

    @cached_property
    def questions(self) -> QuestionSet:
        """Its set."""
        return load_question_set(self.set_folder)

    @property
    def workbook(self) -> Path:
        """Its workbook."""
        return self.folder / "client.xlsx"

    def draft(self, output: str = "output") -> Path:
        """The draft that a build wrote."""
        return self.folder / output / "client" / "client-report.docx"

    def run(self, *arguments: str | Path, exits: Sequence[int] = (0,)) -> str:
        """What a command prints, with this set if it reads with one; it exits with one of these codes."""
        reads_with_set = arguments[0] != "template" and arguments[:2] != ("questions", "check")
        result = run(*arguments, *(("--question-set", self.set_folder) if reads_with_set else ()))
        self.printed.append(result.output)
        assert result.exit_code in exits, result.output
        return result.output

    def levels(self) -> list[str]:
        """A level for each interview, in turn."""
        titles = [level.title for level in self.questions.levels]
        return [titles[number % len(titles)] for number in range(INTERVIEWS)]


def begun(name: str, folder: Path) -> Foreign:
    """The set in its folder, with an empty workbook and a file of peers."""
    made = Foreign(name, folder)
    set_folder(name, folder)
    made.run("new", made.workbook, "--client", CLIENT, "--interviews", str(INTERVIEWS))
    peer_file(folder / "peers.xlsx", made.questions, PEERS)
    return made


def texts_of(content: bytes, *, shown: bool = False) -> Iterator[str]:
    """The texts of a part: each paragraph, cell and attribute as a whole; or only those that somebody can read."""
    for node in etree.fromstring(content).iter(etree.Element):
        name = etree.QName(node).localname
        yield from (str(value) for key, value in node.attrib.items() if not shown or key in READABLE)
        if name in PARAGRAPHS:
            yield "".join(str(text) for text in node.itertext())
        elif node.text and not shown:
            yield unpacked(node.text)


def unpacked(text: str) -> str:
    """What a text says that is packed into letters and digits, as the base of a draft is; any other as it is."""
    return gzip.decompress(b64decode(text)).decode("utf-8") if text.startswith("H4sI") else text


def texts_in(
    file: Path, wanted: Callable[[str], bool] = lambda name: True, *, shown: bool = False
) -> list[tuple[str, str]]:
    """The texts in the parts of an Office file whose name is wanted, with the name of its part."""
    return [
        (f"{file.name} {name}", text)
        for name, content in parts_of(file).items()
        if name.endswith((".xml", ".rels", ".vml")) and wanted(name)
        for text in texts_of(content, shown=shown)
    ]
