"""Lets `python -m reportgen` work."""

from reportgen.commands.main import cli


def main() -> None:
    """Run the command line."""
    cli(prog_name="reportgen")


if __name__ == "__main__":
    main()
