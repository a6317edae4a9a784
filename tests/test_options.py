"""The options of a build: declared once; commands, records and refreshes follow."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import click
import pytest

from reportgen.cli.build import build_command
from reportgen.cli.options import flag
from reportgen.cli.refresh import refresh_command
from reportgen.common.build_record import BuildRecord, RecordedSource, read_build_record
from reportgen.common.options import RECORDED, BuildOptions, OptionKind, RefreshOptions, declarations
from reportgen.runs.recorded import as_recorded

PACKAGE = Path(__file__).parents[1] / "reportgen"


@pytest.mark.parametrize(
    ("command", "options"), [(build_command, BuildOptions), (refresh_command, RefreshOptions)], ids=["build", "refresh"]
)
def test_a_command_takes_every_declared_option_and_says_what_stands_without_it(
    command: click.Command, options: type[BuildOptions]
) -> None:
    taken = {param.name: param for param in command.params if isinstance(param, click.Option)}
    for name, option in declarations(of=options).items():
        assert taken[name].opts == [flag(name)]
        told = taken[name].help or ""
        assert told.startswith(option.help)
        if options is RefreshOptions and option.kind not in (OptionKind.FLAG, OptionKind.SET):
            assert told.endswith("(default: as the draft was built).")
        elif option.kind is not OptionKind.FLAG and option.default:
            assert told.endswith(f"(default: {option.default}).")


def test_a_choice_is_one_of_those_declared() -> None:
    for option in declarations(OptionKind.CHOICE).values():
        assert option.default in option.choices
        assert option.noun


@pytest.mark.parametrize("name", list(declarations(*RECORDED)))
def test_what_a_build_was_asked_for_is_asked_for_again_by_a_refresh(name: str, tmp_path: Path) -> None:
    option = declarations()[name]
    (tmp_path / "given").mkdir()
    other = next((choice for choice in option.choices if choice != option.default), "given")
    record = BuildRecord(program="1.0", given={name: other})
    read = read_build_record(json.loads(json.dumps(record.as_json())))
    assert read == record
    again = as_recorded(read, RefreshOptions(), workbook=tmp_path / "client.xlsx", draft=tmp_path / "draft.docx")
    assert str(getattr(again, name)) == (other if option.kind is OptionKind.CHOICE else str(tmp_path / "given"))


def test_options_are_given_by_name_alone() -> None:
    with pytest.raises(TypeError):
        BuildOptions(Path("peers.xlsx"))  # type: ignore[call-arg]


# --------------------------------------------------------------------------------------------------------- the record

WRITTEN = {
    "program": "1.0",
    "rules": 7,
    "client": "Harbour",
    "workbook": {"name": "client.xlsx", "sha256": "aa"},
    "peers": {"name": "data/peers.xlsx", "sha256": "bb"},
    "peers_option": "data/peers.xlsx",
    "template": {"name": "cma-report.docx", "sha256": "cc"},
    "template_option": "",
    "house_style": {"name": "house-style.toml", "sha256": "dd"},
    "house_style_option": "",
    "question_set": {"name": "ours", "sha256": "ee"},
    "question_set_version": "2",
    "question_set_option": "our-set",
    "charts": "native",
}
RECORD = BuildRecord(
    program="1.0",
    rules=7,
    client="Harbour",
    workbook=RecordedSource("client.xlsx", "aa"),
    used={
        "peers": RecordedSource("data/peers.xlsx", "bb"),
        "template": RecordedSource("cma-report.docx", "cc"),
        "house_style": RecordedSource("house-style.toml", "dd"),
        "question_set": RecordedSource("ours", "ee", "2"),
    },
    given={"peers": "data/peers.xlsx", "question_set": "our-set", "charts": "native"},
)


def written(record: BuildRecord) -> list[tuple[str, object]]:
    """What a draft says of a record, in its order; options declared since may stand between."""
    return [(name, value) for name, value in record.as_json().items() if name in WRITTEN]


def test_the_record_of_a_draft_is_written_as_it_is_documented() -> None:
    assert written(RECORD) == list(WRITTEN.items())
    page = (PACKAGE.parent / "docs" / "draft-format.md").read_text(encoding="utf-8")
    page = page.partition("### The build record")[2]
    assert [name for name in WRITTEN if f"`{name}`" not in page] == []


def test_drafts_recorded_before_and_after_are_read() -> None:
    assert read_build_record(WRITTEN) == RECORD
    assert read_build_record({}) == BuildRecord(rules=1)
    assert read_build_record({**WRITTEN, "tongue": "fr", "peers_of": {"name": "x"}}) == RECORD
    plain = {**WRITTEN, "charts": "picture"}
    assert written(read_build_record(plain)) == list(plain.items())


@pytest.mark.parametrize(
    "damage", [{"peers_option": ["x"]}, {"charts": 1}, {"peers": "x"}, {"rules": "new"}, {"workbook": {"name": 3}}]
)
def test_a_record_that_no_version_writes_is_damaged(damage: dict[str, object]) -> None:
    with pytest.raises((ValueError, AttributeError)):
        read_build_record({**WRITTEN, **damage})


# ------------------------------------------------------------------------------------------------ paths side by side


def side_by_side(source: str) -> Iterator[str]:
    """The functions that take two paths one after the other by place: they could change places unseen.

    What a command takes comes by name.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and not any("command" in ast.unparse(d) for d in node.decorator_list):
            kinds = [
                ast.unparse(a.annotation) if a.annotation else "" for a in (*node.args.posonlyargs, *node.args.args)
            ]
            if any(a.startswith("Path") and b.startswith("Path") for a, b in pairwise(kinds)):
                yield node.name


def test_two_paths_side_by_side_are_given_by_name() -> None:
    found = {path.name: list(side_by_side(path.read_text(encoding="utf-8"))) for path in PACKAGE.rglob("*.py")}
    assert {name: functions for name, functions in found.items() if functions} == {}


def test_a_function_that_takes_two_paths_by_place_is_found() -> None:
    assert list(side_by_side("def save(draft: Path, workbook: Path | None) -> None: ...")) == ["save"]
    assert list(side_by_side("def save(draft: Path, *, workbook: Path) -> None: ...")) == []
