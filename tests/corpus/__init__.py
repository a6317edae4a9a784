"""Workbooks as they really come back: awkward ones with what is expected of them, and hostile files."""
