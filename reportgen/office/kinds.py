"""The kinds of Office files that people give us: what each has to be, and how much of everything one can need.

The limits are far above what a real file needs and far below what harms: each says why it is what it is.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A program's own kind of file: the words for it, and what says that a package is one."""

    program: str
    programs: str  # those that can save in this format
    document: str
    name: str  # with its suffix
    main: str  # content type of its main part
    part: str  # where that stands as a rule
    strict: str  # as the program calls the form of the format that is not read
    plain: str  # as it calls the one that is
    protection: str  # the menu entry that takes a password off
    apple: str  # what Apple's program of this kind makes

    def words(self, template: str) -> str:
        """A text with this format in the place of `{it}`."""
        return template.format(it=self)


EXCEL = Format(
    program="Excel",
    programs="Excel or LibreOffice",
    document="workbook",
    name="an Excel workbook (.xlsx)",
    main="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    part="xl/workbook.xml",
    strict="Strict Open XML Spreadsheet",
    plain="Excel Workbook (.xlsx)",
    protection="Protect Workbook",
    apple="a Numbers spreadsheet",
)
WORD = Format(
    program="Word",
    programs="Word",
    document="document",
    name="a Word document (.docx)",
    main="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    part="word/document.xml",
    strict="Strict Open XML Document",
    plain="Word Document (.docx)",
    protection="Protect Document",
    apple="a Pages document",
)

# what to do about a file, in the words of its format
SAVE = "Open it in {it.programs} and save it as {it.name}"
SAVE_PLAIN = "Open it in {it.program} and save it as '{it.plain}'"
TAKE_PASSWORD_OFF = "Open it in {it.program}, take the password off (File, Info, {it.protection}) and save it"
REPAIR = "Open it in {it.program}, let {it.program} repair it and save it, or take an earlier copy"
NAME_IT = "Name the {it.document} itself"
UNPACK = "Unpack it and name the {it.document} in it"
COPY_AGAIN = "Take a copy of the file from where it was made"
LOOK = "Check the name, the folder and your rights to it"
ASK = "It may have been made to do harm; ask for the original"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file, and what it can need; more than that is refused."""

    format: Format
    noun: str
    slimming: str  # what makes a large one smaller
    file_bytes: int
    parts: int
    unpacked_bytes: int
    part_bytes: int  # of any one part
    xml_bytes: int  # of a part that is parsed
    tags: int  # opening and closing, of all parts: what reading costs
    ratio: int  # by how much a part may shrink
    is_whole: bool  # whatever a part refers to must be there


WORKBOOK = Kind(
    EXCEL,
    "a workbook",
    "Take out pictures and sheets that do not belong to it",
    file_bytes=20_000_000,  # fifty interviews on a thousand questions, every note filled, stay under 10 MB
    parts=500,  # each sheet brings two or three; a workbook of fifty interviews has under 200
    unpacked_bytes=200_000_000,  # fifty interviews on a thousand questions unpack to some 60 MB
    part_bytes=50_000_000,  # the largest real one, a sheet or all texts, has a few MB
    xml_bytes=50_000_000,
    tags=9_000_000,  # fifty interviews, a thousand questions: 4 million
    ratio=200,  # sheets shrink to a tenth or a thirtieth; only what is made to be small shrinks to less
    is_whole=False,
)
TEMPLATE = Kind(
    WORD,
    "a template",
    "Make its pictures smaller (Picture Format > Compress Pictures)",
    file_bytes=20_000_000,  # one with a logo and pictures has one or two MB
    parts=500,  # ours has thirteen; every picture and every header brings one more
    unpacked_bytes=100_000_000,  # pictures hardly shrink, so it unpacks to little more than its size
    part_bytes=100_000_000,
    xml_bytes=20_000_000,  # the text of ours has 0.2 MB
    tags=600_000,  # ours has 13,000
    ratio=200,  # Word's XML shrinks to a tenth or a thirtieth
    is_whole=True,
)
DRAFT = Kind(
    WORD,
    "a draft",
    "Make its pictures smaller (Picture Format > Compress Pictures)",
    file_bytes=200_000_000,  # what we build has two MB; people paste photographs
    parts=5_000,
    unpacked_bytes=500_000_000,
    part_bytes=500_000_000,
    xml_bytes=60_000_000,  # the text of the sample report has 1 MB
    tags=2_000_000,  # the sample report has 65,000
    ratio=1_000,  # bitmaps that people paste shrink more than text
    is_whole=False,  # Word itself keeps references to pictures that went
)
CHART_DATA = Kind(
    EXCEL,
    "the workbook of a chart",
    "Take out what does not belong to it",
    file_bytes=20_000_000,
    parts=500,
    unpacked_bytes=50_000_000,  # the data of a chart is small
    part_bytes=50_000_000,
    xml_bytes=20_000_000,
    tags=600_000,
    ratio=1_000,
    is_whole=False,
)
