"""List definitions: numbered headings, lettered appendices, bullets and numbered lists."""

from __future__ import annotations

from design.markup import character, layout
from design.theme import ACCENT, MARK, Colour

# Every style has a list of its own: LibreOffice shows no bullets for the second style of a list.
HEADINGS, APPENDICES, BULLETS, NUMBERS, STEPS, CELL_BULLETS, MARKED_BULLETS, MARKED_CELL_BULLETS = range(1, 9)
RECOMMENDATIONS, COMPACT_BULLETS = 9, 10

HEADING_INDENT_MM = 14.0


def numbering_part() -> str:
    """All list definitions; a list's number is its definition's number."""
    definitions = (
        _headings(),
        _appendices(),
        _bullets(BULLETS, ACCENT),
        _numbers(NUMBERS),
        _numbers(STEPS),
        _bullets(CELL_BULLETS, ACCENT),
        _bullets(MARKED_BULLETS, MARK),
        _bullets(MARKED_CELL_BULLETS, MARK),
        _numbers(RECOMMENDATIONS),
        _bullets(COMPACT_BULLETS, ACCENT),
    )
    numbers = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in range(1, len(definitions) + 1)
    )
    return "".join(definitions) + numbers


def _definition(number: int, kind: str, *levels: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="{0x5A100000 + number:08X}"/>'
        f'<w:multiLevelType w:val="{kind}"/>{"".join(levels)}</w:abstractNum>'
    )


def _level(
    level: int, number_format: str, text: str, *, style: str = "", paragraph: str = "", characters: str = ""
) -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{linked}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{characters}</w:rPr></w:lvl>"
    )


def _headings() -> str:
    hanging = layout(left_mm=HEADING_INDENT_MM, hanging_mm=HEADING_INDENT_MM)
    return _definition(
        HEADINGS,
        "multilevel",
        _level(0, "decimal", "%1", style="Heading1", paragraph=hanging),
        _level(1, "decimal", "%1.%2", style="Heading2", paragraph=hanging),
        _level(2, "decimal", "%1.%2.%3", style="Heading3", paragraph=hanging),
    )


def _appendices() -> str:
    hanging = layout(left_mm=HEADING_INDENT_MM, hanging_mm=HEADING_INDENT_MM)
    return _definition(
        APPENDICES, "multilevel", _level(0, "upperLetter", "%1", style="AppendixHeading", paragraph=hanging)
    )


def _bullets(number: int, colour: Colour) -> str:
    paint = character(colour=colour)
    return _definition(
        number,
        "hybridMultilevel",
        *(
            _level(
                level,
                "bullet",
                "•" if level % 2 == 0 else "–",
                paragraph=layout(left_mm=5 * (level + 1), hanging_mm=5),
                characters=paint,
            )
            for level in range(3)
        ),
    )


def _numbers(number: int) -> str:
    """A numbered list, counted for itself."""
    return _definition(
        number,
        "hybridMultilevel",
        _level(
            0,
            "decimal",
            "%1.",
            paragraph=layout(left_mm=7, hanging_mm=7),
            characters=character(bold=True, colour=ACCENT),
        ),
    )
