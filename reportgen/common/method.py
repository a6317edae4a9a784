"""The numbers of the method, each once: for the calculation, and for the words that tell a reader of it.

Whoever changes one changes every sentence, table, alternative text and help text with it, and the documentation with
`python -m tests.generated_pages`. What a question set declares itself (boxes, weights, bands) stands there; here is
what holds for a set that says nothing else.
"""

from __future__ import annotations

from fractions import Fraction

from reportgen.common.language import counted, number, share_in_words
from reportgen.common.rounding import printed_share, round_half_up

RULES = 2  # rises when figures are worked out otherwise: a reader must be told; 1 in the versions 0.1

# scores
MIDDLING_FROM, HIGH_FROM = Fraction(3, 10), Fraction(6, 10)  # of the span: the words of a score
LAST_PLACE = Fraction(1, 50)  # of the span: at most so much is one unit of the last decimal of a printed score
COVERAGE_NEEDED = Fraction(1, 2)  # of the weight must be there for a score to stand
COVERAGE_WANTED = Fraction(3, 4)  # under it a score says little: what published assessments ask for to compare
LOW_BOXES = 2  # lowest boxes, coloured in the workbook
HIGH_BOXES = 2  # highest boxes, which take evidence that somebody wrote down

# interviews
INTERVIEWS_FOR_SPREAD = 2  # that scored a question, to say how far apart they lie
FAR_APART = Fraction(1, 2)  # of the steps of a scale, rounded up: from there on they call for an agreed score
INTERVIEWS_PER_LEVEL = 2  # at each level, to compare levels: the view of one person is not the view of a level

# intervals
CONFIDENCE = Fraction(95, 100)  # for which the table of Student's t in scoring/intervals.py is
INTERVIEWS_FOR_INTERVAL = 5
FREEDOM_FOR_INTERVAL = 3  # interviews beyond the number of their levels: the degrees of freedom of Student's t
AGREED_AT_MOST = Fraction(3, 10)  # of the score's weight: beyond it, the interviews say too little about the score

# how sure a score is: firm, fair or thin
INTERVIEWS_FOR_FAIR = 3  # fewer of them leave it thin
FIRM_WITHIN = Fraction(1, 5)  # of a scale's steps between interviews, and of its span from end to end of the interval
THIN_BEYOND = Fraction(2, 5)  # of both

# peers
PEERS_FOR_MEDIAN = 5  # under it, nothing that derives from the organisations of a group may be shown
PEERS_FOR_QUARTERS = 10
PEERS_FOR_PERCENTILE = 20
PEERS_FOR_BEST = 40
PEERS_FOR_FINE_GRID = 200  # so many share their scores with others: a finer grid names nobody
OWNER_AT_MOST = Fraction(1, 4)  # of the organisations of a group may belong to one owner
SAME_SCORES = 6  # so many equal scores of elements, at the least, show that two assessments are one
SAME_SHARE = Fraction(1, 2)  # and more than this share of those that both have
PEER_BAND = (Fraction(1, 10), Fraction(9, 10))  # of the peers: from where to where most of them lie
BEST = Fraction(1, 4)  # of the peers: those that are best in class
GRID = Fraction(1, 20)  # of the span: to the nearest multiple of it, figures of peers are printed
FINER = 5  # so many times finer is the grid of a large group
ABOUT_LEVEL = Fraction(1, 20)  # of the span: from so far off the median on, a score is above or below it
PERCENTILE_STEP = 5  # the first and the last one stand for all beyond: nobody is told to be first or last
BRACKET = Fraction(1, 10)  # of the span: whoever has all reports for a client can place no organisation so closely

# practice against performance
ORGANISATIONS_FOR_OVERALL = 30  # with score and indicator; under it a study tells nothing but their number
ORGANISATIONS_FOR_AREAS = 100
ORGANISATIONS_FOR_ELEMENTS = 300
FREEDOM_FOR_STUDY = 20  # degrees of freedom, at least, beside sectors and sizes
ORGANISATIONS_OF_SECTOR = 5  # smaller ones are taken together where there would be less freedom
FALSE_DISCOVERIES = Fraction(5, 100)  # of what is told as found, at most so many are by chance
YEARS_OF_CHANGE = 1  # from the year of an assessment on, over which an indicator changes: chosen before any data

# what is worth a sentence, or bold type: points of per cent, or shares of a scale's span
SHARES_FALL = 20  # from one evidence state to the next
SHARE_DIFFERS = 20  # of a part from the whole
LEVELS_DIFFER = Fraction(10, 100)
LEVELS_DIFFER_MORE = Fraction(5, 100)  # on a part than on the whole
AREAS_UNEVEN = Fraction(15, 100)
ENDS_APART = Fraction(5, 100)  # so far at least lie the strongest and the weakest that are named, and levels
RANKED_AT_LEAST = 4  # scored parts, for it to name the strongest and the weakest, and for the picture of a path
PATH_ENDS_APART = Fraction(10, 100)  # so far at least lie the strongest and the weakest stage that a path names
FAR_BEHIND = Fraction(20, 100)  # of an element from what it is ranked by
QUESTIONS_FOR_SHARES = 5  # scored, for a picture to tell which share of them lies nearest a box
SCORES_CLOSE = Fraction(20, 100)  # of the questions of an element, at most

# progress
QUESTIONS_FOR_MARK = 5  # scored both times, to say of a change whether it is clear

# the road map
HORIZON_MONTHS = (3, 6, 12)  # the ends of all horizons but the last
WEAKEST_LIFTED = 20  # questions that score lowest: what they would move stands where no initiative says what it lifts

# ------------------------------------------------------------------------------------------------------- in words

COVERED_ENOUGH = printed_share(COVERAGE_NEEDED)
NOT_COVERED = f"less than {share_in_words(COVERAGE_NEEDED)} of the weight is scored"
SEVERAL_INTERVIEWS = counted(INTERVIEWS_FOR_SPREAD, "interview")
INTERVAL = f"{printed_share(CONFIDENCE)} interval"
MOST_AGREED = printed_share(AGREED_AT_MOST)
ENOUGH_PEERS = number(PEERS_FOR_MEDIAN)
BAND_ENDS = tuple(round_half_up(end * 100) for end in PEER_BAND)  # in per cent
BEST_PEERS = share_in_words(BEST).removeprefix("a ")  # "the best quarter of them"
THIN_WHERE = (
    f"fewer than {number(INTERVIEWS_FOR_FAIR)} interviews stand behind it, no two of them scored the same question,"
    f" or that distance or that interval is more than {share_in_words(THIN_BEYOND)}"
)


def firm_where(levels: int) -> str:
    """Where a score is firm, in a set of so many levels.

    >>> firm_where(1).partition(" at ")[0], firm_where(2).partition(" at ")[0]
    ('the interviews behind it lie', 'interviews of every level stand behind it, which lie')
    """
    which = "interviews of every level stand behind it, which" if levels > 1 else "the interviews behind it"
    return (
        f"{which} lie at most {share_in_words(FIRM_WITHIN)} of the scale’s steps apart on average, and its {INTERVAL}"
        f" is at most {share_in_words(FIRM_WITHIN)} of the scale wide"
    )
