"""The day on which a side was taken, where the sentence says so; else the day of publication.

    word of position, statement, day of publication -> (day, "text" or "published_at")

Only what hangs on the verb of position or on the cue counts: in "said on Monday that talks begin on Friday" it is
Monday. A weekday means the last such day before or on the day of publication, as in news agencies' style.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from spacy.tokens import Token

from transforms.attribution import Statement

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
RELATIVE = {"today": 0, "tonight": 0, "yesterday": 1}


def stated_on(via: Token, statement: Statement | None, published: date | None) -> tuple[date | None, str | None]:
    """The day and where it was read; two nulls where the article has no date."""
    if published is None:
        return None, None
    verbs = [via.doc[statement.cue[1] - 1]] if statement is not None and statement.cue is not None else [via]
    for verb in verbs:
        for word in _time_words(verb):
            day = _day(word.lower_, published)
            if day is not None:
                return day, "text"
    return published, "published_at"


def _time_words(verb: Token) -> Iterator[Token]:
    """The words that say when: adverbials of the verb, and what stands after its "on"."""
    for child in verb.children:
        if child.dep_ in ("npadvmod", "advmod"):
            yield child
        elif child.dep_ == "prep" and child.lower_ == "on":
            yield from (one for one in child.children if one.dep_ == "pobj")


def _day(word: str, published: date) -> date | None:
    if word in RELATIVE:
        return published - timedelta(days=RELATIVE[word])
    if word in WEEKDAYS:
        return published - timedelta(days=(published.weekday() - WEEKDAYS.index(word)) % 7)
    return None
