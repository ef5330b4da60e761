"""The labelling configuration of Label Studio: what a coder sees of a stance, and the questions.

    issues of the codebook -> <View> ... </View>

The names of the controls are those of the answers (`flows.review_form.ANSWERS`). A stance that is missing is a region
that the coder marks in the article; its answers are asked of each region, and their names begin with `missing_`.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import Any

from flows.review_form import ANSWERS
from schemas.table import POLARITIES
from schemas.tables.decisions import NO_ISSUE

MARK = "missing stance"  # the label of a region
MISSING = "missing_"  # before the name of an answer that is asked of a region
VERDICTS = ("right", "corrected", "wrong")
SIDES = ("polarity", "issue_polarity")
NEEDED = ("holder", "target", "polarity")  # of a stance that is missing
SHOWN = ("holder", "target", "side", "issue", "side_on_issue")
STRONG = "font-weight: 600; border-left: 4px solid #c05621; padding-left: 8px"
SCROLLED = "max-height: 24em; overflow-y: auto; border: 1px solid #ccc; padding: 8px"
HOW = "A stance that is missing: choose the label, mark the sentence, click the mark, answer what is asked below it."


def configuration(issues: Iterable[dict[str, Any]]) -> str:
    """The configuration as XML. Keys of issues come back, whatever their labels are."""
    known = [(one["issue_id"], one["label"]) for one in issues if not one["is_discovered"]]
    view = ET.Element("View")
    _stance(view)
    _head(view, "verdict")
    _choices(view, "verdict", [(one, one) for one in VERDICTS], required="true", layout="inline")
    for name, question in ANSWERS.items():
        _question(view, name, question, known)
    _head(view, "comment")
    _area(view, "comment")
    _missing(view, known)
    ET.indent(view)
    return ET.tostring(view, encoding="unicode") + "\n"


def _stance(view: ET.Element) -> None:
    """What is shown: the sentence between what stands around it, and what the extractor said."""
    ET.SubElement(view, "Header", value="$article", size="4")
    _text(view, "before")
    _text(ET.SubElement(view, "View", style=STRONG), "sentence")
    _text(view, "after")
    for name in SHOWN:
        _head(view, f"{name.replace('_', ' ')}: ${name}")


def _missing(view: ET.Element, known: list[tuple[str, str]]) -> None:
    """The article to mark in, and what is asked of each mark."""
    _head(view, HOW)
    labels = ET.SubElement(view, "Labels", name="missing", toName="text")
    ET.SubElement(labels, "Label", value=MARK, background="#c05621")
    _text(ET.SubElement(view, "View", style=SCROLLED), "text", granularity="word", saveTextResult="yes")
    asked = ET.SubElement(view, "View", visibleWhen="region-selected", whenLabelValue=MARK)
    for name, question in ANSWERS.items():
        needed = {"required": "true", "requiredMessage": f"a {MARK} needs its {question.removeprefix('right ')}"}
        region = {"perRegion": "true", "whenLabelValue": MARK, **(needed if name in NEEDED else {})}
        _question(asked, name, question, known, to="text", **region)


def _question(  # what is asked of the stance shown, or, by way of `more`, of a mark
    view: ET.Element, name: str, question: str, known: list[tuple[str, str]], **more: str
) -> None:
    _head(view, question if "perRegion" not in more else f"{MARK}: {question.removeprefix('right ')}")
    name = name if "perRegion" not in more else MISSING + name
    if name.removeprefix(MISSING) in SIDES:
        _choices(view, name, [(side, side) for side in POLARITIES], layout="inline", **more)
    elif name.removeprefix(MISSING) == "issue_id":
        listed = [(NO_ISSUE, NO_ISSUE), *((key, f"{key}: {label}") for key, label in known)]
        _choices(view, name, listed, layout="select", **more)
    else:
        _area(view, name, **more)


def _head(view: ET.Element, words: str) -> None:
    ET.SubElement(view, "Header", value=words, size="5")


def _text(view: ET.Element, name: str, **more: str) -> None:
    ET.SubElement(view, "Text", {"name": name, "value": f"${name}", **more})


def _choices(view: ET.Element, name: str, listed: list[tuple[str, str]], **more: str) -> None:
    to = more.pop("to", "sentence")
    found = ET.SubElement(view, "Choices", {"name": name, "toName": to, "choice": "single", **more})
    for key, words in listed:
        ET.SubElement(found, "Choice", {"value": words, **({} if key == words else {"alias": key})})


def _area(view: ET.Element, name: str, **more: str) -> None:
    to = more.pop("to", "sentence")
    ET.SubElement(view, "TextArea", {"name": name, "toName": to, "maxSubmissions": "1", "editable": "true", **more})
