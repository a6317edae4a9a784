"""From a cell to a value: one rule for text, dates, choices, yes and no, and answers, wherever they stand.

What cannot be read as meant becomes a `Problem` with its cell and reads as nothing; it is never a blank in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from typing import Any

from reportgen.common.diagnostics.problems import (
    CONTRADICTING_ANSWER,
    DOUBLED_LIFTED_QUESTION,
    ERROR_VALUE,
    MERGED_ENTRY,
    NO_CALCULATED_VALUE,
    NO_SUCH_BOX,
    NOT_APPLICABLE_REFUSED,
    PICTURE_FOR_ENTRY,
    PICTURE_NOT_READ,
    SEVERAL_ANSWERS,
    UNKNOWN_CHOICE,
    UNKNOWN_LIFTED_QUESTION,
    UNLISTED_FORM,
    UNPRINTABLE_TEXT,
    UNREADABLE_ANSWER,
    UNREADABLE_DATE,
    UNREADABLE_YEAR,
    Problem,
    ProblemKind,
)
from reportgen.common.folding import REPLACEMENT, clean, did_you_mean, fold, unprintable
from reportgen.common.language import MONTHS, listed, one_line
from reportgen.common.model import (
    AnswerState,
    FindingKind,
    HeadlineStatus,
    NarrativeSection,
    NoteKind,
    Question,
    QuestionSet,
)
from reportgen.common.rounding import printed_exactly
from reportgen.common.scale import Answers, Box
from reportgen.workbook.layout import (
    BOXES,
    EARLIEST_YEAR,
    LATEST_YEAR,
    NO,
    RESULTS,
    STATE_LABELS,
    YES,
    CellKind,
    Choice,
    Column,
    answer_label,
    answer_lists,
    as_formulas_see,
    choice_lists,
    known_to_formulas,
    typed_forms,
)
from reportgen.workbook.reader.grid import CellValue, GridCell

EARLIEST, LATEST = date(EARLIEST_YEAR, 1, 1), date(LATEST_YEAR, 12, 31)
"""Dates outside are slips: a year typed into a date cell reads as a day of 1905."""

HINTS_SOUGHT = 500
"""Of a sheet full of entries that fit nothing, so many get a suggestion: each takes a millisecond to find."""
DAY_BEFORE = {".": True}
"""Between day and month in figures, dots stand where the day comes first; slashes and dashes tell nothing alone."""
FOUND_SHOWN = 60  # characters of an entry that a message repeats
LONGEST_OF_SEVERAL = 300  # characters of an entry in which more than one answer is looked for
_NOT_COUNTED = "the workbook's own counts leave it out"

_MONTHS = {name.casefold(): number for number, name in enumerate(MONTHS, start=1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_YEAR = re.compile(r"\d{4}")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?)?")
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]+)\.?,?[ -](\d{4})")
_MONTH_DAY_YEAR = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_TWO_NUMBERS_YEAR = re.compile(
    r"(?P<one>\d{1,2})(?P<sign>[-/. ])[-/. ]*(?P<other>\d{1,2})[-/. ]+(?P<year>\d{2}|\d{4})"
    r"(?: \d{1,2}:\d{2}(?::\d{2})?)?"
)
_NOT_APPLICABLE = ("na", "n.a.", "n.a", "n. a.", "n/a.", "n / a", "not applicable")  # besides the label of the list
_UNSURE = re.compile(r"\?+|dk|d/k")
_YES_NO_TYPED = {"true": YES, "false": NO, "y": YES, "n": NO}  # some programs turn Yes and No into TRUE and FALSE
_YES_NO_MEANT = {**dict.fromkeys("x1✓✔☑√", YES), **dict.fromkeys("0✗✘☐", NO)}  # likely, but a cross may deny as well
_NUMBER = r"[-+]?(?:\d{1,9}(?: ?/ ?\d{1,9}|(?:,\d{3})+(?![\d.,])|[.,]\d{1,20})?|[.,]\d{1,20})"
_NUMBER_AND_LABEL = re.compile(rf"(?P<number>{_NUMBER})(?P<percent> ?%)?(?:\s*[-:=,.)]\s*|\s+|$)(?P<label>.*)")
_NUMBER_IN_TEXT = re.compile(rf"(?<![\w./,]){_NUMBER}(?!\w)")
_BETWEEN_ANSWERS = re.compile(r"\s*(?:[/;&+|]|,(?=\s|\d\d)|-?>|→|-|\b(?:or|and|to)\b|\s(?=\d))\s*")
"""What stands between two answers in one cell; a comma before one digit is that of a decimal."""
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+")

_STANDS_FOR: Mapping[str, Callable[[str], Any]] = {  # what the entries of some lists become; those of others are ids
    "note_kinds": NoteKind,
    "headline_statuses": HeadlineStatus,
    "finding_kinds": FindingKind,
    "narrative_sections": NarrativeSection,
    BOXES: Fraction,
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What an answer's cell says."""

    state: AnswerState
    box: Fraction | None = None


_BLANK, _UNREADABLE = Reply(AnswerState.BLANK), Reply(AnswerState.UNREADABLE)


class CellReader:
    """Reads cells by what they should hold, and collects the problems it meets."""

    def __init__(self, questions: QuestionSet) -> None:
        self.problems: list[Problem] = []
        self._questions = questions
        self._lists = choice_lists(questions)
        self._entries: Mapping[str, Mapping[str, Choice]] = {
            name: {fold(entry.label): entry for entry in entries.entries} for name, entries in self._lists.items()
        }
        self._hints_left = HINTS_SOUGHT
        self._merged: set[tuple[str, str]] = set()  # sheets and ranges reported
        self._states = dict.fromkeys(_NOT_APPLICABLE, AnswerState.NOT_APPLICABLE)
        self._states |= {fold(state.value): state for state in STATE_LABELS}
        known = {id(answers): answers for answers in (questions.scale.answers, *questions.answers.values())}
        boxes = {number: _Boxes(answers) for number, answers in known.items()}
        self._boxes = boxes.values()
        self._boxes_of = {question_id: boxes[id(answers)] for question_id, answers in questions.answers.items()}
        self._lists_of = answer_lists(questions)

    def report(
        self,
        kind: ProblemKind,
        cell: GridCell,
        question: str = "",
        *,
        value: str = "",
        allowed: tuple[str, ...] = (),
        **facts: object,
    ) -> None:
        """Note a problem of this cell; the value found is what the cell shows, unless said."""
        found = value or entry_shown(cell)
        self.problems.append(kind.at(cell.place, question=question, value=found, allowed=allowed, **facts))

    def hint(self, found: str, allowed: Iterable[str]) -> str:
        """A sentence that suggests the nearest of what is allowed; empty when none is like it, or many were sought."""
        self._hints_left -= 1
        return did_you_mean(found, allowed) if self._hints_left >= 0 else ""

    def is_sound(self, cell: GridCell, question: str = "") -> bool:
        """False for an error value, a formula without value, a picture and an entry in merged cells: all are reported.

        Cells merged into one are reported once, for the first that is read.
        """
        if cell.error:
            self.report(ERROR_VALUE, cell, question, value=cell.error)
        elif cell.formula:
            self.report(NO_CALCULATED_VALUE, cell, question, value=cell.formula)
        elif cell.is_picture:
            self.report(PICTURE_FOR_ENTRY, cell, question)
        elif cell.merged:
            if (cell.place.sheet, cell.merged) not in self._merged:
                self._merged.add((cell.place.sheet, cell.merged))
                self.report(MERGED_ENTRY, cell, question, value=cell.merged)
        else:
            return True
        return False

    def text(self, cell: GridCell, question: str = "") -> str:
        """The text of a cell as it is kept; a number or date as people write it."""
        if cell.is_picture:
            self.report(PICTURE_NOT_READ, cell, question)
            return ""
        if cell.is_empty or not self.is_sound(cell, question):
            return ""
        if not isinstance(cell.value, str):
            return written(cell.value)
        if count := unprintable(cell.value):
            what = f"{count} characters" if count > 1 else "a character"
            self.report(UNPRINTABLE_TEXT, cell, question, value=what, mark=f"'{REPLACEMENT}'")
        return cell.text

    def date(self, cell: GridCell, day_first: Mapping[str, bool] = DAY_BEFORE) -> date | None:
        """A date: one of Excel, a number of days, or a text that leaves no doubt about day and month.

        Doubt is settled by the sign between them: `day_first` says, by sign, whether the day stands before the month.
        """
        if cell.is_empty or not self.is_sound(cell):
            return None
        found = _date_of(cell, day_first)
        if found is None or not EARLIEST <= found <= LATEST:
            self.report(UNREADABLE_DATE, cell, why=_why_no_date(cell), earliest=EARLIEST.year, latest=LATEST.year)
            return None
        return found

    def year(self, cell: GridCell) -> int | None:
        """A year: a number, a text of four digits, or that of a date."""
        if cell.is_empty or not self.is_sound(cell):
            return None
        found = _year_of(cell)
        if found is None or not EARLIEST_YEAR <= found <= LATEST_YEAR:
            self.report(UNREADABLE_YEAR, cell, earliest=EARLIEST_YEAR, latest=LATEST_YEAR)
            return None
        return found

    def choice(self, cell: GridCell, column: Column, question: str = "") -> str | None:
        """The value behind the entry chosen from the column's list; None when blank or reported as no entry."""
        if cell.is_empty or not self.is_sound(cell, question):
            return None
        entry = self._entries[column.choices].get(fold(self._as_label(cell, column)))
        if entry is not None:
            if column.is_counted and as_formulas_see(cell.value) != entry.label.lower():
                self.report(UNLISTED_FORM, cell, meant=entry.label, listed=entry.label, figures=_NOT_COUNTED)
            return entry.value
        labels = self.labels(column)
        meant = _YES_NO_MEANT.get(fold(written(cell.value))) if column.choices == "yes_no" else None
        hint = f" Did you mean '{meant}'?" if meant else self.hint(entry_shown(cell), labels)
        self.report(UNKNOWN_CHOICE, cell, question, column=column.named, allowed=labels, hint=hint)
        return None

    def labels(self, column: Column) -> tuple[str, ...]:
        """The entries of the column's list; none where it has no list of the question set."""
        return self._lists[column.choices].labels if column.choices in self._lists else ()

    def value(self, cell: GridCell, column: Column) -> Any:
        """What a cell says, by what its column declares; None for a choice or date that is not given."""
        if column.kind is CellKind.DATE:
            return self.date(cell)
        if column.kind is CellKind.YEAR:
            return self.year(cell)
        if column.kind is CellKind.SUGGESTION:
            return self.suggestion(cell, column)
        if column.choices == "yes_no":
            return self.yes_no(cell, column)
        if column.kind is CellKind.CHOICE:
            chosen = self.choice(cell, column)
            return _STANDS_FOR.get(column.choices, str)(chosen) if chosen else None
        if column.kind is CellKind.IDS:
            return self.question_ids(cell)
        if column.separator:
            parts = re.split(f"[{column.separator};\n]", self.text(cell))
            return tuple(part.strip() for part in parts if part.strip())
        return self.text(cell)

    def question_ids(self, cell: GridCell) -> tuple[str, ...]:
        """The questions that a cell names, each once; what is none, or is named twice, is reported."""
        known = {fold(question_id): question_id for question_id in self._questions.questions}
        found: list[str] = []
        for named in re.split(r"[,;\s]+", self.text(cell)):
            question_id = known.get(fold(named))
            if question_id is None and named:
                hint = self.hint(named, self._questions.questions)
                self.report(UNKNOWN_LIFTED_QUESTION, cell, value=named, hint=hint, example=next(iter(known.values())))
            elif question_id in found:
                self.report(DOUBLED_LIFTED_QUESTION, cell, question_id)
            elif question_id:
                found.append(question_id)
        return tuple(found)

    def suggestion(self, cell: GridCell, column: Column) -> str:
        """The entry of the column's list, or any other text as it stands."""
        text = self.text(cell)
        entry = self._entries[column.choices].get(fold(text))
        return entry.label if entry else text

    def yes_no(self, cell: GridCell, column: Column, question: str = "") -> bool | None:
        """True for yes, False for no, None when blank or reported."""
        chosen = self.choice(cell, column, question)
        return None if chosen is None else chosen == YES

    def _as_label(self, cell: GridCell, column: Column) -> str:
        """The entry as a label."""
        text = written(cell.value)
        if column.choices == BOXES and (box := self._box_named(cell)):
            return _shown(box)
        return _YES_NO_TYPED.get(fold(text), text) if column.choices == "yes_no" else text

    def _box_named(self, cell: GridCell) -> Box | None:
        """The box of the scale that an entry names by number, label or both."""
        boxes = _Boxes(self._questions.scale.answers)
        text = self._single(fold(entry_shown(cell)), boxes)
        return next((box for box in boxes.answers.boxes if printed_exactly(box.value) == text), None)

    def answer(self, cell: GridCell, question: Question) -> Reply:
        """The answer to a question: a box by number, label or both, or a state such as N/A."""
        if cell.is_empty:
            return _BLANK
        if not self.is_sound(cell, question.id):
            return _UNREADABLE
        state = self._states.get(fold(cell.text))
        if state is AnswerState.NOT_APPLICABLE and not question.na_allowed:
            self.report(NOT_APPLICABLE_REFUSED, cell, question.id, allowed=self._allowed(question))
            return _UNREADABLE
        if state is not None:
            self._compare_with_formulas(cell, question.id, state)
            return Reply(state)
        box = self._box(cell, question.id, self._allowed(question))
        return _UNREADABLE if box is None else Reply(AnswerState.SCORED, box)

    def _compare_with_formulas(self, cell: GridCell, question_id: str, meant: Fraction | AnswerState) -> None:
        """Report an answer that the formulas of the workbook take for something else than we do, or for none."""
        boxes = self._boxes_of[question_id]
        seen = boxes.known_to_formulas.get(as_formulas_see(cell.value))
        if seen == meant:
            return
        listed = meant.value if isinstance(meant, AnswerState) else _shown(boxes.of_value(meant))
        short = listed if isinstance(meant, AnswerState) else printed_exactly(meant)
        figures = f"counts it as {printed_exactly(seen)}" if isinstance(seen, Fraction) else "leaves it out"
        is_unseen = boxes.known_to_formulas.get(as_formulas_see(entry_shown(cell))) == meant
        self.report(
            UNLISTED_FORM,
            cell,
            question_id,
            meant=short,
            listed=listed,
            figures=f"the {RESULTS} sheet {figures}",
            hint=" It holds a blank of another kind or a character that is not seen." if is_unseen else "",
        )

    def _allowed(self, question: Question) -> tuple[str, ...]:
        return self._lists[self._lists_of[question.id].of(question)].labels

    def reads_as_answer(self, text: str) -> bool:
        """True when a text is a box of some question or a state; nothing is reported."""
        key = fold(text)
        if key in self._states or any(key in boxes.by_label for boxes in self._boxes):
            return True
        parts = _NUMBER_AND_LABEL.fullmatch(key)
        return parts is not None and any(boxes.meant(_numbers(parts["number"])) for boxes in self._boxes)

    def box(self, cell: GridCell, question_id: str) -> Fraction | None:
        """An agreed box by number, label or both; None when blank or reported."""
        if cell.is_empty or not self.is_sound(cell, question_id):
            return None
        boxes = self._lists[self._lists_of[question_id].boxes].labels
        if fold(cell.text) in self._states:
            self.report(UNREADABLE_ANSWER, cell, question_id, allowed=boxes, hint=" An agreed score must be a box.")
            return None
        return self._box(cell, question_id, boxes)

    def _box(self, cell: GridCell, question_id: str, allowed: tuple[str, ...]) -> Fraction | None:
        box = self._box_in(cell, question_id, allowed)
        if box is not None:
            self._compare_with_formulas(cell, question_id, box)
        return box

    def _box_in(self, cell: GridCell, question_id: str, allowed: tuple[str, ...]) -> Fraction | None:
        if isinstance(cell.value, str):
            return self._box_in_text(cell, question_id, allowed)
        if isinstance(cell.value, bool) or not isinstance(cell.value, int | float) or not isfinite(cell.value):
            hint = " What was typed there became a date." if isinstance(cell.value, date) else ""
            self.report(UNREADABLE_ANSWER, cell, question_id, allowed=allowed, hint=hint)
            return None
        number = Fraction(str(round(cell.value * 100, 6) if cell.is_percent else cell.value))
        return self._box_of_numbers(cell, self._as_points([number], cell.is_percent), question_id, allowed)

    def _box_in_text(self, cell: GridCell, question_id: str, allowed: tuple[str, ...]) -> Fraction | None:
        key, boxes = fold(cell.text), self._boxes_of[question_id]
        if key in boxes.by_label:
            return boxes.by_label[key].value
        parts = _NUMBER_AND_LABEL.fullmatch(key)
        numbers = self._as_points(_numbers(parts["number"]), bool(parts["percent"])) if parts else []
        box, label = boxes.meant(numbers), parts["label"] if parts else ""
        if box and not label:
            return box.value
        if box and (said := boxes.by_label.get(label)):
            if said == box:
                return box.value
            self._report_contradiction(cell, question_id, box, said, allowed)
        elif len(several := dict.fromkeys(self._several(key, boxes))) > 1:
            self.report(SEVERAL_ANSWERS, cell, question_id, allowed=allowed, answers=listed(several))
        elif parts and not box:
            self._report_no_box(cell, numbers, question_id, allowed)
        else:
            self.report(
                UNREADABLE_ANSWER, cell, question_id, allowed=allowed, hint=self._near_answer(cell, boxes, allowed)
            )
        return None

    def _several(self, key: str, boxes: _Boxes) -> list[str]:
        """The answers that one entry gives, each in its shortest form; none of an entry that is not several."""
        for between in _BETWEEN_ANSWERS.finditer(key) if len(key) <= LONGEST_OF_SEVERAL else ():
            if first := self._single(key[: between.start()], boxes):
                rest = key[between.end() :]
                if others := [last] if (last := self._single(rest, boxes)) else self._several(rest, boxes):
                    return [first, *others]
        return []

    def _single(self, key: str, boxes: _Boxes) -> str:
        """The one answer that an entry gives, in its shortest form; empty when it gives none."""
        if key in self._states:
            return self._states[key].value
        parts = _NUMBER_AND_LABEL.fullmatch(key)
        box = boxes.meant(self._as_points(_numbers(parts["number"]), bool(parts["percent"]))) if parts else None
        if box and parts and boxes.by_label.get(parts["label"] or fold(box.label)) == box:
            return printed_exactly(box.value)
        return printed_exactly(boxes.by_label[key].value) if key in boxes.by_label else ""

    def _near_answer(self, cell: GridCell, boxes: _Boxes, allowed: tuple[str, ...]) -> str:
        """A sentence that suggests what an entry is most like: the box it names, what it shortens, or the nearest."""
        key = fold(cell.text)
        if _UNSURE.fullmatch(key) and AnswerState.NOT_KNOWN.value in allowed:
            return _suggested(AnswerState.NOT_KNOWN.value)
        named = {_shown(box) for found in _NUMBER_IN_TEXT.findall(key) if (box := boxes.meant(_numbers(found)))}
        letters = "".join(filter(str.isalnum, key))
        short = {entry for entry in allowed if letters and (_initials(entry) == letters or _begins(key, entry))}
        for found in (named, short):
            if len(found) == 1:
                return _suggested(found.pop())
        return self.hint(entry_shown(cell), (*allowed, *(box.label for box in boxes.answers.boxes)))

    def _as_points(self, numbers: Sequence[Fraction], is_percent: bool) -> Sequence[Fraction]:
        """The numbers, a percentage as points: of a range that ends at 100 or at 1; of another it means nothing."""
        if not is_percent or self._questions.scale.highest == 100:
            return numbers
        return [number / 100 for number in numbers] if self._questions.scale.highest == 1 else []

    def _box_of_numbers(
        self, cell: GridCell, numbers: Sequence[Fraction], question_id: str, allowed: tuple[str, ...]
    ) -> Fraction | None:
        if box := self._boxes_of[question_id].meant(numbers):
            return box.value
        self._report_no_box(cell, numbers, question_id, allowed)
        return None

    def _report_no_box(
        self, cell: GridCell, numbers: Sequence[Fraction], question_id: str, allowed: tuple[str, ...]
    ) -> None:
        boxes = self._boxes_of[question_id]
        hint = ""
        if numbers:
            number = numbers[0]
            if 0 < number < 1 and self._questions.scale.highest == 100:  # a share, typed without the percent sign
                number *= 100
            near = min(boxes.answers.boxes, key=lambda box: (abs(box.value - number), -box.value))
            hint = f" The nearest is '{_shown(near)}'."
        self.report(
            NO_SUCH_BOX,
            cell,
            question_id,
            allowed=allowed,
            boxes=", ".join(printed_exactly(box.value) for box in boxes.answers.boxes),
            hint=hint,
        )

    def _report_contradiction(
        self, cell: GridCell, question_id: str, box: Box, said: Box, allowed: tuple[str, ...]
    ) -> None:
        self.report(
            CONTRADICTING_ANSWER,
            cell,
            question_id,
            allowed=allowed,
            number=printed_exactly(box.value),
            label=box.label,
            said=said.label,
            said_number=printed_exactly(said.value),
        )


class _Boxes:
    """The boxes of some questions, by what people write for them."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.by_label = {fold(box.label): box for box in answers.boxes}
        self.known_to_formulas = {as_formulas_see(entry): meant for entry, meant in known_to_formulas(answers)}
        self._by_value = {box.value: box for box in reversed(answers.boxes)}
        # a box without end of decimals is meant by some of them too
        for box in answers.boxes:
            for form in typed_forms(box.value):
                self._by_value.setdefault(_numbers(fold(form))[0], box)

    def of_value(self, value: Fraction) -> Box:
        """The box of a value that is one of the boxes'."""
        return self._by_value[value]

    def meant(self, numbers: Iterable[Fraction]) -> Box | None:
        """The box that a number means; of a number that can be read in two ways, the only one that it can mean."""
        found = [box for number in numbers if (box := self._of(number))]
        return found[0] if len(found) == 1 else None

    def _of(self, number: Fraction) -> Box | None:
        if number in self._by_value:
            return self._by_value[number]
        return next((box for box in self.answers.boxes if abs(box.value - number) < _DUST), None)


_DUST = Fraction(1, 10**12)  # what a calculation in a cell leaves behind


@lru_cache(maxsize=1000)  # thousands of cells hold one of a few answers
def _numbers(text: str) -> tuple[Fraction, ...]:
    """What a number as typed can be: with a decimal point or comma, a fraction; "1,500" is either of two.

    Nobody writes a whole number as a fraction: "100/5" is no 20.
    """
    plain = text.replace(" ", "")
    if "/" in plain:
        above, below = map(int, plain.split("/"))
        return (Fraction(above, below),) if below and above % below else ()
    found = (Fraction(plain.replace(",", ".")),) if plain.count(",") < 2 else ()
    return (*found, Fraction(plain.replace(",", ""))) if _THOUSANDS.fullmatch(plain) else found


def _suggested(entry: str) -> str:
    return f" Did you mean '{entry}'?"


def _initials(entry: str) -> str:
    """The first letters of its words: "nk" of "Not known"."""
    return "".join(word[0] for word in re.findall(r"[^\W\d_]+", fold(entry)))


def _begins(key: str, entry: str) -> bool:
    """True when a listed entry, or the label in it, begins with the words of a key."""
    return any(f"{text} ".startswith(f"{key} ") for text in (fold(entry), fold(entry).partition(" - ")[2]))


def _shown(box: Box) -> str:
    return answer_label(box.value, box.label)


def written(value: CellValue) -> str:
    """A value as people write it; empty for nothing."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return "" if value is None else clean(str(value))


def entry_shown(cell: GridCell) -> str:
    """The entry as a message repeats it: on one line, cut when long."""
    text = f"{written(_percent(cell))} %" if cell.is_percent else written(cell.value)
    line = one_line(text or cell.error or cell.formula)
    return line if len(line) <= FOUND_SHOWN else f"{line[: FOUND_SHOWN - 1]}…"


def _percent(cell: GridCell) -> CellValue:
    return round(cell.value * 100, 6) if isinstance(cell.value, int | float) else cell.value


def day_first_in(dates: Iterable[str]) -> Mapping[str, bool]:
    """Whether the day stands before the month, by the sign between them, as the dates of a column in text agree on it.

    Those in which one of the two numbers is over twelve tell it of all with the same sign. Where none does, dots are
    those of countries that write the day first.

    >>> day_first_in(["03/04/2025", "12/31/2025", "05.06.2025"])
    {'.': True, '/': False}
    """
    told: dict[str, set[bool]] = {}
    for match in filter(None, (_TWO_NUMBERS_YEAR.fullmatch(fold(text)) for text in dates)):
        one, other = int(match["one"]), int(match["other"])
        if min(one, other) <= len(MONTHS) < max(one, other):
            told.setdefault(match["sign"], set()).add(one > other)
    settled = {sign: min(orders) for sign, orders in told.items() if len(orders) == 1}
    return {**{sign: first for sign, first in DAY_BEFORE.items() if sign not in told}, **settled}


def _date_of(cell: GridCell, day_first: Mapping[str, bool] = DAY_BEFORE) -> date | None:
    """The date a cell holds, None when it holds none or leaves room for a guess."""
    value = cell.value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool | time | timedelta):
        return None
    if isinstance(value, int | float):
        days = int(value) if 0 < value < (LATEST - cell.day_zero).days + 1 else 0
        return cell.day_zero + timedelta(days=days)
    return _date_in(fold(value), day_first) if value else None


def _year_of(cell: GridCell) -> int | None:
    """The year a cell holds, as such or as part of a date; None when it holds none."""
    value = cell.value
    if isinstance(value, str) and _YEAR.fullmatch(fold(value)):
        return int(fold(value))
    if isinstance(value, int | float) and not isinstance(value, bool) and value in range(LATEST_YEAR + 1):
        return int(value)
    found = _date_of(cell)
    if found is None:
        return None
    days = (found - cell.day_zero).days  # a year typed into a cell that is formatted as a date
    return days if days in range(EARLIEST_YEAR, LATEST_YEAR + 1) else found.year


def _date_in(key: str, day_first: Mapping[str, bool]) -> date | None:
    if match := _YEAR_FIRST.fullmatch(key):
        year, month, day = (int(part) for part in match.groups())
    elif match := _DAY_MONTH_YEAR.fullmatch(key):
        day, month, year = int(match[1]), _MONTHS.get(match[2], 0), int(match[3])
    elif match := _MONTH_DAY_YEAR.fullmatch(key):
        month, day, year = _MONTHS.get(match[1], 0), int(match[2]), int(match[3])
    elif (match := _TWO_NUMBERS_YEAR.fullmatch(key)) and len(match["year"]) > 2:
        month, day = sorted((int(match["one"]), int(match["other"])))
        year = int(match["year"])
        if _in_two_ways(key):
            if (sign := match["sign"]) not in day_first:
                return None
            month, day = (int(match[number]) for number in (("other", "one") if day_first[sign] else ("one", "other")))
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_two_ways(key: str) -> bool:
    """True when two numbers and a year do not tell the day from the month, or the day from the year."""
    match = _TWO_NUMBERS_YEAR.fullmatch(key)
    if match is None:
        return False
    low, high = sorted((int(match["one"]), int(match["other"])))
    return low <= len(MONTHS) and (low < high <= len(MONTHS) or len(match["year"]) == 2)


def _why_no_date(cell: GridCell) -> str:
    """What is wrong with an entry that is no date, as the end of a sentence that begins with the entry."""
    if isinstance(cell.value, str) and _in_two_ways(fold(cell.value)):
        return "is no date that can be read without guessing day, month and year"
    if isinstance(cell.value, date) or (isinstance(cell.value, str) and _date_of(cell) is not None):
        return "is a date of other years than ours"
    return "is no date"
