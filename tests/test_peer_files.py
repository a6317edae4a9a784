"""Files of peers: written and read back, as .xlsx and .csv; every fault is listed with its cell."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from reportgen.common.diagnostics.problems import Problem
from reportgen.common.exceptions import UnreadableFileError
from reportgen.common.model import Peer, QuestionSet
from reportgen.common.peer_table import PeerData
from reportgen.common.scale import Box, scale_of
from reportgen.peers import files
from reportgen.peers.files import READ_ME
from reportgen.peers.writing import write_peer_file
from tests.builders import peer, peers_scoring, question_set
from tests.commands import run
from tests.corpus.base import QUESTIONS as MUSEUM
from tests.museum import SET_NAME, engage, lay_out
from tests.own_answers import ELEMENTS, loaded
from tests.workbooks import put

QUESTIONS = question_set()
TODAY = date(2026, 1, 31)
HEADINGS = (
    "Id,Owner,Date,Sector,Region,Size,Set id,Set version,"
    "AP Analysis and planning,PR Proposition,ME Measuring the effect"
)
ROW = "p1,o1,2024-03-05,Retail,UK,large,test,1,40,37.5,"


def text_file(path: Path, *lines: str, separator: str = ",") -> Path:
    rows = (HEADINGS, *lines)
    path.write_text("\n".join(row.replace(",", separator) for row in rows), encoding="utf-8")
    return path


def opened(path: Path, questions: QuestionSet = QUESTIONS) -> tuple[PeerData, tuple[Problem, ...]]:
    return files.read_peers(path, questions, TODAY)


def read_peers(path: Path) -> PeerData:
    """The peers of a file without any problem."""
    data, problems = opened(path)
    assert [problem.message for problem in problems] == []
    return data


def problems_of(path: Path, *rows: str, separator: str = ",") -> list[str]:
    """Code and place of every problem of these rows; each is told in sentences."""
    _, problems = opened(text_file(path, *rows, separator=separator))
    assert all(problem.message.endswith((".", "?")) for problem in problems)
    return [f"{problem.code} {problem.place.cell}" for problem in problems]


# -------------------------------------------------------------------------------------------------- what we write


def test_an_empty_file_is_read_as_no_peers(tmp_path: Path) -> None:
    path = tmp_path / "peers.xlsx"
    path.write_bytes(write_peer_file(QUESTIONS))
    assert read_peers(path) == PeerData.of((), "peers.xlsx", invented=False)


def test_peers_come_back_as_written(tmp_path: Path) -> None:
    data = peers_scoring([20, Fraction(75, 2), 5, 100])
    path = tmp_path / "peers.xlsx"
    path.write_bytes(write_peer_file(QUESTIONS, data.peers, invented=True))
    assert read_peers(path) == data


def test_the_same_peers_give_the_same_bytes() -> None:
    peers = peers_scoring([20, 40]).peers
    assert write_peer_file(QUESTIONS, peers, invented=True) == write_peer_file(QUESTIONS, peers, invented=True)


def test_the_file_explains_every_column() -> None:
    book = load_workbook(io.BytesIO(write_peer_file(QUESTIONS, invented=True)))
    explained = {cell.value for cell in book[READ_ME]["A"]}
    assert {cell.value for cell in book["Peers"][1]} <= explained
    assert book[READ_ME]["A1"].value == "Peer data: invented organisations"


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.builds(
            peer,
            st.integers(1, 999),
            st.dictionaries(
                st.sampled_from([element.id for element in QUESTIONS.elements]),
                st.integers(50, 1000).map(lambda tenths: Fraction(tenths, 10)),
            ),
            date=st.dates(date(1990, 1, 1), TODAY),
            sector=st.sampled_from(["", "Retail", "=1+1", "+44", "1,000 to 9,999 staff", "Bücher & Co <b>"]),
            set_version=st.sampled_from(["1", "1.0", "2025-01-01"]),
        ),
        unique_by=lambda made: made.id,
        max_size=4,
    )
)
def test_any_peers_come_back_as_written(tmp_path_factory: pytest.TempPathFactory, peers: list[Peer]) -> None:
    path = tmp_path_factory.mktemp("peers") / "peers.xlsx"
    path.write_bytes(write_peer_file(QUESTIONS, peers))
    data, problems = opened(path)
    assert [*data.peers] == peers
    assert {problem.code for problem in problems} <= {"other-peer-version"}


# ------------------------------------------------------------------------------------------------------ text files


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_text_files(tmp_path: Path, separator: str, encoding: str, line_end: str) -> None:
    rows = [HEADINGS.split(","), ROW.replace("Retail", "Bücher").split(",")]
    target = io.StringIO()
    csv.writer(target, delimiter=separator, lineterminator=line_end).writerows(rows)
    path = tmp_path / "peers.csv"
    path.write_bytes(target.getvalue().encode(encoding))
    [found] = read_peers(path).peers
    assert (found.id, found.owner, found.date, found.sector) == ("p1", "o1", date(2024, 3, 5), "Bücher")
    assert found.elements == {"analysis-and-planning": Fraction(40), "proposition": Fraction(75, 2)}


def test_the_hint_of_excel_and_decimal_commas(tmp_path: Path) -> None:
    path = text_file(tmp_path / "peers.csv", ROW.replace("37.5", "37#5"), separator=";")
    path.write_text("sep=;\n" + path.read_text(encoding="utf-8").replace("#", ","), encoding="utf-8")
    assert read_peers(path).peers[0].elements["proposition"] == Fraction(75, 2)


def test_a_text_file_may_say_that_its_organisations_are_invented(tmp_path: Path) -> None:
    path = text_file(tmp_path / "peers.csv", ROW)
    assert not read_peers(path).invented
    path.write_text("Invented organisations,yes\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert read_peers(path).invented


def test_the_kind_is_judged_by_content(tmp_path: Path) -> None:
    path = tmp_path / "peers.csv"
    path.write_bytes(write_peer_file(QUESTIONS, peers_scoring([20]).peers))
    assert len(read_peers(path).peers) == 1
    assert len(read_peers(text_file(tmp_path / "peers.xlsx", ROW)).peers) == 1


def test_columns_may_move_and_own_ones_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "peers.xlsx"
    path.write_bytes(write_peer_file(QUESTIONS, peers_scoring([20, 40]).peers, invented=True))
    book = load_workbook(path)
    book["Peers"].insert_cols(1, 2)
    book["Peers"].insert_rows(1, 4)
    put(book["Peers"], "A5", "Our own remark")
    put(book["Peers"], "A6", "checked")
    book["Peers"].title = "Data"
    book.save(path)
    assert read_peers(path).peers == peers_scoring([20, 40]).peers


# -------------------------------------------------------------------------------------------------- dates and scores


def dates_of(path: Path, *texts: str) -> list[date]:
    """The dates that are read from a column of texts."""
    rows = [ROW.replace("p1,", f"p{number},").replace("2024-03-05", text) for number, text in enumerate(texts)]
    return [one.date for one in read_peers(text_file(path, *rows)).peers]


def test_between_dots_the_day_comes_first(tmp_path: Path) -> None:
    days = dates_of(tmp_path / "peers.csv", "05.03.2024", "17.11.2023 00:00", "3. 4. 2025", "07.07.2024")
    assert days == [date(2024, 3, 5), date(2023, 11, 17), date(2025, 4, 3), date(2024, 7, 7)]


@pytest.mark.parametrize("sign", ["/", "-"])
def test_the_other_rows_of_the_column_settle_which_is_the_day(tmp_path: Path, sign: str) -> None:
    first = [text.replace("/", sign) for text in ("05/03/2024", "17/11/2023", "2024/03/06")]
    assert dates_of(tmp_path / "first.csv", *first) == [date(2024, 3, 5), date(2023, 11, 17), date(2024, 3, 6)]
    second = [text.replace("/", sign) for text in ("05/03/2024", "11/17/2023")]
    assert dates_of(tmp_path / "second.csv", *second) == [date(2024, 5, 3), date(2023, 11, 17)]


def test_a_column_that_writes_days_first_and_last_settles_nothing(tmp_path: Path) -> None:
    texts = ("05/03/2024", "17/11/2023", "11/17/2023")
    rows = [ROW.replace("p1", f"p{n}").replace("2024-03-05", text) for n, text in enumerate(texts)]
    assert problems_of(tmp_path / "peers.csv", *rows) == ["unreadable-date C2"]
    assert problems_of(tmp_path / "peers.csv", rows[0]) == ["unreadable-date C2"]


def test_a_day_to_come_and_another_version_of_the_set_are_warnings(tmp_path: Path) -> None:
    rows = (
        ROW,
        ROW.replace("p1", "p2").replace("2024-03-05", "2026-02-01").replace("test,1,", "test,0.9,"),
        ROW.replace("p1", "p3").replace("test,1,", "test,0.9,"),
        ROW.replace("p1", "p4").replace("test,1,", "test,1.0,"),  # which is 1 in Excel
        ROW.replace("p1", "p5").replace("test,1,", "other,7,"),
    )
    assert problems_of(tmp_path / "peers.csv", *rows) == ["peer-to-come C3", "other-peer-version H3"]
    data, problems = opened(tmp_path / "peers.csv")
    assert len(data.peers) == len(rows)
    assert not any(problem.is_error for problem in problems)
    assert "1 February 2026" in problems[0].message
    assert "two assessments were made with version 0.9" in problems[1].message.lower()


@pytest.mark.parametrize("score", ["49 %", "49%", "49\u00a0%", "49.0 %", "４９ %"])
def test_a_score_in_text_may_be_a_percentage(tmp_path: Path, score: str) -> None:
    [found] = read_peers(text_file(tmp_path / "peers.csv", ROW.replace(",40,", f",{score},"))).peers
    assert found.elements["analysis-and-planning"] == 49


@pytest.mark.parametrize(
    ("score", "code", "told"),
    [
        ("0.49", "impossible-score", "from 5 to 100, and so does every mean of them. Is it 49?"),
        ("0.49 %", "impossible-score", "Is it 49?"),
        ("0.01", "impossible-score", "every mean of them. Enter"),
        ("4.9", "impossible-score", "every mean of them. Enter"),
        ("100.1", "impossible-score", "every mean of them. Enter"),
        ("n/a", "unreadable-score", "'n/a' is no score; scores are numbers from 5 to 100"),
    ],
)
def test_no_mean_of_boxes_lies_outside_them(tmp_path: Path, score: str, code: str, told: str) -> None:
    path = tmp_path / "peers.csv"
    assert problems_of(path, ROW.replace(",40,", f",{score},")) == [f"{code} I2"]
    assert told in opened(path)[1][0].message


def set_scored(*values: str) -> QuestionSet:
    return question_set(scale=scale_of([Box(Fraction(value), f"Box {value}") for value in values]))


@pytest.mark.parametrize(
    ("questions", "inside", "outside"),
    [
        (set_scored("1", "2", "3", "4", "5"), ("1", "2.6", "5"), ("0.99", "0", "5.01", "49")),
        (set_scored("-2", "0", "1.5"), ("-2", "\u22121.99", "0", "1.5"), ("-2.01", "1.51", "49 %")),
        (set_scored("1/3", "2/3"), ("0.333", "0.3333333333", "0.667"), ("0.332", "0.668")),  # as printed, too
        (set_scored("0", "0.5", "1"), ("0", "50 %", "100 %", "1"), ("101 %", "1.001")),
    ],
)
def test_the_boxes_of_any_set_bound_the_scores(
    tmp_path: Path, questions: QuestionSet, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    def cells(scores: tuple[str, ...]) -> list[str]:
        rows = [ROW.replace("p1", f"p{n}").replace("40,37.5", f"{score},") for n, score in enumerate(scores)]
        return [problem.place.cell for problem in opened(text_file(tmp_path / "peers.csv", *rows), questions)[1]]

    assert cells(inside) == []
    assert cells(outside) == [f"I{number}" for number in range(2, len(outside) + 2)]


def test_an_element_whose_questions_have_answers_of_their_own_has_limits_of_its_own() -> None:
    questions, faults = loaded(elements=re.sub(r'    { id = "FI-01".*\n', "", ELEMENTS))  # leaves yes and no
    assert faults == []
    limits = {element.id: files.score_limits(element, questions) for element in questions.elements}
    assert limits == {"paper": (Fraction(-2), Fraction(3)), "files": (Fraction(0), Fraction(1))}
    sheet = load_workbook(io.BytesIO(write_peer_file(questions)))["Peers"]
    checks = {(check.formula1, check.formula2) for check in sheet.data_validations.dataValidation}
    assert checks == {("-2", "3"), ("0", "1")}


# ------------------------------------------------------------------------------------------------- by columns, by cells

ENTRIES = {  # what the cells of some columns may hold; others are scores
    "Id": ("p1", "P1", " p2", "p3", "p4", "p5", "p6", "", "\u200b", "p\x07", "Ünder", "p\u00a09"),
    "Owner": ("o1", "O1 ", "", "group, with comma", 'said "so"', "two\nlines", "\x01"),
    "Date": (
        *(
            "2024-03-05",
            "2024-03-06",
            "2024-03-05",
            "2025/1/2",
            "5 March 2024",
            "05.03.2024",
            "17/11/2023",
            "11/17/2023",
        ),
        *("03/04/2024", "2096-01-01", "1066-01-01", "soon", "", " ", "45000"),
    ),
    "Sector": ("Retail", " retail", "Bücher", "e\u0301", "", "\ufffe"),
    "Set id": ("test", "test", "test", "TEST", "other", ""),
    "Set version": ("1", "1", "1.0", "01", "0.9", "0.8", "", "x"),
}
SCORED = (
    *(
        "40",
        "37.5",
        "5",
        "100",
        "4.9",
        "100.1",
        "",
        " ",
        "40 ",
        "-1",
        "\u221240",
        "1e3",
        "0.49",
        "49 %",
        "4900 %",
        "n/a",
    ),
    *(
        "12,5",
        "1,234",
        "33.333333",
        "33.3333333",
        "66.6666666666666666",
        "007",
        "+40",
        ".5",
        "5.",
        "４９",
        "nan",
        "12345",
    ),
)
SOUND = ROW.split(",")


class CellByCell:
    """The grid of a text file, passed off as another: nothing of it is read by columns."""

    def __init__(self, grid: Any) -> None:
        self._grid = grid

    def __getattr__(self, name: str) -> Any:
        return getattr(self._grid, name)


def some_rows(chance: Random) -> list[list[str]]:
    """Rows of a file of peers, of which many, few or none have something wrong."""
    heads = HEADINGS.split(",")
    share = chance.choice((0, 0.02, 0.2, 1))
    rows = []
    for number in range(chance.randint(0, 12)):
        row = [f"p{number + 20}", *SOUND[1:]]
        for place, head in enumerate(heads):
            if chance.random() < share or (place > 7 and chance.random() < 0.5):
                row[place] = chance.choice(ENTRIES.get(head, SCORED if place > 7 else ("UK", "Spain", "")))
        rows.append([""] * len(row) if chance.random() < 0.05 else row[: chance.choice((len(row), len(row), 9))])
    first = [["Invented organisations", chance.choice(("yes", "no", "perhaps"))]] if chance.random() < 0.3 else []
    return [*first, heads, *rows]


def test_by_columns_a_text_file_says_what_it_says_cell_by_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same peers, the same problems in the same words and order, whatever is wrong."""
    by_columns, met = files._grids, Counter[str]()
    for seed in range(150):
        path = tmp_path / f"{seed}.csv"
        with path.open("w", encoding="utf-8", newline="") as target:
            csv.writer(target, delimiter=",;\t"[seed % 3]).writerows(some_rows(Random(seed)))
        quick, told = opened(path)
        monkeypatch.setattr(files, "_grids", lambda *file, **how: map(CellByCell, by_columns(*file, **how)))
        monkeypatch.setattr(files, "_LAST", {})
        careful, wanted = opened(path)
        monkeypatch.undo()
        assert told == wanted
        assert [problem.message for problem in told] == [problem.message for problem in wanted]
        if not any(problem.is_error for problem in told):
            assert quick == careful
            assert {one: column.unit for one, column in quick.peers.elements.items()} == {
                one: column.unit for one, column in careful.peers.elements.items()
            }
        met.update(problem.code for problem in told)
        met["sound"] += not told
    expected = {"doubled-peer", "impossible-score", "other-peer-version", "peer-fact-missing", "peer-to-come", "sound"}
    assert expected | {"unreadable-date", "unreadable-score", "unprintable-text", "unknown-choice"} <= met.keys()
    assert met["sound"] > 10


def test_a_file_is_read_once_and_again_when_anything_else_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, read, reads = text_file(tmp_path / "peers.csv", ROW), files._read, Counter[str]()

    def counted(*asked: Any) -> tuple[PeerData, tuple[Problem, ...]]:
        reads["all"] += 1
        return read(*asked)

    monkeypatch.setattr(files, "_read", counted)
    first = opened(path)
    assert opened(path) == first
    assert reads["all"] == 1
    text_file(path, ROW.replace("Retail", "Retains"))
    assert opened(path)[0].peers[0].sector == "Retains"
    assert [problem.code for problem in files.read_peers(path, QUESTIONS, date(2020, 1, 1))[1]] == ["peer-to-come"]
    assert len(opened(path, set_scored("1", "2"))[1]) > 0
    assert reads["all"] == 4


# ---------------------------------------------------------------------------------------------------------- faults


def test_every_fault_is_listed_with_its_cell(tmp_path: Path) -> None:
    rows = (
        ROW,
        ",o1,2024-03-05,Retail,UK,large,test,1,40,50,",
        "p3,o3,05/03/2024,Retail,UK,large,test,1,101,-1,n/a",
        "p4,o4,,Retail,UK,large,,,40,4e1,1000",
        "p1,o1,2024-03-05,Retail,UK,large,test,1,41,,",
        "p1,o1,2025-03-05,Retail,UK,large,test,1,41,,",
        ",,,,,,,,,,",
    )
    assert sorted(problems_of(tmp_path / "peers.csv", *rows)) == [
        "doubled-peer A6",
        *("impossible-score I4", "impossible-score J4"),
        *("peer-fact-missing A3", "peer-fact-missing C5", "peer-fact-missing G5", "peer-fact-missing H5"),
        "unreadable-date C4",
        *("unreadable-score J5", "unreadable-score K4", "unreadable-score K5"),
    ]


def test_two_rows_without_an_id_are_told_as_such(tmp_path: Path) -> None:
    rows = [ROW.replace("p1", "")] * 2
    assert problems_of(tmp_path / "peers.csv", *rows) == ["peer-fact-missing A2", "peer-fact-missing A3"]


def test_faults_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "peers.xlsx"
    path.write_bytes(write_peer_file(QUESTIONS, peers_scoring([20, 40]).peers))
    book = load_workbook(path)
    for address, text in (("I2", "=1+1"), ("J2", "#REF!"), ("K2", "TRUE"), ("I3", "4000%"), ("J3", "50%")):
        put(book["Peers"], address, text)
    put(book["Read me"], "B8", "perhaps")
    book.save(path)
    _, problems = opened(path)
    cells = ["Peers!I2", "Peers!I3", "Peers!J2", "Peers!K2", "Read me!B8"]
    assert sorted(str(problem.place) for problem in problems) == [f"peers.xlsx, {cell}" for cell in cells]


@pytest.mark.parametrize(
    "content", ["Id,Owner,Date\ngröße".encode("latin-1"), b'Id,Owner,Date\n"a"b,c\n', b"\xff\xfeI\0\xd8"]
)
def test_what_is_wrong_with_a_text_file_is_told_in_plain_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "peers.csv").write_bytes(content)
    with pytest.raises(UnreadableFileError) as caught:
        opened(tmp_path / "peers.csv")
    assert "Save it from Excel as 'CSV UTF-8 (comma delimited)'" in str(caught.value)
    assert not re.search(r"codec|decode|byte|delimiter|utf-?16", str(caught.value), re.IGNORECASE)


@pytest.mark.parametrize("peers", ["faulty", "doubtful", "none of ours"])
def test_check_finds_every_fault_that_build_finds(tmp_path: Path, peers: str) -> None:
    workbook = lay_out(tmp_path)
    engage(workbook, {"Peer data": "peers.csv"})
    heads = [column.header for column in files.peers_sheet(MUSEUM).columns]
    facts = {"Id": "p1", "Date": "03/04/2025", "Set id": MUSEUM.id, "Set version": MUSEUM.version}
    if peers == "doubtful":
        facts["Date"] = "2096-01-01"
    rows = [heads, [facts.get(head, "") for head in heads]] if peers != "none of ours" else [["a", "b"]]
    (tmp_path / "peers.csv").write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")

    engaged = ("--json", "--question-set", tmp_path / SET_NAME)
    checked = run("check", workbook, *engaged)
    built = run("build", workbook, "--question-set", tmp_path / SET_NAME, "-o", tmp_path / "output")
    code = {"faulty": "unreadable-date", "doubtful": "peer-to-come", "none of ours": "peer-file-unreadable"}[peers]
    [problem] = json.loads(checked.stdout)[0]["problems"]
    assert problem["code"] == code
    assert checked.exit_code == built.exit_code == int(peers != "doubtful")
    assert peers == "doubtful" or f"[{code}]" in built.output
    assert peers != "faulty" or f"Next: correct {tmp_path / 'peers.csv'}, then: reportgen check" in built.output
    assert "--mark" not in built.output or peers == "none of ours"
    engage(workbook, {"Peer data": None})
    asked = run("check", workbook, *engaged, "--peers", tmp_path / "peers.csv")
    if peers == "none of ours":
        assert asked.exit_code == 2  # as it is with `build`
    else:
        assert json.loads(asked.stdout)[0]["problems"] == [problem]
    if peers == "none of ours":
        assert (problem["sheet"], problem["cell"]) == ("Engagement", "B14")
        assert "reportgen questions export --peers" in problem["message"]


def test_a_column_that_is_missing_is_never_a_column_of_blanks(tmp_path: Path) -> None:
    path = text_file(tmp_path / "peers.csv", ROW)
    path.write_text(path.read_text(encoding="utf-8").replace("PR Proposition", "Propositions"), encoding="utf-8")
    [problem] = opened(path)[1]
    assert "no column is headed 'PR Proposition'. Is it the one headed 'Propositions'" in problem.message
    assert problem.is_error


@pytest.mark.parametrize("row", [ROW.replace("test", "theirs"), ",,,,,,,,,,", ""])
def test_peers_of_another_set_are_told_in_one_sentence(tmp_path: Path, row: str) -> None:
    """However many of its columns we miss, and whether or not it has rows yet."""
    path = text_file(tmp_path / "peers.csv", row)
    text = path.read_text(encoding="utf-8")
    others = {"AP Analysis and planning": "XA Parking", "ME Measuring the effect": "XC Shops"}
    others |= {} if "theirs" in row else {"PR Proposition": "XB Toilets"}
    for ours, theirs in others.items():
        text = text.replace(ours, theirs)
    path.write_text(text, encoding="utf-8")
    peers, [problem] = opened(path)
    assert (len(peers.peers), problem.code, problem.is_error) == (0, "peers-of-other-set", True)
    name = "the question set 'theirs'" if "theirs" in row else "another question set"
    assert f"made for {name}, and the workbook from the question set 'test'" in problem.message


def test_columns_that_are_missing_from_peers_of_our_set_are_named(tmp_path: Path) -> None:
    path = text_file(tmp_path / "peers.csv", ROW)
    path.write_text(path.read_text(encoding="utf-8").replace("AP Analysis", "XX Analysis"), encoding="utf-8")
    assert [problem.code for problem in opened(path)[1]] == ["missing-column"]


@pytest.mark.parametrize(
    "content",
    [b"", b"just words", b"a,b\n1,2\n", "Id,Owner,Date\ngröße".encode("latin-1"), b"%PDF-1.7\n\xff", bytes(99)],
)
def test_what_is_no_file_of_peers(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "peers.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match=r"peers\.csv"):
        read_peers(path)


def test_a_missing_file_and_another_workbook(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="is not there"):
        read_peers(tmp_path / "peers.xlsx")
    book = load_workbook(io.BytesIO(write_peer_file(QUESTIONS)))
    book.remove(book["Peers"])
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(UnreadableFileError, match="holds no peers"):
        read_peers(tmp_path / "other.xlsx")
