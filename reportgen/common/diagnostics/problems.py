"""What may be wrong in a workbook, in the order of its sheets. What stops a run stands in `exceptions.py`.

Problems are collected, never raised one by one: `KIND.at(place, ...)` makes one.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from reportgen.common.diagnostics.diagnostic import Diagnostic, DiagnosticKind, Family, Severity
from reportgen.common.model import NOWHERE, Place

Problem: TypeAlias = Diagnostic[Place]
ProblemKind: TypeAlias = DiagnosticKind[Place]


def _record(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "sheet": problem.place.sheet,
        "cell": problem.place.cell,
        "question": problem.question_id,
        "found": problem.fact("value"),
        "allowed": list(problem.allowed),
        "message": problem.message,
    }


PROBLEMS = Family(__name__, NOWHERE, _record, carries=("question", "value", "allowed"))
_error, _warning = map(PROBLEMS.of, (Severity.ERROR, Severity.WARNING))


# The workbook as a whole

WRONG_SET = _error(
    "wrong-set",
    "the workbook was made from the question set '{value}', but is read with '{expected}'.",
    "Name its own set.",
    front=True,
)
WRONG_SET_VERSION = _error(
    "wrong-set-version",
    "the workbook was made from version {value} of the question set '{set}', but is read with version {expected}.",
    "Name the version it was made from, or carry it over to this one.",
    front=True,
)
CHANGED_SET = _warning(
    "changed-set",
    "the question set '{set}' was changed since this workbook was made, though its version still is {version}: "
    "{value}.",
    "Carry the workbook over to the set as it is now; and raise the set's version whenever it asks or counts "
    "otherwise.",
    front=True,
)
WRONG_LAYOUT = _error(
    "wrong-layout",
    "the workbook has layout {value}, but this version of reportgen reads layout {expected}.",
    "Use the version of reportgen it was made with, or carry an older one over to this one.",
    front=True,
)
MISSING_SHEET = _error(
    "missing-sheet",
    "there is no sheet named '{sheet}'.{hint}",
    "Give the sheet its name back, or move it over from a new workbook of the same question set.",
)
DOUBLED_SHEET = _error(
    "doubled-sheet",
    "two sheets are named '{sheet}': '{first}' and '{second}'.",
    "Rename or delete the one that does not count.",
)
COPIED_SHEET = _warning(
    "copied-sheet",
    "'{copy}' is named as a copy of '{sheet}', and is not read.",
    "Enter what counts on '{sheet}', and delete the copy or give it another name.",
)
UNHEADED_COLUMN = _warning(
    "unheaded-column",
    "the column has entries but no heading, so they are not read, and '{column}' is not there.",
    "Head it '{column}' if it is that column, and as you like if it is not.",
)
MISSING_COLUMN = _error(
    "missing-column",
    "no column is headed '{column}'.{hint}",
    "Give the column its heading back.",
)
DOUBLED_COLUMN = _error(
    "doubled-column",
    "two columns are headed '{column}', in {first} and {second}.",
    "Take the heading off the one that does not count.",
)
MISSING_FIELD = _error(
    "missing-field",
    "there is no field '{field}'.{hint}",
    "Write '{field}' back in front of its entry.",
)
UNLABELLED_ENTRY = _warning(
    "unlabelled-entry",
    "the entry stands beside no label, so it is not read, and '{field}' is not there.",
    "Write '{field}' in front of it if it is that entry, and what you like if it is not.",
)
TOO_MANY_ROWS = _error(
    "too-many-rows",
    "there are entries below row {value}, more than is read of a sheet.",
    "Move them up, or delete what does not belong.",
)

# Any cell

ERROR_VALUE = _error(
    "error-value",
    "the cell shows the error {value}.",
    "Replace it by the entry that is meant, or clear the cell.",
)
NO_CALCULATED_VALUE = _error(
    "no-calculated-value",
    "the cell holds the formula {value}, which was never calculated.",
    "Open the workbook in Excel and save it, or type the entry instead.",
)
MERGED_ENTRY = _error(
    "merged-entry",
    "the cell is merged with others ({value}), so it is not clear which of them the entry is for.",
    "Unmerge the cells and fill each of them.",
)
UNKNOWN_CHOICE = _error(
    "unknown-choice",
    "'{value}' is no entry of the list of '{column}'.{hint}",
    "Choose {choices}.",
)
UNREADABLE_DATE = _error(
    "unreadable-date",
    "'{value}' {why}.",
    "Write it like 3 March 2025 or 2025-03-31, between {earliest} and {latest}.",
)
UNREADABLE_YEAR = _error(
    "unreadable-year",
    "'{value}' is no year.",
    "Write it like 2021, between {earliest} and {latest}; a date stands for its year.",
)
MISSING_ENTRY = _error(
    "missing-entry",
    "the row has no '{column}', so what it says has no place in the report.",
    "Choose {choices}.",
)
PICTURE_FOR_ENTRY = _error(
    "picture-for-entry",
    "there is a picture in the cell, where an entry belongs.",
    "Type or choose the entry; a picture can lie over the cells instead.",
)
PICTURE_NOT_READ = _warning(
    "picture-not-read",
    "there is a picture in the cell, which is not read.",
    "Write down what it shows; no report has the picture.",
)
UNPRINTABLE_TEXT = _warning(
    "unprintable-text",
    "the text holds {value} that Word cannot hold; each is shown as {mark}.",
    "Retype the text without them.",
)

# Engagement

NO_CLIENT = _error(
    "no-client",
    "the client has no name.",
    "Type the company's name as the report shall print it.",
)
MISSING_FACT = _warning(
    "missing-fact",
    "'{field}' is empty; the report shows a placeholder.",
    "Fill it in.",
)
SECTOR_CHANGED = _warning(
    "sector-changed",
    "the sector is '{value}', but the questions are worded for {recorded}; scores are the same in both.",
    "Correct the entry, or carry the workbook over to the words of the sector.",
    front=True,
)
PEER_FILE_MISSING = _error(
    "peer-file-missing",
    "the peer data '{value}' is no file in {folder}, and no registered name of a peer database{registered}.",
    "Give the file with the workbook, correct the name, or clear the cell to report without peers.",
    front=True,
)
PEER_FILE_ELSEWHERE = _error(
    "peer-file-elsewhere",
    "the peer data '{value}' is not named as a file beside this workbook or below it, such as peers.xlsx or "
    "data/peers.xlsx, so it is not read.",
    "Put the file there and name it so, or name it for this run.",
    front=True,
)
PEER_FILE_UNREADABLE = _error(
    "peer-file-unreadable",
    "the peer data '{value}' cannot be read.",
    "{why} To report without peers, clear the cell.",
)
EARLIER_MISSING = _error(
    "earlier-missing",
    "the earlier assessment '{value}' is not in {folder}.",
    "Give the file with the workbook, correct its name, or clear the cell to report without progress.",
    front=True,
)
EARLIER_ELSEWHERE = _error(
    "earlier-elsewhere",
    "the earlier assessment '{value}' is not named as a file beside this workbook or below it, such as "
    "client-2023-results.json, so it is not read.",
    "Put the file there and name it so, or name it for this run.",
    front=True,
)
EARLIER_UNUSABLE = _error(
    "earlier-unusable",
    "the earlier assessment '{value}' cannot be used.",
    "{why} To report without progress, clear the cell.",
)
EARLIER_OTHER_CLIENT = _warning(
    "earlier-other-client",
    "the earlier assessment '{file}' is of '{value}', and this one of '{expected}', so nothing was compared.",
    "If it is the same organisation under another name, enter '{value}' as 'Earlier name' on Engagement; if not, name "
    "the right file or none.",
)
UNKNOWN_PEER_FILTER = _warning(
    "unknown-peer-filter",
    "no organisation in the peer data has the {what} '{value}', so {effect}.{hint}",
    "Correct it, or take it out.",
)

# Peer data

PEERS_OF_OTHER_SET = _error(
    "peers-of-other-set",
    "the peer data is made for {value}, and the workbook from the question set '{expected}': there is no score to "
    "compare.",
    "Use peer data of that set; where a client has none, report without peers.",
)
PEER_FACT_MISSING = _error(
    "peer-fact-missing",
    "the assessment has no '{column}'.",
    "Fill it in; every assessment has an id, a date, a set and a version.",
)
DOUBLED_PEER = _error(
    "doubled-peer",
    "'{value}' has an assessment of that date in {first} already.",
    "Keep one of them.",
)
UNREADABLE_SCORE = _error(
    "unreadable-score",
    "'{value}' is no score; scores are numbers from {lowest} to {highest}, or empty.",
    "Enter the score as reports print it, or clear the cell.",
)
IMPOSSIBLE_SCORE = _error(
    "impossible-score",
    "{value} is no score of '{element}': the boxes of its questions run from {lowest} to {highest}, and so does every "
    "mean of them.{hint}",
    "Enter the score as reports print it, or clear the cell.",
)
PEER_TO_COME = _warning(
    "peer-to-come",
    "the assessment is dated {value}, a day that is still to come.",
    "Check day, month and year.",
)
OTHER_PEER_VERSION = _warning(
    "other-peer-version",
    "{rows} made with version {value} of the question set, and the client with version {expected}; their scores count "
    "as they are.",
    "Check that they mean the same.",
)

# Interviews and questionnaires

INTERVIEW_WITHOUT_CODE = _error(
    "interview-without-code",
    "the row describes an interview, but has no code.",
    "Give the code that stands on its questionnaire.",
)
DOUBLED_INTERVIEW = _error(
    "doubled-interview",
    "the code '{value}' is used in {first} already.",
    "Give each interview a code of its own, here and on its sheet.",
)
MISSING_QUESTIONNAIRE = _error(
    "missing-questionnaire",
    "no sheet carries the code '{value}' of this interview.",
    "Write the code beside '{label}' on its questionnaire, or clear the row if the interview was not held.",
)
QUESTIONNAIRE_WITHOUT_CODE = _error(
    "questionnaire-without-code",
    "the questionnaire has answers, but no code beside '{label}'.",
    "Write its code there, as on the sheet '{register}'.",
)
UNREGISTERED_QUESTIONNAIRE = _error(
    "unregistered-questionnaire",
    "the questionnaire has answers, but no interview on the sheet '{register}' has its code '{value}'.{hint}",
    "Add the interview there, or correct the code.",
)
COPIED_QUESTIONNAIRE = _error(
    "copied-questionnaire",
    "the questionnaire has the code '{value}' like the sheet '{other}', so it is not clear which answers count.",
    "Give one a code of its own and add it to the sheet '{register}', or delete it.",
)
UNCOUNTED_INTERVIEW = _warning(
    "uncounted-interview",
    "interview {value} was added by hand: the report counts it, but no formula of the workbook does, so the Results "
    "sheet leaves it out.",
    "Carry the workbook over to a new one, which has room for it.",
    front=True,
)
UNKNOWN_INTERVIEW = _error(
    "unknown-interview",
    "no interview on the sheet '{register}' has the code '{value}'.{hint}",
    "Choose {choices}, or add the interview.",
)
INTERVIEW_FACT_MISSING = _warning(
    "interview-fact-missing",
    "interview {interview} has no '{column}'.",
    "Fill it in, or ask the interviewer.",
)
PERSON_NAMED = _warning(
    "person-named",
    "'{column}' holds {found} where a role belongs, so a report that prints it would name a person.",
    "Write the role alone.",
)
ONE_LEVEL_ONLY = _warning(
    "one-level-only",
    "all interviews are at the level '{value}', so the report cannot set levels against each other.",
    "Interview {others} too, or check the levels.",
)
STATES_NOT_RECORDED = _warning(
    "states-not-recorded",
    "interview {interview} gives {value} of {lowest} or more without recording whether {states} were found.",
    "Record yes or no beside the answers; the first is {question}.",
)

# Questions and answers

UNKNOWN_QUESTION = _error(
    "unknown-question",
    "'{value}' is no question of this question set, so the row cannot be read.{hint}",
    "Correct the ID, or clear the row.",
)
ANSWER_WITHOUT_QUESTION = _error(
    "answer-without-question",
    "the row has the answer '{value}', but no question ID.",
    "Write the ID of its question, or clear the row.",
)
MISSING_QUESTION = _error(
    "missing-question",
    "the question {question} has no row.",
    "Copy the row of this question from another questionnaire.",
)
DOUBLED_QUESTION = _error(
    "doubled-question",
    "{question} has two rows: {first} says {first_value}, {second} says {value}.",
    "Keep the one that is meant.",
)
UNREADABLE_ANSWER = _error(
    "unreadable-answer",
    "'{value}' is no answer to {question}.{hint}",
    "Choose {choices}.",
)
SEVERAL_ANSWERS = _error(
    "several-answers",
    "'{value}' is more than one answer to {question}: {answers}.",
    "Choose the one that holds, and say the rest in the note.",
)
NO_SUCH_BOX = _error(
    "no-such-box",
    "{value} is none of the boxes of {question}; the boxes are {boxes}.{hint}",
    "Choose one from the list in the cell.",
)
CONTRADICTING_ANSWER = _error(
    "contradicting-answer",
    "'{value}' contradicts itself for {question}: {number} is '{label}', and '{said}' is {said_number}.",
    "Choose one of them from the list in the cell.",
)
UNLISTED_FORM = _warning(
    "unlisted-form",
    "'{value}' is read as {meant}; {figures} until it is chosen from the list.{hint}",
    "Choose '{listed}' from the list in the cell.",
)
NOT_APPLICABLE_REFUSED = _error(
    "na-not-allowed",
    "{question} applies to every company and cannot be '{value}'.",
    "Choose the lowest box if there is nothing, or 'Not known' or 'Not asked'.",
)
GAP = _warning(
    "gap",
    "{question} is blank, though interview {interview} covers '{element}'.",
    "Choose an answer; 'Not known' and 'Not asked' are answers too.",
)
OUTSIDE_COVER = _warning(
    "outside-cover",
    "interview {interview} answers {value} of '{element}', which it does not cover, the first {question}.",
    "The answers count; say Yes to the element on the sheet '{register}', or clear them.",
)
NOT_APPLICABLE_WITHOUT_REASON = _warning(
    "na-without-reason",
    "{question} is not applicable, but the note does not say why.",
    "Write the reason there.",
)
UNSUPPORTED_BOX = _warning(
    "unsupported-box",
    "{question} is scored {value}, which takes {needed}, but {refused}.",
    "Check the box or the states; the score stands as it is.",
)
HIGH_BOX_WITHOUT_NOTE = _warning(
    "high-box-without-note",
    "{question} is scored {value} without a note.",
    "Write down the evidence that was seen.",
)
INTERVIEWS_APART = _warning(
    "interviews-apart",
    "the interviews are {steps} apart on {question} ({value}), and no score is agreed.",
    "Agree on a box on the sheet '{sheet}' and say why, or check the answers.",
)
MIXED_NOT_APPLICABLE = _warning(
    "mixed-na",
    "{question} is not applicable in {value}, but has a box in {scored}.",
    "Check whether it applies to this company; the boxes count.",
)
LOW_COVERAGE = _warning(
    "low-coverage",
    "only {value} of '{element}' is scored; below {limit} a score says little.",
    "Ask what is still open, or say N/A where a question does not apply.",
)
NO_ANSWERS = _warning(
    "no-answers",
    "no question is scored yet, so the report has no scores.",
    "Fill a questionnaire.",
)

# Agreed scores

AGREED_WITHOUT_REASON = _error(
    "agreed-without-reason",
    "the agreed box {value} of {question} has no reason.",
    "Write down why; the report prints it.",
)
AGREED_OUTSIDE_RANGE = _warning(
    "agreed-outside-range",
    "the agreed box {value} of {question} is outside the range of its interviews ({lowest} to {highest}), and "
    "the reason hardly says why.",
    "Explain it in a sentence, or check the box.",
)
REASON_WITHOUT_BOX = _warning(
    "reason-without-box",
    "{question} has a reason for an agreed score, but no agreed box, so the mean counts.",
    "Choose the box, or clear the reason.",
)

# Notes, headlines, findings, road map, targets

NOT_PLACED = _warning(
    "not-placed",
    "the text has no '{column}', so the report cannot place it.",
    "Choose {choices}.",
)
DOUBLED_REFERENCE = _warning(
    "doubled-reference",
    "the reference '{value}' is used in {first} already, so this row is read as '{given}'.",
    "Give it a reference of its own.",
)
UNKNOWN_LIFTED_QUESTION = _error(
    "unknown-lifted-question",
    "'{value}' is no question of this question set, so it is not clear what the initiative lifts.{hint}",
    "Write the IDs of questions, such as {example}, with commas between; or clear the cell.",
)
DOUBLED_LIFTED_QUESTION = _warning(
    "doubled-lifted-question",
    "{question} is named twice among the questions that the initiative lifts; it counts once.",
    "Take it out, or write the question that is meant.",
)
LIFTED_QUESTION_OPEN = _warning(
    "lifted-question-open",
    "questions that the initiative lifts have no score ({value}), so what it would move is worked out without them.",
    "Check the IDs, or answer the questions.",
)
DOUBLED_TARGET = _error(
    "doubled-target",
    "'{value}' has a target in {first} already, so it is not clear which of the two is meant.",
    "Clear one of the two.",
)
END_BEFORE_START = _warning(
    "end-before-start",
    "the initiative ends on {value}, before it starts on {start}.",
    "Correct one of the two.",
)
