"""Writes the inputs of the growth measurements: filled workbooks, question sets and files of peers. All are invented.

    python benchmarks/make_inputs.py FOLDER

Answers are drawn from a fixed seed, so the same version of reportgen writes the same files every time.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from reportgen.common.model import Answer, AnswerState, Assessment, Engagement, Interview, QuestionSet
from reportgen.common.set_tables import SetTables
from reportgen.peers.files import peers_sheet
from reportgen.questions import load_question_set
from reportgen.questions.files import toml_files
from reportgen.questions.loader import folder_of, read_tables
from reportgen.workbook.writer import write_workbook

INTERVIEWS = (6, 12, 24)
QUESTION_SHARES = ("half", "same", "double")  # of the questions of our own set
PEERS = (100, 1_000, 10_000)


def main(folder: Path) -> None:
    """Write every input into `folder`."""
    questions = load_question_set()
    for count in INTERVIEWS:
        (folder / f"interviews-{count}.xlsx").write_bytes(write_workbook(questions, filled(questions, count)))
    for share in QUESTION_SHARES:
        scaled = write_question_set(folder / f"set-{share}", share)
        (folder / f"questions-{share}.xlsx").write_bytes(write_workbook(scaled, filled(scaled, 12)))
    for count in PEERS:
        write_peers(folder / f"peers-{count}.csv", questions, count)


def filled(questions: QuestionSet, count: int) -> Assessment:
    """An assessment in which every interview answers every question; neighbouring boxes, as real interviews give."""
    chance = Random(count)
    levels = [level.id for level in questions.levels]
    everything = frozenset(element.id for element in questions.elements)
    interviews = tuple(
        Interview(f"{number:02d}", date(2026, 1, 5), level=levels[number % len(levels)], elements=everything)
        for number in range(1, count + 1)
    )
    answers = []
    for question_id in questions.questions:
        usual = chance.randrange(len(questions.scale.values) - 1)
        for interview in interviews:
            box = questions.scale.values[usual + chance.randrange(2)]
            answers.append(Answer(interview.code, question_id, AnswerState.SCORED, box, note="What was seen."))
    engagement = Engagement("Invented Example Ltd", date=date(2026, 2, 2))
    return Assessment(questions.id, questions.version, engagement, interviews, tuple(answers))


def write_question_set(folder: Path, share: str) -> QuestionSet:
    """Our question set with half, the same or double its questions in every topic, written to `folder`."""
    faults: list[str] = []
    tables = read_tables(folder_of("cma"), faults)
    areas = {name: deepcopy(dict(area)) for name, area in tables.areas.items()}
    for area in areas.values():
        for element in area["elements"]:
            for topic in element["topics"]:
                topic["questions"] = scaled(topic["questions"], share)
    folder.mkdir()
    for name, content in toml_files(SetTables(tables.head, areas)).items():
        (folder / name).write_bytes(content)
    return load_question_set(folder)


def scaled(asked: list[Mapping[str, Any]], share: str) -> list[Mapping[str, Any]]:
    """Every other question, all of them, or all of them twice; a copy's number is higher by 500."""
    if share == "half":
        return asked[::2]
    if share == "same":
        return asked
    copies = []
    for question in asked:
        code, _, number = question["id"].partition("-")
        text = f"In another part of the company: {question['text']}"
        copies.append({**question, "id": f"{code}-{500 + int(number)}", "text": text})
    return [*asked, *copies]


def write_peers(path: Path, questions: QuestionSet, count: int) -> None:
    """A file of `count` peers; it says that they are invented."""
    chance = Random(count)
    first_day = date(2020, 1, 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["Invented organisations", "yes"])
        table.writerow(column.header for column in peers_sheet(questions).columns)
        for number in range(count):
            day = first_day + timedelta(days=chance.randrange(2000))
            facts = [f"P{number:05d}", f"W{number:05d}", day.isoformat(), "Retail", "North", "Large"]
            scores = [chance.randrange(10, 90) for _ in questions.elements]
            table.writerow([*facts, questions.id, questions.version, *scores])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
