"""A review as tasks of Label Studio, with the extractor's side as a prediction, and its labelling configuration.

    Review -> tasks.json + tasks.xml -> labelled there -> JSON export -> FilledFile, one a review

A task has one stance, and the text of its article, in which stances that are missing are marked. The file that comes
back is Label Studio's export of kind JSON; it names people by number, and where several labelled, each is a coder.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.evaluating_files import read_text
from flows.review_form import ANSWERS, Filled, FilledFile, Review, as_json
from flows.review_studio_view import MISSING, configuration
from schemas.errors import InputError

Item = dict[str, Any]


def write_tasks(review: Review, issues: Iterable[dict[str, Any]], path: Path) -> Path:
    """Write the tasks, and beside them the configuration, whose path is returned."""
    beside = path.with_suffix(".xml")
    tasks = [_task(review, key) for key in review.shown]
    try:
        path.write_text(json.dumps(tasks, indent=1), encoding="utf-8")
        beside.write_text(configuration(issues), encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write '{path}': {error.strerror}; give another file") from error
    return beside


def read_tasks(path: Path) -> list[FilledFile]:
    """Label Studio's export as it came back, a review each, their rows in the order in which they were labelled.

    Raises `InputError` where it is none of ours.
    """
    try:
        tasks = json.loads(read_text(path, "review"))
        done = [(task, one) for task in tasks for one in task.get("annotations", []) if not one.get("was_cancelled")]
        many = len({str(_who(one)) for _, one in done}) > 1
        reviews: dict[str, FilledFile] = {}
        for task in tasks:
            data, review_id = task["data"], str(task["data"]["review_id"])
            review = reviews.setdefault(review_id, FilledFile(review_id, {}, []))
            review.shown[data["key"]] = json.loads(data["stance"])
        for task, one in done:
            reviews[str(task["data"]["review_id"])].rows.extend(_filled(task, one, path, many))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise InputError(
            f"'{path}' is no export of our tasks: {type(error).__name__} {error}; in Label Studio, export as JSON"
        ) from error
    if not reviews:
        raise InputError(f"'{path}' holds no task; in Label Studio, label some and export as JSON")
    first = datetime.min.replace(tzinfo=UTC)
    for review in reviews.values():
        review.rows.sort(key=lambda row: row.decided_at or first)
    return list(reviews.values())


def code_points(text: str, start: int, end: int, words: str) -> tuple[int, int]:
    """Where a mark stands, in code points: Label Studio 1.23 counts these, earlier ones the UTF-16 units of a browser.

    The words that were marked decide between the two.

    >>> dove = "\\U0001f54a Oslo wants peace."
    >>> code_points(dove, 2, 6, "Oslo"), code_points(dove, 3, 7, "Oslo")
    ((2, 6), (2, 6))
    """
    units = text.encode("utf-16-le", "surrogatepass")
    as_units = len(_decoded(units[: 2 * start])), len(_decoded(units[: 2 * end]))
    marked = _plain(words)
    fits = [span for span in ((start, end), as_units) if _plain(text[slice(*span)]) == marked]
    return fits[0] if fits else (start, end)


def _decoded(units: bytes) -> str:
    return units.decode("utf-16-le", "surrogatepass")


def _plain(words: str) -> str:
    """Words with single spaces; Label Studio writes the end of a line as a backslash and an n."""
    return " ".join(words.replace("\\n", " ").split())


def _task(review: Review, key: str) -> Item:
    shown, cells = review.shown[key], review.cells[key]
    side = {
        "from_name": "polarity",
        "to_name": "sentence",
        "type": "choices",
        "value": {"choices": [shown["polarity"]]},
    }
    version = f"{shown['extractor']} {shown['extractor_version']}"
    score = shown["confidence"] if shown["confidence"] is not None else shown["score"]
    told = {"review_id": review.review_id, "key": key, "stance": as_json(shown), "text": review.texts[key]}
    data = {**told, **{name.replace(" ", "_"): value for name, value in cells.items()}}
    return {"data": data, "predictions": [{"model_version": version, "score": score, "result": [side]}]}


def _filled(task: Item, annotation: Item, path: Path, many: bool) -> Iterator[Filled]:
    """What one person said of one task: the row that was shown, then those that are missing."""
    place = f"{path}, task {task.get('id', task['data']['key'])}"
    who = str(_who(annotation)) if many else None
    when = _when(annotation)
    answers: dict[str, str] = {}
    marks: dict[str, Item] = {}
    for part in annotation["result"]:
        name = part.get("from_name", "")
        if name == "missing":
            marks.setdefault(part["id"], {})["span"] = part["value"]
        elif name.startswith(MISSING):
            marks.setdefault(part["id"], {})[name.removeprefix(MISSING)] = _answer(part["value"])
        elif name:  # a relation has none
            answers[name] = _answer(part["value"])
    yield Filled(
        place=place,
        key=task["data"]["key"],
        verdict=answers.get("verdict", ""),
        answers={column: answers.get(column, "") for column in ANSWERS},
        comment=answers.get("comment", ""),
        coder=who,
        decided_at=when,
    )
    article_id = json.loads(task["data"]["stance"])["article_id"]
    for mark in marks.values():
        start, sentence = _marked(task["data"]["text"], mark["span"])
        yield Filled(
            place=f"{place}, mark {sentence[:40]!r}",
            key=None,
            verdict="missing",
            answers={column: mark.get(column, "") for column in ANSWERS},
            article_id=article_id,
            sentence=sentence,
            near=start,
            coder=who,
            decided_at=when,
        )


def _answer(value: Item) -> str:
    given = value["choices"] if "choices" in value else value["text"]
    return (given if isinstance(given, str) else given[-1] if given else "").strip()


def _marked(text: str, span: Item) -> tuple[int, str]:
    """Where the mark begins, and its words as they stand in the text."""
    given = span.get("text") or ""
    start, end = code_points(text, int(span["start"]), int(span["end"]), given)
    return start, text[start:end] if _plain(text[start:end]) == _plain(given) or not given else _plain(given)


def _who(annotation: Item) -> Any:
    who = annotation.get("completed_by")
    return who.get("email") or who.get("id") if isinstance(who, dict) else who


def _when(annotation: Item) -> datetime | None:
    """When it was labelled, or changed last."""
    told = annotation.get("updated_at") or annotation.get("created_at")
    return datetime.fromisoformat(told).astimezone(UTC) if told else None
