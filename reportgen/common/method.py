"""The numbers of the method, each once: for the calculation, and for the words that tell a reader of it.

Whoever changes one changes every sentence, table, alternative text and help text with it, and the documentation with
`python -m tests.generated_pages`. What a question set declares itself (boxes, weights, bands) stands there; here is
what holds for a set that says nothing else.
"""

from __future__ import annotations

from fractions import Fraction

from reportgen.common.language import counted, number, share_in_words
from reportgen.common.rounding import printed_share, round_half_up

# scores
LOWEST, HIGHEST = 0, 100  # a scale lies between them
MIDDLING_FROM, HIGH_FROM = 30, 60  # the words of a score, where a set has no bands of its own
COVERAGE_NEEDED = Fraction(1, 2)  # of the weight must be there for a score to stand
COVERAGE_WANTED = Fraction(3, 4)  # under it a score says little: what published assessments ask for to compare
LOW_BOXES = 2  # lowest boxes, in which a practice counts as low
HIGH_BOXES = 2  # highest boxes, which take evidence that somebody wrote down

# interviews
INTERVIEWS_FOR_SPREAD = 2  # that scored a question, to say how far apart they lie
STEPS_APART = 2  # from which interviews are said to disagree
STEPS_TO_AGREE = 3  # from which they call for an agreed score; at two steps most questions would
INTERVIEWS_PER_LEVEL = 2  # at each level, to compare levels: the view of one person is not the view of a level

# intervals
CONFIDENCE = Fraction(95, 100)
INTERVIEWS_FOR_INTERVAL = 5
AGREED_AT_MOST = Fraction(3, 10)  # of the scored weight: beyond it, the interviews say too little about the score
RESAMPLES = 1000

# peers
PEERS_FOR_MEDIAN = 5  # under it, nothing that derives from the organisations of a group may be shown
PEERS_FOR_QUARTERS = 10
PEERS_FOR_PERCENTILE = 20
OWNER_AT_MOST = Fraction(1, 4)  # of the organisations of a group may belong to one owner
PEER_BAND = (Fraction(1, 10), Fraction(9, 10))  # of the peers: from where to where most of them lie
BEST = Fraction(1, 4)  # of the peers: those that are best in class

# what is worth a sentence, or bold type: points of a score, or of per cent
SHARES_FALL = 20  # from one evidence state to the next
SHARE_DIFFERS = 20  # of a part from the whole
LEVELS_DIFFER = 10
LEVELS_DIFFER_MORE = 5  # on a part than on the whole
AREAS_UNEVEN = 15
SCORES_CLOSE = 20  # of the questions of an element, at most
WIDE_GAP = 15

# the road map
HORIZON_MONTHS = (3, 6, 12)  # the ends of all horizons but the last

# ------------------------------------------------------------------------------------------------------- in words

OUT_OF = f"out of {HIGHEST}"
COVERED_ENOUGH = printed_share(COVERAGE_NEEDED)
NOT_COVERED = f"less than {share_in_words(COVERAGE_NEEDED)} of the weight is scored"
LOWEST_BOXES = counted(LOW_BOXES, "lowest box", "lowest boxes")
SEVERAL_INTERVIEWS = counted(INTERVIEWS_FOR_SPREAD, "interview")
DISAGREEING = f"{counted(STEPS_APART, 'step')} or more apart"
INTERVAL = f"{printed_share(CONFIDENCE)} interval"
TAILS = ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2)  # the shares below which the ends of an interval lie
MOST_AGREED = printed_share(AGREED_AT_MOST)
ENOUGH_PEERS = number(PEERS_FOR_MEDIAN)
BAND_ENDS = tuple(round_half_up(end * 100) for end in PEER_BAND)  # in per cent
BEST_PEERS = share_in_words(BEST).removeprefix("a ")  # "the best quarter of them"
