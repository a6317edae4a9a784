"""What a block of a document says and how it looks, as plain values that can be compared, stored and put into words.

Two digests of a block: `content` leaves looks out, `full` does not. Neither sees where a text is cut into runs, nor
whether a value in it is anchored: an edited draft may have lost its anchors and still say the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from unicodedata import normalize

_WORDS = "t"  # what a stretch of words is called among things, none of which is of this kind
DIGEST = 24  # hexadecimal digits kept of a digest


@dataclass(frozen=True, slots=True)
class Text:
    """Words in one look."""

    text: str
    looks: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """What is not words: "picture" by its bytes, "chart" by what it shows, "drawing", "field", "link", "break", "note".

    "change" is a mark of tracked changes.
    """

    kind: str
    what: str = ""
    looks: str = ""
    is_damaged: bool = False  # a picture or chart of which a program dropped a part: the picture, the workbook


@dataclass(frozen=True, slots=True)
class Value:
    """A value inside a sentence: a number or word of ours, known by its name."""

    mark: str  # the name of its bookmark: "_rgv_0a1b2c3d4e_1"
    tokens: tuple[Text | Thing, ...]


Token = Text | Thing | Value


class _Compared:
    """What is compared with itself in another version."""

    @cached_property
    def content(self) -> str:
        """The digest of what it says: without looks, anchors and keys."""
        return _digest(_compared(self, looks=False))

    @cached_property
    def full(self) -> str:
        """The digest of what it says and how it looks."""
        return _digest(_compared(self, looks=True))


@dataclass(frozen=True)
class Paragraph(_Compared):
    """A paragraph."""

    style: str  # by name, in small letters
    numbering: tuple[int, str] | None  # level in a list, from 0, and the form of its numbers: "bullet", "decimal"
    tokens: tuple[Token, ...]
    looks: str = ""
    keys: tuple[str, ...] = ()  # of its own bookmarks: "0a1b2c3d4e_2"
    suggested: tuple[str, ...] = ()  # the ids of our comments on it that ask for it to be confirmed, and are open


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    blocks: tuple[Paragraph | Table, ...]
    span: int = 1  # columns
    merge: str = ""  # "restart" or "continue" where cells are merged downwards
    looks: str = ""


@dataclass(frozen=True)
class Row(_Compared):
    """A row of a table."""

    cells: tuple[Cell, ...]
    looks: str = ""
    is_changed: bool = False  # inserted or deleted with changes tracked
    keys: tuple[str, ...] = ()

    @property
    def is_head(self) -> bool:
        """True when it is repeated on each page."""
        return "tblHeader" in self.looks.split()


@dataclass(frozen=True)
class Table(_Compared):
    """A table."""

    rows: tuple[Row, ...]
    looks: str = ""
    keys: tuple[str, ...] = ()


Block = Paragraph | Table
Path = tuple[int, ...]  # of a part of a story: the number of the block, of its row, of the cell, of the block there ...


def _digest(form: list[Any]) -> str:
    text = json.dumps(form, ensure_ascii=False, check_circular=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST]


# ------------------------------------------------------------------------------------------------- what is compared


def _compared(form: Any, *, looks: bool) -> list[Any]:
    """A block, row or cell as nested lists for JSON."""
    own = [form.looks] if looks else []
    if isinstance(form, Paragraph):
        return ["p", form.style, form.numbering, _flat(form.tokens, looks=looks), *own]
    if isinstance(form, Table):
        return ["tbl", [_compared(row, looks=looks) for row in form.rows], *own]
    if isinstance(form, Row):
        return [[_compared(cell, looks=looks) for cell in form.cells], form.is_changed, *own]
    return [form.span, form.merge, [_compared(block, looks=looks) for block in form.blocks], *own]


def _flat(tokens: Iterable[Token], *, looks: bool) -> list[list[str]]:
    """Tokens as lists, neighbouring words of the same look as one: a letter and its accent may come from two runs."""
    found: list[list[str]] = []
    for token in _leaves(tokens):
        look = [token.looks] if looks else []
        if isinstance(token, Thing):
            found.append([token.kind, token.what, *look])
        elif found and found[-1][0] == _WORDS and found[-1][2:] == look:
            found[-1][1] += token.text
        else:
            found.append([_WORDS, token.text, *look])
    return [[kind, normalize("NFC", said) if kind == _WORDS else said, *look] for kind, said, *look in found]


def _leaves(tokens: Iterable[Token]) -> Iterator[Text | Thing]:
    for token in tokens:
        if isinstance(token, Value):
            yield from token.tokens
        else:
            yield token


# ------------------------------------------------------------------------------------------------------- in words


def visible_text(form: Block | Row) -> str:
    """What a reader sees of a block or row: words, "[picture]", a line a row."""
    if isinstance(form, Paragraph):
        return "".join(token.text if isinstance(token, Text) else _hint(token) for token in _leaves(form.tokens))
    return "\n".join(
        " | ".join(" / ".join(visible_text(inner) for inner in cell.blocks) for cell in row.cells)
        for row in (form.rows if isinstance(form, Table) else (form,))
    )


def _hint(thing: Thing) -> str:
    return f"[{thing.kind}]" if thing.kind in ("picture", "chart", "drawing") else ""


def is_empty(form: Block | Row) -> bool:
    """True for a paragraph that says nothing."""
    return isinstance(form, Paragraph) and not form.tokens


def words_of(tokens: Iterable[Token]) -> str:
    """The words of some tokens."""
    return "".join(token.text for token in _leaves(tokens) if isinstance(token, Text))


def paragraphs_in(block: Block) -> Iterator[Paragraph]:
    """A paragraph itself, or those of a table in reading order."""
    if isinstance(block, Paragraph):
        yield block
    else:
        for row in block.rows:
            for cell in row.cells:
                for inner in cell.blocks:
                    yield from paragraphs_in(inner)


def inner(form: Block | Row | Cell) -> tuple[Block | Row, ...] | tuple[Cell, ...]:
    """The parts of a part: the rows of a table, the cells of a row, the blocks of a cell."""
    if isinstance(form, Table):
        return form.rows
    if isinstance(form, Row):
        return form.cells
    return form.blocks if isinstance(form, Cell) else ()


def paragraphs_at(path: Path, form: Block | Row | Cell) -> Iterator[tuple[Path, Paragraph]]:
    """The paragraphs of a part with their paths, in reading order."""
    if isinstance(form, Paragraph):
        yield path, form
    for number, part in enumerate(inner(form)):
        yield from paragraphs_at((*path, number), part)


def is_damaged(paragraph: Paragraph) -> bool:
    """True when a program dropped a part of a picture or chart in it."""
    return any(isinstance(token, Thing) and token.is_damaged for token in paragraph.tokens)


def is_frozen(block: Block) -> bool:
    """True when a change is tracked anywhere in it."""
    if isinstance(block, Table) and any(row.is_changed for row in _rows(block)):
        return True
    return any(
        isinstance(token, Thing) and token.kind == "change"
        for paragraph in paragraphs_in(block)
        for token in _leaves(paragraph.tokens)
    )


def _rows(table: Table) -> Iterator[Row]:
    for row in table.rows:
        yield row
        for cell in row.cells:
            for inner in cell.blocks:
                if isinstance(inner, Table):
                    yield from _rows(inner)
