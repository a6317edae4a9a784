"""Lets `python -m reportgen` work."""

import gc
import os

from reportgen.cli.main import cli


def main() -> None:
    """Run the command line.

    Nearly all that a command makes lives until it ends, which is soon. So Python neither looks for dead objects on its
    own nor goes through all of them at the end: a tenth of the time of a build, for a tenth more memory. Commands that
    take several workbooks look for them in between.

    Numpy calculates in one thread: the tables of a report are small, and threads would mostly wait for each other.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()
    try:
        cli(prog_name="reportgen")
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
