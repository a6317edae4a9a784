"""The project file: what the workbooks of a folder are built with, so that nobody types it again.

`reportgen.toml` lies beside the workbooks or above them. What it names is its owner's own, so a path may lead anywhere;
that is why a file counts only where its owner alone can have put it. The search goes up from the workbook's folder and
ends with the home folder or the root of a repository. It ends before the top folder of a file system, and before a
folder that everybody on the machine may write to, such as that for temporary files.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from reportgen.common.exceptions import UsageError
from reportgen.common.folding import did_you_mean
from reportgen.common.named_files import leads_below
from reportgen.common.options import BuildOptions, OptionKind, declarations, usual_options
from reportgen.common.own_settings import settings_folder
from reportgen.common.peer_source import is_url, server_url
from reportgen.common.toml_files import NotTomlError, toml_tables
from reportgen.questions.loader import SET_FILE, shipped

PROJECT_FILE = "reportgen.toml"
OUTPUT = "output"  # the entry that names the folder to write to
PEERS, DATABASE = "peers", "database"  # a table of names for sources of peers, and the one that stands for all commands
Options = TypeVar("Options", bound=BuildOptions)
_LONGEST = 65_536  # bytes of a file that people write by hand


@dataclass(frozen=True)
class Project:
    """A project file as it was read: each entry that it has, a text as it stands there."""

    file: Path
    entries: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)  # of sources of peers: each a path or a URL, as it stands

    def options(self, names: Collection[str]) -> BuildOptions:
        """What it says of these options; paths seen from its folder.

        Raises `UsageError` naming file and entry where one leads to nothing.
        """
        wanted = {name: text for name, text in self.entries.items() if name in names and name != OUTPUT}
        values: dict[str, Any] = {name: self._value(name, text) for name, text in wanted.items()}
        if PEERS in names and DATABASE in self.names:
            values[PEERS] = self.registered[DATABASE]
        return BuildOptions(**values)

    @property
    def registered(self) -> dict[str, Path | str]:
        """The sources of peers by name: files, seen from its folder, and URLs."""
        return {name: text if is_url(text) else self._path(text) for name, text in self.names.items()}

    @property
    def output(self) -> Path | None:
        """The folder to write to, if it names one."""
        text = self.entries.get(OUTPUT)
        return self._path(text) if text else None

    @property
    def database(self) -> str:
        """The peer database, if it names one: a URL, or a path."""
        return str(self.registered.get(DATABASE, ""))

    def words(self, names: Iterable[str]) -> str:
        """What it gives of these entries, in words."""
        nouns = {name: option.noun for name, option in usual_options().items()} | {OUTPUT: "output"}
        given = {name: f"{nouns[name]} {self.entries[name]}" for name in names if name in self.entries}
        if PEERS in names and DATABASE in self.names:
            given[PEERS] = f"{nouns[PEERS]} {DATABASE}"
        if "peers" in given:
            given["peers"] += " (where the workbook names none)"
        return ", ".join(given.values())

    def _value(self, name: str, text: str) -> Path | str:
        option, path = declarations()[name], self._path(text)
        if option.kind is OptionKind.CHOICE or (option.kind is OptionKind.SET and text in shipped()):
            return text
        if option.kind is OptionKind.SET:
            if not (path / SET_FILE).is_file():
                ours = ", ".join(shipped())
                raise self._fault(
                    name, f"'{text}', which is neither one of ours ({ours}) nor a folder with a {SET_FILE}"
                )
            return str(path)
        if option.is_peers and is_url(text):
            return server_url(text)
        if not path.is_file():
            raise self._fault(name, f"'{text}', but there is no file {path}")
        return path

    def _path(self, text: str) -> Path:
        """A path seen from the folder of the file; Windows writes either separator, and every system reads both."""
        path = Path(text.replace("\\", "/"))
        with suppress(RuntimeError):  # nobody of that name has a home
            path = path.expanduser()
        return Path(os.path.normpath(self.file.parent / path))

    def _fault(self, name: str, found: str) -> UsageError:
        return UsageError(f"{self.file}: '{name}' names {found}. Correct it, or put a # in front of the line.")


# ------------------------------------------------------------------------------------------------------ found and read


def find_project(near: Path) -> Path | None:
    """The project file of a file, which need not be there yet: in its folder, or the nearest above."""
    home = _home()
    for folder in Path(os.path.abspath(near)).parents:
        if folder == folder.parent or _anybody_may_write(folder):
            return None
        if (file := folder / PROJECT_FILE).is_file():
            return file
        if folder == home or (folder / ".git").exists():
            return None
    return None


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:  # nobody's
        return None


def _anybody_may_write(folder: Path) -> bool:
    """True where somebody else may have put a file; Windows says so in a way of its own, and has no such folders."""
    try:
        return os.name == "posix" and bool(folder.stat().st_mode & stat.S_IWOTH)
    except OSError:  # it is not there, so nothing is in it
        return False


def read_project(file: Path) -> Project:
    """The project file, its entries checked. Raises `UsageError` naming file, entry, and what is allowed."""
    known = {**usual_options(), OUTPUT: None}
    entries: dict[str, str] = {}
    tables = dict(_tables(file))
    names = _registered(file, tables.pop(PEERS)) if isinstance(tables.get(PEERS), Mapping) else {}
    for name, value in tables.items():
        if name not in known:
            hint = did_you_mean(name.replace("-", "_"), known)
            raise UsageError(f"{file}: there is no entry '{name}'.{hint} There are {', '.join(known)}.")
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            raise UsageError(f"{file}: '{name}' is {_shown(value)}, but should be a text in quotation marks.")
        option = known[name]
        if option is not None and option.choices and value not in option.choices:
            raise UsageError(f"{file}: '{name}' is '{value}', but should be one of {', '.join(option.choices)}.")
        entries[name] = value.strip()
    return Project(file, entries, names)


def _registered(file: Path, table: Mapping[str, Any]) -> dict[str, str]:
    """The names of a table of peers: each a word, for a file or a URL without a password."""
    for name, value in table.items():
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            raise UsageError(
                f"{file}: '{name}' in [{PEERS}] is {_shown(value)}, but should be a text in quotation marks."
            )
        if not leads_below(name) or "/" in name or "\\" in name:
            raise UsageError(f"{file}: '{name}' in [{PEERS}] should be a plain name, without / and the like.")
        if is_url(value.strip()):
            try:
                server_url(value.strip())
            except UsageError as error:
                raise UsageError(f"{file}: '{name}' in [{PEERS}]: {error}") from error
    return {name: value.strip() for name, value in table.items()}


def _tables(file: Path) -> Mapping[str, Any]:
    try:
        content = file.read_bytes()
        if len(content) > _LONGEST:
            raise UsageError(f"{file} is no project file: it is longer than {_LONGEST // 1024} KB.")
        return toml_tables(content)
    except OSError as error:
        raise UsageError(f"{file}: the project file cannot be read ({error.strerror or error}).") from error
    except NotTomlError as error:
        hint = " Write \\ as / in paths, or put them in single quotation marks." if b"\\" in content else ""
        raise UsageError(f"{file}: the project file is not readable TOML: {error}.{hint}") from error


def _shown(value: object) -> str:
    return "empty" if value == "" or (isinstance(value, str) and not value.strip()) else json.dumps(value, default=str)


# ------------------------------------------------------------------------------------------------------------ written


def own_project() -> Project | None:
    """What a person's own settings say, in a file like that of a project; it counts for names of peers alone."""
    file = settings_folder() / PROJECT_FILE
    return read_project(file) if file.is_file() else None


def project_text(given: Mapping[str, Path | str], folder: Path) -> str:
    """A project file to be written into a folder, with all entries there are; those not given are remarks.

    Paths are written as seen from the folder.
    """
    lines = [
        "# What the workbooks in this folder, and in the folders below, are checked and built with. Options on the",
        "# command line go before it; peer data that a workbook names, and the question set it was made from, do too.",
        "# Paths are seen from this folder. Take the # away in front of an entry to use it.",
    ]
    samples = {
        "peers": "peers.xlsx",
        "question_set": "our-set",
        "template": "our-report.docx",
        "house_style": "our-house-style.toml",
        OUTPUT: "output",
    }
    helps = {name: option.help for name, option in usual_options().items()} | {OUTPUT: "Folder to write to"}
    for name, help in helps.items():
        entry = _entry(name, given[name], folder=folder) if name in given else samples.get(name, "")
        sample = entry or next(iter(declarations()[name].choices))
        line = f"{name} = {json.dumps(sample, ensure_ascii=False)}"
        lines += ["", f"# {help}.", line if name in given else f"# {line}"]
    return "\n".join(lines) + "\n"


def _entry(name: str, value: Path | str, *, folder: Path) -> str:
    option = declarations().get(name)
    if option is not None and (
        option.kind is OptionKind.CHOICE or (option.kind is OptionKind.SET and value in shipped())
    ):
        return str(value)
    if option is not None and option.is_peers and is_url(str(value)):
        return str(value)
    try:
        return Path(os.path.relpath(value, folder)).as_posix()
    except ValueError:  # on another drive
        return Path(os.path.abspath(value)).as_posix()


def with_usual(options: Options, usual: BuildOptions, *, at_once: Collection[str] = ()) -> Options:
    """Options with what is usual: it stands `at_once` where nothing was asked for, else where nothing else is said."""
    asked: dict[str, Any] = {name: getattr(usual, name) for name in at_once if getattr(options, name) is None}
    return replace(options, **asked, usual=usual)
