"""How large a PNG or JPEG picture is, read from its own header; a picture that is not whole is refused."""

from __future__ import annotations

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_JPEG_KINDS = (b"JFIF", b"Exif")  # what Word's writers know; others, such as Adobe's for print, they do not
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # the segments that begin with the size
_JPEG_DATA = 0xDA


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises `ValueError`, with a clause that says why, for what is no whole picture."""
    if data.startswith(_PNG):
        size = _png_size(data)
    elif data.startswith(_JPEG):
        size = _jpeg_size(data)
    else:
        raise ValueError("it is neither a PNG nor a JPEG picture")
    if min(size) < 1:
        raise ValueError("it has no size")
    return size


def _png_size(data: bytes) -> tuple[int, int]:
    """From the first chunk; the last one must be there too."""
    at, size = len(_PNG), (0, 0)
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind == b"IHDR":
            size = (int.from_bytes(data[at + 8 : at + 12], "big"), int.from_bytes(data[at + 12 : at + 16], "big"))
        if kind == b"IEND":
            return size
        at += 12 + length
    raise ValueError("its end is missing")


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """From the segment that begins the frame; the picture's data must follow."""
    if data[6:10] not in _JPEG_KINDS:
        raise ValueError("it is a JPEG of a kind that Word files do not take; save it as PNG")
    at, size = 2, (0, 0)
    while at + 9 <= len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        if kind == _JPEG_DATA:
            return size
        if kind in _JPEG_FRAMES:
            size = (int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big"))
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise ValueError("its end is missing")
