"""The sheets of a question set as a workbook, declared once: for writing, reading and the help on the first one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportgen.common.model import EFFORTS, HORIZONS
from reportgen.common.subject import CLIENT, MARKET
from reportgen.workbook.layout import NO, YES, CellKind, Column, Sheet

READ_ME, LISTS = "Read me", "Lists"
SUBJECT, REPORT, SET_TERMS = "Subject", "Report", "Terms"
SET, SCALE, STATES, LEVELS = "Set", "Scale", "Evidence states", "Levels"
LENSES, LENS_GROUPS = "Lenses", "Lens groups"
AREAS, ELEMENTS, TOPICS, QUESTIONS, ANSWERS = "Areas", "Elements", "Topics", "Questions", "Answers"
SECTORS, TERMS, SECTOR_AREAS, SECTOR_ELEMENTS = "Sectors", "Sector terms", "Sector areas", "Sector elements"
SECTOR_QUESTIONS, SECTOR_LENSES, SECTOR_GROUPS = "Sector questions", "Sector lenses", "Sector lens groups"


CHOICES = {"horizons": tuple(horizon.id for horizon in HORIZONS), "efforts": EFFORTS, "yes_no": (YES, NO)}
"""The entries of the drop-downs, by the name of the list."""


def _text(key: str, header: str, width: float, help_text: str, *, required: bool = False, choices: str = "") -> Column:
    return Column(key, header, CellKind.TEXT, width, help_text, choices, required)


def _id(help_text: str, header: str = "Id", key: str = "id") -> Column:
    return _text(key, header, 26, help_text, required=True)


_TITLE = _text("title", "Title", 36, "As the report prints it.", required=True)
_WEIGHT = Column("weight", "Weight", CellKind.NUMBER, 9, "Empty is 1. A number above 0; a fraction as text, 1/3.")
_WORDS = (
    _text("introduction", "Introduction", 60, "Opens its part of the report."),
    _text("low", "Words for a low score", 50, "True of any company with such a score."),
    _text("middling", "Words for a middling score", 50, "True of any company with such a score."),
    _text("high", "Words for a high score", 50, "True of any company with such a score."),
)
_GENERAL = "Empty: the general one, with the sector's terms."
_OWN_WORDS = tuple(_text(field.key, field.header, field.width, _GENERAL) for field in _WORDS)
_EXAMPLES = _text("examples", "Examples", 50, "What it can look like; shown beside good practice.")


_REPLACED = (
    _text("term", "Term", 44, "A whole word or phrase; plurals are terms of their own.", required=True),
    _text("becomes", "Becomes", 44, "What stands in its place.", required=True),
)


_SECTOR = _id("Id of the sector.", "Sector", "sector")


def _lens_fields(lenses: Iterable[str], help_text: str) -> tuple[Column, ...]:
    return tuple(Column(f"lenses.{lens}", f"Lens: {lens}", CellKind.IDS, 22, help_text) for lens in lenses)


def _evidence_fields(states: Iterable[str], help_text: str) -> tuple[Column, ...]:
    return tuple(_text(state, f"Evidence: {state}", 44, help_text) for state in states)


def _points(help_text: str) -> tuple[Column, ...]:
    return (
        Column("points.not_applicable", "N/A counts", CellKind.NUMBER, 12, f"Points. {help_text}"),
        Column("points.not_known", "Not known counts", CellKind.NUMBER, 12, f"Points. {help_text}"),
    )


_BOX = (
    Column(
        "value", "Value", CellKind.NUMBER, 9, "What an answer counts: 3, 0.75; a fraction as text, 1/3.", required=True
    ),
    _text("label", "Label", 44, "What the drop-down shows.", required=True),
    _text("short", "Short name", 20, "Beside its number in pictures, and where a report tells how often it was given."),
    _text("met", "In short", 44, "What the assessor has met, in a few words, for the picture of the scale."),
    _text("means", "Means", 70, "What it takes to earn this box."),
)

_OF_THE_SET = (
    Sheet(
        SET,
        (
            _id("Short name of the set; workbooks remember it."),
            _text("version", "Version", 10, "Change it when the questions change.", required=True),
            _TITLE,
            Column("range.lowest", "Range from", CellKind.NUMBER, 12, "Empty: the lowest box."),
            Column("range.highest", "Range to", CellKind.NUMBER, 12, "Empty: the highest box."),
            Column("decimals", "Decimals", CellKind.NUMBER, 12, "Of printed scores; empty: as few as suit the range."),
            _text("unit", "Unit", 12, "What one of a score is called; empty: point."),
            _text("units", "Units", 12, "What several are called; empty: points."),
            Column("bands.middling_from", "Middling from", CellKind.NUMBER, 12, "Scores under it are low."),
            Column("bands.high_from", "High from", CellKind.NUMBER, 12, "Scores from here up are high."),
            Column("limits.far_apart", "Far apart", CellKind.NUMBER, 12, "In steps; empty: a share of the scale."),
            Column("limits.grid", "Grid of peers", CellKind.NUMBER, 12, "Empty: a share of the scale."),
            Column("limits.about_level", "About level", CellKind.NUMBER, 12, "Empty: a share of the scale."),
            Column("sectors", "Sectors offered", CellKind.PHRASES, 30, "By title, one a line; workbooks offer them."),
            Column("keep", "Phrases to keep", CellKind.PHRASES, 34, "One a line: no term is replaced in them."),
            Column(
                "picture", "Picture of the model", CellKind.PHRASES, 30, "Ids of areas side by side; a line a band."
            ),
            *_points("Empty: left out of every mean."),
        ),
        "One row: the set as a whole.",
    ),
    Sheet(
        SUBJECT,
        (
            _text("noun", "Noun", 26, "What is assessed, without capital: 'visitor care'."),
            _text("does", "Does", 26, "What a company does: 'looks after its visitors'."),
            _text("served", "Served", 20, "Those it does it for: 'visitors'."),
            _text("low", "Words for a low score", 50, "After 'Our findings suggest that at the client'."),
            _text("middling", "Words for a middling score", 50, "The same."),
            _text("high", "Words for a high score", 50, "The same."),
            Column(
                "highest",
                "Words for the highest boxes",
                CellKind.PHRASES,
                50,
                "In place of high: from the highest box on; on the next line from the one below it.",
            ),
        ),
        "One row: what the set is about, as parts of sentences. Empty: words that are true of any set.",
        required=False,
    ),
    Sheet(
        REPORT,
        (
            _text("title", "Title", 36, "Of the cover. Empty: the title of the set."),
            _text("subtitle", "Subtitle", 36, f"With {CLIENT}, which becomes the client's name."),
            _text("method", "Method", 36, "Its name. Empty: the title of the set."),
            _text("method_mark", "Mark of the method", 36, "At the foot of the cover."),
            _text("strapline", "Strapline", 36, "Below the heading of chapter 4."),
            Column("aims", "Aims", CellKind.PHRASES, 60, f"One a line; {CLIENT} and {MARKET} may stand in them."),
            _text("drivers_lead", "Before the market drivers", 60, f"{CLIENT} and {MARKET} may stand in it."),
            _text("drivers_close", "After the market drivers", 60, f"{CLIENT} and {MARKET} may stand in it."),
            _text("origin", "Where the questions come from", 60, "Whole sentences; they follow the size of the set."),
            _text("breadth", "What the areas cover", 60, "Sentences after that on areas and elements."),
            _text("levels", "Heading of levels", 36, "Over what the levels see differently."),
            _text("levels_told", "On hearing several levels", 60, "Sentences after those on whose accounts count."),
            _text("states_told", "On keeping states apart", 60, "Sentences after the evidence states."),
            _text("evidence", "Evidence of", 36, "After 'The guidance says what counts as'."),
            *(
                _text(f"horizons.{horizon.id}", f"Horizon: {horizon.title}", 50, "What belongs to it.")
                for horizon in HORIZONS
            ),
        ),
        "One row: titles and sentences of the report. Empty: those that are true of any set.",
        required=False,
    ),
    Sheet(
        SET_TERMS,
        _REPLACED,
        "Words that the report's own sentences use, and what the set says in their place.",
        required=False,
    ),
    Sheet(
        SCALE,
        _BOX,
        "The boxes that a question can be given.",
    ),
    Sheet(
        STATES,
        (
            _id("Short name; heads the column of evidence on the sheet Questions."),
            _text("letter", "Letter", 8, "Heads its column in a questionnaire.", required=True),
            _TITLE,
            _text("means", "Means", 70, "What counts as this state."),
        ),
        "What an assessor can find: a plan, the practice itself, its effect.",
    ),
    Sheet(
        LEVELS,
        (
            _id("Short name."),
            _TITLE,
            _text("plural", "Plural", 30, "Of several of them.", required=True),
        ),
        "The levels of the people interviewed.",
    ),
    Sheet(
        LENSES,
        (
            _id("Short name; heads a column of tags on Elements and Questions."),
            _TITLE,
            _text("introduction", "Introduction", 80, "What this view shows."),
        ),
        "Other ways to cut the same answers.",
        required=False,
    ),
    Sheet(
        LENS_GROUPS,
        (_id("Id of the lens.", "Lens", "lens"), _id("Short name of the group."), _TITLE),
        "The groups of each lens.",
        required=False,
    ),
)


def _of_the_model(states: Sequence[str], lenses: Sequence[str]) -> tuple[Sheet, ...]:
    """Areas, elements, topics and questions, with a column for each evidence state and lens."""
    return (
        Sheet(
            AREAS,
            (
                _id("Short name, also of its file: letters, digits, - and _."),
                _TITLE,
                *_WORDS,
                _WEIGHT,
                Column(
                    "path", "Path", CellKind.FLAG, 9, "Yes: its elements are stages that follow one another.", "yes_no"
                ),
            ),
            "The areas, in the order of the report.",
        ),
        Sheet(
            ELEMENTS,
            (
                _id("Id of its area.", "Area", "area"),
                _id("Short name."),
                _text("code", "Code", 9, "Begins the ids of its questions.", required=True),
                _TITLE,
                *_WORDS,
                _WEIGHT,
                _EXAMPLES,
                *_lens_fields(lenses, "Groups of this lens that all its questions count in."),
            ),
            "The elements, in the order of the report.",
        ),
        Sheet(
            TOPICS,
            (
                _id("Id of its element.", "Element", "element"),
                _id("Short name."),
                _TITLE,
                _text(
                    "name", "Name in reports", 44, "What a reader of the report understands, where the title is jargon."
                ),
            ),
            "The topics of the elements. An element without topics has its questions directly.",
            required=False,
        ),
        Sheet(
            QUESTIONS,
            (
                Column(
                    "id",
                    "Id",
                    CellKind.TEXT,
                    9,
                    "The element's code and a number: AP-03. It stays for good.",
                    required=True,
                ),
                _id("Id of its element.", "Element", "element"),
                _text("topic", "Topic", 26, "Id of its topic; empty when the element has none."),
                _text("text", "Question", 52, "One practice, in plain words.", required=True),
                Column(
                    "good_practice",
                    "Good practice",
                    CellKind.TEXT,
                    60,
                    "What it looks like when done well.",
                    required=True,
                ),
                *_evidence_fields(states, "What to look for; a capital, no full stop."),
                _text("next_step", "Next step", 50, "What lifts a company one box.", required=True),
                _text("horizon", "Horizon", 20, "When the next step itself is done.", choices="horizons"),
                _text("effort", "Effort", 10, "What the next step itself takes.", choices="efforts"),
                Column("na_allowed", "N/A allowed", CellKind.FLAG, 10, "May it be not applicable?", "yes_no"),
                Column("inverse", "Inverse", CellKind.FLAG, 10, "Yes: the labels the other way round.", "yes_no"),
                *_points("Empty: as for the set."),
                Column("levels", "Levels", CellKind.IDS, 24, "Ids of the levels that can answer; empty is all."),
                _WEIGHT,
                *_lens_fields(lenses, "Groups of this lens, by id."),
                Column(
                    "double_barrelled",
                    "Why two things",
                    CellKind.TEXT,
                    30,
                    "The reason, where two things are asked at once.",
                ),
                _EXAMPLES,
            ),
            "The questions, in the order of the report.",
        ),
        Sheet(
            ANSWERS,
            (_text("question", "Question id", 12, "Id of the question.", required=True), *_BOX),
            "Answers of a question's own, in place of the boxes of the scale.",
            required=False,
        ),
    )


def _of_sectors(states: Sequence[str]) -> tuple[Sheet, ...]:
    """The profiles and what each says in words of its own."""
    return (
        Sheet(
            SECTORS,
            (
                _id("Short name, also of its file: letters, digits, - and _."),
                _TITLE,
                _text("introduction", "Introduction", 60, "For whom the profile is meant."),
                Column("first", "Comes first", CellKind.IDS, 30, "Ids of elements and topics that come first."),
                Column("keep", "Phrases to keep", CellKind.PHRASES, 34, "One a line: no term is replaced in them."),
                _text("lens.title", "Title of its lens", 36, "What counts most in the sector."),
                _text("lens.introduction", "Introduction of its lens", 60, "What this view shows."),
            ),
            "The sector profiles. They change words, never weights.",
            required=False,
        ),
        Sheet(
            TERMS,
            (
                _SECTOR,
                *_REPLACED,
            ),
            "Words that a sector uses in place of ours.",
            required=False,
        ),
        Sheet(
            SECTOR_AREAS,
            (
                _SECTOR,
                _id("Id of the area.", "Area", "area"),
                *_OWN_WORDS,
            ),
            "What a sector says of an area.",
            required=False,
        ),
        Sheet(
            SECTOR_ELEMENTS,
            (
                _SECTOR,
                _id("Id of the element.", "Element", "element"),
                *_OWN_WORDS,
                _EXAMPLES,
            ),
            "What a sector says of an element.",
            required=False,
        ),
        Sheet(
            SECTOR_QUESTIONS,
            (
                _SECTOR,
                _text("question", "Question id", 12, "Id of the question.", required=True),
                _text("text", "Question", 52, _GENERAL),
                _text("good_practice", "Good practice", 60, _GENERAL),
                *_evidence_fields(states, _GENERAL),
                _text("next_step", "Next step", 50, _GENERAL),
                Column("na_allowed", "N/A allowed", CellKind.FLAG, 10, "Empty: as in general.", "yes_no"),
                _text("not_applicable", "N/A from the start", 40, "Why it does not apply: new workbooks say N/A."),
                _EXAMPLES,
            ),
            "What a sector says of a question.",
            required=False,
        ),
        Sheet(
            SECTOR_LENSES,
            (
                _SECTOR,
                _id("Id of the lens.", "Lens", "lens"),
                _text("introduction", "Introduction", 80, _GENERAL),
            ),
            "What a sector says of a lens of the set.",
            required=False,
        ),
        Sheet(
            SECTOR_GROUPS,
            (
                _SECTOR,
                _id("Short name of the group."),
                _TITLE,
                Column("questions", "Questions", CellKind.IDS, 60, "Ids of its questions.", required=True),
            ),
            "The groups of each sector's own lens.",
            required=False,
        ),
    )


def sheets(states: Sequence[str], lenses: Sequence[str]) -> dict[str, Sheet]:
    """Every sheet by title; some columns depend on the evidence states and lenses of the set."""
    declared = (*_OF_THE_SET, *_of_the_model(states, lenses), *_of_sectors(states))
    return {sheet.title: sheet for sheet in declared}
