"""A question set as a workbook, for people who edit it in Excel: written from its tables, and read back into them.

Every kind of table of the TOML files has a sheet, every field a column.
"""

from reportgen.workbook.question_set_files.reading import read_question_set
from reportgen.workbook.question_set_files.writing import write_question_set

__all__ = ["read_question_set", "write_question_set"]
