"""How a question set goes to a workbook and back, and how a file for peers of its elements is made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportgen.common.exceptions import BrokenQuestionSetError
from reportgen.peers.writing import write_peer_file
from reportgen.questions import load_question_set
from reportgen.questions.files import check_folder, check_tables, toml_files
from reportgen.questions.loader import DEFAULT_SET
from reportgen.workbook.question_set_files import read_question_set, write_question_set


def empty_peer_file(question_set: str | None) -> bytes:
    """An empty, documented file for peer data."""
    return write_peer_file(load_question_set(question_set or DEFAULT_SET))


def question_set_workbook(question_set: str | None) -> bytes:
    """A question set with its sector profiles as a workbook, to be edited in Excel.

    Raises `BrokenQuestionSetError` with every fault when it is broken.
    """
    checked = check_folder(question_set or DEFAULT_SET)
    if checked.faults:
        raise BrokenQuestionSetError(checked.faults)
    return write_question_set(checked.tables)


def question_set_files(workbook: Path) -> Mapping[str, bytes]:
    """The files of a question set that was edited as a workbook, by their place in its folder.

    Raises `BrokenQuestionSetError` with every fault, each with its cell, when it is broken.
    """
    checked = check_tables(*read_question_set(workbook))
    if checked.faults:
        raise BrokenQuestionSetError(checked.faults)
    return toml_files(checked.tables)
