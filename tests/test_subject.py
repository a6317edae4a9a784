"""What a set says of its subject: in the report, in the words of a sector, in Excel, and what is refused."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from reportgen.charts.data.model_picture import model_charts
from reportgen.common.options import BuildOptions
from reportgen.questions import for_sector, load_question_set, sector_profiles
from reportgen.questions.files import check_folder
from reportgen.runs.build import build_report
from reportgen.workbook.layout import choice_lists
from reportgen.workbook.writer import new_workbook, write_workbook
from tests import fillings
from tests.chart_cases import comparison, scores
from tests.commands import run
from tests.packages import parts_of
from tests.test_another_set import SET
from tests.word_files import outline

OWN = """
keep = ["the company of others"]
picture = ["stay", "arrival"]

[subject]
noun = "visitor care"
does = "looks after its visitors"
served = "visitors"
low = "a visitor is mostly left alone"
middling = "a visitor is looked after on good days"
high = "a visitor is looked after on most days"
highest = ["no visitor leaves unseen"]

[report]
title = "A Museum Worth the Journey"
subtitle = "Visitor care at {client}"
method = "Visitor Walk"
method_mark = "By a Visitor Walk"
strapline = "Open doors"
aims = ["To see {client} as its visitors in {market} do."]
drivers_lead = "Much is new for {client}:"
drivers_close = "And in {market}?"
breadth = "From the street to the last room."
origin = "Visitors asked for each of them."
levels = "Upstairs and downstairs"
levels_told = "Each floor tells it otherwise."
states_told = "Told is not seen."
evidence = "told and as seen"

[horizons]
quick-win = "What the next school holidays will show."

[terms]
company = "museum"
profit = "joy"
"""


def own_set(folder: Path, added: str = OWN) -> Path:
    """The museum's set with more in `set.toml`, before its first table."""
    copy = Path(shutil.copytree(SET, folder / "own-set"))
    text = (copy / "set.toml").read_text(encoding="utf-8")
    top, first, rest = text.partition("[[scale]]")
    plain, table, tables = added.partition("[subject]")
    (copy / "set.toml").write_text(f"{top}{plain}{first}{rest}\n{table}{tables}", encoding="utf-8")
    return copy


def built(folder: Path, questions: str, sector: str = "") -> str:
    """What a report says on this set, paragraph by paragraph."""
    model = for_sector(load_question_set(questions), sector)
    workbook = folder / "client.xlsx"
    workbook.write_bytes(write_workbook(model, fillings.every(model, 1, 4)))
    document = build_report(workbook, BuildOptions(question_set=questions)).document
    alternatives = re.findall(r'descr="([^"]*)"', parts_of(document)["word/document.xml"].decode("utf-8"))
    return "\n".join((*outline(document), *alternatives))


def test_the_report_is_made_of_the_words_of_the_set(tmp_path: Path) -> None:
    said = built(tmp_path, str(own_set(tmp_path)))
    for words in (
        "A Museum Worth the Journey",
        "Visitor care at Example Ltd",
        "Open doors",
        "To see Example Ltd as its visitors in its market do.",
        "Much is new for Example Ltd:",
        "And in its market?",
        "From the street to the last room.",
        "with the Visitor Walk model",
        "Visitors asked for each of them.",
        "how Example Ltd looks after its visitors",
        "for the way it looks after its visitors",
        "people who deal with visitors or decide how others should. Each floor tells it otherwise.",
        "the way they look after visitors",
        "divides visitor care into areas",
        "Overall visitor care",
        "Visitor care road map",
        "Visitor care by element of the model",
        "Upstairs and downstairs",
        "Told is not seen.",
        "says what counts as told and as seen",
        "What the next school holidays will show.",
        "Where the museum stands, overall and by area",
        "opportunities and threats of the museum",
        "for each area and for the museum",
        "where effort would release joy soonest",
        "An assessment lets outsiders see a museum as few people inside it can",
    ):
        assert words in said, words
    assert "good practice road map" not in said.lower()
    assert "The museum scores" in said  # a picture
    assert "the company" not in said.lower()


def test_the_terms_of_a_sector_reach_the_subject_and_the_standing_prose(tmp_path: Path) -> None:
    said = built(tmp_path, "cma", "healthcare")
    for words in (
        "how Example Ltd manages its patients",
        "for the way it manages its patients",
        "people who deal with patients or decide how others should",
        "from deciding which patients to serve",
        "Overall customer management",  # a name, which the sector keeps
        "for each area and for the organisation",
        "outsiders see an organisation as few people",
    ):
        assert words in said, words


def test_a_sector_s_terms_stand_on_those_of_the_set(tmp_path: Path) -> None:
    folder = own_set(tmp_path)
    gardens = folder / "sectors" / "gardens.toml"
    text = gardens.read_text(encoding="utf-8").replace(
        "[terms]\n", '[terms]\nmuseum = "garden"\nvisitors = "walkers"\n'
    )
    gardens.write_text(text, encoding="utf-8")
    questions = for_sector(load_question_set(folder), "gardens")
    assert questions.say("A company and its profit") == "A garden and its joy"
    assert questions.say("in the company of others") == "in the company of others"
    assert questions.subject.does == "looks after its walkers"
    assert questions.report.title == "A Museum Worth the Journey"


def test_a_new_workbook_offers_the_sectors_of_the_set(tmp_path: Path) -> None:
    offered = load_question_set(own_set(tmp_path, 'sectors = ["Gardens", "Aquariums"]\n'))
    assert choice_lists(offered)["sectors"].labels == ("Gardens", "Aquariums")
    assert read_back(new_workbook(offered, "Example Ltd", 1, "gardens"), tmp_path, "Engagement", "Sector") == "Gardens"
    ours = {profile.title for profile in sector_profiles()}
    assert set(choice_lists(load_question_set())["sectors"].labels) == ours


def read_back(workbook: bytes, folder: Path, sheet: str, field: str) -> object:
    """What stands beside a field of a form."""
    (folder / "new.xlsx").write_bytes(workbook)
    rows = openpyxl.load_workbook(folder / "new.xlsx")[sheet].iter_rows(values_only=True)
    return next(row[1] for row in rows if row[0] == field)


def test_it_goes_to_excel_and_back_whole(tmp_path: Path) -> None:
    folder = own_set(tmp_path)
    assert run("questions", "export", tmp_path / "set.xlsx", "--question-set", folder).exit_code == 0
    assert run("questions", "import", tmp_path / "set.xlsx", "-o", tmp_path / "back").exit_code == 0
    assert load_question_set(tmp_path / "back") == load_question_set(folder)


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ('[subject]\nnoun = ""', "subject: field 'noun' is empty"),
        ('[subject]\nnouns = "x"', "there is no field 'nouns'; did you mean 'noun'"),
        ('[subject]\n[report]\nsubtitle = "Report"', "field 'subtitle' has no {client}"),
        ('[subject]\n[report]\ntitle = "For {client}"', "'title' has '{client}', but texts have no placeholders"),
        (
            '[subject]\n[report]\naims = ["To {do}"]',
            "'aims' has '{do}', but only {client} and {market} may",
        ),
        ('[subject]\n[horizons]\nquick-wins = "x"', "there is no field 'quick-wins'; did you mean 'quick-win'"),
        ('[subject]\n[terms]\ncompany = ""', "terms: field 'company' is empty"),
        ('picture = ["arrival"]\n', "field 'picture' should name every area once"),
        ('picture = ["arrival, stay", "stay"]\n', "field 'picture' should name every area once"),
        ('picture = ["arrivals, stay"]\n', "field 'picture' has 'arrivals', allowed are arrival, stay; did you mean"),
        ('picture = ["arrival, stay, arrival, stay"]\n', "field 'picture' has more than 3 areas side by side"),
    ],
)
def test_what_would_print_nonsense_is_refused(tmp_path: Path, added: str, said: str) -> None:
    assert any(said in fault for fault in check_folder(own_set(tmp_path, added)).faults)


def test_the_areas_lie_as_the_set_says(tmp_path: Path) -> None:

    def lie(folder: Path) -> list[list[str]]:
        questions = load_question_set(folder)
        (chart,) = model_charts(questions, scores(questions, (40,) * 3), comparison((), 0))
        return [[area.id for area in band] for band in chart.bands]

    assert lie(SET) == [["arrival", "stay"]]
    assert lie(own_set(tmp_path)) == [["stay"], ["arrival"]]
