"""Choose stances among the proposals of each sentence.

    Reading + mentions + statements -> proposals -> at most two per holder and sentence -> FoundStance

The first person inside a quotation is its speaker. A holder outside the statement's speaker makes level 2: one
actor reports another's side. A holder gets a second stance in a sentence only where both proposals are strong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from spacy.tokens import Span, Token

from transforms.attribution import Statement
from transforms.conditions import condition_of
from transforms.lexicon import Lexicon
from transforms.mentions import SELF, Mention
from transforms.phrases import noun_target
from transforms.proposals import Proposal, Proposer
from transforms.reading import Reading, child

STRONG = 0.8


@dataclass(frozen=True)
class FoundStance:
    """One chosen stance: a proposal with its resolved holder and the statement that carries it."""

    sentence: int
    holder: Mention
    speaker: Mention | None
    statement: Statement | None
    proposal: Proposal
    mode: str
    condition: Span | None
    confidence: float | None = None


@dataclass(frozen=True)
class Read:
    """One article as far as it is read before stances are sought."""

    reading: Reading
    mentions: list[Mention]
    statements: list[Statement]

    @cached_property
    def by_head(self) -> dict[int, Mention]:
        """The mentions by the number of their head token."""
        return {mention.head: mention for mention in self.mentions}

    def speaker_of(self, statement: Statement | None) -> Mention | None:
        """The mention of who speaks; null where nobody is named, and without a statement."""
        return self.by_head.get(statement.speaker) if statement and statement.speaker is not None else None


class StanceChooser(Protocol):
    """Finds the stances of articles; `name` goes into every row as the extractor's."""

    name: str

    def choose(self, articles: Sequence[Read]) -> list[list[FoundStance]]:
        """The stances of each article, by sentence, the surest first within one."""
        ...


class StanceFinder:
    """Proposes and chooses by rules alone; see `StanceChooser`."""

    name = "rules"

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._proposer = Proposer(lexicon)

    def choose(self, articles: Sequence[Read]) -> list[list[FoundStance]]:
        """For each holder of a sentence the strongest proposal, and a second one where both are strong."""
        return [
            [
                stance
                for candidates in self.propose(one.reading, one.mentions, one.statements)
                for stance in _choose(candidates)
            ]
            for one in articles
        ]

    def propose(
        self, reading: Reading, mentions: list[Mention], statements: list[Statement]
    ) -> list[list[FoundStance]]:
        """For each sentence all that the rules propose, overlapping and contradicting as it may be."""
        by_head = {mention.head: mention for mention in mentions}
        by_sentence: dict[int, list[Statement]] = defaultdict(list)
        for statement in statements:
            by_sentence[statement.sentence].append(statement)
        return [
            list(self._candidates(_Context(reading, number, sentence, by_sentence[number], by_head, self._lexicon)))
            for number, sentence in enumerate(reading.sentences)
        ]

    def _candidates(self, context: _Context) -> Iterator[FoundStance]:
        judged: set[int] = set()
        for proposal in self._proposer.predicates(context.sentence):
            for stance in context.resolve(proposal):
                judged.add(proposal.via.i)
                yield stance
        for statement in context.statements:
            if statement.speaker is None or context.by_head.get(statement.speaker) is None:
                continue
            speaker = context.reading.doc[statement.speaker]
            for root in _roots(statement, context.reading):
                for proposal in self._proposer.evaluations(root, speaker):
                    if proposal.via.i not in judged:
                        yield from context.resolve(proposal)
            yield from context.resolve_all(self._fallback(statement, speaker, context.reading))

    def _fallback(self, statement: Statement, speaker: Token, reading: Reading) -> Iterator[Proposal]:
        """Where a clause is not judged by its grammar: the balance of its words of praise and blame."""
        tokens = [reading.doc[i] for start, end in statement.pieces for i in range(start, end)]
        balance = sum(self._lexicon.evaluation(token.lemma_.lower()) for token in tokens)
        if statement.act in ("criticise", "warn", "reject", "threaten"):
            balance -= 1
        if not balance:
            return
        for root in _roots(statement, reading):
            thing = child(root, "nsubj", "nsubjpass")
            if thing is None or thing.pos_ == "PRON":
                thing = child(root, "dobj", "attr")
            if thing is None or thing.pos_ not in ("NOUN", "PROPN"):
                continue
            polarity = "support" if balance > 0 else "oppose"
            target = noun_target(thing, self._lexicon)
            yield Proposal(speaker, target, polarity, statement.act or "state", None, False, root, "balance", 0.3)
            return


@dataclass(frozen=True)
class _Context:
    """One sentence with what is known of it."""

    reading: Reading
    number: int
    sentence: Span
    statements: list[Statement]
    by_head: dict[int, Mention]
    lexicon: Lexicon

    def resolve_all(self, proposals: Iterator[Proposal]) -> Iterator[FoundStance]:
        for proposal in proposals:
            yield from self.resolve(proposal)

    def resolve(self, proposal: Proposal) -> Iterator[FoundStance]:
        """The stance for each coordinated holder who is an actor with a name; none on a mere pronoun."""
        statement = statement_around(proposal.via, self.statements)
        if all(token.pos_ in ("PRON", "DET", "PUNCT") for token in proposal.target):
            return
        for token in (proposal.holder, *(one for one in proposal.holder.conjuncts if one.i > proposal.holder.i)):
            mention = self.by_head.get(token.i)
            if mention is None:
                continue
            speaker = self.by_head.get(statement.speaker) if statement and statement.speaker is not None else None
            if mention.text.lower() in SELF:
                mention = speaker
            if mention is None or mention.actor is None or self._is_nobody(token):
                continue
            condition = condition_of(proposal.via, self.reading.doc)
            if condition is not None and self._leaves_open(condition):
                proposal = replace(proposal, polarity="mixed", act="condition")
            mode = self._mode(proposal, mention, speaker)
            yield FoundStance(self.number, mention, speaker, statement, proposal, mode, condition)

    def _mode(self, proposal: Proposal, holder: Mention, speaker: Mention | None) -> str:
        target_quoted = self.reading.quoted[proposal.target.root.i]
        if proposal.mode is not None and not (self.reading.quoted[proposal.via.i] and holder is speaker):
            return proposal.mode
        return "direct" if target_quoted or self.reading.quoted[proposal.via.i] else "indirect"

    def _leaves_open(self, condition: Span) -> bool:
        """ "only if", "unless", "provided": the side hangs on it."""
        before = self.reading.doc[max(condition.start - 1, 0)].lower_
        return before == "only" or condition[0].lower_ in {"only", *self.lexicon.conditional_marks}

    def _is_nobody(self, holder: Token) -> bool:
        """ "not every minister", "no party": the words tell of nobody's side."""
        near = {holder.doc[i].lower_ for i in range(max(holder.left_edge.i - 1, 0), holder.i)}
        return holder.pos_ != "PRON" and bool(near & self.lexicon.quantifiers_of_none)


def statement_around(token: Token, statements: list[Statement]) -> Statement | None:
    """The innermost of the statements whose content, else whose cue, holds the token; null for none."""
    around = [one for one in statements if one.covers(token)]
    if not around:
        around = [one for one in statements if one.cue is not None and one.cue[0] <= token.i < one.cue[1]]
    return min(around, key=lambda one: sum(end - start for start, end in one.pieces), default=None)


def _roots(statement: Statement, reading: Reading) -> Iterator[Token]:
    """The heads of the content: verbs whose own head lies outside of it."""
    for start, end in statement.pieces:
        for i in range(start, end):
            token = reading.doc[i]
            outside = token.head.i == token.i or not statement.covers(token.head)
            if outside and token.pos_ in ("VERB", "AUX"):
                yield token


def _choose(candidates: list[FoundStance]) -> list[FoundStance]:
    """For each holder the strongest proposal, and a second one on another target where both are strong."""
    chosen: dict[str, list[FoundStance]] = defaultdict(list)
    for stance in sorted(candidates, key=lambda one: -one.proposal.weight):
        taken = chosen[stance.holder.actor or ""]
        target = stance.proposal.target
        overlaps = any(
            one.proposal.target.start < target.end and target.start < one.proposal.target.end for one in taken
        )
        if not taken or (len(taken) < 2 and not overlaps and stance.proposal.weight >= STRONG):
            taken.append(stance)
    return [stance for stances in chosen.values() for stance in stances]
