"""The base of a draft: what was generated, and from what, so that a later refresh can tell who changed what.

It holds what the draft itself says, in the forms of `forms`, and nothing more: no score and no peer figure that is not
printed, no folder, no name of a person or machine. It travels as compressed JSON.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import struct
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property
from typing import Any, TypeVar

from reportgen.common.build_record import BuildRecord, read_build_record
from reportgen.common.exceptions import ReportgenError
from reportgen.common.grouping import grouped
from reportgen.word.canonical import VERSION
from reportgen.word.forms import (
    Block,
    Cell,
    Paragraph,
    Row,
    Table,
    Text,
    Thing,
    Token,
    Value,
    paragraphs_in,
    visible_text,
)
from reportgen.word.marks import region_digest, region_stem, value_stem
from reportgen.word.xml import squashed

FORMAT = 2  # rises when a name in the JSON changes its meaning or goes; format 1 is read, too
_GZIP_HEADER = bytes.fromhex("1f8b08 00 00000000 02 ff")  # deflate; no flags; no time; best compression; any system
_RUN = 16  # hexadecimal digits of a run's id
_DIGITS = 16  # of the digest of a paragraph
_TEXT = "text"  # under this name, a base holds its JSON from when its run is known until it is packed
_TELLING = 12  # letters of a text that is known inside a longer one
SUGGESTION, PLACEHOLDER = "suggestion", "placeholder"  # what the names of their styles begin with in our template

Made = TypeVar("Made", "ChartDigests", "BaseValue")


class OtherVersionError(ReportgenError):
    """The base was made by a version of the program that this one cannot follow."""


@dataclass(frozen=True, slots=True)
class ChartDigests:
    """A chart in the draft, as two digests."""

    data: str  # decides whether a chart changed: pictures of the same data differ with fonts and libraries
    shown: str  # finds it among the blocks: of the picture's bytes, or of what an editable chart shows
    bare: str = ""  # finds an editable chart whose workbook another program dropped


@dataclass(frozen=True)
class BaseRegion:
    """A generated part of the draft."""

    id: str
    blocks: tuple[Block, ...]  # empty when it was left out
    gone: tuple[Block | Row, ...] = ()  # what is not generated any more, where an edited text of it still stands
    left: tuple[Paragraph, ...] = ()  # what nobody confirmed or wrote, where it stands though it is not generated

    @cached_property
    def stem(self) -> str:
        """What its bookmarks begin with."""
        return region_stem(self.id)

    @cached_property
    def digest(self) -> str:
        """What names it in the keys of its blocks."""
        return region_digest(self.id)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The key of each block."""
        return tuple(next(iter(block.keys), "") for block in self.blocks)


@dataclass(frozen=True, slots=True)
class BaseValue:
    """A value in a sentence."""

    name: str
    mark: str  # its bookmark
    text: str  # as printed
    region: str = ""  # where it stands; empty outside of regions, in headers and in footers


@dataclass(frozen=True, slots=True)
class BaseHeaderFooter:
    """A header or footer."""

    kind: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """The paragraphs that nobody has confirmed or written yet, by `drafted_key`."""

    suggestions: tuple[str, ...]
    placeholders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftedParagraph:
    """A paragraph that somebody has to confirm or write."""

    region: str  # the digest of its region
    paragraph: Paragraph


@dataclass(frozen=True)
class Base:
    """What a draft was built from and what it said."""

    regions: tuple[BaseRegion, ...]
    headers_footers: tuple[BaseHeaderFooter, ...] = ()
    values: tuple[BaseValue, ...] = ()
    charts: Mapping[str, ChartDigests] = field(default_factory=dict)  # by name
    record: BuildRecord = field(default_factory=BuildRecord)
    drafted: Unconfirmed | None = None  # None: of an early version, which goes by the names of styles
    forms: str = VERSION  # of the canonical forms
    author: str | None = None  # of the file, in its properties; None: of an early version, which did not record it
    asked: tuple[str, ...] = ()  # the words in which our comments ask for confirmation, by `drafted_key`
    first_run: str = ""  # that built the draft which was refreshed since, once or more; empty: it never was
    run: str = ""  # the id of the run that made the draft; it follows from all the rest but the next
    confirmed: frozenset[str] = frozenset()  # suggestions, by `drafted_key`, where no comment of ours tells it

    @property
    def draft_id(self) -> str:
        """What a draft and all that is refreshed from it have in common: the run that built it."""
        return self.first_run or self.run

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of values by what their bookmarks begin with."""
        return {value_stem(value.name): value.name for value in self.values}

    @cached_property
    def gone(self) -> Mapping[str, Block | Row]:
        """What is not generated any more, and stands edited in the draft, by its keys."""
        return {key: form for region in self.regions for form in region.gone for key in form.keys}

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All paragraphs that were generated, those in tables too."""
        return tuple(p for region in self.regions for block in region.blocks for p in paragraphs_in(block))

    @cached_property
    def styles(self) -> frozenset[str]:
        """The names of the styles of all those paragraphs."""
        return frozenset(paragraph.style for paragraph in self.paragraphs)

    @cached_property
    def suggestions(self) -> Mapping[str, list[DraftedParagraph]]:
        """The paragraphs that suggest something, by what they say without blanks."""
        return self._said_as(SUGGESTION, self.drafted.suggestions if self.drafted else None)

    @cached_property
    def placeholders(self) -> Mapping[str, list[DraftedParagraph]]:
        """The paragraphs that only say what to write, by what they say without blanks."""
        return self._said_as(PLACEHOLDER, self.drafted.placeholders if self.drafted else None)

    def _said_as(self, style: str, keys: Collection[str] | None) -> Mapping[str, list[DraftedParagraph]]:
        exact: dict[str, list[DraftedParagraph]] = {}
        likely: dict[str, list[DraftedParagraph]] = {}  # known by their words alone
        for region in self.regions:
            for paragraph in (*(p for block in region.blocks for p in paragraphs_in(block)), *region.left):
                text = squashed(visible_text(paragraph))
                one = DraftedParagraph(region.digest, paragraph)
                if text and keys and drafted_key(region.digest, text) in keys:
                    exact.setdefault(text, []).append(one)
                elif text and (paragraph.style.startswith(style) if keys is None else drafted_key("", text) in keys):
                    likely.setdefault(text, []).append(one)
        for text, found in likely.items():
            exact.setdefault(text, []).extend([one for one in found if one.paragraph.suggested] or found)
        return exact

    @cached_property
    def packed(self) -> bytes:
        """All of it as compressed JSON; equal bases give equal bytes."""
        text = vars(self).pop(_TEXT, None)
        return _gzipped(_json(self) if text is None else text)


def drafted_in(
    base: Base, suggestions: Collection[tuple[str, str]], placeholders: Collection[tuple[str, str]]
) -> Unconfirmed:
    """The keys of what somebody has to confirm or write: of paragraphs in their regions, and of those that hold words.

    Words without a region may stand beside others in any paragraph. Where some of those with equal words are under a
    comment of ours, it is these: others say what a person wrote.
    """

    def keys(texts: Collection[tuple[str, str]]) -> tuple[str, ...]:
        found = {key for region, text in texts if region for key in _keys_in(of_region.get(region, ()), region, text)}
        for each in [text for region, text in texts if not region]:
            held = [text for text in said if each == text or (len(each) >= _TELLING and each in text)]
            told = [text for text in held if any(p.suggested for p in said[text])] or held
            found |= {drafted_key("", text) for text in told}
        return tuple(sorted(found))

    blocks = ((region.digest, block) for region in base.regions for block in region.blocks)
    paragraphs = ((region, paragraph) for region, block in blocks for paragraph in paragraphs_in(block))
    texts = [(region, squashed(visible_text(paragraph)), paragraph) for region, paragraph in paragraphs]
    said = grouped((text, paragraph) for _, text, paragraph in texts)
    of_region = grouped((region, text) for region, text, _ in texts)
    return Unconfirmed(keys(suggestions), keys(placeholders))


def _keys_in(said: Collection[str], region: str, text: str) -> list[str]:
    """The key of a text in its region; where a field in it shows something, those that begin or end as it does."""
    sides = (text[:_TELLING], text[-_TELLING:])
    alike = [each for each in said if each and (each.startswith(sides[0]) or each.endswith(sides[1]))]
    return [drafted_key(region, each) for each in ([text] if text in said else alike)]


def drafted_key(region: str, text: str) -> str:
    """The key of a paragraph: the digest of its region, if that is known, and one of its `text` without blanks."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
    return f"{region}_{digest}" if region else digest


# ---------------------------------------------------------------------------------------------------------- as bytes


def _gzipped(content: bytes) -> bytes:
    """As `gzip` does it, with a header that is the same on every system and in every Python: no time, no name."""
    squeezed = zlib.compress(content, zlib.Z_BEST_COMPRESSION, wbits=-zlib.MAX_WBITS)
    return _GZIP_HEADER + squeezed + struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)


def with_run(base: Base) -> Base:
    """The base with the id of its run."""
    text = _json(base)
    made = replace(base, run=_run(text))
    vars(made)[_TEXT] = text  # the JSON does not tell the run, and takes long to write: until it is packed
    return made


def _run(record: bytes) -> str:
    return hashlib.sha256(record).hexdigest()[:_RUN]


def unpacked(content: bytes) -> Base | None:
    """The base of compressed JSON, None when it is damaged. Raises `OtherVersionError` for one of another version.

    Its run follows from the JSON, so a caller that knows the run knows whether anything was changed.
    """
    try:
        text = gzip.decompress(content)
        record = json.loads(text)
        if record["format"] > FORMAT:
            raise OtherVersionError(
                "This draft was built by a later version of reportgen. Install that version to work with the draft."
            )
        if record["forms"] != VERSION:
            raise OtherVersionError(
                f"This draft was built by version {record['recipe'].get('program', '')} of reportgen, which reads "
                "drafts differently. Install that version to work with it, or build a new draft."
            )
        return replace(_base(record), run=_run(text))
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError):
        return None


def _json(base: Base) -> bytes:
    record = {
        "format": FORMAT,
        "forms": base.forms,
        "recipe": base.record.as_json(),
        "charts": {name: _given(asdict(chart)) for name, chart in sorted(base.charts.items())},
        "regions": [_region_out(region) for region in base.regions],
        "edges": [{"kind": each.kind, "blocks": _blocks_out(each.blocks)} for each in base.headers_footers],
        "values": [asdict(value) for value in base.values],
    } | ({"drafted": asdict(base.drafted)} if base.drafted else {})
    record |= {"author": base.author} if base.author is not None else {}
    record |= {"asked": base.asked} if base.asked else {}
    record |= {"first_run": base.first_run} if base.first_run else {}
    text = json.dumps(record, ensure_ascii=False, check_circular=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def _base(record: Mapping[str, Any]) -> Base:
    return Base(
        regions=tuple(_region_in(entry) for entry in record["regions"]),
        headers_footers=tuple(
            BaseHeaderFooter(entry["kind"], _blocks_in(entry["blocks"])) for entry in record["edges"]
        ),
        values=tuple(_made(BaseValue, entry) for entry in record["values"]),
        charts={name: _made(ChartDigests, entry) for name, entry in record["charts"].items()},
        record=read_build_record(record["recipe"]),
        drafted=_drafted(record.get("drafted")),
        forms=record["forms"],
        author=str(record["author"]) if "author" in record else None,
        asked=tuple(map(str, record.get("asked", ()))),
        first_run=str(record.get("first_run", "")),
    )


def _given(record: Mapping[str, str]) -> dict[str, str]:
    """A record without what is empty at its end."""
    return {key: value for key, value in record.items() if value or key != "bare"}


def _drafted(record: Mapping[str, Any] | None) -> Unconfirmed | None:
    return None if record is None else Unconfirmed(*(tuple(map(str, record[f.name])) for f in fields(Unconfirmed)))


def _made(kind: type[Made], record: Mapping[str, Any]) -> Made:
    """An object of its fields; a name that a later version added is passed over."""
    known = {entry.name for entry in fields(kind)}
    return kind(**{name: value for name, value in record.items() if name in known})


# ------------------------------------------------------------------------------ blocks: short lists without defaults


def _region_out(region: BaseRegion) -> dict[str, Any]:
    gone = [["tr", *_row_out(form)] if isinstance(form, Row) else _block_out(form) for form in region.gone]
    more = {"gone": gone, "left": _blocks_out(region.left)}
    return {
        "id": region.id,
        "blocks": _blocks_out(region.blocks),
        **{name: forms for name, forms in more.items() if forms},
    }


def _region_in(entry: Mapping[str, Any]) -> BaseRegion:
    gone = (_row_in(form[1:]) if form[0] == "tr" else _block_in(form) for form in entry.get("gone", ()))
    left = (form for form in _blocks_in(entry.get("left", ())) if isinstance(form, Paragraph))
    return BaseRegion(entry["id"], _blocks_in(entry["blocks"]), tuple(gone), tuple(left))


def _blocks_out(blocks: Iterable[Block]) -> list[Any]:
    return [_block_out(block) for block in blocks]


def _block_out(block: Block) -> list[Any]:
    if isinstance(block, Paragraph):
        tokens = [_token_out(token) for token in block.tokens]
        return _trimmed(["p", block.style, block.numbering, tokens, block.looks, block.keys, block.suggested], 4)
    return _trimmed(["tbl", [_row_out(row) for row in block.rows], block.looks, block.keys], 2)


def _row_out(row: Row) -> list[Any]:
    return _trimmed([[_cell_out(cell) for cell in row.cells], row.looks, row.keys, row.is_changed], 1)


def _cell_out(cell: Cell) -> list[Any]:
    return _trimmed([_blocks_out(cell.blocks), cell.looks, cell.merge, 0 if cell.span == 1 else cell.span], 1)


def _token_out(token: Token) -> Any:
    if isinstance(token, Text):
        return ["t", token.text, token.looks] if token.looks else token.text
    if isinstance(token, Value):
        return ["v", token.mark, [_token_out(inner) for inner in token.tokens]]
    return _trimmed([token.kind, token.what, token.looks], 2)


def _trimmed(form: list[Any], least: int) -> list[Any]:
    while len(form) > least and not form[-1]:
        form.pop()
    return form


def _blocks_in(forms: Iterable[Any]) -> tuple[Block, ...]:
    return tuple(_block_in(form) for form in forms)


def _block_in(form: list[Any]) -> Block:
    if form[0] == "p":
        _, style, numbering, tokens, looks, keys, suggested = _filled(form, ["", None, [], "", [], []])
        place = (numbering[0], numbering[1]) if numbering else None
        return Paragraph(style, place, tuple(map(_token_in, tokens)), looks, tuple(keys), tuple(suggested))
    _, rows, looks, keys = _filled(form, [[], "", []])
    return Table(tuple(map(_row_in, rows)), looks, tuple(keys))


def _row_in(form: list[Any]) -> Row:
    cells, looks, keys, changed = _filled(form, ["", [], False])
    return Row(tuple(map(_cell_in, cells)), looks, changed, tuple(keys))


def _cell_in(form: list[Any]) -> Cell:
    blocks, looks, merge, span = _filled(form, ["", "", 0])
    return Cell(_blocks_in(blocks), span or 1, merge, looks)


def _token_in(form: Any) -> Token:
    if isinstance(form, str):
        return Text(form)
    if form[0] == "t":
        return Text(form[1], form[2])
    if form[0] == "v":
        return Value(form[1], tuple(_plain_token_in(inner) for inner in form[2]))
    return Thing(*form)


def _plain_token_in(form: Any) -> Text | Thing:
    token = _token_in(form)
    if isinstance(token, Value):
        raise ValueError("a value inside a value")
    return token


def _filled(form: list[Any], defaults: list[Any]) -> list[Any]:
    """A short list with the defaults that were left out at its end; all but the first may be."""
    return [*form, *defaults[len(form) - 1 :]]
