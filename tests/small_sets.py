"""Question sets of any size, from one of everything up, written and filled; all of it is invented."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from tests import foreign
from tests.foreign import Foreign

LEVELS = ("Keeper", "Trustee", "Volunteer")
STATES = ("Told", "Seen", "Felt")
AREAS = ("Arriving", "Staying", "Leaving", "Returning")
ELEMENTS = ("Doors", "Signs", "Seats", "Lockers")
TOPICS = ("Mornings", "Evenings", "Weekends")


@dataclass(frozen=True)
class Size:
    """How many of each a set has: elements of each area, and topics of each element; without topics, no topics."""

    levels: int = 2
    states: int = 2
    areas: int = 2
    elements: int = 2
    topics: int = 0
    lenses: int = 0
    questions: int = 2  # of each topic, or of each element without topics

    def __str__(self) -> str:
        return "-".join(f"{count}{name}" for name, count in vars(self).items()) if vars(self) else ""


def written(folder: Path, size: Size) -> Path:
    """The files of a set of this size."""
    folder.mkdir(parents=True)
    names = [f"part-{number}" for number in range(1, size.areas + 1)]
    lines = ['id = "small"', 'version = "1"', 'title = "Small check"', f"areas = {names}".replace("'", '"')]
    for value, label in ((0, "Not begun"), (1, "Begun"), (2, "Half way"), (3, "Well on"), (4, "Done")):
        lines += ["[[scale]]", f"value = {value}", f'label = "{label}"']
    for title in STATES[: size.states]:
        lines += ["[[states]]", f'id = "{title.lower()}"', f'letter = "{title[0]}"', f'title = "{title}"']
        lines += [f'means = "Somebody {title.lower()} it."']
    for title in LEVELS[: size.levels]:
        lines += ["[[levels]]", f'id = "{title.lower()}"', f'title = "{title}"', f'plural = "{title}s"']
    for number in range(size.lenses):
        lines += ["[[lenses]]", f'id = "lens-{number}"', f'title = "Lens {number}"']
        lines += ["[[lenses.groups]]", f'id = "group-{number}"', f'title = "Group {number}"']
    (folder / "set.toml").write_text("\n".join(lines), encoding="utf-8")
    for number, name in enumerate(names):
        (folder / f"{name}.toml").write_text("\n".join(_area(number, name, size)), encoding="utf-8")
    return folder


def _area(number: int, name: str, size: Size) -> list[str]:
    lines = [f'id = "{name}"', f'title = "{AREAS[number % 4]}{_more(number, 4)}"', 'introduction = "What it is about."']
    lines += ["path = true"] if not number and 2 <= size.elements <= 10 else []
    for place in range(size.elements):
        code = "".join(chr(65 + digit) for digit in (number, place // 26, place % 26))
        title = f"{ELEMENTS[place % 4]}{_more(place, 4)} {number + 1}"
        lines += ["[[elements]]", f'id = "{name}-{place}"', f'code = "{code}"', f'title = "{title}"']
        asked = iter(range(1, 99))
        for topic in range(size.topics):
            lines += ["[[elements.topics]]", f'id = "topic-{topic}"', f'title = "{TOPICS[topic]} of {title}"']
            lines += _questions("elements.topics.questions", code, title, asked, size)
        if not size.topics:
            lines += _questions("elements.questions", code, title, asked, size)
    return lines


def _more(number: int, of: int) -> str:
    return f" {number // of + 1}" if number >= of else ""


def _questions(table: str, code: str, title: str, asked: object, size: Size) -> list[str]:
    lines: list[str] = []
    for _ in range(size.questions):
        number = next(asked)  # type: ignore[call-overload]
        lines += [f"[[{table}]]", f'id = "{code}-{number:02}"', f'text = "Is question {number} of {title} answered?"']
        lines += [f'good_practice = "Question {number} of {title} is answered on the day it is asked."']
        lines += [f'{state.lower()} = "Where {state.lower()} shows."' for state in STATES[: size.states]]
        lines += [f'next_step = "Answer question {number} of {title} tomorrow."', 'horizon = "quick-win"']
        lines += ['effort = "low"', "na_allowed = false"]
        if size.lenses:
            lines += ['lenses = { lens-0 = "group-0" }']
    return lines


def filled(folder: Path, size: Size, answers: str = "") -> Foreign:
    """A set of this size in a folder, its workbook filled, with a file of peers beside it."""
    made = Foreign("set", folder)
    written(made.set_folder, size)
    made.run("new", made.workbook, "--client", foreign.CLIENT, "--interviews", str(foreign.INTERVIEWS))
    foreign.peer_file(folder / "peers.xlsx", made.questions, foreign.PEERS)
    found = foreign.answers_of_all_kinds(made.questions)
    foreign.fill(made.workbook, made.levels(), found, evidence=(True, False, True, True, False))
    return made


__all__ = ["Size", "filled", "replace", "written"]
