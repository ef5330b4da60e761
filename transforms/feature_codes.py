"""The numbers by which the network is told of categories; 0 is "none".

The order of every list here is part of the network: append, never insert, and train anew.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from schemas.tables.extracted import ACTS

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

DEPENDENCIES = (
    "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case", "cc", "ccomp",
    "compound", "conj", "csubj", "csubjpass", "dative", "dep", "det", "dobj", "expl", "intj", "mark", "meta", "neg",
    "nmod", "npadvmod", "nsubj", "nsubjpass", "nummod", "oprd", "parataxis", "pcomp", "pobj", "poss", "preconj",
    "predet", "prep", "prt", "punct", "quantmod", "relcl", "ROOT", "xcomp",
)  # fmt: skip
KINDS = ("name", "nominal", "pronoun")
SORTS = ("person", "organisation", "place", "group", "self", "unknown")
SIDES = ("support", "oppose", "mixed")
TOKEN_FEATURES = (len(DEPENDENCIES) + 2, 20, 8, 16)
HOLDER_CATEGORIES = (len(KINDS) + 1, len(SORTS) + 1, len(DEPENDENCIES) + 2, len(ACTS) + 1)
HOLDER_NUMBERS = 16
PAIR_NUMBERS = 10


def number_of(names: tuple[str, ...], name: str) -> int:
    """The place of a name in a list, from 1; 0 where it is not there."""
    return names.index(name) + 1 if name in names else 0
