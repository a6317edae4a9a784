"""What a draft records of its sources: names that betray nothing, and finding the files again."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.charts import chart_digest, house_palette
from reportgen.common.exceptions import UsageError
from reportgen.draft.base import Base, Recipe, Source
from reportgen.questions import load_question_set, set_digest
from reportgen.questions.loader import shipped
from reportgen.runs.build import Inputs, build_report
from reportgen.runs.recorded import found, is_portable, portable, portable_set, recipe_remarks, source_changes
from reportgen.runs.refresh import Wish, as_recorded
from tests.chart_cases import one, report
from tests.corpus.base import SET
from tests.museum import SET_NAME, engage, lay_out, own_template, peers

WORKBOOK = Path("clients") / "harbour" / "client.xlsx"


# --------------------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("clients/harbour/peers.xlsx", "peers.xlsx"),
        ("clients/harbour/data/2025/peers.xlsx", "data/2025/peers.xlsx"),
        ("clients/peers.xlsx", "../peers.xlsx"),
        ("peers.xlsx", "../../peers.xlsx"),
        ("clients/anna/peers.xlsx", "peers.xlsx"),
        ("elsewhere/peers.xlsx", "peers.xlsx"),
        ("clients/harbour/../../peers.xlsx", "../../peers.xlsx"),
    ],
)
def test_a_name_leads_from_the_workbook_and_names_no_folder_beside_its_own(file: str, name: str) -> None:
    assert portable(Path(file), WORKBOOK) == name
    assert portable(Path(file).absolute(), WORKBOOK) == name
    assert is_portable(name)


def test_a_set_of_ours_goes_by_its_name_and_a_folder_as_files_do() -> None:
    assert portable_set("cma", WORKBOOK) == "cma"
    assert portable_set("clients/harbour/our-set", WORKBOOK) == "our-set"


def test_a_recorded_file_is_found_from_the_workbook_first_and_then_from_the_draft(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
        (folder / "peers.xlsx").write_bytes(b"")
    (tmp_path / "above.xlsx").write_bytes(b"")
    assert found("peers.xlsx", (here, there)) == here / "peers.xlsx"
    (here / "peers.xlsx").unlink()
    assert found("peers.xlsx", (here, there)) == there / "peers.xlsx"
    assert found("../above.xlsx", (here, there)) == here / "../above.xlsx"
    assert found("nowhere.xlsx", (here, there)) is None


@pytest.mark.parametrize(
    "name", ["{}/secret.xlsx", "../other/secret.xlsx", "\\\\server\\share\\secret.xlsx", "x" * 5000]
)
def test_what_a_draft_records_is_no_path_to_be_opened(tmp_path: Path, name: str) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "secret.xlsx").write_bytes(b"")
    (tmp_path / "here").mkdir()
    assert found(name.format(tmp_path / "other"), (tmp_path / "here",)) is None
    (tmp_path / "here" / "secret.xlsx").write_bytes(b"")
    if "secret" in name:
        assert found(name.format(tmp_path / "other"), (tmp_path / "here",)) == tmp_path / "here" / "secret.xlsx"


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
    inputs = Inputs(workbook, question_set=str(workbook.parent / SET_NAME))
    return build_report(replace(inputs, **options)).base  # type: ignore[arg-type]


def test_a_plain_build_records_what_it_used_and_no_options(museum: Path) -> None:
    recipe = base(museum).recipe
    assert recipe.workbook.name == "museum.xlsx"
    assert recipe.client == "Harbour Museum"
    assert (recipe.template.name, recipe.template_option) == ("cma-report.docx", "")
    assert (recipe.house_style.name, recipe.house_style_option) == ("house-style.toml", "")
    assert (recipe.peers, recipe.peers_option) == (Source(), "")
    assert (recipe.question_set.name, recipe.question_set_option) == ("visitor-care", SET_NAME)
    sources = (recipe.workbook, recipe.template, recipe.house_style, recipe.question_set)
    assert all(len(source.sha256) == 64 for source in sources)


def test_options_are_recorded_by_their_portable_names(museum: Path) -> None:
    folder = museum.parent
    options = {"peers": folder / "peers.xlsx", "template": folder / "firm.docx", "house_style": folder / "style.toml"}
    recipe = base(museum, **options, charts="native").recipe
    assert (recipe.peers.name, recipe.peers_option) == ("peers.xlsx", "peers.xlsx")
    assert (recipe.template.name, recipe.template_option) == ("firm.docx", "firm.docx")
    assert (recipe.house_style.name, recipe.house_style_option) == ("style.toml", "style.toml")
    assert recipe.charts == "native"
    assert str(folder) not in str(recipe)


def test_peers_named_on_engagement_are_recorded_as_no_option(museum: Path, tmp_path: Path) -> None:
    workbook = lay_out(tmp_path / "other")
    peers(workbook.parent, 10, 20, 30, 40, 50)
    engage(workbook, {"Peer data": "peers.xlsx"})
    recipe = base(workbook).recipe
    assert (recipe.peers.name, recipe.peers_option) == ("peers.xlsx", "")


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
    assert {"overall", "model", "evidence", "road-map"} <= set(charts)
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


RECIPE = Recipe(
    program="1.0",
    client="Harbour",
    workbook=Source("client.xlsx", "a" * 64),
    peers=Source("peers.xlsx", "b" * 64),
    peers_option="peers.xlsx",
    template=Source("firm.docx", "c" * 64),
    template_option="firm.docx",
    house_style=Source("style.toml", "d" * 64),
    house_style_option="style.toml",
    question_set=Source("ours", "e" * 64),
    question_set_version="1",
    question_set_option="our-set",
    charts="native",
)


@pytest.fixture
def client(tmp_path: Path) -> Path:
    """A workbook with all that the recipe names in its folder."""
    for name in ("client.xlsx", "peers.xlsx", "firm.docx", "style.toml"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "our-set").mkdir()
    return tmp_path / "client.xlsx"


def resolved(client: Path, recipe: Recipe = RECIPE, **wish: object) -> Inputs:
    return as_recorded(recipe, Wish(**wish), client, client.parent / "output" / "draft.docx")  # type: ignore[arg-type]


def test_what_was_recorded_is_used_again(client: Path) -> None:
    folder = client.parent
    assert resolved(client) == Inputs(
        client, str(folder / "our-set"), folder / "peers.xlsx", folder / "firm.docx", folder / "style.toml", "native"
    )


def test_what_is_asked_for_now_wins(client: Path) -> None:
    other = Path("other.xlsx")
    for path in client.parent.glob("[!c]*.*"):
        path.unlink()
    inputs = resolved(client, peers=other, template=other, house_style=other, charts="picture")
    assert (inputs.peers, inputs.template, inputs.house_style, inputs.charts) == (other, other, other, "picture")
    assert resolved(client, RECIPE, peers=other, template=other, house_style=other, question_set="cma").question_set


def test_a_draft_of_plain_options_leaves_peers_and_set_to_the_workbook(client: Path) -> None:
    plain = Recipe(peers=Source("peers.xlsx", "b" * 64), template=Source("cma-report.docx"), charts="picture")
    assert resolved(client, plain) == Inputs(client)
    assert resolved(client, replace(plain, question_set_option="cma")) == Inputs(client, "cma")


def test_all_that_cannot_be_found_is_named_with_its_option(client: Path) -> None:
    for name in ("peers.xlsx", "firm.docx", "style.toml"):
        (client.parent / name).unlink()
    (client.parent / "our-set").rmdir()
    with pytest.raises(UsageError) as refused:
        resolved(client)
    message = str(refused.value)
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
    now = replace(RECIPE, workbook=Source("client.xlsx", "9" * 64))
    assert list(recipe_remarks(RECIPE, now)) == []
    changed = {source.kind: source.changed for source in source_changes(RECIPE, now)}
    assert changed == {"workbook": True, "peers": False, "question set": False, "template": False, "house style": False}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"client": "Haven"}, "about 'Harbour', but the workbook is about 'Haven'"),
        ({"workbook": Source("other.xlsx", "9")}, "refreshed from 'other.xlsx'"),
        ({"program": "2.0"}, "by version 1.0 of reportgen, and is refreshed by 2.0"),
        ({"peers": Source()}, "compared with none now"),
        ({"peers": Source("2026.xlsx", "9")}, "'2026.xlsx' (it was 'peers.xlsx')"),
        ({"peers": Source("peers.xlsx", "9")}, "The peer data is another: 'peers.xlsx'."),
        ({"template": Source("firm.docx", "9")}, "The template 'firm.docx' was changed since"),
        ({"template": Source("new.docx", "9")}, "The template 'new.docx' was 'firm.docx' before"),
        ({"house_style": Source("style.toml", "9")}, "The house style 'style.toml' was changed since"),
        ({"question_set": Source("ours", "9")}, "though not its version"),
        ({"question_set_version": "2", "question_set": Source("ours", "9")}, "was ours 1, and is ours 2"),
        ({"charts": "picture"}, "Word charts that can be edited, and are pictures"),
    ],
)
def test_whatever_else_changed_is_said_in_one_sentence(change: dict[str, object], said: str) -> None:
    (remark,) = recipe_remarks(RECIPE, replace(RECIPE, **change))  # type: ignore[arg-type]
    assert said in remark


def test_peers_for_the_first_time_are_said() -> None:
    (remark,) = recipe_remarks(replace(RECIPE, peers=Source()), RECIPE)
    assert "compared with no peers, and is compared with those of 'peers.xlsx' now" in remark


def test_a_draft_that_records_nothing_asks_for_care() -> None:
    (remark,) = recipe_remarks(Recipe(), RECIPE)
    assert "does not record what it was built from" in remark


def test_sources_in_words() -> None:
    now = replace(RECIPE, peers=Source(), template=Source("new.docx", "c" * 64), house_style=Source("style.toml", "9"))
    words = {source.kind: source.words for source in source_changes(RECIPE, now)}
    assert words == {
        "workbook": "the same",
        "peers": "none any more (was peers.xlsx)",
        "question set": "the same",
        "template": "the same (was firm.docx)",
        "house style": "changed",
    }
