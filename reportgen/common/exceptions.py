"""The exceptions that stop a run: one family, which the command turns into one sentence and an exit code.

They stand apart from the diagnostics, so that the command line loads nothing else of ours
before it shows its help.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reportgen.common.language import tally

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.common.diagnostics.diagnostic import Diagnostic
    from reportgen.common.diagnostics.problems import Problem

    InWords = Callable[[Diagnostic[Any]], Diagnostic[Any]]


def as_it_is(found: Diagnostic[Any]) -> Diagnostic[Any]:
    """A diagnostic in the words that hold at every front."""
    return found


class ReportgenError(Exception):
    """Anything that stops a run and that the person at the keyboard can do something about.

    It says in whole sentences where, what was found, what is allowed and what to do; what a front words in its own way
    is a diagnostic.
    """

    exit_code = 2  # not run

    def __init__(self, said: str | Diagnostic[Any], listed: Iterable[str | Diagnostic[Any]] = ()) -> None:
        """`listed` are the faults that stop the run, where there may be several."""
        super().__init__(said)
        self.said, self.listed = said, tuple(listed)

    def __reduce__(self) -> tuple[object, ...]:
        """It comes out of another process as it was raised there, whatever its kind is made of."""
        return _again, (type(self), self.args, self.__dict__)

    def told(self, words: InWords = as_it_is) -> str:
        """The message, what is listed each on a line; `words` gives a diagnostic in those of a front."""
        said = self.said if isinstance(self.said, str) else words(self.said).message
        return "\n".join([said, *(f"  {one if isinstance(one, str) else words(one)}" for one in self.listed)])

    def __str__(self) -> str:
        return self.told()


def _again(kind: type[ReportgenError], args: tuple[object, ...], held: Mapping[str, object]) -> ReportgenError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(held)
    return error


class UsageError(ReportgenError):
    """The command was given something it cannot work with."""


class UnreadableFileError(ReportgenError):
    """A file is missing, unsafe, damaged or not of the kind that was asked for."""


class TargetError(ReportgenError):
    """A result cannot be written: the target is locked, read-only or not ours to replace."""


class BrokenQuestionSetError(ReportgenError):
    """A question set is broken; file, question and field of each fault are listed."""

    def __init__(self, faults: Sequence[str]) -> None:
        many = f"The question set has {len(faults)} faults:" if len(faults) > 1 else "The question set is broken:"
        super().__init__(many, faults)


class OfficeError(ReportgenError):
    """Another program is missing (LibreOffice, the one that compares), or did not do what only it can do."""


class PeerDatabaseError(ReportgenError):
    """A peer database is not there, not reached, damaged, of another version, or not ours to read or write."""


class UndecidedError(ReportgenError):
    """What was read is sound, but a person must decide something before it is used."""

    exit_code = 1


class WorkError(ReportgenError):
    """A task that another process was given was not done: the process ended, or was ended."""


class TemplateError(ReportgenError):
    """A Word template cannot be filled."""


class InvalidWorkbookError(ReportgenError):
    """The workbook was read, but has errors; `problems` holds all of them, warnings and those of its peers included."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem], peers_file: Path | None = None) -> None:
        self.problems = tuple(problems)
        self.peers_file = peers_file
        count = sum(problem.is_error for problem in self.problems)
        super().__init__(f"There {'is' if count == 1 else 'are'} {tally(count, 'error')}, so no report was built.")


class InvalidSourcesError(ReportgenError):
    """Workbooks to be merged or upgraded have errors; `problems` holds them by file, as it was named."""

    exit_code = 1

    def __init__(self, problems: Mapping[str, Iterable[Problem]]) -> None:
        self.problems = {file: tuple(found) for file, found in problems.items()}
        super().__init__(
            "What cannot be read as it is meant cannot be carried over, so nothing was written. Correct it first:"
        )

    def told(self, words: InWords = as_it_is) -> str:
        """The message and all problems, each on a line."""
        lines = (f"  {file}, {words(found)}" for file, all_ in self.problems.items() for found in all_)
        return "\n".join([super().told(words), *lines])
