"""The base in a draft: it and the digests of the whole are stored in the file, and a draft is opened with them.

The base stands in a custom XML part, the run's id and two digests of the whole draft in custom properties. The id also
stands in the core properties, and a side-car file beside the draft holds the base once more: a draft that lost its
custom XML on the way (Google Docs, Word's Document Inspector) finds the base by its run, and where that is lost too, by
its marks.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from reportgen.common.build_record import BuildRecord
from reportgen.common.diagnostics.diagnostic import Diagnostic
from reportgen.common.diagnostics.runs import (
    BASE_LOST,
    BASE_UNKNOWN,
    DRAFT_FITTED,
    DRAFT_RESTORED,
    NO_BASE,
    NO_DRAFT,
    OTHER_BASE,
    READING_COPY,
)
from reportgen.common.exceptions import UnreadableFileError
from reportgen.draft.base import (
    FORMAT,
    Base,
    BaseHeaderFooter,
    BaseRegion,
    BaseValue,
    ChartDigests,
    OtherVersionError,
    drafted_in,
    drafted_key,
    unpacked,
    with_run,
)
from reportgen.draft.fitting import fit_of
from reportgen.draft.tables import set_tables_right
from reportgen.office.files import DRAFT
from reportgen.office.gate import admit
from reportgen.office.package import DOCUMENT, DamagedPartError, Element, Package, new_root
from reportgen.office.prefixes import declare_on_root
from reportgen.word.canonical import HEADERS_FOOTERS, Fingerprint, Stories, Story, fingerprint, parts_of, read_stories
from reportgen.word.comments import AUTHOR, INITIALS, is_suggestion, is_told, read_comments
from reportgen.word.forms import Block, is_empty
from reportgen.word.marks import region_digest, value_stem
from reportgen.word.xml import remove, shown_text, squashed, w

RUN_PROPERTY = "reportgen-run"
CONTENT_PROPERTY = "reportgen-digest"  # of what the draft says
FULL_PROPERTY = "reportgen-full-digest"  # of what it says and how it looks
COPY_PROPERTY = "reportgen-copy-of"  # in a reading copy: the name of the draft
OUR_PROPERTIES = (RUN_PROPERTY, CONTENT_PROPERTY, FULL_PROPERTY, COPY_PROPERTY)
FOLDER, SUFFIX = "base", ".json.gz"  # of side-cars: base/<run>.json.gz

BASE_PART = "urn:reportgen:draft:1"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM = f"{_OFFICE}/custom-properties"
_VALUES = f"{_OFFICE}/docPropsVTypes"
_STORE = f"{_OFFICE}/customXml"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_STORE_ID = "{5B1F3D0C-6E0B-4D39-9C4B-7A2D5E8F1C60}"  # of our custom XML part, in every draft
_STORE_DESCRIPTION = (  # what Word wants beside a custom XML part: its id and its namespace
    f'<ds:datastoreItem xmlns:ds="{_STORE}" ds:itemID="{_STORE_ID}"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{BASE_PART}"/></ds:schemaRefs></ds:datastoreItem>'
)
_CONFIRMED = "confirmed"  # the attribute that tells which suggestions are, where no comment of ours says it
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of custom properties, fixed by the standard
_IDENTIFIER = "reportgen:"  # what the identifier of our drafts begins with
_RUN = re.compile(r"[0-9a-f]{16}")
_ANCHOR = re.compile(rb'w:name="_rgv?_[0-9a-f]{10}_')


# --------------------------------------------------------------------------------------------------- storing a base


@dataclass(frozen=True, slots=True)
class Generated:
    """A draft as a build leaves it: what it says, and the base that is stored in it."""

    stories: Stories
    base: Base

    @property
    def package(self) -> Package:
        """The draft itself."""
        return self.stories.package


def store_new(
    parts: Package,
    regions: Iterable[str],
    values: Iterable[str],
    record: BuildRecord,
    charts: Mapping[str, str],
    *,
    suggestions: Collection[tuple[str, str]] = (),
    placeholders: Collection[tuple[str, str]] = (),
) -> Generated:
    """Store the base, its run and the digests in a draft that is complete but for them, as `generated_as` tells it."""
    found = generated_as(parts, regions, values, record, charts, suggestions=suggestions, placeholders=placeholders)
    base = with_run(found.base)
    store(parts, base, fingerprint(found.stories))
    return Generated(found.stories, base)


def generated_as(
    parts: Package,
    regions: Iterable[str],
    values: Iterable[str],
    record: BuildRecord,
    charts: Mapping[str, str],
    *,
    suggestions: Collection[tuple[str, str]] = (),
    placeholders: Collection[tuple[str, str]] = (),
) -> Generated:
    """What a draft says that nobody will keep: its base has no run, and is not stored.

    `regions` are the ids of its regions in their order, `values` the names of the values anchored in it, `charts` the
    digests of the data of its charts by name; `suggestions` and `placeholders` are its paragraphs, without blanks, that
    nobody has confirmed or written yet, each with the digest of its region, or words of them that may stand anywhere.
    """
    stories = read_stories(parts)
    base = _base_of(stories, regions, values, record, charts)
    drafted = drafted_in(base, suggestions, placeholders)
    return Generated(stories, replace(base, drafted=drafted, author=_author(parts), asked=asked_in(parts)))


def store(parts: Package, base: Base, generated: Fingerprint) -> None:
    """Store a base, its run, and the digests of what was generated: a draft that still has them was not touched."""
    _store_base(parts, base)
    _store_properties(parts, base.run, generated)
    _store_identifier(parts, base.run)


def store_copy(parts: Package, base: Base, draft: Package, name: str) -> None:
    """Store in a reading copy what the `draft` of that file name carries, and whose copy it is."""
    digests = draft_properties(draft)
    generated = Fingerprint(digests[CONTENT_PROPERTY], digests[FULL_PROPERTY])
    _store_base(parts, base)
    _store_properties(parts, base.run, generated, copy_of=name)
    _store_identifier(parts, base.run)


def _base_of(
    stories: Stories,
    regions: Iterable[str],
    values: Iterable[str],
    record: BuildRecord,
    charts: Mapping[str, str],
) -> Base:
    """The base of a draft as it was read, without a run."""
    body, regions = stories.body, tuple(regions)
    owners = _owners(stories, regions)
    found: dict[str, list[Block]] = {region_id: [] for region_id in ("", *regions)}
    for owner, placed in zip(owners, body.blocks, strict=True):
        found[owner].append(placed.block)
    found.pop("")  # contents tables
    return Base(
        regions=tuple(BaseRegion(region_id, tuple(blocks)) for region_id, blocks in found.items()),
        headers_footers=_headers_footers(stories.headers_footers),
        values=values_in(stories, regions, values),
        charts={
            drawing.name: ChartDigests(charts[drawing.name], drawing.shown, drawing.bare)
            for drawing in body.drawings
            if drawing.name in charts
        },
        record=record,
    )


def values_in(stories: Stories, regions: Iterable[str], values: Iterable[str]) -> tuple[BaseValue, ...]:
    """The anchored values of these names in a draft as it was read, each with the region it stands in."""
    names, owners = {value_stem(name): name for name in values}, _owners(stories, regions)
    return tuple(
        BaseValue(
            name,
            value.mark,
            value.text,
            owners[value.path[0]] if story is stories.body and value.path is not None else "",
        )
        for story in (stories.body, *stories.headers_footers)
        for value in story.values
        if (name := names.get(value.mark.rpartition("_")[0]))  # a text of another draft has values of its own
    )


def _owners(stories: Stories, regions: Iterable[str]) -> list[str]:
    """The region that each block of the body stands in; empty outside of regions."""
    ids = {region_digest(region_id): region_id for region_id in regions}
    return [ids.get(next(iter(placed.block.keys), "").partition("_")[0], "") for placed in stories.body.blocks]


def _headers_footers(stories: Iterable[Story]) -> tuple[BaseHeaderFooter, ...]:
    """Headers and footers that say something, each once."""
    found = {}
    for story in stories:
        blocks = tuple(placed.block for placed in story.blocks)
        if any(not is_empty(block) for block in blocks):
            kind = "header" if story.root.tag.endswith("}hdr") else "footer"
            found[kind, tuple(block.full for block in blocks)] = BaseHeaderFooter(kind, blocks)
    return tuple(found.values())


def _store_base(parts: Package, base: Base) -> None:
    root = new_root(BASE_PART, "draft")
    root.set("run", base.run)
    root.set("format", str(FORMAT))
    if base.confirmed:
        root.set(_CONFIRMED, " ".join(sorted(base.confirmed)))
    root.text = base64.b64encode(base.packed).decode("ascii")
    earlier = _stored_in(parts)
    if earlier:
        parts.put_tree(earlier[0], root)  # a refreshed draft, or a template that was a draft once
        return
    item = parts.free_name("customXml/item{}.xml")
    relation = f"{_OFFICE}/relationships/customXml"
    parts.add(item, root, "application/xml", source=DOCUMENT, relation_type=relation)
    parts.add(
        item.replace("item", "itemProps"),
        _STORE_DESCRIPTION.encode("utf-8"),
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        source=item,
        relation_type=f"{relation}Props",
    )


def _store_properties(parts: Package, run: str, digests: Fingerprint, copy_of: str = "") -> None:
    """Custom properties; those of the template stay."""
    values = {RUN_PROPERTY: run, CONTENT_PROPERTY: digests.content, FULL_PROPERTY: digests.full}
    values |= {COPY_PROPERTY: copy_of} if copy_of else {}
    name = parts.first_related("", "custom-properties") or "docProps/custom.xml"
    root = parts.tree(name) if name in parts else new_root(_CUSTOM, "Properties")
    remove(*(entry for entry in root if entry.get("name") in OUR_PROPERTIES))
    number = max((int(entry.get("pid", "1")) for entry in root), default=1)
    for key, value in values.items():
        number += 1
        entry = etree.SubElement(root, f"{{{_CUSTOM}}}property", {"fmtid": _FORMAT_ID, "pid": str(number), "name": key})
        etree.SubElement(entry, f"{{{_VALUES}}}lpwstr").text = value
    declare_on_root(root)
    parts.add(
        name,
        root,
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        source="",
        relation_type=f"{_OFFICE}/relationships/custom-properties",
    )


def asked_in(parts: Package) -> tuple[str, ...]:
    """The words in which our comments ask for confirmation, by their keys."""
    return tuple(sorted({_asked(c.element) for c in read_comments(parts) if is_suggestion(c.element)}))


def _asked(comment: Element) -> str:
    return drafted_key("", squashed(shown_text(comment)))


def _author(parts: Package) -> str:
    trees = map(parts.tree, parts.related("", "core-properties"))
    return next((tree.findtext(f"{{{_DUBLIN_CORE}}}creator") or "" for tree in trees), "")


def _store_identifier(parts: Package, run: str) -> None:
    for root in parts.changed_trees("", "core-properties"):
        remove(*root.iterfind(f"{{{_DUBLIN_CORE}}}identifier"))
        etree.SubElement(root, f"{{{_DUBLIN_CORE}}}identifier").text = _IDENTIFIER + run
        declare_on_root(root)


# --------------------------------------------------------------------------------------------------- reading a draft


def draft_is_untouched(path: Path) -> bool | None:
    """True when a draft says and looks what it did when it was built, False when a person or program changed it.

    Saving it in Word changes nothing that counts; LibreOffice writes much of the formatting anew, which counts. None
    when the file is not a draft of ours, or cannot be read as a Word file.
    """
    try:
        parts = admit(path, DRAFT)
        stored = draft_properties(parts)
        if CONTENT_PROPERTY not in stored:
            return None
        if _confirmed_in(parts):
            return False
        now = fingerprint(read_stories(parts))
        return (stored[CONTENT_PROPERTY], stored.get(FULL_PROPERTY)) == (now.content, now.full)
    except (UnreadableFileError, DamagedPartError):
        return None


def draft_properties(parts: Package) -> dict[str, str]:
    """The custom properties of a file that are text."""
    found = {}
    for name in parts.related("", "custom-properties"):
        for entry in parts.tree(name):
            value = entry.find(f"{{{_VALUES}}}lpwstr")
            if value is not None:
                found[entry.get("name", "")] = value.text or ""
    return found


def run_of(parts: Package) -> str:
    """The run that made a draft, also where only one of the places that name it is left; empty when none is."""
    stored = _stored(parts)
    if stored is not None and stored.get("run"):
        return stored.get("run", "")
    named = draft_properties(parts).get(RUN_PROPERTY, "")
    for name in parts.related("", "core-properties"):
        identifier = parts.tree(name).findtext(f"{{{_DUBLIN_CORE}}}identifier") or ""
        if identifier.startswith(_IDENTIFIER):
            named = named or identifier.removeprefix(_IDENTIFIER)
    return named


def read_base(parts: Package) -> Base | None:
    """The base a draft carries; None when it carries none or a damaged one: then ask the side-car.

    Raises `OtherVersionError` for a draft of another version of the program.
    """
    root = _stored(parts)
    if root is None:
        return None
    try:
        base = unpacked(base64.b64decode("".join((root.text or "").split()), validate=True))
    except binascii.Error:
        return None
    if base is None or base.run != root.get("run"):
        return None
    return replace(base, confirmed=frozenset(root.get(_CONFIRMED, "").split()))


def confirm_in(parts: Package, base: Base, confirmed: Collection[str]) -> None:
    """Record in a draft, which `base` was read from, that these suggestions are confirmed."""
    _store_base(parts, replace(base, confirmed=base.confirmed | {*confirmed}))


def _confirmed_in(parts: Package) -> bool:
    root = _stored(parts)
    return root is not None and bool(root.get(_CONFIRMED))


def _stored(parts: Package) -> Element | None:
    found = _stored_in(parts)
    return found[1] if found else None


def _stored_in(parts: Package) -> tuple[str, Element] | None:
    """Name and root of our custom XML part; other programs rename the part."""
    for name in parts.related(DOCUMENT, "customXml"):
        if parts.is_parsed(name) or BASE_PART.encode() in parts[name]:  # what others store is theirs
            try:
                root = parts.tree(name)
            except DamagedPartError:
                continue  # what we store is sound
            if root.tag == f"{{{BASE_PART}}}draft":
                return name, root
    return None


# ------------------------------------------------------------------------------------------------------- side-cars


def side_car(base: Base) -> tuple[str, bytes]:
    """The name of a side-car, relative to the folder of the draft, and its content."""
    return f"{FOLDER}/{base.run}{SUFFIX}", base.packed


def read_side_car(draft: Path, run: str) -> Base | None:
    """The base of a run from the side-car beside a draft, or None. Raises `OtherVersionError` as `read_base` does."""
    for folder in _folders(draft):
        base = _unpacked_file(folder / f"{run}{SUFFIX}")
        if base is not None and base.run == run:
            return base
    return None


def _folders(draft: Path) -> tuple[Path, Path]:
    """Where side-cars of a draft may lie."""
    return draft.parent / FOLDER, draft.parent


def _unpacked_file(path: Path) -> Base | None:
    try:
        return unpacked(path.read_bytes())
    except OSError:
        return None


def _fitting(draft: Path, parts: Package) -> tuple[Path, Base] | None:
    """The side-car beside a draft that fits its marks best; None where none fits."""
    stories, best = read_stories(parts), None
    for path in [path for folder in _folders(draft) for path in sorted(folder.glob(f"*{SUFFIX}"))]:
        try:
            base = _unpacked_file(path)
        except OtherVersionError:
            continue
        if base is None or f"{base.run}{SUFFIX}" != path.name:
            continue  # damaged, or something else
        fit = fit_of(stories, base)
        if fit.fits and (best is None or fit > best[0]):
            best = fit, path, base
    return best[1:] if best else None


# ------------------------------------------------------------------------------------------------------ opening a draft


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft, in memory."""

    path: Path
    parts: Package
    base: Base
    restored: Diagnostic[str] | None = None  # it had lost its own base: where this one is from


def open_draft(path: Path, *, base_file: Path | None = None) -> Draft:
    """The draft at `path`, with its base: that of `base_file` where it is named; its tables are set right.

    Raises `UnreadableFileError` when it is no Word document that can be opened safely, no draft of ours, a reading copy
    in which changes of ours are still tracked, or one that has lost its base where no side-car has it, or when
    `base_file` is none or fits no mark of the draft; `OtherVersionError` for a draft of another version of the program.
    """
    parts = admit(path, DRAFT)
    if _has_our_changes(parts):
        of = draft_properties(parts).get(COPY_PROPERTY, "")
        raise UnreadableFileError(READING_COPY.at(path=path, of_draft=f" of the draft '{of}'" if of else ""))
    base, restored = _base_for(path, parts, base_file)
    _sign_comments(parts, base)
    set_tables_right(parts, base)
    return Draft(path, parts, base, restored)


def _base_for(path: Path, parts: Package, base_file: Path | None) -> tuple[Base, Diagnostic[str] | None]:
    """The base of a draft, and where it is from if not from the draft itself."""
    if base_file is not None:
        return _named_base(path, parts, base_file), DRAFT_RESTORED.at(file=base_file)
    base = read_base(parts)
    if base is not None:
        return base, None
    run = run_of(parts)
    base = read_side_car(path, run) if _RUN.fullmatch(run) else None
    if base is not None:
        return base, DRAFT_RESTORED.at(file=f"{FOLDER}/{run}{SUFFIX}")
    fitting = _fitting(path, parts) if _ANCHOR.search(parts[DOCUMENT]) else None
    if fitting is None:
        raise UnreadableFileError(_why_not(path, parts, run))
    file, base = fitting
    return base, DRAFT_FITTED.at(file=file.relative_to(path.parent).as_posix())


def _sign_comments(parts: Package, base: Base) -> None:
    """Give our comments their author back where a program lost names, as LibreOffice does in RTF; people have names.

    It also moves a name to the comment beside, so any name may stand at what we asked or told.
    """
    nameless = [name for name in parts.related(DOCUMENT, "comments") if b'author=""' in parts[name]]
    for root in map(parts.changed, nameless):
        for comment in root.iterfind(w("comment")):
            if is_told(comment) or _asked(comment) in base.asked:
                comment.set(w("author"), AUTHOR)
                comment.set(w("initials"), INITIALS)


def _has_our_changes(parts: Package) -> bool:
    """True while changes of ours are tracked in a file: we write such only into reading copies."""
    names = (DOCUMENT, *parts_of(parts, HEADERS_FOOTERS))
    marked = (name for name in names if f'author="{AUTHOR}"'.encode() in parts[name])
    return any(each.get(w("author")) == AUTHOR for name in marked for each in parts.tree(name).iter())


def _named_base(path: Path, parts: Package, file: Path) -> Base:
    base = _unpacked_file(file)
    if base is None:
        raise UnreadableFileError(NO_BASE.at(path=file, folder=FOLDER, suffix=SUFFIX))
    if not fit_of(read_stories(parts), base).known:
        raise UnreadableFileError(OTHER_BASE.at(path=path, file=file))
    return base


def _why_not(path: Path, parts: Package, run: str) -> Diagnostic[str]:
    if run:
        return BASE_LOST.at(path=path, file=f"{FOLDER}/{run}{SUFFIX}", folder=FOLDER)
    if _ANCHOR.search(parts[DOCUMENT]):
        return BASE_UNKNOWN.at(path=path, folder=FOLDER)
    return NO_DRAFT.at(path=path)
