"""Propose stances: a word of position, its holder, its target, and the side.

    sentence + mentions + statements -> Proposal (holder's token, target span, side, rule, weight)

Rules propose with high recall; `transforms.stances` chooses. Two kinds of rule: a predicate of the lexicon
with an actor in its holder's place ("Madrid rejected the levy"), and an evaluation inside what a speaker says ("the
levy must go", "this is a disgrace").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from transforms.attribution import subject_of
from transforms.evaluations import Evaluator
from transforms.grammar import TURNED, Grammar, clause_heads, is_infinitive, owner
from transforms.lexicon import Lexicon, Predicate
from transforms.phrases import noun_target
from transforms.reading import child
from transforms.targets import TargetFinder


@dataclass(frozen=True)
class Proposal:
    """One possible stance; `holder` is a token, `via` the word that proposed it."""

    holder: Token
    target: Span
    polarity: str
    act: str
    mode: str | None
    is_negated: bool
    via: Token
    rule: str
    weight: float


class Proposer:
    """Proposes stances by the words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._grammar = Grammar(lexicon)
        self._targets = TargetFinder(self._grammar)
        self._evaluator = Evaluator(self._grammar)

    def predicates(self, sentence: Span) -> Iterator[Proposal]:
        """A proposal for each predicate of the sentence that has a holder and a target."""
        for token in sentence:
            if (named := self._naming(token)) is not None:
                yield named
                continue
            for entry in self._grammar.predicates(token):
                proposal = self._from_predicate(token, entry)
                if proposal is not None:
                    yield proposal
                    break

    def evaluations(self, clause: Token, speaker: Token) -> Iterator[Proposal]:
        """What the speaker's clause judges: duties first, then words of praise and blame."""
        for verb in clause_heads(clause):
            judged = self._evaluator.judge(verb)
            if judged is not None:
                found, negated = judged
                yield Proposal(
                    speaker, found.target, found.polarity, "state", None, negated, verb, found.rule, found.weight
                )  # fmt: skip

    def _from_predicate(self, token: Token, entry: Predicate) -> Proposal | None:
        found = self._targets.find(token, entry)
        if found is None:
            return None
        target, complement = found.span, found.filler
        if entry.act == "refuse" and self._grammar.lemma(complement) in self._grammar.lexicon.speech_acts:
            return None
        holder = self._holder(token, entry.pos)
        if holder is None or self._is_wished_for(token, holder) or target.start <= holder.i < target.end:
            return None
        side = self._evaluator.side(complement) if entry.polarity == "complement" else entry.polarity
        if side is None:
            return None
        polarity: str = side
        negated = self._grammar.is_negated(token)
        if negated:
            polarity = TURNED[polarity]
        polarity, target = self._through_complement(polarity, target, complement)
        if entry.act == "warn" and (wanted := self._averted_by(complement)) is not None:
            polarity, target = "support", wanted
        rule = f"{entry.pos}:{self._grammar.lemma(token)} > {found.place}"
        return Proposal(holder, target, polarity, entry.act, entry.mode, negated, token, rule, entry.weight)

    def _holder(self, token: Token, pos: str) -> Token | None:
        if pos == "verb":
            return subject_of(token)
        if pos == "adjective":
            predicative = token.dep_ in ("acomp", "attr", "oprd", "conj") and token.head.pos_ in ("VERB", "AUX")
            return subject_of(token.head) if predicative else None
        return owner(token) or self._of_light_verb(token)

    def _of_light_verb(self, noun: Token) -> Token | None:
        """ "expressed optimism", "came out in support": the verb's subject holds the noun's side."""
        if noun.dep_ == "pobj" and noun.head.lower_ == "in" and noun.head.head.pos_ in ("VERB", "AUX"):
            return subject_of(noun.head.head)
        verb = noun.head
        while verb.dep_ in ("conj", "pobj", "prep", "dobj") and verb.pos_ not in ("VERB", "AUX"):
            verb = verb.head
        light = self._grammar.lemma(verb) in self._grammar.lexicon.light_verbs and verb.pos_ in ("VERB", "AUX")
        return subject_of(verb) if light else None

    def _through_complement(self, polarity: str, target: Span, complement: Token) -> tuple[str, Span]:
        """ "agreed to oppose the levy": the side of the inner verb on its own object."""
        if complement.pos_ != "VERB" or not is_infinitive(complement):
            return polarity, target
        for entry in self._grammar.lexicon.by_word.get(("verb", self._grammar.lemma(complement)), ()):
            if (
                entry.polarity == "oppose"
                and "object" in entry.targets
                and (found := self._targets.find(complement, entry)) is not None
            ):
                return TURNED[polarity], found.span
        if child(complement, "neg") is not None:
            return TURNED[polarity], target
        return polarity, target

    def _averted_by(self, clause: Token) -> Span | None:
        """ "warned of losses if no deal is reached": for the deal."""
        for mark in clause.subtree:
            condition = mark.head
            if mark.dep_ != "mark" or mark.lower_ not in ("if", "unless"):
                continue
            after = (one for one in condition.children if one.i > mark.i)
            thing = next((one for one in after if one.dep_ in ("nsubjpass", "dobj", "nsubj")), None)
            if thing is None:
                return None
            refused = child(condition, "neg") is not None or any(c.lower_ == "no" for c in thing.children)
            if refused or mark.lower_ == "unless":
                return noun_target(thing, self._grammar.lexicon)
        return None

    def _naming(self, verb: Token) -> Proposal | None:
        """ "called the levy a disgrace", "described the talks as useful": the name judges the thing."""
        if self._grammar.lemma(verb) not in self._grammar.lexicon.namers or verb.pos_ != "VERB":
            return None
        thing, name = self._thing_and_name(verb)
        holder = subject_of(verb)
        if thing is None or name is None or holder is None:
            return None
        value = self._grammar.valence(name) or sum(self._grammar.judges(one) for one in name.subtree)
        if not value:
            return None
        negated = self._grammar.is_negated(verb)
        polarity = "support" if (value > 0) != negated else "oppose"
        act = "praise" if polarity == "support" else "criticise"
        target = noun_target(thing, self._grammar.lexicon)
        return Proposal(holder, target, polarity, act, None, negated, verb, f"naming:{self._grammar.lemma(verb)}", 0.95)

    def _thing_and_name(self, verb: Token) -> tuple[Token | None, Token | None]:
        small = child(verb, "ccomp")
        if small is not None and small.pos_ in ("NOUN", "PROPN", "ADJ"):
            return child(small, "nsubj"), small
        thing = child(verb, "dobj")
        if thing is not None and thing.lower_ in ("which", "that", "whom"):
            thing = verb.head if verb.dep_ == "relcl" else None
        name = child(verb, "oprd", "xcomp")
        as_ = next((one for one in verb.children if one.lower_ == "as" and one.dep_ in ("prep", "mark")), None)
        if as_ is not None:
            name = next((one for one in as_.children if not one.is_punct), None)
        return thing, name

    def _is_wished_for(self, token: Token, holder: Token) -> bool:
        """What another asks of the subject is no stance of it: "they must go", "she urged members not to vote"."""
        if token.dep_ == "xcomp" and holder.dep_ == "dobj" and holder.head == token.head:
            return True
        return (
            token.pos_ == "VERB"
            and holder.lower_ not in ("i", "we")
            and self._grammar.modal(token, "oblige") is not None
        )
