"""Nothing that is made with a set of another's holds our subject's words or our scale's numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.charts.drawing.canvas import Canvas
from reportgen.questions import load_question_set
from tests import foreign
from tests.foreign import Foreign

pytestmark = pytest.mark.slow

ASPECTS = ("workbook", "report", "charts", "properties", "results", "messages")
EVIDENCE = (True, True, False, True, True, True, False, True)  # found, in turn
Texts = list[tuple[str, str]]  # where it stands, and what it says

# ------------------------------------------------------------------------------------------- what must not be there

ANY_CASE = (
    r"customer",
    r"Star ?Commercial",
    r"0870 224",
    r"cross-sell",
    r"win-?back",
    r"\bmanagers?\b",
    r"\bimplementation",
    r"\bintention",
    r"\breality\b",
)
AS_WRITTEN = (r"CMA", r"\bREAP\b")
BOXES = r"(?:20|30|40|60|80|100)"  # and the limits of bands; 5 may be a number of anything
NOT_OF_A_SCALE = "".join(
    f"| {words}"
    for words in (
        *("per cent", "points or more behind", "peers", "topics", "questions"),
        *("widest", "lowest of", "more like these"),
        *("regenerated", "unchanged", r"/ \d"),
    )
)
NUMBERS = (
    r"\b[05] ?(?:to|-|–) ?100\b",
    r"\bnearest (?:5|five)\b",
    r"(?<![\w.,])(?:10|15|25|ten|fifteen|twenty) points\b",
    # one of them, but in no address, number of a page or table, share, point of per cent, or count of other things
    rf"(?<![\w.,/#-])(?<!from )(?<!\\h )(?<!ARABIC )(?<!/ )(?<!, now )(?<!Table )(?<!Figure )"
    rf"{BOXES}(?![\w./]|,\d|\s?%{NOT_OF_A_SCALE}|, boxes)",
)
IN_PERCENT = "In % "  # begins a list of shares
COUNTED = re.compile(r"(?m)(?<=^  Sheet ).*\n(?:  .*\n)*")  # the table of `check`: how many problems of which kind


@cache
def our_titles() -> tuple[str, ...]:
    """The titles and labels of our own set."""
    ours = load_question_set()
    titles = {area.title for area in ours.areas} | {element.title for element in ours.elements}
    titles |= {topic.title for element in ours.elements for topic in element.topics}
    titles |= {box.label for box in ours.scale.boxes} | {lens.title for lens in ours.lenses}
    titles |= {group.title for lens in ours.lenses for group in lens.groups}
    titles |= {level.title for level in ours.levels} | {level.plural for level in ours.levels}
    titles |= {state.title for state in ours.states}
    return tuple(sorted(titles))


def own_texts(life: Foreign) -> str:
    """All that the files of the set say themselves."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(life.set_folder.glob("*.toml")))


def words_of_ours(life: Foreign) -> str:
    """A pattern for our words; a title of one word counts as it is written, a longer one in any case."""
    own = own_texts(life).casefold()
    titles = [title for title in our_titles() if title.casefold() not in own]
    loose = "|".join((*ANY_CASE, *(rf"\b{re.escape(title)}\b" for title in titles if " " in title)))
    strict = "|".join((*AS_WRITTEN, *(rf"\b{re.escape(title)}\b" for title in titles if " " not in title)))
    return rf"(?i:{loose})|{strict}"


def found_in(texts: Texts, wanted: str) -> list[str]:
    """Where texts hold what is wanted, with some words before and after it; of each text one place is named."""
    sought, places = re.compile(wanted), {text: where for where, text in reversed(texts)}
    return [f"{where}: …{around(text, found)}…" for text, where in places.items() for found in sought.finditer(text)]


def around(text: str, found: re.Match[str]) -> str:
    """What was found, with some words before and after it."""
    return text[max(found.start() - 60, 0) : found.end() + 40].replace("\n", " ")


# ------------------------------------------------------------------------------------------------- all that is made


def taken_through(name: str, folder: Path) -> Made:
    """One of the sets, taken from an empty workbook to a finalized report."""
    pictures: dict[Canvas, list[str]] = {}
    plain = Canvas.text

    def noted(canvas: Canvas, x: float, y: float, text: str, *others: Any, **more: Any) -> None:
        pictures.setdefault(canvas, []).append(text)
        plain(canvas, x, y, text, *others, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Canvas, "text", noted)
        life = foreign.begun(name, folder)
        live(life)
    return Made(life, [("drawn", text) for texts in pictures.values() for text in _but_shares(texts)])


def _but_shares(texts: list[str]) -> list[str]:
    """The texts of a picture without the figures of one that tells shares in per cent."""
    tells_shares = any(re.search("share of (?:answers|scored questions)", text.lower()) for text in texts)
    return [text for text in texts if not (tells_shares and text.isdecimal())]


def live(life: Foreign) -> None:
    """Take the set through all commands."""
    folder, book = life.folder, life.workbook
    look_at_the_set(life)
    check_with_mistakes(life)
    foreign.fill(book, life.levels(), foreign.answers_of_all_kinds(life.questions), evidence=EVIDENCE)
    life.run("check", book)
    life.run("check", book, "--mark", folder / "marked.xlsx")
    life.run("build", book, "-o", folder / "output", "--peers", folder / "peers.xlsx")
    life.run("build", book, "-o", folder / "native", "--charts", "native")
    explain(life)
    see_it_through(life)


@dataclass(frozen=True)
class Made:
    """What comes of a set: its files, what the commands printed, and what was drawn into pictures."""

    life: Foreign
    drawn: Texts

    def texts(self, aspect: str, *, shown: bool) -> Texts:
        """The texts of an aspect, or only those that somebody can read."""
        folder = self.life.folder
        books = [self.life.workbook, *(folder / f"{name}.xlsx" for name in ("marked", "set", "peers"))]
        drafts = [self.life.draft(), self.life.draft("native"), folder / "refreshed.docx", folder / "final.docx"]
        match aspect:
            case "workbook":
                return [text for file in books for text in foreign.texts_in(file, shown=shown)]
            case "report":
                return [text for file in drafts for text in foreign.texts_in(file, shown=shown)]
            case "charts":
                return self.drawn + [text for file in drafts for text in foreign.texts_in(file, is_chart, shown=shown)]
            case "properties":
                return [text for file in books + drafts for text in foreign.texts_in(file, is_property, shown=shown)]
            case "results":
                return [
                    (path.name, text)
                    for path in sorted(folder.glob("*/client/*.json"))
                    for text in strings_in(json.loads(path.read_text("utf-8")))
                ]
            case _:
                return [("printed", COUNTED.sub("", text.replace(str(folder), ""))) for text in self.life.printed]


def strings_in(value: object) -> Iterator[str]:
    """The names and texts in a JSON file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings_in(inner)


def is_chart(name: str) -> bool:
    """True for a part that holds a chart of Word."""
    return name.startswith("word/charts/")


def is_property(name: str) -> bool:
    """True for the part of an Office file that holds properties."""
    return name.startswith("docProps/")


def look_at_the_set(life: Foreign) -> None:
    """What the commands on questions print and write."""
    first = next(iter(life.questions.questions))
    life.run("questions", "check", life.set_folder)
    life.run("questions", "list")
    life.run("questions", "show", first)
    life.run("questions", "export", life.folder / "set.xlsx")


def check_with_mistakes(life: Foreign) -> None:
    """What the check says of an empty workbook, and of one with mistakes of every kind."""
    life.run("check", life.workbook)
    broken = life.folder / "broken.xlsx"
    broken.write_bytes(life.workbook.read_bytes())
    highest = foreign.values(life.set_folder)[-1]
    wrong = ["much", highest + 7, f"{highest:g} - no such label", "N/A", -9, "Nothing", "#N/A"]
    given = {name: wrong[number % len(wrong)] for number, name in enumerate(life.questions.questions)}
    book = openpyxl.load_workbook(broken)
    foreign.register(book, ["Somebody", *life.levels()[1:]])
    foreign.answer(book, "01", given)
    book.save(broken)
    life.run("check", broken, exits=(1,))
    life.run("check", broken, "--json", exits=(1,))


def explain(life: Foreign) -> None:
    """Where figures of each kind come from."""
    questions = life.questions
    area, element = questions.areas[0], questions.elements[0]
    topic, question = element.topics[0], element.questions[0]
    for figure in ("overall", area.id, element.id, f"{element.id}.{topic.id}", question.id):
        life.run("explain", life.workbook, figure, exits=(0, 2))
        life.run("explain", life.workbook, figure, "--json", exits=(0, 2))


def see_it_through(life: Foreign) -> None:
    """Other answers, a refresh, a review and the final report."""
    book = openpyxl.load_workbook(life.workbook)
    for name in list(life.questions.questions)[:3]:
        foreign.answer(book, "01", {name: foreign.values(life.set_folder)[-1]})
    book.save(life.workbook)
    refreshed = life.folder / "refreshed.docx"
    life.run("refresh", life.draft(), life.workbook, "-o", refreshed, exits=(0, 1))
    life.run("review", refreshed, "--workbook", life.workbook, exits=(0, 1))
    life.run("finalize", refreshed, "-o", life.folder / "final.docx", exits=(1,))
    life.run("finalize", refreshed, "-o", life.folder / "final.docx", "--with-open-points", "A trial.")


# ------------------------------------------------------------------------------------------------------- the search


@pytest.mark.parametrize("name", foreign.NAMES)
def test_nothing_of_ours_is_in_what_is_made_with_it(name: str, tmp_path: Path) -> None:
    made = taken_through(name, tmp_path)
    found: dict[str, list[str]] = {}
    counts = {str(sum(len(element.topics) for element in made.life.questions.elements))}  # in a cell of its own
    for aspect in ASPECTS:
        texts = made.texts(aspect, shown=False)
        assert texts, f"there is nothing to search in {aspect}"
        found[f"{aspect} words"] = found_in(texts, words_of_ours(made.life))
        shown = [text for text in made.texts(aspect, shown=True) if text[1] not in counts]
        readable = [(where, text.partition(IN_PERCENT)[0]) for where, text in shown]
        found[f"{aspect} numbers"] = found_in(readable, "|".join(NUMBERS))
    assert {what: places for what, places in found.items() if places} == {}


def test_the_search_finds_what_it_looks_for(tmp_path: Path) -> None:
    """In texts of ours it finds plenty."""
    life = Foreign("small-print", tmp_path)
    foreign.set_folder(life.name, tmp_path)
    said = "Overall customer management scores 40 out of 100; Managers say 80, 60 % of them; Isolated activity only."
    assert len(found_in([("here", said)], words_of_ours(life))) == 3
    assert len(found_in([("here", said)], "|".join(NUMBERS))) == 3
