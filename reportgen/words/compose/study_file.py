"""The page of a study: what was found, what may be concluded from it and what may not, how it was done, all figures.

It tells what goes together among many organisations; no sentence says of anything that it comes of something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from reportgen.common.language import capitalised, counted, listed, number, part_of
from reportgen.common.method import (
    FALSE_DISCOVERIES,
    FREEDOM_FOR_STUDY,
    INTERVAL,
    ORGANISATIONS_FOR_AREAS,
    ORGANISATIONS_FOR_ELEMENTS,
    ORGANISATIONS_FOR_OVERALL,
    ORGANISATIONS_OF_SECTOR,
    YEARS_OF_CHANGE,
)
from reportgen.common.rounding import NO_FIGURE, printed_number, printed_share
from reportgen.common.study import Association, Correlation, IndicatorStudy, NotStudied, Study, StudyLevel
from reportgen.word.plain import Block, PlainDocument, PlainHeading, PlainPicture, PlainTable, PlainText

TITLE = "Practice and performance"
NOTICE = "What goes together among many organisations. It tells nothing of any one of them."
INVENTED = "Invented organisations: nothing here is about a real one."
_HEAD = ("Score", "n", "Rank correlation", INTERVAL, "p, at most", "p corrected, at most", "Shown")
_WIDTHS = (10, 3, 5, 7, 4, 5, 3)

Pictures = Mapping[str, Sequence[PlainPicture]]  # by indicator; of the overall score under an empty name


def study_file(study: Study, pictures: Pictures) -> PlainDocument:
    """The whole page: prose with the picture of the overall score first, then a picture and a table an indicator."""
    blocks: list[Block] = [PlainText(_opening(study)), PlainHeading("What was found"), *pictures.get("", ())]
    blocks += [PlainText(" ".join(_findings(indicator))) for indicator in study.to_show]
    blocks.append(PlainHeading("What may be concluded"))
    blocks += map(PlainText, _conclusions(study))
    blocks.append(PlainHeading("What may not be concluded"))
    blocks += map(PlainText, _limits(study))
    blocks.append(PlainHeading("How it was done"))
    blocks += map(PlainText, _method(study))
    blocks.append(PlainHeading("All figures"))
    for indicator in study.to_show:
        heading = PlainHeading(capitalised(indicator.name), level=2)
        blocks += [heading, *pictures.get(indicator.name, ()), _table(indicator)]
    return PlainDocument(TITLE, INVENTED if study.invented else NOTICE, None, tuple(blocks), upright=True)


def _opening(study: Study) -> str:
    """What was set against what."""
    edition = f", as published in its edition {study.edition}" if study.edition else ""
    parts = [
        f"This study sets the newest scores of {counted(study.organisations, 'organisation')} against the change of "
        f"{'an indicator' if len(study.indicators) == 1 else counted(len(study.indicators), 'indicator')} over "
        f"{counted(YEARS_OF_CHANGE, 'year')} from the year of the assessment on. The database is "
        f"{study.source}{edition}."
    ]
    if study.invented:
        parts.append("Its organisations are invented, and so is all that is found.")
    tried = f"{capitalised(part_of(study.tried, len(study.indicators), 'indicator'))} could be tried"
    parts.append(f"{tried}: it takes {ORGANISATIONS_FOR_OVERALL} organisations with score and indicator.")
    if len(study.shown) < len(study.indicators):
        parts.append(f"Told here is {listed(study.shown)}; what is told is corrected for all that were tried.")
    return " ".join(parts)


# ------------------------------------------------------------------------------------------------------- what was found


def _findings(indicator: IndicatorStudy) -> Iterator[str]:
    """What is told of an indicator: the overall score, then areas and elements as far as there are enough for them."""
    name, overall = capitalised(indicator.name), indicator.overall
    if not overall.correlation:
        yield f"{name}: {_why_not(overall)}"
        return
    figures = overall.correlation.told(overall.n)
    if overall.is_found:
        yield (
            f"{name}: organisations that score higher overall than others of their sector and size tend to have a "
            f"{_side(overall.correlation)} change. The rank correlation is {figures}. "
            f"{_share(overall.correlation)} of what differs in rank goes with the score."
        )
    else:
        yield f"{name}: no association with the overall score is shown. The rank correlation is {figures}."
    yield from _parts(indicator)


def _why_not(overall: Association) -> str:
    who = counted(overall.n, "organisation")
    return {
        NotStudied.FEW_ORGANISATIONS: f"{who} with an overall score and its change; under {ORGANISATIONS_FOR_OVERALL}, "
        "nothing is told but their number.",
        NotStudied.FEW_PER_GROUP: f"{who} in so many sectors and sizes that fewer than {FREEDOM_FOR_STUDY} degrees of "
        "freedom are left; nothing is told but their number.",
        NotStudied.ALL_ALIKE: f"{who} that do not differ within their sectors and sizes, so there is nothing to tell.",
    }[NotStudied(overall.found)]


def _side(found: Correlation) -> str:
    return "higher" if found.rho > 0 else "lower"


def _share(found: Correlation) -> str:
    """The share of the ranks' variance that goes with a score: the square of the printed correlation."""
    return f"About {printed_share(Fraction(found.rho) ** 2)}"


def _parts(indicator: IndicatorStudy) -> Iterator[str]:
    for level in (StudyLevel.AREA, StudyLevel.ELEMENT):
        told, all_of_level = indicator.told_at(level), indicator.at(level)
        if not told:
            continue
        found = [one for one in told if one.is_found]
        sentence = f"An association is shown for {part_of(len(found), len(told), level.value)}"
        if found and level is StudyLevel.AREA and len(found) < len(told):
            sentence += f": {listed(one.part.title for one in found)}"
        if left := len(all_of_level) - len(told):
            sentence += f"; of {counted(left, level.value)} more, too little is known"
        if found and level is StudyLevel.ELEMENT:
            sentence += ". Elements tend to rise and fall together, so what is shown for one is not of it alone"
        yield f"{sentence}."


# ------------------------------------------------------------------------------------------------ what may be concluded


def _conclusions(study: Study) -> Iterator[str]:
    """What the figures bear, each by what was found."""
    tried = [indicator for indicator in study.to_show if indicator.overall.correlation]
    found = [indicator for indicator in tried if indicator.overall.is_found]
    silent = [indicator for indicator in tried if not indicator.overall.is_found]
    for indicator in found:
        correlation = indicator.overall.correlation
        assert correlation  # of what is found
        yield (
            f"Among the organisations of this database, higher overall scores and a {_side(correlation)} change in "
            f"{indicator.name} go together, beyond what their sectors and sizes account for. "
            f"How closely is an estimate: its {INTERVAL} reaches from {correlation.ends}."
        )
    if found:
        yield (
            f"Of all that such studies show, on average at most {printed_share(FALSE_DISCOVERIES)} is there by chance: "
            "one study that shows something is a reason to look again, in other organisations or later years."
        )
    if silent:
        yield (
            f"For {listed(indicator.name for indicator in silent)} nothing is shown. That is no proof that nothing is "
            "there: the interval tells how close it may still be, and more organisations make it narrower."
        )
    if not tried:
        yield "Nothing yet: there are too few organisations with scores and indicators."


def _limits(study: Study) -> Iterator[str]:
    """What the figures do not bear, whatever they are."""
    yield (
        "Not what comes of what. Better practice may come before a better result, a good result may pay for better "
        "practice, or something that was not recorded may lie behind both."
    )
    yield (
        "Not which element matters most. Elements tend to rise and fall together; all stand in the order of the model, "
        "and a larger figure here is no higher rank."
    )
    yield "Not how much an indicator would change: the figures tell how closely ranks go together, never an amount."
    yield (
        "Nothing about any one organisation, sector or size; and nothing about organisations that were never assessed: "
        "those in a database are no sample of all others."
    )
    if study.tried > 1:
        yield (
            f"Not that each of the {counted(study.tried, 'indicator')} tried was a question of its own: whoever tries "
            "many finds some. All figures are corrected for all of them, and a study that is to be believed names its "
            "indicator before anybody looks."
        )


# ------------------------------------------------------------------------------------------------------ how it was done


def _method(study: Study) -> Iterator[str]:
    """The rules, whatever came out."""
    year = counted(YEARS_OF_CHANGE, "year")
    yield (
        "One row an organisation: its newest assessment. Of an owner with several organisations, the one assessed "
        f"last. The change of an indicator is its value {year} after that of the assessment less its value in that "
        "year, each in whole per cent; no other span is tried."
    )
    yield (
        "Spearman’s partial rank correlation: sectors and sizes are taken out of the ranks by least squares. p by "
        f"Student’s t on two sides, rounded up; the {INTERVAL} by Fisher’s z with the error of Bonett and Wright. "
        f"Where fewer than {FREEDOM_FOR_STUDY} degrees of freedom would be left, the smallest sectors, with fewer than "
        f"{number(ORGANISATIONS_OF_SECTOR)} members, are taken as one; where that is not enough, nothing is told."
    )
    yield (
        f"From {ORGANISATIONS_FOR_OVERALL} organisations the overall score is told, from {ORGANISATIONS_FOR_AREAS} the "
        f"areas, from {ORGANISATIONS_FOR_ELEMENTS} the elements; under {ORGANISATIONS_FOR_OVERALL}, their number "
        "alone. At each of these levels, p is corrected for every test of every indicator (Benjamini and Hochberg). An "
        f"association counts as shown where the corrected p is at most {float(FALSE_DISCOVERIES):g} and the interval "
        "does not hold 0."
    )


def _table(indicator: IndicatorStudy) -> PlainTable:
    """Every score in the order of the model; of levels with too few organisations only the overall score."""
    levels = [level for level in StudyLevel if level is StudyLevel.OVERALL or indicator.told_at(level)]
    return PlainTable(_HEAD, _WIDTHS, tuple(_row(one) for one in indicator.associations if one.part.level in levels))


def _row(one: Association) -> tuple[str, ...]:
    found = one.correlation
    title = f"{one.part.title}{f' ({one.words})' if one.words else ''}"
    if not found:
        return title, str(one.n), *([NO_FIGURE] * 4), ""
    shown = "yes" if one.is_found else "no"
    return title, str(one.n), printed_number(found.rho), found.ends, str(found.p), str(found.corrected), shown
