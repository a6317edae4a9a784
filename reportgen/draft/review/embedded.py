"""What is inside the file as a whole: files that a reader can open, pictures that hold more than is seen, charts."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.common.language import listed
from reportgen.draft.finalize.pictures import is_looked_into
from reportgen.draft.finalize.workbooks import sheets_of
from reportgen.draft.review import points
from reportgen.draft.review.draft import OpenDraft, is_repeated
from reportgen.draft.review.points import Point
from reportgen.office.package import RELATIONS
from reportgen.word.canonical import has_workbook
from reportgen.word.xml import CHART, DRAWING

_EMBEDDED = ("package", "oleObject", "control")  # kinds of relationships
_CHART, _LINKED = f"{{{CHART}}}chart", f"{{{RELATIONS}}}id"
_BLIP, _EMBEDDED_PICTURE = f"{{{DRAWING}}}blip", f"{{{RELATIONS}}}embed"


def embedded_points(draft: OpenDraft) -> Iterator[Point]:
    """Files inside the file that a reader can open; the workbooks of charts are cleaned, and count as none."""
    for name, root in draft.roots.items():
        relations = draft.parts.relations(name).items()
        files = {number: relation.target for number, relation in relations if relation.kind in _EMBEDDED}
        for element in root.iter() if files else ():
            target = next((files[value] for value in map(str, element.attrib.values()) if value in files), "")
            if target and not is_repeated(element):
                sheets = sheets_of(draft.parts.get(target, b""))
                told = (
                    f", a workbook with the {'sheets' if len(sheets) > 1 else 'sheet'} {listed(sheets)}"
                    if sheets
                    else ""
                )
                yield points.EMBEDDED_FILE.at(draft.place_of(element), name=f"{target.rpartition('/')[2]}{told}")


def picture_points(draft: OpenDraft) -> Iterator[Point]:
    """Pictures that hold more than is seen of them and that finalizing does not change."""
    unread = {name for name, picture in draft.parts.pictures().items() if not is_looked_into(picture)}
    for name, root in draft.roots.items():
        relations = draft.parts.relations(name).items()
        files = {number: relation.target for number, relation in relations if relation.target in unread}
        for element in root.iter() if files else ():
            target = next((files[value] for value in map(str, element.attrib.values()) if value in files), "")
            if target and not is_repeated(element):
                yield points.PICTURE_UNREAD.at(draft.place_of(element), name=target.rpartition("/")[2])
        for cut in root.iter(f"{{{DRAWING}}}srcRect"):
            sides = (cut.get(side, "0") for side in "ltrb")
            if not is_repeated(cut) and any(not side.startswith("-") and side.strip("0.%") for side in sides):
                yield points.PICTURE_CROPPED.at(draft.place_of(cut))


def damaged_points(draft: OpenDraft) -> Iterator[Point]:
    """Charts and pictures of which another program dropped a part."""
    for name, root in draft.roots.items():
        relations = draft.parts.relations(name)
        for frame in root.iter(_CHART, _BLIP):
            number = frame.get(_LINKED if frame.tag == _CHART else _EMBEDDED_PICTURE, "")
            relation = relations.get(number)
            if not number or is_repeated(frame) or (relation is not None and relation.external):
                continue
            if relation is None or relation.target not in draft.parts:
                yield points.CHART_LOST.at(draft.place_of(frame))
            elif frame.tag == _CHART and not has_workbook(draft.parts, relation.target):
                yield points.CHART_DAMAGED.at(draft.place_of(frame))
