"""From a filled scoring workbook to a Word report. The rooms, and the way of the data: `docs/architecture.md`."""

__version__ = "0.2.0"
