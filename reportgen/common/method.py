"""The numbers of the method, in one place: for the calculation, and for the words that describe it to a reader."""

from __future__ import annotations

from fractions import Fraction

# scores
HALF = Fraction(1, 2)  # of the weight must be there for a score to stand
INTERVIEWS_PER_LEVEL = 2  # at each level, to compare levels: the view of one person is not the view of a level

# intervals
INTERVIEWS_FOR_INTERVAL = 5
AGREED_AT_MOST = Fraction(3, 10)  # of the scored weight: beyond it, the interviews say too little about the score
RESAMPLES = 1000

# peers
PEERS_FOR_MEDIAN = 5  # under five organisations, nothing that derives from them may be shown
PEERS_FOR_QUARTERS = 10
PEERS_FOR_PERCENTILE = 20
OWNER_AT_MOST = Fraction(1, 4)  # of the organisations of a group may belong to one owner
