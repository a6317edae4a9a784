"""The method in one place: whoever changes a number of it changes every word that tells it."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from reportgen.common.language import number, ordinal, share_in_words
from tests.conftest import Accepted
from tests.generated_pages import DOCS, PAGES, PASSAGE, with_method
from tests.method_texts import SOURCE, changed, constants, texts

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
GIVEN = constants(SOURCE.read_text(encoding="utf-8"))
Texts = Mapping[str, list[str]]


@dataclass(frozen=True)
class Number:
    """A number of the method: another value for it, which sentences tell it, and where these stand."""

    other: str  # no number that another sentence tells
    told: str = ""  # a pattern of the sentences, `@` where the number stands; empty when no reader is told
    where: str = ""  # the kinds of texts in which it is told

    def tells(self, text: str, value: str) -> bool:
        """True when the text tells the number with this value."""
        if not self.told or not any(form in text for form in forms(value)):  # which is soon known
            return False
        return _sentences(self.told, value).search(text) is not None


@cache
def _sentences(told: str, value: str) -> re.Pattern[str]:
    spelt = rf"(?<![\w.,])(?:{'|'.join(map(re.escape, forms(value)))})(?!\w|[.,]\d)"
    return re.compile(told.replace("@", spelt).replace("\\ ", " ").replace(" ", "[ \N{NO-BREAK SPACE}]"))


@cache
def forms(value: str) -> tuple[str, ...]:
    """How a value is told: in words, in figures, in per cent."""
    parts = eval(value, {"Fraction": Fraction})
    found: list[str] = []
    for part in parts if isinstance(parts, tuple) else (parts,):
        if isinstance(part, int):
            found += [number(part), f"{part}", f"{part:,}"]
        else:
            percent = int(100 * part)
            found += [
                share_in_words(part),
                share_in_words(part).removeprefix("a "),
                f"{float(part):g}",
                number(percent),
            ]
            found += [f"{percent} %", ordinal(percent), f"{percent}"]
    return tuple(found)


NUMBERS = {
    "LAST_PLACE": Number("Fraction(1, 40)"),
    "MIDDLING_FROM": Number(
        "Fraction(31, 100)", r"score under @|\(@ to|@ and 6\d % of its range", "report results documentation"
    ),
    "HIGH_FROM": Number(
        "Fraction(61, 100)", r"scores? @ or more|@ and over|and @ of its range", "report charts documentation"
    ),
    "COVERAGE_NEEDED": Number(
        "Fraction(2, 5)",
        r"(less than|under|[Aa]t least) @ (of (the|them|the effective) weight|of them|is)|coverage under @|[<;]@-0",
        "report charts results workbook documentation",
    ),
    "COVERAGE_WANTED": Number("Fraction(4, 5)", r"below @ a score", "report messages"),
    "LOW_BOXES": Number("3"),
    "HIGH_BOXES": Number("1"),
    "INTERVIEWS_FOR_SPREAD": Number(
        "4", r"(in|from|with|least) @ (interviews|boxes) (or more|on\b|scored)", "report results documentation"
    ),
    "FAR_APART": Number("Fraction(2, 5)", r"@ of its steps", "documentation"),
    "INTERVIEWS_PER_LEVEL": Number(
        "3",
        r"least @ interviews of each|takes @ interviews at|@ interviews or more of",
        "report results documentation",
    ),
    "CONFIDENCE": Number(
        "Fraction(9, 10)", r"@ (interval|of the results)", "report charts results documentation study"
    ),
    "INTERVIEWS_FOR_INTERVAL": Number("6", r"(from|least) @ interviews(,| with)", "report results"),
    "FREEDOM_FOR_INTERVAL": Number("4", r"@ more than their levels", "results"),
    "INTERVIEWS_FOR_FAIR": Number("4", r"fewer than @ interviews stand", "report results documentation"),
    "FIRM_WITHIN": Number("Fraction(1, 8)", r"at most @ of the scale", "report results documentation"),
    "THIN_BEYOND": Number("Fraction(3, 7)", r"interval is more than @", "report results documentation"),
    "AGREED_AT_MOST": Number("Fraction(7, 20)", r"than @ of the (weight|score)|most @ is agreed", "report results"),
    "PEERS_FOR_MEDIAN": Number(
        "6",
        r"(fewer than|least|[Uu]nder|[Ff]rom|groups of) @( organi| peers| the median| to \d+ we| are needed| or more|$)"
        r"|median.* \| @ \|",
        "report results workbook documentation",
    ),
    "PEERS_FOR_QUARTERS": Number(
        "11", r"([Ff]rom|takes) @ (peers|(to \d+ )?the middle)|quartile.* \| @ \|", "report results documentation"
    ),
    "PEERS_FOR_PERCENTILE": Number(
        "22", r"(from|takes) @ (peers|also|the \d)|(percentile|mean).* \| @ \|", "report results documentation"
    ),
    "PEERS_FOR_BEST": Number("44", r"from @ also|takes @ peers|top .* \| @ \|", "report results documentation"),
    "PEERS_FOR_FINE_GRID": Number("210", r"from @ peers on", "report documentation"),
    "GRID": Number("Fraction(3, 50)", r"multiples of @ of the scale|steps, @ and", "documentation"),
    "FINER": Number("4"),
    "ABOUT_LEVEL": Number("Fraction(7, 100)", r"less than @ of the scale|and @ of its range", "documentation"),
    "PERCENTILE_STEP": Number("10", r"[Ii]n steps of @", "report results documentation"),
    "BRACKET": Number("Fraction(13, 100)", r"within @ points", "report documentation"),
    "OWNER_AT_MOST": Number(
        "Fraction(1, 5)", r"ore than @ (of the \d|of its|comes)", "report charts results documentation"
    ),
    "SAME_SCORES": Number("7"),
    "SAME_SHARE": Number("Fraction(2, 3)", r"ore than @ of its elements", "documentation"),
    "PEER_BAND": Number(
        "(Fraction(3, 20), Fraction(17, 20))",
        r"@[-–]@|@ to the @ perc|@ and @ perc|@ of peers|Peers: @",
        "report charts results documentation",
    ),
    "BEST": Number(
        "Fraction(1, 3)", r"(mean of|mean of the|Mean of the) top @|best @ of", "report charts results documentation"
    ),
    "ORGANISATIONS_FOR_OVERALL": Number(
        "35",
        r"takes @ organisations with|[Uu]nder @,? (nothing|their)|From @ organisations the overall",
        "study documentation",
    ),
    "ORGANISATIONS_FOR_AREAS": Number("110", r"from @ the areas", "study documentation"),
    "ORGANISATIONS_FOR_ELEMENTS": Number("330", r"from @ the elements", "study documentation"),
    "FREEDOM_FOR_STUDY": Number("24", r"fewer than @ degrees of", "study documentation"),
    "ORGANISATIONS_OF_SECTOR": Number("7", r"sectors, with fewer than @ members", "study documentation"),
    "FALSE_DISCOVERIES": Number(
        "Fraction(9, 100)", r"corrected p is at most @|on average at most @", "study documentation"
    ),
    "YEARS_OF_CHANGE": Number("2", r"(change over|its value) @ years?", "study documentation"),
    "QUESTIONS_FOR_MARK": Number("6", r"least @ questions( are)? in common", "report results documentation"),
    "SHARES_FALL": Number("19", r"(falls|lie) @ points or more (behind|apart)", "report"),
    "SHARE_DIFFERS": Number("21"),
    "ENDS_APART": Number("Fraction(6, 100)"),
    "RANKED_AT_LEAST": Number("5", r"Fewer than @ elements have a score", "report"),
    "PATH_ENDS_APART": Number("Fraction(11, 100)"),
    "QUESTIONS_FOR_SHARES": Number("8", r"under @ no shares are told", "charts"),
    "FAR_BEHIND": Number("Fraction(23, 100)", r"(is|are) @ points or more behind", "charts"),
    "LEVELS_DIFFER": Number("Fraction(9, 100)", r"they lie @ points or more apart", "report"),
    "LEVELS_DIFFER_MORE": Number("Fraction(4, 100)"),
    "AREAS_UNEVEN": Number("Fraction(14, 100)"),
    "SCORES_CLOSE": Number("Fraction(17, 100)"),
    "WEAKEST_LIFTED": Number("23", r"@ of those that can move", "documentation"),
    "RULES": Number("3"),
    "HORIZON_MONTHS": Number("(4, 7, 13)", r"(to|within|after) @ months", "report"),
}


@pytest.fixture(scope="module")
def before() -> Texts:
    return texts()


@pytest.fixture(scope="module")
def after() -> Texts:
    """The texts of the method with other numbers, read by another Python as if somebody had changed the file."""
    changes = json.dumps({name: told.other for name, told in NUMBERS.items()})
    command = [sys.executable, "-m", "tests.method_texts"]
    done = subprocess.run(command, cwd=ROOT, input=changes, capture_output=True, text=True, encoding="utf-8")
    assert not done.returncode, done.stderr
    found: Texts = json.loads(done.stdout)
    return found


def test_every_number_of_the_method_is_tried() -> None:
    assert NUMBERS.keys() == GIVEN.keys()


@pytest.mark.parametrize("name", [name for name, told in NUMBERS.items() if told.told])
def test_whoever_changes_a_number_changes_every_word_that_tells_it(name: str, before: Texts, after: Texts) -> None:
    told, value = NUMBERS[name], GIVEN[name]
    where = {kind for kind, found in before.items() if any(told.tells(text, value) for text in found)}
    assert where == set(told.where.split())
    assert [text for found in after.values() for text in found if told.tells(text, value)] == []
    assert where == {kind for kind, found in after.items() if any(told.tells(text, told.other) for text in found)}


def literals() -> Iterator[tuple[str, str]]:
    """Every text in the code, with its module; what is put into it stands as braces. Docstrings count like the rest."""
    for path in (*(ROOT / "reportgen").rglob("*.py"), *(ROOT / "templates").rglob("*.py")):  # the template's words, too
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            text = ""
            if isinstance(node, ast.JoinedStr):
                text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
                text = node.value
            yield path.relative_to(ROOT).as_posix(), " ".join(text.split())


def test_no_sentence_spells_out_a_number_of_the_method() -> None:
    """In whatever case it is said, and whether or not these tests meet that case."""
    spelt = {
        (module, name, text)
        for module, text in literals()
        for name, told in NUMBERS.items()
        if told.tells(text, GIVEN[name])
    }
    assert spelt == set()


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "templates" / "README.md", *sorted(DOCS.glob("*.md"))])
def test_a_page_tells_the_numbers_in_marked_passages_only(page: Path, accepted: Accepted) -> None:
    """Passages of pages that are kept by hand; `python -m tests.generated_pages` renews them."""
    text = page.read_text(encoding="utf-8")
    left = PASSAGE.sub("", text)
    assert [name for name, told in NUMBERS.items() for line in left.splitlines() if told.tells(line, GIVEN[name])] == []
    accepted.file(page, with_method(text))
    renewed = {(DOCS / name).resolve() for name, made in PAGES.items() if made is with_method}
    assert (page in renewed) == bool(PASSAGE.search(text))


def test_a_sentence_that_spells_out_a_number_is_found() -> None:
    peers, levels = NUMBERS["PEERS_FOR_MEDIAN"], NUMBERS["INTERVIEWS_PER_LEVEL"]
    assert peers.tells("Only 3 have this figure; at least five are needed.", GIVEN["PEERS_FOR_MEDIAN"])
    assert not peers.tells("Only 3 have this figure; at least eight are needed.", GIVEN["PEERS_FOR_MEDIAN"])
    assert levels.tells("It takes two interviews at each level.", "2")


def test_the_file_of_the_method_is_read_with_other_numbers() -> None:
    source = "A, B = 1, 2  # why\nC = Fraction(1, 2)\nD = f'{A}'\n"
    assert constants(source) == {"A": "1", "B": "2", "C": "Fraction(1, 2)"}
    assert changed(source, {"B": "5"}) == "A, B = 1, 5\nC = Fraction(1, 2)\nD = f'{A}'\n"
