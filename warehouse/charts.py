"""The charts of a report: made by Altair, drawn once to SVG or PNG, so that a page needs no script.

    Report -> Chart (title, description, specification) -> svg(), png()          inline(svg) for a page in light or dark

Each side has a colour, a shape and a word: no chart tells sides by colour alone. The description says in words what the
chart shows; the figures stand in the report's tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import altair as alt
import networkx  # type: ignore[import-untyped]
import vl_convert
from lxml import etree

from warehouse.report_data import Report, Row
from warehouse.report_text import shown

Frame = list[dict[str, Any]]
# the colours of a drawing on white; in a page each becomes the variable of that name, which differs in the dark
COLOURS = {"--for": "#1a6b3c", "--against": "#a3271f", "--mixed": "#7a5a00", "--ink": "#1d2126", "--faint": "#5c6670",
           "--line": "#d9dcdf", "--paper": "#fdfdfb"}  # fmt: skip
SIDES = {"support": "for", "oppose": "against", "mixed": "undecided"}
SHAPES = {"for": "triangle-up", "against": "triangle-down", "undecided": "diamond"}
MAX_ROWS, MAX_NODES, MAX_EDGES, LABEL = 20, 24, 80, 34
KEPT = {"svg", "g", "path", "rect", "line", "text", "tspan", "circle", "defs", "clipPath"}
DROPPED = ("on", "style", "href", "{http://www.w3.org/1999/xlink}")


@dataclass(frozen=True)
class Chart:
    """One chart: a name for its file, its title, what it shows in words, and its Vega-Lite specification."""

    name: str
    title: str
    description: str
    specification: dict[str, Any]

    def svg(self) -> str:
        """The drawing, on white."""
        return str(vl_convert.vegalite_to_svg(self.specification))

    def png(self) -> bytes:
        """The picture, at twice the size on white."""
        return bytes(vl_convert.vegalite_to_png(self.specification, scale=2))


def charts(report: Report) -> list[Chart]:
    """The charts that the report has the rows for: issues, timeline, network, matrix."""
    return [chart for draw in (_issues, _timeline, _network, _matrix) for chart in draw(report)]


def inline(svg: str) -> str:
    """The drawing for a page: shapes and text alone, in the page's own colours, hidden from screen readers.

    Whatever else is in it, a script or a link, is left out: the labels come from the web.
    """
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or etree.QName(element).localname not in KEPT:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        for name in list(element.attrib):
            if str(name).startswith(DROPPED) or str(name).startswith("aria"):
                del element.attrib[name]
    etree.cleanup_namespaces(root)
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    root.attrib.pop("height", None)  # the view box keeps the proportions on a narrow screen
    text = etree.tostring(root, encoding="unicode")
    for variable, colour in COLOURS.items():
        text = text.replace(f'"{colour}"', f'"var({variable})"')
    return str(text)


def _issues(report: Report) -> Iterator[Chart]:
    """For and against by issue, apart to the right and to the left of nought."""
    shown_issues = {issue["key"]: _cut(issue["label"]) for issue in report.issues[:MAX_ROWS]}
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for (_, issue), cell in report.cells.items():
        if issue in shown_issues:
            for side, column in (("for", "supports"), ("against", "opposes"), ("undecided", "mixed")):
                counts[issue, side] += cell[column]
    frame = [
        {"issue": label, "side": side, "reports": -counts[key, side] if side == "against" else counts[key, side]}
        for key, label in shown_issues.items()
        for side in ("for", "undecided", "against")
        if counts[key, side]
    ]
    if not frame:
        return
    chart = alt.Chart(alt.InlineData(values=frame)).mark_bar(height={"band": 0.7}).encode(
        x=alt.X("reports:Q", title="← reports against | reports for, then undecided →",
                axis=alt.Axis(format="d", labelExpr="abs(datum.value)", tickMinStep=1)),
        y=alt.Y("issue:N", sort=list(shown_issues.values()), title=None),
        color=_colour(), order=alt.Order("side:N", sort="ascending"),
    )  # fmt: skip
    words = f"Bars of the reports for and against each of {len(shown_issues)} issues; the most reported first."
    yield _chart("issues", "For and against, by issue", words, chart.properties(width=760, height={"step": 20}))


def _timeline(report: Report) -> Iterator[Chart]:
    """Reports by issue and day, a mark for each side."""
    labels = {issue["key"]: _cut(issue["label"]) for issue in report.issues[:MAX_ROWS]}
    frame = [
        {"issue": labels[row["issue_id"]], "day": f"{row['stated_on']}T00:00:00Z", "side": SIDES[row["side"]],
         "reports": row["reports"]}
        for row in report.timeline if row["issue_id"] in labels
    ]  # fmt: skip
    if not frame:
        return
    days = sorted({row["day"] for row in frame})
    sizes = sorted({1, max(row["reports"] for row in frame)})
    chart = alt.Chart(alt.InlineData(values=frame)).mark_point(filled=True, opacity=0.85).encode(
        x=alt.X("day:T", title="day (UTC)", scale=alt.Scale(type="utc"),
                axis=alt.Axis(format="%-d %b %Y", labelOverlap=True, labelAngle=0, tickCount=6)),
        y=alt.Y("issue:N", sort=list(labels.values()), title=None, axis=alt.Axis(grid=True)),
        yOffset=alt.YOffset("side:N", sort=list(SHAPES)),
        size=alt.Size("reports:Q", scale=alt.Scale(range=[30, 260]), legend=alt.Legend(format="d", values=sizes)),
        shape=alt.Shape("side:N", scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())), title=None),
        color=_colour(),
    )  # fmt: skip
    words = (
        f"Reports by issue and day from {days[0][:10]} to {days[-1][:10]}: triangles that point up are for, those "
        "that point down against, diamonds undecided; the larger, the more reports."
    )
    yield _chart("timeline", "Timeline", words, chart.properties(width=760, height={"step": 34, "for": "position"}))


def _network(report: Report) -> Iterator[Chart]:
    """Holders as points, a line between two that agree (whole) or conflict (dashed) on some issue."""
    weights: dict[str, int] = defaultdict(int)
    labels: dict[str, str] = {}
    for row in report.network:
        for key, label in ((row["holder_key"], row["holder_label"]), (row["other_key"], row["other_label"])):
            weights[key] += row["agreements"] + row["conflicts"]
            labels[key] = _cut(label, 24)
    nodes = set(sorted(weights, key=lambda one: (-weights[one], one))[:MAX_NODES])
    pairs = [row for row in report.network if row["holder_key"] in nodes and row["other_key"] in nodes][:MAX_EDGES]
    if not pairs:
        return
    places = _places(pairs)
    edges = [
        {"x": places[row["holder_key"]][0], "y": places[row["holder_key"]][1], "x2": places[row["other_key"]][0],
         "y2": places[row["other_key"]][1], "weight": row["agreements"] + row["conflicts"],
         "tie": "agree" if row["agreements"] > row["conflicts"] else "conflict"
         if row["conflicts"] > row["agreements"] else "both"}
        for row in pairs
    ]  # fmt: skip
    points = [{"x": x, "y": y, "holder": labels[key], "weight": weights[key]} for key, (x, y) in places.items()]
    ties = ["agree", "conflict", "both"]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(padding=60))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(padding=24))
    lines = alt.Chart(alt.InlineData(values=edges)).mark_rule(opacity=0.7).encode(
        x=x, y=y, x2="x2:Q", y2="y2:Q",
        strokeWidth=alt.StrokeWidth("weight:Q", scale=alt.Scale(range=[1, 4]), legend=None),
        color=alt.Color("tie:N", title=None, scale=alt.Scale(
            domain=ties, range=[COLOURS["--for"], COLOURS["--against"], COLOURS["--mixed"]])),
        strokeDash=alt.StrokeDash("tie:N", title=None, scale=alt.Scale(domain=ties, range=[[1, 0], [6, 4], [2, 3]])),
    )  # fmt: skip
    base = alt.Chart(alt.InlineData(values=points)).encode(x=x, y=y)
    dots = base.mark_circle(color=COLOURS["--ink"], opacity=1).encode(
        size=alt.Size("weight:Q", scale=alt.Scale(range=[40, 300]), legend=None)
    )
    names = base.mark_text(dy=-13, fontSize=11, color=COLOURS["--ink"]).encode(text="holder:N")
    paper = COLOURS["--paper"]  # a rim of paper parts a name from the lines behind it
    rims = base.mark_text(dy=-13, fontSize=11, color=paper, stroke=paper, strokeWidth=4).encode(text="holder:N")
    words = (
        f"{len(places)} holders; whole lines join {sum(one['tie'] == 'agree' for one in edges)} pairs that "
        f"mostly agree, dashed lines {sum(one['tie'] == 'conflict' for one in edges)} that mostly conflict."
    )
    drawn = alt.layer(lines, dots, rims, names).properties(width=900, height=520)
    yield _chart("network", "Agreement and conflict", words, drawn)


def _places(pairs: list[Row]) -> dict[str, tuple[float, float]]:
    """Where each holder stands: those that agree near one another; the same for the same pairs."""
    graph = networkx.Graph()
    for row in pairs:
        graph.add_edge(
            row["holder_key"], row["other_key"], weight=(1 + 2 * row["agreements"]) / (1 + 2 * row["conflicts"])
        )
    found = networkx.spring_layout(graph, seed=1, k=1.6 / len(graph) ** 0.5, iterations=120)
    return {key: (round(float(x), 4), round(float(y), 4)) for key, (x, y) in sorted(found.items())}


def _matrix(report: Report) -> Iterator[Chart]:
    """The matrix as a picture, for whoever wants it in a talk: the page itself has it as a table."""
    holders = {one["key"]: _cut(one["label"]) for one in report.holders[:30]}
    issues = {one["key"]: _cut(one["label"]) for one in report.issues[:MAX_ROWS]}
    signs = {"support": "+", "oppose": "−", "mixed": "±"}
    frame = [
        {"holder": holders[holder], "issue": issues[issue], "side": SIDES[cell["side"]],
         "text": f"{signs[cell['side']]} {cell['reports']}"}
        for (holder, issue), cell in report.cells.items() if holder in holders and issue in issues
    ]  # fmt: skip
    if not frame:
        return
    base = alt.Chart(alt.InlineData(values=frame)).encode(
        x=alt.X("issue:N", sort=list(issues.values()), title=None, axis=alt.Axis(orient="top", labelAngle=-45)),
        y=alt.Y("holder:N", sort=list(holders.values()), title=None),
    )
    boxes = base.mark_rect(opacity=0.85).encode(color=_colour())
    text = base.mark_text(color="white", fontSize=11).encode(text="text:N")
    drawn = alt.layer(boxes, text).properties(width={"step": 38}, height={"step": 20})
    yield _chart("matrix", "Holders and issues", "Prevailing side and reports of each holder on each issue.", drawn)


def _colour() -> alt.Color:
    colours = [COLOURS["--for"], COLOURS["--against"], COLOURS["--mixed"]]
    return alt.Color("side:N", title=None, scale=alt.Scale(domain=list(SHAPES), range=colours))


def _chart(name: str, title: str, description: str, chart: alt.Chart | alt.LayerChart | alt.FacetChart) -> Chart:
    ink, faint, line = COLOURS["--ink"], COLOURS["--faint"], COLOURS["--line"]
    drawn = (
        chart.configure(background=COLOURS["--paper"], font="sans-serif")
        .configure_view(stroke=None)
        .configure_axis(labelColor=ink, titleColor=faint, gridColor=line, domainColor=line, tickColor=line,
                        labelLimit=260, labelFontSize=12, titleFontWeight="normal")
        .configure_legend(labelColor=ink, titleColor=faint, orient="bottom", labelFontSize=12, symbolFillColor=faint)
    )  # fmt: skip
    return Chart(name, title, description, drawn.to_dict())


def _cut(text: object, most: int = LABEL) -> str:
    whole = shown(text)
    return whole if len(whole) <= most else whole[: most - 1].rstrip() + "…"
