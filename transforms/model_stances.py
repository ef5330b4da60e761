"""Find stances with the trained network: candidates, scores, decisions, and what the rules know of each.

    Readings + mentions + statements -> StanceNetwork -> FoundStance

The network says who takes which side on what, and whether by a deed. Act, negation and the word that shows the side
come from the lexicon where one of its predicates governs the target; the speaker from the statements.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from schemas.table import MODES
from transforms.attribution import Statement
from transforms.conditions import condition_of
from transforms.decide import Decided, Decisions, confidence, decide
from transforms.features import Candidates, Featurizer
from transforms.grammar import Grammar
from transforms.lexicon import Lexicon
from transforms.mentions import Mention
from transforms.network import StanceNetwork
from transforms.proposals import Proposal
from transforms.reading import Reading
from transforms.stances import FoundStance, Read, statement_around


class ModelStances:
    """Chooses stances by a trained network; see `transforms.stances.StanceChooser`."""

    name = "minilm"

    def __init__(self, lexicon: Lexicon, featurizer: Featurizer, network: StanceNetwork, decisions: Decisions) -> None:
        self._grammar = Grammar(lexicon)
        self._featurizer = featurizer
        self._network = network
        self._decisions = decisions

    def choose(self, articles: Sequence[Read]) -> list[list[FoundStance]]:
        """The stances of each article, by sentence, the surest first within one."""
        candidates = [self._featurizer.of_article(one.reading, one.mentions, one.statements) for one in articles]
        scores = self._network.score([one.features for one in candidates])
        return [
            [self._stance(decided, found, article) for decided in decide(found, scored, self._decisions)]
            for article, found, scored in zip(articles, candidates, scores, strict=True)
        ]

    def _stance(self, decided: Decided, candidates: Candidates, article: Read) -> FoundStance:
        reading = article.reading
        holder = candidates.holders[decided.holder]
        target = candidates.spans[decided.span]
        statements = [one for one in article.statements if one.sentence == decided.sentence]
        statement = statement_around(target.head, statements)
        agreeing = _agreeing(decided, candidates, holder.mention)
        via = agreeing.via if agreeing else self._shown_by(reading, holder.mention, target.head, statement)
        mode = self._mode(decided, target.head, via, reading)
        proposal = Proposal(
            holder=reading.doc[holder.mention.head],
            target=target.span,
            polarity=decided.polarity,
            act=agreeing.act if agreeing else self._act(via, statement, decided.polarity),
            mode=mode,
            is_negated=agreeing.is_negated if agreeing else self._grammar.is_negated(via),
            via=via,
            rule=f"network; rule {agreeing.rule}" if agreeing else f"network; by {via.text}",
            weight=decided.score,
        )
        return FoundStance(
            sentence=decided.sentence,
            holder=holder.mention,
            speaker=article.speaker_of(statement),
            statement=statement,
            proposal=proposal,
            mode=mode,
            condition=condition_of(via, reading.doc),
            confidence=confidence(decided, self._decisions),
        )

    def _shown_by(self, reading: Reading, holder: Mention, target: Token, statement: Statement | None) -> Token:
        """The word that shows the side: the lexicon's predicate nearest to the target on its way up, else the turn."""
        above = [one for one in (target, *target.ancestors) if one.i != holder.head]
        for one in above:
            if self._grammar.predicates(one):
                return one
        if statement is not None and statement.cue is not None:
            return reading.doc[statement.cue[1] - 1]
        shared = {one.i for one in reading.doc[holder.head].ancestors}
        return next((one for one in above if one.i in shared), target)

    def _mode(self, decided: Decided, target: Token, via: Token, reading: Reading) -> str:
        """Direct where the target is quoted; an attitude where the lexicon has one; a deed where the network does."""
        if reading.quoted[target.i]:
            return "direct"
        if any(entry.mode == "attitude" for entry in self._grammar.predicates(via)):
            return "attitude"
        return "action" if MODES[decided.mode] == "action" else "indirect"

    def _act(self, via: Token, statement: Statement | None, polarity: str) -> str:
        """The act of the word's entry on that side, else what the statement's cue does, else a plain statement."""
        entries = self._grammar.predicates(via)
        act = next((one.act for one in entries if one.polarity in (polarity, "complement")), None)
        return act or (statement.act if statement is not None and statement.act else "state")


def _agreeing(decided: Decided, candidates: Candidates, holder: Mention) -> Proposal | None:
    """The rules' proposal of the same holder and side on an overlapping target, the weightiest; null for none."""
    target = candidates.spans[decided.span].span
    agreeing = [
        one.proposal
        for one in candidates.proposals[decided.sentence]
        if one.holder.head == holder.head
        and one.proposal.polarity == decided.polarity
        and one.proposal.target.start < target.end
        and target.start < one.proposal.target.end
    ]
    return max(agreeing, key=lambda one: one.weight, default=None)
