"""From what a person types to the name of a figure: ids, codes and titles, in any case."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from difflib import get_close_matches

from reportgen.common.exceptions import UsageError
from reportgen.common.model import QuestionSet


def find_figure(typed: str, known: Collection[str], questions: QuestionSet) -> str:
    """The name of the figure meant. Raises UsageError, naming near ones, when there is none."""
    names = {_folded(name): name for name in known}
    aliases = _aliases(questions)
    wanted = _folded(typed)
    for name in [wanted, wanted.replace(" ", "-"), *_with_alias(wanted, aliases)]:
        if name in names:
            return names[name]
    near = get_close_matches(wanted, [*names, *aliases], n=4, cutoff=0.6)
    meant = list(dict.fromkeys(names.get(name) or aliases[name] for name in near))
    hint = f"; is it one of these: {', '.join(meant)}?" if meant else "."
    raise UsageError(
        f"There is no figure {typed.strip()!r}{hint} A figure is 'overall', an area, an element or a question, by id, "
        "code or title, and with a suffix what belongs to it: 'overall.coverage', 'overall.median'."
    )


def _with_alias(wanted: str, aliases: dict[str, str]) -> list[str]:
    """`wanted` with its beginning, up to the end or to any of its points, replaced by the id it stands for."""
    found = []
    for end in [len(wanted), *(place for place, letter in enumerate(wanted) if letter == ".")]:
        head, suffix = wanted[:end].strip(), wanted[end:].replace(" ", "-")
        if head in aliases:
            found.append(f"{_folded(aliases[head])}{suffix}")
    return found


def _aliases(questions: QuestionSet) -> dict[str, str]:
    """The figure each code and title stands for, folded; an area goes before an element of the same title."""
    found: dict[str, str] = {}
    for lens in questions.lenses:
        found |= {_folded(f"{lens.title}.{group.title}"): f"{lens.id}.{group.id}" for group in lens.groups}
        found |= {_folded(f"{lens.id}.{group.title}"): f"{lens.id}.{group.id}" for group in lens.groups}
    found |= {_folded(element.title): element.id for element in questions.elements}
    found |= {_folded(element.code): element.id for element in questions.elements}
    found |= {_folded(area.title): area.id for area in questions.areas}
    found |= {_folded(name): name for name in (*questions.questions, *(part.id for part in questions.elements))}
    return found


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
