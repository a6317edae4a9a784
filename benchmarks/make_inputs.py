"""Writes what is measured: filled workbooks, question sets and files of peers. All are invented.

    python benchmarks/make_inputs.py growth FOLDER     workbooks, sets and peers of several sizes
    python benchmarks/make_inputs.py sample FOLDER     the sample, changed and divided

Answers are drawn from a fixed seed, so the same version of reportgen writes the same files every time.
"""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from reportgen.common.model import Answer, AnswerState, Assessment, Engagement, Interview, QuestionSet
from reportgen.common.set_tables import SetTables
from reportgen.peers.files import peers_sheet
from reportgen.questions import for_sector, load_question_set
from reportgen.questions.files import toml_files
from reportgen.questions.loader import folder_of, read_tables
from reportgen.workbook.reader import OpenWorkbook, origin_of, read_opened
from reportgen.workbook.writer import write_workbook

SAMPLE = Path(__file__).resolve().parent.parent / "workbooks" / "sample-client.xlsx"
CHANGED = 40  # answers

INTERVIEWS = (6, 12, 24)
QUESTION_SHARES = ("half", "same", "double")  # of the questions of our own set
PEERS = (100, 1_000, 10_000, 100_000)


def growth(folder: Path) -> None:
    """Workbooks, question sets and peers of several sizes."""
    questions = load_question_set()
    for count in INTERVIEWS:
        (folder / f"interviews-{count}.xlsx").write_bytes(write_workbook(questions, filled(questions, count)))
    for share in QUESTION_SHARES:
        scaled = write_question_set(folder / f"set-{share}", share)
        (folder / f"questions-{share}.xlsx").write_bytes(write_workbook(scaled, filled(scaled, 12)))
    for count in PEERS:
        write_peers(folder / f"peers-{count}.csv", questions, count)


def sample(folder: Path) -> None:
    """The sample with its peers and its earlier results, with changed answers, in two parts, and ten times."""
    questions, assessment = read_sample()
    for copy in (folder, folder / "changed"):
        copy.mkdir(exist_ok=True)
        for file in SAMPLE.parent.glob("sample-*"):
            shutil.copy(file, copy)
    changed = replace(assessment, answers=with_other_boxes(assessment.answers, questions))
    (folder / "changed" / SAMPLE.name).write_bytes(write_workbook(questions, changed))
    for number in range(2):
        (folder / f"part-{number}.xlsx").write_bytes(write_workbook(questions, part_of(assessment, number)))
    for number in range(10):
        shutil.copy(SAMPLE, folder / f"client-{number}.xlsx")


def read_sample() -> tuple[QuestionSet, Assessment]:
    """What the sample says."""
    opened = OpenWorkbook(SAMPLE)
    questions = for_sector(load_question_set(), origin_of(opened).sector)
    return questions, read_opened(opened, questions)[0]


def with_other_boxes(answers: Sequence[Answer], questions: QuestionSet) -> tuple[Answer, ...]:
    """The answers, of which some have a neighbouring box, spread evenly over all that were scored."""
    scored = [number for number, answer in enumerate(answers) if answer.box is not None]
    chosen = set(scored[:: len(scored) // CHANGED][:CHANGED])
    values = questions.scale.values
    return tuple(
        replace(answer, box=values[(values.index(answer.box) + 1) % len(values)])
        if number in chosen and answer.box is not None
        else answer
        for number, answer in enumerate(answers)
    )


def part_of(assessment: Assessment, number: int) -> Assessment:
    """Every other interview with what was said in it; what the assessors judged stands in the first part."""
    interviews = assessment.interviews[number::2]
    codes = {interview.code for interview in interviews}
    part = replace(
        assessment,
        interviews=interviews,
        answers=tuple(answer for answer in assessment.answers if answer.interview in codes),
        notes=tuple(note for note in assessment.notes if note.interview in codes),
        headlines=tuple(headline for headline in assessment.headlines if headline.interview in codes),
    )
    return replace(part, agreed=()) if number else part


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
    {"growth": growth, "sample": sample}[sys.argv[1]](Path(sys.argv[2]))
