"""What the network is told of each token: its place in the parse, who it refers to, who says it, what it means."""

from __future__ import annotations

from spacy.tokens import Token

from transforms.attribution import Statement
from transforms.feature_codes import DEPENDENCIES, KINDS, SORTS, number_of
from transforms.grammar import Grammar
from transforms.mentions import Mention
from transforms.reading import Reading


class TokenFeatures:
    """What is told of each token: dependency, what refers to an actor, quotation and statement, the lexicon's view."""

    def __init__(
        self, reading: Reading, mentions: list[Mention], statements: list[Statement], grammar: Grammar
    ) -> None:
        self._reading = reading
        self._grammar = grammar
        self._mention = {
            one.head: 1 + KINDS.index(one.kind) * len(SORTS) + number_of(SORTS, one.sort) for one in mentions
        }
        self._content: set[int] = set()
        self._cues: set[int] = set()
        for one in statements:
            self._content.update(i for start, end in one.pieces for i in range(start, end))
            if one.cue is not None:
                self._cues.update(range(*one.cue))
        self._known: dict[int, tuple[int, ...]] = {-1: (0, 0, 0, 0)}

    def of(self, i: int) -> tuple[int, ...]:
        """The four numbers of a token of the article, of sizes TOKEN_FEATURES; zeros for -1, a mark of the encoder."""
        if i not in self._known:
            token = self._reading.doc[i]
            said = self._reading.quoted[i] + 2 * (i in self._content) + 4 * (i in self._cues)
            self._known[i] = (number_of(DEPENDENCIES, token.dep_), self._mention.get(i, 0), said, self._view(token))
        return self._known[i]

    def _view(self, token: Token) -> int:
        """0 to 14: blame, none or praise times no predicate, or the side of one."""
        entries = self._grammar.predicates(token)
        side = {"support": 1, "oppose": 2, "mixed": 3, "complement": 4}[entries[0].polarity] if entries else 0
        return (1 + self._grammar.lexicon.evaluation(self._grammar.lemma(token))) * 5 + side
