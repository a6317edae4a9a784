"""Facts apart from remedies: the rooms below say what holds at every front, the command line adds its own words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Any

import click
import pytest

from reportgen.cli.main import cli
from reportgen.cli.remedies import FOUND, REMEDIES, worded, wording
from reportgen.common import exceptions
from reportgen.common.diagnostics.diagnostic import DiagnosticKind, named_in
from reportgen.common.diagnostics.fronts import messages
from reportgen.common.diagnostics.problems import SECTOR_CHANGED, WRONG_SET
from reportgen.common.diagnostics.runs import (
    FAULTY_TEMPLATE,
    NO_SCORING_WORKBOOK,
    NOT_LAID_OUT,
    NOT_ON_RECORD,
    OLDER_PEER_DATABASE,
    PDF_TOO_SLOW,
    PEERS_UNUSABLE,
    SOURCES_MISSING,
)
from reportgen.common.diagnostics.template_faults import UNKNOWN_NAME
from reportgen.common.exceptions import (
    InvalidSourcesError,
    OfficeError,
    PeerDatabaseError,
    TemplateError,
    UnreadableFileError,
    UsageError,
)
from reportgen.common.model import Place
from reportgen.web import remedies as browser
from tests.test_diagnostics import FAMILIES

PACKAGE = Path(__file__).parents[1] / "reportgen"
FRONTS = ("cli", "web")
OF_WORKBOOKS = {  # what a workbook says of itself wherever it is opened; no message of a run
    "workbook/writer/guide.py",
    "workbook/question_set_files/writing.py",
}
OF_PLAIN_WORDS = [  # what is caught there is no diagnostic
    "runs/project.py: {error}",  # a URL with a password
    "template/checking/__init__.py: str(error)",  # what filling stumbles over
]


def commands(group: click.Group = cli, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command with the words that call it."""
    for name, command in group.commands.items():
        yield f"{above}{name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{above}{name} ")


COMMANDS = dict(commands())
OPTIONS_OF_OURS = {
    option
    for command in COMMANDS.values()
    for parameter in command.params
    for option in parameter.opts
    if option.startswith("--")
}
NAMED = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(OPTIONS_OF_OURS))})(?![\w-])"
    rf"|\breportgen\s+(?:{'|'.join(cli.commands)})\b"
    rf"|\b[Rr]un (?:{'|'.join(cli.commands)})\b"
)
KINDS = [kind for family in FAMILIES.values() for kind in family.kinds if kind.front]


def texts(path: Path) -> Iterator[str]:
    """The texts of a module, docstrings aside; the pieces of a text with facts in it as one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value


@pytest.mark.parametrize(
    "text", ["Give it with --peers.", "See 'reportgen template fields'.", "Run refresh.", "{} --force"]
)
def test_an_option_or_a_command_is_noticed(text: str) -> None:
    assert NAMED.search(text)


def test_no_text_but_those_of_a_front_names_an_option_or_a_command_of_ours() -> None:
    found = [
        (name, text)
        for path in PACKAGE.rglob("*.py")
        if (name := path.relative_to(PACKAGE).as_posix()).partition("/")[0] not in FRONTS and name not in OF_WORKBOOKS
        for text in texts(path)
        if NAMED.search(text)
    ]
    assert found == []


def test_no_error_goes_into_another_as_a_text_in_which_no_front_can_word_it() -> None:
    family = {name for name, one in vars(exceptions).items() if isinstance(one, type) and issubclass(one, Exception)}
    found = [
        f"{name}: {ast.unparse(node)}"
        for path in PACKAGE.rglob("*.py")
        if (name := path.relative_to(PACKAGE).as_posix()).partition("/")[0] not in FRONTS
        for handler in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(handler, ast.ExceptHandler) and handler.name and family & names_in(handler.type)
        for node in ast.walk(handler)
        if ast.unparse(node) == f"str({handler.name})"
        or (isinstance(node, ast.FormattedValue) and ast.unparse(node.value) == handler.name)
    ]
    assert sorted(found) == OF_PLAIN_WORDS


def names_in(node: ast.AST | None) -> set[str]:
    """The names in an expression."""
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)} if node else set()


def test_each_kind_that_a_front_words_has_words_on_the_command_line_and_no_other_has() -> None:
    codes = [kind.code for kind in KINDS]
    assert sorted(codes) == sorted(set(codes)), "a front finds its words by the code"
    assert set(codes) == REMEDIES.keys()
    assert FOUND.keys() <= REMEDIES.keys()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_the_words_of_the_command_line_need_no_other_facts(kind: object) -> None:
    assert kind in KINDS
    (mine,) = [one for one in KINDS if one is kind]
    ours = wording(mine)
    assert named_in(ours.found) | named_in(ours.remedy) <= named_in(mine.found) | named_in(mine.remedy)
    assert (ours.found, ours.remedy) != (mine.found, mine.remedy)
    assert mine.remedy.endswith(".")


def test_the_command_line_names_what_it_has() -> None:
    for text in chain(REMEDIES.values(), FOUND.values()):
        assert set(re.findall(r"--[a-z-]+", text)) <= OPTIONS_OF_OURS, text
        for called in re.findall(r"'reportgen ([a-z ]+?)(?: --[a-z]+| \{path\})?'", text):
            assert called in COMMANDS, text


# ----------------------------------------------------------------------------------------------------- the pages

NOT_ON_A_PAGE = re.compile(r"(?<!\w)--?[a-z]|\bcommands?\b|\b[Rr]un\b|\breportgen [a-z]+\'|\w/\w|\\|\.toml\b")


@pytest.mark.parametrize(
    "text", ["Give -o another name.", "Build with --peers.", "Run it again.", "See docs/a.md.", "Use another command."]
)
def test_what_does_not_belong_on_a_page_is_noticed(text: str) -> None:
    assert NOT_ON_A_PAGE.search(text)


def test_the_pages_have_words_of_their_own_for_kinds_of_a_front_only() -> None:
    codes = {kind.code for kind in KINDS}
    assert browser.REMEDIES.keys() <= codes
    assert browser.FOUND.keys() <= codes


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_the_words_of_a_page_need_no_other_facts_and_name_no_option_command_or_path(kind: object) -> None:
    (mine,) = [one for one in KINDS if one is kind]
    ours = browser.wording(mine)
    assert named_in(ours.found) | named_in(ours.remedy) <= named_in(mine.found) | named_in(mine.remedy)
    assert ours.remedy.endswith(".")
    assert not NOT_ON_A_PAGE.search(ours.remedy)
    assert not NOT_ON_A_PAGE.search(ours.found)
    assert browser.REMEDIES.get(mine.code) != mine.remedy, "the words that hold at every front would do"


# ------------------------------------------------------------------------------- the name that belongs to others

WANTED = r"[\"']?{}(?:\[[\w\s,-]*\])?(?![\w-]|[./@]\w)"
ANY_OTHER = r"[\"']?[A-Za-z][\w.-]*(?:\[[\w\s,-]*\])?[\"']?"
BY_BARE_NAME = re.compile(  # an installer, its options, what else it installs, and the name alone
    r"\b(?:pip3?|pipx|uvx?|poetry|pdm|conda|mamba)\b(?:\s+(?:tool|pip))?(?:\s+(?:install|add|run))?"
    rf"(?:\s+-[\w-]+(?:=\S+)?|\s+{ANY_OTHER}){{0,4}}?\s+{WANTED.format('reportgen')}",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("pip install reportgen", True),
        ("Install it: pip install reportgen.", True),
        ('pip install "reportgen[postgresql]".', True),
        ("python -m pip install --upgrade --quiet\nreportgen==0.2", True),
        ("pip install -U pip 'reportgen[redline, postgresql]>=0.2'", True),
        ("pipx install reportgen", True),
        ("uv tool install reportgen", True),
        ("uvx reportgen build client.xlsx", True),
        ('pip install --editable ".[postgresql]"', False),
        ('pip install "reportgen-0.2.0-py3-none-any.whl[postgresql]"', False),
        ("pip install --quiet --editable . && .venv/bin/reportgen build", False),
    ],
)
def test_an_instruction_to_install_by_the_bare_name_is_noticed(text: str, is_one: bool) -> None:
    assert bool(BY_BARE_NAME.search(text)) is is_one


def test_nothing_says_to_install_reportgen_by_its_bare_name() -> None:
    """On the public index that name belongs to somebody else's package."""
    root = PACKAGE.parent
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    files = [path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".toml", ".html", ".js", ".md", ".txt")]
    assert root / "README.md" in pages
    read = ((path, path.read_text(encoding="utf-8")) for path in (*pages, *files))
    joined = ((path, text) for path in files if path.suffix == ".py" for text in texts(path))
    said = ((code, text) for code, text in chain(REMEDIES.items(), browser.REMEDIES.items()))
    assert [
        (where, found[0]) for where, text in chain(read, joined, said) if (found := BY_BARE_NAME.search(text))
    ] == []


# --------------------------------------------------------------------------------------------------- what is said


def test_an_error_says_the_way_out_in_the_words_of_a_front() -> None:
    error = UnreadableFileError(NO_SCORING_WORKBOOK.at(path="a.xlsx", titles="'Sheet'"))
    assert str(error).endswith(": its sheets are 'Sheet'. Name a scoring workbook.")
    assert error.told(worded).endswith(": its sheets are 'Sheet'. Name a workbook made with 'reportgen new'.")


def test_each_missing_source_is_named_with_its_option() -> None:
    sources = {"template": "the template 'firm.docx'", "peers": "the peer data 'peers.xlsx'"}
    error = UsageError(SOURCES_MISSING.at(workbook="a.xlsx", missing=", ".join(sources.values()), sources=sources))
    assert "--" not in str(error)
    assert error.told(worded).endswith(
        "nor below: the template 'firm.docx' (give it with --template), the peer data 'peers.xlsx' (give it "
        "with --peers, or go on without any with --no-peers)."
    )


def test_an_error_inside_a_message_is_told_in_the_same_words() -> None:
    error = OfficeError(PDF_TOO_SLOW.at(program="soffice", seconds=120))
    remark = NOT_LAID_OUT.at(missing="the contents have no page numbers", reason=error)
    assert remark.message.endswith("or do without page numbers and PDF.")
    assert messages([remark], worded)[0].endswith(
        "and was stopped. Run the command again when the machine is less busy, or build without --pages and --pdf."
    )


@pytest.mark.parametrize(("outer", "facts"), [(PEERS_UNUSABLE, {"name": "firm.peers"}), (NOT_ON_RECORD, {})])
def test_what_stands_in_the_way_of_a_peer_database_is_told_in_the_same_words(
    outer: DiagnosticKind[str], facts: dict[str, str]
) -> None:
    inner = PeerDatabaseError(OLDER_PEER_DATABASE.at(name="it", format="0001", ours="0002"))
    error = PeerDatabaseError(outer.at(reason=inner, **facts))
    assert str(error).endswith(
        "(format 0001; this one works with 0002). Have it brought up to date, which keeps a backup."
    )
    assert error.told(worded).endswith(
        ": it was made by an older reportgen (format 0001; this one works with 0002). "
        "Bring it up to date with 'reportgen peers upgrade', which keeps a backup."
    )


def test_what_is_listed_below_an_error_is_told_in_the_same_words() -> None:
    fault = UNKNOWN_NAME.at(reason="'x' is not a name the report knows")
    said = FAULTY_TEMPLATE.at(name="firm.docx", count="7 faults", path="firm.docx")
    lines = TemplateError(said, [fault, "... and 6 more"]).told(worded).splitlines()
    assert lines[0] == (
        "firm.docx: the template has 7 faults, so no report was built. 'reportgen template check firm.docx' lists all."
    )
    assert lines[1].endswith("'reportgen template fields' lists all that there are.  [unknown-name]")
    assert lines[2:] == ["  ... and 6 more"]
    problem = WRONG_SET.at(Place("_Model", "B1"), value="a", expected="b")
    told = InvalidSourcesError({"anna.xlsx": [problem]})
    assert str(told).endswith(
        "  anna.xlsx, _Model!B1: the workbook was made from the question set 'a', but is read with "
        "'b'. Name its own set.  [wrong-set]"
    )
    assert told.told(worded).endswith("Name its own set with --question-set.  [wrong-set]")


def test_what_a_report_prints_names_no_command() -> None:
    problem = SECTOR_CHANGED.at(Place("Engagement", "B9"), value="Retail", recorded="Healthcare")
    assert "reportgen" not in problem.message
    assert "'reportgen upgrade --sector'" in worded(problem).message


# ------------------------------------------------------------------------------------------ what a page does not show

CASES = [PurePosixPath("/srv/reportgen/Xy7_q-2"), PureWindowsPath(r"C:\Users\Ann Lee\AppData\Local\Temp\Xy7_q-2")]
MADE = r"given/Müller & Söhne.xlsx"


def errors_with(path: str) -> Iterator[exceptions.ReportgenError]:
    """An error of each kind there is, with a path in what it says and in what it lists."""
    said = f"'{path}' is damaged: {path} cannot be read (OSError: {path!r})."
    fault = NO_SCORING_WORKBOOK.at(path=path, titles="'Sheet'")
    problem = WRONG_SET.at(Place("_Model", "B1"), value=path, expected="b")
    for kind in vars(exceptions).values():
        if not (isinstance(kind, type) and issubclass(kind, exceptions.ReportgenError)):
            continue
        if kind is InvalidSourcesError:
            yield InvalidSourcesError({path: [problem]})
        elif kind is exceptions.InvalidWorkbookError:
            yield exceptions.InvalidWorkbookError([problem])
        elif kind is exceptions.BrokenQuestionSetError:
            yield exceptions.BrokenQuestionSetError([said, said])
        else:
            yield kind(said, [said, fault])
            yield kind(NOT_LAID_OUT.at(missing="it", reason=OfficeError(fault)))


@pytest.mark.parametrize("case", CASES, ids=["posix", "windows"])
def test_no_error_of_whatever_kind_shows_where_a_server_keeps_files(case: PurePath) -> None:
    for error in errors_with(str(case / MADE)):
        shown = browser.told(error, case)
        assert "Xy7" not in shown
        assert "given" not in shown
        if not isinstance(error, exceptions.InvalidWorkbookError):
            assert "Müller & Söhne.xlsx" in shown


@pytest.mark.parametrize("case", CASES, ids=["posix", "windows"])
@pytest.mark.parametrize("kind", [kind for family in FAMILIES.values() for kind in family.kinds], ids=lambda k: k.code)
def test_no_kind_shows_a_path_that_is_one_of_its_facts(kind: DiagnosticKind[Any], case: PurePath) -> None:
    path = case / MADE
    made = kind.at(**dict.fromkeys(named_in(kind.found) | named_in(kind.remedy), path))
    shown = browser.without_folders(browser.worded(made).message, case)
    assert "Xy7" not in shown
    assert not re.search(r"given[\\/]", shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("'{case}/given/a b.xlsx' is damaged.", "'a b.xlsx' is damaged."),
        ("{case}\\made\\charts\\x.png, y", "x.png, y"),
        ("'peers.xlsx' is not in {case}/given.", "'peers.xlsx' is not in the folder of these files."),
        ("There is no folder {case}.", "There is no folder the folder of these files."),
        ("{case}/given/base.docx", "base.docx"),
        ("{case}/given/base", "base"),
        ("file:///{case}/given/a.docx", "a.docx"),
        ("{case}/given/a.xlsx, or data/peers.xlsx of {case}/given/b.xlsx", "a.xlsx, or data/peers.xlsx of b.xlsx"),
        ("/etc/peers.xlsx and {case}9/a.xlsx", "/etc/peers.xlsx and {case}9/a.xlsx"),
    ],
)
@pytest.mark.parametrize("case", CASES, ids=["posix", "windows"])
def test_a_page_shows_bare_names(text: str, shown: str, case: PurePath) -> None:
    assert browser.without_folders(text.format(case=case), case) == shown.format(case=case)


def test_a_folder_is_not_shown_by_its_other_name(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    text = f"{tmp_path / 'link' / 'a.xlsx'} and {tmp_path / 'real' / 'a.xlsx'}"
    assert browser.without_folders(text, tmp_path / "link") == "a.xlsx and a.xlsx"
