"""Step 1: the scoring workbook, written from the question set and read back; alone in importing openpyxl."""
