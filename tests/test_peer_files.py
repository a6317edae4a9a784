"""Files of peers: written and read back, as .xlsx and .csv; every fault is listed with its cell."""

from __future__ import annotations

import csv
import io
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from reportgen.common.exceptions import InvalidPeerFileError, UnreadableFileError
from reportgen.common.model import Peer, PeerData
from reportgen.peers.files import READ_ME, read_peers, write_peer_file
from tests.builders import peer, peers_scoring, question_set
from tests.workbooks import put

QUESTIONS = question_set()
HEADINGS = (
    "Id,Owner,Date,Sector,Region,Size,Set id,Set version,"
    "AP Analysis and planning,PR Proposition,ME Measuring the effect"
)
ROW = "p1,o1,2024-03-05,Retail,UK,large,test,1,40,37.5,"


def text_file(path: Path, *lines: str, separator: str = ",") -> Path:
    rows = (HEADINGS, *lines)
    path.write_text("\n".join(row.replace(",", separator) for row in rows), encoding="utf-8")
    return path


def faults(path: Path) -> list[str]:
    """The place of every fault, with the sentence after it checked for being one."""
    with pytest.raises(InvalidPeerFileError) as caught:
        read_peers(path, QUESTIONS)
    assert str(caught.value).startswith(f"The peer data in '{path.name}' cannot be used; it has ")
    assert all(fault.endswith(".") for fault in list(map(str, caught.value.listed)))
    return [fault.split(": ", 1)[0] for fault in list(map(str, caught.value.listed))]


# -------------------------------------------------------------------------------------------------- what we write


def test_an_empty_file_is_read_as_no_peers(tmp_path: Path) -> None:
    path = tmp_path / "peers.xlsx"
    path.write_bytes(write_peer_file(QUESTIONS))
    assert read_peers(path, QUESTIONS) == PeerData((), "peers.xlsx", invented=False)


def test_peers_come_back_as_written(tmp_path: Path) -> None:
    data = peers_scoring([20, Fraction(75, 2), 0, 100])
    path = tmp_path / "peers.xlsx"
    path.write_bytes(write_peer_file(QUESTIONS, data.peers, invented=True))
    assert read_peers(path, QUESTIONS) == data


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
                st.integers(0, 1000).map(lambda tenths: Fraction(tenths, 10)),
            ),
            date=st.dates(date(1990, 1, 1), date(2100, 12, 31)),
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
    assert read_peers(path, QUESTIONS).peers == tuple(peers)


# ------------------------------------------------------------------------------------------------------ text files


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_text_files(tmp_path: Path, separator: str, encoding: str, line_end: str) -> None:
    rows = [HEADINGS.split(","), ROW.replace("Retail", "Bücher").split(",")]
    target = io.StringIO()
    csv.writer(target, delimiter=separator, lineterminator=line_end).writerows(rows)
    path = tmp_path / "peers.csv"
    path.write_bytes(target.getvalue().encode(encoding))
    [found] = read_peers(path, QUESTIONS).peers
    assert (found.id, found.owner, found.date, found.sector) == ("p1", "o1", date(2024, 3, 5), "Bücher")
    assert found.elements == {"analysis-and-planning": Fraction(40), "proposition": Fraction(75, 2)}


def test_the_hint_of_excel_and_decimal_commas(tmp_path: Path) -> None:
    path = text_file(tmp_path / "peers.csv", ROW.replace("37.5", "37#5"), separator=";")
    path.write_text("sep=;\n" + path.read_text(encoding="utf-8").replace("#", ","), encoding="utf-8")
    assert read_peers(path, QUESTIONS).peers[0].elements["proposition"] == Fraction(75, 2)


def test_a_text_file_may_say_that_its_organisations_are_invented(tmp_path: Path) -> None:
    path = text_file(tmp_path / "peers.csv", ROW)
    assert not read_peers(path, QUESTIONS).invented
    path.write_text("Invented organisations,yes\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert read_peers(path, QUESTIONS).invented


def test_the_kind_is_judged_by_content(tmp_path: Path) -> None:
    path = tmp_path / "peers.csv"
    path.write_bytes(write_peer_file(QUESTIONS, peers_scoring([20]).peers))
    assert len(read_peers(path, QUESTIONS).peers) == 1
    assert len(read_peers(text_file(tmp_path / "peers.xlsx", ROW), QUESTIONS).peers) == 1


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
    assert read_peers(path, QUESTIONS).peers == peers_scoring([20, 40]).peers


# ---------------------------------------------------------------------------------------------------------- faults


def test_every_fault_is_listed_with_its_cell(tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "peers.csv",
        ROW,
        ",o1,2024-03-05,Retail,UK,large,test,1,40,50,",
        "p3,o3,05/03/2024,Retail,UK,large,test,1,101,-1,n/a",
        "p4,o4,,Retail,UK,large,,,40,4e1,1000",
        "p1,o1,2024-03-05,Retail,UK,large,test,1,41,,",
        "p1,o1,2025-03-05,Retail,UK,large,test,1,41,,",
        ",,,,,,,,,,",
    )
    assert sorted(faults(path)) == [
        *("peers.csv!A3", "peers.csv!A6", "peers.csv!C4", "peers.csv!C5", "peers.csv!G5", "peers.csv!H5"),
        *("peers.csv!I4", "peers.csv!J4", "peers.csv!J5", "peers.csv!K4", "peers.csv!K5"),
    ]


def test_faults_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "peers.xlsx"
    path.write_bytes(write_peer_file(QUESTIONS, peers_scoring([20, 40]).peers))
    book = load_workbook(path)
    for address, text in (("I2", "=1+1"), ("J2", "#REF!"), ("K2", "TRUE"), ("I3", "4000%"), ("J3", "50%")):
        put(book["Peers"], address, text)
    put(book["Read me"], "B8", "perhaps")
    book.save(path)
    assert sorted(faults(path)) == ["Peers!I2", "Peers!I3", "Peers!J2", "Peers!K2", "Read me!B8"]


def test_a_column_that_is_missing_is_never_a_column_of_blanks(tmp_path: Path) -> None:
    path = text_file(tmp_path / "peers.csv", ROW)
    path.write_text(path.read_text(encoding="utf-8").replace("PR Proposition", "Propositions"), encoding="utf-8")
    with pytest.raises(
        InvalidPeerFileError, match=r"no column is headed 'PR Proposition'\. Is it the one headed 'Propositions'"
    ):
        read_peers(path, QUESTIONS)


@pytest.mark.parametrize(
    "content",
    [b"", b"just words", b"a,b\n1,2\n", "Id,Owner,Date\ngröße".encode("latin-1"), b"%PDF-1.7\n\xff", bytes(99)],
)
def test_what_is_no_file_of_peers(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "peers.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match=r"peers\.csv"):
        read_peers(path, QUESTIONS)


def test_a_missing_file_and_another_workbook(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="is not there"):
        read_peers(tmp_path / "peers.xlsx", QUESTIONS)
    book = load_workbook(io.BytesIO(write_peer_file(QUESTIONS)))
    book.remove(book["Peers"])
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(UnreadableFileError, match="holds no peers"):
        read_peers(tmp_path / "other.xlsx", QUESTIONS)
