"""The firm's report template, part by part: theme, styles, numbering, building blocks, chapters.

`make_template.py` puts them together. Chapters are Word XML written through `markup.py`; every word that depends on a
client is template language, and stands in a region.
"""
