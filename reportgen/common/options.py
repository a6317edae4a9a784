"""The options of a build, each declared once: what it is on the command line, and how a draft records it.

A new option is a field of `BuildOptions`, and a line where it is used. The commands, the record of a draft, reading it
back, "as the draft was built" and the results follow from the declaration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.common.peer_source import NamedEdition

USUAL_INTERVIEWS, MOST_INTERVIEWS = 8, 50
"""For how many a new workbook is laid out."""


class OptionKind(IntEnum):
    """What an option takes, and so how a draft records it: the kinds in this order."""

    FILE = 1  # what was used by name and digest, and the name that was given
    SET = 2  # a question set by name or folder: as files are, and its version
    CHOICE = 3  # the choice
    FLAG = 4  # nothing: it changes nothing that a refresh keeps


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """The declaration of one option."""

    kind: OptionKind
    help: str  # for the command line, without a full stop
    noun: str = ""  # in sentences about it: "peer data"
    default: str = ""  # what stands when it is not given, in words
    shipped: str = ""  # a file: the one of the program that stands when none is given
    is_text: bool = False  # a file: how its lines end does not count
    choices: Mapping[str, str] = field(default_factory=dict)  # each in words; `default` is one of them
    heading: str = ""  # a file: over its name in the report and the results; empty: neither names it
    is_of_client: bool = False  # a file about one client: no project file names it
    is_peers: bool = False  # a file: a registered name, or the URL of a server, stands for it as well


def _declare(kind: OptionKind, help: str, **more: Any) -> dict[str, Option]:
    return {"option": Option(kind=kind, help=help, **more)}


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """What a build is asked for. None: not asked for, so the default stands; in a refresh, what the draft records."""

    peers: Path | str | None = field(
        default=None,
        metadata=_declare(
            OptionKind.FILE,
            "Peer data: a file (.xlsx, .csv), a peer database, its registered name or its URL",
            noun="peer data",
            default="as named on Engagement",
            heading="Peer data",
            is_peers=True,
        ),
    )
    earlier: Path | None = field(
        default=None,
        metadata=_declare(
            OptionKind.FILE,
            "An earlier assessment of the same client: its workbook or results, .xlsx or .json",
            noun="earlier assessment",
            default="as named on Engagement",
            heading="Earlier assessment",
            is_of_client=True,
        ),
    )
    question_set: str | None = field(
        default=None,
        metadata=_declare(
            OptionKind.SET, "Name or folder of another question set", noun="question set", default="the workbook's own"
        ),
    )
    template: Path | None = field(
        default=None,
        metadata=_declare(
            OptionKind.FILE,
            "The firm's own Word template",
            noun="template",
            shipped="cma-report.docx",
            heading="Template",
        ),
    )
    house_style: Path | None = field(
        default=None,
        metadata=_declare(
            OptionKind.FILE,
            "Firm name, contact, colours and logo (TOML)",
            noun="house style",
            shipped="house-style.toml",
            is_text=True,
        ),
    )
    charts: str | None = field(
        default=None,
        metadata=_declare(
            OptionKind.CHOICE,
            "Peer positions as pictures, or as Word charts that can be edited",
            noun="charts of positions",
            default="picture",
            choices={"picture": "pictures", "native": "Word charts that can be edited"},
        ),
    )
    peers_anew: bool = field(
        default=False,
        metadata=_declare(
            OptionKind.FLAG,
            "Show the peers as they are now, though the difference to an earlier report may give one away; is recorded",
        ),
    )
    pages: bool = field(
        default=False,
        metadata=_declare(OptionKind.FLAG, "Put page numbers in the contents (needs LibreOffice; takes seconds)"),
    )
    pdf: bool = field(
        default=False,
        metadata=_declare(OptionKind.FLAG, "Also write a PDF of the draft (needs LibreOffice; takes seconds)"),
    )

    registered: Mapping[str, Path | str] = field(default_factory=dict)  # sources of peers by the names people gave them
    edition: NamedEdition | None = None  # of a peer database: that which a draft was compared with
    usual: BuildOptions | None = None  # what stands where nobody asks, and neither workbook nor draft says otherwise

    @property
    def usual_peers(self) -> Path | str | None:
        """The peer data where neither an option nor Engagement names any."""
        return self.usual.peers if self.usual else None

    @property
    def usual_set(self) -> str | None:
        """The question set of workbooks that were made from it, or do not say from which."""
        return self.usual.question_set if self.usual else None

    @property
    def files(self) -> list[Path]:
        """The files that are asked for."""
        given = (getattr(self, name) for name in declarations(OptionKind.FILE))
        return [file for file in given if file is not None and not isinstance(file, str)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshOptions(BuildOptions):
    """What a refresh is asked for."""

    redline: bool = field(
        default=False,
        metadata=_declare(
            OptionKind.FLAG,
            "Also write a reading copy with the changes tracked, for Word (needs the extra 'redline'; takes seconds)",
        ),
    )
    no_peers: bool = field(
        default=False, metadata=_declare(OptionKind.FLAG, "Go on without the peers that the draft was compared with")
    )


NO_OPTIONS = BuildOptions()


RECORDED = (OptionKind.FILE, OptionKind.SET, OptionKind.CHOICE)


def usual_options() -> dict[str, Option]:
    """The declarations of what a project file may name."""
    return {name: option for name, option in declarations(*RECORDED).items() if not option.is_of_client}


def declarations(*kinds: OptionKind, of: type[BuildOptions] = BuildOptions) -> dict[str, Option]:
    """The declarations by name, in their order; those of some kinds only when these are named."""
    found = {entry.name: entry.metadata["option"] for entry in fields(of) if "option" in entry.metadata}
    return {name: option for name, option in found.items() if not kinds or option.kind in kinds}


def is_default(name: str, value: object) -> bool:
    """True for the choice that stands when none is made."""
    option = declarations()[name]
    return option.kind is OptionKind.CHOICE and value == option.default
