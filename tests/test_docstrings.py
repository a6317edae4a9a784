"""The examples in docstrings are true, in every module."""

from __future__ import annotations

import doctest
from importlib import import_module
from pkgutil import walk_packages

import reportgen


def test_the_examples_hold() -> None:
    names = [found.name for found in walk_packages(reportgen.__path__, "reportgen.")]
    found = {name: doctest.testmod(import_module(name)) for name in names if name != "reportgen.__main__"}
    assert sum(result.attempted for result in found.values()) > 50
    assert [name for name, result in found.items() if result.failed] == []
