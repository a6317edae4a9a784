"""The earlier assessment that a report tells progress from: found, read, and looked at before it is compared."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from reportgen.assessment.progress import Earlier, earlier_from_results, earlier_of, is_of_client, why_not_comparable
from reportgen.common.diagnostics.problems import (
    EARLIER_ELSEWHERE,
    EARLIER_MISSING,
    EARLIER_OTHER_CLIENT,
    EARLIER_UNUSABLE,
    Problem,
)
from reportgen.common.exceptions import UnreadableFileError, UsageError
from reportgen.common.folding import fold
from reportgen.common.language import one_line, tally
from reportgen.common.model import NOWHERE, Engagement, QuestionSet
from reportgen.common.options import BuildOptions
from reportgen.runs.engaged import engaged_file
from reportgen.workbook.reader import OpenWorkbook, origin_of

_MOST = 64 * 2**20  # bytes of a results file; that of forty interviews has a few millions
_ZIPPED = b"PK"  # how a workbook begins


def find_earlier(
    workbook: Path, options: BuildOptions, engagement: Engagement
) -> tuple[Path | None, tuple[Problem, ...]]:
    """The earlier assessment asked for, else the one named on Engagement; and what is wrong with that name."""
    if options.earlier or not engagement.earlier:
        return options.earlier, ()
    return engaged_file(workbook, engagement, "earlier", elsewhere=EARLIER_ELSEWHERE, missing=EARLIER_MISSING)


def read_earlier(
    file: Path | None, options: BuildOptions, engagement: Engagement, questions: QuestionSet, *, quick: bool = False
) -> tuple[Earlier | None, tuple[Problem, ...]]:
    """What is in the file, if it can be compared, and every problem of it; `quick` as for `OpenWorkbook`.

    Raises `UnreadableFileError` when the file that was asked for is of no use.
    """
    if file is None:
        return None, ()
    try:
        earlier = _read(file, questions, quick=quick)
        if reason := why_not_comparable(earlier, engagement, questions, date.today()):
            raise UnreadableFileError(f"'{file.name}' is no earlier assessment to compare with. {reason}")
    except UnreadableFileError as error:
        if options.earlier:
            raise
        return None, (EARLIER_UNUSABLE.at(engagement.places["earlier"], value=file.name, why=error),)
    if is_of_client(earlier, engagement):
        return earlier, ()
    place = next((at for key in ("earlier_name", "client") if (at := engagement.places.get(key))), NOWHERE)
    names = {"value": one_line(earlier.client), "expected": one_line(engagement.client)}
    return None, (EARLIER_OTHER_CLIENT.at(place, file=file.name, **names),)


def _read(file: Path, questions: QuestionSet, *, quick: bool) -> Earlier:
    try:
        with file.open("rb") as source:
            begin = source.read(len(_ZIPPED))
            rest = b"" if begin == _ZIPPED else source.read(_MOST)
    except OSError as error:
        raise UnreadableFileError(f"'{file}' cannot be read ({(error.strerror or str(error)).lower()}).") from error
    if begin == _ZIPPED:
        return _from_workbook(file, questions, quick=quick)
    if len(rest) == _MOST:
        raise UnreadableFileError(f"'{file.name}' is larger than the results of any report.")
    return earlier_from_results(begin + rest, file.name)


def _from_workbook(file: Path, questions: QuestionSet, *, quick: bool) -> Earlier:
    """A scoring workbook, of today's version of the set or of an older one, as it records what that asked."""
    from reportgen.runs.filled import questions_as_read, read_filled

    opened = OpenWorkbook(file, quick=quick)
    origin, plain = origin_of(opened), questions.plain or questions
    if origin.set_id and fold(origin.set_id) != fold(plain.id):
        raise UnreadableFileError(
            f"'{file.name}' was made with the question set '{origin.set_id}', and this workbook with '{plain.id}'."
        )
    try:
        filled = read_filled(opened, questions_as_read(opened, plain))
    except UsageError:
        raise UnreadableFileError(
            f"'{file.name}' does not say any more what version {origin.set_version} of its question set asked. "
            "Use the results of its report instead."
        ) from None
    if filled.errors:
        raise UnreadableFileError(
            f"'{file.name}' has {tally(len(filled.errors), 'entry')} that cannot be read as meant; "
            f"the first: {filled.errors[0].message}"
        )
    return earlier_of(filled.source.assessment, filled.questions, file.name)
