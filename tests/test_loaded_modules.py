"""Help is instant and `check` is light: exact tests on the modules loaded, never on time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SAMPLE = Path(__file__).parent.parent / "workbooks" / "sample-client.xlsx"

HEAVY = {"openpyxl", "matplotlib", "docx", "docxtpl", "numpy", "jinja2", "lxml", "PIL"}

LOADED = """
import json, sys
before = set(sys.modules)  # such as what measures the tests brings
from reportgen.cli.main import cli
try:
    cli(sys.argv[1:], prog_name="reportgen")
except SystemExit as end:
    code = end.code
loaded = sys.modules.keys() - before
roots = sorted({name if name.startswith("reportgen.") else name.partition(".")[0] for name in loaded})
print("\\n@@" + json.dumps([code, roots]))
"""


def modules_after(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, encoding="utf-8", check=True
    )
    code, roots = json.loads(done.stdout.rpartition("@@")[2])
    assert code == 0, done.stderr
    return set(roots)


def test_help_loads_no_heavy_library() -> None:
    assert not HEAVY & modules_after("--help")
    assert not HEAVY & modules_after("build", "--help")
    assert not HEAVY & modules_after("--version")


def test_help_loads_no_command() -> None:
    ours = {name for name in modules_after("--help") if name.startswith("reportgen.")}
    assert ours == {"reportgen.cli", "reportgen.cli.main", "reportgen.cli.groups"}


def test_check_loads_no_heavy_library() -> None:
    assert not HEAVY & modules_after("check", str(SAMPLE))


def test_marking_loads_no_chart_and_no_document_library(tmp_path: Path) -> None:
    loaded = modules_after("check", str(SAMPLE), "--mark", str(tmp_path / "marked.xlsx"))
    assert not {"matplotlib", "docx", "docxtpl", "jinja2"} & loaded


def test_check_loads_none_of_what_only_others_need() -> None:
    scoring = {"reportgen.assessment.scoring", "reportgen.assessment.progress.comparing"}
    carrying = {"reportgen.runs.filled", "reportgen.workbook.reader.additions"}
    others = {"reportgen.work", "tomllib", "tomli_w", "concurrent", "subprocess"}
    assert not (scoring | carrying | others) & modules_after("check", str(SAMPLE))


def test_a_build_loads_none_of_what_only_others_need(tmp_path: Path) -> None:
    loaded = modules_after("build", str(SAMPLE), "-o", str(tmp_path), "--no-project")
    of_several, of_own_templates = "reportgen.work", "reportgen.template.checking"
    assert not {of_several, of_own_templates, "http", "ssl", "sqlalchemy"} & loaded
    assert "matplotlib" in loaded
