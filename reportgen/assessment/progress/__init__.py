"""Progress: the same organisation in an earlier assessment and now, by question id.

An earlier assessment comes from its workbook or from the results of its report. Both times the same rules, weights and
parts of today's question set count, over the questions that were scored both times in equal words: so nothing but
answers makes a difference.
"""

from __future__ import annotations

from reportgen.assessment.progress.earlier import Earlier, earlier_of, is_of_client, why_not_comparable
from reportgen.assessment.progress.stored_results import earlier_from_results

__all__ = ["Earlier", "earlier_from_results", "earlier_of", "is_of_client", "why_not_comparable"]
