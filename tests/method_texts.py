"""Every text that tells a number of the method: of reports, charts, results, workbooks and messages.

`python -m tests.method_texts` prints them as JSON. On its standard input it takes other values for constants of
`common/method.py`, by name, and reads that file with them, as if a maintainer had changed it.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.util
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

NAME = "reportgen.common.method"
SOURCE = Path(__file__).parents[1].joinpath(*NAME.split(".")).with_suffix(".py")


def constants(source: str) -> dict[str, str]:
    """The numbers that the file of the method gives, by name; what it makes of them is none."""
    given = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign):
            targets = node.targets[0].elts if isinstance(node.targets[0], ast.Tuple) else node.targets
            values = node.value.elts if len(targets) > 1 and isinstance(node.value, ast.Tuple) else [node.value]
            for target, value in zip(targets, values, strict=True):
                names = {name.id for name in ast.walk(value) if isinstance(name, ast.Name)}
                if names <= {"Fraction"}:
                    given[ast.unparse(target)] = ast.unparse(value)
    return given


def changed(source: str, changes: Mapping[str, str]) -> str:
    """The file with other values for some of its numbers."""
    given = constants(source)
    assert changes.keys() <= given.keys(), sorted(changes.keys() - given.keys())
    for line in source.splitlines():
        names = re.match(r"[A-Z_]+(, [A-Z_]+)* = ", line)
        if names and set(names[0].removesuffix(" = ").split(", ")) <= given.keys():
            of_line = names[0].removesuffix(" = ").split(", ")
            values = ", ".join(changes.get(name, given[name]) for name in of_line)
            source = source.replace(line, f"{names[0]}{values}")
    return source


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads the method with other numbers."""

    def __init__(self, changes: Mapping[str, str]) -> None:
        self._changes = changes

    def find_spec(self, name: str, *_: Any) -> Any:
        return importlib.util.spec_from_loader(name, self) if name == NAME else None

    def exec_module(self, module: Any) -> None:
        source = changed(SOURCE.read_text(encoding="utf-8"), self._changes)
        exec(compile(source, SOURCE, "exec"), module.__dict__)


# ------------------------------------------------------------------------------------------------------- the texts

MODEL = """
    # Core
    ## AP Analysis and planning
    AP-01
    AP-02
    AP-03
    ## PR Proposition
    PR-01
    PR-02
    # Measurement
    ## ME Measuring the effect
    ME-01 | reap: retention
    ME-02
"""
EIGHT = " | ".join(f"{n:02} {'manager' if n % 2 else 'implementation'}" for n in range(1, 9))
FULL = f"""
    question | {EIGHT}                                          | agreed
    AP-01    | 100 | 5 IrE | 100 Ire | 20 | 100 | 5 | 80 | 20   |
    AP-02    | 40 IRE | 20 | 40 | 20 | 40 | 20 | 40 | 20        |
    AP-03    | 20 Ire | 5 | 20 ire | 5 | 20 | 5 | 20 | 5        |
    PR-01    | 80 IRE | 80 IRE | 80 | 80 | 80 | 60 | 60 | 60    |
    PR-02    | 80 IRE | 60 IRE | 80 | 60 | 80 | 60 | 80 | 60    | 80 weighed up at length
    ME-01    | 5 ire | 5 | 5 | 5 | 5 | 5 | 20 | 20              |
    ME-02    | 20 Ire | 5 | 20 | 5 | 20 | 5 | N/A | not known   |
"""
ALONE = """
    question | 01 manager | agreed
    AP-01    | 80         |
    AP-02    | not known  |
    AP-03    |            |
    PR-01    | 60         |
    PR-02    | 60         |
    ME-01    | N/A        |
"""
YEARS = range(2024, 2028)
SEVEN = " | ".join(f"{n:02} {'manager' if n < 5 else 'implementation'}" for n in range(1, 8))
AGREED = f"question | {SEVEN} | agreed\n" + "\n".join(
    f"{name} | {' | '.join(['80 IRE'] * 7)} | 60 weighed" for name in ("AP-01", "AP-02", "PR-01", "PR-02", "ME-01")
)


def strings(value: Any) -> Iterator[str]:
    """Every text in a value, tuples, lists, mappings and dataclasses opened."""
    if isinstance(value, str) and not isinstance(value, Enum):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        yield from (text for part in fields(value) for text in strings(getattr(value, part.name)))
    elif isinstance(value, Mapping):
        yield from (text for part in value.values() for text in strings(part))
    elif isinstance(value, list | tuple):
        yield from (text for part in value for text in strings(part))


def texts() -> dict[str, list[str]]:
    """The texts by where they stand, each once."""
    found = {"report": [*report_texts()], "charts": [*chart_texts()], "results": [*result_texts()]}
    found |= {"workbook": [*workbook_texts()], "messages": [*message_texts()], "documentation": [*page_texts()]}
    found["study"] = [*study_texts()]
    return {where: sorted(set(told)) for where, told in found.items()}


def cases() -> Iterator[tuple[Any, Any, Any, Any]]:
    """Assessments of every kind among peers of every kind, scored and compared."""
    from reportgen.assessment.progress import earlier_of
    from reportgen.assessment.progress.comparing import since_earlier
    from reportgen.assessment.scoring import score
    from reportgen.assessment.standing import compare
    from reportgen.common.model import PeerFilter
    from reportgen.common.peer_table import PeerData
    from tests.builders import assessment, peer, peers_scoring, question_set

    model = question_set(MODEL)
    many = [5 + 2 * number for number in range(45)]
    full = assessment(FULL, model)
    owned = peers_scoring(many, model, owner="one-owner")
    outside = peers_scoring(many, model)
    rows = [*outside.peers, *(peer(90 + n, {"proposition": 41}) for n in range(2))]
    two = [replace(one, sector="utilities") for one in rows[:2]]
    lacking = PeerData.of((*two, *rows[2:]), outside.source, outside.invented)
    retail = replace(full, engagement=replace(full.engagement, peer_filter=PeerFilter(sectors=("retail",))))
    for given, data in (
        (full, peers_scoring(many, model)),
        (full, None),
        *((full, peers_scoring(many[:n], model)) for n in (3, 7, 13, 17, 33)),
        (full, owned),
        (retail, lacking),
        (assessment(ALONE, model), None),
        (assessment(AGREED, model), None),
    ):
        scores = score(given, model)
        since = since_earlier(earlier_of(full, model, "then.xlsx"), given, scores, model, model)
        yield given, model, replace(scores, since=since), compare(scores, data, given.engagement, model)


def report_texts() -> Iterator[str]:
    from reportgen.assessment.validation import validate
    from reportgen.common.build_record import BuildRecord
    from reportgen.common.figures import plain
    from reportgen.common.house_style import load_house_style
    from reportgen.words.compose import compose

    house, record = load_house_style(), BuildRecord()
    for given, model, scores, comparison in cases():
        context = compose(given, model, scores, comparison, validate(given, model), (), house, record)
        yield from (plain(text).replace("\N{NO-BREAK SPACE}", " ") for text in strings(context))


def chart_texts() -> Iterator[str]:
    from reportgen.charts import PositionChart, chart_data
    from reportgen.charts.drawing import sheet_of
    from reportgen.charts.drawing.canvas import Label
    from reportgen.charts.native import native

    for given, model, scores, comparison in cases():
        for chart in chart_data(given, model, scores, comparison):
            yield from strings(chart)
            if comparison.source:
                yield from (item.text for item in sheet_of(chart).items if isinstance(item, Label))
            if isinstance(chart, PositionChart):
                yield from re.findall(r">([^<>]+)<", native(chart).xml.decode("utf-8"))
                yield from cells(native(chart).workbook)


def result_texts() -> Iterator[str]:
    from reportgen.assessment.results import results
    from reportgen.assessment.trace import explain, figures
    from reportgen.common.build_record import BuildRecord

    for case in cases():
        yield from strings(results(*case, (), BuildRecord()))
        yield from (text for name in figures(*case) for text in strings(explain(name, *case)))


def workbook_texts() -> Iterator[str]:
    from reportgen.peers.writing import write_peer_file
    from reportgen.workbook.question_set_files.declared import sheets
    from reportgen.workbook.writer import new_workbook
    from tests.builders import question_set

    model = question_set(MODEL)
    yield from cells(new_workbook(model, "Example Ltd", 4))
    yield from cells(write_peer_file(model))
    yield from strings(sheets(["Intention"], ["reap"]))


def message_texts() -> Iterator[str]:
    from reportgen.assessment.validation import validate

    for given, model, _, _ in cases():
        yield from (problem.message for problem in validate(given, model))


def study_texts() -> Iterator[str]:
    from reportgen.charts import study_charts
    from reportgen.cli.listings.study import study_as_text
    from reportgen.peers.study.rules import study
    from reportgen.words.compose.study_file import study_file
    from tests.study_cases import PARTS, YEAR, organisations

    for n, sectors in ((20, 3), (45, 30), (400, 3)):
        rows = organisations(np.random.default_rng(n), n).rows()
        rows = [
            replace(
                row,
                sector=f"{number % sectors}",
                size=f"{number % (sectors - 1)}",
                indicators={
                    name: {year: Fraction(round(row.scores["overall"]) * (year - YEAR) * sign) for year in YEARS}
                    for name, sign in (("margin", 1), ("losses", -1))
                },
            )
            for number, row in enumerate(rows)
        ]
        found = study(rows, PARTS, source="firm", invented=True)
        yield from (*strings(study_file(found, {})), study_as_text(found))
        yield from strings(study_charts(found))


def page_texts() -> Iterator[str]:
    from tests.generated_pages import METHOD

    yield from (line for text in METHOD.values() for line in text.splitlines())


def cells(workbook: bytes) -> Iterator[str]:
    """The texts and formulas of a workbook."""
    from tests.packages import parts_of

    for part in parts_of(workbook).values():
        yield from re.findall(r">([^<>]+)<", part.decode("utf-8", "replace"))


if __name__ == "__main__":
    sys.meta_path.insert(0, Changed(json.load(sys.stdin)))
    json.dump(texts(), sys.stdout)
