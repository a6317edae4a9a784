"""A report as it is saved. Whoever only saves one loads nothing of what builds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportgen.common.diagnostics.diagnostic import Diagnostic
    from reportgen.common.diagnostics.problems import Problem
    from reportgen.draft.base import Base
    from reportgen.peers.shown import ShownRecord


@dataclass(frozen=True, kw_only=True)
class PackedReport:
    """A report as it is saved: files and plain data, so that another process or machine can make it."""

    workbook: Path
    problems: tuple[Problem, ...]
    remarks: tuple[Diagnostic[str], ...]
    document: bytes
    evidence: bytes
    results: Mapping[str, Any]
    charts: Mapping[str, bytes]
    pdf: bytes | None
    base: Base
    shown: ShownRecord | None

    @property
    def stem(self) -> str:
        """What the names of the results begin with."""
        return self.workbook.stem
