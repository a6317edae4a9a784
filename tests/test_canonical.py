"""The quick way of reading a sheet against the tolerant one: the same cells of the same sheet, whatever was done to it.

Single cells stand here; whole workbooks of other programs and awkward ones are read both ways where they are tested.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from random import Random

import pytest
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from reportgen.office.package import Package
from reportgen.workbook.reader import canonical
from reportgen.workbook.reader.contents import EPOCH, EPOCH_1904
from reportgen.workbook.reader.number_formats import NumberFormats
from reportgen.workbook.reader.raw_cells import MAIN, DisorderedSheetError, Rows
from reportgen.workbook.reader.sheet_rows import CellParser, SheetRows
from tests.both_ways import SOME_COLUMNS, all_rows

TEXTS = ["first", "second & third", "=fourth"]
CUSTOM = ["0.0", "dd/mm/yyyy", '"day" 0', "[h]:mm", "[Red]0%", r"0\d", "mm:ss.0;0"]


def formats(numbers: Iterable[int], custom: Sequence[str] = ()) -> NumberFormats:
    """Those of a workbook with a style for each of these numbers, and these formats of its own."""
    own = enumerate((code.replace('"', "&quot;") for code in custom), start=164)
    declared = "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in own)
    used = "".join(f'<xf numFmtId="{number}"/>' for number in numbers)
    styles = f'<styleSheet xmlns="{MAIN}"><numFmts>{declared}</numFmts><cellXfs>{used}</cellXfs></styleSheet>'
    return NumberFormats(Package({"styles.xml": styles.encode()}).listed("styles.xml"))


FORMATS = formats((0, 9, 14, 22, 46, *range(164, 164 + len(CUSTOM))), CUSTOM)
CELLS = (  # what stands behind the address, the address left out
    *(' t="s"><v>0</v>', ' t="s"><v>2</v>', ' s="1" t="s"><v>1</v>', "><v>5</v>", "><v>-5.25</v>", "><v>1E-3</v>"),
    *(' t="n"><v>7</v>', "><v></v>", "><v/>", ' t="b"><v>1</v>', ' t="b"><v>0</v>', ' t="e"><v>#REF!</v>'),
    *(' t="str"><v>text</v>', ' t="inlineStr"><is><t>typed &lt;here&gt;</t></is>', ' s="2"><v>46000</v>'),
    *(' s="2"><v>46000.75</v>', ' s="2"><v>0.5</v>', ' s="2"><v>30</v>', ' s="2"><v>99999999</v>', ' s="4"><v>1.5</v>'),
    *(' s="6"><v>45000.123456</v>', ' s="8"><v>2.0625</v>', "><f>A1&amp;B1</f><v>3</v>", ' t="str"><f>A1</f><v>x</v>'),
    *('><f t="shared" ref="A1:A9" si="0">B1+1</f><v>1</v>', '><f t="shared" si="0"/><v>2</v>', "><f/><v>1</v>"),
    *('><f t="array" ref="A1">SUM(B1)</f><v>1</v>', "><f>TODAY()</f>", ' t="str"><f>""</f><v></v>'),
    *(' t="inlineStr"><is><t xml:space="preserve"> kept </t></is>', ' t="s" s="1"><v>0</v>', "><v>007</v>", ">"),
    *(' t="inlineStr"><is><r><t>rich</t></r></is>', ' vm="1" t="e"><v>#VALUE!</v>', ' t="d"><v>2026-01-05</v>'),
)  # fmt: skip
STRANGE = (  # put into a sheet somewhere, or in place of something
    *("<!-- note -->", "<![CDATA[x]]>", "&#10;", "&unknown;", "&", "]]>", "\r\n", "\t", " ", "\0", "\x0b", "\ufffe"),
    *('r="A1"', ' r="5"', ' s="3"', ' t="s"', 't="z"', ' xmlns="urn:x"', "</c>", "</row>", "<c/>", "<row/>", "<row>"),
    *('<row r="9">', "<v>1</v>", "<f>1</f>", "<sheetData>", "</sheetData>", "0", "9", "-", ".5", "1e99", "ö", "’", "٣"),
    *('<c r="ZZZ1"><v>1</v></c>', '<c r="a2"><v>1</v></c>', '<x:c xmlns:x="urn:x"/>', 'x14ac:dyDescent="1"', "'", '"'),
)  # fmt: skip


def sheet(seed: int) -> str:
    """A sheet of rows with cells of every kind, in an order of its own."""
    chance = Random(seed)
    rows = []
    for number in sorted(chance.sample(range(1, 90), 12)):
        columns = sorted(chance.sample("ABCDEFGHJ", 6))
        cells = [f'<c r="{letter}{number}"{chance.choice(CELLS[:-9] if seed % 3 else CELLS)}</c>' for letter in columns]
        rows.append(f'<row r="{number}" spans="1:9" ht="15">{"".join(cells)}<c r="K{number}" s="1"/></row>')
    behind = '<dataValidations><dataValidation sqref="A1"><formula1>"a,b"</formula1></dataValidation></dataValidations>'
    return f'<worksheet xmlns="{MAIN}"><dimension ref="A1"/><sheetData>{"".join(rows)}</sheetData>{behind}</worksheet>'


def mutated(text: str, seed: int) -> bytes:
    """The sheet with one to three strange things done to it; every other time what is written stays sound XML."""
    chance = Random(seed)
    for _ in range(chance.randint(1, 3)):
        text = _disordered(text, chance) if seed % 2 else _spoilt(text, chance)
    return text.encode()


def _disordered(text: str, chance: Random) -> str:
    """Another digit, or a cell or a row that is doubled, moved or left out."""
    if chance.random() < 0.4:
        place = chance.choice([place for place, sign in enumerate(text) if sign.isdigit()])
        return text[:place] + str(chance.randrange(10)) + text[place + 1 :]
    parts = re.findall(chance.choice(("<row.*?</row>", "<c [^>]*/>|<c .*?</c>", "<v>.*?</v>")), text)
    one, other = chance.sample(parts, 2)
    return text.replace(one, chance.choice((one + one, other, other + one, one + other, "")), 1)


def _spoilt(text: str, chance: Random) -> str:
    """Something strange put in or in place of what was there, or some of it left out."""
    at = chance.randrange(len(text))
    if chance.random() < 0.5:  # between two tags, or before an attribute
        at = max(text.find(chance.choice("< "), at), 0)
    put_in = chance.choice((*STRANGE, ""))
    return text[:at] + put_in + text[at + chance.choice((0, chance.randint(1, 6))) :]


def outcome(make: Callable[[], Rows], columns: tuple[int, ...] | None) -> object:
    """All rows, or what is wrong."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as while a workbook is read
            return all_rows(make(), columns)
    except DisorderedSheetError as fault:
        return str(fault)
    except Exception as error:
        return type(error)


def ways(content: bytes, *, mac: bool = False) -> tuple[bool, list[object], list[object]]:
    """Whether a sheet is read the quick way, and what both ways give."""
    epoch = EPOCH_1904 if mac else EPOCH
    found = canonical.usual_sheet(content, len(TEXTS))

    def quick() -> Rows:
        assert found is not None
        return canonical.CanonicalRows(found, TEXTS, epoch, FORMATS, 1000)

    def tolerant() -> Rows:
        parser = CellParser(TEXTS, epoch=epoch, date_formats=FORMATS.moments, timedelta_formats=FORMATS.spans)
        return SheetRows(io.BytesIO(content), parser, 1000)

    if found is None:
        return False, [], []
    of_quick, of_tolerant = ([outcome(way, columns) for columns in (None, SOME_COLUMNS)] for way in (quick, tolerant))
    return True, of_quick, of_tolerant


def differing(seeds: range) -> tuple[int, list[int]]:
    """How many mutated sheets are read the quick way, and the seeds of those that both ways read otherwise."""
    count, seen = 0, []
    for seed in seeds:
        is_quick, quick, tolerant = ways(mutated(sheet(seed), seed), mac=seed % 5 == 0)
        count += is_quick
        if repr(quick) != repr(tolerant):
            seen.append(seed)
    return count, seen


def test_every_usual_cell_is_read_the_quick_way_and_alike() -> None:
    for seed in range(1, 6):
        if seed % 3:
            is_quick, quick, tolerant = ways(sheet(seed).encode())
            assert is_quick
            assert repr(quick) == repr(tolerant)


def test_mutated_sheets_are_read_alike() -> None:
    count, seen = differing(range(80))
    assert not seen
    assert count > 10  # and some of them the quick way


@pytest.mark.parametrize(
    "spoil",
    [
        ("<sheetData>", "<sheetData><!-- a note -->"),
        ("<sheetData>", "<sheetData>\n"),
        ("</row>", "<c/></row>"),
        (' ht="15"', ' ht="15" ht="16"'),
        ("spans", "unknown:spans"),
        ("<v>5</v>", "<v> 5</v>"),
        ('t="s"><v>0<', 't="s"><v>3<'),
        ("</dataValidations>", "</dataValidation>"),
        ("typed", "typed&#x41;"),
        ("<worksheet ", "<worksheet  "),
    ],
    ids=lambda spoil: spoil[1],
)
def test_what_is_not_written_as_usual_is_left_to_the_tolerant_way(spoil: tuple[str, str]) -> None:
    text = next(
        text for text in map(sheet, range(1, 40)) if spoil[0] in text and canonical.usual_sheet(text.encode(), 3)
    )
    assert canonical.usual_sheet(text.replace(*spoil, 1).encode(), len(TEXTS)) is None


def test_formats_are_those_that_openpyxl_knows() -> None:
    codes = ["General", "0%", BUILTIN_FORMATS[14], BUILTIN_FORMATS[22], BUILTIN_FORMATS[46], *CUSTOM]
    assert FORMATS.moments == {number for number, code in enumerate(codes) if is_date_format(code)}
    assert FORMATS.spans == {number for number, code in enumerate(codes) if is_timedelta_format(code)}
    xfs = "".join(f'<xf numFmtId="{number}"/>' for number in range(60))
    tree = Package({"s.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs>{xfs}</cellXfs></styleSheet>'.encode()}).listed(
        "s.xml"
    )
    built_in = NumberFormats(tree)
    known = {number: BUILTIN_FORMATS.get(number, "") for number in range(60)}
    assert built_in.moments == {number for number, code in known.items() if is_date_format(code)}
    assert built_in.spans == {number for number, code in known.items() if is_timedelta_format(code)}
    assert built_in.shares == {number for number, code in known.items() if "%" in code}
