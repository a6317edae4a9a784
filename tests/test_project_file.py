"""The project file: where it is looked for, what it may say, and that every command on a workbook uses it."""

from __future__ import annotations

import json
import os
import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.common.exceptions import UsageError
from reportgen.common.options import NO_OPTIONS, usual_options
from reportgen.runs.project import OUTPUT, PROJECT_FILE, find_project, project_text, read_project
from tests.commands import one_sentence, run
from tests.corpus.base import SET
from tests.museum import BETTER, SET_NAME, answer, engage, lay_out, peers

ENTRIES = [*usual_options(), OUTPUT]


def write_project(folder: Path, **entries: str) -> Path:
    """A project file of these entries."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = (f"{name} = {json.dumps(value)}\n" for name, value in entries.items())
    (folder / PROJECT_FILE).write_text("".join(lines), encoding="utf-8")
    return folder / PROJECT_FILE


# ------------------------------------------------------------------------------------------------- where it is found


def test_the_nearest_one_beside_the_workbook_or_above_counts(tmp_path: Path) -> None:
    outer = write_project(tmp_path)
    workbook = tmp_path / "clients" / "harbour" / "client.xlsx"
    assert find_project(workbook) == outer, "neither workbook nor folder need be there yet"
    inner = write_project(tmp_path / "clients")
    assert find_project(workbook) == inner
    assert find_project(tmp_path / "client.xlsx") == outer


def test_the_search_ends_with_a_repository_and_with_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path)
    home, repository = tmp_path / "home", tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    home.mkdir()
    monkeypatch.setattr(Path, "home", lambda: home)
    for end in (home, repository):
        assert find_project(end / "clients" / "client.xlsx") is None
        own = write_project(end)
        assert find_project(end / "clients" / "client.xlsx") == own


@pytest.mark.skipif(os.name != "posix", reason="folders that everybody may write to are told by their permissions")
def test_a_file_that_anybody_could_have_put_there_is_no_project_file(tmp_path: Path) -> None:
    write_project(tmp_path)
    shared = tmp_path / "shared"
    write_project(shared)
    shared.chmod(0o1777)
    assert find_project(shared / "client.xlsx") is None
    assert find_project(shared / "mine" / "client.xlsx") is None
    own = write_project(shared / "mine")
    assert find_project(shared / "mine" / "client.xlsx") == own


def test_the_top_folder_of_a_file_system_is_never_looked_in(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_in: list[Path] = []

    def is_file(path: Path) -> bool:
        looked_in.append(path.parent)
        return False

    monkeypatch.setattr(Path, "is_file", is_file)
    monkeypatch.setattr("reportgen.runs.project._anybody_may_write", lambda folder: False)
    top = Path(Path.cwd().anchor)
    assert find_project(top / "somewhere" / "client.xlsx") is None
    assert looked_in == [top / "somewhere"]


# ------------------------------------------------------------------------------------------------------ what it says


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('templte = "x.docx"', "there is no entry 'templte'. Did you mean 'template'?"),
        ('question-set = "x"', "there is no entry 'question-set'. Did you mean 'question_set'?"),
        ("template = 3", "'template' is 3, but should be a text in quotation marks."),
        ('[template]\nfile = "x.docx"', '\'template\' is {"file": "x.docx"}, but should be a text'),
        ('peers = ""', "'peers' is empty, but should be a text"),
        ('template = "a\\u0000b"', "but should be a text in quotation marks."),
        ('charts = "nativ"', "'charts' is 'nativ', but should be one of picture, native."),
        ("template = our.docx", "the project file is not readable TOML"),
        ('template = "C:\\firm\\our.docx"', "Write \\ as / in paths, or put them in single quotation marks."),
        ("\xff", "the project file is not readable TOML: it is not saved as UTF-8"),
        ("#" * 70_000, "is no project file: it is longer than 64 KB."),
    ],
)
def test_what_it_may_not_say_is_named_by_file_and_entry(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / PROJECT_FILE
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(UsageError, match=re.escape(str(file))) as refused:
        read_project(file)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("name", "kind"), [("template", "file"), ("house_style", "file"), ("peers", "file"), ("question_set", "set")]
)
def test_what_it_names_and_is_not_there_is_said_where_it_is_used(tmp_path: Path, name: str, kind: str) -> None:
    project = read_project(write_project(tmp_path, **{name: "lost"}))
    assert project.options([other for other in ENTRIES if other != name]) == NO_OPTIONS
    with pytest.raises(UsageError) as refused:
        project.options([name])
    there = f"there is no file {tmp_path / 'lost'}" if kind == "file" else "neither one of ours (cma) nor a folder"
    assert f"{PROJECT_FILE}: '{name}' names 'lost'" in str(refused.value)
    assert there in str(refused.value)


def test_paths_are_seen_from_its_folder_with_either_separator(tmp_path: Path) -> None:
    (tmp_path / "firm").mkdir()
    (tmp_path / "firm" / "our.docx").write_bytes(b"")
    for text in ("../firm/our.docx", "..\\firm\\our.docx", str(tmp_path / "firm" / "our.docx")):
        project = read_project(write_project(tmp_path / "clients", template=text, output="../drafts"))
        assert project.options(["template"]).template == tmp_path / "firm" / "our.docx"
        assert project.output == tmp_path / "drafts"


# ------------------------------------------------------------------------------------------------------ it is written


def test_init_writes_a_file_that_explains_every_entry_and_says_what_was_given(tmp_path: Path) -> None:
    (tmp_path / "firm").mkdir()
    template = tmp_path / "firm" / "our.docx"
    template.write_bytes(b"")
    folder = tmp_path / "clients"
    folder.mkdir()
    written = run("init", folder, "--template", template, "--charts", "native", "--question-set", "cma")
    assert written.exit_code == 0, written.output
    assert written.stdout.strip() == str(folder / PROJECT_FILE)
    text = (folder / PROJECT_FILE).read_text(encoding="utf-8")
    assert tomllib.loads(text) == {"question_set": "cma", "template": "../firm/our.docx", "charts": "native"}
    assert all(option.help in text for option in usual_options().values())
    assert read_project(folder / PROJECT_FILE).options(["template"]).template == template
    again = run("init", folder)
    assert again.exit_code == 2
    assert "exists already" in one_sentence(again)
    assert (folder / PROJECT_FILE).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", ["--template", "--house-style", "--peers"])
def test_init_writes_down_no_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    refused = run("init", tmp_path, name, tmp_path / "gone.file")
    assert refused.exit_code == 2
    assert f"{name} names '{tmp_path / 'gone.file'}', but there is no such file" in one_sentence(refused)
    assert not (tmp_path / PROJECT_FILE).exists()


def test_every_remark_of_it_is_an_entry_that_is_read(tmp_path: Path) -> None:
    text = project_text({}, tmp_path)
    assert tomllib.loads(text) == {}
    used = re.sub(r"(?m)^# (\w+ = )", r"\1", text)
    (tmp_path / PROJECT_FILE).write_text(used, encoding="utf-8")
    assert list(read_project(tmp_path / PROJECT_FILE).entries) == ENTRIES


# ----------------------------------------------------------------------------------------------------- it is used


@pytest.fixture
def client(tmp_path: Path) -> Path:
    """The museum's workbook two folders below its set, which the project file between them names."""
    workbook = lay_out(tmp_path / "work" / "client")
    shutil.move(workbook.parent / SET_NAME, tmp_path / SET_NAME)
    write_project(tmp_path / "work", question_set=f"../{SET_NAME}")
    return workbook


COMMANDS: dict[str, Callable[[Path], tuple[str | Path, ...]]] = {
    "check": lambda workbook: ("check", workbook),
    "explain": lambda workbook: ("explain", workbook, "overall"),
    "merge": lambda workbook: ("merge", workbook, "-o", workbook.with_name("merged.xlsx")),
    "upgrade": lambda workbook: ("upgrade", workbook, "-o", workbook.with_name("upgraded.xlsx")),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_its_question_set_is_that_of_workbooks_made_from_it(client: Path, command: str) -> None:
    arguments = COMMANDS[command](client)
    found = run(*arguments)
    assert found.exit_code == 0, found.output
    told = f"Project file {client.parents[1] / PROJECT_FILE}: question set ../{SET_NAME}."
    assert told in found.stderr.splitlines()
    without = (
        run(*arguments, "--no-project", "--force")
        if command in ("merge", "upgrade")
        else run(*arguments, "--no-project")
    )
    assert without.exit_code == 2
    assert "which is none of ours" in one_sentence(without)


def test_an_option_goes_before_it_and_a_quiet_command_does_not_tell_it(client: Path) -> None:
    write_project(client.parent, question_set="lost")
    assert "'question_set' names 'lost'" in one_sentence(run("check", client))
    assert run("check", client, "--question-set", SET).exit_code == 0
    write_project(client.parent, question_set=f"../../{SET_NAME}")
    assert run("check", client, "-q").stderr == ""


def test_a_workbook_of_another_set_keeps_its_own(client: Path) -> None:
    ours = client.with_name("ours.xlsx")
    assert run("new", ours, "--client", "Harbour", "--interviews", "1", "--question-set", "cma").exit_code == 0
    assert json.loads(run("check", ours, "--json").stdout)[0]["problems"][0]["code"] != "wrong-set"


def test_new_workbooks_and_listings_take_its_set(client: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = client.with_name("fresh.xlsx")
    assert run("new", fresh, "--client", "Harbour", "--interviews", "1").exit_code == 0
    assert run("check", fresh).exit_code == 0
    monkeypatch.chdir(client.parent)
    assert "D-01" in run("questions", "list").stdout


def test_its_peers_stand_where_the_workbook_names_none(client: Path) -> None:
    folder = client.parents[1]
    peers(folder, 10, 30, 50, 70, 90, name="ours.xlsx")
    write_project(folder, question_set=f"../{SET_NAME}", peers="ours.xlsx")
    found = run("explain", client, "overall")
    assert "ours.xlsx (where the workbook names none)" in found.stderr
    engage(client, {"Peer data": "theirs.xlsx"})
    assert "theirs.xlsx" in run("check", client).stdout, "the workbook names others, which are not here"


def test_a_build_uses_all_of_it_and_a_refresh_finds_it_again(client: Path) -> None:
    folder = client.parents[1]
    (folder / "firm").mkdir()
    (folder / "firm" / "look.toml").write_text('[firm]\nname = "Our Own Firm"\n', encoding="utf-8")
    peers(folder / "firm", 10, 30, 50, 70, 90, name="ours.xlsx")
    write_project(
        folder,
        question_set=f"../{SET_NAME}",
        house_style="firm/look.toml",
        peers="firm/ours.xlsx",
        output="drafts",
    )
    built = run("build", client)
    assert built.exit_code == 0, built.output
    draft = folder / "drafts" / "museum" / "museum-report.docx"
    assert built.stdout.strip() == str(draft)
    assert len([line for line in built.stderr.splitlines() if line.startswith("Project file")]) == 1
    assert "[Name of the firm]" not in built.stderr
    results = json.loads(draft.with_name("museum-results.json").read_text(encoding="utf-8"))
    assert results["made_with"]["files"]["peers"]["name"] == "ours.xlsx"

    final = draft.with_name("final.docx")
    for command in (("review", draft, "--workbook", client), ("finalize", draft, "-o", final, "--workbook", client)):
        reviewed = run(*command)
        assert reviewed.exit_code == 1, "there are points to settle"
        assert "not compared" not in reviewed.stderr
        assert "is not here" not in reviewed.stderr
        assert run(*command, "--no-project").exit_code == 2

    answer(client, "01", "D-01", BETTER)
    refreshed = run("refresh", draft, client, "--dry-run")
    assert refreshed.exit_code == 0, refreshed.output
    alone = run("refresh", draft, client, "--dry-run", "--no-project")
    assert alone.exit_code == 2
    assert "look.toml" in one_sentence(alone)


def test_a_house_style_of_the_project_on_a_workbook_of_another_set_is_said(client: Path) -> None:
    folder = client.parents[1]
    (folder / "look.toml").write_text('[firm]\nname = "Our Own Firm"\n', encoding="utf-8")
    write_project(folder, house_style="look.toml")
    found = run("build", client, "--question-set", SET, "-o", folder / "drafts")
    assert found.exit_code == 0, found.output
    assert "Warning: The workbook was made from the question set 'visitor-care', not from that of" in found.stderr
    assert "issued by Our Own Firm all the same" in found.stderr
    plain = run("build", client, "--question-set", SET, "-o", folder / "plain", "--no-project")
    assert "says '[Name of the firm]'" in plain.stderr


def test_an_earlier_assessment_is_of_one_client_so_no_project_file_names_it(tmp_path: Path) -> None:
    (tmp_path / PROJECT_FILE).write_text('earlier = "then.json"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="no entry 'earlier'"):
        read_project(tmp_path / PROJECT_FILE)
