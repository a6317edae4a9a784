"""What the pages cost: their start, a page, a check and a build through them, beside the commands.

`python benchmarks/pages.py [--rounds N]`, by hand, on an otherwise idle machine: all figures are of the clock, as what
people wait for is what counts here, and told as ratios to the commands of the same run.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

import httpx2

WORKBOOKS = Path(__file__).parents[1] / "workbooks"
CLIENT, PEERS, EARLIER = (WORKBOOKS / f"sample-{name}" for name in ("client.xlsx", "peers.xlsx", "earlier.json"))
COMMAND = [sys.executable, "-m", "reportgen"]
PATIENCE = 300.0  # seconds
PAGES = 40  # looks at the start page, of which the median counts


@contextmanager
def server(folder: Path) -> Iterator[tuple[httpx2.Client, float]]:
    """Somebody who came in at a server, and the seconds from its start to the first page."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*COMMAND, "serve", "--no-browser"], stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=folder
    )
    try:
        assert process.stdout is not None
        link = next(found[0] for line in process.stdout if (found := re.search(r"http://\S+", line)))
        address = re.match(r"http://[^/]+", link)
        assert address
        headers = {"origin": address[0]}
        with httpx2.Client(base_url=address[0], follow_redirects=True, timeout=PATIENCE, headers=headers) as client:
            assert client.get(link).status_code == 200
            yield client, time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(PATIENCE)


def command(*arguments: str | Path) -> float:
    """The seconds of a command."""
    begun = time.perf_counter()
    subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, check=True)
    return time.perf_counter() - begun


def dropped(client: httpx2.Client) -> str:
    """Drop the sample and wait until it is checked; the address of its page."""
    files = [("files", (path.name, path.read_bytes())) for path in (CLIENT, PEERS, EARLIER)]
    return over(client, client.post("/cases", files=files))


def built(client: httpx2.Client, case: str) -> str:
    """Have the report built, its pages not counted."""
    return over(client, client.post(f"{case}/report"))


def over(client: httpx2.Client, answer: httpx2.Response) -> str:
    """Wait for a task as the script of a page does, only more often."""
    address = str(answer.url)
    while "<progress" in answer.text:
        time.sleep(0.05)
        answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return address


def seconds(do: Callable[[], object]) -> float:
    """How long something takes."""
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def looks(client: httpx2.Client) -> float:
    """The seconds of the start page."""
    return median(seconds(lambda: client.get("/")) for _ in range(PAGES))


def main() -> None:
    """Measure, and print what came out."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--rounds", type=int, default=3)
    rounds = options.parse_args().rounds
    taken: dict[str, list[float]] = {}

    def note(name: str, value: float) -> None:
        taken.setdefault(name, []).append(value)

    with tempfile.TemporaryDirectory() as folder:
        out, copy = Path(folder, "out"), Path(folder, "marked.xlsx")
        for _ in range(rounds):
            note("help", command("--help"))
            note("check", command("check", CLIENT, "--peers", PEERS, "--mark", copy, "--force"))
            note("build", command("build", CLIENT, "--peers", PEERS, "-o", out, "--force"))
            with server(Path(folder)) as (client, started):
                note("start", started)
                note("page", looks(client))
                time.sleep(5)  # the processes are warm
                note("check in pages", seconds(lambda: dropped(client)))
                time.sleep(5)
                case = dropped(client)
                time.sleep(5)
                note("build in pages", seconds(partial(built, client, case)))
                for _ in range(2):
                    client.post(f"{dropped(client)}/report")
                note("page while reports are built", looks(client))
    found = {name: median(values) for name, values in taken.items()}
    lines = (
        ("start to the first page / --help", found["start"] / found["help"]),
        ("check and marked copy / command", found["check in pages"] / found["check"]),
        ("build / command", found["build in pages"] / found["build"]),
        ("start page while reports are built / idle", found["page while reports are built"] / found["page"]),
        ("start page / --help", found["page"] / found["help"]),
        ("start page while reports are built / --help", found["page while reports are built"] / found["help"]),
    )
    for name, ratio in lines:
        print(f"{name:<45} {ratio:6.3f}")


if __name__ == "__main__":
    main()
