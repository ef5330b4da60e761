"""The way back from Discourse Network Analyzer: an event list as rows that `stancehouse evaluate` understands.

    CSV of DNA, or of `stancehouse export --format dna` -> JSON lines: doc_id, evidence, actor, target, polarity, ...

Columns are found by name: DNA 2's `docId` and DNA 3's `document ID` are one. Nothing is guessed: a line without
document, text, actor, concept or agreement is an error with its place.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from schemas.errors import InputError
from warehouse.export_target import whole_file

NAMES = {  # what a column is called, in letters alone, and what it is
    "statementid": "statement", "id": "statement", "documentid": "document", "docid": "document",
    "documenttitle": "title", "doctitle": "title", "title": "title", "text": "text", "time": "time", "date": "date",
    "start": "start", "startcaret": "start", "stop": "stop", "stopcaret": "stop", "endcaret": "stop",
    "person": "person", "organization": "organization", "organisation": "organization", "concept": "concept",
    "agreement": "agreement", "target": "target", "targetagreement": "target_agreement",
}  # fmt: skip
NEEDED = ("text", "concept", "agreement")
SIDES = {"1": "support", "true": "support", "yes": "support", "0": "oppose", "false": "oppose", "no": "oppose"}


def import_dna(path: Path, *, by_title: bool = False) -> list[dict[str, Any]]:
    """The statements of an event list as gold rows, in its order; `by_title` takes the title for `doc_id`.

    `actor` is the person, else the organization; where there are both, `represents` is the organization. `target`
    and side are those of our own columns `target` and `target_agreement` where both are filled, else concept and
    agreement. Raises `InputError` with file, line and remedy.
    """
    document = "title" if by_title else "document"
    return [_row(cells, place, document) for cells, place in _lines(path, document)]


def write_rows_as_lines(rows: list[dict[str, Any]], target: Path) -> None:
    """Write the rows as JSON lines, whole or not at all."""
    with whole_file(target) as place:
        place.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def _lines(path: Path, document: str) -> Iterator[tuple[dict[str, str], str]]:
    """The cells of each line by what they are, and where it stands."""
    text = _text(path)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count), strict=True)
    try:
        head = [NAMES.get(re.sub(r"[^a-z]", "", name.lower()), name) for name in next(reader, [])]
        missing = [name for name in (document, *NEEDED) if name not in head]
        if not {"person", "organization"} & set(head):
            missing.append("person or organization")
        if missing:
            raise InputError(
                f"{path}:1: no column {', '.join(missing)} among {', '.join(head) or 'none'}; export an event list "
                "with person, organization, concept and agreement from DNA"
            )
        for cells in reader:
            place = f"{path}:{reader.line_num}"
            if len(cells) != len(head):
                raise InputError(f"{place}: {len(cells)} cells under {len(head)} columns; mend the quotes of that line")
            yield dict(zip(head, cells, strict=True)), place
    except csv.Error as error:
        raise InputError(f"{path}:{reader.line_num}: {error}; mend that line, or save the list as CSV again") from error


def _row(cells: dict[str, str], place: str, document: str) -> dict[str, Any]:
    person, organization = cells.get("person", ""), cells.get("organization", "")
    empty = [name for name in (document, *NEEDED) if not cells[name].strip()]
    if not (person.strip() or organization.strip()):
        empty.append("person or organization")
    if empty:
        raise InputError(f"{place}: nothing in {', '.join(empty)}; fill it in, or take the line out")
    own = bool(cells.get("target") and cells.get("target_agreement"))
    side = cells["target_agreement"] if own else cells["agreement"]
    if side.strip().lower() not in SIDES:
        raise InputError(f"{place}: agreement '{side}' is none of 1, 0, true, false, yes, no; mend that cell")
    actor = person if person.strip() else organization
    row: dict[str, Any] = {
        "doc_id": cells[document],
        "evidence": cells["text"],
        "actor": actor,
        "mention": actor,
        "represents": organization if person.strip() and organization.strip() else None,
        "target": cells["target"] if own else cells["concept"],
        "issue": cells["concept"],
        "polarity": SIDES[side.strip().lower()],
    }
    row |= {name: int(cells[name]) for name in ("start", "stop") if cells.get(name, "").strip().isdecimal()}
    return row


def _text(path: Path) -> str:
    if not path.is_file():
        raise InputError(f"event list '{path}' is {'a folder' if path.is_dir() else 'not there'}; check the path")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"'{path}' is not UTF-8 (byte {error.start}); save it as CSV in UTF-8") from error
