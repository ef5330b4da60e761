"""Attributions as evaluation holds them: who says what, as spans in the article's raw text.

    a JSON object (ours or PolNeAR's names)  -> Attribution
    a row of `statements` and its offset map -> Attribution

Offsets are Unicode code points, half-open, of the text as the source gave it. Extraction counts in cleaned text;
its rows come here through the article's offset map, or they would point beside their words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from transforms.clean import to_raw

Span = tuple[int, int]
Spans = tuple[Span, ...]

QUOTE_TYPES = ("direct", "mixed", "indirect")
_QUOTED = re.compile(r"“[^”\n]*(?:”|$)|\"[^\"\n]*(?:\"|$)", re.MULTILINE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Attribution:
    """One attribution; speaker and cue are empty where the passage has none, `quote_type` null where nobody says."""

    doc_id: str
    speaker: Spans
    cue: Spans
    content: Spans
    quote_type: str | None = None


def attribution_of(row: Mapping[str, Any]) -> Attribution:
    """The attribution of a JSON object with `doc_id`, `content`, and where known `speaker` (or `source`) and `cue`.

    A span is `[start, end]` or a list of such pairs; speaker and cue may be null. Raises `ValueError` that says which
    field breaks the rule.

    >>> attribution_of({"doc_id": "a", "source": [0, 4], "cue": None, "content": [[5, 9], [12, 20]]}).content
    ((5, 9), (12, 20))
    """
    content = _spans(row, "content")
    if not content:
        raise ValueError("`content` is empty; give its [start, end] in the article's text")
    quote_type = row.get("quote_type")
    if quote_type is not None and quote_type not in QUOTE_TYPES:
        raise ValueError(f"`quote_type` is {quote_type!r}; write one of {', '.join(QUOTE_TYPES)}, or leave it out")
    return Attribution(
        doc_id=row["doc_id"],
        speaker=_spans(row, "speaker") or _spans(row, "source"),
        cue=_spans(row, "cue"),
        content=content,
        quote_type=quote_type,
    )


def attribution_of_statement(row: Mapping[str, Any], offset_map: str) -> Attribution:
    """The attribution of a row of `statements` (with `doc_id`), its offsets led back to the raw text."""

    def raw(start: int | None, end: int | None) -> Spans:
        if start is None or end is None:
            return ()
        return ((to_raw(offset_map, start), to_raw(offset_map, end - 1) + 1),)

    return Attribution(
        doc_id=row["doc_id"],
        speaker=raw(row["speaker_start"], row["speaker_end"]),
        cue=raw(row["cue_start"], row["cue_end"]),
        content=tuple(span for start, end in json.loads(row["fragments"]) for span in raw(start, end)),
        quote_type=row["quote_type"],
    )


def quoted_ranges(text: str) -> Spans:
    """Where the text stands between double quotation marks; a mark that nobody closes holds to the line's end.

    >>> quoted_ranges('He said "no" and left.')
    ((8, 12),)
    """
    return tuple(match.span() for match in _QUOTED.finditer(text))


def quote_type_of(text: str, content: Spans, quoted: Spans) -> str:
    """`direct` where all words of the content stand in quotation marks, `indirect` where none does, else `mixed`.

    >>> text = 'He called it "a wall".'
    >>> quote_type_of(text, ((10, 21),), quoted_ranges(text))
    'mixed'
    """
    starts = [start + word.start() for start, end in content for word in _WORD.finditer(text[start:end])]
    inside = sum(any(start <= place < end for start, end in quoted) for place in starts)
    if inside == 0:
        return "indirect"
    return "direct" if inside == len(starts) else "mixed"


def beyond(rows: Iterable[Attribution], length: int) -> Attribution | None:
    """The first row with a span that no text of this length has; null where all fit."""
    return next(
        (
            row
            for row in rows
            if any(not 0 <= start < end <= length for start, end in (*row.speaker, *row.cue, *row.content))
        ),
        None,
    )


def _spans(row: Mapping[str, Any], field: str) -> Spans:
    value = row.get(field)
    if not value:
        return ()
    pairs = [value] if isinstance(value, list) and isinstance(value[0], int) else value
    if not (isinstance(pairs, list) and all(_is_pair(pair) for pair in pairs)):
        raise ValueError(f"`{field}` is {value!r}; write [start, end], a list of such pairs, or null")
    return tuple((start, end) for start, end in pairs)


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(each, int) for each in value)
