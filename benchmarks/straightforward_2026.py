"""The second yardstick: the report as it had grown by November 2026, in the plain manner of the first.

`straightforward.py` makes the report of the year before and cannot read the workbooks of today, whose sheet of agreed
scores got another column. This one reads them and makes as many pictures (23), tables (57 with 530 rows), interviews,
findings and pages as `reportgen build` does, the evidence file with its 35 tables, and the scores as JSON. It takes
what did not change from the first, and like that one imports everything at the top, loads whole workbooks with
openpyxl, draws with pyplot and tight layout, and fills templates made with python-docx by docxtpl. Nothing is done
twice or the long way round: a workbook is read once, a chart drawn once, a template filled once. Nothing comes from
reportgen. It stays as it is, so that figures of different days can be compared.

It validates a little (see `check`) and marks, explains, traces and anchors nothing: no trace of a figure, no intervals,
no rules of small groups, no base for a later refresh, no captions, references or contents, no styles of a house.

    python benchmarks/straightforward_2026.py --templates FOLDER              make the templates, once
    python benchmarks/straightforward_2026.py CLIENT.xlsx TEMPLATES FOLDER    build
    python benchmarks/straightforward_2026.py --check CLIENT.xlsx             list what is wrong or missing
"""

from __future__ import annotations

import json
import statistics
import sys
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import matplotlib.pyplot as plt
import openpyxl
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate, InlineImage
from straightforward import (
    BLUE,
    HORIZONS,
    MIDDLE,
    PALE,
    STATES,
    SWOT,
    Data,
    add_paragraphs,
    add_table,
    columns,
    mean,
    model_chart,
    position,
    position_chart,
    profile_chart,
    read_peers,
    save,
    score,
    shown,
    stand,
)

BROWN, SAND, GREY = "#A3480C", "#E3A25F", "#B4BFCB"
BOXES = (100, 80, 60, 40, 20, 5)
COLOURS = dict(zip(BOXES, (BLUE, MIDDLE, PALE, "#DDE1E6", SAND, BROWN), strict=True))
EFFORTS = ("Low", "Medium", "High")
LENSES = (9, 4, 7, 4)  # groups of each
FIXED = (  # what a template says of the method, in as many words as ours
    "Scores come from the answers of people who do the work and of those who lead it. Each answer is one of six boxes; "
    "a question has the mean of its boxes or the box that the assessors agreed on, an element the mean of its "
    "questions, an area the mean of its elements. What was not asked, not known or does not apply counts nowhere. "
    "Every figure is rounded once, when it is printed, and a difference is that of the printed figures. Peers are "
    "earlier assessments of other organisations, taken without names; figures of small groups are not shown. "
)


# ------------------------------------------------------------------------------------------------------ the workbook


def read(path: Path) -> Data:
    """Everything that the report needs from the scoring workbook."""
    book: Any = openpyxl.load_workbook(path, data_only=True)

    def table(title: str) -> list[Data]:
        rows = list(book[title].iter_rows(min_row=4, values_only=True))
        return [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if any(row[1:])]

    lists = table_of_columns(book["Lists"])
    areas, elements = lists["areas_only"], lists["elements"]
    model = [row[:3] for row in book["Model"].iter_rows(min_row=2, values_only=True) if row[0]]
    questions = {
        q: {"element": elements[e - 1], "area": areas[a - 1], "text": "", "topic": "", "boxes": []} for q, e, a in model
    }
    interviews = table("Interviews")
    levels = {row["Code"]: row["Level"] for row in interviews}
    answers = []
    for sheet in book.worksheets:
        if sheet["C2"].value == "Interview code":
            code = sheet["D2"].value
            for row in sheet.iter_rows(min_row=5, values_only=True):
                if row[0] in questions:
                    questions[row[0]] |= {"topic": row[2], "text": row[3]}
                    answers.append((code, row[0], row[4], row[5:8], row[8]))
    for code, question, answer, states, _ in answers:
        if answer and answer[0].isdigit():
            questions[question]["boxes"].append((int(answer.split(" - ")[0]), levels[code], states))
    agreed = {
        row["ID"]: (row["Agreed box"], row["Reason"] or "") for row in table("Agreed scores") if row["Agreed box"]
    }
    practice = {row["ID"]: row["Good practice"] for row in table("Good practice")}
    return {
        "engagement": {row["Field"]: row["Value"] for row in table("Engagement")},
        "areas": areas,
        "elements": elements,
        "questions": {id: question | {"practice": practice[id]} for id, question in questions.items()},
        "interviews": interviews,
        "answers": answers,
        "agreed": agreed,
        "notes": table("Notes"),
        "headlines": table("Headlines"),
        "findings": table("Findings"),
        "road_map": [row for row in table("Road map") if row["Initiative"]],
        "targets": {row["Element"]: row["Target box"] for row in table("Targets")},
        "narrative": [row for row in table("Narrative") if row["Text"]],
    }


def table_of_columns(sheet: Any) -> dict[str, list[Any]]:
    """The columns of a sheet that only lists things."""
    heads, *rows = sheet.iter_rows(values_only=True)
    return {head: [row[n] for row in rows if row[n] is not None] for n, head in enumerate(heads) if head}


def read_earlier(path: Path, data: Data) -> None:
    """The scores of the elements in an earlier assessment."""
    boxes: dict[str, list[float]] = {}
    for question in json.loads(path.read_text(encoding="utf-8"))["questions"] if path.is_file() else ():
        element = data["questions"].get(question["id"], {}).get("element")
        if element and question.get("boxes"):
            boxes.setdefault(element, []).append(statistics.fmean(question["boxes"].values()))
    data["earlier"] = {element: statistics.fmean(values) for element, values in boxes.items()}


def gains(data: Data) -> None:
    """How far the initiatives would lift the overall score if each of their questions rose by a box."""
    for initiative in data["road_map"]:
        lifted = [data["questions"].get(id.strip()) for id in (initiative["Lifts"] or "").split(",")]
        rises = [next((b - q["score"] for b in BOXES[::-1] if b > q["score"]), 0) for q in lifted if q and q["score"]]
        initiative["gain"] = sum(rises) / len(data["questions"])


# ------------------------------------------------------------------------------------------------------------ charts


def new_chart(rows: float) -> tuple[Any, Any]:
    """A figure as wide as a page and as high as its rows want."""
    return plt.subplots(figsize=(6.3, 1.2 + 0.22 * rows))


def finish(figure: Any, axes: Any, title: str, path: Path, names: list[str] | None = None) -> None:
    """Names of the rows, title, legend; then save."""
    if names is not None:
        axes.set_yticks(range(len(names)), names, fontsize=7)
        axes.invert_yaxis()
        axes.grid(axis="x", color="#D5DAE0")
    axes.set_title(title, loc="left", fontsize=11, fontweight="bold")
    if axes.get_legend_handles_labels()[1]:
        axes.legend(ncol=6, fontsize=7, loc="upper center", bbox_to_anchor=(0.5, -0.12), frameon=False)
    save(figure, path)


def answers_chart(data: Data, path: Path) -> None:
    """How the answers spread over the boxes: a bar of six parts for everything, each area and each element."""
    rows = [("All questions", None)] + [(name, "area") for name in data["areas"]]
    rows += [(name, "element") for name in data["elements"]]
    figure, axes = new_chart(len(rows))
    for row, (name, kind) in enumerate(rows):
        boxes = [b for q in data["questions"].values() if not kind or q[kind] == name for b, _, _ in q["boxes"]]
        counts, left = Counter(boxes), 0.0
        for box in reversed(BOXES):
            share = 100 * counts[box] / len(boxes) if boxes else 0
            axes.barh(row, share, left=left, color=COLOURS[box], label=str(box) * (not row))
            if share >= 5:
                ink = "white" if box in (100, 5) else "black"
                axes.text(left + share / 2, row, shown(share), ha="center", va="center", fontsize=6, color=ink)
            left += share
        axes.text(102, row, str(len(boxes)), va="center", fontsize=7)
    finish(figure, axes, "How the answers spread, %", path, [name for name, _ in rows])


def topics_chart(data: Data, area: str, elements: list[str], path: Path) -> None:
    """Topics of an area: their mean, and a dot for each question."""
    names = []
    members = [q for q in data["questions"].values() if q["element"] in elements]
    topics = dict.fromkeys((q["element"], q["topic"]) for q in members)
    figure, axes = new_chart(len(topics) + len(elements))
    for element in elements:
        names.append(f"{element.upper()} {shown(data['scores'][element])}")
        for topic in [topic for of, topic in topics if of == element]:
            values = [q["score"] for q in members if q["topic"] == topic and q["score"] is not None]
            if values:
                axes.plot([min(values), max(values)], [len(names)] * 2, color=GREY)
                axes.plot(values, [len(names)] * len(values), "o", color=BLUE, markersize=3)
                fill = COLOURS[min(BOXES, key=lambda box: abs(box - statistics.fmean(values)))]
                axes.text(106, len(names), shown(mean(values)), va="center", fontsize=7, bbox={"facecolor": fill})
                axes.text(118, len(names), str(len(values)), va="center", fontsize=7)
            names.append(topic)
    axes.set_xlim(0, 100)
    finish(figure, axes, f"{area} by topic", path, names)


def distance_chart(data: Data, path: Path) -> None:
    """How far every element is from the best quarter of its peers."""
    gaps = [
        (data["scores"][e] - data["peers"][e][3], e)
        for e in data["elements"]
        if data["scores"][e] and e in data["peers"]
    ]
    gaps.sort()
    figure, axes = new_chart(len(gaps) * 1.5)
    for row, (gap, element) in enumerate(gaps):
        axes.barh(row, gap, color=BROWN if gap <= -20 else SAND if gap < 0 else BLUE)
        axes.text(gap - 1, row, shown(gap), ha="right", va="center", fontsize=7, fontweight="bold")
        goal = f"{shown(data['scores'][element])} to {data['peers'][element][3]}"
        axes.text(24, row, f"{data['by_element'][element]}\n{goal}", va="center", fontsize=6)
    finish(figure, axes, "Distance from the upper quartile", path, [element for _, element in gaps])


def pairs_chart(rows: list[tuple[str, float | None, float | None]], title: str, path: Path) -> None:
    """Two marks on a line for each row, and what lies between them."""
    figure, axes = new_chart(len(rows))
    for row, (_, before, now) in enumerate(rows):
        if before is not None and now is not None:
            axes.plot([before, now], [row, row], color=GREY, linewidth=2)
            axes.plot(before, row, "o", color=BLUE, markerfacecolor="white", label="before" * (not row))
            axes.plot(now, row, "o", color=BLUE, label="now" * (not row))
            axes.annotate(shown(before), (before, row), xytext=(-14, -3), textcoords="offset points", fontsize=7)
            axes.annotate(shown(now), (now, row), xytext=(6, -3), textcoords="offset points", fontsize=7)
            axes.text(104, row, f"{now - before:+.0f}", va="center", fontsize=7)
    axes.set_xlim(0, 100)
    finish(figure, axes, title, path, [name for name, _, _ in rows])


def moves_chart(data: Data, path: Path) -> None:
    """What the road map would give, horizon by horizon."""
    figure, axes = new_chart(2 * (1 + len(HORIZONS)))
    now = data["scores"]["Overall"]
    axes.plot(now, 0, "o", color=BLUE)
    for row, horizon in enumerate(HORIZONS, start=1):
        planned = [entry for entry in data["road_map"] if entry["Horizon"] == horizon]
        gain = sum(entry["gain"] for entry in planned)
        axes.barh(row, gain, left=now, color=MIDDLE, height=0.5)
        axes.text(46, row, f"{shown(now + gain)}\n{len(planned)} initiatives", va="center", fontsize=7)
        now += gain
    for quartile in data["peers"]["Overall"][2:4]:
        axes.axvline(quartile, color="black", linestyle="--", linewidth=1)
    axes.set_xlim(30, 45)
    finish(figure, axes, "What the road map would give", path, ["Today", *HORIZONS])


def effort_chart(data: Data, path: Path) -> None:
    """Initiatives by effort and gain, each with its number."""
    figure, axes = new_chart(12)
    for number, entry in enumerate(data["road_map"], start=1):
        if entry["Effort"] in EFFORTS:
            at = (EFFORTS.index(entry["Effort"]) + 0.07 * (number % 9 - 4), entry["gain"])
            fill = {"Must": BLUE, "Should": PALE}.get(entry["Priority"], "white")
            axes.plot(*at, "o", markersize=11, color=BLUE, markerfacecolor=fill)
            axes.text(
                *at, str(number), ha="center", va="center", fontsize=6, color="white" if fill == BLUE else "black"
            )
    axes.set_xticks(range(3), [f"{effort} effort" for effort in EFFORTS])
    axes.grid(axis="y", color="#D5DAE0")
    finish(figure, axes, "Gain and effort", path)


def path_chart(data: Data, area: str, path: Path) -> None:
    """The elements of an area from left to right, the peers behind them."""
    figure, axes = new_chart(9)
    elements = data["by_area"][area]
    values = [data["scores"][element] for element in elements]
    for column, element in enumerate(elements):
        if element in data["peers"]:
            _, lower, median, upper, _ = data["peers"][element]
            axes.bar(column, upper - lower, bottom=lower, color=GREY, width=0.5, label="middle half" * (not column))
            axes.plot([column - 0.25, column + 0.25], [median] * 2, color="black", label="median" * (not column))
        if values[column] is not None:
            axes.annotate(shown(values[column]), (column, values[column]), xytext=(0, 6), textcoords="offset points")
    axes.plot(range(len(elements)), [value or 0 for value in values], "o-", color=BLUE, label="the company")
    labels = [f"{element.replace(' ', chr(10))}\n{position(data, element)}" for element in elements]
    axes.set_xticks(range(len(elements)), labels, fontsize=6)
    axes.set_ylim(0, 100)
    finish(figure, axes, f"Along the path: {area}", path)


def scale_chart(path: Path) -> None:
    """The six boxes on a line."""
    figure, axes = new_chart(10)
    axes.plot([0, 100], [1, 1], color=GREY)
    for number, box in enumerate(reversed(BOXES)):
        axes.plot(box, 1, "o", markersize=10, color=COLOURS[box])
        axes.bar(10 + number * 16, 0.5, bottom=0.2, width=14, color=COLOURS[box])
        text = f"{box}\nwhat is seen\nof such practice"
        ink = "white" if box in (100, 5) else "black"
        axes.text(10 + number * 16, 0.45, text, ha="center", va="center", fontsize=6, color=ink)
    axes.axis("off")
    finish(figure, axes, "Six boxes", path)


def one_page_chart(data: Data, path: Path) -> None:
    """The assessment on one page: the score, areas, states and levels."""
    figure, grid = plt.subplots(2, 2, figsize=(6.3, 4.7))
    grid[0][0].text(0, 0.4, shown(data["scores"]["Overall"]), fontsize=34, fontweight="bold", color=BLUE)
    grid[0][0].text(0, 0.1, "out of 100", fontsize=9)
    grid[0][0].axis("off")
    of_areas = [mean([data["states"][a][k] for a in data["areas"]]) or 0 for k in range(3)]
    by_level = [mean([data["levels"][a][k] for a in data["areas"] if data["levels"][a][k]]) or 0 for k in range(2)]
    for axes, names, values, title in (
        (grid[0][1], data["areas"], [data["scores"][a] or 0 for a in data["areas"]], "Areas"),
        (grid[1][0], STATES, of_areas, "States"),
        (grid[1][1], ["Managers", "Implementation"], by_level, "Levels"),
    ):
        axes.barh(range(len(names)), values, color=MIDDLE)
        for row, value in enumerate(values):
            axes.text(value + 1, row, shown(value), va="center", fontsize=7)
        axes.set_yticks(range(len(names)), names, fontsize=7)
        axes.set_xlim(0, 100)
        axes.invert_yaxis()
        axes.set_title(title, loc="left", fontsize=9, fontweight="bold")
    save(figure, path)


def draw(data: Data, folder: Path) -> dict[str, Path]:
    """The 23 charts, by name."""
    general = ("one-page", "overall", "model", "evidence", "levels", "answers", "distance", "progress", "moves")
    charts = {name: folder / f"{name}.png" for name in (*general, "effort", "path", "scale")}
    one_page_chart(data, charts["one-page"])
    position_chart(data, ["Overall", *data["areas"]], "Overall and areas among peers", charts["overall"])
    model_chart(data, charts["model"])
    profile_chart(data, "states", STATES, "Share of answers with each state, %", charts["evidence"])
    profile_chart(data, "levels", ["Managers", "Implementation"], "Level against level", charts["levels"])
    answers_chart(data, charts["answers"])
    distance_chart(data, charts["distance"])
    progress = [(element, data["earlier"].get(element), data["scores"][element]) for element in data["elements"]]
    pairs_chart(progress, "Since the earlier assessment", charts["progress"])
    moves_chart(data, charts["moves"])
    effort_chart(data, charts["effort"])
    path_chart(data, max(data["areas"], key=lambda area: len(data["by_area"][area])), charts["path"])
    scale_chart(charts["scale"])
    for number, (area, elements) in enumerate(data["by_area"].items()):
        charts[area] = folder / f"area-{number}.png"
        position_chart(data, elements, f"{area} among peers", charts[area])
        for part, some in enumerate(filter(None, (elements[:6], elements[6:]))):  # a page holds six elements
            charts[f"{area} topics {part}"] = folder / f"topics-{number}-{part}.png"
            topics_chart(data, area, some, charts[f"{area} topics {part}"])
    return charts


# ------------------------------------------------------------------------------------------------------------ report


def context(data: Data, charts: dict[str, Path], template: DocxTemplate) -> Data:
    """What the template of the report fills in."""
    pictures = {name: InlineImage(template, str(path), width=Mm(160)) for name, path in charts.items()}
    questions = [{"id": id, **question} for id, question in data["questions"].items()]
    scored = [q for q in questions if q["score"] is not None]
    ranked = sorted((e for e in data["elements"] if data["scores"][e] is not None), key=lambda e: -data["scores"][e])
    apart = sorted((q for q in questions if (q["spread"] or 0) >= 55), key=lambda q: -q["spread"])
    owners = sorted({entry["Owner"] for entry in data["road_map"] if entry["Owner"]})
    musts = [entry for entry in data["road_map"] if entry["Priority"] == "Must"]
    engagement = data["engagement"]
    return {
        "client": engagement["Client"],
        "facts": [[name, told(value)] for name, value in engagement.items() if value][:10],
        "ends": [
            [text for end in (best, worst) for text in (shown(data["scores"][end]), end, position(data, end))]
            for best, worst in zip(ranked[:3], ranked[:-4:-1], strict=True)
        ],
        "musts": [[entry["Initiative"], entry["Horizon"], told(entry["Owner"])] for entry in musts[:5]],
        "parts": [
            part_of(data, pictures, "Overall", data["areas"]),
            *(part_of(data, pictures, area, elements) for area, elements in data["by_area"].items()),
        ],
        "narrative": [row["Text"] for row in data["narrative"] if not row["Area"]],
        "headlines": [[row["Headline"], row["Status"], row["Interview"]] for row in data["headlines"][:8]],
        "road_map": [[area, *plans_of(data, area)] for area in data["areas"]],
        "initiatives": [
            [str(n), e["Initiative"], told(e["Owner"]), told(e["End"]), told(e["Decision"])]
            for n, e in enumerate(data["road_map"][:21], start=1)
        ],
        "owners": [
            [owner, *(str(sum(e["Owner"] == owner and e["Horizon"] == h for e in data["road_map"])) for h in HORIZONS)]
            for owner in owners[:6]
        ],
        "pictures": [pictures[name] for name in list(pictures)[:12] if name != "overall"],
        "elements": [
            {"name": name, "rows": [question_row(q) for q in questions if q["element"] == name]}
            for name in data["elements"]
        ],
        "weak": [
            [q["id"], q["text"], shown(q["score"]), q["practice"], f"One box up from {shown(q['score'])}"]
            for q in sorted(scored, key=lambda q: q["score"])[:20]
        ],
        "interviews": [interview_of(data, row) for row in data["interviews"]],
        "apart": [[q["id"], q["text"], boxes_of(q), q["reason"] or "The mean stands"] for q in apart[:14]],
        "lenses": [
            {"name": f"Lens {n + 1}", "rows": [[f"Group {g + 1}", *lens_row(scored, g, size)] for g in range(size)]}
            for n, size in enumerate(LENSES)
        ],
        "boxes": BOXES,
    }


def told(value: Any) -> str:
    """A fact as printed."""
    return f"{value:%d %B %Y}" if isinstance(value, date) else "" if value is None else str(value)


def part_of(data: Data, pictures: dict[str, Any], name: str, below: list[str]) -> Data:
    """What a chapter shows: the company, or an area."""
    findings = {
        kind: [f["Finding"] for f in data["findings"] if f["Area"] == name and f["Kind"] == kind] for kind in SWOT
    }
    others = [f["Finding"] for f in data["findings"] if f["Area"] == name and f["Kind"] not in SWOT]
    quotes = [f"{n['Text']} ({n['Kind']}, interview {n['Interview']})" for n in data["notes"] if n["Element"] in below]
    rows = []
    for row in (name, *below):
        median = shown((data["peers"].get(row) or [None] * 3)[2])
        rows.append([row, shown(data["scores"][row]), change(data, row), "100 %", median, position(data, row), "firm"])
    return {
        "name": name,
        "score": shown(data["scores"][name]),
        "position": position(data, name),
        "pictures": [pictures[n] for n in pictures if n == name or n.startswith(f"{name} topics")]
        or [pictures["overall"]],
        "texts": [row["Text"] for row in data["narrative"] if row["Area"] == name] + others + quotes,
        "rows": rows,
        "swot": ["\n".join(findings[kind]) for kind in SWOT],
        "plans": plans_of(data, name),
    }


def plans_of(data: Data, area: str) -> list[str]:
    """The initiatives of an area, horizon by horizon."""
    return [
        "\n".join(e["Initiative"] for e in data["road_map"] if e["Area"] == area and e["Horizon"] == horizon)
        for horizon in HORIZONS
    ]


def change(data: Data, name: str) -> str:
    """The change since the earlier assessment, of an element."""
    before, now = data["earlier"].get(name), data["scores"][name]
    return "-" if before is None or now is None else f"{now - before:+.0f}"


def boxes_of(question: Data) -> str:
    """The boxes given, the highest first."""
    counts = Counter(box for box, _, _ in question["boxes"])
    return ", ".join(
        f"{box} x {count}" if count > 1 else str(box) for box, count in sorted(counts.items(), reverse=True)
    )


def question_row(question: Data) -> list[str]:
    """A row of the appendix."""
    reason = f" ({question['reason']})" if question["reason"] else ""
    values = (shown(question["score"]), boxes_of(question), str(question["n"]), shown(question["spread"]))
    return [question["id"], question["text"] + reason, *values]


def lens_row(scored: list[Data], group: int, size: int) -> list[str]:
    """A group of a lens: every so many-th question."""
    members = scored[group::size]
    return [shown(mean([q["score"] for q in members])), "100 %", str(len(members))]


def interview_of(data: Data, row: Data) -> Data:
    """What the appendix tells of an interview."""
    return {
        "title": f"Interview {row['Code']}, {told(row['Date'])}, {row['Level']}",
        "texts": [h["Headline"] for h in data["headlines"] if h["Interview"] == row["Code"] and h["Headline"]]
        + [told(row["Felt left out"])],
    }


def evidence_of(data: Data) -> Data:
    """What the template of the evidence file fills in: all notes, by element and by question."""
    levels = {row["Code"]: f"{row['Code']}, {row['Level']}" for row in data["interviews"]}
    by_element: dict[str, list[list[str]]] = {name: [] for name in data["elements"]}
    for code, id, answer, states, note in data["answers"]:
        if note:
            found = ", ".join(state for state, given in zip(STATES, states, strict=True) if given == "Yes")
            question = data["questions"][id]
            by_element[question["element"]].append(
                [f"{id}  {question['text']}", levels[code], told(answer), found, note]
            )
    return {
        "client": data["engagement"]["Client"],
        "elements": [
            {
                "name": name,
                "notes": [
                    [levels[n["Interview"]], n["Kind"], n["Text"]] for n in data["notes"] if n["Element"] == name
                ],
                "answers": [
                    [row[0] if row[0] != before[0] else "", *row[1:]] for before, row in pairwise([[""], *sorted(rows)])
                ],
            }
            for name, rows in by_element.items()
        ],
    }


def build(workbook: Path, templates: Path, folder: Path) -> None:
    """Read, score, compare, draw, fill, save."""
    folder.mkdir(parents=True, exist_ok=True)
    data = read(workbook)
    score(data)
    data["by_element"] = {q["element"]: q["area"] for q in data["questions"].values()}
    beside = data["engagement"]
    stand(data, read_peers(workbook.with_name(told(beside["Peer data"])), data["elements"]))
    read_earlier(workbook.with_name(told(beside["Earlier assessment"])), data)
    gains(data)
    charts = draw(data, folder)
    report = DocxTemplate(templates / "report.docx")
    report.render(context(data, charts, report), autoescape=True)
    report.save(folder / "report.docx")
    evidence = DocxTemplate(templates / "evidence.docx")
    evidence.render(evidence_of(data), autoescape=True)
    evidence.save(folder / "evidence.docx")
    figures = {key: data[key] for key in ("scores", "states", "levels", "peers", "questions", "answers", "earlier")}
    (folder / "results.json").write_text(json.dumps(figures, indent=2, default=str), encoding="utf-8")


# ------------------------------------------------------------------------------------------------------------- check


def check(workbook: Path) -> None:
    """Read the workbook, its peers and the earlier results, and list what is wrong or missing."""
    data = read(workbook)
    score(data)
    read_peers(workbook.with_name(told(data["engagement"]["Peer data"])), data["elements"])
    read_earlier(workbook.with_name(told(data["engagement"]["Earlier assessment"])), data)
    covered = {
        row["Code"]: {name.partition(" ")[2] for name, value in row.items() if value == "Yes"}
        for row in data["interviews"]
    }
    problems = []
    for code, id, answer, states, note in data["answers"]:
        if not answer:
            continue
        if answer.split(" - ")[0] not in map(str, BOXES) and not answer.startswith("N"):
            problems.append(f"{code} {id}: '{answer}' is no answer")
        elif not covered[code] & {"elements", data["questions"][id]["element"]}:
            problems.append(f"{code} {id}: answered, but its element is not covered")
        elif answer.startswith(("N/A", "100", "80")) and not note:
            problems.append(f"{code} {id}: {answer} without a note")
        elif answer.startswith(("100", "80")) and states[1] != "Yes":
            problems.append(f"{code} {id}: {answer}, but nothing of it is reality")
    for id, question in data["questions"].items():
        if (question["spread"] or 0) > 55 and id not in data["agreed"]:
            problems.append(f"{id}: {boxes_of(question)} and nothing agreed")
        if not question["n"] and not question["boxes"]:
            problems.append(f"{id}: no answer")
    for name in ("Client", "Market", "Date of the report", "Sector"):
        if not data["engagement"][name]:
            problems.append(f"Engagement: {name} is missing")
    print(*problems, f"{len(problems)} problems", sep="\n")


# --------------------------------------------------------------------------------------------------------- templates


def new_document() -> Any:
    """An A4 document in small print."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    document.styles["Normal"].font.size = Pt(7)
    document.styles["Normal"].paragraph_format.space_after = Pt(2)
    return document


def make_report_template(path: Path) -> None:
    """The template of the report, with as many tables and fixed words as ours."""
    document = new_document()
    document.add_heading("Report into {{ client }}", 0)
    add_table(document, ["Client", "{{ client }}"], columns("f", 2), "f in facts")
    add_table(document, ["Score", "Strongest", "Peers", "Score", "Weakest", "Peers"], columns("e", 6), "e in ends")
    add_table(document, ["Initiative", "When", "Owner"], columns("m", 3), "m in musts")
    add_paragraphs(document, "text in narrative", "{{ text }}")
    add_table(document, ["Headline", "Status", "Heard in"], columns("h", 3), "h in headlines")
    add_table(document, ["State", "What we look for"], ["{{ s }}", "What can be seen of it"], f"s in {STATES}")
    add_table(document, ["Area", "What we look at"], ["{{ p.name }}", "{{ p.texts[0] }}"], "p in parts[1:]")
    add_paragraphs(document, "picture in pictures", "{{ picture }}")
    document.add_paragraph("{%p for p in parts %}")
    document.add_heading("{{ p.name }}", 1)
    document.add_paragraph("{%p if loop.index > 1 %}")
    document.add_table(1, 2, "Table Grid").cell(0, 1).text = "{{ p.score }}: {{ p.position }}"
    document.add_paragraph("{%p endif %}")
    add_paragraphs(document, "picture in p.pictures", "{{ picture }}")
    heads = ["Part", "Score", "Since then", "Coverage", "Peer median", "Among peers", "How sure"]
    add_table(document, heads, columns("r", 7), "r in p.rows")
    add_paragraphs(document, "text in p.texts", "{{ text }}")
    swot = document.add_table(rows=2, cols=2, style="Table Grid")
    for number, kind in enumerate(SWOT):
        swot.cell(number // 2, number % 2).text = f"{kind}s\n{{{{ p.swot[{number}] }}}}"
    document.add_paragraph()
    document.add_paragraph("{%p if loop.index > 1 %}")
    add_table(document, HORIZONS, columns("p.plans", 4))
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    add_table(document, ["Area", *HORIZONS], columns("r", 5), "r in road_map")
    add_table(document, ["No.", "Initiative", "Owner", "By when", "To decide"], columns("r", 5), "r in initiatives")
    add_table(document, ["Owner", *HORIZONS], columns("r", 5), "r in owners")
    document.add_paragraph("{%p for e in elements %}")
    document.add_heading("{{ e.name }}", 2)
    add_table(document, ["No.", "Question", "Score", "Boxes", "n", "Spread"], columns("r", 6), "r in e.rows")
    document.add_paragraph("{%p endfor %}")
    heads = ["No.", "Question", "Score", "What good practice looks like", "Next step"]
    add_table(document, heads, columns("r", 5), "r in weak")
    document.add_paragraph("{%p for i in interviews %}")
    document.add_heading("{{ i.title }}", 3)
    add_paragraphs(document, "text in i.texts", "{{ text }}")
    document.add_paragraph("{%p endfor %}")
    add_table(document, ["No.", "Question", "Boxes given", "Outcome"], columns("r", 4), "r in apart")
    document.add_paragraph("{%p for lens in lenses %}")
    add_table(document, ["{{ lens.name }}", "Score", "Coverage", "Questions"], columns("r", 4), "r in lens.rows")
    document.add_paragraph("{%p endfor %}")
    for number in range(1, 101):
        document.add_heading(f"Method {number}", 4)
        document.add_paragraph(FIXED)
    add_table(document, ["Part", "Version"], ["{{ b }}", "What it takes"], "b in boxes[:2]")
    add_table(document, ["Place", "Missing"], ["{{ b }}", "What it lacks"], "b in boxes[:3]")
    document.save(str(path))


def make_evidence_template(path: Path) -> None:
    """The template of the evidence file: two tables an element."""
    document = new_document()
    document.add_heading("Evidence behind the report on {{ client }}", 0)
    document.add_paragraph("{%p for e in elements %}")
    document.add_heading("{{ e.name }}", 2)
    document.add_paragraph("{%p if e.notes %}")
    add_table(document, ["Interview", "Kind", "Note"], columns("n", 3), "n in e.notes")
    document.add_paragraph("{%p endif %}")
    add_table(document, ["Question", "Interview", "Answer", "Found", "Note"], columns("a", 5), "a in e.answers")
    document.add_paragraph("{%p endfor %}")
    document.save(str(path))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--templates", folder]:
            make_report_template(Path(folder, "report.docx"))
            make_evidence_template(Path(folder, "evidence.docx"))
        case ["--check", path]:
            check(Path(path))
        case [workbook, templates, folder]:
            build(Path(workbook), Path(templates), Path(folder))
        case _:
            sys.exit(__doc__)
