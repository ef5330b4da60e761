"""How holder and target hang together in the parse, as numbers of buckets.

    Reading + holder + head of the target -> three buckets, 1 to PATH_BUCKETS - 1; 0 is kept for none

Paths are hashed, not listed (Weinberger et al. 2009, Feature Hashing for Large Scale Multitask Learning): one that no
training article had gets a bucket all the same.
"""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

from spacy.tokens import Token

from transforms.holders import Holder
from transforms.reading import Reading

PATH_BUCKETS = 8192
LONGEST_PATH = 7


def path_of(reading: Reading, holder: Holder, target: Token) -> tuple[int, int, int]:
    """Buckets of the path from holder to target in the parse: its labels, with the lemma at its turn, that lemma."""
    down = _ancestors(target)
    if holder.is_carried:
        ups, turn = ["carried"], down[-1]
        downs = [one.dep_ for one in reversed(down[:-1])]
    else:
        up = _ancestors(reading.doc[holder.mention.head])
        places = {one.i: place for place, one in enumerate(down)}
        height = next((height for height, one in enumerate(up) if one.i in places), None)
        if height is None:
            return _bucket("apart"), _bucket(f"apart {down[-1].lemma_}"), 0
        turn = up[height]
        ups = [one.dep_ for one in up[:height]]
        downs = [one.dep_ for one in reversed(down[: places[turn.i]])]
    labels = "long" if len(ups) + len(downs) > LONGEST_PATH else "^".join(ups) + "/" + ">".join(downs)
    last = target.head.lemma_.lower()
    return _bucket(labels), _bucket(f"{labels} {turn.lemma_.lower()}"), _bucket(f"{last} {target.dep_}")


def _ancestors(token: Token) -> list[Token]:
    return [token, *token.ancestors]


@lru_cache(maxsize=200_000)
def _bucket(text: str) -> int:
    """1 to PATH_BUCKETS - 1: a stable hash; 0 is kept for none."""
    return 1 + crc32(text.encode()) % (PATH_BUCKETS - 1)
