"""Drafts edited by chance and refreshed: nothing typed is lost, nothing stays stale unseen, and twice is once.

Seeded, so that a failure can be repeated. REPORTGEN_REFRESH_FUZZ says how many drafts are tried, 10 unless it is
set: 200 before a release. Every other draft goes through a save in Word before it is refreshed.

Ten more are lived through whole, other programs and the report for the client included: from the seed that
REPORTGEN_FUZZ_SEED names, 7 unless it is set. `python -m tests.lives SEED` repeats one of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from reportgen.draft.refresh.plan import merging
from reportgen.draft.refresh.plan.merging import Match, Merging, matches
from reportgen.draft.refresh.plan.model import Dropped, Fate, Form, Piece
from tests.conftest import Office
from tests.lives import Desk, lots
from tests.packages import fingerprint, refresh, refreshed_file
from tests.refresh_fuzz import case, faults

pytestmark = pytest.mark.slow

TRIES = int(os.environ.get("REPORTGEN_REFRESH_FUZZ", "10"))
LOTS = lots(os.environ.get("REPORTGEN_FUZZ_SEED", "7"), 10, size=5)


@pytest.mark.parametrize("seed", range(TRIES))
def test_nothing_is_lost_stale_or_changed_twice(seed: int) -> None:
    tried = case(seed)
    assert faults(tried) == [], tried.did


@pytest.mark.office
@pytest.mark.parametrize("seeds", LOTS, ids=[f"{seeds[0]} and on" for seeds in LOTS])
def test_nothing_that_nobody_meant_to_send_reaches_the_client(
    tmp_path: Path, soffice: Office, seeds: list[str]
) -> None:
    desk = Desk(tmp_path, soffice.program)
    found = {f"{life.seed}: {', '.join(life.did)}": desk.faults(life) for life in desk.drafts(seeds)}
    assert {life: faults for life, faults in found.items() if faults} == {}


@pytest.mark.parametrize("seed", range(0, TRIES, 40))
def test_five_runs_equal_one(seed: int) -> None:
    tried = case(seed)
    result = refresh(tried.draft, tried.base, tried.fresh)
    first = refreshed_file(result)
    for _ in range(4):
        result = refresh(refreshed_file(result), result.base, tried.fresh)
    assert fingerprint(refreshed_file(result)) == fingerprint(first)


# ------------------------------------------------------------------------------ a merge that is wrong does not pass


def _drop_what_was_added(monkeypatch: pytest.MonkeyPatch) -> None:
    merged = Merging._merged

    def mutant(self: Merging, place: Match, places: Sequence[Match]) -> Fate | None:
        if place.mine is not None and place.base is None and place.fresh is None:
            return Dropped(mine=place.mine.path)
        return merged(self, place, places)

    monkeypatch.setattr(Merging, "_merged", mutant)


def _take_all_as_untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    def mutant(self: Merging, base: Form, mine: Form) -> bool:
        return False

    monkeypatch.setattr(Merging, "_touched", mutant)


def _bring_back_what_was_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    def mutant(
        base: Sequence[Form],
        mine: Sequence[Piece],
        fresh: Sequence[Piece],
        to_mine: dict[int, int],
        to_fresh: dict[int, int],
        *,
        is_sorted: bool,
    ) -> list[Match]:
        to_fresh = {b: f for b, f in to_fresh.items() if b in to_mine}
        return matches(base, mine, fresh, to_mine, to_fresh, is_sorted=is_sorted)

    monkeypatch.setattr(merging, "matches", mutant)


@pytest.mark.parametrize("mutate", [_drop_what_was_added, _take_all_as_untouched, _bring_back_what_was_deleted])
def test_a_merge_that_is_wrong_is_found_out(
    monkeypatch: pytest.MonkeyPatch, mutate: Callable[[pytest.MonkeyPatch], None]
) -> None:
    """By the first of the drafts that meets the mistake."""
    mutate(monkeypatch)
    assert any(faults(case(seed)) for seed in range(20))
