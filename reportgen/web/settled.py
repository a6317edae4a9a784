"""What became of the problems of a workbook since it was checked before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

Told = Mapping[str, Any]  # a problem, as a check gives it to its page


def settled(before: Sequence[Told] | None, now: Sequence[Told]) -> str:
    """How many of the problems before are settled, and how many are new, in a sentence; empty where there is no before.

    A problem is the same when it has the code, sheet and question, or cell, that it had.
    """
    if before is None:
        return ""
    were, are = _counted(before), _counted(now)
    new, gone = (are - were).total(), (were - are).total()
    if not (were or new):
        return ""
    came = f"{new} {'is' if new == 1 else 'are'} new"
    if not were:
        return f"There were no problems before; {came}."
    if not gone:
        many = were.total()
        told = (
            f"None of the {many} problems from before is settled yet" if many > 1 else "The problem is not settled yet"
        )
    elif gone == were.total():
        told = "The problem from before is settled" if gone == 1 else f"All {gone} problems from before are settled"
    else:
        told = f"{gone} of {were.total()} problems {'is' if gone == 1 else 'are'} settled"
    return f"{told}, {came}." if new else f"{told}."


def _counted(problems: Sequence[Told]) -> Counter[tuple[str, str, str]]:
    return Counter((one["code"], one["sheet"], one["question"] or one["cell"]) for one in problems)
