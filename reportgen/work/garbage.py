"""Dead objects, which Python does not look for on its own while a command runs: `reportgen.__main__` says why."""

from __future__ import annotations

import gc


def collect_garbage() -> None:
    """Look for what the task before left behind.

    What lives after the first one, most of which are modules, is not gone through again.
    """
    gc.collect()
    if not gc.get_freeze_count():
        gc.freeze()
