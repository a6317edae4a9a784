"""The yardstick: the same job in one straight script over the same libraries, as one would write it on a quiet day.

Everything is imported at the top, openpyxl loads the whole workbook, pyplot draws with tight layout, docxtpl fills a
template made with python-docx. It reads the same workbook and peers and makes about as many charts, tables and rows as
`reportgen build` did when it was written, but checks, marks and explains nothing. It stays as it is, so that figures
of different days can be compared; nothing in it comes from reportgen.

    python benchmarks/straightforward.py --template plain.docx             make the template, once
    python benchmarks/straightforward.py CLIENT.xlsx plain.docx FOLDER     build
    python benchmarks/straightforward.py --check CLIENT.xlsx               count the answers
"""

from __future__ import annotations

import json
import statistics
import sys
import textwrap
from pathlib import Path
from typing import Any

import docx
import matplotlib
import numpy as np
import openpyxl
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from matplotlib.patches import Rectangle

matplotlib.use("Agg")
import matplotlib.pyplot as plt

BLUE, MIDDLE, PALE, CREAM = "#0B4A86", "#6C9BCB", "#BDD3E8", "#FBF0DA"
HORIZONS = ["Burning platform", "Quick win", "Big prize", "Strategic initiative"]
SWOT = ["Strength", "Weakness", "Opportunity", "Threat"]
STATES = ["Intention", "Reality", "Effect"]

Data = dict[str, Any]

# ------------------------------------------------------------------------------------------------------ the workbook


def read(path: Path) -> Data:
    """Everything that the report needs from the scoring workbook."""
    book: Any = openpyxl.load_workbook(path, data_only=True)
    lists = list(book["Lists"].iter_rows(values_only=True))
    areas = [row[lists[0].index("areas_only")] for row in lists[1:] if row[lists[0].index("areas_only")]]
    elements = [row[lists[0].index("elements")] for row in lists[1:] if row[lists[0].index("elements")]]
    model = [row[:3] for row in book["Model"].iter_rows(min_row=2, values_only=True) if row[0]]
    questions = {q: {"element": elements[e - 1], "area": areas[a - 1], "text": "", "boxes": []} for q, e, a in model}
    interviews = []
    levels = {}
    for row in book["Interviews"].iter_rows(min_row=5, values_only=True):
        if row[0]:
            interviews.append(
                {"code": row[0], "date": f"{row[1]:%d %B %Y}", "level": row[4], "left_out": row[-5] or ""}
            )
            levels[row[0]] = row[4]
    answers = []
    for sheet in book.worksheets:
        if sheet["C2"].value == "Interview code":
            code = sheet["D2"].value
            for row in sheet.iter_rows(min_row=5, values_only=True):
                if row[0] in questions:
                    questions[row[0]]["text"] = row[3]
                    answers.append((code, row[0], row[4], row[5:8], row[8]))
    for code, question, answer, states, _ in answers:
        if answer and answer[0].isdigit():
            questions[question]["boxes"].append((int(answer.split(" - ")[0]), levels[code], states))
    agreed = {row[0]: row[-2:] for row in book["Agreed scores"].iter_rows(min_row=5, values_only=True) if row[-2]}

    def table(title: str) -> list[tuple[Any, ...]]:
        rows = book[title].iter_rows(min_row=5, values_only=True)
        return [tuple(value or "" for value in row) for row in rows if any(row[1:])]

    return {
        "client": book["Engagement"]["B5"].value,
        "areas": areas,
        "elements": elements,
        "questions": questions,
        "interviews": interviews,
        "answers": answers,
        "agreed": agreed,
        "notes": table("Notes"),
        "headlines": table("Headlines"),
        "findings": table("Findings"),
        "road_map": table("Road map"),
        "narrative": table("Narrative"),
    }


def read_peers(path: Path, elements: list[str]) -> dict[str, list[float]]:
    """The peers' scores of each element."""
    if not path.is_file():
        return {}
    book: Any = openpyxl.load_workbook(path, data_only=True)
    rows = list(book["Peers"].iter_rows(values_only=True))
    columns = {head.split(" ", 1)[1]: number for number, head in enumerate(rows[0]) if number >= 8}
    return {
        element: [row[columns[element]] for row in rows[1:] if row[columns[element]] is not None]
        for element in elements
    }


# ----------------------------------------------------------------------------------------------------------- figures


def mean(values: list[float]) -> float | None:
    """The mean, or None of nothing."""
    return sum(values) / len(values) if values else None


def score(data: Data) -> None:
    """Scores by question, element and area, and overall; shares of the states; scores by level."""
    for id, question in data["questions"].items():
        boxes = [box for box, _, _ in question["boxes"]]
        agreed = data["agreed"].get(id)
        question["score"] = float(agreed[0].split(" - ")[0]) if agreed else mean(boxes)
        question["reason"] = agreed[1] if agreed else ""
        question["n"] = len(boxes)
        question["spread"] = max(boxes) - min(boxes) if len(boxes) > 1 else None
    data["scores"], data["states"], data["levels"] = {}, {}, {}
    groups = [(name, "element") for name in data["elements"]] + [(name, "area") for name in data["areas"]]
    for name, kind in groups:
        members = [q for q in data["questions"].values() if q[kind] == name]
        data["scores"][name] = mean([q["score"] for q in members if q["score"] is not None])
        given = [states for q in members for _, _, states in q["boxes"] if any(states)]
        data["states"][name] = [100 * (mean([s[k] == "Yes" for s in given]) or 0) for k in range(3)]
        data["levels"][name] = [
            mean([box for q in members for box, level, _ in q["boxes"] if level == wanted])
            for wanted in ("Manager", "Implementation")
        ]
    data["scores"]["Overall"] = mean([data["scores"][a] for a in data["areas"] if data["scores"][a] is not None])
    data["by_area"] = {
        area: list(dict.fromkeys(q["element"] for q in data["questions"].values() if q["area"] == area))
        for area in data["areas"]
    }


def stand(data: Data, peers: dict[str, list[float]]) -> None:
    """Median and quartiles of the peers, for elements, areas and overall."""
    for area, elements in data["by_area"].items():
        rows = zip(*(peers[e] for e in elements if e in peers), strict=False)
        peers[area] = [sum(row) / len(row) for row in rows if row]
    peers["Overall"] = [sum(row) / len(row) for row in zip(*(peers[area] for area in data["areas"]), strict=False)]
    data["n_peers"] = len(peers["Overall"])
    data["peers"] = {
        name: [round(q) for q in np.percentile(values, [10, 25, 50, 75, 90])]
        for name, values in peers.items()
        if len(values) >= 20
    }


def position(data: Data, name: str) -> str:
    """Where a score stands, in words."""
    value, peers = data["scores"][name], data["peers"].get(name)
    if value is None or not peers:
        return "-"
    words = ["Lowest quarter", "Below median", "Above median", "Top quarter"]
    return words[sum(bool(value > quartile) for quartile in peers[1:4])]


def detail(data: Data, name: str) -> str:
    """Position, median and number of peers."""
    peers = data["peers"].get(name)
    return f"{position(data, name)}\nmedian {peers[2]}, n = {data['n_peers']}" if peers else "no peers"


def shown(value: float | None) -> str:
    """A figure as printed."""
    return "-" if value is None else str(round(value))


# ------------------------------------------------------------------------------------------------------------ charts


def save(figure: Any, path: Path) -> None:
    """Write a chart and be done with it."""
    figure.tight_layout()
    figure.savefig(path, dpi=200, bbox_inches="tight")
    plt.close(figure)


def position_chart(data: Data, names: list[str], title: str, path: Path) -> None:
    """A dot on the band of the peers, a row each."""
    figure, axes = plt.subplots(figsize=(6.3, 1.2 + 0.36 * len(names)))
    for row, name in enumerate(names):
        if name in data["peers"]:
            low, lower, median, upper, high = data["peers"][name]
            axes.barh(row, high - low, left=low, height=0.3, color="#E3E7EC", label="10-90 % of peers" * (not row))
            axes.barh(row, upper - lower, left=lower, height=0.5, color="#B4BFCB", label="middle half" * (not row))
            axes.plot([median, median], [row - 0.32, row + 0.32], color="#323F4B", label="median" * (not row))
        value = data["scores"][name]
        if value is not None:
            axes.plot(value, row, "o", color=BLUE, label="the company" * (not row))
            axes.annotate(shown(value), (value, row), xytext=(6, -3), textcoords="offset points", color=BLUE)
        axes.text(104, row, detail(data, name), va="center", fontsize=8)
    axes.set_yticks(range(len(names)), names)
    axes.set_xlim(0, 100)
    axes.invert_yaxis()
    axes.grid(axis="x", color="#D5DAE0")
    axes.set_title(title, loc="left", fontsize=11, fontweight="bold")
    axes.legend(ncol=4, fontsize=7, loc="upper center", bbox_to_anchor=(0.5, -0.15), frameon=False)
    save(figure, path)


def model_chart(data: Data, path: Path) -> None:
    """The model: a row of tiles for each area, coloured by quarter."""
    figure, axes = plt.subplots(figsize=(6.3, 5.0))
    shades = {"Lowest quarter": CREAM, "Below median": PALE, "Above median": MIDDLE, "Top quarter": BLUE}
    for row, (area, elements) in enumerate(data["by_area"].items()):
        axes.text(0, row - 0.42, f"{area} {shown(data['scores'][area])}", fontsize=9, fontweight="bold")
        for column, element in enumerate(elements):
            width = 1 / len(elements)
            fill = shades.get(position(data, element), "white")
            tile = Rectangle((column * width, row - 0.35), width * 0.97, 0.7, facecolor=fill, edgecolor="grey")
            axes.add_patch(tile)
            text = f"{textwrap.fill(element, 60 // len(elements))}\n{shown(data['scores'][element])}"
            ink = "white" if fill == BLUE else "black"
            axes.text((column + 0.5) * width, row, text, ha="center", va="center", fontsize=6, color=ink)
    axes.set_ylim(len(data["areas"]) - 0.4, -0.6)
    axes.axis("off")
    axes.set_title("The model and its scores", loc="left", fontsize=11, fontweight="bold")
    save(figure, path)


def profile_chart(data: Data, key: str, series: list[str], title: str, path: Path) -> None:
    """Several marks on one line for every element."""
    figure, axes = plt.subplots(figsize=(6.3, 6.0))
    for row, element in enumerate(data["elements"]):
        values = [value for value in data[key][element] if value is not None]
        if not values:
            continue
        axes.plot([min(values), max(values)], [row, row], color="#B4BFCB", linewidth=2)
        for value, mark, label in zip(data[key][element], "osD", series, strict=False):
            if value is not None:
                axes.plot(value, row, mark, color=BLUE, label=label * (not row))
        axes.text(104, row, " / ".join(shown(value) for value in values), va="center", fontsize=8)
    axes.set_yticks(range(len(data["elements"])), data["elements"], fontsize=8)
    axes.set_xlim(0, 100)
    axes.invert_yaxis()
    axes.grid(axis="x", color="#D5DAE0")
    axes.set_title(title, loc="left", fontsize=11, fontweight="bold")
    axes.legend(ncol=3, fontsize=7, loc="upper center", bbox_to_anchor=(0.5, -0.06), frameon=False)
    save(figure, path)


def road_map_chart(data: Data, path: Path) -> None:
    """Areas as lanes, horizons as columns, initiatives as cards."""
    figure, axes = plt.subplots(figsize=(6.3, 7.0))
    for column, horizon in enumerate(HORIZONS):
        axes.text(column + 0.5, -0.15, horizon, ha="center", fontweight="bold", fontsize=8)
        for row, area in enumerate(data["areas"]):
            cards = [entry for entry in data["road_map"] if entry[1] == area and entry[2] == horizon]
            for number, entry in enumerate(cards):
                text = textwrap.fill(f"{entry[3]} ({entry[4]})", 26)
                box = {"boxstyle": "round", "facecolor": "white", "edgecolor": "grey"}
                axes.text(column + 0.05, row + 0.08 + number * 0.9 / len(cards), text, fontsize=5, va="top", bbox=box)
    axes.set_yticks([row + 0.5 for row in range(len(data["areas"]))], data["areas"], fontsize=8)
    axes.set_xticks(range(5), [""] * 5)
    axes.set_xlim(0, 4)
    axes.set_ylim(len(data["areas"]), -0.3)
    axes.grid(axis="x", color="#D5DAE0")
    axes.set_title("Road map", loc="left", fontsize=11, fontweight="bold")
    save(figure, path)


def draw(data: Data, folder: Path) -> dict[str, Path]:
    """Ten charts, by name."""
    charts = {name: folder / f"{name}.png" for name in ("overall", "model", "evidence", "levels", "road-map")}
    position_chart(data, ["Overall", *data["areas"]], "Overall and areas among peers", charts["overall"])
    model_chart(data, charts["model"])
    profile_chart(data, "states", STATES, "Share of answers with each state, %", charts["evidence"])
    profile_chart(data, "levels", ["Managers", "Implementation"], "Level against level", charts["levels"])
    road_map_chart(data, charts["road-map"])
    for number, area in enumerate(data["areas"]):
        charts[area] = folder / f"area-{number}.png"
        position_chart(data, data["by_area"][area], f"{area} among peers", charts[area])
    return charts


# ------------------------------------------------------------------------------------------------------------ report


def context(data: Data, charts: dict[str, Path], template: DocxTemplate) -> Data:
    """What the template fills in."""

    def chart(name: str) -> InlineImage:
        return InlineImage(template, str(charts[name]), width=Mm(160))

    def part(name: str, below: list[str]) -> Data:
        findings = {kind: [f[3] for f in data["findings"] if f[1] == name and f[2] == kind] for kind in SWOT}
        plans = {h: [p[3] for p in data["road_map"] if p[1] == name and p[2] == h] for h in HORIZONS}
        texts = [n[2] for n in data["narrative"] if n[1] == name] + [f[3] for f in data["findings"] if f[1] == name]
        quotes = [f"{n[3]} ({n[2]}, interview {n[0]})" for n in data["notes"] if n[1] in below]
        rows = [
            [row, shown(data["scores"][row]), shown((data["peers"].get(row) or [None] * 3)[2]), position(data, row)]
            + [shown(value) for value in data["states"].get(row, [None] * 3)]
            for row in [name, *below]
        ]
        return {
            "name": name,
            "score": shown(data["scores"][name]),
            "position": position(data, name),
            "picture": chart("overall" if name == "Overall" else name),
            "texts": [*texts, *quotes],
            "rows": rows,
            "swot": ["\n".join(findings[kind]) for kind in SWOT],
            "plans": ["\n".join(plans[horizon]) for horizon in HORIZONS],
        }

    questions = [{"id": id, **question} for id, question in data["questions"].items()]
    apart = sorted((q for q in questions if (q["spread"] or 0) >= 40), key=lambda q: -q["spread"])
    scored = sorted(data["elements"], key=lambda name: data["scores"][name] or 0)
    return {
        "client": data["client"],
        "parts": [part("Overall", data["areas"]), *(part(area, data["by_area"][area]) for area in data["areas"])],
        "narrative": [text for _, area, text in data["narrative"] if not area],
        "headlines": data["headlines"],
        "road_map": [
            [area, *("\n".join(p[3] for p in data["road_map"] if p[1:3] == (area, h)) for h in HORIZONS)]
            for area in data["areas"]
        ],
        "pictures": [chart(name) for name in ("model", "evidence", "levels", "road-map")],
        "elements": [
            {"name": name, "rows": [question_row(q) for q in questions if q["element"] == name]}
            for name in data["elements"]
        ],
        "interviews": data["interviews"],
        "apart": [[q["id"], q["text"], str(q["spread"]), str(q["n"]), q["reason"] or "Mean stands"] for q in apart],
        "lenses": [
            {"name": f"Lens {number + 1}", "rows": [[name, shown(data["scores"][name])] for name in scored[number::4]]}
            for number in range(4)
        ],
        "boxes": [100, 80, 60, 40, 20, 5],
    }


def question_row(question: Data) -> list[str]:
    """A row of the appendix."""
    reason = f" ({question['reason']})" if question["reason"] else ""
    values = (question["score"], question["n"], question["spread"])
    return [question["id"], question["text"] + reason, *(shown(value) for value in values)]


def build(workbook: Path, plain: Path, folder: Path) -> None:
    """Read, score, compare, draw, fill, save."""
    folder.mkdir(parents=True, exist_ok=True)
    data = read(workbook)
    score(data)
    stand(data, read_peers(workbook.with_name("sample-peers.xlsx"), data["elements"]))
    charts = draw(data, folder)
    template = DocxTemplate(plain)
    template.render(context(data, charts, template), autoescape=True)
    template.save(folder / "report.docx")
    figures = {key: data[key] for key in ("client", "scores", "states", "levels", "peers", "questions", "answers")}
    (folder / "results.json").write_text(json.dumps(figures, indent=2, default=str), encoding="utf-8")


def check(workbook: Path) -> None:
    """Read the workbook and say how many answers are missing or cannot be read."""
    data = read(workbook)
    given = [answer for _, _, answer, _, _ in data["answers"] if answer]
    known = [a for a in given if a.split(" - ")[0] in {"100", "80", "60", "40", "20", "5"} or a.startswith("N")]
    print(f"{len(data['answers'])} places, {len(given)} answers, {len(given) - len(known)} unreadable")
    print(f"median of boxes: {statistics.median(int(a.split(' - ')[0]) for a in given if a[0].isdigit())}")


# ---------------------------------------------------------------------------------------------------------- template


def add_table(document: Any, heads: list[str], cells: list[str], loop: str = "") -> None:
    """A table with a head and one row, repeated where `loop` names the entries."""
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.text = text
    if loop:
        table.add_row().cells[0].text = f"{{%tr for {loop} %}}"
    for cell, text in zip(table.add_row().cells, cells, strict=True):
        cell.text = text
    if loop:
        table.add_row().cells[0].text = "{%tr endfor %}"
    document.add_paragraph()


def add_paragraphs(document: Any, loop: str, text: str) -> None:
    """A paragraph, repeated for the entries that `loop` names."""
    for line in (f"{{%p for {loop} %}}", text, "{%p endfor %}"):
        document.add_paragraph(line)


def columns(row: str, count: int) -> list[str]:
    """Cells that show the entries of a list."""
    return [f"{{{{ {row}[{number}] }}}}" for number in range(count)]


def make_template(path: Path) -> None:
    """The template, with as many tables as a report of five areas and eighteen elements has."""
    document = docx.Document()
    document.add_heading("Report into {{ client }}", 0)
    add_table(document, ["Prepared for"], ["{{ client }}"])
    add_table(document, ["Score", "Part"], ["{{ p.score }}", "{{ p.name }} {{ p.position }}"], "p in parts")
    add_paragraphs(document, "text in narrative", "{{ text }}")
    add_table(document, ["Heard in", "Status", "Headline"], columns("h", 3), "h in headlines[:11]")
    add_table(document, ["State", "What we look for"], ["{{ s }}", "What can be seen of it"], f"s in {STATES}")
    add_table(document, ["Box", "What it takes"], ["{{ b }}", "What it takes"], "b in boxes")
    add_table(document, ["Area", "What we look at"], ["{{ p.name }}", "{{ p.texts[0] }}"], "p in parts[1:]")
    add_paragraphs(document, "picture in pictures", "{{ picture }}")
    document.add_paragraph("{%p for p in parts %}")
    document.add_heading("{{ p.name }}", 1)
    add_table(document, ["Score", "Position"], ["{{ p.score }}", "{{ p.position }}"])
    document.add_paragraph("{{ p.picture }}")
    add_table(document, ["Part", "Score", "Median", "Among peers", *STATES], columns("r", 7), "r in p.rows")
    add_paragraphs(document, "text in p.texts", "{{ text }}")
    swot = document.add_table(rows=2, cols=2, style="Table Grid")
    for number, kind in enumerate(SWOT):
        swot.cell(number // 2, number % 2).text = f"{kind}s\n{{{{ p.swot[{number}] }}}}"
    document.add_paragraph()
    add_table(document, HORIZONS, columns("p.plans", 4))
    document.add_paragraph("{%p endfor %}")
    add_table(document, ["Area", *HORIZONS], columns("r", 5), "r in road_map")
    document.add_paragraph("{%p for e in elements %}")
    document.add_heading("{{ e.name }}", 2)
    add_table(document, ["No.", "Question", "Score", "n", "Spread"], columns("r", 5), "r in e.rows")
    document.add_paragraph("{%p endfor %}")
    cells = ["{{ i.code }}", "{{ i.date }}", "{{ i.level }}", "{{ i.left_out }}"]
    add_table(document, ["No.", "Date", "Level", "Left out"], cells, "i in interviews")
    add_table(document, ["No.", "Question", "Apart", "n", "Outcome"], columns("r", 5), "r in apart")
    document.add_paragraph("{%p for lens in lenses %}")
    add_table(document, ["{{ lens.name }}", "Score"], columns("r", 2), "r in lens.rows")
    document.add_paragraph("{%p endfor %}")
    document.save(str(path))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--template", path]:
            make_template(Path(path))
        case ["--check", path]:
            check(Path(path))
        case [workbook, plain, folder]:
            build(Path(workbook), Path(plain), Path(folder))
        case _:
            sys.exit(__doc__)
