"""Write the scoring workbook from the declared layout: empty for a new engagement, or filled with an assessment.

`plan.py` settles where every table stands, one module writes each kind of sheet, `package.py` makes the file. All live
figures come from one hidden sheet (`hidden.py`), which finds questions by id.
"""

from reportgen.workbook.writer.book import new_workbook, write_workbook

__all__ = ["new_workbook", "write_workbook"]
