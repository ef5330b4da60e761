"""How much room an issue takes in an article, with more weight where news puts what matters.

    sentences on the issue, title -> salience from 0 to 1

News is written as an inverted pyramid: the first three sentences alone are a summary that is hard to beat (the "lead-3"
baseline; See, Liu and Manning 2017, Get To The Point), and words of the title tell what a text is about (Edmundson
1969, New Methods in Automatic Extracting). Media research counts such prominence beside plain frequency (Kiousis 2004,
Explicating Media Salience). The weights themselves are a convention, not measured.
"""

from __future__ import annotations

from collections.abc import Collection

TITLE_WEIGHT, LEAD_WEIGHT, LEAD_SENTENCES = 3, 2, 3


def salience(on_it: Collection[int], sentences: int, *, title: bool | None) -> float:
    """The weighted share of title and sentences that are on the issue, from 0 to 1.

    `on_it` are the numbers of those sentences, from 0; `title` says whether the title is on it, null for no title.

    >>> salience([0], 10, title=None)  # the first of ten sentences: 2 of 3 * 2 + 7
    0.15384615384615385
    >>> salience([9], 10, title=False)
    0.0625
    """
    lead = min(sentences, LEAD_SENTENCES)
    whole = sentences + lead * (LEAD_WEIGHT - 1) + (TITLE_WEIGHT if title is not None else 0)
    part = sum(LEAD_WEIGHT if number < LEAD_SENTENCES else 1 for number in set(on_it)) + (TITLE_WEIGHT if title else 0)
    return part / whole if whole else 0.0
