"""Join the rows of a quotation that runs over sentences: one row a quotation, as PolNeAR counts.

rows of `statements` of one article (one a sentence) -> rows (one a quotation)
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

Row = dict[str, Any]
SPEAKER = ("speaker_mention", "speaker_start", "speaker_end")
CUE = ("cue", "cue_start", "cue_end")


def join_rows(rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """One row for each quotation, by `sentence`: its fragments together, speaker and cue where a sentence names them.

    A row without cue goes on with the row before it, or leads up to the one after it, where both have one speaker and
    stand in neighbouring sentences. Reported words (`indirect`) are never joined. Other fields are the first row's;
    of `content` only start and end are kept up. Rows that nothing joins are returned as they are.
    """
    whole: list[Row] = []
    last: list[int] = []
    for row in sorted(rows, key=lambda one: (one["sentence"], one["content_start"])):
        before = whole[-1] if whole else None
        if before is not None and _belong_together(before, row, last[-1]):
            whole[-1], last[-1] = _together(before, row), row["sentence"]
        else:
            whole.append(dict(row))
            last.append(row["sentence"])
    return whole


def _belong_together(before: Mapping[str, Any], row: Mapping[str, Any], last: int) -> bool:
    neighbours = row["speaker"] is not None and before["speaker"] == row["speaker"] and 0 < row["sentence"] - last <= 2
    goes_on = row["cue_start"] is None and row["quote_type"] == "direct" and before["quote_type"] != "indirect"
    leads_up = before["cue_start"] is None and row["cue_start"] is not None and row["quote_type"] != "indirect"
    return neighbours and (goes_on or leads_up)


def _together(before: Row, row: Mapping[str, Any]) -> Row:
    named = {name: row[name] for names in (SPEAKER, CUE) if before[names[1]] is None for name in names}
    fragments = json.loads(before["fragments"]) + json.loads(row["fragments"])
    return {**before, **named, "fragments": json.dumps(fragments), "content_end": row["content_end"]}
