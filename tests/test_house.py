"""The house: few rooms, imports that point downwards only, no circle. What only types need counts like the rest."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "reportgen"

ROOMS = (  # from the roof to the cellar; docs/architecture.md says what each is for
    "cli",
    "web",
    "runs",
    "template",
    "draft",
    "words",
    "charts",
    "assessment",
    "peers",
    "workbook",
    "questions",
    "word",
    "office",
    "work",
    "common",
)
STEPS = ROOMS[ROOMS.index("template") : ROOMS.index("word")]  # what a run puts in order: none knows another
DOORS = {  # the declarations that one step makes for another
    ("template", "reportgen.words.context"),  # what a template may use
    ("assessment", "reportgen.workbook.layout"),  # what sheets and columns are called
    ("draft", "reportgen.workbook.layout"),  # what sheets a client does not have
    ("peers", "reportgen.workbook"),  # peers are kept in workbooks: read and written as all of ours are
}
NO_ROOM = {"__init__", "__main__"}
MOST_ENTRIES = 16


def modules() -> dict[str, Path]:
    names = {path: ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in PACKAGE.rglob("*.py")}
    return {name.removesuffix(".__init__"): path for path, name in names.items()}


def imports(path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    """The modules of ours that a module imports, wherever in it and for whatever purpose."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module in known:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from (inner & known.keys()) or {node.module}
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)


def room(module: str) -> str:
    return f"{module}.".split(".")[1]


def between_rooms() -> Iterator[tuple[str, str]]:
    known = modules()
    for module, path in known.items():
        if room(module) not in ("", *NO_ROOM):
            yield from ((module, other) for other in imports(path, known) if room(other) not in ("", room(module)))


def test_the_first_level_has_few_rooms_and_each_is_known() -> None:
    entries = {path.stem for path in PACKAGE.iterdir() if path.name not in ("__pycache__", "py.typed")} - NO_ROOM
    assert len(entries) <= MOST_ENTRIES
    assert entries <= {*ROOMS, "_templates"}


def test_imports_point_downwards_only() -> None:
    upward = [(a, b) for a, b in between_rooms() if ROOMS.index(room(a)) > ROOMS.index(room(b))]
    assert upward == []


def test_no_step_imports_another_but_by_a_door() -> None:
    crossing = [(a, b) for a, b in between_rooms() if {room(a), room(b)} <= set(STEPS)]
    assert crossing, "the doors are used"
    assert [
        (a, b) for a, b in crossing if not any(room(a) == step and b.startswith(door) for step, door in DOORS)
    ] == []


def test_no_module_imports_itself_by_way_of_others() -> None:
    known = modules()
    graph = {module: set(imports(path, known)) - {module} for module, path in known.items()}
    assert len(tuple(TopologicalSorter(graph).static_order())) == len(known)  # raises CycleError naming the circle


def test_a_wrong_turn_is_found(tmp_path: Path) -> None:
    path = tmp_path / "model.py"
    path.write_text("def late() -> None:\n    from reportgen.runs import build\n", encoding="utf-8")
    assert list(imports(path, modules())) == ["reportgen.runs.build"]
