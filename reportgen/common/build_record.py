"""What a report was built from and with: for its last appendix, the results, and a later refresh of the draft.

As JSON it is the `recipe` of a draft, described in `docs/draft-format.md`; equal records give equal JSON.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reportgen.common.method import RULES
from reportgen.common.options import RECORDED, OptionKind, declarations, is_default

RESULTS_FORMAT = 2  # of the results; rises when a name in them changes its meaning or goes
SHIPPED = "the one that comes with reportgen"
_FIRST_RULES = 1  # of records that do not say


@dataclass(frozen=True, slots=True)
class RecordedSource:
    """A file or question set that a report was built from."""

    name: str = ""  # relative to the workbook's folder where it lies below it, else without folder; empty: none
    sha256: str = ""
    version: str = ""  # of a question set; of a peer database the number of the edition

    @property
    def file_name(self) -> str:
        """The name without folders."""
        return re.split(r"[/\\]", self.name)[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRecord:
    """What a report was built from, and the options it was built with."""

    program: str = ""  # version
    rules: int = RULES  # of the figures
    client: str = ""  # as the report names it
    workbook: RecordedSource = RecordedSource()
    used: Mapping[str, RecordedSource] = field(default_factory=dict)  # by option, asked for or not; without the empty
    given: Mapping[str, str] = field(default_factory=dict)  # by option, what was asked for; without defaults
    kept_properties: tuple[str, ...] = ()  # custom properties of the Word file that the final report keeps

    def source(self, option: str) -> RecordedSource:
        """The file or question set that was used; empty when none was."""
        return self.used.get(option, RecordedSource())

    def shown(self, option: str) -> str:
        """What outputs call that file, without folders; one that comes with the program bears no name of a method."""
        is_ours = declarations()[option].shipped and option not in self.given
        return SHIPPED if is_ours else self.source(option).file_name

    def choice(self, option: str) -> str:
        """What was chosen, whether asked for or by default."""
        return self.given.get(option) or declarations()[option].default

    def as_json(self) -> dict[str, Any]:
        """The record as plain values."""
        record: dict[str, Any] = {
            "program": self.program,
            "rules": self.rules,
            "client": self.client,
            "workbook": _source_out(self.workbook),
        }
        for name, option in sorted(declarations(*RECORDED).items(), key=lambda entry: entry[1].kind):
            if option.kind is OptionKind.CHOICE:
                record[name] = self.choice(name)
                continue
            source = self.source(name)
            record[name] = _source_out(source)
            is_versioned = option.kind is OptionKind.SET or source.version
            record |= {f"{name}_version": source.version} if is_versioned else {}
            record[f"{name}_option"] = self.given.get(name, "")
        return record | ({"kept_properties": list(self.kept_properties)} if self.kept_properties else {})


def read_build_record(record: Mapping[str, Any]) -> BuildRecord:
    """The record of plain values; a name that a later version added is passed over.

    Raises `ValueError`, `TypeError` or `AttributeError` for what no version writes.
    """
    sources, choices = declarations(OptionKind.FILE, OptionKind.SET), declarations(OptionKind.CHOICE)
    used = {name: _source_in(record.get(name, {}), _text(record, f"{name}_version")) for name in sources}
    given = {name: _text(record, f"{name}_option") for name in sources} | {
        name: _text(record, name) for name in choices
    }
    return BuildRecord(
        program=_text(record, "program"),
        rules=int(record.get("rules", _FIRST_RULES)),
        client=_text(record, "client"),
        workbook=_source_in(record.get("workbook", {})),
        used={name: source for name, source in used.items() if source != RecordedSource()},
        given={name: value for name, value in given.items() if value and not is_default(name, value)},
        kept_properties=tuple(map(str, record.get("kept_properties", ()))),
    )


def _source_out(source: RecordedSource) -> dict[str, str]:
    return {"name": source.name, "sha256": source.sha256}


def _source_in(record: Mapping[str, Any], version: str = "") -> RecordedSource:
    return RecordedSource(_text(record, "name"), _text(record, "sha256"), version)


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name, "")
    if not isinstance(value, str):
        raise ValueError(f"'{name}' is no text")
    return value
