"""What the pages say to do: files to be dropped, buttons to be pressed, and whom to ask.

The rooms below say what was found, and in words that hold at every front what to do. Where somebody at a page does
something else, the pages have words of their own, by the code of the diagnostic and with its facts in braces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePath

from reportgen.common.diagnostics.fronts import FrontWords
from reportgen.common.exceptions import ReportgenError

_KEEPER = "whoever looks after reportgen here"
_CARRIED = f"Ask {_KEEPER} to carry it over to this one."
_BASE = "Drop the file of its folder '{folder}' here as well: it lies beside the draft where it was built."
_EXTRA = f"Ask {_KEEPER} to install it."
_DATABASE = f"Tell {_KEEPER}, who can put it right."
_SEPARATOR = r"[\\/]+"  # doubled where a message quotes a path as a program does
_OVER = r"(?=$|[\s'\"”,;:)]|\.(?:\s|$))"  # where a name cannot go on
_FIELDS = "Correct the name; the template that comes with reportgen shows those that there are."
_REFRESH = "Bring the draft up to date"

REMEDIES: Mapping[str, str] = {
    "wrong-set": f"Ask {_KEEPER} to have its own set used here.",
    "wrong-set-version": _CARRIED,
    "changed-set": f"Ask {_KEEPER} to carry the workbook over to the set as it is now.",
    "wrong-layout": f"Ask {_KEEPER} to carry an older one over; a newer one needs the version it was made with.",
    "sector-changed": f"Correct the entry, or ask {_KEEPER} to have the questions reworded.",
    "uncounted-interview": f"Ask {_KEEPER} for a workbook with room for it.",
    "peer-file-elsewhere": "Drop the peer file here as well.",
    "peer-file-missing": "Drop the peer file here as well, correct the name, or clear the cell to report without "
    "peers.",
    "earlier-elsewhere": "Drop the results of that assessment here as well.",
    "earlier-missing": "Drop the results of that assessment here as well, correct the name, or clear the cell to "
    "report without progress.",
    "other-words": "The new workbook asks like the first; drop that first which asks as it should.",
    "unknown-name": _FIELDS,
    "unknown-attribute": _FIELDS,
    "not-a-list": "Loop over a list; the template that comes with reportgen shows which names hold one.",
    "no-scoring-workbook": "Drop a scoring workbook. An empty one is made under “New workbook”.",
    "no-such-set": f"Tell {_KEEPER}.",
    "set-not-ours": f"If it is a set of your own, ask {_KEEPER} to have it used here.",
    "different-versions": f"Ask {_KEEPER} to bring them to one version first.",
    "other-set": f"A workbook goes over to another version of its own set only; ask {_KEEPER}.",
    "version-not-recorded": f"Drop a copy that still has them, or ask {_KEEPER}.",
    "no-postgresql": _EXTRA,
    "no-database-file": _DATABASE,
    "not-a-peer-database": _DATABASE,
    "no-peer-database": _DATABASE,
    "older-peer-database": _DATABASE,
    "peers-half-written": _DATABASE,
    "wrong-peer-key": _DATABASE,
    "no-peer-key": _DATABASE,
    "no-edition": f"Ask {_KEEPER} to have one published.",
    "edition-changed": f"{_REFRESH}, which compares it with the newest edition.",
    "edition-gone": f"{_REFRESH}, which compares it with the newest edition.",
    "faulty-template": "Drop the template alone to have all of them listed.",
    "no-draft": "Drop the draft itself.",
    "base-lost": _BASE,
    "base-unknown": "Drop the files of its folder '{folder}' here as well: they lie beside the draft where it was "
    "built.",
    "no-base": "Drop the file of the folder '{folder}' that lies beside the draft; its name ends in {suffix}.",
    "other-base": "Drop the file that belongs to this draft.",
    "sources-missing": "Drop the missing files here as well.",
    "peers-contradict": "Choose one of them.",
    "peers-gone": "Name it there and drop it here as well, or choose to go on without any peers.",
    "no-firm-named": f"Ask {_KEEPER} to have yours named in the house style.",
    "house-of-other-set": f"Make sure that this firm may issue it, or ask {_KEEPER} for another house style.",
    "no-pdf": "Wait a minute and try again.",
    "pdf-too-slow": "Wait some minutes and try again, or do without page numbers and PDF.",
    "no-redline-engine": _EXTRA,
    "work-lost": "Wait a minute and try again.",
    "work-too-long": f"Wait some minutes and try again. If it happens again, tell {_KEEPER}.",
    "work-too-large": f"Tell {_KEEPER}, who can allow more.",
    "not-compared": "Drop the workbook here as well, or make sure that the figures are those of the workbook as it is.",
    "parts-not-compared": "Drop the peer data here as well, or make sure that only what was compared has changed.",
    "no-client-results": f"{_REFRESH} and issue what comes of it; or drop here as well the results that lie beside "
    "the draft.",
    "draft-fitted": "If it is another draft's, take it away and drop the right one.",
    "figure-outdated": f"{_REFRESH}, or correct the figure.",
    "figure-gone": f"{_REFRESH}, or look whether the sentence still holds.",
    "other-rules": f"{_REFRESH}.",
    "part-outdated": f"{_REFRESH}.",
    "part-behind": f"{_REFRESH}, which keeps the edits, or look whether the text still holds.",
    "part-new": f"{_REFRESH}.",
    "contents-unpaged": "Press F9 on it in Word; issuing the report puts page numbers in where LibreOffice is there.",
    "chart-lost": f"{_REFRESH}, which puts back what was generated, or insert it anew.",
    "chart-damaged": f"{_REFRESH}, which puts back what was generated, or leave it as it is.",
    "pages-outdated": "Press F9 on them in Word, or choose page numbers when you bring the draft up to date.",
}

FOUND: Mapping[str, str] = {  # where what was found is itself told by folders
    "peer-file-elsewhere": "the peer data '{value}' is not named as a file beside this workbook, such as peers.xlsx, "
    "so it is not read.",
    "peer-file-missing": "the peer data '{value}' was not dropped here, and no peer database is registered under that "
    "name.",
    "earlier-elsewhere": "the earlier assessment '{value}' is not named as a file beside this workbook, such as "
    "client-2023-results.json, so it is not read.",
    "earlier-missing": "the earlier assessment '{value}' was not dropped here.",
    "figure-outdated": "A figure stands here as {old}; the workbook gives {new}{source}.",
    "figure-gone": "A figure stands here as {old}; a report built now would not give it any more.",
    "other-rules": "This draft was built by a version of reportgen with other rules of peer figures, and of some "
    "others. The page “What your figures do differently” of its documentation tells what differs, and why.",
    "sources-missing": "Part of what the draft was built from was not dropped here: {missing}.",
}

_WORDS = FrontWords(remedies=REMEDIES, found=FOUND)
wording, worded = _WORDS.wording, _WORDS.worded


def told(error: ReportgenError, *folders: PurePath) -> str:
    """What stopped a run, in the words of a page, each line of what is listed on its own; `folders` are not shown."""
    return without_folders(error.told(worded), *folders)


def without_folders(text: str, *folders: PurePath) -> str:
    r"""A text with the bare names of the files in these folders or below: nobody is shown where a server keeps them.

    >>> without_folders("'/srv/x1/given/Ann & Co.xlsx' is damaged.", Path("/srv/x1"))
    "'Ann & Co.xlsx' is damaged."
    """
    for folder in sorted({one for each in folders for one in _spellings(each)}, key=len, reverse=True):
        known = rf"(?i)(?:file:{_SEPARATOR})?" + _SEPARATOR.join(map(re.escape, re.split(_SEPARATOR, folder)))
        text = re.sub(rf"{known}(?:{_SEPARATOR}(?:given|made))?[\\/]*{_OVER}", "the folder of these files", text)
        text = re.sub(rf"{known}{_SEPARATOR}(?:[\w-]+{_SEPARATOR})*", "", text)
    return text


def _spellings(folder: PurePath) -> set[str]:
    """How messages may spell a folder: as it is named, and as the system finds it."""
    return {str(folder), *([str(folder.resolve())] if isinstance(folder, Path) else [])}
