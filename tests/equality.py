"""Whether another version makes the same of the same: `python -m tests.equality BEFORE --random 200`, by hand.

BEFORE is a checkout of the other version, such as `git worktree add` makes. The sample, its variants and as many
workbooks drawn by chance are built by both, one process each, some with charts that Word can edit or with the template
named as a firm's own. Of the sample, the variants and every tenth of the others, the draft is edited by chance,
refreshed with other answers, tried without writing, and reviewed beside its workbook. What was printed and every file
are compared, packages part by part, pictures by their pixels; what differs is named, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EVERY = 10  # workbook drawn by chance whose draft is refreshed and reviewed, too
KEPT = (1.0, 1.0, 0.7, 0.2, 0.0)  # shares of the entries of a sheet that are kept
BUILT, CHANGED = "built", "changed"  # folders: of the workbooks, and of the same with other answers
PEERS = {"a-dozen", "hundreds", "sample-peers"}  # what lies beside them and is no workbook of a client
TYPED = " as we heard it"

Made = dict[str, dict[str, str]]
"""What was made of each workbook: digests by name."""


# --------------------------------------------------------------------------------------------------------- the inputs


def write_inputs(folder: Path, count: int) -> None:
    """The workbooks, and in a folder of their own the same with other answers; peers and earlier results beside."""
    from reportgen.workbook.writer import write_workbook
    from tests.report_variants import variants, write_variants
    from workbooks.make_samples import sample_questions

    questions = sample_questions()
    for name in (BUILT, CHANGED):
        write_variants(folder / name)  # with what lies beside them
    for seed in range(count):
        assessment, name = drawn(seed), f"random-{seed:03}.xlsx"
        (folder / BUILT / name).write_bytes(write_workbook(questions, assessment))
        if seed % EVERY == 0:
            (folder / CHANGED / name).write_bytes(write_workbook(questions, with_other_answers(assessment)))
    for name, assessment in variants().items():
        (folder / CHANGED / f"{name}.xlsx").write_bytes(write_workbook(questions, with_other_answers(assessment)))


def drawn(seed: int) -> Any:
    """An assessment drawn by chance: every fourth has answers only, the others some of all that the sample says."""
    from reportgen.common.model import PeerFilter
    from tests.fillings import by_chance
    from tests.report_variants import FEW_FILE, MANY_FILE
    from workbooks.make_samples import PEERS_FILE, sample_assessment, sample_questions

    questions = sample_questions()
    if seed % 4 == 3:
        return by_chance(questions, seed, 2 + seed % 9)
    chance, told = Random(seed), sample_assessment(questions)
    held = tuple(one for one in told.interviews if chance.random() < 0.8) or told.interviews[:1]
    codes = {interview.code for interview in held}
    of_interviews = {
        name: tuple(entry for entry in getattr(told, name) if entry.interview in codes)
        for name in ("notes", "headlines")
    }
    of_assessors = {name: getattr(told, name) for name in ("agreed", "findings", "initiatives", "targets", "narrative")}
    entries: dict[str, Any] = {name: _some(chance, all_of) for name, all_of in (of_interviews | of_assessors).items()}
    peers = chance.choice(("", FEW_FILE, MANY_FILE, PEERS_FILE.name))
    return with_other_answers(
        replace(
            told,
            engagement=replace(
                told.engagement,
                peer_data=peers,
                peer_filter=told.engagement.peer_filter if peers and chance.random() < 0.5 else PeerFilter(),
                name_roles=chance.random() < 0.3,
            ),
            interviews=held,
            answers=_some(chance, tuple(answer for answer in told.answers if answer.interview in codes)),
            **entries,
        ),
        seed,
        chance.choice((0.0, 0.1, 0.4)),
    )


def _some(chance: Random, entries: tuple[Any, ...]) -> tuple[Any, ...]:
    share = chance.choice(KEPT)
    return tuple(entry for entry in entries if chance.random() < share)


def with_other_answers(assessment: Any, seed: int = 0, share: float = 0.02) -> Any:
    """The assessment with other boxes in some answers, drawn by chance."""
    from workbooks.make_samples import sample_questions

    chance, questions = Random(seed), sample_questions()
    return replace(
        assessment,
        answers=tuple(
            replace(answer, box=chance.choice(questions.answers[answer.question_id].values))
            if answer.box is not None and chance.random() < share
            else answer
            for answer in assessment.answers
        ),
    )


# ---------------------------------------------------------------------------------------------- what a version makes


def make(folder: Path, listing: Path) -> None:
    """Write to a listing, a line for each workbook of a folder, what the version that is loaded makes of it.

    Workbooks that stand in the listing are passed over, so that a run can go on where one was ended.
    """
    done = read_listing(listing)
    for workbook in sorted((folder / BUILT).glob("*.xlsx"), key=lambda path: ("random" in path.stem, path.stem)):
        if workbook.stem not in done.keys() | PEERS:
            with TemporaryDirectory() as name:
                digests = dict(_digests(folder, workbook, Path(name)))
            with listing.open("a") as file:
                print(json.dumps([workbook.stem, digests]), file=file)


def read_listing(listing: Path) -> Made:
    """What stands in a listing."""
    return dict(map(json.loads, listing.read_text().splitlines())) if listing.exists() else {}


def _digests(folder: Path, workbook: Path, out: Path) -> Iterator[tuple[str, str]]:
    seed = int(workbook.stem.partition("random-")[2] or 0)
    options = ["--charts", "native"] if seed % 5 == 1 else []
    options += ["--template", str(ROOT / "templates/cma-report.docx")] if seed % 10 == 2 else []
    yield "build", _printed(out, "build", str(workbook), "-o", str(out / "built"), "--no-project", *options)
    drafts = list(out.glob("built/*/*-report.docx"))
    for draft in drafts if seed % EVERY == 0 else ():
        edited = draft.with_name("edited.docx")
        edited.write_bytes(edited_by_chance(draft.read_bytes(), seed))
        other = str(folder / CHANGED / workbook.name)
        for name, old, new in (("edited", edited, other), ("unchanged", draft, str(workbook))):
            refresh = ("refresh", str(old), new, "--no-project")
            yield f"{name}: refresh", _printed(out, *refresh, "-o", str(out / name / "refreshed.docx"))
        yield "refresh --dry-run", _printed(out, "refresh", str(edited), other, "--dry-run", "--no-project")
        yield "review", _printed(out, "review", str(edited), "--workbook", other, "--no-project")
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        yield from _of_file(path.relative_to(out).as_posix(), path.read_bytes())


def _printed(out: Path, *arguments: str) -> str:
    """What a command prints, with its exit code, as a digest."""
    from reportgen.cli.main import cli

    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = cli(arguments, standalone_mode=False) or 0
        except SystemExit as end:
            code = end.code
    return f"{code} {_digest(said.getvalue().replace(str(out), '').encode())}"


def _of_file(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The digest of a file; of a package those of its parts, and of the whole."""
    yield (f"{name} (pixels)", _pixels(content)) if name.endswith(".png") else (name, _digest(content))
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield f"{name}: order of parts", _digest("\n".join(archive.namelist()).encode())
            for part in archive.namelist():
                yield from _of_file(f"{name}: {part}", archive.read(part))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:20]


def _pixels(png: bytes) -> str:
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        return f"{image.size} {image.info.get('dpi')} {_digest(image.convert('RGBA').tobytes())}"


def edited_by_chance(draft: bytes, seed: int) -> bytes:
    """A draft in which somebody typed into some texts and took some paragraphs of the body out."""
    from lxml import etree

    chance = Random(seed)
    with zipfile.ZipFile(io.BytesIO(draft)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root: Any = etree.fromstring(parts["word/document.xml"])
    names = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    texts = root.xpath("//w:t[string-length(.) > 20]", namespaces=names)
    for text in chance.sample(texts, min(25, len(texts))):
        text.text += TYPED
    plain = root.xpath("/w:document/w:body/w:p[w:r and not(.//w:instrText) and not(.//w:sectPr)]", namespaces=names)
    for paragraph in chance.sample(plain, min(6, len(plain))):
        paragraph.getparent().remove(paragraph)
    parts["word/document.xml"] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


# ----------------------------------------------------------------------------------------------------------- compared


def made_by(checkout: Path, folder: Path, listing: Path) -> Made:
    """What the version in a checkout makes of the workbooks in a folder, in a process of its own."""
    subprocess.run(
        [sys.executable, "-P", str(Path(__file__).resolve()), "--make", str(folder.resolve()), str(listing.resolve())],
        env={**os.environ, "PYTHONPATH": str(checkout.resolve())},
        check=True,
    )
    return read_listing(listing)


def differences(before: Made, now: Made) -> list[str]:
    """What differs, a line each; files that hold pictures of equal pixels may differ as a whole."""
    found = []
    for workbook in sorted(before.keys() | now.keys()):
        one, other = before.get(workbook, {}), now.get(workbook, {})
        for name in sorted(one.keys() | other.keys()):
            if one.get(name) != other.get(name) and not _is_repacked(name, one, other):
                found.append(f"{workbook}: {name}")
    return found


def _is_repacked(name: str, one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """True for a package whose parts are compared and whose pictures may be compressed otherwise."""
    return name.endswith(".docx") and f"{name}: order of parts" in one and f"{name}: order of parts" in other


def main() -> int:
    """Write the inputs, let both versions work, and say what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path, help="a checkout of the other version")
    parser.add_argument("--random", type=int, default=20, help="workbooks drawn by chance (default: 20)")
    parser.add_argument("--kept", type=Path, help="a folder that keeps the inputs and what BEFORE made of them")
    asked = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = asked.kept or Path(name)
        if not (folder / BUILT).exists():
            write_inputs(folder, asked.random)
        before = made_by(asked.before, folder, folder / "before.jsonl")
        now = made_by(ROOT, folder, Path(name) / "now.jsonl")
    found = differences(before, now)
    print(*found, sep="\n")
    print(f"{len(now)} workbooks, {sum(map(len, now.values()))} digests: {len(found)} differ")
    return 1 if found else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        make(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        sys.exit(main())
