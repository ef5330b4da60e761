"""What the tests of reviews share: stances as the warehouse gives them, and filling in files as a coder would."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from flows.review_sheet import COLUMNS
from schemas.tables.extracted import Stances
from transforms.extract import row_id

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHOSEN = ("verdict", "polarity", "issue_polarity", "issue_id")
PLAIN: dict[str, Any] = {
    "sentence": 0,
    "attribution_level": 1,
    "polarity": "support",
    "intensity": 2,
    "act": "demand",
    "mode": "indirect",
    "is_negated": False,
    "score": 0.5,
    "rule": "demand",
    "extractor": "rules",
    "extractor_version": "1",
    "codebook_version": "1",
    "run_id": "run-1",
    "target_key": "truce",
}


def stance(text: str, evidence: str, mention: str, target: str, **values: Any) -> dict[str, Any]:
    """A row of stances whose words stand in the text, with the columns that `review_sample` adds."""
    row: dict[str, Any] = {**dict.fromkeys(Stances.polars_schema()), **PLAIN}
    start = text.index(evidence)
    article_id = row_id(text)
    for name, phrase in (("evidence", evidence), ("mention", mention), ("target", target)):
        place = text.index(phrase, start)
        row |= {name: phrase, f"{name}_start": place, f"{name}_end": place + len(phrase)}
    spans = ("evidence_start", "evidence_end", "mention_start", "target_start", "target_end")
    row |= {
        "article_id": article_id,
        "holder": mention,
        "stance_id": row_id(article_id, *(row[name] for name in spans)),
        "article_title": None,
        "published_at": None,
        "text": text,
        "offset_map": json.dumps([[0, 0, len(text)]]),
        "issue_label": None,
        "proposition": None,
        "holder_label": None,
    }
    return row | values


def fill_sheet(path: Path, rows: Mapping[int, Mapping[str, str]]) -> None:
    """Type the values into the spreadsheet, by number of the row under the heading, as text."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    root = etree.fromstring(parts[sheet])
    data = root.find(f"{NAMESPACE}sheetData")
    assert data is not None
    for number, values in rows.items():
        place = str(number + 1)
        line = data.find(f"{NAMESPACE}row[@r='{place}']")
        if line is None:
            line = etree.SubElement(data, f"{NAMESPACE}row", r=place)
        for name, value in values.items():
            _type(line, place, COLUMNS.index(name), value)
    parts[sheet] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)


def _type(line: Any, place: str, column: int, value: str) -> None:
    name = chr(ord("A") + column) + place
    cells = list(line)
    for cell in cells:
        if cell.get("r") == name:
            line.remove(cell)
    cell = etree.Element(f"{NAMESPACE}c", r=name, t="inlineStr")
    text = etree.SubElement(etree.SubElement(cell, f"{NAMESPACE}is"), f"{NAMESPACE}t")
    text.text = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", value)  # as Excel itself escapes what looks escaped
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    before = [one for one in line if (len(one.get("r")), one.get("r")) < (len(name), name)]
    line.insert(len(before), cell)


def label_tasks(path: Path, answers: Mapping[str, Mapping[str, str]], who: object = 1) -> None:
    """Label the tasks as Label Studio exports them: an annotation each, answers by key and name of the control."""
    tasks = json.loads(path.read_text(encoding="utf-8"))
    for number, task in enumerate(tasks, 1):
        task["id"] = number
        if task["data"]["key"] not in answers:
            continue
        result = [
            {"from_name": name, "to_name": "sentence", "type": kind, "value": {field: [value]}}
            for name, value in answers[task["data"]["key"]].items()
            for kind, field in [("choices", "choices") if name in CHOSEN else ("textarea", "text")]
            if value
        ]
        done = {"id": number, "completed_by": who, "was_cancelled": False, "result": result}
        task.setdefault("annotations", []).append(done)
    path.write_text(json.dumps(tasks), encoding="utf-8")
