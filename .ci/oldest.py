"""Prints the oldest versions that `pyproject.toml` declares, as constraints for pip: "click==8.1" and so on."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def main() -> None:
    """Print one for each library that the program or its tests need."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    for requirement in (*project["dependencies"], *project["optional-dependencies"]["test"]):
        name, lowest = re.match(r"([\w-]+)>=([\d.]+)", requirement).groups()  # none without a lower bound
        print(f"{name}=={lowest}")


if __name__ == "__main__":
    main()
