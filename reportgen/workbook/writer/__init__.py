"""Write the scoring workbook from the declared layout: empty for a new engagement, or filled with an assessment.

`plan.py` settles where every table stands, one module writes each kind of sheet, `package.py` makes the file. All live
figures come from one hidden sheet (`hidden.py`), which finds questions by id.
"""

from __future__ import annotations

from openpyxl.workbook.views import BookView

from reportgen.common.exceptions import UsageError
from reportgen.common.model import Assessment, Engagement, Interview, QuestionSet
from reportgen.workbook.layout import sectors_offered
from reportgen.workbook.writer.cells import clean_text
from reportgen.workbook.writer.entries import write_conclusions, write_engagement, write_entry_sheets, write_interviews
from reportgen.workbook.writer.good_practice import write_good_practice
from reportgen.workbook.writer.guide import write_guide
from reportgen.workbook.writer.hidden import write_about, write_lists, write_model
from reportgen.workbook.writer.package import new_book, package
from reportgen.workbook.writer.plan import make_plan
from reportgen.workbook.writer.questionnaire import write_agreed, write_questionnaires
from reportgen.workbook.writer.results import write_results


def new_workbook(questions: QuestionSet, client: str, interviews: int, sector: str = "") -> bytes:
    """An empty scoring workbook for `client`, with a questionnaire for each of so many `interviews`, as .xlsx bytes.

    A `sector` of our list is written as the list has it, any other as it is.
    Raises UsageError when there are too few or too many interviews, or a text is too long for a cell.
    """
    registered = tuple(Interview(f"{number:02d}") for number in range(1, interviews + 1))
    listed = next((name for name in sectors_offered(questions) if name.casefold() == sector.strip().casefold()), sector)
    engagement = Engagement(client=client, sector=listed)
    return write_workbook(questions, Assessment(questions.id, questions.version, engagement, registered))


def write_workbook(questions: QuestionSet, assessment: Assessment) -> bytes:
    """The scoring workbook filled with an assessment, as .xlsx bytes; the same input gives the same bytes.

    Formulas carry no values until Excel or LibreOffice has calculated them. Raises UsageError, and writes nothing, when
    something of the assessment has no place in the workbook: another question set, an unknown interview, question or
    choice, an answer that could not be read, a text longer than a cell holds.
    """
    _check_set(questions, assessment)
    plan = make_plan(questions, tuple(interview.code for interview in assessment.interviews))
    client = assessment.engagement.client
    book = new_book()
    write_guide(book, plan, assessment)
    write_engagement(book, plan, assessment.engagement)
    write_interviews(book, plan, assessment)
    write_good_practice(book, plan, client)
    write_questionnaires(book, plan, assessment)
    lists = write_entry_sheets(book, plan, assessment)
    write_agreed(book, plan, assessment)
    lists += write_conclusions(book, plan, assessment)
    write_results(book, plan, client)
    write_lists(book, plan)
    write_model(book, plan, lists)
    write_about(book, plan, assessment)
    book.views = [BookView(activeTab=0, firstSheet=0, tabRatio=800)]
    return package(book, clean_text(f"Scoring workbook: {client}"))


def _check_set(questions: QuestionSet, assessment: Assessment) -> None:
    wanted, given = (questions.id, questions.version), (assessment.set_id, assessment.set_version)
    if wanted != given:
        raise UsageError(
            f"The assessment was made with question set {given[0]} {given[1]}, not with {wanted[0]} {wanted[1]}."
        )
