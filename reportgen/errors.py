"""What may go wrong: the exceptions that stop a run, and the catalogue of problems a workbook can have.

Exceptions are one family, `ReportgenError`; the command turns them into one sentence and an exit code. Problems of a
workbook are collected, never raised one by one: each is a `Problem` of a `ProblemKind` in `CATALOGUE`, which fixes
code, severity and wording. The documentation lists the catalogue from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from reportgen.model import NOWHERE, Place


class ReportgenError(Exception):
    """Anything that stops a run and that the person at the keyboard can do something about.

    The message is a whole sentence: where, what was found, what is allowed, what to do.
    """

    exit_code = 2  # not run


class UsageError(ReportgenError):
    """The command was given something it cannot work with."""


class UnreadableFileError(ReportgenError):
    """A file is missing, unsafe, damaged or not of the kind that was asked for."""


class TargetError(ReportgenError):
    """A result cannot be written: the target is locked, read-only or not ours to replace."""


class BrokenQuestionSetError(ReportgenError):
    """A question set is broken; `faults` names file, question and field of each fault."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        many = (
            f"The question set has {len(self.faults)} faults"
            if len(self.faults) > 1
            else "The question set is broken"
        )
        super().__init__(f"{many}:\n" + "\n".join(f"  {fault}" for fault in self.faults))


class TemplateError(ReportgenError):
    """A Word template cannot be filled."""


class Severity(Enum):
    """How much a problem matters."""

    ERROR = "error"  # no report: something cannot be read as meant
    WARNING = "warning"  # the report is built and marked incomplete


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem: stable code, severity and wording with named facts in braces."""

    code: str
    severity: Severity
    wording: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a workbook, at its place."""

    kind: ProblemKind
    message: str
    place: Place = NOWHERE
    question_id: str = ""
    found: str = ""  # the value as it stands in the cell
    allowed: tuple[str, ...] = field(default=())

    @property
    def code(self) -> str:
        """The stable code of its kind."""
        return self.kind.code

    @property
    def is_error(self) -> bool:
        """True when no report can be built."""
        return self.kind.severity is Severity.ERROR


class InvalidWorkbookError(ReportgenError):
    """The workbook was read, but has errors; `problems` holds all of them, warnings included."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        count = sum(problem.is_error for problem in self.problems)
        super().__init__(f"The workbook has {count} error{'s' * (count != 1)}; no report was built.")
