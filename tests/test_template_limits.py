"""What a template may not do: run or grow without end, reach behind the report. Each ends soon, in a sentence.

The payloads are published ones against template engines, in every part of a file that can hold template language.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import sleep, thread_time
from typing import Any

import pytest
from docx import Document

from reportgen.common.exceptions import TemplateError
from reportgen.template import budget
from reportgen.template.checking import check_template, sound_template
from tests.broken_templates import document, field, footnoted, titled, written
from tests.report_builders import TEMPLATE, demo_context, fill_template
from tests.word_files import outline

SECONDS = 10.0  # generous: each takes well under one on an idle machine


def ends_soon(action: Callable[[], Any]) -> Any:
    """Do something that must not take long."""
    started = thread_time()
    result = action()
    assert thread_time() - started < SECONDS
    return result


def refused_when_filled(path: Path) -> str:
    with pytest.raises(TemplateError) as caught:
        ends_soon(lambda: fill_template(path, demo_context()))
    return str(caught.value)


# --------------------------------------------------------------------------------------------- templates without end

DOUBLING = "{% set a = 'xxxxxxxxxxxxxxxx' %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}"
DOUBLED_BLOCKS = "{% set a %}xxxxxxxxxx{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40 + "{{ a }}"
TENFOLD = "{% macro m0() %}x{% endmacro %}" + "".join(
    f"{{% macro m{n} %}}{f'{{% set s = m{n - 1}() %}}' * 10}{{% endmacro %}}".replace(f"m{n} %", f"m{n}() %")
    for n in range(1, 13)
)
RUNAWAY = {
    "text in eight loops": "{% for a in areas %}" * 8 + "x" * 1000 + "{% endfor %}" * 8,
    "eight loops over a text": "{% for c in client %}" * 8 + "{% endfor %}" * 8,
    "a text doubled forty times": DOUBLING,
    "what is put together doubled forty times": DOUBLED_BLOCKS,
    "a block that puts itself in": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "two blocks that put each other in": (
        "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}"
    ),
    "blocks that call ten each, twelve deep": TENFOLD + "{{ m12() }}",
    "a block put into itself twenty times": (
        "{% macro m(x) %}{% for a in areas %}{{ x }}{% endfor %}{% endmacro %}"
        + "{{ "
        + "m(" * 20
        + "client"
        + ")" * 20
        + " }}"
    ),
    "a row of a thousand million": "{% for row in areas|batch(1000000000, 'x') %}{{ row|join }}{% endfor %}",
    "pictures without end": "{% for a in areas %}" * 6 + "{{ overall.picture }}" + "{% endfor %}" * 6,
    "a joint of joints": "{% set a = ['xxxxxxxx','xxxxxxxx']|join %}"
    + "{% set a = (a ~ a)|upper|join(a) %}" * 20
    + "{{ a }}",
}


@pytest.mark.parametrize("name", RUNAWAY)
def test_a_template_without_end_ends(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, document(RUNAWAY[name]))
    ends_soon(lambda: check_template(path, trial=False))
    assert refused_when_filled(path).startswith("our-own.docx: ")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ 'x' * 1000000000 }}", "arithmetic"),
        ("{{ 9**9**9 }}", "arithmetic"),
        ("{{ '%1000000000d' % 1 }}", "arithmetic"),
        ("{{ 10 // 0 }}", "arithmetic"),
        ("{{ client + client }}", "arithmetic"),
        ("{{ 'x'|center(1000000000) }}", "unknown-filter"),
        ("{{ 'x'|indent(1000000000) }}", "unknown-filter"),
        ("{{ '%1000000000d'|format(1) }}", "unknown-filter"),
        ("{% for x in range(1000000000) %}x{% endfor %}", "unknown-name"),
        ("{{ lipsum(1000000) }}", "unknown-name"),
        ("{% set a = [areas, areas] %}{{ a == a }}", "list-of-names"),
        ("{% for a in areas recursive %}{{ loop(areas) }}{% endfor %}", "forbidden-statement"),
        ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "broken-tag"),
        ("{{ client" + ".a" * 20000 + " }}", "too-deep"),
        ("{% if client %}" * 200 + "{% endif %}" * 200, "too-deep"),
        ("{% for a in areas %}" * 30 + "{% endfor %}" * 30, "too-deep"),
    ],
)
def test_what_costs_without_limit_is_found_before_there_is_data(tmp_path: Path, text: str, code: str) -> None:
    path = written(tmp_path, document(text))
    faults = ends_soon(lambda: check_template(path)).faults
    assert code in {fault.code for fault in faults}
    refused_when_filled(path)


def test_the_clock_is_the_last_fence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MAX_SECONDS", 0.0)
    path = written(tmp_path, document("{% for area in areas %}{{ area.title }}{% endfor %}"))
    assert "takes longer than 0 seconds" in refused_when_filled(path)


def test_the_clock_stands_while_others_have_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MAX_SECONDS", 0.05)
    used = budget.Budget()
    sleep(0.1)
    used.step()


def test_our_own_template_uses_a_small_part_of_what_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MAX_STEPS", budget.MAX_STEPS // 50)
    monkeypatch.setattr(budget, "MAX_CHARACTERS", budget.MAX_CHARACTERS // 10)
    fill_template(TEMPLATE, demo_context())


def test_repeating_within_the_limits_is_allowed(tmp_path: Path) -> None:
    text = "{% for a in areas %}" * 5 + "{{ loop.index }}" + "{% endfor %}" * 5
    lines = outline(fill_template(written(tmp_path, document(text)), demo_context()))
    assert lines == ["normal: " + "12345" * 5**4]


# ------------------------------------------------------------------------------------- templates that reach behind

PAYLOADS = [
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ self.__init__.__globals__.__builtins__.open('secrets').read() }}",
    "{{ client|attr('__class__') }}",
    "{{ client['__class__'] }}",
    "{{ client['\\x5f\\x5fclass\\x5f\\x5f'] }}",
    "{{ '{0.__class__}'.format(client) }}",
    "{{ '{0.__class__}'.format_map(areas) }}",
    "{{ areas|map(attribute='__class__')|list }}",
    "{{ get_flashed_messages.__globals__ }}",
    "{{ config.items() }}",
    "{% for c in [].__class__.__base__.__subclasses__() %}{{ c }}{% endfor %}",
    "{% set x = client.__class__ %}{{ x }}",
    "{% include '../secrets' %}",
    "{% import 'os' as os %}",
    "{% extends client %}",
    "{% macro m() %}{{ varargs }}{% endmacro %}{{ m.__globals__ }}",
]
PARTS: dict[str, Callable[[str], bytes]] = {
    "body": lambda text: document(text),
    "header": lambda text: document("x", header=text),
    "footer": lambda text: document("x", footer=text),
    "footnotes": lambda text: footnoted("x", text),
    "properties": titled,
    "tag of a control": lambda text: document(f"[ours {text}\nx\n]"),
    "table": lambda text: document(f"| x | {text}"),
    "field": lambda text: document("", raw=field(text)),
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_refused_wherever_it_stands(tmp_path: Path, payload: str, part: str) -> None:
    path = written(tmp_path, PARTS[part](payload))
    faults = ends_soon(lambda: check_template(path)).faults
    assert any(fault.is_error and fault.place.tag for fault in faults)
    with pytest.raises(TemplateError, match=r"our-own\.docx: the template has \d+ fault"):
        sound_template(path)


@pytest.mark.parametrize("part", ["body", "header", "footer", "table", "footnotes"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_not_carried_out_without_a_check_either(tmp_path: Path, payload: str, part: str) -> None:
    assert "Traceback" not in refused_when_filled(written(tmp_path, PARTS[part](payload)))


def test_a_payload_in_a_property_stays_words(tmp_path: Path) -> None:
    report = fill_template(written(tmp_path, titled("{{ 7 * 7 }}")), demo_context())
    assert Document(BytesIO(report)).core_properties.title == demo_context().properties.title


def test_an_answer_that_reads_like_a_payload_is_printed_as_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, document("{{ client }}"))
    said = "{{ cycler.__init__.__globals__ }}"
    assert outline(fill_template(path, demo_context(client=said))) == [f"normal: {said}"]


def test_what_a_building_block_may_read_is_listed_names_only(tmp_path: Path) -> None:
    for text, words in {
        "{{ client.upper }}": "'upper' is not a name of text",
        "{{ areas.count }}": "'count' is not a name of a list",
        "{% for a in areas %}{{ loop.cycle }}{% endfor %}": "'cycle' is not a name of a loop",
        "{% macro m() %}{% endmacro %}{{ m.arguments }}": "'arguments' is not a name of",
        "{{ areas[99].title }}": "there is no item 99",
    }.items():
        assert words in refused_when_filled(written(tmp_path, document(text)))
