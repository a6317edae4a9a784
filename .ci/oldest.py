"""Prints the oldest versions that `pyproject.toml` declares, as constraints for pip: "click==8.1" and so on."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def main() -> None:
    """Print one for each library that the program, its pages or its tests need."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for requirement in (*project["dependencies"], *extras["serve"], *extras["test"]):
        if requirement.startswith(project["name"]):
            continue  # an extra of our own
        name, lowest = re.match(r"([\w-]+)>=([\d.]+)", requirement).groups()  # none without a lower bound
        print(f"{name}=={lowest}")


if __name__ == "__main__":
    main()
