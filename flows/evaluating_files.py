"""Read what an evaluation needs from files: gold rows, predictions, gold issues, PolNeAR's folder.

JSON lines -> Line (row, place) -> rows that keep the rules, or InputError with file, line and remedy
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.sources.decoding import decode
from schemas.errors import InputError
from schemas.table import POLARITIES
from transforms.attributions import Attribution, attribution_of
from transforms.brat import read_brat
from transforms.documents import RawDocument, Unreadable
from transforms.evaluate import as_predictions
from transforms.evaluate_tallies import Issues, issue_key
from transforms.scoring import Row


@dataclass(frozen=True)
class Line:
    """A JSON object and where it stands."""

    row: dict[str, Any]
    place: str


def read_text(path: Path, what: str) -> str:
    """The UTF-8 text of a file. Raises `InputError` where it is not there, or no UTF-8."""
    if not path.is_file():
        raise InputError(f"{what} file '{path}' is {'a folder' if path.is_dir() else 'not there'}; check the path")
    text = decode(path.read_bytes(), str(path))
    if isinstance(text, Unreadable):
        raise InputError(text.message)
    return text


def read_lines(path: Path, what: str) -> list[Line]:
    """The JSON objects of a file, each with a `doc_id`; empty lines are skipped. Raises `InputError` for any other."""
    lines = []
    for number, line in enumerate(read_text(path, what).split("\n"), 1):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InputError(f"{place}: no JSON object with a doc_id: {error}; mend that line") from error
        if not isinstance(row, dict) or not isinstance(row.get("doc_id"), str):
            raise InputError(f"{place}: no JSON object with a doc_id; mend that line")
        lines.append(Line(row, place))
    return lines


def gold_stances(path: Path) -> list[dict[str, Any]]:
    """Gold stances; a row without evidence names an article without any. Raises `InputError` for a row that lacks
    what scoring needs.
    """
    lines = read_lines(path, "gold")
    for line in lines:
        if line.row.get("evidence"):
            _check_stance(line)
    return [line.row for line in lines]


def stance_predictions(path: Path) -> list[dict[str, Any]]:
    """Predicted stances with the guidelines' fields, or rows of `stances` as `extract --format jsonl` writes them.

    Raises `InputError` for the first line without what scoring needs.
    """
    lines = read_lines(path, "predictions")
    for line in lines:
        _check_stance(line)
    return [line.row if "actor" in line.row else as_predictions([line.row])[0] for line in lines]


def attributions(lines: Iterable[Line]) -> list[Attribution]:
    """The attribution of each line. Raises `InputError` with the place of one that breaks a rule."""
    found = []
    for line in lines:
        try:
            found.append(attribution_of(line.row))
        except ValueError as error:
            raise InputError(f"{line.place}: {error}") from error
    return found


def issues_of(path: Path, gold: Sequence[Row]) -> Issues:
    """The gold issue of gold rows, joined by doc_id, evidence, actor and target.

    Rows of articles that the gold does not name are left aside. Raises `InputError` for one that belongs to an
    article of the gold and to none of its rows.
    """
    keys = {issue_key(row) for row in gold}
    articles = {row["doc_id"] for row in gold}
    found = {}
    for line in read_lines(path, "issues"):
        key = issue_key(line.row)
        if line.row["doc_id"] not in articles:
            continue
        if key not in keys or not line.row.get("issue"):
            raise InputError(
                f"{line.place}: no gold row has its doc_id, evidence, actor and target, or it names no issue; "
                "give the issues that were made from this gold"
            )
        found[key] = str(line.row["issue"])
    return found


def gold_of_folder(folder: Path) -> tuple[list[RawDocument | Unreadable], dict[str, list[Attribution]]]:
    """Documents and gold attributions of a part of PolNeAR: `text/NAME.txt` and `attributions/NAME_ANNOTATOR.ann`.

    Where several people annotated a text, the first in alphabetical order counts. Raises `InputError` where a folder
    or a text is missing, or an annotation cannot be read.
    """
    annotations: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        annotations.setdefault(path.stem.rpartition("_")[0], path)
    if not annotations:
        raise InputError(f"'{folder}' has no attributions/*.ann; give the folder that holds text/ and attributions/")
    documents: list[RawDocument | Unreadable] = []
    gold = {}
    for name, path in annotations.items():
        source = folder / "text" / f"{name}.txt"
        documents.append(RawDocument(source=str(source), doc_id=name, text=read_text(source, "text")))
        try:
            gold[name] = read_brat(read_text(path, "annotation"), name)
        except ValueError as error:
            raise InputError(f"{path}: {error}; mend the annotation") from error
    return documents, gold


def _check_stance(line: Line) -> None:
    row = line.row
    missing = [field for field in ("evidence", "target") if not isinstance(row.get(field), str)]
    if not any(isinstance(row.get(field), str) for field in ("actor", "holder")):
        missing.append("actor")
    if missing:
        raise InputError(f"{line.place}: no text in {', '.join(missing)}; write the fields of the guidelines")
    if row.get("polarity") not in POLARITIES:
        raise InputError(f"{line.place}: polarity {row.get('polarity')!r} is none of {', '.join(POLARITIES)}")
    confidence = row.get("confidence")
    if confidence is not None and not (isinstance(confidence, int | float) and 0 <= confidence <= 1):
        raise InputError(f"{line.place}: confidence {confidence!r} is no number from 0 to 1; leave it out, or scale it")
