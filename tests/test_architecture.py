"""The pages for those who work on the code: what they name exists, and every room is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.test_house import NO_ROOM, PACKAGE, ROOMS

ROOT = Path(__file__).parents[1]
ARCHITECTURE = ROOT / "docs" / "architecture.md"
PAGES = sorted({ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")})
CHANGES = (
    "a column on a sheet",
    "a chart",
    "a field of a question set",
    "a rule of the method",
    "a section of the report",
    "a problem code",
    "an option of a build",
    "a command",
    "another input format",
    "another store of peers",
    "another output",
    "another language",
)
_TOP = "reportgen|templates|workbooks|tests|docs|benchmarks|.ci|.github"


def quoted(text: str) -> list[str]:
    """What stands between single backticks."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))


def rows(text: str, heading: str) -> Iterator[list[str]]:
    """The cells of the rows below the head of the table under a heading."""
    lines = [line for line in text.partition(f"## {heading}\n")[2].partition("\n## ")[0].splitlines() if "|" in line]
    yield from ([cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:])


def missing_paths(names: Iterable[str], root: Path = ROOT) -> list[str]:
    """The names that are paths of the project, and of nothing."""
    paths = (name for name in names if re.match(rf"(?:{_TOP})/", name) and "<" not in name and "*" not in name)
    return [path for path in paths if not (root / path).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_path_and_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert missing_paths(quoted(text)) == []
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert [link for link in links if link and not (page.parent / link).exists()] == []


def test_every_room_is_told_from_roof_to_cellar() -> None:
    told = [quoted(room)[0] for room, _ in rows(ARCHITECTURE.read_text(encoding="utf-8"), "The house")]
    there = {path.stem for path in PACKAGE.iterdir() if path.is_dir() or path.suffix == ".py"} - NO_ROOM
    assert told == [f"reportgen/{room}/" for room in ROOMS if room in there]


def test_each_change_has_its_place() -> None:
    places = dict(rows(ARCHITECTURE.read_text(encoding="utf-8"), "Where it goes"))
    assert tuple(places) == CHANGES
    for change, place in places.items():
        assert any(name.startswith("reportgen/") for name in quoted(place)), change


def test_each_name_of_the_page_stands_in_a_file_that_its_row_names() -> None:
    """A file named without its folder stands beside one named before it; any other name is one of the code."""
    for change, place in rows(ARCHITECTURE.read_text(encoding="utf-8"), "Where it goes"):
        names = quoted(place)
        paths = [ROOT / name for name in names if "/" in name]
        for name in (name for name in names if "/" not in name):
            if name.endswith(".py"):
                assert any((path.parent / name).is_file() for path in paths), (change, name)
            else:
                files = [file for path in paths for file in ([path] if path.is_file() else path.rglob("*.py"))]
                word = re.compile(rf"\b{re.escape(name)}\b")
                assert any(word.search(file.read_text(encoding="utf-8")) for file in files), (change, name)


def test_the_architecture_is_one_page() -> None:
    assert len(ARCHITECTURE.read_text(encoding="utf-8").splitlines()) <= 70


def test_a_path_that_leads_nowhere_is_found() -> None:
    text = "`reportgen/common/model.py`, `reportgen/pipeline.py`, `docs/`, `model.py`\n```\n`tests/none.py`\n```\n"
    assert missing_paths(quoted(text)) == ["reportgen/pipeline.py"]
