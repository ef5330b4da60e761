"""A review as tasks of Label Studio, with the extractor's answers as predictions, and its labelling configuration.

    Review -> tasks.json + tasks.xml -> labelled there -> JSON export -> FilledFile

A task has one stance. The file that comes back is Label Studio's export of kind JSON; where several people labelled a
task, each is a coder of their own. A stance that is missing cannot be added there: the spreadsheet can.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from flows.evaluating_files import read_text
from flows.review_form import ANSWERS, Filled, FilledFile, Review, as_json
from schemas.errors import InputError
from schemas.table import POLARITIES

CHOICES = {"verdict": ("right", "corrected", "wrong"), "polarity": POLARITIES, "issue_polarity": POLARITIES}
AREAS = ("holder", "target", "issue_id", "comment")


def write_tasks(review: Review, issues: Iterable[dict[str, Any]], path: Path) -> Path:
    """Write the tasks, and beside them the configuration, whose path is returned."""
    beside = path.with_suffix(".xml")
    tasks = [_task(review, key) for key in review.shown]
    try:
        path.write_text(json.dumps(tasks, indent=1), encoding="utf-8")
        beside.write_text(_configuration(issues), encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write '{path}': {error.strerror}; give another file") from error
    return beside


def read_tasks(path: Path) -> FilledFile:
    """Label Studio's export as it came back. Raises `InputError` where it is none of ours."""
    try:
        tasks = json.loads(read_text(path, "review"))
        review_ids = {task["data"]["review_id"] for task in tasks}
        shown = {task["data"]["key"]: json.loads(task["data"]["stance"]) for task in tasks}
        rows = [row for task in tasks for row in _filled(task, path)]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise InputError(
            f"'{path}' is no export of our tasks: {type(error).__name__} {error}; in Label Studio, export as JSON"
        ) from error
    if len(review_ids) != 1:
        raise InputError(f"'{path}' holds {len(review_ids)} reviews; import a file for each")
    return FilledFile(str(review_ids.pop()), shown, rows)


def _task(review: Review, key: str) -> dict[str, Any]:
    shown, cells = review.shown[key], review.cells[key]
    told = {"polarity": shown["polarity"], "issue_polarity": shown["issue_polarity"]}
    result = [
        {"from_name": name, "to_name": "sentence", "type": "choices", "value": {"choices": [value]}}
        for name, value in told.items()
        if value
    ]
    version = f"{shown['extractor']} {shown['extractor_version']}"
    score = shown["confidence"] if shown["confidence"] is not None else shown["score"]
    data = {"review_id": review.review_id, "key": key, "stance": as_json(shown), **_underscored(cells)}
    return {"data": data, "predictions": [{"model_version": version, "score": score, "result": result}]}


def _underscored(cells: dict[str, str]) -> dict[str, str]:
    return {name.replace(" ", "_"): value for name, value in cells.items()}


def _filled(task: dict[str, Any], path: Path) -> Iterator[Filled]:
    done = [one for one in task.get("annotations", []) if not one.get("was_cancelled")]
    many = len({str(_who(one)) for one in done}) > 1
    for annotation in done:
        answers: dict[str, str] = {}
        for part in annotation["result"]:
            value = part["value"]
            given = value["choices"] if "choices" in value else value["text"]
            answers[part["from_name"]] = (given if isinstance(given, str) else given[-1] if given else "").strip()
        yield Filled(
            place=f"{path}, task {task.get('id', task['data']['key'])}",
            key=task["data"]["key"],
            verdict=answers.get("verdict", ""),
            answers={column: answers.get(column, "") for column in ANSWERS},
            comment=answers.get("comment", ""),
            coder=str(_who(annotation)) if many else None,
        )


def _who(annotation: dict[str, Any]) -> Any:
    who = annotation.get("completed_by")
    return who.get("email") or who.get("id") if isinstance(who, dict) else who


def _configuration(issues: Iterable[dict[str, Any]]) -> str:
    """The labelling configuration: what is shown, and a question each."""
    lines = ["<View>"]
    for name, value in (("article", "article"), ("before", "before"), ("sentence", "sentence"), ("after", "after")):
        lines += [f'  <Header value={quoteattr(name)} size="5"/>', f'  <Text name="{name}" value="${value}"/>']
    for name in ("holder", "target", "side", "issue", "side_on_issue"):
        lines += [f'  <Header value={quoteattr(name.replace("_", " ") + ": $" + name)} size="5"/>']
    for name, choices in CHOICES.items():
        question = "verdict" if name == "verdict" else ANSWERS[name]
        lines += [f"  <Header value={quoteattr(question)}/>"]
        lines += [f'  <Choices name="{name}" toName="sentence" choice="single">']
        lines += [f"    <Choice value={quoteattr(choice)}/>" for choice in choices]
        lines += ["  </Choices>"]
    keys = ", ".join(one["issue_id"] for one in issues if not one["is_discovered"])
    for name in AREAS:
        question = f"right issue: none, or one of {keys}" if name == "issue_id" else ANSWERS.get(name, name)
        lines += [f"  <Header value={quoteattr(question)}/>"]
        lines += [f'  <TextArea name="{name}" toName="sentence" maxSubmissions="1"/>']
    return "\n".join([*lines, "</View>", ""])
