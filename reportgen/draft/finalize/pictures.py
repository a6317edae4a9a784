"""What pictures say beside what they show: camera, place, author, comments, small copies. It goes, no pixel changes.

Every format keeps such things in stretches of its own, which are left out here; nothing is drawn anew. How a camera was
held is kept, where a picture needs it to stand upright. Sources: the PNG specification (chunks), ITU T.81 and JFIF 1.02
(JPEG), GIF89a, TIFF 6.0 with Exif 2.32, [MS-EMF], SVG 1.1.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from lxml import etree

from reportgen.draft.finalize.taken import Unseen
from reportgen.office.package import DamagedPartError, Package, parse
from reportgen.word.xml import Element, local, remove

_PNG, _JPEG, _GIF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", (b"GIF87a", b"GIF89a")
_EMF, _SAY_NOTHING = b" EMF", (b"BM", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00")  # the latter: BMP, WMF
_TIFF = {b"II*\0": "<", b"MM\0*": ">"}
_SHOWN_CHUNKS = b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs hIST sPLT acTL fcTL fdAT".split()
_CHUNKS = {b"eXIf": "Exif", b"tIME": "time", **dict.fromkeys((b"tEXt", b"zTXt", b"iTXt"), "text")}
_ALONE = (0x01, *range(0xD0, 0xD8))  # markers of JPEG without content
_SCAN, _END, _COMMENT, _EXIF_SEGMENT = 0xDA, 0xD9, 0xFE, 0xE1
_SHOWN_SEGMENTS = {0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}  # of those that are for programs
_JFIF, _JFIF_BYTES = b"JFIF\0", 14  # without the small copy that may follow
_SHOWN_EXTENSIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")  # of GIF: how often it is shown
_ORIENTATION = 0x0112
_SUB_FOLDERS = {0x8769: "Exif", 0x8825: "place", 0xA005: "Exif"}  # tags of TIFF that lead to more tags
_TAGS = {  # of TIFF and Exif, which say nothing of how the picture is shown
    **dict.fromkeys((0x010F, 0x0110, 0xA433, 0xA434, 0xA431), "camera"),
    **dict.fromkeys((0x010D, 0x010E, 0x011D, 0x9286, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F), "comment"),
    **dict.fromkeys((0x013B, 0x013C, 0x8298, 0x9C9D, 0xA430), "author"),
    **dict.fromkeys((0x0131, 0x02BC, 0x83BB, 0x8649, 0x935C), "data of a program"),
    0x0132: "time",
}
_BYTES_OF_TYPE = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_SVG, _LINKS = "{http://www.w3.org/2000/svg}", ("{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML/1998/")
_UNSHOWN_ELEMENTS = ("metadata", "title", "desc")

Cleaned = tuple[bytes, list[str]]  # the picture, and what was taken out, in words


def clean_pictures(parts: Package) -> Iterator[Unseen]:
    """Clean every picture of a file."""
    for name, picture in parts.pictures().items():
        content, found = without_metadata(picture)
        if found:
            parts[name] = content
            yield Unseen("what a picture holds beside what it shows", f"{name.rpartition('/')[2]}: {', '.join(found)}")


def without_metadata(picture: bytes) -> Cleaned:
    """A picture without what no reader sees, and what that was; as it is where nobody can tell."""
    made, found = _cleaned(picture) or (picture, [])
    return (made, list(dict.fromkeys(found))) if found else (picture, [])


def is_looked_into(picture: bytes) -> bool:
    """True for a picture of a format that is known here, and whole.

    >>> is_looked_into(b"no picture")
    False
    """
    return _cleaned(picture) is not None


def _cleaned(picture: bytes) -> Cleaned | None:
    cleaner = _cleaner(picture)
    try:
        return cleaner(picture) if cleaner is not None else None
    except (struct.error, IndexError, KeyError, ValueError, DamagedPartError):
        return None


def _cleaner(picture: bytes) -> Callable[[bytes], Cleaned] | None:
    if picture.startswith(_PNG):
        return _png
    if picture.startswith(_JPEG):
        return _jpeg
    if picture.startswith(_GIF):
        return _gif
    if picture[:4] in _TIFF:
        return _tiff
    if picture[40:44] == _EMF:
        return _emf
    if picture.startswith(_SAY_NOTHING):
        return lambda content: (content, [])
    return _svg if b"<svg" in picture[:4000] else None


# ------------------------------------------------------------------------------------------------------------ PNG


def _png(picture: bytes) -> Cleaned:
    kept, at = [_PNG], len(_PNG)
    found: list[str] = []
    while at < len(picture):
        (length,) = struct.unpack_from(">I", picture, at)
        kind, end = picture[at + 4 : at + 8], at + 12 + length
        if end > len(picture):
            raise ValueError("a chunk that is cut off")
        if kind in _SHOWN_CHUNKS:
            kept.append(picture[at:end])
        else:
            words = picture[at + 8 : end - 4].partition(b"\0")[0].decode("latin-1") if kind.endswith(b"Xt") else ""
            found.append(_CHUNKS.get(kind, "data of a program") + (f" ({words})" if words else ""))
        at = end
        if kind == b"IEND" and at < len(picture):
            return b"".join(kept), [*found, "data behind the picture"]
    return b"".join(kept), found


# ----------------------------------------------------------------------------------------------------------- JPEG


def _jpeg(picture: bytes) -> Cleaned:
    kept, at = [picture[:2]], 2
    found: list[str] = []
    while True:
        while picture[at + 1] == 0xFF:  # filling
            at += 1
        marker = picture[at + 1]
        if picture[at] != 0xFF:
            raise ValueError("no marker where one stands")
        if marker in (_END, *_ALONE):
            kept.append(picture[at : at + 2])
            at += 2
            if marker == _END:
                return b"".join(kept), [*found, *["data behind the picture"] * (at < len(picture))]
            continue
        end = at + 2 + struct.unpack_from(">H", picture, at + 2)[0]
        segment, told = _segment(marker, picture[at + 4 : end])
        found += told
        kept += [struct.pack(">BBH", 0xFF, marker, len(segment) + 2), segment] if segment is not None else []
        at = end if marker != _SCAN else _end_of_scan(picture, end)
        kept.append(picture[end:at])


def _end_of_scan(picture: bytes, at: int) -> int:
    """Where the next marker stands that is no part of the pixels."""
    while True:
        at = picture.index(b"\xff", at)
        if picture[at + 1] not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return at
        at += 1 if picture[at + 1] == 0xFF else 2


def _segment(marker: int, content: bytes) -> tuple[bytes | None, list[str]]:
    """What is kept of a segment, None when nothing is, and what goes."""
    if marker == 0xE0 and content.startswith(_JFIF):
        small = content[_JFIF_BYTES:]
        return content[: _JFIF_BYTES - 2] + b"\0\0" if small else content, ["small copy"] if small else []
    if marker == _COMMENT:
        return None, ["comment"]
    if not 0xE0 <= marker <= 0xEF or content.startswith(_SHOWN_SEGMENTS.get(marker, b"\0none")):
        return content, []
    if marker == _EXIF_SEGMENT and content.startswith(b"Exif\0\0"):
        _, told = _tiff(content[6:])
        upright = _upright(content[6:])
        return upright, [] if content == upright else ["Exif", *told]
    return None, ["data of a program"]


def _upright(exif: bytes) -> bytes | None:
    """An Exif segment that says how the camera was held and nothing else; None where it was held upright."""
    order = _TIFF[exif[:4]]
    tags = _entries(exif, order, struct.unpack_from(f"{order}I", exif, 4)[0])
    turned = next((struct.unpack_from(f"{order}H", exif, at + 8)[0] for at, tag, *_ in tags if tag == _ORIENTATION), 1)
    if not 2 <= turned <= 8:
        return None
    return b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)


# ------------------------------------------------------------------------------------------------------------ GIF


def _gif(picture: bytes) -> Cleaned:
    at = 13 + _colours(picture[10])
    kept = [picture[:at]]
    found: list[str] = []
    while picture[at] != 0x3B:
        start, label = at, picture[at + 1]
        if picture[at] == 0x2C:  # a picture
            at = _behind_blocks(picture, at + 11 + _colours(picture[at + 9]))
        elif picture[at] == 0x21:
            at = _behind_blocks(picture, at + 2)
        else:
            raise ValueError("no block where one stands")
        is_of_program = label == 0xFF and picture[start + 3 : start + 14] not in _SHOWN_EXTENSIONS
        if picture[start] == 0x21 and (label == 0xFE or is_of_program):
            found.append("comment" if label == 0xFE else "data of a program")
        else:
            kept.append(picture[start:at])
    return b"".join([*kept, b"\x3b"]), [*found, *["data behind the picture"] * (at + 1 < len(picture))]


def _colours(flags: int) -> int:
    """Bytes of a table of colours."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _behind_blocks(picture: bytes, at: int) -> int:
    while picture[at]:
        at += picture[at] + 1
    return at + 1


# ----------------------------------------------------------------------------------------------------------- TIFF


def _tiff(picture: bytes) -> Cleaned:
    """Blank what no reader sees, in its place: everything else is found by where it stands."""
    order, made = _TIFF[picture[:4]], bytearray(picture)
    found: list[str] = []
    (folder,) = struct.unpack_from(f"{order}I", made, 4)
    seen: set[int] = set()
    while folder and folder not in seen:
        seen.add(folder)
        folder = _without_tags(made, order, folder, found)
    return bytes(made), found


def _entries(picture: bytes | bytearray, order: str, folder: int) -> list[tuple[int, int, int, int]]:
    """The tags of a folder: where each stands, what it is, where its value stands and how many bytes that has."""
    (count,) = struct.unpack_from(f"{order}H", picture, folder)
    entries = []
    for at in range(folder + 2, folder + 2 + 12 * count, 12):
        tag, kind, number = struct.unpack_from(f"{order}HHI", picture, at)
        size = _BYTES_OF_TYPE.get(kind, 1) * number
        entries.append((at, tag, at + 8 if size <= 4 else struct.unpack_from(f"{order}I", picture, at + 8)[0], size))
    return entries


def _without_tags(made: bytearray, order: str, folder: int, found: list[str], *, whole: bool = False) -> int:
    """Take tags out of a folder, all where `whole`; where the next folder stands."""
    entries = _entries(made, order, folder)
    behind = folder + 2 + 12 * len(entries)
    (following,) = struct.unpack_from(f"{order}I", made, behind) if behind + 4 <= len(made) else (0,)
    kept = b""
    for at, tag, value, size in entries:
        own = bytes(made[at : at + 12])
        if tag in _SUB_FOLDERS:
            found.append(_SUB_FOLDERS[tag])
            (inner,) = struct.unpack_from(f"{order}I", made, at + 8)
            _without_tags(made, order, inner, found, whole=True)
        elif whole or tag in _TAGS:
            found += [_TAGS[tag]] if tag in _TAGS else []
            if value + size > len(made):
                raise ValueError("a value that is cut off")
            made[value : value + size] = bytes(size)
        else:
            kept += own
    new = struct.pack(f"{order}H", len(kept) // 12) + kept + struct.pack(f"{order}I", 0 if whole else following)
    made[folder : behind + 4] = new.ljust(behind + 4 - folder, b"\0")[: len(made) - folder]
    return int(following)


# --------------------------------------------------------------------------------------------------- drawings of lines


def _emf(picture: bytes) -> Cleaned:
    """Blank the description, which names program and file, in its place."""
    letters, at = struct.unpack_from("<II", picture, 60)
    if not letters:
        return picture, []
    if at + 2 * letters > len(picture):
        raise ValueError("a description that is cut off")
    made = bytearray(picture)
    made[60:68] = bytes(8)
    made[at : at + 2 * letters] = bytes(2 * letters)
    return bytes(made), ["comment"]


def _svg(picture: bytes) -> Cleaned:
    root = parse(picture)
    gone = [each for each in root.iter() if not isinstance(each.tag, str) or _is_unshown(each)]
    names = {_names(each) for each in gone}
    for element in gone:
        remove(element)
    for element in root.iter(etree.Element):
        for key in [key for key in map(str, element.attrib) if key[:1] == "{" and not key.startswith(_LINKS)]:
            element.attrib.pop(key)
            names.add("data of a program")
    if next(root.itersiblings(), next(root.itersiblings(preceding=True), None)) is not None:
        names.add("comment")  # outside of the root, which alone is kept
    return (etree.tostring(root, encoding="UTF-8", xml_declaration=True) if names else picture), sorted(names)


def _is_unshown(element: Element) -> bool:
    if str(element.tag).startswith(_SVG):
        return local(element) in _UNSHOWN_ELEMENTS
    return next(element.iterancestors(f"{_SVG}foreignObject"), None) is None


def _names(element: Element) -> str:
    if not isinstance(element.tag, str):
        return "comment"
    return "comment" if str(element.tag).startswith(_SVG) else "data of a program"
