"""Refreshing a draft: what nobody touched is generated anew, what a person edited stays, values follow the data.

A three-way merge. The base is what was generated when the draft was built, and is stored in it; mine is the draft as a
person has edited it; fresh is a new build. `refresh` is the one door.

    refresher -> reading      both versions, as plain forms and as the trees they were read from
              -> plan         what becomes of each part: decided from the forms, plain data
              -> execution    carries the plan out on the trees, decides nothing
              -> changes      the change report, made from the plan
              -> bases        what the next refresh starts from
"""

from reportgen.draft.refresh.refresher import Refreshed, refresh

__all__ = ["Refreshed", "refresh"]
