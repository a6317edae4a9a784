"""What a study says: every sentence is true of its figures; none tells of a single organisation or of a cause."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from typing import Any

import docx
import numpy as np
import pytest

from reportgen.charts import AssociationChart, study_charts
from reportgen.charts.kinds import RowRank
from reportgen.cli.listings.study import study_as_text, study_record
from reportgen.common.method import (
    ORGANISATIONS_FOR_AREAS,
    ORGANISATIONS_FOR_ELEMENTS,
    ORGANISATIONS_FOR_OVERALL,
)
from reportgen.common.model import Peer
from reportgen.common.rounding import round_half_up, with_plain_minus
from reportgen.common.study import Study
from reportgen.office.checks import inspect_document
from reportgen.peers.study.rules import StudiedAssessment, study
from reportgen.runs.study import model_parts, study_peers, study_report
from reportgen.word.plain import PlainHeading, PlainTable, PlainText
from reportgen.words.compose.study_file import INVENTED, NOTICE, study_file
from tests.builders import question_set
from tests.study_cases import PARTS, SECTORS, SIZES, YEAR, organisations

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


# ------------------------------------------------------------------------------------------------------ the cases


def with_indicators(n: int, effects: Mapping[str, float], seed: int = 3) -> list[StudiedAssessment]:
    """Organisations with some indicators, each with an effect of its own, below zero too."""
    random = np.random.default_rng(seed)
    rows = organisations(random, n).rows("none")
    overall = np.array([row.scores["overall"] for row in rows])
    standard = (overall - overall.mean()) / overall.std()
    changes = {name: effect * standard + random.standard_normal(n) for name, effect in effects.items()}
    return [
        replace(
            row,
            indicators={
                name: {YEAR: Fraction(7), YEAR + 1: 7 + Fraction(round(float(5 * values[number])))}
                for name, values in changes.items()
            },
        )
        for number, row in enumerate(rows)
    ]


def made(rows: Sequence[StudiedAssessment], *shown: str, invented: bool = True) -> Study:
    return study(rows, PARTS, source="firm", invented=invented, shown=shown)


THREE = {"margin": 0.5, "growth": 0.0, "customer losses": -0.5}


def of_small_groups() -> Study:
    rows = enumerate(with_indicators(40, {"margin": 0.5}))
    return made([replace(row, sector=f"s{number // 5}", size=f"z{number % 13}") for number, row in rows])


def without_differences() -> Study:
    same = {"margin": {YEAR: Fraction(1), YEAR + 1: Fraction(1)}}
    return made([replace(row, indicators=same) for row in with_indicators(40, {"margin": 0.5})])


def with_an_element_of_fewer() -> Study:
    rows = with_indicators(310, {"margin": 0.5})
    less = [replace(row, scores={k: v for k, v in row.scores.items() if k != "element-1-1"}) for row in rows[:20]]
    return made([*less, *rows[20:]])


def with_one_of_few() -> Study:
    others = (replace(row, organisation=f"o{row.organisation}") for row in with_indicators(60, {"growth": 0.4}))
    return made([*with_indicators(20, {"margin": 0.5}), *others])


CASES: Mapping[str, Callable[[], Study]] = {
    **{
        f"three of {n}": partial(lambda n: made(with_indicators(n, THREE), invented=n % 2 == 0), n)
        for n in (29, 30, 60, 99, 120, 320)
    },
    "one shown of three": lambda: made(with_indicators(320, THREE), "growth"),
    "one alone": lambda: made(with_indicators(60, {"margin": 0.5})),
    "nothing found": lambda: made(with_indicators(120, {"margin": 0.0})),
    "two, both found": lambda: made(with_indicators(320, {"margin": 0.6, "growth": 0.5})),
    "some parts only": lambda: made(with_indicators(320, {"margin": 0.21}, seed=8)),
    "small groups": of_small_groups,
    "no differences": without_differences,
    "an element of fewer": with_an_element_of_fewer,
    "one of few": with_one_of_few,
}


@cache
def case_of(name: str) -> Study:
    return CASES[name]()


def texts(found: Study) -> Iterator[str]:
    """Everything that is printed of a study."""
    document = study_file(found, {})
    yield from (document.title, document.notice, study_as_text(found), json.dumps(study_record(found)))
    for block in document.blocks:
        if isinstance(block, PlainHeading | PlainText):
            yield block.text
        elif isinstance(block, PlainTable):
            yield from (cell for row in (block.head, *block.rows) for cell in row)
    for charts in study_charts(found).values():
        for chart in charts:
            yield from (chart.headline, chart.subtitle, chart.alt_text, *(row.title for row in chart.rows))


# --------------------------------------------------------------------------------------------- the claims of a study

Record = Mapping[str, Any]
Pairs = Iterator[tuple[Any, Any]]
RULES: list[tuple[re.Pattern[str], Callable[[Record, dict[str, str]], Pairs]]] = []
FIGURES = (
    r"(?P<rho>[−\d.]+) \(95 % interval (?P<low>[−\d.]+) to (?P<high>[−\d.]+); p at most (?P<p>[\d.]+), "
    r"corrected (?P<corrected>[\d.]+); n = (?P<n>\d+)\)"
)
COUNT = r"[\w,]+"


def claim(pattern: str) -> Callable[[Callable[[Record, dict[str, str]], Pairs]], Callable[..., Pairs]]:
    def added(rule: Callable[[Record, dict[str, str]], Pairs]) -> Callable[..., Pairs]:
        RULES.append((re.compile(pattern), rule))
        return rule

    return added


def value(count: str) -> int:
    """A count in words or figures."""
    return _WORDS.index(count) if count in _WORDS else int(count.replace(",", ""))


def of_all(words: str, noun: str) -> tuple[int, int]:
    """A part of a whole in words: "all five areas", "two of the three indicators", "neither area"."""
    alone = {f"the only {noun}": (1, 1), f"no {noun}": (0, 1), f"both {noun}s": (2, 2), f"neither {noun}": (0, 2)}
    if words in alone:
        return alone[words]
    if found := re.fullmatch(rf"all ({COUNT}) {noun}s", words):
        return value(found[1]), value(found[1])
    found = re.fullmatch(rf"({COUNT}) of the ({COUNT}) {noun}s", words)
    assert found, words
    return 0 if found[1] == "none" else value(found[1]), value(found[2])


def number_of(text: str) -> float:
    return float(with_plain_minus(text))


def told(record: Record, level: str, name: str) -> list[Record]:
    """Associations of an indicator at a level with their figures."""
    indicator = next(one for one in record["indicators"] if one["name"].lower() == name.lower())
    return [one for one in indicator["associations"] if one["level"] == level]


def overall(record: Record, name: str) -> Record:
    return told(record, "overall", name)[0]


def figures(record: Record, found: dict[str, str]) -> Pairs:
    true = overall(record, found["name"])
    yield number_of(found["rho"]), true["rank_correlation"]
    yield [number_of(found["low"]), number_of(found["high"])], true["interval"]
    yield (float(found["p"]), float(found["corrected"])), (true["p_at_most"], true["p_corrected_at_most"])
    yield int(found["n"]), true["n"]


@claim(
    r"This study sets the newest scores of (?P<n>[\w,]+) organisations? against the change of (?P<k>an|\w+) "
    r"indicators? over"
    r" one year from the year of the assessment on\. The database is firm\.(?P<invented> Its organisations are "
    r"invented, and "
    r"so is all that is found\.)? (?P<tried>[^:]+) could be tried: it takes 30 organisations with score and indicator\."
    r"(?: Told here is (?P<shown>[^;]+); what is told is corrected for all that were tried\.)?"
)
def _opening(record: Record, found: dict[str, str]) -> Pairs:
    recorded = record["indicators_recorded"]
    yield value(found["n"]), record["organisations"]
    yield 1 if found["k"] == "an" else value(found["k"]), recorded
    yield bool(found["invented"]), record["invented"]
    yield of_all(found["tried"][0].lower() + found["tried"][1:], "indicator"), (record["indicators_tried"], recorded)
    names = [one["name"] for one in record["indicators"]]
    yield found["shown"], " and ".join(names) if len(names) < recorded else None


@claim(
    r"(?P<name>.+): (?P<n>[\w,]+) organisations? (?P<why>with an overall score and its change; under 30, nothing is "
    r"told but "
    r"their number|in so many sectors and sizes that fewer than 20 degrees of freedom are left; nothing is told but "
    r"their "
    r"number|that do not differ within their sectors and sizes, so there is nothing to tell)\."
)
def _not_told(record: Record, found: dict[str, str]) -> Pairs:
    true = overall(record, found["name"])
    yield "rank_correlation" in true, False
    yield value(found["n"]), true["n"]
    yield found["why"].startswith("with an"), true["n"] < ORGANISATIONS_FOR_OVERALL
    yield found["why"].startswith("that do not"), true["reason"].startswith("no differences")


@claim(
    r"(?P<name>.+): organisations that score higher overall than others of their sector and size tend to have a "
    rf"(?P<side>higher|lower) change\. The rank correlation is {FIGURES}\. About (?P<share>\d+) % of what differs in "
    rf"rank "
    r"goes with the score\."
)
def _found(record: Record, found: dict[str, str]) -> Pairs:
    true = overall(record, found["name"])
    yield from figures(record, found)
    yield True, true["shown"]
    yield found["side"], "higher" if true["rank_correlation"] > 0 else "lower"
    yield int(found["share"]), round_half_up(Fraction(str(true["rank_correlation"])) ** 2 * 100)


@claim(rf"(?P<name>.+): no association with the overall score is shown\. The rank correlation is {FIGURES}\.")
def _not_found(record: Record, found: dict[str, str]) -> Pairs:
    yield from figures(record, found)
    yield False, overall(record, found["name"])["shown"]


@claim(
    r"An association is shown for (?P<of>[^:;.]+)(?:: (?P<names>[^;.]+))?(?:; of (?P<more>\w+) (?:area|element)s? "
    r"more, too "
    r"little is known)?(?P<together>\. Elements tend to rise and fall together, so what is shown for one is not of "
    r"it alone)?\."
)
def _parts(record: Record, found: dict[str, str]) -> Pairs:
    level = "element" if "element" in found["of"] else "area"
    of_level = told(record, level, found["before"])
    with_figures = [one for one in of_level if "shown" in one]
    shown = [one["title"] for one in with_figures if one["shown"]]
    yield of_all(found["of"], level), (len(shown), len(with_figures))
    yield value(found["more"] or "no"), len(of_level) - len(with_figures)
    yield bool(found["together"]), level == "element" and bool(shown)
    if found["names"]:
        yield re.split(", | and ", found["names"]), shown


@claim(
    r"Among the organisations of this database, higher overall scores and a (?P<side>higher|lower) change in "
    r"(?P<name>.+) go "
    r"together, beyond what their sectors and sizes account for\. How closely is an estimate: its 95 % interval "
    r"reaches from "
    r"(?P<low>[−\d.]+) to (?P<high>[−\d.]+)\."
)
def _concluded(record: Record, found: dict[str, str]) -> Pairs:
    true = overall(record, found["name"])
    yield True, true["shown"]
    yield found["side"], "higher" if true["interval"][0] > 0 else "lower"
    yield [number_of(found["low"]), number_of(found["high"])], true["interval"]


@claim(
    r"Of all that such studies show, on average at most 5 % is there by chance: one study that shows something is a "
    r"reason to "
    r"look again, in other organisations or later years\."
)
def _by_chance(record: Record, found: dict[str, str]) -> Pairs:
    yield True, any(overall(record, one["name"]).get("shown") for one in record["indicators"])


@claim(
    r"For (?P<names>.+) nothing is shown\. That is no proof that nothing is there: the interval tells how close it "
    r"may still "
    r"be, and more organisations make it narrower\."
)
def _silent(record: Record, found: dict[str, str]) -> Pairs:
    silent = [one["name"] for one in record["indicators"] if overall(record, one["name"]).get("shown") is False]
    yield re.split(", | and ", found["names"]), silent


@claim(r"Nothing yet: there are too few organisations with scores and indicators\.")
def _none_yet(record: Record, found: dict[str, str]) -> Pairs:
    yield False, any("shown" in overall(record, one["name"]) for one in record["indicators"])


def claims(found: Study) -> Iterator[tuple[str, str]]:
    """All that tells of this study, level by level, with the last indicator that was named before it."""
    before = ""
    for block in study_file(found, {}).blocks:
        if isinstance(block, PlainHeading) and block.text == "What may not be concluded":
            return
        if isinstance(block, PlainText):
            name = block.text.partition(":")[0]
            before = name if name.lower() in [one.name for one in found.indicators] else before
            yield from ((text, before) for text in re.split(" (?=An association is shown for )", block.text))


@pytest.mark.parametrize("case", CASES)
def test_every_sentence_is_true_of_its_figures(case: str) -> None:
    record, count = study_record(case_of(case)), 0
    for text, before in claims(case_of(case)):
        matches = [(found, rule) for pattern, rule in RULES if (found := pattern.fullmatch(text))]
        assert len(matches) == 1, text
        for said, true in matches[0][1](record, matches[0][0].groupdict() | {"before": before}):
            assert said == true, text
            count += 1
    assert count


def test_every_rule_is_used() -> None:
    said = [text for found in map(case_of, CASES) for text, _ in claims(found)]
    assert [pattern.pattern for pattern, _ in RULES if not any(map(pattern.fullmatch, said))] == []


def test_a_false_sentence_is_found() -> None:
    right = case_of("three of 320")
    other = replace(
        right,
        indicators=made(
            with_indicators(320, {"margin": -0.6, "growth": 0.9, "customer losses": 0.1}, seed=5)
        ).indicators,
    )
    record = study_record(other)
    false = 0
    for text, before in claims(right):
        pattern, rule = next((p, r) for p, r in RULES if p.fullmatch(text))
        found = pattern.fullmatch(text)
        assert found
        false += any(said != true for said, true in rule(record, found.groupdict() | {"before": before}))
    assert false >= 7


# ------------------------------------------------------------------------------------------------------ the pictures


def charts_of(found: Study) -> list[AssociationChart]:
    return [chart for charts in study_charts(found).values() for chart in charts]


@pytest.mark.parametrize("case", CASES)
def test_pictures_say_what_their_rows_show(case: str) -> None:
    found = case_of(case)
    charts = study_charts(found)
    for chart in charts[""]:
        shown = {row.title: (row.rho or 0) > 0 for row in chart.rows if row.is_found}
        if shown:
            up, _, down = chart.headline.partition("a lower change in ")
            assert all((name in up) == rises and (name in down) != rises for name, rises in shown.items())
            assert sum(one.name in chart.headline for one in found.to_show) == len(shown)
        else:
            assert chart.headline.startswith("No association of the overall score with the change in ")
    for one in found.to_show:
        for chart in charts[one.name]:
            for rank, noun in ((RowRank.AREA, "area"), (RowRank.ELEMENT, "element")):
                rows = [row for row in chart.rows if row.rank is rank and row.rho is not None]
                told = re.search(
                    rf"for ((?:[^:]|for )*?{noun}s?)\b", chart.headline.rpartition(": ")[2].replace("and for", "")
                )
                assert bool(told) == bool(rows)
            assert ("together" in chart.headline) == any(r.is_found for r in chart.rows if r.rank is RowRank.ELEMENT)
    for chart in charts_of(found):
        assert ("invented organisations" in chart.subtitle) == found.invented
        if not re.search(r"and \d+ more", chart.alt_text):  # it is whole
            assert chart.alt_text.count("), shown") == sum(row.is_found for row in chart.rows)
        for row in chart.rows:
            assert (row.rho is None) == (row.interval is None) == bool(row.words)
            if row.interval:
                assert chart.axis.lowest <= min(row.interval) <= max(row.interval) <= chart.axis.highest


def test_headlines_count_what_is_shown() -> None:
    found = case_of("some parts only")
    areas, elements = (
        [row for row in charts_of(found)[-1].rows if row.rank is rank] for rank in (RowRank.AREA, RowRank.ELEMENT)
    )
    a, e = (sum(row.is_found for row in rows) for rows in (areas, elements))
    assert (0 < a < len(areas), 0 < e < len(elements)) == (True, True)
    headline = charts_of(found)[-1].headline
    of = re.fullmatch(r"Margin: an association is shown for (.+) and for (.+), which rise and fall together", headline)
    assert of
    assert (of_all(of[1], "area"), of_all(of[2], "element")) == ((a, len(areas)), (e, len(elements)))


def test_rows_stand_in_the_order_of_the_model_whatever_their_size() -> None:
    found = case_of("three of 320")
    wanted = [part.title for part in PARTS[1:]]
    for one in found.to_show:
        assert [row.title for chart in study_charts(found)[one.name] for row in chart.rows] == wanted
    tables = [block for block in study_file(found, {}).blocks if isinstance(block, PlainTable)]
    assert [[row[0] for row in table.rows] for table in tables] == [[part.title for part in PARTS]] * 3


def test_under_thirty_there_is_no_picture_and_no_figure_but_the_number() -> None:
    found = case_of("three of 29")
    assert charts_of(found) == []
    tables = [block for block in study_file(found, {}).blocks if isinstance(block, PlainTable)]
    assert {row for table in tables for row in table.rows} == {
        ("Overall (too few organisations)", "29", "–", "–", "–", "–", "")
    }
    assert "p_at_most" not in json.dumps(study_record(found))


# ---------------------------------------------------------------------------------------------------- never printed

CAUSE = re.compile(
    r"\b(lead(s|ing)? to|caus\w+|driv(es?|en|ers?)|impact\w*|because of|effects? (of|on)|results? in|due to|thanks to|"
    r"improves?|explains?|predict\w*)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("case", CASES)
def test_no_word_says_what_comes_of_what(case: str) -> None:
    assert [text for text in texts(case_of(case)) if CAUSE.search(text)] == []
    assert CAUSE.search("Better planning leads to growth")


@pytest.mark.parametrize("case", CASES)
def test_nothing_of_a_single_organisation_group_or_amount_is_printed(case: str) -> None:
    said = "\n".join(texts(case_of(case)))
    for word in (
        *SECTORS,
        *SIZES,
        "org-",
        "minimum",
        "maximum",
        "mean",
        "median",
        "slope",
        "average change",
        "£",
        "€",
        "$",
    ):
        assert word not in said, word


@pytest.mark.parametrize("case", CASES)
def test_no_p_stands_without_its_interval_and_number(case: str) -> None:
    found = case_of(case)
    for text in texts(found):
        for line in text.splitlines():
            if "p at most" in line:
                assert line.count("p at most") == line.count("95 % interval") == line.count("n = ")
    for indicator in study_record(found)["indicators"]:
        for one in indicator["associations"]:
            assert {
                "rank_correlation",
                "interval",
                "p_at_most",
                "p_corrected_at_most",
                "shown",
                "reason",
            } & one.keys() in (
                {"reason"},
                {"rank_correlation", "interval", "p_at_most", "p_corrected_at_most", "shown"},
            )


@pytest.mark.parametrize("case", CASES)
def test_an_invented_database_says_so_in_every_output(case: str) -> None:
    found = case_of(case)
    page = study_file(found, {})
    outputs = [page.notice, json.dumps(study_record(found)), study_as_text(found)]
    outputs.append(next(block.text for block in page.blocks if isinstance(block, PlainText)))
    words = ['"invented": true', "nvented organisations", "(invented)", "are invented"]
    assert all(any(word in output for word in words) == found.invented for output in outputs)
    assert page.notice == (INVENTED if found.invented else NOTICE)


# ------------------------------------------------------------------------------------------------------- as a whole


@pytest.mark.parametrize("case", CASES)
def test_the_table_of_the_terminal_has_the_figures_of_the_record(case: str) -> None:
    found = case_of(case)
    record, lines = study_record(found), study_as_text(found).splitlines()
    told = [one for indicator in record["indicators"] for one in indicator["associations"] if "shown" in one]
    rows = [line.split("  ") for line in lines if "p at most" in line]
    assert len(rows) == len(told)
    for row, one in zip(rows, told, strict=True):
        cells = [cell.strip() for cell in row if cell.strip()]
        assert (cells[0], number_of(cells[1])) == (one["title"], one["rank_correlation"])
        assert [*map(number_of, cells[2].removeprefix("95 % interval ").split(" to "))] == one["interval"]
        assert cells[3] == f"p at most {one['p_at_most']:.3f}, corrected {one['p_corrected_at_most']:.3f}"
        assert cells[4:] == [f"n = {one['n']}", *(["shown"] if one["shown"] else [])]


def test_each_name_of_the_record_is_documented() -> None:
    page = (Path(__file__).parents[1] / "docs" / "peer-study.md").read_text(encoding="utf-8")
    documented = re.findall(r"`([\w.\[\]]+)`", page.rpartition("\n## ")[2])
    record = study_record(case_of("one of few"))
    associations = [one for indicator in record["indicators"] for one in indicator["associations"]]
    names = record.keys() | {name for one in associations for name in one} | {"indicators[].name"}
    assert names - {"indicators"} <= set(documented)


def test_the_document_is_sound_holds_its_pictures_with_words_and_is_the_same_each_time() -> None:
    found = case_of("three of 120")
    report = study_report(found)
    assert [*inspect_document(report.document)] == []
    assert study_report(found).document == report.document
    document = docx.Document(io.BytesIO(report.document))
    assert len(document.inline_shapes) == len(report.charts) == 4
    height, width = document.sections[0].page_height, document.sections[0].page_width
    assert height
    assert width
    assert height > width
    described = re.findall(r'descr="([^"]+)"', document.element.xml)
    assert [*described] == [chart.alt_text for chart in charts_of(found)]
    assert [paragraph.text for paragraph in document.sections[0].header.paragraphs] == [INVENTED]
    for shape, chart in zip(document.inline_shapes, charts_of(found), strict=True):
        assert shape.width.mm == pytest.approx(chart.width_mm, abs=0.1)


def test_peers_of_a_database_are_scored_by_our_rule() -> None:
    """Areas from elements, overall from areas by weight; one whose overall score would rest on too little has none."""
    questions = question_set()
    rows = organisations(np.random.default_rng(2), 50, effect=0.3)
    peers = [
        Peer(
            id=f"p{number}",
            owner="",
            date=row.day,
            sector=row.sector,
            region="UK",
            size=row.size,
            set_id="test",
            set_version="1",
            elements={
                element.id: Fraction(round(float(score), 2)).limit_denominator(100)
                for element, score in zip(questions.elements, row.scores.values(), strict=False)
            },
        )
        for number, row in enumerate(rows.rows())
    ]
    bare = [replace(peer, elements={"proposition": Fraction(50)}) for peer in peers[:3]]
    given = [(peer, row.indicators) for peer, row in zip([*bare, *peers[3:]], rows.rows(), strict=True)]
    found = study_peers(given, questions, source="firm", invented=False)
    by_id = {one.part.id: one for one in found.indicators[0].associations}
    assert [one.part for one in by_id.values()] == model_parts(questions)
    assert (by_id["overall"].n, by_id["proposition"].n, by_id["core"].n) == (
        47,
        50,
        50 if ORGANISATIONS_FOR_AREAS else 0,
    )
    assert by_id["overall"].correlation
    assert ORGANISATIONS_FOR_ELEMENTS > 50
    assert not by_id["proposition"].correlation
