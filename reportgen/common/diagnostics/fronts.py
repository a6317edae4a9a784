"""How a front words diagnostics: what to do there about each kind that is put right at a front.

The kinds say what was found, and what to do in words that hold at every front. A front, the command line or the
browser, has words of its own for some of those that are marked for it, by their code and with the same facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from reportgen.common.diagnostics.diagnostic import Diagnostic, DiagnosticKind
from reportgen.common.exceptions import ReportgenError

if TYPE_CHECKING:
    from reportgen.common.exceptions import InWords

Where = TypeVar("Where")


@dataclass(frozen=True, kw_only=True)
class FrontWords:
    """The words of a front, by the code of a kind, with its facts in braces."""

    remedies: Mapping[str, str]  # sentences: what to do there
    found: Mapping[str, str] = field(default_factory=dict)  # where what was found is itself put otherwise there
    given: Callable[[str], str] | None = None  # how a source of a draft that is not found any more is given there

    def wording(self, kind: DiagnosticKind[Where]) -> DiagnosticKind[Where]:
        """A kind in the words of the front."""
        if not kind.front:
            return kind
        found, remedy = self.found.get(kind.code, kind.found), self.remedies.get(kind.code, kind.remedy)
        return replace(kind, found=found, remedy=remedy)

    def worded(self, found: Diagnostic[Where]) -> Diagnostic[Where]:
        """A diagnostic in the words of the front, with the errors that it tells."""
        facts = {name: self._told(fact) for name, fact in found.facts.items()}
        if self.given and isinstance(sources := facts.get("sources"), Mapping):
            facts["missing"] = ", ".join(f"{words} ({self.given(name)})" for name, words in sources.items())
        return replace(found, kind=self.wording(found.kind), facts=facts)

    def _told(self, fact: object) -> object:
        return fact.told(self.worded) if isinstance(fact, ReportgenError) else fact


def messages(found: Iterable[Diagnostic[Any]], words: InWords) -> list[str]:
    """The messages of diagnostics in the words of a front."""
    return [words(one).message for one in found]
