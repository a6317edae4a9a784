"""What the command line says to do: its options and commands.

The rooms below say what was found, and in words that hold at every front what to do. Where an option or a command of
ours does it, the command line has words of its own, by the code of the diagnostic and with its facts in braces.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reportgen.cli.options import flag, note, warn
from reportgen.common.diagnostics.diagnostic import Diagnostic, Severity
from reportgen.common.diagnostics.fronts import FrontWords
from reportgen.common.options import OptionKind, declarations


def _with_extra(name: str) -> str:
    """How an extra is installed: never by the bare name from a public index, where it belongs to others."""
    return (
        f'Install reportgen with it from where it came from: pip install -e ".[{name}]" in a clone of the project, '
        f'pip install "reportgen-(version)-py3-none-any.whl[{name}]" for its wheel.'
    )


_WHICH = "Say which it is with --organisation CODE, or that it is none of them with --new."

_NEWEST = "Run reportgen refresh on the draft with --peers DATABASE, which compares it with the newest edition."

REMEDIES: Mapping[str, str] = {
    "wrong-set": "Name its own set with --question-set.",
    "wrong-set-version": "Name the version it was made from with --question-set, or carry it over with "
    "'reportgen upgrade'.",
    "changed-set": "Carry the workbook over with 'reportgen upgrade'; and raise 'version' in set.toml whenever the set "
    "asks or counts otherwise.",
    "wrong-layout": "Use the version of reportgen it was made with, or carry an older one over with "
    "'reportgen upgrade'.",
    "uncounted-interview": "Carry the workbook over with 'reportgen upgrade', which makes room for it.",
    "sector-changed": "Correct the entry, or have them reworded with 'reportgen upgrade --sector'.",
    "peer-file-missing": "Put the file there, correct the name, or clear the cell to report without peers.",
    "earlier-missing": "Put the file there, correct its name, or clear the cell to report without progress.",
    "peer-file-elsewhere": "Put the file there and name it so, or build with --peers.",
    "earlier-elsewhere": "Put the file there and name it so, or build with --earlier.",
    "other-words": "The new workbook asks like the first; 'reportgen upgrade --sector' changes that.",
    "unknown-name": "Correct the name; 'reportgen template fields' lists all that there are.",
    "unknown-attribute": "Correct the name; 'reportgen template fields' lists all that there are.",
    "not-a-list": "Loop over a list; 'reportgen template fields' shows which names hold one.",
    "figure-outdated": "Run reportgen refresh, or correct the figure.",
    "figure-gone": "Run reportgen refresh, or look whether the sentence still holds.",
    "other-rules": "Run reportgen refresh.",
    "part-outdated": "Run reportgen refresh.",
    "part-behind": "Run reportgen refresh, which keeps the edits, or look whether the text still holds.",
    "part-new": "Run refresh.",
    "chart-lost": "Run reportgen refresh, which puts back what was generated, or insert it anew.",
    "chart-damaged": "Run reportgen refresh, which puts back what was generated, or leave it as it is.",
    "contents-unpaged": "Press F9 on it in Word; finalize puts page numbers in where LibreOffice is installed.",
    "draft-mark": "Delete these words or the watermark.",
    "no-scoring-workbook": "Name a workbook made with 'reportgen new'.",
    "no-such-set": "If it is a set of your own, name its folder with --question-set.",
    "set-not-ours": "Name the folder of that set with --question-set.",
    "no-set-in-workbook": "Edit the workbook that 'reportgen questions export' writes.",
    "no-peers": "Fill the file that 'reportgen questions export --peers' writes.",
    "different-versions": "Bring them to one version with 'reportgen upgrade' first.",
    "other-set": "A workbook goes over to another version of its own set only; name a version of that with "
    "--question-set.",
    "version-not-recorded": "Go back to a copy that has them, or name the folder of that version with --question-set.",
    "no-postgresql": _with_extra("postgresql"),
    "no-database-file": "Correct its name, or make a database with 'reportgen peers init'.",
    "not-a-peer-database": "A file of peers (.xlsx, .csv) is taken in with 'reportgen peers import'.",
    "no-peer-database": "Make one with 'reportgen peers init'.",
    "older-peer-database": "Bring it up to date with 'reportgen peers upgrade', which keeps a backup.",
    "peers-half-written": "Run a command on it once where file and folder may be written, such as "
    "'reportgen peers check': what was half written is then taken back.",
    "wrong-peer-key": "Name the right one with --key. If it is lost, 'reportgen peers rekey' begins anew with another.",
    "no-peer-key": "Copy it there from where it is kept, or name its file with --key. If it is lost, "
    "'reportgen peers rekey' begins anew with another.",
    "edition-changed": _NEWEST,
    "edition-gone": _NEWEST,
    "no-edition": "'reportgen peers publish' makes one.",
    "not-dumped": "Make a dump of the database with pg_dump first, and then run this with --dumped.",
    "no-indicators": "Take indicators in: reportgen peers import FILE --indicators.",
    "too-few-changes": "--why REASON publishes even so, and puts the reason on record.",
    "organisation-withdrawn": "If it takes part again, add it with --new.",
    "perhaps-withdrawn": "Leave it out. If it takes part again, or is another, add it with --new.",
    "perhaps-known": _WHICH,
    "perhaps-the-same": _WHICH,
    "faulty-template": "'reportgen template check {path}' lists all.",
    "no-draft": "Name the .docx file that 'reportgen build' or 'reportgen refresh' wrote.",
    "base-lost": "Copy the folder '{folder}' from where the draft was built to the folder of the draft, or name "
    "its file with --base.",
    "base-unknown": "Copy the folder '{folder}' from where the draft was built to the folder of the draft, or name its "
    "file with --base.",
    "no-base": "Name with --base a file of the folder '{folder}' beside a draft; its name ends in {suffix}.",
    "other-base": "Name the file of this draft with --base.",
    "draft-fitted": "If it is another draft's, name the right one with --base.",
    "sources-missing": "",
    "peers-contradict": "Give one of them.",
    "peers-named": "Empty that cell, or leave --no-peers away.",
    "peers-gone": "Name it there or with --peers; to go on without any peers, give --no-peers.",
    "not-compared": "Name it with --workbook, or make sure that the figures are those of the workbook as it is.",
    "parts-not-compared": "Put the peer data where it was, or make sure that only what was compared has changed.",
    "no-client-results": "Run 'reportgen refresh', which writes them beside the refreshed draft, and finalize that.",
    "no-firm-named": "Name yours in a house style (--house-style, or house_style in reportgen.toml).",
    "house-of-other-set": "Make sure that this firm may issue it, or name another house style with --house-style.",
    "no-pdf": "Close its open windows and run the command again.",
    "pdf-too-slow": "Run the command again when the machine is less busy, or build without --pages and --pdf.",
    "no-redline-engine": _with_extra("redline"),
    "no-serve": _with_extra("serve"),
    "no-cluster": _with_extra("cluster"),
    "peers-not-sent": "Build this workbook without --cluster.",
    "work-lost": "Build it again: alone, or with fewer processes (--jobs).",
    "work-too-long": "Build it again alone, which has no limit of time.",
    "work-too-large": "Build it again alone, which has no limit of memory.",
    "pages-outdated": "Press F9 on them in Word, or refresh with --pages.",
}

FOUND: Mapping[str, str] = {  # where what was found is itself an option or a command
    "draft-mark": "'{text}' calls the report a draft where finalize does not take it away.",
    "peers-contradict": "--peers and --no-peers contradict each other.",
    "peers-named": "--no-peers was given, but the sheet Engagement names the peer data '{name}'.",
}


def _given(name: str) -> str:
    """How a source of a draft that is not found any more is given."""
    it = "its folder" if declarations()[name].kind is OptionKind.SET else "it"
    without = ", or go on without any with --no-peers" if name == "peers" else ""
    return f"give {it} with {flag(name)}{without}"


_WORDS = FrontWords(remedies=REMEDIES, found=FOUND, given=_given)
wording, worded = _WORDS.wording, _WORDS.worded


def say_remarks(found: Iterable[Diagnostic[Any]]) -> None:
    """Tell remarks of a run: what people should do something about is a warning, the rest is only told."""
    for remark in found:
        (note if remark.severity is Severity.NOTE else warn)(worded(remark).message)
