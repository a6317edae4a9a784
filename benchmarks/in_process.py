"""What can only be measured inside a process. Each prints its figures as JSON on the last line.

python benchmarks/in_process.py later WORKBOOK FOLDER     seconds of the processor of the builds after the first
python benchmarks/in_process.py memory WORKBOOK FOLDER    most MB after 25 and after 200 builds
python benchmarks/in_process.py filling WORKBOOK          seconds of fill, finish and seal, and of docxtpl alone
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from measuring import megabytes

LATER, FEW, MANY, ROUNDS = 4, 25, 200, 7


def build_anew(workbook: Path, folder: Path) -> None:
    """A build into an empty folder, as a process does several: dead objects are looked for between two of them only."""
    from reportgen.cli.main import cli
    from reportgen.work.garbage import collect_garbage

    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        cli(["build", str(workbook), "-o", str(folder), "-q"])
    collect_garbage()


def later(workbook: Path, folder: Path) -> list[float]:
    """Seconds of each build after the first."""
    gc.disable()
    build_anew(workbook, folder)
    return [processor_of(lambda: build_anew(workbook, folder)) for _ in range(LATER)]


def memory(workbook: Path, folder: Path) -> list[float]:
    """The most memory after few and after many builds."""
    import resource

    gc.disable()
    taken = []
    for number in range(1, MANY + 1):
        build_anew(workbook, folder)
        if number in (FEW, MANY):
            taken.append(megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
    return taken


def filling(workbook: Path) -> list[float]:
    """Median seconds of filling, finishing and sealing, and of docxtpl with the same template and context; warm."""
    from reportgen.common.options import declarations
    from reportgen.common.resources import template_file
    from reportgen.draft import stored
    from reportgen.office.package import Package
    from reportgen.runs import build
    from reportgen.template import fill as filler

    template = template_file(declarations()["template"].shipped).read_bytes()
    with recorded(filler, "fill") as filled_with, recorded(build, "store_new") as stored_with:
        build.build_report(workbook)
    (_, *fill_with), fill_options = filled_with[0]
    (_, _, _, *store_with), store_options = stored_with[0]
    context = fill_with[1]

    def ours() -> None:
        filled = filler.fill(Package.opened(template), *fill_with, **fill_options)
        stored.store_new(filled.parts, filled.regions, filled.figures, *store_with, **store_options)
        filled.parts.packed()

    def alone() -> None:
        docxtpl_alone(template, {field.name: getattr(context, field.name) for field in fields(context)})

    ours()
    alone()
    pairs = [(processor_of(ours), processor_of(alone)) for _ in range(ROUNDS)]
    return [statistics.median(times) for times in zip(*pairs, strict=True)]


@contextlib.contextmanager
def recorded(module: Any, name: str) -> Iterator[list[tuple[tuple[Any, ...], dict[str, Any]]]]:
    """What a function is called with meanwhile."""
    calls = []
    original = getattr(module, name)

    def recording(*arguments: Any, **options: Any) -> Any:
        calls.append((arguments, options))
        return original(*arguments, **options)

    setattr(module, name, recording)
    try:
        yield calls
    finally:
        setattr(module, name, original)


def docxtpl_alone(template: bytes, names: dict[str, Any]) -> None:
    """Render and save, as docxtpl's own documentation says."""
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage
    from jinja2 import Environment

    from reportgen.words.context import Picture

    document = DocxTemplate(io.BytesIO(template))

    def placed(value: Any) -> Any:
        if not isinstance(value, Picture):
            return value
        return InlineImage(document, io.BytesIO(value.png), width=Mm(value.width_mm))

    document.render(names, Environment(finalize=placed, autoescape=True), autoescape=True)
    document.save(io.BytesIO())


def processor_of(work: Callable[[], object]) -> float:
    """Seconds that the processor worked."""
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["later", workbook, folder]:
            print(json.dumps(later(Path(workbook), Path(folder))))
        case ["memory", workbook, folder]:
            print(json.dumps(memory(Path(workbook), Path(folder))))
        case ["filling", workbook]:
            print(json.dumps(filling(Path(workbook))))
        case _:
            sys.exit(__doc__)
