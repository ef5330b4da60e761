"""Put the features of several articles into one set of arrays, the rows of each numbered on.

[Features, ...] -> Stacked (padded windows, counted rows), and where each article's rows begin
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from transforms.feature_codes import TOKEN_FEATURES, Floats, Ints
from transforms.features import Features


@dataclass(frozen=True)
class Stacked:
    """Arrays as `Features` has them; windows padded with 0 to (windows, longest window)."""

    pieces: Ints
    tokens: Ints
    holder_at: Ints
    holder_is: Ints
    holder_has: Floats
    span_at: Ints
    span_is: Ints
    pair_of: Ints
    pair_path: Ints
    pair_has: Floats

    def arrays(self) -> dict[str, Ints | Floats]:
        """The arrays by name, in the order that the network takes them."""
        return dict(self.__dict__)


def stack(articles: Sequence[Features]) -> Stacked:
    """Stack articles; there must be at least one holder, span and pair among them."""
    windows = [window for article in articles for window in article.pieces]
    told = [window for article in articles for window in article.tokens]
    longest = max(len(window) for window in windows)
    pieces = np.zeros((len(windows), longest), dtype=np.int64)
    tokens = np.zeros((len(windows), longest, len(TOKEN_FEATURES)), dtype=np.int64)
    for row, (window, features) in enumerate(zip(windows, told, strict=True)):
        pieces[row, : len(window)] = window
        tokens[row, : len(window)] = features
    window_starts = starts(len(article.pieces) for article in articles)
    holder_starts = starts(len(article.holder_at) for article in articles)
    span_starts = starts(len(article.span_at) for article in articles)
    return Stacked(
        pieces=pieces,
        tokens=tokens,
        holder_at=_moved([article.holder_at for article in articles], {0: window_starts}),
        holder_is=np.concatenate([article.holder_is for article in articles]),
        holder_has=np.concatenate([article.holder_has for article in articles]),
        span_at=_moved([article.span_at for article in articles], {0: window_starts}),
        span_is=np.concatenate([article.span_is for article in articles]),
        pair_of=_moved([article.pair_of for article in articles], {0: holder_starts, 1: span_starts}),
        pair_path=np.concatenate([article.pair_path for article in articles]),
        pair_has=np.concatenate([article.pair_has for article in articles]),
    )


def starts(lengths: Iterable[int]) -> list[int]:
    """Where each part begins when parts of these lengths stand one after another; the total comes last.

    >>> starts([3, 0, 2])
    [0, 3, 3, 5]
    """
    return list(accumulate(lengths, initial=0))


def _moved(parts: list[Ints], columns: dict[int, list[int]]) -> Ints:
    """The parts in one array, the named columns raised by where each part's referents begin."""
    moved = []
    for at, part in enumerate(parts):
        copy = part.copy()
        for column, begins in columns.items():
            copy[:, column] += begins[at]
        moved.append(copy)
    return np.concatenate(moved)
