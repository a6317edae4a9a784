"""Why there is no score, or nothing of the peers: in short for a picture, whole for a sentence, each said once."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.common.language import share_in_words
from reportgen.common.method import COVERAGE_NEEDED, COVERED_ENOUGH, ENOUGH_PEERS, NOT_COVERED


@dataclass(frozen=True, slots=True)
class Absence:
    """A reason why something is not there."""

    short: str  # as it stands beside a row: "withheld: coverage under 50 %"
    full: str  # a sentence; where it is about a score, the end of one whose subject is the score


NOT_APPLICABLE = Absence("not applicable", "not applicable to this company, so left out of every mean.")
NOT_SCORED = Absence("not assessed", "not scored yet.")
NO_INTERVIEW = Absence(NOT_SCORED.short, "not covered by any interview, so not scored.")
WITHHELD = Absence(f"withheld: coverage under {COVERED_ENOUGH}", f"withheld, because {NOT_COVERED}.")
NOTHING_IN_COMMON = Absence("no question in common", "left out, because no question of it was scored both times.")
TOO_LITTLE_IN_COMMON = Absence(
    f"withheld: under {COVERED_ENOUGH} in common",
    f"withheld, because less than {share_in_words(COVERAGE_NEEDED)} of the weight was scored both times.",
)

NO_PEERS = Absence("no peer data", "There is no peer data to compare with.")


def too_few_peers(n: int, group: str) -> Absence:
    """A group, named as a noun, in which too few organisations have a figure."""
    have = "organisation has" if n == 1 else "organisations have"
    full = f"Only {n} {have} this figure in the {group}; at least {ENOUGH_PEERS} are needed."
    return Absence(f"too few peers (n = {n})", full if n else f"No organisation in the {group} has this figure.")


def withheld_peers(reason: str) -> Absence:
    """Enough organisations have a figure, and yet nothing of them may be shown; the reason is a sentence."""
    return Absence("peers withheld", reason)
