"""What a picture says beside what it shows goes, in every format, and no pixel changes."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageOps, PngImagePlugin

from reportgen.draft.finalize.pictures import is_looked_into, without_metadata

SECRET = "Zebrafink"
SHOWN = Image.effect_mandelbrot((40, 24), (-2.0, -1.2, 1.0, 1.2), 30).convert("RGB")


def exif(orientation: int = 1) -> Image.Exif:
    """What a camera and its owner write: maker, author, comments, where it was."""
    made = Image.Exif()
    made[0x010F] = f"{SECRET} Cameras"
    made[0x013B] = SECRET
    made[0x0112] = orientation
    made[0x9C9C] = f"{SECRET}\0".encode("utf-16-le")
    made[0x8769] = {0x9286: b"ASCII\0\0\0" + SECRET.encode()}
    made[0x8825] = {1: "N", 2: (51.0, 30.0, 26.0), 29: SECRET}
    return made


def read_back(written: Image.Exif) -> Image.Exif:
    made = Image.Exif()
    made.load(written.tobytes())
    return made


def saved(kind: str, picture: Image.Image = SHOWN, **options: Any) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def xmp_segment(jpeg: bytes) -> bytes:
    content = f"http://ns.adobe.com/xap/1.0/\0<x>{SECRET}</x>".encode()
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content + jpeg[2:]


def small_copy(jpeg: bytes) -> bytes:
    """A JPEG whose first segment holds a small copy of what it was once cut from."""
    at = jpeg.index(b"JFIF\0")
    behind = at + 14
    pixels = SECRET.encode().ljust(12, b"\0")
    return (
        jpeg[: at - 2] + struct.pack(">H", 16 + len(pixels)) + jpeg[at : behind - 2] + b"\2\2" + pixels + jpeg[behind:]
    )


def png_text(*, compressed: bool = False) -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", SECRET, zip=compressed)
    info.add_itxt("Comment", SECRET, zip=compressed)
    return info


def png_chunk(png: bytes, kind: bytes) -> bytes:
    content = SECRET.encode()
    chunk = struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    return png[:33] + chunk + png[33:]


SVG = f"""<?xml version="1.0"?><!-- {SECRET} -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:s="urn:x" width="9" height="9"
 s:docname="{SECRET}"><title>{SECRET}</title><metadata><s:who>{SECRET}</s:who></metadata><s:view at="{SECRET}"/>
<!-- {SECRET} --><rect id="r" width="9" height="9"/><use xlink:href="#r"/><text>seen</text></svg>""".encode()

PICTURES: dict[str, Callable[[], bytes]] = {
    "Exif of a JPEG": lambda: saved("JPEG", exif=exif()),
    "Exif of a JPEG that was held otherwise": lambda: saved("JPEG", exif=exif(6)),
    "comment of a JPEG": lambda: saved("JPEG", comment=SECRET.encode()),
    "XMP of a JPEG": lambda: xmp_segment(saved("JPEG")),
    "comment of a JPEG that comes in steps": lambda: saved("JPEG", progressive=True, comment=SECRET.encode()),
    "comment of a JPEG for print": lambda: saved("JPEG", SHOWN.convert("CMYK"), comment=SECRET.encode()),
    "small copy in a JPEG": lambda: small_copy(saved("JPEG")),
    "data behind a JPEG": lambda: saved("JPEG") + SECRET.encode(),
    "text of a PNG": lambda: saved("PNG", pnginfo=png_text()),
    "compressed text of a PNG": lambda: saved("PNG", pnginfo=png_text(compressed=True)),
    "Exif of a PNG": lambda: saved("PNG", exif=exif()),
    "data of a program in a PNG": lambda: png_chunk(saved("PNG"), b"prVW"),
    "data behind a PNG": lambda: saved("PNG") + SECRET.encode(),
    "comment of a GIF": lambda: saved("GIF", comment=SECRET.encode()),
    "tags of a TIFF": lambda: saved("TIFF", exif=read_back(exif())),
    "tags of a compressed TIFF": lambda: saved("TIFF", compression="tiff_lzw", description=SECRET, artist=SECRET),
}


def holds_secret(picture: bytes) -> bool:
    forms = (SECRET.encode(), SECRET.encode("utf-16-le"), SECRET.encode("utf-16-be"))
    return any(form in picture for form in forms)


def shown(picture: bytes) -> tuple[str, bytes]:
    opened = ImageOps.exif_transpose(Image.open(io.BytesIO(picture)))
    assert opened is not None
    return opened.mode, opened.tobytes()


@pytest.mark.parametrize("kind", PICTURES)
def test_what_a_picture_says_goes_and_what_it_shows_stays(kind: str) -> None:
    picture = PICTURES[kind]()
    assert holds_secret(picture) or "compressed text" in kind
    made, found = without_metadata(picture)
    assert found
    assert not holds_secret(made)
    assert not {"Author", "Comment"} & Image.open(io.BytesIO(made)).info.keys()
    assert shown(made) == shown(picture)
    assert without_metadata(made) == (made, [])


def test_a_drawing_of_lines_keeps_what_it_draws() -> None:
    made, found = without_metadata(SVG)
    assert found == ["comment", "data of a program"]
    assert not holds_secret(made)
    assert all(words in made for words in (b"<rect", b'href="#r"', b"seen"))


def test_a_windows_drawing_loses_its_description() -> None:
    words = f"Word\0C:\\Users\\{SECRET}\0\0".encode("utf-16-le")
    made = bytearray(108 + len(words))
    struct.pack_into("<II", made, 0, 1, len(made))
    made[40:44] = b" EMF"
    struct.pack_into("<II", made, 60, len(words) // 2, 108)
    made[108:] = words
    cleaned, found = without_metadata(bytes(made))
    assert (found, holds_secret(bytes(made)), holds_secret(cleaned)) == (["comment"], True, False)
    assert without_metadata(cleaned) == (cleaned, [])


def test_what_was_found_is_told_in_words() -> None:
    _, found = without_metadata(PICTURES["Exif of a JPEG"]())
    assert found == ["Exif", "camera", "author", "comment", "place"]
    assert without_metadata(PICTURES["text of a PNG"]())[1] == ["text (Author)", "text (Comment)"]


@pytest.mark.parametrize("kind", PICTURES)
def test_a_broken_picture_stays_as_it_is_and_ends_no_run(kind: str) -> None:
    picture = PICTURES[kind]()
    for length in range(8, len(picture), max(len(picture) // 60, 1)):
        made, found = without_metadata(picture[:length])
        assert found or made == picture[:length]
        assert not found or is_looked_into(picture[:length])
    assert is_looked_into(picture)
    assert not is_looked_into(picture[: len(picture) // 2]) or picture[:4] in (b"II*\0", b"MM\0*")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "TIFF"])
def test_a_picture_without_any_such_thing_keeps_its_bytes(kind: str) -> None:
    picture = saved(kind, SHOWN.convert("P") if kind == "GIF" else SHOWN)
    assert without_metadata(picture) == (picture, [])
