"""Whole lives of drafts, drawn by chance: a firm's template, edits, other programs, a refresh, the client's report.

`python -m tests.lives SEED [NUMBER]` lives through so many from that seed on and prints what was found, with figures.
Seeds that begin with m are of a museum: a real workbook with a question set of its own, built and built again.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from reportgen.common.exceptions import UnreadableFileError
from reportgen.draft.base import Base
from reportgen.draft.review.comments import Confirmation
from reportgen.draft.review.comments import _suggestions as suggested
from reportgen.draft.review.draft import OpenDraft
from reportgen.draft.stored import FOLDER, Draft, open_draft, side_car
from reportgen.office.package import DOCUMENT, Package
from reportgen.word.comments import is_ours, read_comments
from reportgen.word.forms import visible_text
from reportgen.word.xml import remove, shown_text, squashed, unwrap, w
from tests import museum
from tests.commands import run
from tests.conftest import Office, office_program
from tests.corpus.base import QUESTIONS
from tests.drafts import base_of
from tests.hiding_places import BESIDE, IN_TEXT, PROSE, SECRET, holders, in_stories
from tests.losses import (
    SOME_IDS,
    Loss,
    stripped,
    with_other_ids,
    with_other_names,
    without_bookmarks,
    without_comment_marks,
    without_comments,
    without_controls,
    without_kind,
    without_styles,
)
from tests.packages import read_parts, refresh, refreshed_file, write_parts
from tests.refresh_fuzz import Case, edited_by, edits_of, faults
from tests.refresh_versions import BASE, VERSIONS, version
from tests.report_builders import TEMPLATE
from tests.word_save import word_saved


def _together(losses: Sequence[Loss]) -> Loss:
    def loss(source: Package) -> Package:
        for each in losses:
            source = each(source)
        return source

    return loss


TEMPLATES: dict[str, Loss] = {  # of firms
    "": lambda source: source,
    "styles renamed": with_other_names,
    "styles renamed, with their ids": with_other_ids,
    "no comments": without_comments,
    "no comments, styles renamed": _together((without_comments, with_other_names)),
    "no controls": without_controls,
    "no regions": without_kind("rg:"),
    "no references": _together((without_kind("anchor:"), without_kind("ref:"))),
}
PROGRAMS: dict[str, Loss] = {  # what they do to a draft
    "styles renamed": with_other_names,
    "styles renamed, with their ids": with_other_ids,
    "styles dropped": without_styles,
    "comments and base dropped": stripped,
    "bookmarks dropped": without_bookmarks,
    **{" and ".join(way.__name__ for way in ways): _together(ways) for ways in SOME_IDS if ways},
}
FORMATS = ("docx", "odt", "doc", "rtf")  # that LibreOffice saves as
CONFIRMED_BY_PEOPLE = {"suggestion", "placeholder", "comment", "conflict", "tracked-change"}  # what `settled` settles
_SHOWN = {  # what LibreOffice shows of what is hidden, by the formats in which it does
    "hidden row": FORMATS,
    "settled comment": ("doc", "rtf"),  # is open again
}
MUSEUM = "moved answers of a museum"
_REFUSED = 0.3  # of the finals are asked for without a reason first
_OURS = (b"_rg_", b"_rgv_", b'"rg:', b'"rgv:', b"reportgen")
_TEXT = re.compile(rb"<w:t(?: [^>]*)?>[^<]*</w:t>")  # of which the appendix on the method names the program
_PLACE = re.compile(r"[\w']+!\$?[A-Z]{1,3}\$?\d|the sheet '")
_BRACKETED = re.compile(r"\[[^\[\]]{2,}\]\.?")
_VERSION = re.compile(r"reportgen (⟦m\d+⟧)?\d")  # of the program, maybe typed into
_PEOPLE = (b"Ann Person", b"A. Person")


@dataclass
class Life:
    """A draft before it is opened again, and what became of it so far."""

    seed: str
    chance: Random
    name: str  # of the version it is refreshed with; empty: it is not refreshed
    built: bytes
    fresh: Package
    parts: Package
    suggestions: tuple[Counter[str], Counter[str]]  # open ones and others
    saved_as: str  # of FORMATS; empty: it is not saved by LibreOffice
    did: list[str]
    figures: Counter[str] = field(default_factory=Counter)


class Desk:
    """A folder in which drafts are lived through; its name is a secret that no report may tell."""

    def __init__(self, folder: Path, program: str) -> None:
        self.folder = folder / SECRET
        self._office = Office(program, self.folder / "profile")
        self._write_user()

    def _write_user(self) -> None:
        """LibreOffice is somebody's, who has a name."""
        user = self.folder / "profile" / "user"
        user.mkdir(parents=True)
        entries = "".join(
            f'<item oor:path="/org.openoffice.UserProfile/Data"><prop oor:name="{name}" oor:op="fuse"><value>{SECRET}'
            "</value></prop></item>"
            for name in ("givenname", "sn", "o")
        )
        space = 'xmlns:oor="http://openoffice.org/2001/registry"'
        (user / "registrymodifications.xcu").write_text(
            f'<?xml version="1.0" encoding="UTF-8"?><oor:items {space}>{entries}</oor:items>', encoding="utf-8"
        )

    # ------------------------------------------------------------------------------------------------ one is drawn

    def _template(self, name: str) -> Path:
        path = self.folder / f"{name or 'ours'}.docx"
        if not path.is_file():
            path.write_bytes(write_parts(TEMPLATES[name](read_parts(TEMPLATE))))
        return path

    def _museums(self, template: Path) -> tuple[bytes, bytes]:
        """The draft that the command builds of a workbook, and the one that it builds once answers moved."""
        folder = self.folder / f"museum, {template.stem}"
        if not folder.is_dir():
            workbook = museum.lay_out(folder)
            museum.reword(workbook, "Narrative", museum.AIM, f"{PROSE}{museum.AIM}")
            style = folder / "house-style.toml"
            style.write_text('[firm]\nname = "A museum\'s friends"\n', encoding="utf-8")
            options = ("--template", template, "--house-style", style)
            first = museum.built(workbook, *options).read_bytes()
            for question in sorted(QUESTIONS.questions)[::3]:
                museum.answer(workbook, "01", question, museum.BETTER)
            museum.reword(workbook, "Findings", museum.BULLET, "People are greeted in two languages.")
            (folder / "first.docx").write_bytes(first)
            museum.built(workbook, *options, "--force")
        return (folder / "first.docx").read_bytes(), (folder / "output/museum/museum-report.docx").read_bytes()

    def drawn(self, seed: str) -> Life:
        """The draft of a seed as it was edited, before LibreOffice saves it."""
        chance = Random(f"life {seed}")
        template = chance.choice(["", "", "", "", *TEMPLATES])
        name = MUSEUM if seed.startswith("m") else chance.choice([*sorted(VERSIONS), MUSEUM])
        path = self._template(template)
        drafts = self._museums(path) if name == MUSEUM else (version(BASE, path), version(name, path))
        built, fresh = drafts[0], read_parts(drafts[1])
        did = [f"template: {template}", f"refreshed with: {name}"]
        parts, saved_as = read_parts(built), chance.choice(("", "Word", *FORMATS))
        for kind in chance.sample(
            [kind for kind in (*IN_TEXT, *BESIDE) if saved_as not in _SHOWN.get(kind, ())],
            chance.choice((0, 1, 1, 2, 3)),
        ):
            parts = in_stories(kind, parts) if kind in IN_TEXT else BESIDE[kind](parts)
            did.append(f"planted: {kind}")
        edits = edits_of(chance)
        parts = edited_by(parts, edits)
        did += [edit.__name__ for edit, _ in edits]
        suggestions = suggestions_of(parts, base_of(built))
        for _ in range(chance.choice((0, 0, 1, 1, 2))):
            loss = chance.choice([*PROGRAMS])
            parts = PROGRAMS[loss](parts)
            did.append(f"a program: {loss}")
        if saved_as == "Word":
            parts = word_saved(parts, chance.randrange(1000))
        did.append(f"saved as: {saved_as}")
        is_refreshed = chance.random() < 0.85
        life = Life(seed, chance, name if is_refreshed else "", built, fresh, parts, suggestions, saved_as, did)
        life.figures.update(did)
        return life

    def drafts(self, seeds: Sequence[str]) -> list[Life]:
        """The drafts of these seeds, saved by LibreOffice as drawn: all of a format at once."""
        lives = [self.drawn(seed) for seed in seeds]
        for kind in FORMATS:
            self._save([life for life in lives if life.saved_as == kind], kind)
        return lives

    def _save(self, lives: Sequence[Life], kind: str) -> None:
        if not lives:
            return
        folder = self.folder / f"{lives[0].seed} as {kind}"
        folder.mkdir()
        paths = [folder / f"{life.seed}.docx" for life in lives]
        for path, life in zip(paths, lives, strict=True):
            path.write_bytes(write_parts(life.parts))
        saved = self._office.convert_all(paths, kind, folder / "saved")
        if kind != "docx":
            saved = self._office.convert_all(saved, "docx", folder / "back")
        for path, life in zip(saved, lives, strict=True):
            life.parts = read_parts(path)

    # ---------------------------------------------------------------------------------------------- and lived through

    def faults(self, life: Life) -> list[str]:
        """What is wrong with what becomes of a draft; empty as it should be."""
        folder = self.folder / life.seed
        (folder / FOLDER).mkdir(parents=True)
        path = folder / "client-report.docx"
        path.write_bytes(write_parts(life.parts))
        if life.chance.random() < 0.9:
            name, packed = side_car(base_of(life.built))
            (folder / name).write_bytes(packed)
        opened, found = self._opened(path, life)
        if opened is None:
            return found
        found += confirmed(opened.parts, opened.base, life, "a program")
        parts, base = opened.parts, opened.base
        if life.name:
            result = refresh(parts, base, life.fresh)
            found += faults(Case(parts, base, life.fresh, tuple(life.did)), result)
            parts, base = refreshed_file(result), result.base
            found += confirmed(parts, base, life, "the refresh")
        if life.chance.random() < 0.5:
            parts = settled(parts, base)
            life.did.append("settled")
        path.write_bytes(write_parts(parts))
        return [*found, *self._issued(path, parts, base, life)]

    def _opened(self, path: Path, life: Life) -> tuple[Draft | None, list[str]]:
        """The draft, opened with the base it carries, else with the one beside it, else with one that is named."""
        stood = read_parts(path)[DOCUMENT].count(b'w:name="_rg')
        life.figures["marks lost"] += read_parts(life.built)[DOCUMENT].count(b'w:name="_rg') - stood
        try:
            return open_draft(path), []
        except UnreadableFileError as error:
            life.figures["refused to open"] += 1
            if "is damaged" in str(error) and life.saved_as in FORMATS:
                return None, []  # LibreOffice tears controls that overlap
            beside = any((path.parent / FOLDER).iterdir())
            found = (
                [f"refused, though {stood} marks stand and the base lies beside: {error}"] if beside and stood else []
            )
            if stood and "--base" not in str(error) and FOLDER not in str(error):
                found.append(f"refused without a way out: {error}")
        named = path.with_name("kept.json.gz")
        named.write_bytes(base_of(life.built).packed)
        try:
            return open_draft(path, base_file=named), found
        except UnreadableFileError as error:
            life.figures["refused for good"] += 1
            return None, [*found, *([f"refused its own base with {stood} marks: {error}"] if stood else [])]

    def _issued(self, path: Path, parts: Package, base: Base, life: Life) -> Iterator[str]:
        """The report for the client, in spite of what is open; some ask without a reason first: what is in it."""
        final = path.with_name("final.docx")
        named = path.with_name("kept.json.gz")
        options = ["--base", str(named)] if named.is_file() and not life.name else []
        command: tuple[str | Path, ...] = ("finalize", path, "-o", final, "--no-pages", *options)
        done = run(*command) if life.chance.random() < _REFUSED else None
        is_refused = done is not None and done.exit_code == 1 and not final.exists()
        if done is None or is_refused:
            done = run(*command, "--with-open-points", "A trial.")
        told = set(re.findall(r"\[([a-z-]+)\]", done.stderr))
        life.figures.update(f"open: {code}" for code in told)
        life.figures["finals refused"] += is_refused
        if done.exit_code != 0 or is_refused > bool(told):
            yield f"finalize ended with {done.exit_code}: {done.output}{done.exception!r}"
        if not final.is_file():
            return
        life.figures["finals"] += 1
        if "settled" in life.did and told & CONFIRMED_BY_PEOPLE:
            yield f"settled, and told still: {told & CONFIRMED_BY_PEOPLE}: {done.stderr}"
        yield from left_in(read_parts(final), told, (base_of(life.built), base), (read_parts(life.built), life.fresh))


# --------------------------------------------------------------------------------------------- what must hold


def suggestions_of(parts: Package, base: Base) -> tuple[Counter[str], Counter[str]]:
    """What is suggested, in its words without blanks: how often it is open, and how often it only stands there."""
    draft = OpenDraft(parts, base)
    known = suggested(draft, read_comments(parts, draft.roots.values()))
    asked = {paragraph for paragraph, state in known if not isinstance(state, Confirmation)}
    open_ = Counter(squashed(shown_text(paragraph)) for paragraph in asked)
    return open_, Counter(squashed(shown_text(paragraph)) for paragraph in draft.paragraphs()) - open_


def confirmed(parts: Package, base: Base, life: Life, by: str) -> list[str]:
    """The suggestions that nobody confirmed, and that are not open any more though they stand there."""
    (was_open, was_settled), (_, is_settled) = life.suggestions, suggestions_of(parts, base)
    own = was_settled - _generated(base_of(life.built))  # confirmed before, or copied
    allowed = was_settled | (_generated(base) + own)
    return [f"{by} confirmed: {text}" for text in sorted(was_open) if is_settled[text] > allowed[text]]


def _generated(base: Base) -> Counter[str]:
    """How often a text is generated other than as a suggestion."""
    texts = Counter(squashed(visible_text(paragraph)) for paragraph in base.paragraphs)
    return texts - Counter({text: len(suggested_there) for text, suggested_there in base.suggestions.items()})


def settled(parts: Package, base: Base) -> Package:
    """A draft after the last hour of work: comments and changes settled, suggestions taken over, gaps written."""
    made = parts.copy()
    draft = OpenDraft(made, base)
    for name in draft.roots:
        root = made.changed(name)
        without_comment_marks(root)
        unwrap(*list(root.iter(w("ins"), w("moveTo"))))
        for gone in list(root.iter(w("del"), w("moveFrom"))):
            remove(gone)
        for paragraph in root.iter(w("p")):
            text = shown_text(paragraph).strip()
            if _BRACKETED.fullmatch(text) or squashed(text) in {**base.placeholders, **base.suggestions}:
                for words in paragraph.iter(w("t")):
                    words.text = "By hand." if text.startswith("[") else f"{words.text} indeed"
    made.unrelate(DOCUMENT, lambda _, relation: relation.kind.startswith("comments"))
    return read_parts(made.packed())


def left_in(final: Package, told: set[str], bases: Iterable[Base], drafts: Iterable[Package]) -> Iterator[str]:
    """What no report may hold: marks, users, paths, questions to the consultant; cells and gaps unless it was told."""
    yield from (f"{name} holds a user or a path" for name in holders(final))
    runs = [base.run.encode() for base in bases]
    for name, content in final.items():
        yield from (f"{name} holds {mark!r}" for mark in (*_OURS, *runs) if mark in _TEXT.sub(b"", content))
    roots = [final.tree(name) for name in final if re.match(r"word/[a-z]+\d*\.xml", name)]
    is_open = any(
        next(root.iter(w("comment"), w("ins"), w("del"), w("moveTo"), w("moveFrom")), None) is not None
        for root in roots
    )
    if not is_open:
        yield from (f"{name} names {p!r}" for name, content in final.items() for p in _PEOPLE if p in content)
    said = [shown_text(paragraph).strip() for root in roots for paragraph in root.iter(w("p"))]
    whole = "\n".join(map(squashed, said))
    yield from (f"the program: {text}" for text in said if "reportgen" in text and not _VERSION.search(text))
    prompts = {squashed(c.text) for draft in drafts for c in read_comments(draft) if is_ours(c.element)}
    yield from (f"a question to the consultant: {prompt}" for prompt in sorted(prompts) if prompt in whole)
    if "workbook-place" not in told:
        yield from (f"a cell: {text}" for text in said if _PLACE.search(text))
    if "placeholder" not in told:
        yield from (f"a gap: {text}" for text in said if _BRACKETED.fullmatch(text))


def main(seed: str, number: int) -> int:
    """Live through so many drafts, lot by lot, and print what was found and the figures."""
    figures: Counter[str] = Counter()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), office_program() or "soffice")
        for lot in lots(seed, number, 20):
            for life in desk.drafts(lot):
                found = desk.faults(life)
                figures += life.figures
                if found:
                    failed += 1
                    print(f"\n{life.seed}: {', '.join(life.did)}", *found, sep="\n    ", flush=True)
                shutil.rmtree(desk.folder / life.seed)
    print(*(f"{count:6} {name}" for name, count in sorted(figures.items())), sep="\n")
    print(f"{failed} of {number} with faults")
    return 1 if failed else 0


def lots(seed: str, number: int, size: int) -> list[list[str]]:
    """Seeds in lots, which LibreOffice saves together: "17" and 3 are "17", "17+1" and "17+2"."""
    seeds = [f"{seed}+{n}" if n else seed for n in range(number)]
    return [seeds[at : at + size] for at in range(0, number, size)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1))
