"""How a draft is refreshed: the order of `refresh`, as `pipeline` has that of a report.

The report is built anew as the draft says it was built, unless something else is asked for now, and merged into what
people made of the draft. Everything is made in memory; the command writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reportgen.common.diagnostics.problems import Problem
from reportgen.common.exceptions import UnreadableFileError, UsageError
from reportgen.runs.build import Inputs, Scored, build_report, paged
from reportgen.runs.recorded import SourceChange, found, recipe_remarks, source_changes

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.draft.base import Base, Recipe
    from reportgen.draft.refresh import Refreshed
    from reportgen.draft.refresh.changes import Changes

    Tell = Callable[[str], None]

_PEERS = "--peers, or go on without any with --no-peers"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for now; what is None is as the draft records it."""

    question_set: str | None = None
    peers: Path | None = None
    no_peers: bool = False  # go on although the peers are gone
    template: Path | None = None
    house_style: Path | None = None
    charts: Literal["picture", "native"] | None = None
    pages: bool = False
    pdf: bool = False


@dataclass(frozen=True)
class Revised:
    """A refreshed draft and all that is said about it, in memory."""

    document: bytes
    base: Base
    changes: Changes
    sources: tuple[SourceChange, ...]
    problems: tuple[Problem, ...]  # the workbook's warnings
    pdf: bytes | None = None
    remark: str = ""  # why page numbers or the PDF that were asked for are missing


def revise(draft: Path, workbook: Path, wish: Wish, progress: Tell) -> Revised:
    """The draft, brought up to date with the workbook.

    Raises `UnreadableFileError` when the draft is none of ours, `UsageError` when something it was built from cannot
    be found, `InvalidWorkbookError` with every problem when the workbook has errors.
    """
    from reportgen.draft.opening import open_draft
    from reportgen.draft.refresh import refresh
    from reportgen.office.package import NotAPackageError, Package

    progress("Reading the draft")
    opened = open_draft(draft)
    recipe = opened.base.recipe
    inputs = as_recorded(recipe, wish, workbook, draft)
    fresh = build_report(inputs, progress, lambda scored: _require_peers(scored, recipe, wish))
    progress("Merging")
    try:
        refreshed = refresh(opened.parts, opened.base, Package.opened(fresh.document))
    except NotAPackageError as error:
        raise UnreadableFileError(f"'{draft}' is damaged: {error}. Open it in Word, save it and try again.") from error
    wanted = replace(inputs, pages=wish.pages, pdf=wish.pdf)
    document, pdf, remark = paged(refreshed.document, wanted, progress)
    remarks = (
        *_own_remarks(opened.from_side_car),
        *recipe_remarks(recipe, fresh.base.recipe),
        *(_page_remarks(refreshed) if not (wish.pages or wish.pdf) else ()),
    )
    return Revised(
        document=document,
        base=refreshed.base,
        changes=replace(refreshed.changes, remarks=(*remarks, *refreshed.changes.remarks)),
        sources=source_changes(recipe, fresh.base.recipe),
        problems=fresh.problems,
        pdf=pdf,
        remark=remark,
    )


def _own_remarks(from_side_car: bool) -> Iterator[str]:
    if from_side_car:
        yield "The draft had lost what reportgen stored in it; the file beside it was used, and it is stored again."


def _page_remarks(refreshed: Refreshed) -> Iterator[str]:
    from reportgen.draft.refresh.changes import Outcome
    from reportgen.word.page_numbers import has_page_numbers

    still = (Outcome.UNCHANGED, Outcome.KEPT, Outcome.DELETED, Outcome.LOST)
    changed = any(region.outcome not in still for region in refreshed.changes.regions)
    if changed and has_page_numbers(refreshed.document):
        yield (
            "The page numbers in the contents are those of the draft as it was. Press F9 on them in Word, or refresh "
            "with --pages."
        )


# ------------------------------------------------------------------------------------------------------ what it is from


def as_recorded(recipe: Recipe, wish: Wish, workbook: Path, draft: Path) -> Inputs:
    """What the report is built from now: what is asked for, else what the draft records.

    Recorded files are looked for as seen from the workbook's folder, then from the draft's. Raises `UsageError` naming
    everything that was recorded and cannot be found, and the option that gives it.
    """
    if wish.peers and wish.no_peers:
        raise UsageError("--peers and --no-peers contradict each other. Give one of them.")
    folders = list(dict.fromkeys((workbook.parent, draft.parent)))
    missing: list[str] = []

    def recorded(name: str, kind: str, option: str, *, wanted: bool = True) -> Path | None:
        file = found(name, folders) if name and wanted else None
        if name and wanted and file is None:
            missing.append(f"the {kind} '{name}' (give it with {option})")
        return file

    use_peers = not wish.peers and not wish.no_peers
    inputs = Inputs(
        workbook=workbook,
        question_set=wish.question_set or _recorded_set(recipe.question_set_option, folders, missing),
        peers=wish.peers or recorded(recipe.peers_option, "peer data", _PEERS, wanted=use_peers),
        template=wish.template or recorded(recipe.template_option, "template", "--template"),
        house_style=wish.house_style or recorded(recipe.house_style_option, "house style", "--house-style"),
        charts=wish.charts or ("native" if recipe.charts == "native" else "picture"),
    )
    if missing:
        raise UsageError(
            f"The draft was built from what is neither beside '{workbook}' nor beside the draft: {', '.join(missing)}."
        )
    return inputs


def _recorded_set(name: str, folders: list[Path], missing: list[str]) -> str | None:
    """The question set a draft was built with when one was asked for; None leaves it to the workbook."""
    from reportgen.questions.loader import shipped

    if not name or name in shipped():
        return name or None
    folder = found(name, folders)
    if folder is None:
        missing.append(f"the question set '{name}' (give its folder with --question-set)")
    return str(folder) if folder else None


def _require_peers(scored: Scored, recipe: Recipe, wish: Wish) -> None:
    """A draft that had peers never loses them unasked."""
    if wish.no_peers and scored.peers_file:
        raise UsageError(
            f"--no-peers was given, but the sheet Engagement names the peer data '{scored.peers_file.name}'. "
            "Empty that cell, or leave --no-peers away."
        )
    if recipe.peers.name and scored.peers_file is None and not wish.no_peers:
        raise UsageError(
            f"The draft was compared with the peers of '{recipe.peers.name}', but the sheet Engagement names no peer "
            "data any more. Name it there or with --peers; to go on without any peers, give --no-peers."
        )
