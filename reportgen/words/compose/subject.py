"""What the report says of its subject, evidence states and levels whatever the scores: the set's words, else ours."""

from __future__ import annotations

from reportgen.common.language import capitalised, listed, number, sentences
from reportgen.common.model import Area, QuestionSet
from reportgen.common.rounding import printed_exactly
from reportgen.words.context import SubjectWords


def subject(questions: QuestionSet) -> SubjectWords:
    """What is assessed, in words for the template's own sentences."""
    words = questions.subject
    return SubjectWords(words.noun, capitalised(words.noun), words.does, words.at_work, questions.say("the company"))


def sources(questions: QuestionSet) -> str:
    """Whose accounts an assessment rests on, and what comes of hearing several levels."""
    several = len(questions.levels) > 1
    told = questions.report.levels_told if several else ""
    plain = "Where people of several levels are heard, their accounts are set side by side." if several else ""
    return sentences(f"What we know comes from {questions.subject.met_by}.", told or plain)


def levels_title(questions: QuestionSet) -> str:
    """The heading over what the levels see differently; empty where there is but one."""
    plurals = listed(level.plural.lower() for level in questions.levels)
    return (questions.report.levels or capitalised(plurals)) if len(questions.levels) > 1 else ""


def levels_shown(questions: QuestionSet) -> str:
    """The caption of their picture."""
    return f"Scores at the {'two ' if len(questions.levels) == 2 else ''}levels compared"


def states_title(questions: QuestionSet) -> str:
    """The evidence states: "Intention, reality and effect"; empty where there are none."""
    return capitalised(listed(state.title.lower() for state in questions.states))


def states_lead(questions: QuestionSet) -> str:
    """The sentence before them."""
    if len(questions.states) == 1:
        return "The interviewer listens for one thing above all:"
    return f"The interviewer listens for {number(len(questions.states))} things, and keeps them apart:"


def states_told(questions: QuestionSet) -> str:
    """Why they are kept apart; empty for one alone."""
    if len(questions.states) < 2:
        return ""
    return questions.report.states_told or "Keeping them apart guards against the flattering answer."


def evidence(questions: QuestionSet) -> str:
    """What the guidance beside a question tells: "evidence of intention, of reality and of effect"."""
    return questions.report.evidence or "evidence"


def evidence_shown(questions: QuestionSet) -> str:
    """The caption of the picture of evidence."""
    return capitalised(questions.report.evidence) or f"Evidence recorded: {states_title(questions).lower()}"


def path_lead(questions: QuestionSet) -> str:
    """What the picture of a path shows, to follow its number."""
    served = questions.subject.served
    return f"shows the elements as {f'the stages that {served} go through' if served else 'stages, in their order'}."


def path_shown(questions: QuestionSet, area: Area) -> str:
    """The caption of the picture of a path."""
    served = questions.subject.served
    return f"The path of {served}, stage by stage" if served else f"{area.title}, stage by stage"


def division(questions: QuestionSet) -> str:
    """Into what the model divides its subject, to follow "The model"."""
    areas, elements = len(questions.areas) > 1, any(len(area.elements) > 1 for area in questions.areas)
    if areas:
        return f"divides {questions.subject.noun} into areas{', and each area into elements' if elements else ''}"
    return f"divides {questions.subject.noun} into elements" if elements else f"takes {questions.subject.noun} as one"


def scores_run(questions: QuestionSet) -> str:
    """The range of scores, to follow "run"."""
    scale = questions.scale
    return f"from {scale.ends}" if scale.lowest else f"up to {printed_exactly(scale.highest)}"
