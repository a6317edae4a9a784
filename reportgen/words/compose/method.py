"""The method in words a director understands: every rule behind a printed figure, with the facts of this assessment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise

from reportgen.common.diagnostics.problems import Problem
from reportgen.common.figures import Figure, figure
from reportgen.common.language import (
    capitalised,
    counted,
    ended,
    listed,
    lowered,
    number,
    one_line,
    ordinal,
    sentences,
    share_in_words,
    typographic,
    unbroken,
)
from reportgen.common.method import (
    BAND_ENDS,
    BEST_PEERS,
    BRACKET,
    COVERAGE_NEEDED,
    COVERED_ENOUGH,
    ENOUGH_PEERS,
    FINER,
    INTERVAL,
    INTERVIEWS_FOR_INTERVAL,
    INTERVIEWS_PER_LEVEL,
    MOST_AGREED,
    OWNER_AT_MOST,
    PEERS_FOR_BEST,
    PEERS_FOR_FINE_GRID,
    PEERS_FOR_MEDIAN,
    PEERS_FOR_PERCENTILE,
    PEERS_FOR_QUARTERS,
    PERCENTILE_STEP,
    QUESTIONS_FOR_MARK,
    SEVERAL_INTERVIEWS,
    THIN_WHERE,
    firm_where,
)
from reportgen.common.model import OVERALL, Agreement, AnswerState, PeerGroup
from reportgen.common.rounding import printed_alpha, printed_exactly, printed_share
from reportgen.words.compose.facts import Facts
from reportgen.words.compose.limits import limits
from reportgen.words.compose.results import group_date, group_name, parts_between, several
from reportgen.words.context import MethodNote

_COMPANY = re.compile(r"\b(?:[Tt]he|[Tt]his|[Ee]ach) company\b")


def method(facts: Facts, problems: Sequence[Problem]) -> tuple[MethodNote, ...]:
    """All notes on method, in the order in which a figure comes about."""
    notes: tuple[tuple[str, Callable[[Facts], tuple[str, ...]]], ...] = (
        ("How scores come about", _scores),
        ("Weights", _weights),
        ("Coverage", _coverage),
        ("Rounding", _rounding),
        ("Low questions and spread", _low_questions_and_spread),
        ("Evidence", _evidence),
        ("Limits of the evidence", lambda facts: limits(facts, problems)),
        ("Levels", _levels),
        ("Agreement of interviews", _agreement),
        ("Interval", _interval),
        ("How sure a score is", _sureness),
        ("Progress", _progress),
        ("Peers", _peers),
        ("Where a score stands", _where_a_score_stands),
        ("Small groups of peers", _small_groups),
        ("One report after another", _releases),
        ("Lenses", _lenses),
    )
    say = facts.questions.say

    def worded(text: str) -> str:  # these words alone: the notes hold titles, in which nothing is replaced
        return unbroken(_COMPANY.sub(lambda found: say(found[0]), one_line(text)))

    made = (MethodNote(title, tuple(worded(text) for text in words(facts) if text)) for title, words in notes)
    return tuple(note for note in made if note.paragraphs)


def _scores(facts: Facts) -> tuple[str, ...]:
    boxes = ", ".join(printed_exactly(box) for box in reversed(facts.scale.values))
    return (
        f"""In every interview, each question that was discussed is given one of the boxes {boxes}. The score of a
        question is the mean of the boxes its interviews gave. Where the assessors, having weighed the
        interviews, agreed on a box, that box counts instead; the mean is shown beside it, with their reason.""",
        _means(facts),
        _own_answers(facts),
        *_without_box(facts),
    )


def _own_answers(facts: Facts) -> str:
    """What of the questions does not go by the boxes of the scale."""
    questions = facts.questions.questions.values()
    inverse = sum(question.is_inverse for question in questions)
    own = sum(bool(question.own_boxes) for question in questions) - inverse
    have, count = "has" if own == 1 else "have", "counts" if inverse == 1 else "count"
    return sentences(
        f"{capitalised(counted(own, 'question'))} {have} answers of {'its' if own == 1 else 'their'} own, worth the"
        " points that stand before them."
        if own
        else "",
        f"{capitalised(counted(inverse, 'question'))} {count} inversely: what is the most elsewhere is worth the least"
        " there."
        if inverse
        else "",
    )


def _without_box(facts: Facts) -> tuple[str, ...]:
    """What becomes of a question that nobody gave a box, by what was said in place of one."""
    points = {state: _points_of(facts, state) for state in (AnswerState.NOT_APPLICABLE, AnswerState.NOT_KNOWN)}
    if not any(points.values()):
        return (
            """A question that does not apply to the company counts neither for nor against it. Nor does one that nobody
            could answer or that was not asked, though it lowers the coverage.""",
        )
    told = [f"{_INSTEAD[state]} counts {said}." for state, said in points.items() if said]
    others = {
        AnswerState.NOT_APPLICABLE: "A question that does not apply to the company counts neither for nor against it.",
        AnswerState.NOT_KNOWN: "A question that nobody could answer counts neither, though it lowers the coverage.",
    }
    return (
        sentences(
            *told,
            "How far interviews lie apart goes by their boxes alone.",
            *(words for state, words in others.items() if not points[state]),
            "A question that was not asked lowers the coverage.",
        ),
    )


_INSTEAD = {
    AnswerState.NOT_APPLICABLE: "Where a question does not apply to the company, that",
    AnswerState.NOT_KNOWN: "Where somebody asked could not tell, that",
}


def _points_of(facts: Facts, state: AnswerState) -> str:
    """What N/A or not known counts, in words; empty where it counts nowhere."""
    asked = [
        question
        for question in facts.questions.questions.values()
        if question.na_allowed or state is not AnswerState.NOT_APPLICABLE
    ]
    points = sorted({question.points[state] for question in asked if state in question.points}, reverse=True)
    everywhere = all(state in question.points for question in asked)
    said = " or ".join(printed_exactly(value) for value in points)
    return f"{said}{'' if everywhere else ' on some questions'}" if points else ""


def _means(facts: Facts) -> str:
    """What is the mean of what, as far as the set has it, and why a mean of all questions would differ, if it would."""
    parts = parts_between(facts.questions)
    if not parts:
        return "The overall score is the mean of the scored questions."
    means = [f"The score of {_a(parts[0])} is the mean of its scored questions"]
    means += [f"that of {_a(part)} the mean of its {before}s" for before, part in pairwise(parts)]
    means.append(f"the overall score the mean of the {parts[-1]}s")
    sizes = {len(element.questions) for element in facts.questions.elements}
    widths = {len(area.elements) for area in facts.questions.areas}
    these = listed(f"{part}s" for part in reversed(parts))
    differs = f"A mean of all questions at once would differ, because {these} hold different numbers of questions."
    told = ", and ".join((", ".join(means[:-1]), means[-1]))
    return sentences(f"{told}.", differs if len(sizes) > 1 or len(widths) > 1 else "")


def _a(noun: str) -> str:
    return f"an {noun}"


def _weights(facts: Facts) -> tuple[str, ...]:
    model = facts.questions
    weighted = [(area.title, area.weight) for area in model.areas]
    weighted += [(element.title, element.weight) for element in model.elements]
    weighted += [(question.id, question.weight) for question in model.questions.values()]
    others = [f"{name} {weight}" for name, weight in weighted if weight != 1]
    if not others:
        every = listed(("question", *parts_between(model)))
        return (f"All means are plain means: every {every} has the weight 1.",)
    return (f"All means are weighted. The weight is 1, with these exceptions: {listed(others)}.",)


def _coverage(facts: Facts) -> tuple[str, ...]:
    whole = (*parts_between(facts.questions), "whole")
    its = (
        f"its share of {'the' if whole[0] == 'whole' else 'its'} {whole[0]}",
        *(
            f"the {part}’s share of {'the' if larger == 'whole' else 'its'} {larger}"
            for part, larger in pairwise(whole)
        ),
    )
    leaves = (
        f", and {_a(whole[0])} without a score leaves the mean of {'the' if whole[1] == 'whole' else 'its'} {whole[1]}"
        if len(whole) > 1
        else ""
    )
    return (
        f"""Coverage is the effective weight of the scored questions, divided by that of all questions that apply. The
        effective weight of a question is {", times ".join(its)}. A score with a coverage under {COVERED_ENOUGH} is
        withheld{", whatever its level" if leaves else ""}{leaves}.""",
        """How much of what an interview should have answered was in fact answered is another figure; it stands with
        each interview.""",
    )


def _rounding(facts: Facts) -> tuple[str, ...]:
    decimals = facts.scale.decimals
    return (
        f"""Scores are worked out exactly and rounded once, in print, to
        {counted(decimals, "decimal") if decimals else "whole numbers"}; a half goes up. A difference
        is that of the printed numbers, so that it can be checked by hand.""",
    )


def _low_questions_and_spread(facts: Facts) -> tuple[str, ...]:
    return (
        f"""A mean can hide a weak practice behind a strong one. The report therefore also tells how many questions are
        low, which means a printed score under {facts.middling_from}.""",
        f"""Two neighbouring boxes are one step apart. The spread of a question is the mean distance of two interviews
        in steps, told from {SEVERAL_INTERVIEWS} on. People in different posts see different things: spread is a
        finding, not an error.""",
    )


def _evidence(facts: Facts) -> tuple[str, ...]:
    states = listed(state.title.lower() for state in facts.questions.states)
    if not states:
        return ()
    one = len(facts.questions.states) == 1
    found = "was found. Its share is the share" if one else "were found. Their shares are shares"
    describe = "it describes the evidence and never changes" if one else "they describe the evidence and never change"
    return (
        f"""For each scored answer the assessor can note whether {states} {found}, by
        weight, of the answers in which the state was noted at all; {describe} a score.""",
    )


def _levels(facts: Facts) -> tuple[str, ...]:
    if len(facts.questions.levels) < 2:
        return ()
    levels = listed(level.plural.lower() for level in facts.questions.levels)
    return (
        f"""The scores of {levels} are compared over the questions that every level answered, and only where at least
        {counted(INTERVIEWS_PER_LEVEL, "interview")} of each stand behind that very figure: the view of one person is
        not the view of a level. Agreed scores play no part in this comparison. It can rest on fewer questions than the
        score itself, and says so where it does. For the same reason the boxes of a question, and what was said of an
        element, are told by level only where at least {counted(INTERVIEWS_PER_LEVEL, "interview")} of each level
        are behind them.""",
    )


def _interval(facts: Facts) -> tuple[str, ...]:
    reason = facts.scores.overall.no_interval
    levels = len(facts.questions.levels)
    within = " within the levels" if levels > 1 else ""
    other = "the other" if levels == 2 else "the others"
    unlike = f"where people of one level differ far more than those of {other} and few of them were interviewed"
    alone = "where a few people see things far off all others"
    misses = (
        f"It holds less often than it says in two cases: {unlike}, and {alone}."
        if levels > 1
        else f"It holds less often than it says {alone}."
    )
    return (
        f"""The interval shows how far a score depends on who happened to be interviewed. One interview after the other
        is left out, and the score is worked out from the rest; how far these scores lie apart{within} gives
        the {INTERVAL}, by Student’s t. Agreed boxes are held fixed. An interval is given from
        {counted(INTERVIEWS_FOR_INTERVAL, "interview")}, unless more than {MOST_AGREED} of the weight is agreed, or the
        score would be the same whichever interview were left out.""",
        f"{misses} It says nothing of other questions, nor of how assessors weigh what they hear.",
        """Where the intervals of two scores meet, or one score lies in the interval of the other, a sentence that
        orders the two adds that the interviews do not settle this order. Where neither score has an interval, this
        cannot be told.""",
        ended(f"No interval is given for the overall score: {reason.value}") if reason else "",
    )


def _sureness(facts: Facts) -> tuple[str, ...]:
    firm = firm_where(len(facts.questions.levels))
    return (
        f"""A score is called firm in the results tables where {firm}; where all interviews agree, it needs no
        interval. It is called thin where {THIN_WHERE}. All other scores are called fair.""",
    )


def _progress(facts: Facts) -> tuple[str, ...]:
    """How a change since an earlier assessment is worked out; nothing without one."""
    if facts.scores.since is None:
        return ()
    return (
        f"""Scores then and now are worked out anew over the questions that were scored both times in equal words, both
        with the weights of today, and withheld where less than {share_in_words(COVERAGE_NEEDED)} of the weight is in
        common. A change is called clear where its {INTERVAL}, from the variances of both scores together, leaves out
        0: had other people been interviewed each time, it would still have gone the same way. That takes an interval
        of both scores, and at least {counted(QUESTIONS_FOR_MARK, "question")} in common.""",
    )


def _agreement(facts: Facts) -> tuple[str, ...]:
    """How far interviews agree, overall and within each level, and what that means and does not."""
    model, found = facts.questions, facts.scores.agreement
    titles = {OVERALL: "all interviews"} | {level.id: level.plural.lower() for level in several(model.levels)}
    within = (
        "Where it is higher within the levels than over all interviews, views differ between the levels."
        if several(model.levels)
        else ""
    )
    told = [_alpha(who, title, found[who]) for who, title in titles.items() if who in found]
    shares = _shares_of_boxes(facts)
    by_points = "Questions’ own answers stand in it among all others by their points." if model.has_own_boxes else ""
    return (
        f"""How far interviews agree is told by Krippendorff’s alpha for ordinal data: {printed_alpha(Fraction(1))}
        where they always agree, {printed_alpha(Fraction(0))} where they agree no more than by chance.
        {capitalised("; ".join(told))}. {by_points} Where all boxes are equal there is nothing to tell it from, and none
        is given. People in different posts see different things, so this is no reliability of the assessors: a low
        figure is a finding about the company. {within}""",
        f"""The boxes are an order; their mean takes the distances between their numbers as given. So that a
        reader need not rely on means alone, this is how the boxes are spread: of all boxes given, {shares}."""
        if shares
        else "",
    )


def _alpha(who: str, title: str, found: Agreement) -> str:
    name = f"{OVERALL}.agreement" if who == OVERALL else f"{OVERALL}.agreement.{who}"
    if found.alpha is None:
        return f"{title}: none, as no two boxes that can be compared differ"
    alpha = figure(name, printed_alpha(found.alpha))
    interviews = counted(Figure(found.interviews, f"{name}.interviews"), "interview")
    questions = counted(Figure(found.questions, f"{name}.questions"), "question")
    return f"{title}: {alpha} ({interviews}, {questions} scored more than once)"


def _shares_of_boxes(facts: Facts) -> str:
    """The share of each box among all that interviews gave, from the highest."""
    boxes = (answer.box for score in facts.scores.questions.values() for answer in score.boxes)
    given = Counter(box for box in boxes if box is not None)

    def short_name(value: Fraction) -> str:
        box = facts.scale.answers.box(value)
        return f" ({box.short_name})" if box and box.short_name else ""

    return listed(
        f"{printed_share(Fraction(given[value], given.total()))} are {printed_exactly(value)}{short_name(value)}"
        for value in sorted({*facts.scale.values, *given}, reverse=True)
        if given.total()
    )


def _peers(facts: Facts) -> tuple[str, ...]:
    comparison = facts.comparison
    if not facts.has_peers:
        return ("No peer data were used in this report.",)
    groups = {group_name(facts, group): group for group in (comparison.chosen, comparison.database)}
    sizes = "; ".join(f"{name} holds {_size(group)}" for name, group in reversed(groups.items()))
    several_areas, elements = several(facts.questions.areas), "element" in parts_between(facts.questions)
    whole = "The overall score and the areas are" if several_areas else "The overall score is"
    parts = "elements with the group chosen for this report; " if elements else "and "
    invented = "These organisations are invented, for demonstration only." if comparison.invented else ""
    return (
        f"""The company is compared with earlier assessments of other organisations, whose names are not known here:
        {sizes}. {whole} compared with the whole database, {parts}the company itself is never among
        its peers. {invented}""",
        *(typographic(capitalised(ended(note))) for note in comparison.notes if note.strip()),
        f"""A figure is compared with those peers that have it, so numbers may differ from figure to figure.
        Each median, quartile and percentile of the group is the mean of three places: the quantile by type 7 of
        Hyndman and Fan, the function QUARTILE.INC of a spreadsheet, and those one organisation below and above it.
        The company’s own percentile is its mid-rank in steps of {number(PERCENTILE_STEP)}: the share of peers below
        its printed score, a peer with the same score counting half; it never contradicts the printed median or the
        quarter.""",
    )


def _where_a_score_stands(facts: Facts) -> tuple[str, ...]:
    if not facts.has_peers:
        return ()
    level = printed_exactly(facts.scale.about_level)
    return (
        f"""A score is called above or below its peers from {level} {facts.scale.units} off the
        printed median on; nearer than that it is about level with it, for figures of peers are rounded. “Clearly”
        is said only where the whole interval of the score lies on that side. The top quarter lies over the printed
        middle half, the bottom quarter under it; a score at an end of the middle half belongs to it. Tables, charts and
        text all follow this one rule.""",
    )


def _size(group: PeerGroup) -> str:
    return counted(Figure(group.n, f"peers.{group.reference.name.lower()}"), "organisation") + group_date(group)


def _small_groups(facts: Facts) -> tuple[str, ...]:
    if not facts.has_peers:
        return ()
    low, high = map(ordinal, BAND_ENDS)
    coarse, fine = printed_exactly(facts.scale.grid), printed_exactly(facts.scale.grid / FINER)
    return (
        f"""No figure may give away a single organisation. Under {PEERS_FOR_MEDIAN} peers, nothing derived from them is
        shown. From {PEERS_FOR_MEDIAN} to {PEERS_FOR_QUARTERS - 1} we show the median, and whether the company is above,
        about level with or below it. From {PEERS_FOR_QUARTERS} to {PEERS_FOR_PERCENTILE - 1} the middle half and the
        quarter the company falls in are added; from {PEERS_FOR_PERCENTILE} also the range from the {low} to the {high}
        percentile and the company’s own percentile; from {PEERS_FOR_BEST} also the best in class, which is the mean of
        the top {BEST_PEERS}. Figures of peers are printed to the nearest {coarse}, from
        {PEERS_FOR_FINE_GRID} peers on to the nearest {fine}. Ranks, lowest and highest scores are never shown. A group
        of which more than {printed_share(OWNER_AT_MOST)} comes from one owner is
        withheld.""",
    )


def _releases(facts: Facts) -> tuple[str, ...]:
    """What becomes of peers from report to report: what is protected by it, and what is not."""
    if not facts.has_peers:
        return ()
    return (
        f"""Two reports on groups that differ by one organisation would give it away, however coarse each of them is. So
        a record of what was shown is kept apart from the reports. A group of peers is shown to this company again only
        if, against every group shown before, it has gained none or at least {ENOUGH_PEERS} assessments and lost none or
        at least {ENOUGH_PEERS}; one that was made anew counts as lost and as gained. Otherwise the earlier figures
        stand, with their date. What an organisation has withdrawn is not shown again, and no peers are until
        {ENOUGH_PEERS} have changed.""",
        f"""This protects the score of each organisation: no printed figure is that of a single one, and nobody who has
        all the reports made for this company, and nothing else, can place a named organisation within
        {facts.in_points(facts.limit(BRACKET))}.""",
        """It does not protect all. Whoever knows that an organisation is among the peers still knows it, and numbers
        of peers tell whether a newcomer has a figure. Several newcomers may be seen to lie high or low together.
        Somebody who knows the scores of nearly all the others can come closer to the rest. Each company’s reports are
        compared with its own only, so two companies that exchange their reports can learn more than either was shown;
        so can a reader of reports that are not on record.""",
    )


def _lenses(facts: Facts) -> tuple[str, ...]:
    if not facts.questions.lenses:
        return ()
    titles = "; ".join(lowered(lens.title) for lens in facts.questions.lenses)
    return (
        f"""The appendix on lenses cuts the same answers in other ways: {titles}. The score of a group is the mean of
        its scored questions, withheld when under {COVERED_ENOUGH} of them, by weight, are scored.""",
    )
