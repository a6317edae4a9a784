"""Lists the licences of all that this project depends on, here, and fails on what may not be in it.

Run it where the project is installed with the extra `dev`: `python .ci/licences.py`. What a user installs comes first,
then the tools. GPL and AGPL are refused, and so is a licence that is not told. The weaker copyleft of a library that we
ship with asks something of whoever ships us: `docs/decisions/licences.md` says what, and must name each.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = "reportgen"
TOOLS = ("test", "dev")
EXPLAINED = Path(__file__).parents[1] / "docs" / "decisions" / "licences.md"
_SHORT = 80  # signs: a longer entry is the whole text of a licence
_WEAK = re.compile(r"LGPL|Lesser General Public|Library General Public", re.IGNORECASE)
_STRONG = re.compile(r"GPL|General Public", re.IGNORECASE)


def licence(name: str) -> str:
    """What a package says of its licence, by expression, entry, classifiers, or first line of its text; or nothing."""
    package = metadata.metadata(name)
    expression = package.get("License-Expression") or ""
    entry = (package.get("License") or "").strip()
    classifiers = [
        each.rpartition("::")[2].strip()
        for each in package.get_all("Classifier") or ()
        if each.startswith("License ::") and not each.endswith("OSI Approved")
    ]
    short = entry if len(entry) <= _SHORT else ""
    return expression or short or ", ".join(classifiers) or (entry or _licence_file(name)).split("\n")[0]


def _licence_file(name: str) -> str:
    """The text of the licence that lies in a package; empty where none does."""
    files = metadata.files(name) or ()
    return next((file.read_text(encoding="utf-8").strip() for file in files if file.name.startswith("LICENSE")), "")


def is_weak(text: str) -> bool:
    """True for a copyleft that ends at the library itself.

    >>> is_weak("LGPL-2.1-only"), is_weak("LGPL-3.0 AND GPL-3.0"), is_weak("MIT")
    (True, True, False)
    """
    return _WEAK.search(text) is not None


def is_refused(text: str) -> bool:
    """True for GPL and AGPL where no other licence may be chosen, and for a licence that is not told.

    >>> is_refused("GPL-3.0-or-later"), is_refused("GNU Affero General Public License v3"), is_refused("")
    (True, True, True)
    >>> is_refused("LGPL-2.1-only"), is_refused("MIT OR GPL-2.0-only"), is_refused("LGPL-3.0 AND GPL-3.0")
    (False, False, True)
    """
    return all(_STRONG.search(_WEAK.sub("", choice)) is not None or not choice for choice in re.split(r" OR ", text))


def needed(extras: Iterable[str]) -> Iterator[str]:
    """Names of all installed packages that the project needs with the extras, themselves and through others."""
    seen: set[tuple[str, str]] = set()
    waiting = [(PROJECT, extra) for extra in ("", *extras)]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for line in metadata.requires(name) or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                further = canonicalize_name(requirement.name)
                waiting.extend((further, each) for each in ("", *requirement.extras))
    yield from sorted({name for name, _ in seen} - {PROJECT})


def main() -> None:
    """Print the list; exit with 1 and the reasons when something in it may not be there."""
    provided = metadata.metadata(PROJECT).get_all("Provides-Extra") or ()
    shipped = list(needed(extra for extra in provided if extra not in TOOLS))
    tools = [name for name in needed(TOOLS) if name not in shipped]
    explained = EXPLAINED.read_text(encoding="utf-8")
    faults = []
    for title, names in (("What a user installs", shipped), ("Tools of ours", tools)):
        print(f"{title}:")
        for name in names:
            text = licence(name)
            print(f"  {name} {metadata.version(name)}: {text}")
            if is_refused(text):
                faults.append(f"{name} is under {text or 'a licence it does not tell'}")
            elif names is shipped and is_weak(text) and f"`{name}`" not in explained:
                faults.append(f"{name} is under {text}: {EXPLAINED.name} must say what that asks of whoever ships us")
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
