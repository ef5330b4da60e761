"""Annotated articles -> examples: features as the extractor makes them, labels for holders, targets and tags.

python -m training.examples OUT ARTICLES STANCES [STATEMENTS]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from training.example import IGNORED, Example, write
from training.gold import Annotated, read_annotated
from training.labels import label
from training.reading import ReadArticle, read_candidates
from transforms.feature_codes import Ints


def examples(annotated: list[Annotated]) -> Iterator[Example]:
    """An example for each article, in order."""
    for read in read_candidates(annotated):
        labels = label(read.annotated.stances, read.reading, read.candidates)
        yield Example(read.annotated.doc_id, read.candidates.features, labels, _tags(read))


def _tags(read: ReadArticle) -> list[Ints] | None:
    reading, statements = read.reading, read.annotated.statements
    if statements is None:
        return None
    of_token = np.zeros((len(reading.doc), 3), dtype=np.int64)
    for statement in statements:
        for layer, key in enumerate(("content", "cue", "speaker")):
            spans = statement.get(key) or []
            for start, end in [spans] if spans and isinstance(spans[0], int) else spans:
                inside = [token.i for token in reading.doc if token.idx < end and token.idx + len(token) > start]
                of_token[inside, layer] = 2
                of_token[inside[:1], layer] = 1
    windows = [window.tokens for window in read.candidates.windows.windows]
    return [np.array([_of_piece(of_token, tokens, at) for at in range(len(tokens))]) for tokens in windows]


def _of_piece(of_token: Ints, tokens: list[int], at: int) -> list[int]:
    """The tags of a piece: those of its token; a token's further pieces go on with the span that it begins."""
    if tokens[at] < 0:
        return [IGNORED] * 3
    tags: list[int] = of_token[tokens[at]].tolist()
    goes_on = at > 0 and tokens[at - 1] == tokens[at]
    return [2 if goes_on and tag == 1 else tag for tag in tags]


if __name__ == "__main__":
    out, *sources = map(Path, sys.argv[1:])
    made = list(examples(read_annotated(*sources)))
    write(made, out)
    rows = sum(len(one.labels.row_holder) + one.labels.lost for one in made)
    lost = sum(one.labels.lost for one in made)
    print(f"{out}: {len(made)} articles, {rows} gold rows, {lost} of them without a candidate holder")
