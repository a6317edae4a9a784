"""Checking a firm's own template: every fault in one run, at its place, and none where there is none."""

from __future__ import annotations

import json
import os
import random
import sys
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from reportgen.cli.remedies import worded
from reportgen.common.diagnostics.diagnostic import Severity
from reportgen.common.diagnostics.template_faults import FAULTS, UNKNOWN_NAME
from reportgen.common.exceptions import TemplateError, UnreadableFileError
from reportgen.office.package import DOCUMENT, parse, serialise
from reportgen.template.checking import check_template, sound_template
from reportgen.template.checking.types import invented_context
from reportgen.template.fields import field_paths, template_names
from tests.broken_templates import (
    Case,
    cases,
    document,
    field,
    refused_files,
    with_link,
    written,
)
from tests.commands import run
from tests.generated_pages import template_faults_page
from tests.packages import read_parts, write_parts
from tests.report_builders import TEMPLATE, demo_context, fill_template
from tests.word_files import faults as word_faults
from tests.word_files import outline

CASES = cases()
REFUSED = refused_files()
ROOT = Path(__file__).parents[1]


OF_THE_WHOLE = ("no-regions", "no-comments")  # which most of the small templates here are


def found_in(path: Path, *told: str) -> list[tuple[str, str]]:
    """Codes and places; of what concerns a whole template only what is to be `told`."""
    faults = check_template(path).faults
    found = [(fault.code, place.around) for fault in faults for place in fault.places or (fault.place,)]
    return [(code, place) for code, place in found if code in told or code not in OF_THE_WHOLE]


# ------------------------------------------------------------------------------------------------------ the corpus


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_planted_fault_is_found_at_its_place_and_nothing_else(tmp_path: Path, case: Case) -> None:
    told = [code for code, _ in case.expected]
    assert found_in(written(tmp_path, case.content), *told) == list(case.expected)


def test_the_corpus_has_every_kind_of_fault() -> None:
    assert len(CASES) >= 80
    assert {code for case in CASES for code, _ in case.expected} == {kind.code for kind in FAULTS.kinds}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_template_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    content, words = REFUSED[name]
    path = written(tmp_path, content)
    with pytest.raises(UnreadableFileError) as caught:
        check_template(path)
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"'{path}' ")
    assert "\n" not in str(caught.value)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path, words in ((tmp_path, "is a folder"), (tmp_path / "none.docx", "is not there")):
        with pytest.raises(UnreadableFileError, match=words):
            check_template(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes among files")
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.docx")
    with pytest.raises(UnreadableFileError, match="is a pipe"):
        check_template(tmp_path / "pipe.docx")


@pytest.mark.parametrize("seed", range(15))
def test_a_template_changed_by_chance_ends_in_a_list_or_a_refusal(tmp_path: Path, seed: int) -> None:
    """Whatever is changed: no traceback, and what is found to be without fault is filled with invented words."""
    chance = random.Random(seed)
    parts = read_parts(TEMPLATE)
    for name in chance.choices([DOCUMENT, *CHANGED], weights=[6, 1, 1, 1, 1, 1, 1], k=chance.randrange(1, 4)):
        root = parse(parts[name])
        _change(root, chance)
        parts[name] = serialise(root)
    path = written(tmp_path, write_parts(parts))
    with suppress(UnreadableFileError):
        assert all(found.message for found in check_template(path).faults)


CHANGED = (
    "word/styles.xml",
    "word/numbering.xml",
    "word/header1.xml",
    "word/footer1.xml",
    "[Content_Types].xml",
    "word/_rels/document.xml.rels",
)


def _change(root: Any, chance: random.Random) -> None:
    """Take an element out, double it, move it, or change a text or an attribute of it."""
    elements = [element for element in root.iter() if element.getparent() is not None]
    one, other = chance.choice(elements), chance.choice(elements)
    kind = chance.randrange(5)
    if kind == 0:
        one.getparent().remove(one)
    elif kind == 1:
        one.addnext(deepcopy(one))
    elif kind == 2 and one is not other and one not in other.iterancestors():
        other.append(one)
    elif kind == 3 and one.text:
        at = chance.randrange(len(one.text))
        one.text = one.text[:at] + chance.choice(("", "{", "}", "%", "x", "(", "|", "“")) + one.text[at + 1 :]
    elif one.attrib:
        one.set(chance.choice(list(one.attrib)), chance.choice(("", "x", "-1", "99999999999", "{{ client }}", "rg:")))


# ---------------------------------------------------------------------------------------------- what is no fault


def test_the_template_that_comes_with_the_program_is_clean() -> None:
    checked = check_template(TEMPLATE)
    assert checked.faults == ()
    assert checked.tags > 500


CLEAN = {
    "curly quotes are put right": "{% if cover.title == “x” %}y{% endif %}",
    "a tag cut into runs": "{¦{ cli¦ent }¦}",
    "conditions over paragraphs": """
        {% if client %}One
        Two{% endif %}""",
    "a picture under a condition": """
        {%p if overall.picture %}
        {{ overall.picture }}
        {%p endif %}""",
    "a picture's words if there is one": "{{ overall.picture.alt if overall.picture else '' }}",
    "what cannot be missing any more": """
        {%p if not overall.picture %}
        x
        {%p else %}
        {{ overall.picture }}
        {%p endif %}""",
    "a loop with its own names": "{% for a in areas %}{{ loop.index }}{% if not loop.last %}, {% endif %}{% endfor %}",
    "names set on the way": """
        {% set first = areas[0] %}{{ first.title|upper }}
        {% with a = areas|last %}{{ a.id }}{% endwith %}""",
    "rows of two": """
        | {%tr for pair in areas|batch(2) %}
        | {{ pair[0].title }}
        | {%tr endfor %}""",
    "a block with something left out": """
        {% macro m(x, y='') %}{{ x }}{{ y }}{% endmacro %}
        {{ m(client) }}{{ m(client, y=firm) }}""",
    "a block round something": "{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}{{ client }}{% endcall %}",
    "words put together": "{{ client ~ ', ' ~ contact.phones|join(' or ') }}",
    "an origin's value": "{% if recommendations.origin.value == 'suggestion' %}x{% endif %}",
    "a comment in the template": """
        {# for us: ask the designer #}x
        {#p a whole paragraph #}
        y""",
    "colours by name": "| {% cellbg colours.accent %}x",
    "a region for each area": """
        {%p for area in areas %}
        [rg:area.{{ area.id }}
        {{ area.title }}
        ]
        {%p endfor %}""",
    "a reference to an anchor": """
        Part [[anchor:x 1]]
        See part [[ref:x 1]] of {{ client }}""",
    "an unused block": """
        {%p macro m(x) %}
        {{ x.anything }}
        {%p endmacro %}""",
}


@pytest.mark.parametrize("name", CLEAN)
def test_what_is_sound_is_not_blamed_and_can_be_filled(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, document(CLEAN[name]))
    assert check_template(path).faults == ()
    fill_template(path, demo_context())


def test_a_link_that_a_reader_follows_and_a_page_number_are_no_fault(tmp_path: Path) -> None:
    linked = with_link(document("{{ client }}", raw=field(" PAGE ")), "hyperlink", "https://example.org/")
    assert found_in(written(tmp_path, linked)) == []


def test_the_invented_context_fills_the_template_soundly(tmp_path: Path) -> None:
    report = fill_template(TEMPLATE, invented_context())
    assert word_faults(report, but="language") == []
    assert any("Words " in line for line in outline(report))


# ------------------------------------------------------------------------------------------------- what is said


def test_a_message_says_where_what_and_what_to_do(tmp_path: Path) -> None:
    text = """
        # Scores
        | {%tr for line in overall.results.rows %}
        | {{ line.scor }}
        | {%tr endfor %}"""
    only = check_template(written(tmp_path, document(text))).faults[0]
    assert worded(only).message == (
        'body, under "Scores", table 1, row 2, column 1, {{ line.scor }}: '
        "'scor' is not a name of ResultRow; the nearest is 'score'. "
        "Correct the name; 'reportgen template fields' lists all that there are."
    )


def test_a_name_in_a_building_block_says_who_put_it_in(tmp_path: Path) -> None:
    text = """
        {%p macro show(words) %}
        {{ words.title }}
        {%p endmacro %}
        {{p show(cover) }}
        {{p show(recommendations) }}"""
    faults = check_template(written(tmp_path, document(text))).faults
    assert [found.found for found in faults] == [
        "'title' is not a name of Passage, when put in by {{p show(recommendations) }}."
    ]


def test_faults_come_in_the_order_of_the_document(tmp_path: Path) -> None:
    content = document("{{ one }}\n{%p endif %}\n{{ two }}", header="{{ three }}", footer="{{ four }}")
    tags = [found.place.tag for found in check_template(written(tmp_path, content)).faults]
    assert tags == ["{{ one }}", "{%p endif %}", "{{ two }}", "{{ three }}", "{{ four }}"]


def test_a_fact_that_a_message_lacks_is_noticed() -> None:
    with pytest.raises(ValueError, match="missing facts"):
        UNKNOWN_NAME.at()


def test_every_kind_of_fault_stands_in_the_documentation() -> None:
    assert (ROOT / "docs" / "template-faults.md").read_text(encoding="utf-8") == template_faults_page()
    codes = [kind.code for kind in FAULTS.kinds]
    assert len(set(codes)) == len(codes)


# ------------------------------------------------------------------------------------------------- the commands


def test_check_lists_every_fault_and_ends_with_1(tmp_path: Path) -> None:
    path = written(tmp_path, document("{{ clinet }}\n{{ cover.titel }}"))
    result = run("template", "check", path)
    assert result.exit_code == 1
    assert "[unknown-name]" in result.stdout
    assert "[unknown-attribute]" in result.stdout
    assert "our-own.docx: 2 errors." in result.stdout


def test_check_says_that_a_template_is_sound_and_ends_with_0() -> None:
    result = run("template", "check", TEMPLATE)
    assert result.exit_code == 0
    assert result.stdout.startswith("cma-report.docx: no faults in ")


def test_a_warning_is_listed_but_stops_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, document("{{ overall.picture }}"))
    result = run("template", "check", path)
    assert result.exit_code == 0
    assert "[may-be-missing]" in result.stdout
    sound_template(path)


def test_check_as_json_gives_every_fact(tmp_path: Path) -> None:
    result = run("template", "check", written(tmp_path, document("| x | {{ clinet }}")), "--json")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert report["tags"] == 1
    (record,) = report["faults"]
    assert record == {
        "code": "unknown-name",
        "severity": "error",
        "part": "body",
        "heading": "",
        "table": 1,
        "row": 1,
        "column": 2,
        "paragraph": "{{ clinet }}",
        "tag": "{{ clinet }}",
        "others": [],
        "cause": "'clinet' is not a name the report knows; the nearest is 'client'",
        "fix": "Correct the name; 'reportgen template fields' lists all that there are.",
        "message": record["message"],
    }


def test_check_of_what_is_no_template_ends_with_2(tmp_path: Path) -> None:
    result = run("template", "check", written(tmp_path, b"no zip"))
    assert result.exit_code == 2
    assert "is a text file, not a Word document (.docx)" in result.stderr


def test_many_faults_of_a_kind_are_drawn_together_for_people(tmp_path: Path) -> None:
    path = written(tmp_path, document("\n".join(f"{{{{ name_{n} }}}}" for n in range(20))))
    shown = [line for line in run("template", "check", path).stdout.splitlines() if "[unknown-name]" in line]
    assert len(shown) < 10
    assert len(json.loads(run("template", "check", path, "--json").stdout)["faults"]) == 20


def test_a_fault_that_stands_in_several_places_is_told_once_with_all_of_them(tmp_path: Path) -> None:
    path = written(tmp_path, document("# Findings\n{{ clinet }}\n{{ client }}\n# Plan\n{{ clinet }}\n{{ clinet }}"))
    checked = check_template(path)
    [fault] = [one for one in checked.faults if one.code == "unknown-name"]
    assert [place.heading for place in fault.places] == ["Findings", "Plan", "Plan"]
    shown = run("template", "check", path).stdout
    [line] = [line for line in shown.splitlines() if "[unknown-name]" in line]
    assert line.endswith('Also in 2 other places: body, under "Plan", {{ clinet }}.  [unknown-name]'), line
    assert "our-own.docx: 1 error" in shown
    [record] = [one for one in json.loads(run("template", "check", path, "--json").stdout)["faults"] if one["others"]]
    assert [record["heading"], *(other["heading"] for other in record["others"])] == ["Findings", "Plan", "Plan"]


def test_a_build_refuses_a_template_with_faults_in_the_same_words(tmp_path: Path) -> None:
    path = written(tmp_path, document("\n".join(f"{{{{ name_{n} }}}}" for n in range(7))))
    first = check_template(path).faults[0]
    with pytest.raises(TemplateError) as caught:
        sound_template(path)
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("our-own.docx: the template has 7 faults, so no report was built.")
    assert lines[1] == f"  {first.message}  [unknown-name]"
    assert lines[-1] == "  ... and 2 more"
    sample = ROOT / "workbooks" / "sample-client.xlsx"
    result = run("build", sample, "--template", path, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "the template has 7 faults" in result.stderr
    assert not (tmp_path / "out").exists()


# --------------------------------------------------------------------------------------------------- the fields


def test_fields_lists_every_name_with_what_it_holds() -> None:
    result = run("template", "fields", "--json")
    records = {record["path"]: record for record in json.loads(result.stdout)}
    assert records["client"]["holds"] == "text"
    assert records["areas"]["holds"] == "list of AreaChapter"
    assert records["areas[].swot.strengths.items[].text"]["holds"] == "text"
    assert records["overall.picture"]["may_be_missing"] is True
    assert records["cover.date"]["meaning"] == '"14 March 2025"'


def test_fields_and_the_documentation_have_the_same_names() -> None:
    classes = template_names()
    documented = {(owner, name.name) for owner, names in classes.items() for name in names}
    listed = {(path.owner, path.name.name) for path in field_paths() if path.owner in classes}
    assert listed == documented
    text = (ROOT / "templates" / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in text for _, name in listed)


def test_fields_of_a_part_only() -> None:
    result = run("template", "fields", "areas.swot")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["areas[].swot", "Swot", "Strengths,", "weaknesses,", "opportunities", "and", "threats."]
    assert all(line.startswith("areas[].swot") for line in lines)
    assert run("template", "fields", "areas.swott").exit_code == 2
    assert "nearest is 'areas[].swot'" in run("template", "fields", "areas.swott").stderr


def test_every_listed_field_is_one_the_check_accepts(tmp_path: Path) -> None:
    """Each path, written as loops and a tag, is known; the list and the check read the same declarations."""
    blocks = []
    for path in field_paths():
        name, loops = "", 0
        for number, piece in enumerate(path.path.split("[].")):
            name = f"{name}.{piece}".lstrip(".")
            if "[]." in path.path and number < path.path.count("[]."):
                blocks.append(f"{{%p for x{number} in {name} %}}")
                name, loops = f"x{number}", loops + 1
        blocks += [f"{{%p if {name} %}}", "x", "{%p endif %}", *["{%p endfor %}"] * loops]
    faults = check_template(written(tmp_path, document("\n".join(blocks))), trial=False).faults
    assert {found.code for found in faults} <= {"may-be-missing", *OF_THE_WHOLE}


def test_severities_are_those_of_a_workbook() -> None:
    assert {kind.severity for kind in FAULTS.kinds} == {Severity.ERROR, Severity.WARNING}
