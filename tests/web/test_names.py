"""Names that browsers send become names that every system can hold, and that none takes for a path."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.web.names import LONGEST, attachment, safe_name

SUFFIXES = (".xlsx", ".docx", ".csv")
DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{kind}{n}" for kind in ("COM", "LPT") for n in "0123456789¹²³")}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("client.xlsx", "client.xlsx"),
        ("CLIENT.XLSX", "CLIENT.xlsx"),
        ("Müller & Söhne – Bewertung.docx", "Müller & Söhne – Bewertung.docx"),
        ("Mu\u0308ller.xlsx", "Müller.xlsx"),  # as macOS sends it
        ("u\u200d\u0308ber.xlsx", "über.xlsx"),
        (r"C:\Users\Jörg\Müller.xlsx", "Müller.xlsx"),
        ("../../etc/passwd", "passwd.xlsx"),
        ("/etc/passwd\0.xlsx", "passwd.xlsx"),
        ("C:peers.csv", "Cpeers.csv"),
        (r"\\server\share\x.xlsx", "x.xlsx"),
        ("book.xlsx:hidden", "book.xlsxhidden.xlsx"),
        ("~$client.xlsx", "client.xlsx"),
        (".hidden.xlsx", "hidden.xlsx"),
        ("client . .xlsx", "client.xlsx"),
        ("client.xlsx. .", "client.xlsx.xlsx"),
        ("client.xlsx ", "client.xlsx"),
        ("a\r\nSet-Cookie: x.xlsx", "aSet-Cookie x.xlsx"),
        ("<script>.xlsx", "script.xlsx"),
        ("fdp\u202excod.xlsx", "fdpxcod.xlsx"),
        ("peers\u00a02026.csv", "peers 2026.csv"),
        ("report.pdf", "report.pdf.xlsx"),
        ("事業.xlsx", "事業.xlsx"),
    ],
)
def test_a_name_stays_as_much_as_it_may(name: str, expected: str) -> None:
    assert safe_name(name, SUFFIXES, "workbook") == expected


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", "/", "\\", ".xlsx", " .xlsx", "~$.xlsx", "\0", "\ud800.xlsx"),
        *("CON.xlsx", "nul", "Aux .xlsx", "com1.old.xlsx", "LPT³.xlsx", "CONIN$.xlsx"),
    ],
)
def test_of_some_nothing_is_left(name: str) -> None:
    assert safe_name(name, SUFFIXES, "workbook") == "workbook.xlsx"


def test_a_long_name_is_cut_between_letters() -> None:
    assert safe_name("a" * 300 + ".docx", SUFFIXES, "x") == "a" * (LONGEST - 5) + ".docx"
    assert safe_name("ü" * 300 + ".docx", SUFFIXES, "x") == "ü" * 57 + ".docx"
    assert safe_name("a" * 114 + " .b.docx", SUFFIXES, "x") == "a" * 114 + ".docx"


AWKWARD = st.text(st.sampled_from("aZü\u0308.~$ /\\:<>|?*\0\r\n\u202e\u200d\u00a0\ufeff\ud800🙂con1") | st.characters())
ENDED = st.builds(str.__add__, AWKWARD, st.sampled_from((*SUFFIXES, ".XLSX", ".xlsx.", "")))


@given(ENDED)
@example("con" + " " * 120 + "a.xlsx")
@example("<\u0338.xlsx")
@example("İ.xlsx")
def test_any_name_can_be_held_anywhere(name: str) -> None:
    made = safe_name(name, SUFFIXES, "workbook")
    assert made.endswith(SUFFIXES)
    assert len(made.encode()) <= LONGEST
    assert PureWindowsPath(made).name == PurePosixPath(made).name == made
    assert not re.search(r'[<>:"/\\|?*]', made)
    assert made.strip(" .") == made
    assert not made.startswith("~")
    assert unicodedata.is_normalized("NFC", made)
    assert {unicodedata.category(one)[0] for one in made} <= set("LMNPSZ")
    assert made.partition(".")[0].rstrip().upper() not in DEVICES
    assert safe_name(made, SUFFIXES, "other") == made


@given(ENDED)
def test_a_download_gets_the_name_whatever_letters_are_in_it(name: str) -> None:
    made = safe_name(name, SUFFIXES, "workbook")
    header = attachment(made)
    assert re.fullmatch(r"attachment; filename=[\w.-]+; filename\*=UTF-8''[\w.~%-]+", header, re.ASCII)
    assert unquote(header.partition("UTF-8''")[2]) == made
