"""From a filled scoring workbook to a Word report.

The way of the data, step by step (`pipeline.py` is the only place that knows the order)::

    client.xlsx --gate--> cells --read--> Assessment --validate--> (Assessment, Problems) --score--> Scores
        --compare with peers--> Comparison --draw--> charts --compose--> report context --fill--> draft.docx

Every step is a module or folder of its own and imports only `model`, `errors`, `exceptions` and small helpers; steps
meet in `pipeline.py`. The nouns they hand on stand in `model.py`.
"""

__version__ = "0.1.0"
