"""What a draft records of its build: names that betray nothing, finding the files again, and what changed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.charts import house_palette
from reportgen.charts.kinds import chart_digest
from reportgen.cli.remedies import worded
from reportgen.common.build_record import BuildRecord, RecordedSource
from reportgen.common.exceptions import UsageError
from reportgen.common.method import RULES
from reportgen.common.options import BuildOptions, RefreshOptions
from reportgen.draft.base import Base
from reportgen.questions import load_question_set, set_digest
from reportgen.questions.loader import shipped
from reportgen.runs.build import build_report
from reportgen.runs.check import check_workbook
from reportgen.runs.recorded import as_recorded, build_record, record_remarks, source_changes
from tests.chart_cases import one, report
from tests.corpus.base import SET
from tests.museum import SET_NAME, engage, lay_out, own_template, peers

SAMPLE = Path(__file__).parents[1] / "workbooks" / "sample-client.xlsx"

# ------------------------------------------------------------------------------------------------- what is recorded


@pytest.fixture(scope="module")
def museum(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with everything that a build can be given beside it."""
    workbook = lay_out(tmp_path_factory.mktemp("museum"))
    own_template(workbook.parent)
    peers(workbook.parent, 10, 20, 30, 40, 50)
    (workbook.parent / "style.toml").write_text('[firm]\nname = "Example Firm"\n', encoding="utf-8")
    return workbook


def base(workbook: Path, **options: object) -> Base:
    """The base of a build of it."""
    given = BuildOptions(question_set=str(workbook.parent / SET_NAME), **options)  # type: ignore[arg-type]
    return build_report(workbook, given).base


def test_a_plain_build_records_what_it_used_and_no_options(museum: Path) -> None:
    record = base(museum).record
    assert record.workbook.name == "museum.xlsx"
    assert record.client == "Harbour Museum"
    names = {name: source.name for name, source in record.used.items()}
    assert names == {
        "template": "cma-report.docx",
        "house_style": "house-style.toml",
        "question_set": "visitor-care",
    }
    assert record.given == {"question_set": SET_NAME}
    assert all(len(source.sha256) == 64 for source in (record.workbook, *record.used.values()))


def test_options_are_recorded_by_names_seen_from_the_workbook(museum: Path, tmp_path: Path) -> None:
    folder = museum.parent
    (folder / "data").mkdir(exist_ok=True)
    given = {
        "peers": peers(folder / "data", 10, 20, 30, 40, 50),
        "template": folder / "firm.docx",
        "house_style": Path(shutil.copy(folder / "style.toml", tmp_path / "elsewhere.toml")),
    }
    record = base(museum, **given, charts="native").record
    names = {"peers": "data/peers.xlsx", "template": "firm.docx", "house_style": "elsewhere.toml"}
    assert {name: record.source(name).name for name in names} == names
    assert record.given == {**names, "question_set": SET_NAME, "charts": "native"}
    assert str(folder) not in str(record)


def test_a_set_of_ours_is_recorded_by_its_name_and_a_default_not_at_all() -> None:
    options = BuildOptions(question_set="cma", charts="picture")
    record = build_record(SAMPLE, options, check_workbook(SAMPLE, options))
    assert record.given == {"question_set": "cma"}


def test_peers_named_on_engagement_are_recorded_as_no_option(museum: Path, tmp_path: Path) -> None:
    workbook = lay_out(tmp_path / "other")
    peers(workbook.parent, 10, 20, 30, 40, 50)
    engage(workbook, {"Peer data": "peers.xlsx"})
    record = base(workbook).record
    assert (record.source("peers").name, record.given.get("peers")) == ("peers.xlsx", None)


def test_the_base_is_the_same_wherever_the_files_lie(museum: Path, tmp_path: Path) -> None:
    copy = tmp_path / "another place"
    shutil.copytree(museum.parent, copy)
    assert base(museum).run == base(copy / "museum.xlsx").run


def test_charts_are_known_by_their_data_and_colours_and_kind() -> None:
    chart, plain = one(report(28), "overall"), house_palette({})
    digest = chart_digest(chart, plain, editable=False)
    assert digest == chart_digest(one(report(28), "overall"), house_palette({}), editable=False)
    others = [
        chart_digest(one(report(12), "overall"), plain, editable=False),
        chart_digest(replace(chart, headline="Another"), plain, editable=False),
        chart_digest(chart, house_palette({"accent": "2E7D32"}), editable=False),
        chart_digest(chart, plain, editable=True),
    ]
    assert len({digest, *others}) == 5


def test_every_chart_of_a_draft_is_in_its_base(museum: Path) -> None:
    charts = base(museum).charts
    assert {"overall", "model", "evidence", "distance"} <= set(charts)
    assert all(len(chart.data) == 64 for chart in charts.values())


def test_a_set_is_known_by_its_files_however_their_lines_end(tmp_path: Path) -> None:
    shutil.copytree(SET, tmp_path / "set")
    assert set_digest(tmp_path / "set") == set_digest(SET)
    file = tmp_path / "set" / "set.toml"
    text = file.read_bytes()
    file.write_bytes(text.replace(b"\n", b"\r\n"))
    assert set_digest(tmp_path / "set") == set_digest(SET)
    file.write_bytes(text + b"# a word\n")
    assert set_digest(tmp_path / "set") != set_digest(SET)


@pytest.mark.parametrize("name", shipped())
def test_a_set_that_comes_with_the_program_lies_under_its_id(name: str) -> None:
    assert load_question_set(name).id == name
    assert len(set_digest(name)) == 64


# ----------------------------------------------------------------------------------------------- used again


RECORD = BuildRecord(
    program="1.0",
    client="Harbour",
    workbook=RecordedSource("client.xlsx", "a" * 64),
    used={
        "peers": RecordedSource("peers.xlsx", "b" * 64),
        "template": RecordedSource("firm.docx", "c" * 64),
        "house_style": RecordedSource("style.toml", "d" * 64),
        "question_set": RecordedSource("ours", "e" * 64, "1"),
    },
    given={
        "peers": "peers.xlsx",
        "template": "firm.docx",
        "house_style": "style.toml",
        "question_set": "our-set",
        "charts": "native",
    },
)


@pytest.fixture
def client(tmp_path: Path) -> Path:
    """A workbook with all that the record names in its folder."""
    for name in ("client.xlsx", "peers.xlsx", "firm.docx", "style.toml"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "our-set").mkdir()
    return tmp_path / "client.xlsx"


def resolved(client: Path, record: BuildRecord = RECORD, **asked: object) -> BuildOptions:
    options = RefreshOptions(**asked)  # type: ignore[arg-type]
    return as_recorded(record, options, workbook=client, draft=client.parent / "output" / "draft.docx")


def test_what_was_recorded_is_used_again(client: Path) -> None:
    folder = client.parent
    assert resolved(client) == BuildOptions(
        question_set=str(folder / "our-set"),
        peers=folder / "peers.xlsx",
        template=folder / "firm.docx",
        house_style=folder / "style.toml",
        charts="native",
    )


def test_what_is_asked_for_now_wins(client: Path) -> None:
    other = Path("other.xlsx")
    for path in client.parent.glob("[!c]*.*"):
        path.unlink()
    asked: dict[str, object] = {
        "peers": other,
        "template": other,
        "house_style": other,
        "charts": "picture",
        "question_set": "cma",
    }
    assert resolved(client, **asked) == BuildOptions(**asked)  # type: ignore[arg-type]


def test_a_draft_of_plain_options_leaves_peers_and_set_to_the_workbook(client: Path) -> None:
    plain = replace(RECORD, given={})
    assert resolved(client, plain) == BuildOptions()
    assert resolved(client, replace(plain, given={"question_set": "cma"})) == BuildOptions(question_set="cma")


def test_pages_of_the_new_draft_are_none_of_the_report_it_is_merged_from(client: Path) -> None:
    assert resolved(client, replace(RECORD, given={}), pages=True, pdf=True) == BuildOptions()


def test_all_that_cannot_be_found_is_named_with_its_option(client: Path) -> None:
    for name in ("peers.xlsx", "firm.docx", "style.toml"):
        (client.parent / name).unlink()
    (client.parent / "our-set").rmdir()
    with pytest.raises(UsageError) as refused:
        resolved(client)
    message = refused.value.told(worded)
    for name, option in (
        ("the peer data 'peers.xlsx'", "--peers, or go on without any with --no-peers"),
        ("the template 'firm.docx'", "--template"),
        ("the house style 'style.toml'", "--house-style"),
        ("the question set 'our-set'", "--question-set"),
    ):
        assert name in message
        assert option in message


def test_peers_are_left_out_only_when_that_is_said(client: Path) -> None:
    assert resolved(client, no_peers=True).peers is None
    with pytest.raises(UsageError, match="contradict"):
        resolved(client, no_peers=True, peers=Path("peers.xlsx"))


# ------------------------------------------------------------------------------------------------- what changed


def test_nothing_is_said_when_nothing_but_the_answers_changed() -> None:
    now = replace(RECORD, workbook=RecordedSource("client.xlsx", "9" * 64))
    assert list(record_remarks(RECORD, now)) == []
    changed = {source.kind: source.changed for source in source_changes(RECORD, now)}
    assert changed.keys() >= {"workbook", "peers", "question set", "template", "house style"}
    assert [kind for kind, is_changed in changed.items() if is_changed] == ["workbook"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"client": "Haven"}, "about 'Harbour', but the workbook is about 'Haven'"),
        ({"workbook": RecordedSource("other.xlsx", "9")}, "refreshed from 'other.xlsx'"),
        ({"program": "2.0"}, "by version 1.0 of reportgen, and is refreshed by 2.0"),
        (
            {"program": "2.0", "rules": RULES + 1},
            "peer figures changed, and those of some others: version 1.0 of",
        ),
    ],
)
def test_whatever_else_changed_is_said_in_one_sentence(change: dict[str, object], said: str) -> None:
    (remark,) = record_remarks(RECORD, replace(RECORD, **change))  # type: ignore[arg-type]
    assert said in remark.message


@pytest.mark.parametrize(
    ("option", "now", "said"),
    [
        ("peers", RecordedSource(), "compared with none now"),
        ("peers", RecordedSource("2026.xlsx", "9"), "'2026.xlsx' (it was 'peers.xlsx')"),
        ("peers", RecordedSource("peers.xlsx", "9"), "The peer data is another: 'peers.xlsx'."),
        ("template", RecordedSource("firm.docx", "9"), "The template 'firm.docx' was changed since"),
        ("template", RecordedSource("new.docx", "9"), "The template 'new.docx' was 'firm.docx' before"),
        ("house_style", RecordedSource("style.toml", "9"), "The house style 'style.toml' was changed since"),
        ("question_set", RecordedSource("ours", "9", "1"), "though not its version"),
        ("question_set", RecordedSource("ours", "9", "2"), "was ours 1, and is ours 2"),
    ],
)
def test_another_source_is_said_in_one_sentence(option: str, now: RecordedSource, said: str) -> None:
    (remark,) = record_remarks(RECORD, using(option, now))
    assert said in remark.message


def using(option: str, source: RecordedSource) -> BuildRecord:
    """The record with another source of an option."""
    return replace(RECORD, used={**RECORD.used, option: source})


def test_another_choice_is_said_in_one_sentence() -> None:
    (remark,) = record_remarks(RECORD, replace(RECORD, given={}))
    assert remark.message == "Charts of positions: Word charts that can be edited before, pictures now."


def test_peers_for_the_first_time_are_said() -> None:
    (remark,) = record_remarks(using("peers", RecordedSource()), RECORD)
    assert "compared with no peers, and is compared with those of 'peers.xlsx' now" in remark.message


def test_a_draft_that_records_nothing_asks_for_care() -> None:
    (remark,) = record_remarks(BuildRecord(), RECORD)
    assert "does not record what it was built from" in remark.message


def test_sources_in_words() -> None:
    changes = {
        "peers": RecordedSource(),
        "template": RecordedSource("new.docx", "c" * 64),
        "house_style": RecordedSource("style.toml", "9"),
    }
    now = replace(RECORD, used={**RECORD.used, **changes})
    words = {source.kind: source.words for source in source_changes(RECORD, now)}
    assert words == words | {
        "workbook": "the same",
        "peers": "none any more (was peers.xlsx)",
        "question set": "the same",
        "template": "the same (was firm.docx)",
        "house style": "changed",
    }
