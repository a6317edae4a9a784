"""The names of the hidden bookmarks in a draft.

`_rg_<region>_<key>` stands at the start of every block of a region. The key is the block's number, counted from 0; for
an entry of a list that lasts (a finding, a question) `i` and a digest of its reference. Inside tables the same marks
stand at entries of cells, and `r` with a digest at rows. `it` and `rt` stand for what has no reference but its words (a
headline): these may be corrected, so another key need not be another entry. `_rgv_<value>_<number>` spans a value in a
sentence. Region and value are digests too: Word takes 40 letters, digits and underscores, and hides what begins with an
underscore. LibreOffice names bookmarks of a copy `..._Copy_1`: a copied block is no block of ours, a copied value still
is one.
"""

from __future__ import annotations

import hashlib
import re

VALUE, ENTRY, ROW = "rgv:", "rgi:", "rgr:"  # what tags begin with: of a value, an entry of a list, a row
DRAFTED = "rgd:"  # ... of words that nobody has confirmed or written: `rgd:suggestion`, `rgd:placeholder`
WORDS = "\u00b6"  # what a reference begins with that is made of the words themselves

_BLOCK = re.compile(r"_rg_([0-9a-f]{10}_(?:\d+|[ir]t?[0-9a-f]{8}(?:_\d+)?))")
_VALUE = re.compile(r"(_rgv_[0-9a-f]{10}_\d+)(?:_Copy_\d+)?")


def region_stem(region_id: str) -> str:
    """What the bookmarks of a region begin with.

    >>> region_stem("cover")
    '_rg_a28100fa6a'
    """
    return f"_rg_{region_digest(region_id)}"


def region_digest(region_id: str) -> str:
    """What names a region in its bookmarks."""
    return _digest(region_id, 10)


def item_key(reference: str) -> str:
    """The key of an entry by what it comes from: "F-07", "AP-03"."""
    return f"i{_lasting(reference)}"


def row_key(reference: str) -> str:
    """The key of a row by what it is about: the id of an element or a question."""
    return f"r{_lasting(reference)}"


def _lasting(reference: str) -> str:
    return f"{'t' * (WORDS in reference)}{_digest(reference, 8)}"


def value_stem(name: str) -> str:
    """What the bookmarks of a value begin with.

    >>> value_stem("core.median")
    '_rgv_52b43e6ee2'
    """
    return f"_rgv_{_digest(name, 10)}"


def _digest(text: str, length: int) -> str:
    return hashlib.sha1(text.encode("utf-8")).hexdigest()[:length]


def block_key(bookmark: str) -> str | None:
    """The region's digest and the key that a bookmark stands for; None when it is no bookmark of a block.

    >>> block_key("_rg_a28100fa6a_3"), block_key("_rg_a28100fa6a_3_Copy_1")
    ('a28100fa6a_3', None)
    """
    found = _BLOCK.fullmatch(bookmark)
    return found.group(1) if found else None


def is_anchor(bookmark: str) -> bool:
    """True for any of the bookmarks named here, copies included."""
    return bookmark.startswith(("_rg_", "_rgv_"))


def is_block_number(key: str) -> bool:
    """True for the key of a block that goes by its number."""
    return key.partition("_")[2].isdigit()


def reference_key(key: str) -> str:
    """The key of the reference of an entry or row: without the number that a second one of that reference gets.

    >>> reference_key("a28100fa6a_i358e736c_2"), reference_key("a28100fa6a_i358e736c")
    ('a28100fa6a_i358e736c', 'a28100fa6a_i358e736c')
    """
    return "_".join(key.split("_")[:2])


def is_row_key(key: str) -> bool:
    """True for the key of a row."""
    return key.partition("_")[2].startswith("r")


def is_of_words(key: str) -> bool:
    """True for the key of an entry or row that was made of its words."""
    return key.partition("_")[2][1:2] == "t"


def value_mark(bookmark: str) -> str | None:
    """The mark of a value that a bookmark stands for, also where the bookmark is a copy; None for any other.

    >>> value_mark("_rgv_52b43e6ee2_2"), value_mark("_rgv_52b43e6ee2_2_Copy_1"), value_mark("_Toc1")
    ('_rgv_52b43e6ee2_2', '_rgv_52b43e6ee2_2', None)
    """
    found = _VALUE.fullmatch(bookmark)
    return found.group(1) if found else None
