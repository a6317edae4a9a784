"""What a draft records of its build, how a refresh uses it again, and what became of it.

A recorded name leads from the workbook's folder to a file beside or below it; what lies elsewhere is recorded by its
bare name. So a draft names no machine, no person and no folder of theirs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

import reportgen
from reportgen.common.build_record import BuildRecord, RecordedSource
from reportgen.common.diagnostics import runs
from reportgen.common.diagnostics.diagnostic import Diagnostic
from reportgen.common.exceptions import UnreadableFileError, UsageError
from reportgen.common.house_style import load_house_style
from reportgen.common.named_files import leads_below, name_of, named_path
from reportgen.common.options import (
    NO_OPTIONS,
    RECORDED,
    BuildOptions,
    Option,
    OptionKind,
    RefreshOptions,
    declarations,
    is_default,
)
from reportgen.common.peer_source import NamedEdition, PeerSource, name_on_server
from reportgen.common.peer_table import PeerData
from reportgen.common.resources import template_file
from reportgen.questions import set_digest
from reportgen.questions.loader import shipped
from reportgen.runs.check import Checked

_LEVELS_UP = 2  # from the folder of a draft: `build` writes output/client/client-report.docx beside client.xlsx

_FOLDERS_SOUGHT = 2_000  # of a level of a project, in which a workbook is looked for

# ----------------------------------------------------------------------------------------------------- what is recorded


def build_record(workbook: Path, options: BuildOptions, checked: Checked) -> BuildRecord:
    """What a build used, and what it was asked for. Raises `UnreadableFileError` when a file cannot be read."""
    questions, folder = checked.questions, workbook.parent
    files = {name: getattr(options, name) or _shipped(option) for name, option in declarations(OptionKind.FILE).items()}
    files |= {"peers": checked.peers_file, "earlier": checked.earlier_file}
    used = {name: _source(file, declarations()[name], folder) for name, file in files.items() if file}
    if checked.peers_source and not checked.peers_file:
        used["peers"] = _edition(checked.peers_source, checked.peers)
    digest = set_digest(options.question_set or questions.folder)
    used["question_set"] = RecordedSource(questions.id, digest, questions.version)
    asked = {name: getattr(options, name) for name in declarations(*RECORDED)}
    if not asked["question_set"] and questions.id not in shipped():  # the usual one, of the workbook's own
        asked["question_set"] = questions.folder
    return BuildRecord(
        program=reportgen.__version__,
        client=checked.assessment.engagement.client,
        workbook=RecordedSource(workbook.name, _digest(workbook)),
        used=used,
        given={
            name: _given(value, name, folder) for name, value in asked.items() if value and not is_default(name, value)
        },
        kept_properties=load_house_style(options.house_style).properties,
    )


def _shipped(option: Option) -> Path | None:
    return template_file(option.shipped) if option.shipped else None


def _source(file: Path, option: Option, folder: Path) -> RecordedSource:
    name = option.shipped if file == _shipped(option) else name_of(file, seen_from=folder)
    return RecordedSource(name, _digest(file, is_text=option.is_text))


def _edition(source: PeerSource, peers: PeerData | None) -> RecordedSource:
    """What was used of a peer database; without a digest where it could not be read."""
    return RecordedSource(source.name, peers.sha256, str(peers.edition)) if peers else RecordedSource(source.name)


def _given(value: Path | str, name: str, folder: Path) -> str:
    """What was asked for, as it is recorded; a question set of ours goes by its name."""
    kind = declarations()[name].kind
    if declarations()[name].is_peers and isinstance(value, str):
        return name_on_server(value)
    if kind is OptionKind.CHOICE or (kind is OptionKind.SET and value in shipped()):
        return str(value)
    return name_of(Path(value), seen_from=folder)


def _digest(file: Path, *, is_text: bool = False) -> str:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UnreadableFileError(f"{file} cannot be read ({(error.strerror or str(error)).lower()}).") from error
    return hashlib.sha256(content.replace(b"\r\n", b"\n") if is_text else content).hexdigest()


# ----------------------------------------------------------------------------------------------------------- used again


def as_recorded(record: BuildRecord, options: RefreshOptions, *, workbook: Path, draft: Path) -> BuildOptions:
    """What the report is built with now: what is asked for, else what the draft records.

    Recorded files are looked for as seen from the workbook's folder, then from the draft's, then among what is usual.
    Raises `UsageError` naming everything that was recorded and cannot be found.
    """
    if options.peers and options.no_peers:
        raise UsageError(runs.PEERS_CONTRADICT.at())
    folders = tuple(dict.fromkeys((workbook.parent, draft.parent)))
    values = {name: getattr(options, name) for name in declarations(*RECORDED)}
    again = {name for name in record.given if values[name] is None} - ({"peers"} if options.no_peers else set())
    usual = options.usual or NO_OPTIONS
    usual = replace(usual, peers=None) if options.no_peers else usual
    values |= {
        name: _found(declarations()[name], record.given[name], folders)
        or _usual(name, record.given[name], usual)
        or _registered(name, record.given[name], options)
        for name in again
    }
    missing = {name: _missing(name, record.given[name]) for name in values if name in again and values[name] is None}
    if missing:
        listed = ", ".join(missing.values())
        raise UsageError(runs.SOURCES_MISSING.at(workbook=workbook, missing=listed, sources=missing))
    return BuildOptions(
        **values,
        peers_anew=options.peers_anew,
        registered=options.registered,
        edition=None if options.peers else _recorded_edition(record),
        usual=options.usual and usual,
    )


def _recorded_edition(record: BuildRecord) -> NamedEdition | None:
    """The edition of a peer database that a draft was compared with."""
    source = record.source("peers")
    return NamedEdition(source.name, int(source.version), source.sha256) if source.version.isdecimal() else None


def recorded_workbook(
    record: BuildRecord, *, draft: Path, projects: Sequence[Path] = (), only_beside: bool = False
) -> Path | None:
    """The workbook a draft was built from, or None: beside the draft, up to where `build` leaves one, or where we are.

    So may it be in the folders of `projects`, or below; `only_beside` the draft where nothing else is of whoever gave
    it. Of several with its name that with the recorded content, else the nearest; below a project, where many may have
    that name, none other will do.
    """
    beside = draft.absolute().parent
    near = (beside, *(() if only_beside else (*list(beside.parents)[:_LEVELS_UP], Path.cwd())), *projects)
    found = _named_alike(record, dict.fromkeys(near))
    below = _named_alike(record, (folder for project in projects for folder in _folders_below(project)))
    same = (path for path in chain(found, below) if _digest(path) == record.workbook.sha256)
    return next(same, next(iter(found), None))


def _named_alike(record: BuildRecord, folders: Iterable[Path]) -> list[Path]:
    """The files in these folders that have the name of the recorded workbook."""
    paths = (named_path(record.workbook.name, [folder]) for folder in folders if record.workbook.name)
    return [path for path in paths if path and path.is_file()]


def _folders_below(project: Path) -> Iterator[Path]:
    """The folders of a project, as far down as clients' folders lie; no more than a person has."""
    for pattern in ("*/", "*/*/"):
        with suppress(OSError):  # a folder that may not be read, or went meanwhile
            yield from islice(sorted(project.glob(pattern)), _FOLDERS_SOUGHT)


def to_ask_for(record: BuildRecord, files: Mapping[str, Path]) -> dict[str, Path]:
    """Of files beside a draft, by option, those to be asked for: it was built with the others, and they are found.

    Results of an assessment are asked for only where they are the recorded ones: as often they are the draft's own.
    """
    asked = {}
    for name, file in files.items():
        option = declarations()[name]
        known = record.given.get(name) or (record.source(name).name if option.is_of_client else "")
        if known != file.name and (not option.is_of_client or Path(known).name == file.name):
            asked[name] = file
    return asked


def peers_are_here(record: BuildRecord, options: BuildOptions, *, workbook: Path, draft: Path) -> bool:
    """False when the draft was compared with peer data that cannot be found any more."""
    given, used = record.given.get("peers", ""), record.source("peers").name
    if _usual("peers", given or used, options.usual or NO_OPTIONS):
        return True
    if given or used in options.registered:
        return (given or used) in options.registered or named_path(given, (workbook.parent, draft.parent)) is not None
    return not used or named_path(used, [workbook.parent]) is not None


def _found(option: Option, recorded: str, folders: tuple[Path, ...]) -> Path | str | None:
    """What a record means now; None when it is not there. What a draft records is no path to be opened."""
    if option.kind is OptionKind.CHOICE:
        return recorded if recorded in option.choices else option.default
    if option.kind is OptionKind.SET and recorded in shipped():
        return recorded
    path = named_path(recorded, folders)
    return str(path) if path and option.kind is OptionKind.SET else path


def _usual(name: str, recorded: str, usual: BuildOptions) -> Path | str | None:
    """The usual file or set, if that is what was recorded by its bare name."""
    value = getattr(usual, name)
    if value and declarations()[name].is_peers and isinstance(value, str):
        return value if name_on_server(value) == recorded else None
    return value if value and Path(value).name == recorded else None


def _registered(name: str, recorded: str, options: BuildOptions) -> Path | None:
    """The registered name of a source of peers, if that is what was recorded."""
    return Path(recorded) if declarations()[name].is_peers and recorded in options.registered else None


def _missing(name: str, recorded: str) -> str:
    """What cannot be found."""
    where = "" if leads_below(recorded) else ", which leads elsewhere"
    return f"the {declarations()[name].noun} '{recorded}'{where}"


# --------------------------------------------------------------------------------------------------------- what changed


@dataclass(frozen=True, slots=True)
class SourceChange:
    """What a draft was built from, and what it is refreshed from."""

    kind: str  # "workbook", "peers", "template", "house style", "question set"
    before: str  # its name; empty: none
    now: str
    changed: bool  # it holds something else

    @property
    def words(self) -> str:
        """What changed, in words."""
        if not self.before and not self.now:
            return "none, as before"
        if not self.before:
            return "there were none"
        if not self.now:
            return f"none any more (was {self.before})"
        renamed = f" (was {self.before})" if self.before != self.now else ""
        return f"{'changed' if self.changed else 'the same'}{renamed}"


def source_changes(before: BuildRecord, now: BuildRecord) -> tuple[SourceChange, ...]:
    """What became of everything a draft was built from."""
    pairs = {"workbook": (before.workbook, now.workbook)}
    for name in declarations(OptionKind.FILE, OptionKind.SET):
        pairs[name.replace("_", " ")] = (before.source(name), now.source(name))
    return tuple(SourceChange(kind, old.name, new.name, old.sha256 != new.sha256) for kind, (old, new) in pairs.items())


def record_remarks(before: BuildRecord, now: BuildRecord) -> Iterator[Diagnostic[str]]:
    """What people should know before they trust a refresh: all that changed beside the answers."""
    if not before.program:
        yield runs.NOTHING_RECORDED.at()
        return
    if before.client != now.client:
        yield runs.OTHER_CLIENT.at(before=before.client, now=now.client)
    if before.workbook.name != now.workbook.name:
        yield runs.OTHER_WORKBOOK.at(before=before.workbook.name, now=now.workbook.name)
    if before.rules != now.rules:
        yield runs.RULES_CHANGED.at(before=before.program, now=now.program)
    elif before.program != now.program:
        yield runs.OTHER_RELEASE.at(before=before.program, now=now.program)
    for name, option in declarations().items():
        old, new = before.source(name), now.source(name)
        if name == "peers":
            yield from _peer_remarks(old, new)
        elif name == "earlier":
            yield from _earlier_remarks(old, new)
        elif option.kind is OptionKind.SET:
            yield from _set_remarks(old, new)
        elif option.kind is OptionKind.FILE and old.sha256 != new.sha256:
            was = "was changed since the draft was built" if old.name == new.name else f"was '{old.name}' before"
            yield runs.OTHER_FILE.at(what=option.noun, now=new.name, was=was)
        elif option.kind is OptionKind.CHOICE and before.choice(name) != now.choice(name):
            was, is_now = (option.choices.get(chosen, chosen) for chosen in (before.choice(name), now.choice(name)))
            yield runs.OTHER_CHOICE.at(what=option.noun.capitalize(), before=was, now=is_now)


def _set_remarks(before: RecordedSource, now: RecordedSource) -> Iterator[Diagnostic[str]]:
    was, is_now = (f"{source.name} {source.version}" for source in (before, now))
    if was != is_now:
        yield runs.OTHER_SET_VERSION.at(before=was, now=is_now)
    elif before.sha256 != now.sha256:
        yield runs.SET_CHANGED.at(now=is_now)


def _peer_remarks(before: RecordedSource, now: RecordedSource) -> Iterator[Diagnostic[str]]:
    if before.name and not now.name:
        yield runs.NO_PEERS_NOW.at(before=before.name)
    elif now.name and not before.name:
        yield runs.NEW_PEERS.at(now=now.name)
    elif before.sha256 != now.sha256:
        yield runs.OTHER_PEERS.at(now=now.name, hint="" if before.name == now.name else f" (it was '{before.name}')")


def _earlier_remarks(before: RecordedSource, now: RecordedSource) -> Iterator[Diagnostic[str]]:
    if before.sha256 != now.sha256:
        said = [
            f"the earlier assessment '{one.name}'" if one.name else "no earlier assessment" for one in (before, now)
        ]
        changed = f"what '{now.name}' says" if before.name == now.name else said[1]
        yield runs.OTHER_EARLIER.at(before=said[0], now=changed)
