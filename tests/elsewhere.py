"""Runs commands as if at another time and on another machine: a program of its own, for the test of same bytes.

`python -m tests.elsewhere DAYS UMASK < commands.json` runs a list of lists of arguments in this folder and prints their
exit codes and the day. The clock is ahead by so many days; unless these are none, folders list what they hold in the
opposite order, and the libraries that we or others use are loaded, one of which gave every namespace another prefix.
"""

from __future__ import annotations

import datetime
import importlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any


def shift_clock(days: int) -> None:
    """Put every clock that Python code can read ahead."""
    shift = datetime.timedelta(days=days)
    seconds = shift.total_seconds()
    for name in ("time", "time_ns"):
        now, unit = getattr(time, name), 1 if name == "time" else 10**9
        setattr(time, name, lambda now=now, unit=unit: now() + int(seconds) * unit)
    for name in ("localtime", "gmtime", "ctime"):
        at = getattr(time, name)
        setattr(time, name, lambda moment=None, at=at: at(time.time() if moment is None else moment))
    for name in ("datetime", "date"):
        setattr(datetime, name, _ahead(getattr(datetime, name), shift))


def _ahead(kind: type[Any], shift: datetime.timedelta) -> type[Any]:
    """A class of dates that takes itself for the real one, and reads a clock that is ahead."""

    class Same(type):
        def __instancecheck__(cls, value: object) -> bool:
            return isinstance(value, kind)

    def clock(name: str) -> Any:
        return classmethod(lambda cls, *zone, **named: getattr(kind, name)(*zone, **named) + shift)

    readers = {name: clock(name) for name in ("now", "utcnow", "today") if hasattr(kind, name)}
    return Same(kind.__name__, (kind,), readers)


def turn_folders() -> None:
    """List folders in the opposite order."""

    def turned(method: Callable[..., Any]) -> Callable[..., Any]:
        def listed(*arguments: Any, **options: Any) -> Iterator[Any]:
            return iter(list(method(*arguments, **options))[::-1])

        return listed

    for name in ("iterdir", "glob", "rglob"):
        setattr(Path, name, turned(getattr(Path, name)))
    listdir = os.listdir
    os.listdir = lambda *folder: sorted(listdir(*folder), reverse=True)  # type: ignore[assignment]


def crowd() -> None:
    """Load what a larger program might have loaded before us, and let it have its way with lxml's table of prefixes.

    But for what openpyxl put there: it writes its workbooks by that table.
    """
    for name in ("openpyxl", "docx", "docxtpl", "xlsxwriter", "pypdf", "matplotlib.pyplot", "xml.etree.ElementTree"):
        importlib.import_module(name)
    from docx.oxml import ns
    from lxml import etree
    from openpyxl.xml import constants

    from reportgen.office.prefixes import PREFIXES

    ns.nsmap["cp"] = (
        f"{ns.nsmap['cp'].partition('package')[0]}officeDocument/2006/custom-properties"  # as docxcompose does
    )
    for number, uri in enumerate(PREFIXES.values()):
        if uri not in vars(constants).values():
            etree.register_namespace(f"foreign{number}", uri)


def main() -> None:
    """Run the commands."""
    days, umask = int(sys.argv[1]), int(sys.argv[2], 8)
    os.umask(umask)
    if days:
        shift_clock(days)
        turn_folders()
        crowd()
    from reportgen.cli.main import cli  # after the clock was set: some modules read it when they load

    codes = [cli(command, standalone_mode=False) or 0 for command in json.load(sys.stdin)]
    print(json.dumps({"codes": codes, "today": datetime.date.today().isoformat()}))


if __name__ == "__main__":
    main()
